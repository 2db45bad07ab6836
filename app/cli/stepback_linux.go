package cli

import (
	"os"
	"strconv"
	"syscall"
)

// stepBack has the rest of a long command give way to the window and to whatever
// else runs: it has the processor while nobody else wants it. What can't be done of
// it does no harm.
func stepBack() {
	const low = 15 // of 19, the lowest
	threads, _ := os.ReadDir("/proc/self/task")
	for _, t := range threads { // each has a priority of its own, which those it starts inherit
		if id, err := strconv.Atoi(t.Name()); err == nil {
			syscall.Setpriority(syscall.PRIO_PROCESS, id, low)
		}
	}
}
