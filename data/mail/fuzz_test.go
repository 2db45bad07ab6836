package mail

import (
	"os"
	"strings"
	"testing"
)

// Fuzzing is left to itself with -fuzzminimizetime 10x: by default every input
// that finds something new is made smaller for a minute, and nothing else happens
// (measured: 3,000 tries in ten minutes).

// seeds gives a fuzz target what others test with, where it is.
func seeds(f *testing.F, sets ...string) {
	if _, err := os.Stat(corpus); err != nil {
		return
	}
	const most = 20 << 10 // larger ones only slow the search down
	for _, path := range corpusMails(f, sets...) {
		if raw := readFile(f, path); len(raw) < most {
			f.Add(raw)
		}
	}
}

// FuzzRead: whatever the bytes, what comes out is sound, the same every time,
// and not much larger than what went in.
func FuzzRead(f *testing.F) {
	for _, d := range defects {
		f.Add(d.raw)
	}
	f.Add(outlook(`{\rtf1\ansi Hello \u8364?{\*\htmltag64 <p>}\'e4}`))
	seeds(f, "zammad", "stalwart", "mime4j_test", "enmime", "chatmail")
	f.Fuzz(func(t *testing.T, raw []byte) {
		m := Read(raw, arrived)
		sound(t, "fuzz", raw, m)
		if again := Read(raw, arrived); again.Text != m.Text || again.NewText != m.NewText || len(again.Attachments) != len(m.Attachments) || again.Kind != m.Kind {
			t.Error("read differently the second time")
		}
		const times, least = 4, 1000
		if len(m.Text) > times*len(raw)+least {
			t.Errorf("%d bytes made a text of %d", len(raw), len(m.Text))
		}
	})
}

// FuzzBounce: whatever a mail server may have written, it is read without harm.
func FuzzBounce(f *testing.F) {
	f.Add([]byte("Final-Recipient: rfc822; ana@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 no\n"), "<ana@example.org>:\nRemote host said: 550 User unknown\n--- Below this line is a copy of the message.\n\nMessage-ID: <1@example.com>\n")
	seedBounces(f)
	f.Fuzz(func(t *testing.T, status []byte, text string) {
		if len(status)+len(text) > mostOfBounce {
			t.Skip("others find as much, sooner")
		}
		m := Read([]byte("Return-Path: <>\nSubject: failure notice\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"=b=\"\n\n--=b=\n\n"+text+"\n--=b=\nContent-Type: message/delivery-status\n\n"+string(status)), arrived)
		sound(t, "fuzz", status, m)
		if b, _ := readStatus(status); b != nil && m.Bounce == nil && !strings.Contains(string(status), "=b=") && !strings.Contains(text, "=b=") {
			_, action := readStatus(status)
			if action == "failed" {
				t.Errorf("a failure is not told: %+v", *b)
			}
		}
		if m.Bounce != nil && m.Bounce.Status != "" && statusOf(m.Bounce.Status) != m.Bounce.Status {
			t.Errorf("status %q", m.Bounce.Status)
		}
	})
}

// mostOfBounce is how large a bounce may be from which others are made, in bytes.
const mostOfBounce = 3000

// seedBounces gives the status parts and texts of others' bounces.
func seedBounces(f *testing.F) {
	if _, err := os.Stat(corpus); err != nil {
		return
	}
	for i, path := range corpusMails(f, "sisimai") {
		if i%5 != 0 {
			continue
		}
		m := Read(readFile(f, path), arrived)
		for _, a := range m.Attachments {
			if a.Type == "message/delivery-status" && len(a.Content)+len(m.Text) <= mostOfBounce {
				f.Add(a.Content, m.Text)
			}
		}
	}
}

// FuzzTrim: every line of a text is new or is not, and nothing is made up.
func FuzzTrim(f *testing.F) {
	f.Add("Danke!\n\nOn 26 Nov 2026, Ana <ana@example.com> wrote:\n> Läuft er?\n\n-- \nMax")
	f.Add("```\n-- \n```\n" + historyMark + "\nFrom: a\nSent: b\nTo: c\n")
	if _, err := os.Stat(corpus); err == nil {
		for _, path := range corpusMails(f, "trimmer", "crisp", "ghreply", "talon") {
			f.Add(string(readFile(f, path)))
		}
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = plainText(text)
		fresh, quoted := trim(text)
		letters := func(s string) int { return len(strings.Join(strings.Fields(unmarked(s)), "")) }
		if got, want := letters(fresh)+letters(quoted), letters(text); got != want {
			t.Errorf("%d letters of %d: %q and %q", got, want, fresh, quoted)
		}
	})
}
