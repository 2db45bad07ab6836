package desk

import (
	"bytes"
	"context"
	"errors"
	"sync"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/store"
)

// Message is what was read in a mail.
type Message = mail.Message

// MailQuery asks for mails, newest first.
type MailQuery = store.MailQuery

// Arrival is one mail as the post office found it in a folder.
type Arrival struct {
	Account, Folder string    // which mailbox; empty folder: opened from a file
	Validity, UID   uint32    // RFC 9051, UIDVALIDITY
	At              time.Time // zero: when it was written
	Size            int64     // on the server
	Raw             []byte
	Stub            bool // Raw is only the head: the whole is too large to fetch unasked
}

// InboxCursor tells how far a folder was read: its UIDVALIDITY and the last UID
// kept; zeros if it never was.
func (d *Desk) InboxCursor(ctx context.Context, account, folder string) (validity, uid uint32, err error) {
	return d.store.Cursor(ctx, account, folder)
}

// ResetInbox begins a folder anew, because the server numbered its mails anew.
// Mails that are fetched again are recognised.
func (d *Desk) ResetInbox(ctx context.Context, account, folder string, validity uint32) error {
	return d.write(ctx, "mail", func(t *store.Tx) (string, error) { return "", t.Rewind(account, folder, validity) })
}

// Kept is what became of a mail that was stored. Fresh says that it has yet to be
// understood; a copy of a known mail has not.
type Kept struct {
	ID    data.ID
	Fresh bool
}

// KeepMails stores mails as they came: their bytes first, durably, then their
// rows and the folders' cursors in one transaction. If one cannot be stored, the
// cursors stay where they are.
func (d *Desk) KeepMails(ctx context.Context, list ...Arrival) ([]Kept, error) {
	rows, keys := make([]store.Arrived, len(list)), make([]string, len(list))
	failed := make([]error, len(list))
	together(len(list), func(i int) { rows[i], keys[i], failed[i] = d.keepRaw(list[i]) })
	if err := errors.Join(failed...); err != nil {
		return nil, err
	}
	kept := make([]Kept, len(list))
	err := d.write(ctx, "mail", func(t *store.Tx) (string, error) {
		for i, row := range rows {
			var err error
			if kept[i].ID, kept[i].Fresh, err = arrive(t, row, keys[i]); err != nil {
				return "", err
			}
			if row.Folder != "" {
				if err := t.Advance(row.Account, row.Folder, row.Validity, row.UID); err != nil {
					return "", err
				}
			}
		}
		return "", nil
	})
	if err != nil {
		return nil, err
	}
	d.announceInbox()
	return kept, nil
}

// KeepMail stores one mail.
func (d *Desk) KeepMail(ctx context.Context, a Arrival) (id data.ID, fresh bool, err error) {
	kept, err := d.KeepMails(ctx, a)
	if err != nil {
		return "", false, err
	}
	return kept[0].ID, kept[0].Fresh, nil
}

// keepRaw stores a mail's bytes and gives the row it is to have.
func (d *Desk) keepRaw(a Arrival) (row store.Arrived, key string, err error) {
	file, err := d.keep("mail.eml", bytes.NewReader(orEmpty(a.Raw)))
	if err != nil {
		return row, "", err
	}
	is := mail.Identify(a.Raw)
	row = store.Arrived{ID: mail.MailID(is.Key), Account: a.Account, Folder: a.Folder, Validity: a.Validity, UID: a.UID,
		SHA256: file.SHA256, Body: is.Body, Size: max(a.Size, int64(len(a.Raw))), At: a.At.UTC(), Sender: is.From.Address, Subject: cut(is.Subject, maxLine), State: store.Kept}
	if a.At.IsZero() {
		row.At = d.Now()
		if !is.Date.IsZero() && is.Date.Before(row.At) {
			row.At = is.Date
		}
	}
	if a.Stub {
		row.State, row.Body = store.Stub, ""
	}
	return row, is.Key, nil
}

// together does n things at the same time, a few at once: files that are synced
// together cost hardly more than one.
func together(n int, do func(i int)) {
	var all sync.WaitGroup
	free := make(chan struct{}, 16)
	for i := range n {
		free <- struct{}{}
		all.Go(func() {
			do(i)
			<-free
		})
	}
	all.Wait()
}

// orEmpty gives an empty mail one byte, so that there is something to keep.
func orEmpty(raw []byte) []byte {
	if len(raw) == 0 {
		return []byte("\n")
	}
	return raw
}

