package files

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"firstline/data"
)

// Write puts a file in place, whole or not at all, where another may be.
func Write(path string, content io.Reader) error {
	part, err := os.CreateTemp(filepath.Dir(path), ".firstline-*")
	if err != nil {
		return err
	}
	defer os.Remove(part.Name())
	_, err = io.Copy(part, content)
	if err := errors.Join(err, part.Sync(), part.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(part.Name(), path)
}

// untaken says whether a new file can have a name.
func untaken(path string) error {
	if path == "" {
		return data.Fault("file", "required")
	}
	if _, err := os.Lstat(path); err == nil {
		return &fs.PathError{Op: "write", Path: path, Err: fs.ErrExist}
	}
	return nil
}

// placed says what is wrong with a file name one chose, beside its field.
func placed(err error, path string) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return data.Fault("file", "file_exists", "name", filepath.Base(path)).Because(err)
	case errors.Is(err, fs.ErrPermission):
		return data.Fault("file", "no_permission", "name", filepath.Dir(path)).Because(err)
	case errors.Is(err, fs.ErrNotExist):
		return data.Fault("file", "no_file", "name", filepath.Dir(path)).Because(err)
	}
	return err
}

// home is where people look for their files.
func home() string {
	if dir, err := os.UserHomeDir(); err == nil {
		return dir
	}
	return os.TempDir()
}

// free is a path in the home folder that is not taken: name.pdf, name-2.pdf, …
func free(name string) string {
	ending := filepath.Ext(name)
	stem := strings.TrimSuffix(name, ending)
	path := filepath.Join(home(), name)
	for n := 2; n < 1000; n++ {
		if _, err := os.Stat(path); err != nil {
			break
		}
		path = filepath.Join(home(), fmt.Sprintf("%s-%d%s", stem, n, ending))
	}
	return path
}
