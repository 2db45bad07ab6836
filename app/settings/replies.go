package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// repliesPart is how customers are answered: the signature, the acknowledgement, and the
// texts that an answer can start from.
type repliesPart struct {
	*templatesPart
	answers     *ui.Form
	signature   *editor.Editor
	acknowledge *ui.Check
	both        fyne.CanvasObject
}

func newRepliesPart(r *Room) *repliesPart {
	p := &repliesPart{templatesPart: newTemplatesPart(r, replyTexts), signature: r.lines(4)}
	p.signature.Plain = true
	p.acknowledge = ui.NewCheck(r.say("settings.replies.acknowledge"), func(bool) { r.changed() })
	p.answers = ui.NewForm(r.seat.Words).
		Add("signature", r.seat.Words.Field("signature"), p.signature).
		Add("", "", ui.Flush(ui.Small(r.say("settings.replies.signature.hint")))).
		Add("acknowledge", "", p.acknowledge).
		Add("", "", ui.Flush(ui.Small(r.say("settings.replies.acknowledge.hint"))))
	p.both = container.New(page.Column{Gap: ui.Px(8)}, ui.Section(r.say("settings.replies.answers"), p.answers), p.whole)
	return p
}

func (p *repliesPart) content() fyne.CanvasObject { return p.both }
func (p *repliesPart) first() fyne.Focusable      { return p.signature }

func (p *repliesPart) show(s data.Settings) {
	p.signature.SetText(s.Signature)
	if p.acknowledge.Checked != s.Acknowledge {
		p.acknowledge.SetChecked(s.Acknowledge)
	}
	p.templatesPart.show(s)
}

func (p *repliesPart) read(s *data.Settings) {
	s.Signature, s.Acknowledge = strings.TrimSpace(p.signature.Text()), p.acknowledge.Checked
	p.templatesPart.read(s)
}
