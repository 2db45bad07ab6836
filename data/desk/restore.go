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
	"slices"
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
	File    string // the backup's name
	Name    string // of the desk
	Code    string
	Tickets int
	Last    time.Time // when something was last done at it
	Held    int       // letters that waited and now need a person to send them

	// Kept is where the desk it takes the place of is kept: a backup of it, or a
	// folder it was moved to whole; "" while there is neither.
	Kept string

	dir  string
	half *store.Scratch
}

// keptDesk is how the names begin of what is kept of a desk that is replaced.
const keptDesk = "replaced-"

// Unpack unpacks a backup in the folder its desk is to lie in, and checks it.
// Nothing else changes there. Whoever wants to hear how far it is gives tell.
func Unpack(ctx context.Context, path, dir string, tell ...func(done, total int)) (*Unpacked, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	half, err := makeRoom(dir, "restoring")
	if err != nil {
		return nil, err
	}
	u := &Unpacked{File: filepath.Base(path), dir: dir, half: half}
	if err := u.read(ctx, path, telling(tell)); err != nil {
		u.Drop()
		return nil, aboutBackup(path, err)
	}
	return u, nil
}

// read unpacks a backup and looks at what it holds.
func (u *Unpacked) read(ctx context.Context, path string, tell func(done, total int)) error {
	const whole = 1000 // half for what is unpacked, half for the check
	err := unpack(ctx, path, u.half.Dir, func(done, total int64) { tell(int(whole/2*done/max(total, 1)), whole) })
	if err != nil {
		return err
	}
	d, err := Open(ctx, u.half.Dir)
	if err != nil {
		return err
	}
	found, err := d.store.Check(ctx, func(done, total int) { tell(whole/2+whole/2*done/max(total, 1), whole) })
	if err == nil && len(found.Faults) > 0 {
		err = found.Faults[0]
	}
	if err == nil {
		s := d.Settings()
		u.Name, u.Code, u.Tickets, u.Last = s.Name, s.Code, found.Tickets, found.Last
		u.Held, err = d.wake(ctx)
	}
	return errors.Join(err, d.Close())
}

// restoredAt is the name under which a desk keeps when it was made of a backup.
const restoredAt = "restored_at"

