// Package tour works through a day in the real window: a program built as users
// get it, under Xvfb with a window manager, driven by keys alone.
package tour

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"
)

// screen is a display of its own with a window manager on it.
type screen struct {
	t       testing.TB
	display string
	env     []string
	shots   string
}

// need skips the test, with a clear word, where a program is missing.
func need(t testing.TB, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skipf("no tour without %s (make test installs it)", p)
		}
	}
}

// newScreen starts Xvfb, which picks a free display, and openbox. keys is the
// keyboard layout.
func newScreen(t testing.TB, keys, shots string) *screen {
	t.Helper()
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	x := exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", "1366x768x24", "-nolisten", "tcp", "-noreset")
	x.ExtraFiles = []*os.File{w}
	start(t, x)
	w.Close()
	number, err := bufio.NewReader(r).ReadString('\n')
	if err != nil {
		t.Fatalf("Xvfb gave no display: %v", err)
	}
	s := &screen{t: t, display: ":" + strings.TrimSpace(number), shots: shots}
	s.env = append(os.Environ(), "DISPLAY="+s.display)
	wm := exec.Command("openbox")
	wm.Env = s.env
	start(t, wm)
	s.run("setxkbmap", keys)
	// xdotool types on the XTEST keyboard, which has a layout of its own.
	for _, id := range []string{"3", "4", "5"} {
		s.run("setxkbmap", "-device", id, keys)
	}
	return s
}

// start starts a program and kills it when the test ends.
func start(t testing.TB, cmd *exec.Cmd) {
	t.Helper()
	if err := cmd.Start(); err != nil {
		t.Fatalf("start %s: %v", cmd.Path, err)
	}
	t.Cleanup(func() {
		cmd.Process.Kill()
		cmd.Wait()
	})
}

// run runs a small program on the screen and gives what it says; one that is
// missing or fails says nothing.
func (s *screen) run(name string, args ...string) string {
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = s.env
	out, _ := cmd.Output()
	return string(out)
}

// press presses keys one after the other, as xdotool names them: "ctrl+n",
// "Return", "Tab".
func (s *screen) press(keys ...string) {
	s.t.Helper()
	for _, k := range keys {
		s.run("xdotool", "key", "--clearmodifiers", k)
		time.Sleep(150 * time.Millisecond)
	}
}

// dead are the keys of the Spanish layout for letters that take two.
var dead = map[rune][2]string{'á': {"dead_acute", "a"}, 'é': {"dead_acute", "e"}, 'í': {"dead_acute", "i"}, 'ó': {"dead_acute", "o"}, 'ú': {"dead_acute", "u"}}

// write types text as a person does. Letters that have no key of their own are
// typed with their dead key: xdotool would change the keyboard's map under the
// window instead, and letters get lost.
func (s *screen) write(text string) {
	s.t.Helper()
	for text != "" {
		i := strings.IndexFunc(text, func(r rune) bool { return dead[r][0] != "" })
		if i < 0 {
			i = len(text)
		}
		if i > 0 {
			s.run("xdotool", "type", "--delay", "80", "--", text[:i])
			text = text[i:]
			continue
		}
		r, n := utf8.DecodeRuneInString(text)
		s.run("xdotool", "key", "--delay", "80", dead[r][0], dead[r][1])
		text = text[n:]
	}
	time.Sleep(150 * time.Millisecond)
}

// shot keeps a picture of the screen.
func (s *screen) shot(name string) {
	s.t.Helper()
	time.Sleep(700 * time.Millisecond) // let what was asked for arrive
	s.run("import", "-window", "root", filepath.Join(s.shots, name+".png"))
}

// log gathers what a program says on standard error.
type log struct {
	sync.Mutex
	bytes.Buffer
}

func (l *log) Write(p []byte) (int, error) {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.Write(p)
}

func (l *log) text() string {
	l.Lock()
	defer l.Unlock()
	return l.Buffer.String()
}

// program is Firstline, running.
type program struct {
	cmd *exec.Cmd
	log *log
}

// open starts the window and waits for its first frame.
func (s *screen) open(binary string, env []string, args ...string) *program {
	s.t.Helper()
	p := &program{cmd: exec.Command(binary, args...), log: &log{}}
	p.cmd.Env = append(append(append([]string{}, s.env...), "FIRSTLINE_E2E=1"), env...)
	p.cmd.Stderr, p.cmd.Stdout = p.log, io.Discard
	start(s.t, p.cmd)
	s.t.Cleanup(func() {
		if s.t.Failed() {
			s.shot("failed")
			s.t.Logf("the program said:\n%s", p.log.text())
		}
	})
	s.until("the first frame", func() bool { return strings.Contains(p.log.text(), "firstline: ready") })
	s.run("xdotool", "search", "--sync", "--onlyvisible", "--name", "Firstline", "windowactivate", "--sync")
	time.Sleep(500 * time.Millisecond)
	return p
}

// until waits for something to be so.
func (s *screen) until(what string, so func() bool) {
	s.t.Helper()
	for range 200 {
		if so() {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.shot("waited-in-vain")
	s.t.Fatalf("waited in vain for %s", what)
}

// home makes a home folder, with the folders a home has.
func home(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for _, folder := range []string{".cache", "config"} {
		if err := os.MkdirAll(filepath.Join(dir, folder), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// build builds a program as make does.
func build(t testing.TB, program string) string {
	t.Helper()
	binary := filepath.Join(t.TempDir(), filepath.Base(program))
	cmd := exec.Command("go", "build", "-o", binary, program)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("build: %v\n%s", err, out)
	}
	return binary
}

// pictures is the folder screenshots are kept in: FIRSTLINE_SCREENS, or the
// test's own.
func pictures(t testing.TB, lang string) string {
	t.Helper()
	dir := t.TempDir()
	if keep := os.Getenv("FIRSTLINE_SCREENS"); keep != "" {
		dir = filepath.Join(keep, lang)
		if err := os.MkdirAll(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}
