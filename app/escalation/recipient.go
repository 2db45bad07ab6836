package escalation

import (
	"strings"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// recipient is who is written to: one of those known, or any name and address.
type recipient struct {
	room          *Composer
	known         *ui.Choice
	name, address *ui.Entry
	offers        []data.Recipient
	labels        []string // of the offers, after "" for another one
}

// mostOffers is how many recipients are offered.
const mostOffers = 20

func newRecipient(c *Composer) *recipient {
	r := &recipient{room: c, name: ui.NewEntry(""), address: ui.NewEntry("")}
	r.known = ui.NewChoice(c.seat.Words, "", nil, r.take)
	for _, e := range []*ui.Entry{r.name, r.address} {
		e.OnSubmitAll = c.submit
		e.OnChanged = func(string) {
			r.recognise()
			c.changed()
		}
	}
	return r
}

// offer lists second line as the settings have it, and whom else was written to.
func (r *recipient) offer(secondLine []data.Recipient, written []string) {
	r.offers, r.labels = nil, []string{""}
	seen := map[string]bool{}
	add := func(to data.Recipient) {
		if key := strings.ToLower(to.Address); !seen[key] && len(r.offers) < mostOffers {
			seen[key] = true
			r.offers = append(r.offers, to)
			r.labels = append(r.labels, label(to))
		}
	}
	for _, to := range secondLine {
		add(to)
	}
	for _, address := range written {
		add(data.Recipient{Address: address})
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

// take fills in one of those offered.
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
	set(r.name, to.Name)
	set(r.address, to.Address)
	r.room.filling = was
	r.recognise()
}

// recognise shows which of those offered is written to.
func (r *recipient) recognise() {
	_, address := r.value()
	for _, to := range r.offers {
		if strings.EqualFold(to.Address, address) {
			r.known.SetValue(label(to))
			return
		}
	}
	r.known.SetValue("")
}

// value is who is written to.
func (r *recipient) value() (name, address string) {
	return strings.TrimSpace(r.name.Text), strings.TrimSpace(r.address.Text)
}

// usual is whom one writes to when nothing else is said: whoever was written to
// last, or the first of second line.
func (r *recipient) usual(written []string) data.Recipient {
	if len(written) > 0 {
		for _, to := range r.offers {
			if strings.EqualFold(to.Address, written[0]) {
				return to
			}
		}
	}
	if len(r.offers) > 0 {
		return r.offers[0]
	}
	return data.Recipient{}
}

// set shows a text and leaves the cursor alone where it is there already.
func set(e *ui.Entry, text string) {
	if e.Text != text {
		e.SetText(text)
	}
}

func nameOr(name, address string) string {
	if name != "" {
		return name
	}
	return address
}

func languages() []string { return words.Languages() }
