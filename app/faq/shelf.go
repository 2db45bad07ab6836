package faq

import (
	"context"
	"slices"
	"strings"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// entry is an article as a list shows it: without its text, so that ten thousand
// of them are little.
type entry struct {
	id              data.ID
	title, category string
	confidence      data.Confidence
	audience        data.Audience
	stale, flagged  bool
}

// due says whether someone should look at the article: it was flagged, its
// review date has passed, or it has no answer yet (KCS: flag it or fix it).
func (e entry) due() bool {
	return e.confidence != data.Archived && (e.flagged || e.stale || e.confidence == data.WorkInProgress)
}

// shelf is all articles, and the categories they stand in.
type shelf struct {
	entries    []entry
	categories []desk.CategoryCount
	names      []string // of its places, with how many articles each holds
	loaded     bool
}

// place is a part of the shelf.
type place struct {
	kind placeKind
	name string // of a category
}

type placeKind int

const (
	everything placeKind = iota
	toReview
	category
)

func (p place) holds(e entry) bool {
	switch p.kind {
	case toReview:
		return e.due()
	case category:
		return e.category == p.name
	}
	return true
}

// reload reads the shelf again; the cursor stays on its article.
func (r *Room) reload() {
	ui.Load(r.seat, &r.loading, func(ctx context.Context) (shelf, error) {
		s := shelf{loaded: true}
		list, err := r.seat.Desk.Articles(ctx, "")
		if err != nil {
			return s, err
		}
		now := r.seat.Desk.Now()
		for _, a := range list {
			s.entries = append(s.entries, entry{a.ID, a.Title, a.Category, a.Confidence, a.Audience, a.Stale(now), a.Flag != ""})
		}
		s.categories = desk.Categories(list)
		return s, nil
	}, func(s shelf) {
		r.shelf = s
		r.showPlaces()
		if r.query() == "" {
			r.showList(true)
		}
	})
}

// places lists the parts of the shelf in order: everything, what needs a look,
// and the categories.
func (s shelf) places() []place {
	list := []place{{kind: everything}, {kind: toReview}}
	for _, c := range s.categories {
		list = append(list, place{category, c.Name})
	}
	return list
}

// showPlaces shows the categories with how many articles each holds.
func (r *Room) showPlaces() {
	p := r.seat.Words
	review := 0
	for _, e := range r.shelf.entries {
		if e.due() {
			review++
		}
	}
	rows := ui.Rows{
		{{Text: p.Say("faq.all"), Bold: true}, {Text: p.Number(len(r.shelf.entries))}},
		{{Text: p.Say("faq.to_review")}, {Text: p.Number(review)}},
	}
	if review > 0 {
		rows[1][1].Color = ui.Warning
	}
	for _, c := range r.shelf.categories {
		rows = append(rows, []ui.Cell{{Text: categoryName(r.seat, c.Name)}, {Text: p.Number(c.Count)}})
	}
	at := max(slices.Index(r.shelf.places(), r.place), 0)
	r.place = r.shelf.places()[at]
	r.places.SetSource(rows)
	r.places.Place(at)
	r.shelf.names = nil
	for _, row := range rows {
		r.shelf.names = append(r.shelf.names, row[0].Text+" ("+row[1].Text+")")
	}
	r.choice.SetValues(r.shelf.names)
	r.choice.SetValue(r.shelf.names[at])
}

func categoryName(seat *ui.Seat, name string) string {
	if name == "" {
		return seat.Words.Say("faq.uncategorised")
	}
	return name
}

// goTo chooses a part of the shelf; a search gives way to it.
func (r *Room) goTo(row int) {
	places := r.shelf.places()
	if row < 0 || row >= len(places) || places[row] == r.place && r.query() == "" {
		return
	}
	r.place, r.wanted = places[row], ""
	r.places.Place(row)
	r.choice.SetValue(r.shelf.names[row])
	if r.query() != "" {
		r.box.SetQuery("") // shows the list
		return
	}
	r.showList(false)
}

// showList shows the articles of the place chosen. With keep the cursor stays on
// its article, or goes to the one wanted.
func (r *Room) showList(keep bool) {
	p := r.seat.Words
	want := r.wanted
	if at := r.list.Selected(); keep && want == "" && at >= 0 && at < len(r.rows) {
		want = r.rows[at].id
	}
	r.rows = r.rows[:0:0]
	for _, e := range r.shelf.entries {
		if r.place.holds(e) {
			r.rows = append(r.rows, e)
		}
	}
	if !keep {
		r.list.SetSource(entryRows{r}) // from the first row
	}
	r.list.SetEmpty(r.emptiness())
	page.SetMarked(r.count, p.Count("count.articles", len(r.rows)))
	at := slices.IndexFunc(r.rows, func(e entry) bool { return e.id == want })
	switch {
	case at >= 0:
		r.list.Place(at)
		if r.view.article.ID != want {
			r.view.open(want)
		}
	case len(r.rows) > 0 && r.wanted == "":
		r.list.Select(0)
	case r.wanted == "":
		r.view.open("")
	}
}

// emptiness says what belongs where no article is.
func (r *Room) emptiness() fyne.CanvasObject {
	p := r.seat.Words
	switch {
	case !r.shelf.loaded:
		return ui.Empty(p.Say("word.loading"), nil)
	case len(r.shelf.entries) == 0:
		return ui.Empty(p.Say("faq.empty"), ui.NewButton(p.Say("faq.new"), theme.ContentAddIcon(), r.write))
	case r.place.kind == toReview:
		return ui.Empty(p.Say("faq.nothing_due"), nil)
	}
	return ui.Empty(p.Say("faq.empty_category"), nil)
}

// entryRows shows the articles of a place, made row by row as they come into
// sight.
type entryRows struct{ r *Room }

// Len counts the articles.
func (s entryRows) Len() int { return len(s.r.rows) }

// Row is one article.
func (s entryRows) Row(i int) ([]ui.Cell, bool) {
	if i >= len(s.r.rows) {
		return nil, false
	}
	p, e := s.r.seat.Words, s.r.rows[i]
	second := []string{page.Confidence(p, e.confidence)}
	if e.audience != "" {
		second = append(second, p.Choice("audience", string(e.audience)))
	}
	if s.r.place.kind != category {
		second = append(second, categoryName(s.r.seat, e.category))
	}
	tag := ui.Cell{}
	switch {
	case e.flagged:
		tag = ui.Cell{Text: p.Say("faq.flagged"), Color: ui.Danger}
	case e.stale && e.confidence != data.Archived:
		tag = ui.Cell{Text: p.Say("faq.review_due"), Color: ui.Warning}
	}
	return []ui.Cell{{Text: e.title, Muted: e.confidence == data.Archived}, {Text: strings.Join(second, " · ")}, tag}, true
}

func trim(s string) string { return strings.TrimSpace(s) }
