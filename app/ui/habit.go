package ui

import (
	"encoding/json"

	"fyne.io/fyne/v2"
)

// Habit recalls what a person set up on this computer for this desk, such as the
// widths of columns; into stays as it is where nothing was. It is kept among the
// person's own preferences: other people at the same desk have theirs.
func (s *Seat) Habit(name string, into any) {
	if text := fyne.CurrentApp().Preferences().String(s.habit(name)); text != "" {
		json.Unmarshal([]byte(text), into) // of another version: it is set up anew
	}
}

// KeepHabit keeps what Habit recalls.
func (s *Seat) KeepHabit(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		fyne.LogError("keep "+name, err) // cannot be: habits are plain values
		return
	}
	fyne.CurrentApp().Preferences().SetString(s.habit(name), string(text))
}

func (s *Seat) habit(name string) string {
	if s.Desk == nil {
		return name
	}
	return name + "@" + s.Desk.Dir()
}

// KeepWidths gives a list the widths its columns were given by hand, and keeps
// them from now on; name is the room's.
func KeepWidths(seat *Seat, name string, l *List) {
	var widths Widths
	seat.Habit("columns."+name, &widths)
	l.SetWidths(widths)
	l.OnWidths = func(w Widths) { seat.KeepHabit("columns."+name, w) }
}
