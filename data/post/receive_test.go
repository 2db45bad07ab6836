package post

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/words"
)

// receiver is an office at a desk with a mailbox.
func receiver(h *mailHost) (*fakeDesk, *Office) {
	d := newDesk(h.account, "secret")
	o := New(d)
	o.every = 50 * time.Millisecond
	o.toInbox.slice = 200 * time.Millisecond
	return d, o
}

// keptAll fails unless the desk has exactly the mails first to last, once each,
// in that order.
func keptAll(t *testing.T, d *fakeDesk, first, last int) {
	t.Helper()
	got := d.arrivals()
	if len(got) != last-first+1 {
		t.Errorf("%d mails kept, want %d", len(got), last-first+1)
		return
	}
	for i, a := range got {
		if !bytes.Equal(a.Raw, mailNo(first+i)) || a.Stub || a.Account != "desk@firma.test" || a.Folder != "INBOX" || a.UID == 0 || a.Validity == 0 || a.Size != int64(len(a.Raw)) {
			t.Errorf("mail %d: %+v", first+i, a)
		}
	}
}

func TestMailIsFetchedOnce(t *testing.T) {
	for _, security := range []data.Security{data.TLS, data.StartTLS} {
		t.Run(string(security), func(t *testing.T) {
			h := host(t, security, nil)
			const n = 120 // more than fit one batch
			for i := 1; i <= n; i++ {
				h.put(t, "INBOX", mailNo(i))
			}
			d, o := receiver(h)
			got, err := o.FetchMail(ctx)
			if err != nil || len(got.Mails) != n || got.Failed != 0 {
				t.Fatalf("%d mails, %d failed, %v", len(got.Mails), got.Failed, err)
			}
			keptAll(t, d, 1, n)
			if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 0 {
				t.Errorf("again: %d mails, %v", len(got.Mails), err)
			}
			h.put(t, "INBOX", mailNo(n+1))
			if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 1 {
				t.Errorf("one more: %d mails, %v", len(got.Mails), err)
			}
			keptAll(t, d, 1, n+1)
			asked := strings.ToUpper(h.asked())
			for _, never := range []string{"ENVELOPE", "BODYSTRUCTURE", "SELECT INBOX", "STORE", "STATUS", "EXPUNGE", "BODY[]"} {
				if strings.Contains(asked, never) {
					t.Errorf("the server was asked for %s: %s", never, asked)
				}
			}
		})
	}
}

// What arrives while one sits at the mailbox is noticed, and a mailbox that was
// numbered anew is read anew without anything being kept twice.
func TestMailIsNoticed(t *testing.T) {
	h := host(t, data.TLS, nil)
	d, o := receiver(h)
	o.toInbox.slice = time.Minute // the server has to tell
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() { o.Run(ctx); close(done) }()
	eventually(t, "connected", func() bool { return !o.Inbox().LookedAt.IsZero() })
	for i := 1; i <= 3; i++ {
		h.put(t, "INBOX", mailNo(i))
		eventually(t, "noticed", func() bool { return len(d.arrivals()) == i })
	}
	stop()
	<-done

	d.mu.Lock()
	d.inbox.validity = 4711
	d.mu.Unlock()
	h.put(t, "INBOX", mailNo(4))
	if got, err := o.FetchMail(context.Background()); err != nil || len(got.Mails) != 1 || d.inbox.resets != 2 {
		t.Errorf("%d mails, %d resets, %v", len(got.Mails), d.inbox.resets, err)
	}
	keptAll(t, d, 1, 4)
}

func TestOnlyFromADayOn(t *testing.T) {
	h := host(t, data.TLS, nil)
	h.account.Inbox.Since = time.Now().AddDate(0, 0, 2).Format(time.DateOnly)
	h.put(t, "INBOX", mailNo(1))
	d, o := receiver(h)
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 0 {
		t.Errorf("%d mails, %v", len(got.Mails), err)
	}
	d.settings.Mail.Inbox.Since = time.Now().Format(time.DateOnly)
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 1 {
		t.Errorf("%d mails, %v", len(got.Mails), err)
	}
}

