package cli

import (
	"errors"
	"flag"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/words"
)

// parse reads the flags a command has declared, among the positional arguments
// wherever they stand, and demands between least and most of the latter (most < 0:
// any number) and the flags that are needed. What is wrong with the desk comes last:
// wrong usage is wrong at every desk.
func (c *call) parse(least, most int, needed ...string) error {
	args := c.args
	c.args = nil
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		switch {
		case arg == "--":
			c.args, args = append(c.args, args...), nil
		case len(arg) < 2 || arg[0] != '-' || '0' <= arg[1] && arg[1] <= '9': // "-" is standard input, and no flag is a number
			c.args = append(c.args, arg)
		default:
			n, err := c.set(arg, args)
			if err != nil {
				return err
			}
			args = args[n:]
		}
	}
	if len(c.args) < least || most >= 0 && len(c.args) > most {
		return usage("arguments")
	}
	given := map[string]bool{}
	c.flags.Visit(func(f *flag.Flag) { given[f.Name] = true })
	for _, name := range needed {
		if !given[name] {
			return usage("no_value", "flag", dashed(name))
		}
	}
	return c.closed
}

// set reads one flag and says how many of the arguments after it belong to it.
func (c *call) set(arg string, after []string) (n int, err error) {
	name, value, inline := strings.Cut(strings.TrimPrefix(arg[1:], "-"), "=")
	f := c.flags.Lookup(name)
	if f == nil {
		return 0, usage("unknown_flag", "flag", arg)
	}
	alone, _ := f.Value.(interface{ IsBoolFlag() bool })
	switch {
	case inline:
	case alone != nil && alone.IsBoolFlag():
		value = "true"
	case len(after) == 0:
		return 0, usage("no_value", "flag", dashed(name))
	default:
		value, n = after[0], 1
	}
	if err := c.flags.Set(name, value); errors.Is(err, errUsage) {
		return n, err
	} else if err != nil {
		return n, usage("bad_value", "flag", dashed(name), "value", value)
	}
	return n, nil
}

// dashed is a flag as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// oneOf declares a flag that has only so many values.
func oneOf[T ~string](c *call, name string, into *T, choices []string) {
	c.flags.Func(name, "", func(value string) error {
		if value != "" && !slices.Contains(choices, value) {
			return notOneOf(name, value, choices)
		}
		*into = T(value)
		return nil
	})
}

func notOneOf(name, value string, choices []string) error {
	return usage("choice", "flag", dashed(name), "value", value, "all", strings.Join(choices, ", "))
}

// language declares a flag that names a language Firstline speaks.
func (c *call) language(name string, into *string) { oneOf(c, name, into, words.Languages()) }

// limit declares --limit: the most results that are printed.
func (c *call) limit(usual int) *int {
	limit := usual
	c.flags.Func("limit", "", func(value string) error {
		n, err := strconv.ParseUint(value, 10, 31)
		if err == nil {
			limit = int(n)
		}
		return err
	})
	return &limit
}

// minutes declares --minutes, and gives them in seconds.
func (c *call) minutes() *int {
	seconds := new(int)
	c.flags.Func("minutes", "", func(value string) error {
		n, err := strconv.ParseFloat(value, 64)
		if err == nil && !(n >= 0 && n*60 <= math.MaxInt32) {
			err = errors.New("no length of time")
		}
		*seconds = int(n * 60)
		return err
	})
	return seconds
}

// moment declares a flag that is a day or a time.
func (c *call) moment(name string, into *time.Time) {
	c.flags.Func(name, "", func(value string) (err error) {
		if *into, err = data.ParseTime(value); err != nil {
			return data.Fault(strings.ReplaceAll(name, "-", "_"), "not_a_time", "value", value).Because(errUsage)
		}
		return nil
	})
}

// repeated is a flag that may be given more than once.
type repeated []string

func (l *repeated) String() string     { return strings.Join(*l, ", ") }
func (l *repeated) Set(v string) error { *l = append(*l, v); return nil }
