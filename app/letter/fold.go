package letter

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/data/words"
)

// Fold is what a mail answers, and its signature: a button that says how much
// there is, and below it, once it was pressed, the text.
type Fold struct {
	Content fyne.CanvasObject

	words   *words.Printer
	text    string
	button  *ui.Button
	box     *fyne.Container
	open    bool
	resized func() // what holds it must be laid out anew
}

// NewFold folds a text away; resized is called when its height changes.
func NewFold(p *words.Printer, text string, resized func()) *Fold {
	f := &Fold{words: p, text: strings.Trim(text, "\n"), resized: resized, box: container.New(page.Column{})}
	f.button = ui.NewQuiet("", nil, f.toggle)
	f.Content = container.New(page.Column{Gap: ui.Px(2)}, container.NewHBox(f.button), f.box)
	f.draw()
	return f
}

func (f *Fold) toggle() {
	f.open = !f.open
	f.draw()
	f.Content.Refresh()
	f.resized()
}

func (f *Fold) draw() {
	key := "letter.unfold"
	f.box.Objects = nil
	if f.open {
		key = "letter.fold"
		f.box.Objects = []fyne.CanvasObject{Plain(f.words, f.text)}
	}
	f.button.SetText(f.words.Count(key, 1+strings.Count(f.text, "\n")))
}
