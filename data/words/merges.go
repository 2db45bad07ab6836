package words

import (
	"encoding/json"
	"slices"

	"firstline/data"
)

// Merges says in sentences what an act's changes tell of merges, and gives the
// changes that tell of something else. Links hold ticket numbers here.
func (p *Printer) Merges(changes []data.Change) (told []string, rest []data.Change) {
	in, out := "merge.told.in", "merge.told.out"
	for _, c := range changes {
		if c.Field == "status" && (is(c.To, data.Merged) || is(c.From, data.Merged)) {
			in, out = "merge.told.into", "merge.told.parted" // told by the ticket that is merged itself
		}
	}
	for _, c := range changes {
		if c.Field != "links" {
			rest = append(rest, c)
			continue
		}
		var from, to []string
		json.Unmarshal(c.From, &from) // absent: none
		json.Unmarshal(c.To, &to)
		for _, way := range []struct {
			key           string
			number, known []string
		}{{in, to, from}, {out, from, to}} {
			for _, number := range way.number {
				if !slices.Contains(way.known, number) {
					told = append(told, p.Say(way.key, "number", number))
				}
			}
		}
	}
	return told, rest
}

// Whence says where an entry of a timeline comes from: "from MAD-7", a ticket that was
// merged into its own, or "written in MAD-7", from where it was moved. It is "" for an
// entry that was written where it stands.
func (p *Printer) Whence(a data.Activity) string {
	switch {
	case a.From != "":
		return p.Say("merge.from", "number", a.From)
	case a.Origin != nil:
		return p.Say("merge.moved", "number", a.Origin.Ticket)
	}
	return ""
}

func is(raw json.RawMessage, s data.Status) bool { return string(raw) == `"`+string(s)+`"` }
