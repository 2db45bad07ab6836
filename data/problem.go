package data

import (
	"errors"
	"fmt"
	"sort"
	"strings"
)

// Problem is an error a person can act on. Key names the sentence in the
// translations ("problem." + Key); Values fill its blanks. Field is the form
// field at fault, if there is one, so that a screen can point at it.
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

// Because adds the error underneath.
func (p *Problem) Because(err error) *Problem {
	p.Err = err
	return p
}

// Error is the form for logs; people see the translated sentence.
func (p *Problem) Error() string {
	var b strings.Builder
	if p.Field != "" {
		b.WriteString(p.Field + ": ")
	}
	b.WriteString(strings.ReplaceAll(p.Key, "_", " "))
	names := make([]string, 0, len(p.Values))
	for n := range p.Values {
		names = append(names, n)
	}
	sort.Strings(names)
	for _, n := range names {
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
