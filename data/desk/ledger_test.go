package desk_test

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/desk"
)

// ledger is what every ticket of a desk holds by itself, whatever it was merged
// into: its fields, without the links of merges, and its own entries by id.
type ledger map[string]page

type page struct {
	fields  map[string]string
	entries map[string]data.Activity
	into    string // number of the ticket it was merged into
}

func (r *random) ledger(t *rapid.T) ledger {
	l := ledger{}
	for _, number := range r.tickets {
		c, err := r.d.Case(ctx, number)
		if err != nil {
			continue // taken back
		}
		p := page{fields: map[string]string{}, entries: map[string]data.Activity{}}
		for name, raw := range data.FieldsOf(c.Ticket) {
			if name != "links" {
				p.fields[name] = string(raw)
			}
		}
		for _, a := range c.Timeline {
			if a.Kind != data.SystemEvent && a.From == "" {
				p.entries[a.ID] = a
			}
		}
		if c.MergedInto != nil {
			p.into = c.MergedInto.Number
		}
		l[number] = p
	}
	return l
}

// without leaves pages out.
func (l ledger) without(numbers ...string) ledger {
	rest := maps.Clone(l)
	for _, number := range numbers {
		delete(rest, number)
	}
	return rest
}

func (p page) without(fields ...string) map[string]string {
	rest := maps.Clone(p.fields)
	for _, name := range fields {
		delete(rest, name)
	}
	return rest
}

// root is the ticket that stands for one.
func (l ledger) root(number string) string {
	for l[number].into != "" {
		number = l[number].into
	}
	return number
}

// told are entries as they read, whichever ticket they are on.
func told(entries ...map[string]data.Activity) []string {
	list := []string{}
	for _, some := range entries {
		for _, a := range some {
			a.ID, a.Origin = "", nil
			raw, _ := json.Marshal(a)
			list = append(list, string(raw))
		}
	}
	slices.Sort(list)
	return list
}

// tying is a merge that stands: the status of the ticket merged and what the one
// merged into held when it was made, and whether something was done to that one
// which says of its fields more than that somebody changed them.
type tying struct {
	status string
	into   page
	mixed  bool
}

// Whatever happened at a desk, whatever was merged into what and however often,
// a merge leaves every ticket's own record alone but for the status of the one
// merged; an unmerge gives that back, and moves what came later only if told to:
// nothing is lost, nothing is there twice, and nobody else is touched. Undo takes
// either back.
func TestMergesLeaveRecordsAlone(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(2, 4).Draw(t, "tickets") {
			ticket, err := r.d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: rapid.SampledFrom([]string{"Ana", "Luis"}).Draw(t, "name")}, Subject: "VPN drops"})
			if err != nil {
				t.Fatal(err)
			}
			r.tickets = append(r.tickets, ticket.Number)
		}
		standing := map[string]*tying{} // by the number of the ticket merged
		for range rapid.IntRange(4, 30).Draw(t, "acts") {
			what := rapid.SampledFrom(append(r.plain(), "merge", "merge", "merge", "unmerge", "unmerge", "unmerge")).Draw(t, "act")
			switch what {
			case "merge":
				r.mergeTwo(t, standing)
			case "unmerge":
				r.unmergeOne(t, standing)
			default:
				before := r.ledger(t)
				r.do(t, what)
				after := r.ledger(t)
				for number, p := range before {
					if p.into != "" {
						same(t, what+" changes the fields of a merged ticket", after[number].fields, p.fields)
					}
				}
				for number, m := range standing {
					into := before[number].into
					m.mixed = m.mixed || (what == "escalate" || what == "reply" || what == "mail" || what == "drop") && string(asJSON(before[into].fields)) != string(asJSON(after[into].fields))
				}
			}
		}
		r.mailsWhereTheyAreShown(t)
		found, err := r.d.Check(ctx)
		if err != nil || !found.OK {
			t.Fatalf("check: %v %v", err, found.Faults)
		}
	})
}

// mailsWhereTheyAreShown looks whether every mail that is on a ticket is said to
// be there: that is where answers to it go.
func (r *random) mailsWhereTheyAreShown(t *rapid.T) {
	on := map[data.ID]string{}
	for number, p := range r.ledger(t) {
		for _, a := range p.entries {
			if a.Kind == data.EmailIn {
				on[a.Mail] = number
			}
		}
	}
	mails, err := r.d.Mails(ctx, desk.MailQuery{Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range mails {
		if number := on[m.ID]; number != "" && m.Number != number {
			t.Fatalf("%s shows a mail that is said to be on %s", number, m.Number)
		}
	}
}

// A merge that is unmerged at once, whatever is merged with what already, leaves
// the desk as it was.
func TestMergeUnmergedAtOnceIsNone(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(2, 25).Draw(t, "acts") {
			r.act(t)
		}
		before, later := picture(t, r), laterGen.Draw(t, "later")
		if rapid.Bool().Draw(t, "tickets") {
			from := r.ticket(t)
			if _, err := r.d.MergeTickets(ctx, from, r.ticket(t)); err == nil {
				if _, err := r.d.UnmergeTicket(ctx, from, later); err != nil {
					t.Fatal(err)
				}
			}
		} else {
			from := r.caller(t)
			if _, err := r.d.MergeContacts(ctx, from, r.caller(t)); err == nil {
				if _, err := r.d.UnmergeContact(ctx, from, later); err != nil {
					t.Fatal(err)
				}
			}
		}
		if after := picture(t, r); after != before {
			t.Fatalf("before %s\nafter  %s", before, after)
		}
	})
}

