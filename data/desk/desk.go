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
	"regexp"
	"runtime"
	"strings"
	"sync"
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

var codeForm = regexp.MustCompile(`^[A-Z]{2,4}$`)

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
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
	}
	half, err := store.NewScratch(dir, "making")
	if err != nil {
		return nil, data.Fault("", "read_only_desk", "dir", dir).Because(err)
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

// Settings gives the settings as last read: no I/O.
func (d *Desk) Settings() data.Settings {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.settings
}

// Words is the printer for the desk's language: that of the settings, else the
// system's.
func (d *Desk) Words() *words.Printer {
	d.mu.RLock()
	defer d.mu.RUnlock()
	return d.printer
}

func (d *Desk) loadSettings(ctx context.Context) error {
	state, err := d.store.State(ctx, d.settingsID)
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	var s data.Settings
	data.Fill(&s, state.Fields())
	lang := s.Language
	if lang == "" {
		lang = words.System()
	}
	d.mu.Lock()
	d.settings, d.printer = s, words.For(lang)
	d.mu.Unlock()
	return nil
}

func checkSettings(s data.Settings) (data.Settings, error) {
	s.Code = strings.ToUpper(strings.TrimSpace(s.Code))
	s.Name, s.Operator = strings.TrimSpace(s.Name), strings.TrimSpace(s.Operator)
	for _, f := range []struct{ name, value string }{{"operator", s.Operator}, {"name", s.Name}} { // as the first start asks
		if f.value == "" {
			return s, data.Fault(f.name, "required")
		}
	}
	if !codeForm.MatchString(s.Code) {
		return s, data.Fault("code", "bad_code", "value", s.Code)
	}
	if s.Language != "" && !knownLanguage(s.Language) {
		return s, data.Fault("language", "unknown_language", "value", s.Language, "choices", words.Languages())
	}
	if sizes := data.TextSizes(); s.TextPercent() < sizes[0] || s.TextPercent() > sizes[len(sizes)-1] {
		return s, data.Fault("text_size", "bad_text_size", "value", s.TextSize)
	}
	for _, r := range s.SecondLine {
		if err := data.CheckAddress("second_line", r.Address); err != nil {
			return s, err
		}
	}
	var err error
	if s.Synonyms, err = checkSynonyms(s.Synonyms); err != nil {
		return s, err
	}
	if s.BackupDays != nil && (*s.BackupDays < 0 || *s.BackupDays > 366) {
		return s, data.Fault("backup_days", "not_a_number", "value", *s.BackupDays)
	}
	if s.SendDelay != nil && *s.SendDelay < 0 {
		return s, data.Fault("send_delay", "not_a_number", "value", *s.SendDelay)
	}
	return s, checkAccount(s.Mail)
}

func checkAccount(a data.Account) error {
	if a.From != "" {
		if err := data.CheckAddress("from", a.From); err != nil {
			return err
		}
	}
	for name, port := range map[string]int{"port": a.Port, "inbox_port": a.Inbox.Port} {
		if port < 0 || port > 65535 {
			return data.Fault(name, "not_a_number", "value", port)
		}
	}
	if a.Inbox.MaxSize < 0 {
		return data.Fault("max_size", "not_a_number", "value", a.Inbox.MaxSize)
	}
	if a.Inbox.Since != "" && a.Inbox.From().IsZero() {
		return data.Fault("since", "not_a_time", "value", a.Inbox.Since)
	}
	if err := data.Check(a.Inbox); err != nil {
		return err
	}
	return data.Check(a)
}

// SaveSettings changes the settings. The desk's code stays what it was made
// with: ticket numbers carry it.
func (d *Desk) SaveSettings(ctx context.Context, s data.Settings) error {
	s.Code = d.Settings().Code
	s, err := checkSettings(s)
	if err != nil {
		return err
	}
	return d.write(ctx, "settings", func(t *store.Tx) (string, error) {
		_, err := t.Set("desk", d.settingsID, data.AllFieldsOf(s))
		return "", err
	})
}

// Password reads a secret from the safe, "" if there is none. "mail" is the mail
// account's password.
func (d *Desk) Password(name string) (string, error) { return d.safe.Recall(name) }

// KeepPassword puts a secret into the safe; an empty one is forgotten.
func (d *Desk) KeepPassword(name, password string) error {
	if password == "" {
		return d.safe.Forget(name)
	}
	return d.safe.Keep(name, password)
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
