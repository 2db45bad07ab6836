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

// Fields is a noun taken apart: field name to JSON value. A noun's fields are
// its JSON object, so what the journal keeps, what a packet carries and what
// --json prints are one form. Arrays are sets whose elements are added and
// removed one by one; everything else is one value.
type Fields map[string]json.RawMessage

// UnmarshalJSON reads an object in one pass, a third of the time (measured: every
// save and every list reads some). JSON has checked it before.
func (f *Fields) UnmarshalJSON(object []byte) error {
	object = bytes.TrimSpace(object)
	if string(object) == "null" {
		return nil
	}
	if len(object) < 2 || object[0] != '{' {
		return errors.New("fields are no object")
	}
	if *f == nil {
		*f = make(Fields, bytes.Count(object, []byte(`":`))) // a map that grows is what takes longest
	}
	rest := bytes.Clone(object[1 : len(object)-1]) // the values are parts of it
	for {
		rest = skip(rest, ',')
		if len(rest) == 0 {
			return nil
		}
		end := ValueEnd(rest, ':')
		name := rest[:end]
		text, plain := plainText(name)
		if !plain {
			if err := json.Unmarshal(name, &text); err != nil {
				return err
			}
		}
		rest = skip(rest[end:], ':')
		end = ValueEnd(rest, ',')
		value := rest[:end:end]
		if n := len(value); n > 0 && value[n-1] <= ' ' {
			value = bytes.TrimRight(value, " \t\r\n")
		}
		(*f)[text] = value
		rest = rest[end:]
	}
}

// skip passes over space and a sign.
func skip(raw []byte, sign byte) []byte {
	for i, c := range raw {
		if c != sign && c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return raw[i:]
		}
	}
	return nil
}

// ValueEnd says where the JSON value at the beginning ends: before the sign that
// follows it or the end of what holds it; at the end of raw if there is neither.
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

// ObjectOf writes a noun (a struct) as one JSON object. Zero values are left out,
// as is "id", which every noun that has one declares first.
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

// AllFieldsOf is FieldsOf with null for every field that is empty: the noun as a
// whole, so that what it lacks is cleared.
func AllFieldsOf(noun any) Fields {
	f := FieldsOf(noun)
	for _, name := range FieldNames(noun) {
		if _, ok := f[name]; !ok {
			f[name] = json.RawMessage("null")
		}
	}
	return f
}

// Fill puts fields into a noun (a pointer to a struct). A value that does not
// fit, written by a newer desk perhaps, leaves that field as it was.
func Fill(noun any, fields Fields) {
	v := reflect.ValueOf(noun).Elem()
	for i, name := range names(v.Type()) {
		if raw, ok := fields[name]; ok && name != "" {
			fill(v.Field(i), raw)
		}
	}
}

// FillOne puts one field into a noun (a pointer to a struct), in place of what it
// held: a value that does not fit empties it.
func FillOne(noun any, name string, raw json.RawMessage) {
	v := reflect.ValueOf(noun).Elem()
	if i := slices.Index(names(v.Type()), name); i >= 0 && name != "" {
		v.Field(i).SetZero()
		fill(v.Field(i), raw)
	}
}

func fill(field reflect.Value, raw json.RawMessage) {
	if text, ok := plainText(raw); ok && field.Kind() == reflect.String { // most are
		field.SetString(text)
		return
	}
	if field.Type() == reflect.TypeFor[time.Time]() {
		var at time.Time
		if at.UnmarshalJSON(raw) == nil {
			field.Set(reflect.ValueOf(at))
		}
		return
	}
	fresh := reflect.New(field.Type())
	if json.Unmarshal(raw, fresh.Interface()) == nil {
		field.Set(fresh.Elem())
	}
}

// names gives the names of a noun's fields in the order they are declared, "" for
// one that is not kept. Asking reflect for them takes longer than the rest of Fill.
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

var named sync.Map // by type of noun

// plainText reads a JSON string that has no escapes.
func plainText(raw json.RawMessage) (string, bool) {
	n := len(raw)
	if n < 2 || raw[0] != '"' || raw[n-1] != '"' || bytes.IndexByte(raw[1:n-1], '"') >= 0 || bytes.IndexByte(raw, '\\') >= 0 || !utf8.Valid(raw) {
		return "", false
	}
	return string(raw[1 : n-1]), true
}

// FieldNames lists a noun's fields in the order they are declared.
func FieldNames(noun any) []string {
	t := reflect.TypeOf(noun)
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	return slices.DeleteFunc(slices.Clone(names(t)), func(n string) bool { return n == "" || n == "id" })
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

func field(noun any, name string) (reflect.Value, bool) {
	v := reflect.ValueOf(noun)
	if v.Kind() == reflect.Pointer {
		v = v.Elem()
	}
	for i := 0; i < v.NumField(); i++ {
		if fieldName(v.Type().Field(i)) == name && name != "id" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// Check says whether every choice a noun holds is one of its list.
func Check(noun any) error {
	v := reflect.Indirect(reflect.ValueOf(noun))
	for i := 0; i < v.NumField(); i++ {
		f := v.Field(i)
		if f.Kind() != reflect.String || f.IsZero() {
			continue
		}
		if c, ok := f.Interface().(choice); ok && !contains(c.Choices(), f.String()) {
			return notAChoice(fieldName(v.Type().Field(i)), f.String(), c.Choices())
		}
	}
	return nil
}

func notAChoice(field, value string, choices []string) error {
	return Fault(field, "not_a_choice", "value", value, "choices", strings.Join(choices, ", "))
}

func contains(list []string, s string) bool {
	for _, v := range list {
		if v == s {
			return true
		}
	}
	return false
}

// ParseField reads what a person typed for one field into its JSON value:
// choices must be on their list; times are RFC 3339, "2006-01-02 15:04" or
// "2006-01-02" in local time; yes and no as YesOrNo has them; a list is separated
// by commas. An empty text clears the field.
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
		folded := strings.ToLower(strings.ReplaceAll(strings.ReplaceAll(text, " ", "_"), "-", "_"))
		if !contains(p.Choices(), folded) {
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

// YesOrNo reads a yes or a no in any of the languages there are words in; ok is
// false for what is neither.
func YesOrNo(text string) (yes, ok bool) {
	switch strings.ToLower(strings.TrimSpace(text)) {
	case "yes", "sí", "si", "ja", "oui", "sim", "true", "on", "1":
		return true, true
	case "no", "nein", "non", "não", "nao", "false", "off", "0":
		return false, true
	}
	return false, false
}

// ParseTime reads a moment as people and programs write it; without a zone it
// is local time.
func ParseTime(text string) (time.Time, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04", "2006-01-02T15:04", "2006-01-02",
		"02/01/2006 15:04", "02/01/2006", "02.01.2006 15:04", "02.01.2006"} {
		if t, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return t.UTC(), nil
		}
	}
	return time.Time{}, fmt.Errorf("%q is no date", text)
}

// IsList says whether a JSON value is an array, that is, a set.
func IsList(raw json.RawMessage) bool {
	return bytes.HasPrefix(bytes.TrimSpace(raw), []byte("["))
}
