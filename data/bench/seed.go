// Package bench makes desks to be measured: as many tickets as wanted, with the
// words, people and habits of a real desk, and the same every time.
package bench

import (
	"container/heap"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
	"firstline/data/store"
)

// span is how long the seeded desk has been at work.
const span = 3 * 365 * 24 * time.Hour

// What a seeded desk is called, so that no other is taken for one; the code
// stands in its ticket numbers.
const (
	code = "BEN"
	name = "Bench"
)

// Seed makes a desk of so many tickets in a folder that has none: five entries
// to a ticket, a contact for every five tickets, an article for every hundred
// (200 at least, 3,000 at most), in English and Spanish, one ticket in ten not
// done. The same number gives the same desk, but for the ids and the keys, with
// its newest ticket opened at now. All of it is written as acts in the order
// they would have happened.
//
// progress, which may be nil, is told how many tickets there are so far.
func Seed(ctx context.Context, dir string, tickets int, now time.Time, progress func(done int)) error {
	settings := data.Settings{Code: code, Name: name, Operator: operators[0], Language: "en",
		SecondLine: []data.Recipient{{Name: "Second line", Address: "second@example.org"}}}
	invents := newInventor(1)
	for _, t := range invents.tongues {
		settings.Categories = append(settings.Categories, t.categories...)
	}
	d, err := desk.Create(ctx, dir, settings)
	if err != nil {
		return err
	}
	files, err := keepFiles(d)
	if err := errors.Join(err, d.Close()); err != nil {
		return err
	}
	st, err := store.Open(ctx, dir)
	if err != nil {
		return err
	}
	// Nearly all of the memory it takes is let go of at once.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	err = st.Bulk(ctx, func(b *store.Bulk) error {
		s := &seeder{inventor: invents, bulk: b, files: files, now: now, total: tickets, progress: progress}
		return s.run()
	})
	if err != nil {
		err = fmt.Errorf("seed the desk: %w", err)
	}
	return errors.Join(err, st.Close())
}

// seeder writes the acts of a made-up desk.
type seeder struct {
	*inventor
	bulk     *store.Bulk
	files    []data.Attachment // whose bytes lie in the desk's folder
	now      time.Time
	total    int
	progress func(int)

	contacts []person
	articles []data.ID
	waiting  events
	order    int // of events at the same moment
}

// event is an act that is still to come.
type event struct {
	at    time.Time
	order int
	do    func(at time.Time) error
}

// events is a heap, the earliest first.
type events []event

func (e events) Len() int { return len(e) }
func (e events) Less(i, j int) bool {
	return e[i].at.Before(e[j].at) || e[i].at.Equal(e[j].at) && e[i].order < e[j].order
}
func (e events) Swap(i, j int) { e[i], e[j] = e[j], e[i] }
func (e *events) Push(x any)   { *e = append(*e, x.(event)) }
func (e *events) Pop() any {
	old := *e
	last := old[len(old)-1]
	old[len(old)-1] = event{}
	*e = old[:len(old)-1]
	return last
}

func (s *seeder) run() error {
	start := s.now.Add(-span)
	if err := s.writeArticles(start.Add(-30 * 24 * time.Hour)); err != nil {
		return err
	}
	step := span / time.Duration(s.total)
	for i := range s.total {
		at := start.Add(time.Duration(i+1) * step)
		if err := s.happen(at); err != nil {
			return err
		}
		if err := s.open(at, i+1); err != nil {
			return err
		}
		if s.progress != nil && (i+1)%1000 == 0 {
			s.progress(i + 1)
		}
	}
	return s.happen(s.now)
}

// happen runs what is due by a moment.
func (s *seeder) happen(until time.Time) error {
	for len(s.waiting) > 0 && !s.waiting[0].at.After(until) {
		e := heap.Pop(&s.waiting).(event)
		if err := e.do(e.at); err != nil {
			return err
		}
	}
	return nil
}

// later plans an act.
func (s *seeder) later(at time.Time, do func(time.Time) error) {
	s.order++
	heap.Push(&s.waiting, event{at, s.order, do})
}

func (s *seeder) act(at time.Time, by, name string, act func(*store.Tx) (string, error)) error {
	return s.bulk.Act(by, at, name, act)
}

func (s *seeder) writeArticles(at time.Time) error {
	n := min(max(s.total/100, 200), 3000)
	for i := range n {
		t := s.tongues[i%2]
		a := data.Article{Ref: fmt.Sprint("bench-", i+1), Title: s.question(t),
			Category: pick(s.r, t.categories), Language: t.lang, Confidence: data.Validated, Audience: "customer", Governance: "experience",
			Owner: pick(s.r, operators), ReviewAt: s.now.AddDate(0, 0, s.r.IntN(365)), Issue: s.text(t, 20), Resolution: s.steps(t)}
		err := s.act(at.Add(time.Duration(i)*time.Minute), a.Owner, "article", func(tx *store.Tx) (string, error) {
			id, err := tx.Open("article", a)
			s.articles = append(s.articles, id)
			return "", err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// keepFiles puts the attachments' bytes into the desk's folder: a few small
// files that many tickets share under many names.
func keepFiles(d *desk.Desk) ([]data.Attachment, error) {
	var files []data.Attachment
	for i := range 32 {
		content, err := json.Marshal(map[string]any{"file": i, "text": strings.Repeat("bench ", 20+i)})
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(content)
		a := data.Attachment{Name: "log.txt", Type: "text/plain", Size: int64(len(content)), SHA256: hex.EncodeToString(sum[:])}
		path := d.AttachmentPath(a)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			return nil, fmt.Errorf("keep the attachments: %w", err)
		}
		if err := os.WriteFile(path, content, 0o600); err != nil {
			return nil, fmt.Errorf("keep the attachments: %w", err)
		}
		files = append(files, a)
	}
	return files, nil
}
