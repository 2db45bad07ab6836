package search

import "strings"

// root is what more forms of a Spanish or Portuguese word share than a stem:
// Snowball gives ciudad and ciudades, añadió and añadieron, ligação and ligações
// two stems, the more so as accents are folded first. Of other languages, and of
// a word with digits, it is the stem.
//
// Articles and what is marked in a text are compared by roots. The index over
// tickets holds stems, which cannot be changed without reading all of them again;
// see otherNumber. On paragraphs and mails in both languages roots are worth 0.2
// points of MRR@10. Forms of a word only: to take words of one family for each other
// (definir, definición; traducir, traductor; nación, nacional) gains nothing.
func root(word, lang string) string {
	if len(lang) > 2 {
		lang = lang[:2] // es-ES
	}
	if len(word) < 3 || lang != "es" && lang != "pt" || hasDigit(word) {
		return Stem(word, lang)
	}
	if base := strings.TrimSuffix(word, "s"); apart[base]&setOf(lang) != 0 {
		return base
	}
	if Common(word, lang) {
		return Stem(word, lang) + ofCommon
	}
	word = rewritten(word, numbers[lang])
	if lang == "es" {
		word = rewritten(word, verbs)
	}
	word = rewritten(word, nouns[lang])
	if r := short(word, lang); r != "" {
		return r
	}
	r := bare(Stem(word, lang))
	if base, ok := strings.CutSuffix(r, "es"); ok && len(base) > 3 {
		r = bare(base) // inglés, inglesa
	}
	if lang == "pt" {
		return r
	}
	if base, ok := strings.CutSuffix(r, "ific"); ok {
		r = base + "if" // significar, significa
	}
	if base, ok := strings.CutSuffix(r, "acion"); ok && len(base) > 2 {
		r = bare(base) // formar, formación
	} else if base, ok := strings.CutSuffix(r, "ucion"); ok {
		r = base + "u" // evolución, evolucionar
	}
	return respelt(regular(r))
}

// ofCommon ends the root of a common word, which is no other word's: como is no
// form of comer.
const ofCommon = "'"

// apart are Spanish nouns, each its own root, that the endings cut off below would
// make a form of another word: correo of correr, copia of copa, caso of casa.
var apart = setsOf(map[string]string{"es": `caso copia correo decada prima serie super tarea video`})

// numbers are endings of nouns whose singular and plural have two stems, the one
// a root is made of first. Snowball takes a Spanish -d for an imperative's
// (mirad), -ar and -er for an infinitive's (lugar, mujer), -en for a verb's
// (imagen), -nos for a pronoun (gobiernos), and keeps the -s of a short word
// (días). What has the same ending twice is a verb (vamos, ayudarnos) and stays.
var numbers = map[string][][2]string{
	"es": {{"restamo", "restamos"}, {"amos", "amos"}, {"emos", "emos"}, {"ndonos", "ndonos"},
		{"ierno", "iernos"}, {"terno", "ternos"}, {"derno", "dernos"}, {"rnos", "rnos"},
		{"ximo", "ximos"}, {"inimo", "inimos"}, {"ltimo", "ltimos"}, {"imos", "imos"},
		{"des", "d"}, {"r", "res"}, {"n", "nes"}, {"ie", "ies"}, {"o", "os"}, {"a", "as"}},
	"pt": {{"ao", "oes"}, {"ao", "aes"}, {"al", "ais"}, {"el", "eis"}, {"el", "il"}, {"ol", "ois"}, {"ul", "uis"}, {"m", "ns"}},
}

// verbs are endings of Spanish verbs that Snowball does not know, without their
// accents or at all, behind others of the same verb that it does.
var verbs = [][2]string{
	{"jo", "jeron"}, {"yo", "yeron"}, {"yo", "yendo"}, {"sistir", "siste"},
	{"ir", "iria"}, {"ir", "irian"}, {"ir", "iriamos"}, {"er", "eriamos"}, {"ar", "ariamos"}, {"ecer", "eceria"}, {"ecer", "ecerian"},
	{"parar", "para"}, {"parar", "paran"}, {"clarar", "clara"}, {"clarar", "claran"},
	{"parte", "parte"}, {"ierte", "ierte"}, {"uerte", "uerte"}, {"ar", "arte"}, {"er", "erte"}, {"ir", "irte"},
}

// nouns are endings of nouns and adverbs that Snowball cuts off long words only, so
// that it parts movimiento from mover and realmente from real.
var nouns = map[string][][2]string{
	"es": {{"ar", "amiento"}, {"er", "imiento"},
		{"simple", "simplemente"}, {"implementar", "implemente"}, {"complementar", "complemente"}, {"incrementar", "incremente"},
		{"a", "amente"}, {"e", "emente"}, {"l", "lmente"}, {"n", "nmente"}, {"r", "rmente"}, {"z", "zmente"}},
	"pt": {{"ar", "amento"}, {"er", "imento"},
		{"simples", "simplesmente"}, {"implementar", "implemente"}, {"complementar", "complemente"}, {"incrementar", "incremente"},
		{"a", "amente"}, {"e", "emente"}, {"l", "lmente"}, {"m", "mmente"}, {"r", "rmente"}, {"z", "zmente"}},
}

