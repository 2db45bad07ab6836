package assets

// Template is a text one starts a case note from. Lines that end in a colon are
// to be filled in.
type Template struct {
	Name string `json:"name"`
	Text Text   `json:"text"` // Markdown
}

// Replies gives the templates of answers to customers a new desk starts with, in
// a language or the one it falls back to. What stands in braces is filled in.
func Replies(lang string) []Template {
	var list []Template
	decode("templates", lang, "replies.json", &list)
	return list
}

// Templates gives the note templates a new desk starts with, in a language or
// the one it falls back to.
func Templates(lang string) []Template {
	var list []Template
	decode("templates", lang, "notes.json", &list)
	return list
}
