package outbox

import (
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// columns are those of the list of mails.
func columns(p *words.Printer) []ui.Column {
	return []ui.Column{
		{ID: "number", Title: p.Say("word.ticket"), Width: 88},
		{ID: "to", Title: p.Field("to"), Width: 150, Weight: 1},
		{ID: "subject", Title: p.Field("subject"), Width: 150, Weight: 1.2},
		{ID: "state", Title: p.Field("state"), Width: 150},
		{ID: "tries", Title: p.Field("tries"), Width: 74, Align: fyne.TextAlignTrailing, Spare: 2},
		{ID: "when", Title: p.Say("outbox.when"), Width: 168},
		{ID: "size", Title: p.Field("size"), Width: 64, Align: fyne.TextAlignTrailing, Spare: 1},
	}
}

// Len counts the mails.
func (o *Outbox) Len() int { return len(o.letters) }

// Row is a mail on one line.
func (o *Outbox) Row(i int) ([]ui.Cell, bool) {
	p, l := o.seat.Words, o.letters[i]
	tries := ""
	if l.Tries > 0 {
		tries = p.Number(l.Tries)
	}
	return []ui.Cell{{Text: l.Number, Muted: true}, {Text: recipients(l)}, {Text: letter.Subject(l.Subject)},
		{Text: p.Choice("letter_state", string(l.State)), Color: letter.StateColor(l.State), Badge: true}, {Text: tries}, {Text: o.when(l), Muted: true}, {Text: p.Size(l.Size), Muted: true}}, true
}

// when is the moment that matters about a mail: when it left, when it is tried
// next, or when it was queued.
func (o *Outbox) when(l data.Letter) string {
	p, now := o.seat.Words, o.seat.Desk.Now()
	switch {
	case l.State.Left():
		return p.Say("outbox.when.sent", "at", p.Brief(l.SentAt, now))
	case l.State.Waiting() && l.NextAt.After(now):
		return p.Say("outbox.when.next", "at", p.Brief(l.NextAt, now))
	}
	return p.Say("outbox.when.queued", "at", p.Brief(l.QueuedAt, now))
}

func recipients(l data.Letter) string { return strings.Join(l.To, ", ") }

// fares says in a sentence or two how a mail fares, and why.
func fares(p *words.Printer, l data.Letter) string {
	text := p.Say("outbox.about", "number", l.Number, "to", recipients(l), "state", p.Choice("letter_state", string(l.State)))
	return strings.TrimSpace(text + " " + l.Reason)
}

// times says when a mail was queued, sent, or is tried next, and how often it was
// tried.
func times(p *words.Printer, l data.Letter) string {
	text := p.Say("outbox.queued_at", "queued", l.QueuedAt)
	switch {
	case l.State.Left():
		text = p.Say("outbox.sent_at", "queued", l.QueuedAt, "sent", l.SentAt)
	case l.State.Waiting() && !l.NextAt.IsZero():
		text = p.Say("outbox.next_at", "queued", l.QueuedAt, "next", l.NextAt)
	}
	if l.Tries > 0 {
		text += " " + p.Count("outbox.tries", l.Tries)
	}
	return text
}
