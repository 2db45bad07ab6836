package ticket

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
)

// fieldEditor changes one field where it stands.
type fieldEditor struct {
	fields  *fields
	spec    spec
	content fyne.CanvasObject
	entry   fyne.Focusable
	get     func() string
	set     func(string)

	base  string // what the field held when editing began, or when one last looked
	busy  bool   // being saved
	fault *ui.Passage
	meets *fyne.Container // what to do about a change from elsewhere
}

// edit opens the editor of a field.
func (f *fields) edit(s spec) *fieldEditor {
	p := f.room.seat.Words
	e := &fieldEditor{fields: f, spec: s, fault: ui.NewPassage("", ui.Danger, "")}
	e.base = typed(s, data.FieldsOf(f.room.now.Ticket)[s.name])
	e.fault.Hide()
	e.meets = container.NewVBox()
	var object fyne.CanvasObject
	changed := func() { f.drafter.Changed(f.draft) }
	if s.input == text {
		object = e.several(changed)
	} else {
		object = e.one(changed)
	}
	e.set(e.base)
	hint := ui.NewCaption(p.Say("ticket.field.keys"))
	if s.input == text {
		hint.SetText(p.Say("ticket.field.keys.text"))
	}
	hint.Cut = true
	name := ui.NewText(p.Field(s.name), ui.Accent)
	name.Bold = true
	e.content = ui.Air(4, 6, 6, 6,
		container.New(&stack{}, name, object, e.fault, e.meets, hint))
	f.editors[s.name] = e
	if r := f.rows[s.name]; r != nil {
		r.SetContent(e.content)
		e.set(e.base) // once more now that it has a width, for the cursor
		f.column.reveal(r)
	} else {
		f.show(f.room.now) // it was folded away
	}
	return e
}

// several makes the field of a text.
func (e *fieldEditor) several(changed func()) fyne.CanvasObject {
	seat := e.fields.room.seat
	n := editor.New(seat, "", 4)
	n.Label = seat.Words.Field(e.spec.name)
	n.OnSave, n.OnEscape, n.OnChanged = e.save, e.giveUp, changed
	n.OnFocus = func(on bool) { e.left(on, n.HasFocus) }
	e.entry = n
	e.get = func() string { return strings.TrimSpace(n.Text()) }
	e.set = func(text string) {
		n.SetText(text)
		n.GoToEnd()
	}
	return n
}

// one makes the field of a line or of a moment.
func (e *fieldEditor) one(changed func()) fyne.CanvasObject {
	seat := e.fields.room.seat
	var in *ui.Entry
	if e.spec.input == moment {
		d := ui.NewDateField(seat.Words, seat.Desk.Now, e.spec.name)
		in, e.entry = &d.Entry, d
		e.get = func() string {
			t, err := d.Value()
			if err != nil {
				return d.Text
			}
			if t.IsZero() {
				return ""
			}
			return t.Truncate(time.Minute).UTC().Format(time.RFC3339)
		}
		e.set = func(text string) {
			if t, err := time.Parse(time.RFC3339, text); err == nil {
				d.SetValue(t)
			} else {
				d.SetText(text)
			}
		}
	} else {
		in = ui.NewEntry("")
		e.entry = in
		e.get = func() string { return strings.TrimSpace(in.Text) }
		e.set = in.Fill
	}
	in.Label = seat.Words.Field(e.spec.name)
	in.OnChanged = func(string) { changed() }
	in.OnEscape, in.OnEnter, in.OnSubmitAll = e.giveUp, e.save, e.save
	in.OnFocus = func(on bool) {
		e.left(on, func() bool { return seat.Window.Canvas().Focused() == e.entry })
	}
	return e.entry.(fyne.CanvasObject)
}

// left saves what was typed when the focus goes elsewhere in the window; to
// another window is not away.
func (e *fieldEditor) left(on bool, still func() bool) {
	if !on {
		e.fields.room.seat.Do(func() {
			if !still() {
				e.keep(false)
			}
		})
	}
}

// save keeps what was typed and goes back to the fields.
func (e *fieldEditor) save() { e.keep(true) }

// errElsewhere says that the field took another value since editing began.
type errElsewhere struct{ now string }

func (errElsewhere) Error() string { return "changed elsewhere" }

