package ui

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/words"
)

// DateField takes a moment, or none. It reads what data.ParseTime reads, and
// "15:00" (the next one), "+2h", "+3d", "today 9:00" or "tomorrow" in the person's
// language, and writes it out in full when one leaves it.
type DateField struct {
	Entry
	Day   bool // a day, without a time
	words *words.Printer
	now   func() time.Time
	wrong func(error) // set by a Form: shows or takes away the error beneath
	name  string

	value   time.Time // what SetValue was given,
	written string    // and how it stands in the field
}

// NewDateField makes an empty field; now is the desk's Now. name is the noun's
// field, for the error.
func NewDateField(p *words.Printer, now func() time.Time, name string) *DateField {
	d := &DateField{words: p, now: now, name: name}
	d.init("")
	d.PlaceHolder = p.Say("ui.date.placeholder")
	d.ExtendBaseWidget(d)
	return d
}

// Value is the moment in UTC, zero where the field is empty. The error is a
// *data.Problem.
func (d *DateField) Value() (time.Time, error) {
	if strings.TrimSpace(d.Text) == "" {
		return time.Time{}, nil
	}
	if d.Text == d.written {
		return d.value, nil
	}
	t, err := d.parse(d.Text)
	if err != nil {
		return time.Time{}, data.Fault(d.name, "not_a_time", "value", d.Text).Because(err)
	}
	return t, nil
}

// SetValue shows a moment; zero empties the field.
func (d *DateField) SetValue(t time.Time) {
	if t.IsZero() {
		d.SetText("")
		return
	}
	d.value, d.written = t, d.words.Typed(t)
	if d.Day {
		d.written, _, _ = strings.Cut(d.written, " ")
	}
	d.SetText(d.written)
}

// FocusLost writes the moment out, or shows that it is none.
func (d *DateField) FocusLost() {
	d.Entry.FocusLost()
	t, err := d.Value()
	if err == nil {
		d.SetValue(t)
	}
	if d.wrong != nil {
		d.wrong(err)
	}
}

var (
	inSpan = regexp.MustCompile(`^\+\s*(\d{1,4})\s*(min|m|h|d|w|s)$`) // s: semanas
	atHour = regexp.MustCompile(`^(\d{1,2})(?::(\d{2}))?\s*h?$`)
)

func (d *DateField) parse(text string) (time.Time, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if t, ok := d.words.ReadTyped(text); ok {
		return t, nil
	}
	if t, err := data.ParseTime(strings.ToUpper(text)); err == nil {
		return t, nil
	}
	now := d.now().Local()
	if m := inSpan.FindStringSubmatch(text); m != nil {
		n, _ := strconv.Atoi(m[1]) // at most four digits
		switch m[2] {
		case "m", "min":
			now = now.Add(time.Duration(n) * time.Minute)
		case "h":
			now = now.Add(time.Duration(n) * time.Hour)
		case "d":
			now = now.AddDate(0, 0, n)
		default:
			now = now.AddDate(0, 0, 7*n)
		}
		return now.Truncate(time.Minute).UTC(), nil
	}
	day, hour, _ := strings.Cut(text, " ")
	days, named := d.named(day)
	if !named {
		day, hour = "", text
	}
	if named && hour == "" {
		hour = "9:00"
	}
	m := atHour.FindStringSubmatch(hour)
	if m == nil || !named && m[2] == "" {
		return data.ParseTime(text) // for its error
	}
	h, _ := strconv.Atoi(m[1])
	min, _ := strconv.Atoi("0" + m[2])
	if h > 23 || min > 59 {
		return data.ParseTime(text)
	}
	t := time.Date(now.Year(), now.Month(), now.Day()+days, h, min, 0, 0, time.Local)
	if !named && t.Before(now) {
		t = t.AddDate(0, 0, 1)
	}
	return t.UTC(), nil
}

// named is how many days from now a day is that is called by its name, in the
// person's language or in English.
func (d *DateField) named(day string) (days int, ok bool) {
	for _, p := range []*words.Printer{d.words, words.For("en")} {
		for days, names := range []string{p.Say("ui.date.today"), p.Say("ui.date.tomorrow")} {
			if slices.Contains(strings.Split(names, ", "), day) {
				return days, true
			}
		}
	}
	return 0, false
}