// Of a large mail only the head comes, until a person asks for the rest.
func TestLargeMailIsFetchedWhenAskedFor(t *testing.T) {
	h := host(t, data.TLS, nil)
	h.account.Inbox.MaxSize = 2000
	large := slices.Concat(mailNo(2), bytes.Repeat([]byte("0123456789\r\n"), 1000))
	for _, raw := range [][]byte{mailNo(1), large, mailNo(3)} {
		h.put(t, "INBOX", raw)
	}
	d, o := receiver(h)
	if _, err := o.FetchMail(ctx); err != nil {
		t.Fatal(err)
	}
	got := d.arrivals()
	head, _, _ := bytes.Cut(large, []byte("\r\n\r\n"))
	if len(got) != 3 || got[0].Stub || !got[1].Stub || got[2].Stub || got[1].Size != int64(len(large)) || !bytes.Equal(bytes.TrimSpace(got[1].Raw), head) {
		t.Fatalf("%+v", got)
	}
	d.inbox.wanted = []data.Mail{{ID: "M2", Account: got[1].Account, Folder: "INBOX", UID: got[1].UID}}
	fetched, err := o.FetchMail(ctx)
	if err != nil || len(fetched.Mails) != 1 {
		t.Fatalf("%+v, %v", fetched, err)
	}
	if got := d.arrivals(); len(got) != 3 || got[1].Stub || !bytes.Equal(got[1].Raw, large) {
		t.Errorf("the whole: %d mails, stub %v", len(got), got[1].Stub)
	}
	for what, uid := range map[data.ID]uint32{"gone": 4711, "another's number": got[0].UID} {
		d.inbox.wanted = []data.Mail{{ID: what, Account: got[1].Account, Folder: "INBOX", UID: uid}}
		if !o.chores(ctx, d.settings.Mail) {
			t.Errorf("%s: nobody goes for it", what)
		}
		if _, err := o.FetchMail(ctx); err != nil || o.chores(ctx, d.settings.Mail) {
			t.Errorf("%s: it is gone for again and again: %v", what, err)
		}
	}
}

// However large a mail the account may fetch, one that the desk could not keep is
// a stub from the first, and the next arrives in the same visit.
func TestMailTooLargeToKeep(t *testing.T) {
	box := &memoryBox{folders: map[string][][]byte{"INBOX": {mailNo(1), mailNo(2), mailNo(3)}}, largest: map[uint32]int64{2: data.MaxAttachment + 1}}
	d := newDesk(data.Account{User: "ana", From: "desk@firma.test", Inbox: data.Inbox{Receive: true, Host: "mail.test", MaxSize: 1 << 40}}, "secret")
	o := New(d)
	atBox(o, box)
	if _, err := o.FetchMail(ctx); err != nil {
		t.Fatal(err)
	}
	if got := d.arrivals(); len(got) != 3 || got[0].Stub || !got[1].Stub || got[2].Stub {
		t.Errorf("%+v", got)
	}
}

// A mail nobody understands is kept and is in nobody's way.
func TestOneBadMailStopsNoOther(t *testing.T) {
	h := host(t, data.TLS, nil)
	for i := 1; i <= 3; i++ {
		h.put(t, "INBOX", mailNo(i))
	}
	d, o := receiver(h)
	d.inbox.grasp = func(raw []byte) error {
		if bytes.Equal(raw, mailNo(2)) {
			return errors.New("what is this?")
		}
		return nil
	}
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 2 || got.Failed != 1 {
		t.Errorf("%+v, %v", got, err)
	}
	keptAll(t, d, 1, 3)
	d.inbox.grasp = nil
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 1 || got.Failed != 0 {
		t.Errorf("once more: %+v, %v", got, err)
	}
}

// The program dies before every mail it keeps and when they are kept: nothing is
// lost, and nothing is kept twice.
func TestDyingWhileReceivingLosesNothing(t *testing.T) {
	h := host(t, data.TLS, nil)
	const n = 6
	for i := 1; i <= n; i++ {
		h.put(t, "INBOX", mailNo(i))
	}
	for dies := 1; dies <= n+1; dies++ {
		d, o := receiver(h)
		steps := 0
		step := func() error {
			if steps++; steps == dies {
				return errDead
			}
			return nil
		}
		d.inbox.keep, d.inbox.kept1 = step, step
		if _, err := o.FetchMail(ctx); err == nil {
			t.Fatalf("step %d: it lived", dies)
		}
		kept := d.arrivals()
		if d.inbox.cursor != 0 && (len(kept) == 0 || kept[len(kept)-1].UID != d.inbox.cursor) {
			t.Errorf("step %d: the cursor is at %d with %d mails kept", dies, d.inbox.cursor, len(kept))
		}
		if _, err := New(d).FetchMail(ctx); err != nil {
			t.Errorf("step %d, afterwards: %v", dies, err)
		}
		keptAll(t, d, 1, n)
		if left, _ := d.MailToUnderstand(ctx); len(left) != 0 {
			t.Errorf("step %d: %v were never understood", dies, left)
		}
	}
}

