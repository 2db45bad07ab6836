package composer

import (
	"context"
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// escalation asks second line, or hands over a ticket to them.
type escalation struct {
	*Composer
	modes    *modes
	answerBy *ui.DateField
	handover *checklist
	internal *internal
	before   *ui.Text // second line was asked already
}

func (e *escalation) name() string              { return "escalation" }
func (e *escalation) key(ticket data.ID) string { return data.EscalationDraft(ticket) }
func (e *escalation) field() string             { return "question" }
func (e *escalation) first() fyne.Focusable     { return e.modes.on() }

func (e *escalation) ask() (above, below []fyne.CanvasObject) {
	w := e.seat.Words
	e.modes = newModes(e.Composer)
	e.answerBy = ui.NewDateField(w, e.seat.Desk.Now, "answer_by")
	e.answerBy.OnChanged = func(string) { e.changed() }
	e.answerBy.OnSubmitAll = e.submit
	e.handover = newChecklist(e)
	e.internal = newInternal(e.Composer)
	e.before = ui.NewText("", ui.Warning)
	e.before.Cut = true
	e.before.Hide()
	e.form.Add("known", e.say("composer.known"), e.to.known).
		Need("to", e.say("escalation.address"), e.to.address).
		Add("to_name", w.Field("name"), e.to.name).
		Need("question", e.say("escalation.question"), e.text).
		Add("answer_by", w.Field("answer_by"), e.answerBy).
		Add("language", w.Field("language"), e.language)
	return []fyne.CanvasObject{e.before, e.modes.content}, []fyne.CanvasObject{
		ui.Section(e.say("escalation.handover"), e.handover.content),
		e.files.section(column(ui.Flush(ui.Small(e.say("escalation.goes.always"))), e.files.content, e.internal.content))}
}

// know asks what the hand-over lacks, and who can be asked: whoever was asked last is the
// likeliest.
func (e *escalation) know(ctx context.Context, k *known) (err error) {
	d := e.seat.Desk
	if k.handover, err = d.Handover(ctx, string(k.Ticket.ID)); err != nil {
		return err
	}
	letters, err := d.Letters(ctx)
	if err != nil {
		return err
	}
	second := slices.Clone(d.Settings().SecondLine)
	for _, e := range k.Escalations {
		if e.ToName != "" {
			second = append(second, data.Recipient{Name: e.ToName, Address: e.To})
		}
	}
	for _, l := range letters {
		if l.Escalation == "" {
			continue
		}
		for _, address := range l.To {
			k.people = append(k.people, named(address, second))
		}
		if len(k.people) == 1 {
			k.people = append(k.people, second...)
		}
	}
	k.people = append(k.people, second...)
	return nil
}

// named is an address, with its name if that is known.
func named(address string, second []data.Recipient) data.Recipient {
	for _, to := range second {
		if strings.EqualFold(to.Address, address) {
			return to
		}
	}
	return data.Recipient{Address: address}
}

func (e *escalation) describe() {
	w, k := e.seat.Words, e.now
	e.title.SetText(e.say("escalation.title", "number", k.Ticket.Number, "subject", k.Ticket.Subject))
	e.before.Hide()
	for _, past := range k.Escalations {
		if past.State.Pending() {
			to := past.ToName
			if to == "" {
				to = past.To
			}
			e.before.SetText(e.say("escalation.before", "to", to, "at", w.DateTime(past.At)))
			e.before.Show()
		}
	}
	e.internal.count(k.Timeline)
	e.handover.show(k.handover)
}

// lacks names the parts that are missing for a good hand-over.
func (e *escalation) lacks() string {
	if e.now.Ticket.ID == "" {
		return ""
	}
	var names []string
	for _, name := range e.now.handover.Gaps() {
		names = append(names, e.say("handover."+name))
	}
	return strings.Join(names, ", ")
}

func (e *escalation) usual() data.Sketch {
	s := data.Sketch{Mode: data.Consult, Language: e.seat.Words.Lang()}
	if len(e.now.people) > 0 {
		s.To, s.ToName = e.now.people[0].Address, e.now.people[0].Name
	}
	return s
}

func (e *escalation) note(s *data.Sketch) {
	s.Mode, s.AnswerBy, s.Internal, s.Filling = e.modes.mode, e.answerBy.Text, e.internal.tick.Checked, e.handover.typed()
}

func (e *escalation) restore(s data.Sketch) {
	e.modes.set(s.Mode)
	e.answerBy.Put(s.AnswerBy)
	e.internal.tick.SetChecked(s.Internal)
	e.handover.fill(s.Filling)
}

func (e *escalation) order(s data.Sketch) (order, error) {
	at, err := e.answerBy.Value()
	d := e.seat.Desk
	q := desk.EscalationRequest{Ticket: string(e.id), Mode: s.Mode, To: s.To, ToName: s.ToName, Question: s.Text, AnswerBy: at, Files: s.Files,
		IncludeInternal: s.Internal, Language: s.Language, Draft: e.draft.Key()}
	number := e.now.Ticket.Number
	return order{
		preview: func(ctx context.Context) (desk.Preview, error) { return d.PreviewEscalation(ctx, q) },
		send: func(ctx context.Context) (string, error) {
			sent, err := d.Escalate(ctx, q)
			return e.say("escalation.queued."+string(sent.Mode), "number", number, "to", sent.To), err
		},
		save: func(ctx context.Context, path string) error {
			_, err := d.SaveEscalation(ctx, q, path)
			return err
		},
	}, err
}

func (e *escalation) actions() []action.Action {
	return []action.Action{
		{ID: "escalation.pdf", Menu: action.Ticket, Do: e.preview.openReport},
		{ID: "escalation.consult", Do: func() { e.modes.choose(data.Consult) }},
		{ID: "escalation.transfer", Do: func() { e.modes.choose(data.Transfer) }},
	}
}
