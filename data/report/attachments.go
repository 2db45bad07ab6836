package report

import (
	"strings"

	"firstline/data"
)

// kindOf is a short name for what a file is: PNG, PDF, text/x-log.
func (r *report) kindOf(a data.Attachment) string {
	if kind, ok := map[string]string{"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "application/pdf": "PDF",
		"application/zip": "ZIP", "message/rfc822": "EML", "text/csv": "CSV"}[a.Type]; ok {
		return kind
	}
	kind, _, _ := strings.Cut(a.Type, ";")
	return r.line(kind)
}

// files lists what is attached to the case, then shows the pictures among it.
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

// shortHash is as much of a hash as tells two files apart.
func shortHash(hash string) string {
	letters := []rune(hash)
	return string(letters[:min(16, len(letters))])
}

// pictures shows each picture once, under its name.
func (r *report) pictures() {
	shown := map[string]bool{}
	for _, a := range r.Case.Attachments {
		if !a.IsPicture() || shown[a.SHA256] {
			continue
		}
		shown[a.SHA256] = true
		p, ok := r.album.pictures[a.SHA256]
		if !ok {
			r.space(page, 8)
			r.text(page, small, span{text: r.words.Say("report.no_picture", "name", r.line(a.Name))})
			continue
		}
		w, h := fit(p, 440, 270)
		r.y += 12
		r.need(h + 16)
		r.surface(marginLeft-0.6, r.y-0.6, w+1.2, h+1.2, hairline)
		r.place(r.pdf, a.SHA256, p, marginLeft, r.y, w, h)
		r.y += h + 3
		r.text(page, small, span{text: r.line(a.Name)})
	}
}

// fit is the size of a picture on paper: its own (at 120 pixels an inch), or
// what fits.
func fit(p picture, maxWidth, maxHeight float64) (w, h float64) {
	w, h = float64(p.width)*72/120, float64(p.height)*72/120
	scale := min(1, maxWidth/w, maxHeight/h)
	return max(w*scale, 1), max(h*scale, 1)
}

// articles are the answers of the FAQ manual that were tried.
func (r *report) articles() {
	if len(r.Case.Articles) == 0 {
		return
	}
	r.section(r.words.Say("report.articles"))
	for _, use := range r.Case.Articles {
		verdict := r.words.Say("report.tried")
		if use.Helped {
			verdict = r.words.Say("report.helped")
		}
		r.text(page.inset(10, 0), body, span{text: r.line(use.Article.Title)}, span{text: "   " + verdict, ink: &grey})
		r.space(page, 2)
	}
}
