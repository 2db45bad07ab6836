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

func TestLanguagesSayTheSameThings(t *testing.T) {
	english, spanish := sentences(t, "en"), sentences(t, "es")
	if len(english) < 300 {
		t.Fatalf("only %d sentences: the files were not found", len(english))
	}
	for key, en := range english {
		es, ok := spanish[key]
		switch {
		case !ok:
			t.Errorf("%s: %s has no Spanish", en.file, key)
		case strings.TrimPrefix(en.file, "en") != strings.TrimPrefix(es.file, "es"):
			t.Errorf("%s stands in %s and in %s", key, en.file, es.file)
		case len(en.forms) > 1 != (len(es.forms) > 1):
			t.Errorf("%s has plural forms in one language only", key)
		case !slices.Equal(blanks(t, en), blanks(t, es)):
			t.Errorf("%s: blanks %v in English, %v in Spanish", key, blanks(t, en), blanks(t, es))
		}
	}
	for key, es := range spanish {
		if _, ok := english[key]; !ok {
			t.Errorf("%s: %s has no English", es.file, key)
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
	forms := map[string][]string{"en": {"one", "other"}, "es": {"many", "one", "other"}}
	for _, lang := range words.Languages() {
		for key, s := range sentences(t, lang) {
			if got := slices.Sorted(maps.Keys(s.forms)); len(got) > 1 && !slices.Equal(got, forms[lang]) {
				t.Errorf("%s: %s has the forms %v, wants %v", s.file, key, got, forms[lang])
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
