package app

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"runtime"
	"strings"
	"time"

	"fyne.io/fyne/v2"
)

const (
	probeEvery  = 20 * time.Millisecond // how often the probe asks for the UI goroutine
	lookAfter   = 10 * time.Millisecond // how long it waits before it looks what that does: looking stops all
	sampleEvery = 2 * time.Millisecond  // how often it looks then
)

// probe measures how long the UI goroutine keeps others waiting, if
// FIRSTLINE_PROBE names a file: a line there for every time it was asked, the
// moment, and in microseconds the wait, what of it its thread ran, what it had no
// processor and what the machine had none; then how often it was seen painting, at work of ours and doing neither,
// and the work it was last seen at.
func probe(ctx context.Context) {
	name := os.Getenv("FIRSTLINE_PROBE")
	if name == "" {
		return
	}
	f, err := os.Create(name)
	if err != nil {
		fyne.LogError("write what the probe measures", err)
		return
	}
	go func() {
		defer f.Close()
		w := bufio.NewWriter(f)
		defer w.Flush()
		stacks := make([]byte, 1<<20) // made once: garbage is what would be measured
		every(ctx, probeEvery, func() {
			came := make(chan wait, 1)
			before := spentSoFar()
			asked := time.Now()
			fyne.Do(func() {
				took := time.Since(asked)
				came <- wait{took, spentSoFar().since(before)}
			})
			wait, seen := watchUntil(came, stacks)
			fmt.Fprintln(w, asked.UnixMicro(), wait.took.Microseconds(), wait.ran.Microseconds(), wait.ready.Microseconds(),
				wait.stolen.Microseconds(), seen.paint, seen.ours, seen.neither, seen.work)
			if w.Buffered() > 2048 {
				w.Flush()
			}
		})
	}()
}

// wait is how long it took until the UI goroutine came, and on what that was spent.
type wait struct {
	took time.Duration
	spent
}

// spent is how long a thread ran, and was ready to but had no processor. In the rest
// it waited itself: for the screen, for the threads that paint, or for a collection of
// garbage. Stolen is what the host of a virtual machine took from it, of all its
// processors, in steps of 10 ms; to those in it, a thread seems to run meanwhile.
type spent struct{ ran, ready, stolen time.Duration }

func (s spent) since(before spent) spent {
	return spent{s.ran - before.ran, s.ready - before.ready, s.stolen - before.stolen}
}

// sight is what the UI goroutine was seen at.
type sight struct {
	paint, ours, neither int
	work                 string // the function of ours it was last seen in
}

// watchUntil looks what the UI goroutine does until the answer comes.
func watchUntil(came <-chan wait, stacks []byte) (wait, sight) {
	var seen sight
	tick := time.NewTicker(lookAfter)
	defer tick.Stop()
	for {
		select {
		case w := <-came:
			return w, seen
		case <-tick.C:
			tick.Reset(sampleEvery)
			seen.look(string(stacks[:runtime.Stack(stacks, true)]))
		}
	}
}

// look finds the UI goroutine, the first, among the stacks of all. What of ours
// is called while Fyne paints, to measure or lay out, is our work.
func (s *sight) look(stacks string) {
	_, stack, _ := strings.Cut(stacks, "goroutine 1 [")
	stack, _, _ = strings.Cut(stack, "\n\ngoroutine ")
	var own string
	for line := range strings.Lines(stack) {
		if f, ok := strings.CutPrefix(line, "firstline/app/"); ok {
			own, _, _ = strings.Cut(f, "(0x")
			own, _, _ = strings.Cut(own, "({")
			break
		}
	}
	switch {
	case own != "":
		s.ours++
		s.work = strings.ReplaceAll(strings.TrimSpace(own), " ", "_")
	case strings.Contains(stack, "drawSingleFrame"):
		s.paint++
	default:
		s.neither++
	}
}
