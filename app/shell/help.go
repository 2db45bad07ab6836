package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/guide"
	"firstline/app/ui"
)

// help is the guide: its pages at the left, the one about the room one came from
// beside them, and below its text the keys of that room, those that work
// everywhere, and those every list, field and dialog knows.
type help struct {
	seat    *ui.Seat
	find    *ui.SearchBox
	list    *ui.List
	text    *page.Scroll
	content fyne.CanvasObject

	pages    []guide.Page
	shown    []guide.Page // those that hold what is searched for
	registry []action.Action
}

// fixedKeys are what the widgets do by themselves; the words are under
// "shell.keys.<id>".
var fixedKeys = []struct{ id, key string }{
	{"move", "Tab"}, {"press", "Return"}, {"escape", "Escape"}, {"list", "↑↓"}, {"page", "pages"}, {"ends", "ends"},
	{"open", "Return"}, {"type", "A … Z"}, {"sort", "←→"}, {"width", "Ctrl+←→"},
	{"pick", "Space"}, {"range", "Shift+↑↓"}, {"all", "Ctrl+A"}, {"confirm", "Ctrl+Return"}, {"choice", "↑↓"}, {"text", "Ctrl+Z"}, {"menu", "Alt"},
}

func newHelp(seat *ui.Seat) *help {
	p := seat.Words
	h := &help{seat: seat, list: ui.NewNames(nil), text: page.NewScroll(container.NewVBox())}
	h.find = ui.NewSearchBox(seat.Do, p.Say("guide.search"), h.filter)
	h.find.Label = p.Say("guide.search")
	h.find.OnDown = func() { seat.Window.Canvas().Focus(h.list) }
	h.list.Label = p.Say("guide.pages")
	h.list.SetEmpty(ui.Empty(p.Say("guide.none"), nil))
	h.list.OnSelect = h.open
	h.list.OnOpen = func(int) { seat.Window.Canvas().Focus(h.text) }
	h.list.OnTop = func() { seat.Window.Canvas().Focus(h.find) }
	h.text.Label = p.Say("room.help")
	pages := ui.Border(ui.Padded(h.find), nil, nil, nil, h.list)
	h.content = ui.Split(pages, h.text, 0.26)
	return h
}

// show opens the guide at the page about a room.
func (h *help) show(room string, registry []action.Action) {
	h.registry = registry
	h.pages = guide.Pages(h.seat.Words, registry)
	h.find.SetText("")
	h.fill(h.pages)
	for i, page := range h.pages {
		if page.Name == room {
			h.list.Select(i)
		}
	}
}

// filter leaves the pages that hold what one searches for.
func (h *help) filter(query string) {
	var fits []guide.Page
	for _, page := range h.pages {
		if ui.Matches(page.Title+" "+page.Text, query) {
			fits = append(fits, page)
		}
	}
	h.fill(fits)
}

func (h *help) fill(pages []guide.Page) {
	h.shown = pages
	rows := make(ui.Rows, len(pages))
	for i, page := range pages {
		rows[i] = []ui.Cell{{Text: page.Title}}
	}
	h.list.SetSource(rows)
	if len(rows) > 0 {
		h.list.Select(0)
	}
}

// open shows a page with the keys that belong to it.
func (h *help) open(row int) {
	if row < 0 || row >= len(h.shown) {
		return
	}
	at, p := h.shown[row], h.seat.Words
	title := ui.Paragraph(at.Title)
	title.Style.Bold, title.SizeName = true, theme.SizeNameHeadingText
	column := container.New(page.Column{Gap: 2 * theme.Padding()}, ui.Flush(title), ui.Flush(ui.Markdown(at.Text)))
	add := func(title string, keys [][2]string) {
		if len(keys) > 0 {
			column.Add(ui.Section(title, container.New(keyRows{}, cells(keys)...)))
		}
	}
	add(p.Say("shell.help.here", "room", p.Say("room."+at.Name)), h.keys(at.Name))
	add(p.Say("shell.help.everywhere"), h.keys("shell"))
	var fixed [][2]string
	for _, k := range fixedKeys {
		fixed = append(fixed, [2]string{action.KeyText(p, k.key), p.Say("shell.keys." + k.id)})
	}
	add(p.Say("shell.help.fixed"), fixed)
	h.text.SetContent(ui.Padded(container.New(readable{}, column)))
}

// keys are the keys of a room's actions and what they do; the palette has the
// rest.
func (h *help) keys(room string) [][2]string {
	var list [][2]string
	for _, a := range h.registry {
		if a.Room() == room && a.Bound() != "" {
			list = append(list, [2]string{action.KeyText(h.seat.Words, a.Bound()), a.Name(h.seat.Words)})
		}
	}
	return list
}

// cells are the objects of keyRows.
func cells(keys [][2]string) []fyne.CanvasObject {
	var list []fyne.CanvasObject
	for _, k := range keys {
		list = append(list, ui.NewText(k[0], ui.Accent), ui.Flush(ui.Paragraph(k[1])))
	}
	return list
}

// keyRows puts keys into a column and what they do beside them.
type keyRows struct{}

// MinSize is that of two columns, the right one as high as it is at its width.
func (keyRows) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var keys, texts, height float32
	for i := 0; i+1 < len(objects); i += 2 {
		key, text := objects[i].MinSize(), objects[i+1].MinSize()
		keys, texts = max(keys, key.Width), max(texts, text.Width)
		height += max(key.Height, text.Height) + theme.Padding()
	}
	return fyne.NewSize(keys+theme.TextSize()+texts, height)
}

// Layout makes the left column as wide as its widest key.
func (keyRows) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var left, y float32
	for i := 0; i < len(objects); i += 2 {
		left = max(left, objects[i].MinSize().Width)
	}
	x := left + theme.TextSize()
	for i := 0; i+1 < len(objects); i += 2 {
		key, text := objects[i], objects[i+1]
		text.Move(fyne.NewPos(x, y))
		text.Resize(fyne.NewSize(size.Width-x, text.Size().Height)) // wrapped text knows its height by its width
		height := max(key.MinSize().Height, text.MinSize().Height)
		text.Resize(fyne.NewSize(size.Width-x, height))
		key.Move(fyne.NewPos(0, y))
		key.Resize(fyne.NewSize(left, key.MinSize().Height))
		y += height + theme.Padding()
	}
}

// readable keeps a page as wide as one reads with ease.
type readable struct{}

// MinSize is the page's.
func (readable) MinSize(objects []fyne.CanvasObject) fyne.Size { return objects[0].MinSize() }

// Layout keeps the page at the left.
func (readable) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(min(size.Width, 54*theme.TextSize()), size.Height))
}

// Name is "help".
func (h *help) Name() string { return "help" }

// Content is the guide.
func (h *help) Content() fyne.CanvasObject { return h.content }

// Enter gives the page the keys that scroll it.
func (h *help) Enter() { h.seat.Window.Canvas().Focus(h.text) }

// Leave does nothing.
func (h *help) Leave() {}

// Actions are none of its own.
func (h *help) Actions() []action.Action { return nil }
