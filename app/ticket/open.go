package ticket

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// programs are endings of files that run when they are opened.
var programs = map[string]bool{".exe": true, ".com": true, ".bat": true, ".cmd": true, ".scr": true, ".msi": true, ".ps1": true, ".vbs": true,
	".vbe": true, ".js": true, ".jse": true, ".wsf": true, ".wsh": true, ".hta": true, ".lnk": true, ".reg": true, ".jar": true, ".pif": true,
	".sh": true, ".desktop": true, ".app": true, ".command": true, ".appimage": true, ".cpl": true, ".url": true}

// open shows a copy of an attachment in the program the system has for it; what would
// run as a program, or comes from a stranger, only after a warning.
func (r *Room) open(a data.Attachment) {
	if programs[strings.ToLower(filepath.Ext(a.Name))] {
		ui.Ask(r.seat.Window, r.seat.Words, r.say("ticket.open.program.title"), r.say("ticket.open.program", "name", a.Name),
			r.say("ticket.open.program.do"), func() { r.openNow(a) })
		return
	}
	if a.Quarantined {
		ui.Ask(r.seat.Window, r.seat.Words, r.say("ticket.open.stranger.title"), r.say("ticket.open.stranger", "name", a.Name),
			r.say("ticket.open.program.do"), func() { r.openNow(a) })
		return
	}
	r.openNow(a)
}

func (r *Room) openNow(a data.Attachment) {
	from := r.seat.Desk.AttachmentPath(a)
	act(r, func(context.Context) (string, error) {
		in, err := os.Open(from)
		if err != nil {
			return "", err
		}
		defer in.Close()
		return files.Copy(a.Name, in)
	}, func(path string) { files.Open(r.seat, path) }, nil)
}

// saveCopy keeps a copy of an attachment where one says.
func (r *Room) saveCopy(a data.Attachment) {
	from := r.seat.Desk.AttachmentPath(a)
	r.saveNew(files.New{Title: r.say("ticket.copy.title"), Name: data.SafeName(a.Name)}, func() func(context.Context) (io.ReadCloser, error) {
		return func(context.Context) (io.ReadCloser, error) { return os.Open(from) }
	}, func(to string) { r.seat.Notify(r.say("ticket.copy.kept", "path", to)) })
}

// saveNew asks where a new file goes, has it written there and says so. make is
// asked for on the UI goroutine what to write off it.
func (r *Room) saveNew(n files.New, make func() func(context.Context) (io.ReadCloser, error), written func(to string)) {
	files.Save(r.seat, n, func(to string, done func(), wrong func(error) bool) {
		content := make()
		act(r, func(ctx context.Context) (string, error) {
			in, err := content(ctx)
			if err != nil {
				return "", err
			}
			defer in.Close()
			return to, files.Write(to, in)
		}, func(to string) {
			done()
			written(to)
		}, wrong)
	})
}