// through has an office reach its mailbox through connections of a kind.
func through(o *Office, wrap func(net.Conn) net.Conn) {
	o.toInbox.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		c, err := dial(ctx, network, address)
		if err != nil {
			return nil, err
		}
		return wrap(c), nil
	}
}

// The connection is cut at every byte, either way, in the mailbox: mail that was
// kept is whole, and afterwards all of it is there, once. Through TLS it is cut
// at some.
func TestReceivingCutAnywhere(t *testing.T) {
	for name, test := range map[string]struct {
		security data.Security
		open     func(context.Context, route, data.Account, string) (mailbox, stage, error)
		stride   int
	}{"plain": {data.StartTLS, unprotected, 1}, "TLS": {data.TLS, openMailbox, 37}} {
		t.Run(name, func(t *testing.T) {
			h := host(t, test.security, nil)
			const n = 2
			for i := 1; i <= n; i++ {
				h.put(t, "INBOX", mailNo(i))
			}
			fetch := func(d *fakeDesk, wrap func(net.Conn) net.Conn) error {
				o := New(d)
				o.open = test.open
				through(o, wrap)
				_, err := o.FetchMail(ctx)
				return err
			}
			var out, in atomic.Int64
			d := newDesk(h.account, "secret")
			if err := fetch(d, func(c net.Conn) net.Conn { return counter{c, &out, &in} }); err != nil {
				t.Fatal(err)
			}
			keptAll(t, d, 1, n)
			try := func(cutOut, cutIn int) {
				at := fmt.Sprintf("cut after %d bytes out, %d in", cutOut, cutIn)
				d := newDesk(h.account, "secret")
				if err := fetch(d, func(c net.Conn) net.Conn { return &dyingConn{Conn: c, out: cutOut, in: cutIn} }); err != nil && !isProblem(err, "post_lost", "") {
					t.Errorf("%s: %v", at, err)
				}
				for _, a := range d.arrivals() {
					if !bytes.Equal(a.Raw, mailNo(int(a.UID))) {
						t.Errorf("%s: mail %d is not whole: %q", at, a.UID, a.Raw)
					}
				}
				if err := fetch(d, func(c net.Conn) net.Conn { return c }); err != nil {
					t.Errorf("%s, afterwards: %v", at, err)
				}
				keptAll(t, d, 1, n)
			}
			for b := 0; b < int(out.Load()); b += test.stride {
				try(b, -1)
			}
			for b := 0; b < int(in.Load()); b += test.stride {
				try(-1, b)
			}
			t.Logf("every %d of %d bytes out and %d in", test.stride, out.Load(), in.Load())
		})
	}
}

// Silence at any point, also while nothing happens, is noticed; the mail that
// came meanwhile is fetched once the network is back, and nothing is left
// behind (here a second is fifty).
func TestReceivingThroughSilence(t *testing.T) {
	h := host(t, data.TLS, nil)
	h.put(t, "INBOX", mailNo(1))
	defer func(was []time.Duration) { inboxSteps = was }(inboxSteps)
	inboxSteps = []time.Duration{40 * time.Millisecond}
	before := runtime.NumGoroutine()
	const ever = 1 << 30
	for _, at := range []int{0, 500, 1500, 1800, 2000, 2200, 2400, 2600, 2800} {
		d, o := receiver(h)
		o.toInbox.connect, o.toInbox.quiet, o.toInbox.slice = 400*time.Millisecond, 600*time.Millisecond, 400*time.Millisecond
		first := true
		through(o, func(c net.Conn) net.Conn {
			if !first {
				return c
			}
			first = false
			return &hole{Conn: c, out: ever, in: at}
		})
		ctx, stop := context.WithCancel(ctx)
		done := make(chan struct{})
		go func() { o.Run(ctx); close(done) }()
		start := time.Now()
		eventually(t, fmt.Sprintf("mail after silence from byte %d on", at), func() bool { return len(d.arrivals()) == 1 && o.Inbox().Problem == nil })
		if took := time.Since(start); took > 8*time.Second {
			t.Errorf("silence from byte %d on: %v", at, took)
		}
		stop()
		<-done
	}
	eventually(t, "no goroutine is left", func() bool { return runtime.NumGoroutine() <= before+2 })
}

