package post

import (
	"context"
	"fmt"
	"net"
	"slices"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"firstline/data"
)

var ctx = context.Background()

func reply(code int, enhanced smtp.EnhancedCode, text string) error {
	return &smtp.SMTPError{Code: code, EnhancedCode: enhanced, Message: text}
}

func TestLettersArrive(t *testing.T) {
	for _, security := range []data.Security{data.StartTLS, data.TLS} {
		for _, login := range []string{sasl.Plain, sasl.Login, ""} {
			t.Run(fmt.Sprint(security, login), func(t *testing.T) {
				s := serve(t, security, func(s *mailServer) {
					s.login = slices.DeleteFunc([]string{login}, func(m string) bool { return m == "" })
					if login == "" {
						s.account.User = ""
					}
				})
				d := newDesk(s.account, "secret")
				one, two := d.queue("a@example.org"), d.queue("b@example.org", "c@example.org")
				sent, err := New(d).SendDue(ctx)
				if sent != 2 || err != nil {
					t.Fatalf("SendDue = %d, %v", sent, err)
				}
				wants(t, d, one, data.LetterSent, 1, 0)
				wants(t, d, two, data.LetterSent, 1, 0)
				got := s.accepted()
				if len(got) != 2 || string(got[0]) != string(d.bytes[one]) || string(got[1]) != string(d.bytes[two]) {
					t.Errorf("arrived: %q", got)
				}
			})
		}
	}
}

// One letter's trouble is not the next one's.
func TestOneBadLetterBlocksNoOther(t *testing.T) {
	s := serve(t, data.StartTLS, func(s *mailServer) {
		s.rcpt = map[string]error{
			"tempfail@test": reply(451, smtp.EnhancedCode{4, 2, 0}, "try later"),
			"reject@test":   reply(550, smtp.EnhancedCode{5, 1, 1}, "no such user"),
			"odd@test":      reply(550, smtp.EnhancedCode{5, 5, 0}, "whatever"),
		}
	})
	d := newDesk(s.account, "secret")
	o := New(d)
	temp, bad, odd, half, good := d.queue("tempfail@test"), d.queue("reject@test"), d.queue("odd@test"), d.queue("x@test", "reject@test"), d.queue("x@test")
	sent, err := o.SendDue(ctx)
	if sent != 1 || err != nil {
		t.Errorf("SendDue = %d, %v", sent, err)
	}
	contains(t, wants(t, d, temp, data.LetterDeferred, 1, time.Minute).Reason, "451 4.2.0 try later")
	contains(t, wants(t, d, bad, data.LetterFailed, 1, 0).Reason, "550 5.1.1 no such user")
	wants(t, d, odd, data.LetterDeferred, 1, 24*time.Hour)
	wants(t, d, half, data.LetterFailed, 1, 0) // all or none
	wants(t, d, good, data.LetterSent, 1, 0)
	if o.Status().Problem != nil {
		t.Errorf("the office complains: %v", o.Status().Problem)
	}
	for i, wait := range []time.Duration{2, 5, 15, 60, 60} {
		d.later(d.letter(temp).NextAt.Sub(d.Now()))
		o.SendDue(ctx)
		wants(t, d, temp, data.LetterDeferred, 2+i, wait*time.Minute)
	}
	s.answer(func() { s.rcpt = nil })
	d.later(time.Hour)
	o.SendDue(ctx)
	wants(t, d, temp, data.LetterSent, 7, 0)
}

func TestRefusedAfterData(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	for _, test := range []struct {
		answer error
		state  data.LetterState
		in     time.Duration
	}{
		{reply(550, smtp.EnhancedCode{5, 7, 1}, "spam"), data.LetterFailed, 0},
		{reply(554, smtp.NoEnhancedCode, "no"), data.LetterDeferred, 24 * time.Hour},
		{reply(452, smtp.EnhancedCode{4, 3, 1}, "full"), data.LetterDeferred, time.Minute},
	} {
		s.answer(func() { s.data = test.answer })
		d := newDesk(s.account, "secret")
		id := d.queue("x@test")
		New(d).SendDue(ctx)
		wants(t, d, id, test.state, 1, test.in)
	}
}

