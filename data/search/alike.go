package search

import (
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode/utf8"
)

// titles are what stands before a name without being part of it, folded.
var titles = map[string]bool{"mr": true, "mrs": true, "ms": true, "miss": true, "dr": true, "prof": true, "sir": true,
	"sr": true, "sra": true, "srta": true, "don": true, "dona": true, "d": true, "dra": true, "ing": true, "lic": true,
	"herr": true, "frau": true, "m": true, "mme": true, "senor": true, "senora": true}

// nameWords are what two ways of writing a person's name share: its words folded, in
// alphabetical order, titles left out ("García, Sra. Ana", "ana garcia").
func nameWords(name string) []string {
	var words, all []string
	list := Words(name)
	for i := 0; i < len(list); i++ {
		w := list[i]
		i += w.Parts // a double name counts as one
		all = append(all, w.Text)
		if !titles[w.Text] {
			words = append(words, w.Text)
		}
	}
	if len(words) == 0 {
		words = all // "Don" may be all there is
	}
	sort.Strings(words)
	return words
}

// Alike is from which Similar two names may be one person's: it holds for a
// letter wrong, a second surname or a first name shortened to its initial, and
// not for brothers.
const Alike = 0.85

// Similar says how much two names are one, 0 to 1, whatever their order: every
// word of the shorter name is paired with the word of the longer it is most
// like (Jaro and Winkler's measure), and words left over count little.
func Similar(a, b string) float64 {
	short, long := nameWords(a), nameWords(b)
	if len(short) > len(long) {
		short, long = long, short
	}
	if len(short) == 0 {
		return 0
	}
	if slices.Equal(short, long) {
		return 1
	}
	used := make([]bool, len(long))
	sum, weight := 0.0, 0.0
	for _, s := range short {
		best, at := 0.0, -1
		for i, l := range long {
			if used[i] {
				continue
			}
			if v := nearWord(s, l); v > best {
				best, at = v, i
			}
		}
		if at >= 0 {
			used[at] = true
		}
		w := float64(utf8.RuneCountInString(s))
		sum += best * w
		weight += w
	}
	like := sum / weight
	if len(short) == 1 && len(long) > 1 {
		return like * 0.7 // "Ana" is not yet "Ana García"
	}
	return like * (1 - 0.05*float64(len(long)-len(short)))
}

// nearWord is how much two words of a name are one. An initial may be the word
// it begins; far words are not alike at all, so that a shared surname does not
// make two people one.
func nearWord(a, b string) float64 {
	if a == b {
		return 1
	}
	if short := min(utf8.RuneCountInString(a), utf8.RuneCountInString(b)); short == 1 {
		if strings.HasPrefix(a, b) || strings.HasPrefix(b, a) {
			return 0.9
		}
		return 0
	}
	if v := jaroWinkler([]rune(a), []rune(b)); v >= 0.85 {
		return v
	}
	return 0
}

// jaroWinkler is the classical measure for names: letters in common, in order,
// with a bonus for a common beginning.
func jaroWinkler(a, b []rune) float64 {
	reach := max(len(a), len(b))/2 - 1
	inA, inB := make([]bool, len(a)), make([]bool, len(b))
	common := 0
	for i, r := range a {
		for j := max(0, i-reach); j < min(len(b), i+reach+1); j++ {
			if !inB[j] && b[j] == r {
				inA[i], inB[j] = true, true
				common++
				break
			}
		}
	}
	if common == 0 {
		return 0
	}
	swapped, j := 0, 0
	for i, r := range a {
		if !inA[i] {
			continue
		}
		for !inB[j] {
			j++
		}
		if r != b[j] {
			swapped++
		}
		j++
	}
	m := float64(common)
	jaro := (m/float64(len(a)) + m/float64(len(b)) + (m-float64(swapped)/2)/m) / 3
	prefix := 0
	for prefix < min(4, len(a), len(b)) && a[prefix] == b[prefix] {
		prefix++
	}
	return jaro + float64(prefix)*0.1*(1-jaro)
}

// SameWords says how many of their words two subjects share, 0 to 1 (Dice's
// measure over stems), whatever their order. Common words, and those that only say
// that something is wrong, count only where there are no others.
func SameWords(a, b string) float64 {
	x, y := subjectStems(a), subjectStems(b)
	if len(x) == 0 || len(y) == 0 {
		return 0
	}
	shared := 0
	for s := range x {
		if y[s] {
			shared++
		}
	}
	return 2 * float64(shared) / float64(len(x)+len(y))
}

func subjectStems(text string) map[string]bool {
	stems, all := map[string]bool{}, map[string]bool{}
	words := Words(text)
	for i := 0; i < len(words); i += 1 + words[i].Parts {
		w := words[i].Text
		s := Stem(w, "")
		all[s] = true
		if !Common(w, "") && !complaints()[s] {
			stems[s] = true
		}
	}
	if len(stems) == 0 {
		return all
	}
	return stems
}

// complaints are the stems of words that say that something is wrong, not what: a
// mouse and a telephone that do not work are two cases.
var complaints = sync.OnceValue(func() map[string]bool {
	stems := map[string]bool{}
	for _, w := range strings.Fields(`
		work working works problem issue issues error errors help fails failed failure failing broken broke wrong urgent trouble stopped dead crash crashes crashed
		funciona funcionan funcionar funcionando problema problemas errores ayuda fallo fallos falla fallan fallando incidencia averia estropeado rota roto urgente
		cae caen caido caida corta cortan cierra bloqueado bloquea va anda responde
		funktioniert funktionieren geht gehen fehler hilfe kaputt defekt dringend probleme reagiert
		ne pas marche marchent fonctionne fonctionnent probleme erreur aide panne repond plante
		erro erros ajuda falha falhas avaria avariado quebrado cai caiu`) {
		stems[Stem(w, "")] = true
	}
	return stems
})
