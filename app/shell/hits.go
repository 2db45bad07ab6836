package shell

import (
	"cmp"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// line is a line of the panel: the heading of a group, a find, something said
// about the search, or the way to look further.
type line struct {
	head, said, more string
	hit              desk.Hit
}

// goes says whether one can be on a line.
func (l line) goes() bool { return l.head == "" && l.said == "" }

// hits shows finds in groups, with the words that were looked for set off. Like
// any list it can have the focus, but mostly the search box keeps it and tells
// hits where to go.
type hits struct {
	widget.BaseWidget
	words    *words.Printer
	onOpen   func(desk.Hit)
	onMore   func()
	onEscape func()
	onFocus  func(bool)

	content fyne.CanvasObject
	scroll  *container.Scroll
	none    *ui.Passage
	lines   []line
	on      int // the line one is on; -1: none
}

var (
	_ fyne.Focusable    = (*hits)(nil)
	_ fyne.Tappable     = (*hits)(nil)
	_ fyne.Accessible   = (*hits)(nil)
	_ desktop.Hoverable = (*hits)(nil)
	_ desktop.Mouseable = (*hits)(nil)
)

func newHits(p *words.Printer, open func(desk.Hit)) *hits {
	h := &hits{words: p, onOpen: open, on: -1, none: ui.Paragraph("")}
	h.ExtendBaseWidget(h)
	h.scroll = container.NewVScroll(h)
	h.scroll.OnScrolled = func(fyne.Position) { h.Refresh() }
	h.content = container.NewStack(h.scroll, h.none)
	return h
}

// show puts finds in their groups, the group of the best find first and of each
// kind no more than most, and goes to the best.
func (h *hits) show(query string, finds desk.Finds, most map[string]int) {
	h.on = -1
	h.group(query, finds, most)
	h.scroll.ScrollToTop()
	h.step(1)
}

// extend shows what looking further found behind what is shown, and goes to the
// first of it. last says that there is no looking further than that.
func (h *hits) extend(query string, finds desk.Finds, last bool) {
	known := h.behind(&finds)
	more := finds.More
	finds.More = more && !last
	h.group(query, finds, nil)
	if more && last {
		h.lines = append(h.lines, line{said: h.words.Say("shell.search.end", "n", len(finds.Hits))})
	}
	h.on = slices.IndexFunc(h.lines, func(l line) bool { return !known[l.hit.ID] })
	if h.on < 0 { // there is nothing more
		h.on = len(h.lines)
		h.step(-1)
	}
	h.reveal()
}

// join puts what was found later behind what is shown. One stays where one is.
func (h *hits) join(query string, finds desk.Finds, most map[string]int) {
	var at line
	if h.on >= 0 {
		at = h.lines[h.on]
	}
	h.behind(&finds)
	h.group(query, finds, most)
	h.on = slices.IndexFunc(h.lines, func(l line) bool { return l.goes() && l.hit.ID == at.hit.ID && l.more == at.more })
	if h.on < 0 {
		h.step(1)
	}
	h.reveal()
}

// behind puts the finds that are shown before the others, and gives their ids.
func (h *hits) behind(finds *desk.Finds) map[data.ID]bool {
	var shown []desk.Hit
	known := map[data.ID]bool{"": true}
	for _, l := range h.lines {
		if l.hit.ID != "" {
			shown, known[l.hit.ID] = append(shown, l.hit), true
		}
	}
	finds.Hits = append(shown, slices.DeleteFunc(finds.Hits, func(hit desk.Hit) bool { return known[hit.ID] })...)
	return known
}

// group makes the lines of finds; most of a kind, if it says so.
func (h *hits) group(query string, finds desk.Finds, most map[string]int) {
	h.lines = nil
	if finds.Instead != "" {
		h.lines = append(h.lines, line{said: h.words.Say("shell.search.instead", "query", finds.Instead)})
	}
	heads := map[string]string{"ticket": h.words.Say("word.tickets"), "article": h.words.Say("word.articles"), "contact": h.words.Say("shell.search.contacts")}
	var kinds []string
	groups := map[string][]line{}
	left := false
	for _, hit := range finds.Hits {
		switch n := len(groups[hit.Kind]); {
		case most != nil && n > most[hit.Kind]: // with its heading
			left = true
			continue
		case n == 0:
			kinds = append(kinds, hit.Kind)
			groups[hit.Kind] = []line{{head: heads[hit.Kind]}}
		}
		groups[hit.Kind] = append(groups[hit.Kind], line{hit: hit})
	}
	for _, kind := range kinds {
		h.lines = append(h.lines, groups[kind]...)
	}
	if finds.More || left {
		h.lines = append(h.lines, line{more: h.words.Say("shell.search.more")})
	}
	switch {
	case len(finds.Hits) > 0:
	case finds.More:
		h.lines = append([]line{{said: h.words.Say("shell.search.newest")}}, h.lines...)
	default:
		h.lines = nil
	}
	none := h.words.Say("shell.search.none", "query", query)
	if finds.Reading {
		none = h.words.Say("shell.search.looking")
	} else if len(finds.Unknown) > 0 {
		none = h.words.Say("shell.search.unknown", "value", strings.Join(finds.Unknown, ", "))
	}
	h.say(none + "\n\n" + h.words.Say("shell.search.tips"))
}

// say shows a text, unless there are finds.
func (h *hits) say(text string) {
	h.none.SetText(text)
	if h.none.Hidden = len(h.lines) > 0; h.none.Hidden {
		h.scroll.Show()
	} else {
		h.scroll.Hide()
	}
	h.scroll.Refresh() // and with it the finds
}

// tip says what can be typed.
func (h *hits) tip() {
	h.lines, h.on = nil, -1
	h.say(h.words.Say("shell.search.tips"))
}

// looking says that the way to look further has been taken.
func (h *hits) looking() {
	if n := len(h.lines); n > 0 && h.lines[n-1].more != "" {
		h.lines[n-1].more = h.words.Say("shell.search.looking")
		h.Refresh()
	}
}

// step goes to the find that many further, past headings; up from the first it
// goes to the last.
func (h *hits) step(by int) {
	from := h.on
	if by < 0 && !slices.ContainsFunc(h.lines[:max(h.on, 0)], line.goes) {
		from = len(h.lines)
	}
	for i := from + by; i >= 0 && i < len(h.lines); i += by {
		if h.lines[i].goes() {
			h.on = i
			break
		}
	}
	h.reveal()
}

// open leads to the find one is on.
func (h *hits) open() {
	switch {
	case h.on < 0:
	case h.lines[h.on].more != "":
		h.onMore()
	default:
		h.onOpen(h.lines[h.on].hit)
	}
}

// twoLines are the title and the text of a find. A text that begins with the
// number and the title is shown without them.
func twoLines(hit desk.Hit) (title, text string) {
	text = strings.Join(strings.Fields(hit.Snippet), " ")
	if hit.Number != "" {
		text = cutMarked(text, hit.Number+" ")
	}
	text = cutMarked(text, hit.Title)
	return strings.TrimSpace(hit.Number + "  " + cmp.Or(hit.Marked, hit.Title)), strings.TrimSpace(text)
}

// cutMarked cuts a beginning off a text with marks, if it begins so.
func cutMarked(text, beginning string) string {
	left := beginning
	for i := 0; i < len(text); i++ {
		mark := text[i:i+1] == ui.MarkOn || text[i:i+1] == ui.MarkOff
		switch {
		case left == "" && text[i:i+1] != ui.MarkOff:
			return text[i:]
		case mark:
		case left == "" || text[i] != left[0]:
			return text
		default:
			left = left[1:]
		}
	}
	if left == "" {
		return ""
	}
	return text
}

// about says how a ticket stands, and whose it is.
func (h *hits) about(hit desk.Hit) string {
	status := ""
	if hit.Status != "" {
		status = ui.Status(h.words, hit.Status)
	}
	return strings.Trim(status+" · "+hit.Caller, " ·")
}

// Tapped opens the find under the pointer.
func (h *hits) Tapped(ev *fyne.PointEvent) {
	if i := h.lineAt(ev.Position.Y); i >= 0 {
		h.on = i
		h.open()
	}
}

// MouseDown keeps the focus from going anywhere else.
func (h *hits) MouseDown(*desktop.MouseEvent) {
	fyne.CurrentApp().Driver().CanvasForObject(h).Focus(h)
}

// MouseUp does nothing.
func (h *hits) MouseUp(*desktop.MouseEvent) {}

// MouseIn goes to the find under the pointer.
func (h *hits) MouseIn(ev *desktop.MouseEvent) { h.MouseMoved(ev) }

// MouseMoved goes to the find under the pointer.
func (h *hits) MouseMoved(ev *desktop.MouseEvent) {
	if i := h.lineAt(ev.Position.Y); i >= 0 && i != h.on {
		h.on = i
		h.Refresh()
	}
}

// MouseOut does nothing: what one was on stays.
func (h *hits) MouseOut() {}

// FocusGained tells the search box.
func (h *hits) FocusGained() { h.onFocus(true) }

// FocusLost tells the search box.
func (h *hits) FocusLost() { h.onFocus(false) }

// TypedRune does nothing.
func (h *hits) TypedRune(rune) {}

// TypedKey goes through the finds and opens one.
func (h *hits) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyDown:
		h.step(1)
	case fyne.KeyUp:
		h.step(-1)
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		h.open()
	case fyne.KeyEscape:
		h.onEscape()
	default:
		ui.Unused(h, ev)
	}
}

// AccessibilityLabel is the find one is on.
func (h *hits) AccessibilityLabel() string {
	if h.on < 0 {
		return h.none.Text
	}
	if more := h.lines[h.on].more; more != "" {
		return more
	}
	hit := h.lines[h.on].hit
	title, text := twoLines(hit)
	return ui.Unmarked(strings.Trim(title+", "+text+", "+h.about(hit), ", "))
}

// AccessibilityRole is a container's.
func (h *hits) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }
