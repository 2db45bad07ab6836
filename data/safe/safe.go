// Package safe keeps passwords and keys. They lie in the system's keyring; where
// there is none (a bare Linux session, a server), in the desk's folder.
//
// What that protects: the keyring is guarded by the person's login. The folder's
// file "safe" is sealed with AES-256-GCM under the random key in "safe.key"
// beside it, and both may be read by their owner only. That keeps secrets out of
// backups of the database, out of synced copies that leave "safe.key" behind and
// from a glance over the shoulder. It does not keep them from whoever can read
// the whole folder as its owner; on Windows, where files have no such mode, that
// is whoever the folder's permissions let in.
package safe

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/zalando/go-keyring"

	"firstline/data"
)

// service is the name the keyring shows.
const service = "Firstline"

// patience is how long the keyring may take: one that waits for a person to
// unlock it must not hold up the desk.
const patience = 3 * time.Second

// Safe keeps the secrets of one desk. Its methods may be called from any
// goroutine and beside other processes with the same desk.
type Safe struct {
	dir  string // the desk's folder
	ours string // what our names in the keyring begin with
	mu   sync.Mutex
}

// Open gives the safe of the desk in a folder. Nothing is read or made yet.
func Open(dir string) *Safe {
	place, err := filepath.Abs(dir)
	if err != nil {
		place = dir
	}
	if real, err := filepath.EvalSymlinks(place); err == nil {
		place = real
	}
	sum := sha256.Sum256([]byte(place))
	return &Safe{dir: dir, ours: hex.EncodeToString(sum[:8]) + "/"}
}

// Where says where new secrets go: "keyring", or "file" where the system has no
// keyring that answers. It asks the keyring, which may take three seconds.
func (s *Safe) Where() string {
	_, err := ask(func() (string, error) { return keyring.Get(service, s.ours+"?") })
	if err == nil || errors.Is(err, keyring.ErrNotFound) {
		return "keyring"
	}
	return "file"
}

// Keep puts a secret under a name, in place of the one that was there. Any bytes
// will do; Windows and macOS keyrings take about two kilobytes.
func (s *Safe) Keep(name, secret string) error {
	place := s.ours + name
	_, refused := ask(func() (string, error) { return "", keyring.Set(service, place, printable(secret)) })
	return s.change(func(b *book) {
		if delete(b.Secrets, name); refused == nil {
			b.Keyring[name] = place
			return
		}
		delete(b.Keyring, name)
		b.Secrets[name] = []byte(secret)
	})
}

// Recall gives the secret under a name, "" if there is none. A keyring that
// holds it but does not answer is an error, never "": whoever asked for a key
// would otherwise make another.
func (s *Safe) Recall(name string) (string, error) {
	s.mu.Lock()
	b, err := s.read()
	s.mu.Unlock()
	if err != nil {
		return "", err
	}
	if secret, ok := b.Secrets[name]; ok {
		return string(secret), nil
	}
	place, ok := b.Keyring[name]
	if !ok {
		return "", nil
	}
	secret, err := ask(func() (string, error) { return keyring.Get(service, place) })
	switch {
	case errors.Is(err, keyring.ErrNotFound): // taken out by hand, or the folder came from another computer
		return "", nil
	case err != nil:
		return "", data.Fault("", "safe_locked").Because(err)
	}
	return plain(secret)
}

// Forget removes the secret under a name; that there is none is no error.
func (s *Safe) Forget(name string) error {
	s.mu.Lock()
	b, err := s.read()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	if place, ok := b.Keyring[name]; ok {
		_, err := ask(func() (string, error) { return "", keyring.Delete(service, place) })
		if err != nil && !errors.Is(err, keyring.ErrNotFound) {
			return data.Fault("", "safe_locked").Because(err)
		}
	} else if _, ok := b.Secrets[name]; !ok {
		return nil
	}
	return s.change(func(b *book) {
		delete(b.Secrets, name)
		delete(b.Keyring, name)
	})
}

// errNoAnswer is a keyring that kept us waiting.
var errNoAnswer = errors.New("the keyring did not answer")

// ask puts a question to the keyring and does not wait longer than patience.
func ask(question func() (string, error)) (string, error) {
	if os.Getenv("FIRSTLINE_NO_KEYRING") == "1" {
		return "", errors.New("the keyring is switched off")
	}
	type reply struct {
		secret string
		err    error
	}
	replies := make(chan reply, 1) // one slot: a late answer ends its goroutine all the same
	go func() {
		secret, err := question()
		replies <- reply{secret, err}
	}()
	select {
	case r := <-replies:
		return r.secret, r.err
	case <-time.After(patience):
		return "", errNoAnswer
	}
}

// encoded marks a secret that is not text: some keyrings take nothing else.
const encoded = "base64:"

func printable(secret string) string {
	if utf8.ValidString(secret) && !strings.ContainsRune(secret, 0) && !strings.HasPrefix(secret, encoded) {
		return secret
	}
	return encoded + base64.StdEncoding.EncodeToString([]byte(secret))
}

func plain(kept string) (string, error) {
	code, ok := strings.CutPrefix(kept, encoded)
	if !ok {
		return kept, nil
	}
	raw, err := base64.StdEncoding.DecodeString(code)
	if err != nil {
		return "", data.Fault("", "safe_damaged", "name", service).Because(err)
	}
	return string(raw), nil
}
