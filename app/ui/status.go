package ui

import (
	"firstline/data"
	"firstline/data/words"
)

// Status is the name of a status in a list, shortened where it would not fit one.
func Status(p *words.Printer, s data.Status) string {
	if s == data.PendingVendor {
		return p.Say("ui.pending_vendor")
	}
	return p.Choice("status", string(s))
}
