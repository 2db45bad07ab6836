package words

import "testing"

func TestBlanksAreNamedInTheLanguage(t *testing.T) {
	es := For("es")
	kept := "Hola, {name}: su número es {number}; {0} y {otra} quedan."
	shown := "Hola, {nombre}: su número es {número}; {0} y {otra} quedan."
	if got := es.NameBlanks(kept); got != shown {
		t.Errorf("shown: %s", got)
	}
	for _, typed := range []string{shown, kept, "Hola, {Nombre}: su número es {numero}; {0} y {otra} quedan."} {
		if got := es.PlainBlanks(typed); got != kept {
			t.Errorf("%s is kept as %s", typed, got)
		}
	}
	for _, lang := range Languages() {
		p := For(lang)
		if got := p.PlainBlanks(p.NameBlanks(kept)); got != kept {
			t.Errorf("%s: there and back is %s", lang, got)
		}
	}
}
