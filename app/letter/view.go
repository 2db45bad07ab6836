// Package letter shows a mail: who wrote what to whom, what they answer folded
// away, and what came along. The outbox, the inbox and the ticket are read by it.
package letter

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// View shows one mail: its head, the text as it is, what is attached.
type View struct {
	Scroll  *page.Scroll // holds the text and takes the keyboard
	Content fyne.CanvasObject

	words *words.Printer
	head  *fyne.Container
	parts *fyne.Container
	rims  []fyne.CanvasObject // head and parts with their lines
}

// Line is one line of a mail's head.
type Line struct{ Name, Value string }

// Mail is what is shown of a mail.
type Mail struct {
	Head   []Line
	Text   string
	Quoted string // what the text answers, and the signature: folded away; "" for none
	Parts  []data.Attachment
	Size   int64 // of all of it, bytes
}

// mostText is how much of a text is shown, in bytes: one label takes long for
// more.
const mostText = 48 << 10

// New makes a view with nothing in it.
func New(p *words.Printer) *View {
	v := &View{words: p, head: container.New(&table{}), parts: container.New(page.Column{}), Scroll: page.NewScroll(container.NewVBox())}
	v.Scroll.Label = p.Say("letter.text")
	top, foot := container.NewVBox(v.head, ui.NewRule()), container.NewVBox(ui.NewRule(), v.parts)
	v.rims = []fyne.CanvasObject{top, foot}
	v.Content = ui.Border(top, foot, nil, nil, v.Scroll)
	v.Clear()
	return v
}

// Clear shows nothing.
func (v *View) Clear() {
	v.head.Objects, v.parts.Objects = nil, nil
	for _, rim := range v.rims {
		rim.Hide()
	}
	v.Scroll.SetContent(container.NewVBox())
	v.Content.Refresh()
}

// Say shows a sentence in place of a text.
func (v *View) Say(text string, color fyne.ThemeColorName) {
	v.Scroll.SetContent(ui.Padded(ui.Prose(text, color)))
}

// Show shows a mail.
func (v *View) Show(m Mail) {
	v.head.Objects, v.parts.Objects = nil, nil
	for _, line := range m.Head {
		value := ui.NewText(line.Value, "")
		value.Cut = true
		v.head.Add(ui.NewText(line.Name, ui.Muted))
		v.head.Add(value)
	}
	total := v.words.Say("letter.total", "size", v.words.Size(m.Size))
	if len(m.Parts) > 0 {
		total = v.words.Count("letter.parts", len(m.Parts), "size", v.words.Size(m.Size))
	}
	v.parts.Add(ui.NewCaption(total))
	for _, part := range m.Parts {
		line := ui.NewText(v.words.Say("letter.part", "name", part.Name, "size", v.words.Size(part.Size)), "")
		line.Cut = true
		v.parts.Add(line)
	}
	v.Scroll.SetContent(v.body(m))
	for _, rim := range v.rims {
		rim.Show()
	}
	v.Content.Refresh()
}

// body is the text, and a button that unfolds what it answers.
func (v *View) body(m Mail) fyne.CanvasObject {
	text := Plain(v.words, m.Text)
	if strings.TrimSpace(m.Quoted) == "" {
		return text
	}
	return container.New(page.Column{Gap: ui.Px(6)}, text, NewFold(v.words, m.Quoted, v.Scroll.Refresh).Content)
}

// Plain is a text as it stands in a mail: every letter as wide as the next, to
// be marked and copied.
func Plain(p *words.Printer, text string) fyne.CanvasObject {
	if len(text) > mostText {
		text = strings.ToValidUTF8(text[:mostText], "") + "\n\n" + p.Say("letter.cut")
	}
	t := ui.SelectableText(text)
	t.Style.Monospace = true
	return t
}

// table lays pairs out in two columns, the first as wide as it must be.
type table struct{}

func (*table) first(objects []fyne.CanvasObject) float32 {
	var w float32
	for i := 0; i < len(objects); i += 2 {
		w = max(w, objects[i].MinSize().Width)
	}
	return w + ui.Px(12)
}

// MinSize is all lines.
func (t *table) MinSize(objects []fyne.CanvasObject) fyne.Size {
	size := fyne.NewSize(t.first(objects), 0)
	for i := 1; i < len(objects); i += 2 {
		size.Height += objects[i].MinSize().Height + ui.Px(2)
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
		y += height + ui.Px(2)
	}
}
