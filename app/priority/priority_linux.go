// Package priority says who of the program has the processor first, where there is
// more to do than processors.
package priority

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// behind is how nice (setpriority(2)) all are that work behind the window. With 5 a
// search beside a check and a backup still kept it waiting for 24 ms at times.
const behind = 10

// Window has the window's thread, the program's first, go before all others, and with
// it those that paint, which it starts. The UI goroutine must be locked to it. Without
// this its frames waited up to 18 ms beside a search, a check and a backup on two
// processors, with it up to 12 (measured).
func Window() {
	threads(func(id int) {
		if id != os.Getpid() {
			unix.Setpriority(unix.PRIO_PROCESS, id, behind)
		}
	})
}

// Last has all of the program, a long command, give way to the window and to whatever
// else runs: it has the processor while nobody else wants it, and leaves it at once.
// With a low priority alone the window still waits for the end of a slice of 3 ms
// again and again in each frame.
func Last() {
	idle := &unix.SchedAttr{Size: unix.SizeofSchedAttr, Policy: unix.SCHED_IDLE}
	threads(func(id int) { unix.SchedSetAttr(id, idle, 0) })
}

// threads calls do with each thread there is. Those a thread starts are as it is. What
// can't be done of it does no harm.
func threads(do func(id int)) {
	list, _ := os.ReadDir("/proc/self/task")
	for _, t := range list {
		if id, err := strconv.Atoi(t.Name()); err == nil {
			do(id)
		}
	}
}
