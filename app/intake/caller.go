package intake

import (
	"context"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

const (
	searchPause  = 150 * time.Millisecond // typing rests that long before anyone is looked for
	leastLetters = 2
	mostHits     = 8
	mostPast     = 30 // tickets of one caller
)

// caller is who is on the line: found while the name, number or address is
// typed, or made in place.
type caller struct {
	seat *ui.Seat
	box  *ui.Entry
	who  *ui.Passage     // beneath the box: known or new, and what the keys do
	hint *fyne.Container // where that stands
	hits *ui.List        // found so far
	drop *fyne.Container // where they lie: right below the box

	known data.Contact        // picked; no id: nobody known
	past  []data.Excerpt      // their tickets, those not done first; nil: not read yet
	found []desk.AlikeContact // one with a reason is not quite what was typed
	asked string              // what found is about
	then  func()              // what Return waits to do until the answer is there
	pause page.Pause
	quiet bool // the program writes into the box

	onChange func()                             // something was typed or picked
	onWho    func(c data.Contact, asked string) // someone else, found by what was asked; or nobody
	onPast   func(past []data.Excerpt)
	onPicked func()                          // with Return: go on
	onNew    func()                          // Return where nobody was found
	onOther  func(found []desk.AlikeContact) // it is none of these
	onLeft   func()                          // the box has no focus any more
	onGrown  func()                          // what stands beneath the box takes another height

	search, reading ui.Slot
}

func newCaller(seat *ui.Seat) *caller {
	p := seat.Words
	c := &caller{seat: seat, box: ui.NewEntry(p.Say("intake.caller.hint")), who: ui.NewPassage("", ui.Muted, theme.SizeNameCaptionText), pause: page.Pause{Do: seat.Do}}
	c.hint = ui.Flush(c.who)
	c.hits = ui.NewLines(nil)
	c.hits.Label = p.Say("intake.hits")
	c.hits.OpenOnClick = true
	c.hits.OnOpen = c.pick
	c.hits.OnTop = func() { seat.Window.Canvas().Focus(c.box) }
	c.hits.OnEscape = func() {
		c.other()
		seat.Window.Canvas().Focus(c.box)
	}
	c.drop = newDropDown(c.hint, c.hits) // what the keys do stays in sight
	c.box.OnChanged = c.typed
	c.box.OnEnter = c.enter
	c.box.OnDown = func() { c.move(1) }
	c.box.OnUp = func() { c.move(-1) }
	c.box.OnFocus = func(on bool) {
		if on {
			return
		}
		seat.Do(func() { // the new focus is known once the old one is gone
			if f := seat.Window.Canvas().Focused(); f != c.box && f != c.hits {
				c.close()
				c.onLeft()
			}
		})
	}
	c.say()
	return c
}

func (c *caller) text() string { return strings.TrimSpace(c.box.Text) }

// write puts a name into the box without looking anyone up.
func (c *caller) write(name string) { c.fill(c.box.SetText, name) }

// call puts the name of someone known into the box: another name is typed over it.
func (c *caller) call(name string) { c.fill(c.box.Propose, name) }

func (c *caller) fill(put func(string), name string) {
	c.quiet = true
	put(name)
	c.quiet = false
	c.say()
}

// clear forgets the caller.
func (c *caller) clear() {
	c.close()
	c.write("")
	c.become(data.Contact{}, "")
}

// typed looks for whoever is being typed. Another name is another caller.
func (c *caller) typed(string) {
	if c.quiet {
		return
	}
	c.then = nil
	if c.known.ID != "" {
		c.become(data.Contact{}, "")
	}
	c.pause.After(searchPause, c.ask)
	c.box.OnEscape = c.other // also in a hurry, before anyone is found
	c.say()
	c.onChange()
}

// ask looks for the text in the box.
func (c *caller) ask() {
	c.pause.Stop()
	query := c.text()
	if len([]rune(query)) < leastLetters || c.known.ID != "" {
		c.close()
		return
	}
	ui.Load(c.seat, &c.search, func(ctx context.Context) ([]desk.AlikeContact, error) {
		return look(ctx, c.seat.Desk, query)
	}, func(hits []desk.AlikeContact) {
		c.found, c.asked = hits, query
		c.list()
		if then := c.then; then != nil {
			c.then = nil
			then()
		}
	})
}

// exact says whether those found have what was typed.
func (c *caller) exact() bool { return len(c.found) > 0 && c.found[0].Reason == "" }

// list shows who was found, the likeliest marked; of people who are only alike
// none is, so that Return makes a new contact of someone new.
func (c *caller) list() {
	if len(c.found) == 0 || c.seat.Window.Canvas().Focused() != c.box {
		c.box.OnEscape = nil
		c.drop.Hide()
		c.say()
		return
	}
	rows := people(c.seat.Words, c.found, c.asked)
	c.hits.MinRows = len(rows)
	c.hits.SetSource(rows)
	c.hits.Select(-1)
	if c.exact() {
		c.hits.Select(0)
	}
	c.box.OnEscape = c.other
	c.say()
	c.drop.Show()
	c.drop.Refresh()
}

// other says that it is none of those found, and hides them.
func (c *caller) other() {
	c.onOther(c.found)
	c.close()
}

// close hides who was found; the name in the box stays as it is.
func (c *caller) close() {
	c.pause.Stop()
	c.search.Stop()
	c.then, c.found, c.asked = nil, nil, ""
	c.box.OnEscape = nil // the next one leaves the room
	c.drop.Hide()
	c.say()
}

// move moves the mark in the list; the typing goes on in the box.
func (c *caller) move(by int) {
	switch {
	case c.drop.Visible():
		c.hits.Select(max(c.hits.Selected()+by, 0))
	case by > 0:
		c.ask()
	}
}

// enter takes the marked hit, or a new contact where nobody was found. Return
// may come before the answer to the last key: then it waits for it.
func (c *caller) enter() {
	take := func() {
		if c.drop.Visible() && c.hits.Selected() >= 0 {
			c.pick(c.hits.Selected())
			return
		}
		c.other()
		c.onNew()
	}
	switch {
	case c.known.ID != "":
		c.onPicked()
	case c.asked == c.text() || len([]rune(c.text())) < leastLetters:
		take()
	default:
		c.then = take
		c.ask()
	}
}

// pick takes one of those found for the caller.
func (c *caller) pick(row int) {
	if row < 0 || row >= len(c.found) {
		return
	}
	c.take(c.found[row].Contact, c.asked)
}

// take makes a contact the caller, found by what was asked.
func (c *caller) take(contact data.Contact, asked string) {
	c.close()
	c.call(contact.Name)
	c.become(contact, asked)
	c.read(nil)
	c.onChange()
	c.onPicked()
}

// meet takes a contact one knows only by id; then, if any, is called when the
// card is there. A contact that is gone is only a name.
func (c *caller) meet(id data.ID, then func()) {
	c.known = data.Contact{ID: id}
	c.read(then)
}

// become takes someone for the caller; without an id it is nobody known.
func (c *caller) become(contact data.Contact, asked string) {
	c.reading.Stop()
	c.known, c.past = contact, nil
	c.say()
	c.onWho(contact, asked)
}

// read reads the caller's card and tickets.
func (c *caller) read(then func()) {
	type card struct {
		contact data.Contact
		past    []data.Excerpt
	}
	id := c.known.ID
	ui.Try(c.seat, &c.reading, func(ctx context.Context) (k card, err error) {
		if k.contact, err = c.seat.Desk.Contact(ctx, id); err != nil {
			return k, err
		}
		k.past, err = c.seat.Desk.ContactTickets(ctx, id, mostPast)
		return k, err
	}, func(k card, err error) {
		switch {
		case errors.Is(err, data.ErrNotFound):
			c.become(data.Contact{}, "")
			return
		case err != nil:
			c.seat.Fail(err)
			return
		}
		if c.text() == "" {
			c.call(k.contact.Name)
		}
		if met := c.known.Name != ""; !met {
			c.become(k.contact, "")
		}
		c.known, c.past = k.contact, openFirst(k.past)
		c.say()
		c.onPast(c.past)
		if then != nil {
			then()
		}
	})
}

// reload asks again about the caller, after a change at the desk.
func (c *caller) reload() {
	if c.known.ID != "" {
		c.read(nil)
	}
}

// say tells beneath the box what the name in it means so far.
func (c *caller) say() {
	p, color := c.seat.Words, ui.Muted
	var text string
	switch {
	case c.known.ID != "" && c.past == nil:
		text, color = p.Say("intake.known"), ui.Good
	case c.known.ID != "":
		text, color = joined(p.Say("intake.known"), c.known.Site, c.known.Department), ui.Good
	case c.text() == "":
		text = p.Say("intake.caller.how")
	case c.exact():
		text = p.Say("intake.caller.choose")
	case len(c.found) > 0:
		text = p.Say("intake.caller.alike")
	case c.asked == c.text():
		text = p.Say("intake.caller.unknown")
	default:
		text = p.Say("intake.caller.new")
	}
	c.tell(text, color)
}

// tell writes beneath the box, on as many lines as that takes.
func (c *caller) tell(text string, color fyne.ThemeColorName) {
	before := c.who.MinSize().Height
	c.who.Text, c.who.Color = text, color
	c.who.Refresh()
	if c.onGrown != nil && c.who.MinSize().Height != before {
		c.onGrown()
	}
}

func open(x data.Excerpt) bool { return x.Status.Category() != data.Done }

// openFirst puts the tickets that are not done before the others; each part
// stays newest first.
func openFirst(past []data.Excerpt) []data.Excerpt {
	list := make([]data.Excerpt, 0, len(past))
	for _, want := range []bool{true, false} {
		for _, x := range past {
			if open(x) == want {
				list = append(list, x)
			}
		}
	}
	return list
}
