package ticket

import (
	"slices"
	"strings"

	"firstline/app/editor"
	"firstline/data"
)

// write makes an editor that knows the ticket: its pictures are shown, links to
// its files open them, a picture in the clipboard and a long text become files
// of it, and text blocks are filled in with what is known of the case.
func (r *Room) write(rows int) *editor.Editor {
	e := editor.New(r.seat, "", rows)
	e.Sources = append(e.Sources, editor.Blocks(func() []data.Template { return editor.Templates(r.seat) }, r.filled))
	e.Picture = func(name string) (string, bool) {
		a, ok := r.attachment(name)
		return r.seat.Desk.AttachmentPath(a), ok && a.IsPicture()
	}
	follow := e.Open
	e.Open = func(target string) {
		name, file := strings.CutPrefix(target, data.AttachmentTarget+":")
		if a, ok := r.attachment(name); file && ok {
			r.open(a)
			return
		}
		follow(target)
	}
	e.OnPaste = func(text string) bool {
		if text == "" {
			r.pasteInto(e)
		}
		return text == ""
	}
	e.OnAttach = func(text string) { r.attachText(text, e) }
	return e
}

// attachment is the newest file of the ticket by a name.
func (r *Room) attachment(name string) (data.Attachment, bool) {
	for _, a := range slices.Backward(r.now.Attachments) {
		if a.Name == name {
			return a, true
		}
	}
	return data.Attachment{}, false
}

// filled is a text block with what is known of the case in place of the names in
// braces.
func (r *Room) filled(text string) string {
	p, t := r.seat.Words, r.now.Ticket
	return editor.Fill(p, text, map[string]string{"number": t.Number, "subject": t.Subject, "caller": r.now.Requester.Name,
		"organization": r.now.Requester.Organization, "operator": r.seat.Desk.Settings().Operator, "today": p.Date(r.seat.Desk.Now())})
}
