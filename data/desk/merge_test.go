package desk_test

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/desk"
)

func TestMergedTicketIsReadInItsTarget(t *testing.T) {
	d := atDesk(t)
	call(t, d, "Ana", "Printer says offline")
	call(t, d, "Ana", "Laser out of reach")
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	_, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-2", Text: "Toner checked"})
	must(err)
	_, err = d.Attach(ctx, "MAD-2", "log.txt", strings.NewReader("x"))
	must(err)
	_, err = d.Escalate(ctx, desk.EscalationRequest{Ticket: "MAD-2", To: "second@test", Question: "Is the port open?"})
	must(err)
	two := caseOf(t, d, "MAD-2")
	must(d.SaveDraft(ctx, "note:"+string(two.Ticket.ID), "half a"))
	must(d.SaveDraft(ctx, data.ReplyDraft(two.Ticket.ID), `{"text":"half a mail"}`))

	target, err := d.MergeTickets(ctx, "MAD-2", "mad-1")
	must(err)
	if target.Number != "MAD-1" {
		t.Fatalf("merged into %s", target.Number)
	}
	c, m := caseOf(t, d, "MAD-1"), caseOf(t, d, "MAD-2")
	if m.MergedInto == nil || m.MergedInto.Number != "MAD-1" || m.Ticket.Status != data.Merged || m.Escalated() {
		t.Fatalf("merged ticket: %+v", m.MergedInto)
	}
	if len(c.Merged) != 1 || c.Merged[0].Number != "MAD-2" || len(c.Attachments) != 1 || len(c.Escalations) != 1 || !c.Escalated() {
		t.Fatalf("target: %+v", c)
	}
	at := slices.IndexFunc(c.Timeline, func(a data.Activity) bool { return a.Text == "Toner checked" })
	if at < 0 || c.Timeline[at].From != "MAD-2" {
		t.Fatalf("timeline: %+v", c.Timeline)
	}
	must(d.EditNote(ctx, "MAD-1", c.Timeline[at].ID, "Toner replaced"))
	if now := caseOf(t, d, "MAD-1").Timeline[at]; now.Text != "Toner replaced" || len(now.Edits) != 1 {
		t.Fatalf("corrected: %+v", now)
	}
	if text, _ := d.Draft(ctx, "note:"+string(c.Ticket.ID)); text != "half a" {
		t.Fatalf("draft: %q", text)
	}
	if text, _ := d.Draft(ctx, data.ReplyDraft(c.Ticket.ID)); text != `{"text":"half a mail"}` {
		t.Fatalf("draft of a reply: %q", text)
	}
	counts, err := d.Counts(ctx)
	must(err)
	rows, _, err := d.List(ctx, desk.ListQuery{View: data.EscalatedView})
	must(err)
	if counts[data.OpenView] != 1 || len(rows) != 1 || rows[0].Number != "MAD-1" {
		t.Fatalf("counts %v, escalated %v", counts, rows)
	}
	finds, err := d.Search(ctx, "laser", 5, patient)
	must(err)
	if hits := finds.Hits; len(hits) == 0 || hits[0].Number != "MAD-1" {
		t.Fatalf("hits %+v", hits)
	}
	// The number leads to the target; its fields are not to be changed.
	_, err = d.AddNote(ctx, desk.Note{Ticket: "MAD-2", Text: "They called again"})
	must(err)
	if c := caseOf(t, d, "MAD-1"); c.Timeline[len(c.Timeline)-1].From != "" {
		t.Fatal("the note was not written in the target")
	}
	_, err = d.SetFields(ctx, "MAD-2", map[string]string{"owner": "Luis"}, "")
	problem(t, err, "ticket_merged")
	_, err = d.MergeTickets(ctx, "MAD-1", "MAD-2")
	problem(t, err, "merge_itself")
	_, err = d.MergeTickets(ctx, "MAD-2", "MAD-1")
	problem(t, err, "ticket_merged")
	_, err = d.UnmergeTicket(ctx, "MAD-1", desk.LaterThere)
	problem(t, err, "not_merged")
	_, err = d.UnmergeTicket(ctx, "MAD-2", "elsewhere")
	problem(t, err, "bad_later")
	sound(t, d)

	_, err = d.UnmergeTicket(ctx, "MAD-2", desk.LaterHere)
	must(err)
	c, m = caseOf(t, d, "MAD-1"), caseOf(t, d, "MAD-2")
	last := m.Timeline[slices.IndexFunc(m.Timeline, func(a data.Activity) bool { return a.Origin != nil })]
	if len(c.Merged)+len(c.Escalations) != 0 || !m.Escalated() || last.Text != "They called again" || last.Origin.Ticket != "MAD-1" || last.By != "ana" {
		t.Fatalf("unmerged: %+v\n%+v", c, m)
	}
	sound(t, d)
	undone, err := d.Undo(ctx)
	must(err)
	if undone.Act != "unmerge" || len(caseOf(t, d, "MAD-1").Merged) != 1 {
		t.Fatalf("undone %v", undone)
	}
	sound(t, d)
}

