package ui

import (
	"cmp"
	"image/color"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
)

// Text is one line of text in a colour and size of the theme; it is drawn again
// when the theme changes, as canvas.Text is not.
type Text struct {
	widget.BaseWidget
	Text     string
	Color    fyne.ThemeColorName // "" for ink
	SizeName fyne.ThemeSizeName  // "" for running text
	Bold     bool
	Align    fyne.TextAlign
	// Cut shortens the text with "…" where there is less room; otherwise the
	// text keeps its room.
	Cut bool
}

// NewText makes a line of running text.
func NewText(text string, color fyne.ThemeColorName) *Text {
	t := &Text{Text: text, Color: color}
	t.ExtendBaseWidget(t)
	return t
}

// NewHeading makes a heading.
func NewHeading(text string) *Text {
	t := &Text{Text: text, SizeName: theme.SizeNameSubHeadingText, Bold: true, Cut: true}
	t.ExtendBaseWidget(t)
	return t
}

// NewCaption makes a small muted line.
func NewCaption(text string) *Text {
	t := &Text{Text: text, SizeName: theme.SizeNameCaptionText, Color: Muted}
	t.ExtendBaseWidget(t)
	return t
}

// SetText changes the text.
func (t *Text) SetText(text string) {
	if t.Text != text {
		t.Text = text
		t.Refresh()
	}
}

// Set changes the text and its colour.
func (t *Text) Set(text string, color fyne.ThemeColorName) {
	t.Text, t.Color = text, color
	t.Refresh()
}

// AccessibilityLabel is the text.
func (t *Text) AccessibilityLabel() string { return t.Text }

// AccessibilityRole is a text's.
func (t *Text) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the line.
func (t *Text) CreateRenderer() fyne.WidgetRenderer {
	r := &textRenderer{t: t, text: NewLetters()}
	r.Refresh()
	return r
}

type textRenderer struct {
	t    *Text
	text *Letters
}

func (r *textRenderer) Destroy()                     {}
func (r *textRenderer) Objects() []fyne.CanvasObject { return r.text.Objects() }

func (r *textRenderer) size() float32 { return sizeOf(r.t.SizeName) }

// sizeOf is a size of the theme's; "" is that of plain text.
func sizeOf(name fyne.ThemeSizeName) float32 {
	if name == "" {
		return em()
	}
	return theme.Size(name)
}

func (r *textRenderer) MinSize() fyne.Size {
	min := Measure(r.t.Text, r.size(), fyne.TextStyle{Bold: r.t.Bold})
	if r.t.Text == "" {
		min.Height = Measure("Ág", r.size(), fyne.TextStyle{}).Height
	}
	if r.t.Cut {
		min.Width = 0
	}
	return min
}

// leastLeft is how many letters of a text that is cut, with the dots, still say
// something.
const leastLeft = 4

func (r *textRenderer) Layout(size fyne.Size) {
	t := r.t
	pen := Pen{Ink: Color(cmp.Or(t.Color, Ink)), Size: r.size(), Style: fyne.TextStyle{Bold: t.Bold}, Align: t.Align}
	text := t.Text
	if t.Cut && size.Width > 0 {
		text = Fit(text, size.Width, pen.Size, pen.Style)
		if text != t.Text && utf8.RuneCountInString(text) < leastLeft {
			text = ""
		}
	}
	height := r.MinSize().Height
	r.text.Line(text, pen, 0, (size.Height-height)/2, size.Width, height)
}

func (r *textRenderer) Refresh() { r.Layout(r.t.Size()) }

// Section is a part of a page: a title, a hairline, the content. No box. What
// stands at the right end of the title line (buttons, a count) may follow.
func Section(title string, content fyne.CanvasObject, right ...fyne.CanvasObject) fyne.CanvasObject {
	head := &Text{Text: title, Bold: true, Cut: true}
	head.ExtendBaseWidget(head)
	var line fyne.CanvasObject = head
	if len(right) > 0 {
		line = container.New(titleLine{head}, head, container.NewHBox(right...))
	}
	top := Pile(3, line, NewRule())
	return Border(Air(6, 4, 0, 0, top), nil, nil, nil, content)
}

