package settings

import (
	"bytes"
	"context"
	"os"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/faq/page"
	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/desk"
)

// paperPart is what stands at the top and at the foot of a report.
type paperPart struct {
	room         *Room
	form         *ui.Form
	head, footer *ui.Entry
	address      *editor.Editor
	logo         string // the hash of the picture
	picture      *fyne.Container
	noLogo       *ui.Button
	whole        fyne.CanvasObject
}

func newPaperPart(r *Room) *paperPart {
	w := r.seat.Words
	p := &paperPart{room: r, head: r.entry(), footer: r.entry(), address: r.lines(3), picture: container.NewHBox()}
	p.noLogo = ui.NewQuiet(r.say("word.remove"), nil, func() { p.setLogo(""); r.changed() })
	choose := ui.NewButton(r.say("word.choose"), nil, p.pickLogo).Hinting(r.say("settings.paper.logo.hint"))
	p.form = ui.NewForm(w).
		Add("letterhead_name", w.Field("name"), p.head).
		Add("lines", w.Field("lines"), p.address).
		Add("footer", w.Field("footer"), p.footer).
		Add("logo", w.Field("logo"), container.New(page.Column{Gap: ui.Px(4)}, p.picture, container.NewHBox(choose, p.noLogo)))
	sample := ui.NewButton(r.say("action.settings.sample"), nil, r.sample).Hinting(r.say("settings.paper.sample.hint"))
	p.whole = container.New(page.Column{Gap: ui.Px(8)}, ui.Section(r.say("settings.part.paper"),
		container.New(page.Column{Gap: ui.Px(8)}, ui.Flush(ui.Paragraph(r.say("settings.paper.text"))), p.form, container.NewHBox(sample))))
	return p
}

func (p *paperPart) name() string               { return "paper" }
func (p *paperPart) content() fyne.CanvasObject { return p.whole }
func (p *paperPart) first() fyne.Focusable      { return p.head }
func (p *paperPart) fault(err error) bool       { return p.form.Fault(err) }

func (p *paperPart) show(s data.Settings) {
	p.head.Put(s.Letterhead.Name)
	p.address.SetText(s.Letterhead.Lines)
	p.footer.Put(s.Letterhead.Footer)
	p.setLogo(s.Letterhead.Logo)
}

func (p *paperPart) read(s *data.Settings) {
	s.Letterhead = data.Letterhead{Name: strings.TrimSpace(p.head.Text), Lines: strings.TrimSpace(p.address.Text()),
		Footer: strings.TrimSpace(p.footer.Text), Logo: p.logo}
}

// setLogo shows the picture with a hash.
func (p *paperPart) setLogo(hash string) {
	if hash == p.logo && len(p.picture.Objects) > 0 {
		return
	}
	p.logo = hash
	p.noLogo.Hidden = hash == ""
	shown := fyne.CanvasObject(ui.NewText(p.room.say("settings.paper.logo.none"), ui.Muted))
	if hash != "" {
		a := data.Attachment{SHA256: hash, Name: p.room.seat.Words.Field("logo"), Type: "image/png"} // the thumbnail finds out for itself
		path := p.room.seat.Desk.AttachmentPath(a)
		if info, err := os.Stat(path); err == nil {
			a.Size = info.Size()
		}
		shown = ui.NewThumb(p.room.seat, a, p.pickLogo)
	}
	p.picture.Objects = []fyne.CanvasObject{shown}
	p.whole.Refresh()
}

func (p *paperPart) pickLogo() {
	r := p.room
	r.pickFile(r.say("settings.paper.logo.pick"), func(path string) (string, error) {
		a, err := r.seat.Desk.KeepPicture(context.Background(), path)
		return a.SHA256, err
	}, func(hash string) {
		p.setLogo(hash)
		r.changed()
	})
}

// sample opens a report of the ticket that was changed last, to show the letterhead.
// Changes are saved first, because a report is made of what the desk knows.
func (r *Room) sample() {
	show := func() {
		ui.Try(r.seat, new(ui.Slot), r.sampleReport, func(path string, err error) {
			switch {
			case err != nil:
				r.seat.Fail(err)
			case path == "":
				r.seat.Notify(r.say("settings.paper.no_ticket"))
			default:
				files.Open(r.seat, path)
			}
		})
	}
	if r.dirty() {
		r.write(show)
		return
	}
	show()
}

// sampleReport writes the report to a temporary file; path is "" if the desk has no ticket
// yet.
func (r *Room) sampleReport(ctx context.Context) (path string, err error) {
	d := r.seat.Desk
	rows, _, err := d.List(ctx, desk.ListQuery{View: data.AllView, Limit: 1})
	if err != nil || len(rows) == 0 {
		return "", err
	}
	raw, err := d.Report(ctx, string(rows[0].ID), "", false)
	if err != nil {
		return "", err
	}
	return files.Copy(rows[0].Number+".pdf", bytes.NewReader(raw))
}
