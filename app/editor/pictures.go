package editor

import (
	"image"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"firstline/app/ui"
	"firstline/data"
)

// The largest a picture is shown in the text, in pixels at 100 %.
const (
	pictureWidth  = 240
	pictureRows   = 96
	pictureMargin = 4
)

// picture is an attachment as it is shown below the line that names it.
type picture struct {
	image image.Image // nil while it is read, or if it cannot be
}

// Attached names a picture that is attached, on a line of its own.
func Attached(name string) string { return "![" + name + "](" + data.AttachmentTarget + ")" }

// AttachedFile names any other file that is attached.
func AttachedFile(name string) string { return "[" + name + "](" + data.AttachmentTarget + ")" }

// InsertPicture puts a line that shows an attached picture below the caret's, or
// on it while that is empty.
func (e *Editor) InsertPicture(name string) {
	at := e.sheet.Caret()
	line := Attached(name) + "\n"
	if e.sheet.Line(at.Line) != "" {
		at.Col = len(e.sheet.Line(at.Line))
		line = "\n" + line
	}
	e.edit(func() {
		e.sheet.Move(at, false)
		e.sheet.Insert(line)
	})
}

// pictureHeight is how much room a picture takes; it is read the first time it
// is asked for, off the UI goroutine.
func (e *Editor) pictureHeight(name string) float32 {
	if e.Picture == nil {
		return 0
	}
	p := e.pictures[name]
	if p == nil {
		path, ok := e.Picture(name)
		if !ok {
			return 0
		}
		p = &picture{}
		e.pictures[name] = p
		e.read(p, path)
	}
	if p.image == nil {
		return 0
	}
	return p.size(e.page.width).Height + 2*ui.Px(pictureMargin)
}

func (e *Editor) read(p *picture, path string) {
	go func() {
		small, err := ui.Thumbnail(path, 2*pictureWidth, 2*pictureRows)
		if err != nil {
			return // its line says what it would have shown
		}
		e.seat.Do(func() {
			p.image = small
			e.PicturesChanged()
		})
	}()
}

// PicturesChanged shows pictures that were not known before.
func (e *Editor) PicturesChanged() {
	e.page.forget()
	e.Refresh()
}

// size is the picture's size on a page of a width.
func (p *picture) size(width float32) fyne.Size {
	b := p.image.Bounds()
	scale := min(ui.Px(pictureWidth)/float32(b.Dx()), ui.Px(pictureRows)/float32(b.Dy()), width/float32(b.Dx()), ui.Px(1))
	return fyne.NewSize(float32(b.Dx())*scale, float32(b.Dy())*scale)
}

// picture draws a picture below its line.
func (r *renderer) picture(at fyne.Position, l *laid) {
	p := r.e.pictures[l.Picture]
	if p == nil || p.image == nil {
		return
	}
	if r.used.images == len(r.images) {
		fresh := canvas.NewImageFromImage(nil)
		fresh.FillMode, fresh.ScaleMode = canvas.ImageFillContain, canvas.ImageScaleFastest // of twice as many pixels
		r.images = append(r.images, fresh)
	}
	o := r.images[r.used.images]
	r.used.images++
	if o.Image != p.image {
		o.Image = p.image
		o.Refresh()
	}
	o.Move(at.AddXY(0, ui.Px(pictureMargin)))
	o.Resize(p.size(r.e.page.width))
}
