package safe

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/zalando/go-keyring"
	"pgregory.net/rapid"

	"firstline/data"
)

func inFile(t *testing.T) string {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	return t.TempDir()
}

func recalls(t *testing.T, s *Safe, name, want string) {
	t.Helper()
	if got, err := s.Recall(name); err != nil || got != want {
		t.Errorf("Recall(%q) = %q, %v; want %q", name, got, err, want)
	}
}

func TestSealedInTheFolder(t *testing.T) {
	dir := inFile(t)
	s := Open(dir)
	recalls(t, s, "mail", "")
	if entries, _ := os.ReadDir(dir); len(entries) != 0 {
		t.Errorf("looking made %v", entries)
	}
	secret := "contraseña \x00\xff secreta"
	if err := s.Keep("mail", secret); err != nil {
		t.Fatal(err)
	}
	if err := s.Keep("desk", "another"); err != nil {
		t.Fatal(err)
	}
	recalls(t, Open(dir), "mail", secret)
	if s.Where() != "file" {
		t.Errorf("Where() = %q", s.Where())
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 2 {
		t.Errorf("the folder holds %v, want safe and safe.key", entries)
	}
	for _, e := range entries {
		info, _ := e.Info()
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v", e.Name(), info.Mode())
		}
		if raw, _ := os.ReadFile(filepath.Join(dir, e.Name())); bytes.Contains(raw, []byte("secreta")) || bytes.Contains(raw, []byte("another")) {
			t.Errorf("%s shows a secret", e.Name())
		}
	}
	if err := s.Forget("mail"); err != nil {
		t.Fatal(err)
	}
	recalls(t, s, "mail", "")
	recalls(t, s, "desk", "another")
	if err := s.Forget("never there"); err != nil {
		t.Errorf("Forget of nothing: %v", err)
	}
}

func TestBrokenSafeIsSaidAndLeftAlone(t *testing.T) {
	spoil := map[string]func(dir string) error{
		"key lost":  func(dir string) error { return os.Remove(filepath.Join(dir, "safe.key")) },
		"key short": func(dir string) error { return os.WriteFile(filepath.Join(dir, "safe.key"), []byte("x"), 0o600) },
		"cut":       func(dir string) error { return os.Truncate(filepath.Join(dir, "safe"), 5) },
		"one bit": func(dir string) error {
			path := filepath.Join(dir, "safe")
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			raw[len(raw)/2] ^= 1
			return os.WriteFile(path, raw, 0o600)
		},
	}
	for name, act := range spoil {
		t.Run(name, func(t *testing.T) {
			dir := inFile(t)
			s := Open(dir)
			if err := errors.Join(s.Keep("desk", "key"), act(dir)); err != nil {
				t.Fatal(err)
			}
			before, _ := os.ReadFile(filepath.Join(dir, "safe"))
			_, err := s.Recall("desk")
			var problem *data.Problem
			if !errors.As(err, &problem) || problem.Key != "safe_damaged" {
				t.Errorf("Recall: %v", err)
			}
			if err := s.Keep("mail", "x"); err == nil {
				t.Error("Keep wrote over a safe it could not read")
			}
			if after, _ := os.ReadFile(filepath.Join(dir, "safe")); !bytes.Equal(before, after) {
				t.Error("the broken safe was changed")
			}
		})
	}
}

func TestKeyring(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "0") // whoever runs this may have it
	keyring.MockInit()
	dir := t.TempDir()
	s := Open(dir)
	if s.Where() != "keyring" {
		t.Fatalf("Where() = %q", s.Where())
	}
	for name, secret := range map[string]string{"mail": "ñandú", "desk": "\x00\xfe\xff", "odd": "base64:!"} {
		if err := s.Keep(name, secret); err != nil {
			t.Fatal(err)
		}
		recalls(t, s, name, secret)
	}
	recalls(t, Open(t.TempDir()), "mail", "") // another desk has its own

	moved := filepath.Join(t.TempDir(), "moved")
	if err := os.Rename(dir, moved); err != nil {
		t.Fatal(err)
	}
	s = Open(moved)
	recalls(t, s, "mail", "ñandú")

	// A keyring that fails must not look like one without the secret.
	keyring.MockInitWithError(errors.New("locked"))
	var problem *data.Problem
	if _, err := s.Recall("mail"); !errors.As(err, &problem) || problem.Key != "safe_locked" {
		t.Errorf("Recall with a locked keyring: %v", err)
	}
	recalls(t, s, "nothing", "")
	// What is kept now goes into the folder and stays readable when the keyring is back.
	if err := s.Keep("mail", "new"); err != nil {
		t.Fatal(err)
	}
	recalls(t, s, "mail", "new")
	keyring.MockInit()
	recalls(t, Open(moved), "mail", "new")
	if err := s.Keep("mail", "newer"); err != nil {
		t.Fatal(err)
	}
	recalls(t, s, "mail", "newer")
	if raw, _ := keyring.Get(service, s.ours+"mail"); raw != "newer" {
		t.Errorf("the keyring holds %q", raw)
	}
	if err := s.Forget("mail"); err != nil {
		t.Fatal(err)
	}
	recalls(t, s, "mail", "")
}

// A keyring that never answers costs three seconds, not the desk.
func TestSilentKeyring(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "0")
	start := time.Now()
	if _, err := ask(func() (string, error) { select {} }); !errors.Is(err, errNoAnswer) {
		t.Errorf("ask: %v", err)
	}
	if took := time.Since(start); took > patience+time.Second {
		t.Errorf("waited %v", took)
	}
}

func TestManyAtOnceLoseNothing(t *testing.T) {
	dir := inFile(t)
	var all sync.WaitGroup
	for i := range 8 {
		all.Add(1)
		go func() { // a Safe each, as processes have
			defer all.Done()
			if err := Open(dir).Keep(fmt.Sprint(i), strings.Repeat("x", i+1)); err != nil {
				t.Error(err)
			}
		}()
	}
	all.Wait()
	for i := range 8 {
		recalls(t, Open(dir), fmt.Sprint(i), strings.Repeat("x", i+1))
	}
}

func TestLeftLockIsTakenOver(t *testing.T) {
	dir := inFile(t)
	lock := filepath.Join(dir, ".safe.lock")
	old := time.Now().Add(-time.Hour)
	if err := errors.Join(os.WriteFile(lock, nil, 0o600), os.Chtimes(lock, old, old)); err != nil {
		t.Fatal(err)
	}
	if err := Open(dir).Keep("mail", "x"); err != nil {
		t.Error(err)
	}
}

// Whatever is kept comes back, byte for byte, from both places.
func TestAnyBytes(t *testing.T) {
	keyring.MockInit()
	s := Open(t.TempDir())
	rapid.Check(t, func(r *rapid.T) {
		secret := string(rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(r, "secret"))
		if rapid.Bool().Draw(r, "text") {
			secret = encoded + secret
		}
		if got, err := plain(printable(secret)); err != nil || got != secret {
			r.Fatalf("plain(printable(%q)) = %q, %v", secret, got, err)
		}
		t.Setenv("FIRSTLINE_NO_KEYRING", rapid.SampledFrom([]string{"0", "1"}).Draw(r, "keyring off"))
		if err := s.Keep("n", secret); err != nil {
			r.Fatal(err)
		}
		t.Setenv("FIRSTLINE_NO_KEYRING", "0")
		if got, err := s.Recall("n"); err != nil || got != secret {
			r.Fatalf("Recall = %q, %v", got, err)
		}
	})
}
