package letter

import (
	"regexp"
	"strings"
)

// code is a reply code as subjects carry it.
var code = regexp.MustCompile(`\s*\[#[0-9A-Za-z-]+\]\s*`)

// Subject is a subject without the reply code, which is for programs.
func Subject(s string) string { return strings.TrimSpace(code.ReplaceAllString(s, " ")) }
