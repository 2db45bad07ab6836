package desk_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/desk"
)

var ctx = context.Background()

// atDesk makes a desk in a new folder.
func atDesk(t testing.TB) *desk.Desk {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	d, err := desk.Create(ctx, t.TempDir(), data.Settings{Code: "mad", Name: "Mesa de ayuda", Operator: "ana", Language: "en", SendDelay: new(0),
		Mail: data.Account{Host: "127.0.0.1", Port: 2525, From: "desk1@test", FromName: "Madrid desk"}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d
}

func call(t testing.TB, d *desk.Desk, name, subject string) data.Ticket {
	t.Helper()
	ticket, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: name}, Subject: subject})
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

func caseOf(t testing.TB, d *desk.Desk, ref string) data.Case {
	t.Helper()
	c, err := d.Case(ctx, ref)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// sound fails the test if the check finds anything.
func sound(t testing.TB, d *desk.Desk) {
	t.Helper()
	r, err := d.Check(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if !r.OK {
		t.Fatalf("check: %s", strings.Join(r.Faults, "\n"))
	}
}

func problem(t testing.TB, err error, key string) {
	t.Helper()
	var p *data.Problem
	if !errors.As(err, &p) || p.Key != key {
		t.Fatalf("got error %v, want problem %s", err, key)
	}
}

func TestFromCallToResolution(t *testing.T) {
	d := atDesk(t)
	ticket, err := d.OpenTicket(ctx, desk.Intake{
		Contact: data.Contact{Name: "Lucía Núñez", Phones: []string{"+34 600 111 222"}, Organization: "Ópticas Sol"},
		Subject: "Printer says offline", Description: "HP in the back office", Impact: data.Medium, Urgency: data.High, Seconds: 95})
	if err != nil {
		t.Fatal(err)
	}
	if ticket.Number != "MAD-1" || ticket.Priority != data.P2 || ticket.Status != data.New || ticket.Organization != "Ópticas Sol" {
		t.Fatalf("opened %+v", ticket)
	}
	note, err := d.AddNote(ctx, desk.Note{Ticket: "mad-1", Text: "Spooler **restarted**", Internal: true, Seconds: 60})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.EditNote(ctx, "MAD-1", note.ID, "Spooler restarted twice"); err != nil {
		t.Fatal(err)
	}
	if _, err := d.SetFields(ctx, "MAD-1", map[string]string{"status": "in progress", "environment": "Windows 11"}, ""); err != nil {
		t.Fatal(err)
	}
	a, err := d.Attach(ctx, "MAD-1", "../log.txt", strings.NewReader("error 0x80070005"))
	if err != nil {
		t.Fatal(err)
	}
	if a.Name != "log.txt" || a.Size != 16 {
		t.Fatalf("attached %+v", a)
	}
	if _, err := d.Resolve(ctx, desk.Resolution{Ticket: "MAD-1", Code: "solved_restart", Text: "Restarted the spooler."}); err != nil {
		t.Fatal(err)
	}
	c := caseOf(t, d, "MAD-1")
	if c.Ticket.Status != data.Resolved || c.Ticket.ResolvedAt.IsZero() || c.Requester.Name != "Lucía Núñez" || len(c.Attachments) != 1 {
		t.Fatalf("case %+v", c)
	}
	var kinds []string
	for _, a := range c.Timeline {
		kinds = append(kinds, string(a.Kind))
	}
	if got := strings.Join(kinds, " "); got != "call_in work_note system_event attachment system_event resolution" {
		t.Fatalf("timeline %s", got)
	}
	if e := c.Timeline[1].Edits; len(e) != 1 || e[0].Text != "Spooler **restarted**" {
		t.Fatalf("edits %+v", e)
	}
	for _, q := range []string{"spooler", "impresora printer", "nunez", "600111222", "MAD-1", "log.txt"} {
		finds, err := d.Search(ctx, q, 10, patient)
		if err != nil || len(finds.Hits) == 0 {
			t.Fatalf("search %q: %v %v", q, finds, err)
		}
	}
	counts, err := d.Counts(ctx)
	if err != nil || counts[data.AllView] != 1 || counts[data.OpenView] != 0 {
		t.Fatalf("counts %v %v", counts, err)
	}
	sound(t, d)
}

func TestBadInputChangesNothing(t *testing.T) {
	d := atDesk(t)
	call(t, d, "Ana", "First")
	before := caseOf(t, d, "MAD-1")
	for name, try := range map[string]struct {
		do  func() error
		key string
	}{
		"no subject": {func() error { _, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "x"}}); return err }, "required"},
		"no caller":  {func() error { _, err := d.OpenTicket(ctx, desk.Intake{Subject: "x"}); return err }, "required"},
		"bad address": {func() error {
			_, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "x", Emails: []string{"a@b@c"}}, Subject: "s"})
			return err
		}, "bad_address"},
		"bad phone": {func() error {
			_, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "x", Phones: []string{"call me"}}, Subject: "s"})
			return err
		}, "bad_phone"},
		"bad channel": {func() error {
			_, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "x"}, Subject: "s", Channel: "pigeon"})
			return err
		}, "not_a_choice"},
		"unknown field": {func() error { _, err := d.SetFields(ctx, "MAD-1", map[string]string{"colour": "red"}, ""); return err }, "unknown_field"},
		"fixed field":   {func() error { _, err := d.SetFields(ctx, "MAD-1", map[string]string{"number": "X-1"}, ""); return err }, "not_settable"},
		"no reason":     {func() error { _, err := d.SetFields(ctx, "MAD-1", map[string]string{"priority": "p1"}, ""); return err }, "reason_needed"},
		"resolve by set": {func() error {
			_, err := d.SetFields(ctx, "MAD-1", map[string]string{"status": "resolved"}, "")
			return err
		}, "resolve_first"},
		"closed too soon": {func() error {
			_, err := d.SetFields(ctx, "MAD-1", map[string]string{"status": "closed"}, "")
			return err
		}, "status_step"},
		"no code":    {func() error { _, err := d.Resolve(ctx, desk.Resolution{Ticket: "MAD-1", Text: "x"}); return err }, "required"},
		"empty note": {func() error { _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: " "}); return err }, "required"},
		"long note": {func() error {
			_, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: strings.Repeat("x", data.MaxNote+1)})
			return err
		}, "too_long"},
		"broken text":  {func() error { _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-1", Text: "a\xffb"}); return err }, "not_text"},
		"no ticket":    {func() error { _, err := d.AddNote(ctx, desk.Note{Ticket: "MAD-99", Text: "x"}); return err }, "no_ticket"},
		"no such file": {func() error { _, err := d.AttachFile(ctx, "MAD-1", "/nowhere/at/all"); return err }, "no_file"},
		"a folder":     {func() error { _, err := d.AttachFile(ctx, "MAD-1", t.TempDir()); return err }, "is_a_folder"},
		"bad import": {func() error {
			_, err := d.ReadArticles(ctx, strings.NewReader("{\"id\":1,\"q\":\"a\",\"a\":\"b\"}\nnonsense"))
			return err
		}, "bad_line"},
	} {
		t.Run(name, func(t *testing.T) { problem(t, try.do(), try.key) })
	}
	if after := caseOf(t, d, "MAD-1"); after.UpdatedAt != before.UpdatedAt || len(after.Timeline) != len(before.Timeline) {
		t.Fatal("bad input changed the ticket")
	}
	if list, _ := d.Articles(ctx, ""); len(list) != 0 {
		t.Fatal("a bad file was half imported")
	}
	counts, _ := d.Counts(ctx)
	if counts[data.AllView] != 1 {
		t.Fatal("bad input made a ticket")
	}
	sound(t, d)
}

