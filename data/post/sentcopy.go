package post

import (
	"context"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// lookEvery is how often one looks for a letter that went unanswered.
const lookEvery = time.Minute

// unanswered lists the letters whose fate is to be looked for now.
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

// chores says whether something is to be done at the mailbox though nothing came.
func (o *Office) chores(ctx context.Context, account data.Account) bool {
	return account.Receives() && o.wanted(ctx) || o.errands(ctx, account)
}

// errands says whether the outbox has something to be done at the mailbox.
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

// confirm looks for letters that went unanswered: one that lies among the sent
// mail, or came back, has been taken over by the server.
func (o *Office) confirm(ctx context.Context, box mailbox, account data.Account) error {
	letters, err := o.unanswered(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		o.mu.Lock()
		o.looked[l.ID] = time.Now()
		o.mu.Unlock()
		found, err := lookFor(ctx, box, account, l)
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

// lookFor looks for a letter where it could be: among the sent mail and in the
// inbox.
func lookFor(ctx context.Context, box mailbox, account data.Account, l data.Letter) (bool, error) {
	sent, err := sentFolder(ctx, box, account)
	if err != nil {
		return false, err
	}
	for _, folder := range []string{sent, inboxFolder(account)} {
		if folder == "" {
			continue
		}
		found, err := findLetter(ctx, box, folder, l)
		if found || err != nil && !isAnswer(err) { // a folder that is not there holds nothing
			return found, err
		}
	}
	return false, nil
}

// findLetter looks for a letter by its Message-ID, without the brackets: not
// every server keeps those where it searches.
func findLetter(ctx context.Context, box mailbox, folder string, l data.Letter) (bool, error) {
	return box.Find(ctx, folder, "Message-ID", strings.Trim(l.MessageID, "<>"))
}

func sentFolder(ctx context.Context, box mailbox, account data.Account) (string, error) {
	if account.Inbox.Sent != "" {
		return account.Inbox.Sent, nil
	}
	return box.Sent(ctx)
}

func isAnswer(err error) bool {
	_, ok := imapAnswer(err)
	return ok
}

// copySteps are the waits before a copy that the server did not take is offered
// again. After them it stays undone: the letter has left all the same.
var copySteps = []time.Duration{time.Minute, 10 * time.Minute, time.Hour, 6 * time.Hour, 24 * time.Hour}

// fileCopies puts copies of what was sent among the sent mail. A copy that lies
// there already, because the server files by itself or a program died at the
// wrong moment, is not put there again.
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
	if p, ok := providerAt(account.Host); ok && p.filesSent {
		return desk.CopyOutcome{State: data.CopyFiled}, nil
	}
	if folder == "" {
		return desk.CopyOutcome{State: data.CopyFailed, Reason: o.desk.Words().Error(data.Fault("sent", "post_no_sent_folder"))}, nil
	}
	there, err := findLetter(ctx, box, folder, l)
	if err == nil && !there {
		err = box.File(ctx, folder, raw, l.SentAt)
	}
	switch {
	case err == nil:
		delete(o.copied, l.ID)
		return desk.CopyOutcome{State: data.CopyFiled}, nil
	case !isAnswer(err):
		return desk.CopyOutcome{}, err // the connection: all wait
	}
	reason := o.desk.Words().Error(noFolderOr(explain(inboxServer(account), content, err), folder))
	n := o.copied[l.ID]
	if o.copied[l.ID]++; n >= len(copySteps) {
		return desk.CopyOutcome{State: data.CopyFailed, Reason: reason}, nil
	}
	return desk.CopyOutcome{State: data.CopyWaiting, Reason: reason, NextAt: o.desk.Now().Add(copySteps[n])}, nil
}

// noFolderOr names the folder in a problem that is about it.
func noFolderOr(p *data.Problem, folder string) *data.Problem {
	if p.Key == "post_no_folder" {
		p.Values["folder"] = folder
	}
	return p
}

// arrived looks whether a letter that went unanswered is on the server after
// all, over a connection of its own.
func (o *Office) arrived(ctx context.Context, account data.Account, l data.Letter) (bool, error) {
	if account.Inbox.Host == "" {
		return false, nil
	}
	found := false
	err := o.at(ctx, account, func(box mailbox) (err error) {
		found, err = lookFor(ctx, box, account, l)
		return err
	})
	return found, err
}

// FileCopies puts copies of what was sent among the sent mail on the server, if
// any wait for that. That it fails says nothing about the letters.
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
