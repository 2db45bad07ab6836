package app

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/data"
	"firstline/data/desk"
)

// tray is the icon in the system's tray, with what waits and the way to it. On a
// desktop without one nothing is there.
type tray struct {
	system desktop.App // nil: there is none
	shown  [3]int
}

// makeTray puts the icon there. Fyne wants that before its loop runs.
func (p *program) makeTray() {
	system, ok := p.app.(desktop.App)
	if !ok || !hasBus() {
		return
	}
	p.tray.system = system
	p.tray.shown = [3]int{-1}
	p.showTray(map[data.View]int{})
}

// showTray writes the figures, if they are others.
func (p *program) showTray(counts map[data.View]int) {
	now := [3]int{counts[data.UnreadView], counts[data.OverdueView], counts[data.OpenView]}
	if p.tray.system == nil || now == p.tray.shown {
		return
	}
	p.tray.shown = now
	w := p.words
	view := func(key string, v data.View, n int) *fyne.MenuItem {
		return fyne.NewMenuItem(w.Count(key, n), p.front(func() {
			if p.shell != nil {
				p.shell.ShowView(v)
			}
		}))
	}
	quit := fyne.NewMenuItem(w.Say("action.shell.quit"), func() {
		p.place.gone()
		p.app.Quit()
	})
	quit.IsQuit = true
	p.tray.system.SetSystemTrayMenu(fyne.NewMenu("Firstline",
		fyne.NewMenuItem(w.Say("shell.tray.open"), p.front(func() {})),
		fyne.NewMenuItem(w.Say("action.shell.intake"), p.front(func() {
			if p.seat != nil {
				p.seat.Go.Intake("")
			}
		})),
		fyne.NewMenuItemSeparator(),
		view("shell.tray.unread", data.UnreadView, now[0]), view("shell.tray.overdue", data.OverdueView, now[1]), view("shell.open", data.OpenView, now[2]),
		fyne.NewMenuItemSeparator(), quit))
}

// front does something with the window in front.
func (p *program) front(do func()) func() {
	return func() {
		fyne.Do(func() {
			p.win.RequestFocus()
			do()
		})
	}
}

// ring tells of news: in the status line while one looks at the window, else by
// a notice of the desktop, whose click opens the ticket.
func (p *program) ring(n news) {
	open := p.front(func() {
		if p.shell != nil {
			p.seat.Go.Ticket(n.ticket)
		}
	})
	fyne.Do(func() {
		if p.inFront {
			if p.shell != nil {
				p.shell.News(n.number, n.title+" · "+n.text)
			}
			return
		}
		button := p.words.Say("shell.tray.open_ticket")
		go p.notices.show(n.title, n.text, button, open)
	})
}

// countTray brings the tray up to date after changes and with time.
func (p *program) countTray(ctx context.Context, d *desk.Desk) {
	counts, err := d.Counts(ctx)
	if err == nil { // else the window says so
		fyne.Do(func() { p.showTray(counts) })
	}
}
