package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"plain":         "plain",
		"ÁRBOL":         "arbol",
		"Contraseña":    "contrasena",
		"co\u0301digo":  "codigo", // decomposed
		"straße":        "strasse",
		"Œuvre Ærø":     "oeuvre aero",
		"ＡＢＣ１２":         "abc12",
		"ﬁle":           "file",
		"İstanbul ılık": "istanbul ilik",
		"só\u00adlo":    "solo", // soft hyphen
		"ΣΊΣΥΦΟΣ":       "σισυφοσ",
		"Ёлка":          "елка",
		"हिन्दी":        "हिन्दी", // vowel signs are letters
		"C++ & #1":      "c++ & #1",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "text"))
		if twice := Fold(once); twice != once {
			t.Fatalf("folding %q again gave %q", once, twice)
		}
	})
}

func TestWords(t *testing.T) {
	for in, want := range map[string]string{
		"The printer, again!":      "the printer again",
		"C++ C# .NET F#":           "cplusplus csharp dotnet[net] fsharp",
		"asp.net setup.exe":        "aspnet[asp net] setupexe[setup exe]",
		"0x80070005, KB5034441.":   "0x80070005[80070005] kb5034441[kb 5034441]",
		"ABC-123/4":                "abc1234[abc 123 4]",
		"10.0.0.7":                 "10007[10 0 0 7]",
		"ana@example.org":          "anaexampleorg[ana example org]",
		"OneDrive iPhone PCs":      "onedrive[one drive] iphone pcs",
		"HTMLParser GitHub":        "htmlparser[html parser] github[git hub]",
		"Office365":                "office365[office 365]",
		"don't can’t":              "dont cant",
		"customer's l'imprimante":  "customer imprimante",
		"AT&T Ctrl+K":              "att[at t] ctrlk[ctrl k]",
		"Disney+ 3+ #12":           "disneyplus[disney] 3 12",
		"a1b2c3d4e5f6":             "a1b2c3d4e5f6",
		"10:30 1,000 nota:esto":    "1030[10 30] 1000[1 000] nota esto",
		"00:1B:44:e1:3a:b7 es":     "001b44e13ab7[001b 00 1 b 44 e13a e 1 3 a b7 b 7] es",
		"f0:91:de, ab:cd 10:30:45": "f091de[f091 f 0 91 de] ab cd 103045[10 30 45]",
		"de:ad:be:efg a:bb:cc":     "de ad be efg a bb cc",
		"00:aa:77 555 1234":        "00aa77[00 aa 77] 5551234[555 1234]",
		"e-mail wi‑fi":             "email[e mail] wifi[wi fi]",
		"+34 600 111 222":          "34600111222[34 600 111 222 600111222]",
		"600-111-222 llamó":        "600111222[600 111 222] llamo",
		"(91) 123 45 67":           "911234567[91 123 45 67]",
		"34600111222":              "34600111222[600111222]",
		"filas 3 4 5":              "filas 3 4 5",
		"打印机坏了":                    "打印 印机 机坏 坏了",
		"A":                        "a",
		"":                         "",
		"… — !":                    "",
		"\xff\xfebroken\xc3":       "broken",
		strings.Repeat("x", 10000): "",
	} {
		var b strings.Builder
		words := Words(in)
		for i := 0; i < len(words); i++ {
			if i > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(words[i].Text)
			if n := words[i].Parts; n > 0 {
				var parts []string
				for _, p := range words[i+1 : i+1+n] {
					parts = append(parts, p.Text)
				}
				b.WriteString("[" + strings.Join(parts, " ") + "]")
				i += n
			}
		}
		if got := b.String(); got != want {
			t.Errorf("Words(%q)\n got %s\nwant %s", in, got, want)
		}
	}
}

// text draws what people and machines write: words, signs, numbers, other
// scripts and broken bytes.
func text() *rapid.Generator[string] {
	piece := rapid.OneOf(
		rapid.String(),
		rapid.SampledFrom([]string{" ", " ", "\n", "-", "\"", "'", "’", ":", "+", "#", ".", "/", "(", ")", "*", "NOT", "AND", "OR", "NEAR(", "^", "{", "«", "»",
			"C++", "C#", ".NET", "KB5034441", "0x80070005", "+34 600 111 222", "ana@example.org", "estado:abierto", "-status:closed", "cliente:\"Ana",
			"impresora", "printer", "Contraseña", "l'imprimante", "don't", "OneDrive", "打印机", "हिन्दी", "اَلْعَرَبِيَّةُ", "ﷺ", "ŉ", "½", "\xff", "\x00", "\x02", "\u0301", "\u00ad"}),
		rapid.StringMatching(`[a-zA-Z0-9]{1,12}`))
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 12).Draw(t, "pieces"), "") })
}

func TestWordsAlwaysPointIntoTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := text().Draw(t, "text")
		words := Words(s)
		last := 0
		for i := 0; i < len(words); i++ {
			w := words[i]
			if w.Text == "" || w.Start < 0 || w.End > len(s) || w.Start >= w.End || len(w.Text) > maxWord {
				t.Fatalf("word %d of %q is %+v", i, s, w)
			}
			if utf8.ValidString(s) && !utf8.ValidString(s[w.Start:w.End]) {
				t.Fatalf("word %+v cuts a letter of %q", w, s)
			}
			if w.Parts < 0 || i+w.Parts >= len(words) {
				t.Fatalf("word %+v of %q has too many parts", w, s)
			}
			for _, p := range words[i+1 : i+1+w.Parts] {
				if p.Start < w.Start || p.End > w.End || p.Parts != 0 {
					t.Fatalf("part %+v lies outside %+v of %q", p, w, s)
				}
			}
			if w.Start < last {
				t.Fatalf("word %+v of %q comes before the one before it", w, s)
			}
			last = w.Start
			i += w.Parts
		}
	})
}

