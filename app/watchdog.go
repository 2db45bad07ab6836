package app

import (
	"errors"
	"fmt"
	"image"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"firstline/data/words"
)

// patience is how long the first frame may take. Without OpenGL Fyne waits for
// ever and shows nothing (measured).
const patience = 10 * time.Second

// NoScreen says that no window could be shown. Its exit code is 3.
type NoScreen struct{ text string }

// Error is the sentence for the person who started the program.
func (n *NoScreen) Error() string { return n.text }

// ExitCode is the code to end with after an error of Run: 3 where no window
// could be shown, else 1.
func ExitCode(err error) int {
	var none *NoScreen
	switch {
	case err == nil:
		return 0
	case errors.As(err, &none):
		return 3
	}
	return 1
}

// haveScreen says, before Fyne is asked and panics, that there is no display.
func haveScreen(p func() *words.Printer) error {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" || os.Getenv("DISPLAY") != "" || os.Getenv("WAYLAND_DISPLAY") != "" {
		return nil
	}
	return &NoScreen{p().Say("shell.no_display")}
}

// watchdog waits for the window's first frame and ends the program, with a word,
// where none comes.
type watchdog struct {
	words func() *words.Printer
	timer *time.Timer

	mu      sync.Mutex
	painted bool // the first frame was drawn
	running bool // Fyne's loop has begun
	said    bool
	then    []func()
}

func watch(p func() *words.Printer) *watchdog {
	w := &watchdog{words: p}
	w.timer = time.AfterFunc(patience, func() {
		fmt.Fprintln(os.Stderr, "firstline:", p().Say("shell.no_graphics"))
		os.Exit(3)
	})
	go func() { onAssert("firstline: " + p().Say("shell.no_graphics.manager") + "\n") }()
	return w
}

// pixel is to be the last thing drawn; it tells when it is drawn the first time.
func (w *watchdog) pixel(drawn func()) fyne.CanvasObject {
	pixel := canvas.NewRaster(func(int, int) image.Image {
		if !w.painted {
			drawn()
			w.firstFrame()
		}
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	})
	pixel.Resize(fyne.NewSize(1, 1))
	return pixel
}

// firstFrame is called while the pixel is drawn.
func (w *watchdog) firstFrame() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.timer.Stop()
	w.painted = true
	w.begin()
}

// started is called when Fyne's loop begins, which is right after the first frame.
func (w *watchdog) started() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.running = true
	w.begin()
}

// begin begins what waits for the first frame, if it stands. With FIRSTLINE_E2E=1
// it says so, for a program that drives the window.
func (w *watchdog) begin() {
	if !w.painted || !w.running {
		return
	}
	if !w.said && os.Getenv("FIRSTLINE_E2E") == "1" {
		fmt.Fprintln(os.Stderr, "firstline: ready")
	}
	w.said = true
	for _, f := range w.then {
		go f()
	}
	w.then = nil
}

// afterFirstFrame calls f in a goroutine of its own once the first frame stands on
// the screen.
func (w *watchdog) afterFirstFrame(f func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.then = append(w.then, f)
	w.begin()
}

// rescue turns Fyne's panic about a display it can't reach into an error. After
// the first frame a panic is a fault of ours and goes on.
func (w *watchdog) rescue(err *error) {
	w.timer.Stop()
	w.mu.Lock()
	painted := w.painted
	w.mu.Unlock()
	if painted {
		return
	}
	if fault := recover(); fault != nil {
		fmt.Fprintf(os.Stderr, "%v\n%s", fault, debug.Stack())
		*err = &NoScreen{w.words().Say("shell.no_graphics")}
	}
}
