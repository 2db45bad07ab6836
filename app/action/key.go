package action

import (
	"runtime"
	"strings"

	"firstline/data/words"
)

// KeyText is a key as people read it off their keyboard: "Ctrl+Shift+Z" is
// Ctrl+Mayús+Z in Spain, and begins with Cmd on a Mac. No key is no text.
func KeyText(p *words.Printer, key string) string {
	if key == "" {
		return ""
	}
	parts := strings.Split(key, "+")
	for i, part := range parts {
		if part == "Ctrl" && runtime.GOOS == "darwin" {
			part = "Cmd"
		}
		if name := "key." + strings.ToLower(part); p.Has(name) {
			part = p.Say(name)
		}
		parts[i] = part
	}
	return strings.Join(parts, "+")
}

// KeyName is the key an action has for this person, as people read it.
func KeyName(p *words.Printer, id, standard string) string { return KeyText(p, KeyOf(id, standard)) }

// Hint is an action's name and the key it has for this person, for the status
// line.
func Hint(p *words.Printer, id, standard string) string {
	text := p.Say("action." + id)
	if key := KeyName(p, id, standard); key != "" {
		text += "  " + key
	}
	return text
}
