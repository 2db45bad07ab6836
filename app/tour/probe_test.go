package tour

import (
	"bufio"
	"fmt"
	"maps"
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
// and goes from room to room, also while the desk is checked and backed up. It prints;
// it judges nothing, because that depends on what else the computer does. Two notes are
// saved at the desk.
func TestTheWindowKeepsUp(t *testing.T) {
	dir := os.Getenv("FIRSTLINE_PROBE_DESK")
	if dir == "" {
		t.Skip("no measuring without FIRSTLINE_PROBE_DESK, the folder of a large desk (firstline bench makes one)")
	}
	need(t, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	binary := build(t, "firstline")
	home := home(t)
	shots := pictures(t, "probe")
	file := filepath.Join(shots, "waits")
	x := newScreen(t, "us", shots)
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
	x.press("ctrl+shift+7")
	time.Sleep(time.Second)
	during("the bar through all", func() {
		pull := []string{"mousemove", "1360", "152", "mousedown", "1"}
		for y := 156; y < 730; y += 6 {
			pull = append(pull, "mousemove", "1360", strconv.Itoa(y), "sleep", "0.03")
		}
		x.run("xdotool", append(pull, "mouseup", "1")...)
	})
	x.shot("all")
	x.press("ctrl+shift+1")
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
	during("palette", func() {
		x.press("ctrl+k")
		x.run("xdotool", "type", "--delay", "100", "report")
		x.press("Escape")
	})
	during("views", func() {
		x.press("ctrl+1", "ctrl+shift+2", "ctrl+shift+3", "ctrl+shift+4", "ctrl+shift+1")
		time.Sleep(time.Second)
	})
	used := func() {
		x.run("xdotool", "key", "--delay", "40", "--repeat", "100", "Down")
		x.press("ctrl+f")
		x.run("xdotool", "type", "--delay", "120", "printer offline")
		x.press("ctrl+1", "Return", "ctrl+m") // Escape would end what runs
		x.run("xdotool", "type", "--delay", "60", strings.Repeat("the spooler was restarted ", 3))
		x.press("ctrl+Return", "ctrl+1") // saves it
	}
	for _, task := range []string{"check the desk", "back up the desk"} { // minutes at a million tickets
		x.press("ctrl+k")
		x.run("xdotool", "type", "--delay", "60", task)
		x.press("Return")
	}
	during("beside its own check and backup", used)
	x.shot("working")
	x.press("Escape", "Escape")
	for _, args := range [][]string{{"check"}, {"backup", filepath.Join(t.TempDir(), "desk.zip")}} {
		cmd := exec.Command(binary, append(args, "--desk", dir)...)
		cmd.Env = append(os.Environ(), "TMPDIR="+t.TempDir())
		start(t, cmd)
	}
	during("beside those of other programs", used)
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
	line := func(name string, list []wait) {
		var times []float64
		var ours, painting int
		works := map[string]int{}
		for _, w := range list {
			times = append(times, float64(w.took)/1000)
			ours, painting = ours+w.ours, painting+w.paint
			if w.ours > 0 {
				works[w.work] += w.ours
			}
		}
		slices.Sort(times)
		at := func(part float64) float64 {
			if len(times) == 0 {
				return 0
			}
			return times[min(int(part*float64(len(times))), len(times)-1)]
		}
		longest := slices.SortedFunc(maps.Keys(works), func(a, b string) int { return works[b] - works[a] })
		t.Logf("%-30s %5d asked  p50 %6.1f  p95 %6.1f  p99 %6.1f  max %6.1f ms  seen painting %4d, at our work %4d %s", name, len(list),
			at(0.5), at(0.95), at(0.99), at(1), painting, ours, longest[:min(len(longest), 3)])
	}
	in := func(w wait) string {
		for _, s := range spans {
			if w.at >= s.begun && w.at < s.end {
				return s.name
			}
		}
		return "in between"
	}
	var all []wait
	for _, s := range spans {
		var list []wait
		for _, w := range waits {
			if in(w) == s.name {
				list = append(list, w)
			}
		}
		if !strings.HasPrefix(s.name, "beside ") {
			all = append(all, list...)
		}
		line(s.name, list)
	}
	line("all", all)
	longest := slices.SortedFunc(slices.Values(waits), func(a, b wait) int { return int(b.took - a.took) })
	for _, w := range longest[:min(len(longest), 10)] {
		ms := func(us int64) float64 { return float64(us) / 1000 }
		t.Logf("%.1f ms %s: ran %.1f, no processor for %.1f, waited itself %.1f, the host took %.0f %s", ms(w.took), in(w), ms(w.ran), ms(w.ready), ms(w.took-w.ran-w.ready), ms(w.stolen), w.work)
	}
	if len(all) < 500 {
		t.Errorf("the probe asked only %d times", len(all))
	}
}

// wait is a line of the probe: when it asked, how many microseconds it waited, what of
// it the UI goroutine's thread ran, what it had no processor and what the host of a
// virtual machine took (see app/probe.go), how often it was seen painting and at work
// of ours, and at which.
type wait struct {
	at, took, ran, ready, stolen int64
	paint, ours                  int
	work                         string
}

// read gives what the probe wrote. The last line may be cut off.
func read(t *testing.T, file string) []wait {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var list []wait
	for s := bufio.NewScanner(f); s.Scan(); {
		var w wait
		var neither int
		if n, _ := fmt.Sscan(s.Text(), &w.at, &w.took, &w.ran, &w.ready, &w.stolen, &w.paint, &w.ours, &neither, &w.work); n >= 8 {
			list = append(list, w)
		}
	}
	return list
}
