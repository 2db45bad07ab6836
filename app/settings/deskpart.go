package settings

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// deskPart is whose desk it is and what it looks like.
type deskPart struct {
	room           *Room
	form           *ui.Form
	desk, operator *ui.Entry
	code           *ui.Passage
	language       *labelled
	theme          *labelled
	textSize       *labelled
	categories     *editor.Editor
	own            *editor.Editor // words
	spelling       *ui.Passage
	whole          fyne.CanvasObject
	looks          look // of the window, now
}

func newDeskPart(r *Room) *deskPart {
	p := &deskPart{room: r, desk: r.entry(), operator: r.entry(), code: ui.Paragraph(""), categories: r.lines(8), own: r.lines(3), spelling: ui.Small(""),
		looks: lookOf(r.seat.Desk.Settings())}
	w := r.seat.Words
	languages, looks := []string{""}, []string{"", "light", "dark"}
	languages = append(languages, words.Languages()...)
	p.language = newLabelled(r, languages, func(v string) string { return w.Choice("language", v) }, nil)
	p.theme = newLabelled(r, looks, func(v string) string { return w.Choice("theme", v) }, func(string) { p.tryLook() })
	var sizes []string
	for _, percent := range data.TextSizes() {
		sizes = append(sizes, strconv.Itoa(percent))
	}
	p.textSize = newLabelled(r, sizes, func(v string) string { return v + " %" }, func(string) { p.tryLook() })
	p.form = ui.NewForm(w).
		Need("name", r.say("settings.desk.name"), p.desk).
		Add("code", w.Field("code"), ui.Flush(p.code)).
		Need("operator", w.Field("operator"), p.operator).
		Add("language", w.Field("language"), p.language.Choice).
		Add("theme", w.Field("theme"), p.theme.Choice).
		Add("text_size", w.Field("text_size"), p.textSize.Choice).
		Add("categories", w.Field("categories"), p.categories).
		Add("", "", ui.Flush(ui.Small(r.say("settings.desk.categories.hint")))).
		Add("words", w.Field("words"), p.own).
		Add("", "", ui.Flush(p.spelling))
	p.categories.Plain, p.own.Plain = true, true
	p.whole = container.New(page.Column{Gap: ui.Px(8)}, ui.Section(r.say("settings.part.desk"), p.form))
	return p
}

func (p *deskPart) name() string               { return "desk" }
func (p *deskPart) content() fyne.CanvasObject { return p.whole }
func (p *deskPart) first() fyne.Focusable      { return p.desk }
func (p *deskPart) fault(err error) bool       { return p.form.Fault(err) }

// entered says which dictionaries there are, once they have been read.
func (p *deskPart) entered() {
	r, says := p.room, ""
	if speller := r.seat.Speller; speller != nil && speller.Version() > 0 {
		says = r.say("settings.desk.spelling.none")
		if names := speller.Dictionaries(); len(names) > 0 {
			says = r.say("settings.desk.spelling", "names", strings.Join(names, ", "))
		}
	}
	p.spelling.SetText(says)
	r.stage.Refresh() // it may take more lines now
}

func (p *deskPart) show(s data.Settings) {
	p.desk.Put(s.Name)
	p.operator.Put(s.Operator)
	p.code.SetText(p.room.say("settings.desk.code", "code", s.Code))
	p.language.setValue(s.Language)
	p.theme.setValue(s.Theme)
	p.textSize.setValue(strconv.Itoa(s.TextPercent()))
	p.categories.SetText(strings.Join(s.Categories, "\n"))
	p.own.SetText(strings.Join(s.Words, "\n"))
}

func (p *deskPart) read(s *data.Settings) {
	s.Name, s.Operator = strings.TrimSpace(p.desk.Text), strings.TrimSpace(p.operator.Text)
	s.Language = p.language.value()
	chosen := p.chosen()
	s.Theme = chosen.theme
	if chosen.percent != s.TextPercent() {
		s.TextSize = chosen.percent
	}
	s.Categories, s.Words = lines(p.categories.Text()), lines(p.own.Text())
}

// lines are the lines of a text that are not empty, each once.
func lines(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" && !slices.Contains(list, line) {
			list = append(list, line)
		}
	}
	return list
}

// look is how the window looks.
type look struct {
	theme   string
	percent int // size of the text
}

func lookOf(s data.Settings) look { return look{s.Theme, s.TextPercent()} }

// chosen is the look that the fields describe.
func (p *deskPart) chosen() look {
	percent, _ := strconv.Atoi(p.textSize.value()) // it is one of the sizes, or what the desk has
	return look{p.theme.value(), percent}
}

// tryLook gives the window the chosen look at once; leaving without saving takes it back.
func (p *deskPart) tryLook() {
	if p.textSize != nil && !p.room.filling {
		p.look(p.chosen())
	}
}

func (p *deskPart) look(l look) {
	if l != p.looks {
		p.looks = l
		fyne.CurrentApp().Settings().SetTheme(ui.ThemeSized(l.theme, l.percent))
	}
}
