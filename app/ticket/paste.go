package ticket

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

	"fyne.io/fyne/v2"

	"firstline/app/editor"
	"firstline/data"
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

// filesIn gives the files a text names: paths or file:// addresses, one a line,
// each of which must be there. A text with anything else in it names none.
func filesIn(text string) []string {
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

// paste attaches what is in the clipboard: the files it names, or the picture in
// it. Who is writing the note gets it there.
func (r *Room) paste() {
	var into *editor.Editor
	if r.note.text.HasFocus() {
		into = r.note.text
	}
	r.pasteInto(into)
}

// pasteInto is paste with the editor that what was attached is named in, nil for
// none.
func (r *Room) pasteInto(into *editor.Editor) {
	if !r.loaded() {
		return
	}
	id, d := r.id, r.seat.Desk
	copied := fyne.CurrentApp().Clipboard().Content()
	name := r.say("ticket.paste.name", "at", d.Now().Local().Format("2006-01-02-150405")) + ".png"
	r.seat.Notify(r.say("ticket.paste.reading"))
	act(r, func(ctx context.Context) ([]data.Attachment, error) {
		var files []data.Attachment
		for _, path := range filesIn(copied) {
			a, err := d.AttachFile(ctx, string(id), path)
			if err != nil {
				return files, err
			}
			files = append(files, a)
		}
		if len(files) > 0 {
			return files, nil
		}
		picture, err := clipboardPicture(ctx, readers())
		if err != nil {
			return nil, err
		}
		a, err := d.Attach(ctx, string(id), name, bytes.NewReader(picture))
		return []data.Attachment{a}, err
	}, func(files []data.Attachment) {
		if id == r.id && into != nil {
			nameIn(into, files)
		}
		r.attached(files)
	}, func(err error) bool {
		switch {
		case errors.Is(err, errNoPicture) && strings.TrimSpace(copied) != "":
			r.seat.Notify(r.say("ticket.paste.text"))
		case errors.Is(err, errNoPicture):
			r.seat.Notify(r.say("ticket.paste.nothing"))
		case errors.Is(err, errNoReader):
			programs := make([]string, 0, 2)
			for _, p := range readers() {
				programs = append(programs, p.program)
			}
			r.seat.Notify(r.say("ticket.paste.noprogram", "programs", strings.Join(programs, ", ")))
		default:
			return false
		}
		return true
	})
}

// nameIn names files where one is writing: pictures on lines of their own.
func nameIn(into *editor.Editor, files []data.Attachment) {
	for _, a := range files {
		if a.IsPicture() {
			into.InsertPicture(a.Name)
		} else {
			into.Insert(editor.AttachedFile(a.Name))
		}
	}
}
