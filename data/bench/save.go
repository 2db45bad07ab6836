package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"firstline/data/desk"
	"firstline/data/store"
)

// saves measures single durable acts through the desk's door, as the window
// does them: to a ticket that was opened before, for a caller who was chosen
// before.
//
// Each act makes a pair with a bare SQLite commit of the same bytes: one row put
// into a plain table of a file of its own in the same folder, in a transaction
// begun and ended in the same way, with the same settings (write-ahead log,
// synchronous=FULL). "bare" writes as many pages to the log as the act did, and the
// ratio is of a pair, which the machine was as busy for. The first of two that wait
// for the disk waits longer (measured: up to 6 %), so each is first every other
// time; a bare commit that is first writes as many pages as the act before.
// "content" writes only the bytes of the act's operations, without what makes them
// quick to list and find. Before all that both wrote for a while, as on any day but
// the first minute: a new log has to grow, which costs them both more than all else.
// And the desk gets the time it waits for to index what was saved and to write the
// log back: one save is measured, not a thousand a second, nobody's pace.
func (m *meter) saves() (err error) {
	scale, err := store.NewScale(m.dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, scale.Close()) }()
	path := filepath.Join(m.dir, "bare.db")
	bare, err := store.NewBare(m.ctx, path)
	if err != nil {
		return err
	}
	defer func() {
		err = errors.Join(err, bare.Close(), os.Remove(path))
	}()
	// commit gives how long a bare commit of so many bytes took.
	commit := func(bytes int) (float64, error) {
		body := make([]byte, bytes)
		took, err := m.times(1, func(int) error { return bare.Commit(m.ctx, body) })
		if err != nil {
			return 0, err
		}
		return took[0], nil
	}
	for range warmUp {
		note, err := m.addNote()
		if err == nil {
			err = note()
		}
		if err == nil {
			_, err = commit(8 * store.PageSize)
		}
		if err != nil {
			return fmt.Errorf("warm up: %w", err)
		}
		time.Sleep(time.Millisecond) // in which the log may be begun anew
	}
	for _, kind := range []struct {
		name  string
		begin func() (act func() error, err error)
	}{{"ticket", m.openTicket}, {"caller", m.saveCaller}, {"note", m.addNote}, {"field", m.setField}} {
		var saves, plain, content, ratio []float64
		var bytes int // of the pages the last act wrote
		start := time.Now()
		for acts := 0; len(saves) < 200 && time.Since(start) < 2*patience; acts++ {
			if acts%burst == 0 { // not by saves: the first act after a rest may begin the log anew
				time.Sleep(settling)
			}
			act, err := kind.begin()
			if err != nil {
				return fmt.Errorf("%s: %w", kind.name, err)
			}
			before, err := scale.Weigh(m.ctx) // just before: what is indexed in between is not the act's
			if err != nil {
				return err
			}
			var beside float64
			bareFirst := bytes > 0 && acts%2 == 1
			if bareFirst {
				if beside, err = commit(bytes); err != nil {
					return err
				}
			}
			took, err := m.times(1, func(int) error { return act() })
			if err != nil {
				return fmt.Errorf("%s: %w", kind.name, err)
			}
			after, err := scale.Weigh(m.ctx)
			if err != nil {
				return err
			}
			pages := after.Logged - before.Logged
			if pages < 1 {
				continue // the log was begun anew meanwhile
			}
			bytes = max(1, pages-2) * store.PageSize // in a row, with the two pages that hold its beginning
			if !bareFirst {
				if beside, err = commit(bytes); err != nil {
					return err
				}
			}
			alone, err := commit(after.Content)
			if err != nil {
				return err
			}
			saves, plain, content, ratio = append(saves, took...), append(plain, beside), append(content, alone), append(ratio, took[0]/beside)
		}
		m.add("save."+kind.name, Milliseconds, saves, "")
		m.add("bare."+kind.name, Milliseconds, plain, "")
		m.add("content."+kind.name, Milliseconds, content, "")
		m.add("ratio."+kind.name, Times, ratio, "")
	}
	return nil
}

