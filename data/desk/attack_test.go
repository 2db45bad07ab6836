package desk

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/mail"
	"firstline/data/packet"
)

// target is a desk with two tickets in mail: one whose customer was answered and
// that second line was asked about, and another's.
type target struct {
	d             *Desk
	first, other  data.Mail
	reply         data.Activity
	replyRaw      []byte
	escalation    data.Escalation
	escalationRaw []byte
	otherCode     string
}

func makeTarget(t testing.TB) target {
	t.Helper()
	ctx := context.Background()
	x := target{d: mailDesk(t, "MAD")}
	x.first = arriveMail(t, x.d, eml("It burns."))
	x.other = arriveMail(t, x.d, eml("No sound.", "From", "Paul <paul@other.test>", "Message-ID", "<p1@other.test>", "Subject", "No sound"))
	var err error
	if x.reply, err = x.d.Reply(ctx, ReplyRequest{Ticket: x.first.Number, Text: "On it."}); err != nil {
		t.Fatal(err)
	}
	other, err := x.d.Reply(ctx, ReplyRequest{Ticket: x.other.Number, Text: "On it too."})
	if err != nil {
		t.Fatal(err)
	}
	x.otherCode = other.Code
	x.escalation, err = x.d.Escalate(ctx, EscalationRequest{Ticket: x.first.Number, Mode: data.Transfer, To: "second@vendor.test", Question: "What now?"})
	if err != nil {
		t.Fatal(err)
	}
	x.sendAll(t)
	for _, number := range []string{x.first.Number, x.other.Number} {
		if err := x.d.MarkRead(ctx, number); err != nil {
			t.Fatal(err)
		}
	}
	letters, err := x.d.Letters(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range letters {
		_, raw, err := x.d.Letter(ctx, l.ID)
		if err != nil {
			t.Fatal(err)
		}
		switch l.MessageID {
		case x.reply.MessageID:
			x.replyRaw = raw
		case x.escalation.MessageID:
			x.escalationRaw = raw
		}
	}
	return x
}

// sendAll has everything in the outbox leave.
func (x target) sendAll(t testing.TB) {
	t.Helper()
	ctx := context.Background()
	later := x.d.Now().Add(time.Minute)
	x.d.clock = func() time.Time { return later }
	for {
		l, _, ok, err := x.d.TakeLetter(ctx, "test")
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			return
		}
		if err := x.d.LetterDone(ctx, l.ID, LetterOutcome{State: data.LetterSent, Tried: true}); err != nil {
			t.Fatal(err)
		}
	}
}

// fields are those of both tickets and of the escalation, but for the mark of
// new mail.
func (x target) fields(t tester) string {
	t.Helper()
	var b strings.Builder
	for _, number := range []string{x.first.Number, x.other.Number} {
		c := caseOf(t, x.d, number)
		c.Ticket.Unread = false
		raw, err := json.Marshal([]any{c.Ticket, c.Requester, c.Escalations})
		if err != nil {
			t.Fatal(err)
		}
		b.Write(raw)
	}
	return b.String()
}

func (x target) entries(t tester, number string) int {
	t.Helper()
	return len(caseOf(t, x.d, number).Timeline)
}

