package ui

import (
	"image"
	_ "image/gif"  // pictures people attach
	_ "image/jpeg" //
	_ "image/png"  //
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"golang.org/x/image/draw"

	"firstline/data"
)

// maxPixels is the largest picture that is opened for a thumbnail: beyond it a
// small file could fill the memory.
const maxPixels = 40 << 20

// loading lets two pictures be read at a time, so that a case with fifty does
// not take the machine.
var loading = make(chan struct{}, 2)

// Thumb is an attachment: its picture, or its kind, with name and size. Space,
// Return or a click open it.
type Thumb struct {
	widget.BaseWidget
	Attachment data.Attachment
	OnOpen     func()
	OnMenu     func(at fyne.Position) // secondary click

	size             string
	picture          image.Image
	focused, hovered bool
}

var (
	_ fyne.Focusable  = (*Thumb)(nil)
	_ fyne.Tappable   = (*Thumb)(nil)
	_ fyne.Accessible = (*Thumb)(nil)
)

// NewThumb shows an attachment of the desk; the picture follows when it is read.
func NewThumb(seat *Seat, a data.Attachment, open func()) *Thumb {
	t := newThumb(a, seat.Words.Size(a.Size), open)
	t.load(seat.Do, seat.Desk.AttachmentPath(a))
	return t
}

func newThumb(a data.Attachment, size string, open func()) *Thumb {
	t := &Thumb{Attachment: a, OnOpen: open, size: size}
	t.ExtendBaseWidget(t)
	return t
}

// load reads the picture off the UI goroutine; one that cannot be read leaves
// the tile as it is.
func (t *Thumb) load(do func(func()), path string) {
	if !t.Attachment.IsPicture() {
		return
	}
	go func() {
		loading <- struct{}{}
		defer func() { <-loading }()
		if picture, err := Thumbnail(path, 256, 160); err == nil {
			do(func() {
				t.picture = picture
				t.Refresh()
			})
		}
	}()
}

