package desk

import (
	"context"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/search"
)

// AlikeContact is a contact that may be the same person. Reason is "same_phone",
// "same_email" or "similar_name".
type AlikeContact struct {
	ContactHit
	Reason string
}

// namesakes is how many contacts that share a part of a name are compared.
const namesakes = 200

// AlikeContacts proposes contacts that may be the same person as c, which may be
// new: those with one of its phones or addresses, then those whose names are
// alike, the likeliest first.
func (d *Desk) AlikeContacts(ctx context.Context, c data.Contact, limit int) ([]AlikeContact, error) {
	var list []AlikeContact
	seen := map[data.ID]bool{c.ID: true}
	add := func(h ContactHit, reason string) {
		if !seen[h.Contact.ID] {
			seen[h.Contact.ID] = true
			list = append(list, AlikeContact{h, reason})
		}
	}
	reach := func(values []string, reason string) error {
		for _, v := range tidy(values) {
			if reason == "same_phone" && len(data.PhoneKey(v)) < 3 {
				continue
			}
			hits, err := d.FindContacts(ctx, v, limit+1)
			if err != nil {
				return err
			}
			for _, h := range hits {
				if shareReach(h.Contact, data.Contact{Phones: c.Phones, Emails: c.Emails}) {
					add(h, reason)
				}
			}
		}
		return nil
	}
	if err := reach(c.Phones, "same_phone"); err != nil {
		return nil, err
	}
	if err := reach(c.Emails, "same_email"); err != nil {
		return nil, err
	}
	type named struct {
		hit  ContactHit
		like float64
	}
	var near []named
	for _, word := range strings.Fields(c.Name) {
		letters := []rune(search.Fold(word))
		if len(letters) < 3 {
			continue
		}
		// A name misspelt still begins or ends as it should: both halves are asked.
		for _, part := range []string{string(letters[:max(3, len(letters)/2)]), string(letters[len(letters)-max(3, len(letters)/2):])} {
			hits, err := d.FindContacts(ctx, part, namesakes)
			if err != nil {
				return nil, err
			}
			for _, h := range hits {
				if like := search.Similar(c.Name, h.Contact.Name); like >= search.Alike && !seen[h.Contact.ID] {
					near = append(near, named{h, like})
				}
			}
		}
	}
	slices.SortStableFunc(near, func(a, b named) int {
		switch {
		case a.like > b.like:
			return -1
		case a.like < b.like:
			return 1
		}
		return strings.Compare(a.hit.Contact.Name, b.hit.Contact.Name)
	})
	for _, n := range near {
		add(n.hit, "similar_name")
	}
	return list[:min(len(list), limit)], nil
}
