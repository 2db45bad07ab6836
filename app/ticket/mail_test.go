package ticket_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/app/ui/seattest"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// arrive has a mail come in and gives what became of it.
func (b *bench) arrive(text string) data.Mail {
	b.t.Helper()
	ctx := context.Background()
	id, _, err := b.Desk.KeepMail(ctx, desk.Arrival{Account: "desk@example.org", Folder: "INBOX", Validity: 1, UID: uint32(time.Now().UnixNano()),
		At: b.Desk.Now(), Raw: []byte(strings.ReplaceAll(text, "\n", "\r\n"))})
	b.must(err)
	m, err := b.Desk.UnderstandMail(ctx, id)
	b.must(err)
	return m
}

// account gives the desk a mail account.
func (b *bench) account() {
	b.t.Helper()
	s := b.Desk.Settings()
	s.Mail = data.Account{Host: "mail.example", Port: 587, Security: data.StartTLS, From: "soporte@example.org", FromName: "Soporte"}
	b.must(b.Desk.SaveSettings(context.Background(), s))
}

const complaint = `From: =?utf-8?q?Luc=C3=ADa_N=C3=BA=C3=B1ez?= <lucia@example.org>
To: soporte@example.org
Subject: No imprime
Message-ID: <uno@example.org>
Date: Thu, 26 Nov 2026 07:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Buenos días:
La impresora de la segunda planta no imprime desde ayer.

El 25/11/2026 a las 9:00, Soporte escribió:
> ¿En qué planta está?
> Díganos también el modelo.
--b
Content-Type: text/plain; name=modelo.txt
Content-Disposition: attachment; filename=modelo.txt

HP 4250
--b--
`

// TestMailIsReadInTheTimeline reads a mail off its ticket: who wrote, what is
// new, what it answers only when asked for, and why it is there.
func TestMailIsReadInTheTimeline(t *testing.T) {
	for _, lang := range words.Bases() {
		for _, look := range []string{"light", "dark"} {
			b := sitWith(t, lang, ui.Theme(look))
			m := b.arrive(complaint)
			if !b.excerpt(m.Ticket).Unread {
				t.Fatal("the ticket is not unread")
			}
			b.enter(m.Ticket)
			b.Wait(func() bool { return !b.kept().Ticket.Unread })
			said := b.timeline()
			for _, want := range []string{"Lucía Núñez <lucia@example.org>", "segunda planta", b.Words.Choice("trust", "none")} {
				if !strings.Contains(said, want) {
					t.Errorf("%s: the timeline does not say %q: %s", lang, want, said)
				}
			}
			if strings.Contains(said, "Díganos también") || strings.Contains(said, ", Ana,") {
				t.Errorf("%s: the timeline says %s", lang, said)
			}
			b.press(fyne.KeyHome, fyne.KeyReturn)
			b.Shot("ticket-mail-menu-" + lang + "-" + look)
			b.press(fyne.KeyReturn) // reply
			if len(b.went) == 0 || b.went[len(b.went)-1] != "reply "+string(m.Ticket) {
				t.Errorf("Return led to %v", b.went)
			}
			b.press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyReturn) // the original
			b.Shot("ticket-mail-original-" + lang + "-" + look)
			b.press(fyne.KeyEscape)
			b.press(fyne.KeyReturn, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) // unfolds
			b.Shot("ticket-mail-" + lang + "-" + look)
			b.fine()
		}
	}
}

// excerpt is the ticket as the list shows it.
func (b *bench) excerpt(id data.ID) data.Excerpt {
	b.t.Helper()
	rows, _, err := b.Desk.List(context.Background(), desk.ListQuery{View: data.AllView, Limit: 50})
	b.must(err)
	for _, x := range rows {
		if x.ID == id {
			return x
		}
	}
	return data.Excerpt{}
}