// keep saves what was typed, if that is anything new; back says whether the
// focus returns to the fields. What another hand changed meanwhile is not
// overwritten unasked.
func (e *fieldEditor) keep(back bool) {
	f, r := e.fields, e.fields.room
	if e.busy || f.editors[e.spec.name] != e {
		return
	}
	value, base := e.get(), e.base
	if value == base {
		e.end(back)
		return
	}
	e.busy = true
	id, d, s := r.id, r.seat.Desk, e.spec
	act(r, func(ctx context.Context) (data.Ticket, error) {
		c, err := d.Case(ctx, string(id))
		if err != nil {
			return data.Ticket{}, err
		}
		if now := typed(s, data.FieldsOf(c.Ticket)[s.name]); now != base {
			return data.Ticket{}, errElsewhere{now}
		}
		return d.SetFields(ctx, string(id), map[string]string{s.name: value}, "")
	}, func(t data.Ticket) {
		e.busy = false
		if e.get() == value {
			e.end(back)
		} else { // more was typed meanwhile
			e.base = value
		}
		r.taken(t)
		r.tellSet(t, map[string]string{s.name: value})
	}, func(err error) bool {
		e.busy = false
		var other errElsewhere
		if errors.As(err, &other) {
			e.conflict(other.now)
			return true
		}
		var p *data.Problem
		if !errors.As(err, &p) {
			return false
		}
		e.wrong(r.seat.Words.Error(err))
		return f.editors[s.name] == e
	})
}

func (e *fieldEditor) wrong(text string) {
	e.fault.SetText(text)
	e.fault.Hidden = text == ""
	e.fields.column.settle()
}

// giveUp goes back to what the field held.
func (e *fieldEditor) giveUp() { e.end(true) }

// end closes the editor.
func (e *fieldEditor) end(back bool) {
	f := e.fields
	if f.editors[e.spec.name] != e {
		return
	}
	back = back || f.room.seat.Window.Canvas().Focused() == e.entry
	delete(f.editors, e.spec.name)
	f.drafter.Changed(f.draft)
	f.show(f.room.now)
	if back {
		f.column.cursor = f.rows[e.spec.name]
		f.room.focus(f.column)
	}
}

// meet is told what the field holds now. A field nobody has typed in follows;
// else one is asked.
func (e *fieldEditor) meet(now string) {
	switch {
	case e.busy || now == e.base:
	case e.get() == e.base:
		e.base = now
		e.set(now)
	case e.get() == now:
		e.base = now
	default:
		e.conflict(now)
	}
}

// conflict says that the field was changed elsewhere, and offers both values.
func (e *fieldEditor) conflict(now string) {
	r := e.fields.room
	shown := r.seat.Words.Value(e.spec.name, json.RawMessage(quote(now)))
	if shown == "" {
		shown = "–"
	}
	text := ui.NewPassage(r.say("ticket.elsewhere", "value", brief(shown, 120)), ui.Warning, "")
	e.meets.Objects = []fyne.CanvasObject{text, container.New(&stack{},
		ui.NewButton(r.say("ticket.elsewhere.take"), nil, func() {
			e.base = now
			e.set(now)
			e.end(true)
		}),
		ui.NewButton(r.say("ticket.elsewhere.mine"), nil, func() {
			e.base = now
			e.calm()
			e.keep(true)
		}))}
	e.meets.Refresh()
	e.fields.column.settle()
}

func (e *fieldEditor) calm() {
	e.meets.Objects = nil
	e.meets.Refresh()
	e.fields.column.settle()
}

func quote(s string) []byte {
	raw, _ := json.Marshal(s) // a string always marshals
	return raw
}

// draft is what is typed and not saved, field by field.
func (f *fields) draft() string {
	open := map[string]string{}
	for name, e := range f.editors {
		if v := e.get(); v != e.base {
			open[name] = v
		}
	}
	if len(open) == 0 {
		return ""
	}
	raw, _ := json.Marshal(open) // a map of strings always marshals
	return string(raw)
}

// recall opens the editors a draft was kept of.
func (f *fields) recall() {
	id, d := f.room.id, f.room.seat.Desk
	key := f.drafter.Key()
	act(f.room, func(ctx context.Context) (string, error) { return d.Draft(ctx, key) }, func(body string) {
		var open map[string]string
		if id != f.room.id || json.Unmarshal([]byte(body), &open) != nil {
			return // another ticket, or nothing kept
		}
		for _, s := range specs {
			if text, ok := open[s.name]; ok && f.editors[s.name] == nil {
				e := f.edit(s)
				if text == e.base {
					e.end(false)
					continue
				}
				e.set(text)
				f.room.seat.Notify(f.room.say("ticket.field.restored", "field", f.room.seat.Words.Field(s.name)))
			}
		}
	}, nil)
}
