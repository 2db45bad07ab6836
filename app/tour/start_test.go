package tour

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"firstline/data/bench"
)

// BenchmarkStart measures how long it takes from the start of the process until
// the first frame stands, which shows the tickets of a desk with a thousand open,
// beside an empty Fyne window built the same way; in turn, the medians:
//
//	go test ./app/tour -run - -bench Start -benchtime 10x
//
// FIRSTLINE_PROBE_DESK names another desk.
func BenchmarkStart(b *testing.B) {
	need(b, "Xvfb", "openbox", "xdotool", "import", "setxkbmap")
	dir := os.Getenv("FIRSTLINE_PROBE_DESK")
	if dir == "" {
		dir = filepath.Join(b.TempDir(), "desk")
		if err := bench.Seed(ctx, dir, 10_000, time.Now(), nil); err != nil { // one in ten is open
			b.Fatal(err)
		}
	}
	ours, empty := build(b, "firstline"), build(b, "firstline/app/tour/empty")
	x := newScreen(b, "us", b.TempDir())
	home := home(b)
	x.env = append(x.env, "HOME="+home, "XDG_CONFIG_HOME="+filepath.Join(home, "config"), "FIRSTLINE_NO_KEYRING=1", "FIRSTLINE_E2E=1")
	x.firstFrame(empty) // what only a first start ever does
	x.firstFrame(ours, "--desk", dir)
	var emptyTimes, ourTimes []float64
	for b.Loop() {
		emptyTimes = append(emptyTimes, x.firstFrame(empty))
		ourTimes = append(ourTimes, x.firstFrame(ours, "--desk", dir))
	}
	slices.Sort(emptyTimes)
	slices.Sort(ourTimes)
	e, o := emptyTimes[len(emptyTimes)/2], ourTimes[len(ourTimes)/2]
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(e, "empty-ms")
	b.ReportMetric(o, "firstline-ms")
	b.ReportMetric(o/e, "times")
}

// firstFrame starts a program with a window, ends it, and gives how many
// milliseconds its first frame took.
func (s *screen) firstFrame(binary string, args ...string) float64 {
	s.t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Env = s.env
	says, err := cmd.StderrPipe()
	if err != nil {
		s.t.Fatal(err)
	}
	begun := time.Now()
	start(s.t, cmd)
	var took time.Duration
	for lines := bufio.NewScanner(says); lines.Scan(); {
		if strings.HasSuffix(lines.Text(), ": ready") {
			took = time.Since(begun)
			break
		}
	}
	if took == 0 {
		s.t.Fatalf("%s shows nothing", binary)
	}
	time.Sleep(300 * time.Millisecond) // what comes after it is over
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.t.Fatal(err)
	}
	cmd.Wait()
	return float64(took.Microseconds()) / 1000
}