// TestMailIsMovedAndTakenOff puts a mail onto another ticket from the timeline
// and takes it off that one again.
func TestMailIsMovedAndTakenOff(t *testing.T) {
	b := sit(t, "es")
	other := b.small()
	m := b.arrive(complaint)
	b.room.Show(m.Ticket)
	left := false
	b.Seat.Go.Back = func() { left = true }
	b.enter(m.Ticket)
	b.do("ticket.timeline")
	b.press(fyne.KeyHome, fyne.KeyReturn)
	b.Type("pasar")
	b.press(fyne.KeyReturn)
	b.Type(other.Number)
	b.press(fyne.KeyReturn) // looks at once, and goes to what was found
	b.press(fyne.KeyReturn)
	b.Wait(func() bool { return left }) // the ticket was only the mail
	if got, err := b.Desk.Mail(context.Background(), m.ID); err != nil || got.Ticket != other.ID {
		t.Fatalf("the mail is on %v, %v", got.Number, err)
	}
	b.enter(other.ID)
	b.do("ticket.timeline")
	b.press(fyne.KeyHome)
	for range 5 {
		if strings.Contains(b.Window.Canvas().Focused().(fyne.Accessible).AccessibilityLabel(), "segunda planta") {
			break
		}
		b.press(fyne.KeyDown)
	}
	b.press(fyne.KeyReturn)
	b.Type("quitar")
	b.press(fyne.KeyReturn)
	b.Wait(func() bool { // the desk's word of it comes a moment later
		got, err := b.Desk.Mail(context.Background(), m.ID)
		return err == nil && got.State == data.MailTriage && !strings.Contains(b.timeline(), "segunda planta")
	})
	b.fine()
}

// TestBounceIsSaidInPlainWords has a server say that a reply did not arrive, and
// reads how the reply fares while it happens.
func TestBounceIsSaidInPlainWords(t *testing.T) {
	b := sit(t, "en")
	b.account()
	ctx := context.Background()
	ticket := b.small()
	sent, err := b.Desk.Reply(ctx, desk.ReplyRequest{Ticket: ticket.Number, To: "gone@example.com", Text: "Please try again now."})
	b.must(err)
	b.enter(ticket.ID)
	if said := b.timeline(); !strings.Contains(said, "to gone@example.com") || !strings.Contains(said, b.Words.Choice("letter_state", "queued")) {
		t.Errorf("the timeline says %s", said)
	}
	l, _, ok, err := b.Desk.TakeLetter(ctx, "test")
	b.must(err)
	if !ok {
		t.Fatal("no letter is due")
	}
	b.must(b.Desk.LetterDone(ctx, l.ID, desk.LetterOutcome{State: data.LetterSent, Tried: true}))
	b.Wait(func() bool { return strings.Contains(b.timeline(), b.Words.Choice("letter_state", "sent")) })
	b.arrive(fmt.Sprintf(`From: Mail Delivery System <MAILER-DAEMON@mx.example.org>
To: soporte@example.org
Subject: Undelivered Mail Returned to Sender
Message-ID: <b1@mx.example.org>
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary=r

--r
Content-Type: text/plain

This is the mail system at host mx.example.org.
--r
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; gone@example.com
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user
--r
Content-Type: text/rfc822-headers

Message-ID: %s
Subject: Re
--r--
`, sent.MessageID))
	b.Wait(func() bool { return strings.Contains(b.timeline(), "The mail to gone@example.com did not arrive.") })
	if said := b.timeline(); !strings.Contains(said, b.Words.Choice("letter_state", "bounced")) {
		t.Errorf("the timeline says %s", said)
	}
	b.Shot("ticket-bounce-en")
	b.fine()
}

// TestAMailTakenBackWaitsAsADraft draws a reply as it was typed, and says at its
// button that a draft waits once the mail is taken out of the post.
func TestAMailTakenBackWaitsAsADraft(t *testing.T) {
	ctx := context.Background()
	b := sit(t, "es")
	b.account()
	m := b.arrive(complaint)
	_, err := b.Desk.Reply(ctx, desk.ReplyRequest{Ticket: string(m.Ticket), Text: "Pruebe **ahora**, con [modelo.txt](attachment)."})
	b.must(err)
	b.enter(m.Ticket)
	begun := b.Words.Say("ticket.reply.button.begun")
	if said := seattest.Texts(b.room.Content()); !strings.Contains(said, "ahora") || strings.Contains(said, "**") || strings.Contains(said, begun) {
		t.Errorf("the room says %s", said)
	}
	letters, err := b.Desk.Letters(ctx)
	b.must(err)
	b.must(b.Desk.DropLetter(ctx, letters[0].ID))
	b.Wait(func() bool { return strings.Contains(seattest.Texts(b.room.Content()), begun) })
	b.Shot("ticket-draft-es")
	b.fine()
}
