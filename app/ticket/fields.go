package ticket

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/ui"
	"firstline/data"
)

// input is how a field is changed.
type input int

const (
	line    input = iota // a line of text
	text                 // several lines
	moment               // a date and time
	choice               // one of a list
	yesNo                // a choice of two
	another              // by something else: the status menu, a search for a person
	fixed                // not by hand
)

// spec says which fields there are, in reading order, how each is changed, and
// which stay out of sight until one asks for more.
type spec struct {
	name   string
	input  input
	folded bool // shown only among "More"
	rare   bool // shown among "More", and where it holds something
}

var specs = []spec{
	{name: "status", input: another}, {name: "priority", input: choice}, {name: "impact", input: choice}, {name: "urgency", input: choice},
	{name: "owner", input: line}, {name: "type", input: choice}, {name: "category", input: choice}, {name: "channel", input: choice},
	{name: "due_at", input: moment}, {name: "promised_update_at", input: moment}, {name: "scheduled_for", input: moment, rare: true},
	{name: "environment", input: text}, {name: "asset", input: line}, {name: "tags", input: line},
	{name: "symptom", input: text}, {name: "workaround", input: text}, {name: "root_cause", input: text},
	{name: "resolution_code", input: fixed, rare: true}, {name: "resolution_notes", input: fixed, rare: true},
	{name: "external_ref", input: line, rare: true}, {name: "known_error", input: line, rare: true},
	{name: "service", input: line, rare: true}, {name: "product", input: line, rare: true}, {name: "subcategory", input: line, rare: true},
	{name: "group", input: line, rare: true}, {name: "watchers", input: line, rare: true}, {name: "affected_user", input: another, rare: true},
	{name: "subject", input: line, folded: true}, {name: "description", input: text, folded: true}, {name: "summary", input: text, folded: true},
	{name: "requester", input: another, folded: true}, {name: "organization", input: line, folded: true}, {name: "site", input: line, folded: true},
	{name: "support_level", input: line, folded: true}, {name: "major", input: yesNo, folded: true},
	{name: "opened_at", input: fixed, folded: true}, {name: "first_response_at", input: fixed, folded: true},
	{name: "resolved_at", input: fixed, folded: true}, {name: "closed_at", input: fixed, folded: true},
}

// fields shows what is known about the case and lets one change it in place:
// Return on a field opens it, Return or leaving it saves, Escape takes it back.
// What is typed is on disk as a draft until it is saved.
type fields struct {
	room    *Room
	content fyne.CanvasObject
	column  *column

	rows    map[string]*row
	editors map[string]*fieldEditor
	drafter *ui.Drafter
	open    bool // "More" is unfolded
	more    *row
	restore bool // the draft has not been looked at yet
}

func newFields(r *Room) *fields {
	f := &fields{room: r, column: newColumn(r.say("ticket.fields")), rows: map[string]*row{}}
	f.column.OnRune = f.jump
	f.more = newRow("", container.NewStack())
	f.more.Open, f.more.OnClick = f.unfold, true
	f.content = ui.Air(4, 4, 4, 0, f.column)
	return f
}

// begin makes ready for another ticket.
func (f *fields) begin() {
	f.drafter = ui.NewDrafter(f.room.seat, "fields:"+string(f.room.id))
	f.editors = map[string]*fieldEditor{}
	f.rows = map[string]*row{}
	f.restore = true
}

// flush has what is typed but not saved written to disk.
func (f *fields) flush() {
	if f.drafter != nil {
		f.drafter.Flush()
	}
}

// unfold shows the rest of the fields and goes to the first of them, or folds
// them away again.
func (f *fields) unfold() {
	shown := map[*row]bool{}
	for _, r := range f.column.rows {
		shown[r] = true
	}
	f.open = !f.open
	f.show(f.room.now)
	to := f.more
	for i := len(f.column.rows) - 1; i >= 0; i-- {
		if r := f.column.rows[i]; !shown[r] {
			to = r
		}
	}
	f.column.Go(to)
}

// jump goes to the next field whose name begins with a letter.
func (f *fields) jump(letter rune) {
	rows := f.column.rows
	at := f.column.at()
	for n := range rows {
		if r := rows[(at+1+n)%len(rows)]; begins(r.Label, letter) {
			f.column.Go(r)
			return
		}
	}
}

