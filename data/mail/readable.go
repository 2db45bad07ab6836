package mail

import (
	"regexp"
	"slices"

	"firstline/data"
	"firstline/data/words"
)

// webLink is a link in Markdown. If it were left as it is, programs that make addresses
// clickable would take the bracket behind it for part of the address.
var webLink = regexp.MustCompile(`\[([^\[\]\n]+)\]\(((?:https?://|mailto:)[^\s()]+)\)`)

// readable is the text of a note or an answer as a mail carries it. Mail is sent as plain
// text, which every program shows. Emphasis, lists and tables read well as they were
// typed; links and the files of the ticket, attached or not, are put in words.
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
