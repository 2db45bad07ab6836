package ticket_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/data"
	"firstline/data/desk"
)

func TestFieldIsChangedInPlace(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.do("ticket.fields")
	b.Type("a") // asset
	b.press(fyne.KeyReturn)
	b.Type("PRN-07")
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket.Asset; got != "PRN-07" {
		t.Errorf("the asset is %q", got)
	}
	// Escape takes back, and stays in the fields.
	b.press(fyne.KeyReturn)
	b.Type("XX")
	b.press(fyne.KeyEscape)
	if got := b.kept().Ticket.Asset; got != "PRN-07" {
		t.Errorf("after Escape the asset is %q", got)
	}
	// Leaving the field saves.
	b.Type("e") // environment
	b.press(fyne.KeyReturn)
	b.Type("Windows 11")
	b.press(fyne.KeyTab)
	if got := b.kept().Ticket.Environment; got != "Windows 11" {
		t.Errorf("the environment is %q", got)
	}
	if len(b.went) != 0 {
		t.Errorf("keys went out of the room: %v", b.went)
	}
	b.fine()
}

func TestChoicesArePicked(t *testing.T) {
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.do("ticket.fields")
	b.Type("i") // impacto
	b.press(fyne.KeyReturn)
	b.Type("a") // alto
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket; got.Impact != data.High || got.Priority != data.P2 {
		t.Errorf("impact %q, priority %q", got.Impact, got.Priority)
	}
	// A priority the matrix does not give needs a reason.
	b.Press(fyne.KeyHome, fyne.KeyDown) // prioridad
	b.press(fyne.KeyReturn)
	b.press(fyne.KeyHome, fyne.KeyReturn) // P1
	b.press(fyne.KeyReturn)               // without a reason
	if got := b.kept().Ticket.Priority; got != data.P2 {
		t.Errorf("without a reason the priority became %q", got)
	}
	b.Type("cierre de mes")
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket; got.Priority != data.P1 || got.PriorityReason != "cierre de mes" {
		t.Errorf("priority %q because %q", got.Priority, got.PriorityReason)
	}
	b.fine()
}

func TestFieldChangedElsewhere(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	ctx := context.Background()
	b.do("ticket.fields")
	b.Type("a")
	b.press(fyne.KeyReturn)
	b.Type("mine")
	_, err := b.Desk.SetFields(ctx, string(b.id), map[string]string{"asset": "theirs"}, "")
	b.must(err)
	b.press(fyne.KeyReturn) // is not saved over theirs
	if got := b.kept().Ticket.Asset; got != "theirs" {
		t.Errorf("the asset is %q: theirs was overwritten unasked", got)
	}
	b.Press(fyne.KeyTab, fyne.KeyTab) // take that, save mine
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket.Asset; got != "mine" {
		t.Errorf("after \"save mine\" the asset is %q", got)
	}
	b.fine()
}

func TestFieldDraftSurvives(t *testing.T) {
	b := sit(t, "en")
	first, other := b.small(), b.call(desk.Intake{Contact: data.Contact{Name: "Ada"}, Subject: "VPN", Channel: data.Phone})
	b.enter(first.ID)
	b.do("ticket.fields")
	b.Type("s") // from the status to the symptom
	b.press(fyne.KeyReturn)
	b.Type("beeps twice")
	b.room.Show(other.ID) // the focus never left the field
	b.Calm()
	if got := b.kept().Ticket.Symptom; got != "" {
		t.Errorf("half a symptom was saved: %q", got)
	}
	b.enter(first.ID)
	b.do("ticket.fields")
	b.Type("s")
	b.press(fyne.KeyReturn)
	b.Type("!")
	b.do("ticket.save")
	if got := b.kept().Ticket.Symptom; got != "beeps twice!" {
		t.Errorf("the symptom is %q", got)
	}
	b.fine()
}

func TestWrongDateStaysToBeMended(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.do("ticket.fields")
	b.Type("n") // next update due
	b.press(fyne.KeyReturn)
	b.Type("whenever")
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket.PromisedUpdateAt; !got.IsZero() {
		t.Errorf("\"whenever\" became %v", got)
	}
	for range "whenever" {
		b.Press(fyne.KeyBackspace)
	}
	b.Type("+2h")
	b.press(fyne.KeyReturn)
	if got := time.Until(b.kept().Ticket.PromisedUpdateAt); got < 118*time.Minute || got > 121*time.Minute {
		t.Errorf("the next update is due in %v", got)
	}
	b.fine()
}

