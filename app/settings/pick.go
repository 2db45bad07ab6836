package settings

import (
	"context"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// pickFile asks for a file, has it read off the UI goroutine and passes on what was read.
func (r *Room) pickFile(title string, read func(path string) (string, error), take func(string)) {
	files.Ask(r.seat, files.Question{Title: title, Confirm: r.say("settings.pick.do")}, func(paths []string, done func(), wrong func(error) bool) {
		ui.Try(r.seat, new(ui.Slot), func(context.Context) (string, error) { return read(paths[0]) }, func(got string, err error) {
			switch {
			case err == nil:
				done()
				take(got)
			case !wrong(atFile(err)):
				r.seat.Fail(err)
			}
		})
	})
}

// atFile moves a problem with the file to the only field of the dialog.
func atFile(err error) error {
	if p, ok := err.(*data.Problem); ok {
		moved := *p
		moved.Field = "file"
		return &moved
	}
	return err
}
