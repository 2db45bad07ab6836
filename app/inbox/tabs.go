package inbox

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/faq/page"
	"firstline/app/ui"
)

// tabs stand above the list: what waits, or everything; how fetching fares; and
// the button that fetches.
type tabs struct {
	room    *Inbox
	waiting int
	wait    *ui.Button
	all     *ui.Button
	fetch   *ui.Button
	state   *ui.Text
	content fyne.CanvasObject
}

func newTabs(b *Inbox) *tabs {
	t := &tabs{room: b, state: &ui.Text{SizeName: theme.SizeNameCaptionText, Color: ui.Muted, Cut: true}}
	t.state.ExtendBaseWidget(t.state)
	t.wait = ui.NewQuiet("", nil, func() { t.choose(false) })
	t.all = ui.NewQuiet(b.say("inbox.tab.all"), nil, func() { t.choose(true) })
	t.fetch = ui.NewQuiet(b.say("action.inbox.fetch"), theme.DownloadIcon(), b.fetch).Hinting(action.Hint(b.seat.Words, "inbox.fetch", "F9"))
	row := container.New(page.Wrap{}, t.wait, t.all, t.fetch)
	t.content = ui.Air(6, 2, 6, 6, container.NewVBox(row, t.state))
	t.show()
	return t
}

// choose shows what waits, or everything.
func (t *tabs) choose(all bool) {
	t.room.all = all
	t.room.load()
	t.room.focus(t.room.list)
}

// show writes the figures and how fetching fares.
func (t *tabs) show() {
	b := t.room
	wait := b.say("inbox.tab.waiting")
	if t.waiting > 0 {
		wait += "  " + b.seat.Words.Number(t.waiting)
	}
	t.wait.SetText(wait)
	t.wait.SetOn(!b.all)
	t.all.SetOn(b.all)
	text, color := b.fares()
	t.state.Set(text, color)
	t.content.Refresh()
}

// fares says how fetching mail fares.
func (b *Inbox) fares() (string, fyne.ThemeColorName) {
	p := b.seat.Words
	if b.Office == nil || !b.seat.Desk.Settings().Mail.Receives() {
		return p.Say("inbox.fares.off"), ui.Muted
	}
	status := b.Office.Inbox()
	switch {
	case status.Problem != nil:
		return p.Error(status.Problem), ui.Warning
	case status.LookedAt.IsZero():
		return p.Say("inbox.fares.yet"), ui.Muted
	}
	return p.Say("inbox.fares.well", "at", p.Brief(status.LookedAt, b.seat.Desk.Now())), ui.Muted
}
