package reply

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

// previewPause is how long typing rests before the mail is written anew.
const previewPause = 250 * time.Millisecond

// preview shows exactly what will be sent.
type preview struct {
	room    *Room
	mail    *letter.View
	content fyne.CanvasObject
	shown   desk.ReplyPreview
	pause   *time.Timer
	slot    ui.Slot
}

func newPreview(r *Room) *preview {
	p := &preview{room: r, mail: letter.New(r.seat.Words)}
	p.content = ui.Padded(ui.Border(ui.Section(r.say("reply.preview"), container.NewVBox()), nil, nil, nil, p.mail.Content))
	return p
}

// clear shows that there is nothing yet.
func (p *preview) clear() {
	p.stop()
	p.shown = desk.ReplyPreview{}
	p.mail.Clear()
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
	r := p.room
	p.stop()
	if !r.shown || r.now.Ticket.ID == "" {
		return
	}
	request := r.request()
	if strings.TrimSpace(request.Text) == "" {
		p.clear()
		p.mail.Say(r.say("reply.preview.wants"), ui.Muted)
		return
	}
	ui.Try(r.seat, &p.slot, func(ctx context.Context) (desk.ReplyPreview, error) {
		return r.seat.Desk.PreviewReply(ctx, request)
	}, func(mail desk.ReplyPreview, err error) {
		if err != nil {
			p.clear()
			p.mail.Say(r.seat.Words.Error(err), ui.Danger)
			return
		}
		p.show(mail)
	})
}

func (p *preview) show(mail desk.ReplyPreview) {
	w := p.room.seat.Words
	p.shown = mail
	from := mail.From
	if from == "" {
		from = p.room.say("reply.preview.nobody")
	} else if name := p.room.seat.Desk.Settings().Mail.FromName; name != "" {
		from = name + " <" + from + ">"
	}
	p.mail.Show(letter.Mail{Head: []letter.Line{{Name: w.Field("from"), Value: from}, {Name: w.Field("to"), Value: mail.To}, {Name: w.Field("subject"), Value: mail.Subject}},
		Text: mail.Text, Parts: mail.Parts, Size: int64(len(mail.EML))})
}
