package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	checkEvery  = 7 * 24 * time.Hour // measured: a check of a million tickets takes minutes beside the work
	keptBackups = 4                  // of those the desk made by itself
	ownBackup   = "weekly-"          // how their names begin
)

// Care is what a desk did for itself: both empty where nothing was due.
type Care struct {
	Check  CheckResult // OK, or with no operations: nothing was found wrong
	Backup string      // the file it was written to
}

// Tend checks the desk once a week and backs it up as often as the settings
// say, beside the work that goes on; of its own backups the newest four stay. A
// new desk is first tended a week, or that many days, after it was first asked.
// Whoever wants to hear how far it is gives tell.
func (d *Desk) Tend(ctx context.Context, tell ...func(done, total int)) (Care, error) {
	var care Care
	due, err := d.again(ctx, "checked_at", checkEvery)
	if err == nil && due {
		if care.Check, err = d.Check(ctx, tell...); err == nil {
			err = d.tended(ctx, "checked_at")
		}
	}
	if err != nil || len(care.Check.Faults) > 0 { // what may be damaged must not take a sound backup's place
		return care, err
	}
	every := d.Settings().BacksUpEvery()
	if every == 0 {
		return care, nil
	}
	if due, err = d.again(ctx, "backed_up_at", every); err != nil || !due {
		return care, err
	}
	if care.Backup, err = d.backUp(ctx, ownBackup, tell...); err != nil {
		return care, err
	}
	return care, errors.Join(d.tended(ctx, "backed_up_at"), dropOldBackups(filepath.Dir(care.Backup)))
}

// NeedsCare says whether Tend has something to do.
func (d *Desk) NeedsCare(ctx context.Context) (bool, error) {
	due, err := d.again(ctx, "checked_at", checkEvery)
	every := d.Settings().BacksUpEvery()
	if err != nil || due || every == 0 {
		return due, err
	}
	return d.again(ctx, "backed_up_at", every)
}

// again says whether something is to be done again; the first time starts the
// clock. What was done in the future was done by a wrong clock.
func (d *Desk) again(ctx context.Context, what string, every time.Duration) (bool, error) {
	last, err := d.since(ctx, what)
	if err != nil {
		return false, err
	}
	if last.IsZero() {
		return false, d.tended(ctx, what)
	}
	ago := d.Now().Sub(last)
	return ago >= every || ago < 0, nil
}

// since is when something was last done, zero if it never was.
func (d *Desk) since(ctx context.Context, what string) (time.Time, error) {
	text, err := d.store.Value(ctx, what)
	if err != nil {
		return time.Time{}, err
	}
	last, _ := time.Parse(time.RFC3339, text) // what was never kept is no time
	return last, nil
}

func (d *Desk) tended(ctx context.Context, what string) error {
	return d.store.Keep(ctx, what, d.Now().UTC().Format(time.RFC3339))
}

// dropOldBackups keeps the newest backups the desk made by itself; those a
// person made are left alone.
func dropOldBackups(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("look for old backups: %w", err)
	}
	var own []string
	for _, e := range entries {
		if strings.HasPrefix(e.Name(), ownBackup) && strings.HasSuffix(e.Name(), ".zip") {
			own = append(own, e.Name())
		}
	}
	slices.Sort(own) // their names are moments
	for _, name := range own[:max(len(own)-keptBackups, 0)] {
		if err := os.Remove(filepath.Join(folder, name)); err != nil {
			return fmt.Errorf("drop an old backup: %w", err)
		}
	}
	return nil
}
