package outbox

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/post"
	"firstline/data/words"
)

var ctx = context.Background()

// office is a post office that says what it is told to.
type office struct {
	status  post.Status
	resumed atomic.Int32
}

func (o *office) Status() post.Status          { return o.status }
func (o *office) Resume(context.Context) error { o.resumed.Add(1); return nil }

// mailed escalates a new ticket.
func mailed(t *testing.T, s *seattest.Seat, mode data.EscalationMode) (data.Ticket, data.Letter) {
	t.Helper()
	ticket := s.Ticket()
	e, err := s.Desk.Escalate(ctx, desk.EscalationRequest{Ticket: string(ticket.ID), Mode: mode, To: "sistemas@example.org", ToName: "Sistemas",
		Question: "¿Ha cambiado algo? Dirección: línea con acentos y ñ, bastante larga para que haya que partirla en dos."})
	if err != nil {
		t.Fatal(err)
	}
	letters, err := s.Desk.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range letters {
		if l.Escalation == e.ID {
			return ticket, l
		}
	}
	t.Fatal("no letter")
	return ticket, data.Letter{}
}

// ended has the next letter tried, with an outcome.
func ended(t *testing.T, s *seattest.Seat, out desk.LetterOutcome) {
	t.Helper()
	l, _, ok, err := s.Desk.TakeLetter(ctx, "test")
	if err != nil || !ok {
		t.Fatal(l, ok, err)
	}
	if err := s.Desk.LetterDone(ctx, l.ID, out); err != nil {
		t.Fatal(err)
	}
}

func sitting(t *testing.T, s *seattest.Seat, of Office) *Outbox {
	t.Helper()
	s.Go = ui.Ways{Settings: func() {}, Ticket: func(data.ID) {}}
	o := New(s.Seat)
	o.Office = of
	s.Show(o.Content())
	letters, err := s.Desk.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	o.Enter()
	t.Cleanup(o.Leave)
	s.Wait(func() bool { return len(o.letters) == len(letters) })
	return o
}

func stateOf(t *testing.T, s *seattest.Seat, id data.ID) data.LetterState {
	t.Helper()
	l, _, err := s.Desk.Letter(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	return l.State
}

func TestReadingAMailAsItIsSent(t *testing.T) {
	s := seattest.Sample(t, "es")
	_, l := mailed(t, s, data.Consult)
	o := sitting(t, s, nil)
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return ui.Busy(s.Window) })
	said := seattest.Texts(s.Window.Canvas().Overlays().Top())
	for _, want := range []string{l.Subject, s.Desk.Settings().Name, l.Number + ".pdf", l.Number + ".dpk",
		"¿Ha cambiado algo? Dirección: línea con acentos y ñ, bastante larga para que haya que partirla en dos."} {
		if !strings.Contains(said, want) {
			t.Errorf("it does not say %q: %s", want, said)
		}
	}
	s.Shot("outbox-mail-es")
	s.Press(fyne.KeyEscape)
	if ui.Busy(s.Window) || s.Window.Canvas().Focused() != o.list {
		t.Errorf("Escape leaves the focus on %T", s.Window.Canvas().Focused())
	}
}

func TestDroppingGivesAHandOverBack(t *testing.T) {
	s := seattest.Sample(t, "en")
	ticket, l := mailed(t, s, data.Transfer)
	o := sitting(t, s, nil)
	o.askDrop()
	s.Wait(func() bool { return ui.Busy(s.Window) })
	s.Shot("outbox-drop-en")
	s.Press(fyne.KeyReturn) // the careful button has the focus
	if stateOf(t, s, l.ID) != data.LetterQueued {
		t.Error("Return alone dropped it")
	}
	o.askDrop()
	s.Wait(func() bool { return ui.Busy(s.Window) })
	ui.Submit(s.Window)
	s.Wait(func() bool { return len(s.Notices) == 1 })
	if got := stateOf(t, s, l.ID); got != data.LetterDropped {
		t.Errorf("the mail is %s", got)
	}
	if k := s.Case(ticket.ID); k.Ticket.Status != data.InProgress || k.Ticket.Owner != s.Desk.Settings().Operator {
		t.Errorf("the ticket is %s with %s", k.Ticket.Status, k.Ticket.Owner)
	}
	s.Wait(func() bool { return o.drop.Disabled() })
	o.askDrop()
	if len(s.Notices) != 2 {
		t.Errorf("dropping it again says %q", s.Notices)
	}
	o.tryAgain()
	s.Wait(func() bool { return stateOf(t, s, l.ID) == data.LetterQueued })
}

