package mail

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// expected is what another program says a mail holds.
type expected struct {
	subject, name, address string
	bodies                 []string // any of them is right
	files                  []expectedFile
}

type expectedFile struct{ name, kind, content string }

// laidOut gives a text without what programs lay out differently: blanks, and the
// targets of links.
func laidOut(text string) string {
	text = link.ReplaceAllString(text, " ")
	return strings.Join(strings.FieldsFunc(text, func(r rune) bool { return r <= ' ' || r == 0xa0 || r == '\u3000' || r == 0xfffd }), " ")
}

// zammadMail reads what Zammad's tests expect of a mail.
func zammadMail(t *testing.T, path string) expected {
	t.Helper()
	var fields map[string]yaml.Node
	if err := yaml.Unmarshal(readFile(t, path), &fields); err != nil {
		t.Fatal(path, err)
	}
	e := expected{subject: scalar(fields["subject"]), name: scalar(fields["from_display_name"]), address: scalar(fields["from_email"])}
	body := scalar(fields["body"])
	if scalar(fields["content_type"]) == "text/html" {
		body = unmarked(htmlText(body))
	}
	e.bodies = []string{body}
	attachments := fields["attachments"]
	for _, node := range attachments.Content {
		var a map[string]yaml.Node
		if err := node.Decode(&a); err != nil {
			t.Fatal(path, err)
		}
		var preferences map[string]yaml.Node
		if p := a["preferences"]; p.Kind != 0 {
			if err := p.Decode(&preferences); err != nil {
				t.Fatal(path, err)
			}
		}
		if scalar(preferences["content-alternative"]) == "true" {
			if source := scalar(a["data"]); source != "" {
				e.bodies = append(e.bodies, unmarked(htmlText(source)))
			}
			continue
		}
		e.files = append(e.files, expectedFile{name: scalar(a["filename"]), kind: scalar(preferences["Mime-Type"]), content: scalar(a["data"])})
	}
	return e
}

func scalar(n yaml.Node) string {
	if n.Tag == "!binary" || n.Tag == "!!binary" {
		raw, _ := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(n.Value), ""))
		return string(raw)
	}
	return n.Value
}

func TestZammadsMails(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no mails of other projects at " + corpus)
	}
	paths, _ := filepath.Glob(filepath.Join(corpus, "zammad", "*.yml"))
	for _, path := range paths {
		e := zammadMail(t, path)
		m := Read(readFile(t, strings.TrimSuffix(path, ".yml")+".box"), arrived)
		compare(t, filepath.Base(path), e, m)
	}
}

// exceptions are the differences that stay, each with why this reader is right
// or why it is a matter of taste.
var exceptions = map[string]string{
	"mail021 body":        "a run of letters and entities made to be unreadable: one entity without its semicolon is read as browsers do",
	"mail042 files":       "taste: the part is named after its description",
	"mail054 body":        "the text is there: Zammad saw only the empty HTML part",
	"mail060 body":        "taste: three charsets in one line; the one that was declared decides",
	"mail065 from":        "the name is one encoded word with a blank in it: Bürling, Andreas",
	"mail072 body":        "taste: Zammad prefers the HTML part, this reader the plain one",
	"mail085 body":        "taste: Zammad prefers the HTML part, this reader the plain one",
	"mail085 files":       "taste: Zammad keeps a second HTML part as a file, this reader reads it",
	"mail087 from":        "the name and the address stand side by side without brackets",
	"mail087 body":        "the text after the file is the text of the mail",
	"mail087 files":       "the text after the file is the text of the mail",
	"mail102 files":       "taste: Zammad numbers files of the same name",
	"mail105 body":        "a multipart without parts is read as text",
	"020 subject":         "a byte that is no UTF-8 is read as windows-1252, not replaced",
	"052 subject":         "a byte that is no UTF-8 is read as windows-1252, not replaced",
	"052 body":            "bytes that are no UTF-8 are read as windows-1252, not replaced",
	"malformed_002 body":  "a multipart without parts is read as text, not kept as a file",
	"malformed_002 files": "a multipart without parts is read as text, not kept as a file",
	"malformed_004 body":  "a boundary that is wrong is guessed",
	"malformed_004 files": "a boundary that is wrong is guessed",
	"malformed_006 body":  "a boundary that begins like the one around it is another one",
	"malformed_006 files": "a boundary that begins like the one around it is another one",
	"malformed_019 body":  "taste: a mail cut into itself, whose boundaries differ in capitals",
	"malformed_021 body":  "a header with two types: the first names the boundary that is there",
}

