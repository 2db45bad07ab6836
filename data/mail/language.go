package mail

import "strings"

// Words that every text of a language has and the others do not.
var commonWords = map[string]string{
	"en": " the and is are was you your for with this that have has not from will would please thanks hello regards can it my we of to in on be ",
	"es": " el la los las que del por para con una un es está están no se su sus como pero más hola gracias saludos cuando tengo puede muy lo y ",
	"de": " der die das und ist sind nicht ich sie wir ein eine mit für auf von zu den dem des auch wie bei danke hallo grüße haben kann es ",
	"fr": " le la les des et est sont ne pas vous nous je une un pour dans avec sur que qui votre bonjour merci cordialement ce il avez au du ",
	"pt": " o os as que não do da dos das em um uma para com por se mais está são você obrigado olá cumprimentos meu minha no na é ao ",
	"it": " il lo gli che non di del della dei per con una un è sono si ma come più ciao grazie saluti questo questa ho nel alla mi le ",
}

// language says in which of the six languages a text is; empty if its words do
// not tell.
func language(text string) string {
	const enough = 300 // words
	counts := map[string]int{}
	words := strings.FieldsFunc(strings.ToLower(text[:min(len(text), 8000)]), func(r rune) bool {
		return strings.ContainsRune(" \n\t.,;:!?()\"", r)
	})
	for _, word := range words[:min(len(words), enough)] {
		for code, common := range commonWords {
			if strings.Contains(common, " "+word+" ") {
				counts[code]++
			}
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
	if best == "" || counts[best] < 2 || counts[best] == second {
		return ""
	}
	return best
}
