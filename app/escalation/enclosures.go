package escalation

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// enclosures is what goes along with the report: files of the ticket, and the
// internal notes only if one says so.
type enclosures struct {
	room     *Composer
	ticks    []*ui.Check
	hashes   []string // of the files, as the ticks stand
	list     *fyne.Container
	internal *ui.Check
	warning  *fyne.Container
	content  fyne.CanvasObject
}

func newEnclosures(c *Composer) *enclosures {
	e := &enclosures{room: c, list: container.New(page.Column{})}
	e.internal = ui.NewCheck("", func(bool) { c.changed() })
	e.warning = container.NewStack(ui.Tinted(ui.Internal, container.New(layout.NewCustomPaddedLayout(ui.Px(2), ui.Px(6), ui.Px(4), ui.Px(8)),
		container.New(page.Column{}, e.internal, indented(ui.Prose(c.say("escalation.internal.says"), ui.InternalInk))))))
	e.content = container.New(page.Column{Gap: ui.Px(6)}, ui.Flush(ui.Small(c.say("escalation.goes.always"))), e.list, e.warning)
	return e
}

// offer lists the ticket's files; those ticked stay so.
func (e *enclosures) offer(k data.Case) {
	ticked := e.files()
	e.ticks, e.hashes, e.list.Objects = nil, nil, nil
	for _, a := range k.Attachments {
		tick := ui.NewCheck(e.room.say("escalation.file", "name", a.Name, "size", e.room.seat.Words.Size(a.Size)), nil)
		tick.Checked = has(ticked, a.SHA256)
		tick.OnChanged = func(bool) { e.room.changed() }
		e.ticks, e.hashes = append(e.ticks, tick), append(e.hashes, a.SHA256)
		e.list.Add(tick)
	}
	if len(e.ticks) == 0 {
		e.list.Add(ui.NewText(e.room.say("escalation.files.none"), ui.Muted))
	}
	internal := 0
	for _, a := range k.Timeline {
		if a.Internal && !a.Withdrawn && a.Text != "" {
			internal++
		}
	}
	e.internal.Text = e.room.seat.Words.Count("escalation.internal", internal)
	if internal == 0 {
		e.internal.Text = e.room.say("escalation.internal.none")
	}
	e.internal.Refresh()
	e.list.Refresh()
}

// files are the hashes of those ticked.
func (e *enclosures) files() []string {
	var list []string
	for i, tick := range e.ticks {
		if tick.Checked {
			list = append(list, e.hashes[i])
		}
	}
	return list
}

// set ticks files and the internal notes.
func (e *enclosures) set(files []string, internal bool) {
	for i, tick := range e.ticks {
		tick.SetChecked(has(files, e.hashes[i]))
	}
	e.internal.SetChecked(internal)
}

func has(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}
