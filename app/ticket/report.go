package ticket

import (
	"bytes"
	"context"
	"io"

	"fyne.io/fyne/v2/container"

	"firstline/app/files"
	"firstline/app/ui"
	"firstline/data"
	"firstline/data/words"
)

// report writes the case report as a PDF, in the language one chooses; internal
// notes are left out unless asked for.
func (r *Room) report() {
	if !r.loaded() {
		return
	}
	p := r.seat.Words
	language := ui.NewChoice(p, "language", words.Languages(), nil)
	language.SetValue(r.seat.Desk.LanguageFor(r.now.Requester.Language))
	warning := ui.NewBadge(p.Say("ticket.report.careful"), ui.InternalInk)
	warning.Hide()
	internal := ui.NewCheck(p.Say("field.include_internal"), func(on bool) {
		warning.Hidden = !on
		warning.Refresh()
	})
	form := ui.NewForm(p).Add("language", p.Field("language"), language).Add("include_internal", "", container.NewHBox(internal, warning))
	id, d := string(r.id), r.seat.Desk
	r.saveNew(files.New{Title: p.Say("ticket.report.title", "number", r.now.Ticket.Number), Name: data.SafeName(r.now.Ticket.Number) + ".pdf", More: form}, func() func(context.Context) (io.ReadCloser, error) {
		lang, inside := language.Value(), internal.Checked
		return func(ctx context.Context) (io.ReadCloser, error) {
			pdf, err := d.Report(ctx, id, lang, inside)
			return io.NopCloser(bytes.NewReader(pdf)), err
		}
	}, func(to string) {
		r.seat.Notify(p.Say("ticket.report.written", "path", to))
		ui.ShowDialog(r.seat.Window, ui.Dialog{Title: p.Say("ticket.report.ready"), Content: ui.Paragraph(to), Confirm: p.Say("word.open"), Cancel: p.Say("word.close"),
			OnConfirm: func() bool { files.Open(r.seat, to); return true }})
	})
}

// writeArticle begins an article from what solved this case.
func (r *Room) writeArticle() {
	id, d := r.id, r.seat.Desk
	act(r, func(ctx context.Context) (data.Article, error) { return d.ArticleFromTicket(ctx, string(id)) }, r.seat.Go.WriteArticle, nil)
}
