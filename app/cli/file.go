package cli

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"

	"firstline/data"
)

// input opens the file a command reads; "-" is standard input.
func (c *call) input(path string) (io.ReadCloser, error) {
	if path == "-" {
		return io.NopCloser(c.in), nil
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unreadable(path, err)
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		f.Close()
		return nil, unreadable(path, syscall.EISDIR)
	}
	return f, nil
}

// unreadable says why a file named on the command line can't be read.
func unreadable(path string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return data.Fault("file", "no_file", "name", path).Because(err)
	}
	if errors.Is(err, syscall.EISDIR) {
		return data.Fault("file", "is_a_folder", "name", path)
	}
	return data.Fault("file", "file_unreadable", "name", path).Because(err)
}

// writeFile writes a file whole or not at all.
func writeFile(path string, write func(io.Writer) error) error {
	part := path + ".part"
	f, err := os.Create(part)
	if err != nil {
		return unwritable(path, err)
	}
	defer os.Remove(part)
	if err := errors.Join(write(f), f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(part, path); err != nil {
		return unwritable(path, err)
	}
	return nil
}

func unwritable(path string, err error) error {
	return data.Fault("file", "file_unwritable", "name", path).Because(err)
}

// writeBytes is writeFile for content that is there already.
func writeBytes(path string, content []byte) error {
	return writeFile(path, func(w io.Writer) error {
		_, err := w.Write(content)
		return err
	})
}
