package assets

import "fmt"

// guidePages are the pages of the guide in the order one reads them: the first
// day, then room by room by the rooms' names, then what has no room.
var guidePages = []string{"first_day", "queue", "intake", "ticket", "editor", "faq", "article", "reply", "escalation", "inbox", "outbox", "settings", "command_line"}

// GuidePages lists the pages of the guide. The page about a room has the room's
// name.
func GuidePages() []string { return guidePages }

// GuidePage is one page of the guide in a language, in Markdown; its first line
// is its title. Keys are left blank as {action.id}, words of the screen as
// {"word.key"}. A page nobody wrote in that language is the one it falls back to.
func GuidePage(lang, name string) string {
	text, ok := spoken("guide", lang, name+".md")
	if !ok {
		panic(fmt.Sprintf("there is no page %s in the guide", name)) // one that is not listed
	}
	return string(text)
}
