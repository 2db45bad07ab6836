// Package bench makes desks to be measured: as many tickets as wanted, with the
// words, people and habits of a real desk, and the same every time.
package bench

import (
	"container/heap"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/store"
)

// span is how long the seeded desk has been at work.
const span = 3 * 365 * 24 * time.Hour

// code is the seeded desk's, as it stands in its ticket numbers.
const code = "BEN"

// Seed makes a desk of so many tickets in a folder that has none: five entries
// to a ticket, a contact for every five tickets, an article for every hundred
// (200 at least, 3,000 at most), in English and Spanish, one ticket in ten not
// done. The same number gives the same desk, but for the ids and the keys, with
// its newest ticket opened at now. All of it is written as acts in the order
// they would have happened.
//
// progress, which may be nil, is told how many tickets there are so far.
func Seed(ctx context.Context, dir string, tickets int, now time.Time, progress func(done int)) error {
	settings := data.Settings{Code: code, Name: "Bench", Operator: operators[0], Language: "en",
		SecondLine: []data.Recipient{{Name: "Second line", Address: "second@example.org"}}}
	tongues := newTongues()
	for _, t := range tongues {
		settings.Categories = append(settings.Categories, t.categories...)
	}
	d, err := desk.Create(ctx, dir, settings)
	if err != nil {
		return err
	}
	files, err := keepFiles(d)
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	st, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	err = st.Bulk(ctx, func(b *store.Bulk) error {
		s := &seeder{bulk: b, r: rand.New(rand.NewPCG(20261126, 1)), tongues: tongues, files: files, now: now, total: tickets, progress: progress}
		return s.run()
	})
	if err != nil {
		err = fmt.Errorf("seed the desk: %w", err)
	}
	return errors.Join(err, st.Close())
}

// seeder writes the acts of a made-up desk.
type seeder struct {
	bulk     *store.Bulk
	r        *rand.Rand
	tongues  [2]*tongue
	files    []data.Attachment // whose bytes lie in the desk's folder
	now      time.Time
	total    int
	progress func(int)

	contacts []person
	articles []data.ID
	waiting  events
	order    int // of events at the same moment
}

// person is a contact and the language it speaks.
type person struct {
	id     data.ID
	name   string
	phone  string
	house  string
	site   string
	tongue *tongue
}

// event is an act that is still to come.
type event struct {
	at    time.Time
	order int
	do    func(at time.Time) error
}

// events is a heap, the earliest first.
type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at.Before(e[j].at) || e[i].at.Equal(e[j].at) && e[i].order < e[j].order
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	old := *e
	last := old[len(old)-1]
	old[len(old)-1] = event{}
	*e = old[:len(old)-1]
	return last
}

func (s *seeder) run() error {
	start := s.now.Add(-span)
	if err := s.writeArticles(start.Add(-30 * 24 * time.Hour)); err != nil {
		return err
	}
	step := span / time.Duration(s.total)
	for i := range s.total {
		at := start.Add(time.Duration(i+1) * step)
		if err := s.happen(at); err != nil {
			return err
		}
		if err := s.open(at, i+1); err != nil {
			return err
		}
		if s.progress != nil && (i+1)%1000 == 0 {
			s.progress(i + 1)
		}
	}
	return s.happen(s.now)
}

// happen runs what is due by a moment.
func (s *seeder) happen(until time.Time) error {
	for len(s.waiting) > 0 && !s.waiting[0].at.After(until) {
		e := heap.Pop(&s.waiting).(event)
		if err := e.do(e.at); err != nil {
			return err
		}
	}
	return nil
}

// later plans an act.
func (s *seeder) later(at time.Time, do func(time.Time) error) {
	s.order++
	heap.Push(&s.waiting, event{at, s.order, do})
}

