package ticket_test

import (
	"context"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

func TestEntryIsEditedAndEarlierTextKept(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Type("wrong word")
	b.do("ticket.save")
	b.do("ticket.timeline")
	b.press(fyne.KeyEnd, fyne.KeyReturn)
	b.Type("e")
	b.press(fyne.KeyReturn)
	b.Type("Not a ")
	b.do("ticket.save") // Ctrl+Return confirms
	if a := b.last(); a.Text != "Not a wrong word" || len(a.Edits) != 1 || a.Edits[0].Text != "wrong word" {
		t.Errorf("the entry is %+v", a)
	}
	b.fine()
}

// TestOthersEntriesStayTheirs offers neither editing nor withdrawing for what a
// colleague wrote.
func TestOthersEntriesStayTheirs(t *testing.T) {
	b := sit(t, "en")
	ticket := b.small()
	s := b.Desk.Settings()
	s.Operator = "Luis"
	b.must(b.Desk.SaveSettings(context.Background(), s))
	b.enter(ticket.ID)
	b.do("ticket.timeline")
	b.press(fyne.KeyEnd, fyne.KeyReturn)
	b.Type("w")
	b.press(fyne.KeyReturn) // copies: the first of what is offered
	b.press(fyne.KeyReturn)
	b.Type("e")
	b.press(fyne.KeyReturn)
	if n := len(b.kept().Timeline); n != 1 {
		t.Errorf("%d entries, want the call", n)
	}
	if got := fyne.CurrentApp().Clipboard().Content(); got != "La impresora no imprime." {
		t.Errorf("the clipboard holds %q", got)
	}
	b.fine()
}

func TestLongTimelineShowsTheNewest(t *testing.T) {
	b := sit(t, "es")
	ticket := b.long(120)
	b.enter(ticket.ID)
	total := len(b.kept().Timeline)
	b.do("ticket.timeline")
	label := func() string { return b.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel() }
	b.Press(fyne.KeyEnd)
	if got := label(); !strings.Contains(got, "(120)") {
		t.Errorf("the last entry is %q", got)
	}
	b.Press(fyne.KeyHome)
	if got := label(); !strings.Contains(got, "entradas anteriores") {
		t.Errorf("the first row is %q", got)
	}
	for n := 50; n < total; n += 50 {
		b.press(fyne.KeyHome, fyne.KeyReturn)
	}
	b.Press(fyne.KeyHome)
	if got := label(); !strings.Contains(got, "Llamada entrante") {
		t.Errorf("after showing all, the first row is %q", got)
	}
	b.fine()
}

// TestWhatOthersDoIsShown has a note arrive while one is writing.
func TestWhatOthersDoIsShown(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.small().ID)
	b.Type("in the middle of")
	_, err := b.Desk.AddNote(context.Background(), desk.Note{Ticket: string(b.id), Text: "from elsewhere", Internal: true})
	b.must(err)
	_, err = b.Desk.SetFields(context.Background(), string(b.id), map[string]string{"status": "in_progress"}, "")
	b.must(err)
	b.Wait(func() bool { return strings.Contains(b.timeline(), "Status: New › In progress") })
	if got := b.timeline(); !strings.Contains(got, "from elsewhere") {
		t.Errorf("the timeline says %q", got)
	}
	b.do("ticket.note")
	b.Type(" a word")
	b.do("ticket.save")
	if a := b.last(); a.Text != "in the middle of a word" {
		t.Errorf("the note became %q", a.Text)
	}
	b.fine()
}

// timeline is all of the timeline, read out row by row.
func (b *bench) timeline() string {
	b.do("ticket.timeline")
	var said []string
	b.Press(fyne.KeyHome)
	for range 400 {
		row := b.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel()
		if n := len(said); n > 0 && said[n-1] == row {
			break
		}
		said = append(said, row)
		b.Press(fyne.KeyDown)
	}
	return strings.Join(said, "\n")
}

