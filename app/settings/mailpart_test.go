package settings

import (
	"context"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/post"
	"firstline/data/words"
)

// TestServersTypedStay finds the servers of an address, and never where others
// were typed.
func TestServersTypedStay(t *testing.T) {
	s, r := seated(t, "en", nil)
	r.mail.search.find = func(_ context.Context, address string) data.Account {
		return data.Account{From: address, Host: "out.example.org", Security: data.StartTLS, User: address, Inbox: data.Inbox{Host: "in.example.org"}}
	}
	r.Show("mail")
	s.Type("ana@example.org")
	s.Press(fyne.KeyTab)
	s.Wait(func() bool { return r.mail.account().Host == "out.example.org" })
	if a := r.mail.account(); a.Inbox.Host != "in.example.org" || a.User != "ana@example.org" {
		t.Errorf("found %+v", a)
	}
	r.mail.receive.SetChecked(true)
	if a := r.mail.account(); !a.Inbox.Receive || a.Inbox.From().IsZero() {
		t.Errorf("all mail of all years would be fetched: %+v", a.Inbox)
	}
	r.mail.sending.host.SetText("mine.example.org")
	r.focus(r.mail.from)
	r.mail.from.SetText("eva@example.com")
	s.Press(fyne.KeyTab)
	s.Drain()
	if a := r.mail.account(); a.Host != "mine.example.org" || a.Inbox.Host != "in.example.org" {
		t.Errorf("what was typed became %+v", a)
	}
}

// TestWhatIsFoldedAwayIsShownWhereItIsWrong unfolds for a field with a mistake,
// and for one that is looked for by its name.
func TestWhatIsFoldedAwayIsShownWhereItIsWrong(t *testing.T) {
	s, r := seated(t, "en", func(s *data.Settings) { s.Mail = data.Account{Host: "smtp.example.org", From: "ana@example.org"} })
	r.Show("mail")
	if r.mail.rest.Visible() {
		t.Fatal("all of it is shown at once")
	}
	r.mail.incoming.port.SetText("70000")
	r.save()
	s.Wait(func() bool { return s.Window.Canvas().Focused() == fyne.Focusable(r.mail.incoming.port) })
	if !r.mail.rest.Visible() {
		t.Error("the mistake is out of sight")
	}
	r.mail.unfold(false)
	for _, place := range r.Places() {
		if place.Name == s.Words.Field("folder") {
			place.Go()
		}
	}
	if !r.mail.rest.Visible() || s.Window.Canvas().Focused() != fyne.Focusable(r.mail.folder) {
		t.Error("a setting looked for by its name is not shown")
	}
}

// TestTrialTellsItsSteps follows a trial step by step and keeps what it taught.
func TestTrialTellsItsSteps(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, look := range []string{"light", "dark"} {
			s, r := seated(t, lang, func(s *data.Settings) {
				s.Theme = look
				s.Mail = data.Account{Host: "smtp.example.org", User: "ana@example.org", From: "ana@example.org", Inbox: data.Inbox{Host: "imap.example.org"}}
			})
			fyne.CurrentApp().Settings().SetTheme(ui.Theme(look))
			if err := s.Desk.KeepPassword("mail", "kept"); err != nil {
				t.Fatal(err)
			}
			fail := false
			r.mail.trial.test = func(_ context.Context, a data.Account, k post.Keys, _ *words.Printer, step func(string)) (post.Report, error) {
				if k.Send != "kept" || k.Receive != "kept" {
					t.Errorf("signs in with %+v", k)
				}
				step("send")
				step("receive")
				if fail {
					return post.Report{}, data.Fault("inbox_host", "post_host_not_found", "host", a.Inbox.Host)
				}
				step("echo")
				return post.Report{Host: a.Host, Port: 587, TLS: "TLS 1.3", Login: "PLAIN", Inbox: &post.InboxReport{Host: a.Inbox.Host, Mails: 42},
					Echo: &post.Echo{Took: 3 * time.Second, PlusAddress: true, FilesSent: true}}, nil
			}
			r.Show("mail")
			r.mail.trial.start()
			s.Wait(func() bool { return s.Desk.Settings().Mail.Knows().PlusAddress && !r.dirty() }) // first in the desk, then on the screen
			s.Window.Resize(fyne.NewSize(1180, 660))
			s.Shot("settings-trial-" + lang + "-" + look)
			if !s.Desk.Settings().Mail.Knows().FilesSent {
				t.Errorf("learned %+v", s.Desk.Settings().Mail.Learned)
			}
			fail = true
			r.mail.trial.start()
			s.Wait(func() bool { return !r.mail.trial.running })
			if s.Window.Canvas().Focused() != fyne.Focusable(r.mail.incoming.host) || len(r.mail.trial.outcome.Objects) != 4 {
				t.Errorf("the focus is on %T, %d lines are told", s.Window.Canvas().Focused(), len(r.mail.trial.outcome.Objects))
			}
			s.Shot("settings-trial-failed-" + lang + "-" + look)
		}
	}
}

// TestSigningInAtTheProvider shows the code, waits, and can be stopped.
func TestSigningInAtTheProvider(t *testing.T) {
	for _, lang := range words.Bases() {
		s, r := seated(t, lang, nil)
		done := make(chan error)
		r.mail.signIn.authorize = func(ctx context.Context, a data.Account, show func(post.DeviceCode)) error {
			if a.Auth != data.ByOAuth || a.OAuth.ClientID != "client-1" || a.OAuth.Provider != "microsoft" {
				t.Errorf("signs in with %+v", a)
			}
			show(post.DeviceCode{Code: "HXLM-9WPK", URL: "https://microsoft.com/devicelogin"})
			select {
			case err := <-done:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		r.Show("mail")
		s.Type("ana@outlook.com")
		s.Press(fyne.KeyTab)
		s.Wait(func() bool { return r.mail.auth.Value() == "oauth" && !r.mail.password.Visible() })
		r.focus(r.mail.signIn.client)
		s.Type("client-1")
		r.mail.signIn.press()
		s.Wait(func() bool { return len(r.mail.signIn.outcome.Objects) == 5 })
		s.Window.Resize(fyne.NewSize(1180, 660))
		s.Shot("settings-signin-" + lang)
		r.mail.signIn.press()
		if r.mail.signIn.waiting {
			t.Error("it was stopped and goes on")
		}
		r.mail.signIn.press()
		done <- nil
		s.Wait(func() bool { return !r.mail.signIn.waiting })
		r.mail.signIn.press()
		done <- data.Fault("client_id", "post_client_refused", "said", "unknown")
		s.Wait(func() bool { return s.Window.Canvas().Focused() == fyne.Focusable(r.mail.signIn.client) })
		if len(s.Errors) != 0 {
			t.Errorf("failed: %v", s.Errors)
		}
	}
}

// TestTheLargestMailIsASetting writes megabytes, and leaves bytes alone that no
// number of megabytes says.
func TestTheLargestMailIsASetting(t *testing.T) {
	_, r := seated(t, "es", func(s *data.Settings) { s.Mail.Inbox.MaxSize = 3<<20 + 5 })
	r.Show("mail")
	if r.mail.largest.Text != "3" || r.mail.account().Inbox.MaxSize != 3<<20+5 {
		t.Errorf("it shows %q and means %d", r.mail.largest.Text, r.mail.account().Inbox.MaxSize)
	}
	for typed, want := range map[string]int64{"40": 40 << 20, "": 0} {
		r.mail.largest.SetText(typed)
		if got := r.mail.account().Inbox.MaxSize; got != want {
			t.Errorf("%q means %d bytes, want %d", typed, got, want)
		}
	}
}
