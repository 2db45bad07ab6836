package files

import (
	"bytes"
	"context"
	"errors"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// pasteTimeout is how long a program that reads the clipboard may take;
// PowerShell alone needs a second or two to start.
const pasteTimeout = 10 * time.Second

// reader is a program that writes the picture in the clipboard to its output as
// PNG. Fyne's own clipboard knows only text.
type reader struct {
	program string
	args    []string
}

// readers lists the programs that may be there, the likeliest first.
func readers() []reader {
	switch runtime.GOOS {
	case "windows":
		return []reader{{"powershell", []string{"-NoProfile", "-STA", "-Command",
			"Add-Type -AssemblyName System.Windows.Forms,System.Drawing; $p=[Windows.Forms.Clipboard]::GetImage(); if($p -eq $null){exit 1}; " +
				"$m=New-Object IO.MemoryStream; $p.Save($m,[Drawing.Imaging.ImageFormat]::Png); $o=[Console]::OpenStandardOutput(); $m.WriteTo($o); $o.Flush()"}}}
	case "darwin":
		return []reader{{"pngpaste", []string{"-"}}}
	}
	wayland := reader{"wl-paste", []string{"--no-newline", "--type", "image/png"}}
	x11 := reader{"xclip", []string{"-selection", "clipboard", "-t", "image/png", "-o"}}
	if os.Getenv("WAYLAND_DISPLAY") != "" {
		return []reader{wayland, x11}
	}
	return []reader{x11, wayland}
}

// errNoReader says that no program is there that could read a picture.
var errNoReader = errors.New("no program to read pictures from the clipboard")

// errNoPicture says that the clipboard holds neither a file nor a picture.
var errNoPicture = errors.New("no picture in the clipboard")

// clipboardPicture reads the picture in the clipboard as PNG.
func clipboardPicture(ctx context.Context, programs []reader) ([]byte, error) {
	found := errNoReader
	for _, p := range programs {
		path, err := exec.LookPath(p.program)
		if err != nil {
			continue
		}
		found = errNoPicture
		ctx, cancel := context.WithTimeout(ctx, pasteTimeout)
		command := exec.CommandContext(ctx, path, p.args...)
		command.WaitDelay = time.Second // xclip leaves children behind that hold the pipe
		raw, err := command.Output()
		cancel()
		if err != nil || len(raw) == 0 {
			continue
		}
		if _, err := png.DecodeConfig(bytes.NewReader(raw)); err == nil {
			return raw, nil
		}
	}
	return nil, found
}

// named gives the files a text names: paths or file:// addresses, one a line,
// each of which must be there. A text with anything else in it names none.
func named(text string) []string {
	var paths []string
	for _, l := range strings.Split(text, "\n") {
		l = strings.TrimSpace(l)
		if l == "" || l == "copy" || l == "cut" || strings.HasPrefix(l, "x-special/") { // what file managers add
			continue
		}
		if len(l) > 4096 || !strings.HasPrefix(l, "file://") && !strings.HasPrefix(l, "~") && !filepath.IsAbs(strings.Trim(l, `"'`)) {
			return nil
		}
		path := whole(l)
		if info, err := os.Stat(path); err != nil || !info.Mode().IsRegular() {
			return nil
		}
		paths = append(paths, path)
	}
	return paths
}

// Paste attaches what was copied to a ticket: the files the text in the clipboard
// names, or else the picture in it, under a name. What cannot be attached keeps
// nothing else from it.
func Paste(ctx context.Context, d *desk.Desk, ticket data.ID, copied, name string) ([]data.Attachment, error) {
	if paths := named(copied); len(paths) > 0 {
		return d.AttachFiles(ctx, string(ticket), paths)
	}
	picture, err := clipboardPicture(ctx, readers())
	if err != nil {
		return nil, err
	}
	a, err := d.Attach(ctx, string(ticket), name, bytes.NewReader(picture))
	if err != nil {
		return nil, err
	}
	return []data.Attachment{a}, nil
}

// PastedName is what a picture from the clipboard is called.
func PastedName(seat *ui.Seat) string {
	return seat.Words.Say("ticket.paste.name", "at", seat.Desk.Now().Local().Format("2006-01-02-150405")) + ".png"
}

// NothingPasted says why Paste found nothing to attach, where that is what went
// wrong.
func NothingPasted(seat *ui.Seat, copied string, err error) bool {
	p := seat.Words
	switch {
	case errors.Is(err, errNoPicture) && strings.TrimSpace(copied) != "":
		seat.Notify(p.Say("ticket.paste.text"))
	case errors.Is(err, errNoPicture):
		seat.Notify(p.Say("ticket.paste.nothing"))
	case errors.Is(err, errNoReader):
		programs := make([]string, 0, 2)
		for _, r := range readers() {
			programs = append(programs, r.program)
		}
		seat.Notify(p.Say("ticket.paste.noprogram", "programs", strings.Join(programs, ", ")))
	default:
		return false
	}
	return true
}
