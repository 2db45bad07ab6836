package post

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// Fetched is what a visit to the mailbox brought.
type Fetched struct {
	Mails  []data.Mail // what became of each, in the order they came
	Failed int         // how many are stored and could not be understood yet
}

const (
	batchMails = 50               // fetched at once
	batchBytes = 4 << 20          // of mail, fetched at once
	understand = 30 * time.Second // the longest that reading and placing one mail may take
)

// inboxFolder is the folder in which an account's mail arrives.
func inboxFolder(a data.Account) string { return cmp.Or(a.Inbox.Folder, "INBOX") }

// inboxName tells one mailbox from another, by the same name at every desk that reads
// it.
func inboxName(a data.Account) string { return strings.ToLower(cmp.Or(a.From, a.User)) }

// fetch stores what is new in the folder, and only then has it understood, so that no
// mail is lost and none is in the way of another.
func (o *Office) fetch(ctx context.Context, box mailbox, account data.Account, got *Fetched) error {
	got.Failed = 0
	left, err := o.desk.MailToUnderstand(ctx) // left by a program that died in between
	if err != nil {
		return fmt.Errorf("look for mail that was not understood: %w", err)
	}
	for _, id := range left {
		o.understandMail(ctx, id, got)
	}
	name, folder := inboxName(account), inboxFolder(account)
	validity, err := box.Open(ctx, folder)
	if err != nil {
		return noFolder(err, folder)
	}
	had, cursor, err := o.desk.InboxCursor(ctx, name, folder)
	if err != nil {
		return fmt.Errorf("read how far the mailbox was read: %w", err)
	}
	if had != validity { // new to us, or numbered anew; mail that is known already is recognised
		if err := o.desk.ResetInbox(ctx, name, folder, validity); err != nil {
			return fmt.Errorf("begin the mailbox anew: %w", err)
		}
		cursor, o.stuck = 0, obstacle{}
	}
	news, err := o.news(ctx, box, account, cursor)
	if err != nil {
		return err
	}
	r := round{o, box, got, desk.Arrival{Account: name, Folder: folder, Validity: validity}, account.Inbox.Largest()}
	if err := r.all(ctx, news); err != nil {
		return err
	}
	return r.stubs(ctx)
}

// news lists what came after the last mail that was kept.
func (o *Office) news(ctx context.Context, box mailbox, account data.Account, cursor uint32) ([]item, error) {
	if day := account.Inbox.From(); cursor == 0 && !day.IsZero() {
		first, err := box.Since(ctx, day)
		if err != nil || first == 0 {
			return nil, err
		}
		cursor = first - 1
	}
	return box.After(ctx, cursor)
}

// round is a walk through new mail, the lowest UID first. The desk's cursor moves with
// the mails that are kept, so none may be skipped.
type round struct {
	office  *Office
	box     mailbox
	got     *Fetched
	from    desk.Arrival // what all arrivals have in common
	largest int64
}

// all takes all new mail, batch by batch.
func (r round) all(ctx context.Context, news []item) error {
	stuck := &r.office.stuck
	for len(news) > 0 {
		if stuck.uid != news[0].uid {
			stuck.uid, stuck.times = news[0].uid, 0
		}
		n := 1
		if stuck.uid > stuck.upTo {
			n = batch(news, r.largest)
		}
		r.office.setInbox(func(s *InboxStatus) { s.ToFetch = len(news) })
		if err := r.take(ctx, news[:n]); err != nil {
			if ctx.Err() == nil {
				stuck.times++
				stuck.upTo = max(stuck.upTo, news[n-1].uid)
			}
			return err
		}
		news = news[n:]
	}
	r.office.setInbox(func(s *InboxStatus) { s.ToFetch = 0 })
	return nil
}

// obstacle is a mail at which rounds ended, and how often. A mail that breaks the
// connection every time must not stop those behind it: the mails it was fetched with
// are from then on fetched one by one; of itself first only the header is fetched, and
// in the end nothing, so that a person can ask for it.
type obstacle struct {
	uid   uint32
	times int
	upTo  uint32 // the last mail that is fetched by itself
}

const (
	headAfter = 3 // times, only the header is fetched
	nameAfter = 5 // times, nothing is
)

// batch is how many mails are fetched at once. One that is too large comes alone.
func batch(news []item, largest int64) int {
	var size int64
	for i, m := range news {
		if size += m.size; i > 0 && (i == batchMails || size > batchBytes || m.size > largest) {
			return i
		}
		if m.size > largest {
			return 1
		}
	}
	return len(news)
}

