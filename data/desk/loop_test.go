package desk_test

import (
	"encoding/pem"
	"fmt"
	"io"
	"log"
	"net"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-sasl"
	"github.com/emersion/go-smtp"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/mail"
	"firstline/data/post"
)

// village is a few desks and programs that write to each other. What desks write
// leaves by their post offices, through a server, in the village's own time.
type village struct {
	t       *testing.T
	now     time.Time
	desks   map[string]*desk.Desk // by address
	offices map[string]*post.Office
	hot     bool // operators answer whatever arrives, at once
	uid     uint32
	n       int
	queue   []posted
	auto    map[string][]time.Time // when a desk wrote to someone by itself
	left    map[string][]time.Time // when a desk wrote to someone

	mu   sync.Mutex
	sent []posted // by desks, not carried on yet
}

type posted struct {
	from, to string // of the envelope
	raw      []byte
}

func newVillage(t *testing.T, acknowledge bool) *village {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	v := &village{t: t, desks: map[string]*desk.Desk{}, offices: map[string]*post.Office{}, auto: map[string][]time.Time{}, left: map[string][]time.Time{}}
	borrowed := httptest.NewTLSServer(nil) // for its certificate
	t.Cleanup(borrowed.Close)
	server := smtp.NewServer(smtp.BackendFunc(func(*smtp.Conn) (smtp.Session, error) { return &villager{v: v}, nil }))
	server.Domain, server.TLSConfig, server.ErrorLog = "post.test", borrowed.TLS, log.New(io.Discard, "", 0)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	go server.Serve(l)
	t.Cleanup(func() { server.Close() })
	ca := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: borrowed.Certificate().Raw})
	v.now = time.Now().UTC().Truncate(time.Second).Add(time.Hour) // later than the desks are made
	for code, address := range map[string]string{"MAD": "mad@desk.test", "BCN": "bcn@desk.test"} {
		d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: code, Name: "Mesa " + code, Operator: "Ana", Language: "en", SendDelay: new(0), Acknowledge: acknowledge,
			Mail: data.Account{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, User: address, From: address, CA: string(ca)}})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { d.Close() })
		if err := d.KeepPassword("mail", "secret"); err != nil {
			t.Fatal(err)
		}
		d.SetClock(func() time.Time { return v.now })
		v.desks[address], v.offices[address] = d, post.New(d)
	}
	return v
}

// villager is a connection of a desk's to the village's post.
type villager struct {
	v        *village
	from, to string
}

func (p *villager) AuthMechanisms() []string { return []string{sasl.Plain} }

func (p *villager) Auth(string) (sasl.Server, error) {
	return sasl.NewPlainServer(func(_, _, _ string) error { return nil }), nil
}

func (p *villager) Mail(from string, _ *smtp.MailOptions) error { p.from = from; return nil }

func (p *villager) Rcpt(to string, _ *smtp.RcptOptions) error { p.to = to; return nil }

func (p *villager) Data(r io.Reader) error {
	raw, err := io.ReadAll(r)
	p.v.mu.Lock()
	defer p.v.mu.Unlock()
	p.v.sent = append(p.v.sent, posted{p.from, p.to, raw})
	return err
}

func (p *villager) Reset()        {}
func (p *villager) Logout() error { return nil }

// write gives the bytes of a mail by someone who is no desk.
func (v *village) write(from, to, subject, text string, headers ...string) posted {
	v.n++
	return posted{from, to, v.eml(text, append([]string{"From", from, "To", to, "Subject", subject, "Message-ID", fmt.Sprintf("<v%d@village.test>", v.n)}, headers...)...)}
}

// eml is a mail written now.
func (v *village) eml(text string, headers ...string) []byte {
	return desk.EML(text, append([]string{"Date", v.now.Format(time.RFC1123Z)}, headers...)...)
}

// settle carries mail until there is none.
func (v *village) settle() {
	for carried := 0; ; carried++ {
		for address := range v.desks {
			v.collect(address)
		}
		if len(v.queue) == 0 {
			return
		}
		if carried > 2000 {
			v.t.Fatalf("it does not end: %s to %s", v.queue[0].from, v.queue[0].to)
		}
		p := v.queue[0]
		v.queue = v.queue[1:]
		v.deliver(p)
	}
}

