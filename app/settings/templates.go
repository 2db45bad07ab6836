package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/assets"
	"firstline/data"
)

// texts is a kind of templates: where the settings hold them, and which come with the
// program.
type texts struct {
	name     string
	of       func(*data.Settings) *[]data.Template
	supplied func(lang string) []assets.Template
}

// The texts that a case note and an answer to a customer can start from.
var (
	noteTexts  = texts{"templates", func(s *data.Settings) *[]data.Template { return &s.Templates }, assets.Templates}
	replyTexts = texts{"replies", func(s *data.Settings) *[]data.Template { return &s.Replies }, assets.Replies}
)

// templatesPart is the texts of a kind. A desk without texts of its own uses those that come
// with the program.
type templatesPart struct {
	room  *Room
	kind  texts
	all   []data.Template
	at    int // the one in the fields; -1: none
	list  *ui.List
	form  *ui.Form
	title *ui.Entry
	text  *editor.Editor

	remove, up, down *ui.Button
	whole            fyne.CanvasObject
	turning          bool // the fields are changing to show another one
}

func newTemplatesPart(r *Room, kind texts) *templatesPart {
	p := &templatesPart{room: r, kind: kind, at: -1, list: ui.NewNames(nil), title: r.entry(), text: r.lines(14)}
	p.list.MinRows = 12
	p.list.Label = r.say("settings.part." + kind.name)
	p.list.SetEmpty(ui.Empty(r.say("settings.templates.empty"), nil))
	p.list.OnSelect = p.turnTo
	p.list.OnOpen = func(int) { r.focus(p.title) }
	p.title.OnChanged = func(string) { p.edited() }
	p.text.OnChanged = p.edited
	add := ui.NewButton(r.say("word.add"), nil, p.add)
	p.remove = ui.NewButton(r.say("word.remove"), nil, p.drop)
	p.up = ui.NewButton(r.say("settings.templates.up"), nil, func() { p.move(-1) })
	p.down = ui.NewButton(r.say("settings.templates.down"), nil, func() { p.move(1) })
	w := r.seat.Words
	p.form = ui.NewForm(w).Need("template_name", w.Field("name"), p.title).Need("template_text", w.Field("text"), p.text).
		Add("", "", ui.Paragraph(w.NameBlanks(r.say("settings.templates.fill"))))
	p.form.Above = true
	left := ui.Border(nil, container.NewVBox(container.NewHBox(add, p.remove), container.NewHBox(p.up, p.down)), nil, nil, p.list)
	p.whole = ui.Section(r.say("settings.part."+kind.name), container.New(page.Column{Gap: ui.Px(8)},
		ui.Flush(ui.Paragraph(w.NameBlanks(r.say("settings."+kind.name+".text")))), container.New(thirds{}, left, p.form)))
	return p
}

func (p *templatesPart) name() string               { return p.kind.name }
func (p *templatesPart) content() fyne.CanvasObject { return p.whole }
func (p *templatesPart) first() fyne.Focusable      { return p.list }

// standard are the templates that come with the program.
func (p *templatesPart) standard() []data.Template {
	var list []data.Template
	for _, t := range p.kind.supplied(p.room.seat.Words.Lang()) {
		list = append(list, data.Template{Name: t.Name, Text: string(t.Text)})
	}
	return list
}

func (p *templatesPart) show(s data.Settings) {
	list := *p.kind.of(&s)
	if len(list) == 0 {
		list = p.standard()
	}
	if slices.Equal(list, p.all) {
		return
	}
	p.all = slices.Clone(list)
	p.draw(max(p.at, 0))
}

func (p *templatesPart) read(s *data.Settings) {
	var list []data.Template
	for _, t := range p.all {
		if t = (data.Template{Name: strings.TrimSpace(t.Name), Text: t.Text}); t != (data.Template{}) {
			list = append(list, t)
		}
	}
	if slices.Equal(list, p.standard()) {
		list = nil
	}
	*p.kind.of(s) = list
}

// draw lists the templates with the cursor on one of them.
func (p *templatesPart) draw(at int) {
	p.list.SetSource(p)
	at = min(at, len(p.all)-1)
	p.list.Select(at)
	p.turnTo(at)
}

// Len counts the templates.
func (p *templatesPart) Len() int { return len(p.all) }

// Row is a template's name.
func (p *templatesPart) Row(i int) ([]ui.Cell, bool) {
	name := p.all[i].Name
	if strings.TrimSpace(name) == "" {
		return []ui.Cell{{Text: p.room.say("settings.templates.nameless"), Muted: true}}, true
	}
	return []ui.Cell{{Text: name}}, true
}

// turnTo puts a template into the fields.
func (p *templatesPart) turnTo(i int) {
	p.at = i
	var t data.Template
	if i >= 0 && i < len(p.all) {
		t = p.all[i]
		p.title.Enable()
		p.text.Enable()
	} else {
		p.title.Disable()
		p.text.Disable()
	}
	p.turning = true
	p.title.Put(t.Name)
	p.text.SetText(p.room.seat.Words.NameBlanks(t.Text))
	p.turning = false
	for _, b := range []struct {
		button *ui.Button
		may    bool
	}{{p.remove, i >= 0}, {p.up, i > 0}, {p.down, i >= 0 && i < len(p.all)-1}} {
		if b.may {
			b.button.Enable()
		} else {
			b.button.Disable()
		}
	}
}

func (p *templatesPart) edited() {
	if p.turning || p.at < 0 || p.at >= len(p.all) {
		return
	}
	p.all[p.at] = data.Template{Name: p.title.Text, Text: p.room.seat.Words.PlainBlanks(p.text.Text())}
	p.list.Refresh()
	p.room.changed()
}

func (p *templatesPart) add() {
	p.all = append(p.all, data.Template{})
	p.draw(len(p.all) - 1)
	p.room.focus(p.title)
	p.room.changed()
}

func (p *templatesPart) drop() {
	if p.at < 0 {
		return
	}
	p.all = slices.Delete(p.all, p.at, p.at+1)
	p.draw(p.at)
	p.room.focus(p.list)
	p.room.changed()
}

func (p *templatesPart) move(by int) {
	to := p.at + by
	if p.at < 0 || to < 0 || to >= len(p.all) {
		return
	}
	p.all[p.at], p.all[to] = p.all[to], p.all[p.at]
	p.draw(to)
	p.room.changed()
}

// fault shows a template without a name, which could not be chosen.
func (p *templatesPart) fault(err error) bool { return p.form.Fault(err) }

// thirds gives the first object a third of the width, the second the rest.
type thirds struct{}

// MinSize is both side by side.
func (thirds) MinSize(objects []fyne.CanvasObject) fyne.Size {
	a, b := objects[0].MinSize(), objects[1].MinSize()
	return fyne.NewSize(a.Width+b.Width+ui.Px(12), max(a.Height, b.Height))
}

// Layout puts them side by side.
func (thirds) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	first := float32(int(max(size.Width/3, objects[0].MinSize().Width))) // whole pixels: lines stay sharp
	objects[0].Resize(fyne.NewSize(first, size.Height))
	objects[1].Move(fyne.NewPos(first+ui.Px(12), 0))
	objects[1].Resize(fyne.NewSize(size.Width-first-ui.Px(12), size.Height))
}