func TestDoubtfulRefusalIsTriedForThreeDays(t *testing.T) {
	s := serve(t, data.StartTLS, func(s *mailServer) { s.data = reply(550, smtp.EnhancedCode{5, 5, 0}, "hm") })
	d := newDesk(s.account, "secret")
	id := d.queue("x@test")
	o := New(d)
	for day := range 3 {
		o.SendDue(ctx)
		wants(t, d, id, data.LetterDeferred, day+1, 24*time.Hour)
		d.later(24 * time.Hour)
	}
	o.SendDue(ctx)
	wants(t, d, id, data.LetterFailed, 4, 0)
}

func TestGivesUpAfterTwoWeeks(t *testing.T) {
	s := serve(t, data.StartTLS, func(s *mailServer) { s.mail = reply(451, smtp.EnhancedCode{4, 7, 1}, "greylisted") })
	d := newDesk(s.account, "secret")
	id := d.queue("x@test")
	o := New(d)
	d.later(20 * 24 * time.Hour) // in a drawer: not tried, so not given up
	for range len(laterSteps) {
		o.SendDue(ctx)
		l := wants(t, d, id, data.LetterDeferred, d.letter(id).Tries, 0)
		d.later(l.NextAt.Sub(d.Now()))
	}
	o.SendDue(ctx)
	contains(t, wants(t, d, id, data.LetterFailed, len(laterSteps)+1, 0).Reason, "14 days", "greylisted")
}

// Without a connection nothing is a try, one letter finds out for all, and the
// first connection sends them all.
func TestOfflineIsNoTry(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	d := newDesk(s.account, "secret")
	o := New(d)
	dials, down := 0, true
	dial := o.route.dial
	o.route.dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if dials++; down {
			return nil, &net.DNSError{Err: "no such host", Name: "mail", IsNotFound: true}
		}
		return dial(ctx, network, address)
	}
	one, two := d.queue("a@test"), d.queue("b@test")
	for i, wait := range []time.Duration{1, 2, 5, 5} {
		sent, err := o.SendDue(ctx)
		if sent != 0 || !isProblem(err, "post_host_not_found", "host") || dials != i+1 {
			t.Errorf("pass %d: %d sent, %d dials, %v", i, sent, dials, err)
		}
		wants(t, d, one, data.LetterQueued, 0, wait*time.Minute)
		contains(t, wants(t, d, two, data.LetterQueued, 0, wait*time.Minute).Reason, "no mail server called")
		if st := o.Status(); !st.Offline || st.Problem == nil || !st.NextAt.Equal(d.letter(one).NextAt) || st.Sending != "" {
			t.Errorf("status %+v", st)
		}
		d.later(wait * time.Minute)
	}
	down = false
	if sent, err := o.SendDue(ctx); sent != 2 || err != nil {
		t.Errorf("back again: %d, %v", sent, err)
	}
	wants(t, d, one, data.LetterSent, 1, 0)
	if st := o.Status(); st != (Status{}) {
		t.Errorf("status %+v", st)
	}
	// After a good connection the waits begin anew.
	down = true
	three := d.queue("c@test")
	o.SendDue(ctx)
	wants(t, d, three, data.LetterQueued, 0, time.Minute)
}

// Back on the network, whoever asks to send need not wait until the next try; a letter
// that may still be taken back leaves before its time only if it was asked for.
func TestWhoeverAsksNeedNotWait(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	d := newDesk(s.account, "secret")
	away := New(d)
	away.route.dial = func(context.Context, string, string) (net.Conn, error) {
		return nil, &net.DNSError{Err: "no such host", Name: "mail", IsNotFound: true}
	}
	one := d.queue("a@test")
	if sent, err := away.SendNow(ctx); sent != 0 || err == nil {
		t.Errorf("offline: %d, %v", sent, err)
	}
	two := d.queue("b@test")
	d.mu.Lock()
	d.find(two).NextAt = d.now.Add(10 * time.Second) // it may be taken back
	d.mu.Unlock()
	back := New(d)
	if err := back.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	if !d.letter(two).NextAt.After(d.Now()) || d.letter(one).NextAt.After(d.Now()) {
		t.Errorf("resumed: %+v, %+v", d.letter(one), d.letter(two))
	}
	if sent, err := back.SendNow(ctx); sent != 2 || err != nil {
		t.Errorf("back again: %d, %v", sent, err)
	}
	// The same without a window, by one command after the other.
	three := d.queue("c@test")
	away.SendNow(ctx)
	wants(t, d, three, data.LetterQueued, 0, 2*time.Minute) // as the second time away
	if sent, err := New(d).SendNow(ctx); sent != 1 || err != nil {
		t.Errorf("asked again: %d, %v", sent, err)
	}
}

