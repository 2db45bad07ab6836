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

// Measure makes the desks, or takes those that are kept, and measures each.
func Measure(ctx context.Context, o Options) (Result, error) {
	r := Result{At: time.Now().UTC().Truncate(time.Second), Machine: machine()}
	if o.Progress == nil {
		o.Progress = func(Progress) {}
	}
	sizes := slices.Sorted(slices.Values(o.Tickets))
	for _, tickets := range slices.Compact(sizes) {
		run, err := measureOne(ctx, o, tickets)
		if err != nil {
			return r, fmt.Errorf("measure %d tickets: %w", tickets, err)
		}
		r.Runs = append(r.Runs, run)
	}
	if len(r.Runs) > 1 {
		r.Growth = growth(r.Runs)
	}
	return r, nil
}

func measureOne(ctx context.Context, o Options, tickets int) (run Run, err error) {
	if tickets < least {
		return run, data.Fault("", "bench_too_small", "least", least)
	}
	root := o.Keep
	if root == "" {
		if root, err = os.MkdirTemp("", "firstline-bench-*"); err != nil {
			return run, fmt.Errorf("make room for the desk: %w", err)
		}
		defer os.RemoveAll(root)
	}
	m := &meter{ctx: ctx, dir: filepath.Join(root, strconv.Itoa(tickets)), tickets: tickets, inventor: newInventor(2), watch: o.Progress}
	if err := m.prepare(); err != nil {
		return run, err
	}
	debug.FreeOSMemory() // what it took to make, or the desk before, is not what it takes to use
	if m.desk, err = desk.Open(ctx, m.dir); err != nil {
		return run, err
	}
	defer func() { err = errors.Join(err, m.desk.Close()) }()
	for _, part := range parts {
		o.Progress(Progress{Part: part.name, Tickets: tickets})
		if err := part.measure(m); err != nil {
			return run, fmt.Errorf("%s: %w", part.name, err)
		}
		m.weigh()
	}
	return Run{Tickets: tickets, Rows: m.rows}, nil
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