func asJSON(v any) []byte {
	raw, err := json.Marshal(v)
	if err != nil {
		panic(err) // plain values
	}
	return raw
}

// mergeTwo merges any ticket into any other.
func (r *random) mergeTwo(t *rapid.T, standing map[string]*tying) {
	before := r.ledger(t)
	from, into := r.ticket(t), r.ticket(t)
	if _, err := r.d.MergeTickets(ctx, from, into); err != nil {
		same(t, "a merge refused changes nothing", r.ledger(t), before)
		return
	}
	into = before.root(into)
	check := func() {
		after := r.ledger(t)
		same(t, "all others after a merge", after.without(from), before.without(from))
		same(t, "what was merged", after[from].without("status"), before[from].without("status"))
		same(t, "its entries", after[from].entries, before[from].entries)
		if after[from].fields["status"] != `"merged"` || after[from].into != into {
			t.Fatalf("%s is %s in %s, not in %s", from, after[from].fields["status"], after[from].into, into)
		}
		r.readsThrough(t, after, into)
	}
	check()
	if rapid.Bool().Draw(t, "undo and again") {
		r.undo(t, before)
		if _, err := r.d.MergeTickets(ctx, from, into); err != nil {
			t.Fatal(err)
		}
		check()
	}
	standing[from] = &tying{status: before[from].fields["status"], into: before[into]}
}

// readsThrough looks whether a ticket shows all that was merged into it, each
// entry once.
func (r *random) readsThrough(t *rapid.T, l ledger, number string) {
	c, err := r.d.Case(ctx, number)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]data.Activity{}
	for _, a := range c.Timeline {
		if a.Kind != data.SystemEvent {
			a.From = ""
			shown[a.ID] = a
		}
	}
	var own []map[string]data.Activity
	for n, p := range l {
		if l.root(n) == number {
			own = append(own, p.entries)
		}
	}
	same(t, number+" shows", told(shown), told(own...))
}

func (r *random) undo(t *rapid.T, before ledger) {
	if _, err := r.d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	same(t, "undone", r.ledger(t), before)
}

// unmergeOne takes any ticket out of the one it was merged into.
func (r *random) unmergeOne(t *rapid.T, standing map[string]*tying) {
	before := r.ledger(t)
	number, later := r.ticket(t), laterGen.Draw(t, "later")
	if merged := slices.Sorted(maps.Keys(standing)); len(merged) > 0 && rapid.IntRange(0, 5).Draw(t, "one merged") > 0 {
		number = rapid.SampledFrom(merged).Draw(t, "merged")
	}
	if _, err := r.d.UnmergeTicket(ctx, number, later); err != nil {
		same(t, "an unmerge refused changes nothing", r.ledger(t), before)
		if standing[number] != nil {
			t.Fatalf("%s can't be taken out: %v", number, err)
		}
		return
	}
	m, into := standing[number], before[number].into
	own := before[number].without("status") // not what it held when it was merged: what came out of it since may have taken some along
	own["status"] = m.status
	check := func(later desk.Later) {
		after := r.ledger(t)
		same(t, "all others after an unmerge", after.without(number, into), before.without(number, into))
		same(t, "all entries", told(after[number].entries, after[into].entries), told(before[number].entries, before[into].entries))
		r.readsThrough(t, after, after.root(into))
		r.readsThrough(t, after, number)
		if later == desk.LaterThere {
			same(t, "stayed", after[into], before[into])
			same(t, "taken out", after[number].fields, own)
			same(t, "its entries", after[number].entries, before[number].entries)
			return
		}
		answers := map[data.ID]bool{} // mails from second line: what came with them stays, too
		for _, a := range before[into].entries {
			answers[a.Mail] = answers[a.Mail] || a.Mail != "" && a.Escalation != ""
		}
		for id, a := range before[into].entries {
			_, old := m.into.entries[id]
			if _, stays := after[into].entries[id]; stays != (old || a.Sent() || a.Escalation != "" || answers[a.Mail]) {
				t.Fatalf("%s of %s, there at the merge: %v, is there after the unmerge: %v", asJSON(a), into, old, stays)
			}
		}
		if m.mixed {
			return
		}
		same(t, "stayed", after[into].without("status"), m.into.without("status"))
		for name := range maps.Keys(after[number].fields) {
			was, is := m.into.fields[name], before[into].fields[name]
			switch {
			case name == "number" || name == "opened_at" || name == "status" && before[into].into != "":
				same(t, "taken out, "+name, after[number].fields[name], own[name])
			case was == is:
				same(t, "taken out, "+name, after[number].fields[name], own[name])
			case strings.HasPrefix(was+is, "["):
				same(t, "taken out, "+name, elements(after[number].fields[name]), edited(own[name], was, is))
			default:
				same(t, "taken out, "+name, after[number].fields[name], is)
			}
		}
	}
	check(later)
	if rapid.Bool().Draw(t, "undo and again") {
		r.undo(t, before)
		later = laterGen.Draw(t, "later the second time")
		if _, err := r.d.UnmergeTicket(ctx, number, later); err != nil {
			t.Fatal(err)
		}
		check(later)
	}
	if _, err := r.d.UnmergeTicket(ctx, number, later); err == nil {
		t.Fatalf("%s was taken out twice", number)
	}
	delete(standing, number)
	for other, m := range standing { // what moved says of its fields more than that somebody changed them
		m.mixed = m.mixed || later == desk.LaterHere && (before[other].into == into || before[other].into == number || other == number || other == into)
	}
}
