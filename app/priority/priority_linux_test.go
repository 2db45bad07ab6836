package priority_test

import (
	"os"
	"runtime"
	"strconv"
	"sync"
	"testing"

	"golang.org/x/sys/unix"

	"firstline/app/priority"
)

func init() { runtime.LockOSThread() } // the first goroutine to the first thread, as Fyne has it

// threads gives every thread there is, but the first.
func threads(t *testing.T) []int {
	t.Helper()
	list, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Fatal(err)
	}
	var ids []int
	for _, entry := range list {
		if id, err := strconv.Atoi(entry.Name()); err == nil && id != os.Getpid() {
			ids = append(ids, id)
		}
	}
	return ids
}

// startThreads has more threads than there were.
func startThreads(t *testing.T) {
	t.Helper()
	before := len(threads(t))
	var started, done sync.WaitGroup
	end := make(chan struct{})
	for range before + 4 {
		started.Add(1)
		done.Go(func() {
			runtime.LockOSThread() // and never unlocked: the thread ends with it
			started.Done()
			<-end
		})
	}
	started.Wait()
	t.Cleanup(func() { close(end); done.Wait() })
	if len(threads(t)) <= before {
		t.Fatal("no thread was started")
	}
}

func TestTheWindowGoesFirst(t *testing.T) {
	priority.Window()
	startThreads(t)
	// The system call gives 20 less the nice value (getpriority(2)).
	first, err := unix.Getpriority(unix.PRIO_PROCESS, os.Getpid())
	if err != nil || first != 20 {
		t.Fatalf("the window's thread has %d of 20, %v", first, err)
	}
	for _, id := range threads(t) {
		if p, err := unix.Getpriority(unix.PRIO_PROCESS, id); err != nil || p >= first {
			t.Errorf("thread %d has %d, the window's %d, %v", id, p, first, err)
		}
	}
}

func TestALongCommandGoesLast(t *testing.T) {
	priority.Last()
	startThreads(t)
	for _, id := range append(threads(t), os.Getpid()) {
		if a, err := unix.SchedGetAttr(id, 0); err != nil || a.Policy != unix.SCHED_IDLE {
			t.Errorf("thread %d goes by %+v, %v", id, a, err)
		}
	}
}
