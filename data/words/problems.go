package words

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"strings"

	"firstline/data"
)

// Error is what a person is told of an error: what happened, what was kept and what to do. A
// *data.Problem has the sentence "problem.<key>", in the plural form for its value n; a stopped task and the common faults of
// files and disks have theirs; anything else is "problem.unexpected", with the error's own
// text. nil is "".
func (p *Printer) Error(err error) string {
	if err == nil {
		return ""
	}
	key, pairs := p.explain(err)
	var problem *data.Problem
	if errors.As(err, &problem) {
		if n, counted := problem.Values["n"].(int); counted {
			return strings.TrimSpace(p.Count(key, n, pairs...))
		}
	}
	return strings.TrimSpace(p.Say(key, pairs...))
}

// explain finds the sentence for an error and the values for its blanks.
func (p *Printer) explain(err error) (key string, pairs []any) {
	var problem *data.Problem
	if errors.As(err, &problem) && p.Has("problem."+problem.Key) {
		return "problem." + problem.Key, p.values(problem)
	}
	switch {
	case errors.Is(err, context.Canceled):
		return "problem.cancelled", nil
	case errors.Is(err, context.DeadlineExceeded):
		return "problem.too_slow", nil
	case errors.Is(err, fs.ErrPermission):
		return "problem.no_permission", []any{"name", pathIn(err)}
	case errors.Is(err, fs.ErrNotExist):
		return "problem.no_file", []any{"name", pathIn(err)}
	case errors.Is(err, fs.ErrExist):
		return "problem.file_exists", []any{"name", pathIn(err)}
	}
	for _, full := range diskFull {
		if errors.Is(err, full) {
			return "problem.disk_full", nil
		}
	}
	return "problem.unexpected", []any{"detail", err.Error()}
}

// values puts a problem's values in words: choices by their names, an int as a count, an
// int64 as a number of bytes. {{.field}} is the field at fault, {{.cause}} the error
// underneath.
func (p *Printer) values(problem *data.Problem) []any {
	field := problem.Field
	var pairs []any
	for name, value := range problem.Values {
		switch name {
		case "from", "to", "status":
			value = p.word("status", p.show(value))
		case "state":
			value = p.word(name, p.show(value))
		case "allowed":
			value = p.typed("status", list(value))
		case "choices":
			value = p.typed(field, list(value))
		case "field":
			value = p.Field(p.show(value))
		default:
			switch n := value.(type) {
			case int:
				value = p.Number(n)
			case int64:
				value = p.Size(n)
			}
		}
		pairs = append(pairs, name, value)
	}
	return append(pairs, "field", p.Field(field), "cause", p.cause(problem.Err)) // the problem's own values come first
}

// cause is the sentence for the error underneath a problem, and of several one for each
// that is another; "" if there is none.
func (p *Printer) cause(err error) string {
	if err == nil {
		return ""
	}
	if several, ok := err.(interface{ Unwrap() []error }); ok {
		var sentences []string
		told := map[string]bool{}
		for _, one := range several.Unwrap() {
			if key, _ := p.explain(one); !told[key] {
				told[key] = true
				sentences = append(sentences, p.cause(one))
			}
		}
		return strings.Join(sentences, " ")
	}
	if key, _ := p.explain(err); key == "problem.unexpected" {
		return err.Error()
	}
	return p.Error(err)
}

// list is values that came as a list or joined by commas.
func list(value any) []string {
	switch v := value.(type) {
	case []string:
		return v
	case []data.Status:
		values := make([]string, len(v))
		for i, status := range v {
			values[i] = string(status)
		}
		return values
	case string:
		if v == "" {
			return nil
		}
		return strings.Split(v, ", ")
	}
	return nil
}

// pathIn is the file an error is about, or else everything the error says.
func pathIn(err error) string {
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Path
	}
	var link *os.LinkError
	if errors.As(err, &link) {
		return link.New
	}
	return err.Error()
}
