package assets

import "embed"

//go:embed templates/*.json
var templates embed.FS

// Template is a text one starts a case note from. Lines that end in a colon are
// to be filled in.
type Template struct {
	Name string `json:"name"`
	Text Text   `json:"text"` // Markdown
}

// Replies gives the templates of answers to customers a new desk starts with, in
// a language ("es", anything else English). What stands in braces is filled in.
func Replies(lang string) []Template {
	var list []Template
	decode(templates, "templates/replies."+known(lang)+".json", &list)
	return list
}

// Templates gives the note templates a new desk starts with, in a language
// ("es", anything else English).
func Templates(lang string) []Template {
	var list []Template
	decode(templates, "templates/"+known(lang)+".json", &list)
	return list
}
