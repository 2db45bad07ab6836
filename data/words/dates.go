package words

import (
	"fmt"
	"math"
	"strings"
	"time"
)

// Date writes a day in local time: 23 Nov 2026, 23 nov 2026. The zero time is "", here and
// below.
func (p *Printer) Date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.day(p.form.Date, t.Local())
}

// Time writes the local time of day: 10:11.
func (p *Printer) Time(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("15:04")
}

// DateTime writes a day and the time, local: 23 Nov 2026, 10:11.
func (p *Printer) DateTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return p.Date(t) + ", " + p.Time(t)
}

// Brief writes a moment for a list: the time if it is today, the day (23 Nov) if it is this
// year, else the short date (23/11/25).
func (p *Printer) Brief(t, now time.Time) string {
	if t.IsZero() {
		return ""
	}
	t, now = t.Local(), now.Local()
	switch {
	case t.Year() == now.Year() && t.YearDay() == now.YearDay():
		return p.Time(t)
	case t.Year() == now.Year():
		return p.day(p.form.Day, t)
	}
	return t.Format(p.form.Short)
}

func (p *Printer) day(form text, t time.Time) string {
	return form.fill(p, []any{"day", t.Day(), "month", p.form.Months[t.Month()-1], "year", t.Year()})
}

// Typed writes a moment as one would type it, in local time: 23/11/2026 10:11.
func (p *Printer) Typed(t time.Time) string { return t.Local().Format(p.form.Typed) }

// ReadTyped reads what Typed writes, or a day without a time; ok is false for anything else.
func (p *Printer) ReadTyped(text string) (t time.Time, ok bool) {
	day, _, _ := strings.Cut(p.form.Typed, " ")
	for _, layout := range []string{p.form.Typed, day} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t.UTC(), true
		}
	}
	return time.Time{}, false
}

// Duration writes a length of time given in seconds: 45 s, 12 min, 12 min 40 s, 1 h 05 min.
// From an hour on, seconds are left out.
func (p *Printer) Duration(seconds int) string {
	switch {
	case seconds < 0:
		return "-" + p.Duration(-max(seconds, -math.MaxInt)) // the least int has no opposite
	case seconds < 60:
		return fmt.Sprintf("%d s", seconds)
	case seconds < 3600 && seconds%60 == 0:
		return fmt.Sprintf("%d min", seconds/60)
	case seconds < 3600:
		return fmt.Sprintf("%d min %02d s", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d h %02d min", seconds/3600, seconds/60%60)
}
