package desk_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/desk"
)

// A manual that was brought up to date change by change finds what one read anew
// finds, in the same order; so does one that another program kept and that went
// on from there.
func TestLibraryFollowsEveryChange(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	desk.KeepManualAfter(2)
	defer desk.KeepManualAfter(16)
	root := t.TempDir()
	words := []string{"printer", "offline", "password", "toner", "mailbox", "escáner", "tunnel", "licence"}
	rapid.Check(t, func(t *rapid.T) {
		d := freshDesk(t, root)
		text := func(label string) string {
			return strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 3).Draw(t, label), " ")
		}
		ask := func(d *desk.Desk) string {
			var found strings.Builder
			for _, w := range words {
				hits, err := d.SearchArticles(ctx, w+" offline", 20)
				if err != nil {
					t.Fatal(err)
				}
				for _, h := range hits {
					fmt.Fprintf(&found, "%s %.9f %d ", h.Article.ID, h.Score, h.Uses)
				}
				found.WriteByte('\n')
			}
			return found.String()
		}
		var articles []data.ID
		var tickets []string
		for range rapid.IntRange(1, 12).Draw(t, "acts") {
			switch act := rapid.SampledFrom([]string{"article", "ticket", "link", "link", "link", "retitle", "resolve", "archive", "undo", "ask", "ask", "reopen"}).Draw(t, "act"); {
			case act == "article" || len(articles) == 0:
				a, err := d.SaveArticle(ctx, data.Article{Title: text("title"), Resolution: text("resolution")}, "")
				if err != nil {
					t.Fatal(err)
				}
				articles = append(articles, a.ID)
			case act == "ticket" || len(tickets) == 0:
				k, err := d.OpenTicket(ctx, desk.Intake{Contact: data.Contact{Name: "Ana"}, Subject: text("subject")})
				if err != nil {
					t.Fatal(err)
				}
				tickets = append(tickets, k.Number)
			case act == "link":
				d.LinkArticle(ctx, rapid.SampledFrom(tickets).Draw(t, "ticket"), rapid.SampledFrom(articles).Draw(t, "used"), rapid.Bool().Draw(t, "helped"))
			case act == "retitle":
				d.SetFields(ctx, rapid.SampledFrom(tickets).Draw(t, "ticket"), map[string]string{"subject": text("new subject")}, "")
			case act == "resolve" || act == "archive":
				a, err := d.Article(ctx, rapid.SampledFrom(articles).Draw(t, "changed"))
				if err != nil {
					continue // taken back
				}
				a.Resolution = text("new resolution")
				if act == "archive" {
					a.Confidence = data.Archived
				}
				d.SaveArticle(ctx, a, "")
			case act == "undo":
				d.Undo(ctx)
			case act == "reopen":
				d.Close()
				again, err := desk.Open(ctx, d.Dir())
				if err != nil {
					t.Fatal(err)
				}
				d = again
			default:
				ask(d)
			}
		}
		got, dir := ask(d), d.Dir()
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
		asked := func() string {
			again, err := desk.Open(ctx, dir)
			if err != nil {
				t.Fatal(err)
			}
			defer again.Close()
			return ask(again)
		}
		kept := asked()
		if err := os.Remove(filepath.Join(dir, desk.ManualFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if want := asked(); got != want || kept != want {
			t.Fatalf("brought up to date:\n%s\nkept:\n%s\nread anew:\n%s", got, kept, want)
		}
	})
}

// A find is shown in plain text, from a list's first line, too.
func TestFindsShowNoMarkdown(t *testing.T) {
	d := atDesk(t)
	if _, err := d.SaveArticle(ctx, data.Article{Title: "Streaks", Resolution: "- Shake the *toner*\n- `Print` again"}, ""); err != nil {
		t.Fatal(err)
	}
	hits, err := d.SearchArticles(ctx, "toner", 1)
	if err != nil || len(hits) != 1 {
		t.Fatalf("%d found, %v", len(hits), err)
	}
	want := "• Shake the \x02toner\x03 • Print again"
	if hits[0].Snippet != want {
		t.Errorf("shown as %q, want %q", hits[0].Snippet, want)
	}
}