// What is wrong with the account stops all letters after one attempt, and keeps
// them.
func TestAccountTroublePauses(t *testing.T) {
	for name, test := range map[string]struct {
		spoil      func(*mailServer, *fakeDesk)
		key, field string
		tries      int
	}{
		"wrong password":    {func(_ *mailServer, d *fakeDesk) { d.password = "wrong" }, "post_wrong_password", "password", 1},
		"no password":       {func(_ *mailServer, d *fakeDesk) { d.password = "" }, "post_no_password", "password", 0},
		"safe locked":       {func(_ *mailServer, d *fakeDesk) { d.passErr = data.Fault("", "safe_locked") }, "safe_locked", "", 0},
		"sender refused":    {func(s *mailServer, _ *fakeDesk) { s.mail = reply(550, smtp.EnhancedCode{5, 7, 1}, "not yours") }, "post_sender_refused", "from", 1},
		"no login":          {func(_ *mailServer, d *fakeDesk) { d.settings.Mail.User = "" }, "post_sender_refused", "from", 1},
		"unknown authority": {func(_ *mailServer, d *fakeDesk) { d.settings.Mail.CA = "" }, "post_cert_unknown", "ca", 0},
		"bad authority":     {func(_ *mailServer, d *fakeDesk) { d.settings.Mail.CA = "x" }, "post_bad_ca", "ca", 0},
	} {
		t.Run(name, func(t *testing.T) {
			s := serve(t, data.StartTLS, nil)
			d := newDesk(s.account, "secret")
			test.spoil(s, d)
			o := New(d)
			one, two := d.queue("a@test"), d.queue("b@test")
			sent, err := o.SendDue(ctx)
			if sent != 0 || !isProblem(err, test.key, test.field) || !isProblem(o.Status().Problem, test.key, test.field) || o.Status().Offline {
				t.Errorf("SendDue = %d, %v; status %+v", sent, err, o.Status())
			}
			for _, id := range []data.ID{one, two} {
				l := wants(t, d, id, data.LetterQueued, map[bool]int{true: test.tries}[id == one], 0)
				if l.Reason == "" || !l.NextAt.After(d.Now()) {
					t.Errorf("%+v", l)
				}
			}
			if n := s.been("auth"); n > 1 {
				t.Errorf("%d sign-ins", n)
			}
			// Mended and resumed, everything leaves.
			s.answer(func() { s.mail = nil })
			d.settings.Mail, d.password, d.passErr = s.account, "secret", nil
			if err := o.Resume(ctx); err != nil {
				t.Fatal(err)
			}
			if sent, err := o.SendDue(ctx); sent != 2 || err != nil {
				t.Errorf("mended: %d, %v", sent, err)
			}
		})
	}
}

// A letter written under an account of old is its own trouble.
func TestOldSenderIsThatLettersTrouble(t *testing.T) {
	s := serve(t, data.StartTLS, func(s *mailServer) { s.mail = reply(553, smtp.EnhancedCode{5, 7, 1}, "not yours") })
	d := newDesk(s.account, "secret")
	id := d.queue("a@test")
	d.settings.Mail.From = "new@firma.test"
	if _, err := New(d).SendDue(ctx); err != nil {
		t.Error(err)
	}
	wants(t, d, id, data.LetterFailed, 1, 0)
}

func TestNoAccount(t *testing.T) {
	d := newDesk(data.Account{}, "")
	id := d.queue("a@test")
	o := New(d)
	if _, err := o.SendDue(ctx); !isProblem(err, "no_account", "") {
		t.Error(err)
	}
	wants(t, d, id, data.LetterQueued, 0, 0)
}

