package mail

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// Marks stand on lines of their own in text made of HTML, to tell trim what only the HTML
// says. They are private characters, which are taken out of every text.
const (
	historyMark     = "\uf8f1" // from here on it is an earlier mail
	attributionMark = "\uf8f2" // up to the next quote it says who wrote that quote
	signatureMark   = "\uf8f3" // a signature begins
	signatureEnd    = "\uf8f4"
)

var (
	marks        = strings.NewReplacer(historyMark, "", attributionMark, "", signatureMark, "", signatureEnd, "")
	blanksAtEnds = compile(` +\n`)
	markLine     = compile("(?m)^[> ]*[\uf8f1-\uf8f4]\n?")
)

// unmarked is a text without marks.
func unmarked(text string) string {
	if !strings.ContainsAny(text, historyMark+attributionMark+signatureMark+signatureEnd) {
		return text
	}
	return marks.Replace(markLine.ReplaceAllString(text, ""))
}

// htmlText makes readable text of HTML, with marks: quoted text gets "> ", links keep their
// targets, and a row of a table stays on its line. It reads tags as they come and builds
// no tree, so that neither depth nor mistakes cost anything.
//
// The library html-to-markdown does nearly the same. Measured on 349 bodies, it refuses
// more than 512 levels of nesting, takes 344 ms for the worst of them, and escapes what
// people wrote as Markdown would. Hence only the tokenizer is a library's.
func htmlText(source string) string {
	w := &textWriter{}
	tags := html.NewTokenizer(strings.NewReader(marks.Replace(source)))
	for {
		switch tags.Next() {
		case html.ErrorToken:
			return blanksAtEnds.ReplaceAllString(strings.TrimRight(w.out.String(), " \n"), "\n")
		case html.TextToken:
			w.text(string(tags.Text()))
		case html.StartTagToken, html.SelfClosingTagToken:
			name, more := tags.TagName()
			tag := element{name: string(name)}
			for more && len(tag.attributes) < 50 {
				var key, value []byte
				key, value, more = tags.TagAttr()
				tag.attributes = append(tag.attributes, [2]string{string(key), string(value)})
			}
			w.start(tag)
		case html.EndTagToken:
			name, _ := tags.TagName()
			w.end(string(name))
		}
	}
}

// element is an open tag.
type element struct {
	name       string
	attributes [][2]string
	hidden     bool   // nothing in it is shown
	quote      bool   // what is in it is quoted
	signature  bool   // what is in it is a signature
	list       int    // number of the next item; -1 for lists without numbers
	href       string // where a link leads
	from       int    // where the text of a link begins
	gap        int    // line ends before and after the element
}

func (e element) get(key string) string {
	for _, a := range e.attributes {
		if a[0] == key {
			return a[1]
		}
	}
	return ""
}

// textWriter writes text as the tags of a page lay it out.
type textWriter struct {
	out     strings.Builder
	open    []element
	hidden  int  // how many open elements hide what is in them
	quotes  int  // how deeply the text is quoted
	pre     int  // how many open elements keep their blanks
	breaks  int  // line ends due before the next letter
	last    int  // how deeply the last line is quoted
	space   bool // a blank is due before the next letter
	cell    bool // the next letter is the first in the cell of a table
	started bool // something stands on this line
	bullet  bool // and it is only the sign of a list item
}

// deepestTags is how many open elements are remembered; tags deeper than that only break
// lines.
const deepestTags = 300

func (w *textWriter) text(text string) {
	if w.hidden > 0 {
		return
	}
	if w.pre > 0 {
		for i, line := range strings.Split(text, "\n") {
			if i > 0 {
				w.breaks++
			}
			if line = strings.TrimRight(line, "\r"); line != "" {
				w.write(line)
			}
		}
		return
	}
	for i, word := range strings.FieldsFunc(text, blank) {
		if i > 0 || blank(rune(text[0])) {
			w.space = true
		}
		w.write(strings.ReplaceAll(word, "\u00a0", " "))
	}
	if text != "" && blank(rune(text[len(text)-1])) {
		w.space = true
	}
}

