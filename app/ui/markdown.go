package ui

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	table "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"firstline/data"
)

// Markdown shows text written in Markdown. What people type is shown as they
// typed it where Markdown would lose it: a line break is a line break, and HTML
// is text. Pictures are never fetched; a link is followed only to the web and
// shows where it leads. Beyond data.MaxArticle bytes the text is cut.
//
// Fyne's own Markdown is not used: it drops HTML and line breaks and loads
// pictures from wherever the text says.
func Markdown(source string) fyne.CanvasObject { return MarkdownWith(source, nil) }

// MarkdownWith is Markdown with the pictures that are files of the ticket:
// picture draws one by its name, or gives nil.
func MarkdownWith(source string, picture func(name string) fyne.CanvasObject) fyne.CanvasObject {
	source = cut(strings.ToValidUTF8(source, "�"), data.MaxArticle)
	if !strings.ContainsAny(source, "*_`#>[]<|~=-+&\\0123456789:") {
		return column(SelectableText(strings.TrimSpace(source))) // nothing in it that Markdown knows
	}
	m := markdown{[]byte(endLists(source)), picture}
	return column(m.blocks(reader.Parse(text.NewReader(m.source)))...)
}

var reader = goldmark.New(goldmark.WithExtensions(extension.Strikethrough, extension.TaskList, extension.Table, extension.Linkify),
	goldmark.WithParserOptions(parser.WithInlineParsers(util.Prioritized(asterisks{parser.NewEmphasisParser()}, 499), util.Prioritized(underscores{}, 498)))).Parser()

// asterisks mark words, as on paper: 2*3*4 keeps its own.
type asterisks struct{ parser.InlineParser }

// Trigger is an asterisk.
func (asterisks) Trigger() []byte { return []byte{'*'} }

// Parse takes a run between letters or digits for what it is.
func (a asterisks) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, "*"))
	before := block.PrecendingCharacter()
	after, _ := utf8.DecodeRune(line[n:])
	if isWord(before) && isWord(after) {
		block.Advance(n)
		return ast.NewTextSegment(segment.WithStop(segment.Start + n))
	}
	return a.InlineParser.Parse(parent, block, pc)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// underscores mark nothing: __init__ is a name.
type underscores struct{}

// Trigger is an underscore.
func (underscores) Trigger() []byte { return []byte{'_'} }

// Parse takes a run for what it is.
func (underscores) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := len(line) - len(bytes.TrimLeft(line, "_"))
	block.Advance(n)
	return ast.NewTextSegment(segment.WithStop(segment.Start + n))
}

var (
	listed = regexp.MustCompile(`^ {0,9}(?:[-*+]|\d{1,9}[.)]) `)
	fence  = regexp.MustCompile("^ {0,3}(?:```|~~~)")
)

// endLists puts a blank line where text follows a list at the margin: whoever types
// it there means it to stand after the list, as it does on paper.
func endLists(source string) string {
	if !strings.Contains(source, "\n") {
		return source
	}
	var out strings.Builder
	inList, fenced := false, false
	for line := range strings.Lines(source) {
		blank := strings.TrimSpace(line) == ""
		switch {
		case fence.MatchString(line):
			fenced = !fenced
		case fenced:
		case listed.MatchString(line):
			inList = true
		case blank || !strings.HasPrefix(line, " ") && !strings.HasPrefix(line, "\t"):
			if inList && !blank {
				out.WriteString("\n")
			}
			inList = false
		}
		out.WriteString(line)
	}
	return out.String()
}

// cut ends a text at the last line that fits into max bytes.
func cut(s string, max int) string {
	if len(s) <= max {
		return s
	}
	s = s[:max]
	if i := strings.LastIndexByte(s, '\n'); i > max/2 {
		s = s[:i]
	}
	for !utf8.ValidString(s) {
		s = s[:len(s)-1]
	}
	return s + "\n\n…"
}

// column stacks blocks without gaps: text brings its own.
func column(blocks ...fyne.CanvasObject) fyne.CanvasObject {
	if len(blocks) == 1 {
		return blocks[0]
	}
	return container.New(layout.NewCustomPaddedVBoxLayout(0), blocks...)
}

type markdown struct {
	source  []byte
	picture func(name string) fyne.CanvasObject
}

func (m markdown) blocks(parent ast.Node) []fyne.CanvasObject {
	var out []fyne.CanvasObject
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if o := m.block(n); o != nil {
			out = append(out, o)
		}
	}
	return out
}

