// Package app is the program with its window: it opens the desk, shows the
// shell, starts the post office and ends it all in order.
package app

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	fyneapp "fyne.io/fyne/v2/app"

	"firstline/app/care"
	"firstline/app/habit"
	"firstline/app/priority"
	"firstline/app/settings"
	"firstline/app/shell"
	"firstline/app/ui"
	"firstline/assets"
	"firstline/data/desk"
	"firstline/data/post"
	"firstline/data/spelling"
	"firstline/data/words"
)

// id names the program to the system.
const id = "app.firstline.Desk"

// Version is the program's version, set when it is built.
var Version = "0.1.0"

// The window's size on the first start: the smallest screen less its title bar.
const (
	firstWidth  = 1366
	firstHeight = 740
)

// Run opens the window on the desk in dir, at a ticket if one is named, and
// returns when it is closed. A first start makes the desk; a second start brings
// the first window forward, at the ticket, and returns. Garbage is not collected
// before the first frame, for it costs a tenth of the start. A *NoScreen means that
// no window could be shown.
func Run(dir, ticket string) (err error) {
	percent := debug.SetGCPercent(-1)
	log.SetOutput(&chatter{to: os.Stderr})
	if dir, err = filepath.Abs(dir); err != nil {
		return err
	}
	system := sync.OnceValue(func() *words.Printer { return words.For(words.System()) })
	go system() // its texts are read while the window is being made
	if err := haveScreen(system); err != nil {
		return err
	}
	sparePlace()
	priority.Window()
	p := &program{dir: dir, link: ticket, system: system, watchdog: watch(system), loop: newLoop(), habits: habits()}
	p.watchdog.afterFirstFrame(func() {
		debug.SetGCPercent(percent)
		CollectGarbage()
	})
	defer p.watchdog.rescue(&err)
	if desk.Exists(dir) {
		err := p.owner.claim(dir, ticket)
		if errors.Is(err, errElsewhere) {
			fmt.Println(system().Error(err))
			return nil
		}
		p.barred, p.opening = err, make(chan opened, 1)
	}
	p.show()
	p.end()
	return nil
}

// habits are the person's on this computer. Where the system has no folder for them,
// they end with the program.
func habits() *habit.Book {
	dir, err := os.UserConfigDir()
	if err != nil {
		return new(habit.Book)
	}
	return habit.Open(filepath.Join(dir, "firstline", "habits.json"))
}

// program is the running program. It belongs to the UI goroutine.
type program struct {
	dir      string
	system   func() *words.Printer // in the system's language
	words    *words.Printer        // in the desk's, until then in the system's
	watchdog *watchdog
	loop     *loop
	owner    owner
	habits   *habit.Book
	fonts    chan struct{} // closed once they are read
	opening  chan opened   // the desk, while the window is being made; nil: there is none yet
	barred   error         // why its folder cannot be used

	app     fyne.App
	win     fyne.Window
	stage   *stage
	desk    *desk.Desk // nil until one is open
	shell   *shell.Shell
	seat    *ui.Seat
	theme   string
	percent int      // the size of the text
	spelled []string // the desk's own words, as the speller knows them
	place   place
	tray    tray
	notices notices
	inFront bool   // the window has the keyboard
	link    string // the ticket to begin with: what a firstline: link names, or ""

	office *post.Office
	stop   context.CancelFunc // tells the post office to end
	closed chan struct{}      // it has
}

// show makes the window and runs it until it is closed.
func (p *program) show() {
	icon := fyne.NewStaticResource("icon.png", assets.Icon())
	fyneapp.SetMetadata(fyne.AppMetadata{ID: id, Name: "Firstline", Version: Version, Icon: icon, Release: true,
		Migrations: map[string]bool{"fyneDo": true}})
	p.app = fyneapp.NewWithID(id)
	standStill(p.app)
	p.app.SetIcon(icon)
	p.app.Settings().SetTheme(ui.Theme(""))
	p.app.Settings().AddListener(func(fyne.Settings) {
		p.loop.do(func() {
			if p.shell != nil {
				p.shell.Dressed()
			}
		})
	})
	p.win = p.app.NewWindow("Firstline")
	sparing()
	p.win.SetMaster()
	p.win.SetPadded(false)
	p.place = place{win: p.win, habits: p.habits}
	p.place.restore()
	p.win.SetCloseIntercept(func() {
		p.leave()
		p.win.Close()
	})
	p.app.Lifecycle().SetOnStarted(p.watchdog.started)
	p.app.Lifecycle().SetOnEnteredForeground(func() { p.inFront = true })
	p.app.Lifecycle().SetOnExitedForeground(func() { p.inFront = false })
	p.stage = newStage(p.win, p.watchdog.pixel(p.place.drawn), p.fill)
	p.watchdog.afterFirstFrame(p.rehearse)
	p.readAhead()
	p.win.ShowAndRun()
}

// welcome makes the desk.
func (p *program) welcome() {
	language(p.words)
	settings.Welcome(&wrapped{Window: p.win, put: p.stage.show}, p.words, p.dir, p.loop.do, func(d *desk.Desk, of *desk.Unpacked) {
		err := p.owner.claim(d.Dir(), p.link)
		if err == nil && of != nil {
			p.restored(d, of)
			return
		}
		p.receive(d, err)
	})
}

