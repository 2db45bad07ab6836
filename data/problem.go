package data

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Problem is an error a person can act on. Key names its sentence in the translations
// ("problem." + Key), and Values fill the blanks of that. Field is the field of a form
// that is at fault, if one is, so that a screen can point at it.
type Problem struct {
	Key    string
	Field  string
	Values map[string]any
	Err    error
}

// Fault makes a Problem about one field; pairs are name, value, name, value.
func Fault(field, key string, pairs ...any) *Problem {
	p := &Problem{Key: key, Field: field}
	for i := 0; i+1 < len(pairs); i += 2 {
		if p.Values == nil {
			p.Values = map[string]any{}
		}
		p.Values[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	return p
}

// Because puts an error underneath: what went wrong for the program.
func (p *Problem) Because(err error) *Problem {
	p.Err = err
	return p
}

// Error is the problem for logs; people are shown the translated sentence.
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(strings.ReplaceAll(p.Key, "_", " "))
	for _, n := range slices.Sorted(maps.Keys(p.Values)) {
		fmt.Fprintf(&b, " %s=%v", n, p.Values[n])
	}
	if p.Err != nil {
		b.WriteString(": " + p.Err.Error())
	}
	return b.String()
}

// Unwrap gives the error underneath.
func (p *Problem) Unwrap() error { return p.Err }

// ErrNotFound is underneath every Problem about something that is not there.
var ErrNotFound = errors.New("not found")
