package settings

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data"
)

// synonymsPart is the words that mean the same at this desk, a group on each line.
type synonymsPart struct {
	form  *ui.Form
	lines *editor.Editor
	whole fyne.CanvasObject
}

func newSynonymsPart(r *Room) *synonymsPart {
	p := &synonymsPart{lines: r.lines(14)}
	p.lines.Plain = true
	p.form = ui.NewForm(r.seat.Words).Add("synonyms", r.say("settings.synonyms.label"), p.lines)
	p.form.Above = true
	p.whole = ui.Section(r.say("settings.part.synonyms"), container.New(page.Column{Gap: ui.Px(8)},
		ui.Flush(ui.Paragraph(r.say("settings.synonyms.text"))), p.form))
	return p
}

func (p *synonymsPart) name() string               { return "synonyms" }
func (p *synonymsPart) content() fyne.CanvasObject { return p.whole }
func (p *synonymsPart) first() fyne.Focusable      { return p.lines }
func (p *synonymsPart) fault(err error) bool       { return p.form.Fault(err) }

// show writes the groups, unless the field says the same already: the line being typed may
// still look otherwise.
func (p *synonymsPart) show(s data.Settings) {
	var now data.Settings
	if p.read(&now); !slices.Equal(now.Synonyms, s.Synonyms) {
		p.lines.SetText(strings.Join(s.Synonyms, "\n"))
	}
}

func (p *synonymsPart) read(s *data.Settings) {
	s.Synonyms = nil
	for line := range strings.Lines(p.lines.Text()) {
		if line = strings.TrimSpace(line); line != "" {
			s.Synonyms = append(s.Synonyms, line)
		}
	}
}
