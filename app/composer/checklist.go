package composer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// checklist is what a good hand-over holds: each part is there, or it can be filled in right
// here.
type checklist struct {
	room    *escalation
	parts   []*gap
	content fyne.CanvasObject
}

// gap is a part of the checklist.
type gap struct {
	room  *escalation
	name  string
	badge *ui.Badge       // whether it is there
	fill  *ui.Button      // opens the form
	form  *ui.Form        // by which it is filled in
	open  *fyne.Container // the form with its buttons
	text  *editor.Editor  // of a part that is a text; nil: impact and urgency

	impact, urgency *ui.Choice
}

func newChecklist(c *escalation) *checklist {
	list := &checklist{room: c}
	column := container.New(page.Column{Gap: ui.Px(2)})
	for _, name := range (data.Handover{}).Gaps() {
		g := newGap(c, name)
		list.parts = append(list.parts, g)
		head := ui.NewText(c.say("handover."+name), "")
		column.Add(container.New(checkLine{}, head, g.badge, g.fill))
		column.Add(g.open)
	}
	list.content = column
	return list
}

func newGap(c *escalation, name string) *gap {
	g := &gap{room: c, name: name, badge: ui.NewBadge("", "")}
	w := c.seat.Words
	g.fill = ui.NewQuiet(c.say("escalation.fill"), nil, g.begin)
	g.form = ui.NewForm(w)
	g.form.Above = true
	if name == "impact" {
		levels := data.Level("").Choices()
		g.impact = ui.NewChoice(w, "impact", append([]string{""}, levels...), func(string) { c.changed() })
		g.urgency = ui.NewChoice(w, "urgency", append([]string{""}, levels...), func(string) { c.changed() })
		g.form.Need("impact", w.Field("impact"), g.impact).Beside("urgency", w.Field("urgency"), g.urgency)
	} else {
		g.text = editor.New(c.seat, "", 3)
		g.text.OnChanged = c.changed
		g.text.OnSave = g.save
		field := "text"
		if name == "environment" {
			field = "environment"
		}
		g.form.Need(field, c.say("handover."+name+".hint"), g.text)
	}
	g.open = container.NewStack(indented(container.New(page.Column{Gap: ui.Px(4)}, g.form, container.NewHBox(
		ui.NewButton(c.say("escalation.fill.save."+g.kind()), nil, g.save), ui.NewQuiet(c.say("word.cancel"), nil, g.close)))))
	g.open.Hide()
	return g
}

// kind is what the part becomes in the ticket: a field or a note.
func (g *gap) kind() string {
	if g.name == "steps" || g.name == "result" {
		return "note"
	}
	return "field"
}

// show says which parts are there.
func (l *checklist) show(h data.Handover) {
	missing := h.Gaps()
	for _, g := range l.parts {
		if slices.Contains(missing, g.name) {
			g.badge.Set(l.room.say("escalation.missing"), ui.Warning)
			g.fill.Hidden = g.open.Visible()
			continue
		}
		g.badge.Set(l.room.say("escalation.there"), ui.Good)
		g.fill.Hidden = true
		if g.text == nil || g.text.Text() == "" { // else something is being typed, which stays
			g.open.Hide()
		}
	}
	if t := l.room.now.Ticket; t.ID != "" {
		for _, g := range l.parts {
			if g.impact != nil && g.impact.Value() == "" && g.urgency.Value() == "" {
				g.impact.SetValue(string(t.Impact))
				g.urgency.SetValue(string(t.Urgency))
			}
		}
	}
	l.content.Refresh()
}

// typed is what was typed into parts and is not saved yet; nil if there is none.
func (l *checklist) typed() map[string]string {
	typed := map[string]string{}
	for _, g := range l.parts {
		if g.text != nil && strings.TrimSpace(g.text.Text()) != "" {
			typed[g.name] = g.text.Text()
		}
	}
	if len(typed) == 0 {
		return nil
	}
	return typed
}

// fill puts back what was typed.
func (l *checklist) fill(typed map[string]string) {
	for _, g := range l.parts {
		if g.text == nil {
			g.impact.SetValue("")
			g.urgency.SetValue("")
			g.open.Hide()
			continue
		}
		g.text.SetText(typed[g.name])
		g.form.ClearErrors()
		if typed[g.name] == "" {
			g.open.Hide()
		} else {
			g.open.Show()
		}
	}
}

// begin opens a part for filling in.
func (g *gap) begin() {
	g.open.Show()
	g.fill.Hide()
	g.room.content.Refresh()
	if g.text != nil {
		g.room.focus(g.text)
	} else {
		g.room.focus(g.impact)
	}
}

// close gives up filling in a part.
func (g *gap) close() {
	g.open.Hide()
	if g.text != nil {
		g.text.SetText("")
	}
	g.room.handover.show(g.room.now.handover)
	g.room.focus(g.fill)
}

// save has the desk write the part to the ticket. The gap is closed when the desk then says
// that the part is there.
func (g *gap) save() {
	c := g.room
	d, id := c.seat.Desk, string(c.id)
	var work func(context.Context) error
	switch {
	case g.impact != nil:
		values := map[string]string{"impact": g.impact.Value(), "urgency": g.urgency.Value()}
		work = func(ctx context.Context) error {
			for _, name := range []string{"impact", "urgency"} {
				if values[name] == "" {
					return data.Fault(name, "required")
				}
			}
			_, err := d.SetFields(ctx, id, values, "")
			return err
		}
	case g.name == "environment":
		text := strings.TrimSpace(g.text.Text())
		work = func(ctx context.Context) error {
			if text == "" {
				return data.Fault("environment", "required")
			}
			_, err := d.SetFields(ctx, id, map[string]string{"environment": text}, "")
			return err
		}
	default:
		note := desk.Note{Ticket: id, Kind: "troubleshooting_step", Text: g.text.Text()}
		if g.name == "result" {
			note.Kind = "diagnosis"
		}
		work = func(ctx context.Context) error {
			_, err := d.AddNote(ctx, note)
			return err
		}
	}
	ui.Try(c.seat, new(ui.Slot), func(ctx context.Context) (bool, error) { return true, work(ctx) }, func(_ bool, err error) {
		if err != nil {
			if !g.form.Fault(err) {
				c.seat.Fail(err)
			}
			return
		}
		g.form.ClearErrors()
		g.open.Hide()
		if g.text != nil {
			g.text.SetText("")
		}
		c.seat.Notify(c.say("escalation.filled", "what", c.say("handover."+g.name)))
		c.focus(c.text)
		c.load()
	})
}

// checkLine puts the name of a part, whether it is there, and the button side by side, in the
// same columns for all parts.
type checkLine struct{}

// MinSize is all three in a row.
func (checkLine) MinSize(objects []fyne.CanvasObject) fyne.Size {
	badge, button := objects[1].MinSize(), objects[2].MinSize()
	return fyne.NewSize(ui.Px(200)+button.Width, max(badge.Height, button.Height))
}

// Layout puts them in columns.
func (checkLine) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	var x float32
	for i, width := range []float32{ui.Px(120), ui.Px(80), objects[2].MinSize().Width} {
		objects[i].Move(fyne.NewPos(x, 0))
		objects[i].Resize(fyne.NewSize(width, size.Height))
		x += width
	}
}
