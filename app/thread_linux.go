package app

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// busy says how long the thread of the UI goroutine has run in all, and how long it
// has been ready to run while none of the processors was free for it. That thread is
// the program's first.
func busy() (ran, ready time.Duration) {
	const runOf = 6 // the clock of a thread's time on the processor (clock_gettime(2))
	var at unix.Timespec
	pid := os.Getpid()
	if err := unix.ClockGettime(int32(^pid<<3|runOf), &at); err == nil {
		ran = time.Duration(at.Nano())
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", pid)); err == nil {
		var run int64
		fmt.Sscan(string(stat), &run, (*int64)(&ready)) // both in nanoseconds (sched-stats.rst)
	}
	return ran, ready
}
