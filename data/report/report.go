// Package report writes the case report: one ticket as a PDF that can be handed to a
// customer or to second line.
//
// Its files follow the making of a report: what may be shown (shown), text that can be
// set (text, markdown, setting), the paper to set it on (sheet, face), pictures
// (picture, png, jpeg, transparent), the sections of a report (case, timeline,
// attachments, closing) and the seal.
package report

import (
	"bytes"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jung-kurt/gofpdf"

	"firstline/data"
	"firstline/data/words"
)

// Paper is everything a case report is made of. The same Paper gives the same bytes in
// the same time zone.
type Paper struct {
	Case       data.Case
	Letterhead data.Letterhead
	Logo       []byte         // PNG, JPEG or GIF; nil: none
	DeskName   string         // stands at the top where the letterhead has no name
	Operator   string         // who made the report; "": it is not said
	Words      *words.Printer // the language
	Internal   bool           // the report holds internal notes, and says so

	// Files gives the bytes of an attachment, for the pictures. It is called from
	// several goroutines at once. nil: there are no pictures.
	Files  func(data.Attachment) ([]byte, error)
	Packet []byte    // the machine-readable ticket, which goes into the PDF as the attachment ticket.dpk; nil: none
	MadeAt time.Time // the date of the report, on its pages and in the file
}

// Case makes the PDF. Whatever texts and pictures hold, a report comes of it: where
// something cannot be shown, the report says so.
func Case(p Paper) (pdf []byte, err error) {
	defer func() {
		// Nothing is known to make gofpdf panic (tests look for it), but better to
		// lose a report than the window.
		if failure := recover(); failure != nil {
			pdf, err = nil, fmt.Errorf("make report of %s: %v", p.Case.Ticket.Number, failure)
		}
	}()
	if p.Words == nil {
		return nil, errors.New("make report: no language given")
	}
	p.Case = shown(p.Case, p.Internal)
	r := &report{Paper: p, sheet: newSheet(p), album: openAlbum(p.Case.Attachments, p.Files)}
	defer r.reading.Wait()
	r.compose()
	r.numberPages()
	var out bytes.Buffer
	if err := r.pdf.Output(&out); err != nil {
		return nil, fmt.Errorf("make report of %s: %w", p.Case.Ticket.Number, err)
	}
	if err := seal(out.Bytes()); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// report is one case report being written.
type report struct {
	Paper
	*sheet
	*album
}

func newSheet(p Paper) *sheet {
	pdf := gofpdf.NewCustom(&gofpdf.InitType{UnitStr: "pt", Size: gofpdf.SizeType{Wd: pageWidth, Ht: pageHeight}})
	pdf.SetMargins(marginLeft, marginTop, marginLeft)
	pdf.SetAutoPageBreak(false, 0)
	s := &sheet{pdf: pdf, words: p.Words}
	// The same Paper makes the same bytes, and nothing tells of the machine or people.
	pdf.SetCatalogSort(true)
	pdf.SetCreationDate(p.MadeAt.UTC())
	pdf.SetModificationDate(p.MadeAt.UTC())
	pdf.SetProducer("Firstline", true)
	pdf.SetCreator("Firstline", true)
	pdf.SetTitle(oneLine(s.clean(p.Case.Ticket.Number)), true)
	if p.Packet != nil {
		pdf.SetAttachments([]gofpdf.Attachment{{Content: p.Packet, Filename: packetName}})
	}
	return s
}

// compose sets the report, section by section.
func (r *report) compose() {
	r.header = r.runningHead
	r.newPage()
	r.letterhead()
	r.title()
	r.caseData()
	r.people()
	r.texts()
	r.resolution()
	r.timeline()
	r.escalations()
	r.files()
	r.articles()
	r.closing()
}

// line makes a text one that can be set, on one line.
func (r *report) line(text string) string { return oneLine(r.clean(text)) }

// zones names the time zones of the moments in the report: one in most cases, two where
// the clocks changed in between.
func (r *report) zones() string {
	t := r.Case.Ticket
	moments := []time.Time{r.MadeAt, t.OpenedAt, t.FirstResponseAt, t.ResolvedAt, t.ClosedAt, t.DueAt, t.PromisedUpdateAt, t.ScheduledFor}
	for _, a := range r.Case.Timeline {
		moments = append(moments, a.At)
	}
	for _, e := range r.Case.Escalations {
		moments = append(moments, e.At, e.SentAt, e.AnswerBy)
	}
	var names []string
	for _, at := range moments {
		if at.IsZero() {
			continue
		}
		name := at.Local().Format("MST (UTC-07:00)")
		if zone, offset := at.Local().Zone(); zone == "" || zone[0] == '+' || zone[0] == '-' {
			name = at.Local().Format("UTC-07:00") // zones without a name of their own
		} else if offset == 0 && zone == "UTC" {
			name = zone
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return r.clean(joined(names, ", "))
}