// What the server cannot take is said before it is sent.
func TestWhatDoesNotFit(t *testing.T) {
	s := serve(t, data.StartTLS, func(s *mailServer) { s.MaxMessageBytes = 60 })
	d := newDesk(s.account, "secret")
	big := d.queue("a@test")
	New(d).SendDue(ctx)
	contains(t, wants(t, d, big, data.LetterFailed, 1, 0).Reason, "60 B")

	s = serve(t, data.StartTLS, nil)
	d = newDesk(s.account, "secret")
	id := d.queue("josé@test")
	New(d).SendDue(ctx)
	contains(t, wants(t, d, id, data.LetterFailed, 1, 0).Reason, "josé@test")

	id = d.queue("a@test") // without a sender, but the account's address stands in it
	d.find(id).From, d.settings.Mail.From = "", "mesañ@firma.test"
	New(d).SendDue(ctx)
	contains(t, wants(t, d, id, data.LetterFailed, 1, 0).Reason, "mesañ@firma.test")

	s = serve(t, data.StartTLS, func(s *mailServer) { s.EnableSMTPUTF8 = true })
	d = newDesk(s.account, "secret")
	id = d.queue("josé@test")
	New(d).SendDue(ctx)
	wants(t, d, id, data.LetterSent, 1, 0)
}

// A server that takes the letter and never says so: it is sent again, the same,
// but not for ever.
func TestUnanswered(t *testing.T) {
	gate := make(chan struct{})
	defer close(gate)
	s := serve(t, data.StartTLS, func(s *mailServer) { s.dataGate = gate })
	d := newDesk(s.account, "secret")
	o := New(d)
	o.route.answer = 50 * time.Millisecond
	id := d.queue("a@test")
	for i, wait := range []time.Duration{10 * time.Minute, time.Hour, 24 * time.Hour} {
		o.SendDue(ctx)
		wants(t, d, id, data.LetterMaybe, i+1, wait)
		d.later(wait)
	}
	o.SendDue(ctx)
	wants(t, d, id, data.LetterFailed, 4, 0)
	for _, raw := range s.accepted() {
		if string(raw) != string(d.bytes[id]) {
			t.Errorf("another letter: %q", raw)
		}
	}
}

// That a letter may have arrived is not forgotten by what happens next.
func TestMaybeStaysMaybe(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	left := func(d *fakeDesk) data.ID { // as a crash leaves it
		id := d.queue("a@test")
		d.find(id).State = data.LetterSending
		return id
	}
	d := newDesk(s.account, "secret")
	d.settings.Mail.Port = 1 // nobody there
	id := left(d)
	o := New(d)
	o.SendDue(ctx)
	wants(t, d, id, data.LetterMaybe, 0, time.Minute)
	d.settings.Mail = s.account
	s.answer(func() { s.mail = reply(451, smtp.EnhancedCode{4, 0, 0}, "later") })
	d.later(time.Minute)
	o.SendDue(ctx)
	wants(t, d, id, data.LetterMaybe, 1, time.Minute)
	s.answer(func() { s.mail = nil })
	d.later(time.Minute)
	o.SendDue(ctx)
	wants(t, d, id, data.LetterSent, 2, 0)
}

// Someone closes the window while a letter is under way.
func TestStopping(t *testing.T) {
	silent := script(t, func(c net.Conn) { time.Sleep(20 * time.Second) })
	d := newDesk(data.Account{Host: "127.0.0.1", Port: silent, From: "desk@firma.test"}, "")
	id := d.queue("a@test")
	ctx, stop := context.WithCancel(ctx)
	time.AfterFunc(50*time.Millisecond, stop)
	start := time.Now()
	o := New(d)
	o.grace = 100 * time.Millisecond
	o.SendDue(ctx)
	if took := time.Since(start); took < o.grace || took > 5*time.Second {
		t.Errorf("stopped after %v", took)
	}
	wants(t, d, id, data.LetterQueued, 0, 0)
	if !d.letter(id).NextAt.Equal(d.Now()) || d.under != "" {
		t.Errorf("%+v", d.letter(id))
	}

	// One that is nearly there arrives.
	gate := make(chan struct{})
	s := serve(t, data.StartTLS, func(s *mailServer) { s.dataGate = gate })
	d = newDesk(s.account, "secret")
	id = d.queue("a@test")
	ctx, stop = context.WithCancel(context.Background())
	go func() {
		for s.been("data") == 0 {
			time.Sleep(time.Millisecond)
		}
		stop()
		time.Sleep(50 * time.Millisecond)
		close(gate)
	}()
	New(d).SendDue(ctx)
	wants(t, d, id, data.LetterSent, 1, 0)
}

