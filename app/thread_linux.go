package app

import (
	"fmt"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// spentSoFar says what the thread of the UI goroutine, the program's first, has spent
// its time on, and what the machine got none of.
func spentSoFar() spent {
	const runOf = 6                    // the clock of a thread's time on the processor (clock_gettime(2))
	const tick = 10 * time.Millisecond // USER_HZ (proc(5))
	var s spent
	var at unix.Timespec
	pid := os.Getpid()
	if err := unix.ClockGettime(int32(^pid<<3|runOf), &at); err == nil {
		s.ran = time.Duration(at.Nano())
	}
	if stat, err := os.ReadFile(fmt.Sprintf("/proc/self/task/%d/schedstat", pid)); err == nil {
		var run int64
		fmt.Sscan(string(stat), &run, (*int64)(&s.ready)) // both in nanoseconds (sched-stats.rst)
	}
	if stat, err := os.ReadFile("/proc/stat"); err == nil {
		var cpu string
		var user, nice, system, idle, iowait, irq, softirq, steal int64
		fmt.Sscan(string(stat), &cpu, &user, &nice, &system, &idle, &iowait, &irq, &softirq, &steal)
		s.stolen = time.Duration(steal) * tick
	}
	return s
}
