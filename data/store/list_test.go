package store_test

import (
	"fmt"
	"os"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/search"
	"firstline/data/store"
)

var aDay = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// aTicket is a ticket as random as lists can tell.
func aTicket(t *rapid.T, n int) data.Ticket {
	return data.Ticket{Number: fmt.Sprint("MAD-", n), Subject: rapid.SampledFrom([]string{"Árbol", "arbol", "printer", "Printer", "zoom", ""}).Draw(t, "subject"),
		Status:   data.Status(rapid.SampledFrom(data.Status("").Choices()).Draw(t, "status")),
		Priority: rapid.SampledFrom([]data.Priority{data.P1, data.P3}).Draw(t, "priority"), Owner: rapid.SampledFrom([]string{"ana", "Ana", "luis", ""}).Draw(t, "owner"), Unread: rapid.Bool().Draw(t, "unread"),
		OpenedAt: aDay, DueAt: rapid.SampledFrom([]time.Time{{}, aDay.Add(-time.Hour), aDay.Add(-50 * time.Hour), aDay.Add(time.Hour)}).Draw(t, "due")}
}

// write does something in a desk's file at a random moment, so that orders of
// change differ from orders of making.
func write(t *rapid.T, s *store.Store, act func(*store.Tx) error) {
	at := aDay.Add(time.Duration(rapid.IntRange(-5, 5).Draw(t, "minute")) * time.Minute)
	if _, err := s.Write(ctx, "ana", at, "set", func(tx *store.Tx) (string, error) { return "", act(tx) }); err != nil {
		t.Fatal(err)
	}
}

// Paging visits every ticket of a view that nobody touched exactly once, in
// order and as it is, whatever happens to the others between the pages, and what
// views hold is what is counted.
func TestPagingVisitsEachTicketOnce(t *testing.T) {
	defer store.OrderBy(1 << 16)
	rapid.Check(t, func(t *rapid.T) {
		s, _, ids := someTickets(t)
		defer s.Close()
		q := store.Query{View: data.View(rapid.SampledFrom(data.View("").Choices()).Draw(t, "view")), Mine: "ana", Now: aDay,
			Sort: rapid.SampledFrom(store.SortColumns()).Draw(t, "sort"), Asc: rapid.Bool().Draw(t, "ascending")}
		store.OrderBy(rapid.IntRange(1, 30).Draw(t, "rows at once"))
		order, err := s.Order(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		counts, err := s.Counts(ctx, "ana", aDay)
		if err != nil || counts[q.View] != len(order) {
			t.Fatalf("%d are listed, %v counted: %v", len(order), counts, err)
		}
		list, err := s.Excerpts(ctx, order, aDay)
		if err != nil {
			t.Fatal(err)
		}
		touched := map[data.ID]bool{}
		var seen []data.Excerpt
		for cursor := ""; ; {
			page, next, err := s.List(ctx, q, rapid.IntRange(1, 5).Draw(t, "limit"), cursor)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, page...)
			if cursor = next; next == "" {
				break
			}
			if id := rapid.SampledFrom(ids).Draw(t, "changed"); rapid.Bool().Draw(t, "change") {
				write(t, s, func(tx *store.Tx) error {
					if rapid.Bool().Draw(t, "withdraw") {
						return tx.Withdraw("ticket", id, "", rapid.Bool().Draw(t, "away"))
					}
					_, err := tx.Set("ticket", id, data.AllFieldsOf(aTicket(t, rapid.IntRange(1, 30).Draw(t, "number"))))
					return err
				})
				touched[id] = true
			}
		}
		undisturbed := func(list []data.Excerpt) []data.Excerpt {
			return slices.DeleteFunc(list, func(x data.Excerpt) bool { return touched[x.ID] })
		}
		if got, want := undisturbed(seen), undisturbed(list); !slices.Equal(got, want) {
			t.Fatalf("%+v\nvisited %v\nwant    %v", q, got, want)
		}
		if f, err := s.Check(ctx, func(int, int) {}); err != nil || len(f.Faults) > 0 {
			t.Fatal(f.Faults, err)
		}
	})
}