func TestHistoryAndWays(t *testing.T) {
	b := sit(t, "en")
	ticket := b.small()
	b.enter(ticket.ID)
	b.do("ticket.history")
	b.press(fyne.KeyReturn) // one fact, whole
	b.press(fyne.KeyEscape, fyne.KeyEscape)
	b.do("ticket.escalate")
	b.do("ticket.article")
	b.do("ticket.note")
	b.press(fyne.KeyEscape)
	if got := strings.Join(b.went, "; "); got != "escalate "+string(ticket.ID)+"; write No imprime; key Escape" {
		t.Errorf("the room led to %q", got)
	}
	b.fine()
}

func TestKnowledgeIsLinkedAndCopied(t *testing.T) {
	b := sit(t, "es")
	ticket := b.long(2)
	b.enter(ticket.ID)
	b.do("ticket.internal") // public now
	b.do("ticket.knowledge")
	b.Type("sin perder el perfil")
	b.Calm()
	b.press(fyne.KeyReturn) // asks and goes to the list
	b.press(fyne.KeyReturn) // opens
	b.Press(fyne.KeyTab)
	b.press(fyne.KeyReturn) // solved it
	solved := ""
	for _, use := range b.kept().Articles {
		if use.Helped {
			solved = use.Article.Title
		}
	}
	if solved != "Reparar Office sin perder el perfil" {
		t.Errorf("solved by %q", solved)
	}
	b.Press(fyne.KeyTab, fyne.KeyTab)
	b.press(fyne.KeyReturn) // copy: the article is internal, the note public
	b.press(fyne.KeyReturn) // make internal and insert
	b.do("ticket.save")
	if a := b.last(); !a.Internal || !strings.Contains(a.Text, "outlook.exe /safe") {
		t.Errorf("the note is %+v", a)
	}
	b.fine()
}

// TestInternalTextDoesNotBecomePublicByTheWay takes an internal answer into an
// internal note; making that public asks first.
func TestInternalTextDoesNotBecomePublicByTheWay(t *testing.T) {
	b := sit(t, "es")
	ticket := b.long(1)
	b.enter(ticket.ID)
	b.do("ticket.knowledge")
	b.Type("sin perder el perfil")
	b.Calm()
	b.press(fyne.KeyReturn, fyne.KeyReturn)
	b.Press(fyne.KeyTab, fyne.KeyTab, fyne.KeyTab)
	b.press(fyne.KeyReturn) // copy
	b.do("ticket.internal")
	b.press(fyne.KeyEscape) // no
	b.do("ticket.save")
	if a := b.last(); !a.Internal {
		t.Errorf("an internal answer went public: %+v", a)
	}
	b.fine()
}

func TestContactCard(t *testing.T) {
	b := sit(t, "en")
	ticket := b.small()
	b.enter(ticket.ID)
	b.do("ticket.contact")
	b.Press(fyne.KeyTab, fyne.KeyTab) // emails
	b.Type("not an address")
	b.do("ticket.save")
	if c, err := b.Desk.Contact(context.Background(), ticket.Requester); err != nil || len(c.Emails) != 0 {
		t.Errorf("emails %v, %v", c.Emails, err)
	}
	for range "not an address" {
		b.Press(fyne.KeyBackspace)
	}
	b.Type("inigo@example.org\nizabala@example.org")
	b.do("ticket.save")
	if c, err := b.Desk.Contact(context.Background(), ticket.Requester); err != nil || strings.Join(c.Emails, " ") != "inigo@example.org izabala@example.org" || c.Name != "Íñigo Zabala" {
		t.Errorf("the card is %+v, %v", c, err)
	}
	b.fine()
}

