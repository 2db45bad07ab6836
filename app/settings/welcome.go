package settings

import (
	"context"
	"fmt"
	"os"
	"strings"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"

	"firstline/app/faq/page"
	"firstline/app/ui"
	"firstline/assets"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Welcome fills the window with the page of the first start, which asks for the operator, the
// name of the desk and its code. It makes the desk in dir, or a sample desk in a temporary
// folder, and gives it to done, opened; with the backup it was made of, if it was made of
// one. do runs a function on the UI goroutine, on which done is called.
func Welcome(win fyne.Window, p *words.Printer, dir string, do func(func()), done func(*desk.Desk, *desk.Unpacked)) {
	w := &welcome{win: win, words: p, dir: dir, place: judge(dir, systemMounts()), do: do, done: done}
	w.show(data.Settings{})
}

// welcome is the page of the first start.
type welcome struct {
	win   fyne.Window
	words *words.Printer
	dir   string
	place place
	do    func(func())
	done  func(*desk.Desk, *desk.Unpacked)

	spoken               bool // the language was chosen, not guessed
	named                bool // the code was typed, not proposed
	form                 *ui.Form
	operator, name, code *ui.Entry
	numbers              *ui.Text
	make, look           *ui.Button
	restore              *takeBackup
	making               bool
}

// show draws the page in the present language, with what has been typed so far.
func (w *welcome) show(typed data.Settings) {
	p := w.words
	w.operator, w.name, w.code = w.entry(typed.Operator, nil), w.entry(typed.Name, w.propose), w.entry(typed.Code, w.typedCode)
	if !w.named {
		w.code.Propose(typed.Code)
	}
	w.numbers = ui.NewCaption("")
	w.form = ui.NewForm(p).
		Need("operator", p.Say("settings.welcome.operator"), w.operator).
		Need("name", p.Say("settings.desk.name"), w.name).
		Need("code", p.Field("code"), w.code).
		Add("", "", w.numbers)
	w.make = ui.NewPrimary(p.Say("settings.welcome.make"), nil, w.create)
	w.restore = newTakeBackup(w.win, p, w.do, w.dir, p.Say("action.settings.restore"), "")
	w.restore.OnBusy = func(busy bool) {
		w.making = busy
		enable(!busy, w.buttons())
	}
	w.restore.OnTake = func(u *desk.Unpacked) { w.work(w.restore.Button, u.Place, u) }
	w.look = ui.NewButton(p.Say("settings.welcome.look"), nil, w.lookAround).Hinting(p.Say("settings.welcome.look.hint"))

	where := container.New(page.Column{Gap: ui.Px(3)}, ui.NewCaption(p.Say("settings.welcome.where")), ui.Flush(ui.SelectableText(w.dir)))
	if w.place != local {
		where.Add(ui.Tinted(ui.Internal, ui.Paragraph(p.Say("settings.welcome."+string(w.place)))))
	}
	title := ui.NewHeading(p.Say("settings.welcome.title"))
	title.SizeName = theme.SizeNameHeadingText
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(ui.Px(36)))
	body := container.New(page.Column{Gap: ui.Px(16)},
		w.languages(), ui.Border(nil, nil, icon, nil, ui.Air(0, 0, 10, 0, title)), ui.Flush(ui.Paragraph(p.Say("settings.welcome.text"))), w.form, where,
		container.New(page.Wrap{}, w.make, w.restore.Button, w.look))
	w.win.SetTitle("Firstline")
	w.win.SetContent(container.NewVScroll(inColumn(narrow{width: 620, alone: true}, ui.Padded(body))))
	w.count()
	w.win.Canvas().Focus(w.operator)
}

func (w *welcome) entry(text string, changed func(string)) *ui.Entry {
	e := ui.NewEntry("")
	e.SetText(text)
	e.OnChanged = changed
	e.OnEnter, e.OnSubmitAll = w.create, w.create
	return e
}

// languages is the switch between languages, by the languages' own names.
func (w *welcome) languages() fyne.CanvasObject {
	row := container.NewHBox()
	for _, lang := range words.Languages() {
		b := ui.NewQuiet(words.For(lang).Choice("language", lang), nil, func() { w.speak(lang) })
		b.SetOn(lang == w.words.Lang())
		row.Add(b)
	}
	return row
}

func (w *welcome) speak(lang string) {
	if w.making {
		return
	}
	w.words, w.spoken = words.For(lang), true
	w.show(w.typed())
}

// typed is what was typed on the page. A language that nobody chose is the system's.
func (w *welcome) typed() data.Settings {
	s := data.Settings{Code: w.code.Text, Name: w.name.Text, Operator: w.operator.Text}
	if w.spoken || w.words != words.For(words.System()) {
		s.Language = w.words.Lang()
	}
	return s
}

// propose makes a code of the name, unless one was typed.
func (w *welcome) propose(name string) {
	if w.named {
		return
	}
	w.code.Propose(proposeCode(name))
	w.named = false // which the line above has set
	w.count()
}

func (w *welcome) typedCode(code string) {
	w.named = code != ""
	w.count()
}

// count shows what ticket numbers will look like, with an example for a code that cannot be
// one yet.
func (w *welcome) count() {
	code := strings.ToUpper(strings.TrimSpace(w.code.Text))
	if n := utf8.RuneCountInString(code); n < 2 || n > 4 {
		code = "ABC"
	}
	w.numbers.SetText(w.words.Say("settings.welcome.numbers", "number", code+"-1"))
}

func (w *welcome) create() {
	s := w.typed()
	s.Categories = assets.Sample(w.words.Lang()).Categories // something to begin with
	w.work(w.make, func(ctx context.Context) (*desk.Desk, error) { return desk.Create(ctx, w.dir, s) }, nil)
}

// lookAround makes a sample desk among the temporary files.
func (w *welcome) lookAround() {
	lang := w.words.Lang()
	w.work(w.look, func(ctx context.Context) (*desk.Desk, error) {
		dir, err := os.MkdirTemp("", "firstline-demo-*")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the sample desk: %w", err)
		}
		return desk.CreateDemo(ctx, dir, lang)
	}, nil)
}

// work makes a desk off the UI goroutine, one at a time; of says of which backup it is made,
// if it is.
func (w *welcome) work(pressed *ui.Button, open func(context.Context) (*desk.Desk, error), of *desk.Unpacked) {
	if w.making {
		return
	}
	w.making = true
	text := pressed.Text
	pressed.SetText(w.words.Say("word.working"))
	enable(false, w.buttons())
	go func() {
		d, err := open(context.Background())
		w.do(func() {
			w.making = false
			if err == nil {
				w.done(d, of)
				return
			}
			pressed.SetText(text)
			enable(true, w.buttons())
			if !w.form.Fault(err) {
				ui.Tell(w.win, w.words, w.words.Say("word.error"), w.words.Error(err))
			}
		})
	}()
}

func (w *welcome) buttons() []*ui.Button { return []*ui.Button{w.make, w.restore.Button, w.look} }
