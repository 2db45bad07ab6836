package ticket

import (
	"firstline/app/editor"
	"firstline/app/ui"
)

// pickTemplate puts a text block where the cursor is in the note.
func (r *Room) pickTemplate() {
	list := editor.Templates(r.seat)
	rows := make(ui.Rows, len(list))
	for i, t := range list {
		rows[i] = []ui.Cell{{Text: t.Name}}
	}
	r.pick(r.say("ticket.templates"), rows, 0, func(i int) { r.note.insert(r.filled(list[i].Text)) })
}
