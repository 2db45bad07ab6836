package journal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"maps"
	"slices"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"firstline/data"
)

// State is what the operations on one entity add up to. The same operations
// give the same state in whatever order they came, and twice is once. A state
// never changes, so that it can be kept and shared.
type State struct {
	Entity  string
	ID      data.ID
	Updated time.Time     // wall clock of the newest operation
	ops     []Op          // in clock order, each once
	tail    *atomic.Int64 // how much of ops' array is in use: whoever comes first adds to it in place

	fields   func() data.Fields  // as they stand, added up once
	ticket   func() *data.Ticket // most states are never asked for it
	timeline func() []data.Activity
}

// Fold adds operations up.
func Fold(ops []Op) *State {
	s := newState(new(atomic.Int64))
	sorted := append([]Op(nil), ops...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Before(sorted[j]) })
	for i, o := range sorted {
		if i > 0 && o.Author == sorted[i-1].Author && o.Seq == sorted[i-1].Seq {
			continue
		}
		s.ops = append(s.ops, o)
		s.Entity, s.ID = o.Entity, o.ID
		if o.At.After(s.Updated) {
			s.Updated = o.At
		}
	}
	s.tail.Store(int64(len(s.ops)))
	return s
}

func newState(tail *atomic.Int64) *State {
	s := &State{tail: tail}
	s.fields = sync.OnceValue(func() data.Fields { return s.FieldsBefore("") })
	s.ticket = sync.OnceValue(func() *data.Ticket {
		t := &data.Ticket{ID: s.ID}
		data.Fill(t, s.Fields())
		t.Watchers, t.Tags, t.Links = slices.Clip(t.Watchers), slices.Clip(t.Tags), slices.Clip(t.Links) // to add to one makes another
		t.Articles, t.Revoked = slices.Clip(t.Articles), slices.Clip(t.Revoked)
		return t
	})
	s.timeline = sync.OnceValue(s.tell)
	return s
}

// With is the state with one operation more.
func (s *State) With(o Op) *State {
	if n := len(s.ops); n > 0 && !s.ops[n-1].Before(o) {
		return Fold(append(slices.Clip(s.ops), o))
	}
	more := newState(s.tail)
	more.Entity, more.ID, more.Updated = o.Entity, o.ID, s.Updated
	if n := int64(len(s.ops)); s.tail.CompareAndSwap(n, n+1) {
		more.ops = append(s.ops, o)
	} else {
		more.ops, more.tail = append(slices.Clip(s.ops), o), new(atomic.Int64)
		more.tail.Store(n + 1)
	}
	if o.At.After(s.Updated) {
		more.Updated = o.At
	}
	switch {
	case o.Kind == Open && len(s.ops) == 0:
		more.fields = sync.OnceValue(func() data.Fields {
			if fields, plain := o.plainFields(); plain {
				return fields
			}
			return more.FieldsBefore("")
		})
		added := more.ticket
		more.ticket = sync.OnceValue(func() *data.Ticket {
			t := &data.Ticket{ID: o.ID}
			if plain, err := data.FillObject(t, o.Value); err == nil && plain {
				return t
			}
			return added()
		})
	case o.Kind == Note || o.Kind == Attach || o.Kind == Rewrite: // these write no field
		more.fields = s.fields
		if s.ID == o.ID {
			more.ticket = s.ticket
		}
	case o.Kind == Set && !s.lists(o.Field):
		more.fields = sync.OnceValue(func() data.Fields {
			fields := maps.Clone(s.Fields())
			if isNull(o.Value) {
				delete(fields, o.Field)
			} else {
				fields[o.Field] = o.Value
			}
			return fields
		})
		if s.ID == o.ID && o.Field != "id" && !data.IsList(o.Value) {
			more.ticket = sync.OnceValue(func() *data.Ticket {
				t := s.Ticket()
				data.FillOne(&t, o.Field, o.Value)
				return &t
			})
		}
	}
	return more
}

// plainFields gives the fields an entity was opened with; plain is false if there
// is more to them than their values, as with lists, of which each element counts.
func (o Op) plainFields() (fields data.Fields, plain bool) {
	if fields.UnmarshalJSON(o.Value) != nil {
		return nil, false
	}
	for _, value := range fields {
		if isNull(value) || data.IsList(value) {
			return nil, false
		}
	}
	return fields, fields != nil
}

// lists says whether a field holds a list, or may have.
func (s *State) lists(field string) bool {
	return data.IsList(s.Fields()[field]) || slices.ContainsFunc(s.ops, func(o Op) bool { return (o.Kind == Add || o.Kind == Remove) && o.Field == field })
}

func isNull(value json.RawMessage) bool { return len(value) == 0 || string(value) == "null" }

// Exists says whether there is any operation at all.
func (s *State) Exists() bool { return len(s.ops) > 0 }

// Ops gives the operations in clock order.
func (s *State) Ops() []Op { return slices.Clip(s.ops) }

// write is one assignment an operation makes.
type write struct {
	field string
	value json.RawMessage
	list  bool // an element of a set
	gone  bool // it is taken out
}

