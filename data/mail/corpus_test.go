package mail

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// corpus is where the mails lie that other projects test with (see README.md
// there). They are not part of this one; what reads them skips without them.
const corpus = "../../../shared/data/mail"

// corpusMails gives the paths of every mail of some sets, all sets if none is
// named.
func corpusMails(t testing.TB, sets ...string) []string {
	t.Helper()
	if _, err := os.Stat(corpus); err != nil {
		t.Skip("no mails of other projects at " + corpus)
	}
	if len(sets) == 0 {
		sets = []string{"*"}
	}
	var mails []string
	for _, set := range sets {
		files, err := filepath.Glob(filepath.Join(corpus, set, "*"))
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range files {
			switch filepath.Ext(file) {
			case ".yml", ".json":
			default:
				mails = append(mails, file)
			}
		}
	}
	return mails
}

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// texts gives every text a message was read as.
func texts(m Message) []string {
	all := []string{m.Subject, m.Text, m.NewText, m.HTML, m.Quoted, m.MessageID, m.Language}
	for _, list := range [][]Address{m.From, m.To, m.CC, m.ReplyTo} {
		for _, a := range list {
			all = append(all, a.Name, a.Address)
		}
	}
	for _, f := range m.Header {
		all = append(all, f.Name, f.Value)
	}
	for _, a := range m.Attachments {
		all = append(all, a.Name, a.Type, a.ContentID)
	}
	if m.Bounce != nil {
		all = append(all, m.Bounce.Recipient, m.Bounce.Status, m.Bounce.Reason, m.Bounce.OriginalMessageID)
	}
	return append(all, append(m.InReplyTo, m.References...)...)
}

// sound checks what is true of every message, whatever it was read from.
func sound(t testing.TB, name string, raw []byte, m Message) {
	t.Helper()
	for _, text := range texts(m) {
		if !utf8.ValidString(text) || strings.ContainsAny(text, "\x00\r\x1b\uf8f1\uf8f2\uf8f3\uf8f4") {
			t.Errorf("%s: %q", name, text[:min(len(text), 300)])
		}
	}
	for _, a := range m.Attachments {
		if a.Name == "" || strings.ContainsAny(a.Name, "/\\\n") || a.Size != int64(len(a.Content)) {
			t.Errorf("%s: attachment %+q", name, a.Name)
		}
	}
	if m.Date.After(arrived) {
		t.Errorf("%s: from the future: %v", name, m.Date)
	}
	if strings.TrimSpace(m.Text) == "" && len(m.Attachments) == 0 && m.Subject == "" && len(m.Header) == 0 && len(strings.TrimSpace(plainText(guessText(skipEnvelope((&reader{}).lineEnds(raw)))))) > 0 {
		t.Errorf("%s: nothing was read", name)
	}
}

func TestNothingIsRefused(t *testing.T) {
	for _, path := range corpusMails(t) {
		raw := readFile(t, path)
		sound(t, filepath.Base(path), raw, Read(raw, arrived))
	}
}
