package faq

import (
	"context"
	"errors"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// mostUses is how many tickets that used an article are read, usesShown how many
// are in sight at once.
const (
	mostUses  = 50
	usesShown = 6
)

// view is the article being read, with what can be done to it.
type view struct {
	seat *ui.Seat
	room *Room

	article data.Article
	uses    []data.Excerpt
	origin  origin

	content *fyne.Container
	empty   fyne.CanvasObject
	whole   *container.Scroll // the sheet, where it is higher than the window
	sheet   *fyne.Container   // head, buttons, text
	pane    *page.Scroll
	wide    *fyne.Container // what pane shows

	opening, coming ui.Slot
}

// origin is the ticket one came from to look something up for it.
type origin struct {
	id     data.ID
	number string
	helped map[data.ID]bool // articles linked to it: true, it helped
}

func newView(seat *ui.Seat, room *Room) *view {
	v := &view{seat: seat, room: room, empty: ui.Empty(seat.Words.Say("faq.choose"), nil)}
	v.wide = container.NewStack()
	v.pane = page.NewScroll(v.wide)
	v.pane.OnEscape = room.backToList
	v.sheet = container.New(page.Column{Gap: theme.Padding() * 1.5, Fill: true})
	v.whole = container.NewVScroll(v.sheet)
	v.pane.Least = 8 // lines
	v.pane.OnFocus = v.whole.ScrollToBottom
	v.content = container.NewStack(v.empty, v.whole)
	v.whole.Hide()
	return v
}

// open reads an article and shows it; "" shows none.
func (v *view) open(id data.ID) {
	if id == "" {
		v.opening.Stop()
		v.article = data.Article{}
		v.whole.Hide()
		v.empty.Show()
		return
	}
	type found struct {
		article data.Article
		uses    []data.Excerpt
	}
	ui.Try(v.seat, &v.opening, func(ctx context.Context) (f found, err error) {
		if f.article, err = v.seat.Desk.Article(ctx, id); err != nil {
			return f, err
		}
		f.uses, err = v.seat.Desk.ArticleUses(ctx, id, mostUses)
		return f, err
	}, func(f found, err error) {
		switch {
		case errors.Is(err, data.ErrNotFound):
			v.open("")
			v.seat.Fail(err)
		case err != nil:
			v.seat.Fail(err)
		default:
			v.uses = f.uses
			v.show(f.article)
		}
	})
}

// reload reads the article, and the ticket one came from, again.
func (v *view) reload() {
	if v.article.ID != "" {
		v.open(v.article.ID)
	}
	v.comeFrom(v.origin.id)
}

// enter puts the focus on the text, where the arrows scroll.
func (v *view) enter() { v.room.focus(v.pane) }

// comeFrom remembers the ticket one came from.
func (v *view) comeFrom(ticket data.ID) {
	if ticket == "" {
		v.coming.Stop()
		if v.origin.id != "" {
			v.origin = origin{}
			v.draw()
		}
		return
	}
	ui.Load(v.seat, &v.coming, func(ctx context.Context) (origin, error) {
		c, err := v.seat.Desk.Case(ctx, string(ticket))
		o := origin{id: ticket, number: c.Ticket.Number, helped: map[data.ID]bool{}}
		for _, use := range c.Ticket.Articles {
			if !use.Open {
				o.helped[use.Article] = use.Helped
			}
		}
		return o, err
	}, func(o origin) {
		v.origin = o
		v.draw()
	})
}

// show shows an article from its beginning, or again where it was read.
func (v *view) show(a data.Article) {
	same := a.ID == v.article.ID
	v.article = a
	defer v.keepFocus()()
	v.wide.Objects = []fyne.CanvasObject{ui.Padded(v.text())}
	if same {
		v.wide.Refresh()
	} else {
		v.pane.SetContent(v.wide)
	}
	v.pane.Label = a.Title
	v.empty.Hide()
	v.whole.Show()
	v.draw()
}

// keepFocus gives the function that puts the focus on the text if what has it
// now is among what is drawn anew.
func (v *view) keepFocus() func() {
	o, ok := v.seat.Window.Canvas().Focused().(fyne.CanvasObject)
	if !ok || o == v.pane || !contains(v.sheet, o) && !contains(v.wide, o) {
		return func() {}
	}
	return v.enter
}

func contains(in fyne.CanvasObject, o fyne.CanvasObject) bool {
	c, ok := in.(*fyne.Container)
	return in == o || ok && slices.ContainsFunc(c.Objects, func(child fyne.CanvasObject) bool { return contains(child, o) })
}

// draw puts together what stands above the text.
func (v *view) draw() {
	if v.article.ID == "" {
		return
	}
	defer v.keepFocus()()
	a, p := v.article, v.seat.Words
	v.sheet.Objects = []fyne.CanvasObject{page.Title(a.Title), page.Badges(p, a, v.seat.Desk.Now())}
	if v.origin.id != "" {
		v.sheet.Objects = append(v.sheet.Objects, v.linkBar())
	}
	v.sheet.Objects = append(v.sheet.Objects, v.buttons(), v.pane)
	v.sheet.Refresh()
	if v.seat.Window.Canvas().Focused() == v.pane {
		v.whole.ScrollToBottom()
	}
}

// buttons are what can be done to the article.
func (v *view) buttons() fyne.CanvasObject {
	p, a := v.seat.Words, v.article
	validate := ui.NewButton(p.Say("faq.validate"), theme.ConfirmIcon(), v.validate).Hinting(p.Say("faq.validate.hint"))
	if a.Confidence == data.Validated {
		validate.SetText(p.Say("faq.still_right"))
		if !a.Stale(v.seat.Desk.Now()) {
			validate.Hide()
		}
	}
	archive := ui.NewQuiet(p.Say("faq.archive"), nil, v.archive).Hinting(p.Say("faq.archive.hint"))
	if a.Confidence == data.Archived {
		archive.SetText(p.Say("faq.unarchive"))
		archive.Hint = p.Say("faq.unarchive.hint")
	}
	return container.New(page.Wrap{},
		ui.NewButton(p.Say("word.edit"), theme.DocumentCreateIcon(), v.edit),
		ui.NewButton(p.Say("word.copy"), theme.ContentCopyIcon(), v.copy).Hinting(p.Say("faq.copy.hint")),
		validate,
		ui.NewQuiet(p.Say("faq.flag"), nil, v.flag).Hinting(p.Say("faq.flag.hint")),
		archive)
}

// linkBar ties the article to the ticket one came from. What is said already is grey
// in its place: a second click must not meet another button there.
func (v *view) linkBar() fyne.CanvasObject {
	p, number := v.seat.Words, v.origin.number
	helped, linked := v.origin.helped[v.article.ID]
	did := ui.NewPrimary(p.Say("faq.helped", "number", number), theme.ConfirmIcon(), func() { v.link(true) }).Hinting(p.Say("faq.helped.hint"))
	not := ui.NewButton(p.Say("faq.in_vain"), nil, func() { v.link(false) }).Hinting(p.Say("faq.in_vain.hint"))
	row := container.New(page.Wrap{}, did, not)
	switch {
	case linked && helped:
		did.Disable()
		row.Add(ui.NewBadge(p.Say("faq.linked.helped", "number", number), ui.Good))
	case linked:
		not.Disable()
		row.Add(ui.NewBadge(p.Say("faq.linked.tried", "number", number), ui.Warning))
	}
	if linked {
		row.Add(ui.NewQuiet(p.Say("faq.unlink"), nil, v.unlink))
	}
	return row
}

// flagBar says what somebody found wrong.
func (v *view) flagBar() fyne.CanvasObject {
	p := v.seat.Words
	text := ui.Paragraph(p.Say("faq.flag.says", "text", v.article.Flag))
	return ui.Tinted(ui.Internal, ui.Border(nil, nil, nil, ui.NewQuiet(p.Say("faq.settle"), theme.ConfirmIcon(), v.settle).Hinting(p.Say("faq.settle.hint")), text))
}

// text is the article itself, the tickets it was used for, and its papers.
func (v *view) text() fyne.CanvasObject {
	p, a := v.seat.Words, v.article
	body := container.New(page.Column{Gap: theme.Padding() * 3})
	if a.Flag != "" {
		body.Add(v.flagBar())
	}
	body.Add(page.Answer(p, a))
	if len(a.Tags) > 0 {
		tags := container.New(page.Wrap{})
		for _, t := range a.Tags {
			tags.Add(ui.NewBadge(t, ""))
		}
		body.Add(tags)
	}
	if len(v.uses) > 0 {
		body.Add(ui.Section(p.Count("faq.used_by", len(v.uses)), v.useList()))
	}
	var papers []string
	if a.Owner != "" {
		papers = append(papers, p.Labelled("owner", a.Owner))
	}
	if !a.ReviewAt.IsZero() {
		papers = append(papers, p.Say("faq.review_on", "date", p.Date(a.ReviewAt)))
	}
	if a.Governance != "" {
		papers = append(papers, p.Choice("governance", string(a.Governance)))
	}
	if a.Ref != "" {
		papers = append(papers, p.Labelled("ref", a.Ref))
	}
	if len(papers) > 0 {
		body.Add(ui.Flush(ui.NewPassage(strings.Join(papers, " · "), ui.Muted, theme.SizeNameCaptionText)))
	}
	if a.FromTicket != "" {
		body.Add(container.New(page.Wrap{}, ui.NewQuiet(p.Say("faq.from_ticket"), nil, func() { v.seat.Go.Ticket(a.FromTicket) })))
	}
	return body
}

// useList lists the tickets that used the article; Return opens one.
func (v *view) useList() fyne.CanvasObject {
	p, now := v.seat.Words, v.seat.Desk.Now()
	rows := make(ui.Rows, len(v.uses))
	for i, x := range v.uses {
		rows[i] = []ui.Cell{{Text: x.Number + "  " + x.Subject}, {Text: ui.Status(p, x.Status) + " · " + p.Brief(x.UpdatedAt, now), Muted: true}}
	}
	list := ui.NewNames(rows)
	list.Label = p.Say("word.tickets")
	list.MinRows = min(len(rows), usesShown)
	uses := v.uses
	list.OnOpen = func(row int) { v.seat.Go.Ticket(uses[row].ID) }
	return list
}

// backToList gives the focus back to the list the article was chosen in.
func (r *Room) backToList() {
	if r.query() != "" && len(r.found) > 0 {
		r.focus(r.hits)
		return
	}
	if len(r.rows) > 0 {
		r.focus(r.list)
		return
	}
	r.focus(r.box)
}
