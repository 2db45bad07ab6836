package ticket

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"firstline/app/ui"
	"firstline/data"
)

// revise changes the text of one's own entry. The earlier text stays with it,
// and what is typed is kept as a draft until saved.
func (r *Room) revise(a data.Activity) {
	id, d, p := r.id, r.seat.Desk, r.seat.Words
	drafter := ui.NewDrafter(r.seat, "edit:"+string(id)+":"+a.ID)
	act(r, func(ctx context.Context) (string, error) { return d.Draft(ctx, drafter.Key()) }, func(draft string) {
		text := r.write(14)
		text.SetText(a.Text)
		if draft != "" {
			text.SetText(draft)
		}
		text.OnChanged = func() {
			drafter.Changed(func() string {
				if text.Text() == a.Text {
					return ""
				}
				return text.Text()
			})
		}
		form := ui.NewForm(p).Need("text", p.Choice("activity", string(a.Kind)), text)
		form.Above = true
		ground, word := ui.Public, p.Say("ticket.note.public")
		if a.Internal {
			ground, word = ui.Internal, p.Say("ticket.note.internal")
		}
		var done func()
		done = ui.ShowDialog(r.seat.Window, ui.Dialog{Title: p.Say("ticket.edit.title") + " · " + word, Width: 760, Focus: text,
			Content: ui.Tinted(ground, ui.Padded(container.NewVBox(form, note(p.Say("ticket.edit.says"))))),
			Confirm: p.Say("word.save"), Cancel: p.Say("word.cancel"), OnCancel: drafter.Flush,
			OnConfirm: func() bool {
				now := text.Text()
				act(r, func(ctx context.Context) (bool, error) { return true, d.EditNote(ctx, string(id), a.ID, now) }, func(bool) {
					drafter.Drop()
					done()
					r.seat.Notify(p.Say("ticket.edit.saved"))
				}, form.Fault)
				return false
			}})
	}, nil)
}

// showEdits shows the texts an entry had before, the latest first.
func (r *Room) showEdits(a data.Activity) {
	p := r.seat.Words
	var parts []fyne.CanvasObject
	for i := len(a.Edits) - 1; i >= 0; i-- {
		e := a.Edits[i]
		parts = append(parts, ui.NewCaption(p.Say("ticket.edits.until", "at", p.DateTime(e.At), "by", e.By)), ui.Markdown(e.Text), ui.NewRule())
	}
	ui.ShowDialog(r.seat.Window, ui.Dialog{Title: p.Say("ticket.entry.edits"), Width: 700, Content: container.New(&stack{}, parts...), Confirm: p.Say("word.close")})
}

// copyText puts a text on the clipboard.
func (r *Room) copyText(text string) {
	fyne.CurrentApp().Clipboard().SetContent(text)
	r.seat.Notify(r.say("word.copied"))
}
