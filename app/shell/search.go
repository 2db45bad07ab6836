package shell

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data/desk"
)

// found is how many finds are asked for, and shownOf how many of a kind are shown:
// what one looks for is among the first, or the words were too few. Whoever looks
// further gets so many times more of each, again and again.
const (
	found   = 40
	further = 5
)

var shownOf = map[string]int{"ticket": 8, "article": 5, "contact": 4}

// search is the box that searches everything and the panel with what it found.
// The focus stays in the box while Up and Down go through the finds.
type search struct {
	seat  *ui.Seat
	box   *ui.SearchBox
	hits  *hits
	panel *fyne.Container
	place func() // gives the panel its room
	home  func() // gives the focus back to the room

	asking ui.Slot
	limit  int            // of the finds shown
	before fyne.Focusable // what had the focus before the box
}

// newSearch makes the box; open leads to a find.
func newSearch(seat *ui.Seat, open func(desk.Hit)) *search {
	s := &search{seat: seat}
	p := seat.Words
	s.box = ui.NewSearchBox(seat.Do, p.Say("shell.search.box", "key", action.KeyName(p, "shell.search", "Ctrl+F")), s.ask)
	s.box.Label = p.Say("action.shell.search")
	s.hits = newHits(p, func(h desk.Hit) {
		s.clear()
		open(h)
	})
	s.hits.onMore = s.askFar
	s.hits.onEscape = s.leave
	s.hits.onFocus = func(bool) { s.settle() }
	s.box.OnDown = func() { s.hits.step(1) }
	s.box.OnUp = func() { s.hits.step(-1) }
	s.box.OnEnter = s.enter
	s.box.OnEscape = s.leave
	s.box.OnFocus = func(bool) { s.settle() }
	s.panel = ui.Sheet(container.New(layout.NewCustomPaddedLayout(sheetAir, sheetAir, 1, 1), s.hits.content))
	s.panel.Hide()
	return s
}

// focus goes to the box and takes what stands there for replaced by what is
// typed.
func (s *search) focus() {
	c := s.seat.Window.Canvas()
	if f := c.Focused(); !s.has(f) {
		s.before = f
	}
	c.Focus(s.box)
	s.box.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.ask(s.box.Text)
}

// ask looks for what was typed; an empty box says what can be.
func (s *search) ask(query string) {
	if query == "" {
		s.asking.Stop()
		s.hits.tip()
		s.open()
		return
	}
	s.look(query, found, desk.Near, func(finds desk.Finds) {
		s.hits.show(query, finds, shownOf)
		if finds.Reading {
			s.askAgain(query)
		}
	})
}

// askAgain looks for the articles of a manual that was not read yet. They join
// what is shown.
func (s *search) askAgain(query string) {
	ui.Load(s.seat, &s.asking, func(ctx context.Context) (desk.Finds, error) {
		if err := s.seat.Desk.ReadManual(ctx); err != nil {
			return desk.Finds{}, err
		}
		return s.seat.Desk.Search(ctx, query, found, desk.Near)
	}, func(finds desk.Finds) {
		if s.hasFocus() {
			s.hits.join(query, finds, shownOf)
			s.open()
		}
	})
}

// askFar looks further for what was typed. What is shown stays where it is.
func (s *search) askFar() {
	s.hits.looking()
	query, limit := s.box.Text, min(further*s.limit, desk.Far.Tickets)
	s.look(query, limit, desk.Far, func(finds desk.Finds) { s.hits.extend(query, finds, limit == desk.Far.Tickets) })
}

func (s *search) look(query string, limit int, reach desk.Reach, show func(desk.Finds)) {
	ui.Load(s.seat, &s.asking, func(ctx context.Context) (desk.Finds, error) {
		return s.seat.Desk.Search(ctx, query, limit, reach)
	}, func(finds desk.Finds) {
		if !s.hasFocus() {
			return // one has gone on meanwhile
		}
		s.limit = limit
		show(finds)
		s.open()
	})
}

// open shows the panel.
func (s *search) open() {
	s.panel.Show()
	s.place()
	s.hits.reveal()
}

// enter opens the find one is on, or the first.
func (s *search) enter() {
	if s.isOpen() {
		s.hits.open()
	}
}

// leave closes the panel and goes back to where one typed before.
func (s *search) leave() {
	s.clear()
	c := s.seat.Window.Canvas()
	if s.before != nil {
		c.Focus(s.before)
	}
	if c.Focused() == s.box { // what was before is not there any more
		s.home()
	}
}

func (s *search) clear() {
	s.asking.Stop()
	s.box.SetQuery("")
	s.close()
}

// close takes the panel away.
func (s *search) close() {
	s.asking.Stop()
	s.panel.Hide()
}

func (s *search) isOpen() bool { return s.panel.Visible() }

func (s *search) hasFocus() bool { return s.has(s.seat.Window.Canvas().Focused()) }

// has says whether something is the box or what it found.
func (s *search) has(f fyne.Focusable) bool { return f == s.box || f == s.hits }

// settle closes the panel once the focus is neither in the box nor in the panel.
// It looks a moment later, when the focus has arrived where it goes.
func (s *search) settle() {
	s.seat.Do(func() {
		if !s.hasFocus() {
			s.close()
		}
	})
}