// What is wrong with the account is said, at its field.
func TestInboxTroubleIsExplained(t *testing.T) {
	dead := script(t, func(c net.Conn) { c.Close() })
	chatty := script(t, func(c net.Conn) { c.Write([]byte("HTTP/1.0 400 what\r\n\r\n")); time.Sleep(time.Second) })
	for name, test := range map[string]struct {
		change     func(*data.Account, *fakeDesk)
		key, field string
	}{
		"wrong password":    {func(_ *data.Account, d *fakeDesk) { d.password = "wrong" }, "post_wrong_password", "inbox_password"},
		"no password":       {func(_ *data.Account, d *fakeDesk) { d.password = "" }, "post_no_password", "password"},
		"unknown authority": {func(a *data.Account, _ *fakeDesk) { a.CA = "" }, "post_cert_unknown", "ca"},
		"bad authority":     {func(a *data.Account, _ *fakeDesk) { a.CA = "x" }, "post_bad_ca", "ca"},
		"refused":           {func(a *data.Account, _ *fakeDesk) { a.Inbox.Port = 1 }, "post_refused", "inbox_port"},
		"no folder":         {func(a *data.Account, _ *fakeDesk) { a.Inbox.Folder = "Nowhere" }, "post_no_folder", "folder"},
		"hangs up":          {func(a *data.Account, _ *fakeDesk) { a.Inbox.Port, a.Inbox.Security = dead, data.StartTLS }, "post_lost", ""},
		"not mail":          {func(a *data.Account, _ *fakeDesk) { a.Inbox.Port, a.Inbox.Security = chatty, data.StartTLS }, "post_not_mail", "inbox_port"},
		"not TLS":           {func(a *data.Account, _ *fakeDesk) { a.Inbox.Port = chatty }, "post_not_tls", "inbox_security"},
		"no mailbox":        {func(a *data.Account, _ *fakeDesk) { a.Inbox.Host = "" }, "no_inbox", "inbox_host"},
	} {
		t.Run(name, func(t *testing.T) {
			h := host(t, data.TLS, nil)
			d, o := receiver(h)
			test.change(&d.settings.Mail, d)
			_, err := o.FetchMail(ctx)
			if !isProblem(err, test.key, test.field) {
				t.Errorf("%v", err)
			}
			var p *data.Problem
			if errors.As(err, &p) {
				for _, lang := range words.Bases() {
					if said := sentence(lang, p); strings.Contains(said, "{{") || strings.Contains(said, "<no value>") || said == "" {
						t.Errorf("%s: %q", lang, said)
					}
				}
			}
		})
	}
}

// Another program at the mailbox has its turn.
func TestMailboxIsShared(t *testing.T) {
	h := host(t, data.TLS, nil)
	h.put(t, "INBOX", mailNo(1))
	d, o := receiver(h)
	release, _, _ := d.HoldMailbox()
	time.AfterFunc(300*time.Millisecond, release)
	if got, err := o.FetchMail(ctx); err != nil || len(got.Mails) != 1 {
		t.Errorf("%+v, %v", got, err)
	}
}

// A server that shows a mail and then never gives it does not keep those behind
// it away for ever, nor those it is fetched with.
func TestMailThatBreaksTheLineIsPassedInTheEnd(t *testing.T) {
	h := host(t, data.TLS, nil)
	const n, bad = 40, 30
	for i := 1; i <= n; i++ {
		h.put(t, "INBOX", mailNo(i))
	}
	d, o := receiver(h)
	opens := o.open
	o.open = func(ctx context.Context, r route, a data.Account, secret string) (mailbox, stage, error) {
		box, stage, err := opens(ctx, r, a, secret)
		return &breaking{box, bad}, stage, err
	}
	for range 10 {
		if _, err := o.FetchMail(ctx); err == nil {
			break
		}
	}
	got := d.arrivals()
	if len(got) != n {
		t.Fatalf("%d mails", len(got))
	}
	for i, a := range got {
		if a.UID != uint32(i+1) || a.Stub != (a.UID == bad) || (a.Raw == nil) != (a.UID == bad) {
			t.Errorf("%+v", a)
		}
	}
}

// breaking is a mailbox in which one mail ends every conversation about it.
type breaking struct {
	mailbox
	uid uint32
}

func (b *breaking) Fetch(ctx context.Context, uids []uint32, head bool, most int64) (map[uint32][]byte, error) {
	if slices.Contains(uids, b.uid) {
		return nil, trouble{errCut}
	}
	return b.mailbox.Fetch(ctx, uids, head, most)
}

func sentence(lang string, p *data.Problem) string { return words.For(lang).Error(p) }