func TestStemBringsFormsTogether(t *testing.T) {
	for lang, groups := range map[string][]string{
		"en": {"printer printers", "connect connected connecting connection connections", "install installed installing"},
		"es": {"impresora impresoras", "configuracion configuraciones configurar configurado", "instalar instalado instalacion", "conexion conexiones", "cancelado cancelar cancelados"},
		"de": {"drucker druckern", "gerat gerate geraet geraete", "einstellung einstellungen"},
		"fr": {"imprimante imprimantes", "connecte connectee connectees connecter"},
		"pt": {"impressora impressoras", "instalacao instalacoes"},
	} {
		for _, g := range groups {
			forms := strings.Fields(g)
			for _, f := range forms[1:] {
				if Stem(f, lang) != Stem(forms[0], lang) {
					t.Errorf("%s: %s is %s but %s is %s", lang, forms[0], Stem(forms[0], lang), f, Stem(f, lang))
				}
			}
		}
	}
	for _, same := range []string{"kb5034441", "pc", "打印"} {
		if got := Stem(same, "en"); got != same {
			t.Errorf("Stem(%s) = %s", same, got)
		}
	}
	if got, want := Stem("impresoras", "es-ES"), Stem("impresoras", "es"); got != want {
		t.Errorf("a region changes the stem: %s, %s", got, want)
	}
}

func TestStemStaysFolded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := Fold(rapid.String().Draw(t, "word"))
		if s := Stem(word, rapid.SampledFrom([]string{"", "en", "es", "de", "fr", "pt", "tr", "xx"}).Draw(t, "lang")); s == "" && word != "" || Fold(s) != s {
			t.Fatalf("%q became %q", word, s)
		}
	})
}

func TestDetect(t *testing.T) {
	for text, want := range map[string]string{
		"The printer on the second floor does not print any more":   "en",
		"No puedo imprimir desde que se actualizó el equipo":        "es",
		"no puedo entrar en mi cuenta":                              "es",
		"Ich kann mich seit heute nicht mehr anmelden":              "de",
		"Je ne peux plus me connecter à ma session depuis ce matin": "fr",
		"Não consigo aceder à minha conta desde ontem":              "pt",
		"error 0x80070005": "",
		"MacBook Air M1":   "",
		"":                 "",
	} {
		if got := Detect(text); got != want {
			t.Errorf("Detect(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestVocabulary(t *testing.T) {
	v := NewVocabulary()
	for i, w := range []string{"impresora", "impresoras", "imprimir", "pantalla", "printer", "kb5034441", "cosa", "casa"} {
		v.Add(w, i+1)
	}
	for typed, want := range map[string]string{
		"impresroa": "impresora", // neighbours swapped
		"inpresora": "impresora", // wrong
		"pantala":   "pantalla",  // missing
		"printeer":  "printer",   // added
		"zmpresora": "impresora", // even the first
		"impresora": "",          // known
		"cxsa":      "casa cosa", // as near as each other: the more frequent first
		"kb5034442": "",          // numbers are not guessed
		"pc":        "",
		"xyzzyx":    "",
	} {
		if got := strings.Join(v.Repair(typed), " "); got != want {
			t.Errorf("Repair(%s) = %q, want %q", typed, got, want)
		}
	}
	if got := strings.Join(v.Complete("impr", 2), " "); got != "imprimir impresoras" {
		t.Errorf("impr… became %q", got)
	}
	v.Add("imprimir", -3)
	if v.Count("imprimir") != 0 || v.Len() != 7 || len(v.Complete("imprimi", 5)) != 0 {
		t.Error("a word counted down to nothing is still known")
	}
	v.Add("imprimible", 1)
	if got := strings.Join(v.Complete("imprimi", 5), " "); got != "imprimible" {
		t.Errorf("imprimi… became %q", got)
	}
}

// Repairing must find every word within its reach, however the letters fell.
func TestRepairMissesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		letters := rapid.StringMatching(`[abcdeñ]{4,11}`)
		v := NewVocabulary()
		for _, w := range rapid.SliceOfN(letters, 1, 20).Draw(t, "words") {
			v.Add(w, 1)
		}
		typed := letters.Draw(t, "typed")
		if v.Count(typed) > 0 {
			return
		}
		reach, nearest := 1, 99
		if utf8.RuneCountInString(typed) >= repairTwo {
			reach = 2
		}
		for w := range v.index {
			nearest = min(nearest, distance([]rune(typed), []rune(w), 20))
		}
		got := v.Repair(typed)
		if (len(got) > 0) != (nearest <= reach) {
			t.Fatalf("nearest is %d edits from %s, got %v", nearest, typed, got)
		}
	})
}

func TestLanguage(t *testing.T) {
	for tag, want := range map[string]string{"es": "es", "es-MX": "es", "ES_ar": "es", "spa": "es", "eng": "en", " Deu": "de", "por": "pt", "fr-CA": "fr", "": "", "xx": "", "tlh": ""} {
		if got := Language(tag); got != want {
			t.Errorf("Language(%q) = %q, want %q", tag, got, want)
		}
	}
}
