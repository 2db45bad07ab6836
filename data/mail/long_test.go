package mail

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// A text is cut where it is too long, and never within a letter: half a letter would
// make all the rest look like another charset.
func TestALongTextIsCutBetweenLetters(t *testing.T) {
	for name, head := range map[string]string{
		"no charset named": "Subject: long\n",
		"UTF-8":            "Content-Type: text/plain; charset=utf-8\n",
	} {
		for shift := range 2 {
			body := strings.Repeat("x", shift) + strings.Repeat("ñ", longestText)
			m := Read([]byte(head+"\n"+body), time.Time{})
			if strings.Trim(m.Text, "xñ") != "" || len(m.Text) < longestText-utf8.UTFMax {
				t.Errorf("%s: %d bytes, %.20q to %.20q", name, len(m.Text), m.Text, m.Text[len(m.Text)-20:])
			}
			if slices.Contains(m.Repairs, "charset") || !slices.Contains(m.Repairs, "text_long") {
				t.Errorf("%s: repairs %v", name, m.Repairs)
			}
		}
	}
	subject := strings.Repeat("ñ", longestLine)
	for shift := range 2 {
		m := Read([]byte("Subject: "+strings.Repeat("x", shift)+subject+"\n\nhello"), time.Time{})
		if strings.Trim(m.Subject, "xñ") != "" || m.Subject == "" {
			t.Errorf("the subject is %.20q to %.20q", m.Subject, m.Subject[len(m.Subject)-20:])
		}
	}
}