func blank(r rune) bool { return r == ' ' || r == '\n' || r == '\t' || r == '\r' || r == '\f' }

// write writes letters, after whatever is due before them.
func (w *textWriter) write(letters string) {
	if w.breaks > 0 || w.out.Len() == 0 {
		const deepest = 20 // signs of quoting
		prefix := strings.Repeat("> ", min(w.quotes, deepest))
		if w.out.Len() > 0 {
			for range min(w.breaks, 3) - 1 {
				w.out.WriteString("\n" + strings.TrimRight(prefix[:2*min(w.last, w.quotes, deepest)], " "))
			}
			w.out.WriteByte('\n')
		}
		w.out.WriteString(prefix)
		w.breaks, w.last, w.space, w.cell, w.started = 0, w.quotes, false, false, false
	}
	if w.started && w.cell {
		w.out.WriteString("  ")
	} else if w.started && w.space {
		w.out.WriteByte(' ')
	}
	w.space, w.cell, w.bullet = false, false, false
	w.out.WriteString(letters)
	w.started = true
}

// line makes what comes next begin on a line of its own, with n-1 empty lines before it.
func (w *textWriter) line(n int) {
	if n == 0 {
		return
	}
	if w.bullet && w.breaks == 0 {
		return // "- " is still waiting for its text
	}
	if w.started || w.breaks > 0 {
		w.breaks = max(w.breaks, n)
	}
	w.space, w.cell = false, false
}

// mark writes a mark on a line of its own.
func (w *textWriter) mark(mark string) {
	w.line(1)
	w.write(mark)
	w.line(1)
}

func (w *textWriter) start(e element) {
	style := strings.ToLower(strings.ReplaceAll(e.get("style"), " ", ""))
	switch e.name {
	case "br":
		if w.hidden == 0 {
			w.breaks++
			w.space = false
		}
		return
	case "hr":
		if w.hidden == 0 {
			w.line(1)
			w.write("________________________________")
			w.line(1)
		}
		return
	case "img":
		if alt := strings.TrimSpace(e.get("alt")); alt != "" && w.hidden == 0 && len(alt) < 300 {
			w.write("[" + oneLine(alt) + "]")
		}
		return
	case "head", "style", "script", "title", "xml", "template", "svg", "object", "iframe":
		e.hidden = true
	case "input", "meta", "link", "base", "col", "area", "wbr", "source", "param", "embed", "track":
		return
	}
	if strings.Contains(style, "display:none") || strings.Contains(style, "mso-hide:all") {
		e.hidden = true
	}
	if !e.hidden && w.hidden == 0 {
		w.layout(&e, style)
	}
	if len(w.open) >= deepestTags {
		return
	}
	if e.hidden {
		w.hidden++
	}
	e.attributes = nil
	w.open = append(w.open, e)
}

// layout does what an element means for lines, quotes and marks.
func (w *textWriter) layout(e *element, style string) {
	e.gap = around(*e, style)
	w.line(e.gap)
	class, id := " "+strings.ToLower(e.get("class"))+" ", strings.ToLower(e.get("id"))
	switch {
	case isHistory(e.name, class, id, style):
		w.mark(historyMark)
	case strings.Contains(class, "gmail_attr") || strings.Contains(class, "moz-cite-prefix") || strings.Contains(class, "gmail_quote_attribution"):
		w.mark(attributionMark)
	case strings.Contains(class, "gmail_signature ") || strings.Contains(class, "moz-signature") || id == "signature" || id == "ms-outlook-mobile-signature" || strings.Contains(class, "protonmail_signature_block-user"):
		if len(w.open) < deepestTags {
			e.signature = true
			w.mark(signatureMark)
		}
	}
	switch e.name {
	case "blockquote":
		indent := strings.Contains(style, "border:none") || strings.Contains(class, " webkit-indent-blockquote ")
		if e.quote = !indent && len(w.open) < deepestTags; e.quote {
			w.quotes++
		}
	case "pre", "textarea", "listing":
		if len(w.open) < deepestTags {
			w.pre++
		}
	case "ol":
		e.list = 1
	case "ul", "dir", "menu":
		e.list = -1
	case "li":
		w.write(w.item())
		w.space, w.bullet = true, true
	case "td", "th":
		w.cell = true
	case "a":
		e.href, e.from = strings.TrimSpace(e.get("href")), w.out.Len()
	}
}

