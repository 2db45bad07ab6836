package desk

import (
	"os"
	"path/filepath"

	"firstline/data"
	"firstline/data/mail"
)

// Preview is exactly what is sent: only the date and the random part of the
// Message-ID are another's when it is.
type Preview struct {
	From, FromName string // empty: there is no account, and who saves the mail sends it from their own
	To, ToName     string
	Subject        string
	Text           string            // the readable part, signature and all
	Parts          []data.Attachment // everything attached, in order
	Report         []byte            // the PDF of an escalation, which is the first of the parts
	Handover       data.Handover     // what of a good hand-over an escalation holds
	EML            []byte            // the whole mail
}

// maxMail is the largest mail sent, in bytes: what most servers take.
const maxMail = 20 << 20

// preview writes a letter.
func preview(l mail.Letter) (p Preview, err error) {
	p = Preview{From: l.From, FromName: l.FromName, To: l.To, ToName: l.ToName, Subject: l.Subject, Text: l.Text}
	for _, f := range l.Files {
		p.Parts = append(p.Parts, data.Attachment{Name: f.Name, Type: f.Type, Size: int64(len(f.Bytes))})
	}
	if p.EML, err = mail.Write(l); err != nil {
		return p, err
	}
	if len(p.EML) > maxMail {
		return p, data.Fault("files", "mail_too_big", "size", int64(len(p.EML)), "max", int64(maxMail))
	}
	return p, nil
}

// enclosed reads those of a case's attachments that go along.
func (d *Desk) enclosed(all []data.Attachment, hashes []string) ([]mail.File, error) {
	var files []mail.File
	for _, a := range sent(all, hashes) {
		raw, err := d.bytesOf(a)
		if err != nil {
			return nil, err
		}
		files = append(files, mail.File{Name: a.Name, Type: a.Type, Bytes: raw})
	}
	return files, nil
}

// unsent writes a mail to a file that mail programs open as a draft (X-Unsent: 1).
// A file of that name is replaced.
func unsent(path string, eml []byte) error {
	if err := replaceFile(path, append([]byte("X-Unsent: 1\r\n"), eml...)); err != nil {
		return data.Fault("file", "file_unwritable", "name", path).Because(err)
	}
	return nil
}

// replaceFile puts a file in place whole or not at all.
func replaceFile(path string, raw []byte) error {
	f, err := os.CreateTemp(filepath.Dir(path), ".firstline-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	if _, err := f.Write(raw); err != nil {
		f.Close()
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
