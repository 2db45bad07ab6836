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
