package app

import (
	"sync"

	"fyne.io/fyne/v2"

	"firstline/app/composer"
	"firstline/app/faq"
	"firstline/app/inbox"
	"firstline/app/intake"
	"firstline/app/outbox"
	"firstline/app/queue"
	"firstline/app/settings"
	"firstline/app/shell"
	"firstline/app/ticket"
	"firstline/app/ui"
	"firstline/data/post"
)

// rooms are the rooms of a seat. Each is made when it is first entered, so that
// the window is there sooner.
func rooms(seat *ui.Seat, office *post.Office) shell.Rooms {
	return shell.Rooms{
		Tickets:    sync.OnceValue(func() ui.Room { return queue.New(seat) }),
		Intake:     sync.OnceValue(func() shell.Intake { return intake.New(seat) }),
		Call:       intake.Called,
		Ticket:     sync.OnceValue(func() shell.Ticket { return ticket.New(seat) }),
		Manual:     sync.OnceValue(func() shell.Manual { return faq.New(seat) }),
		Editor:     sync.OnceValue(func() shell.Editor { return faq.NewEditor(seat) }),
		Escalation: sync.OnceValue(func() shell.Composer { return composer.NewEscalation(seat) }),
		Reply:      sync.OnceValue(func() shell.Composer { return composer.NewReply(seat) }),
		Inbox: sync.OnceValue(func() ui.Room {
			in := inbox.New(seat)
			in.Office = office
			return in
		}),
		Outbox: sync.OnceValue(func() ui.Room {
			out := outbox.New(seat)
			out.Office = office
			return out
		}),
		Settings: sync.OnceValue(func() shell.Settings { return settings.New(seat) }),
	}
}

// wrapped is the window for a page that sets its content by itself.
type wrapped struct {
	fyne.Window
	put func(fyne.CanvasObject)
}

// SetContent shows content with what watches for the first frame.
func (w *wrapped) SetContent(content fyne.CanvasObject) { w.put(content) }