func (s *seeder) act(at time.Time, by, name string, act func(*store.Tx) (string, error)) error {
	return s.bulk.Act(by, at, name, act)
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// early picks one of a list, the first ones more often.
func early[T any](r *rand.Rand, list []T) T {
	f := r.Float64()
	return list[int(f*f*float64(len(list)))]
}

func (s *seeder) writeArticles(at time.Time) error {
	n := min(max(s.total/100, 200), 3000)
	for i := range n {
		t := s.tongues[i%2]
		device := pick(s.r, t.devices)
		a := data.Article{Ref: fmt.Sprint("bench-", i+1), Title: fmt.Sprintf(pick(s.r, t.questions), inside(device)) + " " + s.model(),
			Category: pick(s.r, t.categories), Language: t.lang, Confidence: data.Validated, Audience: "customer", Governance: "experience",
			Owner: pick(s.r, operators), ReviewAt: s.now.AddDate(0, 0, s.r.IntN(365)), Issue: s.text(t, 20), Resolution: s.steps(t)}
		err := s.act(at.Add(time.Duration(i)*time.Minute), a.Owner, "article", func(tx *store.Tx) (string, error) {
			id, err := tx.Open("article", a)
			s.articles = append(s.articles, id)
			return "", err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// inside puts a device into the middle of a sentence.
func inside(device string) string {
	if strings.HasPrefix(device, "VPN") {
		return device
	}
	return strings.ToLower(device[:1]) + device[1:]
}

func (s *seeder) steps(t *tongue) string {
	var b strings.Builder
	for i := range 3 + s.r.IntN(4) {
		fmt.Fprintf(&b, "%d. %s\n", i+1, s.text(t, 15))
	}
	return b.String()
}

func (s *seeder) text(t *tongue, words int) string {
	var b strings.Builder
	b.Grow(words * 9)
	t.words.write(&b, s.r, words)
	if s.r.IntN(4) == 0 {
		b.WriteByte(' ')
		b.WriteString(s.particular())
	}
	return b.String()
}

// particular is something that stands in few tickets: a serial number, a host,
// an address, a code.
func (s *seeder) particular() string {
	r := s.r
	switch r.IntN(7) {
	case 0:
		return "S/N " + s.serial()
	case 1:
		return fmt.Sprintf("IP 10.%d.%d.%d", r.IntN(40), r.IntN(256), r.IntN(256))
	case 2:
		return fmt.Sprintf("0x%08X", 0x80070000+r.IntN(4000))
	case 3:
		return fmt.Sprintf("PC-%s-%04d", pick(r, []string{"MAD", "BCN", "LON", "VLC"}), r.IntN(10000))
	case 4:
		return fmt.Sprintf("%s %d", pick(r, streets), 1+r.IntN(200))
	case 5:
		return fmt.Sprintf("KB%d", 5000000+r.IntN(60000))
	}
	return fmt.Sprintf("+34 6%02d %03d %03d", r.IntN(100), r.IntN(1000), r.IntN(1000))
}

func (s *seeder) serial() string {
	const signs = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"
	raw := []byte("XX0-XXXXXX")
	for i, c := range raw {
		if c != '-' {
			raw[i] = signs[s.r.IntN(len(signs))]
		}
	}
	return string(raw)
}

// model is a made-up model of a device.
func (s *seeder) model() string {
	return fmt.Sprintf("%s%d", pick(s.r, []string{"LX", "M", "ProDesk ", "T", "OfficeJet ", "C"}), 100+10*s.r.IntN(60))
}

// person gives who calls: one time in five somebody new, otherwise somebody
// known, the more often the longer.
func (s *seeder) person(ticket int) (p person, known bool) {
	if len(s.contacts) > 0 && ticket%5 != 1 {
		return early(s.r, s.contacts), true
	}
	r := s.r
	p = person{name: pick(r, givenNames) + " " + pick(r, surnames) + " " + pick(r, surnames), tongue: pick(r, s.tongues[:]),
		phone: fmt.Sprintf("+34 6%02d %03d %03d", r.IntN(100), r.IntN(1000), r.IntN(1000)),
		house: pick(r, houses) + " " + pick(r, houses) + " " + pick(r, houseKinds), site: fmt.Sprintf("%s %d", pick(r, streets), 1+r.IntN(200))}
	return p, false
}

// open takes down a ticket and plans what will happen to it.
func (s *seeder) open(at time.Time, n int) error {
	r := s.r
	p, known := s.person(n)
	t := p.tongue
	channel := pick(r, []data.Channel{data.Phone, data.Phone, data.Phone, data.Email, data.Email, data.WalkIn, data.Remote})
	levels := []data.Level{data.High, data.Medium, data.Medium, data.Low, data.Low}
	ticket := data.Ticket{
		Type:    pick(r, []data.TicketType{data.Incident, data.Incident, data.Incident, data.ServiceRequest, data.Question}),
		Channel: channel, Status: data.New, Organization: p.house, Site: p.site,
		Subject:     pick(r, t.devices) + " " + early(r, t.troubles) + " " + pick(r, t.places),
		Description: s.text(t, 45), Category: early(r, t.categories), Impact: pick(r, levels), Urgency: pick(r, levels),
		SupportLevel: 1, Owner: pick(r, operators), OpenedAt: at.Truncate(time.Millisecond), Environment: s.model(),
	}
	if r.IntN(3) == 0 {
		ticket.Asset = s.serial()
	}
	if r.IntN(4) == 0 {
		ticket.Tags = []string{early(r, t.tags)}
	}
	ticket.Priority = data.PriorityOf(ticket.Impact, ticket.Urgency)
	ticket.DueAt = ticket.OpenedAt.Add(ticket.Priority.Target())
	if channel != data.Email {
		ticket.FirstResponseAt = ticket.OpenedAt
	}
	err := s.act(at, ticket.Owner, "intake", func(tx *store.Tx) (string, error) {
		if !known {
			var err error
			first, _, _ := strings.Cut(p.name, " ")
			p.id, err = tx.Open("contact", data.Contact{Name: p.name, Phones: []string{p.phone}, Organization: p.house, Site: p.site, Language: t.lang,
				Emails: []string{fmt.Sprintf("%s.%d@%s.example", strings.ToLower(first), len(s.contacts)+1, strings.ToLower(strings.Fields(p.house)[0]))}})
			if err != nil {
				return "", err
			}
			s.contacts = append(s.contacts, p)
		}
		ticket.Requester = p.id
		number, err := tx.NextNumber()
		if err != nil {
			return "", err
		}
		ticket.Number = fmt.Sprintf("%s-%d", code, number)
		if ticket.ID, err = tx.Open("ticket", ticket); err != nil {
			return "", err
		}
		_, err = tx.Note(ticket.ID, data.Activity{Kind: channel.FirstActivity(), Text: ticket.Description, Seconds: 60 + r.IntN(900), Address: p.phone})
		return ticket.Number, err
	})
	if err != nil {
		return err
	}
	s.plan(ticket, t)
	return nil
}

// plan is a ticket's life after it was taken down: three notes, now and then a
// file or a question to second line, and, nine times in ten, an end. Those that
// are not done are the newest ones and some that were left lying.
func (s *seeder) plan(ticket data.Ticket, t *tongue) {
	r := s.r
	at := ticket.OpenedAt
	pause := func() time.Duration {
		if r.IntN(2) == 0 {
			return time.Duration(1+r.IntN(30)) * time.Minute // within the call
		}
		return time.Duration(1+r.IntN(36)) * time.Hour
	}
	stays := r.Float64() < 0.10
	if s.now.Sub(at) > 60*24*time.Hour {
		stays = r.Float64() < 0.095
	}
	notes := 3
	if stays {
		notes = 4
	}
	next := func() time.Time {
		at = at.Add(pause())
		if at.After(s.now) {
			at = s.now
		}
		return at
	}
	for i := range notes {
		s.later(next(), func(at time.Time) error { return s.note(at, ticket, t, i) })
	}
	if r.IntN(12) == 0 {
		s.later(next(), func(at time.Time) error { return s.attach(at, ticket, t) })
	}
	switch {
	case stays && r.IntN(12) == 0:
		s.later(next(), func(at time.Time) error { return s.escalate(at, ticket, t) })
	case stays:
		s.later(next(), func(at time.Time) error {
			return s.set(at, ticket, "set", data.Ticket{Status: pick(r, []data.Status{data.Assigned, data.InProgress, data.PendingCustomer, data.PendingVendor})})
		})
	default:
		s.later(next(), func(at time.Time) error { return s.resolve(at, ticket, t) })
		if r.IntN(3) > 0 {
			s.later(next(), func(at time.Time) error {
				return s.set(at, ticket, "set", data.Ticket{Status: data.Closed, ClosedAt: at.Truncate(time.Millisecond)})
			})
		}
	}
}

func (s *seeder) note(at time.Time, ticket data.Ticket, t *tongue, i int) error {
	a := data.Activity{Kind: pick(s.r, []data.ActivityKind{data.WorkNote, data.WorkNote, data.CallOut, data.CustomerUpdate, data.RemoteSession}),
		Text: s.text(t, 30), Internal: i == 1, Seconds: 60 * s.r.IntN(20)}
	return s.act(at, pick(s.r, operators), "note", func(tx *store.Tx) (string, error) {
		_, err := tx.Note(ticket.ID, a)
		return ticket.Number, err
	})
}

func (s *seeder) attach(at time.Time, ticket data.Ticket, t *tongue) error {
	file := pick(s.r, s.files)
	file.Name = pick(s.r, t.files)
	return s.act(at, ticket.Owner, "attach", func(tx *store.Tx) (string, error) {
		return ticket.Number, tx.Attach(ticket.ID, file)
	})
}

func (s *seeder) set(at time.Time, ticket data.Ticket, name string, to data.Ticket) error {
	return s.act(at, ticket.Owner, name, func(tx *store.Tx) (string, error) {
		_, err := tx.Set("ticket", ticket.ID, nonEmpty(to))
		return ticket.Number, err
	})
}

// nonEmpty takes a ticket apart, the fields it says only.
func nonEmpty(t data.Ticket) data.Fields {
	fields := data.FieldsOf(t)
	for _, name := range []string{"number", "subject", "status"} { // written even when empty
		if string(fields[name]) == `""` {
			delete(fields, name)
		}
	}
	return fields
}

func (s *seeder) resolve(at time.Time, ticket data.Ticket, t *tongue) error {
	text := s.text(t, 25)
	codes := data.ResolutionCode("").Choices()
	end := data.Ticket{Status: data.Resolved, ResolutionCode: data.ResolutionCode(early(s.r, codes[:8])), ResolutionNotes: text, ResolvedAt: at.Truncate(time.Millisecond)}
	if s.r.IntN(4) == 0 {
		end.Articles = []data.Use{{Article: early(s.r, s.articles), Helped: s.r.IntN(5) > 0}}
	}
	seconds := 60 * s.r.IntN(30)
	return s.act(at, ticket.Owner, "resolve", func(tx *store.Tx) (string, error) {
		if _, err := tx.Set("ticket", ticket.ID, nonEmpty(end)); err != nil {
			return "", err
		}
		_, err := tx.Note(ticket.ID, data.Activity{Kind: data.ResolutionNote, Text: text, Seconds: seconds})
		return ticket.Number, err
	})
}

func (s *seeder) escalate(at time.Time, ticket data.Ticket, t *tongue) error {
	e := data.Escalation{Ticket: ticket.ID, Mode: pick(s.r, []data.EscalationMode{data.Consult, data.Transfer}), To: "second@example.org", ToName: "Second line",
		Question: s.text(t, 20), Language: t.lang, State: data.EscalationSentState, At: at, SentAt: at, By: ticket.Owner}
	return s.act(at, ticket.Owner, "escalate", func(tx *store.Tx) (string, error) {
		id, err := tx.Open("escalation", e)
		if err != nil {
			return "", err
		}
		_, err = tx.Note(ticket.ID, data.Activity{Kind: data.EscalationSent, Text: e.Question, Address: e.To, Escalation: id})
		return ticket.Number, err
	})
}

// keepFiles puts the attachments' bytes into the desk's folder: a few small
// files that many tickets share under many names.
func keepFiles(d *desk.Desk) ([]data.Attachment, error) {
	var files []data.Attachment
	for i := range 32 {
		content, err := json.Marshal(map[string]any{"file": i, "text": strings.Repeat("bench ", 20+i)})
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		a := data.Attachment{Name: "log.txt", Type: "text/plain", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
		path := d.AttachmentPath(a)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("keep the attachments: %w", err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, fmt.Errorf("keep the attachments: %w", err)
		}
		files = append(files, a)
	}
	return files, nil
}
