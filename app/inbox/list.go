package inbox

import (
	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// columns are those of the list of mails.
func columns(p *words.Printer) []ui.Column {
	return []ui.Column{
		{ID: "from", Title: p.Field("from"), Width: 120, Weight: 1},
		{ID: "subject", Title: p.Field("subject"), Width: 150, Weight: 1.6},
		{ID: "place", Title: p.Say("inbox.column.place"), Width: 92},
		{ID: "at", Title: p.Say("inbox.column.at"), Width: 66, Align: fyne.TextAlignTrailing},
	}
}

// Len counts the mails.
func (b *Inbox) Len() int { return len(b.mails) }

// Row is a mail on one line.
func (b *Inbox) Row(i int) ([]ui.Cell, bool) {
	p, m := b.seat.Words, b.mails[i]
	from := m.FromName
	if from == "" {
		from = m.From
	}
	if from == "" {
		from = p.Say("inbox.nobody")
	}
	subject := m.Subject
	if subject == "" {
		subject = p.Say("inbox.no_subject")
	}
	waits := m.State.Waiting()
	place := ui.Cell{Text: m.Number, Muted: true}
	if m.Number == "" {
		place = ui.Cell{Text: p.Choice("mail_state", string(m.State)), Color: stateColor(m.State), Badge: waits}
	}
	return []ui.Cell{{Text: from, Bold: waits}, {Text: subject, Bold: waits}, place, {Text: p.Brief(m.ReceivedAt, b.seat.Desk.Now()), Muted: true}}, true
}

// stateColor is the colour of a state, beside its word.
func stateColor(s data.MailState) fyne.ThemeColorName {
	switch s {
	case data.MailTriage, data.MailStub:
		return ui.Warning
	case data.MailHeld, data.MailUnreadable:
		return ui.Danger
	}
	return ui.Muted
}
