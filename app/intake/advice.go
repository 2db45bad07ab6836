package intake

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

const (
	advicePause     = 200 * time.Millisecond
	mostSuggestions = 6
	mostDuplicates  = 4
	mostAlike       = 3
	rowsShown       = 4 // of each list at once
)

// advice is what the desk knows while a call is taken down: the caller's
// tickets, cases that may be the same one, and articles that may answer it. One
// article can be read in place, to the caller, and linked to the ticket.
type advice struct {
	seat    *ui.Seat
	content fyne.CanvasObject

	people, past, alike, articles   *ui.List
	how                             *ui.Text // one comes to the articles; "" where there are none
	peoplePart, pastPart, alikePart fyne.CanvasObject
	overview                        *fyne.Container
	line                            *linkLine
	reader                          *reader

	peopleOf []desk.AlikeContact
	refused  map[string]bool // by likeness: they are someone else

	pastOf  []data.Excerpt
	alikeOf []desk.Duplicate
	hits    []desk.ArticleHit
	linked  data.Article // id and title; none: nothing linked

	question question
	onLinked func()             // another article was linked, or none
	onLeave  func()             // back to the form
	onPerson func(data.Contact) // this is who calls
	onTicket func(data.Excerpt) // the case is this one
	onOther  func()             // the caller is none of the people proposed
	pause    page.Pause

	asking, finding, meeting ui.Slot
}

// question is what advice is asked about.
type question struct {
	contact              data.ID
	name, phone, email   string // of someone not known
	subject, description string
}

func newAdvice(seat *ui.Seat) *advice {
	p := seat.Words
	a := &advice{seat: seat, pause: page.Pause{Do: seat.Do}}
	list := func(label, empty string, rows int, open func(int)) *ui.List {
		l := ui.NewLines(nil)
		l.Label = p.Say(label)
		l.MinRows = rows
		l.OnOpen = open
		l.OnEscape = func() { a.onLeave() }
		l.SetEmpty(ui.Empty(p.Say(empty), nil))
		return l
	}
	a.people = list("merge.alike.ask", "merge.alike.ask", 1, func(row int) { a.onPerson(a.peopleOf[row].Contact) })
	a.people.OnEscape = func() {
		a.refuse(a.peopleOf)
		a.onOther()
	}
	a.people.OnTop = func() { a.onOther() }
	a.past = list("intake.past", "intake.past.none", 1, func(row int) { a.onTicket(a.pastOf[row]) })
	a.alike = list("intake.alike", "intake.alike", 1, func(row int) { a.onTicket(a.alikeOf[row].Excerpt) })
	a.articles = list("intake.articles", "intake.articles.none", rowsShown, func(row int) { a.read(a.hits[row].Article) })
	a.past.OnTop = func() { a.up() }
	a.alike.OnTop = func() { a.up(a.past) }
	a.articles.OnTop = func() { a.up(a.alike, a.past) }
	a.peoplePart = ui.Section(p.Say("merge.alike.ask"), a.people, ui.NewCaption(p.Say("merge.alike.how")))
	a.pastPart = ui.Section(p.Say("intake.past"), a.past, ui.NewCaption(p.Say("intake.past.how")))
	a.alikePart = ui.Section(p.Say("intake.alike"), a.alike, ui.NewCaption(p.Say("intake.alike.how")))
	a.how = ui.NewCaption("")
	a.line = newLinkLine(p, func() { a.link(data.Article{}) })
	a.overview = container.New(page.Column{Gap: theme.Padding() * 3, Fill: true}, a.peoplePart, a.pastPart, a.alikePart,
		ui.Section(p.Say("intake.articles"), ui.Border(nil, a.line.object, nil, nil, a.articles), a.how))
	a.reader = newReader(seat, a)
	a.content = container.NewStack(a.overview, a.reader.object)
	a.clear()
	return a
}

// clear forgets everything.
func (a *advice) clear() {
	a.pause.Stop()
	a.asking.Stop()
	a.finding.Stop()
	a.meeting.Stop()
	a.question, a.refused = question{}, map[string]bool{}
	a.close()
	a.setLinked(data.Article{})
	a.showPeople(nil)
	a.showPast(nil, false)
	a.showAlike(nil)
	a.showArticles(nil)
}

