package search

import "testing"

// Subjects that say the same share half of their words at least; that something is
// wrong with both makes no two cases one.
func TestSameWords(t *testing.T) {
	const enough = 0.5
	for _, try := range []struct {
		a, b string
		same bool
	}{
		{"La VPN se cae", "La VPN se corta cada hora", true},
		{"impresora segunda planta no imprime", "La impresora de la segunda planta no imprime", true},
		{"he olvidado mi contraseña", "Olvidé la contraseña de Windows", true},
		{"The mouse is broken", "Mouse not working", true},
		{"offline printer, floor 2", "Printer on 2nd floor shows offline", true},
		{"Drucker geht nicht", "Der Drucker funktioniert nicht", true},
		{"El teléfono no funciona", "El ratón no funciona", false},
		{"Keyboard not working", "Mouse not working", false},
		{"Problem with Outlook", "Problem with the printer", false},
		{"L'imprimante ne marche pas", "La souris ne marche pas", false},
		{"no funciona", "no funciona nada", true}, // there are no others
		{"", "Mouse", false},
	} {
		if got := SameWords(try.a, try.b); (got >= enough) != try.same || got != SameWords(try.b, try.a) {
			t.Errorf("%q and %q share %.2f", try.a, try.b, got)
		}
	}
}