// compare checks what was read against what is expected.
func compare(t *testing.T, name string, e expected, m Message) {
	t.Helper()
	name = strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(strings.TrimSuffix(name, filepath.Ext(name)), "test_data_mail_"), "resources_eml_"), "legacy_")
	differ := func(what string, got, want any) {
		if why := exceptions[name+" "+what]; why == "" {
			t.Errorf("%s: %s\n got %.300q\nwant %.300q", name, what, got, want)
		}
	}
	if got, want := laidOut(m.Subject), laidOut(e.subject); got != want {
		differ("subject", got, want)
	}
	from := Address{}
	if len(m.From) > 0 {
		from = m.From[0]
	}
	if from.Address != e.address || laidOut(from.Name) != laidOut(e.name) {
		differ("from", from, Address{e.name, e.address})
	}
	body := laidOut(m.Text)
	if !slices.ContainsFunc(e.bodies, func(b string) bool { return laidOut(b) == body || body == "" && b == nothing }) {
		got, want := body, laidOut(e.bodies[0])
		same := 0
		for same < min(len(got), len(want)) && got[same] == want[same] {
			same++
		}
		same = max(0, same-40)
		differ("body", got[same:], want[same:])
	}
	var got, want []string
	for _, f := range m.Attachments {
		got = append(got, f.Name+" "+f.Type+" "+laidOut(string(f.Content)))
	}
	for _, f := range e.files {
		want = append(want, f.name+" "+f.kind+" "+laidOut(f.content))
	}
	if !slices.Equal(got, want) {
		differ("files", got, want)
	}
}

// nothing is what Zammad shows for a text that is empty.
const nothing = "no visible content"

// stalwartPart is a part as Stalwart's tests have it.
type stalwartPart struct {
	Headers []struct {
		Name  json.RawMessage
		Value json.RawMessage
	}
	Body map[string]json.RawMessage
}

// stalwartMail reads what Stalwart's tests expect of a mail.
func stalwartMail(t *testing.T, path string) expected {
	t.Helper()
	var mail struct {
		Text        []int `json:"text_body"`
		HTML        []int `json:"html_body"`
		Attachments []int
		Parts       []stalwartPart
	}
	if err := json.Unmarshal(readFile(t, path), &mail); err != nil {
		t.Fatal(path, err)
	}
	var e expected
	for _, h := range mail.Parts[0].Headers {
		switch string(h.Name) {
		case `"subject"`:
			var value struct{ Text string }
			json.Unmarshal(h.Value, &value)
			e.subject = value.Text
		case `"from"`:
			var value struct {
				Address struct {
					List []struct{ Name, Address string }
				}
			}
			json.Unmarshal(h.Value, &value)
			if list := value.Address.List; len(list) > 0 {
				e.name, e.address = list[0].Name, list[0].Address
			}
		}
	}
	for _, wanted := range [][]int{mail.Text, mail.HTML} {
		body := ""
		for _, n := range wanted {
			for kind, content := range mail.Parts[n].Body {
				var text string
				if json.Unmarshal(content, &text) == nil {
					if kind == "Html" {
						text = unmarked(htmlText(text))
					}
					body = joinTexts(body, text)
				}
			}
		}
		e.bodies = append(e.bodies, body)
	}
	e.files = make([]expectedFile, len(mail.Attachments))
	return e
}

func TestStalwartsMails(t *testing.T) {
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no mails of other projects at " + corpus)
	}
	paths, _ := filepath.Glob(filepath.Join(corpus, "stalwart", "*.json"))
	for _, path := range paths {
		e := stalwartMail(t, path)
		m := Read(readFile(t, strings.TrimSuffix(path, ".json")+".eml"), arrived)
		if len(m.Attachments) == len(e.files) { // it says nothing of names
			e.files = nil
			m.Attachments = nil
		}
		compare(t, filepath.Base(path), e, m)
	}
}
