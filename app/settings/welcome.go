package settings

import (
	"context"
	"fmt"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"

	"firstline/app/care"
	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/assets"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Welcome fills the window with the page of the first start: who one is, what
// the desk is called, and its code. It makes the desk in dir, or a sample desk in
// a temporary folder, and hands it to done, opened. do runs a function on the UI
// goroutine; done is called there.
func Welcome(win fyne.Window, p *words.Printer, dir string, do func(func()), done func(*desk.Desk)) {
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
	done  func(*desk.Desk)

	spoken               bool // the language was chosen, not guessed
	named                bool // the code was typed, not proposed
	form                 *ui.Form
	operator, name, code *ui.Entry
	numbers              *ui.Text
	make, restore, look  *ui.Button
	making               bool
}

// show draws the page in the language as it is now, with what was typed so far.
func (w *welcome) show(typed data.Settings) {
	p := w.words
	w.operator, w.name, w.code = w.entry(typed.Operator, nil), w.entry(typed.Name, w.propose), w.entry(typed.Code, w.typedCode)
	w.numbers = ui.NewCaption("")
	w.form = ui.NewForm(p).
		Need("operator", p.Say("settings.welcome.operator"), w.operator).
		Need("name", p.Say("settings.desk.name"), w.name).
		Need("code", p.Field("code"), w.code).
		Add("", "", w.numbers)
	w.make = ui.NewPrimary(p.Say("settings.welcome.make"), nil, w.create)
	w.restore = ui.NewButton(p.Say("action.settings.restore"), nil, w.askBackup)
	w.look = ui.NewButton(p.Say("settings.welcome.look"), nil, w.lookAround).Hinting(p.Say("settings.welcome.look.hint"))

	where := container.New(page.Column{Gap: px(3)}, ui.NewCaption(p.Say("settings.welcome.where")), ui.Flush(ui.SelectableText(w.dir)))
	if w.place != local {
		where.Add(ui.Tinted(ui.Internal, ui.Paragraph(p.Say("settings.welcome."+string(w.place)))))
	}
	title := ui.NewHeading(p.Say("settings.welcome.title"))
	title.SizeName = theme.SizeNameHeadingText
	icon := canvas.NewImageFromResource(fyne.NewStaticResource("icon.png", assets.Icon()))
	icon.FillMode = canvas.ImageFillContain
	icon.SetMinSize(fyne.NewSquareSize(px(36)))
	body := container.New(page.Column{Gap: px(16)},
		w.languages(), ui.Border(nil, nil, icon, nil, container.New(layout.NewCustomPaddedLayout(0, 0, px(10), 0), title)), ui.Flush(ui.Paragraph(p.Say("settings.welcome.text"))), w.form, where,
		container.New(page.Wrap{}, w.make, w.restore, w.look))
	w.win.SetTitle("Firstline")
	w.win.SetContent(container.NewVScroll(inColumn(narrow{620, true}, ui.Padded(body))))
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

// languages is the switch, in the languages' own names.
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

// typed is what the page holds. A language that nobody chose is the system's.
func (w *welcome) typed() data.Settings {
	s := data.Settings{Code: w.code.Text, Name: w.name.Text, Operator: w.operator.Text}
	if w.spoken || w.words != words.For(words.System()) {
		s.Language = w.words.Lang()
	}
	return s
}

// propose makes a code of the name, until one is typed.
func (w *welcome) propose(name string) {
	if w.named {
		return
	}
	w.code.SetText(proposeCode(name))
	w.named = false // what the line above did to it
	w.count()
}

func (w *welcome) typedCode(code string) {
	w.named = code != ""
	w.count()
}

// count shows what ticket numbers will look like.
func (w *welcome) count() {
	code := strings.ToUpper(strings.TrimSpace(w.code.Text))
	if code == "" {
		code = "ABC"
	}
	w.numbers.SetText(w.words.Say("settings.welcome.numbers", "number", code+"-1"))
}

func (w *welcome) create() {
	s := w.typed()
	s.Categories = assets.Sample(w.words.Lang()).Categories // to begin with
	w.work(w.make, func(ctx context.Context) (*desk.Desk, error) { return desk.Create(ctx, w.dir, s) })
}

// lookAround makes a sample desk that goes with the temporary files.
func (w *welcome) lookAround() {
	lang := w.words.Lang()
	w.work(w.look, func(ctx context.Context) (*desk.Desk, error) {
		dir, err := os.MkdirTemp("", "firstline-demo-*")
		if err != nil {
			return nil, fmt.Errorf("make a folder for the sample desk: %w", err)
		}
		return desk.CreateDemo(ctx, dir, lang)
	})
}

// work makes a desk off the UI goroutine, once at a time.
func (w *welcome) work(pressed *ui.Button, open func(context.Context) (*desk.Desk, error)) {
	if w.making {
		return
	}
	w.making = true
	text := pressed.Text
	pressed.SetText(w.words.Say("word.working"))
	w.enable(false)
	go func() {
		d, err := open(context.Background())
		w.do(func() {
			w.making = false
			if err == nil {
				w.done(d)
				return
			}
			pressed.SetText(text)
			w.enable(true)
			if !w.form.Fault(err) {
				ui.Tell(w.win, w.words, w.words.Say("word.error"), w.words.Error(err))
			}
		})
	}()
}

// enable has all buttons pressed, or none.
func (w *welcome) enable(may bool) {
	for _, b := range []*ui.Button{w.make, w.restore, w.look} {
		if may {
			b.Enable()
		} else {
			b.Disable()
		}
	}
}

// askBackup asks for a backup, says what it holds, and makes the desk of it if one
// agrees.
func (w *welcome) askBackup() {
	p := w.words
	seat := &ui.Seat{Words: p, Window: w.win, Do: w.do, Notify: func(string) {}, Working: w.reading,
		Fail: func(err error) { ui.Tell(w.win, p, p.Say("word.error"), p.Error(err)) }}
	files.Ask(seat, care.Question(p), func(paths []string, done func(), _ func(error) bool) {
		done()
		ui.Work(seat, p.Say("care.restore.reading"), func(ctx context.Context, tell func(done, total int)) (*desk.Unpacked, error) {
			return desk.Unpack(ctx, paths[0], w.dir, tell)
		}, func(u *desk.Unpacked) {
			ui.ShowDialog(w.win, ui.Dialog{Title: p.Say("care.restore.sure"), Content: ui.Flush(ui.Paragraph(care.Holds(p, u))),
				Confirm: p.Say("care.restore.do"), Cancel: p.Say("word.cancel"), OnCancel: func() { u.Drop() }, OnConfirm: func() bool {
					w.work(w.restore, func(ctx context.Context) (*desk.Desk, error) { return u.Place(ctx) })
					return true
				}})
		})
	})
}

// reading shows on the button how far a backup was read; pressed, it stops.
func (w *welcome) reading(j *ui.Job) {
	w.making = !j.Over
	w.enable(j.Over)
	w.restore.SetText(w.words.Say("action.settings.restore"))
	w.restore.OnTapped = w.askBackup
	if !j.Over {
		w.restore.Enable()
		w.restore.SetText(w.words.Say("settings.welcome.reading", "percent", w.words.Number(100*j.Done/max(j.Total, 1))))
		w.restore.OnTapped = j.Cancel
	}
}
