package desk

import (
	"context"
	"os"
	"path/filepath"
	"testing"
	"time"

	"firstline/data"
)

// A desk left open for months is checked and backed up by itself, and does not
// fill the disk.
func TestTheDeskTakesCareOfItself(t *testing.T) {
	ctx := context.Background()
	d, err := Create(ctx, filepath.Join(t.TempDir(), "desk"), data.Settings{Code: "TST", Name: "Test", Operator: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := time.Now().UTC()
	d.clock = func() time.Time { return now }
	if _, err := d.OpenTicket(ctx, Intake{Contact: data.Contact{Name: "Lucía"}, Subject: "La impresora"}); err != nil {
		t.Fatal(err)
	}
	kept := filepath.Join(d.Dir(), "backups", "by-hand.zip")
	if _, err := d.Backup(ctx, ""); err != nil { // makes the folder
		t.Fatal(err)
	}
	if err := os.WriteFile(kept, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if care, err := d.Tend(ctx); err != nil || care.Backup != "" || care.Check.OK {
		t.Fatalf("a new desk was tended at once: %+v, %v", care, err)
	}
	done := 0
	for range 60 {
		now = now.Add(24 * time.Hour)
		needs, err := d.NeedsCare(ctx)
		if err != nil {
			t.Fatal(err)
		}
		care, err := d.Tend(ctx)
		if did := care.Check.OK || care.Backup != ""; did != needs {
			t.Errorf("it needed care: %v, and got some: %v", needs, did)
		}
		if err != nil || len(care.Check.Faults) > 0 {
			t.Fatalf("%+v, %v", care, err)
		}
		if care.Backup != "" {
			done++
			if !care.Check.OK {
				t.Error("it was backed up unchecked")
			}
		}
	}
	own, err := filepath.Glob(filepath.Join(d.Dir(), "backups", ownBackup+"*.zip"))
	if err != nil || done != 60/7 || len(own) != keptBackups {
		t.Errorf("in 60 days %d backups were made and %d stay, %v", done, len(own), err)
	}
	if _, err := os.Stat(kept); err != nil {
		t.Errorf("a backup made by hand is gone: %v", err)
	}
	restored, _, err := Restore(ctx, own[len(own)-1], filepath.Join(t.TempDir(), "again"), false)
	if err != nil {
		t.Fatal(err)
	}
	defer restored.Close()
	if _, err := restored.Case(ctx, "TST-1"); err != nil {
		t.Errorf("the backup lacks the ticket: %v", err)
	}

	s := d.Settings()
	s.BackupDays = new(0)
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	now = now.Add(100 * 24 * time.Hour)
	if care, err := d.Tend(ctx); err != nil || care.Backup != "" || !care.Check.OK {
		t.Errorf("with backups off: %+v, %v", care, err)
	}
}

// A clock that was years ahead for a day must not keep the desk from being checked and
// backed up until those years have passed.
func TestAClockThatWasAheadStopsNoCare(t *testing.T) {
	ctx := context.Background()
	d, err := Create(ctx, filepath.Join(t.TempDir(), "desk"), data.Settings{Code: "TST", Name: "Test", Operator: "Ana"})
	if err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	now := time.Now().UTC()
	ahead := now.AddDate(4, 0, 0)
	d.clock = func() time.Time { return ahead }
	if _, err := d.Tend(ctx); err != nil {
		t.Fatal(err)
	}
	d.clock = func() time.Time { return now }
	if care, err := d.Tend(ctx); err != nil || !care.Check.OK || care.Backup == "" {
		t.Errorf("%+v, %v", care, err)
	}
	if needs, err := d.NeedsCare(ctx); err != nil || needs {
		t.Errorf("it needs care again at once: %v", err)
	}
}
