package settings

import (
	"context"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// picker asks for a file: one types its path, and the names that go on from what
// is typed stand below. Down goes to them, Return takes one.
type picker struct {
	room  *Room
	path  *ui.Entry
	list  *ui.List
	form  *ui.Form
	names []string
	slot  ui.Slot
}

const separator = string(filepath.Separator)

// mostNames is how many names are offered at a time.
const mostNames = 500

// pickFile asks for a file, has it read off the UI goroutine and hands on what
// was read.
func (r *Room) pickFile(title string, read func(path string) (string, error), take func(string)) {
	ui.AskFiles(r.seat, ui.FileQuestion{Title: title, Confirm: r.say("settings.pick.do")}, func(paths []string) {
		ui.Load(r.seat, new(ui.Slot), func(context.Context) (string, error) { return read(paths[0]) }, take)
	}, func() { r.pickTyped(title, read, take) })
}

// pickTyped asks for a file where the system has no dialog for it. What is wrong
// with the file is said in the dialog.
func (r *Room) pickTyped(title string, read func(path string) (string, error), take func(string)) {
	p := &picker{room: r, path: ui.NewEntry(""), list: ui.NewNames(nil)}
	p.form = ui.NewForm(r.seat.Words).Need("file", r.seat.Words.Field("file"), p.path)
	p.form.Above = true
	p.list.Label, p.list.MinRows, p.list.OpenOnClick = r.say("settings.pick.names"), 8, true
	p.list.SetEmpty(ui.Empty(r.say("settings.pick.none"), nil))
	var done func()
	confirm := func() bool {
		at := typedPath(p.path.Text)
		ui.Try(r.seat, new(ui.Slot), func(context.Context) (string, error) {
			if at == "" {
				return "", data.Fault("file", "required")
			}
			return read(at)
		}, func(got string, err error) {
			switch {
			case err == nil:
				done()
				take(got)
			case !p.form.Fault(atFile(err)):
				r.seat.Fail(err)
			}
		})
		return false
	}
	p.path.OnChanged = func(string) { p.offer() }
	p.path.OnDown = func() {
		if len(p.names) > 0 {
			r.focus(p.list)
		}
	}
	p.list.OnTop = func() { r.focus(p.path) }
	p.list.OnOpen = func(i int) {
		p.set(filepath.Join(p.folder(), p.names[i]))
		r.focus(p.path)
		if strings.HasSuffix(p.names[i], separator) {
			p.set(p.path.Text + separator)
			return
		}
		confirm()
	}
	done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: title, Width: 600, Focus: p.path, Content: container.NewVBox(p.form, p.list),
		Confirm: r.say("settings.pick.do"), Cancel: r.say("word.cancel"), OnConfirm: confirm})
	p.set(typedPath("~") + separator)
}

func (p *picker) set(path string) {
	p.path.SetText(path)
	p.path.CursorColumn = len([]rune(path))
	p.path.Refresh()
}

// folder is the folder whose names are offered.
func (p *picker) folder() string {
	folder, _ := filepath.Split(typedPath(p.path.Text))
	return folder
}

// offer shows the names that go on from what is typed. Half a path names no
// folder: then there are none.
func (p *picker) offer() {
	folder, begin := filepath.Split(typedPath(p.path.Text))
	ui.Load(p.room.seat, &p.slot, func(context.Context) (names []string, err error) {
		entries, _ := os.ReadDir(folder)
		for _, e := range entries {
			name := e.Name()
			if !strings.HasPrefix(strings.ToLower(name), strings.ToLower(begin)) || name[0] == '.' && begin == "" || len(names) == mostNames {
				continue
			}
			if info, err := os.Stat(filepath.Join(folder, name)); err == nil && info.IsDir() {
				name += separator
			}
			names = append(names, name)
		}
		return names, nil
	}, func(names []string) {
		p.names = names
		rows := make(ui.Rows, len(names))
		for i, n := range names {
			rows[i] = []ui.Cell{{Text: n}}
		}
		p.list.SetSource(rows)
	})
}

// atFile moves a problem with what was picked to the dialog's one field.
func atFile(err error) error {
	if p, ok := err.(*data.Problem); ok {
		moved := *p
		moved.Field = "file"
		return &moved
	}
	return err
}

// typedPath makes a path of what people type or paste: quotes around it are taken
// off, and ~ is the home folder. A separator at the end stays.
func typedPath(text string) string {
	text = strings.Trim(strings.TrimSpace(text), `"'`)
	if text == "" || filepath.IsAbs(text) {
		return text
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return text
	}
	if rest, ok := strings.CutPrefix(text, "~"); ok {
		return home + rest
	}
	return home + separator + text
}
