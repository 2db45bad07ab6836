package store_test

import (
	"context"
	"database/sql"
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/store"
)

var ctx = context.Background()

// aStore makes a desk's file with two tickets of one caller.
func aStore(t testing.TB) (*store.Store, string) {
	t.Helper()
	dir := t.TempDir()
	s, err := store.Create(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	_, err = s.Write(ctx, "ana", time.Now(), "intake", func(tx *store.Tx) (string, error) {
		if err := tx.SetAuthor("DESK.EPOCH"); err != nil {
			return "", err
		}
		contact, err := tx.Open("contact", data.Contact{Name: "Lucía", Phones: []string{"600 111 222"}})
		if err != nil {
			return "", err
		}
		for _, number := range []string{"MAD-1", "MAD-2"} {
			id, err := tx.Open("ticket", data.Ticket{Number: number, Subject: "Printer", Requester: contact, Status: data.New, OpenedAt: time.Now()})
			if err != nil {
				return "", err
			}
			if _, err := tx.Note(id, data.Activity{Kind: data.WorkNote, Text: "spooler"}); err != nil {
				return "", err
			}
		}
		return "MAD-2", nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.FindContacts(ctx, "lucia", 1); err != nil { // waits until all is indexed
		t.Fatal(err)
	}
	return s, dir
}

func faults(t *testing.T, s *store.Store) string {
	t.Helper()
	f, err := s.Check(ctx, func(int, int) {})
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, fault := range f.Faults {
		list = append(list, fault.Error())
	}
	return strings.Join(list, "; ")
}

// What someone changes behind the desk's back is found, whatever it is.
func TestCheckFindsWhatWasChangedBehindItsBack(t *testing.T) {
	for name, try := range map[string]struct{ sql, finds string }{
		"a ticket's row":      {"UPDATE tickets SET subject = 'other' WHERE number = 'MAD-1'", "check table n=1 table=tickets"},
		"what lists show":     {"UPDATE excerpts SET subject = 'other' WHERE number = 'MAD-1'", "check table n=1 table=excerpts"},
		"a lost row":          {"DELETE FROM tickets WHERE number = 'MAD-2'", "check table n=1 table=tickets"},
		"a contact":           {"UPDATE contacts SET name = 'Lucia'", "check table n=1 table=contacts"},
		"a count":             {"UPDATE counts SET n = n + 1 WHERE name = 'open'", "check table n=1 table=counts"},
		"the index":           {"DELETE FROM text_index WHERE rowid = 1", "check texts n=1"},
		"a place in it":       {"DELETE FROM texts WHERE row = 1", "check table n=1 table=texts"},
		"an operation":        {"DROP TRIGGER ops_stay; UPDATE ops SET body = CAST(replace(body, 'Printer', 'Painter') AS BLOB) WHERE seq = 1", "check act"},
		"the last operation":  {"DROP TRIGGER ops_stay; UPDATE ops SET body = CAST(replace(body, 'spooler', 'spoiler') AS BLOB) WHERE pos = (SELECT max(pos) FROM ops)", "check act"},
		"the last one gone":   {"DROP TRIGGER ops_remain; DELETE FROM ops WHERE pos = (SELECT max(pos) FROM ops)", "check act"},
		"an unreadable one":   {"DROP TRIGGER ops_stay; UPDATE ops SET body = CAST('{' AS BLOB) WHERE pos = (SELECT max(pos) FROM ops)", "check unreadable"},
		"a missing operation": {"DROP TRIGGER ops_remain; DELETE FROM ops WHERE pos = (SELECT min(pos) FROM ops WHERE seq = 1 AND entity = 2)", "check chain"},
		"an act":              {"DELETE FROM acts", "check no act n=5"},
		"a ticket unknown":    {"DELETE FROM entities WHERE row = 2", "check no entity n=2"},
		"the last one's":      {"DELETE FROM entities WHERE row = (SELECT entity FROM ops ORDER BY pos DESC LIMIT 1)", "check no entity n=2"},
		"an author":           {"DELETE FROM authors", "check no author n=5"},
		"another id":          {"UPDATE entities SET id = '01J' WHERE row = 2", "check entity id="},
		"another kind":        {"UPDATE entities SET kind = 'contact' WHERE row = 2", "check"},
		"another author":      {"UPDATE authors SET author = 'another'", "check"},
		"a code":              {"INSERT INTO codes VALUES ('x', 2, '', '')", "check table n=1 table=codes"},
	} {
		t.Run(name, func(t *testing.T) {
			s, dir := aStore(t)
			if found := faults(t, s); found != "" {
				t.Fatalf("before: %s", found)
			}
			db, err := sql.Open("sqlite3", filepath.Join(dir, store.File))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			if _, err := db.Exec(try.sql); err != nil {
				t.Fatal(err)
			}
			if found := faults(t, s); !strings.Contains(found, try.finds) {
				t.Fatalf("found %q, want something about %s", found, try.finds)
			}
		})
	}
}

func TestRebuildMendsTheTables(t *testing.T) {
	s, dir := aStore(t)
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("DELETE FROM tickets; DELETE FROM counts; DELETE FROM texts; UPDATE contacts SET folded = ''"); err != nil {
		t.Fatal(err)
	}
	if faults(t, s) == "" {
		t.Fatal("not noticed")
	}
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	if found := faults(t, s); found != "" {
		t.Fatalf("after the rebuild: %s", found)
	}
}

func TestOperationsCanNotBeRewritten(t *testing.T) {
	_, dir := aStore(t)
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.File))
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, query := range []string{"UPDATE ops SET seq = 9 WHERE pos = 1", "DELETE FROM ops WHERE pos = 1"} {
		if _, err := db.Exec(query); err == nil {
			t.Errorf("%s was allowed", query)
		}
	}
}

func TestDeskOfANewerProgramIsLeftAlone(t *testing.T) {
	s, dir := aStore(t)
	s.Close()
	db, err := sql.Open("sqlite3", filepath.Join(dir, store.File))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA user_version = 99"); err != nil {
		t.Fatal(err)
	}
	db.Close()
	_, err = store.Open(ctx, dir)
	var p *data.Problem
	if !errors.As(err, &p) || p.Key != "newer_desk" {
		t.Fatalf("got %v", err)
	}
}

