package mail

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"firstline/data/words"
)

// arrived is when the mails of these tests came.
var arrived = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

// crlf writes a message as it goes over the wire.
func crlf(lines ...string) []byte { return []byte(strings.Join(lines, "\r\n")) }

func TestReadOwnLetter(t *testing.T) {
	l := plainLetter()
	m := Read(write(t, l), arrived)
	if m.Subject != l.Subject || len(m.From) != 1 || m.From[0] != (Address{l.FromName, l.From}) || m.Kind != Person || !m.Date.Equal(l.Date) {
		t.Errorf("read %+v", m)
	}
	if strings.TrimSpace(m.Text) != strings.TrimSpace(l.Text) {
		t.Errorf("text %q, written %q", m.Text, l.Text)
	}
	if len(m.Repairs) > 0 {
		t.Errorf("repairs %v", m.Repairs)
	}
}

// What was mended is told in words.
func TestRepairsHaveWords(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	call := regexp.MustCompile(`\.repair\("(\w+)"\)`)
	found := map[string]bool{}
	for _, file := range files {
		for _, match := range call.FindAllStringSubmatch(string(readFile(t, file)), -1) {
			found[match[1]] = true
		}
	}
	if len(found) < 10 {
		t.Fatalf("only %d repairs found", len(found))
	}
	for _, lang := range words.Languages() {
		for repair := range found {
			if !words.For(lang).Has("mail.repair." + repair) {
				t.Errorf("%s: no words for %s", lang, repair)
			}
		}
		for _, kind := range []Kind{Person, AutoReply, Bounced, List} {
			if !words.For(lang).Has("mail.kind." + string(kind)) {
				t.Errorf("%s: no words for %s", lang, kind)
			}
		}
	}
}

func TestLanguage(t *testing.T) {
	for want, text := range map[string]string{
		"en": "The printer does not work and I need it for the meeting.",
		"es": "La impresora no funciona y la necesito para una reunión, gracias.",
		"de": "Der Drucker geht nicht und ich brauche ihn für eine Besprechung.",
		"fr": "Bonjour, l'imprimante ne marche pas et nous avons une réunion.",
		"pt": "Olá, a impressora não funciona e preciso dela para uma reunião, obrigado.",
		"it": "Ciao, la stampante non funziona e mi serve per una riunione, grazie.",
		"":   "4711 0x80070005",
	} {
		if got := Read([]byte("Subject: s\nContent-Type: text/plain; charset=utf-8\n\n"+text), arrived).Language; got != want {
			t.Errorf("%q is %q", text, got)
		}
	}
}
