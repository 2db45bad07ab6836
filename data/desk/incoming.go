package desk

import (
	"bytes"
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/packet"
	"firstline/data/store"
)

// The bounds of what a mail brings onto a ticket. Its bytes hold the rest.
const (
	readLimit = 10 * time.Second // for reading one mail: no other waits longer
	mostFiles = 100
)

// reading is what can be told from a mail's bytes alone.
type reading struct {
	msg    mail.Message
	clues  mail.Clues
	packet *packet.Packet // of a desk, if one came along
	silent bool           // nothing is written and nothing comes along but packets
	bodies []string       // Message-IDs of messages that came as attachments, if nothing was written to them
}

// readAll reads a mail and what is in it.
func readAll(raw []byte, at time.Time) (r reading) {
	r.msg = mail.Read(raw, at)
	r.clues = mail.CluesIn(r.msg)
	r.silent = said(r.msg) == ""
	for _, a := range r.msg.Attachments {
		if a.Type == "message/rfc822" && strings.TrimSpace(r.msg.NewText) == "" {
			r.bodies = append(r.bodies, mail.Identify(a.Content).MessageID)
		}
		p, ok := openPacket(a)
		if ok && r.packet == nil {
			r.packet = &p
		}
		r.silent = r.silent && (ok || len(a.Content) == 0)
	}
	return r
}

// incoming is a mail that is being placed: all that is known of it before the
// transaction.
type incoming struct {
	reading
	row    store.Arrived
	raw    data.Attachment // its bytes
	sender mail.Address
	failed error // it could not be read
	files  []data.Attachment
	ours   bool      // this desk signed the packet
	secret []byte    // for reply codes
	after  time.Time // when the desk was made of a backup, if it was
}

// take reads a mail and keeps the files in it.
func (d *Desk) take(ctx context.Context, row store.Arrived) (incoming, error) {
	in := incoming{row: row, raw: data.Attachment{SHA256: row.SHA256, Name: "mail.eml", Type: "message/rfc822", Size: row.Size}}
	raw, err := d.bytesOf(in.raw)
	if err != nil {
		return in, err
	}
	if in.reading, in.failed = d.readMail(ctx, raw, row.At); in.failed != nil {
		if ctx.Err() != nil {
			return in, ctx.Err()
		}
		in.sender = mail.Address{Address: row.Sender}
		return in, nil
	}
	if len(in.msg.From) > 0 {
		in.sender = in.msg.From[0]
	}
	author, err := d.store.Value(ctx, "author")
	if err != nil {
		return in, err
	}
	in.ours = in.packet != nil && sameDesk(in.packet.From, author)
	if d.Settings().Acknowledge { // a keyring takes its time, so it is asked no more than needed
		key, _, err := d.identity(ctx)
		if err != nil {
			return in, err
		}
		in.secret = replySecret(key)
		if in.after, err = d.since(ctx, restoredAt); err != nil {
			return in, err
		}
	}
	for _, a := range in.msg.Attachments {
		if len(a.Content) == 0 || len(in.files) == mostFiles || a.Type == data.PacketType || in.msg.Kind == mail.Bounced {
			continue // a packet is for programs: what it says is on the ticket; what bounced is ours
		}
		file, err := d.keep(a.Name, bytes.NewReader(a.Content))
		if err != nil {
			return in, err
		}
		in.files = append(in.files, file)
	}
	return in, nil
}

// readMail reads a mail within the time limit; a reader that fails takes nothing
// else along.
func (d *Desk) readMail(ctx context.Context, raw []byte, at time.Time) (reading, error) {
	type result struct {
		reading
		err error
	}
	done := make(chan result, 1)
	go func() {
		defer func() {
			if p := recover(); p != nil {
				done <- result{err: fmt.Errorf("read mail: %v\n%s", p, debug.Stack())}
			}
		}()
		done <- result{reading: readAll(raw, at)}
	}()
	const parts = 20 // while a computer sleeps or a program is stopped, one of them passes and not the whole
	for range parts {
		select {
		case r := <-done:
			return r.reading, r.err
		case <-time.After(d.readLimit / parts):
		case <-ctx.Done():
			return reading{}, ctx.Err()
		}
	}
	return reading{}, fmt.Errorf("read mail: not done after %v", d.readLimit)
}

// ReadMail reads the bytes of a mail as every part of the desk does, without a
// desk: see mail.Read.
func ReadMail(raw []byte) mail.Message { return mail.Read(raw, time.Now()) }

// openPacket opens the packet an attachment is, or holds.
func openPacket(a mail.Attachment) (packet.Packet, bool) {
	raw := a.Content
	switch {
	case a.Type == data.PacketType || strings.HasSuffix(strings.ToLower(a.Name), ".dpk"):
	case a.Type == "application/pdf" || strings.HasSuffix(strings.ToLower(a.Name), ".pdf"):
		var ok bool
		if raw, ok = packet.FromPDF(raw); !ok {
			return packet.Packet{}, false
		}
	default:
		return packet.Packet{}, false
	}
	p, err := packet.Unpack(raw)
	return p, err == nil
}

// sameDesk says whether two authors, "<desk id>.<epoch>", are one desk.
func sameDesk(a, b string) bool {
	here, _, ok := strings.Cut(a, ".")
	there, _, both := strings.Cut(b, ".")
	return ok && both && here == there
}

// noun is what is kept of a mail wherever it is placed.
func (in incoming) noun() data.Mail {
	m := data.Mail{ID: in.row.ID, ReceivedAt: in.row.At, Size: in.row.Size, SHA256: in.row.SHA256, From: in.sender.Address,
		FromName: cut(in.sender.Name, maxLine), Subject: in.row.Subject}
	if in.failed == nil {
		m.Subject, m.MessageID, m.Kind = cut(in.msg.Subject, maxLine), in.msg.MessageID, string(in.msg.Kind)
	}
	return m
}

// said is what a mail says: what is new in it, or all of it where nothing is.
func said(m mail.Message) string {
	text := strings.TrimSpace(m.NewText)
	if text == "" && m.Quoted == "" {
		text = strings.TrimSpace(m.Text)
	}
	return cut(strings.ReplaceAll(text, "\x00", ""), maxText)
}

// hopsOf is how many desks a letter went through; what is no number is too many.
func hopsOf(m mail.Message) int {
	text := strings.TrimSpace(m.Header.Get("X-Deskpost-Hops"))
	if text == "" {
		return 0
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 0 {
		return mostHops + 1
	}
	return n
}

// ticketID is the id of the ticket a mail opens.
func (in incoming) ticketID() data.ID {
	if in.packet != nil && !in.ours && in.failed == nil {
		return foreignTicket(*in.packet)
	}
	at := in.msg.Date // the same by whatever way it came
	if in.failed != nil {
		at = in.row.At
	}
	return data.IDOf(at, "ticket", string(in.row.ID))
}
