package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/desk"
)

// Options says what to measure.
type Options struct {
	Tickets  []int          // sizes of desks
	Keep     string         // folder whose desks are used again, and where they stay; "": they are thrown away
	Progress func(Progress) // told what goes on; may be nil
}

// Progress is what a measurement is at.
type Progress struct {
	Part    string // of what is measured, or Seeding
	Tickets int    // of the desk
	Done    int    // of those, when seeding
}

// Seeding is the part in which the desk is made.
const Seeding = "seed"

// Result is what was measured.
type Result struct {
	At      time.Time `json:"at"`
	Machine Machine   `json:"machine"`
	Runs    []Run     `json:"runs"`
	Growth  []Growth  `json:"growth,omitempty"` // of more than one size
}

// Run is what was measured on one desk.
type Run struct {
	Tickets int   `json:"tickets"`
	Rows    []Row `json:"rows"`
}

// Machine is where it was measured.
type Machine struct {
	CPU  string  `json:"cpu"`
	CPUs int     `json:"cpus"`
	OS   string  `json:"os"`
	Go   string  `json:"go"`
	Load float64 `json:"load,omitempty"` // how many programs wanted a processor at the start, on Linux: above CPUs, what follows is too slow
}

// parts is everything that is measured, in order. To measure one more thing, add
// a method, a line here and, for each key, a word in assets/words.
var parts = []struct {
	name    string
	measure func(*meter) error
}{
	{"start", (*meter).start},
	{"list", (*meter).lists},
	{"count", (*meter).counts},
	{"open", (*meter).opens},
	{"search", (*meter).searches},
	{"suggest", (*meter).suggestions},
	{"report", (*meter).reports},
	{"mail", (*meter).mails},
	{"save", (*meter).saves},
	{"beside", (*meter).beside},
	{"memory", (*meter).memory},
}

// Measure makes the desks, or takes those that are kept, and measures each. The desks
// take turns, part by part, so that what else the machine does for a minute makes none
// of them the slower.
func Measure(ctx context.Context, o Options) (r Result, err error) {
	r = Result{At: time.Now().UTC().Truncate(time.Second), Machine: machine()}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	if o.Keep == "" {
		if o.Keep, err = os.MkdirTemp("", "firstline-bench-*"); err != nil {
			return r, fmt.Errorf("make room for the desks: %w", err)
		}
		defer os.RemoveAll(o.Keep)
	}
	var meters []*meter
	for _, tickets := range slices.Compact(slices.Sorted(slices.Values(o.Tickets))) {
		if tickets < least {
			return r, data.Fault("", "bench_too_small", "least", least)
		}
		m := &meter{ctx: ctx, dir: filepath.Join(o.Keep, strconv.Itoa(tickets)), tickets: tickets, inventor: newInventor(2), watch: o.Progress}
		if err := m.prepare(); err != nil {
			return r, fmt.Errorf("make the desk of %d tickets: %w", tickets, err)
		}
		meters = append(meters, m)
	}
	debug.FreeOSMemory() // what it took to make a desk is not what it takes to use it
	defer func() {
		for _, m := range meters {
			err = errors.Join(err, m.close())
		}
	}()
	for n, part := range parts {
		for i, m := range meters {
			o.Progress(Progress{Part: part.name, Tickets: m.tickets})
			err := m.open()
			if err == nil && n > 0 { // the first measures that
				err = m.desk.ReadManual(ctx)
			}
			if err == nil {
				err = part.measure(m)
			}
			if err != nil {
				return r, fmt.Errorf("measure %s of %d tickets: %w", part.name, m.tickets, err)
			}
			m.weigh()
			if i == len(meters)-1 {
				break // the largest stays open: what it takes after all it did counts
			}
			if err := m.close(); err != nil {
				return r, err
			}
			debug.FreeOSMemory()
		}
	}
	for _, m := range meters {
		r.Runs = append(r.Runs, Run{Tickets: m.tickets, Rows: m.rows})
	}
	if len(r.Runs) > 1 {
		r.Growth = growth(r.Runs)
	}
	return r, nil
}

// least is the smallest desk that has something of everything.
const least = 500

// meter measures one desk.
type meter struct {
	*inventor
	ctx     context.Context
	desk    *desk.Desk
	dir     string
	tickets int
	watch   func(Progress)
	rows    []Row
	weights []float64 // of the process, in megabytes, after each part
}

// prepare makes the desk unless it is there.
func (m *meter) prepare() error {
	if desk.Exists(m.dir) {
		return m.recognise()
	}
	start := time.Now()
	err := Seed(m.ctx, m.dir, m.tickets, start, func(done int) { m.watch(Progress{Seeding, m.tickets, done}) })
	if err != nil {
		return err
	}
	m.add("seed.rate", PerSecond, []float64{float64(m.tickets) / time.Since(start).Seconds()}, "")
	return nil
}

// recognise refuses to write into a desk that was not made here.
func (m *meter) recognise() error {
	d, err := desk.Open(m.ctx, m.dir)
	if err != nil {
		return err
	}
	s := d.Settings()
	counts, err := d.Counts(m.ctx)
	if err == nil && (s.Code != code || s.Name != name || counts[data.AllView] < m.tickets) {
		err = data.Fault("", "not_a_bench", "dir", m.dir)
	}
	return errors.Join(err, d.Close())
}

// open opens the desk, unless it is open.
func (m *meter) open() (err error) {
	if m.desk == nil {
		m.desk, err = desk.Open(m.ctx, m.dir)
	}
	return err
}

func (m *meter) close() (err error) {
	if m.desk != nil {
		err, m.desk = m.desk.Close(), nil
	}
	return err
}

func (m *meter) add(key string, unit Unit, values []float64, detail string) {
	if len(values) > 0 {
		m.rows = append(m.rows, rowOf(key, unit, values, detail))
	}
}

// How long a row may take: so many measurements, or what the time allows for,
// but never fewer than a few.
const (
	patience = 6 * time.Second
	few      = 5
)

// times measures something again and again; do is told which time it is.
func (m *meter) times(n int, do func(i int) error) ([]float64, error) {
	var values []float64
	for i, start := 0, time.Now(); i < n && (i < few || time.Since(start) < patience); i++ {
		if err := m.ctx.Err(); err != nil {
			return nil, err
		}
		before := time.Now()
		if err := do(i); err != nil {
			return nil, err
		}
		values = append(values, milliseconds(time.Since(before)))
	}
	return values, nil
}

// row is times as a row of its own.
func (m *meter) row(key string, n int, do func(i int) error) error {
	values, err := m.times(n, do)
	m.add(key, Milliseconds, values, "")
	return err
}

// number is the number of a ticket, any of them.
func (m *meter) number() string { return fmt.Sprintf("%s-%d", code, 1+m.r.IntN(m.tickets)) }

func machine() Machine {
	m := Machine{CPU: runtime.GOARCH, CPUs: runtime.NumCPU(), OS: runtime.GOOS, Go: runtime.Version()}
	raw, _ := os.ReadFile("/proc/cpuinfo") // Linux; elsewhere the architecture has to do
	for line := range strings.Lines(string(raw)) {
		if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
			m.CPU = strings.TrimSpace(value)
			break
		}
	}
	raw, _ = os.ReadFile("/proc/loadavg")
	fmt.Sscan(string(raw), &m.Load)
	return m
}