// Several tickets are merged in one act, which one undo takes back; where one of
// them can't be, none is.
func TestManyTicketsAreMergedAtOnce(t *testing.T) {
	d := atDesk(t)
	var ids []data.ID
	for _, subject := range []string{"VPN drops", "VPN down", "No VPN", "VPN again"} {
		ids = append(ids, call(t, d, "Ana", subject).ID)
	}
	merged := func() int { return len(caseOf(t, d, "MAD-1").Merged) }
	if target, err := d.MergeMany(ctx, ids[1:], ids[0]); err != nil || target.Number != "MAD-1" || merged() != 3 {
		t.Fatalf("%+v %v, %d merged", target, err, merged())
	}
	sound(t, d)
	if _, err := d.Undo(ctx); err != nil || merged() != 0 {
		t.Fatalf("%v, %d merged after undo", err, merged())
	}
	_, err := d.MergeMany(ctx, []data.ID{ids[1], ids[0]}, ids[0])
	problem(t, err, "merge_itself")
	if merged() != 0 {
		t.Fatal("half of them are merged")
	}
	sound(t, d)
}

// Of tickets merged in a chain each takes along what came since its own merge, in
// whatever order they are taken out: also what the one it is taken out of took along
// itself. What is with one is not with another.
func TestTicketsTakenOutOfAChain(t *testing.T) {
	const one, two, three = "MAD-1", "MAD-2", "MAD-3"
	type step struct {
		number string
		later  desk.Later
	}
	for _, c := range []struct {
		name  string
		steps [2]step
		tags  [3]string // of MAD-1, MAD-2 and MAD-3
	}{
		{"last here, middle there", [2]step{{three, desk.LaterHere}, {two, desk.LaterThere}}, [3]string{"c", "", "b"}},
		{"last here, middle here", [2]step{{three, desk.LaterHere}, {two, desk.LaterHere}}, [3]string{"", "c", "b"}},
		{"last there, middle there", [2]step{{three, desk.LaterThere}, {two, desk.LaterThere}}, [3]string{"c", "b", ""}},
		{"last there, middle here", [2]step{{three, desk.LaterThere}, {two, desk.LaterHere}}, [3]string{"", "b c", ""}},
		{"middle there, last there", [2]step{{two, desk.LaterThere}, {three, desk.LaterThere}}, [3]string{"c", "b", ""}},
		{"middle there, last here", [2]step{{two, desk.LaterThere}, {three, desk.LaterHere}}, [3]string{"c", "", "b"}},
		{"middle here, last there", [2]step{{two, desk.LaterHere}, {three, desk.LaterThere}}, [3]string{"", "b c", ""}},
		{"middle here, last here", [2]step{{two, desk.LaterHere}, {three, desk.LaterHere}}, [3]string{"", "", "b c"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := atDesk(t)
			must := func(_ any, err error) {
				t.Helper()
				if err != nil {
					t.Fatal(err)
				}
			}
			for range 3 {
				call(t, d, "Ana", "VPN drops")
			}
			work := func(ref, tag string) {
				must(d.SetFields(ctx, ref, map[string]string{"tags": tag}, ""))
				must(d.AddNote(ctx, desk.Note{Ticket: ref, Text: "tagged " + tag}))
			}
			must(d.MergeTickets(ctx, three, two))
			work(two, "b")
			must(d.MergeTickets(ctx, two, one))
			work(one, "c")
			for _, s := range c.steps {
				must(d.UnmergeTicket(ctx, s.number, s.later))
			}
			for i, number := range []string{one, two, three} {
				tags, notes := tagsAndNotes(t, d, number)
				if tags != c.tags[i] || notes != c.tags[i] {
					t.Errorf("%s has tags %q and notes of %q, not %q", number, tags, notes, c.tags[i])
				}
			}
			sound(t, d)
		})
	}
}

