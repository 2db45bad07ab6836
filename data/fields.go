package data

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"
)

// Fields is a noun taken apart: JSON values by the names of the fields. It is the
// noun's JSON object, so that what the journal keeps, what a packet carries and what
// --json prints have the same form. An array is a set, whose elements are added and
// removed one by one; everything else is a single value.
type Fields map[string]json.RawMessage

// UnmarshalJSON reads an object, which package json has already checked, in a single
// pass. That takes a third of the time json takes for a map (measured), and every
// save and every list reads some.
func (f *Fields) UnmarshalJSON(object []byte) error {
	object = bytes.TrimSpace(object)
	if string(object) == "null" {
		return nil
	}
	fields := *f
	if fields == nil {
		fields = make(Fields, bytes.Count(object, []byte(`":`))) // growing the map would take longest
	}
	err := eachField(bytes.Clone(object), func(name []byte, value json.RawMessage) { fields[string(name)] = value })
	if err == nil {
		*f = fields
	}
	return err
}

// eachField tells the fields of an object, whose bytes the values share.
func eachField(object []byte, tell func(name []byte, value json.RawMessage)) error {
	if len(object) < 2 || object[0] != '{' {
		return errors.New("fields are no object")
	}
	rest := object[1 : len(object)-1]
	for {
		rest = skip(rest, ',')
		if len(rest) == 0 {
			return nil
		}
		end := ValueEnd(rest, ':')
		name := bytes.TrimRight(rest[:end], " \t\r\n")
		if isPlain(name) {
			name = name[1 : len(name)-1]
		} else {
			var text string
			if err := json.Unmarshal(name, &text); err != nil {
				return err
			}
			name = []byte(text)
		}
		rest = skip(rest[end:], ':')
		end = ValueEnd(rest, ',')
		value := rest[:end:end]
		if n := len(value); n > 0 && value[n-1] <= ' ' {
			value = bytes.TrimRight(value, " \t\r\n")
		}
		tell(name, value)
		rest = rest[end:]
	}
}

// skip passes over white space and a sign.
func skip(raw []byte, sign byte) []byte {
	for i, c := range raw {
		if c != sign && c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return raw[i:]
		}
	}
	return nil
}

// ValueEnd says where the JSON value ends that raw begins with: before the given sign,
// or before the bracket that closes what holds the value, or with raw.
func ValueEnd(raw []byte, sign byte) int {
	depth, quoted := 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case depth == 0 && (c == sign || c == '}' || c == ']'):
			return i
		case c == '{' || c == '[':
			depth++
		case c == '}' || c == ']':
			depth--
		}
	}
	return len(raw)
}

// ObjectOf writes a noun (a struct) as a JSON object, without zero values and without
// the id, which every noun that has one declares first.
func ObjectOf(noun any) json.RawMessage {
	raw, err := json.Marshal(noun)
	if err != nil {
		panic(fmt.Sprintf("noun %T does not marshal: %v", noun, err)) // a programming error: nouns hold plain values
	}
	if rest, ok := bytes.CutPrefix(raw, []byte(`{"id":`)); ok {
		rest = rest[ValueEnd(rest, ','):]
		raw = append([]byte{'{'}, bytes.TrimPrefix(rest, []byte{','})...)
	}
	return raw
}

// FieldsOf takes a noun apart, into what ObjectOf writes.
func FieldsOf(noun any) Fields {
	var f Fields
	if err := f.UnmarshalJSON(ObjectOf(noun)); err != nil {
		panic(fmt.Sprintf("noun %T is not an object: %v", noun, err))
	}
	return f
}

// AllFieldsOf is FieldsOf with null for every empty field: the noun as a whole, so
// that filling another with it clears what this one lacks.
func AllFieldsOf(noun any) Fields {
	f := FieldsOf(noun)
	for _, name := range FieldNames(noun) {
		if _, ok := f[name]; !ok {
			f[name] = json.RawMessage("null")
		}
	}
	return f
}

// Fill puts fields into a noun (a pointer to a struct). A value that does not fit its
// field, perhaps because a newer desk wrote it, leaves the field as it was.
func Fill(noun any, fields Fields) {
	v := reflect.ValueOf(noun).Elem()
	for i, name := range names(v.Type()) {
		if raw, ok := fields[name]; ok && name != "" {
			fill(v.Field(i), raw)
		}
	}
}