func TestHugeFileIsRefusedUnread(t *testing.T) {
	d := atDesk(t)
	call(t, d, "Ana", "First")
	path := filepath.Join(t.TempDir(), "huge.bin")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := f.Truncate(100 << 20); err != nil {
		t.Fatal(err)
	}
	f.Close()
	_, err = d.AttachFile(ctx, "MAD-1", path)
	problem(t, err, "file_too_big")
	if len(caseOf(t, d, "MAD-1").Attachments) != 0 {
		t.Fatal("attached all the same")
	}
	left, _ := filepath.Glob(filepath.Join(d.Dir(), "attachments", "*"))
	if len(left) != 0 {
		t.Fatalf("left behind: %v", left)
	}
}

func TestOpenWhatIsNoDesk(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	empty := t.TempDir()
	_, err := desk.Open(ctx, empty)
	problem(t, err, "no_desk")
	wrong := t.TempDir()
	if err := os.WriteFile(filepath.Join(wrong, "desk.db"), []byte(strings.Repeat("this is no database. ", 500)), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = desk.Open(ctx, wrong)
	problem(t, err, "not_a_desk")
	again := atDesk(t)
	_, err = desk.Create(ctx, again.Dir(), data.Settings{Code: "AB", Name: "x", Operator: "y"})
	problem(t, err, "desk_exists")
	_, err = desk.Create(ctx, t.TempDir(), data.Settings{Code: "ABCDE", Name: "x", Operator: "y"})
	problem(t, err, "bad_code")
}

func TestPriorityFollowsTheMatrixUntilOverridden(t *testing.T) {
	d := atDesk(t)
	call(t, d, "Ana", "First")
	set := func(values map[string]string, reason string) data.Ticket {
		t.Helper()
		ticket, err := d.SetFields(ctx, "MAD-1", values, reason)
		if err != nil {
			t.Fatal(err)
		}
		return ticket
	}
	if got := set(map[string]string{"impact": "high", "urgency": "high"}, ""); got.Priority != data.P1 || !got.DueAt.Equal(got.OpenedAt.Add(data.P1.Target())) {
		t.Fatalf("priority %s due %s", got.Priority, got.DueAt)
	}
	if got := set(map[string]string{"priority": "p4"}, "the boss is on holiday"); got.Priority != data.P4 || got.PriorityReason == "" {
		t.Fatalf("override gave %+v", got)
	}
	if got := set(map[string]string{"impact": "medium"}, ""); got.Priority != data.P4 {
		t.Fatalf("the override did not stand: %s", got.Priority)
	}
	if got := set(map[string]string{"priority": ""}, ""); got.Priority != data.P2 || got.PriorityReason != "" {
		t.Fatalf("clearing the override gave %s %q", got.Priority, got.PriorityReason)
	}
	sound(t, d)
}
