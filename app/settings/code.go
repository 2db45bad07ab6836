package settings

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// plainWords are words in the names of desks that do not tell one from another.
var plainWords = map[string]bool{
	"support": true, "help": true, "helpdesk": true, "desk": true, "service": true, "services": true, "team": true, "the": true, "of": true, "and": true, "for": true,
	"soporte": true, "ayuda": true, "mesa": true, "servicio": true, "servicios": true, "atencion": true, "equipo": true, "centro": true,
	"de": true, "del": true, "la": true, "el": true, "los": true, "las": true, "al": true, "y": true, "a": true, "en": true,
	"hilfe": true, "kundendienst": true, "der": true, "die": true, "das": true, "und": true, "fur": true, "von": true, "am": true, "im": true, "beim": true,
	"assistance": true, "centre": true, "guichet": true, "aide": true, "equipe": true,
	"des": true, "du": true, "les": true, "le": true, "et": true, "au": true, "aux": true, "pour": true,
}

// proposeCode makes the code of a desk from its name: the first letters of its only telling
// word ("Soporte Madrid" gives MAD), or the initials of up to four ("Cooperativa Tres
// Encinas" gives CTE); "" for a name of less than two letters.
func proposeCode(name string) string {
	var telling, all []string
	for _, word := range strings.FieldsFunc(norm.NFD.String(strings.ToLower(name)), notInWord) {
		if word = strings.Map(onlyLetters, word); word == "" {
			continue
		}
		all = append(all, word)
		if !plainWords[word] {
			telling = append(telling, word)
		}
	}
	if len(telling) == 0 {
		telling = all
	}
	code := ""
	switch {
	case len(telling) == 1:
		code = telling[0][:min(len(telling[0]), 3)]
	case len(telling) > 1:
		for _, word := range telling[:min(len(telling), 4)] {
			code += word[:1]
		}
	}
	if len(code) < 2 {
		return ""
	}
	return strings.ToUpper(code)
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) && r != '\'' }

func onlyLetters(r rune) rune {
	if r >= 'a' && r <= 'z' {
		return r
	}
	return -1
}