// Thumbnail reads a picture and scales it down to fit width and height.
func Thumbnail(path string, width, height int) (image.Image, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	config, _, err := image.DecodeConfig(f)
	if err != nil {
		return nil, err
	}
	if config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height {
		return nil, image.ErrFormat
	}
	if _, err := f.Seek(0, 0); err != nil {
		return nil, err
	}
	picture, _, err := image.Decode(f)
	if err != nil {
		return nil, err
	}
	w, h := picture.Bounds().Dx(), picture.Bounds().Dy()
	if w > width {
		w, h = width, max(h*width/w, 1)
	}
	if h > height {
		w, h = max(w*height/h, 1), height
	}
	small := image.NewRGBA(image.Rect(0, 0, w, h)) // as OpenGL takes it
	draw.ApproxBiLinear.Scale(small, small.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return small, nil
}

// kind is the short name of what a file is: its ending.
func (t *Thumb) kind() string {
	kind := strings.ToUpper(strings.TrimPrefix(filepath.Ext(t.Attachment.Name), "."))
	if kind == "" || len(kind) > 5 {
		_, kind, _ = strings.Cut(strings.ToUpper(t.Attachment.Type), "/")
		kind = kind[:min(len(kind), 5)]
	}
	return kind
}

// Tapped opens.
func (t *Thumb) Tapped(*fyne.PointEvent) {
	focus(t)
	t.open()
}

// TappedSecondary asks for the menu.
func (t *Thumb) TappedSecondary(ev *fyne.PointEvent) {
	focus(t)
	if t.OnMenu != nil {
		t.OnMenu(ev.AbsolutePosition)
	}
}

func (t *Thumb) open() {
	if t.OnOpen != nil {
		t.OnOpen()
	}
}

// TypedKey opens on Return.
func (t *Thumb) TypedKey(ev *fyne.KeyEvent) {
	switch {
	case isReturn(ev.Name):
		t.open()
	case ev.Name != fyne.KeySpace: // it comes as a letter
		Unused(t, ev)
	}
}

// TypedRune opens on Space.
func (t *Thumb) TypedRune(r rune) {
	if r == ' ' {
		t.open()
	}
}

// FocusGained shows the focus.
func (t *Thumb) FocusGained() { t.focused = true; OnHint(t.Attachment.Name); t.Refresh() }

// FocusLost hides it.
func (t *Thumb) FocusLost() { t.focused = false; OnHint(""); t.Refresh() }

// MouseIn shows the whole name in the status line.
func (t *Thumb) MouseIn(*desktop.MouseEvent) {
	t.hovered = true
	OnHint(t.Attachment.Name)
	t.Refresh()
}

// MouseMoved does nothing.
func (t *Thumb) MouseMoved(*desktop.MouseEvent) {}

// MouseOut ends it.
func (t *Thumb) MouseOut() { t.hovered = false; OnHint(""); t.Refresh() }

// AccessibilityLabel is name and size.
func (t *Thumb) AccessibilityLabel() string { return t.Attachment.Name + ", " + t.size }

// AccessibilityRole is a button's.
func (t *Thumb) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer draws the tile.
func (t *Thumb) CreateRenderer() fyne.WidgetRenderer {
	r := &thumbRenderer{t: t, ground: NewBox(), over: NewBox(), ring: canvas.NewRectangle(transparent), picture: canvas.NewImageFromImage(nil), letters: NewLetters()}
	r.picture.FillMode = canvas.ImageFillContain
	r.picture.ScaleMode = canvas.ImageScaleFastest // of twice as many pixels: Fyne would take 15 ms to reckon it (measured)
	r.Refresh()
	return r
}

type thumbRenderer struct {
	t            *Thumb
	ground, over *Box
	ring         *canvas.Rectangle // with the keyboard in it
	picture      *canvas.Image
	letters      *Letters
}

func (r *thumbRenderer) Destroy() {}
func (r *thumbRenderer) Objects() []fyne.CanvasObject {
	objects := append([]fyne.CanvasObject{r.ground, r.picture}, r.letters.Objects()...)
	return append(objects, r.over, r.ring)
}

func (r *thumbRenderer) MinSize() fyne.Size {
	return fyne.NewSize(px(128), px(72)+2*captionHeight()+px(6))
}

func (r *thumbRenderer) Layout(size fyne.Size) {
	t := r.t
	top := size.Height - 2*captionHeight() - px(6)
	r.over.Resize(size)
	frame(r.ring, size)
	r.ground.Resize(fyne.NewSize(size.Width, top))
	r.picture.Move(fyne.NewPos(2, 2))
	r.picture.Resize(fyne.NewSize(size.Width-4, top-4))
	r.letters.Begin()
	if t.picture == nil {
		kind := Pen{Ink: Color(Muted), Size: em(), Style: fyne.TextStyle{Bold: true}, Align: fyne.TextAlignCenter}
		r.letters.Write(t.kind(), kind, 0, (top-lineHeight())/2, size.Width, lineHeight())
	}
	caption, width := theme.CaptionTextSize(), size.Width-px(8)
	r.letters.Write(Fit(t.Attachment.Name, width, caption, fyne.TextStyle{}), Pen{Ink: Color(Ink), Size: caption}, px(4), top+px(2), width, captionHeight())
	r.letters.Write(t.size, Pen{Ink: Color(Muted), Size: caption}, px(4), top+px(2)+captionHeight(), width, captionHeight())
	r.letters.End()
}

func (r *thumbRenderer) Refresh() {
	t := r.t
	radius := theme.Size(theme.SizeNameButtonRadius)
	r.ground.paint(boxLook{Color(theme.ColorNameButton), transparent, 0, radius})
	r.over.paint(boxLook{Color(theme.ColorNameHover), transparent, 0, radius})
	r.over.Hidden, r.ring.Hidden = !t.hovered, !t.focused
	r.ring.StrokeWidth, r.ring.StrokeColor, r.ring.CornerRadius = 2, Color(Accent), radius
	r.picture.Hidden = t.picture == nil
	if t.picture != nil && r.picture.Image != t.picture {
		r.picture.Image = t.picture
		r.picture.Refresh()
	}
	r.Layout(t.Size())
	canvas.Refresh(t)
}
