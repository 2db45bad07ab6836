package desk

import (
	"bufio"
	"bytes"
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"mime"
	"path/filepath"

	"firstline/data"
	"firstline/data/mail"
	"firstline/data/packet"
)

// OpenMailFile takes in what a file holds, as if it had come by mail: one message
// (.eml), many (.mbox, of any size), or a case of another desk (a PDF case report
// or a .dpk packet). A report of this desk's own leads to its ticket and adds
// nothing. tell, which may be nil, hears how many of the file's bytes are read;
// what was taken in before an error stays and is given with it.
func (d *Desk) OpenMailFile(ctx context.Context, path string, tell func(done, total int)) ([]data.Mail, error) {
	name := filepath.Base(path)
	f, size, err := openLarge(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	in := bufio.NewReader(f)
	peeked, err := in.Peek(64)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, data.Fault("file", "file_unreadable", "name", name).Because(err)
	}
	head := bytes.Clone(peeked) // what is read next goes in its place
	switch {
	case bytes.HasPrefix(head, []byte("From ")):
		return d.openMailbox(ctx, name, in, func(done int) {
			if tell != nil {
				tell(done, int(size))
			}
		})
	case size > data.MaxAttachment:
		return nil, data.Fault("file", "file_too_big", "name", name, "size", size, "max", int64(data.MaxAttachment))
	}
	raw, err := io.ReadAll(in)
	if err != nil {
		return nil, data.Fault("file", "file_unreadable", "name", name).Because(err)
	}
	if bytes.Contains(head, []byte("%PDF-")) || packet.Begins(head) {
		return d.openCase(ctx, name, raw)
	}
	m, err := d.takeIn(ctx, raw)
	return []data.Mail{m}, err
}

// OpenMailFiles is OpenMailFile for several. What cannot be opened keeps nothing else
// from it, and is named in one error.
func (d *Desk) OpenMailFiles(ctx context.Context, paths []string, tell func(done, total int)) (mails []data.Mail, err error) {
	return mails, eachFile(ctx, paths, func(path string) error {
		some, err := d.OpenMailFile(ctx, path, tell)
		mails = append(mails, some...)
		return err
	})
}

// takeIn keeps and understands one message from a file.
func (d *Desk) takeIn(ctx context.Context, raw []byte) (data.Mail, error) {
	id, _, err := d.KeepMail(ctx, Arrival{Raw: raw})
	if err != nil {
		return data.Mail{}, err
	}
	return d.UnderstandMail(ctx, id)
}

// mailbox is an mbox that is being taken in. One message at a time is in memory, and
// no more of it than an attachment may have.
type mailbox struct {
	mails   []data.Mail
	message bytes.Buffer // as much of the present one
	size    int          // of all of it, in bytes
	large   []string     // subjects of messages that were left out
}

// end takes in the message that ends here, unless it is too large.
func (b *mailbox) end(ctx context.Context, d *Desk) error {
	defer func() { b.message.Reset(); b.size = 0 }()
	switch {
	case b.size == 0:
		return nil
	case b.size > data.MaxAttachment:
		b.large = append(b.large, cut(mail.Identify(b.message.Bytes()).Subject, maxLine))
		return nil
	}
	m, err := d.takeIn(ctx, bytes.Clone(b.message.Bytes()))
	if err == nil {
		b.mails = append(b.mails, m)
	}
	return err
}

// openMailbox takes in an mbox (RFC 4155): messages that each begin with a line
// "From ", behind an empty one. told hears how many bytes are taken in. Messages that
// are too large are told by an error; the others are taken in.
func (d *Desk) openMailbox(ctx context.Context, name string, in *bufio.Reader, told func(done int)) ([]data.Mail, error) {
	var b mailbox
	done, whole, empty := 0, true, true // whole: a line begins
	for {
		line, err := in.ReadSlice('\n')
		done += len(line)
		quoted := bytes.TrimLeft(line, ">")
		switch {
		case whole && empty && bytes.HasPrefix(line, []byte("From ")):
			if err := b.end(ctx, d); err != nil {
				return b.mails, err
			}
			told(done)
			line = nil
		case whole && len(quoted) < len(line) && bytes.HasPrefix(quoted, []byte("From ")):
			line = line[1:]
		}
		if whole {
			empty = len(bytes.TrimSpace(line)) == 0
		}
		if b.size += len(line); b.size <= data.MaxAttachment {
			b.message.Write(line)
		}
		whole = !errors.Is(err, bufio.ErrBufferFull) // of a longer line, this is a part
		switch {
		case err == nil || !whole:
			continue
		case !errors.Is(err, io.EOF):
			return b.mails, fmt.Errorf("read a mailbox: %w", err)
		}
		if err := b.end(ctx, d); err != nil {
			return b.mails, err
		}
		if len(b.large) > 0 {
			return b.mails, data.Fault("file", "mails_too_big", "name", name, "n", len(b.large), "max", int64(data.MaxAttachment), "subject", b.large[0])
		}
		return b.mails, nil
	}
}

// openCase takes in a case of another desk.
func (d *Desk) openCase(ctx context.Context, name string, raw []byte) ([]data.Mail, error) {
	packed, kind := raw, data.PacketType
	if !packet.Begins(raw) {
		var ok bool
		if packed, ok = packet.FromPDF(raw); !ok {
			return nil, data.Fault("file", "no_packet", "name", name)
		}
		kind = "application/pdf"
	}
	p, err := packet.Unpack(packed)
	if err != nil {
		return nil, err
	}
	author, err := d.store.Value(ctx, "author")
	if err != nil {
		return nil, err
	}
	if sameDesk(p.From, author) {
		c, err := d.Case(ctx, string(p.Ticket.Ticket.ID))
		if err != nil {
			return nil, err
		}
		return []data.Mail{{State: data.MailOwn, Reason: "own", Ticket: c.Ticket.ID, Number: c.Ticket.Number, Subject: name, ReceivedAt: d.Now()}}, nil
	}
	m, err := d.takeIn(ctx, wrapped(name, kind, p, raw))
	return []data.Mail{m}, err
}

// wrapped makes a message of a file, so that it is kept and placed like one. The
// same file gives the same message.
func wrapped(name, kind string, p packet.Packet, raw []byte) []byte {
	name = data.SafeName(name)
	var b bytes.Buffer
	b.WriteString("Subject: " + mime.QEncoding.Encode("utf-8", name) + "\r\n")
	b.WriteString("Date: " + p.Ticket.UpdatedAt.UTC().Format("Mon, 02 Jan 2006 15:04:05 -0700") + "\r\n")
	b.WriteString("MIME-Version: 1.0\r\nContent-Type: " + mime.FormatMediaType(kind, map[string]string{"name": name}) + "\r\n")
	b.WriteString("Content-Disposition: " + mime.FormatMediaType("attachment", map[string]string{"filename": name}) + "\r\n")
	b.WriteString("Content-Transfer-Encoding: base64\r\n\r\n")
	text := base64.StdEncoding.EncodeToString(raw)
	for len(text) > 76 {
		b.WriteString(text[:76] + "\r\n")
		text = text[76:]
	}
	b.WriteString(text + "\r\n")
	return b.Bytes()
}
