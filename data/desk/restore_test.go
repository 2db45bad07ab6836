package desk

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
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
	if u, err = Unpack(ctx, path, dir); err != nil {
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
	if left, _ := filepath.Glob(filepath.Join(dir, halfRestored+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
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
