package shell

import (
	"context"
	"path/filepath"
	"strings"

	"firstline/app/ui"
	"firstline/data"
)

// Dropped takes files that were dropped on the window: the room shown has them,
// if it takes any; in every other room mails and case reports open as tickets.
func (s *Shell) Dropped(paths []string) {
	if len(paths) == 0 || ui.Busy(s.seat.Window) {
		return
	}
	if room, ok := s.now.room.(interface{ Dropped(paths []string) }); ok {
		room.Dropped(paths)
		return
	}
	for _, path := range paths {
		if !opens(path) {
			s.seat.Notify(s.seat.Words.Say("shell.drop.where", "name", filepath.Base(path)))
			return
		}
	}
	s.openMails(paths)
}

// opens says whether a file is of a kind that opens as a ticket, by its ending.
func opens(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml", ".mbox", ".pdf", ".dpk":
		return true
	}
	return false
}

// openMails takes files in as mail, and offers the way to the first. What was
// taken in before one that cannot be stays.
func (s *Shell) openMails(paths []string) {
	ui.Try(s.seat, new(ui.Slot), func(ctx context.Context) (mails []data.Mail, err error) {
		for _, path := range paths {
			opened, err := s.seat.Desk.OpenMailFile(ctx, path)
			mails = append(mails, opened...)
			if err != nil {
				return mails, err
			}
		}
		return mails, nil
	}, func(mails []data.Mail, err error) {
		if err != nil {
			s.seat.Fail(err)
		}
		if len(mails) == 0 {
			return
		}
		p, first := s.seat.Words, mails[0]
		open := Choice{Name: p.Say("shell.drop.inbox"), Do: s.seat.Go.Inbox}
		if first.Ticket != "" {
			open = Choice{Name: p.Say("shell.drop.open", "number", first.Number), Do: func() { s.seat.Go.Ticket(first.Ticket) }}
		}
		s.Offer(p.Count("inbox.opened", len(mails)), open, Choice{Name: p.Say("word.close"), Do: func() {}})
	})
}
