package editor

import (
	"regexp"
	"strings"

	"firstline/app/ui"
	"firstline/assets"
	"firstline/data"
	"firstline/data/words"
)

// slash is a / at the beginning of a line or after a blank, and what was typed
// since; one with another / in it is a path.
var slash = regexp.MustCompile(`(?:^|\s)/([^\s/]*)$`)

// Blocks offers text blocks after a /. fill gives the text of one as it is
// inserted, with what is known of the case filled in.
func Blocks(list func() []data.Template, fill func(text string) string) Source {
	return Source{
		Begin: func(before string) (int, string, bool) {
			m := slash.FindStringSubmatchIndex(before)
			if m == nil {
				return 0, "", false
			}
			return m[2] - 1, before[m[2]:m[3]], true
		},
		Find: func(query string, show func([]Choice)) {
			var found []Choice
			for _, t := range list() {
				if strings.Contains(words.Bare(t.Name), words.Bare(query)) {
					found = append(found, Choice{Text: t.Name, Detail: firstLine(t.Text), Insert: fill(t.Text)})
				}
			}
			show(found)
		},
	}
}

// Templates are the texts a note can start from: the desk's own, or those the
// program comes with.
func Templates(seat *ui.Seat) []data.Template {
	if own := seat.Desk.Settings().Templates; len(own) > 0 {
		return own
	}
	var list []data.Template
	for _, t := range assets.Templates(seat.Words.Lang()) {
		list = append(list, data.Template{Name: t.Name, Text: string(t.Text)})
	}
	return list
}

// Fill puts values in place of their names in braces: {number} of a ticket. What
// nobody knows stays, so that one sees it is missing.
func Fill(p *words.Printer, text string, values map[string]string) string {
	text = p.PlainBlanks(text)
	for name, value := range values {
		if value != "" {
			text = strings.ReplaceAll(text, "{"+name+"}", value)
		}
	}
	return p.NameBlanks(text)
}

// firstLine is the first line of a text, without the signs of Markdown.
func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return strings.Trim(strings.NewReplacer("**", "", "`", "").Replace(line), "# ")
}