func (o Op) writes() []write {
	switch o.Kind {
	case Set:
		return []write{{field: o.Field, value: o.Value}}
	case Add, Remove:
		return []write{{field: o.Field, value: o.Value, list: true, gone: o.Kind == Remove}}
	case Open:
		var fields data.Fields
		if fields.UnmarshalJSON(o.Value) != nil {
			return nil
		}
		var out []write
		for name, value := range fields {
			if !data.IsList(value) {
				out = append(out, write{field: name, value: value})
				continue
			}
			var elements []json.RawMessage
			if json.Unmarshal(value, &elements) == nil {
				for _, e := range elements {
					out = append(out, write{field: name, value: e, list: true})
				}
			}
		}
		return out
	}
	return nil
}

// values holds the fields while operations are played.
type values struct {
	single  map[string]json.RawMessage
	lists   map[string][]element
	opened  bool
	written map[string]bool // whatever it holds now
}

// element is one of a set, at the place where it first arrived; it keeps the
// place when it goes, so that it comes back to it (an undo gives the same list).
type element struct {
	value string // compact
	gone  bool
}

func newValues() *values {
	return &values{single: map[string]json.RawMessage{}, lists: map[string][]element{}, written: map[string]bool{}}
}

// play gives the writes of an operation that count. Two desks that read one
// mailbox both open the ticket of a mail: the second opening only fills what
// nothing was written to, so that it takes nothing back.
func (v *values) play(o Op) []write {
	writes := o.writes()
	if o.Kind == Open && v.opened {
		writes = slices.DeleteFunc(writes, func(w write) bool { return v.written[w.field] })
	}
	v.opened = v.opened || o.Kind == Open
	for _, w := range writes {
		v.written[w.field] = true
	}
	return writes
}

func (v *values) apply(w write) {
	if !w.list {
		if isNull(w.value) {
			delete(v.single, w.field)
		} else {
			v.single[w.field] = w.value
		}
		return
	}
	e := element{compact(w.value), w.gone}
	list := v.lists[w.field]
	for i := range list {
		if list[i].value == e.value {
			list[i].gone = e.gone
			return
		}
	}
	v.lists[w.field] = append(list, e)
}

func (v *values) get(field string) json.RawMessage {
	list, ok := v.lists[field]
	if !ok {
		return v.single[field]
	}
	raw := []byte{'['}
	for _, e := range list {
		if e.gone {
			continue
		}
		if len(raw) > 1 {
			raw = append(raw, ',')
		}
		raw = append(raw, e.value...)
	}
	if len(raw) == 1 {
		return nil
	}
	return append(raw, ']')
}

// Fields gives the entity's fields as they stand. They are shared: whoever wants
// to change them copies them first.
func (s *State) Fields() data.Fields { return s.fields() }

// FieldsBefore gives the fields as they stood before an act (all of it, if the
// act is ""): what an undo goes back to.
func (s *State) FieldsBefore(act data.ID) data.Fields {
	v := newValues()
	for _, o := range s.ops {
		if act != "" && o.Act == act {
			continue
		}
		for _, w := range v.play(o) {
			v.apply(w)
		}
	}
	fields := data.Fields{}
	for name := range v.single {
		fields[name] = v.get(name)
	}
	for name := range v.lists {
		if raw := v.get(name); raw != nil {
			fields[name] = raw
		}
	}
	return fields
}

// Ticket gives the fields of a ticket as one. Its lists are shared: whoever wants
// to change what is in them copies them first.
func (s *State) Ticket() data.Ticket { return *s.ticket() }

// Gone says whether the entity was withdrawn.
func (s *State) Gone() bool { return s.Withdrawn("") }

// Withdrawn says whether an entry of the timeline was.
func (s *State) Withdrawn(entry string) bool {
	gone := false
	for _, o := range s.ops {
		if o.Kind == Withdraw && o.Field == entry {
			gone = string(o.Value) != "false"
		}
	}
	return gone
}

// Source gives the operation that holds an entry's present text: the one that
// wrote it, or the last that rewrote it. ok is false if the entry is not here.
func (s *State) Source(entry string) (source Op, ok bool) {
	for _, o := range s.ops {
		switch {
		case (o.Kind == Note || o.Kind == Attach) && o.Entry() == entry:
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
func (s *State) Timeline() []data.Activity { return s.timeline() }

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

// Merged gives the link to the entity that this one, a ticket or a contact, was
// merged into.
func (s *State) Merged() (data.Link, bool) {
	fields := s.Fields()
	if len(fields["links"]) == 0 { // most have none
		return data.Link{}, false
	}
	switch s.Entity {
	case "ticket":
		return s.Ticket().MergedInto()
	case "contact":
		var c data.Contact
		data.Fill(&c, fields)
		return c.MergedInto()
	}
	return data.Link{}, false
}

// Act gives the operations of an act on this entity.
func (s *State) Act(act data.ID) []Op {
	var ops []Op
	for _, o := range s.ops {
		if o.Act == act {
			ops = append(ops, o)
		}
	}
	return ops
}

// Without folds the operations again, leaving out those for which out says so.
func (s *State) Without(out func(Op) bool) *State {
	var ops []Op
	for _, o := range s.ops {
		if !out(o) {
			ops = append(ops, o)
		}
	}
	return Fold(ops)
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
