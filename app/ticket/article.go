package ticket

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// articleView shows one article where the list was.
type articleView struct {
	room    *Room
	content *fyne.Container
	title   *fyne.Container
	badges  *fyne.Container
	text    *column
	solved  *ui.Button
	tried   *ui.Button
	unlink  *ui.Button
	copy    *ui.Button
	now     data.Article
}

func newArticleView(r *Room, back func()) *articleView {
	v := &articleView{room: r, title: container.NewStack(), badges: container.NewHBox(), text: newColumn(r.say("word.article"))}
	v.text.OnEscape = back
	v.solved = ui.NewButton(r.say("ticket.kb.link.solved"), theme.ConfirmIcon(), func() { v.link(true) }).Hinting(r.say("ticket.kb.link.solved.hint"))
	v.tried = ui.NewButton(r.say("ticket.kb.link.tried"), nil, func() { v.link(false) }).Hinting(r.say("ticket.kb.link.tried.hint"))
	v.unlink = ui.NewQuiet(r.say("ticket.kb.unlink"), nil, v.takeOff)
	v.copy = ui.NewButton(r.say("ticket.kb.copy"), theme.ContentCopyIcon(), func() { r.useAnswer(v.now) }).Hinting(r.say("ticket.kb.copy.hint"))
	open := ui.NewQuiet(r.say("ticket.kb.open"), nil, func() { r.seat.Go.Article(v.now.ID, r.id) })
	close := ui.NewQuiet(r.say("word.back"), theme.NavigateBackIcon(), back)
	buttons := ui.Pile(4,
		container.NewGridWithColumns(2, v.solved, v.tried), v.copy, container.NewHBox(open, v.unlink))
	v.content = ui.Border(ui.Pile(2, container.NewHBox(close), v.title, v.badges),
		ui.Air(4, 0, 0, 0, buttons), nil, nil, v.text)
	return v
}

func (v *articleView) set(a data.Article) {
	p := v.room.seat.Words
	v.now = a
	title := ui.Paragraph(a.Title)
	title.Style.Bold = true
	v.title.Objects = []fyne.CanvasObject{title}
	v.badges.Objects = []fyne.CanvasObject{ui.NewBadge(p.Choice("confidence", string(a.Confidence)), confidenceInk(a.Confidence)),
		ui.NewBadge(p.Choice("audience", string(a.Audience)), audienceInk(a.Audience))}
	if a.Stale(v.room.seat.Desk.Now()) {
		v.badges.Add(ui.NewBadge(p.Say("ticket.kb.stale"), ui.Warning))
	}
	var rows []*row
	for _, part := range []struct{ field, text string }{{"resolution", a.Resolution}, {"issue", a.Issue}, {"environment", a.Environment}, {"cause", a.Cause}, {"flag", a.Flag}} {
		if strings.TrimSpace(part.text) == "" {
			continue
		}
		head := ui.NewCaption(p.Field(part.field))
		head.Bold = true
		r := newRow(p.Field(part.field)+", "+part.text, ui.Air(3, 0, 5, 4,
			container.New(&stack{}, ui.Air(0, 0, 5, 0, head), ui.Air(-4, 0, 0, 0, ui.Markdown(part.text)))))
		r.Open = func() { v.room.copyText(part.text) }
		rows = append(rows, r)
	}
	v.text.cursor = nil
	v.text.SetRows(rows)
	v.text.scrollTo(0)
	enable(v.copy, strings.TrimSpace(a.Resolution) != "")
	v.show(v.room.now)
	v.content.Refresh()
}

// show marks how the article is linked to the ticket.
func (v *articleView) show(now known) {
	linked, helped, told := false, false, false
	for _, use := range now.Articles {
		if use.Article.ID == v.now.ID {
			linked, helped, told = true, use.Helped, !use.Open
		}
	}
	v.solved.SetOn(helped)
	v.tried.SetOn(told && !helped)
	v.unlink.Hidden = !linked
	v.unlink.Refresh()
}

func confidenceInk(c data.Confidence) fyne.ThemeColorName {
	if c == data.Validated {
		return ui.Good
	}
	return ui.Muted
}

// forCustomers says whether an article's text may be given to a customer.
func forCustomers(a data.Audience) bool { return a == "customer" || a == "public" }

func audienceInk(a data.Audience) fyne.ThemeColorName {
	if forCustomers(a) {
		return ui.Accent
	}
	return ui.InternalInk
}

func (v *articleView) link(helped bool) {
	r, a := v.room, v.now
	id, d := r.id, r.seat.Desk
	act(r, func(ctx context.Context) (bool, error) { return helped, d.LinkArticle(ctx, string(id), a.ID, helped) }, func(helped bool) {
		key := map[bool]string{true: "ticket.change.solved", false: "ticket.change.tried"}[helped]
		r.seat.Notify(r.say(key, "title", brief(a.Title, 60)))
	}, nil)
}

func (v *articleView) takeOff() {
	r, a := v.room, v.now
	id, d := r.id, r.seat.Desk
	act(r, func(ctx context.Context) (bool, error) { return true, d.UnlinkArticle(ctx, string(id), a.ID) }, func(bool) {
		r.seat.Notify(r.say("ticket.change.unlinked", "title", brief(a.Title, 60)))
	}, nil)
}

// useAnswer puts an article's resolution into the note. One that is not for
// customers goes into an internal note only.
func (r *Room) useAnswer(a data.Article) {
	put := func() {
		r.note.insert(strings.TrimSpace(a.Resolution) + "\n")
		if !forCustomers(a.Audience) {
			r.note.held = append(r.note.held, a.Title)
			r.note.changed()
		}
	}
	if r.note.internal || forCustomers(a.Audience) {
		put()
		return
	}
	var done func()
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("ticket.kb.inside.title"),
		Content: ui.Paragraph(r.say("ticket.kb.inside", "title", a.Title, "audience", r.seat.Words.Choice("audience", string(a.Audience)))),
		Confirm: r.say("ticket.kb.inside.do"), Cancel: r.say("word.cancel"), OnConfirm: func() bool {
			done() // first, or it would take the focus back from the note
			r.note.byHand = true
			r.note.setInternal(true)
			put()
			return false
		}})
}
