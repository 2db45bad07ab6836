package bench

import (
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"firstline/data/desk"
)

// classes are the ways people search; each makes up a query, of what is on the
// desk where that matters.
var classes = []struct {
	name  string
	query func(*meter) (string, error)
}{
	{"rare", func(m *meter) (string, error) { return m.ranked(4000, vocabularySize), nil }},
	{"common", func(m *meter) (string, error) { return m.common(), nil }},
	{"stop_word", func(m *meter) (string, error) { return m.ranked(0, 20), nil }},
	{"several", func(m *meter) (string, error) { return m.common() + " " + m.common() + " " + m.common(), nil }},
	{"question", func(m *meter) (string, error) { return m.question(pick(m.r, m.tongues[:])), nil }},
	{"phrase", (*meter).phrase},
	{"prefix_1", func(m *meter) (string, error) { return m.beginning(1), nil }},
	{"prefix_2", func(m *meter) (string, error) { return m.beginning(2), nil }},
	{"prefix_3", func(m *meter) (string, error) { return m.beginning(3), nil }},
	{"prefix_4", func(m *meter) (string, error) { return m.beginning(4), nil }},
	{"typo", func(m *meter) (string, error) { return m.typo(), nil }},
	{"fragment", (*meter).fragment},
	{"signs", func(m *meter) (string, error) {
		return pick(m.r, []string{"C++", "C#", ".NET", "x-y", "100 %", "*", ")(", "título:abc"}), nil
	}},
	{"address", func(m *meter) (string, error) {
		return pick(m.r, []string{fmt.Sprintf("10.%d.", m.r.IntN(40)), fmt.Sprintf("%s %d", pick(m.r, streets), 1+m.r.IntN(200)), "ana.1@norte.example"}), nil
	}},
	{"open_quote", func(m *meter) (string, error) { return `"` + m.common() + " " + m.common(), nil }},
	{"field", func(m *meter) (string, error) {
		return pick(m.r, []string{"status:open ", "estado:abierto ", "owner:ana ", "priority:p1 "}) + m.common(), nil
	}},
	{"without", func(m *meter) (string, error) { return m.common() + " -" + m.common(), nil }},
}

// asked is how many hits the search box asks for.
const asked = 40

// searches measures the search over everything, class by class.
func (m *meter) searches() error {
	for _, class := range classes {
		queries := make([]string, 40)
		for i := range queries {
			var err error
			if queries[i], err = class.query(m); err != nil {
				return err
			}
		}
		values, err := m.times(len(queries), func(i int) error {
			_, err := m.desk.Search(m.ctx, queries[i], asked, desk.Near)
			return err
		})
		if err != nil {
			return fmt.Errorf("%s: %w", class.name, err)
		}
		slowest := 0
		for i, v := range values {
			if v > values[slowest] {
				slowest = i
			}
		}
		m.add("search."+class.name, Milliseconds, values, queries[slowest])
	}
	m.weigh() // before there are other desks beside this one
	defer debug.FreeOSMemory()
	return m.firstSearches()
}

// firstSearches measures what a program that was just started finds first, class
// by class as well.
func (m *meter) firstSearches() error {
	var values []float64
	var slowest string
	for range 3 {
		for _, class := range classes {
			query, err := class.query(m)
			if err != nil {
				return err
			}
			d, err := desk.Open(m.ctx, m.dir)
			if err != nil {
				return err
			}
			before := time.Now()
			_, err = d.Search(m.ctx, query, asked, desk.Near)
			took := milliseconds(time.Since(before))
			if err := errors.Join(err, d.Close()); err != nil {
				return fmt.Errorf("the first search for %s: %w", query, err)
			}
			if values = append(values, took); took == slices.Max(values) {
				slowest = query
			}
		}
	}
	m.add("search.first", Milliseconds, values, slowest)
	return nil
}

// ranked gives a word of those whose rank in their language is in a range.
func (m *meter) ranked(from, to int) string {
	return pick(m.r, pick(m.r, m.tongues[:]).words.words[from:to])
}

// common gives one of the commonest words that say something.
func (m *meter) common() string { return m.ranked(70, 140) }

func (m *meter) beginning(letters int) string {
	word := []rune(m.common())
	return string(word[:min(letters, len(word))])
}

// typo gives a common word with two letters changed about.
func (m *meter) typo() string {
	for {
		word := []rune(m.common())
		if at := 1 + m.r.IntN(3); len(word) > 5 && word[at] != word[at+1] {
			word[at], word[at+1] = word[at+1], word[at]
			return string(word)
		}
	}
}

// phrase gives three words that follow one another in a ticket.
func (m *meter) phrase() (string, error) {
	c, err := m.desk.Case(m.ctx, m.number())
	if err != nil {
		return "", err
	}
	words := strings.Fields(c.Ticket.Description)
	if len(words) < 4 {
		return `"` + c.Ticket.Subject + `"`, nil
	}
	at := m.r.IntN(len(words) - 3)
	return `"` + strings.Join(words[at:at+3], " ") + `"`, nil
}

// fragment gives a part of a serial number or of a caller's phone number.
func (m *meter) fragment() (string, error) {
	for {
		c, err := m.desk.Case(m.ctx, m.number())
		if err != nil {
			return "", err
		}
		if serial := c.Ticket.Asset; len(serial) > 8 {
			return serial[4:9], nil
		}
		if phones := c.Requester.Phones; len(phones) > 0 && m.r.IntN(2) == 0 {
			return phones[0][4:], nil
		}
	}
}
