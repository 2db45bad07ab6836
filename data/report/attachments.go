package report

import (
	"strings"

	"firstline/data"
)

// shortKinds are what people call the types of files that have a name of their own.
var shortKinds = map[string]string{"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "application/pdf": "PDF",
	"application/zip": "ZIP", "message/rfc822": "EML", "text/csv": "CSV"}

// kindOf is a short name for the type of a file: PNG, PDF, text/x-log.
func (r *report) kindOf(a data.Attachment) string {
	if kind, ok := shortKinds[a.Type]; ok {
		return kind
	}
	kind, _, _ := strings.Cut(a.Type, ";")
	return r.line(kind)
}

// files lists the case's attachments, and shows the pictures among them.
func (r *report) files() {
	if len(r.Case.Attachments) == 0 {
		return
	}
	w := r.words
	r.section(w.Say("word.attachments"))
	columns := []column{{x: marginLeft, w: 228}, {x: marginLeft + 240, w: 86}, {x: marginLeft + 336, w: 52}, {x: marginLeft + 400, w: textWidth - 400}}
	table := func(st style, texts ...string) {
		cells := make([]cell, len(columns))
		for i, c := range columns {
			cells[i] = cellOf(c, st, span{text: texts[i]})
		}
		r.row(cells...)
		r.space(page, 2.5)
		r.surface(marginLeft, r.y-1, textWidth, 0.5, hairline)
		r.space(page, 1.5)
	}
	table(label, w.Field("file"), w.Field("type"), w.Field("size"), w.Say("report.sha"))
	listing := style{size: 9, leading: 12.5, ink: black}
	listed := map[data.Attachment]bool{}
	for _, a := range r.Case.Attachments {
		if !listed[a] {
			listed[a] = true
			table(listing, r.line(a.Name), r.kindOf(a), w.Size(a.Size), shortHash(r.line(a.SHA256)))
		}
	}
	if r.Files != nil {
		r.pictures()
	}
}

// shortHash is as much of a hash as it takes to tell two files apart.
func shortHash(hash string) string {
	letters := []rune(hash)
	return string(letters[:min(16, len(letters))])
}

// figure is a picture on the paper, with its name below.
type figure struct {
	attachment data.Attachment
	picture    picture
	w, h       float64
}

// room is the width a figure takes up: even a narrow one needs room for its name.
func (f figure) room() float64 { return max(f.w, 100) }

// pictures shows each picture once, side by side where they fit.
func (r *report) pictures() {
	shown := map[string]bool{}
	var row []figure
	used := 0.0
	for _, a := range r.Case.Attachments {
		if !a.IsPicture() || shown[a.SHA256] {
			continue
		}
		shown[a.SHA256] = true
		p, ok := r.find(a.SHA256)
		if !ok {
			r.figures(row)
			row, used = nil, 0
			r.space(page, 8)
			r.text(page, small, span{text: r.words.Say("report.no_picture", "name", r.line(a.Name))})
			continue
		}
		f := figure{attachment: a, picture: p}
		f.w, f.h = fit(p, 440, 270)
		if used+f.room() > textWidth {
			r.figures(row)
			row, used = nil, 0
		}
		row, used = append(row, f), used+f.room()+figureGap
	}
	r.figures(row)
}

const (
	figureGap = 14.0 // between figures side by side
	caption   = 16.0 // below them
	squeeze   = 0.6  // of its size: as far as a picture shrinks rather than leave half a page empty
)

// figures draws a row of figures.
func (r *report) figures(row []figure) {
	if len(row) == 0 {
		return
	}
	height := 0.0
	for _, f := range row {
		height = max(height, f.h)
	}
	r.y += 12
	if left := pageHeight - marginBottom - r.y - caption; left < height && left >= squeeze*height {
		for i := range row {
			row[i].w, row[i].h = row[i].w*left/height, row[i].h*left/height
		}
		height = left
	}
	r.need(height + caption)
	x := marginLeft
	for _, f := range row {
		r.surface(x-0.6, r.y-0.6, f.w+1.2, f.h+1.2, hairline)
		r.place(r.pdf, f.attachment.SHA256, f.picture, x, r.y, f.w, f.h)
		r.write(r.line(f.attachment.Name), small, x, r.y+f.h+11, f.room())
		x += f.room() + figureGap
	}
	r.y += height + caption
}

// fit is the size of a picture on paper, in points: its own at 120 pixels an inch, or
// what fits.
func fit(p picture, maxWidth, maxHeight float64) (w, h float64) {
	w, h = float64(p.width)*72/120, float64(p.height)*72/120
	scale := min(1, maxWidth/w, maxHeight/h)
	return max(w*scale, 1), max(h*scale, 1)
}

// articles lists the articles of the FAQ manual that were tried, and whether they
// helped.
func (r *report) articles() {
	if len(r.Case.Articles) == 0 {
		return
	}
	r.section(r.words.Say("report.articles"))
	for _, use := range r.Case.Articles {
		verdict := r.words.Say("report.tried")
		switch {
		case use.Helped:
			verdict = r.words.Say("report.helped")
		case use.Open:
			verdict = ""
		}
		r.text(page.inset(10, 0), body, span{text: r.line(use.Article.Title)}, span{text: "   " + verdict, ink: &grey})
		r.space(page, 2)
	}
}