// An act that fails half way leaves nothing.
func TestHalfAnActIsNothing(t *testing.T) {
	s, _ := aStore(t)
	boom := errors.New("boom")
	_, err := s.Write(ctx, "ana", time.Now(), "intake", func(tx *store.Tx) (string, error) {
		if _, err := tx.Open("ticket", data.Ticket{Number: "MAD-3", Subject: "half"}); err != nil {
			return "", err
		}
		if err := tx.Queue(data.Letter{ID: "L"}, []byte("x")); err != nil {
			return "", err
		}
		return "", boom
	})
	if !errors.Is(err, boom) {
		t.Fatal(err)
	}
	if id, err := s.TicketID(ctx, "MAD-3"); id != "" || err != nil {
		t.Fatal(id, err)
	}
	if letters, err := s.Letters(ctx); len(letters) != 0 || err != nil {
		t.Fatal(letters, err)
	}
}

// A text that is one long string of letters has no word to be found by, and is not
// missed in the index.
func TestCheckMissesNoTextWithoutWords(t *testing.T) {
	s, dir := aStore(t)
	_, err := s.Write(ctx, "ana", time.Now(), "intake", func(tx *store.Tx) (string, error) {
		id, err := tx.Open("ticket", data.Ticket{Number: "MAD-1", Subject: "Scanner", Status: data.New, OpenedAt: time.Now()})
		if err == nil {
			_, err = tx.Note(id, data.Activity{Kind: data.WorkNote, Text: strings.Repeat("x", 200)})
		}
		return "MAD-1", err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil { // all is indexed
		t.Fatal(err)
	}
	s, err = store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if f := faults(t, s); f != "" {
		t.Error(f)
	}
}