// take fetches mails, keeps them together, and then has each understood.
func (r round) take(ctx context.Context, list []item) error {
	large := list[0].size > r.largest || r.office.stuck.times >= headAfter
	raw, err := r.fetch(ctx, list, large)
	if err != nil {
		return err
	}
	var came []desk.Arrival
	var lost error // the connection was, while asking for mails the server did not give
	for _, m := range list {
		a := r.from
		a.UID, a.Size, a.At, a.Raw, a.Stub = m.uid, m.size, r.office.desk.Now(), raw[m.uid], large
		if a.Raw == nil {
			var gone bool
			if a.Raw, gone, lost = r.rest(ctx, m); lost != nil {
				break
			}
			if gone {
				continue
			}
			a.Stub = true
		}
		came = append(came, a)
	}
	if err := r.keep(ctx, came); err != nil {
		return err
	}
	return errors.Join(lost, ctx.Err())
}

// keep stores mails and has those that are new understood.
func (r round) keep(ctx context.Context, came []desk.Arrival) error {
	if len(came) == 0 {
		return nil
	}
	kept, err := r.office.desk.KeepMails(ctx, came...)
	if err != nil {
		return fmt.Errorf("keep mails %d to %d: %w", came[0].UID, came[len(came)-1].UID, err)
	}
	for _, k := range kept {
		if k.Fresh {
			r.office.understandMail(ctx, k.ID, r.got)
		}
	}
	return nil
}

// fetch gets mails or their headers; nothing at all of one that has been in the way too
// often.
func (r round) fetch(ctx context.Context, list []item, head bool) (map[uint32][]byte, error) {
	if r.office.stuck.times >= nameAfter {
		return nil, nil
	}
	uids := make([]uint32, len(list))
	for i, m := range list {
		uids[i] = m.uid
	}
	return r.box.Fetch(ctx, uids, head, r.largest)
}

// rest is what can be had of a mail that the server listed and then did not give: its
// header or nothing, unless it is gone.
func (r round) rest(ctx context.Context, m item) (raw []byte, gone bool, err error) {
	if r.office.stuck.times < nameAfter {
		heads, err := r.box.Fetch(ctx, []uint32{m.uid}, true, r.largest)
		if err != nil || heads[m.uid] != nil {
			return heads[m.uid], false, err
		}
	}
	still, err := r.box.After(ctx, m.uid-1)
	if err != nil {
		return nil, false, err
	}
	return nil, len(still) == 0 || still[0].uid != m.uid, nil
}

// understandMail has a kept mail understood. If that fails it stays kept and is taken up
// again later, which is no reason to stop.
func (o *Office) understandMail(ctx context.Context, id data.ID, got *Fetched) {
	soon, stop := context.WithTimeout(ctx, understand)
	defer stop()
	m, err := o.desk.UnderstandMail(soon, id)
	if err != nil {
		got.Failed++
		return
	}
	got.Mails = append(got.Mails, m)
}

// wanted lists the large mails that a person asked for and nobody has gone for yet.
func (o *Office) wanted(ctx context.Context) ([]data.Mail, error) {
	list, err := o.desk.StubsToFetch(ctx)
	if err != nil {
		return nil, fmt.Errorf("look for mail that was asked for: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.DeleteFunc(list, func(m data.Mail) bool { return o.missed[m.ID] }), nil
}

// stubs fetches the large mails that a person asked for, each once: one that is still
// wanted after that is no longer there, or its number is another mail's by now.
func (r round) stubs(ctx context.Context) error {
	wanted, err := r.office.wanted(ctx)
	if err != nil {
		return err
	}
	for _, m := range wanted {
		if m.Account != r.from.Account || m.Folder != r.from.Folder {
			continue
		}
		raw, err := r.box.Fetch(ctx, []uint32{m.UID}, false, data.MaxAttachment)
		if err != nil {
			return err
		}
		if raw[m.UID] != nil {
			a := r.from
			a.UID, a.Size, a.At, a.Raw = m.UID, int64(len(raw[m.UID])), m.ReceivedAt, raw[m.UID]
			if err := r.keep(ctx, []desk.Arrival{a}); err != nil {
				return err
			}
		}
		r.office.mu.Lock()
		r.office.missed[m.ID] = true
		r.office.mu.Unlock()
	}
	return nil
}

// noFolder names the folder in an answer of the server that it is not there.
func noFolder(err error, folder string) error {
	if reply, ok := imapAnswer(err); ok {
		return data.Fault("folder", "post_no_folder", "folder", folder, "said", oneLine(reply.Text)).Because(err)
	}
	return err
}