// tagsAndNotes gives a ticket's tags, and those its notes speak of.
func tagsAndNotes(t *testing.T, d *desk.Desk, number string) (string, string) {
	k := caseOf(t, d, number)
	var notes []string
	for _, a := range k.Timeline {
		if tag, ok := strings.CutPrefix(a.Text, "tagged "); ok {
			notes = append(notes, tag)
		}
	}
	return strings.Join(k.Ticket.Tags, " "), strings.Join(notes, " ")
}

// What a ticket took along from another is its own when that one is merged into it
// in turn, and stays when it is taken out.
func TestTicketsMergedEitherWay(t *testing.T) {
	d := atDesk(t)
	must := func(_ any, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	call(t, d, "Ana", "VPN drops")
	call(t, d, "Ana", "VPN drops")
	work := func(ref, tag, all string) {
		must(d.SetFields(ctx, ref, map[string]string{"tags": all}, ""))
		must(d.AddNote(ctx, desk.Note{Ticket: ref, Text: "tagged " + tag}))
	}
	must(d.MergeTickets(ctx, "MAD-2", "MAD-1"))
	work("MAD-1", "b", "b")
	must(d.UnmergeTicket(ctx, "MAD-2", desk.LaterHere))
	must(d.MergeTickets(ctx, "MAD-1", "MAD-2"))
	work("MAD-2", "c", "b, c")
	must(d.UnmergeTicket(ctx, "MAD-1", desk.LaterHere))
	for number, want := range map[string]string{"MAD-1": "c", "MAD-2": "b"} {
		if tags, notes := tagsAndNotes(t, d, number); tags != want || notes != want {
			t.Errorf("%s has tags %q and notes of %q, not %q", number, tags, notes, want)
		}
	}
	sound(t, d)
}

// A reply that was sent since the merge stays where its answer comes, whichever
// side the rest goes to.
func TestASentReplyStaysWhereItsAnswerComes(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	d := atDesk(t)
	s := d.Settings()
	s.Mail = data.Account{Host: "localhost", From: "desk1@test"}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(d.SaveSettings(ctx, s))
	call(t, d, "Ana", "Printer says offline")
	call(t, d, "Ana", "Laser out of reach")
	_, err := d.MergeTickets(ctx, "MAD-2", "MAD-1")
	must(err)
	_, err = d.AddNote(ctx, desk.Note{Ticket: "MAD-2", Text: "Toner checked"})
	must(err)
	reply, err := d.Reply(ctx, desk.ReplyRequest{Ticket: "MAD-2", To: "ana@acme.test", Text: "Is it on?"})
	must(err)
	_, err = d.UnmergeTicket(ctx, "MAD-2", desk.LaterHere)
	must(err)
	sound(t, d)
	raw := "From: Ana <ana@acme.test>\r\nTo: desk1@test\r\nSubject: Re: " + reply.Subject + "\r\nMessage-ID: <m1@acme.test>\r\n\r\nIt is."
	id, _, err := d.KeepMail(ctx, desk.Arrival{Account: "desk1@test", Folder: "INBOX", Validity: 1, UID: 1, At: d.Now(), Raw: []byte(raw)})
	must(err)
	answer, err := d.UnderstandMail(ctx, id)
	must(err)
	said := func(number string) (list []string) {
		for _, a := range caseOf(t, d, number).Timeline {
			if a.Kind != data.CallIn && a.Kind != data.SystemEvent {
				list = append(list, a.Text)
			}
		}
		return list
	}
	one, two := said("MAD-1"), said("MAD-2")
	if answer.Number != "MAD-1" || !slices.Equal(one, []string{"Is it on?", "It is."}) || !slices.Equal(two, []string{"Toner checked"}) {
		t.Fatalf("answered on %s: %q, %q", answer.Number, one, two)
	}
}

func TestMergedContactIsFoundAsItsTarget(t *testing.T) {
	d := atDesk(t)
	open := func(name, phone string) data.Ticket {
		ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: name, Phones: []string{phone}}, Subject: "Call of " + name})
		if err != nil {
			t.Fatal(err)
		}
		return ticket
	}
	a, b := open("Lucía Núñez", "600 111 222"), open("Lucia Nuñez Gil", "911 222 333")
	alike, err := d.AlikeContacts(ctx, caseOf(t, d, b.Number).Requester, 5)
	if err != nil || len(alike) != 1 || alike[0].Contact.ID != a.Requester || alike[0].Reason != "similar_name" {
		t.Fatalf("alike %+v %v", alike, err)
	}
	if _, err := d.MergeContacts(ctx, a.Requester, b.Requester); err != nil {
		t.Fatal(err)
	}
	hits, err := d.FindContacts(ctx, "600111222", 5)
	if err != nil || len(hits) != 1 || hits[0].Contact.ID != b.Requester || hits[0].Tickets != 2 || hits[0].Open != 2 {
		t.Fatalf("found %+v %v", hits, err)
	}
	if c := caseOf(t, d, a.Number); c.Requester.ID != b.Requester {
		t.Fatalf("requester %+v", c.Requester)
	}
	rows, err := d.ContactTickets(ctx, a.Requester, 5)
	if err != nil || len(rows) != 2 || rows[0].Caller != "Lucia Nuñez Gil" {
		t.Fatalf("tickets %+v %v", rows, err)
	}
	_, err = d.SaveContact(ctx, data.Contact{ID: a.Requester, Name: "Other"})
	problem(t, err, "contact_merged")
	sound(t, d)
	third, err := d.OpenTicket(ctx, desk.Intake{ContactID: a.Requester, Subject: "Once more"})
	if err != nil || third.Requester != b.Requester {
		t.Fatalf("third %+v %v", third, err)
	}
	if _, err := d.UnmergeContact(ctx, a.Requester, desk.LaterHere); err != nil {
		t.Fatal(err)
	}
	one, two := caseOf(t, d, a.Number).Requester, caseOf(t, d, b.Number).Requester
	if one.ID != a.Requester || len(one.Phones) != 1 || len(two.Phones) != 1 || len(one.Links)+len(two.Links) != 0 {
		t.Fatalf("parted %+v %+v", one, two)
	}
	if c := caseOf(t, d, third.Number); c.Requester.ID != a.Requester {
		t.Fatalf("the ticket opened since is with %s", c.Requester.Name)
	}
	sound(t, d)
}

