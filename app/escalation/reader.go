package escalation

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// reader shows one mail as it is sent. Escape goes back to the list.
type reader struct {
	room    *Outbox
	title   *ui.Text
	mail    *mailView
	source  *ui.Button // toggles the raw source
	content *fyne.Container
	loading ui.Slot

	read letterRead
	bare bool // the raw source is shown
}

func newReader(o *Outbox) *reader {
	r := &reader{room: o, title: ui.NewHeading(""), mail: newMailView(o.seat.Words)}
	back := ui.NewQuiet(o.say("word.back"), theme.NavigateBackIcon(), r.close).Hinting(o.say("outbox.back.hint"))
	r.source = ui.NewButton(o.say("outbox.source"), nil, r.toggle)
	r.mail.scroll.OnEscape = r.close
	top := ui.Border(nil, nil, back, container.New(layout.NewCustomPaddedHBoxLayout(px(8)), r.source), r.title)
	r.content = container.NewStack(ui.Padded(ui.Border(top, nil, nil, nil, ui.Padded(r.mail.content))))
	return r
}

func (r *reader) open() bool { return r.content.Visible() }

// letterRead is a mail with its bytes.
type letterRead struct {
	raw     []byte
	message message
	err     error // it could not be read: there is only the source
}

// show reads a mail off the UI goroutine: it may hold megabytes.
func (r *reader) show(l data.Letter) {
	ui.Load(r.room.seat, &r.loading, func(ctx context.Context) (read letterRead, err error) {
		if _, read.raw, err = r.room.seat.Desk.Letter(ctx, l.ID); err == nil {
			read.message, read.err = readMessage(read.raw)
		}
		return read, err
	}, func(read letterRead) {
		r.read, r.bare = read, read.err != nil
		r.title.SetText(r.room.say("outbox.mail", "number", l.Number))
		r.draw()
		r.room.table.Hide()
		r.content.Show()
		r.room.content.Refresh()
		r.room.focus(r.mail.scroll)
	})
}

// draw shows the mail, or its source.
func (r *reader) draw() {
	r.source.SetOn(r.bare)
	size := int64(len(r.read.raw))
	if r.bare {
		r.mail.show(nil, string(r.read.raw[:min(len(r.read.raw), 2*mostText)]), nil, size)
		return
	}
	w, m := r.room.seat.Words, r.read.message
	head := []headLine{{w.Field("from"), m.head("From")}, {w.Field("to"), m.head("To")}, {w.Field("subject"), m.head("Subject")}}
	if at, err := m.header.Date(); err == nil {
		head = append(head, headLine{r.room.say("outbox.date"), w.DateTime(at)})
	}
	r.mail.show(append(head, headLine{w.Field("message_id"), m.head("Message-ID")}), m.text, m.parts, size)
}

// toggle changes between the mail and its raw source.
func (r *reader) toggle() {
	r.bare = !r.bare || r.read.err != nil
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
