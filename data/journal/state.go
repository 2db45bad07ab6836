package journal

import (
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
	timeline []data.Activity     // once it was told
	telling  sync.Once
}

// Fold adds operations up.
func Fold(ops []Op) *State {
	s := &State{tail: new(atomic.Int64)}
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
	s.fields, s.ticket = sync.OnceValue(s.addUp), sync.OnceValue(s.fill)
	return s
}

func (s *State) addUp() data.Fields { return s.FieldsBefore("") }

func (s *State) fill() *data.Ticket {
	t := &data.Ticket{ID: s.ID}
	data.Fill(t, s.Fields())
	t.Watchers, t.Tags, t.Links = slices.Clip(t.Watchers), slices.Clip(t.Tags), slices.Clip(t.Links) // to add to one makes another
	t.Articles, t.Revoked = slices.Clip(t.Articles), slices.Clip(t.Revoked)
	return t
}

// With is the state with one operation more.
func (s *State) With(o Op) *State {
	if n := len(s.ops); n > 0 && !s.ops[n-1].Before(o) {
		return Fold(append(slices.Clip(s.ops), o))
	}
	more := &State{Entity: o.Entity, ID: o.ID, Updated: s.Updated, tail: s.tail}
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
		more.fields = sync.OnceValue(o.first)
		more.ticket = sync.OnceValue(func() *data.Ticket {
			t := &data.Ticket{ID: o.ID}
			if plain, err := data.FillObject(t, o.Value); err == nil && plain {
				return t
			}
			return more.fill()
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
	if more.fields == nil {
		more.fields = sync.OnceValue(more.addUp)
	}
	if more.ticket == nil {
		more.ticket = sync.OnceValue(more.fill)
	}
	return more
}

// first gives the fields an entity is opened with: what FieldsBefore would where
// there is nothing before and nothing after.
func (o Op) first() data.Fields {
	var fields data.Fields
	if fields.UnmarshalJSON(o.Value) != nil || fields == nil {
		return data.Fields{}
	}
	for name, value := range fields {
		if data.IsList(value) {
			set := newValues()
			for _, e := range data.Elements(value) {
				set.apply(write{field: name, value: e, list: true})
			}
			value = set.get(name)
			fields[name] = value
		}
		if isNull(value) {
			delete(fields, name)
		}
	}
	return fields
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
