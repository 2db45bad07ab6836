package desk

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"firstline/data"
	"firstline/data/store"
)

// Attach keeps a file with a ticket. Its bytes are on the disk before the
// journal speaks of them.
func (d *Desk) Attach(ctx context.Context, ref, name string, content io.Reader) (data.Attachment, error) {
	ref, err := d.standing(ctx, ref)
	if err != nil {
		return data.Attachment{}, err
	}
	a, err := d.keep(name, content)
	if err != nil {
		return a, err
	}
	_, err = d.change(ctx, "attach", ref, "", func(data.Ticket) (data.Fields, error) { return nil, nil },
		func(t *store.Tx, ticket data.Ticket) error { return t.Attach(ticket.ID, a) })
	return a, err
}

// AttachFile is Attach for a file on the disk.
func (d *Desk) AttachFile(ctx context.Context, ref, path string) (data.Attachment, error) {
	if _, err := d.ticketID(ctx, ref); err != nil {
		return data.Attachment{}, err
	}
	f, err := openFile(path)
	if err != nil {
		return data.Attachment{}, err
	}
	defer f.Close()
	return d.Attach(ctx, ref, filepath.Base(path), f)
}

// AttachFiles is AttachFile for several. What cannot be attached keeps nothing else
// from it, and is named in one error.
func (d *Desk) AttachFiles(ctx context.Context, ref string, paths []string) (kept []data.Attachment, err error) {
	return kept, eachFile(ctx, paths, func(path string) error {
		a, err := d.AttachFile(ctx, ref, path)
		if err == nil {
			kept = append(kept, a)
		}
		return err
	})
}

// eachFile does something with each file, whatever becomes of those before it. The
// error says which of them it could not be done with, and why.
func eachFile(ctx context.Context, paths []string, do func(path string) error) error {
	var names []string
	var failed []error
	for _, path := range paths {
		if err := do(path); ctx.Err() != nil {
			return ctx.Err()
		} else if err != nil {
			names, failed = append(names, filepath.Base(path)), append(failed, err)
		}
	}
	if len(failed) < 2 {
		return errors.Join(failed...)
	}
	return data.Fault("file", "files_left_out", "n", len(failed), "names", strings.Join(names, ", ")).Because(errors.Join(failed...))
}

// KeepPicture keeps a picture that belongs to the desk itself: its letterhead's
// logo.
func (d *Desk) KeepPicture(_ context.Context, path string) (data.Attachment, error) {
	f, err := openFile(path)
	if err != nil {
		return data.Attachment{}, err
	}
	defer f.Close()
	a, err := d.keep(filepath.Base(path), f)
	if err == nil && !a.IsPicture() {
		err = data.Fault("logo", "not_a_picture", "name", a.Name)
	}
	return a, err
}

// openFile opens a file a person named, and says what is wrong with it before a
// byte is read: it is none, or larger than an attachment may be.
func openFile(path string) (*os.File, error) {
	f, size, err := openLarge(path)
	if err == nil && size > data.MaxAttachment {
		f.Close()
		return nil, data.Fault("file", "file_too_big", "name", filepath.Base(path), "size", size, "max", int64(data.MaxAttachment))
	}
	return f, err
}

// openLarge is openFile for what may have any size, which it gives in bytes.
func openLarge(path string) (*os.File, int64, error) {
	name := filepath.Base(path)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, 0, data.Fault("file", "no_file", "name", path).Because(err)
	case err != nil:
		return nil, 0, data.Fault("file", "file_unreadable", "name", name).Because(err)
	case info.IsDir():
		return nil, 0, data.Fault("file", "is_a_folder", "name", name)
	case !info.Mode().IsRegular():
		return nil, 0, data.Fault("file", "file_unreadable", "name", name)
	case info.Size() == 0:
		return nil, 0, data.Fault("file", "file_empty", "name", name)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, data.Fault("file", "file_unreadable", "name", name).Because(err)
	}
	return f, info.Size(), nil
}

// keep writes a file under its hash: to a temporary name first, synced, then
// renamed, so that a name always has all of its bytes.
func (d *Desk) keep(name string, content io.Reader) (data.Attachment, error) {
	a := data.Attachment{Name: data.SafeName(name)}
	folder := filepath.Join(d.dir, "attachments")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return a, fmt.Errorf("make the attachments folder: %w", err)
	}
	part, err := os.CreateTemp(folder, ".part-*")
	if err != nil {
		return a, fmt.Errorf("keep %s: %w", a.Name, err)
	}
	defer os.Remove(part.Name())
	defer part.Close()
	sum := sha256.New()
	var head bytes.Buffer
	a.Size, err = io.Copy(io.MultiWriter(part, sum, &first{&head, 512}), io.LimitReader(content, data.MaxAttachment+1))
	switch {
	case err != nil:
		return a, data.Fault("file", "file_unreadable", "name", a.Name).Because(err)
	case a.Size > data.MaxAttachment:
		return a, data.Fault("file", "file_too_big", "name", a.Name, "size", a.Size, "max", int64(data.MaxAttachment))
	case a.Size == 0:
		return a, data.Fault("file", "file_empty", "name", a.Name)
	}
	a.SHA256 = hex.EncodeToString(sum.Sum(nil))
	a.Type = mediaType(a.Name, head.Bytes())
	if err := errors.Join(part.Sync(), part.Close()); err != nil {
		return a, fmt.Errorf("keep %s: %w", a.Name, err)
	}
	path := d.AttachmentPath(a)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return a, fmt.Errorf("keep %s: %w", a.Name, err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return a, fmt.Errorf("keep %s: %w", a.Name, err)
	}
	return a, syncDir(filepath.Dir(path))
}

// syncDir makes a rename durable; not every system can.
func syncDir(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	defer f.Close()
	if err := f.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) && !errors.Is(err, fs.ErrPermission) && !errors.Is(err, fs.ErrInvalid) {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}

// first keeps the first n bytes written to it.
type first struct {
	into *bytes.Buffer
	n    int
}

func (f *first) Write(p []byte) (int, error) {
	if room := f.n - f.into.Len(); room > 0 {
		f.into.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

// mediaType trusts the bytes for pictures and PDF, which are opened by them, and
// the name for the rest.
func mediaType(name string, head []byte) string {
	seen, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if strings.HasPrefix(seen, "image/") || seen == "application/pdf" {
		return seen
	}
	named, _, _ := strings.Cut(mime.TypeByExtension(strings.ToLower(filepath.Ext(name))), ";")
	if named != "" && !strings.HasPrefix(named, "image/") {
		return named
	}
	return seen
}

// AttachmentPath is where an attachment's bytes lie.
func (d *Desk) AttachmentPath(a data.Attachment) string {
	if len(a.SHA256) < 3 || strings.Trim(a.SHA256, "0123456789abcdef") != "" {
		return filepath.Join(d.dir, "attachments", "none")
	}
	return filepath.Join(d.dir, "attachments", a.SHA256[:2], a.SHA256[2:])
}

// bytesOf reads an attachment.
func (d *Desk) bytesOf(a data.Attachment) ([]byte, error) {
	raw, err := os.ReadFile(d.AttachmentPath(a))
	if err != nil {
		return nil, data.Fault("file", "file_unreadable", "name", a.Name).Because(err)
	}
	return raw, nil
}
