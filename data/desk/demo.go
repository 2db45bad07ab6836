package desk

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"firstline/assets"
	"firstline/data"
	"firstline/data/store"
)

// CreateDemo makes a sample desk to look around in, of our own texts, in a
// language. Everything in it is done by the same acts as at any desk, dated back
// from now.
func CreateDemo(ctx context.Context, dir, lang string) (*Desk, error) {
	s := assets.Sample(lang)
	settings := data.Settings{Code: s.Code, Name: s.Name, Operator: s.Operator, Language: lang, Categories: s.Categories,
		Letterhead: data.Letterhead{Name: s.Name}}
	for _, r := range s.SecondLine {
		settings.SecondLine = append(settings.SecondLine, data.Recipient{Name: r.Name, Address: r.Address})
	}
	d, err := Create(ctx, dir, settings)
	if err != nil {
		return nil, err
	}
	b := sampleBuilder{ctx: ctx, desk: d, now: time.Now().UTC(), contacts: map[string]data.ID{}, articles: map[string]data.ID{}}
	if err := b.build(s); err != nil {
		return nil, errors.Join(fmt.Errorf("make the sample desk: %w", err), d.Close())
	}
	d.clock = nil
	return d, nil
}

// sampleBuilder turns the sample into acts.
type sampleBuilder struct {
	ctx      context.Context
	desk     *Desk
	now      time.Time
	contacts map[string]data.ID
	articles map[string]data.ID
}

// at sets the desk's clock to some hours ago.
func (b *sampleBuilder) at(hoursAgo float64) {
	moment := b.now.Add(-hours(hoursAgo))
	b.desk.clock = func() time.Time { return moment }
}

func hours(n float64) time.Duration { return time.Duration(n * float64(time.Hour)) }

func (b *sampleBuilder) build(s assets.SampleDesk) error {
	oldest := 24.0
	for _, t := range s.Tickets {
		oldest = max(oldest, t.Age+24)
	}
	b.at(oldest)
	for _, c := range s.Contacts {
		saved, err := b.desk.SaveContact(b.ctx, data.Contact{Name: c.Name, Phones: c.Phones, Emails: c.Emails, Organization: c.Organization,
			Site: c.Site, Department: c.Department, Kind: data.Relation(c.Kind), Language: c.Language, Preferred: data.Channel(c.Preferred), Notes: c.Notes})
		if err != nil {
			return fmt.Errorf("contact %s: %w", c.Ref, err)
		}
		b.contacts[c.Ref] = saved.ID
	}
	for _, a := range s.Articles {
		article := data.Article{Title: a.Title, Issue: string(a.Issue), Environment: string(a.Environment), Resolution: string(a.Resolution),
			Cause: string(a.Cause), Category: a.Category, Tags: a.Tags, Language: b.desk.Words().Base(), Confidence: data.Confidence(a.Confidence),
			Audience: data.Audience(a.Audience), Governance: data.Governance(a.Governance), Owner: a.Owner, Flag: a.Flag}
		if a.ReviewIn != 0 {
			article.ReviewAt = b.now.AddDate(0, 0, a.ReviewIn)
		}
		saved, err := b.desk.SaveArticle(b.ctx, article, "")
		if err != nil {
			return fmt.Errorf("article %s: %w", a.Ref, err)
		}
		b.articles[a.Ref] = saved.ID
	}
	for _, t := range s.Tickets {
		if err := b.ticket(t); err != nil {
			return fmt.Errorf("ticket “%s”: %w", t.Subject, err)
		}
	}
	return nil
}

// sampleEvent is something that happened to a ticket, some hours after it was
// taken down.
type sampleEvent struct {
	after  float64
	happen func() error
}

