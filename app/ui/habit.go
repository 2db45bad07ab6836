package ui

import (
	"encoding/json"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// habitPause is how long a habit waits before it is written. Fyne's preferences
// write and sync their file for every value, on the goroutine that sets it, and
// once more on the UI goroutine for one that comes less than 100 ms later
// (measured: up to 60 ms).
const habitPause = time.Second

// habits are those not written yet, written one by one beside the window.
var habits struct {
	mu      sync.Mutex
	waiting []habit
	writing bool
	pen     sync.Mutex // who holds it writes
}

// habit is a value on its way to some preferences.
type habit struct {
	prefs      fyne.Preferences
	name, text string
}

// Habit recalls what a person set up on this computer for this desk, such as the
// widths of columns; into stays as it is where nothing was. It is kept among the
// person's own preferences: other people at the same desk have theirs.
func (s *Seat) Habit(name string, into any) {
	if text := held(fyne.CurrentApp().Preferences(), s.habit(name)); text != "" {
		json.Unmarshal([]byte(text), into) // of another version: it is set up anew
	}
}

// KeepHabit keeps what Habit recalls: it is on disk a moment later, or after
// SettleHabits.
func (s *Seat) KeepHabit(name string, value any) {
	text, err := json.Marshal(value)
	if err != nil {
		fyne.LogError("keep "+name, err) // cannot be: habits are plain values
		return
	}
	h := habit{fyne.CurrentApp().Preferences(), s.habit(name), string(text)}
	if held(h.prefs, h.name) == h.text {
		return
	}
	habits.mu.Lock()
	defer habits.mu.Unlock()
	for i, w := range habits.waiting {
		if w.prefs == h.prefs && w.name == h.name {
			habits.waiting[i] = h
			return
		}
	}
	habits.waiting = append(habits.waiting, h)
	if !habits.writing {
		habits.writing = true
		go writeHabits()
	}
}

// held is what a habit is now, be it written or not.
func held(prefs fyne.Preferences, name string) string {
	habits.mu.Lock()
	defer habits.mu.Unlock()
	for _, w := range habits.waiting {
		if w.prefs == prefs && w.name == name {
			return w.text
		}
	}
	return prefs.String(name)
}

// writeHabits writes what waits, with a pause before each.
func writeHabits() {
	for more := true; more; {
		time.Sleep(habitPause)
		more = writeHabit()
	}
}

// writeHabit writes the first that waits and says whether there was one. It
// stays among those that wait until it is written.
func writeHabit() bool {
	habits.pen.Lock()
	defer habits.pen.Unlock()
	habits.mu.Lock()
	if len(habits.waiting) == 0 {
		habits.writing = false
		habits.mu.Unlock()
		return false
	}
	first := habits.waiting[0]
	habits.mu.Unlock()
	first.prefs.SetString(first.name, first.text)
	habits.mu.Lock()
	defer habits.mu.Unlock()
	if len(habits.waiting) > 0 && habits.waiting[0] == first {
		habits.waiting = habits.waiting[1:]
	}
	return true
}

// SettleHabits hands all habits to the preferences at once: for the end of the
// program, before Fyne writes those a last time.
func SettleHabits() {
	for writeHabit() {
	}
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
