// Package desk is the one door to a desk: commands in, queries out, changes
// announced. The window and the command line call exactly the same methods.
//
// A command fills a value, the desk checks it and turns it into operations, and
// the store commits those with everything they add up to in one transaction.
// What a method returned without an error is on the disk.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/safe"
	"firstline/data/store"
	"firstline/data/words"
)

// Desk is one opened desk folder. Its methods may be called from any goroutine.
type Desk struct {
	dir      string
	store    *store.Store
	safe     *safe.Safe
	library  library
	same     thesaurus
	changes  hub
	sending  lease
	fetching lease
	stop     context.CancelFunc
	clock    func() time.Time // for the sample desk, which is made in the past

	readLimit time.Duration // readLimit, unless a test has no time

	mu         sync.RWMutex
	settings   data.Settings
	settingsID data.ID
	printer    *words.Printer
}

// Exists says whether a folder holds a desk.
func Exists(dir string) bool { return store.Exists(dir) }

// DefaultDir is where a desk lies unless told otherwise: the platform's local
// application data, never a roaming one (measured: redirected and cloud-synced
// folders damage live databases).
func DefaultDir() (string, error) {
	switch runtime.GOOS {
	case "windows":
		if dir := os.Getenv("LOCALAPPDATA"); dir != "" {
			return filepath.Join(dir, "Firstline"), nil
		}
	case "darwin":
		if home, err := os.UserHomeDir(); err == nil {
			return filepath.Join(home, "Library", "Application Support", "Firstline"), nil
		}
	}
	if dir := os.Getenv("XDG_DATA_HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, "firstline"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", fmt.Errorf("find the home folder: %w", err)
	}
	return filepath.Join(home, ".local", "share", "firstline"), nil
}

// Create makes a desk in a folder that has none and opens it. Code, name and
// operator are required; the code is put in capitals.
func Create(ctx context.Context, dir string, s data.Settings) (*Desk, error) {
	s, err := checkSettings(s)
	if err != nil {
		return nil, err
	}
	if Exists(dir) {
		return nil, data.Fault("", "desk_exists", "dir", dir)
	}
	// The desk is made under another name and renamed, so that there never is
	// half of one.
	half, err := makeRoom(dir, "making")
	if err != nil {
		return nil, err
	}
	defer half.Drop()
	st, err := store.Create(ctx, half.Dir)
	if err != nil {
		return nil, err
	}
	identity, err := journal.NewIdentity()
	if err == nil {
		err = keepIdentity(safe.Open(dir), identity)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	_, err = st.Write(ctx, s.Operator, time.Now(), "settings", func(t *store.Tx) (string, error) {
		t.Settle()
		if err := t.SetAuthor(identity.Author()); err != nil {
			return "", err
		}
		id, err := t.Open("desk", s)
		if err != nil {
			return "", err
		}
		return "", t.SetValue("settings", string(id))
	})
	if err := errors.Join(err, st.Close()); err != nil {
		return nil, err
	}
	if err := os.Rename(filepath.Join(half.Dir, store.File), filepath.Join(dir, store.File)); err != nil {
		return nil, fmt.Errorf("put the desk in place: %w", err)
	}
	return Open(ctx, dir)
}

// makeRoom makes a folder for a desk that is half done within the one it is to lie in.
func makeRoom(dir, what string) (*store.Scratch, error) {
	half, err := store.NewScratch(dir, what)
	switch {
	case errors.Is(err, syscall.ENOTDIR):
		return nil, data.Fault("", "file_exists", "name", dir).Because(err)
	case err != nil && !errors.Is(err, syscall.ENOSPC):
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	return half, err
}

// Open opens the desk in a folder.
func Open(ctx context.Context, dir string) (*Desk, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	st, err := store.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	d := &Desk{dir: dir, store: st, safe: safe.Open(dir), readLimit: readLimit}
	d.sending.path, d.fetching.path = filepath.Join(dir, "mail.lock"), filepath.Join(dir, "inbox.lock")
	id, err := st.Value(ctx, "settings")
	if err == nil && id == "" {
		err = data.Fault("", "not_a_desk", "dir", dir)
	}
	if err == nil {
		d.settingsID = data.ID(id)
		err = d.loadSettings(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	watching, stop := context.WithCancel(context.Background())
	d.stop = stop
	go d.watch(watching)
	return d, nil
}

// Close ends the desk's work; what was acknowledged is safe without it.
func (d *Desk) Close() error {
	d.stop()
	d.library.work.Wait()
	d.sending.release()
	d.fetching.release()
	return d.store.Close()
}

// Dir is the desk's folder.
func (d *Desk) Dir() string { return d.dir }

// Now is the desk's clock.
func (d *Desk) Now() time.Time {
	if d.clock != nil {
		return d.clock()
	}
	return time.Now().UTC()
}

// write runs one act and announces what it changed.
func (d *Desk) write(ctx context.Context, name string, act func(*store.Tx) (string, error)) error {
	touched, err := d.store.Write(ctx, d.Settings().Operator, d.Now(), name, act)
	if err != nil {
		return err
	}
	c := Change{Entities: map[data.ID]bool{}, Kinds: map[string]bool{}}
	for id, kind := range touched {
		c.Entities[id], c.Kinds[kind] = true, true
	}
	if c.Kinds["desk"] { // whoever hears of it asks for the new ones
		err = d.loadSettings(ctx)
	}
	d.announce(c)
	return err
}

// text reads a field of an entity's state as text.
func text(f data.Fields, name string) string {
	var s string
	json.Unmarshal(f[name], &s) // absent is empty
	return s
}