func TestContactChangedElsewhere(t *testing.T) {
	b := sit(t, "en")
	ticket := b.small()
	b.enter(ticket.ID)
	b.do("ticket.contact")
	c, err := b.Desk.Contact(context.Background(), ticket.Requester)
	b.must(err)
	c.Site = "Bilbao"
	_, err = b.Desk.SaveContact(context.Background(), c)
	b.must(err)
	b.Type("Don ")
	b.do("ticket.save")
	c, err = b.Desk.Contact(context.Background(), ticket.Requester)
	b.must(err)
	if c.Site != "Bilbao" || c.Name != "Íñigo Zabala" {
		t.Errorf("the card is %+v: it was overwritten unasked", c)
	}
	b.fine()
}

func TestRequesterIsChanged(t *testing.T) {
	b := sit(t, "en")
	ticket := b.small()
	ada := b.call(desk.Intake{Contact: data.Contact{Name: "Ada Ferrer", Phones: []string{"955 111 000"}}, Subject: "VPN", Channel: data.Phone})
	b.enter(ticket.ID)
	b.do("ticket.caller")
	b.Type("ferr")
	b.Calm()
	b.press(fyne.KeyReturn) // asks at once
	b.press(fyne.KeyDown)
	b.press(fyne.KeyReturn)
	if got := b.kept().Requester; got.ID != ada.Requester {
		t.Errorf("the requester is %+v", got)
	}
	if got := b.timeline(); !strings.Contains(got, "Íñigo Zabala › Ada Ferrer") {
		t.Errorf("the timeline says %q", got)
	}
	other := b.call(desk.Intake{Contact: data.Contact{Name: "Ada Ferrer Gil"}, Subject: "VPN again", Channel: data.Phone})
	_, err := b.Desk.MergeContacts(context.Background(), ada.Requester, other.Requester)
	b.must(err)
	b.Calm()
	if got := b.timeline(); !strings.Contains(got, "Íñigo Zabala › Ada Ferrer Gil") {
		t.Errorf("merged, the timeline says %q", got)
	}
	b.fine()
}

// TestEscalationSaysHowItStands reads it off the fields and off the timeline,
// and follows when it changes.
func TestEscalationSaysHowItStands(t *testing.T) {
	b := sit(t, "es")
	ticket := b.small()
	b.escalated(ticket)
	b.enter(ticket.ID)
	if got := b.timeline(); !strings.Contains(got, "Consulta a nivel 2") {
		t.Errorf("the timeline says %q", got)
	}
	state := func() string {
		b.do("ticket.fields")
		b.Press(fyne.KeyHome)
		return b.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel()
	}
	if got := state(); !strings.Contains(got, "Pendiente de envío") || !strings.Contains(got, "Sistemas, segundo nivel") {
		t.Errorf("the first row is %q", got)
	}
	letters, err := b.Desk.Letters(context.Background())
	b.must(err)
	b.must(b.Desk.DropLetter(context.Background(), letters[0].ID))
	b.Wait(func() bool { return !strings.Contains(state(), "Pendiente de envío") })
	b.press(fyne.KeyEnd)
	if got := b.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(); !strings.Contains(got, "Descartado") {
		t.Errorf("the last row is %q", got)
	}
	b.press(fyne.KeyReturn)
	if len(b.went) != 1 || b.went[0] != "outbox" {
		t.Errorf("Return on an escalation led to %v", b.went)
	}
	b.fine()
}

// TestLongNoteIsReadInFront: a log does not push the timeline away, and is there
// from end to end where one asks for it.
func TestLongNoteIsReadInFront(t *testing.T) {
	b := sit(t, "en")
	b.enter(b.call(desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "Logs", Description: strings.Repeat("line of a log\n", 3000) + "the last line"}).ID)
	b.Sees("line of a log", "Show 2,976 more lines")
	b.do("ticket.timeline")
	b.press(fyne.KeyReturn)
	b.press(fyne.KeyReturn)
	if !ui.Busy(b.Window) {
		t.Error("the whole note is not shown")
	}
	b.press(fyne.KeyEscape)
	b.fine()
}
