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
	made []string     // folders that were made for it, the innermost first
}

// halfDone are the names of what may be left in a desk's folder, where there may be
// other things of people's own.
var halfDone = []string{scratchName + "*", "backups/*.zip.part"}

const scratchName = ".firstline-"

// NewScratch makes a folder in a desk's, for work of such a name; and the desk's, if
// there is none.
func NewScratch(desk, what string) (*Scratch, error) {
	s := &Scratch{made: missing(desk)}
	if err := os.MkdirAll(desk, 0o700); err != nil {
		s.unmake()
		return nil, err
	}
	sweep(desk)
	s.lock = atWork(desk)
	s.lock.RLock() // where there are no locks, nothing is taken away either
	var err error
	if s.Dir, err = os.MkdirTemp(desk, scratchName+what+"-*"); err != nil {
		err = errors.Join(err, s.lock.Close())
		s.unmake()
		return nil, err
	}
	return s, nil
}

// Drop takes it away, with all that is in it. Where no desk came of the work, the
// lock goes too, unless others are at work there, and so does the desk's folder if it
// was made for this.
func (s *Scratch) Drop() error {
	alone, _ := s.lock.TryLock() // where that fails it stays, and does no harm
	err := errors.Join(os.RemoveAll(s.Dir), s.lock.Close())
	if alone && !Exists(filepath.Dir(s.Dir)) {
		err = errors.Join(err, os.Remove(s.lock.Path()))
	}
	s.unmake()
	return err
}

// missing are the folders that are to be made so that there is such a one, the
// innermost first.
func missing(dir string) (list []string) {
	for ; dir != filepath.Dir(dir); dir = filepath.Dir(dir) {
		if _, err := os.Lstat(dir); !errors.Is(err, fs.ErrNotExist) {
			break
		}
		list = append(list, dir)
	}
	return list
}

// unmake takes away what was made, but for what is of use by now.
func (s *Scratch) unmake() {
	for _, dir := range s.made {
		os.Remove(dir) // only if it is empty
	}
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
