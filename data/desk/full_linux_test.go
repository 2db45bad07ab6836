package desk

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"firstline/data"
	"firstline/data/words"
)

// On a disk that fills up, in the middle of a save, a backup or a check, one hears
// that it is full; nothing acknowledged is lost, nothing half done is left, and all
// goes on once there is room.
func TestAFullDiskLosesNothing(t *testing.T) {
	small := t.TempDir()
	if err := syscall.Mount("tmpfs", small, "tmpfs", 0, "size=6m"); err != nil {
		t.Skip("only root may mount a small disk: ", err)
	}
	t.Cleanup(func() { syscall.Unmount(small, 0) })
	ctx := context.Background()
	d, err := Create(ctx, filepath.Join(small, "desk"), data.Settings{Code: "TST", Name: "Test", Operator: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	if _, err := d.OpenTicket(ctx, Intake{Contact: data.Contact{Name: "Lucía"}, Subject: "La impresora"}); err != nil {
		t.Fatal(err)
	}
	kept := 0
	save := func() error {
		_, err := d.AddNote(ctx, Note{Ticket: "TST-1", Text: strings.Repeat(rand.Text(), 1000)})
		if err == nil {
			kept++
		}
		return err
	}
	for range 20 {
		if err := save(); err != nil {
			t.Fatal(err)
		}
	}
	failed := map[string]int{}
	try := func(what string, do func() error) {
		t.Helper()
		if err := do(); err != nil {
			failed[what]++
			if said := words.For("en").Error(err); !strings.HasPrefix(said, "The disk is full.") {
				t.Errorf("%s: %s (%v)", what, said, err)
			}
		}
		if left, _ := filepath.Glob(filepath.Join(d.Dir(), ".firstline-*")); len(left) > 0 {
			t.Errorf("%s left %v", what, left)
		}
		if left, _ := filepath.Glob(filepath.Join(d.Dir(), "backups", "*")); len(left) > 0 {
			for _, path := range left {
				if filepath.Ext(path) != ".zip" {
					t.Errorf("%s left %s", what, path)
				}
				os.Remove(path)
			}
		}
	}
	filler := filepath.Join(small, "filler")
	for room := 0; room < 4<<20; room += 256 << 10 {
		fill(t, small, filler, room)
		try("backup", func() error { _, err := d.Backup(ctx, ""); return err })
		try("check", func() error {
			found, err := d.Check(ctx)
			if err == nil && !found.OK {
				t.Errorf("the check found %v", found.Faults)
			}
			return err
		})
	}
	fill(t, small, filler, 256<<10)
	for failed["save"] == 0 {
		try("save", save)
	}
	if failed["backup"] == 0 || failed["check"] == 0 {
		t.Errorf("nothing was tried: %v", failed)
	}
	if err := os.Remove(filler); err != nil {
		t.Fatal(err)
	}
	if err := save(); err != nil {
		t.Errorf("with room again: %v", err)
	}
	c, err := d.Case(ctx, "TST-1")
	if err != nil || len(c.Timeline) != 1+kept {
		t.Errorf("%d notes were acknowledged, there are %d entries, %v", kept, len(c.Timeline), err)
	}
	if found, err := d.Check(ctx); err != nil || !found.OK {
		t.Errorf("after all: %v, %v", found.Faults, err)
	}
}

// fill fills a disk but for some bytes.
func fill(t *testing.T, disk, filler string, room int) {
	t.Helper()
	os.Remove(filler)
	var s syscall.Statfs_t
	err := syscall.Statfs(disk, &s)
	if err == nil {
		err = os.WriteFile(filler, make([]byte, max(0, int(s.Bavail)*int(s.Bsize)-room)), 0o600)
	}
	if err != nil && !errors.Is(err, syscall.ENOSPC) {
		t.Fatal(fmt.Errorf("fill the disk: %w", err))
	}
}
