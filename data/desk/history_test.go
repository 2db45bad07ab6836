package desk_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/desk"
)

// random acts at a desk, good and bad: what a desk refuses must change nothing,
// what it takes must add up.
type random struct {
	d       *desk.Desk
	tickets []string
	mails   uint32 // that came
}

func (r *random) ticket(t *rapid.T) string {
	if len(r.tickets) == 0 || rapid.IntRange(0, 20).Draw(t, "wrong") == 0 {
		return "MAD-404"
	}
	return rapid.SampledFrom(r.tickets).Draw(t, "ticket")
}

var laterGen = rapid.SampledFrom([]desk.Later{desk.LaterHere, desk.LaterThere})

var textGen = rapid.OneOf(rapid.SampledFrom([]string{"", "Impresora sin conexión", "VPN drops every hour", "ñandú\nsecond line", "Printer offline"}), rapid.String())

// act does one thing and says what, and whether the desk took it.
func (r *random) act(t *rapid.T) (string, error) {
	what := rapid.SampledFrom(slices.Concat(r.plain(), []string{"merge", "unmerge", "merge contacts", "unmerge contact", "undo"})).Draw(t, "act")
	return r.do(t, what)
}

// plain are the acts that tie nothing to anything and take nothing back.
func (*random) plain() []string {
	return []string{"call", "call", "set", "set", "note", "note", "edit", "withdraw", "attach", "resolve", "contact", "article", "link", "escalate", "drop", "reply", "mail"}
}

// do does one thing of a kind.
func (r *random) do(t *rapid.T, what string) (string, error) {
	switch what {
	case "call":
		ticket, err := r.d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: rapid.SampledFrom([]string{"Ana", "Luis", "Ñuño", ""}).Draw(t, "name"),
			Phones: rapid.SliceOfN(rapid.SampledFrom([]string{"600111222", "+34 600 111 222", "911"}), 0, 2).Draw(t, "phones")},
			Subject: textGen.Draw(t, "subject"), Impact: rapid.SampledFrom([]data.Level{"", "high", "low"}).Draw(t, "impact")})
		if err == nil {
			r.tickets = append(r.tickets, ticket.Number)
		}
		return "call", err
	case "set":
		field := rapid.SampledFrom([]string{"status", "owner", "impact", "urgency", "tags", "subject", "due_at", "environment", "nonsense", "support_level"}).Draw(t, "field")
		value := rapid.SampledFrom([]string{"", "in_progress", "closed", "pending_vendor", "high", "low", "a, b", "b, c", "2026-12-24 10:00", "2", "Luis"}).Draw(t, "value")
		_, err := r.d.SetFields(ctx, r.ticket(t), map[string]string{field: value}, "")
		return "set " + field, err
	case "note":
		_, err := r.d.AddNote(ctx, desk.Note{Ticket: r.ticket(t), Text: textGen.Draw(t, "text"), Internal: rapid.Bool().Draw(t, "internal")})
		return "note", err
	case "edit", "withdraw":
		ref := r.ticket(t)
		c, err := r.d.Case(ctx, ref)
		if err != nil || len(c.Timeline) == 0 {
			return "edit nothing", fmt.Errorf("nothing to edit")
		}
		entry := rapid.SampledFrom(c.Timeline).Draw(t, "entry")
		if rapid.Bool().Draw(t, "withdraw") {
			return "withdraw", r.d.WithdrawNote(ctx, ref, entry.ID)
		}
		return "edit", r.d.EditNote(ctx, ref, entry.ID, textGen.Draw(t, "new text"))
	case "attach":
		_, err := r.d.Attach(ctx, r.ticket(t), "log.txt", strings.NewReader(rapid.SampledFrom([]string{"", "one", "two"}).Draw(t, "content")))
		return "attach", err
	case "resolve":
		_, err := r.d.Resolve(ctx, desk.Resolution{Ticket: r.ticket(t), Code: "solved_restart", Text: textGen.Draw(t, "text")})
		return "resolve", err
	case "contact":
		hits, err := r.d.FindContacts(ctx, "", 5)
		if err != nil || len(hits) == 0 {
			return "contact", fmt.Errorf("no contact: %w", err)
		}
		c := rapid.SampledFrom(hits).Draw(t, "contact").Contact
		c.Name, c.Phones = textGen.Draw(t, "name"), rapid.SliceOfN(rapid.SampledFrom([]string{"600111222", "911"}), 0, 2).Draw(t, "phones")
		_, err = r.d.SaveContact(ctx, c)
		return "contact", err
	case "article":
		_, err := r.d.SaveArticle(ctx, data.Article{Title: textGen.Draw(t, "title"), Resolution: "Restart", Category: "Printers"}, "")
		return "article", err
	case "link":
		list, err := r.d.Articles(ctx, "")
		if err != nil || len(list) == 0 {
			return "link", fmt.Errorf("no article: %w", err)
		}
		return "link", r.d.LinkArticle(ctx, r.ticket(t), rapid.SampledFrom(list).Draw(t, "article").ID, rapid.Bool().Draw(t, "helped"))
	case "escalate":
		_, err := r.d.Escalate(ctx, desk.EscalationRequest{Ticket: r.ticket(t), To: "second@test", Question: textGen.Draw(t, "question"),
			Mode: rapid.SampledFrom([]data.EscalationMode{data.Consult, data.Transfer}).Draw(t, "mode")})
		return "escalate", err
	case "drop":
		letters, err := r.d.Letters(ctx)
		if err != nil || len(letters) == 0 {
			return "drop", fmt.Errorf("no letter: %w", err)
		}
		return "drop", r.d.DropLetter(ctx, rapid.SampledFrom(letters).Draw(t, "letter").ID)
	case "reply":
		_, err := r.d.Reply(ctx, desk.ReplyRequest{Ticket: r.ticket(t), To: "ana@acme.test", Text: textGen.Draw(t, "reply")})
		return "reply", err
	case "mail":
		return "mail", r.hear(t)
	}
	return r.tie(t, what)
}

