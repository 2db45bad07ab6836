package letter

import (
	"strings"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Read is a mail with its bytes.
type Read struct {
	Raw     []byte
	Message desk.Message
}

// Of reads the bytes of a mail; it takes as long as they are many.
func Of(raw []byte) Read { return Read{raw, desk.ReadMail(raw)} }

// Whole is all of the mail, as it stands.
func (r Read) Whole(p *words.Printer) Mail {
	head := append(r.head(p), Line{p.Field("message_id"), r.Message.MessageID})
	return Mail{Head: head, Text: r.Message.Text, Parts: r.parts(), Size: int64(len(r.Raw))}
}

// New is what is new in the mail, with what it answers to unfold.
func (r Read) New(p *words.Printer) Mail {
	m := Mail{Head: r.head(p), Text: r.Message.Text, Parts: r.parts(), Size: int64(len(r.Raw))}
	if strings.TrimSpace(r.Message.NewText) != "" {
		m.Text, m.Quoted = r.Message.NewText, r.Message.Quoted
	}
	return m
}

// Source is the mail as it came, byte for byte as far as it is text.
func (r Read) Source() Mail {
	raw := r.Raw[:min(len(r.Raw), 2*mostText)]
	return Mail{Text: strings.ReplaceAll(strings.ToValidUTF8(string(raw), "�"), "\r\n", "\n"), Size: int64(len(r.Raw))}
}

func (r Read) head(p *words.Printer) []Line {
	m := r.Message
	head := []Line{{p.Field("from"), addresses(m.From)}}
	if len(m.To) > 0 {
		head = append(head, Line{p.Field("to"), addresses(m.To)})
	}
	if len(m.CC) > 0 {
		head = append(head, Line{p.Field("cc"), addresses(m.CC)})
	}
	head = append(head, Line{p.Field("subject"), m.Subject})
	if !m.Date.IsZero() {
		head = append(head, Line{p.Say("outbox.date"), p.DateTime(m.Date)})
	}
	return head
}

func addresses[A interface{ String() string }](list []A) string {
	var all []string
	for _, a := range list {
		all = append(all, a.String())
	}
	return strings.Join(all, ", ")
}

func (r Read) parts() []data.Attachment {
	var list []data.Attachment
	for _, a := range r.Message.Attachments {
		list = append(list, data.Attachment{Name: a.Name, Type: a.Type, Size: a.Size, SHA256: a.SHA256})
	}
	return list
}