// wake makes a desk of a copy: with an epoch of its own, so that the desk and its
// copy can be told apart, and with no letter that goes out by itself. Those that
// waited may have gone out since: they are held until a person sends them again.
// Mail that came since is fetched again, and may have been acknowledged.
func (d *Desk) wake(ctx context.Context) (held int, err error) {
	author, err := d.store.Value(ctx, "author")
	if err != nil {
		return 0, err
	}
	id, _, _ := strings.Cut(author, ".")
	if err := d.store.Keep(ctx, "author", id+"."+journal.NewEpoch()); err != nil {
		return 0, err
	}
	if err := d.tended(ctx, restoredAt); err != nil {
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

// Drop takes away what was unpacked, and the folder made for it if nothing else came
// to lie there.
func (u *Unpacked) Drop() error { return u.half.Drop() }

// Keep backs up the desk whose place the backup is to take, while it is open,
// beside its other backups.
func (u *Unpacked) Keep(ctx context.Context, d *Desk, tell ...func(done, total int)) (err error) {
	u.Kept, err = d.backUp(ctx, keptDesk, tell...)
	return err
}

// Place puts the desk where it is to lie, in the place of the one there, and
// opens it. The other must be closed; if another program has it open, or anything
// goes wrong, it stays as it is. One that was not backed up by Keep, or that is
// damaged, is moved whole into a folder beside the backups.
func (u *Unpacked) Place(ctx context.Context) (*Desk, error) {
	defer u.Drop()
	if Exists(u.dir) {
		err := store.Rest(ctx, u.dir)
		var known *data.Problem
		if ctx.Err() != nil || errors.As(err, &known) && known.Key == "desk_busy" {
			return nil, err
		}
		if err != nil {
			u.Kept = ""
		}
	}
	putBack := func() {}
	if u.Kept == "" {
		var err error
		if u.Kept, putBack, err = setAside(u.dir); err != nil {
			return nil, fmt.Errorf("keep the desk that is there: %w", err)
		}
	}
	unused, err := u.moveIn()
	if err != nil {
		putBack()
		return nil, err
	}
	for _, path := range unused { // the backup of the desk they belong to has them
		os.Remove(path)
	}
	return Open(ctx, u.dir)
}

// moveIn puts in place what was unpacked and lists the attachments that were there
// and that the backup does not hold. Files are named by what is in them, so that
// none takes the place of another. The database comes last: then all it speaks of
// is there.
func (u *Unpacked) moveIn() (unused []string, err error) {
	before, err := filesBelow(u.dir, "attachments")
	if err != nil {
		return nil, fmt.Errorf("look at the attachments: %w", err)
	}
	held, err := filesBelow(u.half.Dir, "attachments")
	if err != nil {
		return nil, fmt.Errorf("look at the attachments: %w", err)
	}
	for _, name := range held {
		to := filepath.Join(u.dir, name)
		if err = os.MkdirAll(filepath.Dir(to), 0o700); err == nil {
			err = os.Rename(filepath.Join(u.half.Dir, name), to)
		}
		if err != nil {
			return nil, fmt.Errorf("put the attachments in place: %w", err)
		}
	}
	if err := os.Rename(filepath.Join(u.half.Dir, store.File), filepath.Join(u.dir, store.File)); err != nil {
		return nil, fmt.Errorf("put the desk in place: %w", err)
	}
	for _, name := range before {
		if _, found := slices.BinarySearch(held, name); !found {
			unused = append(unused, filepath.Join(u.dir, name))
		}
	}
	return unused, nil
}

// setAside moves what there is of a desk into a folder beside its backups, named
// after the moment; "" if there is nothing. putBack is for before another has taken
// its place: it takes away what there is of that and moves this one back.
func setAside(dir string) (kept string, putBack func(), err error) {
	into := filepath.Join(dir, "backups", keptDesk+stamp(time.Now()))
	var moved []string
	back := func() {
		for _, name := range moved {
			os.Rename(filepath.Join(into, name), filepath.Join(dir, name))
		}
		os.Remove(into)
	}
	for _, name := range []string{"attachments", store.File + "-wal", store.File + "-shm", store.File + "-journal", store.File} {
		if _, err := os.Lstat(filepath.Join(dir, name)); errors.Is(err, fs.ErrNotExist) {
			continue
		}
		err := os.MkdirAll(into, 0o700)
		if err == nil {
			err = os.Rename(filepath.Join(dir, name), filepath.Join(into, name))
		}
		if err != nil {
			back()
			return "", nil, err
		}
		moved = append(moved, name)
	}
	if moved == nil {
		return "", func() {}, nil
	}
	return into, func() {
		os.RemoveAll(filepath.Join(dir, "attachments"))
		back()
	}, nil
}

// Restore makes a desk out of a backup and opens it. A desk that is there is only
// replaced if one says so; kept is the folder it is moved to, "" if there was none.
func Restore(ctx context.Context, path, dir string, replace bool, tell ...func(done, total int)) (d *Desk, kept string, err error) {
	if Exists(dir) && !replace {
		return nil, "", data.Fault("", "restore_over", "dir", dir)
	}
	u, err := Unpack(ctx, path, dir, tell...)
	if err != nil {
		return nil, "", err
	}
	d, err = u.Place(ctx)
	return d, u.Kept, err
}

// aboutBackup says what is wrong with a backup.
func aboutBackup(path string, err error) error {
	var known *data.Problem
	errors.As(err, &known)
	name := filepath.Base(path)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, syscall.ENOSPC), known != nil && (known.Field == "file" || known.Key == "disk_full"):
		return err
	case known != nil && known.Key == "newer_desk":
		return data.Fault("file", "newer_backup", "name", name).Because(err)
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

// filesBelow lists the files in a folder of dir by their paths from there, sorted.
func filesBelow(dir, folder string) (names []string, err error) {
	err = filepath.WalkDir(filepath.Join(dir, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, name)
		return err
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // it has none
	}
	slices.Sort(names)
	return names, err
}