// meet puts the focus on who the caller may be.
func (a *advice) meet() {
	if len(a.peopleOf) > 0 && !a.reading() {
		a.seat.Window.Canvas().Focus(a.people)
	}
}

// likeness is someone with what makes them alike: one who is not meant by the
// name may yet have the phone that is typed next.
func likeness(h desk.AlikeContact) string {
	return string(h.Contact.ID) + " " + cmp.Or(h.Reason, "similar_name")
}

// refuse proposes some people no more, for this call.
func (a *advice) refuse(list []desk.AlikeContact) {
	for _, h := range list {
		a.refused[likeness(h)] = true
	}
	a.showPeople(a.peopleOf)
}

// enter goes from the subject to the articles, or to tickets where there are none.
func (a *advice) enter() {
	switch {
	case a.reading():
	case len(a.hits) > 0:
		a.seat.Window.Canvas().Focus(a.articles)
	case len(a.alikeOf)+len(a.pastOf) > 0:
		a.up(a.alike, a.past)
	}
}

// up goes to the first of some lists that shows anything, or back to the form.
func (a *advice) up(lists ...*ui.List) {
	for _, l := range lists {
		if rows := map[*ui.List]int{a.past: len(a.pastOf), a.alike: len(a.alikeOf)}[l]; rows > 0 {
			a.seat.Window.Canvas().Focus(l)
			l.Select(0) // the best
			return
		}
	}
	a.onLeave()
}

// about asks for advice once typing rests, if there is anything new to ask.
func (a *advice) about(q question) {
	if q != a.question {
		a.question = q
		a.pause.After(advicePause, a.ask)
	}
}

// ask asks now; again after a change at the desk.
func (a *advice) ask() {
	a.pause.Stop()
	q := a.question
	text := strings.TrimSpace(q.subject + "\n" + q.description)
	ui.Load(a.seat, &a.asking, func(ctx context.Context) ([]desk.ArticleHit, error) {
		return a.seat.Desk.SuggestArticles(ctx, text, mostSuggestions)
	}, a.showArticles)
	ui.Load(a.seat, &a.finding, func(ctx context.Context) ([]desk.Duplicate, error) {
		return a.seat.Desk.Duplicates(ctx, q.contact, q.subject, mostPast)
	}, a.showAlike)
	ui.Load(a.seat, &a.meeting, func(ctx context.Context) ([]desk.AlikeContact, error) {
		if q.contact != "" {
			return nil, nil
		}
		return a.seat.Desk.AlikeContacts(ctx, data.Contact{Name: q.name, Phones: []string{q.phone}, Emails: []string{q.email}}, mostAlike+len(a.refused))
	}, a.showPeople)
}

// showPeople shows who the caller may be, with what makes them alike.
func (a *advice) showPeople(list []desk.AlikeContact) {
	a.peopleOf = slices.DeleteFunc(slices.Clone(list), func(h desk.AlikeContact) bool { return a.refused[likeness(h)] })
	a.peopleOf = a.peopleOf[:min(len(a.peopleOf), mostAlike)]
	rows := people(a.seat.Words, a.peopleOf, a.question.phone)
	fit(a.people, rows)
	shown(a.peoplePart, len(rows) > 0)
	a.overview.Refresh()
}

// showPast shows the tickets of the caller, if there is one.
func (a *advice) showPast(past []data.Excerpt, known bool) {
	a.pastOf = past
	p, now := a.seat.Words, a.seat.Desk.Now()
	rows := make(ui.Rows, len(past))
	for i, x := range past {
		rows[i] = ticketRow(ui.Status(p, x.Status), x, joined(p.Choice("priority", string(x.Priority)), p.Brief(x.UpdatedAt, now), x.Category))
	}
	fit(a.past, rows)
	shown(a.pastPart, known)
	a.overview.Refresh()
}

// showAlike shows cases that may be the same one. Those that only have the same
// caller stand among the caller's tickets.
func (a *advice) showAlike(list []desk.Duplicate) {
	a.alikeOf = nil
	for _, d := range list {
		if d.Reason != "same_caller" && len(a.alikeOf) < mostDuplicates {
			a.alikeOf = append(a.alikeOf, d)
		}
	}
	p, now := a.seat.Words, a.seat.Desk.Now()
	rows := make(ui.Rows, len(a.alikeOf))
	for i, d := range a.alikeOf {
		rows[i] = ticketRow(ui.Status(p, d.Status), d.Excerpt, joined(p.Say("intake."+d.Reason), d.Caller, p.Brief(d.UpdatedAt, now)))
	}
	fit(a.alike, rows)
	shown(a.alikePart, len(rows) > 0)
	a.overview.Refresh()
}