// arrive writes the row of a mail, unless what came is known.
func arrive(t *store.Tx, row store.Arrived, key string) (id data.ID, fresh bool, err error) {
	if row.Folder != "" {
		known, ok, err := t.ArrivedAt(row.Account, row.Folder, row.Validity, row.UID)
		if err != nil {
			return "", false, err
		}
		if ok {
			return complete(t, known, row)
		}
	}
	first, ok, err := t.FirstArrived(row.ID)
	switch {
	case err != nil:
		return "", false, err
	case ok && first.Body != "" && row.Body != "" && first.Body != row.Body:
		// The same name for another text: both are kept, and a person looks.
		row.ID = mail.MailID(key + " body " + row.Body)
		if first, ok, err = t.FirstArrived(row.ID); err != nil {
			return "", false, err
		}
	}
	if !ok {
		return row.ID, row.State == store.Kept, t.Arrive(row)
	}
	before, anew, err := t.ArrivedBefore(row)
	switch {
	case err != nil:
		return "", false, err
	case anew: // the server numbered its mails anew
		before.Validity, before.UID = row.Validity, row.UID
		return complete(t, before, row)
	case first.State == store.Stub || first.State == store.Wanted:
		return complete(t, first, row)
	}
	row.State = store.Copy
	return row.ID, false, t.Arrive(row)
}

// complete gives a row whose head alone was here the whole mail, if that is what
// came.
func complete(t *store.Tx, known, row store.Arrived) (data.ID, bool, error) {
	if row.State == store.Kept && (known.State == store.Stub || known.State == store.Wanted) {
		known.SHA256, known.Body, known.Size, known.State = row.SHA256, row.Body, row.Size, store.Kept
	}
	return known.ID, known.State == store.Kept, t.Arrive(known)
}

// MailToUnderstand lists mails that were kept and not understood, in the order
// they came: a program died in between.
func (d *Desk) MailToUnderstand(ctx context.Context) ([]data.ID, error) {
	return d.store.ArrivedIn(ctx, store.Kept)
}

// Mails lists mails, newest first.
func (d *Desk) Mails(ctx context.Context, q MailQuery) ([]data.Mail, error) {
	return d.store.Mails(ctx, q)
}

// MailsWaiting counts the mails a person has to decide about.
func (d *Desk) MailsWaiting(ctx context.Context) (int, error) { return d.store.WaitingMails(ctx) }

// Mail gives one mail.
func (d *Desk) Mail(ctx context.Context, id data.ID) (data.Mail, error) {
	list, err := d.store.Mails(ctx, MailQuery{ID: id})
	if err != nil {
		return data.Mail{}, err
	}
	if len(list) == 0 {
		return data.Mail{}, data.Fault("", "no_mail", "ref", id).Because(data.ErrNotFound)
	}
	return list[len(list)-1], nil // the first copy
}

// RawMail gives a mail's bytes as they came.
func (d *Desk) RawMail(ctx context.Context, id data.ID) ([]byte, error) {
	m, err := d.Mail(ctx, id)
	if err != nil {
		return nil, err
	}
	return d.bytesOf(data.Attachment{SHA256: m.SHA256, Name: m.Subject})
}

// MailText reads a mail again, whole.
func (d *Desk) MailText(ctx context.Context, id data.ID) (Message, error) {
	m, err := d.Mail(ctx, id)
	if err != nil {
		return Message{}, err
	}
	raw, err := d.bytesOf(data.Attachment{SHA256: m.SHA256, Name: m.Subject})
	if err != nil {
		return Message{}, err
	}
	read, err := d.readMail(ctx, raw, m.ReceivedAt)
	return read.msg, err
}

// FetchStub asks for the whole of a mail of which only the head was fetched; the
// post office brings it.
func (d *Desk) FetchStub(ctx context.Context, id data.ID) error {
	err := d.write(ctx, "mail", func(t *store.Tx) (string, error) {
		row, ok, err := t.FirstArrived(id)
		switch {
		case err != nil:
			return "", err
		case !ok:
			return "", data.Fault("", "no_mail", "ref", id).Because(data.ErrNotFound)
		case row.State != store.Stub:
			return "", nil // it is here, or on its way
		case row.Size > data.MaxAttachment:
			return "", data.Fault("file", "file_too_big", "name", row.Subject, "size", row.Size, "max", int64(data.MaxAttachment))
		}
		row.State = store.Wanted
		return "", t.Arrive(row)
	})
	d.announceInbox()
	return err
}

// StubsToFetch lists the mails of which a person asked for the whole.
func (d *Desk) StubsToFetch(ctx context.Context) ([]data.Mail, error) {
	ids, err := d.store.ArrivedIn(ctx, store.Wanted)
	if err != nil {
		return nil, err
	}
	var list []data.Mail
	for _, id := range ids {
		m, err := d.Mail(ctx, id)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return list, nil
}

func (d *Desk) announceInbox() {
	d.announce(Change{Entities: map[data.ID]bool{}, Kinds: map[string]bool{"inbox": true}})
}

// cut shortens a text to a number of bytes, between letters.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	const mark = "…"
	end := most - len(mark)
	for end > 0 && text[end]&0xc0 == 0x80 {
		end--
	}
	return text[:end] + mark
}
