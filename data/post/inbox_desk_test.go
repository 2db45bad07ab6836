package post

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"slices"

	"firstline/data"
	"firstline/data/desk"
)

// fakeInbox keeps mail in memory by the rules of the desk's door: what is kept
// moves the cursor, and a mail that is known by its bytes is not kept twice.
type fakeInbox struct {
	held       bool
	validity   uint32
	cursor     uint32
	kept       []desk.Arrival // by id "M1", "M2", …
	understood map[data.ID]bool
	wanted     []data.Mail        // stubs to fetch
	keep       func() error       // fails or dies before a mail is kept
	kept1      func() error       // after mails were
	grasp      func([]byte) error // fails to understand
	resets     int
}

var errDead = errors.New("killed here")

func (d *fakeDesk) HoldMailbox() (func(), bool, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.inbox.held {
		return nil, false, nil
	}
	d.inbox.held = true
	return func() {
		d.mu.Lock()
		d.inbox.held = false
		d.mu.Unlock()
	}, true, nil
}

func (d *fakeDesk) InboxCursor(context.Context, string, string) (uint32, uint32, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inbox.validity, d.inbox.cursor, nil
}

func (d *fakeDesk) ResetInbox(_ context.Context, _, _ string, validity uint32) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.inbox.validity, d.inbox.cursor = validity, 0
	d.inbox.resets++
	return nil
}

func (d *fakeDesk) KeepMails(_ context.Context, list ...desk.Arrival) (kept []desk.Kept, err error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	cursor, before := d.inbox.cursor, slices.Clone(d.inbox.kept)
	for _, a := range list {
		id, fresh, err := d.keepMail(a)
		if err != nil { // all or none
			d.inbox.cursor, d.inbox.kept = cursor, before
			return nil, err
		}
		kept = append(kept, desk.Kept{ID: id, Fresh: fresh})
	}
	if d.inbox.kept1 != nil {
		if err := d.inbox.kept1(); err != nil {
			return nil, err
		}
	}
	return kept, nil
}

func (d *fakeDesk) keepMail(a desk.Arrival) (data.ID, bool, error) {
	if d.inbox.keep != nil {
		if err := d.inbox.keep(); err != nil {
			return "", false, err
		}
	}
	d.inbox.cursor = max(d.inbox.cursor, a.UID)
	for i, k := range d.inbox.kept {
		if k.Stub && !a.Stub && k.UID == a.UID {
			d.inbox.kept[i] = a
			return data.ID(fmt.Sprint("M", i+1)), true, nil
		}
		if len(k.Raw) == len(a.Raw) && len(a.Raw) > 0 && k.Stub == a.Stub && bytes.Equal(k.Raw, a.Raw) {
			return data.ID(fmt.Sprint("M", i+1)), false, nil
		}
	}
	d.inbox.kept = append(d.inbox.kept, a)
	return data.ID(fmt.Sprint("M", len(d.inbox.kept))), !a.Stub, nil
}

func (d *fakeDesk) UnderstandMail(_ context.Context, id data.ID) (data.Mail, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var n int
	fmt.Sscanf(string(id), "M%d", &n)
	a := d.inbox.kept[n-1]
	if d.inbox.grasp != nil {
		if err := d.inbox.grasp(a.Raw); err != nil {
			return data.Mail{}, err
		}
	}
	if d.inbox.understood == nil {
		d.inbox.understood = map[data.ID]bool{}
	}
	d.inbox.understood[id] = true
	return data.Mail{ID: id, UID: a.UID, Account: a.Account, Folder: a.Folder, Size: a.Size, State: data.MailPlaced}, nil
}

func (d *fakeDesk) MailToUnderstand(context.Context) ([]data.ID, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	var list []data.ID
	for i, a := range d.inbox.kept {
		if id := data.ID(fmt.Sprint("M", i+1)); !d.inbox.understood[id] && !a.Stub {
			list = append(list, id)
		}
	}
	return list, nil
}

func (d *fakeDesk) StubsToFetch(context.Context) ([]data.Mail, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.inbox.wanted, nil
}

// arrivals gives what was kept.
func (d *fakeDesk) arrivals() []desk.Arrival {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]desk.Arrival{}, d.inbox.kept...)
}
