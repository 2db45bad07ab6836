package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"unicode/utf8"

	"firstline/data"
)

// Decode reads an operation's bytes.
func Decode(raw []byte) (Op, error) {
	// Those that Encode wrote are read in one pass, a third of the time (measured:
	// a check of a million tickets reads six million); any other form goes the
	// long way.
	if o, ok := decodePlain(raw); ok {
		return o, nil
	}
	var o Op
	if err := json.Unmarshal(raw, &o); err != nil {
		return o, fmt.Errorf("read operation: %w", err)
	}
	return o, nil
}

// decodePlain reads an object as Encode writes it: known names only, no spaces,
// no escapes outside the value. ok is false for everything else.
func decodePlain(raw []byte) (o Op, ok bool) {
	p := plain{rest: raw, ok: true}
	p.take('{')
	for first := true; p.ok && (first || p.has(',')); first = false {
		name := p.text()
		p.take(':')
		switch name {
		case "v":
			o.V = int(p.number())
		case "e":
			o.Entity = p.text()
		case "id":
			o.ID = data.ID(p.text())
		case "a":
			o.Author = p.text()
		case "s":
			o.Seq = p.number()
		case "prev":
			o.Prev = p.text()
		case "h":
			p.take('[')
			o.Clock[0] = p.number()
			p.take(',')
			o.Clock[1] = p.number()
			p.take(']')
		case "at":
			p.ok = o.At.UnmarshalJSON(p.value()) == nil && p.ok
		case "by":
			o.By = p.text()
		case "act":
			o.Act = data.ID(p.text())
		case "k":
			o.Kind = Kind(p.text())
		case "f":
			o.Field = p.text()
		case "x":
			x := p.value()
			p.ok = p.ok && json.Valid(x) && len(bytes.TrimSpace(x)) == len(x)
			o.Value = bytes.Clone(x)
		default:
			p.ok = false
		}
	}
	p.take('}')
	return o, p.ok && len(p.rest) == 0
}

// plain is the rest of what is being read; nothing more is once it is not ok.
type plain struct {
	rest []byte
	ok   bool
}

func (p *plain) has(c byte) bool {
	if !p.ok || len(p.rest) == 0 || p.rest[0] != c {
		return false
	}
	p.rest = p.rest[1:]
	return true
}

func (p *plain) take(c byte) { p.ok = p.has(c) }

// text takes a string that has no escapes.
func (p *plain) text() string {
	p.take('"')
	if !p.ok {
		return ""
	}
	end := bytes.IndexByte(p.rest, '"')
	if end < 0 || bytes.IndexByte(p.rest[:end], '\\') >= 0 || !utf8.Valid(p.rest[:end]) {
		p.ok = false
		return ""
	}
	for _, c := range p.rest[:end] {
		p.ok = p.ok && c >= ' '
	}
	s := string(p.rest[:end])
	p.rest = p.rest[end+1:]
	return s
}

// number takes a whole number.
func (p *plain) number() int64 {
	end := 0
	for end < len(p.rest) && (p.rest[end] == '-' || p.rest[end] >= '0' && p.rest[end] <= '9') {
		end++
	}
	n, err := strconv.ParseInt(string(p.rest[:end]), 10, 64)
	// What is written otherwise than we write it (007, -0) is for JSON to judge.
	p.ok = p.ok && err == nil && strconv.FormatInt(n, 10) == string(p.rest[:end])
	p.rest = p.rest[end:]
	return n
}

// value takes a value of any kind as it stands.
func (p *plain) value() []byte {
	if !p.ok {
		return nil
	}
	end := data.ValueEnd(p.rest, ',')
	v := p.rest[:end]
	p.rest = p.rest[end:]
	return v
}
