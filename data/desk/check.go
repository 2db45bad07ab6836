package desk

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"os"

	"firstline/data"
)

// CheckResult is what a check found; OK means nothing is wrong. Faults are sentences in
// the desk's language.
type CheckResult struct {
	OK          bool     `json:"ok"`
	Operations  int      `json:"operations"`
	Tickets     int      `json:"tickets"`
	Attachments int      `json:"attachments"`
	Faults      []string `json:"faults"`
}

// Check verifies the database, the journal's chains, that the tables are what
// the journal adds up to, and that every attachment has the bytes of its hash.
// Whoever wants to hear how far it is gives tell.
func (d *Desk) Check(ctx context.Context, tell ...func(done, total int)) (CheckResult, error) {
	found, err := d.store.Check(ctx, telling(tell))
	if err != nil {
		return CheckResult{}, err
	}
	r := CheckResult{Operations: found.Operations, Tickets: found.Tickets, Faults: []string{}}
	fault := func(err error) { r.Faults = append(r.Faults, d.Words().Error(err)) }
	for _, p := range found.Faults {
		fault(p)
	}
	files, err := d.store.Attachments(ctx)
	var known *data.Problem
	if errors.As(err, &known) && known.Key == "damaged" {
		fault(known)
	} else if err != nil {
		return r, err
	}
	for _, a := range files {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		r.Attachments++
		if err := d.checkFile(a); err != nil {
			fault(err)
		}
	}
	r.OK = len(r.Faults) == 0
	return r, nil
}

// telling is what says how far work is, to all who want to hear it.
func telling(tell []func(done, total int)) func(done, total int) {
	return func(done, total int) {
		for _, t := range tell {
			t(done, total)
		}
	}
}

// checkFile says what is wrong with an attachment.
func (d *Desk) checkFile(a data.Attachment) error {
	f, err := os.Open(d.AttachmentPath(a))
	if err != nil {
		return data.Fault("", "file_unreadable", "name", a.Name).Because(err)
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return data.Fault("", "file_unreadable", "name", a.Name).Because(err)
	}
	if hex.EncodeToString(sum.Sum(nil)) != a.SHA256 {
		return data.Fault("", "check_attachment", "name", a.Name)
	}
	return nil
}
