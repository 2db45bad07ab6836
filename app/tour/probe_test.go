package tour

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// TestTheWindowKeepsUp measures, in a real window at the desk FIRSTLINE_PROBE_DESK
// names, how long the UI goroutine keeps others waiting while one scrolls, types
// and goes from room to room. It prints; it judges nothing, because that depends
// on what else the computer does.
func TestTheWindowKeepsUp(t *testing.T) {
	dir := os.Getenv("FIRSTLINE_PROBE_DESK")
	if dir == "" {
		t.Skip("no measuring without FIRSTLINE_PROBE_DESK, the folder of a large desk (firstline bench makes one)")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	binary := build(t)
	home := t.TempDir()
	file := filepath.Join(home, "waits")
	x := newScreen(t, "us", pictures(t, "probe"))
	p := x.open(binary, []string{"HOME=" + home, "XDG_CONFIG_HOME=" + filepath.Join(home, "config"), "FIRSTLINE_NO_KEYRING=1", "FIRSTLINE_PROBE=" + file}, "--desk", dir)
	time.Sleep(5 * time.Second) // what a start has to do is over

	type span struct {
		name       string
		begun, end int64
	}
	var spans []span
	during := func(name string, do func()) {
		begun := time.Now().UnixMicro()
		do()
		spans = append(spans, span{name, begun, time.Now().UnixMicro()})
	}
	during("nothing", func() { time.Sleep(3 * time.Second) })
	during("keys down the list", func() { x.run("xdotool", "key", "--delay", "40", "--repeat", "100", "Down") })
	during("pages down the list", func() { x.run("xdotool", "key", "--delay", "80", "--repeat", "60", "Next") })
	x.shot("pages")
	x.run("xdotool", "mousemove", "700", "450")
	during("wheel", func() { x.run("xdotool", "click", "--repeat", "100", "--delay", "40", "5") })
	during("to the end and back", func() { x.press("End", "Home", "End", "Home") })
	during("filter as one types", func() {
		x.press("ctrl+g")
		x.run("xdotool", "type", "--delay", "120", "printer offline")
		time.Sleep(2 * time.Second)
	})
	x.shot("filter")
	x.press("Escape", "Escape")
	during("search as one types", func() {
		x.press("ctrl+f")
		x.run("xdotool", "type", "--delay", "120", "printer offline")
		time.Sleep(2 * time.Second)
	})
	x.shot("search")
	x.press("Escape", "Escape")
	during("from room to room", func() {
		for range 5 {
			x.press("ctrl+2", "ctrl+3", "ctrl+4", "ctrl+n", "ctrl+1")
		}
	})
	during("tickets opened", func() {
		for range 10 {
			x.press("ctrl+1", "Down", "Return")
		}
	})
	during("notes typed", func() {
		x.press("ctrl+m")
		x.run("xdotool", "type", "--delay", "60", strings.Repeat("the spooler was restarted ", 6))
	})
	x.shot("note")
	during("views", func() {
		x.press("ctrl+1", "ctrl+shift+2", "ctrl+shift+3", "ctrl+shift+4", "ctrl+shift+1")
		time.Sleep(time.Second)
	})
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	exited := make(chan error, 1)
	go func() { exited <- p.cmd.Wait() }()
	select {
	case <-exited:
	case <-time.After(20 * time.Second):
		t.Fatal("it does not end")
	}
	waits := read(t, file)
	load, _ := exec.Command("cat", "/proc/loadavg").Output()
	t.Logf("load %s", strings.TrimSpace(string(load)))
	var all []int64
	line := func(name string, list []int64) {
		slices.Sort(list)
		at := func(part float64) string {
			if len(list) == 0 {
				return "-"
			}
			return fmt.Sprintf("%.1f", float64(list[min(int(part*float64(len(list))), len(list)-1)])/1000)
		}
		t.Logf("%-22s %5d asked  p50 %6s  p95 %6s  p99 %6s  max %6s ms", name, len(list), at(0.5), at(0.95), at(0.99), at(1))
	}
	for _, s := range spans {
		var list []int64
		for _, w := range waits {
			if w[0] >= s.begun && w[0] < s.end {
				list = append(list, w[1])
			}
		}
		all = append(all, list...)
		line(s.name, list)
	}
	line("all", all)
	if len(all) < 500 {
		t.Errorf("the probe asked only %d times", len(all))
	}
}

// read gives what the probe wrote: moments and waits.
func read(t *testing.T, file string) [][2]int64 {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list [][2]int64
	for s := bufio.NewScanner(f); s.Scan(); {
		at, wait, ok := strings.Cut(s.Text(), " ")
		a, err1 := strconv.ParseInt(at, 10, 64)
		w, err2 := strconv.ParseInt(wait, 10, 64)
		if ok && err1 == nil && err2 == nil {
			list = append(list, [2]int64{a, w})
		}
	}
	return list
}
