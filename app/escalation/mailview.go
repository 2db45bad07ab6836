package escalation

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/widget"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// mailView shows a mail: its head, the text as it is, what is attached.
type mailView struct {
	words   *words.Printer
	head    *fyne.Container
	parts   *fyne.Container
	scroll  *page.Scroll        // the text
	rims    []fyne.CanvasObject // head and parts with their lines
	content fyne.CanvasObject
}

// headLine is one line of a mail's head.
type headLine struct{ name, value string }

// mostText is how much of a text is shown, in bytes: one label takes long for
// more.
const mostText = 48 << 10

func newMailView(p *words.Printer) *mailView {
	v := &mailView{words: p, head: container.New(&table{}), parts: container.New(page.Column{}), scroll: page.NewScroll(container.NewVBox())}
	v.scroll.Label = p.Say("escalation.preview.text")
	top, foot := container.NewVBox(v.head, widget.NewSeparator()), container.NewVBox(widget.NewSeparator(), v.parts)
	v.rims = []fyne.CanvasObject{top, foot}
	v.content = ui.Border(top, foot, nil, nil, v.scroll)
	return v
}

func (v *mailView) clear() {
	v.head.Objects, v.parts.Objects = nil, nil
	for _, rim := range v.rims {
		rim.Hide()
	}
	v.scroll.SetContent(container.NewVBox())
	v.content.Refresh()
}

// say shows a sentence in place of a text.
func (v *mailView) say(text string, color fyne.ThemeColorName) {
	v.scroll.SetContent(ui.Padded(paragraph(text, color)))
}

// show shows a mail of size bytes in all.
func (v *mailView) show(head []headLine, text string, parts []data.Attachment, size int64) {
	v.head.Objects, v.parts.Objects = nil, nil
	for _, line := range head {
		value := ui.NewText(line.value, "")
		value.Cut = true
		v.head.Add(ui.NewText(line.name, ui.Muted))
		v.head.Add(value)
	}
	total := v.words.Say("escalation.total", "size", v.words.Size(size))
	if len(parts) > 0 {
		total = v.words.Count("escalation.parts", len(parts), "size", v.words.Size(size))
	}
	v.parts.Add(ui.NewCaption(total))
	for _, part := range parts {
		line := ui.NewText(v.words.Say("escalation.part", "name", part.Name, "size", v.words.Size(part.Size)), "")
		line.Cut = true
		v.parts.Add(line)
	}
	v.scroll.SetContent(plain(v.words, text))
	for _, rim := range v.rims {
		rim.Show()
	}
	v.content.Refresh()
}

// plain is a text as it stands in a mail: every letter as wide as the next, to
// be marked and copied.
func plain(p *words.Printer, text string) fyne.CanvasObject {
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "") + "\n\n" + p.Say("escalation.text.cut")
	}
	t := ui.SelectableText(text)
	t.TextStyle.Monospace = true
	return t
}

// table lays pairs out in two columns, the first as wide as it must be.
type table struct{}

func (*table) first(objects []fyne.CanvasObject) float32 {
	var w float32
	for i := 0; i < len(objects); i += 2 {
		w = max(w, objects[i].MinSize().Width)
	}
	return w + px(12)
}

// MinSize is all lines.
func (t *table) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(t.first(objects), 0)
	for i := 1; i < len(objects); i += 2 {
		size.Height += objects[i].MinSize().Height + px(2)
	}
	return size
}

// Layout puts the lines below each other.
func (t *table) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var y float32
	first := t.first(objects)
	for i := 0; i+1 < len(objects); i += 2 {
		height := objects[i+1].MinSize().Height
		objects[i].Move(fyne.NewPos(0, y))
		objects[i].Resize(fyne.NewSize(first, height))
		objects[i+1].Move(fyne.NewPos(first, y))
		objects[i+1].Resize(fyne.NewSize(size.Width-first, height))
		y += height + px(2)
	}
}
