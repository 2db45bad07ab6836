package desk

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/mail"
)

// village is a few desks and programs that write to each other.
type village struct {
	t     *testing.T
	now   time.Time
	desks map[string]*Desk // by address
	auto  map[string][]time.Time
	sent  int
	n     int
	queue []posted
}

type posted struct {
	from, to string
	raw      []byte
}

func newVillage(t *testing.T, acknowledge bool) *village {
	v := &village{t: t, desks: map[string]*Desk{}, auto: map[string][]time.Time{}}
	for code, address := range map[string]string{"MAD": "mad@desk.test", "BCN": "bcn@desk.test"} {
		d := mailDesk(t, code)
		v.now = d.Now()
		d.clock = func() time.Time { return v.now }
		s := d.Settings()
		s.Mail.From, s.Mail.User, s.Acknowledge = address, address, acknowledge
		if err := d.SaveSettings(context.Background(), s); err != nil {
			t.Fatal(err)
		}
		v.desks[address] = d
	}
	return v
}

// write gives the bytes of a mail by someone who is no desk.
func (v *village) write(from, to, subject, text string, headers ...string) posted {
	v.n++
	return posted{from, to, eml(text, append([]string{"From", from, "To", to, "Subject", subject, "Message-ID", fmt.Sprintf("<v%d@village.test>", v.n)}, headers...)...)}
}

// settle carries mail until there is none.
func (v *village) settle() {
	for carried := 0; len(v.queue) > 0; carried++ {
		if carried > 200 {
			v.t.Fatalf("it does not end: %s to %s", v.queue[0].from, v.queue[0].to)
		}
		p := v.queue[0]
		v.queue = v.queue[1:]
		v.deliver(p)
		for address, d := range v.desks {
			v.collect(address, d)
		}
	}
}

// carry has what waits at the desks sent and delivered.
func (v *village) carry() {
	for address, d := range v.desks {
		v.now = v.now.Add(time.Minute)
		v.collect(address, d)
	}
	v.settle()
}

// collect takes what a desk sends.
func (v *village) collect(address string, d *Desk) {
	ctx := context.Background()
	for {
		l, raw, ok, err := d.TakeLetter(ctx, "village")
		if err != nil {
			v.t.Fatal(err)
		}
		if !ok {
			return
		}
		if err := d.LetterDone(ctx, l.ID, LetterOutcome{State: data.LetterSent, Tried: true}); err != nil {
			v.t.Fatal(err)
		}
		v.sent++
		if m := mail.Read(raw, v.now); m.Header.Get("Auto-Submitted") == "auto-replied" {
			v.auto[address+" "+l.To[0]] = append(v.auto[address+" "+l.To[0]], v.now)
		}
		v.queue = append(v.queue, posted{address, l.To[0], raw})
	}
}

// deliver has whoever lives at an address do what they do.
func (v *village) deliver(p posted) {
	if d, ok := v.desks[p.to]; ok {
		arriveMail(v.t, d, p.raw)
		return
	}
	m := mail.Read(p.raw, v.now)
	switch {
	case strings.HasPrefix(p.to, "away@"): // a good vacation responder (RFC 3834)
		if m.Header.Get("Auto-Submitted") == "" || m.Header.Get("Auto-Submitted") == "no" {
			v.queue = append(v.queue, v.write(p.to, p.from, "Out of office", "I am away.", "Auto-Submitted", "auto-replied", "In-Reply-To", "<"+m.MessageID+">"))
		}
	case strings.HasPrefix(p.to, "dumb@"): // one that answers everything and says nothing of itself
		v.queue = append(v.queue, v.write(p.to, p.from, "I am away", "Back on Monday."))
	case strings.HasPrefix(p.to, "echo@"): // one that quotes and keeps the thread
		v.queue = append(v.queue, v.write(p.to, p.from, "Re: "+m.Subject, "Thanks!\n\n> "+m.Text, "In-Reply-To", "<"+m.MessageID+">"))
	case strings.HasPrefix(p.to, "all@"): // a list both desks are on
		if m.Header.Get("List-Id") != "" {
			return // lists know their own
		}
		for _, address := range []string{"mad@desk.test", "bcn@desk.test"} {
			v.queue = append(v.queue, posted{p.to, address, append([]byte("List-Id: <all.desk.test>\r\nPrecedence: list\r\n"), p.raw...)})
		}
	case strings.HasPrefix(p.to, "forward@"): // hands everything on, as it is
		v.queue = append(v.queue, posted{p.from, "mad@desk.test", p.raw})
	case strings.HasPrefix(p.to, "dead@"):
		if m.Kind != mail.Bounced {
			v.queue = append(v.queue, posted{"", p.from, replaced(bounceOf("<"+m.MessageID+">", p.to, "5.1.1"), `Message-ID: <bounce[^>]*>`, fmt.Sprintf("Message-ID: <b%d@relay.test>", v.sent+v.n))})
		}
	}
}

