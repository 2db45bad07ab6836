package composer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/letter"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// reply answers the customer.
type reply struct {
	*Composer
	subject  *ui.Entry
	template *ui.Choice
	answers  *fyne.Container // what the customer wrote last
}

func (r *reply) name() string              { return "reply" }
func (r *reply) key(ticket data.ID) string { return data.ReplyDraft(ticket) }
func (r *reply) field() string             { return "text" }
func (r *reply) first() fyne.Focusable     { return r.text }
func (r *reply) lacks() string             { return "" }

func (r *reply) ask() (above, below []fyne.CanvasObject) {
	w := r.seat.Words
	r.subject = r.line()
	r.template = ui.NewChoice(w, "", nil, r.takeTemplate)
	r.language.OnChanged = func(string) {
		r.offerTemplates()
		r.changed()
	}
	r.form.Add("known", r.say("composer.known"), r.to.known).
		Need("to", w.Field("to"), r.to.address).
		Add("subject", w.Field("subject"), r.subject).
		Add("template", w.Field("template"), r.template).
		Need("text", w.Field("text"), r.text).
		Add("language", w.Field("language"), r.language)
	r.answers = container.NewStack()
	return nil, []fyne.CanvasObject{r.files.section(r.files.content), r.answers}
}

// know asks who can be answered, and about what: whom the desk would choose, and then anybody
// who has to do with the ticket.
func (r *reply) know(ctx context.Context, k *known) error {
	k.subject = k.Ticket.Subject
	// That there is nobody to write to is said on sending.
	if p, err := r.seat.Desk.PreviewReply(ctx, desk.ReplyRequest{Ticket: string(k.Ticket.ID), Text: "-"}); err == nil {
		k.people = append(k.people, data.Recipient{Name: p.ToName, Address: p.To})
		k.subject, _, _ = strings.Cut(p.Subject, " [#")
	}
	for _, who := range []*data.Contact{&k.Requester, k.Affected} {
		if who == nil {
			continue
		}
		for _, address := range who.Emails {
			k.people = append(k.people, data.Recipient{Name: who.Name, Address: address})
		}
	}
	for _, a := range slices.Backward(k.Timeline) {
		if a.Kind == data.EmailIn && a.Address != "" {
			k.people = append(k.people, data.Recipient{Name: a.Name, Address: a.Address})
		}
	}
	return nil
}

func (r *reply) describe() {
	r.title.SetText(r.say("reply.title", "number", r.now.Ticket.Number, "name", r.now.Requester.Name))
	r.offerTemplates()
	r.answers.Objects = nil
	for _, a := range slices.Backward(r.now.Timeline) {
		if a.Kind == data.EmailIn && strings.TrimSpace(a.Text) != "" {
			who := cmp.Or(a.Name, a.Address, r.now.Requester.Name)
			r.answers.Objects = []fyne.CanvasObject{ui.Section(r.say("reply.answers", "name", who, "at", r.seat.Words.Brief(a.At, r.seat.Desk.Now())), letter.Plain(r.seat.Words, strings.TrimSpace(a.Text)))}
			return
		}
	}
}

func (r *reply) usual() data.Sketch {
	s := data.Sketch{Subject: r.now.subject, Language: r.seat.Desk.LanguageFor(r.now.Requester.Language)}
	if len(r.now.people) > 0 {
		s.To, s.ToName = r.now.people[0].Address, r.now.people[0].Name
	}
	return s
}

func (r *reply) note(s *data.Sketch) { s.Subject = r.subject.Text }

func (r *reply) restore(s data.Sketch) {
	r.subject.Put(s.Subject)
	r.offerTemplates()
}

func (r *reply) order(s data.Sketch) (order, error) {
	d := r.seat.Desk
	q := desk.ReplyRequest{Ticket: string(r.id), To: s.To, ToName: s.ToName, Subject: s.Subject, Text: s.Text, Files: s.Files, Language: s.Language,
		Draft: r.draft.Key()}
	number := r.now.Ticket.Number
	return order{
		preview: func(ctx context.Context) (desk.Preview, error) { return d.PreviewReply(ctx, q) },
		send: func(ctx context.Context) (string, error) {
			a, err := d.Reply(ctx, q)
			if wait := int(d.Settings().SendsAfter().Seconds()); wait > 0 {
				return r.seat.Words.Count("reply.queued.delay", wait, "number", number, "to", a.Address), err
			}
			return r.say("reply.queued", "number", number, "to", a.Address), err
		},
		save: func(ctx context.Context, path string) error {
			_, err := d.SaveReply(ctx, q, path)
			return err
		},
	}, nil
}

// offerTemplates lists the texts that a reply can start from, in its language.
func (r *reply) offerTemplates() {
	names := []string{""}
	for _, t := range r.seat.Desk.ReplyTemplates(r.language.Value()) {
		names = append(names, t.Name)
	}
	r.template.SetValues(names)
	r.template.SetValue("")
}

// takeTemplate puts a template into the text, filled in, at the cursor.
func (r *reply) takeTemplate(name string) {
	for _, t := range r.seat.Desk.ReplyTemplates(r.language.Value()) {
		if t.Name == name && r.now.Ticket.ID != "" {
			r.text.Insert(strings.TrimSpace(r.seat.Desk.FillTemplate(r.now.Case, t.Text)))
			r.template.SetValue("")
			r.focus(r.text)
			return
		}
	}
}

func (r *reply) actions() []action.Action {
	return []action.Action{{ID: "reply.template", Menu: action.Ticket, Key: "Ctrl+T", Do: func() { r.focus(r.template) }}}
}