// FillObject is Fill from the object that holds the fields, in a third of the time
// (measured). It says whether the object is plain: no field of it is a list, of which
// each element counts for itself, or null.
func FillObject(noun any, object []byte) (plain bool, err error) {
	v := reflect.ValueOf(noun).Elem()
	known := places(v.Type())
	plain = true
	err = eachField(bytes.TrimSpace(object), func(name []byte, value json.RawMessage) {
		plain = plain && !IsList(value) && string(value) != "null"
		if i, ok := known[string(name)]; ok {
			v.Field(i).SetZero()
			fill(v.Field(i), value)
		}
	})
	return plain && err == nil, err
}

// FillOne puts one field into a noun (a pointer to a struct). A value that does not
// fit empties the field.
func FillOne(noun any, name string, raw json.RawMessage) {
	v := reflect.ValueOf(noun).Elem()
	if i := slices.Index(names(v.Type()), name); i >= 0 && name != "" {
		v.Field(i).SetZero()
		fill(v.Field(i), raw)
	}
}

func fill(field reflect.Value, raw json.RawMessage) {
	if text, ok := plainText(raw); ok && field.Kind() == reflect.String { // as most are
		field.SetString(text)
		return
	}
	if into, ok := field.Addr().Interface().(*time.Time); ok {
		var at time.Time
		if at.UnmarshalJSON(raw) == nil {
			*into = at
		}
		return
	}
	fresh := reflect.New(field.Type())
	if json.Unmarshal(raw, fresh.Interface()) == nil {
		field.Set(fresh.Elem())
	}
}

// names gives the names of a noun's fields in the order of their declaration, "" for
// those that are not kept. They are remembered, because asking reflect for them takes
// longer than all the rest of Fill.
func names(noun reflect.Type) []string {
	if known, ok := named.Load(noun); ok {
		return known.([]string)
	}
	names := make([]string, noun.NumField())
	for i := range names {
		names[i] = fieldName(noun.Field(i))
	}
	named.Store(noun, names)
	return names
}

// places gives where a noun's fields are declared, by their names.
func places(noun reflect.Type) map[string]int {
	if known, ok := placed.Load(noun); ok {
		return known.(map[string]int)
	}
	places := map[string]int{}
	for i, name := range names(noun) {
		if name != "" {
			places[name] = i
		}
	}
	placed.Store(noun, places)
	return places
}

var named, placed, choosing sync.Map // names, places and what is chosen from a list, by type of noun

// plainText reads a JSON string without escapes, the quickest to read.
func plainText(raw json.RawMessage) (string, bool) {
	if !isPlain(raw) {
		return "", false
	}
	return string(raw[1 : len(raw)-1]), true
}

// IsCompact says of a JSON string that json.Marshal writes it just so. Of all else,
// and of one that it takes longer to tell of, it does not.
func IsCompact(raw json.RawMessage) bool {
	return isPlain(raw) && !bytes.ContainsAny(raw, "<>&\u2028\u2029")
}

// AppendText appends a text as the JSON string that json.Marshal writes.
func AppendText(raw []byte, text string) []byte {
	for i := range len(text) {
		if c := text[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			quoted, _ := json.Marshal(text) // any string can be
			return append(raw, quoted...)
		}
	}
	return append(append(append(raw, '"'), text...), '"')
}

func isPlain(raw []byte) bool {
	n := len(raw)
	return n >= 2 && raw[0] == '"' && raw[n-1] == '"' && bytes.IndexByte(raw[1:n-1], '"') < 0 && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw)
}

// FieldNames lists a noun's fields but for the id, in the order of their declaration.
func FieldNames(noun any) []string {
	kept := names(reflect.Indirect(reflect.ValueOf(noun)).Type())
	return slices.DeleteFunc(slices.Clone(kept), func(n string) bool { return n == "" || n == "id" })
}

func fieldName(f reflect.StructField) string {
	name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
	if name == "-" {
		return ""
	}
	return name
}

// choice is a field type with a fixed list of values.
type choice interface{ Choices() []string }

// Choices lists what the named field of a noun may hold, or nil where anything
// goes.
func Choices(noun any, name string) []string {
	f, ok := field(noun, name)
	if !ok {
		return nil
	}
	if c, ok := f.Interface().(choice); ok {
		return c.Choices()
	}
	return nil
}

