// Package guide is the user guide: a page about every room, the first day and
// the command line. Its text lies in assets/guide; here it gets the keys the
// person has chosen and the words that stand on the screen, so that it never
// speaks of another key or button than there is.
package guide

import (
	"regexp"
	"strings"

	"firstline/app/action"
	"firstline/assets"
	"firstline/data/words"
)

// Page is one page of the guide.
type Page struct {
	Name  string // the room it is about, or "first_day", "command_line"
	Title string
	Text  string // Markdown, without the title
}

// Pages are all pages in the order one reads them, in the words and with the
// keys of a person. A blank for which there is no action and no word shows in
// brackets, ⟦like.this⟧.
func Pages(p *words.Printer, registry []action.Action) []Page {
	keys := map[string]string{}
	palette := action.KeyName(p, "shell.palette", "Ctrl+K")
	for _, a := range registry {
		keys[a.ID] = "**" + action.KeyText(p, a.Bound()) + "**"
		if a.Bound() == "" {
			keys[a.ID] = p.Say("guide.palette", "key", "**("+palette+")**", "name", a.Name(p))
		}
	}
	var pages []Page
	for _, name := range assets.GuidePages() {
		title, text, _ := strings.Cut(fill(p, keys, assets.GuidePage(p.Lang(), name)), "\n")
		pages = append(pages, Page{name, strings.TrimPrefix(title, "# "), strings.TrimSpace(text)})
	}
	return pages
}

// blank is what a page leaves open: the key of an action, {queue.take}, a key of
// the keyboard, {key.return}, the name of a room, {room.settings}, or a word of the
// screen, {"queue.flags"}: a variety of the language may have others.
var blank = regexp.MustCompile(`\{"?[a-z_.]+"?\}`)

func fill(p *words.Printer, keys map[string]string, text string) string {
	return blank.ReplaceAllStringFunc(text, func(b string) string {
		id := strings.Trim(b, `{"}`)
		if b[1] == '"' {
			return p.Say("guide.word", "word", p.Say(id))
		}
		if key, ok := keys[id]; ok {
			return key
		}
		switch kind, _, _ := strings.Cut(id, "."); {
		case kind == "key" && p.Has(id):
			return "**" + p.Say(id) + "**"
		case kind == "room" && p.Has(id):
			return p.Say(id)
		}
		return "⟦" + id + "⟧"
	})
}
