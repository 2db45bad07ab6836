package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestMailRead(t *testing.T) {
	const raw = "From: Ana Ruiz <ana@example.org>\r\nTo: desk@example.com\r\nSubject: =?utf-8?q?Impresora_ca=C3=ADda?=\r\nMessage-ID: <1@example.org>\r\nIn-Reply-To: <0@example.com>\r\n" +
		"Date: Thu, 26 Nov 2015 09:00:00 +0100\r\n\r\nSigue igual.\r\n\r\nOn 25 Nov 2015, Desk <desk@example.com> wrote:\r\n> Apague y encienda.\r\n"
	path := filepath.Join(t.TempDir(), "a.eml")
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	var m struct {
		Subject     string
		From        []struct{ Name, Address string }
		Date        string
		MessageID   string   `json:"message_id"`
		InReplyTo   []string `json:"in_reply_to"`
		Kind        string
		Text        string
		NewText     string `json:"new_text"`
		Attachments []any
		Bounce      any
		Repairs     []string
	}
	for _, from := range []struct{ stdin, argument string }{{"", path}, {raw, "-"}} {
		does(t, &m, from.stdin, "mail", "read", from.argument)
		if m.Subject != "Impresora caída" || len(m.From) != 1 || m.From[0].Address != "ana@example.org" || m.Date != "2015-11-26T08:00:00Z" || m.MessageID != "1@example.org" ||
			len(m.InReplyTo) != 1 || m.Kind != "message" || m.NewText != "Sigue igual." || !strings.Contains(m.Text, "Apague") || m.Attachments == nil || m.Bounce != nil || m.Repairs == nil {
			t.Errorf("%q: %+v", from.argument, m)
		}
	}
}
