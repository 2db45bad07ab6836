package intake

import (
	"encoding/json"
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/action"
	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
)

// sameCall is how long one may be away from the form, or the program from the
// desk, and still be on the same call: the time counts on. After a longer pause
// the call has ended in between, and only what was counted before stays.
const sameCall = 15 * time.Minute

// blink is how long the room is left when it is entered again from itself.
const blink = time.Second

// sketch is the whole form as the draft keeps it.
type sketch struct {
	Contact      data.ID `json:"contact,omitempty"`
	Caller       string  `json:"caller,omitempty"`
	Phone        string  `json:"phone,omitempty"`
	Email        string  `json:"email,omitempty"`
	Organization string  `json:"organization,omitempty"`
	Subject      string  `json:"subject,omitempty"`
	Description  string  `json:"description,omitempty"`
	Environment  string  `json:"environment,omitempty"`
	Asset        string  `json:"asset,omitempty"`
	Category     string  `json:"category,omitempty"`
	Type         string  `json:"type,omitempty"`
	Channel      string  `json:"channel,omitempty"`
	Impact       string  `json:"impact,omitempty"`
	Urgency      string  `json:"urgency,omitempty"`
	Article      data.ID `json:"article,omitempty"`
	ArticleTitle string  `json:"article_title,omitempty"`

	At      time.Time `json:"at,omitzero"` // when it was written
	Started time.Time `json:"started,omitzero"`
	Seconds int       `json:"seconds,omitempty"` // counted until At
	Running bool      `json:"running,omitempty"`
}

// readSketch reads a draft; what is no draft of a form is none.
func readSketch(body string) (s sketch, ok bool) {
	if body == "" || json.Unmarshal([]byte(body), &s) != nil {
		return sketch{}, false
	}
	return s, s.content() != sketch{}
}

// content is the sketch without its clock: what was typed and chosen.
func (s sketch) content() sketch {
	s.At, s.Started, s.Seconds, s.Running = time.Time{}, time.Time{}, 0, false
	return s
}

// sketch is the form as it stands.
func (r *Room) sketch() sketch {
	f := &r.fields
	return sketch{
		Contact: r.caller.known.ID, Caller: r.caller.text(),
		Phone: f.phone.Text, Email: f.email.Text, Organization: f.organization.Text,
		Subject: f.subject.Text, Description: f.description.Text(), Environment: f.environment.Text(), Asset: f.asset.Text,
		Category: f.category.Value(), Type: f.kind.Value(), Channel: f.channel.Value(), Impact: f.impact.Value(), Urgency: f.urgency.Value(),
		Article: r.advice.linked.ID, ArticleTitle: r.advice.linked.Title,
		At: r.seat.Desk.Now(), Started: r.timer.StartedAt(), Seconds: r.timer.Elapsed(), Running: r.timer.Running(),
	}
}

// dirty says whether something was typed since the call began.
func (r *Room) dirty() bool { return r.sketch().content() != r.start }

// Begun is what the call is called that is being taken down, "" while nothing was
// typed.
func (r *Room) Begun() string {
	if !r.dirty() {
		return ""
	}
	return r.sketch().name()
}

// Called is what the call is called that a draft keeps, "" where it keeps none.
func Called(draft string) string {
	s, ok := readSketch(draft)
	if !ok {
		return ""
	}
	return s.name()
}

// name is what a call is called before it is a ticket.
func (s sketch) name() string {
	for _, name := range []string{s.Subject, s.Caller, s.Phone} {
		if name = strings.TrimSpace(name); name != "" {
			return name
		}
	}
	return "…"
}

// draft is what the drafter writes: nothing while nothing was typed.
func (r *Room) draft() string {
	if !r.dirty() {
		return ""
	}
	body, err := json.Marshal(r.sketch())
	if err != nil {
		r.seat.Fail(err) // cannot be: a sketch is text
		return ""
	}
	return string(body)
}

// restore takes up a draft. What was typed in the blink before it was read
// stays.
func (r *Room) restore(s sketch) {
	f := &r.fields
	r.quietly(func() {
		for _, w := range []struct {
			entry *ui.Entry
			text  string
		}{{f.phone, s.Phone}, {f.email, s.Email}, {f.organization, s.Organization}, {f.subject, s.Subject}, {f.asset, s.Asset}} {
			if w.entry.Text == "" {
				w.entry.Put(w.text)
			}
		}
		for e, text := range map[*editor.Editor]string{f.description: s.Description, f.environment: s.Environment} {
			if e.Text() == "" {
				e.SetText(text)
				e.GoToEnd()
			}
		}
		for _, w := range []struct {
			choice *ui.Choice
			value  string
		}{{f.category, s.Category}, {f.kind, s.Type}, {f.channel, s.Channel}, {f.impact, s.Impact}, {f.urgency, s.Urgency}} {
			w.choice.SetValue(w.value)
		}
		f.priority.show(s.Impact, s.Urgency)
		if s.Article != "" {
			r.advice.setLinked(data.Article{ID: s.Article, Title: s.ArticleTitle})
		}
		if r.caller.text() == "" {
			r.caller.write(s.Caller)
			if s.Contact != "" {
				r.caller.meet(s.Contact, nil)
			}
		}
		seconds := s.Seconds
		if away := r.seat.Desk.Now().Sub(s.At); s.Running && away > 0 && away <= sameCall {
			seconds += int(away / time.Second)
		}
		if !s.Started.IsZero() {
			r.timer.Set(s.Started, seconds, true)
		}
	})
	r.kept.restored(s.At, r.discard)
	r.advise()
	r.settle()
}

// discard empties the form and begins the call anew. It can be taken back from
// the line at the top until something else is typed.
func (r *Room) discard() {
	if !r.dirty() {
		return
	}
	old := r.sketch()
	r.drafter.Drop()
	r.clear()
	r.anew()
	r.meetWanted()
	r.kept.discarded(func() {
		r.clear()
		r.restore(old)
		r.drafter.Changed(r.draft)
	})
	r.settle()
}

// keptLine says that a draft was restored, or discarded, and offers the
// opposite.
type keptLine struct {
	seat   *ui.Seat
	text   *ui.Text
	button *ui.Button
	object fyne.CanvasObject
	undo   bool   // it offers to bring back what was discarded
	moved  func() // it came or went
}

func newKeptLine(seat *ui.Seat, moved func()) *keptLine {
	k := &keptLine{seat: seat, moved: moved, text: ui.NewText("", ui.InternalInk), button: ui.NewQuiet("", nil, nil)}
	k.object = container.NewHBox(k.text, k.button)
	k.object.Hide()
	return k
}

func (k *keptLine) restored(at time.Time, discard func()) {
	p := k.seat.Words
	k.show(p.Say("intake.restored", "time", p.Brief(at, k.seat.Desk.Now())), p.Say("intake.discard")+" ("+action.KeyName(p, "intake.discard", "Ctrl+Shift+D")+")", discard)
	k.undo = false
}

func (k *keptLine) discarded(back func()) {
	p := k.seat.Words
	k.show(p.Say("intake.discarded"), p.Say("intake.bring_back"), back)
	k.undo = true
}

func (k *keptLine) show(text, button string, do func()) {
	k.text.SetText(text)
	k.button.OnTapped = do
	k.button.SetText(button)
	k.object.Show()
	k.moved()
}

// typed takes away an offer that what is typed now would be lost by.
func (k *keptLine) typed() {
	if k.undo {
		k.hide()
	}
}

func (k *keptLine) hide() {
	if k.object.Visible() {
		k.object.Hide()
		k.moved()
	}
}
