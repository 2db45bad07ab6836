// Package ui is what the rooms are made of: the desk's look, and the widgets
// that Fyne does not have or has without a keyboard. A room uses these instead of
// Fyne's own wherever there is one.
//
// Keys follow one rule: the focused widget takes what it understands; what it
// does not goes to the dialog over the window (Escape cancels, Return and
// Ctrl+Return confirm) or, where there is none, to the canvas's OnTypedKey, where
// the shell listens for Escape and the function keys. See Unused.
//
// Nothing here is a box in a box: sections are a title and a hairline, and one
// accent colour says where one is. Measures follow the text size, 100 to 200 %.
//
// A room, in short:
//
//	type Room struct {
//		seat  *ui.Seat
//		list  *ui.List
//		box   *ui.SearchBox
//		slot  ui.Slot
//		rows  []data.Excerpt // what the list shows; a Source may load by page
//		whole fyne.CanvasObject
//	}
//
//	func New(seat *ui.Seat) *Room {
//		r := &Room{seat: seat}
//		r.box = ui.NewSearchBox(seat.Do, seat.Words.Say("things.search"), r.load)
//		r.list = ui.NewList([]ui.Column{
//			{ID: "number", Title: seat.Words.Field("number"), Width: 84, Sortable: true},
//			{ID: "subject", Title: seat.Words.Field("subject"), Width: 160, Weight: 1, AscFirst: true},
//		}, r)
//		r.list.SetEmpty(ui.Empty(seat.Words.Say("things.none"), nil))
//		r.list.OnOpen = r.open
//		r.box.OnDown = func() { seat.Window.Canvas().Focus(r.list) } // and back:
//		r.list.OnTop = func() { seat.Window.Canvas().Focus(r.box) }
//		r.whole = ui.Border(r.box, nil, nil, nil, r.list) // in Tab order, unlike Fyne's
//		return r
//	}
//
//	func (r *Room) Len() int { return len(r.rows) }
//
//	func (r *Room) Row(i int) ([]ui.Cell, bool) {
//		t := r.rows[i]
//		return []ui.Cell{{Text: t.Number, Muted: true}, {Text: t.Subject, Bold: t.Overdue}}, true
//	}
//
//	func (r *Room) load(query string) {
//		ui.Load(r.seat, &r.slot, func(ctx context.Context) ([]data.Excerpt, error) {
//			rows, _, err := r.seat.Desk.List(ctx, desk.ListQuery{Filter: query})
//			return rows, err
//		}, func(rows []data.Excerpt) {
//			r.rows = rows
//			r.list.SetSource(r)
//		})
//	}
//
// A form in a dialog, with errors beneath their fields:
//
//	subject := ui.NewEntry("")
//	form := ui.NewForm(seat.Words).Need("subject", seat.Words.Field("subject"), subject)
//	var done func()
//	done = ui.ShowDialog(seat.Window, ui.Dialog{Title: …, Content: form, Confirm: …, Cancel: …, OnConfirm: func() bool {
//		ui.Try(seat, &slot, func(ctx context.Context) (data.Ticket, error) { … }, func(t data.Ticket, err error) {
//			switch {
//			case err == nil:
//				done()
//			case !form.Fault(err):
//				seat.Fail(err)
//			}
//		})
//		return false // it closes when the desk has answered
//	}})
//
// A draft that survives everything:
//
//	draft := ui.NewDrafter(seat, "note:"+string(ticket.ID))
//	note.OnChanged = func() { draft.Changed(note.Text) }
//	// Leave: draft.Flush(). After AddNote{Draft: draft.Key()}: draft.Drop().
//
// Tests sit down at seattest.New, which has a desk, or seattest.Window, which
// has none.
package ui
