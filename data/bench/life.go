package bench

import (
	"fmt"
	"time"

	"firstline/data"
	"firstline/data/store"
)

// caller gives who calls: one time in five somebody new, otherwise somebody
// known, the longer the more often.
func (s *seeder) caller(ticket int) (p person, known bool) {
	if len(s.contacts) > 0 && ticket%5 != 1 {
		return early(s.r, s.contacts), true
	}
	return s.person(), false
}

// open takes down a ticket and plans what will happen to it.
func (s *seeder) open(at time.Time, n int) error {
	r := s.r
	p, known := s.caller(n)
	t := p.tongue
	channel := pick(r, []data.Channel{data.Phone, data.Phone, data.Phone, data.Email, data.Email, data.WalkIn, data.Remote})
	levels := []data.Level{data.High, data.Medium, data.Medium, data.Low, data.Low}
	ticket := data.Ticket{
		Type:    pick(r, []data.TicketType{data.Incident, data.Incident, data.Incident, data.ServiceRequest, data.Question}),
		Channel: channel, Status: data.New, Organization: p.house, Site: p.site,
		Subject:     s.subject(t),
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
	err := s.act(at, ticket.Owner, "intake", func(tx *store.Tx) (_ string, err error) {
		if !known {
			p.id, err = tx.Open("contact", p.contact(len(s.contacts)+1))
			if err != nil {
				return "", err
			}
			s.contacts = append(s.contacts, p)
		}
		ticket.Requester = p.id
		ticket.Number = fmt.Sprintf("%s-%d", code, tx.NextNumber())
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
	case stays && r.IntN(12) == 0:
		s.later(next(), func(at time.Time) error { return s.mail(at, ticket, t) })
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

// mail is an answer that nobody has looked at.
func (s *seeder) mail(at time.Time, ticket data.Ticket, t *tongue) error {
	text := s.text(t, 30)
	return s.act(at, ticket.Owner, "mail", func(tx *store.Tx) (string, error) {
		if _, err := tx.Set("ticket", ticket.ID, nonEmpty(data.Ticket{Unread: true})); err != nil {
			return "", err
		}
		_, err := tx.Note(ticket.ID, data.Activity{Kind: data.EmailIn, Text: text})
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
		Question: s.text(t, 20), Language: t.lang, State: data.EscalationSentState, At: at, SentAt: at, By: ticket.Owner,
		AnswerBy: at.Add(time.Duration(1+s.r.IntN(72)) * time.Hour).Truncate(time.Minute)}
	return s.act(at, ticket.Owner, "escalate", func(tx *store.Tx) (string, error) {
		id, err := tx.Open("escalation", e)
		if err != nil {
			return "", err
		}
		_, err = tx.Note(ticket.ID, data.Activity{Kind: data.EscalationSent, Text: e.Question, Address: e.To, Escalation: id})
		return ticket.Number, err
	})
}
