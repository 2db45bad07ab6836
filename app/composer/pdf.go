package composer

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/ui"
	"firstline/data"
)

// openPDF shows a PDF in the program the system has for it, by way of a
// temporary file that may only be read.
func openPDF(seat *ui.Seat, name string, raw []byte) {
	ui.Load(seat, new(ui.Slot), func(context.Context) (string, error) {
		folder, err := os.MkdirTemp("", "firstline-open-*")
		if err != nil {
			return "", fmt.Errorf("make a folder for %s: %w", name, err)
		}
		path := filepath.Join(folder, data.SafeName(name))
		return path, os.WriteFile(path, raw, 0o400)
	}, func(path string) {
		if err := fyne.CurrentApp().OpenURL(&url.URL{Scheme: "file", Path: "/" + strings.TrimPrefix(filepath.ToSlash(path), "/")}); err != nil {
			seat.Fail(err)
		}
	})
}
