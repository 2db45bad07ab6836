package bench

import (
	"slices"
	"time"
)

// Row is one thing that was measured.
type Row struct {
	Key    string  `json:"key"` // "search.rare": group and name; it stays what it is
	Unit   Unit    `json:"unit"`
	P50    float64 `json:"p50"`
	P95    float64 `json:"p95"`
	N      int     `json:"n"`             // measurements
	Bar    float64 `json:"bar,omitempty"` // absent where there is none
	OK     *bool   `json:"ok,omitempty"`
	Detail string  `json:"detail,omitempty"` // which of several was slowest
}

// Unit is what a row counts in.
type Unit string

// The units.
const (
	Milliseconds Unit = "ms"
	Megabytes    Unit = "MB" // a million bytes
	Times        Unit = "×"  // as long as what it is compared with
	PerSecond    Unit = "/s"
)

// rowOf makes a row of measurements and holds it to its bar.
func rowOf(key string, unit Unit, values []float64, detail string) Row {
	return Row{Key: key, Unit: unit, P50: percentile(values, 50), P95: percentile(values, 95), N: len(values), Detail: detail}.judged()
}

// Median says whether the bar is for the median.
func (r Row) Median() bool { return barOf(r.Key).Median }

func (r Row) judged() Row {
	bar := barOf(r.Key)
	if bar.Limit == 0 {
		return r
	}
	value := r.P95
	if bar.Median {
		value = r.P50
	}
	ok := value <= bar.Limit
	r.Bar, r.OK = bar.Limit, &ok
	return r
}

// percentile gives the value that so many of a hundred do not exceed (nearest
// rank); there is at least one.
func percentile(values []float64, percent int) float64 {
	sorted := slices.Sorted(slices.Values(values))
	return sorted[max(0, (len(sorted)*percent+99)/100-1)]
}

// milliseconds is how a duration stands in a row.
func milliseconds(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// Growth is how a row changed from the smallest desk to the biggest.
type Growth struct {
	Key    string    `json:"key"`
	P50    []float64 `json:"p50"` // in order of size
	Factor float64   `json:"factor"`
	Bar    float64   `json:"bar"`
	OK     bool      `json:"ok"`
}

// growth compares the rows of desks of growing size, for those that are held to
// some growth.
func growth(runs []Run) []Growth {
	var list []Growth
	first, last := runs[0], runs[len(runs)-1]
	bigger := float64(last.Tickets) / float64(first.Tickets)
	for _, row := range first.Rows {
		bar := barOf(row.Key)
		if bar.Growth == nil {
			continue
		}
		g := Growth{Key: row.Key, Bar: bar.Growth(bigger)}
		for _, run := range runs {
			if at := slices.IndexFunc(run.Rows, func(r Row) bool { return r.Key == row.Key }); at >= 0 {
				g.P50 = append(g.P50, run.Rows[at].P50)
			}
		}
		if len(g.P50) == len(runs) && g.P50[0] > 0 {
			g.Factor = g.P50[len(runs)-1] / g.P50[0]
			g.OK = g.Factor < g.Bar
			list = append(list, g)
		}
	}
	return list
}
