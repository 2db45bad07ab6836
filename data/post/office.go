// Package post is the post office: it carries the letters of the outbox to the mail
// server and brings what arrives. What is sent, what a mail means and where it is kept
// is the desk's business.
//
// What the post office promises: a letter is never lost, it is sent as the same bytes
// every time, and once handed over it is sent again only if the server's answer never
// came, which is then said. Being offline is no failure, and trouble with one letter is
// not trouble with another. Mail that arrives is stored before anybody looks at it, a
// bad mail never stops the next one, and nothing on the server is changed.
package post

import (
	"context"
	"crypto/rand"
	"fmt"
	"os"
	"sync"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Desk is what the post office needs of the desk. *desk.Desk is one.
type Desk interface {
	Now() time.Time
	Words() *words.Printer
	Settings() data.Settings
	Password(name string) (string, error)
	KeepPassword(name, password string) error
	Subscribe() (<-chan desk.Change, func())

	Letters(ctx context.Context) ([]data.Letter, error)
	NextLetterAt(ctx context.Context) (time.Time, error)
	TakeLetter(ctx context.Context, holder string) (l data.Letter, raw []byte, ok bool, err error)
	LetterDone(ctx context.Context, id data.ID, o desk.LetterOutcome) error
	RetryLetter(ctx context.Context, id data.ID) error
	ConfirmLetter(ctx context.Context, id data.ID) error
	Letter(ctx context.Context, id data.ID) (data.Letter, []byte, error)
	CopiesDue(ctx context.Context) ([]data.ID, error)
	CopyDone(ctx context.Context, id data.ID, o desk.CopyOutcome) error
	LetterHasID(ctx context.Context, id data.ID, messageID string) (has bool, err error)

	HoldMailbox() (release func(), ok bool, err error)
	InboxCursor(ctx context.Context, account, folder string) (validity, uid uint32, err error)
	ResetInbox(ctx context.Context, account, folder string, validity uint32) error
	KeepMails(ctx context.Context, list ...desk.Arrival) ([]desk.Kept, error)
	UnderstandMail(ctx context.Context, id data.ID) (data.Mail, error)
	MailToUnderstand(ctx context.Context) ([]data.ID, error)
	StubsToFetch(ctx context.Context) ([]data.Mail, error)
}

// Office sends a desk's letters and receives its mail.
type Office struct {
	desk    Desk
	holder  string // in whose name letters are taken: this process, for the record
	route   route
	toInbox route
	open    func(context.Context, route, data.Account, string) (mailbox, stage, error) // openMailbox
	tokens  tokens
	wake    chan struct{} // one slot: look at the mailbox, or whether it is still there
	every   time.Duration // how often Run looks at the clock and the network
	stalled time.Duration // see the constant
	grace   time.Duration // how long a letter under way may go on after being told to stop: cut off while the server answers, it may arrive twice

	passing sync.Mutex // one pass at a time; guards what follows
	away    int        // passes in a row that found no connection
	breaker breaker
	undone  map[data.ID]desk.LetterOutcome // how letters fared that the desk could not write down yet

	// Guarded by the mailbox, which only one holds at a time.
	stuck  obstacle
	copied map[data.ID]int // how often a copy was offered in vain

	mu     sync.Mutex
	status Status
	inbox  InboxStatus
	line   *pulse                // the connection a letter goes over
	missed map[data.ID]bool      // mails that were asked for, and gone for once
	asked  bool                  // someone wants the mailbox looked through
	looked map[data.ID]time.Time // when an unanswered letter was last looked for
}

// New opens the post office of a desk. Nothing is sent before Run or SendDue.
func New(d Desk) *Office {
	return &Office{desk: d, holder: fmt.Sprintf("%d-%s", os.Getpid(), rand.Text()[:8]), route: direct, toInbox: toInbox, open: openMailbox,
		wake: make(chan struct{}, 1), every: 10 * time.Second, stalled: stalled, grace: 5 * time.Second,
		undone: map[data.ID]desk.LetterOutcome{}, copied: map[data.ID]int{}, looked: map[data.ID]time.Time{}, missed: map[data.ID]bool{}}
}

// Status is how the post office fares.
type Status struct {
	Sending string    // number of the ticket whose letter is under way
	Problem error     // why letters stay here, a *data.Problem; nil if all is well
	Offline bool      // the problem is the connection and will pass by itself
	NextAt  time.Time // when it will be tried again
}

// Status is the state of sending at this moment, without any I/O. It changes before the
// desk announces the change of the letter concerned.
func (o *Office) Status() Status {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.status
}

func (o *Office) setStatus(change func(*Status)) {
	o.mu.Lock()
	change(&o.status)
	o.mu.Unlock()
}

// Run sends letters as they fall due and fetches mail as it arrives, until ctx ends. It
// tries again at once when the mail account changes, the computer wakes up or another
// network is there. A letter under way when ctx ends gets five more seconds, so wait for
// Run to return before closing the desk.
func (o *Office) Run(ctx context.Context) {
	var beside sync.WaitGroup
	defer beside.Wait()
	network := make(chan struct{}, 1)
	beside.Go(func() { o.receive(ctx) })
	beside.Go(func() { o.feel(ctx, network) })
	changes, end := o.desk.Subscribe()
	defer end()
	tick := time.NewTicker(o.every)
	defer tick.Stop()
	account := o.desk.Settings().Mail
	for {
		next, err := o.desk.NextLetterAt(ctx)
		if err == nil && !next.IsZero() && !next.After(o.desk.Now()) {
			o.SendDue(ctx) // what went wrong is in Status and with each letter
			next = time.Time{}
		}
		var due <-chan time.Time // a letter that falls due before the next look
		if wait := next.Sub(o.desk.Now()); err == nil && !next.IsZero() && wait < o.every {
			due = time.After(wait)
		}
		again := false
		select {
		case <-ctx.Done():
			return
		case c := <-changes:
			again = c.Kinds["desk"]
			if again || c.Kinds["outbox"] || c.Kinds["inbox"] || c.Foreign {
				nudge(o.wake)
			}
		case <-network:
			again = true
		case <-tick.C:
		case <-due:
		}
		was := account
		if account = o.desk.Settings().Mail; (again || account != was) && o.Status().Problem != nil {
			o.release(ctx)
		}
	}
}

// Resume makes every letter due that was put back, and has the volume breaker count
// anew: someone has looked and decided.
func (o *Office) Resume(ctx context.Context) error {
	o.passing.Lock()
	o.breaker.reset()
	o.passing.Unlock()
	return o.release(ctx)
}

// release makes letters due that wait for the connection or the account. One that nobody
// has tried to send waits only because it may still be taken back.
func (o *Office) release(ctx context.Context) error {
	o.passing.Lock()
	o.away = 0
	o.passing.Unlock()
	o.setStatus(func(s *Status) { *s = Status{Sending: s.Sending} })
	return o.makeDue(ctx, func(l data.Letter) bool { return !l.StartedAt.IsZero() })
}

// makeDue makes due those of the letters that wait here for which which says so.
func (o *Office) makeDue(ctx context.Context, which func(data.Letter) bool) error {
	letters, err := o.desk.Letters(ctx)
	if err != nil {
		return err
	}
	now := o.desk.Now()
	for _, l := range letters {
		if l.State == data.LetterQueued && l.NextAt.After(now) && which(l) {
			if err := o.desk.RetryLetter(ctx, l.ID); err != nil {
				return err
			}
		}
	}
	return nil
}
