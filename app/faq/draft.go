package faq

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// draftKey is where an article is kept while it is not saved: each article, what
// is written from each ticket, and the one begun from nothing have their own.
func draftKey(a data.Article) string {
	switch {
	case a.ID != "":
		return "article:" + string(a.ID)
	case a.FromTicket != "":
		return "article:new:" + string(a.FromTicket)
	}
	return "article:new"
}

// draft is an article being written, as it is kept.
type draft struct {
	Article data.Article `json:"article"`
	Review  string       `json:"review,omitempty"` // what was typed as the date of review, where that is no date
	Base    data.Article `json:"base"`             // what it was changed from
	Touched bool         `json:"touched,omitempty"`
	At      time.Time    `json:"at"`
}

// draft is what the drafter writes: nothing while nothing was typed.
func (e *Editor) draft() string {
	if !e.dirty() {
		return ""
	}
	body, err := json.Marshal(e.held())
	if err != nil {
		e.seat.Fail(err) // cannot be: an article is text and times
		return ""
	}
	return string(body)
}

// held is the form as it stands.
func (e *Editor) held() draft {
	d := draft{Base: e.base, Touched: e.touched, At: e.seat.Desk.Now()}
	var err error
	if d.Article, err = e.article(); err != nil {
		d.Review = e.fields.review.Text
	}
	return d
}

// restore looks for a draft of the article, takes it up, and then looks whether
// the article was changed since. What was typed in the blink before stays.
func (e *Editor) restore(a data.Article) {
	type found struct {
		body string
		used []desk.CategoryCount
	}
	ui.Load(e.seat, &e.loading, func(ctx context.Context) (f found, err error) {
		if f.used, err = e.seat.Desk.ArticleCategories(ctx); err != nil {
			return f, err
		}
		f.body, err = e.seat.Desk.Draft(ctx, draftKey(a))
		return f, err
	}, func(f found) {
		e.fields.used = f.used
		e.fields.setCategory(e.seat, e.fields.category.Value())
		var d draft
		if f.body != "" && json.Unmarshal([]byte(f.body), &d) == nil && !e.dirty() {
			if a.ID == "" {
				d.Base = a
			}
			e.takeUp(d)
			p := e.seat.Words
			e.notice.show(p.Say("article.restored", "time", p.Brief(d.At, e.seat.Desk.Now())), false, choice{p.Say("article.discard"), e.discard})
		}
		e.look()
	})
}

// takeUp puts a draft into the form.
func (e *Editor) takeUp(d draft) {
	e.base, e.touched = d.Base, d.Touched
	e.fill(d.Article, d.Review)
}

// discard goes back to the article as it was.
func (e *Editor) discard() {
	if e.dirty() {
		e.bringBackAfter(func() { e.show(e.base) })
	}
}

// bringBackAfter does what throws away the text in the form, and offers to bring
// it back until something else is typed.
func (e *Editor) bringBackAfter(do func()) {
	old := e.held()
	e.drafter.Drop()
	do()
	p := e.seat.Words
	e.notice.show(p.Say("article.discarded"), true, choice{p.Say("article.bring_back"), func() {
		e.notice.hide()
		e.takeUp(old)
		e.drafter.Changed(e.draft)
		e.look()
	}})
	e.focus()
}

// same says whether two articles are one and the same in every part.
func same(a, b data.Article) bool {
	left, err1 := json.Marshal(data.FieldsOf(a))
	right, err2 := json.Marshal(data.FieldsOf(b))
	return err1 == nil && err2 == nil && bytes.Equal(left, right)
}

// notice is a line at the top that says what became of a text, and offers what
// can be done about it.
type notice struct {
	object *fyne.Container
	moved  func() // it came or went
	passes bool   // it goes when something is typed
}

// choice is one thing a notice offers.
type choice struct {
	name string
	do   func()
}

func newNotice(moved func()) *notice {
	n := &notice{object: container.NewHBox(), moved: moved}
	n.object.Hide()
	return n
}

func (n *notice) show(text string, passes bool, choices ...choice) {
	n.object.Objects = []fyne.CanvasObject{ui.NewText(text, ui.InternalInk)}
	for _, c := range choices {
		n.object.Objects = append(n.object.Objects, ui.NewQuiet(c.name, nil, c.do))
	}
	n.passes = passes
	n.object.Show()
	n.moved()
}

// typed takes away an offer that what is typed now would be lost by.
func (n *notice) typed() {
	if n.passes {
		n.hide()
	}
}

func (n *notice) hide() {
	if n.object.Visible() {
		n.object.Hide()
		n.moved()
	}
}
