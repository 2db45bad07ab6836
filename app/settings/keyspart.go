package settings

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// keysPart is where every action can be given another key, which takes effect at once and
// belongs to the person, not to the desk.
type keysPart struct {
	room    *Room
	find    *ui.SearchBox
	list    *ui.List
	actions []action.Action // of all rooms
	shown   []action.Action
	whole   fyne.CanvasObject
}

func newKeysPart(r *Room) *keysPart {
	w := r.seat.Words
	p := &keysPart{room: r}
	p.list = ui.NewList([]ui.Column{
		{ID: "action", Title: r.say("settings.keys.action"), Width: 240, Weight: 2},
		{ID: "key", Title: r.say("settings.keys.key"), Width: 150},
		{ID: "room", Title: r.say("settings.keys.room"), Width: 110, Weight: 1},
	}, nil)
	p.list.MinRows = 14
	p.list.Label = r.say("settings.part.keys")
	p.list.OnOpen = func(row int) { p.ask(p.shown[row]) }
	p.list.OnRune = func(letter rune) {
		r.focus(p.find)
		p.find.TypedRune(letter)
	}
	p.find = ui.NewSearchBox(r.seat.Do, r.say("settings.keys.find"), func(string) { p.fill() })
	p.find.OnDown = func() { r.focus(p.list) }
	p.list.OnTop = func() { r.focus(p.find) }
	change := ui.NewButton(r.say("settings.keys.change"), nil, func() {
		if row := p.list.Selected(); row >= 0 {
			p.ask(p.shown[row])
		}
	})
	reset := ui.NewButton(r.say("settings.keys.reset"), nil, p.reset)
	p.whole = ui.Section(w.Say("settings.part.keys"), container.New(page.Column{Gap: ui.Px(8)},
		ui.Flush(ui.Paragraph(r.say("settings.keys.text"))), p.find, p.list, container.NewHBox(change, reset)))
	return p
}

func (p *keysPart) name() string               { return "keys" }
func (p *keysPart) content() fyne.CanvasObject { return p.whole }
func (p *keysPart) first() fyne.Focusable      { return p.list }
func (p *keysPart) fault(error) bool           { return false }
func (p *keysPart) show(data.Settings)         {}
func (p *keysPart) read(*data.Settings)        {}

// turned asks the rooms for their actions; rooms that nobody has entered yet are made for
// that, so it has to wait until this part is shown.
func (p *keysPart) turned() {
	if p.actions == nil && p.room.seat.Registry != nil {
		p.actions = p.room.seat.Registry()
		p.fill()
	}
}

// fill lists the actions that match what is looked for.
func (p *keysPart) fill() {
	w := p.room.seat.Words
	on := p.list.Selected()
	p.shown = nil
	rows := ui.Rows{}
	for _, a := range p.actions {
		name, key := a.Name(w), action.KeyText(w, a.Bound())
		if !ui.Matches(name+" "+key, p.find.Text) {
			continue
		}
		p.shown = append(p.shown, a)
		rows = append(rows, []ui.Cell{{Text: name}, {Text: key, Color: ui.Accent, Bold: a.Bound() != a.Key}, {Text: p.place(a), Muted: true}})
	}
	p.list.SetSource(rows)
	if on >= 0 && on < len(rows) {
		p.list.Select(on)
	}
}

// place says where an action's key is heard.
func (p *keysPart) place(a action.Action) string {
	if a.Room() == "shell" {
		return p.room.say("shell.help.everywhere")
	}
	return p.room.say("room." + a.Room())
}

// ask asks for another key. A key that is taken, or that text fields need, is refused, with
// the reason.
func (p *keysPart) ask(a action.Action) {
	r, w := p.room, p.room.seat.Words
	if a.Fixed() {
		r.seat.Notify(r.say("settings.keys.fixed"))
		return
	}
	field := ui.NewKeyField(w, a.Bound())
	form := ui.NewForm(w).Add("key", r.say("settings.keys.press"), field)
	field.Label = a.Name(w)
	wrong := func(key string) bool {
		text := ""
		switch other, clash := action.Clash(p.actions, a, key); {
		case key == "":
		case !action.Free(key):
			text = r.say("settings.keys.taken.text")
		case clash:
			text = r.say("settings.keys.taken", "action", other.Name(w))
		}
		form.SetError("key", text)
		return text != ""
	}
	field.OnChanged = func(key string) { wrong(key) }
	field.OnLetter = func(letter rune) {
		name := strings.ToUpper(string(letter))
		if letter == ' ' {
			name = w.Say("key.space")
		}
		form.SetError("key", r.say("settings.keys.alone", "key", name))
	}
	standard := ui.NewQuiet(r.say("settings.keys.standard", "key", action.KeyText(w, a.Key)), nil, func() {
		field.SetKey(a.Key)
		r.focus(field)
	})
	if a.Key != "" {
		form.Add("", "", container.NewHBox(standard))
	}
	ui.ShowDialog(r.seat.Window, ui.Dialog{Title: a.Name(w), Focus: field, Confirm: r.say("word.save"), Cancel: r.say("word.cancel"),
		Content: container.NewVBox(ui.Flush(ui.Paragraph(r.say("settings.keys.press.text"))), form),
		OnConfirm: func() bool {
			if wrong(field.Key()) {
				return false
			}
			action.Rebind(r.seat.Habits, a, field.Key())
			p.rekeyed()
			return true
		}})
}

// reset gives every action its standard key.
func (p *keysPart) reset() {
	action.ResetKeys(p.room.seat.Habits)
	p.rekeyed()
	p.room.seat.Notify(p.room.say("settings.keys.were.reset"))
}

// rekeyed has the keys take effect and shown everywhere.
func (p *keysPart) rekeyed() {
	p.fill()
	if p.room.seat.Rekeyed != nil {
		p.room.seat.Rekeyed()
	}
}