// No desk ever gets into a loop (I10): whoever writes, nobody gets more than one
// automatic mail a day, whatever answers by itself.
func TestNoLoops(t *testing.T) {
	people := []string{"marta@acme.test", "away@acme.test", "dumb@acme.test", "echo@acme.test", "all@desk.test", "forward@acme.test", "dead@acme.test", "mad@desk.test", "bcn@desk.test"}
	v := newVillage(t, true)
	start := v.now
	for hour, i := 0, 0; hour < 10_000; hour, i = hour+7+hour%331, i+1 {
		v.now = start.Add(time.Duration(hour) * time.Hour)
		from := people[i%len(people)]
		to := []string{"mad@desk.test", "bcn@desk.test", "all@desk.test"}[i%3]
		v.queue = append(v.queue, v.write(from, to, fmt.Sprintf("Question %d", i), "How?"))
		if i%2 == 0 { // and again, within the day
			v.queue = append(v.queue, v.write(from, to, fmt.Sprintf("Question %d again", i), "How, please?"))
		}
		v.settle()
	}
	if len(v.auto) < 4 {
		t.Errorf("only %d addresses were acknowledged at all: %v", len(v.auto), v.auto)
	}
	for who, times := range v.auto {
		for i := 1; i < len(times); i++ {
			if times[i].Sub(times[i-1]) < 24*time.Hour {
				t.Errorf("%s: at %v and %v", who, times[i-1], times[i])
			}
		}
	}
}

// Nothing is acknowledged unless the desk is told to.
func TestNoAcknowledgementByItself(t *testing.T) {
	v := newVillage(t, false)
	v.queue = append(v.queue, v.write("marta@acme.test", "mad@desk.test", "Question", "How?"))
	v.settle()
	if v.sent != 0 {
		t.Errorf("%d mails were sent", v.sent)
	}
}

func TestAcknowledgement(t *testing.T) {
	ctx := context.Background()
	v := newVillage(t, true)
	d := v.desks["mad@desk.test"]
	m := arriveMail(t, d, eml("Hola, la impresora está en llamas desde esta mañana y no sabemos qué hacer con ella.", "Subject", "Impresora"))
	letters, err := d.Letters(ctx)
	if err != nil || len(letters) != 1 {
		t.Fatal(letters, err)
	}
	l, raw, err := d.Letter(ctx, letters[0].ID)
	if err != nil {
		t.Fatal(err)
	}
	if l.From != "" {
		t.Errorf("its envelope has a sender: %s", l.From)
	}
	ack := mail.Read(raw, v.now)
	if ack.Header.Get("X-Auto-Response-Suppress") != "All" || !strings.Contains(ack.Text, m.Number) || !strings.Contains(ack.Text, "Gracias") || ack.InReplyTo[0] != "m1@acme.test" {
		t.Errorf("%s", raw)
	}
	for name, raw := range map[string][]byte{
		"automatic":   eml("x", "Auto-Submitted", "auto-generated", "From", "a@b.test", "Message-ID", "<1@b.test>"),
		"bulk":        eml("x", "Precedence", "bulk", "From", "b@b.test", "Message-ID", "<2@b.test>"),
		"list":        eml("x", "List-Unsubscribe", "<mailto:x@b.test>", "From", "c@b.test", "Message-ID", "<3@b.test>"),
		"no-reply":    eml("x", "From", "no-reply@b.test", "Message-ID", "<4@b.test>"),
		"suppressed":  eml("x", "X-Auto-Response-Suppress", "OOF", "From", "d@b.test", "Message-ID", "<5@b.test>"),
		"null sender": eml("x", "Return-Path", "<>", "From", "e@b.test", "Message-ID", "<6@b.test>"),
		"desk":        eml("x", "X-Deskpost", "1", "From", "f@b.test", "Message-ID", "<7@b.test>"),
		"looped":      eml("x", "X-Loop", "me", "From", "g@b.test", "Message-ID", "<8@b.test>"),
		"feedback":    eml("x", "Feedback-ID", "1:2", "From", "h@b.test", "Message-ID", "<9@b.test>"),
		"ourselves":   eml("x", "From", "mad@desk.test", "Message-ID", "<10@b.test>"),
	} {
		arriveMail(t, d, raw)
		if letters, _ := d.Letters(ctx); len(letters) != 1 {
			t.Fatalf("%s was acknowledged", name)
		}
	}
	// "Auto-Submitted: no" is a person.
	arriveMail(t, d, eml("x", "Auto-Submitted", "no", "From", "person@b.test", "Message-ID", "<11@b.test>"))
	if letters, _ := d.Letters(ctx); len(letters) != 2 {
		t.Error("a person was not acknowledged")
	}
	sound(t, d)
}
