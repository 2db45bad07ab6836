package intake

import (
	"context"
	"errors"
	"slices"
	"strings"
	"unicode"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// look finds who has what is typed, else people of a name like it.
func look(ctx context.Context, d *desk.Desk, query string) ([]desk.AlikeContact, error) {
	hits, err := d.FindContacts(ctx, query, mostHits)
	if err != nil || len(hits) == 0 {
		alike, e := d.AlikeContacts(ctx, data.Contact{Name: query}, mostHits)
		return alike, errors.Join(err, e)
	}
	found := make([]desk.AlikeContact, len(hits))
	for i, h := range hits {
		found[i].ContactHit = h
	}
	return found, nil
}

// people are contacts in a list, with why they are there unless what was asked
// for shows it.
func people(p *words.Printer, found []desk.AlikeContact, asked string) ui.Rows {
	rows := make(ui.Rows, len(found))
	for i, h := range found {
		tag, why := ui.Cell{}, ""
		switch {
		case h.Open > 0:
			tag = ui.Cell{Text: p.Count("count.open_tickets", h.Open), Color: ui.Accent}
		case h.Tickets > 0:
			tag = ui.Cell{Text: p.Count("count.tickets", h.Tickets)}
		}
		if h.Reason != "" {
			why = p.Say("merge.alike." + h.Reason)
		}
		rows[i] = []ui.Cell{{Text: h.Contact.Name, Bold: true},
			{Text: joined(why, h.Contact.Organization, likeliest(h.Contact.Phones, asked), likeliest(h.Contact.Emails, asked))}, tag}
	}
	return rows
}

// likeliest is the one of several phones or addresses that holds what was asked
// for, else the first.
func likeliest(list []string, asked string) string {
	bare := func(s string) string {
		return strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || strings.ContainsRune("-.()/", r) {
				return -1
			}
			return unicode.ToLower(r)
		}, s)
	}
	if len(list) == 0 {
		return ""
	}
	if want := bare(asked); want != "" {
		for _, s := range list {
			if strings.Contains(bare(s), want) {
				return s
			}
		}
	}
	return list[0]
}

// joined puts what there is on one line.
func joined(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " · ")
}

// isNumber says whether a text is a phone number rather than a name.
func isNumber(text string) bool {
	return !strings.ContainsFunc(text, unicode.IsLetter) && data.CheckPhone("", text) == nil
}

// isAddress says whether a text is a mail address rather than a name.
func isAddress(text string) bool {
	return strings.Contains(text, "@") && data.CheckAddress("", text) == nil
}
