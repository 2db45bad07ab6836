package ticket

import (
	"context"
	"encoding/json"
	"strings"

	"fyne.io/fyne/v2/container"

	"firstline/app/editor"
	"firstline/app/ui"
	"firstline/data/desk"
)

// history shows every fact of the journal about the ticket, as it was written.
func (r *Room) history() {
	id, d := r.id, r.seat.Desk
	if !r.loaded() {
		return
	}
	act(r, func(ctx context.Context) ([]desk.Fact, error) { return d.History(ctx, string(id)) }, func(facts []desk.Fact) {
		p := r.seat.Words
		rows := make(ui.Rows, len(facts))
		for i, f := range facts {
			rows[i] = []ui.Cell{{Text: p.DateTime(f.At), Muted: true}, {Text: f.By}, {Text: p.Say("ticket.fact." + factKind(f.Kind))},
				{Text: factField(r, f)}, {Text: oneLine(f.Value)}, {Text: brief(f.Hash, 12), Muted: true}}
		}
		list := ui.NewList([]ui.Column{{ID: "at", Title: p.Field("at"), Width: 140}, {ID: "by", Title: p.Field("by"), Width: 90},
			{ID: "kind", Title: p.Say("ticket.history.kind"), Width: 90}, {ID: "field", Title: p.Field("field"), Width: 150},
			{ID: "value", Title: p.Say("ticket.history.value"), Width: 200, Weight: 1}, {ID: "hash", Title: p.Field("sha256"), Width: 110, Spare: 1}}, rows)
		list.MinRows, list.Label = 20, p.Say("ticket.history.title")
		list.OnOpen = func(i int) {
			full := editor.New(r.seat, "", 12)
			full.ReadOnly, full.Plain = true, true
			full.SetText(indented(facts[i].Value))
			ui.ShowDialog(r.seat.Window, ui.Dialog{Title: factField(r, facts[i]), Width: 700, Cancel: p.Say("word.close"),
				Content: container.NewVBox(note(p.Field("sha256")+" "+facts[i].Hash), full)})
		}
		ui.ShowDialog(r.seat.Window, ui.Dialog{Title: p.Say("ticket.history.title"), Width: 1100, Cancel: p.Say("word.close"), Focus: list,
			Content: container.NewVBox(note(p.Count("ticket.history.says", len(facts))), list)})
		list.Select(len(facts) - 1)
	}, nil)
}

// factKind is the name of a kind of fact; a newer desk may have written others.
func factKind(kind string) string {
	switch kind {
	case "open", "set", "add", "remove", "note", "edit", "attach", "withdraw":
		return kind
	}
	return "other"
}

func factField(r *Room, f desk.Fact) string {
	if f.Field == "" || strings.Contains(f.Field, ":") { // an entry, not a field
		return f.Field
	}
	return r.seat.Words.Field(f.Field)
}

func oneLine(raw json.RawMessage) string {
	return brief(strings.Join(strings.Fields(string(raw)), " "), 300)
}

func indented(raw json.RawMessage) string {
	var v any
	if json.Unmarshal(raw, &v) != nil {
		return string(raw)
	}
	if s, ok := v.(string); ok {
		return s
	}
	pretty, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		return string(raw)
	}
	return string(pretty)
}
