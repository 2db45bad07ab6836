// Package settings is the room where the desk is told about itself, and the page of the
// first start that makes a desk.
package settings

import (
	"context"
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/action"
	"firstline/app/ui"
	"firstline/app/ui/sight"
	"firstline/data"
	"firstline/data/desk"
)

// part is a part of the settings: a page of fields.
type part interface {
	name() string // the word is "settings.part.<name>"
	content() fyne.CanvasObject
	first() fyne.Focusable // what gets the focus
	show(s data.Settings)  // puts settings into the fields
	read(s *data.Settings) // takes them out
	fault(err error) bool  // shows what is wrong at its field, if that is here; nil takes it away
}

// Some parts want to know more: that the room came to the front, or that they did.
type (
	entering interface{ entered() }
	turning  interface{ turned() }
)

// Room is the settings.
type Room struct {
	// OnSettings is told, on the UI goroutine, what was saved: the language may have
	// changed. nil: whoever needs to know listens to the desk.
	OnSettings func(data.Settings)

	seat    *ui.Seat
	desk    *deskPart
	mail    *mailPart
	paper   *paperPart
	backups *backupPart
	parts   []part
	at      int // the part shown

	base     data.Settings // the desk's, as the fields were filled from
	filling  bool          // the fields are changing, but nobody is typing
	shown    bool
	draft    *ui.Drafter
	drafting ui.Slot
	listen   func() // ends listening to the desk
	sight    func() // ends keeping the focus in sight

	list      *ui.List
	stage     *fyne.Container // the part shown
	elsewhere *fyne.Container // "changed elsewhere"
	conflict  *ui.Text
	theirs    *ui.Button // whose changes count
	mine      *ui.Button
	state     *ui.Text   // "not saved yet"
	keep      *ui.Button // saves
	discard   *ui.Button
	footer    *fyne.Container
	content   fyne.CanvasObject
}

var _ ui.Room = (*Room)(nil)

// New makes the room.
func New(seat *ui.Seat) *Room {
	r := &Room{seat: seat, draft: ui.NewDrafter(seat, "settings")}
	r.desk, r.mail, r.paper, r.backups = newDeskPart(r), newMailPart(r), newPaperPart(r), newBackupPart(r)
	replies := newRepliesPart(r)
	r.parts = []part{r.desk, r.mail, newRecipientsPart(r), r.paper, newTemplatesPart(r, noteTexts), replies, newSynonymsPart(r), newKeysPart(r), r.backups}
	ui.Align(r.desk.form, r.mail.form, r.mail.more, r.paper.form, replies.answers, r.backups.form)
	rows := make(ui.Rows, len(r.parts))
	for i, p := range r.parts {
		rows[i] = []ui.Cell{{Text: r.say("settings.part." + p.name())}}
	}
	r.list = ui.NewNames(rows)
	r.list.Label = r.say("room.settings")
	r.list.OnSelect = r.turnTo
	r.list.OnOpen = func(int) { r.focus(r.parts[r.at].first()) }
	r.stage = container.NewStack() // holds all parts, so that a change of theme reaches those not shown
	for _, p := range r.parts {
		r.stage.Add(container.NewVScroll(ui.Padded(inColumn(narrow{width: 720}, p.content()))))
	}
	r.content = ui.Border(r.head(), r.foot(), nil, nil, container.New(beside{}, ui.Padded(r.list), ui.NewRule(), r.stage))
	r.list.Select(0)
	return r
}

func (r *Room) head() fyne.CanvasObject {
	r.conflict = ui.NewText("", ui.InternalInk)
	r.conflict.Cut = true
	r.theirs = ui.NewButton(r.say("settings.elsewhere.theirs"), nil, func() { r.settle(theirs) })
	r.mine = ui.NewButton(r.say("settings.elsewhere.mine"), nil, func() { r.settle(mine) })
	row := ui.Border(nil, nil, nil, container.NewHBox(r.theirs, r.mine), r.conflict)
	r.elsewhere = container.NewStack(ui.Tinted(ui.Internal, ui.Padded(row)))
	r.elsewhere.Hide()
	return r.elsewhere
}

