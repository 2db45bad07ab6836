package files

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
)

// opened begins the names of the folders that hold copies for opening.
const opened = "firstline-open-"

// Copy writes a copy of a file for the person to look at: under its own name, in a
// temporary folder, and only to be read, so that nobody works in it by mistake. Copies
// from before today go: they are people's data.
func Copy(name string, content io.Reader) (path string, err error) {
	sweep()
	folder, err := os.MkdirTemp("", opened+"*")
	if err != nil {
		return "", fmt.Errorf("make a folder for %s: %w", name, err)
	}
	path = filepath.Join(folder, data.SafeName(name))
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o400)
	if err != nil {
		return "", err
	}
	_, err = io.Copy(out, content)
	return path, errors.Join(err, out.Close())
}

// sweep removes the copies that were made more than a day ago.
func sweep() {
	old, err := filepath.Glob(filepath.Join(os.TempDir(), opened+"*"))
	if err != nil {
		return // the pattern is a good one
	}
	for _, folder := range old {
		if info, err := os.Stat(folder); err == nil && time.Since(info.ModTime()) > 24*time.Hour {
			os.RemoveAll(folder) // one that is still open on Windows goes another day
		}
	}
}

// Open shows a file in the program the system has for it.
func Open(seat *ui.Seat, path string) {
	at := filepath.ToSlash(path)
	if !strings.HasPrefix(at, "/") {
		at = "/" + at // C:/… is a path of a URL only after a slash
	}
	if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: at}); err != nil {
		seat.Fail(data.Fault("file", "file_unreadable", "name", filepath.Base(path)).Because(err))
	}
}
