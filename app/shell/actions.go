package shell

import (
	"context"

	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/care"
	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data/desk"
)

// actions are what one can do wherever one is.
func (s *Shell) actions() []action.Action {
	there := func(is bool) func() bool { return func() bool { return is } }
	all := []action.Action{
		{ID: "shell.intake", Menu: action.Ticket, Key: "Ctrl+N", Icon: theme.ContentAddIcon(), Enabled: there(s.rooms.Intake != nil), Do: func() { s.seat.Go.Intake("") }},
		{ID: "shell.open_mail", Menu: action.Ticket, Icon: theme.FolderOpenIcon(), Do: s.askMails},
		{ID: "shell.tickets", Menu: action.Ticket, Key: "Ctrl+1", Icon: theme.ListIcon(), Do: s.goTickets},
		{ID: "shell.faq", Menu: action.FAQ, Key: "Ctrl+2", Icon: theme.HelpIcon(), Enabled: there(s.rooms.Manual != nil), Do: func() { s.seat.Go.Manual("", s.now.ticket) }},
		{ID: "shell.inbox", Menu: action.Go, Key: "Ctrl+3", Icon: theme.MailComposeIcon(), Enabled: there(s.rooms.Inbox != nil), Do: func() { s.seat.Go.Inbox() }},
		{ID: "shell.outbox", Menu: action.Go, Key: "Ctrl+4", Icon: theme.MailSendIcon(), Enabled: there(s.rooms.Outbox != nil), Do: func() { s.seat.Go.Outbox() }},
		{ID: "shell.search", Menu: action.Go, Key: "Ctrl+F", Icon: theme.SearchIcon(), Do: s.search.focus},
		{ID: "shell.palette", Menu: action.Go, Key: "Ctrl+K", Do: s.openPalette},
		{ID: "shell.back", Menu: action.Go, Key: "Alt+Left", Icon: theme.NavigateBackIcon(), Enabled: func() bool { return len(s.history) > 0 }, Do: s.goBack},
		{ID: "shell.next", Menu: action.Go, Key: "Ctrl+Next", Enabled: func() bool { return len(s.open) > 0 }, Do: func() { s.step(1) }},
		{ID: "shell.previous", Menu: action.Go, Key: "Ctrl+Prior", Enabled: func() bool { return len(s.open) > 0 }, Do: func() { s.step(-1) }},
		{ID: "shell.close", Menu: action.Ticket, Key: "Ctrl+W", Enabled: func() bool { return s.at() >= 0 }, Do: s.closeTicket},
		{ID: "shell.help", Menu: action.Help, Key: "F1", Do: s.goHelp},
		{ID: "shell.undo", Menu: action.Desk, Key: "Ctrl+Shift+Z", Icon: theme.ContentUndoIcon(), Do: s.undo},
		{ID: "shell.reload", Menu: action.Desk, Key: "F5", Icon: theme.ViewRefreshIcon(), Do: s.reload},
		{ID: "shell.backup", Menu: action.Desk, Icon: theme.StorageIcon(), Do: func() { care.Backup(s.seat, nil) }},
		{ID: "shell.check", Menu: action.Desk, Icon: theme.ConfirmIcon(), Do: func() { care.Check(s.seat) }},
		{ID: "shell.text.larger", Menu: action.Desk, Key: "Ctrl+Plus", Icon: theme.ZoomInIcon(), Do: func() { s.resizeText(s.seat.Desk.Settings().TextStep(true)) }},
		{ID: "shell.text.smaller", Menu: action.Desk, Key: "Ctrl+-", Icon: theme.ZoomOutIcon(), Do: func() { s.resizeText(s.seat.Desk.Settings().TextStep(false)) }},
		{ID: "shell.text.usual", Menu: action.Desk, Key: "Ctrl+0", Icon: theme.ZoomFitIcon(), Do: func() { s.resizeText(0) }},
		{ID: "shell.stop", Enabled: s.status.working.busy, Do: func() { s.status.working.cancel() }},
		{ID: "shell.settings", Menu: action.Desk, Key: "Ctrl+5", Icon: theme.SettingsIcon(), Enabled: there(s.rooms.Settings != nil), Do: func() { s.seat.Go.Settings() }},
		{ID: quitID, Menu: action.Desk, Key: "Ctrl+Q", Do: s.quit},
	}
	return append(all, editor.Actions(s.seat.Window)...)
}

const quitID = "shell.quit"

// run does an action, unless a dialog lies over the window. The menu sees
// keys before the dialog does, so what it needs is handed on, and so are the keys
// of the editor one writes in there.
func (s *Shell) run(a action.Action) {
	if ui.Busy(s.seat.Window) {
		switch {
		case ui.Overheard(s.seat.Window, a.Bound()):
		case a.Bound() == "Ctrl+Return":
			ui.Submit(s.seat.Window)
		case editor.Has(a) && a.Possible(): // in the dialog's own field
			a.Do()
		}
		return
	}
	if !a.Possible() {
		s.seat.Notify(s.seat.Words.Say("shell.not_now", "action", a.Name(s.seat.Words)))
		return
	}
	a.Do()
	s.showMenu()
}

// reload shows the room as the desk is now.
func (s *Shell) reload() {
	s.count()
	if s.now.room != nil {
		s.now.room.Leave()
		s.now.room.Enter()
	}
}

// undo takes back the last act and says which it was.
func (s *Shell) undo() {
	ui.Load(s.seat, &s.undoing, func(ctx context.Context) (desk.Undone, error) {
		return s.seat.Desk.Undo(ctx)
	}, func(u desk.Undone) {
		p := s.seat.Words
		key := "undone." + u.Act
		if !p.Has(key) {
			key = "undone.other"
		}
		s.status.undone(p.Say(key, "number", u.Number))
	})
}

func (s *Shell) quit() {
	if s.OnQuit != nil {
		s.OnQuit()
	}
}

// goHelp opens the guide at the page about the room one is in, or leaves it.
func (s *Shell) goHelp() {
	if s.now.room == s.help() {
		s.goBack()
		return
	}
	s.goGuide(s.now.room.Name())
}

// goGuide opens the guide at a page.
func (s *Shell) goGuide(page string) {
	h := s.help()
	s.enter(visit{room: h}, func() { h.show(page, s.registry()) })
}
