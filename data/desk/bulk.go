package desk

import (
	"context"
	"maps"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/store"
)

// Bulk is one change to several tickets.
type Bulk struct {
	Tickets []data.ID
	Values  map[string]string // as for SetFields
	Reason  string            // why a priority is other than the matrix gives
	Tag     string            // put on every ticket that has it not yet
	Untag   string            // taken off every ticket that has it

	Progress func(done, total int) // told now and then, off the UI goroutine; nil: nobody asks
}

// SetMany changes several tickets in one act, which undo takes back as one. If a
// single ticket refuses, none is changed, and the error (bulk_refused) names it.
// It gives how many tickets are other than before.
func (d *Desk) SetMany(ctx context.Context, b Bulk) (int, error) {
	want, err := d.parse(ctx, b.Values)
	if err != nil {
		return 0, err
	}
	for _, tag := range []string{b.Tag, b.Untag} {
		if err := checkText("tags", tag, maxLine); err != nil {
			return 0, err
		}
	}
	changed := 0
	err = d.write(ctx, "bulk", func(t *store.Tx) (string, error) {
		changed = 0
		for i, id := range b.Tickets {
			if err := ctx.Err(); err != nil {
				return "", err
			}
			if b.Progress != nil && i%20 == 0 {
				b.Progress(i, len(b.Tickets))
			}
			var before data.Ticket
			after, err := changeIn(t, id, func(ticket data.Ticket) (data.Fields, error) {
				before = ticket
				fields := maps.Clone(want)
				if tags := retag(ticket.Tags, b.Tag, b.Untag); !slices.Equal(tags, ticket.Tags) {
					put(fields, "tags", tags)
				}
				return d.settle(ticket, fields, strings.TrimSpace(b.Reason))
			})
			if err != nil {
				return "", refused(before.Number, err)
			}
			if !maps.EqualFunc(data.FieldsOf(before), data.FieldsOf(after), slices.Equal) {
				changed++
			}
		}
		return "", nil
	})
	return changed, err
}

// refused is the error of one ticket among several.
func refused(number string, err error) error {
	if p, ok := err.(*data.Problem); ok {
		return data.Fault(p.Field, "bulk_refused", "number", number).Because(p)
	}
	return err
}

// retag puts a tag on a list of tags and takes another off, whatever their case.
func retag(tags []string, on, off string) []string {
	on, off = strings.TrimSpace(on), strings.TrimSpace(off)
	list := slices.DeleteFunc(slices.Clone(tags), func(tag string) bool { return off != "" && strings.EqualFold(tag, off) })
	if on != "" && !slices.ContainsFunc(list, func(tag string) bool { return strings.EqualFold(tag, on) }) {
		list = append(list, on)
	}
	return list
}
