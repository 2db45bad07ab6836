package safe

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"firstline/data"
)

// book is what the file "safe" holds: the secrets that lie in it, and under
// which name the keyring has the others. The second list is what tells "there is
// no such secret" from "the keyring does not answer", and lets a desk's folder
// be moved.
type book struct {
	Secrets map[string][]byte `json:"secrets"`
	Keyring map[string]string `json:"keyring"`
}

// header is bound into the seal, so that another file of ours never opens as a
// safe.
const header = "firstline safe 1"

const keySize = 32 // AES-256

func (s *Safe) path() string    { return filepath.Join(s.dir, "safe") }
func (s *Safe) keyPath() string { return filepath.Join(s.dir, "safe.key") }

// read opens the file; one that is not there is an empty book. One that does not
// open is never overwritten: the keys in it may come back from a backup.
func (s *Safe) read() (book, error) {
	b := book{Secrets: map[string][]byte{}, Keyring: map[string]string{}}
	sealed, err := os.ReadFile(s.path())
	if errors.Is(err, fs.ErrNotExist) {
		return b, nil
	}
	if err != nil {
		return b, fmt.Errorf("read the safe: %w", err)
	}
	broken := func(err error) error { return data.Fault("", "safe_damaged", "name", s.path()).Because(err) }
	key, err := os.ReadFile(s.keyPath())
	if err != nil {
		return b, broken(err)
	}
	seal, err := sealer(key)
	if err != nil {
		return b, broken(err)
	}
	if len(sealed) < seal.NonceSize() {
		return b, broken(errors.New("too short"))
	}
	text, err := seal.Open(nil, sealed[:seal.NonceSize()], sealed[seal.NonceSize():], []byte(header))
	if err == nil {
		err = json.Unmarshal(text, &b)
	}
	if err != nil {
		return b, broken(err)
	}
	return b, nil
}

// change reads the book, has it changed and writes it, alone among processes.
func (s *Safe) change(act func(*book)) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return fmt.Errorf("make the desk's folder: %w", err)
	}
	unlock, err := s.lock()
	if err != nil {
		return err
	}
	defer unlock()
	b, err := s.read()
	if err != nil {
		return err
	}
	act(&b)
	key, err := os.ReadFile(s.keyPath())
	if errors.Is(err, fs.ErrNotExist) {
		key = make([]byte, keySize)
		rand.Read(key) // never fails since Go 1.24
		err = s.put(s.keyPath(), key)
	}
	if err != nil {
		return fmt.Errorf("keep the safe's key: %w", err)
	}
	seal, err := sealer(key)
	if err != nil {
		return err
	}
	text, err := json.Marshal(b)
	if err != nil {
		return fmt.Errorf("write the safe: %w", err)
	}
	nonce := make([]byte, seal.NonceSize())
	rand.Read(nonce)
	if err := s.put(s.path(), seal.Seal(nonce, nonce, text, []byte(header))); err != nil {
		return fmt.Errorf("write the safe: %w", err)
	}
	return nil
}

func sealer(key []byte) (cipher.AEAD, error) {
	if len(key) != keySize {
		return nil, errors.New("the safe's key is not one")
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}

// put writes a file for its owner only, so that after a crash either the old one
// or all of the new one is there.
func (s *Safe) put(path string, content []byte) error {
	f, err := os.CreateTemp(s.dir, ".safe-*") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone once renamed
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return err
	}
	if runtime.GOOS == "windows" { // folders cannot be synced there
		return nil
	}
	folder, err := os.Open(s.dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

// lock keeps other processes from changing the file. A lock older than staleAfter was
// left by one that died: no change takes that long.
func (s *Safe) lock() (unlock func(), err error) {
	const staleAfter = 10 * time.Second
	path := filepath.Join(s.dir, ".safe.lock")
	for start := time.Now(); ; time.Sleep(10 * time.Millisecond) {
		f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
		if err == nil {
			return func() { os.Remove(path) }, f.Close()
		}
		if !errors.Is(err, fs.ErrExist) && !errors.Is(err, fs.ErrPermission) { // Windows: being removed
			return nil, fmt.Errorf("lock the safe: %w", err)
		}
		if info, e := os.Stat(path); e == nil && time.Since(info.ModTime()) > staleAfter {
			os.Remove(path)
		} else if time.Since(start) > staleAfter {
			return nil, fmt.Errorf("lock the safe: %w", err)
		}
	}
}