// hear has a mail come, with a file, that answers a mail sent or says nothing of
// any ticket.
func (r *random) hear(t *rapid.T) error {
	subject, references := "Printer on fire", ""
	if letters, err := r.d.Letters(ctx); err == nil && len(letters) > 0 && rapid.Bool().Draw(t, "answers") {
		l := rapid.SampledFrom(letters).Draw(t, "answered")
		subject, references = l.Subject, "References: "+l.MessageID+"\r\n"
	}
	r.mails++
	raw := fmt.Appendf(nil, "From: Ana <ana@acme.test>\r\nTo: desk1@test\r\nSubject: Re: %s\r\nMessage-ID: <m%d@acme.test>\r\n%sMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"+
		"--b\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nIt is number %[2]d.\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=log%[2]d.txt\r\n\r\nlog\r\n--b--\r\n",
		subject, r.mails, references)
	id, _, err := r.d.KeepMail(ctx, desk.Arrival{Account: "desk1@test", Folder: "INBOX", Validity: 1, UID: r.mails, At: r.d.Now(), Raw: raw})
	if err != nil {
		return err
	}
	m, err := r.d.UnderstandMail(ctx, id)
	if err == nil && m.Number != "" && !slices.Contains(r.tickets, m.Number) {
		r.tickets = append(r.tickets, m.Number)
	}
	return err
}

// tie merges and unmerges, or takes the last act back.
func (r *random) tie(t *rapid.T, what string) (string, error) {
	switch what {
	case "merge":
		_, err := r.d.MergeTickets(ctx, r.ticket(t), r.ticket(t))
		return what, err
	case "unmerge":
		_, err := r.d.UnmergeTicket(ctx, r.ticket(t), laterGen.Draw(t, "later"))
		return what, err
	case "merge contacts", "unmerge contact":
		if what == "merge contacts" {
			_, err := r.d.MergeContacts(ctx, r.caller(t), r.caller(t))
			return what, err
		}
		_, err := r.d.UnmergeContact(ctx, r.caller(t), laterGen.Draw(t, "later"))
		return what, err
	}
	_, err := r.d.Undo(ctx)
	return "undo", err
}

// caller is who opened some ticket, be they merged since or not.
func (r *random) caller(t *rapid.T) data.ID {
	if len(r.tickets) == 0 {
		return "nobody"
	}
	facts, err := r.d.History(ctx, rapid.SampledFrom(r.tickets).Draw(t, "caller of"))
	if err != nil {
		return "nobody"
	}
	var opened struct{ Requester data.ID }
	json.Unmarshal(facts[0].Value, &opened)
	return opened.Requester
}

// freshDesk is atDesk for a property, which has no clean-up of its own.
func freshDesk(t *rapid.T, root string) *desk.Desk {
	dir, err := os.MkdirTemp(root, "desk-*")
	if err != nil {
		t.Fatal(err)
	}
	d, err := desk.Create(ctx, dir, data.Settings{Code: "MAD", Name: "Madrid", Operator: "ana", Language: "en", SendDelay: new(0), Mail: data.Account{Host: "localhost", From: "desk1@test"}})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// The tables are what the journal adds up to, whatever was done.
func TestTablesAreWhatTheJournalAddsUpTo(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(1, 25).Draw(t, "acts") {
			if what, err := r.act(t); err != nil {
				t.Logf("%s: %v", what, err)
			}
		}
		found, err := r.d.Check(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if !found.OK {
			t.Fatalf("check: %s", strings.Join(found.Faults, "\n"))
		}
	})
}

// picture is everything people see of the desk, as text, but for the moment of
// the last change and for entries that say what was changed and changed back.
func picture(t *rapid.T, r *random) string {
	var seen []any
	rows, _, err := r.d.List(ctx, desk.ListQuery{View: data.AllView, Sort: "number", Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		c, err := r.d.Case(ctx, row.Number)
		if err != nil {
			t.Fatal(err)
		}
		var timeline []string
		for _, a := range c.Timeline {
			if a.Kind != data.SystemEvent {
				timeline = append(timeline, a.ID+a.Text)
			}
		}
		seen = append(seen, c.Ticket, c.Requester, timeline, c.Escalations)
	}
	contacts, err := r.d.FindContacts(ctx, "", 1000)
	if err != nil {
		t.Fatal(err)
	}
	articles, err := r.d.Articles(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	counts, err := r.d.Counts(ctx)
	if err != nil {
		t.Fatal(err)
	}
	raw, err := json.Marshal([]any{seen, contacts, articles, counts})
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// Undo gives back the desk as it was before the act.
func TestUndoGivesBackWhatWas(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	root := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		r := &random{d: freshDesk(t, root)}
		defer r.d.Close()
		for range rapid.IntRange(0, 10).Draw(t, "acts before") {
			r.act(t)
		}
		before := picture(t, r)
		what, err := r.act(t)
		if err != nil || what == "undo" || what == "drop" || what == "mail" || picture(t, r) == before {
			return // refused, or nothing that undo is for
		}
		undone, err := r.d.Undo(ctx)
		if err != nil {
			t.Fatalf("undo %s: %v", what, err)
		}
		if after := picture(t, r); !reflect.DeepEqual(before, after) {
			t.Fatalf("undo of %s (%s):\nbefore %s\nafter  %s", what, undone.Act, before, after)
		}
	})
}