// titleLine gives a title the width of its text before a hint at the right end,
// which is left out where there is no room for it, but after buttons there.
type titleLine struct{ title *Text }

// MinSize is both side by side, without a hint.
func (titleLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	title, right := objects[0].MinSize(), objects[1].MinSize()
	if hint(objects[1]) {
		right.Width = 0
	}
	return fyne.NewSize(title.Width+right.Width, max(title.Height, right.Height))
}

// Layout puts the title at the left end and the rest at the right.
func (l titleLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	right := objects[1]
	width := right.MinSize().Width
	whole := Measure(l.title.Text, em(), fyne.TextStyle{Bold: true}).Width + px(8)
	if hint(right) && width > size.Width-whole {
		right.Hide()
		width = 0
	} else {
		right.Show()
	}
	objects[0].Resize(fyne.NewSize(size.Width-width, size.Height))
	right.Resize(fyne.NewSize(width, size.Height))
	right.Move(fyne.NewPos(size.Width-width, 0))
}

// hint says whether what stands at the end of a title's line is only a caption.
func hint(right fyne.CanvasObject) bool {
	_, is := right.(*fyne.Container).Objects[0].(*Text)
	return is
}

// Border puts parts round a centre, each of which may be nil. Unlike Fyne's,
// Tab goes through them in reading order: top, left, centre, right, bottom.
func Border(top, bottom, left, right, centre fyne.CanvasObject) *fyne.Container {
	c := container.New(layout.NewBorderLayout(top, bottom, left, right))
	for _, o := range []fyne.CanvasObject{top, left, centre, right, bottom} {
		if o != nil {
			c.Add(o)
		}
	}
	return c
}

// Empty is what stands where there is nothing yet: what belongs there and, if
// given, the button that adds it.
func Empty(text string, button *Button) fyne.CanvasObject {
	p := NewPassage(text, Muted, "")
	p.Align = fyne.TextAlignCenter
	box := container.New(emptyLayout{}, p)
	if button != nil {
		box.Add(button)
	}
	return box
}

// emptyLayout puts a text, and what may be pressed below it, a little above the
// middle.
type emptyLayout struct{}

// MinSize is both, below each other.
func (emptyLayout) MinSize(objects []fyne.CanvasObject) fyne.Size {
	var min fyne.Size
	for _, o := range objects {
		min = fyne.NewSize(max(min.Width, o.MinSize().Width), min.Height+o.MinSize().Height)
	}
	return min
}

// Layout gives the text its width first: what wraps knows its height only then.
func (emptyLayout) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	objects[0].Resize(fyne.NewSize(size.Width, objects[0].MinSize().Height))
	height := objects[0].MinSize().Height
	for _, o := range objects[1:] {
		height += o.MinSize().Height
	}
	y := max((size.Height-height)/3, 0)
	for i, o := range objects {
		width := size.Width
		if i > 0 {
			width = min(o.MinSize().Width, size.Width)
		}
		o.Move(fyne.NewPos((size.Width-width)/2, y))
		o.Resize(fyne.NewSize(width, o.MinSize().Height))
		y += o.MinSize().Height
	}
}

// Badge is a short text on a ground of its own colour.
type Badge struct {
	widget.BaseWidget
	text  string
	color fyne.ThemeColorName
}

// NewBadge makes a badge; color "" is muted.
func NewBadge(text string, color fyne.ThemeColorName) *Badge {
	b := &Badge{text: text, color: color}
	b.ExtendBaseWidget(b)
	return b
}

// Set changes the badge; an empty text hides it.
func (b *Badge) Set(text string, color fyne.ThemeColorName) {
	b.text, b.color = text, color
	b.Hidden = text == ""
	b.Refresh()
}

// AccessibilityLabel is the text.
func (b *Badge) AccessibilityLabel() string { return b.text }

