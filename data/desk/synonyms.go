package desk

import (
	"strings"

	"firstline/data"
)

// Synonyms reads lines of words that mean the same, separated by commas, into
// groups; semicolons part them, too. Empty lines are passed over.
func Synonyms(lines []string) ([][]string, error) {
	var groups [][]string
	for _, line := range lines {
		group := tidy(strings.FieldsFunc(line, func(r rune) bool { return r == ',' || r == ';' || r == '\t' }))
		switch {
		case len(group) == 0:
			continue
		case len(group) == 1:
			return nil, data.Fault("synonyms", "lone_synonym", "value", group[0])
		}
		if err := checkText("synonyms", line, maxLine); err != nil {
			return nil, err
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// checkSynonyms brings the lines of a synonym list into one form.
func checkSynonyms(lines []string) ([]string, error) {
	groups, err := Synonyms(lines)
	if err != nil {
		return lines, err
	}
	var list []string
	for _, g := range groups {
		list = append(list, strings.Join(g, ", "))
	}
	return tidy(list), nil
}