func TestStatusMenu(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.do("ticket.status")
	b.Type("i") // in progress
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket.Status; got != data.InProgress {
		t.Errorf("the status is %q", got)
	}
	b.do("ticket.status")
	b.Type("s") // scheduled
	b.press(fyne.KeyReturn)
	b.press(fyne.KeyReturn) // without a date
	b.Type("tomorrow 9:00")
	b.press(fyne.KeyReturn)
	if got := b.kept().Ticket; got.Status != data.Scheduled || got.ScheduledFor.Local().Hour() != 9 {
		t.Errorf("the status is %q for %v", got.Status, got.ScheduledFor)
	}
	b.do("ticket.status")
	b.Type("c") // cancelled
	b.press(fyne.KeyReturn)
	b.do("ticket.status")
	b.press(fyne.KeyReturn) // reopen
	if got := b.kept().Ticket.Status; got != data.InProgress {
		t.Errorf("reopened, the status is %q", got)
	}
	b.fine()
}

func TestResolve(t *testing.T) {
	b := sit(t, "es")
	b.enter(b.small().ID)
	b.Type("Faltaba papel en la bandeja 2.")
	b.do("ticket.resolve")
	b.press(fyne.KeyReturn)                             // opens the codes
	b.press(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // resuelto definitivamente, con solución provisional
	b.do("ticket.save")                                 // Ctrl+Return confirms
	c := b.kept()
	if c.Ticket.Status != data.Resolved || c.Ticket.ResolutionCode != "solved_workaround" || c.Ticket.ResolutionNotes != "Faltaba papel en la bandeja 2." {
		t.Errorf("resolved as %q %q %q", c.Ticket.Status, c.Ticket.ResolutionCode, c.Ticket.ResolutionNotes)
	}
	if body, _ := b.Desk.Draft(context.Background(), "note:"+string(b.id)); body != "" {
		t.Errorf("the note that became the resolution is still a draft: %s", body)
	}
	b.do("ticket.save")
	if n := len(b.kept().Timeline); n != len(c.Timeline) {
		t.Error("the note that became the resolution was saved again")
	}
	b.fine()
}

// The article that was read to the caller is linked, and proposed as what helped.
func TestResolveWithTheArticleOfTheCall(t *testing.T) {
	b := sit(t, "en")
	a, err := b.Desk.SaveArticle(t.Context(), data.Article{Title: "VPN drops", Resolution: "Change the profile."}, "")
	b.must(err)
	ticket := b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops every hour", Article: a.ID})
	b.enter(ticket.ID)
	b.Sees("VPN drops", "Linked")
	b.Type("Changed the profile.")
	b.do("ticket.resolve")
	b.press(fyne.KeyReturn)
	b.press(fyne.KeyDown, fyne.KeyReturn)
	b.do("ticket.save")
	if got := b.kept(); got.Ticket.Status != data.Resolved || len(got.Articles) != 1 || !got.Articles[0].Helped || got.Articles[0].Open {
		t.Errorf("%q with %+v", got.Ticket.Status, got.Articles)
	}
	b.Sees("Solved it")
	b.fine()
}

func TestResolveNeedsACode(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.do("ticket.resolve")
	b.Press(fyne.KeyTab)
	b.Type("Turned it off and on.")
	b.do("ticket.save")
	if got := b.kept().Ticket.Status; got == data.Resolved {
		t.Error("resolved without a code")
	}
	b.press(fyne.KeyEscape) // is kept
	b.do("ticket.resolve")
	b.press(fyne.KeyReturn)
	b.Type("solved by r") // by letters: …restart
	b.press(fyne.KeyEscape)
	b.press(fyne.KeyDown)
	b.do("ticket.save")
	if got := b.kept().Ticket; got.Status != data.Resolved || got.ResolutionNotes != "Turned it off and on." {
		t.Errorf("%q: %q", got.Status, got.ResolutionNotes)
	}
	b.fine()
}

// TestTabGoesRound walks round the whole room by Tab: every stop is left
// again, and each of the main places is one of them.
func TestTabGoesRound(t *testing.T) {
	b := sit(t, "es")
	b.enter(b.long(60).ID)
	seen := map[fyne.Focusable]int{}
	var stops []string
	for range 60 {
		f := b.Window.Canvas().Focused()
		if f == nil {
			t.Fatal("the focus is nowhere")
		}
		if seen[f]++; seen[f] > 1 {
			break
		}
		if a, ok := f.(fyne.Accessible); ok {
			stops = append(stops, a.AccessibilityLabel())
		}
		b.Press(fyne.KeyTab)
	}
	all := strings.Join(stops, "\n")
	for _, want := range []string{"Datos del caso", "Cronología", "Nota", "Tipo de nota", "Guardar interna", "Plantillas", "Adjuntos", "Adjuntar", "Buscar en las FAQ", "FAQ", "Otros tickets", "Editar", "Estado", "Escalar", "Informe", "Resolver", "600 111 222"} {
		if !strings.Contains(all, want) {
			t.Errorf("Tab does not come by %q; it comes by:\n%s", want, all)
		}
	}
	if len(stops) > 32 {
		t.Errorf("%d stops are too many for Tab:\n%s", len(stops), all)
	}
}
