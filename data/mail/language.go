package mail

import (
	"strings"
	"unicode"
)

// commonWords are words that the texts of a language are full of.
var commonWords = map[string]string{
	"en": " the and is are was you your for with this that have has not from will would please thanks hello regards can it my we of to in on be ",
	"es": " el la los las que del por para con una un es está están no se su sus como pero más hola gracias saludos cuando tengo puede muy lo y ",
	"de": " der die das und ist sind nicht ich sie wir ein eine mit für auf von zu den dem des auch wie bei danke hallo grüße haben kann es ",
	"fr": " le la les des et est sont ne pas vous nous je une un pour dans avec sur que qui votre bonjour merci cordialement ce il avez au du ",
	"pt": " o os as que não do da dos das em um uma para com por se mais está são você obrigado olá cumprimentos meu minha no na é ao ",
	"it": " il lo gli che non di del della dei per con una un è sono si ma come più ciao grazie saluti questo questa ho nel alla mi le ",
}

// languagesOf gives the languages that a word is common in.
var languagesOf = func() map[string][]string {
	table := map[string][]string{}
	for code, words := range commonWords {
		for _, word := range strings.Fields(words) {
			table[word] = append(table[word], code)
		}
	}
	return table
}()

// language says which of the six languages a text is in; "" if its words do not tell.
func language(text string) string {
	const enough = 4000 // bytes to look at
	counts := map[string]int{}
	for _, word := range strings.FieldsFunc(text[:min(len(text), enough)], func(r rune) bool { return !unicode.IsLetter(r) }) {
		for _, code := range languagesOf[strings.ToLower(word)] {
			counts[code]++
		}
	}
	best, second := "", 0
	for code, n := range counts {
		switch {
		case n > counts[best]:
			best, second = code, counts[best]
		case n > second:
			second = n
		}
	}
	if counts[best] < 2 || counts[best] == second {
		return ""
	}
	return best
}