// record is a ticket as it stands by itself: its fields, without the links of
// merges, and its own entries. No article stands on it twice.
func record(t *rapid.T, d *desk.Desk, ref string) (map[string]string, []string) {
	c, err := d.Case(ctx, ref)
	if err != nil {
		t.Fatal(err)
	}
	linked := map[data.ID]bool{}
	for _, use := range c.Ticket.Articles {
		if linked[use.Article] {
			t.Fatalf("an article is linked to %s twice: %+v", ref, c.Ticket.Articles)
		}
		linked[use.Article] = true
	}
	fields := map[string]string{}
	for name, raw := range data.FieldsOf(c.Ticket) {
		if name != "links" {
			fields[name] = string(raw)
		}
	}
	var entries []string
	for _, a := range c.Timeline {
		if a.Kind != data.SystemEvent && a.From == "" {
			a.ID, a.Origin = "", nil
			raw, _ := json.Marshal(a)
			entries = append(entries, string(raw))
		}
	}
	slices.Sort(entries)
	return fields, entries
}

func same(t *rapid.T, what string, got, want any) {
	a, _ := json.Marshal(got)
	b, _ := json.Marshal(want)
	if string(a) != string(b) {
		t.Fatalf("%s:\ngot  %s\nwant %s", what, a, b)
	}
}

