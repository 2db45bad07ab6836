package data

import (
	"regexp"
	"slices"
)

// AttachmentTarget is the target of a picture or link in Markdown that stands for a
// file of the ticket, which the label names: ![screen.png](attachment).
const AttachmentTarget = "attachment"

// mention is how a text names a file of the ticket.
var mention = regexp.MustCompile(`(!?)\[([^\[\]\n]+)\]\(` + AttachmentTarget + `\)`)

// ReplaceMentions replaces, in a text that leaves the screen, every mention of a file
// of the ticket by what with gives for it.
func ReplaceMentions(text string, with func(name string, picture bool) string) string {
	return mention.ReplaceAllStringFunc(text, func(found string) string {
		parts := mention.FindStringSubmatch(found)
		return with(parts[2], parts[1] != "")
	})
}

// Mentioned adds the hashes of the attachments that a text mentions to a list.
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
