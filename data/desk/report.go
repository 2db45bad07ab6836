package desk

import (
	"context"
	"fmt"
	"time"

	"firstline/data"
	"firstline/data/packet"
	"firstline/data/report"
	"firstline/data/words"
)

// Report makes the PDF case report of a ticket, in a language ("" is the
// desk's), with internal notes if asked. It is dated by the ticket's last
// change, so a ticket that did not change gives the same bytes again.
func (d *Desk) Report(ctx context.Context, ref, lang string, internal bool) ([]byte, error) {
	printer, err := d.printerFor(lang)
	if err != nil {
		return nil, err
	}
	c, err := d.Case(ctx, ref)
	if err != nil {
		return nil, err
	}
	key, author, err := d.identity(ctx)
	if err != nil {
		return nil, err
	}
	packed, err := packet.Pack(key, author, packet.Report, packet.Public(c, internal))
	if err != nil {
		return nil, fmt.Errorf("pack the ticket: %w", err)
	}
	return d.paper(c, printer, internal, packed, c.UpdatedAt)
}

func (d *Desk) paper(c data.Case, printer *words.Printer, internal bool, packed []byte, at time.Time) ([]byte, error) {
	settings := d.Settings()
	p := report.Paper{Case: c, Letterhead: settings.Letterhead, DeskName: settings.Name, Operator: settings.Operator,
		Words: printer, Internal: internal, Files: d.bytesOf, Packet: packed, MadeAt: at}
	if settings.Letterhead.Logo != "" {
		logo, err := d.bytesOf(data.Attachment{SHA256: settings.Letterhead.Logo, Name: "logo"})
		if err == nil { // a logo that is gone is no reason to have no report
			p.Logo = logo
		}
	}
	raw, err := report.Case(p)
	if err != nil {
		return nil, fmt.Errorf("report on %s: %w", c.Ticket.Number, err)
	}
	return raw, nil
}