func TestTryingAgain(t *testing.T) {
	s := seattest.Sample(t, "es")
	_, l := mailed(t, s, data.Consult)
	ended(t, s, desk.LetterOutcome{State: data.LetterDeferred, Reason: "Ha respondido: 451", Tried: true, NextAt: s.Desk.Now().Add(time.Hour)})
	o := sitting(t, s, nil)
	o.tryAgain()
	s.Wait(func() bool { next, err := s.Desk.NextLetterAt(ctx); return err == nil && !next.After(s.Desk.Now()) })
	ended(t, s, desk.LetterOutcome{State: data.LetterMaybe, Reason: "sin respuesta", Tried: true, NextAt: s.Desk.Now().Add(time.Hour)})
	s.Wait(func() bool { return o.letters[0].State == data.LetterMaybe })
	o.tryAgain()
	if !ui.Busy(s.Window) {
		t.Error("a mail that may have arrived is sent again without a word")
	}
	s.Press(fyne.KeyEscape)
	ui.Submit(s.Window)
	if next, _ := s.Desk.NextLetterAt(ctx); !next.After(s.Desk.Now()) {
		t.Error("Escape sent it again")
	}
	if stateOf(t, s, l.ID) != data.LetterMaybe {
		t.Error("its state changed")
	}
}

func TestTheOfficeLine(t *testing.T) {
	s := seattest.Sample(t, "en")
	mailed(t, s, data.Consult)
	of := &office{}
	o := sitting(t, s, of)
	for _, c := range []struct {
		status           post.Status
		want             string
		settings, resume bool
	}{
		{post.Status{}, "1 message waiting", false, false},
		{post.Status{Sending: "ENC-1"}, "ENC-1", false, false},
		{post.Status{Problem: data.Fault("", "post_no_network", "host", "smtp.example.org"), Offline: true, NextAt: s.Desk.Now().Add(time.Minute)}, "automatic attempt: ", false, true},
		{post.Status{Problem: data.Fault("host", "post_host_not_found", "host", "smtp.exmaple.org"), Offline: true}, "smtp.exmaple.org", true, true},
		{post.Status{Problem: data.Fault("password", "post_wrong_password", "user", "ana", "said", "535")}, "ana", true, true},
		{post.Status{Problem: data.Fault("", "post_too_many", "n", 200)}, "200", false, true},
	} {
		of.status = c.status
		o.line.show()
		if !strings.Contains(o.line.said, c.want) || o.line.settings.Visible() != c.settings || o.line.resume.Visible() != c.resume {
			t.Errorf("%+v says %q, settings %v, resume %v", c.status, o.line.said, o.line.settings.Visible(), o.line.resume.Visible())
		}
	}
	o.line.resume.OnTapped()
	s.Wait(func() bool { return of.resumed.Load() == 1 })
	s.Mail(data.Account{}, 0)
	s.Wait(func() bool { return strings.Contains(o.line.said, "No mail account") })
}

func TestOutboxFollowsTheDesk(t *testing.T) {
	s := seattest.Sample(t, "en")
	o := sitting(t, s, nil)
	if !o.open.Disabled() {
		t.Error("there is nothing to read")
	}
	s.Shot("outbox-empty-en")
	mailed(t, s, data.Consult)
	s.Wait(func() bool { return len(o.letters) == 1 && !o.open.Disabled() })
}

