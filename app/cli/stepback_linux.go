package cli

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// stepBack has the rest of a long command give way to the window and to whatever
// else runs: it has the processor while nobody else wants it, and leaves it at once.
// With a low priority alone the window still waits for the end of a slice of 3 ms
// again and again in each frame. What can't be done of it does no harm.
func stepBack() {
	idle := &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}
	threads, _ := os.ReadDir("/proc/self/task")
	for _, t := range threads { // each has a policy of its own, which those it starts inherit
		if id, err := strconv.Atoi(t.Name()); err == nil {
			unix.SchedSetAttr(id, idle, 0)
		}
	}
}