// A letter that arrived is not sent again because the desk could not write that
// down.
func TestArrivedIsNotForgotten(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	d := newDesk(s.account, "secret")
	d.failing = 2
	id := d.queue("a@test")
	o := New(d)
	for range 2 {
		if _, err := o.SendDue(ctx); err == nil {
			t.Error("the full disk went unnoticed")
		}
	}
	o.SendDue(ctx)
	wants(t, d, id, data.LetterSent, 1, 0)
	if n := len(s.accepted()); n != 1 {
		t.Errorf("sent %d times", n)
	}
}

func TestBreaker(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	d := newDesk(s.account, "secret")
	o := New(d)
	for range mostTo {
		d.queue("loop@test")
	}
	d.later(time.Minute)
	one := d.queue("LOOP@test")
	other := d.queue("other@test")
	sent, err := o.SendDue(ctx)
	if sent != mostTo+1 || !isProblem(err, "post_too_many_to", "") || !isProblem(o.Status().Problem, "post_too_many_to", "") {
		t.Errorf("SendDue = %d, %v", sent, err)
	}
	wants(t, d, other, data.LetterSent, 1, 0)
	contains(t, wants(t, d, one, data.LetterQueued, 0, time.Hour).Reason, "LOOP@test")
	// Another process counts what this one sent.
	d.find(one).NextAt = d.Now()
	if sent, _ := New(d).SendDue(ctx); sent != 0 {
		t.Error("a new office begins counting at nothing")
	}
	// A person may decide otherwise; so does the clock.
	if err := o.Resume(ctx); err != nil {
		t.Fatal(err)
	}
	if sent, err := o.SendDue(ctx); sent != 1 || err != nil {
		t.Errorf("resumed: %d, %v", sent, err)
	}

	now := d.Now()
	b := breaker{loaded: true}
	for range mostAll {
		b.note([]string{"x@test"}, now)
	}
	if h := b.all(now.Add(time.Minute)); h.problem == nil || !h.until.Equal(now.Add(window)) {
		t.Errorf("%+v", h)
	}
	if h := b.all(now.Add(window)); h.problem != nil || b.to([]string{"x@test"}).problem != nil {
		t.Errorf("%+v", h)
	}
}

// Run sends what comes, and tries again at once when the account was mended.
func TestRun(t *testing.T) {
	s := serve(t, data.StartTLS, nil)
	d := newDesk(s.account, "wrong")
	o := New(d)
	o.every = 10 * time.Millisecond
	ctx, stop := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		o.Run(ctx)
		close(done)
	}()
	until := func(what string, ok func() bool) {
		t.Helper()
		for deadline := time.Now().Add(10 * time.Second); !ok(); time.Sleep(time.Millisecond) {
			if time.Now().After(deadline) {
				t.Fatal(what)
			}
		}
	}
	id := d.queue("a@test")
	until("it never complained", func() bool {
		return isProblem(o.Status().Problem, "post_wrong_password", "password") && d.letter(id).Tries == 1
	})
	time.Sleep(50 * time.Millisecond)
	if n := s.been("auth"); n != 1 {
		t.Errorf("%d sign-ins with a wrong password", n)
	}
	d.mu.Lock()
	d.password = "secret"
	d.announce("desk")
	d.mu.Unlock()
	until("it never sent", func() bool { return d.letter(id).State == data.LetterSent })
	two := d.queue("b@test")
	until("it never sent the next", func() bool { return d.letter(two).State == data.LetterSent })
	stop()
	<-done
	if st := o.Status(); st != (Status{}) {
		t.Errorf("status %+v", st)
	}
}
