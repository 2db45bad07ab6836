package desk_test

import (
	"strings"
	"testing"

	"firstline/data"
	"firstline/data/desk"
)

func TestDeskHasItsOwnSynonyms(t *testing.T) {
	d := atDesk(t)
	for _, title := range []string{"Restart the Navision client", "Order new toner"} {
		if _, err := d.SaveArticle(ctx, data.Article{Title: title, Resolution: "Done in the usual way."}, ""); err != nil {
			t.Fatal(err)
		}
	}
	find := func() []desk.ArticleHit {
		t.Helper()
		hits, err := d.SearchArticles(ctx, "elephant", 5)
		if err != nil {
			t.Fatal(err)
		}
		return hits
	}
	if hits := find(); len(hits) != 0 {
		t.Fatalf("found before: %+v", hits)
	}
	s := d.Settings()
	s.Synonyms = []string{"", " Navision,elephant ;  the big one", "toner, ink"}
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(d.Settings().Synonyms, "|"); got != "Navision, elephant, the big one|toner, ink" {
		t.Fatalf("kept %q", got)
	}
	if hits := find(); len(hits) != 1 || hits[0].Article.Title != "Restart the Navision client" {
		t.Fatalf("found %+v", hits)
	}
	for _, phrase := range []string{"the big one crashed", "big one"} {
		if hits, err := d.SearchArticles(ctx, phrase, 5); err != nil || len(hits) == 0 || hits[0].Article.Title != "Restart the Navision client" {
			t.Fatalf("%s: found %+v %v", phrase, hits, err)
		}
	}
	if _, err := d.Undo(ctx); err != nil {
		t.Fatal(err)
	}
	if hits := find(); len(hits) != 0 {
		t.Fatalf("found after undo: %+v", hits)
	}
	s.Synonyms = []string{"alone"}
	problem(t, d.SaveSettings(ctx, s), "lone_synonym")
}

// An article tried in vain gives way to one that helped; never so far that it
// can't be found.
func TestWhatDidNotHelpComesLater(t *testing.T) {
	d := atDesk(t)
	var ids []data.ID
	for range 2 {
		a, err := d.SaveArticle(ctx, data.Article{Title: "VPN drops every hour", Resolution: "Change the profile."}, "")
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	first := func() data.ID {
		t.Helper()
		hits, err := d.SearchArticles(ctx, "vpn drops", 5)
		if err != nil || len(hits) != 2 {
			t.Fatalf("found %+v %v", hits, err)
		}
		return hits[0].Article.ID
	}
	vain := first()
	for _, ref := range []string{"MAD-1", "MAD-2", "MAD-3"} {
		in := desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: "VPN drops for " + ref, Article: vain}
		if _, err := d.OpenTicket(ctx, in); err != nil {
			t.Fatal(err)
		}
	}
	if now := first(); now != vain { // read to the callers, and nobody has said whether it helped
		t.Fatal("what was linked to a call counts as tried in vain")
	}
	for _, ref := range []string{"MAD-1", "MAD-2", "MAD-3"} {
		if err := d.LinkArticle(ctx, ref, vain, false); err != nil {
			t.Fatal(err)
		}
	}
	if now := first(); now == vain {
		t.Fatal("what did not help still comes first")
	}
	for _, ref := range []string{"MAD-1", "MAD-2", "MAD-3"} {
		if err := d.LinkArticle(ctx, ref, vain, true); err != nil {
			t.Fatal(err)
		}
	}
	if now := first(); now != vain {
		t.Fatalf("what helped does not come first: %s, of %v", now, ids)
	}
}

// A hit shows why, whatever part of the article it was found by: also where the
// word was mistyped or another was meant, or only a caller ever said it.
func TestAnArticleShowsWhyItWasFound(t *testing.T) {
	d := atDesk(t)
	a, err := d.SaveArticle(ctx, data.Article{Title: "Rays across the page", Resolution: "Balance the cartridge.",
		Issue: "Prints come out striped.", Environment: "LaserJet 400", Cause: "Worn drum", Tags: []string{"stripes"}}, "")
	if err != nil {
		t.Fatal(err)
	}
	call(t, d, "Ann Lee", "Zebra look on invoices")
	if err := d.LinkArticle(ctx, "MAD-1", a.ID, true); err != nil {
		t.Fatal(err)
	}
	s := d.Settings()
	s.Synonyms = []string{"toner, cartridge"}
	if err := d.SaveSettings(ctx, s); err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]string{
		"cartridge": "Balance the \x02cartridge\x03.",
		"cartrigde": "Balance the \x02cartridge\x03.",
		"toner":     "Balance the \x02cartridge\x03.",
		"rays":      "Balance the cartridge.",
		"striped":   "Prints come out \x02striped\x03.",
		"laserjet":  "\x02LaserJet\x03 400",
		"drum":      "Worn \x02drum\x03",
		"zebra":     "\x02Zebra\x03 look on invoices",
	} {
		hits, err := d.SearchArticles(ctx, query, 5)
		if err != nil || len(hits) != 1 || hits[0].Snippet != want {
			t.Errorf("%s: %+v, %v; want %q", query, hits, err, want)
		}
	}
}

// What is known as a compound is found by another name for it, written as one word or
// as two.
func TestACompoundIsFoundByItsAbbreviation(t *testing.T) {
	for _, subject := range []string{"Two factor authentication fails", "Two-factor authentication fails", "MFA fails", "2FA fails"} {
		d := atDesk(t)
		call(t, d, "Ann Lee", subject)
		for _, query := range []string{"2fa", "mfa", "two-factor"} {
			finds, err := d.Search(ctx, query, 5, patient)
			if err != nil || len(finds.Hits) != 1 || finds.Hits[0].Number != "MAD-1" {
				t.Errorf("%s: %s finds %+v, %v", subject, query, finds.Hits, err)
			}
		}
	}
}