// collect takes what a desk sends. Every now and then its post office was closed
// in between, and knows no more than the desk does.
func (v *village) collect(address string) {
	next, err := v.desks[address].NextLetterAt(ctx)
	if err != nil {
		v.t.Fatal(err)
	}
	if next.IsZero() || next.After(v.now) {
		return
	}
	if v.n%5 == 0 {
		v.offices[address] = post.New(v.desks[address])
	}
	v.offices[address].SendDue(ctx) // what is held back is told by what leaves
	v.mu.Lock()
	defer v.mu.Unlock()
	for _, p := range v.sent {
		way := address + " " + p.to
		v.left[way] = append(v.left[way], v.now)
		if m := mail.Read(p.raw, v.now); m.Header.Get("Auto-Submitted") == "auto-replied" {
			v.auto[way] = append(v.auto[way], v.now)
			if p.from != "" {
				v.t.Errorf("an automatic mail came from %s", p.from)
			}
		}
		v.queue = append(v.queue, p)
	}
	v.sent = nil
}

// arrive has a mail come to a desk.
func (v *village) arrive(d *desk.Desk, raw []byte) data.Mail {
	v.t.Helper()
	v.uid++
	id, _, err := d.KeepMail(ctx, desk.Arrival{Account: d.Settings().Mail.From, Folder: "INBOX", Validity: 1, UID: v.uid, At: v.now, Raw: raw})
	if err != nil {
		v.t.Fatal(err)
	}
	m, err := d.UnderstandMail(ctx, id)
	if err != nil {
		v.t.Fatal(err)
	}
	return m
}

// deliver has whoever lives at an address do what they do.
func (v *village) deliver(p posted) {
	if d, ok := v.desks[p.to]; ok {
		if m := v.arrive(d, p.raw); v.hot && m.State == data.MailPlaced && m.From != "" {
			if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: m.Number, To: m.From, Text: "We are on it!"}); err != nil {
				v.t.Fatal(err)
			}
		}
		return
	}
	m := mail.Read(p.raw, v.now)
	from := p.from
	if from == "" {
		from = m.From[0].Address // those who do not know better answer that
	}
	switch {
	case strings.HasPrefix(p.to, "away@"): // a good vacation responder (RFC 3834)
		if p.from != "" && (m.Header.Get("Auto-Submitted") == "" || m.Header.Get("Auto-Submitted") == "no") {
			v.queue = append(v.queue, v.write(p.to, from, "Out of office", "I am away.", "Auto-Submitted", "auto-replied", "In-Reply-To", "<"+m.MessageID+">"))
		}
	case strings.HasPrefix(p.to, "dumb@"): // one that answers everything and says nothing of itself
		v.queue = append(v.queue, v.write(p.to, from, "I am away", "Back on Monday."))
	case strings.HasPrefix(p.to, "echo@"): // one that quotes and keeps the thread
		v.queue = append(v.queue, v.write(p.to, from, "Re: "+m.Subject, "Thanks!\n\n> "+m.Text, "In-Reply-To", "<"+m.MessageID+">"))
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
		if p.from != "" { // RFC 5321, 6.1
			v.n++
			v.queue = append(v.queue, posted{"", p.from, desk.Replaced(desk.BounceOf("<"+m.MessageID+">", p.to, "5.1.1"), `Message-ID: <bounce[^>]*>`, fmt.Sprintf("Message-ID: <b%d@relay.test>", v.n))})
		}
	}
}

// most is how many of these moments lie within a time.
func most(times []time.Time, within time.Duration) (n int) {
	slices.SortFunc(times, time.Time.Compare)
	for i, first := 0, 0; i < len(times); i++ {
		for times[i].Sub(times[first]) >= within {
			first++
		}
		n = max(n, i-first+1)
	}
	return n
}

