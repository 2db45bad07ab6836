package escalation

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data/desk"
)

// previewPause is how long typing rests before the mail is written anew: a
// report takes some hundredths of a second.
const previewPause = 300 * time.Millisecond

// preview shows exactly what will be sent.
type preview struct {
	room    *Composer
	mail    *letter.View
	state   *ui.Text
	pdf     *ui.Button
	content fyne.CanvasObject
	shown   desk.EscalationPreview
	pause   *time.Timer
	slot    ui.Slot
}

func newPreview(c *Composer) *preview {
	p := &preview{room: c, mail: letter.New(c.seat.Words), state: ui.NewCaption("")}
	p.pdf = ui.NewButton(c.say("action.escalation.pdf"), nil, p.openReport)
	p.content = ui.Padded(ui.Border(ui.Section(c.say("escalation.preview"), container.NewVBox(), p.state, p.pdf), nil, nil, nil, p.mail.Content))
	p.clear()
	return p
}

// clear shows that there is nothing yet.
func (p *preview) clear() {
	p.stop()
	p.shown = desk.EscalationPreview{}
	p.mail.Clear()
	p.tell("")
	p.pdf.Disable()
}

// tell says in the title line what is being done.
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

// later refreshes when typing rests.
func (p *preview) later() {
	if p.pause != nil {
		p.pause.Stop()
	}
	p.pause = time.AfterFunc(previewPause, func() { p.room.seat.Do(p.refresh) })
}

// refresh has the mail written anew, off the UI goroutine.
func (p *preview) refresh() {
	c := p.room
	p.stop()
	if !c.shown || c.now.Ticket.ID == "" {
		return
	}
	r, err := c.request()
	if err == nil && (r.To == "" || strings.TrimSpace(r.Question) == "") {
		p.wait(c.say("escalation.preview.wants"), ui.Muted)
		return
	}
	if err != nil {
		p.wait(c.seat.Words.Error(err), ui.Danger)
		return
	}
	p.tell(c.say("word.working"))
	ui.Try(c.seat, &p.slot, func(ctx context.Context) (desk.EscalationPreview, error) {
		return c.seat.Desk.PreviewEscalation(ctx, r)
	}, func(mail desk.EscalationPreview, err error) {
		if err != nil {
			p.wait(c.seat.Words.Error(err), ui.Danger)
			return
		}
		p.show(mail, r)
	})
}

// wait says why there is no mail to show; the one shown last is another one and
// goes.
func (p *preview) wait(why string, color fyne.ThemeColorName) {
	p.clear()
	p.mail.Say(why, color)
}

func (p *preview) show(mail desk.EscalationPreview, r desk.EscalationRequest) {
	c := p.room
	p.shown = mail
	from := c.say("escalation.preview.nobody")
	if mail.From != "" {
		from = full(c.seat.Desk.Settings().Mail.FromName, mail.From)
	}
	w := c.seat.Words
	p.mail.Show(letter.Mail{Head: []letter.Line{{Name: w.Field("from"), Value: from}, {Name: w.Field("to"), Value: full(r.ToName, mail.To)}, {Name: w.Field("subject"), Value: mail.Subject}},
		Text: mail.Text, Parts: mail.Parts, Size: int64(len(mail.EML))})
	p.tell("")
	p.pdf.Enable()
}

// full is an address with the name beside it.
func full(name, address string) string {
	if name == "" {
		return address
	}
	return name + " <" + address + ">"
}

// focus goes to the text, to read it by the keyboard.
func (p *preview) focus() { p.room.focus(p.mail.Scroll) }

// openReport shows the PDF that goes along.
func (p *preview) openReport() {
	if len(p.shown.Report) == 0 {
		p.room.seat.Notify(p.room.say("escalation.preview.wants"))
		return
	}
	openPDF(p.room.seat, p.shown.Parts[0].Name, p.shown.Report)
}