// Merge, three edits and unmerge give both tickets back, with the edits on the
// side chosen, and again after an undo.
func TestUnmergeGivesBothBack(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(0, 12).Draw(t, "acts before") {
			r.act(t)
		}
		var articles []data.ID
		for _, title := range []string{"VPN profile", "VPN again"} {
			a, err := r.d.SaveArticle(ctx, data.Article{Title: title, Resolution: "Renew it"}, "")
			if err != nil {
				t.Fatal(err)
			}
			articles = append(articles, a.ID)
		}
		link := func(ref string) {
			r.d.LinkArticle(ctx, ref, rapid.SampledFrom(articles).Draw(t, "linked"), rapid.Bool().Draw(t, "helped"))
		}
		var refs []string
		for _, name := range []string{"Ana", "Luis"} {
			ticket, err := r.d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: name}, Subject: "VPN drops"})
			if err != nil {
				t.Fatal(err)
			}
			r.tickets, refs = append(r.tickets, ticket.Number), append(refs, ticket.Number)
		}
		for range rapid.IntRange(0, 6).Draw(t, "acts on them") {
			r.act(t)
		}
		for range rapid.IntRange(0, 2).Draw(t, "links") {
			link(rapid.SampledFrom(refs).Draw(t, "linked to"))
		}
		from, into := refs[0], refs[1]
		for _, ref := range refs {
			if _, err := r.d.Case(ctx, ref); err != nil {
				return // taken back
			}
		}
		fromFields, fromEntries := record(t, r.d, from)
		intoFields, intoEntries := record(t, r.d, into)
		if _, err := r.d.MergeTickets(ctx, from, into); err != nil {
			return // merged with something else already, or taken back
		}
		if c, err := r.d.Case(ctx, from); err != nil || c.MergedInto.Number != into {
			return // the target was merged itself
		}
		for range 3 {
			ref := rapid.SampledFrom(refs).Draw(t, "edited")
			switch rapid.SampledFrom([]string{"note", "attach", "set", "set", "resolve", "link", "unlink"}).Draw(t, "edit") {
			case "note":
				r.d.AddNote(ctx, desk.Note{Ticket: ref, Text: textGen.Draw(t, "text"), Seconds: 60})
			case "attach":
				r.d.Attach(ctx, ref, "log.txt", strings.NewReader("one"))
			case "set":
				field := rapid.SampledFrom([]string{"status", "owner", "impact", "tags", "subject"}).Draw(t, "field")
				value := rapid.SampledFrom([]string{"", "in_progress", "pending_vendor", "high", "a, b", "b, c"}).Draw(t, "value")
				r.d.SetFields(ctx, into, map[string]string{field: value}, "")
			case "resolve":
				r.d.Resolve(ctx, desk.Resolution{Ticket: into, Code: "solved_restart", Text: "Restarted"})
			case "link":
				link(into)
			case "unlink":
				r.d.UnlinkArticle(ctx, into, rapid.SampledFrom(articles).Draw(t, "unlinked"))
			}
		}
		laterFields, laterEntries := record(t, r.d, into)
		check := func(later desk.Later) {
			if _, err := r.d.UnmergeTicket(ctx, from, later); err != nil {
				t.Fatal(err)
			}
			gotFrom, gotFromEntries := record(t, r.d, from)
			gotInto, gotIntoEntries := record(t, r.d, into)
			if later == desk.LaterThere {
				same(t, "taken out", gotFrom, fromFields)
				same(t, "its entries", gotFromEntries, fromEntries)
				same(t, "stayed", gotInto, laterFields)
				same(t, "its entries", gotIntoEntries, laterEntries)
				return
			}
			same(t, "stayed", gotInto, intoFields)
			same(t, "its entries", gotIntoEntries, intoEntries)
			for name, was := range intoFields {
				if laterFields[name] == was {
					same(t, "taken out, "+name, gotFrom[name], fromFields[name])
				} else if !strings.HasPrefix(cmp.Or(was, laterFields[name]), "[") && laterFields[name] != "" {
					same(t, "taken out, "+name, gotFrom[name], laterFields[name])
				}
			}
			all := slices.Clone(fromEntries)
			for _, e := range laterEntries {
				if !slices.Contains(intoEntries, e) {
					all = append(all, e)
				}
			}
			slices.Sort(all)
			same(t, "its entries", gotFromEntries, all)
		}
		later := laterGen.Draw(t, "later")
		check(later)
		if _, err := r.d.Undo(ctx); err != nil {
			t.Fatal(err)
		}
		same(t, "merged again", caseText(t, r.d, into), laterFields)
		check(laterGen.Draw(t, "later the second time"))
		found, err := r.d.Check(ctx)
		if err != nil || !found.OK {
			t.Fatalf("check: %v %v", err, found.Faults)
		}
	})
}

