package desk

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/store"
)

// backedUp is a desk with two tickets, a file and a letter that waits, and a
// backup of it.
func backedUp(t *testing.T) (*Desk, string) {
	t.Helper()
	ctx := context.Background()
	d, err := Create(ctx, filepath.Join(t.TempDir(), "desk"), data.Settings{Code: "TST", Name: "Mesa", Operator: "Ana", Mail: data.Account{From: "ana@example.org", Host: "smtp.example.org", Port: 465, Security: data.TLS}})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if _, err := d.OpenTicket(ctx, Intake{Contact: data.Contact{Name: "Lucía", Emails: []string{"lucia@example.org"}}, Subject: "La impresora"}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Attach(ctx, "TST-1", "log.txt", strings.NewReader("0x80070005")); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Escalate(ctx, EscalationRequest{Ticket: "TST-1", To: "second@example.org", Mode: data.Consult, Question: "¿Y ahora?"}); err != nil {
		t.Fatal(err)
	}
	path, err := d.Backup(ctx, filepath.Join(t.TempDir(), "desk.zip"))
	if err != nil {
		t.Fatal(err)
	}
	return d, path
}

func TestABackupTakesTheDesksPlace(t *testing.T) {
	ctx := context.Background()
	d, path := backedUp(t)
	if _, err := d.OpenTicket(ctx, Intake{Contact: data.Contact{Name: "Lucía"}, Subject: "Después"}); err != nil {
		t.Fatal(err)
	}
	later, err := d.Attach(ctx, "TST-3", "later.log", strings.NewReader("what only the replaced desk speaks of"))
	if err != nil {
		t.Fatal(err)
	}
	dir := d.Dir()
	last := 0
	u, err := Unpack(ctx, path, dir, func(done, total int) {
		if done < last || done > total {
			t.Errorf("told of %d after %d of %d", done, last, total)
		}
		last = done
	})
	if err != nil {
		t.Fatal(err)
	}
	if u.Name != "Mesa" || u.Code != "TST" || u.Tickets != 2 || u.Held != 1 || u.Last.IsZero() || u.Last.After(d.Now()) || last == 0 {
		t.Errorf("the backup holds %+v, told %d", u, last)
	}
	if _, err := d.Case(ctx, "TST-3"); err != nil {
		t.Errorf("unpacking changed the desk: %v", err)
	}
	other, err := Open(ctx, dir) // a command beside the window
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	var p *data.Problem
	if _, err := u.Place(ctx); !errors.As(err, &p) || p.Key != "desk_busy" {
		t.Errorf("it took the place of a desk that is open: %v", err)
	}
	if _, err := other.Case(ctx, "TST-3"); err != nil {
		t.Errorf("the desk is not what it was: %v", err)
	}
	other.Close()
	if d, err = Open(ctx, dir); err != nil {
		t.Fatal(err)
	}
	if u, err = Unpack(ctx, path, dir); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(u.Keep(ctx, d), d.Close()); err != nil {
		t.Fatal(err)
	}
	again, err := u.Place(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := again.Case(ctx, "TST-3"); !errors.Is(err, data.ErrNotFound) {
		t.Errorf("the later ticket: %v", err)
	}
	if r, err := again.Check(ctx); err != nil || !r.OK || r.Tickets != 2 || r.Attachments != 1 {
		t.Errorf("restored: %+v, %v", r, err)
	}
	letters, err := again.Letters(ctx)
	if err != nil || len(letters) != 1 || letters[0].State != data.LetterFailed || letters[0].Reason == "" {
		t.Errorf("what waited: %+v, %v", letters, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".firstline-restoring-*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	// What only the replaced desk spoke of went with it, and comes back with it.
	if _, err := os.Stat(again.AttachmentPath(later)); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the replaced desk's attachment: %v", err)
	}
	before, kept, err := Restore(ctx, u.Kept, filepath.Join(t.TempDir(), "before"), false)
	if err != nil || kept != "" {
		t.Fatalf("what was kept: %q, %v", kept, err)
	}
	defer before.Close()
	if r, err := before.Check(ctx); err != nil || !r.OK || r.Tickets != 3 || r.Attachments != 2 {
		t.Errorf("what was kept: %+v, %v", r, err)
	}
}

// damage does something to a desk's file.
func damage(t *testing.T, dir string, do func(raw []byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, store.File)
	raw, err := os.ReadFile(path)
	if err == nil {
		err = os.WriteFile(path, do(raw), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// blank writes zeros over the pages of an SQLite file from one to another, counted
// from 0.
func blank(from, to int) func([]byte) []byte {
	return func(raw []byte) []byte {
		clear(raw[4096*from : min(4096*to, len(raw))])
		return raw
	}
}

func TestABackupTakesTheDamagedDesksPlace(t *testing.T) {
	ctx := context.Background()
	for what, c := range map[string]struct {
		do  func([]byte) []byte
		key string // of what opening says; "": it can be opened
	}{
		"cut":          {func(raw []byte) []byte { return raw[:len(raw)/2] }, "damaged"},
		"first page":   {blank(0, 1), "not_a_desk"},
		"other pages":  {blank(1, 1<<20), "damaged"},
		"altered":      {func(raw []byte) []byte { return bytes.ReplaceAll(raw, []byte("La impresora"), []byte("La impresorX")) }, ""},
		"empty":        {func([]byte) []byte { return nil }, "not_a_desk"},
		"another file": {func([]byte) []byte { return []byte(strings.Repeat("0x80070005 ", 999)) }, "not_a_desk"},
		"newer":        {func(raw []byte) []byte { raw[62], raw[63] = 0x27, 0x0f; return raw }, "newer_desk"},
		"sound":        {func(raw []byte) []byte { return raw }, ""},
	} {
		t.Run(what, func(t *testing.T) {
			d, path := backedUp(t)
			dir := d.Dir()
			if err := d.Close(); err != nil {
				t.Fatal(err)
			}
			damage(t, dir, c.do)
			was, err := os.ReadFile(filepath.Join(dir, store.File))
			if err != nil {
				t.Fatal(err)
			}
			var p *data.Problem
			switch d, err := Open(ctx, dir); {
			case c.key != "" && (!errors.As(err, &p) || p.Key != c.key):
				t.Fatalf("it opens with %v", err)
			case c.key == "" && err != nil:
				t.Fatal(err)
			case d != nil:
				r, err := d.Check(ctx)
				if err != nil || r.OK != (what == "sound") {
					t.Errorf("checked: %+v, %v", r, err)
				}
				d.Close()
			}
			if _, _, err := Restore(ctx, path, dir, false); !errors.As(err, &p) || p.Key != "restore_over" {
				t.Fatalf("it took the place of a desk unasked: %v", err)
			}
			d, kept, err := Restore(ctx, path, dir, true)
			if err != nil {
				t.Fatal(err)
			}
			defer d.Close()
			if r, err := d.Check(ctx); err != nil || !r.OK || r.Tickets != 2 || r.Attachments != 1 {
				t.Errorf("restored: %+v, %v", r, err)
			}
			is, err := os.ReadFile(filepath.Join(kept, store.File))
			header := min(100, len(was)) // says that no log lies beside the file
			if err != nil || c.key != "" && !bytes.Equal(is[header:], was[header:]) {
				t.Errorf("the desk that was there is not what it was: %d bytes of %d, %v", len(is), len(was), err)
			}
			if files, err := filesBelow(kept, "attachments"); err != nil || len(files) != 1 {
				t.Errorf("its attachments are %v, %v", files, err)
			}
		})
	}
}

// What fails half way leaves the desk as it was.
func TestADamagedDeskStaysWhereNothingCanBePut(t *testing.T) {
	ctx := context.Background()
	d, path := backedUp(t)
	dir := d.Dir()
	if err := d.Close(); err != nil {
		t.Fatal(err)
	}
	damage(t, dir, blank(0, 1))
	before, err := filesBelow(dir, ".")
	if err != nil {
		t.Fatal(err)
	}
	u, err := Unpack(ctx, path, dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(filepath.Join(u.half.Dir, store.File)); err != nil { // it cannot be put in place
		t.Fatal(err)
	}
	if d, err := u.Place(ctx); err == nil {
		d.Close()
		t.Fatal("it is in place")
	}
	if after, err := filesBelow(dir, "."); err != nil || !slices.Equal(before, after) {
		t.Errorf("the folder held %v and holds %v, %v", before, after, err)
	}
}

// Two that unpack in one folder leave each other alone, and the dead are cleared
// away.
func TestUnpackingClearsAwayWhatTheDeadLeft(t *testing.T) {
	ctx := context.Background()
	d, path := backedUp(t)
	defer d.Close()
	left := filepath.Join(d.Dir(), ".firstline-restoring-dead")
	if err := os.Mkdir(left, 0o700); err != nil {
		t.Fatal(err)
	}
	one, err := Unpack(ctx, path, d.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer one.Drop()
	two, err := Unpack(ctx, path, d.Dir())
	if err != nil {
		t.Fatal(err)
	}
	defer two.Drop()
	there, err := filepath.Glob(filepath.Join(d.Dir(), ".firstline-restoring-*"))
	if err != nil || len(there) != 2 || slices.Contains(there, left) {
		t.Errorf("there are %v, %v", there, err)
	}
}

// packed writes a zip that holds one file of a backup, or nothing.
func packed(t *testing.T, database string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "packed.zip")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(f)
	if database != "" {
		w, err := z.Create(store.File)
		if err == nil {
			_, err = io.WriteString(w, database)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(z.Close(), f.Close()); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestWhatIsNoBackupChangesNothing(t *testing.T) {
	ctx := context.Background()
	d, path := backedUp(t)
	defer d.Close()
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	file := func(content []byte) string {
		path := filepath.Join(t.TempDir(), "backup.zip")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	broken := append([]byte{}, raw...)
	for i := range 200 { // in the packed database
		broken[len(raw)/3+i] ^= 0xff
	}
	before, err := os.ReadDir(d.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct{ path, key string }{
		"text":         {file([]byte("error 0x80070005")), "not_a_backup"},
		"empty":        {file(nil), "not_a_backup"},
		"cut":          {file(raw[:len(raw)/2]), "not_a_backup"},
		"broken":       {file(broken), "not_a_backup"},
		"a folder":     {t.TempDir(), "is_a_folder"},
		"nothing":      {filepath.Join(t.TempDir(), "no.zip"), "no_file"},
		"empty zip":    {packed(t, ""), "not_a_backup"},
		"another zip":  {packed(t, "hello"), "not_a_backup"},
		"newer desk's": {newerBackup(t, path), "newer_backup"},
	} {
		var p *data.Problem
		if u, err := Unpack(ctx, c.path, d.Dir()); u != nil || !errors.As(err, &p) || p.Key != c.key {
			t.Errorf("%s: %v", what, err)
		}
	}
	stopped, stop := context.WithCancel(ctx)
	if u, err := Unpack(stopped, path, d.Dir(), func(int, int) { stop() }); u != nil || !errors.Is(err, context.Canceled) {
		t.Errorf("stopped: %v", err)
	}
	after, err := os.ReadDir(d.Dir())
	if err != nil || len(after) != len(before) {
		t.Errorf("the desk's folder holds %v, held %v, %v", after, before, err)
	}
	if r, err := d.Check(ctx); err != nil || !r.OK || r.Tickets != 2 {
		t.Errorf("the desk is %+v, %v", r, err)
	}
}

// newerBackup is a backup whose desk says a newer program wrote it: bytes 60 to
// 63 of an SQLite file are its user_version.
func newerBackup(t *testing.T, path string) string {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	f, err := z.Open(store.File)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	raw[62], raw[63] = 0x27, 0x0f
	return packed(t, string(raw))
}

// A restore that fails or is given up leaves no trace: neither a folder that was not
// there, nor anything in one that was.
func TestARestoreGivenUpLeavesNothing(t *testing.T) {
	ctx := context.Background()
	d, path := backedUp(t)
	defer d.Close()
	giveUp := map[string]func(dir string) error{
		"it is none": func(dir string) error {
			_, err := Unpack(ctx, filepath.Join(t.TempDir(), "no.zip"), dir)
			if err == nil {
				return errors.New("it was unpacked")
			}
			return nil
		},
		"somebody thought better of it": func(dir string) error {
			u, err := Unpack(ctx, path, dir)
			if err != nil {
				return err
			}
			return u.Drop()
		},
	}
	for why, give := range giveUp {
		there, absent := t.TempDir(), filepath.Join(t.TempDir(), "desks")
		for _, dir := range []string{there, filepath.Join(absent, "Madrid", "desk")} {
			if err := give(dir); err != nil {
				t.Fatalf("%s: %v", why, err)
			}
		}
		if left, err := os.ReadDir(there); err != nil || len(left) > 0 {
			t.Errorf("%s: the folder holds %v, %v", why, left, err)
		}
		if _, err := os.Stat(absent); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: there is a folder now: %v", why, err)
		}
	}
	placed := filepath.Join(t.TempDir(), "desk")
	again, _, err := Restore(ctx, path, placed, false)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	if _, err := os.Stat(filepath.Join(placed, store.File)); err != nil {
		t.Error(err)
	}
}
