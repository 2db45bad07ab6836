package desk

import (
	"cmp"
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

// namesakes is how many contacts that share pieces of a name are compared.
const namesakes = 300

// AlikeContacts proposes contacts that may be the same person as c, which may be
// new: those with one of its phones or addresses, then those whose names are
// alike, the likeliest name first.
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
	slices.SortStableFunc(list, func(a, b AlikeContact) int {
		return cmp.Compare(search.Similar(c.Name, b.Contact.Name), search.Similar(c.Name, a.Contact.Name))
	})
	others, err := d.store.Namesakes(ctx, halves(c.Name), namesakes)
	if err != nil {
		return nil, err
	}
	type named struct {
		row  int64
		name string
		like float64
	}
	var near []named
	for row, name := range others {
		if like := search.Similar(c.Name, name); like >= search.Alike {
			near = append(near, named{row, name, like})
		}
	}
	slices.SortFunc(near, func(a, b named) int {
		return cmp.Or(cmp.Compare(b.like, a.like), cmp.Compare(a.name, b.name), cmp.Compare(a.row, b.row))
	})
	var rows []int64
	for _, n := range near[:min(len(near), limit+len(seen))] {
		rows = append(rows, n.row)
	}
	hits, err := d.store.Contacts(ctx, rows)
	if err != nil {
		return nil, err
	}
	for _, h := range hits {
		add(h, "similar_name")
	}
	return list[:min(len(list), limit)], nil
}

// halves are pieces of a name that one slip can't spoil together: a name
// misspelt still begins or ends as it should, and its other words are right. Of
// two words, each half of the one stands with each half of the other.
func halves(name string) [][]string {
	var words [][2]string
	whole := strings.Fields(search.Fold(name))
	for _, word := range whole {
		letters := []rune(word)
		if n := max(3, len(letters)/2); len(letters) >= 3 {
			words = append(words, [2]string{string(letters[:n]), string(letters[len(letters)-n:])})
		}
	}
	var list [][]string
	if len(words) == 1 {
		return [][]string{{words[0][0]}, {words[0][1]}}
	}
	for i, one := range whole { // of a short word a slip may spoil both halves: Anna, Ana
		for j, other := range whole {
			if letters := []rune(one); i != j && 2 < len(letters) && len(letters) < 6 && len([]rune(other)) > 2 {
				list = append(list, []string{string(letters[:2]), other})
			}
		}
	}
	for i, one := range words {
		for _, other := range words[i+1:] {
			for _, a := range one {
				for _, b := range other {
					list = append(list, []string{a, b})
				}
			}
		}
	}
	return list
}
