package search

import (
	"math/bits"
	"strings"
	"unicode"
)

// languages are those whose common words are known: the ones Detect tells
// apart and the ones a query may be in.
var languages = []string{"en", "es", "de", "fr", "pt"}

// longCodes are what else a language is called: the codes of ISO 639-2 and -3.
var longCodes = map[string]string{"eng": "en", "spa": "es", "deu": "de", "ger": "de", "fra": "fr", "fre": "fr", "por": "pt",
	"dan": "da", "fin": "fi", "hun": "hu", "ita": "it", "nob": "nb", "nor": "no", "nld": "nl", "dut": "nl", "ron": "ro", "rum": "ro",
	"rus": "ru", "swe": "sv", "tur": "tr"}

// Language gives the code of ISO 639-1 for a language tag ("es-MX", "ES", "spa":
// "es"); "" for a language whose words are not known here.
func Language(tag string) string {
	code, _, _ := strings.Cut(strings.ReplaceAll(strings.ToLower(strings.TrimSpace(tag)), "_", "-"), "-")
	if short, ok := longCodes[code]; ok {
		code = short
	}
	if _, ok := stemmers[code]; !ok {
		return ""
	}
	return code
}

// langSet has a bit for each of languages.
type langSet uint8

// setOf is the bit of a language; of one that is not known, those of English
// and Spanish.
func setOf(lang string) langSet {
	for i, l := range languages {
		if l == lang {
			return 1 << i
		}
	}
	if _, ok := stemmers[lang]; ok {
		return 0
	}
	return 1 | 2
}

// common says in which languages a folded word says how a sentence goes rather
// than what it is about.
var common = setsOf(map[string]string{
	"en": `a about after again all also am an and any are arent as at be because been before being but by can cannot cant could couldnt
		did didnt do does doesnt doing done dont down each either every few for from further get gets getting give go got had has hasnt have havent having he
		hello help her here hers hi him his how however i id if ill im in into is isnt it its itself ive just know let like may me might mine more most must my
		myself need no nor not now of off on once one only or other our ours out over own please same shall she should shouldnt so some still such
		tell than thank thanks that thats the their theirs them then there theres these they theyre this those through to too under until up us
		use very want was wasnt way we were werent weve what whats when where which while who whom whose why will with without wont would wouldnt yes yet
		you your youre yours yourself youve`,
	"es": `a al algo alguien algun alguna algunas alguno algunos ante antes aqui asi aun aunque bien cada como con contra cual cuales cualquier
		cuando cuanta cuantas cuanto cuantos de debe debo del desde donde dos durante e el ella ellas ello ellos en entonces entre era eran eres es esa
		esas ese eso esos esta estaba estado estamos estan estar estas este esto estos estoy favor fue fueron gracias ha habia hace hacer
		hacia haciendo hago han has hasta hay haya he hemos hola igual ir la las le les lo los mas me mi mia mientras mio mis misma mismas mismo
		mismos mucha muchas mucho muchos muy nada ni ningun ninguna no nos nosotros nuestra nuestras nuestro nuestros o os otra otras otro otros para
		pero poco podemos podria por porque pueda puede pueden puedo pues que querria quien quienes quiero quisiera se sea ser si sido siempre sin sino sobre
		solo somos son soy su sus suya suyo tal tambien tampoco tan tanto te tener tenemos tengo ti tiene tienen toda todas todavia todo todos tras
		fui fuimos fuera fueran fuese fuesen siendo sera seran seria serian sean seas eras estuvo estuvieron estaban estabamos estados estada
		estadas estando estare estara estaran estaria estarian esten haber habian habiamos hubo hubieron hubiera hubieran hubiese habra habran
		habria habrian habiendo habido hayan tenia tenian teniamos tuvo tuvieron tuviera tuvieran tuviese tendra tendran tendria tendrian
		teniendo tenido tenga tengan tengamos tienes podia podian podra podran podrian pudo pudieron pudiera pudiese podamos puedan puedas
		poder podido hizo hicieron hice hacen hacian hara haran haria haga hagan hagamos haces debemos deben debes deberia deberian debia
		debian aquel aquella aquellos aquellas aquello cuyo cuya cuyos cuyas incluso ademas segun mediante ambos ambas cerca dentro luego
		despues ahora alli nunca menos tuyo tuya quizas quiza
		tu tus u un una unas uno unos usted ustedes va vez y ya yo`,
	"de": `ab aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bereits bin bis bist bitte da dabei dadurch dafur damit
		danach danke dann dar darauf das dass dazu dein deine dem den denn der deren des dessen deshalb dich die dies diese diesem diesen dieser
		dieses dir doch dort du durch ein eine einem einen einer eines er es etwas euch euer fur gegen gibt habe haben hallo hat hatte hatten hier hin hinter
		ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im in ist ja jede jeden jeder jedes jedoch jetzt kann kein keine keinen keiner konnen konnte konnten mal man
		mehr mein meine meinem meinen meiner mich mir mit muss mussen nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinen seiner
		seit sich sie sind so sollte sondern soll sollen uber um und uns unser unsere unserem unseren unserer unter viel vom von vor wann war waren warum was weil
		welche welchem welchen welcher welches wenn wer werde werden wie wieder will wir wird wo wurde wurden zu zum zur zwar zwischen`,
	"fr": `a afin ai alors apres as au aucun aucune aussi autre autres aux avant avec avez avoir avons bien bonjour c ca car ce ceci cela celle celui
		ces cet cette ceux chaque chez comme comment d dans de depuis des donc dont du elle elles en encore entre es est et etaient etait etant ete etes etre
		eu faire fait faut il ils j je jusqu l la le les leur leurs lors lui m ma mais me meme memes merci mes moi moins mon n ne ni non nos notre nous on
		ont ou par parce pas pendant peu peut peux peuvent plus pour pourquoi pourrait pourriez puis qu quand que quel quelle quelles quels quelque quelques qui quoi
		s sa sans se sera ses si sommes son sont sous suis sur t ta te tes toi ton tous tout toute toutes tres tu un une vers voici vos votre
		vous y`,
	"pt": `a ainda algo alguem algum alguma ao aos apenas apos aqui as ate bem cada com como consegue conseguem conseguimos conseguir consigo contra cujo da das de dela dele deles depois desde dessa
		desse desta deste disso do dos e ela elas ele eles em entao entre era essa essas esse esses esta estamos estao estar estas estava este estes estou eu faz fazer
		foi foram fui ha isso isto ja la lhe lhes mais mas me meio mesmo meu meus minha minhas muita muito muitos na nada nao nas nem nenhum nenhuma nessa nesse nesta neste no nos nossa nossas
		nosso nossos num numa o obrigada obrigado ola onde os ou outra outras outro outros para pela pelas pelo pelos pode podem poderia por porque posso pouco pra qual
		qualquer quais quando quanto quantos que quem quero se seja sem sempre ser sera seu seus si so sob sobre sou sua suas tal tambem te tem temos tenho
		ter teu toda todas todo todos tu tua tudo um uma umas uns voce voces`,
})

