package mail

import (
	"regexp"
	"slices"

	"firstline/data"
	"firstline/data/words"
)

// webLink is a link of Markdown. Left as it is, programs that make addresses
// clickable take the bracket behind it along.
var webLink = regexp.MustCompile(`\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()]+)\)`)

// readable is a note's or an answer's text as a mail carries it. Mail is sent as
// plain text, which every program shows: emphasis, lists and tables are read as
// they were typed, but for links and for the files of the ticket, which are named
// in words, attached or not.
func readable(text string, files []File, w *words.Printer) string {
	text = data.ReplaceMentions(text, func(name string, picture bool) string {
		attached := slices.ContainsFunc(files, func(f File) bool { return f.Name == name })
		switch {
		case picture && attached:
			return w.Say("mail.names_picture.attached", "name", name)
		case picture:
			return w.Say("mail.names_picture", "name", name)
		case attached:
			return w.Say("mail.names_file", "name", name)
		}
		return name
	})
	return webLink.ReplaceAllStringFunc(text, func(found string) string {
		parts := webLink.FindStringSubmatch(found)
		if parts[1] == parts[2] {
			return parts[2]
		}
		return parts[1] + " <" + parts[2] + ">"
	})
}
