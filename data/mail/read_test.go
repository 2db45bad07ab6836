package mail

import (
	"strings"
	"testing"
	"time"
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
