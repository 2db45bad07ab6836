package ticket

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
)

// programs are endings of files that run when they are opened.
var programs = map[string]bool{".exe": true, ".com": true, ".bat": true, ".cmd": true, ".scr": true, ".msi": true, ".ps1": true, ".vbs": true,
	".vbe": true, ".js": true, ".jse": true, ".wsf": true, ".wsh": true, ".hta": true, ".lnk": true, ".reg": true, ".jar": true, ".pif": true,
	".sh": true, ".desktop": true, ".app": true, ".command": true, ".appimage": true, ".cpl": true, ".url": true}

// open shows an attachment in the program the system has for it: a copy under
// its own name, which may only be read, so that nobody works in it by mistake.
// What would run as a program, or comes from a stranger, is shown only after a
// warning.
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
		sweep()
		folder, err := os.MkdirTemp("", openedPrefix)
		if err != nil {
			return "", fmt.Errorf("make a folder for a copy: %w", err)
		}
		to := filepath.Join(folder, data.SafeName(a.Name))
		return to, copyFile(from, to, 0o400)
	}, r.openPath, nil)
}

// openPath hands a file to the system.
func (r *Room) openPath(path string) {
	if path = filepath.ToSlash(path); !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/… is a path of a URL only after a slash
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: path}); err != nil {
		r.seat.Fail(data.Fault("file", "file_unreadable", "name", filepath.Base(path)).Because(err))
	}
}

// openedPrefix begins the names of the folders that hold opened copies.
const openedPrefix = "firstline-open-"

// sweep removes the copies opened before today: they are people's data.
func sweep() {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), openedPrefix+"*"))
	if err != nil {
		return // the pattern is fine
	}
	for _, folder := range old {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(folder) // one still open on Windows goes another day
		}
	}
}

// copyFile copies a file to a name that is not taken.
func copyFile(from, to string, mode fs.FileMode) (err error) {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, mode)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, out.Close())
		if err != nil {
			os.Remove(to)
		}
	}()
	_, err = io.Copy(out, in)
	return err
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