// No desk ever gets into a loop (I10): whoever writes, nobody gets more than one
// automatic mail a day, whatever answers by itself. And where operators answer
// all that arrives at once, the outbox's breaker keeps it within its measure.
func TestNoLoops(t *testing.T) {
	people := []string{"marta@acme.test", "away@acme.test", "dumb@acme.test", "echo@acme.test", "all@desk.test", "forward@acme.test", "dead@acme.test", "mad@desk.test", "bcn@desk.test"}
	v := newVillage(t, true)
	start := v.now
	for hour, i := 0, 0; hour < 10_000; hour, i = hour+7+hour%331, i+1 {
		v.now = start.Add(time.Duration(hour) * time.Hour)
		from := people[i%len(people)]
		v.hot = from == "echo@acme.test" && hour < 4000
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
	for way, times := range v.auto {
		if n := most(times, 24*time.Hour); n > 1 {
			t.Errorf("%s: %d automatic mails within a day", way, n)
		}
	}
	tripped := 0
	all := map[string][]time.Time{}
	for way, times := range v.left {
		n := most(times, time.Hour)
		if n > 20 {
			t.Errorf("%s: %d mails within an hour", way, n)
		}
		if n == 20 {
			tripped++
		}
		from, _, _ := strings.Cut(way, " ")
		all[from] = append(all[from], times...)
	}
	if tripped == 0 {
		t.Error("the breaker was never needed")
	}
	for from, times := range all {
		if n := most(times, time.Hour); n > 200 {
			t.Errorf("%s: %d mails within an hour in all", from, n)
		}
	}
	t.Logf("%d mails by others, %d by desks", v.n, len(all["mad@desk.test"])+len(all["bcn@desk.test"]))
	last := v.now
	for way, times := range v.left { // the loops ended with those who fed them
		if n := most(slices.DeleteFunc(times, func(at time.Time) bool { return at.Before(last.Add(-30 * 24 * time.Hour)) }), 24*time.Hour); n > 2 {
			t.Errorf("%s: still %d mails a day", way, n)
		}
	}
	for _, d := range v.desks {
		sound(t, d)
	}
}

// Too much in all is held back, too, and leaves within the hours that follow.
func TestAFloodIsHeldBack(t *testing.T) {
	v := newVillage(t, false)
	d := v.desks["mad@desk.test"]
	const n, tickets = 220, 20
	for range tickets {
		call(t, d, "Marta", "It burns")
	}
	for i := range n {
		if _, err := d.Reply(ctx, desk.ReplyRequest{Ticket: fmt.Sprint("MAD-", 1+i%tickets), To: fmt.Sprintf("c%d@acme.test", i), Text: "All is well again."}); err != nil {
			t.Fatal(err)
		}
	}
	for hour := 0; hour < 3; hour++ {
		v.settle()
		left := 0
		for _, times := range v.left {
			left += len(times)
		}
		if want := min(n, 200*(hour+1)); left != want {
			t.Errorf("%d mails left by hour %d, want %d", left, hour, want)
		}
		letters, err := d.Letters(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range letters {
			if l.State != data.LetterSent && (l.State != data.LetterQueued || l.Reason == "") {
				t.Fatalf("hour %d: %+v", hour, l)
			}
		}
		v.now = v.now.Add(time.Hour + time.Minute)
	}
}

// Nothing is acknowledged unless the desk is told to.
func TestNoAcknowledgementByItself(t *testing.T) {
	v := newVillage(t, false)
	v.queue = append(v.queue, v.write("marta@acme.test", "mad@desk.test", "Question", "How?"))
	v.settle()
	if len(v.left) != 0 {
		t.Errorf("mails were sent: %v", v.left)
	}
}

func TestAcknowledgement(t *testing.T) {
	v := newVillage(t, true)
	d := v.desks["mad@desk.test"]
	m := v.arrive(d, v.eml("Hola, la impresora está en llamas desde esta mañana y no sabemos qué hacer con ella.", "Subject", "Impresora"))
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
		"automatic":   v.eml("x", "Auto-Submitted", "auto-generated", "From", "a@b.test", "Message-ID", "<1@b.test>"),
		"bulk":        v.eml("x", "Precedence", "bulk", "From", "b@b.test", "Message-ID", "<2@b.test>"),
		"list":        v.eml("x", "List-Unsubscribe", "<mailto:x@b.test>", "From", "c@b.test", "Message-ID", "<3@b.test>"),
		"no-reply":    v.eml("x", "From", "no-reply@b.test", "Message-ID", "<4@b.test>"),
		"suppressed":  v.eml("x", "X-Auto-Response-Suppress", "OOF", "From", "d@b.test", "Message-ID", "<5@b.test>"),
		"null sender": v.eml("x", "Return-Path", "<>", "From", "e@b.test", "Message-ID", "<6@b.test>"),
		"desk":        v.eml("x", "X-Deskpost", "1", "From", "f@b.test", "Message-ID", "<7@b.test>"),
		"looped":      v.eml("x", "X-Loop", "me", "From", "g@b.test", "Message-ID", "<8@b.test>"),
		"feedback":    v.eml("x", "Feedback-ID", "1:2", "From", "h@b.test", "Message-ID", "<9@b.test>"),
		"a day ago":   desk.EML("x", "From", "late@b.test", "Message-ID", "<12@b.test>", "Date", v.now.Add(-25*time.Hour).Format(time.RFC1123Z)),
		"ourselves":   v.eml("x", "From", "mad@desk.test", "Message-ID", "<10@b.test>"),
	} {
		v.arrive(d, raw)
		if letters, _ := d.Letters(ctx); len(letters) != 1 {
			t.Fatalf("%s was acknowledged", name)
		}
	}
	// "Auto-Submitted: no" is a person.
	v.arrive(d, v.eml("x", "Auto-Submitted", "no", "From", "person@b.test", "Message-ID", "<11@b.test>"))
	if letters, _ := d.Letters(ctx); len(letters) != 2 {
		t.Error("a person was not acknowledged")
	}
	sound(t, d)
}

// What another desk sends by mail opens a ticket here, and its answer finds back
// there.
func TestTwoDesksWriteToEachOther(t *testing.T) {
	v := newVillage(t, false)
	mad, bcn := v.desks["mad@desk.test"], v.desks["bcn@desk.test"]
	first := v.arrive(mad, v.eml("It burns.", "To", "mad@desk.test"))
	if _, err := mad.Escalate(ctx, desk.EscalationRequest{Ticket: first.Number, Mode: data.Consult, To: "bcn@desk.test", Question: "What now?"}); err != nil {
		t.Fatal(err)
	}
	v.settle()
	c := caseOf(t, bcn, "BCN-1")
	if c.Ticket.ExternalRef != first.Number || c.Ticket.Channel != data.Email || c.Requester.Emails[0] != "mad@desk.test" || c.Affected == nil || c.Affected.Name != "Marta Vega" {
		t.Errorf("%+v %+v %+v", c.Ticket, c.Requester, c.Affected)
	}
	if _, err := bcn.Reply(ctx, desk.ReplyRequest{Ticket: "BCN-1", Text: "Change the fuser."}); err != nil {
		t.Fatal(err)
	}
	v.settle()
	c = caseOf(t, mad, first.Number)
	if c.Escalations[0].State != data.EscalationAnswered || !strings.HasPrefix(c.Timeline[len(c.Timeline)-1].Text, "Change the fuser.") {
		t.Errorf("%+v %+v", c.Escalations[0], c.Timeline[len(c.Timeline)-1])
	}
	// And on: first line asks again by an ordinary reply.
	if _, err := mad.Reply(ctx, desk.ReplyRequest{Ticket: first.Number, To: "bcn@desk.test", Text: "Which one?"}); err != nil {
		t.Fatal(err)
	}
	v.settle()
	if c = caseOf(t, bcn, "BCN-1"); !strings.HasPrefix(c.Timeline[len(c.Timeline)-1].Text, "Which one?") {
		t.Errorf("%+v", c.Timeline[len(c.Timeline)-1])
	}
	sound(t, mad)
	sound(t, bcn)
}
