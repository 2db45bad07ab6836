package mail

import (
	"bytes"
	"strings"
)

// block is a piece of the text, as plain text, as HTML or as both.
type block struct {
	plain, html string // html: text made of HTML, with marks
}

// alternatives makes one block of several that all say the same.
func alternatives(blocks []block) []block {
	var one block
	for _, b := range blocks {
		one.plain = joinTexts(one.plain, b.plain)
		one.html = joinTexts(one.html, b.html)
	}
	return []block{one}
}

// How much of a part is read as text, in bytes; a longer part is kept as a file, too.
const (
	longestText = 1 << 20
	longestHTML = 2 << 20
)

// text makes a block of a part that is text.
func (r *reader) text(kind string, parameters map[string]string, content []byte) []block {
	longest := longestText
	if kind == "text/html" {
		longest = longestHTML
	}
	if len(content) > longest {
		r.repair("text_long")
		r.attach(Attachment{Name: "message", Type: kind, Content: content}, "")
		content = upTo(longest, content)
		if kind == "text/html" { // not in the middle of a tag
			content = content[:max(bytes.LastIndexByte(content, '<'), 0)]
		}
	}
	if kind == "text/plain" {
		content = r.takeUU(content)
	}
	text, guessed := decodeText(content, parameters["charset"])
	if guessed {
		r.repair("charset")
	}
	text = plainText(text)
	switch {
	case kind == "text/html":
		return []block{{html: htmlText(text)}}
	case kind == "text/enriched" || kind == "text/richtext": // RFC 1896: one line end is a space, two are one line end
		return []block{{html: htmlText(strings.ReplaceAll(text, "\n\n", "<br>"))}}
	case strings.EqualFold(parameters["format"], "flowed"):
		text = unflowed(text, strings.EqualFold(parameters["delsp"], "yes"))
	}
	text = unmarked(text)
	if tagged.MatchString(text[:min(len(text), 2000)]) { // HTML that claims to be plain
		if html := htmlText(text); html != "" {
			return []block{{html: html}}
		}
	}
	return []block{{plain: text}}
}

var (
	tagged = compile(`(?i)^\s*(?:<!doctype html|<html[\s>]|<head>|<body[\s>]|<div[\s>].*</div>|<p>.*</p>)`)
	// stub is what programs write in place of the plain text
	stub = compile(`(?i)(?:client|reader|viewer|program|programm?a?|mailer|logiciel|gestor|lector|cliente|browser)\b.{0,60}\bhtml\b|\bhtml\b.{0,80}\b(?:mail|e-mail|email|client|viewer|reader|browser|format|version|view|display|correo|mensaje|formato|nachricht|anzeigen|darstellung|message|courriel|mensagem|messaggio|formato)|` +
		`(?:view|read|ver|leer|anzeigen|ansehen|afficher|voir|visualizar|visualizza).{0,60}\b(?:browser|online|navegador|navigateur|html)\b|no text (?:part|version)|plain text version (?:is )?not available`)
)

// isStub says whether a plain text only tells people to look at the HTML, which says much
// more.
func isStub(plain, html string) bool {
	const longest, more = 400, 3
	plain = strings.TrimSpace(plain)
	return len(plain) < longest && len(html) > more*len(plain) && stub.MatchString(oneLine(plain))
}

// join makes the whole text of its blocks, and the text of those that were HTML; both
// with marks.
func join(blocks []block) (text, html string) {
	for _, b := range blocks {
		html = joinTexts(html, b.html)
		if strings.TrimSpace(b.plain) == "" || b.html != "" && isStub(b.plain, b.html) {
			text = joinTexts(text, b.html)
		} else {
			text = joinTexts(text, b.plain)
		}
	}
	return text, html
}

// joinTexts puts an empty line between two texts.
func joinTexts(a, b string) string {
	switch {
	case strings.TrimSpace(a) == "":
		return b
	case strings.TrimSpace(b) == "":
		return a
	}
	return strings.TrimRight(a, "\n") + "\n\n" + strings.TrimLeft(b, "\n")
}
