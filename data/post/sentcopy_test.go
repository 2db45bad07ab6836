package post

import (
	"context"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"github.com/emersion/go-imap/v2"

	"firstline/data"
	"firstline/data/desk"
)

// both is an account with a server to send by and a mailbox.
func both(t testing.TB, change func(*mailServer)) (*mailServer, *mailHost, data.Account) {
	t.Helper()
	s, h := serve(t, data.StartTLS, change), host(t, data.StartTLS, nil)
	a := s.account
	a.Inbox, a.CA = h.account.Inbox, s.account.CA+h.account.CA
	a.Inbox.Receive = false
	return s, h, a
}

func TestCopyIsFiledAmongTheSentMail(t *testing.T) {
	_, h, account := both(t, nil)
	d := newDesk(account, "secret")
	o := New(d)
	one, two := d.queue("a@test"), d.queue("b@test")
	if sent, err := o.SendDue(ctx); sent != 2 || err != nil {
		t.Fatal(sent, err)
	}
	if err := o.FileCopies(ctx); err != nil {
		t.Fatal(err)
	}
	if n := h.count(t, "Sent"); n != 2 || h.count(t, "INBOX") != 0 {
		t.Errorf("%d among the sent mail", n)
	}
	for _, id := range []data.ID{one, two} {
		if l := d.letter(id); l.State != data.LetterSent || l.Copy != data.CopyFiled {
			t.Errorf("%+v", l)
		}
	}
	if err := o.FileCopies(ctx); err != nil || h.count(t, "Sent") != 2 {
		t.Errorf("again: %d, %v", h.count(t, "Sent"), err)
	}
}

// That a copy is not taken says nothing about the letter, and nothing about the
// next letter's.
func TestCopyThatFailsIsNoFailureOfTheLetter(t *testing.T) {
	s, h, account := both(t, nil)
	d := newDesk(account, "secret")
	o := New(d)
	id := d.queue("a@test")
	h.append = &imap.Error{Type: imap.StatusResponseTypeNo, Code: imap.ResponseCodeOverQuota, Text: "Quota exceeded"}
	o.SendDue(ctx)
	for range copySteps {
		if err := o.FileCopies(ctx); err != nil {
			t.Fatal(err)
		}
		out := d.copies[id]
		if l := d.letter(id); l.State != data.LetterSent || out.State != data.CopyWaiting || !out.NextAt.After(d.Now()) {
			t.Fatalf("%+v, %+v", l, out)
		}
		contains(t, out.Reason, "Quota exceeded")
		d.later(out.NextAt.Sub(d.Now()))
	}
	o.FileCopies(ctx)
	if l := d.letter(id); l.State != data.LetterSent || l.Copy != data.CopyFailed || len(s.accepted()) != 1 {
		t.Errorf("%+v, sent %d times", l, len(s.accepted()))
	}
	// Without a connection it simply waits.
	two := d.queue("b@test")
	o.SendDue(ctx)
	through(o, func(c net.Conn) net.Conn { c.Close(); return c })
	if err := o.FileCopies(ctx); !isProblem(err, "post_lost", "") || d.copies[two].State != data.CopyWaiting {
		t.Errorf("%+v, %v", d.copies[two], err)
	}
}

func TestNoFolderForSentMail(t *testing.T) {
	_, h, account := both(t, nil)
	if err := h.user.Delete("Sent"); err != nil {
		t.Fatal(err)
	}
	d := newDesk(account, "secret")
	id := d.queue("a@test")
	o := New(d)
	o.SendDue(ctx)
	if err := o.FileCopies(ctx); err != nil || d.copies[id].State != data.CopyFailed {
		t.Errorf("%+v, %v", d.copies[id], err)
	}
	if err := h.user.Create("Correo/Enviados", nil); err != nil {
		t.Fatal(err)
	}
	two := d.queue("b@test")
	o.SendDue(ctx)
	if err := o.FileCopies(ctx); err != nil || d.copies[two].State != data.CopyFiled || h.count(t, "Correo/Enviados") != 1 {
		t.Errorf("%+v, %v", d.copies[two], err)
	}
}

