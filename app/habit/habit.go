// Package habit keeps what a person set up on this computer: where the window stands,
// the widths of columns, the keys of their own. Fyne's preferences would, but they
// write and sync their file on the UI goroutine (measured: up to 150 ms while the disk
// is busy), and a program that is ended meanwhile leaves half of it.
package habit

import (
	"encoding/json"
	"errors"
	"maps"
	"os"
	"path/filepath"
	"sync"
	"time"

	"fyne.io/fyne/v2"
)

// pause is how long a habit waits before it is written: others often come with it.
const pause = time.Second

// Book keeps habits by name. The zero one forgets them in the end. It may be used
// from anywhere at once.
type Book struct {
	file string

	mu     sync.Mutex
	habits map[string]json.RawMessage
	fresh  map[string]json.RawMessage // of them, those not in the file yet
	due    *time.Timer                // when those are written; nil: there are none

	pen sync.Mutex // who holds it writes
}

// Open opens the book in a file, which need not be there. One that can't be read
// holds nothing: all is set up anew.
func Open(file string) *Book { return &Book{file: file, habits: read(file)} }

func read(file string) map[string]json.RawMessage {
	habits := map[string]json.RawMessage{}
	if raw, err := os.ReadFile(file); err == nil {
		json.Unmarshal(raw, &habits)
	}
	return habits
}

// Recall puts a habit into what into points to, which stays as it is where there is
// none, or one of another version.
func (b *Book) Recall(name string, into any) {
	b.mu.Lock()
	raw, ok := b.habits[name]
	b.mu.Unlock()
	if ok {
		json.Unmarshal(raw, into)
	}
}

// Keep keeps a habit, a plain value. It is on disk a moment later, or after Settle.
func (b *Book) Keep(name string, value any) {
	raw, err := json.Marshal(value)
	if err != nil {
		fyne.LogError("keep the habit "+name, err)
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	if string(b.habits[name]) == string(raw) {
		return
	}
	if b.habits == nil {
		b.habits = map[string]json.RawMessage{}
	}
	b.habits[name] = raw
	if b.file == "" {
		return
	}
	if b.due == nil {
		b.fresh = map[string]json.RawMessage{}
		b.due = time.AfterFunc(pause, b.Settle)
	}
	b.fresh[name] = raw
}

// Settle writes at once what is not written yet.
func (b *Book) Settle() {
	b.pen.Lock()
	defer b.pen.Unlock()
	b.mu.Lock()
	fresh := b.fresh
	b.fresh = nil
	if b.due != nil {
		b.due.Stop()
		b.due = nil
	}
	b.mu.Unlock()
	if len(fresh) == 0 {
		return
	}
	all := read(b.file) // a window at another desk may have written meanwhile
	maps.Copy(all, fresh)
	if err := write(b.file, all); err != nil {
		fyne.LogError("keep the habits", err) // they hold until the program ends
	}
}

// write puts the file in place whole or not at all.
func write(file string, habits map[string]json.RawMessage) error {
	text, err := json.MarshalIndent(habits, "", "\t")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(file), ".habits-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // gone once renamed
	_, err = f.Write(text)
	if err := errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), file)
}
