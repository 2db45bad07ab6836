package ticket

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// resolution is the dialog that ends a ticket. It begins with the note being
// written, since that often says what solved the case already.
type resolution struct {
	room     *Room
	form     *ui.Form
	code     *ui.Choice
	text     *editor.Editor
	article  *ui.Choice
	minutes  *ui.Entry
	articles map[string]data.ID // by what the choice shows
	fromNote string             // the note's text, if the text began as that
	drafter  *ui.Drafter
	saving   bool
	done     func()
}

// resolutionDraft is a resolution being written, as it lies on the disk.
type resolutionDraft struct {
	Code    string  `json:"code,omitempty"`
	Text    string  `json:"text,omitempty"`
	Article data.ID `json:"article,omitempty"`
}

// resolve opens the dialog.
func (r *Room) resolve() {
	if !r.loaded() || !r.now.Ticket.Status.May(data.Resolved) {
		return
	}
	id, d, key := r.id, r.seat.Desk, "resolve:"+string(r.id)
	act(r, func(ctx context.Context) (string, error) { return d.Draft(ctx, key) }, func(body string) {
		if id != r.id {
			return
		}
		f := newResolution(r, key)
		var kept resolutionDraft
		if json.Unmarshal([]byte(body), &kept) == nil {
			f.code.SetValue(kept.Code)
			f.text.SetText(kept.Text)
			for title, article := range f.articles {
				if article == kept.Article {
					f.article.SetValue(title)
				}
			}
		}
		if f.text.Text() == "" {
			f.fromNote = strings.TrimSpace(r.note.text.Text())
			f.text.SetText(f.fromNote)
		}
		f.open()
	}, nil)
}

func newResolution(r *Room, key string) *resolution {
	p := r.seat.Words
	f := &resolution{room: r, form: ui.NewForm(p), drafter: ui.NewDrafter(r.seat, key), articles: map[string]data.ID{}}
	f.code = ui.NewChoice(p, "resolution_code", append([]string{""}, data.Choices(data.Ticket{}, "resolution_code")...), func(string) { f.changed() })
	f.text = r.write(7)
	f.text.OnChanged = f.changed
	titles := []string{""}
	for i, use := range r.now.Articles {
		title := brief(use.Article.Title, 70)
		if _, taken := f.articles[title]; taken {
			title = strconv.Itoa(i+1) + ". " + title
		}
		f.articles[title] = use.Article.ID
		titles = append(titles, title)
	}
	f.article = ui.NewChoice(p, "", titles, func(string) { f.changed() })
	for i, use := range r.now.Articles { // one of which nothing was said is what helped, unless told otherwise
		if use.Helped || use.Open && f.article.Value() == "" {
			f.article.SetValue(titles[i+1])
		}
	}
	f.minutes = ui.NewEntry("")
	if seconds := r.note.timer.Elapsed(); seconds > 0 {
		f.minutes.SetText(strconv.Itoa((seconds + 59) / 60))
	}
	f.form.Above = true
	f.form.Need("resolution_code", p.Field("resolution_code"), f.code).
		Need("resolution_notes", p.Field("resolution_notes"), f.text).
		Add("seconds", p.Field("minutes"), f.minutes)
	if len(titles) > 1 {
		f.form.Beside("article", r.say("ticket.resolve.article"), f.article)
	}
	return f
}

func (f *resolution) changed() {
	f.drafter.Changed(func() string {
		d := resolutionDraft{f.code.Value(), strings.TrimSpace(f.text.Text()), f.articles[f.article.Value()]}
		if d.Code == "" && (d.Text == "" || d.Text == f.fromNote) {
			return ""
		}
		raw, err := json.Marshal(d)
		if err != nil {
			return "" // plain values always marshal
		}
		return string(raw)
	})
}

func (f *resolution) open() {
	r := f.room
	f.done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: r.say("ticket.resolve.title", "number", r.now.Ticket.Number), Width: 620, Focus: f.code,
		Content: container.NewVBox(f.form, note(r.say("ticket.resolve.says"))),
		Confirm: r.say("ticket.resolve.do"), Cancel: r.say("word.cancel"),
		OnConfirm: func() bool { f.save(); return false },
		OnCancel:  f.drafter.Flush})
}

func (f *resolution) save() {
	r := f.room
	minutes, err := f.time()
	if err != nil {
		f.form.Fault(err)
		return
	}
	if f.saving {
		return
	}
	f.saving = true
	id, d := r.id, r.seat.Desk
	// The note is done too if the resolution is what it says.
	usedNote := f.fromNote != "" && strings.Contains(f.text.Text(), f.fromNote)
	key, note := f.drafter.Key(), r.note.drafter
	if usedNote {
		key = note.Key()
		note.Flush()
	}
	f.drafter.Flush()
	act(r, func(ctx context.Context) (data.Ticket, error) {
		return d.Resolve(ctx, desk.Resolution{Ticket: string(id), Code: data.ResolutionCode(f.code.Value()), Text: f.text.Text(), Seconds: minutes * 60,
			Article: f.articles[f.article.Value()], Draft: key})
	}, func(t data.Ticket) {
		f.drafter.Drop()
		f.done()
		if usedNote {
			note.Drop()
			if id == r.id {
				r.note.clear()
			}
		}
		r.timeline.column.AtEnd = true
		r.taken(t)
		r.seat.Notify(r.say("ticket.resolve.done", "number", t.Number))
	}, func(err error) bool {
		f.saving = false
		return f.form.Fault(err)
	})
}

// time is the minutes typed.
func (f *resolution) time() (int, error) {
	typed := strings.TrimSpace(f.minutes.Text)
	if typed == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(typed)
	if err != nil || n < 0 || n > 24*60 {
		return 0, data.Fault("seconds", "not_a_number", "value", typed)
	}
	return n, nil
}