// ticketRow is a ticket in a list beside the form.
func ticketRow(status string, x data.Excerpt, second string) []ui.Cell {
	tag := ui.Cell{Text: status}
	if open(x) {
		tag = ui.Cell{Text: status, Badge: true, Color: ui.Accent}
	}
	return []ui.Cell{{Text: x.Number + "  " + x.Subject, Muted: !open(x)}, {Text: second}, tag}
}

// showArticles shows what may answer the caller, best first.
func (a *advice) showArticles(hits []desk.ArticleHit) {
	a.hits = hits
	p := a.seat.Words
	rows := make(ui.Rows, len(hits))
	for i, h := range hits {
		tag := ui.Cell{Text: page.Confidence(p, h.Article.Confidence), Color: page.Trust(h.Article.Confidence)}
		if h.Article.ID == a.linked.ID {
			tag = ui.Cell{Text: p.Say("intake.linked"), Badge: true, Color: ui.Accent}
		}
		second := strings.Join(strings.Fields(h.Snippet), " ")
		if h.Uses > 0 {
			second = joined(p.Count("intake.uses", h.Uses), second)
		}
		rows[i] = []ui.Cell{{Text: h.Article.Title}, {Text: second}, tag}
	}
	a.how.SetText("")
	if len(rows) > 0 { // there is something to go down to
		a.how.SetText(p.Say("intake.articles.how"))
	}
	at := a.articles.Selected()
	a.articles.SetSource(rows)
	if at >= 0 && len(rows) > 0 {
		a.articles.Place(min(at, len(rows)-1))
	}
}

// fit gives a list as many rows as there are, up to a few.
func fit(l *ui.List, rows ui.Rows) {
	l.MinRows = min(max(len(rows), 1), rowsShown)
	l.SetSource(rows)
}

func shown(o fyne.CanvasObject, yes bool) {
	if yes {
		o.Show()
	} else {
		o.Hide()
	}
}

// any says whether there is an article to take.
func (a *advice) any() bool { return a.reading() || len(a.hits) > 0 }

// take links the article being read, else the one marked, else the top one.
func (a *advice) take() {
	switch at := a.articles.Selected(); {
	case a.reading():
		a.link(a.reader.article)
	case at >= 0 && at < len(a.hits):
		a.link(a.hits[at].Article)
	case len(a.hits) > 0:
		a.link(a.hits[0].Article)
	}
}

// link ties an article to the ticket to be, in place of the one before; one
// without an id takes it off.
func (a *advice) link(article data.Article) {
	a.setLinked(article)
	a.showArticles(a.hits)
	a.onLinked()
	if article.ID != "" {
		a.seat.Notify(a.seat.Words.Say("intake.linked.notice", "title", article.Title))
	}
}

func (a *advice) setLinked(article data.Article) {
	a.linked = data.Article{ID: article.ID, Title: article.Title}
	a.line.show(a.linked.Title)
	a.overview.Refresh()
	a.reader.mark()
}

func (a *advice) reading() bool { return a.reader.object.Visible() }

// read shows an article in place of the lists.
func (a *advice) read(article data.Article) {
	a.overview.Hide()
	a.reader.show(article)
	a.seat.Window.Canvas().Focus(a.reader.pane)
}

// close goes back to the lists.
func (a *advice) close() {
	a.reader.object.Hide()
	a.overview.Show()
}

// linkLine says which article goes with the ticket.
type linkLine struct {
	title  *ui.Text
	object fyne.CanvasObject
}

func newLinkLine(p *words.Printer, unlink func()) *linkLine {
	l := &linkLine{title: ui.NewText("", "")}
	l.title.Cut = true
	l.object = ui.Border(nil, nil, container.NewCenter(ui.NewBadge(p.Say("intake.linked"), ui.Accent)),
		ui.NewQuiet(p.Say("intake.unlink"), nil, unlink), l.title)
	return l
}

func (l *linkLine) show(title string) {
	l.title.SetText(title)
	shown(l.object, title != "")
}
