// Package faq is the FAQ manual: its articles by category and by search, one of
// them to read, and the editor they are written in.
package faq

import (
	"context"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// mostHits is how many articles a search shows: who needs more needs other words.
const mostHits = 40

// Room is the FAQ browser: categories, articles, and the article read.
type Room struct {
	seat *ui.Seat
	page fyne.CanvasObject

	places *ui.List   // categories
	choice *ui.Choice // the same, where there is no room for the list
	box    *ui.SearchBox
	count  *widget.RichText // how many were found, and by which words
	list   *ui.List         // articles of a category
	hits   *hitList         // articles found
	middle *fyne.Container
	view   *view

	shelf  shelf
	place  place
	rows   []entry // of the place chosen
	found  []desk.ArticleHit
	from   data.ID // the ticket one came from
	wanted data.ID // the article to show once the shelf is there

	loading, searching ui.Slot
	listen             func()
}

// New makes the room.
func New(seat *ui.Seat) *Room {
	p := seat.Words
	r := &Room{seat: seat, count: page.Marked("")}
	r.view = newView(seat, r)

	r.places = ui.NewNames(nil)
	r.places.Label = p.Field("category")
	r.places.OnSelect = func(row int) { r.goTo(row) }
	r.places.OnOpen = func(int) { r.focus(r.list) }

	r.choice = ui.NewChoice(p, "", nil, func(name string) { r.goTo(slices.Index(r.shelf.names, name)) })
	r.choice.Label = p.Field("category")

	r.box = ui.NewSearchBox(seat.Do, "", r.search)
	r.box.OnDown = r.enterList
	r.box.OnEnter = r.enterList

	r.list = ui.NewLines(entryRows{r})
	r.list.Label = p.Say("word.articles")
	r.list.OnSelect = func(row int) {
		r.wanted = ""
		if row >= 0 {
			r.view.open(r.rows[row].id)
		}
	}
	r.list.OnOpen = func(int) { r.view.enter() }
	r.list.OnTop = func() { r.focus(r.box) }

	r.hits = newHitList(p)
	r.hits.OnSelect = func(row int) { r.view.open(r.found[row].Article.ID) }
	r.hits.OnOpen = func(int) { r.view.enter() }
	r.hits.OnTop = func() { r.focus(r.box) }
	r.hits.OnEscape = func() { r.focus(r.box) }

	r.middle = container.NewStack(r.list, r.hits)
	r.hits.Hide()
	r.page = r.lay()
	return r
}

// leastWide is the width from which three panes fit, at 100 % text.
const leastWide = 860

// lay puts the three panes side by side. Where there is no room for three, the
// categories are a choice above the articles.
func (r *Room) lay() fyne.CanvasObject {
	p := r.seat.Words
	add := func() *ui.Button {
		return ui.NewButton(p.Say("faq.new"), theme.ContentAddIcon(), r.write).Hinting(p.Say("faq.new.hint"))
	}
	left := ui.Border(ui.NewHeading(p.Say("faq.title")), add(), nil, nil, spaced(r.places))
	below := add()
	box := ui.NewForm(p).Add("query", p.Say("word.search"), r.box)
	middle := ui.Border(container.New(page.Column{Gap: theme.Padding()}, r.choice, box, ui.Flush(r.count)), below, nil, nil, spaced(r.middle))
	panes := ui.Split(ui.Padded(left), ui.Split(ui.Padded(middle), ui.Padded(r.view.content), 0.45), 0.17)
	panes.Least = leastWide
	panes.OnFold = func(folded bool) {
		r.choice.Hidden, below.Hidden = !folded, !folded
		ui.Relayout(middle)
	}
	r.choice.Hide()
	below.Hide()
	return panes
}

// spaced leaves a little air above a list.
func spaced(o fyne.CanvasObject) fyne.CanvasObject {
	return container.New(page.Column{Gap: theme.Padding(), Fill: true}, container.NewWithoutLayout(), o)
}

// Name is the room's key.
func (r *Room) Name() string { return "faq" }

// Content is the page.
func (r *Room) Content() fyne.CanvasObject { return r.page }

// Search looks something up, for the ticket one comes from, or "".
func (r *Room) Search(query string, from data.ID) {
	r.from, r.wanted = from, ""
	r.view.comeFrom(from)
	r.box.SetQuery(query)
	r.focus(r.box)
}

// Show opens one article, for the ticket one comes from, or "".
func (r *Room) Show(article, from data.ID) {
	r.from, r.wanted = from, article
	r.view.comeFrom(from)
	r.place = place{}
	r.box.SetQuery("")
	r.view.open(article)
	r.reload()
	r.view.enter()
}

// Enter shows the room.
func (r *Room) Enter() {
	r.reload()
	if r.listen == nil {
		r.listen = ui.Follow(r.seat, r.happened)
	}
	if r.wanted == "" {
		r.focus(r.box)
	} else {
		r.view.enter()
	}
}

// Ready says whether there are articles to see.
func (r *Room) Ready() bool { return r.shelf.loaded }

// Leave stops listening.
func (r *Room) Leave() {
	if r.listen != nil {
		r.listen()
		r.listen = nil
	}
}

// happened reloads what a change at the desk touches.
func (r *Room) happened(c desk.Change) {
	if c.Foreign || c.Kinds["article"] {
		r.reload()
		r.again()
	}
	if c.Foreign || c.Kinds["article"] || c.Kinds["ticket"] {
		r.view.reload()
	}
}

func (r *Room) focus(f fyne.Focusable) { r.seat.Window.Canvas().Focus(f) }

// Actions are what one can do here.
func (r *Room) Actions() []action.Action {
	v := r.view
	some := func() bool { return v.article.ID != "" }
	came := func() bool { return some() && r.from != "" }
	return []action.Action{
		{ID: "faq.search", Menu: action.FAQ, Key: "Ctrl+G", Icon: theme.SearchIcon(), Do: func() { r.focus(r.box) }},
		{ID: "faq.new", Menu: action.FAQ, Key: "Ctrl+Shift+N", Icon: theme.ContentAddIcon(), Do: r.write},
		{ID: "faq.edit", Menu: action.FAQ, Key: "Ctrl+Shift+E", Icon: theme.DocumentCreateIcon(), Enabled: some, Do: v.edit},
		{ID: "faq.copy", Menu: action.FAQ, Key: "Ctrl+Shift+C", Icon: theme.ContentCopyIcon(), Enabled: some, Do: v.copy},
		{ID: "faq.link", Menu: action.FAQ, Key: "Ctrl+Shift+L", Icon: theme.ConfirmIcon(), Enabled: came, Do: func() { v.link(true) }},
		{ID: "faq.tried", Menu: action.FAQ, Enabled: came, Do: func() { v.link(false) }},
		{ID: "faq.validate", Menu: action.FAQ, Enabled: some, Do: v.validate},
		{ID: "faq.flag", Menu: action.FAQ, Enabled: some, Do: v.flag},
		{ID: "faq.archive", Menu: action.FAQ, Enabled: some, Do: v.archive},
	}
}

// write begins an article: about what was searched for, in the category one is
// in.
func (r *Room) write() {
	a := data.Article{Title: r.query()}
	if r.place.kind == category {
		a.Category = r.place.name
	}
	r.seat.Go.WriteArticle(a)
}

func (r *Room) query() string { return trim(r.box.Text) }

// search finds articles by what someone would ask; without a question the
// category is shown again.
func (r *Room) search(string) {
	query := r.query()
	if query == "" {
		r.searching.Stop()
		r.found = nil
		r.list.OnEscape = nil
		r.hits.Hide()
		r.list.Show()
		r.showList(false)
		return
	}
	ui.Load(r.seat, &r.searching, func(ctx context.Context) ([]desk.ArticleHit, error) {
		return r.seat.Desk.SearchArticles(ctx, query, mostHits)
	}, func(hits []desk.ArticleHit) { r.showFound(query, hits) })
}

// again searches once more after a change; the cursor stays on its article.
func (r *Room) again() {
	if r.query() != "" {
		r.search("")
	}
}

// showFound shows the articles found, the best one opened.
func (r *Room) showFound(query string, hits []desk.ArticleHit) {
	p := r.seat.Words
	was := data.ID("")
	if at := r.hits.Selected(); at >= 0 && at < len(r.found) && r.hits.query == query {
		was = r.found[at].Article.ID
	}
	r.found = hits
	r.list.Hide()
	r.hits.Show()
	r.hits.show(query, hits, ui.Empty(p.Say("faq.nothing", "query", query), ui.NewButton(p.Say("faq.write_it"), theme.ContentAddIcon(), r.write)))
	text := p.Count("count.hits", len(hits))
	if len(hits) > 0 && hits[0].Instead != "" {
		text = p.Say("faq.instead", "found", text, "words", hits[0].Instead)
	}
	page.SetMarked(r.count, text)
	r.middle.Refresh()
	if len(hits) == 0 {
		r.view.open("")
		return
	}
	at := 0
	for i, h := range hits {
		if h.Article.ID == was {
			at = i
		}
	}
	r.hits.Select(at)
}

// enterList goes from the search box into what it found.
func (r *Room) enterList() {
	if r.query() != "" {
		if len(r.found) > 0 {
			r.focus(r.hits)
		}
		return
	}
	if len(r.rows) > 0 {
		r.focus(r.list)
	}
}
