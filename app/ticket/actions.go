package ticket

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
)

// Actions are what one can do with the ticket.
func (r *Room) Actions() []action.Action {
	// The menu is drawn before the ticket is loaded, so what depends on it is
	// possible until it turns out not to be.
	can := func() bool { return r.id != "" }
	unless := func(not func(t data.Ticket) bool) func() bool {
		return func() bool { return can() && !(r.loaded() && not(r.now.Ticket)) }
	}
	return []action.Action{
		{ID: "ticket.note", Menu: action.Ticket, Key: "Ctrl+M", Icon: theme.DocumentCreateIcon(), Enabled: can, Do: r.note.focusText},
		{ID: "ticket.save", Menu: action.Ticket, Key: "Ctrl+Return", Icon: theme.DocumentSaveIcon(), Enabled: can, Do: r.save},
		{ID: "ticket.internal", Menu: action.Ticket, Key: "Ctrl+I", Icon: theme.VisibilityOffIcon(), Enabled: can, Do: r.note.toggle},
		{ID: "ticket.preview", Menu: action.Ticket, Key: "Ctrl+Shift+P", Icon: theme.SearchIcon(), Enabled: can, Do: r.note.togglePreview},
		{ID: "ticket.templates", Menu: action.Ticket, Key: "Ctrl+T", Icon: theme.ListIcon(), Enabled: can, Do: r.pickTemplate},
		{ID: "ticket.attach", Menu: action.Ticket, Key: "Ctrl+O", Icon: theme.MailAttachmentIcon(), Enabled: can, Do: r.attach},
		{ID: "ticket.paste", Menu: action.Ticket, Key: "Ctrl+Shift+V", Icon: theme.ContentPasteIcon(), Enabled: can, Do: r.paste},
		{ID: "ticket.fields", Menu: action.Ticket, Key: "Ctrl+D", Icon: theme.DocumentIcon(), Enabled: can, Do: r.goFields},
		{ID: "ticket.timeline", Menu: action.Ticket, Icon: theme.HistoryIcon(), Enabled: can, Do: func() { r.focus(r.timeline.column) }},
		{ID: "ticket.status", Menu: action.Ticket, Key: "Ctrl+Shift+S", Icon: theme.MenuDropDownIcon(), Enabled: can, Do: r.pickStatus},
		{ID: "ticket.take", Menu: action.Ticket, Icon: theme.AccountIcon(), Enabled: unless(func(t data.Ticket) bool { return t.Owner == r.seat.Desk.Settings().Operator }), Do: r.take},
		{ID: "ticket.escalate", Menu: action.Ticket, Key: "Ctrl+E", Icon: theme.MoveUpIcon(), Enabled: can, Do: r.escalate},
		{ID: "ticket.reply", Menu: action.Ticket, Key: "Ctrl+Shift+R", Icon: theme.MailReplyIcon(), Enabled: can, Do: r.reply},
		{ID: "ticket.resolve", Menu: action.Ticket, Key: "Ctrl+R", Icon: theme.ConfirmIcon(), Enabled: unless(func(t data.Ticket) bool { return !t.Status.May(data.Resolved) }), Do: r.resolve,
			Fits: func(x data.Excerpt) bool { return x.Status.May(data.Resolved) }},
		{ID: "ticket.report", Menu: action.Ticket, Key: "Ctrl+P", Icon: theme.DocumentPrintIcon(), Enabled: can, Do: r.report},
		{ID: "ticket.knowledge", Menu: action.FAQ, Key: "Ctrl+Shift+K", Icon: theme.SearchIcon(), Enabled: can, Do: r.knowledge.focusSearch},
		{ID: "ticket.article", Menu: action.FAQ, Key: "Ctrl+Shift+A", Icon: theme.ContentAddIcon(), Enabled: can, Do: r.writeArticle},
		{ID: "ticket.contact", Menu: action.Ticket, Icon: theme.AccountIcon(), Enabled: unless(func(t data.Ticket) bool { return t.Requester == "" }), Do: r.editContact},
		{ID: "ticket.caller", Menu: action.Ticket, Icon: theme.AccountIcon(), Enabled: can, Do: func() { r.pickPerson("requester") }},
		{ID: "ticket.affected", Menu: action.Ticket, Icon: theme.AccountIcon(), Enabled: can, Do: func() { r.pickPerson("affected_user") }},
		{ID: "ticket.merge", Menu: action.Ticket, Enabled: unless(func(t data.Ticket) bool { return t.Status == data.Merged }), Do: r.merge,
			Fits: func(x data.Excerpt) bool { return x.Status != data.Merged }},
		{ID: "ticket.into", Enabled: func() bool { return r.loaded() && r.now.MergedInto != nil }, Do: r.openTarget,
			Fits: func(x data.Excerpt) bool { return x.Status == data.Merged }},
		{ID: "ticket.unmerge", Menu: action.Ticket, Enabled: func() bool { return r.loaded() && (r.now.MergedInto != nil || len(r.now.Merged) > 0) }, Do: r.unmergeAny,
			Fits: func(x data.Excerpt) bool { return x.Status == data.Merged }}, // of those merged into one a list knows nothing
		{ID: "ticket.contact.merge", Menu: action.Ticket, Enabled: unless(func(t data.Ticket) bool { return t.Requester == "" }), Do: r.mergeContact},
		{ID: "ticket.contact.unmerge", Enabled: func() bool { return r.loaded() && mergedInto(r.now.Requester) > 0 }, Do: r.unmergeContact,
			Fits: func(data.Excerpt) bool { return false }},
		{ID: "ticket.link", Menu: action.Ticket, Key: "Ctrl+Shift+U", Icon: theme.ContentCopyIcon(), Enabled: can, Do: r.copyLink},
		{ID: "ticket.call", Menu: action.Ticket, Enabled: unless(func(data.Ticket) bool { return len(r.now.Requester.Phones) == 0 }), Do: func() { r.reach(r.now.Requester.Phones) }},
		{ID: "ticket.write", Menu: action.Ticket, Enabled: unless(func(data.Ticket) bool { return len(r.now.Requester.Emails) == 0 }), Do: func() { r.reach(r.now.Requester.Emails) }},
		{ID: "ticket.history", Menu: action.Ticket, Icon: theme.HistoryIcon(), Enabled: can, Do: r.history},
	}
}

// save is Ctrl+Return, which the menu sees before anything else does: it
// confirms a dialog, saves the field one is typing in, or else the note.
func (r *Room) save() {
	if ui.Submit(r.seat.Window) {
		return
	}
	focused := r.seat.Window.Canvas().Focused()
	for _, e := range r.fields.editors {
		if fyne.Focusable(e.entry) == focused {
			e.save()
			return
		}
	}
	r.note.save()
}

func (r *Room) goFields() {
	r.columns.turn(factsSide)
	r.focus(r.fields.column)
}

// focus gives o the keyboard. It asks the window, which knows o from the moment
// it is part of it; Fyne's driver knows a new widget only once it was drawn.
func (r *Room) focus(o fyne.Focusable) { r.seat.Window.Canvas().Focus(o) }

// hint says in the status line what a button does and which key does it too.
func hint(r *Room, id, key string) string { return action.Hint(r.seat.Words, id, key) }