func (r *Room) foot() fyne.CanvasObject {
	r.keep = ui.NewPrimary(r.say("word.save"), nil, r.save).Hinting(action.Hint(r.seat.Words, "settings.save", "Ctrl+Return"))
	r.discard = ui.NewButton(r.say("action.settings.discard"), nil, r.drop)
	r.state = ui.NewText("", ui.Muted)
	r.state.Cut = true
	r.footer = ui.Border(nil, nil, ui.Row(8, r.keep, r.discard), nil,
		ui.Air(0, 0, 10, 0, r.state))
	return container.NewVBox(ui.NewRule(), ui.Padded(r.footer))
}

// Name is "settings".
func (r *Room) Name() string { return "settings" }

// Content is the list of parts, the part chosen, and what saves them.
func (r *Room) Content() fyne.CanvasObject { return r.content }

// Enter shows the desk's settings, with changes that are not saved yet, and listens to the
// desk.
func (r *Room) Enter() {
	r.shown = true
	if r.listen == nil {
		r.listen = ui.Follow(r.seat, func(c desk.Change) {
			if c.Foreign || c.Kinds["desk"] {
				r.compare()
			}
		})
		r.sight = sight.Keep(r.seat.Do, r.seat.Window.Canvas(), func() *container.Scroll { return r.stage.Objects[r.at].(*container.Scroll) },
			r.list, r.keep, r.discard, r.theirs, r.mine)
	}
	r.base = r.seat.Desk.Settings()
	r.fill(r.base)
	for _, p := range r.parts {
		if p, ok := p.(entering); ok {
			p.entered()
		}
	}
	r.focus(r.parts[r.at].first())
	ui.Load(r.seat, &r.drafting, func(ctx context.Context) (string, error) { return r.seat.Desk.Draft(ctx, r.draft.Key()) }, r.restore)
}

// Leave keeps what was changed as a draft.
func (r *Room) Leave() {
	r.shown = false
	r.drafting.Stop()
	r.draft.Flush()
	r.mail.stop()
	r.desk.look(lookOf(r.base))
	if r.listen != nil {
		r.listen()
		r.sight()
		r.listen = nil
	}
}

// Actions are what can be done with the settings.
func (r *Room) Actions() []action.Action {
	list := []action.Action{
		{ID: "settings.save", Menu: action.Desk, Key: "Ctrl+Return", Icon: theme.DocumentSaveIcon(), Do: r.save},
		{ID: "settings.discard", Menu: action.Desk, Do: r.drop},
		{ID: "settings.test", Menu: action.Desk, Key: "Ctrl+Shift+T", Do: func() {
			r.Show("mail")
			r.mail.trial.start()
		}},
		{ID: "settings.sample", Menu: action.Desk, Do: r.sample},
		{ID: "settings.backup", Menu: action.Desk, Do: r.backup},
		{ID: "settings.restore", Menu: action.Desk, Do: func() { r.putBack("") }},
		{ID: "settings.import", Menu: action.FAQ, Do: r.importArticles},
		{ID: "settings.export", Menu: action.FAQ, Do: r.exportArticles},
	}
	for _, p := range r.parts {
		list = append(list, action.Action{ID: "settings.show." + p.name(), Do: func() { r.Show(p.name()) }})
	}
	return list
}

// Show turns to a part by its name: "desk", "mail", "recipients", "paper", "templates",
// "replies", "synonyms", "keys" or "backups".
func (r *Room) Show(name string) {
	for i, p := range r.parts {
		if p.name() == name {
			r.list.Select(i)
			if r.shown {
				r.focus(p.first())
			}
		}
	}
}

// Places are all settings by their names, for whoever looks for one.
func (r *Room) Places() []ui.Place {
	var list []ui.Place
	for _, p := range r.parts {
		in := r.say("action.settings.show." + p.name())
		for _, f := range ui.Fields(p.content()) {
			list = append(list, ui.Place{Name: f.Label, In: in, Go: func() {
				r.Show(p.name())
				if p == part(r.mail) {
					r.mail.reveal(f.First)
				}
				r.focus(f.First)
			}})
		}
	}
	return list
}

