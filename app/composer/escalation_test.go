package composer

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

var ctx = context.Background()

// composing is the composer at a ticket; back counts the ways back.
func composing(t *testing.T, s *seattest.Seat, ticket data.ID) (*Composer, *int) {
	t.Helper()
	back := new(int)
	s.Go = ui.Ways{Back: func() { *back++ }, Settings: func() {}, Ticket: func(data.ID) {}}
	c := NewEscalation(s.Seat)
	s.Show(c.Content())
	c.Compose(ticket)
	c.Enter()
	t.Cleanup(c.Leave)
	s.Wait(func() bool { return c.now.Ticket.ID == ticket })
	return c, back
}

func asked(c *Composer) *escalation { return c.kind.(*escalation) }

var submit = &desktop.CustomShortcut{KeyName: fyne.KeyReturn, Modifier: fyne.KeyModifierControl}

func TestAskingForAdviceByKeyboard(t *testing.T) {
	s := seattest.Sample(t, "es")
	ticket := s.Ticket()
	c, back := composing(t, s, ticket.ID)
	second := s.Desk.Settings().SecondLine[0]
	if c.to.address.Text != second.Address || s.Window.Canvas().Focused() != asked(c).modes.buttons[data.Consult] {
		t.Fatalf("proposed is %q; the focus is on %T", c.to.address.Text, s.Window.Canvas().Focused())
	}
	for s.Window.Canvas().Focused() != c.text {
		s.Press(fyne.KeyTab)
	}
	s.Type("¿Ha cambiado algo en el concentrador?")
	s.Wait(func() bool { return c.preview.shown.Text != "" })
	promised := c.preview.shown
	if !strings.Contains(promised.Text, "concentrador") || promised.To != second.Address {
		t.Errorf("the preview says %q to %s", promised.Text, promised.To)
	}
	s.Shortcut(submit) // the gaps are pointed out
	if !ui.Busy(s.Window) {
		t.Fatal("a bare ticket is sent without a word")
	}
	s.Press(fyne.KeyReturn)
	s.Wait(func() bool { return *back == 1 })
	letters, err := s.Desk.Letters(ctx)
	if err != nil || len(letters) != 1 || letters[0].Subject != promised.Subject || letters[0].To[0] != promised.To {
		t.Fatalf("queued %+v, %v", letters, err)
	}
	_, raw, err := s.Desk.Letter(ctx, letters[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	m := desk.ReadMail(raw)
	if strings.TrimSpace(m.Text) != strings.TrimSpace(promised.Text) || len(m.Attachments) != len(promised.Parts) {
		t.Errorf("sent is %q with %d parts, promised were %q with %d", m.Text, len(m.Attachments), promised.Text, len(promised.Parts))
	}
	if k := s.Case(ticket.ID); k.Ticket.Status == data.PendingVendor {
		t.Error("the ticket moved, and only advice was asked for")
	}
	if len(s.Notices) != 1 || !strings.Contains(s.Notices[0], ticket.Number) {
		t.Errorf("said %q", s.Notices)
	}
	ui.SettleDrafts(5 * time.Second)
	if draft, err := s.Desk.Draft(ctx, "escalation:"+string(ticket.ID)); draft != "" || err != nil {
		t.Errorf("the draft is still there: %q, %v", draft, err)
	}
}

func TestHandingOver(t *testing.T) {
	s := seattest.Sample(t, "en")
	ticket := s.Ticket()
	c, back := composing(t, s, ticket.ID)
	asked(c).modes.buttons[data.Transfer].OnTapped()
	c.text.SetText("Please take over.")
	asked(c).answerBy.SetText("+2h")
	c.now.handover = data.Handover{Environment: true, Steps: true, Result: true, Impact: true}
	c.submit()
	s.Wait(func() bool { return *back == 1 })
	k := s.Case(ticket.ID)
	if k.Ticket.Status != data.PendingVendor || k.Ticket.Owner != s.Desk.Settings().SecondLine[0].Name || len(k.Escalations) != 1 || k.Escalations[0].AnswerBy.IsZero() {
		t.Errorf("the ticket is %s with %s; %+v", k.Ticket.Status, k.Ticket.Owner, k.Escalations)
	}
}

func TestInternalNotesLeaveOnlyWhenTicked(t *testing.T) {
	s := seattest.Sample(t, "es")
	ticket := s.Ticket()
	if _, err := s.Desk.AddNote(ctx, desk.Note{Ticket: string(ticket.ID), Text: "La clave del armario es 4711", Internal: true}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Desk.Attach(ctx, string(ticket.ID), "traza.log", strings.NewReader("una traza")); err != nil {
		t.Fatal(err)
	}
	c, _ := composing(t, s, ticket.ID)
	c.text.SetText("¿Por qué?")
	s.Wait(func() bool { return c.preview.shown.Text != "" })
	if strings.Contains(c.preview.shown.Text, "4711") || len(c.preview.shown.Parts) != 2 {
		t.Errorf("without a tick it says %q with %d parts", c.preview.shown.Text, len(c.preview.shown.Parts))
	}
	asked(c).internal.tick.SetChecked(true)
	c.files.ticks[0].SetChecked(true)
	s.Wait(func() bool { return strings.Contains(c.preview.shown.Text, "4711") })
	if parts := c.preview.shown.Parts; len(parts) != 3 || parts[2].Name != "traza.log" {
		t.Errorf("attached are %v", parts)
	}
}

func TestWhatIsMissingIsSaidAtItsField(t *testing.T) {
	s := seattest.Sample(t, "en")
	ticket := s.Ticket()
	c, back := composing(t, s, ticket.ID)
	c.submit()
	if s.Window.Canvas().Focused() != c.text {
		t.Errorf("without a question the focus is on %T", s.Window.Canvas().Focused())
	}
	c.text.SetText("Why?")
	c.to.address.SetText("nobody")
	c.now.handover = data.Handover{Environment: true, Steps: true, Result: true, Impact: true}
	c.submit()
	s.Wait(func() bool { return s.Window.Canvas().Focused() == c.to.address })
	c.to.address.SetText("l2@example.org")
	asked(c).answerBy.SetText("soonish")
	c.submit()
	if s.Window.Canvas().Focused() != asked(c).answerBy {
		t.Errorf("with a date that is none the focus is on %T", s.Window.Canvas().Focused())
	}
	if letters, _ := s.Desk.Letters(ctx); len(letters) != 0 || *back != 0 || c.sending {
		t.Errorf("%d mails were queued", len(letters))
	}
}

func TestGapsCloseWhereTheyStand(t *testing.T) {
	s := seattest.Sample(t, "es")
	ticket := s.Ticket()
	c, _ := composing(t, s, ticket.ID)
	c.text.SetText("¿Por qué?")
	for i, part := range []struct {
		fill func(g *gap)
		done func() bool
	}{
		{func(g *gap) { s.Type("Windows 11, cliente VPN 5.2") }, func() bool { return c.now.handover.Environment }},
		{func(g *gap) { s.Type("Reinstalado el cliente, igual") }, func() bool { return c.now.handover.Steps }},
		{func(g *gap) { s.Type("Se corta también por cable: no es el wifi") }, func() bool { return c.now.handover.Result }},
		{func(g *gap) { g.impact.SetValue("medium"); g.urgency.SetValue("high") }, func() bool { return c.now.handover.Impact }},
	} {
		g := asked(c).handover.parts[i]
		if !g.fill.Visible() {
			t.Fatalf("%s can't be filled in", g.name)
		}
		g.fill.OnTapped()
		part.fill(g)
		g.save()
		s.Wait(part.done)
		if g.fill.Visible() || g.open.Visible() {
			t.Errorf("%s is filled in and still asked for", g.name)
		}
	}
	k := s.Case(ticket.ID)
	if k.Ticket.Environment == "" || k.Ticket.Priority != data.P2 || c.kind.lacks() != "" || c.text.Text() != "¿Por qué?" {
		t.Errorf("the ticket is %+v; missing: %s", k.Ticket, c.kind.lacks())
	}
	s.Wait(func() bool { return strings.Contains(c.preview.shown.Text, "Reinstalado el cliente") })
}

func TestTheDraftComesBack(t *testing.T) {
	s := seattest.Sample(t, "en")
	one, other := s.Ticket(), s.Ticket()
	c, _ := composing(t, s, one.ID)
	asked(c).modes.choose(data.Transfer)
	c.text.SetText("Half a que")
	asked(c).answerBy.SetText("tomorrow")
	asked(c).handover.parts[1].text.SetText("Restarted twice")
	c.Compose(other.ID)
	s.Wait(func() bool { return c.now.Ticket.ID == other.ID })
	if c.text.Text() != "" || asked(c).modes.mode != data.Consult || asked(c).handover.parts[1].text.Text() != "" {
		t.Errorf("the other ticket begins with %q", c.text.Text())
	}
	c.Leave()
	ui.SettleDrafts(5 * time.Second)
	again, _ := composing(t, s, one.ID)
	if again.text.Text() != "Half a que" || asked(again).modes.mode != data.Transfer || asked(again).answerBy.Text != "tomorrow" || asked(again).handover.parts[1].text.Text() != "Restarted twice" {
		t.Errorf("came back %+v", again.sketch())
	}
	if draft, err := s.Desk.Draft(ctx, data.EscalationDraft(one.ID)); err != nil || draft == "" {
		t.Errorf("draft %q, %v", draft, err)
	}
	again.discard()
	ui.SettleDrafts(5 * time.Second)
	if draft, err := s.Desk.Draft(ctx, data.EscalationDraft(one.ID)); err != nil || draft != "" {
		t.Errorf("after discarding: %q, %v", draft, err)
	}
}

func TestWithoutAnAccountNothingIsLost(t *testing.T) {
	s := seattest.Sample(t, "es")
	s.Mail(data.Account{}, 0)
	ticket := s.Ticket()
	c, back := composing(t, s, ticket.ID)
	if !c.noAccount.Visible() {
		t.Error("nobody says that there is no account")
	}
	c.text.SetText("¿Por qué?")
	s.Wait(func() bool { return c.preview.shown.Text != "" }) // it can be looked at all the same
	c.submit()
	s.Wait(func() bool { return len(s.Errors) == 1 })
	if *back != 0 || c.text.Text() != "¿Por qué?" {
		t.Error("it is gone")
	}
	ui.SettleDrafts(5 * time.Second)
	if draft, err := s.Desk.Draft(ctx, "escalation:"+string(ticket.ID)); !strings.Contains(draft, "Por qué") || err != nil {
		t.Errorf("the draft is %q, %v", draft, err)
	}
	s.Mail(data.Account{Host: "smtp.example.org", From: "mesa@example.org"}, 0)
	s.Wait(func() bool { return !c.noAccount.Visible() })
}

func TestWhoWasWrittenToIsOfferedAgain(t *testing.T) {
	s := seattest.Sample(t, "en")
	ticket := s.Ticket()
	if _, err := s.Desk.Escalate(ctx, desk.EscalationRequest{Ticket: string(ticket.ID), To: "vendor@example.com", Question: "Why?"}); err != nil {
		t.Fatal(err)
	}
	c, _ := composing(t, s, s.Ticket().ID)
	if c.to.address.Text != "vendor@example.com" || len(c.to.offers) != len(s.Desk.Settings().SecondLine)+1 {
		t.Errorf("proposed is %q of %v", c.to.address.Text, c.to.offers)
	}
	c.to.take(label(s.Desk.Settings().SecondLine[1]))
	if name, address := c.to.value(); address != s.Desk.Settings().SecondLine[1].Address || name == "" {
		t.Errorf("taken is %q %q", name, address)
	}
	c.to.address.SetText("else@example.com")
	if c.to.known.Value() != "" {
		t.Errorf("still shows %q", c.to.known.Value())
	}
}

// opened notes what is opened by the system.
type opened struct {
	fyne.App
	urls []*url.URL
}

func (o *opened) OpenURL(u *url.URL) error { o.urls = append(o.urls, u); return nil }

func TestTheReportOpens(t *testing.T) {
	s := seattest.Sample(t, "es")
	t.Setenv("TMPDIR", t.TempDir())
	app := &opened{App: fyne.CurrentApp()}
	fyne.SetCurrentApp(app)
	c, _ := composing(t, s, s.Ticket().ID)
	c.preview.openReport()
	c.text.SetText("¿Por qué?")
	s.Wait(func() bool { return c.preview.shown.Text != "" })
	c.preview.openReport()
	s.Wait(func() bool { return len(app.urls) == 1 })
	raw, err := os.ReadFile(app.urls[0].Path)
	if err != nil || !strings.HasPrefix(string(raw), "%PDF-") || !strings.HasSuffix(app.urls[0].Path, ".pdf") {
		t.Errorf("opened %s: %v", app.urls[0], err)
	}
}

// telling is a ticket of the sample with a good deal in it.
func telling(t *testing.T, s *seattest.Seat) data.ID {
	t.Helper()
	rows, _, err := s.Desk.List(ctx, desk.ListQuery{View: data.OpenView, Limit: 50})
	if err != nil {
		t.Fatal(err)
	}
	var best data.ID
	most := -1
	for _, row := range rows {
		k := s.Case(row.ID)
		if n := len(k.Timeline); n > most && !k.Escalated() {
			best, most = row.ID, n
		}
	}
	return best
}

func TestComposerLooks(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, variant := range []string{"light", "dark"} {
			t.Run(lang+variant, func(t *testing.T) {
				s := seattest.Sample(t, lang)
				fyne.CurrentApp().Settings().SetTheme(ui.Theme(variant))
				id := telling(t, s)
				for _, name := range []string{"captura-error.png", "registro-impresión-2026-11.log"} {
					if _, err := s.Desk.Attach(ctx, string(id), name, strings.NewReader(strings.Repeat("x", 40_000))); err != nil {
						t.Fatal(err)
					}
				}
				c, _ := composing(t, s, id)
				c.text.SetText("Did anything change on the print server on Monday?\nWe need to know whether to roll the driver back.")
				asked(c).answerBy.SetText("+4h")
				asked(c).answerBy.FocusLost()
				c.files.ticks[0].SetChecked(true)
				s.Wait(func() bool { return len(c.preview.shown.Parts) == 3 })
				s.Window.Resize(fyne.NewSize(1230, 660)) // what the shell leaves of 1366x740
				s.Shot("composer-" + lang + "-" + variant)
				c.Compose(s.Ticket().ID)
				s.Wait(func() bool { return c.title.Text != "" && c.now.Ticket.Environment == "" })
				asked(c).modes.choose(data.Transfer)
				asked(c).handover.parts[1].fill.OnTapped()
				s.Window.Resize(fyne.NewSize(1230, 661))
				s.Shot("composer-below-" + lang + "-" + variant)
			})
		}
	}
}
