// Package seattest seats a test at a desk: a new desk on disk, a window without
// a screen, and a queue in place of the UI goroutine, so that a test decides
// when background work reaches the widgets.
package seattest

import (
	"context"
	"image/png"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/test"

	"firstline/app/habit"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// Size is the smallest screen the program is made for.
var Size = fyne.NewSize(1366, 768)

// Seat is a seat whose Do waits to be drained, with what was said to it.
type Seat struct {
	*ui.Seat
	Notices []string // what Notify was told
	Errors  []error  // what Fail was told

	t  testing.TB
	mu sync.Mutex
	do []func()
}

// New makes a desk and a light window of the smallest size, speaking lang
// ("en", "de"). Both go when the test ends. One window per test, and no
// t.Parallel: Fyne's test driver allows neither.
func New(t testing.TB, lang string) *Seat {
	t.Helper()
	d, err := desk.Create(context.Background(), filepath.Join(t.TempDir(), "desk"),
		data.Settings{Code: "TST", Name: "Test desk", Operator: "Ana", Language: lang, SendDelay: new(0)})
	if err != nil {
		t.Fatalf("make a desk: %v", err)
	}
	t.Cleanup(func() {
		if !ui.SettleDrafts(5 * time.Second) {
			t.Error("drafts were still being written")
		}
		if err := d.Close(); err != nil {
			t.Errorf("close the desk: %v", err)
		}
	})
	s := Window(t, lang)
	s.Desk = d
	return s
}

// Window is New without a desk, for widgets that need none.
func Window(t testing.TB, lang string) *Seat {
	t.Helper()
	s := &Seat{t: t}
	app := test.NewTempApp(t)
	app.Settings().SetTheme(ui.Theme("light"))
	win := test.NewTempWindow(t, container.NewWithoutLayout())
	win.SetPadded(false)
	win.Resize(Size)
	s.Seat = &ui.Seat{
		Words:  words.For(lang),
		Window: win,
		Habits: new(habit.Book),
		Do: func(f func()) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.do = append(s.do, f)
		},
		Notify: func(text string) { s.Notices = append(s.Notices, text) },
		Fail:   func(err error) { s.Errors = append(s.Errors, err) },
	}
	return s
}

// Show puts content into the window, as large as the window is.
func (s *Seat) Show(content fyne.CanvasObject) {
	s.Window.SetContent(content)
	s.Window.Resize(Size)
}

// Drain runs what waits for the UI goroutine, and what that adds, and says
// whether there was anything.
func (s *Seat) Drain() bool {
	ran := false
	for {
		s.mu.Lock()
		queue := s.do
		s.do = nil
		s.mu.Unlock()
		if len(queue) == 0 {
			return ran
		}
		for _, f := range queue {
			f()
		}
		ran = true
	}
}

// nap is the time between two looks at whether what a test waits for is there.
const nap = 2 * time.Millisecond

// patience is how often a test looks: for half a minute on an idle machine. It is
// not measured by the clock, so that a machine that is busy, or was suspended, only
// makes the test slower.
const patience = int(30 * time.Second / nap)

// Wait drains until cond holds; when patience is over the test has failed.
func (s *Seat) Wait(cond func() bool) {
	s.t.Helper()
	for range patience {
		s.Drain()
		if cond() {
			return
		}
		time.Sleep(nap)
	}
	s.t.Fatalf("waited in vain, %d looks", patience)
}

// calm is the quiet that counts as calm: less than the rooms' own clocks leave,
// which look where the keyboard is every 80 ms.
const calm = 50 * time.Millisecond

// leastLooks is how often nothing must have come, too: on a busy machine the time
// may be over before anything had its turn.
const leastLooks = 5

// Calm drains until nothing that was asked for is under way any more, and for a
// moment nothing comes of itself either.
func (s *Seat) Calm() {
	s.t.Helper()
	last, looks := time.Now(), 0 // when something came or was under way, and how often nothing since
	for range patience {
		looks++
		if s.Drain() || !ui.Idle() {
			last, looks = time.Now(), 0
		}
		if looks >= leastLooks && time.Since(last) >= calm {
			return
		}
		time.Sleep(nap)
	}
	s.t.Fatalf("it was never calm, %d looks", patience)
}

// Press gives a key to whatever has the focus, as the window would: Tab moves
// the focus, a key that nothing focused takes goes to the canvas.
func (s *Seat) Press(keys ...fyne.KeyName) {
	c := s.Window.Canvas()
	for _, k := range keys {
		focused := c.Focused()
		tabs, _ := focused.(fyne.Tabbable)
		switch {
		case k == fyne.KeyTab && (tabs == nil || !tabs.AcceptsTab()):
			c.FocusNext()
		case focused != nil:
			focused.TypedKey(&fyne.KeyEvent{Name: k})
			if now := c.Focused(); k == fyne.KeySpace && now != nil { // the letter comes after the key, wherever the focus is then
				now.TypedRune(' ')
			}
		case c.OnTypedKey() != nil:
			c.OnTypedKey()(&fyne.KeyEvent{Name: k})
		}
	}
}

// Type types text into whatever has the focus.
func (s *Seat) Type(text string) {
	s.t.Helper()
	for _, r := range text {
		focused := s.Window.Canvas().Focused()
		if focused == nil {
			s.t.Fatalf("nothing has the focus to type %q into", text)
		}
		if r == '\n' {
			focused.TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			continue
		}
		focused.TypedRune(r)
	}
}

// Shortcut gives a shortcut to whatever has the focus, as the window would when
// no menu item has it.
func (s *Seat) Shortcut(sc fyne.Shortcut) {
	if f, ok := s.Window.Canvas().Focused().(fyne.Shortcutable); ok {
		f.TypedShortcut(sc)
		return
	}
	if f, ok := s.Window.Canvas().(fyne.Shortcutable); ok {
		f.TypedShortcut(sc)
	}
}

// Shot writes what the window shows to $SHOTS/<name>.png; without SHOTS it only
// draws.
func (s *Seat) Shot(name string) {
	s.t.Helper()
	img := s.Window.Canvas().Capture()
	dir := os.Getenv("SHOTS")
	if dir == "" {
		return
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		s.t.Fatalf("make %s: %v", dir, err)
	}
	f, err := os.Create(filepath.Join(dir, name+".png"))
	if err != nil {
		s.t.Fatalf("keep a shot: %v", err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		s.t.Fatalf("keep a shot: %v", err)
	}
}
