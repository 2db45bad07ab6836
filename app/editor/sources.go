package editor

import (
	"fyne.io/fyne/v2"

	"firstline/app/editor/text"
	"firstline/app/ui"
)

// Source is one kind of thing that is offered while one types: text blocks,
// tickets, articles.
type Source struct {
	// Begin looks at the line up to the caret and says at which byte what is
	// being typed began, and what to look for; not ok: nothing of this kind.
	Begin func(before string) (from int, query string, ok bool)
	// Find gives what fits to show, now or later on the UI goroutine. What comes
	// when one has typed on is not shown.
	Find func(query string, show func([]Choice))
}

// Choice is one thing that is offered.
type Choice struct {
	Text, Detail string
	Insert       string // what takes the place of what was typed
}

// token is what is being typed that a source knows.
type token struct {
	source int
	at     text.Place // where it began
	query  string
}

// propose offers what fits what is being typed. Going past such a place with the
// arrows offers nothing, and what was refused with Escape is not offered again.
func (e *Editor) propose() { e.proposeAfter(e.source != nil) }

// proposeAfter is propose; typing says that a letter was typed.

func (e *Editor) proposeAfter(typing bool) {
	t, ok := e.token()
	switch {
	case !ok:
		e.refused = nil
		e.closeOffer()
		return
	case !typing, e.refused != nil && *e.refused == t.at:
		e.closeOffer()
		return
	case e.source != nil && *e.source == t:
		return // it is on its way, or shown
	}
	e.source = &t
	e.Sources[t.source].Find(t.query, func(found []Choice) {
		if now, ok := e.token(); ok && now == t && e.source != nil && *e.source == t {
			e.offerChoices(t, found)
		}
	})
}

// token is what stands before the caret, if a source knows it.
func (e *Editor) token() (token, bool) {
	at, to := e.sheet.Selection()
	if at != to || e.Plain || e.page.inCode(at.Line) {
		return token{}, false
	}
	for i, s := range e.Sources {
		if from, query, ok := s.Begin(e.sheet.Line(at.Line)[:at.Col]); ok {
			return token{i, text.Place{Line: at.Line, Col: from}, query}, true
		}
	}
	return token{}, false
}

func (e *Editor) offerChoices(t token, found []Choice) {
	rows := make([]ui.Offered, len(found))
	for i, c := range found {
		rows[i] = ui.Offered{Text: c.Text, Detail: c.Detail}
	}
	e.offerRows(t.at, rows, func(i int) {
		e.sheet.Select(t.at, e.sheet.Caret())
		e.InsertBlock(found[i].Insert)
	})
	e.source = &t
}

// offerRows shows a list under a place of the text, in the one that is open or a
// new one; none closes it.
func (e *Editor) offerRows(at text.Place, rows []ui.Offered, pick func(i int)) {
	if len(rows) == 0 {
		e.closeOffer()
		return
	}
	e.pick = pick
	if e.offer != nil {
		e.offer.SetRows(rows)
		e.offer.MoveTo(e.under(at))
		return
	}
	e.offering = true
	e.offer = ui.ShowOffer(e, e.under(at), e.page.font.height(0), rows, func(i int) { e.pick(i) }, func() {
		if e.source != nil && e.offer != nil {
			refused := e.source.at
			e.refused = &refused
		}
		e.offering, e.offer, e.source = false, nil, nil
	})
	e.offering = e.offer != nil
}

// closeOffer takes the list away, not because one refused what is in it.
func (e *Editor) closeOffer() {
	o := e.offer
	e.offer, e.source = nil, nil
	if o != nil {
		o.Close()
	}
}

// under is where a place of the text is drawn.
func (e *Editor) under(at text.Place) fyne.Position {
	s := e.page.spotOf(at)
	y, _ := e.page.yOf(s)
	return e.origin().AddXY(e.page.xOf(s, at.Col), y)
}
