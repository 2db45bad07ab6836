package cli_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"net/mail"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"firstline/data/post/mailstack"
)

// shared is the test data beside the project.
const shared = "../../../shared/data"

// The main job, by the command line, on real tickets and a real FAQ set: take
// down the calls, find the article, note, attach, escalate through a real mail
// server, resolve, report.
func TestTheMainJobOnRealTickets(t *testing.T) {
	file, err := os.Open(filepath.Join(shared, "tickets", "support-tickets.csv"))
	if err != nil {
		t.Skip("the tickets of ../shared/data are not here")
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	dir := newDesk(t, "es")
	in := func(args ...string) []string { return append(args, "--desk", dir) }

	var imported struct{ Added, Changed int }
	set := filepath.Join(shared, "faq", "stackfaq-en", "docs.jsonl")
	does(t, &imported, "", in("faq", "import", set)...)
	if imported.Added < 700 {
		t.Fatalf("imported %+v", imported)
	}
	does(t, &imported, "", in("faq", "import", set)...)
	if imported.Added != 0 {
		t.Fatalf("a second import added %d", imported.Added)
	}
	var hits struct {
		Hits []struct{ ID, Ref, Title string }
	}
	question := firstQuestion(t, filepath.Join(shared, "faq", "stackfaq-en", "queries.jsonl"))
	does(t, &hits, "", in("faq", "search", question.Q)...)
	if len(hits.Hits) == 0 || !anyRef(hits.Hits, question.Rel) {
		t.Fatalf("%q found %+v, want one of %v", question.Q, hits.Hits, question.Rel)
	}

	impact := map[string]string{"high": "high", "medium": "medium", "low": "low"}
	taken := 0
	var number, subject string
	for i, row := range rows[1:] {
		if i%10 != 0 {
			continue // a tenth of them is enough to meet every language
		}
		var ticket struct{ Number, Subject, Description, Status string }
		s := row[0]
		if strings.TrimSpace(s) == "" {
			s = "(sin asunto)"
		}
		does(t, &ticket, row[1], in("intake", "--name", fmt.Sprintf("Persona %d", i%40), "--subject", s, "--description", "-",
			"--category", row[4], "--impact", impact[row[5]], "--channel", "email", "--minutes", "3")...)
		if ticket.Subject != strings.TrimSpace(s) || ticket.Description != strings.TrimSpace(row[1]) {
			t.Fatalf("row %d came back as %+v", i, ticket)
		}
		if row[6] == "es" && number == "" {
			number, subject = ticket.Number, ticket.Subject
		}
		taken++
	}
	var page struct {
		Tickets []struct{ Number string }
		Next    string
		Counts  map[string]int
	}
	seen := map[string]bool{}
	for after := ""; ; after = page.Next {
		does(t, &page, "", in("list", "--view", "open", "--limit", "7", "--after", after)...)
		for _, x := range page.Tickets {
			if seen[x.Number] {
				t.Fatalf("%s is on two pages", x.Number)
			}
			seen[x.Number] = true
		}
		if page.Next == "" {
			break
		}
	}
	if len(seen) != taken || page.Counts["open"] != taken {
		t.Fatalf("%d tickets taken, %d listed, counted %d", taken, len(seen), page.Counts["open"])
	}
	var all struct {
		Hits []struct{ Kind, Number string }
	}
	does(t, &all, "", in("search", subject)...)
	if len(all.Hits) == 0 || all.Hits[0].Number != number {
		t.Fatalf("search for %q found %+v, want %s first", subject, all.Hits, number)
	}

	does(t, nil, "Contraseña interna: XYZZY-INTERNA", in("note", number, "--text", "-", "--internal")...)
	does(t, nil, "Se reinició el servicio. Sigue fallando.", in("note", number, "--text", "-", "--public", "--kind", "troubleshooting_step", "--minutes", "5")...)
	picture := filepath.Join(t.TempDir(), "captura ñ.png")
	drawPicture(t, picture)
	does(t, nil, "", in("attach", number, picture)...)
	does(t, nil, "", in("set", number, "environment", "Windows 11, VPN")...)

	stack := mailstack.Start(t)
	ca := filepath.Join(stack.Dir, "cert.pem")
	for _, s := range [][2]string{{"mail.host", "localhost"}, {"mail.port", fmt.Sprint(stack.SMTPPort)}, {"mail.security", "starttls"},
		{"mail.user", "desk1@test"}, {"mail.from", "desk1@test"}, {"mail.ca", ca}, {"mail.password", "secret-desk1"}} {
		does(t, nil, "", in("settings", "set", s[0], s[1])...)
	}
	does(t, nil, "", in("settings", "test")...)
	var escalation struct{ State, Token string }
	does(t, &escalation, "¿Es un fallo conocido?", in("escalate", number, "--to", "second@test", "--mode", "transfer", "--question", "-", "--file", "captura ñ.png")...)
	if escalation.State != "queued" {
		t.Fatalf("escalation %+v", escalation)
	}
	var sent struct{ Sent, Waiting int }
	does(t, &sent, "", in("outbox", "send")...)
	if sent.Sent != 1 || sent.Waiting != 0 {
		t.Fatalf("sent %+v", sent)
	}
	var k shownTicket
	does(t, &k, "", in("show", number)...)
	if k.Status != "pending_vendor" || len(k.Escalations) != 1 || k.Escalations[0].State != "sent" {
		t.Fatalf("after sending: %+v", k)
	}
	raw := stack.Await(t, "second", 1)[0]
	message, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(message.Header.Get("Subject"), escalation.Token) || strings.Contains(string(raw), "XYZZY") {
		t.Fatalf("delivered subject %q, or the internal note left the house", message.Header.Get("Subject"))
	}

	does(t, nil, "", in("set", number, "status", "in_progress")...)
	does(t, nil, "Se renovó el certificado de la VPN.", in("resolve", number, "--code", "solved_third_party", "--text", "-")...)
	pdf := filepath.Join(t.TempDir(), "informe.pdf")
	does(t, nil, "", in("report", number, "-o", pdf, "--lang", "es")...)
	again := filepath.Join(t.TempDir(), "otra.pdf")
	does(t, nil, "", in("report", number, "-o", again, "--lang", "es")...)
	if a, b := read(t, pdf), read(t, again); !bytes.Equal(a, b) {
		t.Fatal("the same ticket gave two different reports")
	}
	text := pdfText(t, pdf)
	for _, want := range []string{number, "Se renovó el certificado de la VPN.", "¿Es un fallo conocido?", "captura ñ.png"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report lacks %q", want)
		}
	}
	if strings.Contains(text, "XYZZY") {
		t.Error("the internal note is in the report")
	}
	does(t, nil, "", in("check")...)
}

type asked struct {
	Q   string
	Rel []json.RawMessage
}

func firstQuestion(t *testing.T, path string) asked {
	t.Helper()
	line, _, _ := bytes.Cut(read(t, path), []byte("\n"))
	var q asked
	if err := json.Unmarshal(line, &q); err != nil {
		t.Fatal(err)
	}
	return q
}

func anyRef(hits []struct{ ID, Ref, Title string }, rel []json.RawMessage) bool {
	for _, h := range hits {
		for _, r := range rel {
			if strings.Trim(string(r), `"`) == h.Ref {
				return true
			}
		}
	}
	return false
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func drawPicture(t *testing.T, path string) {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, 320, 200))
	for x := range 320 {
		for y := range 200 {
			m.Set(x, y, color.RGBA{uint8(x), uint8(y), 120, 255})
		}
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, m); err != nil {
		t.Fatal(err)
	}
}

func pdfText(t *testing.T, path string) string {
	t.Helper()
	out, err := exec.Command("pdftotext", "-layout", path, "-").Output()
	if err != nil {
		t.Skip("pdftotext is not here")
	}
	return string(out)
}