// field finds a field of a noun other than its id.
func field(noun any, name string) (reflect.Value, bool) {
	v := reflect.Indirect(reflect.ValueOf(noun))
	if i := slices.Index(names(v.Type()), name); i >= 0 && name != "" && name != "id" {
		return v.Field(i), true
	}
	return reflect.Value{}, false
}

// Check gives a Problem for the first choice of a noun that is not on its list.
func Check(noun any) error {
	v := reflect.Indirect(reflect.ValueOf(noun))
	for _, i := range chosen(v.Type()) {
		f := v.Field(i)
		if f.IsZero() {
			continue
		}
		if choices := f.Interface().(choice).Choices(); !slices.Contains(choices, f.String()) {
			return notAChoice(names(v.Type())[i], f.String(), choices)
		}
	}
	return nil
}

// chosen gives where a noun's fields of a fixed list are declared.
func chosen(noun reflect.Type) []int {
	if known, ok := choosing.Load(noun); ok {
		return known.([]int)
	}
	fields := []int{}
	for i := range noun.NumField() {
		if f := noun.Field(i).Type; f.Kind() == reflect.String && f.Implements(reflect.TypeFor[choice]()) {
			fields = append(fields, i)
		}
	}
	choosing.Store(noun, fields)
	return fields
}

func notAChoice(field, value string, choices []string) error {
	return Fault(field, "not_a_choice", "value", value, "choices", strings.Join(choices, ", "))
}

// ParseField turns what a person typed for a field into its JSON value. Choices must
// be on their list, times are read by ParseTime, yes and no by YesOrNo, and commas
// separate the elements of a list. An empty text clears the field. Errors are Problems
// of the field.
func ParseField(noun any, name, text string) (json.RawMessage, error) {
	f, ok := field(noun, name)
	if !ok {
		return nil, Fault(name, "unknown_field", "name", name, "fields", strings.Join(FieldNames(noun), ", "))
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return json.RawMessage("null"), nil
	}
	var value any
	switch p := f.Interface().(type) {
	case choice:
		folded := strings.ToLower(strings.NewReplacer(" ", "_", "-", "_").Replace(text))
		if !slices.Contains(p.Choices(), folded) {
			return nil, notAChoice(name, text, p.Choices())
		}
		value = folded
	case time.Time:
		t, err := ParseTime(text)
		if err != nil {
			return nil, Fault(name, "not_a_time", "value", text)
		}
		value = t
	case []string:
		var list []string
		for _, s := range strings.Split(text, ",") {
			if s = strings.TrimSpace(s); s != "" {
				list = append(list, s)
			}
		}
		value = list
	default:
		switch f.Kind() {
		case reflect.Bool:
			b, ok := YesOrNo(text)
			if !ok {
				return nil, Fault(name, "not_yes_or_no", "value", text)
			}
			value = b
		case reflect.Int:
			n, err := strconv.Atoi(text)
			if err != nil {
				return nil, Fault(name, "not_a_number", "value", text)
			}
			value = n
		case reflect.String:
			value = text
		default:
			return nil, Fault(name, "not_settable", "name", name)
		}
	}
	raw, err := json.Marshal(value)
	if err != nil {
		return nil, fmt.Errorf("write field %s: %w", name, err)
	}
	return raw, nil
}

// YesOrNo reads a yes or a no in any language the program speaks; ok is false for
// what is neither.
func YesOrNo(text string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "sí", "si", "ja", "oui", "sim", "true", "on", "1":
		return true, true
	case "no", "nein", "non", "não", "nao", "false", "off", "0":
		return false, true
	}
	return false, false
}

// ParseTime reads a moment as people and programs write it: RFC 3339, or a day with or
// without a time (2006-01-02, 02/01/2006, 02.01.2006), which is local.
func ParseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
		"02/01/2006 15:04", "02/01/2006", "02.01.2006 15:04", "02.01.2006"} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", text)
}

// Elements gives the elements of a JSON array, whose bytes they share.
func Elements(list json.RawMessage) (elements []json.RawMessage) {
	rest := bytes.TrimSpace(list)
	if len(rest) < 2 {
		return nil
	}
	for rest = skip(rest[1:len(rest)-1], ','); len(rest) > 0; rest = skip(rest, ',') {
		end := ValueEnd(rest, ',')
		elements = append(elements, bytes.TrimRight(rest[:end:end], " \t\r\n"))
		rest = rest[end:]
	}
	return elements
}

// IsList says whether a JSON value is an array, that is, a set.
func IsList(raw json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("["))
}
