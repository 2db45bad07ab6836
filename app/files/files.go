// Package files is how files come to the desk and leave it: the system's own file
// dialogs where it has some, else one of ours, and the clipboard. Fyne's file
// dialog is not used: the keyboard cannot leave it.
package files

import (
	"context"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// Question asks for files that are there.
type Question struct {
	Title, Confirm string
	Says           string // what they are for; "": nothing
	Many           bool   // more than one may be chosen
}

// Ask asks for files. take gets the paths; it calls done when it has taken them,
// or wrong, which says false where nobody has shown the error yet.
func Ask(seat *ui.Seat, q Question, take func(paths []string, done func(), wrong func(error) bool)) {
	ui.AskFiles(seat, ui.FileQuestion{Title: q.Title, Confirm: q.Confirm, Many: q.Many}, func(paths []string) {
		take(paths, func() {}, func(error) bool { return false })
	}, func() { askTyped(seat, q, take) })
}

// askTyped asks for one file in a dialog of ours: one types its path, or goes
// through the folders below.
func askTyped(seat *ui.Seat, q Question, take func(paths []string, done func(), wrong func(error) bool)) {
	path := newPathField(seat, false)
	form := ui.NewForm(seat.Words).Need("file", seat.Words.Field("file"), path.entry)
	form.Above = true
	var done func()
	confirm := func() bool {
		switch {
		case strings.TrimSpace(path.entry.Text) == "":
			form.Fault(data.Fault("file", "required"))
		case !path.descend():
			take([]string{path.value()}, func() { done() }, form.Fault)
		}
		return false
	}
	path.OnPick = func() { confirm() }
	done = ui.ShowDialog(seat.Window, ui.Dialog{Title: q.Title, Width: 640, Focus: path.entry, Content: content(q.Says, form, path),
		Confirm: q.Confirm, Cancel: seat.Words.Say("word.cancel"), OnConfirm: confirm})
}

// content is a dialog about a path.
func content(says string, form *ui.Form, path *pathField) *fyne.Container {
	box := container.NewVBox(form, path.list)
	if says != "" {
		box.Objects = append([]fyne.CanvasObject{ui.Prose(says, ui.Muted)}, box.Objects...)
	}
	return box
}

// New asks where a new file goes.
type New struct {
	Title string
	Name  string            // proposed, in the home folder
	Says  string            // what the file is for; "": nothing
	More  fyne.CanvasObject // fields about what is written; nil: none
}

// Save asks where a new file goes. write writes it there, in the place of what is
// there if need be: then one has agreed to that. It calls done when it has, or
// wrong, which says false where nobody has shown the error yet. What it is made of
// is read when write is called.
func Save(seat *ui.Seat, n New, write func(path string, done func(), wrong func(error) bool)) {
	p := seat.Words
	ui.Load(seat, new(ui.Slot), func(context.Context) (string, error) { return free(n.Name), nil }, func(name string) {
		native := func() {
			n.More = nil
			ui.AskFiles(seat, ui.FileQuestion{Title: n.Title, Confirm: p.Say("word.save"), New: name}, func(paths []string) {
				write(paths[0], func() {}, func(err error) bool {
					seat.Fail(placed(err, paths[0]))
					return true
				})
			}, func() { saveTyped(seat, n, name, write) })
		}
		switch {
		case seat.Files == nil:
			saveTyped(seat, n, name, write)
		case n.More == nil:
			native()
		default:
			ui.ShowDialog(seat.Window, ui.Dialog{Title: n.Title, Content: n.More, Confirm: p.Say("word.save_as"), Cancel: p.Say("word.cancel"), OnConfirm: func() bool {
				native()
				return true
			}})
		}
	})
}

// saveTyped asks in a dialog of ours. A file that is there stays as it is.
func saveTyped(seat *ui.Seat, n New, name string, write func(path string, done func(), wrong func(error) bool)) {
	p := seat.Words
	path := newPathField(seat, true)
	path.set(name)
	form := ui.NewForm(p).Need("file", p.Say("ticket.path"), path.entry)
	form.Above = true
	box := content(n.Says, form, path)
	if n.More != nil {
		box.Objects = append([]fyne.CanvasObject{n.More}, box.Objects...)
	}
	wrong := func(err error) bool { return form.Fault(placed(err, path.value())) }
	var done func()
	done = ui.ShowDialog(seat.Window, ui.Dialog{Title: n.Title, Width: 640, Content: box, Focus: path.entry,
		Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"), OnConfirm: func() bool {
			to := path.value()
			ui.Try(seat, new(ui.Slot), func(context.Context) (bool, error) { return true, untaken(to) }, func(_ bool, err error) {
				switch {
				case err == nil:
					write(to, done, wrong)
				case !wrong(err):
					seat.Fail(err)
				}
			})
			return false
		}})
}
