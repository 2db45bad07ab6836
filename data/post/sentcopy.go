package post

import (
	"context"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
)

// lookEvery is how often an unanswered letter is looked for.
const lookEvery = time.Minute

// unanswered lists the letters to look for now.
func (o *Office) unanswered(ctx context.Context) ([]data.Letter, error) {
	letters, err := o.desk.Letters(ctx)
	if err != nil {
		return nil, err
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	var list []data.Letter
	for _, l := range letters {
		if l.State == data.LetterMaybe && time.Since(o.looked[l.ID]) >= lookEvery {
			list = append(list, l)
		}
	}
	return list, nil
}

// chores says whether there is something to do at the mailbox although nothing came.
func (o *Office) chores(ctx context.Context, account data.Account) bool {
	if account.Receives() {
		if wanted, err := o.wanted(ctx); err == nil && len(wanted) > 0 {
			return true
		}
	}
	return o.errands(ctx, account)
}

// errands says whether the outbox has something to do at the mailbox.
func (o *Office) errands(ctx context.Context, account data.Account) bool {
	if account.Inbox.Host == "" {
		return false
	}
	copies, err := o.desk.CopiesDue(ctx)
	if err != nil || len(copies) > 0 {
		return err == nil
	}
	letters, err := o.unanswered(ctx)
	return err == nil && len(letters) > 0
}

// confirm looks for unanswered letters: one that lies among the sent mail or has come
// back was taken over by the server.
func (o *Office) confirm(ctx context.Context, box mailbox, account data.Account) error {
	letters, err := o.unanswered(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		o.mu.Lock()
		o.looked[l.ID] = time.Now()
		o.mu.Unlock()
		found, err := o.lookFor(ctx, box, account, l)
		if err != nil {
			return err
		}
		if found {
			if err := o.desk.ConfirmLetter(ctx, l.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

// lookFor looks for a letter where it may be: among the sent mail and in the inbox.
func (o *Office) lookFor(ctx context.Context, box mailbox, account data.Account, l data.Letter) (bool, error) {
	sent, err := sentFolder(ctx, box, account)
	if err != nil {
		return false, err
	}
	for _, folder := range []string{sent, inboxFolder(account)} {
		if folder == "" {
			continue
		}
		found, err := o.findLetter(ctx, box, account, folder, l)
		if found || err != nil && !isAnswer(err) { // a folder that does not exist holds nothing
			return found, err
		}
	}
	return false, nil
}

// findLetter looks for a letter by its Message-ID, without the brackets, which not every
// server keeps where it searches. If the provider gives mails ids of its own, a letter
// is recognised by the code in its subject and the second in which it was written, and
// the desk is told of the new id.
func (o *Office) findLetter(ctx context.Context, box mailbox, account data.Account, folder string, l data.Letter) (bool, error) {
	uids, err := box.Find(ctx, folder, "Message-ID", strings.Trim(l.MessageID, "<>"))
	if err != nil || len(uids) > 0 || !account.Knows().NewIDs {
		return len(uids) > 0, err
	}
	_, code, _ := strings.Cut(l.Subject, "[#")
	code, _, ok := strings.Cut(code, "]")
	if !ok {
		return false, nil
	}
	if uids, err = box.Find(ctx, folder, "Subject", code); err != nil || len(uids) == 0 {
		return false, err
	}
	_, raw, err := o.desk.Letter(ctx, l.ID)
	if err != nil {
		return false, err
	}
	heads, err := box.Fetch(ctx, uids, true, mostHead)
	if err != nil {
		return false, err
	}
	written := mail.Read(raw, time.Time{}).Date
	for _, uid := range uids {
		m := mail.Read(heads[uid], time.Time{})
		if m.MessageID == "" || !m.Date.Equal(written) || !strings.Contains(m.Subject, code) {
			continue
		}
		if found, err := o.desk.LetterHasID(ctx, l.ID, m.MessageID); found || err != nil {
			return found, err
		}
	}
	return false, nil
}

// mostHead is the largest header of a mail that is looked at, in bytes.
const mostHead = 1 << 20

// sentFolder is the folder for sent mail: the account's, or the one the server names.
func sentFolder(ctx context.Context, box mailbox, account data.Account) (string, error) {
	if account.Inbox.Sent != "" {
		return account.Inbox.Sent, nil
	}
	return box.Sent(ctx)
}

// isAnswer says whether an error is the server's answer, not the connection's end.
func isAnswer(err error) bool {
	_, ok := imapAnswer(err)
	return ok
}

// copySteps are the waits before a copy is offered again that the server did not take.
// After them there will be no copy; the letter has left all the same.
var copySteps = []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}

// fileCopies puts copies of what was sent among the sent mail, but for those that are
// there already because the server does so itself or because a program died at the
// wrong moment.
func (o *Office) fileCopies(ctx context.Context, box mailbox, account data.Account) error {
	due, err := o.desk.CopiesDue(ctx)
	if err != nil || len(due) == 0 {
		return err
	}
	folder, err := sentFolder(ctx, box, account)
	if err != nil {
		return err
	}
	for _, id := range due {
		l, raw, err := o.desk.Letter(ctx, id)
		if err != nil {
			return err
		}
		out, err := o.fileCopy(ctx, box, account, folder, l, raw)
		if err != nil {
			return err
		}
		if err := o.desk.CopyDone(ctx, id, out); err != nil {
			return err
		}
	}
	return nil
}

func (o *Office) fileCopy(ctx context.Context, box mailbox, account data.Account, folder string, l data.Letter, raw []byte) (desk.CopyOutcome, error) {
	known := account.Knows()
	p, ok := providerAt(account.Host)
	files := known.FilesSent || ok && p.filesSent // the server does so itself
	if files && !known.NewIDs {
		return desk.CopyOutcome{State: data.CopyFiled}, nil
	}
	if folder == "" {
		return desk.CopyOutcome{State: data.CopyFailed, Reason: o.desk.Words().Error(data.Fault("sent", "post_no_sent_folder"))}, nil
	}
	there, err := o.findLetter(ctx, box, account, folder, l)
	if err == nil && !there && !files {
		err = box.File(ctx, folder, raw, l.SentAt)
		there = err == nil
	}
	if err != nil && !isAnswer(err) {
		return desk.CopyOutcome{}, err // it is the connection: all copies wait
	}
	if there {
		delete(o.copied, l.ID)
		return desk.CopyOutcome{State: data.CopyFiled}, nil
	}
	out := desk.CopyOutcome{State: data.CopyWaiting}
	if err != nil {
		out.Reason = o.desk.Words().Error(noFolderOr(explain(inboxServer(account), content, err), folder))
	}
	n := o.copied[l.ID]
	o.copied[l.ID]++
	switch {
	case n < len(copySteps):
		out.NextAt = o.desk.Now().Add(copySteps[n])
	case files: // it is known to
		out.State = data.CopyFiled
	default:
		out.State = data.CopyFailed
	}
	return out, nil
}

// noFolderOr names the folder in a problem that is about one.
func noFolderOr(p *data.Problem, folder string) *data.Problem {
	if p.Key == "post_no_folder" {
		p.Values["folder"] = folder
	}
	return p
}

// arrived looks, over a connection of its own, whether an unanswered letter is on the
// server after all.
func (o *Office) arrived(ctx context.Context, account data.Account, l data.Letter) (bool, error) {
	if account.Inbox.Host == "" {
		return false, nil
	}
	found := false
	err := o.at(ctx, account, func(box mailbox) (err error) {
		found, err = o.lookFor(ctx, box, account, l)
		return err
	})
	return found, err
}

// FileCopies puts copies of what was sent among the sent mail on the server, if any are
// due. An error (a *data.Problem) says nothing about the letters.
func (o *Office) FileCopies(ctx context.Context) error {
	account := o.desk.Settings().Mail
	if due, err := o.desk.CopiesDue(ctx); err != nil || len(due) == 0 || account.Inbox.Host == "" {
		return err
	}
	release, err := o.holdMailbox(ctx)
	if err != nil {
		return err
	}
	defer release()
	return o.at(ctx, account, func(box mailbox) error { return o.fileCopies(ctx, box, account) })
}