// AccessibilityRole is a text's.
func (b *Badge) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer draws the badge.
func (b *Badge) CreateRenderer() fyne.WidgetRenderer {
	r := &badgeRenderer{b, NewLetters()}
	r.Refresh()
	return r
}

type badgeRenderer struct {
	b    *Badge
	text *Letters
}

func (r *badgeRenderer) Destroy()                     {}
func (r *badgeRenderer) Objects() []fyne.CanvasObject { return r.text.Objects() }
func (r *badgeRenderer) MinSize() fyne.Size {
	return Measure(r.b.text, theme.CaptionTextSize(), fyne.TextStyle{}).AddWidthHeight(2*pillAir(), px(2))
}

func (r *badgeRenderer) Layout(size fyne.Size) {
	height := r.MinSize().Height - 2
	ink := Color(cmp.Or(r.b.color, Muted))
	r.text.Line(r.b.text, Pen{Ink: ink, Size: theme.CaptionTextSize(), Ground: tint(ink)}, pillAir(), (size.Height-height)/2, size.Width, height)
}

func (r *badgeRenderer) Refresh() { r.Layout(r.b.Size()) }

// Tinted puts content on a ground in a colour of the theme, such as Internal.
func Tinted(color fyne.ThemeColorName, content fyne.CanvasObject) fyne.CanvasObject {
	return container.NewStack(NewFill(color), content)
}

// Sheet is content on a ground with a rim, for what lies over a room.
func Sheet(content fyne.CanvasObject) *fyne.Container {
	ground := NewFill(theme.ColorNameOverlayBackground)
	ground.rim = theme.ColorNameInputBorder
	return container.NewStack(ground, container.New(layout.NewCustomPaddedLayout(1, 1, 1, 1), content))
}

// Fill is a plain ground that follows the theme.
type Fill struct {
	widget.BaseWidget
	color, rim fyne.ThemeColorName
	least      fyne.Size
}

// NewFill makes a ground; "" is none.
func NewFill(color fyne.ThemeColorName) *Fill {
	f := &Fill{color: color}
	f.ExtendBaseWidget(f)
	return f
}

// Set changes the colour.
func (f *Fill) Set(color fyne.ThemeColorName) {
	f.color = color
	f.Refresh()
}

// Ground is what is painted, transparent where nothing is.
func (f *Fill) Ground() color.Color { return shade(f.color) }

// NewRule is a hairline between two parts.
func NewRule() *Fill {
	f := NewFill(Line)
	f.least = fyne.NewSquareSize(1)
	return f
}

// CreateRenderer draws the ground.
func (f *Fill) CreateRenderer() fyne.WidgetRenderer {
	r := &fillRenderer{f: f, ground: newPlain(), rim: newOutline()}
	r.Refresh()
	return r
}

type fillRenderer struct {
	f      *Fill
	ground *plain
	rim    *outline
}

func (r *fillRenderer) Destroy()           {}
func (r *fillRenderer) MinSize() fyne.Size { return r.f.least }
func (r *fillRenderer) Objects() []fyne.CanvasObject {
	if r.f.rim == "" {
		return []fyne.CanvasObject{r.ground.Raster}
	}
	return append([]fyne.CanvasObject{r.ground.Raster}, r.rim.objects()...)
}

func (r *fillRenderer) Layout(size fyne.Size) {
	r.ground.Resize(size)
	if r.f.rim != "" {
		r.rim.draw(size, 1, Color(r.f.rim))
	}
}

func (r *fillRenderer) Refresh() {
	r.ground.paint(r.f.Ground(), r.f.color != "")
	r.Layout(r.f.Size())
}

// Flush takes away the air that Fyne's text widgets bring, so that a paragraph
// begins where the heading above it does.
func Flush(content fyne.CanvasObject) *fyne.Container {
	return Air(-5, -5, -5, -5, content)
}

// Padded gives content the air of a page.
func Padded(content fyne.CanvasObject) fyne.CanvasObject {
	return Air(8, 8, 12, 12, content)
}