// setsOf turns lists of words by language around.
func setsOf(lists map[string]string) map[string]langSet {
	sets := map[string]langSet{}
	for lang, list := range lists {
		for _, w := range strings.Fields(list) {
			sets[w] |= setOf(lang)
		}
	}
	return sets
}

// asking says in which languages a folded word begins a question. In an answer
// the same words relate or compare (que, como, where), so that they say nothing
// there: not counting them in bodies is worth 0.2 points on Spanish paragraphs,
// 0.4 on answers in French, and level elsewhere.
var asking = setsOf(map[string]string{
	"en": `how what when where which who whom whose why`,
	"es": `como cual cuales cuando cuanta cuantas cuanto cuantos donde que quien quienes`,
	"de": `wann warum was welche welcher welches wer wie wo`,
	"fr": `comment ou pourquoi quand que quel quelle quelles quels qui`,
	"pt": `como onde quais qual quando quanta quantas quanto quantos que quem`,
})

// Common says whether a folded word is one of a language's common words; with
// no language, whether it is one in English or Spanish.
func Common(word, lang string) bool { return common[word]&setOf(lang) != 0 }

// telltale are letters that hardly occur in any other of the languages.
var telltale = map[rune]string{'ñ': "es", '¿': "es", '¡': "es", 'ß': "de", 'ä': "de", 'ã': "pt", 'õ': "pt", 'œ': "fr", 'è': "fr", 'ù': "fr"}

const (
	detectEnough = 1.5 // words' worth of evidence before a language is named: "error de red" is too little, "no puedo imprimir" enough
	detectLead   = 1.3 // times as much evidence as the next language
	detectBytes  = 4 << 10
)

// Detect names the language of a text (en, es, de, fr, pt) by its common words
// and letters, or "" where there are too few of them to tell.
func Detect(text string) string {
	if len(text) > detectBytes {
		text = text[:detectBytes]
	}
	score := make([]float64, len(languages))
	for _, r := range text {
		if r < 0x80 {
			continue
		}
		if lang := telltale[unicode.ToLower(r)]; lang != "" {
			score[bits.TrailingZeros8(uint8(setOf(lang)))]++
		}
	}
	for _, w := range Words(text) {
		set := common[w.Text]
		for i := range score {
			if set&(1<<i) != 0 {
				score[i] += 1 / float64(bits.OnesCount8(uint8(set)))
			}
		}
	}
	best, next := 0, 0.0
	for i, s := range score[1:] {
		if s > score[best] {
			best, next = i+1, score[best]
		} else {
			next = max(next, s)
		}
	}
	if score[best] < detectEnough || score[best] < detectLead*next {
		return ""
	}
	return languages[best]
}
