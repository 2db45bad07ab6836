package letter

import (
	"context"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
)

// Save asks where to write a mail as a file that mail programs open as a draft,
// with a name in the home folder proposed. write does so and says when it is done,
// or what is wrong.
func Save(seat *ui.Seat, name string, write func(path string, done func(), wrong func(error) bool)) {
	p := seat.Words
	file := ui.NewEntry("")
	ui.Load(seat, new(ui.Slot), func(context.Context) (string, error) { return free(name), nil }, func(path string) {
		if file.Text == "" {
			file.SetText(path)
		}
	})
	form := ui.NewForm(p).Need("file", p.Field("file"), file)
	form.Above = true
	var done func()
	done = ui.ShowDialog(seat.Window, ui.Dialog{Title: p.Say("letter.save.title"), Width: 620, Focus: file,
		Content: container.NewVBox(ui.Prose(p.Say("letter.save.says"), ui.Muted), form),
		Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"), OnConfirm: func() bool {
			write(strings.TrimSpace(file.Text), done, form.Fault)
			return false
		}})
}

// free is a path in the home folder that is not taken.
func free(name string) string {
	dir, err := os.UserHomeDir()
	if err != nil {
		dir = os.TempDir()
	}
	path := filepath.Join(dir, name+".eml")
	for n := 2; n < 1000; n++ {
		if _, err := os.Stat(path); err != nil {
			break
		}
		path = filepath.Join(dir, name+"-"+strconv.Itoa(n)+".eml")
	}
	return path
}
