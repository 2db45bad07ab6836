package desk

import (
	"archive/zip"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/store"
)

// Unpacked is a backup that was unpacked beside where its desk is to lie, and
// checked. It must be placed or dropped.
type Unpacked struct {
	Name    string // of the desk
	Code    string
	Tickets int
	Last    time.Time // when something was last done at it
	Held    int       // letters that waited and now need a person to send them

	dir, half string
}

// halfRestored is how the folders begin that backups are unpacked in.
const halfRestored = ".restoring-"

// Unpack unpacks a backup in the folder its desk is to lie in, and checks it.
// Nothing else changes there. Where there is a desk, only whoever has its window
// may do so. Whoever wants to hear how far it is gives tell.
func Unpack(ctx context.Context, path, dir string, tell ...func(done, total int)) (*Unpacked, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	if Exists(dir) { // then nobody else is at it: what lies there was left by one that died
		left, _ := filepath.Glob(filepath.Join(dir, halfRestored+"*"))
		for _, old := range left {
			os.RemoveAll(old)
		}
	}
	half, err := os.MkdirTemp(dir, halfRestored+"*")
	if err != nil {
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	u := &Unpacked{dir: dir, half: half}
	if err := u.read(ctx, path, telling(tell)); err != nil {
		u.Drop()
		return nil, aboutBackup(path, err)
	}
	return u, nil
}

// read unpacks a backup and looks at what it holds.
func (u *Unpacked) read(ctx context.Context, path string, tell func(done, total int)) error {
	const whole = 1000 // half for what is unpacked, half for the check
	err := unpack(ctx, path, u.half, func(done, total int64) { tell(int(whole/2*done/max(total, 1)), whole) })
	if err != nil {
		return err
	}
	d, err := Open(ctx, u.half)
	if err != nil {
		return err
	}
	found, err := d.store.Check(ctx, func(done, total int) { tell(whole/2+whole/2*done/max(total, 1), whole) })
	if err == nil && len(found.Faults) > 0 {
		err = errors.New(found.Faults[0])
	}
	if err == nil {
		s := d.Settings()
		u.Name, u.Code, u.Tickets, u.Last = s.Name, s.Code, found.Tickets, found.Last
		u.Held, err = d.wake(ctx)
	}
	return errors.Join(err, d.Close())
}

// wake makes a desk of a copy: with an epoch of its own, so that the desk and its
// copy can be told apart, and with no letter that goes out by itself. Those that
// waited may have gone out since: they are held until a person sends them again.
func (d *Desk) wake(ctx context.Context) (held int, err error) {
	author, err := d.store.Value(ctx, "author")
	if err != nil {
		return 0, err
	}
	id, _, _ := strings.Cut(author, ".")
	if err := d.store.Keep(ctx, "author", id+"."+journal.NewEpoch()); err != nil {
		return 0, err
	}
	letters, err := d.Letters(ctx)
	for _, l := range letters {
		if err == nil && l.State.Waiting() {
			held++
			err = d.LetterDone(ctx, l.ID, LetterOutcome{State: data.LetterFailed, Reason: d.Words().Say("letter.restored")})
		}
	}
	return held, err
}

// Drop takes away what was unpacked.
func (u *Unpacked) Drop() error { return os.RemoveAll(u.half) }

// Place puts the desk where it is to lie, in the place of the one there, and
// opens it. The other must be closed; if another program has it open, or anything
// goes wrong, it stays as it is. Attachments of the other are left beside.
func (u *Unpacked) Place(ctx context.Context) (*Desk, error) {
	defer u.Drop()
	if Exists(u.dir) {
		if err := store.Rest(ctx, u.dir); err != nil {
			return nil, err
		}
	}
	// Files are named by what is in them, so that none takes the place of another.
	// The database comes last: then all it speaks of is there.
	if err := moveFiles(u.half, u.dir, "attachments"); err != nil {
		return nil, fmt.Errorf("put the attachments in place: %w", err)
	}
	if err := os.Rename(filepath.Join(u.half, store.File), filepath.Join(u.dir, store.File)); err != nil {
		return nil, fmt.Errorf("put the desk in place: %w", err)
	}
	return Open(ctx, u.dir)
}

// Restore makes a desk out of a backup, in a folder that has none, and opens it.
func Restore(ctx context.Context, path, dir string, tell ...func(done, total int)) (*Desk, error) {
	if Exists(dir) {
		return nil, data.Fault("", "desk_exists", "dir", dir)
	}
	u, err := Unpack(ctx, path, dir, tell...)
	if err != nil {
		return nil, err
	}
	return u.Place(ctx)
}

// aboutBackup says what is wrong with a backup.
func aboutBackup(path string, err error) error {
	var known *data.Problem
	errors.As(err, &known)
	name := filepath.Base(path)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, syscall.ENOSPC), known != nil && known.Field == "file":
		return err
	case known != nil && known.Key == "newer_desk":
		return data.Fault("file", "newer_backup", "name", name).Because(err)
	case known != nil && known.Key == "disk_full":
		return err
	}
	return data.Fault("file", "not_a_backup", "name", name).Because(err)
}

// unpack writes what a backup holds into a folder; tell hears of the bytes.
func unpack(ctx context.Context, path, into string, tell func(done, total int64)) error {
	name := filepath.Base(path)
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return data.Fault("file", "no_file", "name", name).Because(err)
	case err == nil && info.IsDir():
		return data.Fault("file", "is_a_folder", "name", name)
	}
	z, err := zip.OpenReader(path)
	if errors.Is(err, fs.ErrPermission) {
		return data.Fault("file", "no_permission", "name", name).Because(err)
	} else if err != nil {
		return err
	}
	defer z.Close()
	var files []*zip.File
	var done, total int64
	for _, f := range z.File {
		// Only what a backup holds is taken, so no name can lead elsewhere.
		if f.Name == store.File || strings.HasPrefix(f.Name, "attachments/") && filepath.IsLocal(filepath.FromSlash(f.Name)) {
			files = append(files, f)
			total += int64(f.UncompressedSize64)
		}
	}
	for _, f := range files {
		err := unzip(f, filepath.Join(into, filepath.FromSlash(f.Name)), func(n int) error {
			done += int64(n)
			tell(done, total)
			return ctx.Err()
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// unzip writes a packed file; going hears of each piece and may end it.
func unzip(f *zip.File, path string, going func(n int) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	in, err := f.Open()
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, piecewise{in, going})
	return errors.Join(err, out.Sync(), out.Close())
}

// moveFiles moves the files below a folder into the same one elsewhere.
func moveFiles(from, to, folder string) error {
	err := filepath.WalkDir(filepath.Join(from, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		if entry.IsDir() {
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		}
		return os.Rename(path, filepath.Join(to, name))
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil // it has none
	}
	return err
}