// item is the sign before an item of a list.
func (w *textWriter) item() string {
	for i := len(w.open) - 1; i >= 0; i-- {
		if n := w.open[i].list; n > 0 {
			w.open[i].list++
			return strconv.Itoa(n) + "."
		} else if n < 0 {
			break
		}
	}
	return "-"
}

func (w *textWriter) end(name string) {
	const furthest = 50
	for i := len(w.open) - 1; i >= 0 && i >= len(w.open)-furthest; i-- {
		if w.open[i].name == name {
			for len(w.open) > i {
				w.close(w.open[len(w.open)-1])
				w.open = w.open[:len(w.open)-1]
			}
			return
		}
	}
	if w.hidden == 0 {
		w.line(min(around(element{name: name}, ""), 1))
	}
}

func (w *textWriter) close(e element) {
	if e.hidden {
		w.hidden--
		return
	}
	if w.hidden > 0 {
		return
	}
	if e.name == "a" {
		w.linked(e)
	}
	w.bullet = false
	w.line(e.gap)
	if e.signature {
		w.mark(signatureEnd)
	}
	switch {
	case e.quote:
		w.quotes--
	case e.name == "pre" || e.name == "textarea" || e.name == "listing":
		w.pre--
	}
}

// linked writes where a link leads, unless its text says so.
func (w *textWriter) linked(e element) {
	const longest = 500
	text := strings.TrimSpace(w.out.String()[e.from:])
	scheme, _, found := strings.Cut(strings.ToLower(e.href), ":")
	if !found || scheme != "http" && scheme != "https" && scheme != "mailto" || len(e.href) > longest || text == "" {
		return
	}
	bare := func(s string) string {
		s = strings.ToLower(strings.TrimSpace(s))
		for _, start := range []string{"mailto:", "http://", "https://", "www."} {
			s = strings.TrimPrefix(s, start)
		}
		s, _, _ = strings.Cut(s, "?subject=")
		return strings.TrimRight(s, "/")
	}
	if strings.Contains(bare(text), bare(e.href)) || strings.ContainsAny(e.href, "<> \n") {
		return
	}
	w.space = true
	w.write("<" + e.href + ">")
}

// around is how many line ends come before and after an element; 0 for one that is part of
// a line.
func around(e element, style string) int {
	switch e.name {
	case "p":
		if strings.Contains(strings.ToLower(e.get("class")), "msonormal") || strings.Contains(style, "margin:0") || strings.Contains(style, "margin-bottom:0") {
			return 1
		}
		return 2
	case "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre":
		return 2
	case "div", "tr", "table", "li", "ul", "ol", "dl", "dt", "dd", "section", "article", "header", "footer", "address", "center", "form", "fieldset",
		"tbody", "thead", "caption", "figure", "figcaption", "main", "nav", "aside", "body", "html", "details", "summary", "option", "dir", "menu", "listing":
		return 1
	}
	return 0
}

// isHistory says whether an element is one with which a program begins the earlier mail.
func isHistory(name, class, id, style string) bool {
	switch id {
	case "appendonsend", "divrplyfwdmsg", "olk_src_body_section", "mail-editor-reference-message-container", "ms-outlook-mobile-reference-message", "x_divrplyfwdmsg", "x_appendonsend", "reply-intro", "zwchr":
		return true
	}
	if strings.Contains(class, " yahoo_quoted ") || strings.Contains(class, " outlookmessageheader ") || strings.Contains(class, "ms-outlook-mobile-reference-message") || strings.Contains(class, " zmail_extra ") {
		return true
	}
	return name == "div" && strings.Contains(style, "border:none;border-top:solid") && (strings.Contains(style, "#e1e1e1") || strings.Contains(style, "#b5c4df") || strings.Contains(style, "windowtext"))
}
