package app

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"

	"firstline/app/editor"
	"firstline/app/shell"
	"firstline/app/ui"
)

// The words of a crash are written into the desk's folder, where they survive
// the terminal; those of the one before lie beside, to be offered.
const (
	crashLog    = "crash.log"
	crashBefore = "crash-before.log"
)

// mostShown is how much of a crash's words is shown and copied: who reads it
// looks for the first lines.
const mostShown = 16 << 10

// keepCrashes has the words of a crash written down from now on, and gives those
// of the one before, "" if there was none that was not dealt with.
func keepCrashes(dir string) (before string, err error) {
	log, last := filepath.Join(dir, crashLog), filepath.Join(dir, crashBefore)
	if info, err := os.Stat(log); err == nil && info.Size() > 0 {
		if err := os.Rename(log, last); err != nil {
			return "", err
		}
	}
	raw, err := os.ReadFile(last)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", err
	}
	f, err := os.OpenFile(log, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return string(raw), err
	}
	defer f.Close() // the runtime has its own copy of it
	return string(raw), debug.SetCrashOutput(f, debug.CrashOptions{})
}

// offerCrash says below the room that the program crashed, and offers its words.
// It takes nothing from under one's hands.
func (p *program) offerCrash(words string) {
	if words == "" {
		return
	}
	w, last := p.words, filepath.Join(p.dir, crashBefore)
	text := words[:min(len(words), mostShown)]
	p.shell.Offer(w.Say("shell.crash"),
		shell.Choice{Name: w.Say("shell.crash.view"), Stays: true, Do: func() {
			log := editor.New(p.seat, "", 18)
			log.ReadOnly, log.Plain = true, true
			log.SetText(strings.ToValidUTF8(text, "�"))
			log.Label = w.Say("shell.crash.title")
			ui.ShowDialog(p.win, ui.Dialog{Title: w.Say("shell.crash.title"), Content: log, Width: 900, Confirm: w.Say("word.close")})
		}},
		shell.Choice{Name: w.Say("shell.crash.copy"), Stays: true, Do: func() {
			p.app.Clipboard().SetContent(text)
			p.seat.Notify(w.Say("shell.crash.copied"))
		}},
		shell.Choice{Name: w.Say("shell.crash.save"), Stays: true, Do: func() {
			home, err := os.UserHomeDir()
			to := filepath.Join(home, "firstline-crash-"+p.desk.Now().Local().Format("2006-01-02-150405")+".txt")
			if err == nil {
				err = os.WriteFile(to, []byte(words), 0o600)
			}
			if err != nil {
				p.seat.Fail(err)
				return
			}
			p.seat.Notify(w.Say("shell.crash.saved", "file", to))
		}},
		shell.Choice{Name: w.Say("shell.crash.discard"), Do: func() {
			if err := os.Remove(last); err != nil && !errors.Is(err, fs.ErrNotExist) {
				p.seat.Fail(err)
			}
		}})
}
