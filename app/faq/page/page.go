// Package page shows an article the way it is read: its standing in badges, its
// answer in a pane that the keyboard scrolls, and the words a search found in
// bold. The FAQ browser, the article editor's preview and the intake form are
// made of it.
package page

import (
	"strings"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// Title is an article's title, as many lines as it needs.
func Title(text string) fyne.CanvasObject {
	l := ui.SelectableText(text)
	l.Style.Bold = true
	l.SizeName = theme.SizeNameSubHeadingText
	return ui.Flush(l)
}

// Badges show where an article stands: how far it may be trusted, who may see
// it, its language, and whether someone should look at it again.
func Badges(p *words.Printer, a data.Article, now time.Time) fyne.CanvasObject {
	row := container.New(Wrap{})
	add := func(text string, color fyne.ThemeColorName) {
		if text != "" {
			row.Add(ui.NewBadge(text, color))
		}
	}
	add(Confidence(p, a.Confidence), Trust(a.Confidence))
	if a.Audience != "" {
		color := ui.Accent
		if a.Audience == "internal" {
			color = ui.InternalInk
		}
		add(p.Choice("audience", string(a.Audience)), color)
	}
	if a.Language != "" {
		add(p.Choice("language", a.Language), "")
	}
	add(a.Category, "")
	if a.Stale(now) {
		add(p.Say("faq.review_due"), ui.Warning)
	}
	if a.Flag != "" {
		add(p.Say("faq.flagged"), ui.Danger)
	}
	return row
}

// Confidence names how far an article may be trusted.
func Confidence(p *words.Printer, c data.Confidence) string {
	if c == "" {
		return ""
	}
	return p.Choice("confidence", string(c))
}

// Trust is the colour of a confidence.
func Trust(c data.Confidence) fyne.ThemeColorName {
	switch c {
	case data.Validated:
		return ui.Good
	case data.WorkInProgress:
		return ui.Warning
	}
	return ""
}

// Marked shows a snippet with what was found, between the characters U+0002 and
// U+0003, in bold.
func Marked(snippet string) *widget.RichText {
	t := widget.NewRichText()
	t.Wrapping = fyne.TextWrapWord
	SetMarked(t, snippet)
	return t
}

// SetMarked shows another snippet.
func SetMarked(t *widget.RichText, snippet string) {
	t.Segments = t.Segments[:0]
	add := func(text string, bold bool) {
		if text == "" {
			return
		}
		style := widget.RichTextStyle{Inline: true, ColorName: ui.Muted, SizeName: theme.SizeNameCaptionText}
		if bold {
			style.ColorName, style.TextStyle.Bold = ui.Ink, true
		}
		t.Segments = append(t.Segments, &widget.TextSegment{Text: text, Style: style})
	}
	for i, part := range strings.Split(oneLine(snippet), ui.MarkOn) {
		found, rest, marked := strings.Cut(part, ui.MarkOff)
		if i == 0 || !marked {
			add(part, false)
			continue
		}
		add(found, true)
		add(rest, false)
	}
	t.Refresh()
}

// oneLine puts a snippet on one line; the marks of a search stay.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// Answer is an article's text in KCS's order: what is wrong, where, what helps,
// and why. It is read out, copied and worked along.
func Answer(p *words.Printer, a data.Article) fyne.CanvasObject {
	body := container.New(Column{Gap: theme.Padding() * 2.5})
	part := func(field, text string) {
		if strings.TrimSpace(text) == "" {
			return
		}
		head := ui.NewCaption(p.Field(field))
		head.Bold = true
		body.Add(container.New(Column{Gap: theme.Padding() / 2}, head, ui.Flush(ui.Markdown(text))))
	}
	part("issue", a.Issue)
	part("environment", a.Environment)
	part("resolution", a.Resolution)
	if strings.TrimSpace(a.Resolution) == "" {
		body.Add(ui.Flush(ui.Paragraph(p.Say("faq.no_resolution"))))
	}
	part("cause", a.Cause)
	return body
}
