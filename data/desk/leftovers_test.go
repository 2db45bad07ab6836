package desk

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// childDesk names, in the environment of a child process, the desk it is to back
// up, and childStep how far it is to get.
const childDesk, childStep = "FIRSTLINE_TEST_BACKUP", "FIRSTLINE_TEST_STEP"

// TestMain makes this program one that is in the middle of a backup for as long as
// one likes.
func TestMain(m *testing.M) {
	if dir := os.Getenv(childDesk); dir != "" {
		var stop, step int
		fmt.Sscan(os.Getenv(childStep), &stop)
		d, err := Open(context.Background(), dir)
		if err == nil {
			_, err = d.Backup(context.Background(), "", func(int, int) {
				if step++; step == stop {
					fmt.Println("there")
					select {}
				}
			})
		}
		fmt.Println("done", err)
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// A backup that is killed at any step is gone when the desk is opened again; one
// that another program is at stays, and so does what both wait for.
func TestNothingIsLeftOfWhatWasKilled(t *testing.T) {
	d, _ := backedUp(t)
	dir := d.Dir()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := filesBelow(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	there := func(patterns ...string) (n int) {
		for _, pattern := range patterns {
			names, _ := filepath.Glob(filepath.Join(dir, pattern))
			n += len(names)
		}
		return n
	}
	for step := 1; ; step++ {
		child := exec.Command(os.Args[0])
		child.Env = append(os.Environ(), childDesk+"="+dir, fmt.Sprint(childStep, "=", step))
		out, err := child.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := child.Start(); err != nil {
			t.Fatal(err)
		}
		said, err := bufio.NewReader(out).ReadString('\n')
		if said == "done <nil>\n" && step > 5 {
			child.Wait()
			return // there are no more steps
		}
		if said != "there\n" {
			t.Fatalf("step %d: %q, %v", step, said, err)
		}
		if err := os.MkdirAll(filepath.Join(dir, ".firstline-check-1"), 0o700); err != nil {
			t.Fatal(err)
		}
		reopen(t, dir)
		if there(".firstline-backup-*") != 1 || there(".firstline-check-*") != 1 {
			t.Fatalf("step %d: what another program is at was taken away", step)
		}
		child.Process.Kill()
		child.Wait() // "killed" is no news
		reopen(t, dir)
		if after, err := filesBelow(dir, "."); err != nil || !slices.Equal(whole, after) || there(".firstline-*") > 0 {
			t.Fatalf("step %d: the folder held %v and holds %v, %v", step, whole, after, err)
		}
	}
}

// reopen opens a desk and closes it.
func reopen(t *testing.T, dir string) {
	t.Helper()
	d, err := Open(context.Background(), dir)
	if err == nil {
		err = d.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}
