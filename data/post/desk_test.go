package post

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

var _ Desk = (*desk.Desk)(nil)

// fakeDesk keeps an outbox in memory by the rules of the desk's door: one letter
// under way at a time, marked as sending before it is handed out.
type fakeDesk struct {
	mu       sync.Mutex
	now      time.Time
	settings data.Settings
	password string
	passErr  error
	letters  []data.Letter
	bytes    map[data.ID][]byte
	under    data.ID
	history  []string // "<id> <state>", as written down
	failing  int      // so many LetterDone to fail
	copies   map[data.ID]desk.CopyOutcome
	otherIDs map[data.ID]string
	secrets  map[string]string // besides the password
	inbox    fakeInbox
	changes  chan desk.Change
}

func newDesk(account data.Account, password string) *fakeDesk {
	return &fakeDesk{now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC), settings: data.Settings{Mail: account}, password: password,
		bytes: map[data.ID][]byte{}, copies: map[data.ID]desk.CopyOutcome{}, otherIDs: map[data.ID]string{}, secrets: map[string]string{}, changes: make(chan desk.Change, 1)}
}

// queue puts a letter in the outbox.
func (d *fakeDesk) queue(to ...string) data.ID {
	d.mu.Lock()
	defer d.mu.Unlock()
	id := data.ID(fmt.Sprintf("L%d", len(d.letters)+1))
	l := data.Letter{ID: id, Number: "MAD-" + string(id), MessageID: fmt.Sprintf("<%s@firma.test>", id), From: "desk@firma.test", To: to,
		State: data.LetterQueued, QueuedAt: d.now, NextAt: d.now}
	d.letters = append(d.letters, l)
	d.bytes[id] = []byte("From: desk@firma.test\r\nTo: " + to[0] + "\r\nMessage-ID: " + l.MessageID + "\r\nSubject: x\r\n\r\nhello\r\n.\r\n..dots\r\n")
	d.announce("outbox")
	return id
}

func (d *fakeDesk) announce(kind string) {
	select {
	case d.changes <- desk.Change{Kinds: map[string]bool{kind: true}}:
	default:
	}
}

func (d *fakeDesk) find(id data.ID) *data.Letter {
	i := slices.IndexFunc(d.letters, func(l data.Letter) bool { return l.ID == id })
	return &d.letters[i]
}

func (d *fakeDesk) letter(id data.ID) data.Letter {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.find(id)
}

func (d *fakeDesk) later(by time.Duration) {
	d.mu.Lock()
	d.now = d.now.Add(by)
	d.mu.Unlock()
}

func (d *fakeDesk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *fakeDesk) Words() *words.Printer { return words.For("en") }

func (d *fakeDesk) Settings() data.Settings {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.settings
}

func (d *fakeDesk) Password(name string) (string, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if name == "mail" {
		return d.password, d.passErr
	}
	return d.secrets[name], d.passErr
}

func (d *fakeDesk) KeepPassword(name, password string) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.secrets[name] = password
	return nil
}

func (d *fakeDesk) Subscribe() (<-chan desk.Change, func()) { return d.changes, func() {} }

func (d *fakeDesk) Letters(context.Context) ([]data.Letter, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.letters), nil
}

func (d *fakeDesk) next() *data.Letter {
	var first *data.Letter
	for i := range d.letters {
		if l := &d.letters[i]; l.State.Waiting() && (first == nil || l.NextAt.Before(first.NextAt)) {
			first = l
		}
	}
	return first
}

func (d *fakeDesk) NextLetterAt(context.Context) (time.Time, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.next(); l != nil {
		return l.NextAt, nil
	}
	return time.Time{}, nil
}

func (d *fakeDesk) TakeLetter(_ context.Context, holder string) (data.Letter, []byte, bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.next()
	if d.under != "" || l == nil || l.NextAt.After(d.now) {
		return data.Letter{}, nil, false, nil
	}
	taken := *l
	if taken.State == data.LetterSending {
		taken.State = data.LetterMaybe
	}
	l.State, l.StartedAt, d.under = data.LetterSending, d.now, l.ID
	return taken, slices.Clone(d.bytes[l.ID]), true, nil
}

func (d *fakeDesk) LetterDone(_ context.Context, id data.ID, o desk.LetterOutcome) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.under != id {
		panic(fmt.Sprintf("%s was not taken", id))
	}
	d.under = ""
	if d.failing > 0 {
		d.failing--
		return fmt.Errorf("the disk is full")
	}
	l := d.find(id)
	l.State, l.Reason, l.NextAt = o.State, o.Reason, o.NextAt
	if o.Tried {
		l.Tries++
	}
	if o.State.Left() {
		l.SentAt = d.now
		d.want(l)
	}
	d.history = append(d.history, fmt.Sprintf("%s %s", id, o.State))
	return nil
}

func (d *fakeDesk) RetryLetter(_ context.Context, id data.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	l := d.find(id)
	l.NextAt, l.Reason = d.now, ""
	d.announce("outbox")
	return nil
}

// want asks for a copy of a letter, as the desk does when it has left.
func (d *fakeDesk) want(l *data.Letter) {
	if d.settings.Mail.Files() {
		l.Copy = data.CopyWaiting
		d.copies[l.ID] = desk.CopyOutcome{State: data.CopyWaiting, NextAt: d.now}
	}
}

func (d *fakeDesk) ConfirmLetter(_ context.Context, id data.ID) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if l := d.find(id); l.State == data.LetterMaybe {
		l.State, l.SentAt = data.LetterConfirmed, d.now
		d.want(l)
	}
	return nil
}

func (d *fakeDesk) Letter(_ context.Context, id data.ID) (data.Letter, []byte, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return *d.find(id), d.bytes[id], nil
}

func (d *fakeDesk) CopiesDue(context.Context) ([]data.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []data.ID
	for _, l := range d.letters {
		if c := d.copies[l.ID]; c.State == data.CopyWaiting && !c.NextAt.After(d.now) {
			list = append(list, l.ID)
		}
	}
	return list, nil
}

func (d *fakeDesk) CopyDone(_ context.Context, id data.ID, o desk.CopyOutcome) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.failing > 0 {
		d.failing--
		return fmt.Errorf("the disk is full")
	}
	d.copies[id], d.find(id).Copy = o, o.State
	return nil
}

func (d *fakeDesk) LetterHasID(_ context.Context, id data.ID, messageID string) (bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.otherIDs[id] = messageID
	return true, nil
}

// wants checks where a letter stands.
func wants(t testing.TB, d *fakeDesk, id data.ID, state data.LetterState, tries int, in time.Duration) data.Letter {
	t.Helper()
	l := d.letter(id)
	if l.State != state || l.Tries != tries || in != 0 && !l.NextAt.Equal(d.Now().Add(in)) {
		t.Errorf("%s is %s after %d tries, next in %v (%s); want %s, %d, %v", id, l.State, l.Tries, l.NextAt.Sub(d.Now()), l.Reason, state, tries, in)
	}
	return l
}
