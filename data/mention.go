package data

import (
	"regexp"
	"slices"
)

// AttachmentTarget is where a picture or a link of Markdown leads that is a file
// of the ticket, which its label names: ![screen.png](attachment).
const AttachmentTarget = "attachment"

// mention is how a text names a file of the ticket.
var mention = regexp.MustCompile(`(!?)\[([^\[\]\n]+)\]\(` + AttachmentTarget + `\)`)

// ReplaceMentions writes every file of the ticket that a text names as with says,
// for where the text leaves the screen.
func ReplaceMentions(text string, with func(name string, picture bool) string) string {
	return mention.ReplaceAllStringFunc(text, func(found string) string {
		parts := mention.FindStringSubmatch(found)
		return with(parts[2], parts[1] != "")
	})
}

// Mentioned adds to a list of hashes those of the attachments a text names.
func Mentioned(text string, all []Attachment, hashes []string) []string {
	for _, found := range mention.FindAllStringSubmatch(text, -1) {
		for _, a := range all {
			if a.Name == found[2] && !slices.Contains(hashes, a.SHA256) {
				hashes = append(slices.Clip(hashes), a.SHA256)
				break
			}
		}
	}
	return hashes
}
