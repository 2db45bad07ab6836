package desk_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"firstline/data/bench"
	"firstline/data/desk"
)

// typedContact, typedArticle and typedTicket are the records of a desk of our
// own making (testdata/typed), by which typed queries are judged.
type typedContact struct {
	Ref, Name, Organization, Site string
	Phones, Emails                []string
}

type typedArticle struct {
	Ref, Lang, Title, Issue, Resolution string
	Tags                                []string
}

type typedTicket struct {
	Ref, Caller, Category, Asset, Subject, Description string
	Notes, Files                                       []string
}

// typedLines reads a file of one JSON object a line.
func typedLines[T any](t *testing.T, name string) (list []T) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "typed", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for in := json.NewDecoder(f); in.More(); {
		var v T
		if err := in.Decode(&v); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		list = append(list, v)
	}
	return list
}

// crowd is how many other tickets the desk has, with their callers, articles and
// notes: what is meant has to be told from them.
const crowd = 1000

// typedDesk makes that desk and gives the name of each record by its id.
func typedDesk(t *testing.T) (*desk.Desk, map[data.ID]string) {
	t.Helper()
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	dir := filepath.Join(t.TempDir(), "desk")
	if err := bench.Seed(ctx, dir, crowd, time.Now(), nil); err != nil {
		t.Fatal(err)
	}
	d, err := desk.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { d.Close() })
	return d, fillTyped(t, d)
}

// fillTyped puts the records into a desk.
func fillTyped(t *testing.T, d *desk.Desk) map[data.ID]string {
	t.Helper()
	names := map[data.ID]string{}
	contacts := map[string]data.ID{}
	for _, c := range typedLines[typedContact](t, "contacts.jsonl") {
		made, err := d.SaveContact(ctx, data.Contact{Name: c.Name, Phones: c.Phones, Emails: c.Emails, Organization: c.Organization, Site: c.Site})
		if err != nil {
			t.Fatal(c.Ref, err)
		}
		contacts[c.Ref], names[made.ID] = made.ID, c.Ref
	}
	for _, a := range typedLines[typedArticle](t, "articles.jsonl") {
		made, err := d.SaveArticle(ctx, data.Article{Title: a.Title, Issue: a.Issue, Resolution: a.Resolution, Tags: a.Tags, Language: a.Lang}, "")
		if err != nil {
			t.Fatal(a.Ref, err)
		}
		names[made.ID] = a.Ref
	}
	for _, k := range typedLines[typedTicket](t, "tickets.jsonl") {
		made, err := d.OpenTicket(ctx, desk.Intake{ContactID: contacts[k.Caller], Subject: k.Subject, Description: k.Description, Category: k.Category, Asset: k.Asset})
		if err != nil {
			t.Fatal(k.Ref, err)
		}
		names[made.ID] = k.Ref
		for _, note := range k.Notes {
			if _, err := d.AddNote(ctx, desk.Note{Ticket: made.Number, Text: note}); err != nil {
				t.Fatal(k.Ref, err)
			}
		}
		for _, file := range k.Files {
			if _, err := d.Attach(ctx, made.Number, file, strings.NewReader(k.Ref+file)); err != nil {
				t.Fatal(k.Ref, err)
			}
		}
	}
	return names
}

// What people type finds what they mean among the first five, nineteen times in
// twenty: accents missing, a letter wrong, fragments of serials, phone numbers
// without a prefix, plural and singular, words reversed, names of files, fields.
// queries.tsv holds the class, what is typed and what will do.
func TestTypedQueriesFindWhatIsMeant(t *testing.T) {
	d, names := typedDesk(t)
	f, err := os.Open(filepath.Join("testdata", "typed", "queries.tsv"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	type score struct{ asked, first, found int }
	var all score
	classes := map[string]*score{}
	var order []string
	for lines := bufio.NewScanner(f); lines.Scan(); {
		parts := strings.Split(lines.Text(), "\t")
		class, typed, wanted := parts[0], parts[1], strings.Split(parts[2], ",")
		finds, err := d.Search(ctx, typed, 5, patient)
		if err != nil {
			t.Fatalf("%q: %v", typed, err)
		}
		var got []string
		for _, h := range finds.Hits {
			got = append(got, names[h.ID])
		}
		s := classes[class]
		if s == nil {
			s = &score{}
			classes[class], order = s, append(order, class)
		}
		at := slices.IndexFunc(got, func(name string) bool { return slices.Contains(wanted, name) })
		for _, s := range []*score{s, &all} {
			s.asked++
			if at == 0 {
				s.first++
			}
			if at >= 0 {
				s.found++
			}
		}
		if at < 0 {
			t.Logf("%s: %q finds %v, not %v", class, typed, got, wanted)
		}
	}
	classes["all"] = &all
	for _, class := range append(order, "all") {
		s := classes[class]
		t.Logf("%-10s %3d asked, %3d first, %3d among five (%.1f %%)", class, s.asked, s.first, s.found, 100*float64(s.found)/float64(s.asked))
		if share := float64(s.found) / float64(s.asked); class == "all" && (share < 0.95 || s.asked < 300) || share < 0.9 {
			t.Errorf("of %d %s queries %d found what was meant", s.asked, class, s.found)
		}
	}
}