// A letter that went unanswered and lies among the sent mail, or came back, is
// not sent again.
func TestUnansweredLetterIsLookedFor(t *testing.T) {
	for _, folder := range []string{"Sent", "INBOX", ""} {
		t.Run(folder, func(t *testing.T) {
			gate := make(chan struct{})
			defer close(gate)
			s, h, account := both(t, func(s *mailServer) { s.dataGate = gate })
			d := newDesk(account, "secret")
			o := New(d)
			o.route.answer = 50 * time.Millisecond
			id := d.queue("a@test")
			o.SendDue(ctx)
			wants(t, d, id, data.LetterMaybe, 1, 10*time.Minute)
			s.answer(func() { s.dataGate, s.got = nil, nil })
			if folder != "" {
				h.put(t, folder, d.bytes[id])
			}
			d.later(10 * time.Minute)
			if sent, err := o.SendDue(ctx); sent != 1 || err != nil {
				t.Errorf("SendDue = %d, %v", sent, err)
			}
			want, times := data.LetterConfirmed, 0
			if folder == "" {
				want, times = data.LetterSent, 1
			}
			if l := d.letter(id); l.State != want || len(s.accepted()) != times {
				t.Errorf("%s, sent again %d times", l.State, len(s.accepted()))
			}
			// A copy is filed once, whoever did it.
			o.FileCopies(ctx)
			if n := h.count(t, "Sent"); n != 1 || d.copies[id].State != data.CopyFiled {
				t.Errorf("%d copies, %+v", n, d.copies[id])
			}
		})
	}
}

// The open window finds it long before it would be sent again.
func TestUnansweredLetterIsFoundMeanwhile(t *testing.T) {
	_, h, account := both(t, nil)
	account.Inbox.Receive = true
	d := newDesk(account, "secret")
	id := d.queue("a@test")
	d.find(id).State, d.find(id).NextAt = data.LetterMaybe, d.now.Add(10*time.Minute)
	h.put(t, "Sent", d.bytes[id])
	o := New(d)
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	eventually(t, "confirmed", func() bool { return d.letter(id).State == data.LetterConfirmed && d.letter(id).Copy == data.CopyFiled })
	stop()
	<-done
	if h.count(t, "Sent") != 1 {
		t.Errorf("%d copies", h.count(t, "Sent"))
	}
}

// The step after sending is cut at every byte, and the program dies where
// it would write down that it is done: the letter stays sent, is never sent
// again, and in the end one copy lies among the sent mail.
func TestFilingCutAnywhere(t *testing.T) {
	s, h, account := both(t, nil)
	var out, in atomic.Int64
	attempt := func(wrap func(net.Conn) net.Conn, failing int) (*fakeDesk, data.ID, *Office) {
		d := newDesk(account, "secret")
		o := New(d)
		o.open = unprotected
		id := d.queue("second@example.org")
		s.answer(func() { s.got = nil })
		o.SendDue(ctx)
		d.failing = failing
		through(o, wrap)
		o.FileCopies(ctx)
		return d, id, o
	}
	empty := func() {
		if err := h.user.Delete("Sent"); err != nil {
			t.Fatal(err)
		}
		if err := h.user.Create("Sent", &imap.CreateOptions{SpecialUse: []imap.MailboxAttr{imap.MailboxAttrSent}}); err != nil {
			t.Fatal(err)
		}
	}
	attempt(func(c net.Conn) net.Conn { return counter{c, &out, &in} }, 0)
	cuts := 0
	try := func(wrap func(net.Conn) net.Conn, failing int) {
		cuts++
		empty()
		d, id, o := attempt(wrap, failing)
		h.rest(t) // who looks sooner than the server can write files it twice; the office waits before it looks again
		if l := d.letter(id); l.State != data.LetterSent {
			t.Errorf("the letter became %s", l.State)
		}
		o.toInbox.dial = dial
		if err := o.FileCopies(ctx); err != nil {
			t.Errorf("afterwards: %v", err)
		}
		if n := h.count(t, "Sent"); n != 1 || d.copies[id].State != data.CopyFiled || len(s.accepted()) != 1 {
			t.Errorf("%d copies (%s), sent %d times", n, d.copies[id].State, len(s.accepted()))
		}
	}
	for b := range int(out.Load()) {
		try(func(c net.Conn) net.Conn { return &dyingConn{Conn: c, out: b, in: -1} }, 0)
	}
	for b := range int(in.Load()) {
		try(func(c net.Conn) net.Conn { return &dyingConn{Conn: c, out: -1, in: b} }, 0)
	}
	try(func(c net.Conn) net.Conn { return c }, 1)
	t.Logf("%d cuts of %d bytes out and %d in", cuts, out.Load(), in.Load())
}

// Servers known to file what was sent are not helped.
func TestServersThatFileByThemselves(t *testing.T) {
	o := New(newDesk(data.Account{}, ""))
	got, err := o.fileCopy(ctx, nil, data.Account{Host: "smtp.gmail.com"}, "[Gmail]/Sent Mail", data.Letter{}, nil)
	if err != nil || got != (desk.CopyOutcome{State: data.CopyFiled}) {
		t.Errorf("%+v, %v", got, err)
	}
}
