package ticket

import (
	"firstline/app/ui"
	"firstline/assets"
	"firstline/data"
)

// templates are the texts a note can start from: the desk's own, or those the
// program comes with.
func (r *Room) templates() []data.Template {
	if own := r.seat.Desk.Settings().Templates; len(own) > 0 {
		return own
	}
	var list []data.Template
	for _, t := range assets.Templates(r.seat.Words.Lang()) {
		list = append(list, data.Template{Name: t.Name, Text: string(t.Text)})
	}
	return list
}

// pickTemplate puts a template where the cursor is in the note.
func (r *Room) pickTemplate() {
	list := r.templates()
	rows := make(ui.Rows, len(list))
	for i, t := range list {
		rows[i] = []ui.Cell{{Text: t.Name}}
	}
	r.pick(r.say("ticket.templates"), rows, 0, func(i int) { r.note.insert(list[i].Text) })
}
