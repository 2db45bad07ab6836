package composer

import (
	"bytes"
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/files"
	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data/desk"
)

// previewPause is how long typing has to rest before the mail is made again, for a report
// takes some hundredths of a second.
const previewPause = 300 * time.Millisecond

// preview shows exactly what will be sent.
type preview struct {
	room    *Composer
	mail    *letter.View
	state   *ui.Text
	pdf     *ui.Button
	content fyne.CanvasObject
	shown   desk.Preview
	pause   *time.Timer
	slot    ui.Slot
}

func newPreview(c *Composer) *preview {
	p := &preview{room: c, mail: letter.New(c.seat.Words), state: ui.NewCaption("")}
	p.pdf = ui.NewButton(c.say("composer.pdf"), nil, p.openReport)
	p.pdf.Hide()
	p.content = ui.Padded(ui.Border(ui.Section(c.say("composer.preview"), container.NewVBox(), p.state, p.pdf), nil, nil, nil, p.mail.Content))
	return p
}

// clear shows that there is no mail yet.
func (p *preview) clear() {
	p.stop()
	p.shown = desk.Preview{}
	p.mail.Clear()
	p.pdf.Hide()
	p.tell("")
}

// tell says, beside the title, what is being done.
func (p *preview) tell(text string) {
	p.state.SetText(text)
	p.content.Refresh()
}

// stop ends what is under way.
func (p *preview) stop() {
	p.slot.Stop()
	if p.pause != nil {
		p.pause.Stop()
		p.pause = nil
	}
}

// later refreshes once typing rests.
func (p *preview) later() {
	if p.pause != nil {
		p.pause.Stop()
	}
	p.pause = time.AfterFunc(previewPause, func() { p.room.seat.Do(p.refresh) })
}

// refresh has the mail made again, off the UI goroutine. If there is none to show, the last one
// shown is out of date and goes.
func (p *preview) refresh() {
	c := p.room
	p.stop()
	if !c.shown || c.now.Ticket.ID == "" {
		return
	}
	s := c.sketch()
	order, err := c.kind.order(s)
	switch {
	case err != nil:
		p.clear()
		p.mail.Say(c.seat.Words.Error(err), ui.Danger)
		return
	case s.To == "" || strings.TrimSpace(s.Text) == "":
		p.clear()
		p.mail.Say(c.say(c.kind.name()+".preview.wants"), ui.Muted)
		return
	}
	p.tell(c.say("word.working"))
	ui.Try(c.seat, &p.slot, order.preview, func(mail desk.Preview, err error) {
		if err != nil {
			p.clear()
			p.mail.Say(c.seat.Words.Error(err), ui.Danger)
			return
		}
		p.show(mail)
	})
}

func (p *preview) show(mail desk.Preview) {
	w := p.room.seat.Words
	p.shown = mail
	from := full(mail.FromName, mail.From)
	if mail.From == "" {
		from = p.room.say("composer.preview.nobody")
	}
	p.mail.Show(letter.Mail{Head: []letter.Line{{Name: w.Field("from"), Value: from}, {Name: w.Field("to"), Value: full(mail.ToName, mail.To)}, {Name: w.Field("subject"), Value: mail.Subject}},
		Text: mail.Text, Parts: mail.Parts, Size: int64(len(mail.EML))})
	p.pdf.Hidden = len(mail.Report) == 0
	p.tell("")
}

// full is an address with its name before it.
func full(name, address string) string {
	if name == "" {
		return address
	}
	return name + " <" + address + ">"
}

// openReport shows the PDF that goes along, in the program the system has for it.
func (p *preview) openReport() {
	if len(p.shown.Report) == 0 {
		p.room.seat.Notify(p.room.say("escalation.preview.wants"))
		return
	}
	seat, name, pdf := p.room.seat, p.shown.Parts[0].Name, p.shown.Report
	ui.Load(seat, new(ui.Slot), func(context.Context) (string, error) { return files.Copy(name, bytes.NewReader(pdf)) }, func(path string) {
		files.Open(seat, path)
	})
}