func (m markdown) block(n ast.Node) fyne.CanvasObject {
	switch n := n.(type) {
	case *ast.Heading:
		size := theme.SizeNameText
		switch n.Level {
		case 1:
			size = theme.SizeNameHeadingText
		case 2:
			size = theme.SizeNameSubHeadingText
		}
		return m.paragraph(n, size, fyne.TextStyle{Bold: true})
	case *ast.List:
		return m.list(n)
	case *ast.CodeBlock, *ast.FencedCodeBlock, *ast.HTMLBlock:
		return m.literal(n)
	case *ast.Blockquote:
		bar := container.New(fixedWidth(px(3)), NewFill(theme.ColorNameInputBorder))
		return Border(nil, nil, Air(0, 0, 6, 0, bar), nil, column(m.blocks(n)...))
	case *ast.ThematicBreak:
		return Air(4, 4, 0, 0, NewRule())
	case *table.Table:
		return m.table(n)
	}
	return m.paragraph(n, theme.SizeNameText, fyne.TextStyle{})
}

// paragraph is one block of running text, and the pictures it names between its
// lines.
func (m markdown) paragraph(n ast.Node, size fyne.ThemeSizeName, style fyne.TextStyle) fyne.CanvasObject {
	var blocks []fyne.CanvasObject
	p := inline{size: size, markdown: m}
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if picture := m.attached(child); picture != nil {
			if strings.TrimSpace(p.text()) != "" {
				blocks = append(blocks, p.block(style))
			}
			blocks, p = append(blocks, picture), inline{size: size, markdown: m}
			continue
		}
		p.node(child, style)
	}
	if strings.TrimSpace(p.text()) != "" || len(blocks) == 0 {
		blocks = append(blocks, p.block(style))
	}
	return column(blocks...)
}

// attached is the picture a node names, if it stands on a line of its own and is
// the ticket's.
func (m markdown) attached(n ast.Node) fyne.CanvasObject {
	i, ok := n.(*ast.Image)
	if !ok || m.picture == nil || !m.breaks(n.PreviousSibling(), false) || !m.breaks(n.NextSibling(), true) || string(i.Destination) != data.AttachmentTarget {
		return nil
	}
	label := inline{markdown: m}
	label.add(i, fyne.TextStyle{})
	return m.picture(label.text())
}

// breaks says whether a line ends at a node: with it, or there is no more; empty:
// and nothing else stands in it.
func (m markdown) breaks(n ast.Node, empty bool) bool {
	if n == nil {
		return true
	}
	t, ok := n.(*ast.Text)
	return ok && (t.SoftLineBreak() || t.HardLineBreak()) && (!empty || len(t.Value(m.source)) == 0)
}

func (m markdown) list(n *ast.List) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	number := n.Start
	for item := n.FirstChild(); item != nil; item = item.NextSibling() {
		sign := "•"
		if n.IsOrdered() {
			sign = strconv.Itoa(number) + "."
			number++
		}
		mark := widget.NewLabel(sign)
		rows = append(rows, Border(nil, nil, Air(0, 0, 6, -6, container.NewVBox(mark)), nil,
			column(m.blocks(item)...)))
	}
	return Pile(-6, rows...)
}

// literal is text as it stands, in letters of one width.
func (m markdown) literal(n ast.Node) fyne.CanvasObject {
	var b strings.Builder
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		b.Write(line.Value(m.source))
	}
	if h, ok := n.(*ast.HTMLBlock); ok && h.HasClosure() {
		b.Write(h.ClosureLine.Value(m.source))
	}
	label := SelectableText(strings.TrimRight(b.String(), "\n"))
	if n.Kind() == ast.KindHTMLBlock {
		return label
	}
	label.Style.Monospace, label.Anywhere = true, true
	return Air(3, 3, 5, 5, Tinted(theme.ColorNameHover, label))
}

// table is rows of equal columns with hairlines between them.
func (m markdown) table(n *table.Table) fyne.CanvasObject {
	var rows []fyne.CanvasObject
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		var cells []fyne.CanvasObject
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			o := m.paragraph(cell, theme.SizeNameText, fyne.TextStyle{Bold: row.Kind() == table.KindTableHeader})
			if label, ok := o.(*Selectable); ok && cell.(*table.TableCell).Alignment == table.AlignRight {
				label.Align = fyne.TextAlignTrailing
			}
			cells = append(cells, o)
		}
		rows = append(rows, container.NewGridWithColumns(max(len(cells), 1), cells...), NewRule())
	}
	return column(rows...)
}

// fixedWidth gives what it holds a width and all the height.
type fixedWidth float32

// MinSize is the width.
func (w fixedWidth) MinSize([]fyne.CanvasObject) fyne.Size { return fyne.NewSize(float32(w), 0) }

// Layout fills the width.
func (w fixedWidth) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	for _, o := range objects {
		o.Resize(fyne.NewSize(float32(w), size.Height))
	}
}
