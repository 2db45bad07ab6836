package store_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/store"
)

// A first look without what is excluded (in a number, an owner's or caller's name, a
// text or a note) is page by page what the whole list is, however soon it gives up.
func TestFirstLooksExclude(t *testing.T) {
	defer store.ExcludeSoon(8, 200, 40)
	rapid.Check(t, func(t *rapid.T) {
		s, _, ids := someTickets(t)
		defer s.Close()
		write(t, s, func(tx *store.Tx) error {
			var people []data.ID
			for _, c := range []data.Contact{{Name: "Zoe O'Hara", Phones: []string{"+34 600 111 222"}}, {Name: "Iván Printer", Organization: "Árbol SL"}, {Name: "Li", Emails: []string{"zoom@example.org"}}} {
				id, err := tx.Open("contact", c)
				if err != nil {
					return err
				}
				people = append(people, id)
			}
			for _, id := range ids {
				if rapid.Bool().Draw(t, "has a caller") {
					if _, err := tx.Set("ticket", id, data.FieldsOf(data.Ticket{Requester: rapid.SampledFrom(people).Draw(t, "caller")})); err != nil {
						return err
					}
				}
				if note := rapid.SampledFrom([]string{"", "the second floor", "zoom 600111222", "árboles"}).Draw(t, "note"); note != "" {
					if _, err := tx.Note(id, data.Activity{Kind: data.WorkNote, Text: note}); err != nil {
						return err
					}
				}
			}
			return nil
		})
		excluded := rapid.SliceOfN(rapid.SampledFrom([]string{"arbol", "printer", "zoom", "ana", "luis", "MAD-1", "7", "o'hara", "li", "600-111-222", "example", `"second floor"`, "???",
			"caller:zoe", "organización:árbol", `cliente:"iván printer"`, "phone:600111", "asset:zoom", "owner:ana", "desde:hoy"}), 1, 4).Draw(t, "excluded")
		q := store.Query{View: rapid.SampledFrom([]data.View{data.OpenView, data.MineView, data.EscalatedView, data.AllView}).Draw(t, "view"), Mine: "ana", Now: aDay,
			Sort: rapid.SampledFrom(store.SortColumns()).Draw(t, "sort"), Asc: rapid.Bool().Draw(t, "ascending"),
			Filter: rapid.SampledFrom([]string{"", "mad ", "zoom ", "priority:p3 "}).Draw(t, "asked") + "-" + strings.Join(excluded, " -")}
		want, err := s.Order(ctx, q)
		if err != nil {
			t.Fatal(err)
		}
		store.ExcludeSoon(rapid.IntRange(0, 10).Draw(t, "spare"), rapid.IntRange(1, 20).Draw(t, "tickets"), rapid.IntRange(1, 5).Draw(t, "places"))
		q.Soon = true
		var seen []int64
		for cursor := ""; ; {
			page, next, err := s.List(ctx, q, rapid.IntRange(1, 5).Draw(t, "limit"), cursor)
			if err != nil {
				t.Fatal(err)
			}
			for _, x := range page {
				seen = append(seen, x.Row)
			}
			if cursor = next; next == "" {
				break
			}
		}
		if !slices.Equal(seen, want) {
			t.Fatalf("%+v\nlooked at %v\nwant      %v", q, seen, want)
		}
	})
}
