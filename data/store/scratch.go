package store

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
)

// Scratch is a folder within a desk's own for what is half done: a backup, a check,
// a backup that is unpacked. A program that dies leaves it, of a large desk as much
// as the desk itself; whoever opens the desk next takes it away.
type Scratch struct {
	Dir  string
	lock *flock.Flock // shared by all who are at work on something
}

// halfDone are the names of what may be left in a desk's folder, where there may be
// other things of people's own.
var halfDone = []string{scratchName + "*", "backups/*.zip.part"}

const scratchName = ".firstline-"

// NewScratch makes a folder in a desk's, for work of such a name.
func NewScratch(desk, what string) (*Scratch, error) {
	sweep(desk)
	lock := atWork(desk)
	lock.RLock() // where there are no locks, nothing is taken away either
	dir, err := os.MkdirTemp(desk, scratchName+what+"-*")
	if err != nil {
		return nil, errors.Join(err, lock.Close())
	}
	return &Scratch{dir, lock}, nil
}

// Drop takes it away, with all that is in it. Where no desk came of the work, the
// lock goes too, unless others are at work there.
func (s *Scratch) Drop() error {
	alone, _ := s.lock.TryLock() // where that fails it stays, and does no harm
	err := errors.Join(os.RemoveAll(s.Dir), s.lock.Close())
	if alone && !Exists(filepath.Dir(s.Dir)) {
		err = errors.Join(err, os.Remove(s.lock.Path()))
	}
	return err
}

func atWork(desk string) *flock.Flock { return flock.New(filepath.Join(desk, "scratch.lock")) }

// sweep takes away what the dead left, unless somebody is at work: then it is hard
// to tell what is whose, and can wait. What can't be removed does no harm.
func sweep(desk string) {
	var left []string
	for _, pattern := range halfDone {
		names, _ := fs.Glob(os.DirFS(desk), pattern) // fails for a bad pattern only
		left = append(left, names...)
	}
	if left == nil {
		return
	}
	lock := atWork(desk)
	defer lock.Close()
	if alone, err := lock.TryLock(); !alone || err != nil {
		return
	}
	for _, name := range left {
		os.RemoveAll(filepath.Join(desk, filepath.FromSlash(name)))
	}
}