func caseText(t *rapid.T, d *desk.Desk, ref string) map[string]string {
	fields, _ := record(t, d, ref)
	return fields
}

// person is a contact as it stands by itself: its fields without the links of
// merges, and the tickets that are its own.
func person(t *rapid.T, d *desk.Desk, id data.ID) (map[string]string, []string) {
	c, err := d.Contact(ctx, id)
	if err != nil {
		t.Fatal(err)
	}
	fields := map[string]string{}
	for name, raw := range data.FieldsOf(c) {
		if name != "links" {
			fields[name] = string(raw)
		}
	}
	rows, err := d.ContactTickets(ctx, id, 1000)
	if err != nil {
		t.Fatal(err)
	}
	var tickets []string
	for _, x := range rows {
		tickets = append(tickets, x.Number+" "+x.Caller)
	}
	slices.Sort(tickets)
	return fields, tickets
}

// elements are a value's, in order; a single value is one, none is none.
func elements(raw string) []string {
	var all []json.RawMessage
	if raw != "" && json.Unmarshal([]byte(raw), &all) != nil {
		all = []json.RawMessage{json.RawMessage(raw)}
	}
	list := []string{}
	for _, one := range all {
		list = append(list, string(one))
	}
	slices.Sort(list)
	return list
}

// edited is what a value was before a merge with what was done to it after: from
// what it was then to what it became later.
func edited(before, then, later string) []string {
	was, is := elements(then), elements(later)
	list := slices.DeleteFunc(elements(before), func(e string) bool { return slices.Contains(was, e) && !slices.Contains(is, e) })
	for _, e := range is {
		if !slices.Contains(was, e) && !slices.Contains(list, e) {
			list = append(list, e)
		}
	}
	slices.Sort(list)
	return list
}