func (f *fields) show(k known) {
	if k.Ticket.ID == "" {
		f.column.SetRows(nil)
		return
	}
	if f.restore {
		f.restore = false
		f.recall()
	}
	values := data.FieldsOf(k.Ticket)
	waiting, over := f.escalations(k)
	rows := waiting
	folded := 0
	for _, s := range specs {
		_, holds := values[s.name]
		if _, editing := f.editors[s.name]; !f.open && !editing && (s.folded || s.rare && !holds) {
			folded++
			continue
		}
		rows = append(rows, f.row(s, k, values))
	}
	label := f.room.seat.Words.Count("ticket.fields.more", folded)
	icon := theme.MenuDropDownIcon()
	if f.open {
		label, icon = f.room.say("ticket.fields.less"), theme.MenuDropUpIcon()
	}
	f.more.Label = label
	f.more.SetContent(ui.Air(6, 6, 6, 0, container.NewHBox(
		ui.NewIcon(icon, ui.Accent), ui.NewText(label, ui.Accent))))
	rows = append(rows, f.more)
	f.column.SetRows(append(rows, over...))
}

// row gives the row of a field, showing what it holds now.
func (f *fields) row(s spec, k known, values data.Fields) *row {
	r, ok := f.rows[s.name]
	if !ok {
		r = newRow("", container.NewStack())
		r.OnClick = s.input != fixed
		if s.input != fixed {
			r.Open = func() { f.change(s) }
		}
		f.rows[s.name] = r
	}
	if e := f.editors[s.name]; e != nil {
		e.meet(typed(s, values[s.name]))
		if r.content != e.content {
			r.content = e.content
		}
		return r
	}
	name := f.room.seat.Words.Field(s.name)
	shown, ink := f.written(s, k, values)
	r.Label = name + " " + shown
	r.content = pair(name, shown, ink)
	r.Refresh()
	return r
}

// written is what a field holds, in words.
func (f *fields) written(s spec, k known, values data.Fields) (string, fyne.ThemeColorName) {
	p, t := f.room.seat.Words, k.Ticket
	shown := p.Value(s.name, values[s.name])
	switch s.name {
	case "owner":
		if shown == "" {
			return p.Say("word.unassigned"), ui.Muted
		}
	case "priority":
		if t.PriorityReason != "" {
			shown += " – " + t.PriorityReason
		}
		return shown, ui.Priority(string(t.Priority))
	case "due_at":
		if k.Overdue {
			return shown + " – " + p.Say("word.overdue"), ui.Danger
		}
	case "promised_update_at":
		if !t.PromisedUpdateAt.IsZero() && t.Status.Category() != data.Done && f.room.seat.Desk.Now().After(t.PromisedUpdateAt) {
			return shown + " – " + p.Say("word.overdue"), ui.Danger
		}
	case "requester":
		shown = k.Requester.Name
	case "affected_user":
		shown = ""
		if k.Affected != nil {
			shown = k.Affected.Name
		}
	}
	if shown == "" {
		return "–", ui.Muted
	}
	return brief(shown, 260), ui.Ink
}

// typed is a field as a person would type it and as data.ParseField reads it.
func typed(s spec, raw json.RawMessage) string {
	var value any
	if json.Unmarshal(raw, &value) != nil {
		return "" // nothing there
	}
	switch v := value.(type) {
	case string:
		if t, err := time.Parse(time.RFC3339, v); err == nil && s.input == moment {
			return t.Truncate(time.Minute).UTC().Format(time.RFC3339)
		}
		return strings.TrimSpace(v)
	case bool:
		return map[bool]string{true: "yes", false: "no"}[v]
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []any:
		var list []string
		for _, e := range v {
			if s, ok := e.(string); ok {
				list = append(list, s)
			}
		}
		return strings.Join(list, ", ")
	}
	return ""
}

// brief is a text cut to about max letters.
func brief(s string, max int) string {
	letters := []rune(s)
	if len(letters) <= max {
		return s
	}
	return strings.TrimSpace(string(letters[:max])) + "…"
}

// pair is a name and what stands beside it.
func pair(name, value string, ink fyne.ThemeColorName) fyne.CanvasObject {
	return container.New(pairLayout{}, ui.NewPassage(name, ui.Muted, ""), ui.NewPassage(value, ink, ""))
}

// pairLayout gives the name half of the width at most and the value the rest;
// both wrap.
type pairLayout struct{}

func (pairLayout) split(width float32) float32 { return min(ui.Px(150), width*0.5) }

// MinSize is what the higher one needs without its own air.
func (pairLayout) MinSize(o []fyne.CanvasObject) fyne.Size {
	return fyne.NewSize(ui.Px(140), max(o[0].MinSize().Height, o[1].MinSize().Height)-ui.Px(5))
}

// Layout puts them side by side.
func (l pairLayout) Layout(o []fyne.CanvasObject, size fyne.Size) {
	at := l.split(size.Width)
	o[0].Move(fyne.NewPos(ui.Px(1), -ui.Px(2.5)))
	o[0].Resize(fyne.NewSize(at, size.Height+ui.Px(5)))
	o[1].Move(fyne.NewPos(at-theme.InnerPadding(), -ui.Px(2.5)))
	o[1].Resize(fyne.NewSize(size.Width-at+theme.InnerPadding(), size.Height+ui.Px(5)))
}
