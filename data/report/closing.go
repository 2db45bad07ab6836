package report

import "strings"

// closing ends the report with what the reader should know about the document itself.
func (r *report) closing() {
	w := r.words
	if r.y+100 > pageHeight-marginBottom {
		r.newPage()
	} else {
		r.y += 22
	}
	r.surface(marginLeft, r.y, textWidth, 0.6, hairline)
	r.y += 8
	if r.replaced {
		r.text(page, small, span{text: w.Say("report.replaced")})
	}
	if r.Packet != nil {
		r.text(page, small, span{text: w.Say("report.packet", "name", packetName)})
	}
	r.text(page, small, span{text: w.Say("report.seal")})
	drawSeal(r.pdf, marginLeft, r.y+8)
	r.y += small.leading
}

// runningHead sets the top of every page but the first.
func (r *report) runningHead() {
	st := style{size: 8, ink: grey}
	number := r.line(r.Case.Ticket.Number)
	numberStyle := style{size: 8, cut: bold, ink: teal}
	r.write(number, numberStyle, marginLeft, r.y-8, 120)
	r.write(r.line(r.Case.Ticket.Subject), st, marginLeft+min(widthOf(number, numberStyle), 120)+8, r.y-8, textWidth-220)
	if r.Internal {
		r.writeRight(r.words.Say("report.internal"), style{size: 8, cut: bold, ink: amber}, r.y-8, 80)
	}
	r.surface(marginLeft, r.y-1, textWidth, 0.6, hairline)
	r.y += 14
}

// numberPages sets the foot of every page, once it is known how many there are.
func (r *report) numberPages() {
	st := style{size: 8, ink: grey}
	pages := r.pdf.PageNo()
	foot := oneLine(strings.ReplaceAll(r.clean(r.Letterhead.Footer), "\n", " · "))
	if foot == "" {
		foot = r.line(r.DeskName)
	}
	for n := 1; n <= pages; n++ {
		r.pdf.SetPage(n)
		r.forget()
		r.surface(marginLeft, footLine, textWidth, 0.6, hairline)
		r.write(foot, st, marginLeft, footLine+13, textWidth-170)
		r.writeRight(r.line(r.Case.Ticket.Number)+" · "+r.words.Say("report.page", "n", n, "of", pages), st, footLine+13, 160)
	}
}
