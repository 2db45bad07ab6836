package shell

import (
	"context"
	"path/filepath"
	"strings"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// Dropped takes files that were dropped on the window: the room shown has them,
// if it takes any; in every other room mails and case reports open as tickets, and
// it is said where the others belong.
func (s *Shell) Dropped(paths []string) {
	if len(paths) == 0 || ui.Busy(s.seat.Window) {
		return
	}
	if room, ok := s.now.room.(interface{ Dropped(paths []string) }); ok {
		room.Dropped(paths)
		return
	}
	var mails, others []string
	for _, path := range paths {
		if opens(path) {
			mails = append(mails, path)
		} else {
			others = append(others, filepath.Base(path))
		}
	}
	if len(others) > 0 {
		s.seat.Notify(s.seat.Words.Count("shell.drop.where", len(others), "names", strings.Join(others, ", ")))
	}
	if len(mails) > 0 {
		s.openMails(mails)
	}
}

// askMails asks for files of mail and opens them. What is no mail is not told by
// its name here: who chose it means it.
func (s *Shell) askMails() {
	p := s.seat.Words
	files.Ask(s.seat, files.Question{Title: p.Say("shell.open_mail"), Confirm: p.Say("word.open"), Says: p.Say("shell.open_mail.says"), Many: true},
		func(paths []string, done func(), _ func(error) bool) {
			done()
			s.openMails(paths)
		})
}

// opens says whether a file is of a kind that opens as a ticket, by its ending:
// mail programs keep their mailboxes under names without one.
func opens(path string) bool {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".eml", ".mbox", ".pdf", ".dpk", "":
		return true
	}
	return false
}

// opened is what files held, and which could not be opened.
type opened struct {
	mails []data.Mail
	err   error
}

// openMails takes files in as mail, and offers the way to the first.
func (s *Shell) openMails(paths []string) {
	p := s.seat.Words
	ui.Work(s.seat, p.Say("shell.drop.opening"), func(ctx context.Context, tell func(done, total int)) (all opened, err error) {
		all.mails, all.err = s.seat.Desk.OpenMailFiles(ctx, paths, tell)
		return all, ctx.Err()
	}, func(all opened) {
		if all.err != nil {
			s.seat.Fail(all.err)
		}
		if len(all.mails) == 0 {
			return
		}
		first := all.mails[0]
		choices := []Choice{{Name: p.Say("word.close"), Do: func() {}}}
		switch {
		case first.Ticket != "":
			choices = append([]Choice{{Name: p.Say("shell.drop.open", "number", first.Number), Do: func() { s.seat.Go.Ticket(first.Ticket) }}}, choices...)
		case s.now.room.Name() != "inbox":
			choices = append([]Choice{{Name: p.Say("shell.drop.inbox"), Do: s.seat.Go.Inbox}}, choices...)
		}
		s.Offer(p.Count("inbox.opened", len(all.mails)), choices...)
	})
}
