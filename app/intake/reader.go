package intake

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// reader shows an article beside the form, to be read to the caller. The arrows
// scroll it, Return links it, Escape goes back to the list.
type reader struct {
	seat    *ui.Seat
	advice  *advice
	article data.Article

	head   *fyne.Container
	pane   *page.Scroll
	link   *ui.Button
	object fyne.CanvasObject
}

func newReader(seat *ui.Seat, a *advice) *reader {
	p := seat.Words
	r := &reader{seat: seat, advice: a, head: container.New(page.Column{Gap: theme.Padding()}), pane: page.NewScroll(container.NewWithoutLayout())}
	r.link = ui.NewButton("", theme.ConfirmIcon(), r.toggle).Hinting(p.Say("intake.link.hint", "key", action.KeyName(p, "intake.link", "Ctrl+Shift+L")))
	back := ui.NewButton(p.Say("intake.to_list"), theme.NavigateBackIcon(), r.back).Hinting(p.Say("intake.to_list.hint"))
	whole := ui.NewQuiet(p.Say("intake.whole"), nil, func() { seat.Go.Article(r.article.ID, "") }).Hinting(p.Say("intake.whole.hint"))
	r.pane.OnEscape = r.back
	r.pane.OnEnter = r.toggle
	buttons := container.New(page.Wrap{}, r.link, back, whole)
	r.object = container.New(page.Column{Gap: theme.Padding() * 2, Fill: true}, r.head, buttons, r.pane)
	r.object.Hide()
	return r
}

// show shows an article from its beginning.
func (r *reader) show(a data.Article) {
	r.article = a
	p := r.seat.Words
	r.head.Objects = []fyne.CanvasObject{page.Title(a.Title), page.Badges(p, a, r.seat.Desk.Now())}
	r.pane.Label = a.Title
	r.pane.SetContent(ui.Padded(page.Answer(p, a)))
	r.mark()
	r.object.Show()
	r.object.Refresh()
}

// mark says on the button what it does now.
func (r *reader) mark() {
	key, icon := "intake.link", theme.ConfirmIcon()
	if r.article.ID != "" && r.article.ID == r.advice.linked.ID {
		key, icon = "intake.unlink.this", theme.CancelIcon()
	}
	r.link.Icon = icon
	r.link.SetText(r.seat.Words.Say(key))
}

// toggle links the article, or takes it off.
func (r *reader) toggle() {
	if r.article.ID == r.advice.linked.ID {
		r.advice.link(data.Article{})
		return
	}
	r.advice.link(r.article)
}

func (r *reader) back() {
	r.advice.close()
	r.seat.Window.Canvas().Focus(r.advice.articles)
}