// someTickets makes a desk's file with random tickets, some escalated, and gives
// its folder and their ids.
func someTickets(t *rapid.T) (*store.Store, string, []data.ID) {
	dir, err := os.MkdirTemp("", "firstline-list-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	s, err := store.Create(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	var ids []data.ID
	write(t, s, func(tx *store.Tx) error { return tx.SetAuthor("DESK.EPOCH") })
	for n := range rapid.IntRange(1, 25).Draw(t, "tickets") {
		write(t, s, func(tx *store.Tx) error {
			id, err := tx.Open("ticket", aTicket(t, n+1))
			ids = append(ids, id)
			if err == nil && rapid.IntRange(0, 3).Draw(t, "escalated") == 0 {
				by := rapid.SampledFrom([]time.Time{{}, aDay.Add(-time.Hour), aDay.Add(-50 * 24 * time.Hour), aDay.Add(time.Hour)}).Draw(t, "answer by")
				_, err = tx.Open("escalation", data.Escalation{Ticket: id, State: data.EscalationSentState, AnswerBy: by})
			}
			return err
		})
	}
	return s, dir, ids
}

// An order that follows changes is the order one would ask for.
func TestReorderIsOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, _, ids := someTickets(t)
		defer s.Close()
		q := store.Query{View: rapid.SampledFrom([]data.View{data.OpenView, data.MineView, data.AllView}).Draw(t, "view"), Mine: "ana", Now: aDay,
			Sort: rapid.SampledFrom(store.SortColumns()).Draw(t, "sort"), Asc: rapid.Bool().Draw(t, "ascending")}
		order, err := s.Order(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		var changed []data.ID
		for range rapid.IntRange(1, 6).Draw(t, "changes") {
			id := rapid.SampledFrom(ids).Draw(t, "changed")
			write(t, s, func(tx *store.Tx) error {
				switch rapid.IntRange(0, 3).Draw(t, "how") {
				case 0:
					return tx.Withdraw("ticket", id, "", rapid.Bool().Draw(t, "away"))
				case 1:
					id, err = tx.Open("ticket", aTicket(t, 99))
					return err
				}
				_, err := tx.Set("ticket", id, data.AllFieldsOf(aTicket(t, rapid.IntRange(1, 30).Draw(t, "number"))))
				return err
			})
			changed = append(changed, id)
		}
		got, err := s.Reorder(ctx, q, order, changed)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.Order(ctx, q)
		if err != nil || !slices.Equal(got, want) {
			t.Fatalf("%+v\ngot  %v\nwant %v (%v)", q, got, want, err)
		}
	})
}

// A filtered list is the list without what the filter does not find, whichever way
// it is read.
func TestFilteredListsAreInOrder(t *testing.T) {
	defer store.WalkIfMore(200, 3000, 20_000)
	defer store.LookSoon(2_000)
	rapid.Check(t, func(t *rapid.T) {
		s, _, _ := someTickets(t)
		defer s.Close()
		q := store.Query{View: data.View(rapid.SampledFrom(data.View("").Choices()).Draw(t, "view")), Mine: "ana", Now: aDay,
			Sort: rapid.SampledFrom(store.SortColumns()).Draw(t, "sort"), Asc: rapid.Bool().Draw(t, "ascending")}
		order, err := s.Order(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		want, err := s.Excerpts(ctx, order, aDay)
		if err != nil {
			t.Fatal(err)
		}
		word := rapid.SampledFrom([]string{"arbol", "printer", "zoom"}).Draw(t, "word")
		p3 := rapid.Bool().Draw(t, "p3")
		want = slices.DeleteFunc(want, func(x data.Excerpt) bool {
			return search.Fold(x.Subject) != word || p3 && x.Priority != data.P3
		})
		if q.Filter = word; p3 {
			q.Filter += " priority:p3"
		}
		q.Soon = rapid.Bool().Draw(t, "soon")
		few := rapid.Bool().Draw(t, "few")
		if store.LookSoon(2000); few {
			store.LookSoon(1)
		}
		store.WalkIfMore(200, 3000, rapid.SampledFrom([]int{1, 500}).Draw(t, "sortable"))
		if order, err = s.Order(ctx, q); err != nil {
			t.Fatal(err)
		}
		ordered, err := s.Excerpts(ctx, order, aDay)
		if q.Soon && few { // some of it
			missing := slices.DeleteFunc(slices.Clone(want), func(x data.Excerpt) bool { return slices.Contains(ordered, x) })
			if err != nil || len(missing)+len(ordered) != len(want) || len(want) > 0 && q.View == data.AllView && !p3 && len(ordered) == 0 {
				t.Fatalf("%+v\na first look %v: %v\nall          %v", q, ordered, err, want)
			}
			return
		}
		if err != nil || !slices.Equal(ordered, want) {
			t.Fatalf("%+v\nordered %v: %v\nwant    %v", q, ordered, err, want)
		}
		var seen []data.Excerpt
		for cursor := ""; ; {
			store.WalkIfMore(rapid.SampledFrom([]int{-1, 2, 200}).Draw(t, "walk if more than"), rapid.IntRange(1, 12).Draw(t, "rows walked"), rapid.SampledFrom([]int{1, 500}).Draw(t, "sortable"))
			page, next, err := s.List(ctx, q, rapid.IntRange(1, 5).Draw(t, "limit"), cursor)
			if err != nil {
				t.Fatal(err)
			}
			seen = append(seen, page...)
			if cursor = next; next == "" {
				break
			}
		}
		if !slices.Equal(seen, want) {
			t.Fatalf("%+v\nlisted %v\nwant   %v", q, seen, want)
		}
	})
}
