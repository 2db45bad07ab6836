package composer

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// modes is the choice between asking and handing over: a button for each, and below it what
// that means.
type modes struct {
	room    *Composer
	mode    data.EscalationMode
	buttons map[data.EscalationMode]*ui.Button
	content *fyne.Container
}

func newModes(c *Composer) *modes {
	m := &modes{room: c, mode: data.Consult, buttons: map[data.EscalationMode]*ui.Button{}, content: container.New(page.Column{Gap: ui.Px(8)})}
	for _, mode := range []data.EscalationMode{data.Consult, data.Transfer} {
		b := ui.NewQuiet(c.say("escalation.mode."+string(mode)), nil, func() { m.choose(mode) })
		b.Leading = true
		m.buttons[mode] = b
		m.content.Add(container.New(page.Column{}, b, indented(ui.Prose(c.say("escalation.mode."+string(mode)+".says"), ui.Muted))))
	}
	m.set(data.Consult)
	return m
}

// set shows a mode as chosen.
func (m *modes) set(mode data.EscalationMode) {
	if mode != data.Transfer {
		mode = data.Consult
	}
	m.mode = mode
	for other, b := range m.buttons {
		b.Icon = theme.RadioButtonIcon()
		if other == mode {
			b.Icon = theme.RadioButtonCheckedIcon()
		}
		b.On = other == mode
		b.Refresh()
	}
}

// choose is set when a person does it.
func (m *modes) choose(mode data.EscalationMode) {
	if mode != m.mode {
		m.set(mode)
		m.room.changed()
	}
}

// on is the button of the mode chosen.
func (m *modes) on() *ui.Button { return m.buttons[m.mode] }