func (b *sampleBuilder) ticket(s assets.SampleTicket) error {
	b.at(s.Age)
	ticket, err := b.desk.OpenTicket(b.ctx, Intake{ContactID: b.contacts[s.Contact], Type: data.TicketType(s.Type), Channel: data.Channel(s.Channel),
		Subject: s.Subject, Description: string(s.Description), Category: s.Category, Environment: s.Environment, Asset: s.Asset,
		Impact: data.Level(s.Impact), Urgency: data.Level(s.Urgency), Seconds: s.Minutes * 60, StartedAt: b.desk.Now().Add(-time.Duration(s.Minutes) * time.Minute)})
	if err != nil {
		return err
	}
	ref := string(ticket.ID)
	// What happened is told in the order it happened.
	events := make([]sampleEvent, 0, len(s.Notes)+1)
	for _, n := range s.Notes {
		events = append(events, sampleEvent{n.After, func() error {
			_, err := b.desk.AddNote(b.ctx, Note{Ticket: ref, Kind: data.ActivityKind(n.Kind), Text: string(n.Text), Internal: n.Internal, Seconds: n.Minutes * 60, Address: n.Address})
			return err
		}})
	}
	if s.Escalate != nil {
		events = append(events, sampleEvent{s.Escalate.After, func() error { return b.escalate(ticket, *s.Escalate) }})
	}
	slices.SortStableFunc(events, func(a, b sampleEvent) int { return cmp.Compare(a.after, b.after) })
	for _, e := range events {
		b.at(s.Age - e.after)
		if err := e.happen(); err != nil {
			return err
		}
	}
	if err := b.settle(ref, s); err != nil {
		return err
	}
	if r := s.Resolution; r != nil {
		b.at(s.Age - r.After)
		resolution := Resolution{Ticket: ref, Code: data.ResolutionCode(r.Code), Text: string(r.Text), Seconds: r.Minutes * 60}
		if s.Helped {
			resolution.Article = b.articles[s.Article]
		}
		if _, err := b.desk.Resolve(b.ctx, resolution); err != nil {
			return err
		}
		if s.Status == string(data.Closed) {
			_, err := b.desk.SetFields(b.ctx, ref, map[string]string{"status": "closed"}, "")
			return err
		}
	}
	return nil
}

// settle gives a ticket the fields it has now.
func (b *sampleBuilder) settle(ref string, s assets.SampleTicket) error {
	fields := map[string]string{"owner": s.Owner, "summary": s.Summary}
	if s.Major {
		fields["major"] = "yes"
	}
	for _, tag := range s.Tags {
		fields["tags"] += tag + ","
	}
	if s.Affected != "" {
		fields["affected_user"] = string(b.contacts[s.Affected])
	}
	fields["due_at"] = ""
	if s.DueIn != 0 {
		fields["due_at"] = b.now.Add(hours(s.DueIn)).Format(time.RFC3339)
	}
	if s.ScheduledIn != 0 {
		fields["scheduled_for"] = b.now.Add(hours(s.ScheduledIn)).Format(time.RFC3339)
	}
	if s.Resolution == nil && s.Status != "" && s.Status != string(data.New) {
		fields["status"] = s.Status
	}
	if _, err := b.desk.SetFields(b.ctx, ref, fields, ""); err != nil {
		return err
	}
	if s.Article != "" {
		return b.desk.LinkArticle(b.ctx, ref, b.articles[s.Article], s.Helped)
	}
	return nil
}

// escalate records an escalation as it stands, without a mail: nothing of a
// sample desk is to leave the house.
func (b *sampleBuilder) escalate(ticket data.Ticket, s assets.SampleEscalation) error {
	e := data.Escalation{Ticket: ticket.ID, Mode: data.EscalationMode(s.Mode), To: s.To, Question: string(s.Question), Language: b.desk.Words().Lang(),
		State: data.EscalationState(s.State), At: b.desk.Now(), SentAt: b.desk.Now(), By: b.desk.Settings().Operator}
	if s.AnswerIn != 0 {
		e.AnswerBy = b.now.Add(hours(s.AnswerIn)).Truncate(time.Minute)
	}
	for _, r := range b.desk.Settings().SecondLine {
		if r.Address == s.To {
			e.ToName = r.Name
		}
	}
	return b.desk.write(b.ctx, "escalate", func(t *store.Tx) (string, error) {
		id, err := t.Open("escalation", e)
		if err != nil {
			return "", err
		}
		kind := data.Consultation
		if e.Mode == data.Transfer {
			kind = data.EscalationSent
		}
		_, err = t.Note(ticket.ID, data.Activity{Kind: kind, Text: e.Question, Address: e.To, Escalation: id})
		return ticket.Number, err
	})
}
