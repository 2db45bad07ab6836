package ui

import (
	"html"
	"net/url"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
	"github.com/yuin/goldmark/ast"
	table "github.com/yuin/goldmark/extension/ast"

	"firstline/data"
)

// inline collects the segments of one paragraph.
type inline struct {
	markdown
	size     fyne.ThemeSizeName
	segments []widget.RichTextSegment
}

// block is running text: plain text can be selected, the rest is rich.
func (p *inline) block(style fyne.TextStyle) fyne.CanvasObject {
	p.trim()
	if p.plain() {
		label := SelectableText(p.text())
		label.Style, label.SizeName = style, p.size
		if len(p.segments) > 0 {
			label.Style = p.segments[0].(*widget.TextSegment).Style.TextStyle // all of it may be bold
		}
		return label
	}
	rich := widget.NewRichText(p.segments...)
	rich.Wrapping = fyne.TextWrapWord
	return rich
}

// trim takes away the line breaks around the text.
func (p *inline) trim() {
	if len(p.segments) == 0 {
		return
	}
	if first, ok := p.segments[0].(*widget.TextSegment); ok {
		first.Text = strings.TrimLeft(first.Text, "\n")
	}
	if last, ok := p.segments[len(p.segments)-1].(*widget.TextSegment); ok {
		last.Text = strings.TrimRight(last.Text, "\n")
	}
}

// write adds a text. Fyne may end a line between two pieces, so blanks and closing signs
// that begin one stay with the piece before, and opening signs that end that go along.
func (p *inline) write(s string, style fyne.TextStyle) {
	if n := len(p.segments); n > 0 {
		rest := strings.TrimLeft(s, " ")
		blanks := s[:len(s)-len(rest)]
		switch last := p.segments[n-1].(type) {
		case *widget.TextSegment:
			if last.Style.TextStyle == style {
				last.Text += s
				return
			}
			if last.Style.TextStyle.Strikethrough || style.Strikethrough {
				break // one would see it
			}
			rest := strings.TrimLeft(s, ".,;:!?)]}»”’…\"'")
			closing := s[:len(s)-len(rest)]
			rest = strings.TrimLeft(rest, " ")
			if closing == "" && blanks == "" {
				before := strings.TrimRight(last.Text, "([{«“„‘¿¡\"'")
				rest = last.Text[len(before):] + s
				if last.Text = before; before == "" {
					p.segments = p.segments[:n-1]
				}
			} else {
				last.Text += s[:len(s)-len(rest)]
			}
			s = rest
		case *widget.HyperlinkSegment:
			last.Text, s = last.Text+blanks, rest
		}
		if s == "" {
			return
		}
	}
	p.segments = append(p.segments, &widget.TextSegment{Text: s,
		Style: widget.RichTextStyle{Inline: true, ColorName: Ink, SizeName: p.size, TextStyle: style}})
}

// plain says whether it is all one piece of text.
func (p *inline) plain() bool {
	if len(p.segments) > 1 {
		return false
	}
	for _, s := range p.segments {
		if t, ok := s.(*widget.TextSegment); !ok || t.Style.TextStyle.Italic || t.Style.TextStyle.Monospace || t.Style.TextStyle.Strikethrough {
			return false
		}
	}
	return true
}

func (p *inline) text() string {
	var b strings.Builder
	for _, s := range p.segments {
		b.WriteString(s.Textual())
	}
	return b.String()
}

// add goes through the children of a node.
func (p *inline) add(parent ast.Node, style fyne.TextStyle) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		p.node(n, style)
	}
}

// node adds one node.
func (p *inline) node(n ast.Node, style fyne.TextStyle) {
	switch n := n.(type) {
	case *ast.Text:
		p.write(html.UnescapeString(string(n.Value(p.source))), style)
		if n.SoftLineBreak() || n.HardLineBreak() {
			p.write("\n", style)
		}
	case *ast.String:
		p.write(string(n.Value), style)
	case *ast.CodeSpan:
		mono := style
		mono.Monospace = true
		p.add(n, mono)
	case *ast.Emphasis:
		strong := style
		strong.Bold = strong.Bold || n.Level == 2
		strong.Italic = strong.Italic || n.Level == 1
		p.add(n, strong)
	case *table.Strikethrough:
		struck := style
		struck.Strikethrough = true
		p.add(n, struck)
	case *table.TaskCheckBox:
		box := "☐ "
		if n.IsChecked {
			box = "☑ "
		}
		p.write(box, style)
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			s := n.Segments.At(i)
			p.write(string(s.Value(p.source)), style)
		}
	case *ast.AutoLink:
		p.link(string(n.Label(p.source)), string(n.URL(p.source)), style)
	case *ast.Link:
		label := inline{markdown: p.markdown, size: p.size}
		label.add(n, style)
		p.link(label.text(), string(n.Destination), style)
	case *ast.Image:
		label := inline{markdown: p.markdown, size: p.size}
		label.add(n, style)
		if to := string(n.Destination); to != data.AttachmentTarget {
			label.write(" "+to, style)
		}
		p.write("["+strings.TrimSpace(label.text())+"]", style)
	default:
		p.add(n, style)
	}
}

// link adds a link to the web; any other is text. One whose text is not its
// address shows the host it leads to.
func (p *inline) link(label, address string, style fyne.TextStyle) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		if label == "" {
			label = address
		}
		p.write(label, style)
		return
	}
	if label == "" {
		label = address
	}
	p.segments = append(p.segments, &widget.HyperlinkSegment{Text: label, URL: u, TextStyle: style, SizeName: p.size})
	if !strings.Contains(address, strings.TrimSuffix(label, "/")) {
		p.write(" ("+u.Host+")", style)
	}
}
