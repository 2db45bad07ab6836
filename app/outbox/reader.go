package outbox

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
)

// reader shows one mail as it is sent. Escape goes back to the list.
type reader struct {
	room    *Outbox
	title   *ui.Text
	mail    *letter.View
	source  *ui.Button // toggles the raw source
	content *fyne.Container
	loading ui.Slot

	read letter.Read
	bare bool // the raw source is shown
}

func newReader(o *Outbox) *reader {
	r := &reader{room: o, title: ui.NewHeading(""), mail: letter.New(o.seat.Words)}
	back := ui.NewQuiet(o.say("word.back"), theme.NavigateBackIcon(), r.close).Hinting(o.say("outbox.back.hint"))
	r.source = ui.NewButton(o.say("letter.source"), nil, r.toggle)
	r.mail.Scroll.OnEscape = r.close
	top := ui.Border(nil, nil, back, container.New(layout.NewCustomPaddedHBoxLayout(ui.Px(8)), r.source), r.title)
	r.content = container.NewStack(ui.Padded(ui.Border(top, nil, nil, nil, ui.Padded(r.mail.Content))))
	return r
}

func (r *reader) open() bool { return r.content.Visible() }

// show reads a mail off the UI goroutine: it may hold megabytes.
func (r *reader) show(l data.Letter) {
	ui.Load(r.room.seat, &r.loading, func(ctx context.Context) (letter.Read, error) {
		_, raw, err := r.room.seat.Desk.Letter(ctx, l.ID)
		return letter.Of(raw), err
	}, func(read letter.Read) {
		r.read, r.bare = read, false
		r.title.SetText(r.room.say("outbox.mail", "number", l.Number))
		r.draw()
		r.room.table.Hide()
		r.content.Show()
		r.room.content.Refresh()
		r.room.focus(r.mail.Scroll)
	})
}

// draw shows the mail, or its source.
func (r *reader) draw() {
	r.source.SetOn(r.bare)
	if r.bare {
		r.mail.Show(r.read.Source())
		return
	}
	r.mail.Show(r.read.Whole(r.room.seat.Words))
}

// toggle changes between the mail and its raw source.
func (r *reader) toggle() {
	r.bare = !r.bare
	r.draw()
}

// close goes back to the list.
func (r *reader) close() {
	r.loading.Stop()
	r.content.Hide()
	r.room.table.Show()
	r.room.content.Refresh()
	r.room.focus(r.room.list)
}
