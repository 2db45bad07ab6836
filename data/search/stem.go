package search

import (
	"strings"
	"sync"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/danish"
	"github.com/blevesearch/snowballstem/dutch"
	"github.com/blevesearch/snowballstem/english"
	"github.com/blevesearch/snowballstem/finnish"
	"github.com/blevesearch/snowballstem/french"
	"github.com/blevesearch/snowballstem/german"
	"github.com/blevesearch/snowballstem/hungarian"
	"github.com/blevesearch/snowballstem/italian"
	"github.com/blevesearch/snowballstem/norwegian"
	"github.com/blevesearch/snowballstem/portuguese"
	"github.com/blevesearch/snowballstem/romanian"
	"github.com/blevesearch/snowballstem/russian"
	"github.com/blevesearch/snowballstem/spanish"
	"github.com/blevesearch/snowballstem/swedish"
	"github.com/blevesearch/snowballstem/turkish"
)

// stemmers are the Snowball algorithms by language.
var stemmers = map[string]func(*snowballstem.Env) bool{
	"da": danish.Stem, "de": german.Stem, "en": english.Stem, "es": spanish.Stem, "fi": finnish.Stem,
	"fr": french.Stem, "hu": hungarian.Stem, "it": italian.Stem, "nb": norwegian.Stem, "nl": dutch.Stem,
	"no": norwegian.Stem, "pt": portuguese.Stem, "ro": romanian.Stem, "ru": russian.Stem, "sv": swedish.Stem,
	"tr": turkish.Stem,
}

// endings are the accents a stemmer needs to see and a folded word has lost.
// Snowball 3 reads Spanish -acion and -ucion by itself for the same reason.
var endings = map[string][][2]string{
	"es": {{"acion", "ación"}, {"ucion", "ución"}},
	"pt": {{"cao", "ção"}, {"coes", "ções"}},
	"fr": {{"ee", "ée"}, {"ees", "ées"}},
}

// Stem reduces a folded word to what its forms in a language share
// (impresoras, impresora: impresor). A language that is not known reads the
// word as English, then as Spanish. Words with digits and words of other
// scripts than the language's stay as they are.
func Stem(word, lang string) string {
	if len(word) < 3 || hasDigit(word) {
		return word
	}
	if len(lang) > 2 {
		lang = lang[:2] // es-ES
	}
	if _, ok := stemmers[lang]; !ok {
		return Stem(Stem(word, "en"), "es")
	}
	k := form{word, lang}
	if s, ok := stems.get(k); ok {
		return s
	}
	k = form{strings.Clone(word), strings.Clone(lang)} // not the texts they were cut from
	s := stem(k.word, lang)
	stems.put(k, s)
	return s
}

func stem(word, lang string) string {
	restored := word
	for _, e := range endings[lang] {
		if base, ok := strings.CutSuffix(word, e[0]); ok {
			restored = base + e[1]
		}
	}
	if lang == "de" {
		restored = umlauts(restored)
	}
	env := snowballstem.NewEnv(restored)
	stemmers[lang](env)
	if s := Fold(env.Current()); s != "" {
		return s
	}
	return word
}

// form is a word as written in a language.
type form struct{ word, lang string }

// stems remembers what was stemmed: texts repeat their words, and looking one
// up costs a tenth of stemming it.
var stems = memory{known: map[form]string{}}

// memory is a cache that starts again when it is full.
type memory struct {
	mu    sync.RWMutex
	known map[form]string
}

const memoryFull = 50_000 // words, about 5 MB

func (m *memory) get(k form) (string, bool) {
	m.mu.RLock()
	defer m.mu.RUnlock()
	s, ok := m.known[k]
	return s, ok
}

func (m *memory) put(k form, s string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.known) >= memoryFull {
		clear(m.known)
	}
	m.known[k] = s
}

// umlauts writes ae, oe and ue as the folded vowel they stand for (Geraet,
// Gerät), by the rule of Snowball's german2: ue not after q or another vowel.
func umlauts(word string) string {
	if !strings.Contains(word, "ae") && !strings.Contains(word, "oe") && !strings.Contains(word, "ue") {
		return word
	}
	out := make([]byte, 0, len(word))
	for i := 0; i < len(word); i++ {
		c := word[i]
		if c == 'e' && i > 0 {
			switch b := word[i-1]; {
			case b == 'a' || b == 'o',
				b == 'u' && (i == 1 || !strings.ContainsRune("qaeiou", rune(word[i-2]))):
				continue
			}
		}
		out = append(out, c)
	}
	return string(out)
}
