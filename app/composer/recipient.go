package composer

import (
	"strings"

	"firstline/app/ui"
	"firstline/data"
)

// recipient is who is written to: somebody known, or any name and address.
type recipient struct {
	room          *Composer
	known         *ui.Choice
	name, address *ui.Entry
	offers        []data.Recipient
	labels        []string       // of the offers, after "" for somebody else
	taken         data.Recipient // the offer that is written to
}

// mostOffers is how many recipients are offered at most.
const mostOffers = 20

func newRecipient(c *Composer) *recipient {
	r := &recipient{room: c, name: c.line(), address: c.line()}
	r.known = ui.NewChoice(c.seat.Words, "", nil, r.take)
	for _, e := range []*ui.Entry{r.name, r.address} {
		e.OnChanged = func(string) {
			r.recognise()
			c.changed()
		}
	}
	return r
}

// offer lists those who can be written to.
func (r *recipient) offer(people []data.Recipient) {
	r.offers, r.labels = nil, []string{""}
	seen := map[string]bool{}
	for _, to := range people {
		if key := strings.ToLower(to.Address); to.Address != "" && !seen[key] && len(r.offers) < mostOffers {
			seen[key] = true
			r.offers = append(r.offers, to)
			r.labels = append(r.labels, label(to))
		}
	}
	r.known.SetValues(r.labels)
	r.recognise()
}

func label(to data.Recipient) string {
	if to.Name == "" {
		return to.Address
	}
	return to.Name + " · " + to.Address
}

// take fills in the offer with a label.
func (r *recipient) take(chosen string) {
	for _, to := range r.offers {
		if label(to) == chosen {
			r.set(to)
		}
	}
	r.room.changed()
}

// set fills in name and address.
func (r *recipient) set(to data.Recipient) {
	was := r.room.filling
	r.room.filling = true
	r.name.Put(to.Name)
	r.address.Put(to.Address)
	r.room.filling = was
	r.recognise()
}

// recognise shows which offer is written to. When the address becomes another, the name of the
// offer before goes.
func (r *recipient) recognise() {
	_, address := r.value()
	before := r.taken
	r.taken = data.Recipient{}
	for _, to := range r.offers {
		if strings.EqualFold(to.Address, address) {
			r.taken = to
		}
	}
	if r.taken.Address != "" {
		r.known.SetValue(label(r.taken))
		return
	}
	r.known.SetValue("")
	if before.Name != "" && r.name.Text == before.Name {
		r.name.Put("")
	}
}

// value is who is written to.
func (r *recipient) value() (name, address string) {
	return strings.TrimSpace(r.name.Text), strings.TrimSpace(r.address.Text)
}
