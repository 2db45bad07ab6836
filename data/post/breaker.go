package post

import (
	"context"
	"slices"
	"strings"
	"time"

	"firstline/data"
)

// The most mail that leaves within the window. More is not somebody escalating but
// something gone wrong, such as two programs answering each other.
const (
	mostTo  = 20  // to one address
	mostAll = 200 // in all
	window  = time.Hour
)

// breaker remembers what left within the last hour.
type breaker struct {
	loaded bool
	left   []departure // oldest first
}

type departure struct {
	at time.Time
	to []string
}

// load reads, once, what left before this office opened: commands come and go.
func (b *breaker) load(ctx context.Context, d Desk) error {
	if b.loaded {
		return nil
	}
	letters, err := d.Letters(ctx)
	if err != nil {
		return err
	}
	for _, l := range letters {
		if l.SentAt.After(d.Now().Add(-window)) {
			b.note(l.To, l.SentAt)
		}
	}
	slices.SortFunc(b.left, func(x, y departure) int { return x.at.Compare(y.at) })
	b.loaded = true
	return nil
}

// note counts a letter that left.
func (b *breaker) note(to []string, at time.Time) { b.left = append(b.left, departure{at, to}) }

// reset starts counting anew.
func (b *breaker) reset() { *b = breaker{loaded: true} }

// all holds everything back when too much has left.
func (b *breaker) all(now time.Time) hold {
	b.left = slices.DeleteFunc(b.left, func(d departure) bool { return !d.at.After(now.Add(-window)) })
	if len(b.left) < mostAll {
		return hold{}
	}
	return hold{problem: data.Fault("", "post_too_many", "n", mostAll), until: b.left[len(b.left)-mostAll].at.Add(window)}
}

// to holds one letter back when too much has left for one of its addresses.
func (b *breaker) to(addresses []string) hold {
	for _, address := range addresses {
		var at []time.Time
		for _, d := range b.left {
			if slices.ContainsFunc(d.to, func(to string) bool { return strings.EqualFold(to, address) }) {
				at = append(at, d.at)
			}
		}
		if len(at) >= mostTo {
			return hold{problem: data.Fault("", "post_too_many_to", "n", mostTo, "address", address), until: at[len(at)-mostTo].Add(window)}
		}
	}
	return hold{}
}