// Merge, three edits and unmerge give both contacts back, whatever happened to
// them before, with the edits on the side chosen, and again after an undo.
func TestUnmergeGivesBothContactsBack(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	phones := rapid.SliceOfNDistinct(rapid.SampledFrom([]string{"600111222", "911222333", "+44 20 7946 0315", "612407755"}), 0, 2, rapid.ID)
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(0, 10).Draw(t, "acts before") {
			r.act(t)
		}
		var ids []data.ID
		for _, name := range []string{"Lucía Núñez", "Lucia Nuñez Gil"} {
			c, err := r.d.SaveContact(ctx, data.Contact{Name: name, Phones: phones.Draw(t, "phones"), Organization: rapid.SampledFrom([]string{"", "Turia", "Deba"}).Draw(t, "organization")})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, c.ID)
		}
		edit := func(id data.ID) {
			switch rapid.SampledFrom([]string{"call", "fields", "fields", "act"}).Draw(t, "edit") {
			case "call":
				if k, err := r.d.OpenTicket(ctx, desk.Intake{ContactID: id, Contact: data.Contact{Phones: phones.Draw(t, "said")}, Subject: "VPN drops"}); err == nil {
					r.tickets = append(r.tickets, k.Number)
				}
			case "fields":
				c, err := r.d.Contact(ctx, id)
				if err != nil {
					t.Fatal(err)
				}
				c.Name = rapid.SampledFrom([]string{c.Name, "Lucía N. Gil"}).Draw(t, "name")
				c.Phones = phones.Draw(t, "phones")
				c.Organization = rapid.SampledFrom([]string{c.Organization, "", "Rande"}).Draw(t, "organization")
				if _, err := r.d.SaveContact(ctx, c); err != nil {
					t.Fatal(err)
				}
			case "act": // something else happens at the desk
				r.d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Somebody else"}, Subject: "Toner"})
			}
		}
		for range rapid.IntRange(0, 5).Draw(t, "edits before") {
			edit(rapid.SampledFrom(ids).Draw(t, "edited"))
		}
		from, into := ids[0], ids[1]
		fromFields, fromTickets := person(t, r.d, from)
		intoFields, intoTickets := person(t, r.d, into)
		if _, err := r.d.MergeContacts(ctx, from, into); err != nil {
			t.Fatal(err)
		}
		mergedFields, _ := person(t, r.d, into)
		for range 3 {
			edit(into)
		}
		laterFields, laterTickets := person(t, r.d, into)
		check := func(later desk.Later) {
			if _, err := r.d.UnmergeContact(ctx, from, later); err != nil {
				t.Fatal(err)
			}
			gotFrom, gotFromTickets := person(t, r.d, from)
			gotInto, gotIntoTickets := person(t, r.d, into)
			numbers := func(list []string) (all []string) {
				for _, x := range list {
					number, _, _ := strings.Cut(x, " ")
					all = append(all, number)
				}
				return all
			}
			both := append(numbers(gotFromTickets), numbers(gotIntoTickets)...)
			slices.Sort(both)
			wanted := numbers(laterTickets)
			slices.Sort(wanted)
			same(t, "all tickets", both, wanted)
			if later == desk.LaterThere {
				same(t, "taken out", gotFrom, fromFields)
				same(t, "its tickets", numbers(gotFromTickets), numbers(fromTickets))
				for _, name := range []string{"name", "organization", "phones"} {
					same(t, "stayed, "+name, elements(gotInto[name]), edited(intoFields[name], mergedFields[name], laterFields[name]))
				}
				return
			}
			same(t, "stayed", gotInto, intoFields)
			same(t, "its tickets", numbers(gotIntoTickets), numbers(intoTickets))
		}
		check(laterGen.Draw(t, "later"))
		if _, err := r.d.Undo(ctx); err != nil {
			t.Fatal(err)
		}
		again, _ := person(t, r.d, into)
		same(t, "merged again", again, laterFields)
		check(laterGen.Draw(t, "later the second time"))
		found, err := r.d.Check(ctx)
		if err != nil || !found.OK {
			t.Fatalf("check: %v %v", err, found.Faults)
		}
	})
}
