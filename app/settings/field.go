package settings

import (
	"slices"
	"strings"

	"firstline/app/editor"
	"firstline/app/ui"
)

// entry is a field of one line, whose changes are kept in the draft.
func (r *Room) entry() *ui.Entry {
	e := ui.NewEntry("")
	e.OnChanged = func(string) { r.changed() }
	e.OnSubmitAll = r.save
	return e
}

// digits is an entry for a number.
func (r *Room) digits() *ui.Entry {
	e := r.entry()
	e.OnChanged = func(text string) {
		if digits := strings.Map(onlyDigits, text); digits != text {
			e.SetText(digits[:min(len(digits), 5)])
			return
		}
		r.changed()
	}
	return e
}

func onlyDigits(r rune) rune {
	if r >= '0' && r <= '9' {
		return r
	}
	return -1
}

// secret is an entry for what lies in the safe, which is kept in no draft.
func (r *Room) secret() *ui.Entry {
	e := ui.NewSecret("")
	e.OnChanged = func(string) { r.mark() }
	e.OnSubmitAll = r.save
	return e
}

// lines is a field of several lines, whose changes are kept in the draft.
func (r *Room) lines(rows int) *editor.Editor {
	n := editor.New(r.seat, "", rows)
	n.OnChanged = r.changed
	n.OnSave = r.save
	return n
}

// labelled is a choice whose values are shown under names of our own; "" is "as the system
// has it".
type labelled struct {
	*ui.Choice
	values, names []string
}

func newLabelled(r *Room, values []string, name func(string) string, chosen func(value string)) *labelled {
	l := &labelled{values: values, names: make([]string, len(values))}
	for i, v := range values {
		if l.names[i] = r.say("word.system"); v != "" {
			l.names[i] = name(v)
		}
	}
	l.Choice = ui.NewChoice(r.seat.Words, "", l.names, func(string) {
		if chosen != nil {
			chosen(l.value())
		}
		r.changed()
	})
	return l
}

func (l *labelled) value() string {
	if i := slices.Index(l.names, l.Value()); i >= 0 {
		return l.values[i]
	}
	return l.Value() // from a newer desk
}

func (l *labelled) setValue(value string) {
	if i := slices.Index(l.values, value); i >= 0 {
		value = l.names[i]
	}
	l.SetValue(value)
}