// receive sits down at a desk that was opened, or says why it could not be.
func (p *program) receive(d *desk.Desk, err error) {
	if err != nil {
		if d != nil {
			d.Close()
		}
		p.refuse(err)
		return
	}
	p.desk, p.dir = d, d.Dir()
	crash, err := keepCrashes(p.dir)
	p.office = post.New(d)
	p.sit()
	p.offerCrash(crash)
	if err != nil {
		p.seat.Fail(err)
	}
	p.watchdog.afterFirstFrame(func() { fyne.Do(p.startWork) })
	sh := p.shell // another may take its place
	p.watchdog.afterFirstFrame(func() { sh.Prepare(prepareRest) })
}

// sit makes the shell in the desk's language and look, and shows it.
func (p *program) sit() {
	s := p.desk.Settings()
	p.words = p.desk.Words()
	language(p.words)
	p.theme, p.percent, p.spelled = s.Theme, s.TextPercent(), s.Words
	p.app.Settings().SetTheme(ui.ThemeSized(s.Theme, s.TextPercent()))
	p.seat = &ui.Seat{Desk: p.desk, Words: p.words, Window: p.win, Habits: p.habits, Do: p.loop.do, Speller: new(spelling.Speller), Replace: p.replace}
	p.watchdog.afterFirstFrame(readSpelling(p.seat))
	seat := p.seat
	p.watchdog.afterFirstFrame(func() {
		if hasChooser() {
			p.loop.do(func() { seat.Files = chooser(p.win) })
		}
	})
	p.shell = shell.New(p.seat, rooms(p.seat, p.office))
	p.shell.OnQuit = func() {
		p.leave()
		p.app.Quit()
	}
	p.shell.OnSettings = p.settingsChanged
	p.shell.OnKeys = func() { go p.loop.do(func() { p.sitAgain("keys") }) } // once the dialog is closed
	p.shell.Post = func() (error, bool) {
		status := p.office.Status()
		return status.Problem, status.Offline
	}
	p.win.SetOnDropped(func(_ fyne.Position, dropped []fyne.URI) {
		var paths []string
		for _, uri := range dropped {
			paths = append(paths, uri.Path())
		}
		if p.shell != nil {
			p.shell.Dropped(paths)
		}
	})
	p.stage.show(p.shell.Content())
	p.shell.Start()
	p.openLink(p.link)
	p.link = ""
}

// openLink goes to the ticket a link names.
func (p *program) openLink(ticket string) {
	if ticket != "" && p.shell != nil {
		p.shell.OpenNumber(ticket)
	}
}

// settingsChanged follows the settings: the look at once, another language with
// everything made anew. Drafts carry over what was being typed.
func (p *program) settingsChanged() {
	s := p.desk.Settings()
	if s.Theme != p.theme || s.TextPercent() != p.percent {
		p.theme, p.percent = s.Theme, s.TextPercent()
		p.app.Settings().SetTheme(ui.ThemeSized(p.theme, p.percent))
	}
	if !slices.Equal(s.Words, p.spelled) { // this is called every second
		p.spelled = s.Words
		go readSpelling(p.seat)()
	}
	if p.desk.Words() != p.words {
		p.sitAgain("")
	}
}

// sitAgain makes everything anew and goes back to a part of the settings.
func (p *program) sitAgain(part string) {
	p.shell.Close()
	ui.SettleDrafts(draftTime)
	p.sit()
	p.shell.GoSettings(part)
}

// trayEvery is how often the figures in the tray are brought up to date.
const trayEvery = 5 * time.Second

// prepareRest is how long the window is left alone before more of the other rooms is
// made.
const prepareRest = 150 * time.Millisecond

// draftTime is how long the end waits for drafts to reach the disk.
const draftTime = 5 * time.Second

// careEvery is how often it is looked whether the desk is to be checked or
// backed up.
const careEvery = 20 * time.Minute

// startWork starts what runs beside the window once that is there.
func (p *program) startWork() {
	if p.stop != nil {
		return
	}
	ctx, stop := context.WithCancel(context.Background())
	p.stop, p.closed = stop, make(chan struct{})
	go func() {
		defer close(p.closed)
		p.office.Run(ctx)
	}()
	d := p.desk          // another may take its place
	go d.ReadManual(ctx) // should it fail, the first search says so
	go p.owner.hear(ctx, func(ticket string) { p.front(func() { p.openLink(ticket) })() })
	go hang(d, p.words).listen(ctx, p.ring)
	go every(ctx, careEvery, func() {
		if due, err := d.NeedsCare(ctx); due && err == nil {
			p.loop.do(func() {
				if p.desk == d {
					care.Tend(p.seat)
				}
			})
		}
	})
	if p.tray.system != nil {
		go every(ctx, trayEvery, func() { p.countTray(ctx, d) })
	}
	probe(ctx)
	go every(ctx, placeEvery, func() { fyne.Do(p.place.keep) })
	awake := sleeper{repaint: func() { ui.RepaintAll(p.win) }, last: time.Now().Round(0)}
	go every(ctx, wakeEvery, func() { fyne.Do(func() { awake.turn(time.Now()) }) })
}

// leave keeps where the window stands and what was set up in it, before it goes.
func (p *program) leave() {
	p.place.gone()
	p.habits.Settle()
}

// end puts everything away after the window has closed: drafts to disk, letters
// under way to their end, the desk closed.
func (p *program) end() {
	if p.desk == nil {
		return
	}
	p.shell.Close()
	ui.SettleDrafts(draftTime)
	if p.stop != nil {
		p.stop()
		<-p.closed
	}
	if err := p.desk.Close(); err != nil {
		fmt.Fprintln(os.Stderr, "firstline:", p.words.Error(err))
	}
	p.owner.release()
}