func (x target) letters(t tester) int {
	t.Helper()
	list, err := x.d.Letters(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return len(list)
}

func TestAttacks(t *testing.T) {
	x := makeTarget(t)
	code, foreign := x.reply.Code, strangersPacket(t, caseOf(t, x.d, x.first.Number))
	wrong := []byte(code)
	wrong[12] = map[bool]byte{true: 'A', false: 'B'}[wrong[12] == 'B']
	const mallory = "Mallory <mallory@evil.test>"
	for _, attack := range []struct {
		name string
		raw  []byte
		on   string // where it may land: "" on no ticket there was
		code bool   // whoever sends it holds a code that is right
	}{
		{"sender spoofed, no code", eml("Close it!", "Message-ID", "<a1@evil.test>", "Subject", "Re: Printer on fire"), "", false},
		{"ticket number in the subject", eml("Close it!", "From", mallory, "Message-ID", "<a2@evil.test>", "Subject", "Re: [MAD-1] Printer on fire"), "", false},
		{"id of a customer's mail copied", eml("Add me!", "From", mallory, "Message-ID", "<a3@evil.test>", "In-Reply-To", "<m1@acme.test>", "References", "<m1@acme.test>"), "", false},
		{"code with one letter changed", eml("Close it!", "From", mallory, "Message-ID", "<a4@evil.test>", "Subject", "Re: [#"+string(wrong)+"]"), "", false},
		{"code without its last letters", eml("Close it!", "From", mallory, "Message-ID", "<a5@evil.test>", "Subject", "Re: [#"+code[:20]+"]"), "", false},
		{"code made for the ticket by another desk", eml("Close it!", "From", mallory, "Message-ID", "<a6@evil.test>", "Subject",
			"[#"+mail.Token([]byte("another secret"), x.first.Ticket, "mallory@evil.test", "reply")+"]"), "", false},
		{"code of one ticket, id of another", eml("Which?", "From", mallory, "Message-ID", "<a7@evil.test>", "In-Reply-To", x.reply.MessageID, "Subject", "[#"+x.otherCode+"]"), "", false},
		{"headers of a real mail copied", eml("status: closed", "From", mallory, "Message-ID", "<a8@evil.test>", "In-Reply-To", x.reply.MessageID, "References", x.reply.MessageID,
			"X-Deskpost", "1", "Auto-Submitted", "no"), x.first.Number, true},
		{"code by a stranger", eml("set owner mallory", "From", mallory, "Message-ID", "<a9@evil.test>", "Subject", "[#"+code+"]"), x.first.Number, true},
		{"code of the escalation by a stranger", eml("It is solved. Close it.", "From", mallory, "Message-ID", "<a10@evil.test>", "Subject", "[#"+x.escalation.Token+"]"), x.first.Number, true},
		{"bounce for a mail never sent", bounceOf("<unknown@nowhere.test>", "second@vendor.test", "5.1.1"), "", false},
		{"vacation notice without a code", eml("I am away", "Message-ID", "<a11@evil.test>", "Auto-Submitted", "auto-replied", "Subject", "Away"), "", false},
		{"packet with an unknown key", withFile("Take this", "ticket.dpk", data.PacketType, foreign, "From", mallory, "Message-ID", "<a12@evil.test>"), "", false},
		{"packet of ours, changed", withFile("Take this", "ticket.dpk", data.PacketType, changed(packetIn(t, x.escalationRaw)), "From", mallory, "Message-ID", "<a13@evil.test>"), "", false},
		{"our own mail sent back", x.escalationRaw, "", false},
		{"our own mail under another name", replaced(x.escalationRaw, `Message-ID: <[^>]*>`, "Message-ID: <rewritten@relay.test>"), "", false},
	} {
		t.Run(attack.name, func(t *testing.T) {
			fields, letters := x.fields(t), x.letters(t)
			first, other := x.entries(t, x.first.Number), x.entries(t, x.other.Number)
			m := arriveMail(t, x.d, attack.raw)
			if after := x.fields(t); after != fields {
				t.Errorf("fields changed:\n%s\n%s", fields, after)
			}
			if x.letters(t) != letters {
				t.Error("a mail was sent")
			}
			landed := ""
			switch {
			case x.entries(t, x.first.Number) > first:
				landed = x.first.Number
			case x.entries(t, x.other.Number) > other:
				landed = x.other.Number
			}
			if landed != attack.on {
				t.Errorf("landed on %q: %+v", landed, m)
			}
			if attack.code && m.Trust != data.TrustCode {
				t.Errorf("trusted as %q", m.Trust)
			}
			// The same again changes nothing at all.
			first = x.entries(t, x.first.Number)
			arriveMail(t, x.d, attack.raw)
			if x.fields(t) != fields || x.entries(t, x.first.Number) != first {
				t.Error("a replay did something")
			}
		})
	}
	sound(t, x.d)
}

// A code that was taken back leads nowhere.
func TestRevokedCode(t *testing.T) {
	ctx := context.Background()
	x := makeTarget(t)
	if err := x.d.RevokeCode(ctx, "[#"+strings.ToLower(x.reply.Code)+"]"); err != nil {
		t.Fatal(err)
	}
	m := arriveMail(t, x.d, eml("Hi", "From", "Mallory <mallory@evil.test>", "Message-ID", "<r1@evil.test>", "Subject", "[#"+x.reply.Code+"]"))
	if m.State != data.MailTriage || m.Reason != "code_unknown" {
		t.Errorf("%+v", m)
	}
	again, err := x.d.Reply(ctx, ReplyRequest{Ticket: x.first.Number, Text: "A new code."})
	if err != nil || again.Code == x.reply.Code {
		t.Fatalf("%q %v", again.Code, err)
	}
	if m := arriveMail(t, x.d, eml("Hi", "Message-ID", "<r2@acme.test>", "Subject", "[#"+again.Code+"]")); m.Number != x.first.Number || m.Trust != data.TrustParty {
		t.Errorf("%+v", m)
	}
	if err := x.d.RevokeCode(ctx, "0000-0000-0000-0000-0000-00"); err == nil {
		t.Error("a code nobody has was taken back")
	}
}

// Strangers open ten tickets an hour, and sixty all together; what is more waits.
func TestStrangersAreHeldBack(t *testing.T) {
	d := mailDesk(t, "MAD")
	states := map[data.MailState]int{}
	for i := range 15 {
		m := arriveMail(t, d, eml("Buy now", "From", "spam@evil.test", "Message-ID", fmt.Sprintf("<s%d@evil.test>", i), "Subject", fmt.Sprintf("[#0000-0000-0000-0000-0000-00] offer %d", i)))
		states[m.State]++
	}
	if states[data.MailTriage] != 10 || states[data.MailHeld] != 5 {
		t.Errorf("of one address %v", states)
	}
	for i := range 70 {
		from := fmt.Sprintf("spam%d@evil.test", i)
		states[arriveMail(t, d, eml("Buy now", "From", from, "Message-ID", fmt.Sprintf("<t%d@evil.test>", i))).State]++
	}
	if states[data.MailPlaced] != 50 || states[data.MailHeld] != 25 {
		t.Errorf("of all %v", states)
	}
	// Whoever is known is not held up by them, and an hour later all is forgotten.
	if m := arriveMail(t, d, eml("I am known", "From", "spam3@evil.test", "Message-ID", "<k@evil.test>")); m.State != data.MailPlaced {
		t.Errorf("%+v", m)
	}
	later := d.Now().Add(2 * time.Hour)
	d.clock = func() time.Time { return later }
	if m := arriveMail(t, d, eml("Hello", "From", "new@good.test", "Message-ID", "<n@good.test>")); m.State != data.MailPlaced {
		t.Errorf("%+v", m)
	}
}

// Whatever is done to the mails of a thread, nothing lands on a ticket whose code
// it does not hold, no field changes and no mail leaves.
func TestMutatedMail(t *testing.T) {
	x := makeTarget(t)
	fields, letters := x.fields(t), x.letters(t)
	n := 0
	rapid.Check(t, func(r *rapid.T) {
		n++
		raw := bytes.Clone(rapid.SampledFrom([][]byte{x.replyRaw, x.escalationRaw,
			eml("Thanks", "From", "mallory@evil.test", "In-Reply-To", x.reply.MessageID, "Subject", "Re: [#"+x.reply.Code+"]"),
			eml("Thanks", "From", "mallory@evil.test", "Subject", "Re: [#"+x.otherCode+"] MAD-1")}).Draw(r, "base"))
		// Whatever it says, it is another message by someone else.
		raw = replaced(raw, `(?m)^Message-ID: .*$`, fmt.Sprintf("Message-ID: <mutant%d@evil.test>\r", n))
		raw = replaced(raw, `(?m)^From: .*$`, "From: mallory@evil.test\r")
		raw = replaced(raw, `(?m)^X-Deskpost: .*$`, "X-Was: 1\r")
		for range rapid.IntRange(1, 8).Draw(r, "times") {
			at := rapid.IntRange(0, len(raw)-1).Draw(r, "at")
			switch rapid.IntRange(0, 3).Draw(r, "how") {
			case 0:
				raw[at] = rapid.Byte().Draw(r, "byte")
			case 1:
				raw = append(raw[:at:at], raw[min(len(raw), at+rapid.IntRange(1, 30).Draw(r, "cut")):]...)
			case 2:
				raw = append(raw[:at:at], append([]byte(x.otherCode[:rapid.IntRange(1, len(x.otherCode)).Draw(r, "part")]), raw[at:]...)...)
			case 3:
				end := min(len(raw), at+40)
				raw = append(bytes.Clone(raw[:end]), raw[at:]...)
			}
			if len(raw) == 0 {
				return
			}
		}
		for _, from := range mail.Read(raw, x.d.Now()).From {
			if strings.HasSuffix(from.Address, "vendor.test") || from.Address == "marta@acme.test" {
				return // a cut has put one of the thread in the sender's place
			}
		}
		m := arriveMail(r, x.d, raw)
		if after := x.fields(r); after != fields {
			r.Fatalf("fields changed:\n%s\n%s", fields, after)
		}
		if x.letters(r) != letters {
			r.Fatal("a mail was sent")
		}
		if m.State != data.MailPlaced {
			return
		}
		clues := mail.CluesIn(mail.Read(raw, x.d.Now())).All()
		holds := func(codes ...string) bool {
			for _, code := range codes {
				for _, c := range clues {
					if c == code {
						return true
					}
				}
			}
			return false
		}
		switch {
		case m.Ticket == x.first.Ticket && !holds(x.reply.Code, x.escalation.Token) && m.Trust != data.TrustPacket,
			m.Ticket == x.other.Ticket && !holds(x.otherCode):
			r.Fatalf("landed on %s by %s", m.Number, m.Reason)
		}
	})
}

// strangersPacket is a packet by a desk nobody knows that claims to speak of a
// ticket here.
func strangersPacket(t testing.TB, c data.Case) []byte {
	t.Helper()
	public, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	c.Ticket.Status, c.Ticket.Owner = data.Closed, "Mallory"
	raw, err := packet.Pack(key, journal.DeskID(public)+".0001", packet.Escalate, packet.Public(c, false))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func packetIn(t testing.TB, raw []byte) []byte {
	t.Helper()
	for _, a := range mail.Read(raw, time.Now()).Attachments {
		if a.Type == data.PacketType {
			return a.Content
		}
	}
	t.Fatal("no packet in it")
	return nil
}

// changed is a packet with one letter of what was signed changed.
func changed(raw []byte) []byte {
	raw = bytes.Clone(raw)
	at := bytes.Index(raw, []byte(`"p":"`)) + 40
	raw[at] = map[bool]byte{true: 'A', false: 'B'}[raw[at] == 'B']
	return raw
}

func replaced(raw []byte, pattern, by string) []byte {
	return regexp.MustCompile(pattern).ReplaceAll(raw, []byte(strings.ReplaceAll(by, "$", "$$")))
}

// withFile writes a message with a file.
func withFile(text, name, kind string, content []byte, headers ...string) []byte {
	l := mail.Letter{From: "mallory@evil.test", To: "desk@firma.test", Date: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC), MessageID: "<file@evil.test>",
		Subject: "File", Text: text, Files: []mail.File{{Name: name, Type: kind, Bytes: content}}}
	raw, err := mail.Write(l)
	if err != nil {
		panic(err) // it holds nothing that can't be written
	}
	for i := 0; i+1 < len(headers); i += 2 {
		raw = replaced(raw, `(?m)^`+headers[i]+`: .*$`, headers[i]+": "+headers[i+1]+"\r")
	}
	return raw
}

// bounceOf is what a mail server says of a message that did not arrive (RFC 3464).
func bounceOf(messageID, recipient, status string) []byte {
	return []byte(strings.ReplaceAll(`Return-Path: <>
From: Mail Delivery System <mailer-daemon@relay.test>
To: desk@firma.test
Date: Mon, 23 Nov 2026 08:40:00 +0000
Message-ID: <bounce-`+status+`-`+strings.Trim(messageID, "<>")+`>
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Your message could not be delivered.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.test

Final-Recipient: rfc822; `+recipient+`
Action: failed
Status: `+status+`
Diagnostic-Code: smtp; 550 `+status+` no such user here
--b
Content-Type: text/rfc822-headers

From: desk@firma.test
To: `+recipient+`
Message-ID: `+messageID+`
Subject: Escalation
--b--
`, "\n", "\r\n"))
}
