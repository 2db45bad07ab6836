package settings

import (
	"errors"
	"fmt"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// recipientsPart is who second line is: a row for each, with name and address, and always an
// empty row for the next.
type recipientsPart struct {
	room  *Room
	form  *ui.Form
	rows  []recipientRow
	box   *fyne.Container // holds the form, which is made anew when a row is removed
	whole fyne.CanvasObject
}

type recipientRow struct {
	name, address *ui.Entry
	remove        *ui.Button
}

func (w recipientRow) empty() bool { return w.name.Text == "" && w.address.Text == "" }

func newRecipientsPart(r *Room) *recipientsPart {
	p := &recipientsPart{room: r, box: container.NewStack()}
	p.whole = ui.Section(r.say("settings.part.recipients"),
		container.New(page.Column{Gap: ui.Px(8)}, ui.Flush(ui.Paragraph(r.say("settings.recipients.text"))), p.box))
	p.show(data.Settings{})
	return p
}

func (p *recipientsPart) name() string               { return "recipients" }
func (p *recipientsPart) content() fyne.CanvasObject { return p.whole }
func (p *recipientsPart) first() fyne.Focusable      { return p.rows[0].name }

func (p *recipientsPart) show(s data.Settings) {
	var now data.Settings
	if p.read(&now); p.form != nil && same(now, data.Settings{SecondLine: s.SecondLine}) {
		return // so that the cursor stays where it is
	}
	p.rows = nil
	for _, to := range s.SecondLine {
		p.add(to)
	}
	p.draw()
}

func (p *recipientsPart) read(s *data.Settings) {
	s.SecondLine = nil
	for _, w := range p.rows {
		if !w.empty() {
			s.SecondLine = append(s.SecondLine, data.Recipient{Name: strings.TrimSpace(w.name.Text), Address: strings.TrimSpace(w.address.Text)})
		}
	}
}

// add makes a row, which place then puts into the form.
func (p *recipientsPart) add(to data.Recipient) {
	r := p.room
	w := recipientRow{name: r.entry(), address: r.entry()}
	w.name.Text, w.address.Text = to.Name, to.Address
	w.remove = ui.NewQuiet(r.say("word.remove"), nil, func() { p.drop(w) })
	for _, e := range []*ui.Entry{w.name, w.address} {
		e.OnChanged = func(string) {
			w.remove.Hidden = w.empty()
			w.remove.Refresh()
			p.grow()
			r.changed()
		}
	}
	w.remove.Hidden = w.empty()
	p.rows = append(p.rows, w)
}

// grow keeps an empty row at the end.
func (p *recipientsPart) grow() {
	if n := len(p.rows); n == 0 || !p.rows[n-1].empty() {
		p.add(data.Recipient{})
		p.place(len(p.rows) - 1)
	}
}

// draw makes the form anew.
func (p *recipientsPart) draw() {
	p.form = ui.NewForm(p.room.seat.Words)
	for i := range p.rows {
		p.place(i)
	}
	p.grow()
	p.box.Objects = []fyne.CanvasObject{p.form}
	p.box.Refresh()
}

// place puts a row into the form.
func (p *recipientsPart) place(i int) {
	w := p.rows[i]
	p.form.Add("", p.room.seat.Words.Field("name"), w.name).
		Beside(addressField(i), p.room.seat.Words.Field("address"), ui.Border(nil, nil, nil, w.remove, w.address))
}

func addressField(i int) string { return fmt.Sprintf("second_line_%d", i) }

func (p *recipientsPart) drop(gone recipientRow) {
	at := 0
	for i, w := range p.rows {
		if w.name == gone.name {
			p.rows = append(p.rows[:i:i], p.rows[i+1:]...)
			at = i
			break
		}
	}
	p.draw()
	p.room.focus(p.rows[min(at, len(p.rows)-1)].name)
	p.room.changed()
}

// fault shows an error at the row whose address is wrong.
func (p *recipientsPart) fault(err error) bool {
	p.form.ClearErrors()
	var problem *data.Problem
	if err == nil || !errors.As(err, &problem) || problem.Field != "second_line" {
		return err == nil
	}
	for i, w := range p.rows {
		if !w.empty() && data.CheckAddress("second_line", strings.TrimSpace(w.address.Text)) != nil {
			p.form.SetError(addressField(i), p.room.seat.Words.Error(err))
			p.room.focus(w.address)
			return true
		}
	}
	return false
}
