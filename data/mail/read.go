package mail

import (
	"bytes"
	"slices"
	"strings"
	"time"
)

// The most that is read in one message. What exceeds it is kept as an attachment, never
// dropped.
const (
	deepest   = 30   // levels of parts within parts
	mostParts = 2000 // parts in all
)

// reader holds what is found while a message is read.
type reader struct {
	parts   int
	texts   int
	rtf     string // the text of a winmail.dat as it repeats it in RTF; with marks
	repairs []string
	files   []Attachment
}

// Read reads a message as well as it can be read. It never fails: of the worst input comes
// one text and a note of what was wrong. Time and memory grow in proportion to the size of
// the input. arrived is when the mail came in: no date is later, and a mail without a date
// gets it.
func Read(raw []byte, arrived time.Time) Message {
	r := &reader{repairs: []string{}, files: []Attachment{}}
	raw = r.lineEnds(raw)
	h, body := r.header(raw)
	m := Message{
		Header:     h,
		Subject:    h.Get("Subject"),
		From:       r.writer(h),
		ReplyTo:    addresses(h, "Reply-To"),
		To:         addresses(h, "To"),
		CC:         addresses(h, "Cc"),
		Date:       r.date(h, arrived),
		MessageID:  first(ids(h.Get("Message-ID"))),
		InReplyTo:  ids(strings.Join(h.All("In-Reply-To"), " ")),
		References: ids(strings.Join(h.All("References"), " ")),
	}
	blocks := r.walk(h, body, "text/plain", 0)
	text, html := join(blocks)
	if strings.TrimSpace(text) == "" {
		text = r.rtf
	}
	m.NewText, m.Quoted = trim(text)
	m.Text, m.HTML = strings.Trim(unmarked(text), "\n"), unmarked(html)
	m.Attachments = r.files
	m.Bounce = bounceOf(m)
	m.Kind = kindOf(m)
	m.Language = language(m.NewText)
	m.Repairs = r.repairs
	return m
}

// repair notes what was mended, once.
func (r *reader) repair(name string) {
	if !slices.Contains(r.repairs, name) {
		r.repairs = append(r.repairs, name)
	}
}

// lineEnds turns bare carriage returns into line feeds if they are what ends the lines of
// the message.
func (r *reader) lineEnds(raw []byte) []byte {
	cr := bytes.IndexByte(raw, '\r')
	if cr < 0 || cr+1 < len(raw) && (raw[cr+1] == '\n' || raw[cr+1] == '\r') {
		return raw
	}
	if lf := bytes.IndexByte(raw, '\n'); lf >= 0 && lf < cr {
		return raw
	}
	r.repair("bare_cr")
	return bytes.ReplaceAll(bytes.ReplaceAll(raw, []byte("\r\n"), []byte("\n")), []byte("\r"), []byte("\n"))
}

// ids are the message ids in a header, without their angle brackets.
func ids(value string) []string {
	const most = 500
	found := []string{}
	for value != "" && len(found) < most {
		open := strings.IndexByte(value, '<')
		if open < 0 {
			break
		}
		end := strings.IndexByte(value[open:], '>')
		if end < 0 {
			break
		}
		if id := strings.Join(strings.Fields(value[open+1:open+end]), ""); id != "" {
			found = append(found, id)
		}
		value = value[open+end+1:]
	}
	if len(found) == 0 && strings.Contains(value, "@") {
		for _, id := range strings.Fields(value) {
			if strings.Contains(id, "@") && len(found) < most {
				found = append(found, strings.Trim(id, "<>,;"))
			}
		}
	}
	return found
}

// first is the first of several values; "" if there are none.
func first(values []string) string {
	if len(values) == 0 {
		return ""
	}
	return values[0]
}
