package editor

import (
	"context"
	"net/url"
	"regexp"
	"strings"

	"fyne.io/fyne/v2"

	"firstline/app/editor/marks"
	"firstline/app/editor/text"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// most is how many tickets and articles are offered.
const most = 8

var (
	hash     = regexp.MustCompile(`(?:^|[\s(])#([^\s#]{1,60})$`)
	brackets = regexp.MustCompile(`\[\[([^\[\]]{1,80})$`)
)

// Links offers tickets and articles: after # and a word of theirs, after the
// desk's code and a number, and articles after [[.
func Links(seat *ui.Seat) Source {
	var slot ui.Slot
	return Source{
		Begin: func(before string) (int, string, bool) {
			if seat.Desk == nil {
				return 0, "", false
			}
			if m := brackets.FindStringSubmatchIndex(before); m != nil {
				return m[0], "[[" + before[m[2]:m[3]], true
			}
			if m := hash.FindStringSubmatchIndex(before); m != nil {
				return m[2] - 1, before[m[2]:m[3]], true
			}
			return numbered(seat.Desk.Settings().Code, before)
		},
		Find: func(query string, show func([]Choice)) {
			ui.Try(seat, &slot, func(ctx context.Context) ([]Choice, error) { return findLinks(ctx, seat.Desk, query) },
				func(found []Choice, err error) {
					if err != nil {
						seat.Fail(err)
						return
					}
					show(found)
				})
		},
	}
}

// numbered knows the desk's code with a hyphen and a figure or more.
func numbered(code, before string) (int, string, bool) {
	i := strings.LastIndex(before, code+"-")
	if code == "" || i < 0 || i > 0 && isWord(rune(before[i-1])) {
		return 0, "", false
	}
	figures := before[i+len(code)+1:]
	if figures == "" || strings.Trim(figures, "0123456789") != "" {
		return 0, "", false
	}
	return i, before[i:], true
}

func findLinks(ctx context.Context, d *desk.Desk, query string) ([]Choice, error) {
	var found []Choice
	if title, only := strings.CutPrefix(query, "[["); only {
		hits, err := d.SearchArticles(ctx, title, most)
		for _, h := range hits {
			found = append(found, Choice{Text: h.Article.Title, Detail: h.Article.Category, Insert: "[[" + h.Article.Title + "]]"})
		}
		return found, err
	}
	finds, err := d.Search(ctx, query, most, desk.Near)
	_, _, number := numbered(d.Settings().Code, strings.ToUpper(query))
	for _, h := range finds.Hits {
		if number && !strings.HasPrefix(h.Number, strings.ToUpper(query)) {
			continue // a number means its ticket, not what has words like it
		}
		switch h.Kind {
		case "ticket":
			found = append(found, Choice{Text: h.Number + "  " + h.Title, Insert: h.Number})
		case "article":
			found = append(found, Choice{Text: h.Title, Insert: "[[" + h.Title + "]]"})
		}
	}
	return found, err
}

// linkAt is the link at a place.
func (e *Editor) linkAt(at text.Place) (marks.Link, bool) {
	l, begin := e.page.piece(at.Line, e.page.spotOf(at).piece)
	return l.LinkAt(at.Col - begin)
}

// OpenLink follows the link at the caret.
func (e *Editor) OpenLink() {
	if k, ok := e.linkAt(e.sheet.Caret()); ok && e.Open != nil {
		e.Open(k.Target)
	}
}

// Follow leads to where a link points: a ticket, an article, the web. Any other
// address is not opened, whatever it says.
func Follow(seat *ui.Seat) func(target string) {
	return func(target string) {
		kind, rest, _ := strings.Cut(target, ":")
		switch kind {
		case "ticket":
			openFound(seat, seat.Go.Ticket, target, func(ctx context.Context) (data.ID, error) {
				c, err := seat.Desk.Case(ctx, rest)
				return c.Ticket.ID, err
			})
		case "article":
			openFound(seat, func(id data.ID) { seat.Go.Article(id, "") }, target, func(ctx context.Context) (data.ID, error) {
				hits, err := seat.Desk.SearchArticles(ctx, rest, most)
				for _, h := range hits {
					if strings.EqualFold(h.Article.Title, rest) {
						return h.Article.ID, err
					}
				}
				return "", err
			})
		case "http", "https", "mailto":
			if u, err := url.Parse(target); err == nil {
				if err := fyne.CurrentApp().OpenURL(u); err != nil {
					seat.Fail(err)
				}
			}
		}
	}
}

// openFound opens what is found, or says that there is nothing.
func openFound(seat *ui.Seat, open func(data.ID), target string, find func(context.Context) (data.ID, error)) {
	if seat.Desk == nil || open == nil {
		return
	}
	ui.Load(seat, new(ui.Slot), find, func(id data.ID) {
		if id == "" {
			_, name, _ := strings.Cut(target, ":")
			seat.Notify(seat.Words.Say("editor.link.nowhere", "name", name))
			return
		}
		open(id)
	})
}
