package mail

import (
	"html"
	"strings"
)

// htmlText makes readable text of HTML.
func htmlText(source string) string { return stripTags(source) }

// stripTags takes the tags off and keeps the lines.
func stripTags(source string) string {
	var b strings.Builder
	for source != "" {
		open := strings.IndexByte(source, '<')
		if open < 0 {
			break
		}
		b.WriteString(source[:open])
		close := strings.IndexByte(source[open:], '>')
		if close < 0 {
			source = source[open:]
			break
		}
		tag := strings.ToLower(source[open+1 : open+close])
		source = source[open+close+1:]
		switch name, _, _ := strings.Cut(tag, " "); strings.Trim(name, "/") {
		case "br", "p", "div", "tr", "li", "h1", "h2", "h3", "blockquote":
			b.WriteByte('\n')
		}
	}
	b.WriteString(source)
	return html.UnescapeString(b.String())
}
