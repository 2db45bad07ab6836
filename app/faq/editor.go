package faq

import (
	"context"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// previewPause is how long typing rests before the preview follows.
const previewPause = 250 * time.Millisecond

// Editor is where an article is written: the form on the left, what readers will
// see on the right.
type Editor struct {
	seat *ui.Seat
	page *fyne.Container

	title   *ui.Text
	notice  *notice
	form    *ui.Form
	scroll  *container.Scroll
	fields  fields
	preview *page.Scroll
	shown   *fyne.Container
	drafter *ui.Drafter

	base    data.Article // the article as the desk has it, or the beginning of a new one
	theirs  data.Article // it, as somebody else changed it meanwhile; no id: nobody did
	touched bool         // the confidence was chosen by hand
	quiet   bool         // the program fills the form in: not typing
	saving  bool

	pause            page.Pause
	loading, looking ui.Slot
	listen           func()
}

// NewEditor makes the room.
func NewEditor(seat *ui.Seat) *Editor {
	e := &Editor{seat: seat, title: ui.NewHeading(""), shown: container.NewStack(), pause: page.Pause{Do: seat.Do}}
	e.notice = newNotice(func() { e.page.Refresh() })
	e.drafter = ui.NewDrafter(seat, draftKey(data.Article{}))
	e.fields = newFields(seat, e.changed)
	e.fields.confidence.OnChanged = func(string) {
		e.touched = true
		e.changed()
	}
	e.form = e.fields.form(seat)
	e.scroll = container.NewVScroll(ui.Padded(e.form))
	e.preview = page.NewScroll(e.shown)
	e.preview.Label = seat.Words.Say("word.preview")
	e.page = e.lay()
	return e
}

func (e *Editor) lay() *fyne.Container {
	p := e.seat.Words
	save := ui.NewPrimary(p.Say("article.save"), theme.DocumentSaveIcon(), e.save)
	back := ui.NewQuiet(p.Say("article.back"), nil, func() { e.seat.Go.Back() }).Hinting(p.Say("article.back.hint"))
	discard := ui.NewQuiet(p.Say("article.discard"), nil, e.discard).Hinting(p.Say("article.discard.hint"))
	key := ui.NewCaption(action.KeyName(p, "article.save", "Ctrl+Return"))
	key.Cut = true
	foot := ui.Border(nil, nil, save, container.NewHBox(back, discard), key)
	left := ui.Border(nil, ui.Padded(foot), nil, nil, e.scroll)
	signs := ui.NewCaption(p.Say("article.markdown"))
	signs.Cut = true
	right := ui.Section(p.Say("word.preview"), ui.Border(nil, signs, nil, nil, e.preview))
	panes := ui.Split(left, ui.Padded(right), 0.56)
	panes.Least, panes.Right = 600, true // who has large text writes without the preview
	return ui.Border(ui.Tinted(ui.Rail, ui.Padded(container.NewVBox(e.title, e.notice.object))), nil, nil, nil, panes)
}

// Name is the room's key.
func (e *Editor) Name() string { return "article" }

// Content is the page.
func (e *Editor) Content() fyne.CanvasObject { return e.page }

// Edit opens an article, or begins one (without an id). What was typed and not
// saved is there again.
func (e *Editor) Edit(a data.Article) {
	e.drafter.Flush()
	if a.ID == "" {
		a = e.usual(a)
	}
	e.drafter = ui.NewDrafter(e.seat, draftKey(a))
	e.show(a)
	e.notice.hide()
	e.form.ClearErrors()
	e.scroll.ScrollToTop()
	e.focus()
	e.restore(a)
}

// usual gives a new article what most have.
func (e *Editor) usual(a data.Article) data.Article {
	if a.Audience == "" {
		a.Audience = "internal"
	}
	if a.Governance == "" {
		a.Governance = "experience"
	}
	if a.Owner == "" {
		a.Owner = e.seat.Desk.Settings().Operator
	}
	if a.Confidence == "" {
		a.Confidence = confidenceOf(a)
	}
	return a
}

// confidenceOf is what a new article may be trusted: KCS calls one without an
// answer work in progress.
func confidenceOf(a data.Article) data.Confidence {
	if strings.TrimSpace(a.Resolution) == "" {
		return data.WorkInProgress
	}
	return data.NotValidated
}

// show puts an article into the form, as the one that changes are measured by.
func (e *Editor) show(a data.Article) {
	e.base, e.theirs, e.touched = a, data.Article{}, a.ID != ""
	e.fill(a, "")
	key := "article.title.edit"
	if a.ID == "" {
		key = "article.title.new"
	}
	e.title.SetText(e.seat.Words.Say(key))
}

// fill puts values into the form without that counting as typing; review is what
// was typed as the date of review, if that was no date.
func (e *Editor) fill(a data.Article, review string) {
	e.quiet = true
	e.fields.fill(e.seat, a)
	if review != "" {
		e.fields.review.SetText(review)
	}
	e.quiet = false
	e.form.Refresh()
	e.draw()
}

// article is what the form holds. The error is about the date of review.
func (e *Editor) article() (data.Article, error) {
	a, err := e.fields.article(e.base)
	if !e.touched {
		a.Confidence = confidenceOf(a)
	}
	return a, err
}

// Begun is the title of what was changed and not saved, "" where nothing was.
func (e *Editor) Begun() string {
	if !e.dirty() {
		return ""
	}
	return e.title.Text
}

// dirty says whether anything was changed.
func (e *Editor) dirty() bool {
	a, err := e.article()
	if !e.touched {
		a.Confidence = e.base.Confidence
	}
	return err != nil || !same(a, e.base)
}

// changed is told of every key.
func (e *Editor) changed() {
	if e.quiet {
		return
	}
	if !e.touched {
		a, _ := e.article()
		e.fields.confidence.SetValue(string(a.Confidence))
	}
	e.notice.typed()
	e.drafter.Changed(e.draft)
	e.pause.After(previewPause, e.draw)
}

// draw shows the article as readers will see it.
func (e *Editor) draw() {
	e.pause.Stop()
	a, _ := e.article()
	p := e.seat.Words
	e.shown.Objects = []fyne.CanvasObject{ui.Padded(container.New(page.Column{Gap: theme.Padding() * 1.5},
		page.Title(a.Title), page.Badges(p, a, e.seat.Desk.Now()), page.Answer(p, a)))}
	e.shown.Refresh()
}

// Enter shows the room.
func (e *Editor) Enter() {
	if e.title.Text == "" {
		e.Edit(data.Article{})
	}
	if e.listen == nil {
		e.listen = ui.Follow(e.seat, e.happened)
	}
	e.focus()
}

// focus puts the cursor where the next word belongs.
func (e *Editor) focus() {
	var first fyne.Focusable = e.fields.title
	if e.fields.title.Text != "" {
		first = e.fields.resolution
	}
	e.seat.Window.Canvas().Focus(first)
}

// Leave keeps what was typed and stops listening.
func (e *Editor) Leave() {
	e.drafter.Flush()
	if e.listen != nil {
		e.listen()
		e.listen = nil
	}
}

// Actions are what one can do here.
func (e *Editor) Actions() []action.Action {
	return []action.Action{
		{ID: "article.save", Menu: action.FAQ, Key: "Ctrl+Return", Icon: theme.DocumentSaveIcon(), Do: func() {
			if !ui.Submit(e.seat.Window) {
				e.save()
			}
		}},
		{ID: "article.discard", Menu: action.FAQ, Enabled: e.dirty, Do: e.discard},
	}
}

// save keeps the article and shows it in the manual.
func (e *Editor) save() {
	if e.saving {
		return
	}
	a, err := e.article()
	if err != nil {
		e.form.Fault(err)
		return
	}
	e.saving = true
	drafter := e.drafter
	ui.Try(e.seat, new(ui.Slot), func(ctx context.Context) (data.Article, error) {
		return e.seat.Desk.SaveArticle(ctx, a, drafter.Key())
	}, func(saved data.Article, err error) {
		e.saving = false
		if err != nil {
			if !e.form.Fault(err) {
				e.seat.Fail(err)
			}
			return
		}
		drafter.Drop() // the act took the draft with it; this stops what was still to be written
		e.drafter = ui.NewDrafter(e.seat, draftKey(saved))
		e.show(saved)
		e.notice.hide()
		e.seat.Notify(e.seat.Words.Say("article.saved", "title", saved.Title))
		e.seat.Go.Article(saved.ID, "")
	})
}

// happened looks whether somebody else changed the article.
func (e *Editor) happened(c desk.Change) {
	if c.Foreign || c.Entities[e.base.ID] {
		e.look()
	}
}

// look reads the article as the desk has it now.
func (e *Editor) look() {
	id := e.base.ID
	if e.saving || id == "" {
		return
	}
	ui.Load(e.seat, &e.looking, func(ctx context.Context) (data.Article, error) { return e.seat.Desk.Article(ctx, id) }, e.compare)
}

// compare takes up what somebody else wrote if nothing was typed here; else it
// asks. Nothing changes under anyone's hands.
func (e *Editor) compare(now data.Article) {
	switch {
	case e.saving || now.ID != e.base.ID || same(now, e.base):
	case !e.dirty():
		e.show(now)
	default:
		e.theirs = now
		p := e.seat.Words
		e.notice.show(p.Say("article.changed"), false,
			choice{p.Say("article.keep_mine"), func() {
				e.base = e.theirs
				e.notice.hide()
				e.drafter.Changed(e.draft)
			}},
			choice{p.Say("article.take_theirs"), func() {
				e.drafter.Drop()
				e.bringBackAfter(func() { e.show(e.theirs) })
			}})
	}
}
