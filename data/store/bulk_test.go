package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// What is written in bulk is as if it had been written act by act, whether its
// ticket was there before, is opened in it or is touched again and again.
func TestBulk(t *testing.T) {
	s, _ := aStore(t)
	old, err := s.TicketID(ctx, "MAD-1")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Now().Add(-time.Hour)
	err = s.Bulk(ctx, func(b *store.Bulk) error {
		var id data.ID
		for n := range 3 {
			err := b.Act("luis", at, "intake", func(tx *store.Tx) (string, error) {
				contact, err := tx.Open("contact", data.Contact{Name: fmt.Sprint("Caller ", n)})
				if err != nil {
					return "", err
				}
				id, err = tx.Open("ticket", data.Ticket{Number: fmt.Sprint("MAD-", 10+n), Subject: "Scanner", Requester: contact, Status: data.New, OpenedAt: at})
				return "", err
			})
			if err != nil {
				return err
			}
			for _, ticket := range []data.ID{id, old} {
				err := b.Act("luis", at.Add(time.Minute), "note", func(tx *store.Tx) (string, error) {
					entry, err := tx.Note(ticket, data.Activity{Kind: data.WorkNote, Text: "tray"})
					if err == nil && n == 1 {
						err = tx.Withdraw("ticket", ticket, entry, true)
					}
					if err == nil && n == 2 {
						err = tx.Rewrite(ticket, entry, "paper tray")
					}
					return "", err
				})
				if err != nil {
					return err
				}
			}
		}
		return b.Act("luis", at.Add(2*time.Minute), "set", func(tx *store.Tx) (string, error) {
			_, err := tx.Set("ticket", id, data.FieldsOf(data.Ticket{Number: "MAD-12", Subject: "Scanner", Status: data.Closed}))
			return "", err
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	if found := faults(t, s); found != "" {
		t.Fatal(found)
	}
	counts, err := s.Counts(ctx, "", time.Now())
	if err != nil || counts[data.AllView] != 5 || counts[data.OpenView] != 4 {
		t.Errorf("counts %v, %v", counts, err)
	}
	finds, err := s.Find(ctx, search.Parse("tray"), store.Far, time.Now(), nil)
	texts := 0
	for _, f := range finds.Tickets {
		texts += strings.Count(f.Text, "tray")
	}
	if err != nil || texts != 4 { // two withdrawn of six
		t.Errorf("%d texts found, %v", texts, err)
	}
}

// An act that fails ends the bulk, and nothing of its transaction stays, even if
// the caller goes on.
func TestBulkKeepsNoHalfActs(t *testing.T) {
	s, _ := aStore(t)
	broken := errors.New("broken")
	err := s.Bulk(ctx, func(b *store.Bulk) error {
		for _, fail := range []error{nil, broken, nil} {
			b.Act("luis", time.Now(), "intake", func(tx *store.Tx) (string, error) {
				_, err := tx.Open("ticket", data.Ticket{Number: "MAD-10", Subject: "Scanner", Status: data.New, OpenedAt: time.Now()})
				return "", errors.Join(err, fail)
			})
		}
		return nil
	})
	if !errors.Is(err, broken) {
		t.Fatalf("got %v", err)
	}
	if id, err := s.TicketID(ctx, "MAD-10"); id != "" || err != nil {
		t.Errorf("found %s, %v", id, err)
	}
	if found := faults(t, s); found != "" {
		t.Error(found)
	}
}