// warmUp is how many notes and commits fill a log, and are rather more.
const warmUp = 250

// burst is how many acts are over before the first of them is indexed, and settling
// in what time all of them are.
const burst, settling = 20, 200 * time.Millisecond

// openTicket takes down a call, one time in five of somebody new.
func (m *meter) openTicket() (func() error, error) {
	p := m.person()
	in := desk.Intake{Subject: m.subject(p.tongue), Description: m.text(p.tongue, 45), Category: pick(m.r, p.tongue.categories), Seconds: 180}
	if m.r.IntN(5) == 0 {
		in.Contact = p.contact(m.r.IntN(1_000_000))
	} else {
		c, err := m.desk.Case(m.ctx, m.number())
		if err != nil {
			return nil, err
		}
		in.ContactID = c.Ticket.Requester
	}
	if _, err := m.desk.Duplicates(m.ctx, in.ContactID, in.Subject, few); err != nil { // proposed while one types
		return nil, err
	}
	return func() error {
		_, err := m.desk.OpenTicket(m.ctx, in)
		return err
	}, nil
}

func (m *meter) saveCaller() (func() error, error) {
	c := m.person().contact(m.r.IntN(1_000_000))
	return func() error {
		_, err := m.desk.SaveContact(m.ctx, c)
		return err
	}, nil
}

func (m *meter) addNote() (func() error, error) {
	c, err := m.desk.Case(m.ctx, m.number())
	note := desk.Note{Ticket: string(c.Ticket.ID), Text: m.text(pick(m.r, m.tongues[:]), 30), Seconds: 120}
	return func() error {
		_, err := m.desk.AddNote(m.ctx, note)
		return err
	}, err
}

// setField gives a ticket another owner.
func (m *meter) setField() (func() error, error) {
	c, err := m.desk.Case(m.ctx, m.number())
	owner := c.Ticket.Owner
	for owner == c.Ticket.Owner { // a desk that was measured before may have the one picked
		owner = pick(m.r, operators) + fmt.Sprint(m.r.IntN(9))
	}
	return func() error {
		_, err := m.desk.SetFields(m.ctx, string(c.Ticket.ID), map[string]string{"owner": owner}, "")
		return err
	}, err
}

// beside measures saves at the pace of a busy desk while it is searched without
// pause, checked and backed up, for as long as those take or half a minute.
func (m *meter) beside() error {
	ctx, stop := context.WithTimeout(m.ctx, 5*patience)
	defer stop()
	heavy := map[string]func() error{
		"check": func() error { _, err := m.desk.Check(ctx); return err },
		"backup": func() error {
			path := filepath.Join(m.dir, "beside.zip")
			defer os.Remove(path)
			_, err := m.desk.Backup(ctx, path)
			return err
		},
	}
	done := make(chan error, len(heavy))
	for _, work := range heavy {
		go func() { done <- work() }()
	}
	queries := make([]string, 100)
	for i := range queries {
		queries[i] = m.subject(pick(m.r, m.tongues[:]))
	}
	searching := make(chan []float64)
	go func() {
		var took []float64
		for n := 0; ctx.Err() == nil; n++ {
			before := time.Now()
			m.desk.Search(ctx, queries[n%len(queries)], asked, desk.Near)
			if ctx.Err() == nil {
				took = append(took, milliseconds(time.Since(before)))
			}
		}
		searching <- took
	}()
	var saves []float64
	left := len(heavy)
	var failed error
	for left > 0 {
		select {
		case err := <-done:
			left--
			if err != nil && ctx.Err() == nil {
				failed = errors.Join(failed, err)
			}
		case <-time.After(20 * time.Millisecond):
			note, err := m.addNote()
			if err == nil {
				var took []float64
				took, err = m.times(1, func(int) error { return note() })
				saves = append(saves, took...)
			}
			if err != nil {
				failed = errors.Join(failed, err)
				stop()
			}
		}
	}
	stop()
	m.add("beside.saves", Milliseconds, saves, "")
	m.add("beside.searches", Milliseconds, <-searching, "")
	return failed
}
