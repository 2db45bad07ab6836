package words_test

import (
	"bytes"
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"firstline/assets"
	"firstline/data/words"
)

// sentence is one entry of a language: its forms ("other" alone where it has no
// plural) and the file it stands in.
type sentence struct {
	forms map[string]string
	file  string
}

// sentences reads a language as it lies in the files and reports what a JSON
// decoder would swallow: a key that stands there twice.
func sentences(t *testing.T, lang string) map[string]sentence {
	t.Helper()
	all := map[string]sentence{}
	for room, raw := range assets.Words(lang) {
		if room == "language" {
			continue // its name and forms
		}
		file := lang + "/" + room + ".json"
		d := json.NewDecoder(bytes.NewReader(raw))
		if tok, err := d.Token(); err != nil || tok != json.Delim('{') {
			t.Fatalf("%s is no JSON object: %v %v", file, tok, err)
		}
		for d.More() {
			key, err := d.Token()
			if err != nil {
				t.Fatalf("%s: %v", file, err)
			}
			var value any
			if err := d.Decode(&value); err != nil {
				t.Fatalf("%s: %v: %v", file, key, err)
			}
			s := sentence{map[string]string{}, file}
			switch v := value.(type) {
			case string:
				s.forms["other"] = v
			case map[string]any:
				for form, text := range v {
					s.forms[form], _ = text.(string)
				}
			default:
				t.Errorf("%s: %v is neither a text nor plural forms", file, key)
			}
			if first, twice := all[key.(string)]; twice {
				t.Errorf("%v stands in %s and again in %s", key, first.file, file)
			}
			all[key.(string)] = s
		}
		if _, err := d.Token(); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	return all
}

// TestLanguagesSayTheSameThings compares every language with English, and every
// variety, such as es-419, with what it is a variety of: that may leave out what
// is the same there, and says nothing twice.
func TestLanguagesSayTheSameThings(t *testing.T) {
	if english := sentences(t, "en"); len(english) < 300 {
		t.Fatalf("only %d sentences: the files were not found", len(english))
	}
	for _, lang := range words.Languages() {
		model := assets.Fallback(lang)[min(1, len(assets.Fallback(lang))-1)]
		all, theirs := sentences(t, lang), sentences(t, model)
		for key, there := range theirs {
			here, ok := all[key]
			switch {
			case !ok && words.Base(lang) == lang:
				t.Errorf("%s: %s is not said in %s", there.file, key, lang)
			case !ok:
			case strings.TrimPrefix(there.file, model) != strings.TrimPrefix(here.file, lang):
				t.Errorf("%s stands in %s and in %s", key, there.file, here.file)
			case len(there.forms) > 1 != (len(here.forms) > 1):
				t.Errorf("%s has plural forms in one of %s and %s only", key, model, lang)
			case !slices.Equal(blanks(t, there), blanks(t, here)):
				t.Errorf("%s: blanks %v in %s, %v in %s", key, blanks(t, there), model, blanks(t, here), lang)
			case words.Base(lang) == model && lang != model && maps.Equal(there.forms, here.forms):
				t.Errorf("%s: %s is as in %s and need not be said again", here.file, key, model)
			}
		}
		for key, here := range all {
			if _, ok := theirs[key]; !ok {
				t.Errorf("%s: %s is not said in %s", here.file, key, model)
			}
		}
	}
}

var blank = regexp.MustCompile(`{{\.([a-z_]+)}}`)

// blanks lists the names in all forms of a sentence, sorted.
func blanks(t *testing.T, s sentence) []string {
	t.Helper()
	names := map[string]bool{}
	for _, text := range s.forms {
		for _, m := range blank.FindAllStringSubmatch(text, -1) {
			names[m[1]] = true
		}
		if rest := blank.ReplaceAllString(text, ""); strings.Contains(rest, "{{") || strings.Contains(rest, "}}") {
			t.Errorf("%s: a blank is not written {{.name}} in %q", s.file, text)
		}
	}
	return slices.Sorted(maps.Keys(names))
}

func TestSentencesAreWhole(t *testing.T) {
	for _, lang := range words.Languages() {
		forms := words.PluralForms(lang)
		for key, s := range sentences(t, lang) {
			if got := slices.Sorted(maps.Keys(s.forms)); len(got) > 1 && !slices.Equal(got, forms) {
				t.Errorf("%s: %s has the forms %v, wants %v", s.file, key, got, forms)
			}
			if _, ok := s.forms["other"]; !ok {
				t.Errorf("%s: %s has no form %q", s.file, key, "other")
			}
			for form, text := range s.forms {
				if strings.TrimSpace(text) == "" {
					t.Errorf("%s: %s (%s) is empty", s.file, key, form)
				}
				if strings.Trim(text, " \t") != text {
					t.Errorf("%s: %s (%s) has spaces around it", s.file, key, form)
				}
				if strings.Contains(text, "  ") && !strings.Contains(text, "\n") {
					t.Errorf("%s: %s (%s) has two spaces in a row", s.file, key, form)
				}
			}
		}
	}
}

// TestLanguagesSayHowTheyAreWritten: a language has all of its form, a variety at
// least its name.
func TestLanguagesSayHowTheyAreWritten(t *testing.T) {
	for _, lang := range words.Languages() {
		var form map[string]any
		if err := json.Unmarshal(assets.Words(lang)["language"], &form); err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		if form["name"] == "" || form["name"] == nil {
			t.Errorf("%s has no name", lang)
		}
		if words.Base(lang) != lang {
			continue
		}
		for _, part := range []string{"dictionary", "day", "date", "short", "typed", "decimal", "thousands"} {
			if text, _ := form[part].(string); text == "" {
				t.Errorf("%s says nothing about %q", lang, part)
			}
		}
		if months, _ := form["months"].([]any); len(months) != 12 || form["grouped_from"] == nil {
			t.Errorf("%s has %d months", lang, len(months))
		}
	}
}
