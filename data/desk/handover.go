package desk

import (
	"context"

	"firstline/data"
	"firstline/data/packet"
)

// Handover says what of a good hand-over a case holds for those outside: an
// internal note tells second line nothing unless it goes along.
func (d *Desk) Handover(ctx context.Context, ref string) (data.Handover, error) {
	c, err := d.Case(ctx, ref)
	return handover(packet.Public(c, false)), err
}

// shortNote is a note too short to tell a step or its result, in letters.
const shortNote = 12

// handover says what of a good hand-over a case holds.
func handover(c data.Case) data.Handover {
	t := c.Ticket
	h := data.Handover{
		Environment: t.Environment != "" || t.Asset != "",
		Result:      t.Workaround != "" || t.RootCause != "" || t.ResolutionNotes != "",
		Impact:      t.Impact != "" && t.Urgency != "",
	}
	for _, a := range c.Timeline {
		if len([]rune(a.Text)) < shortNote {
			continue
		}
		switch a.Kind {
		case "troubleshooting_step", "research", data.RemoteSession, data.OnsiteVisit, data.WorkNote:
			h.Steps = true
		case "diagnosis", "test_run":
			h.Steps, h.Result = true, true
		}
	}
	return h
}
