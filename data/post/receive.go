package post

import (
	"context"
	"errors"
	"time"

	"firstline/data"
)

// InboxStatus is how receiving fares.
type InboxStatus struct {
	Connected bool
	ToFetch   int       // mails on the server that are not here yet
	Problem   error     // why nothing is received, a *data.Problem; nil if all is well
	Offline   bool      // the problem is the connection and will pass by itself
	NextAt    time.Time // when it will be tried again
	LookedAt  time.Time // when the mailbox was last looked through to the end
}

// Inbox is the state of receiving at this moment, without any I/O.
func (o *Office) Inbox() InboxStatus {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.inbox
}

// Look asks whoever runs the office to look through the mailbox now.
func (o *Office) Look() {
	o.mu.Lock()
	o.asked = true
	o.mu.Unlock()
	nudge(o.wake)
}

// toLook says, once, whether someone asked to look.
func (o *Office) toLook() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	asked := o.asked
	o.asked = false
	return asked
}

func (o *Office) setInbox(change func(*InboxStatus)) {
	o.mu.Lock()
	change(&o.inbox)
	o.mu.Unlock()
}

const (
	// pollEvery is how often the mailbox is looked through although the server has told
	// of nothing: some servers never do.
	pollEvery = 12 * time.Minute
	// inboxPause is how long an account is left alone if its trouble does not pass by
	// itself.
	inboxPause = 15 * time.Minute
	// busyWait is how long a command waits for the mailbox while another program holds
	// it.
	busyWait = 30 * time.Second
)

// inboxSteps are the waits while there is no connection. They stay short because the
// return of the network is not always noticed.
var inboxSteps = []time.Duration{2 * time.Second, 10 * time.Second, 30 * time.Second}

// receive fetches mail as it arrives, and does what the outbox needs at the mailbox,
// until ctx ends.
func (o *Office) receive(ctx context.Context) {
	failed := 0
	for ctx.Err() == nil {
		account := o.desk.Settings().Mail
		wait := o.every
		if account.Receives() || o.chores(ctx, account) {
			was := o.Inbox().LookedAt
			err := o.sitAt(ctx, account)
			if o.Inbox().LookedAt != was {
				failed = 0
			}
			wait = o.rest(ctx, account, err, failed)
			if failed++; err == nil {
				failed = 0
			}
		} else {
			o.setInbox(func(s *InboxStatus) { *s = InboxStatus{LookedAt: s.LookedAt} })
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		case <-o.wake:
		}
	}
}

// rest says how long to wait after a session, and shows why.
func (o *Office) rest(ctx context.Context, account data.Account, err error, failed int) time.Duration {
	if err == nil || ctx.Err() != nil {
		o.setInbox(func(s *InboxStatus) { *s = InboxStatus{LookedAt: s.LookedAt} })
		if !account.Receives() {
			return o.every
		}
		return 0
	}
	problem := asProblem(err)
	wait, offline := inboxPause, passes(problem, nil) || problem.Key == "post_try_later"
	if offline || problem.Key == "unexpected" {
		wait = step(inboxSteps, failed)
	}
	o.setInbox(func(s *InboxStatus) {
		*s = InboxStatus{Problem: problem, Offline: offline, NextAt: o.desk.Now().Add(wait), LookedAt: s.LookedAt}
	})
	return wait
}

// at does something at the account's mailbox. The error is a *data.Problem, or ctx's.
func (o *Office) at(ctx context.Context, account data.Account, do func(mailbox) error) error {
	secret, err := o.inboxSecret(ctx, account)
	if err != nil {
		return asProblem(err)
	}
	open, stop := context.WithCancel(ctx)
	defer stop()
	box, stage, err := o.open(open, o.toInbox, account, secret)
	if err == nil {
		defer box.Close()
		stage, err = content, do(box)
	} else if stage == signingIn {
		o.tokens.forget()
	}
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return ctx.Err()
	case stage < content || errors.As(err, new(trouble)):
		return explain(inboxServer(account), stage, err)
	}
	return asProblem(err)
}

// sitAt stays at the mailbox until something breaks, the account changes or, where mail
// is not received, everything is done.
func (o *Office) sitAt(ctx context.Context, account data.Account) error {
	return o.at(ctx, account, func(box mailbox) error {
		o.setInbox(func(s *InboxStatus) { *s = InboxStatus{Connected: true, LookedAt: s.LookedAt} })
		due, looked := true, time.Time{}
		for {
			due = o.toLook() || due
			if due || time.Since(looked) >= pollEvery || o.chores(ctx, account) {
				done, err := o.visitAlone(ctx, box, account)
				if err != nil {
					return err
				}
				if done { // else another program is fetching: look again soon
					due, looked = false, time.Now()
					o.setInbox(func(s *InboxStatus) { s.LookedAt = looked.UTC() })
				}
			}
			if !account.Receives() || o.desk.Settings().Mail != account {
				return nil
			}
			if _, err := box.Open(ctx, inboxFolder(account)); err != nil {
				return err
			}
			news, err := box.Wait(ctx, o.wake)
			if err != nil {
				return err
			}
			due = due || news
		}
	})
}

// visitAlone visits the mailbox unless another program holds it.
func (o *Office) visitAlone(ctx context.Context, box mailbox, account data.Account) (done bool, err error) {
	release, ok, err := o.desk.HoldMailbox()
	if err != nil || !ok {
		return false, err
	}
	defer release()
	_, err = o.visit(ctx, box, account)
	return err == nil, err
}

// visit does all there is to do at the mailbox, which the caller holds.
func (o *Office) visit(ctx context.Context, box mailbox, account data.Account) (got Fetched, err error) {
	fetch := func() error {
		if !account.Receives() {
			return nil
		}
		return o.fetch(ctx, box, account, &got)
	}
	if err := fetch(); err != nil || !o.errands(ctx, account) {
		return got, err
	}
	if err := o.confirm(ctx, box, account); err != nil {
		return got, err
	}
	if err := o.fileCopies(ctx, box, account); err != nil {
		return got, err
	}
	return got, fetch() // what came in while another folder was open
}

// FetchMail fetches what is new, once, for a command. It waits for its turn while another
// program holds the mailbox. The error is a *data.Problem, or ctx's.
func (o *Office) FetchMail(ctx context.Context) (got Fetched, err error) {
	account := o.desk.Settings().Mail
	if account.Inbox.Host == "" {
		return got, data.Fault("inbox_host", "no_inbox")
	}
	account.Inbox.Receive = true // it was asked for
	release, err := o.holdMailbox(ctx)
	if err != nil {
		return got, err
	}
	defer release()
	err = o.at(ctx, account, func(box mailbox) (err error) {
		got, err = o.visit(ctx, box, account)
		return err
	})
	return got, err
}

// holdMailbox waits for its turn at the mailbox.
func (o *Office) holdMailbox(ctx context.Context) (release func(), err error) {
	end := time.After(busyWait)
	for {
		release, ok, err := o.desk.HoldMailbox()
		if ok || err != nil {
			return release, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-end:
			return nil, data.Fault("", "inbox_busy")
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// inboxSecret is what to sign in with for incoming mail: an access token, the password of
// that server, or the account's.
func (o *Office) inboxSecret(ctx context.Context, account data.Account) (string, error) {
	if account.Auth == data.ByOAuth {
		return o.tokens.get(ctx, o.desk, account)
	}
	for _, name := range []string{"inbox", "mail"} {
		password, err := o.desk.Password(name)
		if err != nil || password != "" {
			return password, err
		}
	}
	return "", data.Fault("password", "post_no_password", "user", inboxServer(account).user)
}
