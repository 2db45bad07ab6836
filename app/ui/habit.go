package ui

// Habit recalls what a person set up on this computer for this desk, such as the
// widths of columns; into stays as it is where nothing was. Other people at the same
// desk have habits of their own.
func (s *Seat) Habit(name string, into any) { s.Habits.Recall(s.habit(name), into) }

// KeepHabit keeps what Habit recalls.
func (s *Seat) KeepHabit(name string, value any) { s.Habits.Keep(s.habit(name), value) }

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