func (r *Room) turnTo(i int) {
	if i < 0 {
		return
	}
	r.at = i
	if p, ok := r.parts[i].(turning); ok {
		p.turned()
	}
	for n, o := range r.stage.Objects {
		if n == i {
			o.Show()
		} else {
			o.Hide()
		}
	}
}

func (r *Room) focus(o fyne.Focusable) { r.seat.Window.Canvas().Focus(o) }

func (r *Room) say(key string, pairs ...any) string { return r.seat.Words.Say(key, pairs...) }

// fill puts settings into the fields.
func (r *Room) fill(s data.Settings) {
	r.filling = true
	for _, p := range r.parts {
		p.show(s)
	}
	r.filling = false
	r.desk.look(lookOf(s))
	r.mark()
}

// form is what the fields hold.
func (r *Room) form() data.Settings {
	s := r.base
	for _, p := range r.parts {
		p.read(&s)
	}
	return s
}

// dirty says whether there is something to save.
func (r *Room) dirty() bool { return !same(r.form(), r.base) || len(r.mail.typed()) > 0 }

// changed is called by every field.
func (r *Room) changed() {
	if r.filling {
		return
	}
	r.draft.Changed(r.sketch)
	r.mark()
}

// mark says whether something is not saved yet.
func (r *Room) mark() {
	dirty := r.dirty()
	r.discard.Hidden = !dirty
	text := ""
	if dirty {
		text = r.say("settings.unsaved")
	}
	if r.state.Text != text {
		r.state.SetText(text)
		r.footer.Refresh()
	}
}

// sketch is the draft: what the fields hold, but for passwords, and what they were filled
// from; "" if nothing was changed.
func (r *Room) sketch() string {
	form := r.form()
	if same(form, r.base) {
		return ""
	}
	body, err := json.Marshal(sketch{r.base, form})
	if err != nil {
		r.seat.Fail(err) // cannot be: settings are text
		return ""
	}
	return string(body)
}

type sketch struct{ Base, Form data.Settings }

// restore takes up a draft, unless something has been typed in the meantime.
func (r *Room) restore(body string) {
	var s sketch
	if body == "" || json.Unmarshal([]byte(body), &s) != nil || r.dirty() {
		return
	}
	r.base = s.Base
	r.fill(s.Form)
	r.compare()
	if !r.dirty() {
		r.draft.Drop()
	}
}

// compare takes up what was changed elsewhere. Only if the same setting was changed here,
// too, the person is asked which one counts.
func (r *Room) compare() {
	now := r.seat.Desk.Settings()
	if same(now, r.base) {
		r.elsewhere.Hide()
		return
	}
	form := r.form()
	merged, both := merge(r.base, form, now, mine)
	if len(both) > 0 {
		var names []string
		for _, name := range both {
			names = append(names, r.seat.Words.Field(name))
		}
		r.conflict.SetText(r.say("settings.elsewhere", "what", strings.Join(names, ", ")))
		r.elsewhere.Show()
		return
	}
	r.base = now
	if !same(merged, form) {
		r.fill(merged)
	}
	r.elsewhere.Hide()
	r.draft.Changed(r.sketch)
	r.mark()
}

// settle ends a conflict in favour of one side.
func (r *Room) settle(which side) {
	now := r.seat.Desk.Settings()
	merged, _ := merge(r.base, r.form(), now, which)
	r.base = now
	r.fill(merged)
	r.elsewhere.Hide()
	r.draft.Changed(r.sketch)
	r.focus(r.parts[r.at].first())
}

// drop gives up what is not saved.
func (r *Room) drop() {
	r.draft.Drop()
	r.base = r.seat.Desk.Settings()
	for _, e := range r.mail.secrets() {
		e.SetText("")
	}
	r.fill(r.base)
	r.elsewhere.Hide()
	r.focus(r.parts[r.at].first())
}