func TestOutboxLooks(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, variant := range []string{"light", "dark"} {
			t.Run(lang+variant, func(t *testing.T) {
				s := seattest.Sample(t, lang)
				fyne.CurrentApp().Settings().SetTheme(ui.Theme(variant))
				problem := data.Fault("", "post_no_network", "host", "smtp.example.org")
				for _, out := range []desk.LetterOutcome{
					{State: data.LetterSent, Tried: true},
					{State: data.LetterFailed, Tried: true, Reason: s.Words.Error(data.Fault("", "post_letter_refused", "said", "550 5.1.1 <sistemas@example.org>: Recipient address rejected: User unknown"))},
					{State: data.LetterDeferred, Tried: true, NextAt: s.Desk.Now().Add(5 * time.Minute), Reason: s.Words.Error(data.Fault("", "post_try_later", "said", "451 4.7.1 Greylisted, try again later"))},
					{State: data.LetterMaybe, Tried: true, NextAt: s.Desk.Now().Add(10 * time.Minute), Reason: s.Words.Error(data.Fault("", "post_unanswered"))},
				} {
					mailed(t, s, data.Consult)
					ended(t, s, out)
				}
				mailed(t, s, data.Transfer)
				of := &office{status: post.Status{Problem: problem, Offline: true, NextAt: s.Desk.Now().Add(2 * time.Minute)}}
				o := sitting(t, s, of)
				s.Wait(func() bool { return o.list.Selected() >= 0 })
				o.list.Select(3)
				s.Window.Resize(fyne.NewSize(1230, 660))
				s.Shot("outbox-" + lang + "-" + variant)
			})
		}
	}
}

// TestTakingAFreshMailBack drops a mail within the moment it waits, unasked, and
// it never leaves.
func TestTakingAFreshMailBack(t *testing.T) {
	s := seattest.Sample(t, "en")
	s.Mail(s.Desk.Settings().Mail, 30)
	ticket, l := mailed(t, s, data.Consult)
	o := sitting(t, s, nil)
	if o.drop.Text != s.Words.Say("outbox.take_back") {
		t.Errorf("the button says %q", o.drop.Text)
	}
	var composed data.ID
	s.Go.Escalate = func(id data.ID) { composed = id }
	o.drop.OnTapped()
	s.Wait(func() bool { return composed == ticket.ID })
	if got := stateOf(t, s, l.ID); got != data.LetterDropped {
		t.Errorf("the mail is %s", got)
	}
	if ui.Busy(s.Window) {
		t.Error("it was asked about")
	}
}

// TestSavingAMailAsAFile writes one that waits to a draft for another program.
func TestSavingAMailAsAFile(t *testing.T) {
	home := t.TempDir()
	t.Setenv("HOME", home)
	s := seattest.Sample(t, "es")
	_, l := mailed(t, s, data.Consult)
	o := sitting(t, s, nil)
	o.saveFile()
	path := filepath.Join(home, l.Number+".eml")
	s.Wait(func() bool {
		e, ok := s.Window.Canvas().Focused().(*ui.Entry)
		return ok && e.Text == path
	})
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return stateOf(t, s, l.ID) == data.LetterSaved })
	if raw, err := os.ReadFile(path); err != nil || !strings.HasPrefix(string(raw), "X-Unsent: 1\r\n") {
		t.Errorf("written is %q, %v", raw, err)
	}
}

// TestLateAnswersAreNamed shows what second line owes, and leads there.
func TestLateAnswersAreNamed(t *testing.T) {
	for _, lang := range words.Bases() {
		s := seattest.Sample(t, lang)
		ticket := s.Ticket()
		if _, err := s.Desk.Escalate(ctx, desk.EscalationRequest{Ticket: string(ticket.ID), Mode: data.Consult, To: "l2@example.org", Question: "?",
			AnswerBy: s.Desk.Now().Add(1500 * time.Millisecond)}); err != nil {
			t.Fatal(err)
		}
		o := sitting(t, s, nil)
		s.Wait(func() bool {
			o.owed.load()
			time.Sleep(50 * time.Millisecond)
			s.Drain()
			return o.owed.content.Visible()
		})
		s.Shot("outbox-owed-" + lang)
		went := data.ID("")
		o.seat.Go.Ticket = func(id data.ID) { went = id }
		for _, b := range o.owed.tickets.Objects {
			if b.(*ui.Button).OnTapped(); went == ticket.ID {
				break
			}
		}
		if went != ticket.ID {
			t.Errorf("%s: the ticket is not among %d named", lang, len(o.owed.tickets.Objects))
		}
	}
}
