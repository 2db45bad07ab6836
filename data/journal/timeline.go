package journal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"sort"

	"firstline/data"
)

// Source gives the operation that holds an entry's present text: the one that
// wrote it, or the last that rewrote it. ok is false if the entry is not here.
func (s *State) Source(entry string) (source Op, ok bool) {
	for _, o := range s.ops {
		switch {
		case (o.Kind == Note || o.Kind == Attach) && o.isEntry(entry):
			source, ok = o, true
		case ok && o.Kind == Rewrite && o.Field == entry:
			source = o
		}
	}
	return source, ok
}

// Text is the text an operation gives a timeline entry: a note's, a rewritten
// one, or the name of an attached file.
func (o Op) Text() string {
	switch o.Kind {
	case Note:
		var a data.Activity
		json.Unmarshal(o.Value, &a) // a newer desk's note may have none
		return a.Text
	case Rewrite:
		var text string
		json.Unmarshal(o.Value, &text)
		return text
	case Attach:
		var file data.Attachment
		json.Unmarshal(o.Value, &file)
		return file.Name
	}
	return ""
}

// quiet are fields the program sets along with another; the timeline does not
// mention them, the history does.
// A resolution is told by its own entry.
var quiet = map[string]bool{"unread": true, "revoked": true, "opened_at": true, "first_response_at": true, "resolved_at": true, "closed_at": true, "number": true,
	"resolution_code": true, "resolution_notes": true}

// Timeline gives the entries of a ticket, oldest first: notes and calls with
// their latest text, attachments, and the changes each act made. Withdrawn
// entries are not among them. They are shared, as fields are.
func (s *State) Timeline() []data.Activity {
	s.telling.Do(func() { s.timeline = s.tell() })
	return s.timeline
}

func (s *State) tell() []data.Activity {
	gone := s.hidden()
	v := newValues()
	var timeline []data.Activity
	moved := false
	place := map[string]int{} // entry or act -> index
	for _, o := range s.ops {
		switch o.Kind {
		case Note:
			var a data.Activity
			if gone[o.Entry()] || json.Unmarshal(o.Value, &a) != nil {
				continue
			}
			a.ID, a.At, a.By = o.Entry(), o.At, o.By
			if a.Mail != "" && a.Origin == nil { // whoever fetched it did not write it
				a.By = cmp.Or(a.Name, a.Address, o.By)
			}
			moved = remember(&a) || moved
			place[a.ID] = len(timeline)
			timeline = append(timeline, a)
		case Attach:
			var file Attached
			if gone[o.Entry()] || json.Unmarshal(o.Value, &file) != nil {
				continue
			}
			a := data.Activity{ID: o.Entry(), Kind: data.Attached, At: o.At, By: o.By, Attachment: &file.Attachment, Origin: file.Origin, Mail: file.Mail}
			moved = remember(&a) || moved
			timeline = append(timeline, a)
		case Rewrite:
			var text string
			i, ok := place[o.Field]
			if !ok || json.Unmarshal(o.Value, &text) != nil {
				continue
			}
			a := &timeline[i]
			a.Edits = append(a.Edits, data.Edit{At: o.At, By: o.By, Text: a.Text})
			a.Text = text
		default:
			for _, w := range v.play(o) {
				before := v.get(w.field)
				v.apply(w)
				if o.Kind == Open || quiet[w.field] || compactOr(before) == compactOr(v.get(w.field)) {
					continue
				}
				change := data.Change{Field: w.field, From: before, To: v.get(w.field)}
				i, ok := place["act "+string(o.Act)]
				if !ok {
					i = len(timeline)
					place["act "+string(o.Act)] = i
					timeline = append(timeline, data.Activity{ID: o.Entry(), Kind: data.SystemEvent, At: o.At, By: o.By})
				}
				timeline[i].Changes = merge(timeline[i].Changes, change)
			}
		}
	}
	if moved {
		sort.SliceStable(timeline, func(i, j int) bool { return timeline[i].At.Before(timeline[j].At) })
	}
	return timeline
}

// Attached is what an attach operation holds: the file and, if an unmerge moved
// it, where it was first attached.
type Attached struct {
	data.Attachment
	Origin *data.Origin `json:"origin,omitempty"`
	Mail   data.ID      `json:"mail,omitempty"` // that it came with
}

// remember gives a moved entry back its time and author.
func remember(a *data.Activity) bool {
	if a.Origin == nil {
		return false
	}
	a.At, a.By = a.Origin.At, a.Origin.By
	return true
}

// hidden are the entries a timeline leaves out: those withdrawn, and the second
// of two that desks made of one mail. Where the first is withdrawn, the second
// goes with it.
func (s *State) hidden() map[string]bool {
	gone := map[string]bool{}
	for _, o := range s.ops {
		if o.Kind == Withdraw && o.Field != "" {
			gone[o.Field] = string(o.Value) != "false"
		}
	}
	twins := map[string][]string{} // what of which mail -> entries, in order
	for _, o := range s.ops {
		switch o.Kind {
		case Note, Attach:
			if twin := o.twin(); twin != "" {
				twins[twin] = append(twins[twin], o.Entry())
			}
		case Withdraw:
			if o.Field == "" || !gone[o.Field] {
				continue
			}
			for _, same := range twins {
				if slices.Contains(same, o.Field) {
					for _, entry := range same {
						gone[entry] = true
					}
				}
			}
		}
	}
	for _, same := range twins {
		shown := false
		for _, entry := range same {
			gone[entry] = gone[entry] || shown
			shown = shown || !gone[entry]
		}
	}
	return gone
}

// twin names what an operation tells of a mail, the same on every desk; "" if it
// tells of none.
func (o Op) twin() string {
	var of struct {
		Mail   data.ID `json:"mail"`
		SHA256 string  `json:"sha256"`
		Name   string  `json:"name"`
		Origin struct {
			Entry string `json:"entry"`
		} `json:"origin"`
	}
	if !bytes.Contains(o.Value, []byte(`"mail":`)) || json.Unmarshal(o.Value, &of) != nil || of.Mail == "" {
		return ""
	}
	if o.Kind == Note {
		return string(of.Mail) + " " + of.Origin.Entry
	}
	return string(of.Mail) + " " + of.SHA256 + " " + of.Name
}

// merge joins a change to those of the same act: a list that gained two
// elements changed once.
func merge(changes []data.Change, c data.Change) []data.Change {
	for i := range changes {
		if changes[i].Field == c.Field {
			changes[i].To = c.To
			return changes
		}
	}
	return append(changes, c)
}

func compactOr(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "null"
	}
	return compact(raw)
}
