package store

import (
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"firstline/data"
	"firstline/data/journal"
	"firstline/data/search"
)

// projectTexts keeps the search index: the ticket's own text whenever a field
// changed, an entry's when it is written, rewritten, withdrawn or brought back.
func (t *Tx) projectTexts(e *entity) error {
	own := false
	var entries []string
	changed := func(entry string) {
		if !slices.Contains(entries, entry) {
			entries = append(entries, entry)
		}
	}
	for _, o := range e.fresh {
		switch {
		case o.Kind == journal.Note || o.Kind == journal.Attach:
			changed(o.Entry())
		case o.Kind == journal.Rewrite || o.Kind == journal.Withdraw && o.Field != "":
			changed(o.Field)
		case o.Kind == journal.Withdraw: // the whole ticket came back
			own = true
			for _, a := range e.state.Timeline() {
				if a.Kind != data.SystemEvent {
					changed(a.ID)
				}
			}
		default:
			own = own || o.Kind == journal.Open || ticketTexts[o.Field]
		}
	}
	for _, entry := range entries {
		if err := t.indexEntry(e, entry); err != nil {
			return err
		}
	}
	if own {
		t.texts = append(t.texts, text{e.row, 0, 0, func() string { return TicketText(e.state.Ticket()) }, e.born})
	}
	return nil
}

// indexEntry makes an entry findable as it stands now; a withdrawn one is not.
func (t *Tx) indexEntry(e *entity, entry string) error {
	o, ok := e.state.Source(entry)
	if !ok {
		return nil // what it speaks of has not come yet
	}
	pos, fresh, err := t.position(e, entry)
	if err != nil {
		return err
	}
	if e.state.Withdrawn(entry) {
		t.texts = append(t.texts, text{e.row, pos, 0, nil, fresh})
		return nil
	}
	source, _, err := t.position(e, o.Entry())
	if err != nil {
		return err
	}
	t.texts = append(t.texts, text{e.row, pos, source, o.Text, fresh})
	return nil
}

// ticketTexts are the fields TicketText reads.
var ticketTexts = map[string]bool{"number": true, "external_ref": true, "subject": true, "description": true, "symptom": true, "environment": true,
	"summary": true, "category": true, "service": true, "product": true, "asset": true, "resolution_notes": true, "root_cause": true, "workaround": true, "tags": true}

// TicketText is what a ticket's own fields add to the search.
func TicketText(t data.Ticket) string {
	return strings.Join([]string{t.Number, t.ExternalRef, t.Subject, t.Description, t.Symptom, t.Environment, t.Summary,
		t.Category, t.Service, t.Product, t.Asset, t.ResolutionNotes, t.RootCause, t.Workaround, strings.Join(t.Tags, " ")}, "\n")
}

// text is a text to be found by: a ticket's own (pos and source 0) or that of an
// entry, with the operation that holds it. One that is nil, or empty, is taken out;
// a fresh one replaces none.
type text struct {
	entity, pos, source int64
	plain               func() string
	fresh               bool
}

// person is a contact to be found by, nil if it is found as another or not at all;
// a fresh one replaces none.
type person struct {
	row     int64
	contact *data.Contact
	fresh   bool
}

// read gives the text itself.
func (x text) read() string {
	if x.plain == nil {
		return ""
	}
	return x.plain()
}

// indexAll brings the search index up to date, after all else: a statement
// that may have to be taken back makes FTS5 write out what it has gathered, and
// a hundred small pieces of index cost more than all else (measured: a third of
// a bulk's time).
func (t *Tx) indexAll() error {
	for _, e := range t.touched {
		if e.kind == "contact" || e.kind == "article" {
			t.know(e, e.kind)
		}
	}
	for i, x := range indexed(t.texts) {
		if err := t.index(t.texts[i], x); err != nil {
			return fmt.Errorf("index a text: %w", err)
		}
	}
	t.texts = t.texts[:0]
	for _, p := range t.people {
		if !p.fresh {
			if err := t.exec("DELETE FROM contact_text WHERE rowid = ?", p.row); err != nil {
				return err
			}
		}
		c := p.contact
		if c == nil {
			continue
		}
		t.learnWords(search.Spelt(c.Name+"\n"+c.Organization+"\n"+c.Site), false)
		if err := t.exec("INSERT INTO contact_text (rowid, text) VALUES (?,?)", p.row, ContactText(*c)); err != nil {
			return err
		}
	}
	t.people = t.people[:0]
	for _, a := range t.taught {
		t.learnWords(search.Spelt(strings.Join([]string{a.Title, a.Issue, a.Environment, a.Resolution, a.Cause}, "\n")), false)
	}
	t.taught = t.taught[:0]
	return t.keepWords()
}

// indexedText is a text as the index holds it, and the words it is spelt with.
type indexedText struct {
	words string
	spelt []string
}

// indexed gives the texts as the index holds them, many at once on all
// processors.
func indexed(texts []text) []indexedText {
	list := make([]indexedText, len(texts))
	workers := min(runtime.NumCPU(), 1+len(texts)/100)
	var all sync.WaitGroup
	for w := range workers {
		all.Go(func() {
			for i := w; i < len(texts); i += workers {
				plain := texts[i].read()
				list[i].words = search.IndexText(plain, search.Detect(plain))
				if texts[i].pos == 0 { // nobody looks for a part of a ticket's number
					_, plain, _ = strings.Cut(plain, "\n")
				}
				list[i].spelt = search.Spelt(plain)
			}
		})
	}
	all.Wait()
	return list
}

func (t *Tx) index(x text, as indexedText) error {
	was := false
	if !x.fresh {
		var err error
		if was, err = t.unindex(x.entity, x.pos); err != nil {
			return err
		}
	}
	if as.words == "" {
		return nil
	}
	t.learnWords(as.spelt, !was)
	row, err := t.add("INSERT INTO texts (entity, pos, source) VALUES (?,?,?)", x.entity, x.pos, x.source)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO text_index (rowid, words) VALUES (?,?)", row, as.words)
}

// unindex takes a text out of the index and says whether it was there.
func (t *Tx) unindex(entity, pos int64) (bool, error) {
	var old int64
	err := t.tx.QueryRowContext(t.ctx, "SELECT row FROM texts WHERE entity = ? AND pos = ?", entity, pos).Scan(&old)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = t.exec("DELETE FROM text_index WHERE rowid = ?", old)
	}
	if err == nil {
		err = t.exec("DELETE FROM texts WHERE row = ?", old)
	}
	return err == nil, err
}
