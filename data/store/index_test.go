package store_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

// TestWhatATicketSaysIsFound writes every field a ticket is searched by, one after
// the other: each is found at once by its new word.
func TestWhatATicketSaysIsFound(t *testing.T) {
	s, _ := aStore(t)
	id, err := s.TicketID(ctx, "MAD-1")
	if err != nil {
		t.Fatal(err)
	}
	said := 0
	for i, name := range data.FieldNames(data.Ticket{}) {
		word := strings.Repeat(string(rune('a'+i%26)), 3) + strings.Repeat(string(rune('z'-i/26)), 3) // no two are alike enough to be found by each other
		var ticket data.Ticket
		var value json.RawMessage
		for _, form := range []string{`"%s"`, `["%s"]`} {
			value = json.RawMessage(fmt.Sprintf(form, word))
			if data.Fill(&ticket, data.Fields{name: value}); strings.Contains(store.TicketText(ticket), word) {
				break
			}
		}
		if !strings.Contains(store.TicketText(ticket), word) {
			continue
		}
		said++
		_, err := s.Write(ctx, "ana", time.Now(), "set", func(tx *store.Tx) (string, error) {
			_, err := tx.Set("ticket", id, data.Fields{name: value})
			return "", err
		})
		if err != nil {
			t.Fatal(err)
		}
		finds, err := s.Find(ctx, search.Parse(word), store.Far, time.Now(), nil)
		if err != nil || len(finds.Tickets) != 1 {
			t.Errorf("%s: %d tickets are found by %s: %v", name, len(finds.Tickets), word, err)
		}
	}
	if said < 15 {
		t.Errorf("only %d fields are searched", said)
	}
}