// shortVerbs are the roots of verbs that begin with a vowel and have no other
// before their ending. Snowball cuts off nothing before the second vowel, so that
// each of their forms would be a word of its own.
var shortVerbs = setsOf(map[string]string{"es": `abr arm ech entr obr un us`, "pt": `abr arm entr obr un us`})

// short is the root of a form of a short verb; else "". With a syllable before it
// Snowball knows its ending.
func short(word, lang string) string {
	if !strings.ContainsRune("aeou", rune(word[0])) {
		return ""
	}
	const before = "re"
	r, ok := strings.CutPrefix(bare(Stem(before+word, lang)), before)
	if !ok || shortVerbs[r]&setOf(lang) == 0 {
		return ""
	}
	return r
}

// rewritten is a word with the first of the endings it has replaced, unless next
// to nothing is before it or the ending is a word by itself.
func rewritten(word string, endings [][2]string) string {
	for _, e := range endings {
		if base, ok := strings.CutSuffix(word, e[1]); ok && (len(base) > 1 || e[0] == e[1] || len(e[1]) > 7) {
			return base + e[0]
		}
	}
	return word
}

// otherNumber is the plural of a singular, or the other way round, where Stem
// keeps the two apart; else "".
func otherNumber(word, lang string) string {
	for _, n := range numbers[lang] {
		for i, ending := range n {
			if base, ok := strings.CutSuffix(word, ending); ok && len(base) > 1 {
				return base + n[1-i]
			}
		}
	}
	return ""
}

// bare cuts off the vowels a stem ends in: what is left of an ending whose
// accent was folded (añadi-ó, cre-í-an, rode-a).
func bare(stem string) string {
	for len(stem) > 3 && strings.ContainsRune("aeio", rune(stem[len(stem)-1])) {
		stem = stem[:len(stem)-1]
	}
	return stem
}

// respelt undoes what Spanish writes or says otherwise before some endings: luz
// and luces, conozco and conocer, busqué and buscar, enciende and encender,
// muestra and mostrar.
func respelt(root string) string {
	for _, ending := range []string{"zc", "z", "qu"} {
		if base, ok := strings.CutSuffix(root, ending); ok {
			root = base + "c"
			break
		}
	}
	if base, ok := strings.CutSuffix(root, "gu"); ok && len(base) > 1 {
		root = base + "g" // distinguir, distingue
	}
	i := max(strings.LastIndex(root, "ie"), strings.LastIndex(root, "ue"))
	if i < 1 || len(root) < 5 || strings.ContainsAny(root[i+2:], "aeiou") || root[i-1] == 'q' || root[i-1] == 'g' {
		return root
	}
	vowel := "e"
	if root[i] == 'u' {
		vowel = "o"
	}
	return root[:i] + vowel + root[i+2:]
}

// irregular are roots that no rule makes, behind the one they belong to: verbs
// whose root changes in some tenses, and adjectives that are cut off before a
// noun. Those with a hyphen are the ends of longer ones. (Another 0.1 points on
// Spanish paragraphs.)
var irregular = func() map[string]string {
	regular := map[string]string{}
	for line := range strings.Lines(`
		abr abiert
		adquir adquer
		caer caid cae caen
		aleman alem
		compet compit
		dec dic dich dig dij
		eleg elig elij
		financ financier
		grand gran
		hac hag hic hiz hech
		imped impid
		med mid
		mor muer muert mur
		leer leid lee leen
		mov muev
		neg nieg
		ped pid
		pon pong pondr pus
		prim primer
		quer quis
		refer refir
		repet repit
		requer requir
		romp rot
		sab sabr sup
		sal salg saldr
		seg segu sig sigu
		sent sint
		serv sirv
		suger sugir
		terc tercer
		tra traj tray
		ven veng vendr vien vin
		-crib -crit
		-cubr -cubiert
		-duc -duj
		-pon -pong -pondr -pus -puest
		-solv -suelt
		-ten -tendr -teng -tien -tuv
		-vert -viert -virt
		-volv -vuelt`) {
		roots := strings.Fields(line)
		for i := 1; i < len(roots); i++ {
			regular[roots[i]] = roots[0]
		}
	}
	return regular
}()

// regular is the root an irregular one belongs to, or itself.
func regular(root string) string {
	if r, ok := irregular[root]; ok {
		return r
	}
	for i := 2; i < len(root)-2; i++ {
		if r, ok := irregular["-"+root[i:]]; ok {
			return root[:i] + r[1:]
		}
	}
	return root
}
