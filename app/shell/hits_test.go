package shell

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2/test"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

// The snippet of a ticket begins with its number and subject, which stand above
// it already.
func TestTwoLinesSayNothingTwice(t *testing.T) {
	mark := strings.NewReplacer("[", ui.MarkOn, "]", ui.MarkOff)
	for _, c := range []struct{ number, title, snippet, want string }{
		{"TST-1", "No imprime", "TST-1 No [imprime] Desde ayer.", "Desde ayer."},
		{"TST-1", "No imprime", "TST-1\n\nNo [imprime]\nDesde [ayer].", "Desde [ayer]."},
		{"TST-1", "No imprime", "[TST-1] No imprime", ""},
		{"TST-1", "No imprime", "…desde [ayer] por la tarde", "…desde [ayer] por la tarde"},
		{"TST-1", "No imprime", "TST-10 No imprime", "TST-10 No imprime"},
		{"", "VPN", "[VPN] lenta", "lenta"},
		{"", "VPN", "", ""},
		{"", "Ñandú", "[Ñandú]", ""},
	} {
		title, text := twoLines(desk.Hit{Number: c.number, Title: c.title, Snippet: mark.Replace(c.snippet)})
		if want := strings.TrimSpace(c.number + "  " + c.title); title != want || text != mark.Replace(c.want) {
			t.Errorf("%q gives %q and %q, want %q and %q", c.snippet, title, text, want, c.want)
		}
	}
	if title, _ := twoLines(desk.Hit{Title: "La VPN no va", Marked: mark.Replace("La [VPN] no va"), Snippet: "desde ayer"}); title != mark.Replace("La [VPN] no va") {
		t.Errorf("what was found is not marked in %q", title)
	}
}

// Whoever looks further finds more of each kind behind what stands there, each
// once, and is told where it ends.
func TestLookingFurtherGoesOn(t *testing.T) {
	test.NewTempApp(t)
	h := newHits(words.For("en"), nil)
	hits := func(from, to int) (list []desk.Hit) {
		for i := from; i < to; i++ {
			list = append(list, desk.Hit{Kind: []string{"ticket", "article"}[i%2], ID: data.ID(fmt.Sprint("id", i)), Title: fmt.Sprint(i)})
		}
		return list
	}
	ids := func() (list []string) {
		for _, l := range h.lines {
			if l.hit.ID != "" {
				list = append(list, string(l.hit.ID))
			}
		}
		return list
	}
	h.show("x", desk.Finds{More: true}, shownOf)
	if h.on < 0 || h.lines[h.on].more == "" {
		t.Fatalf("where nothing was found among the newest, there is %+v", h.lines)
	}
	h.show("x", desk.Finds{Hits: hits(0, 6)}, map[string]int{"ticket": 2, "article": 2})
	if got := ids(); !slices.Equal(got, []string{"id0", "id2", "id1", "id3"}) || h.lines[len(h.lines)-1].more == "" {
		t.Fatalf("first %v, %+v", got, h.lines)
	}
	further := hits(0, 10)
	slices.Reverse(further) // looking at more may rank them otherwise
	h.extend("x", desk.Finds{Hits: further, More: true}, false)
	if got, want := ids(), []string{"id0", "id2", "id8", "id6", "id4", "id1", "id3", "id9", "id7", "id5"}; !slices.Equal(got, want) {
		t.Errorf("further %v, want %v", got, want)
	}
	if at := h.lines[h.on].hit.ID; at != "id8" {
		t.Errorf("one is on %q, not on the first that is new", at)
	}
	h.extend("x", desk.Finds{Hits: further, More: true}, true)
	if end := h.lines[len(h.lines)-1]; len(ids()) != 10 || end.said == "" || h.lines[h.on].hit.ID != "id5" {
		t.Errorf("at the end: %v, %+v, on %d", ids(), end, h.on)
	}
}

// Articles that are found later stand behind what one reads meanwhile.
func TestLateArticlesMoveNothing(t *testing.T) {
	test.NewTempApp(t)
	h := newHits(words.For("en"), nil)
	one, two, late := desk.Hit{Kind: "ticket", ID: "one"}, desk.Hit{Kind: "contact", ID: "two"}, desk.Hit{Kind: "article", ID: "late"}
	h.show("x", desk.Finds{Hits: []desk.Hit{one, two}, Reading: true}, shownOf)
	h.step(1)
	before := slices.Clone(h.lines)
	h.join("x", desk.Finds{Hits: []desk.Hit{late, two, one}, More: true}, shownOf)
	if !slices.Equal(h.lines[:len(before)], before) || h.lines[h.on].hit.ID != "two" || h.lines[len(before)+1].hit.ID != "late" {
		t.Errorf("before %+v, then %+v, on %d", before, h.lines, h.on)
	}
	h.show("y", desk.Finds{Reading: true}, shownOf)
	h.join("y", desk.Finds{Hits: []desk.Hit{late}}, shownOf)
	if h.on < 0 || h.lines[h.on].hit.ID != "late" {
		t.Errorf("of nothing, %+v, on %d", h.lines, h.on)
	}
}
