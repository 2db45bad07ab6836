package desk_test

import (
	"testing"

	"firstline/data"
)

// TestNobodyIsMeantByTheMiddleOfAWord asks for somebody by some of the words they
// have: the beginning of one will do, the middle will not, figures may stand
// anywhere.
func TestNobodyIsMeantByTheMiddleOfAWord(t *testing.T) {
	d := atDesk(t)
	if _, err := d.SaveContact(ctx, data.Contact{Name: "Lukas Peters", Organization: "Teekontor Lindhagen", Phones: []string{"040 66969 121"}}); err != nil {
		t.Fatal(err)
	}
	for typed, want := range map[string]int{"scanner tor": 0, "scanner tee": 1, "scanner lind": 1, "scanner hagen": 0, "scanner 66969": 1, "kontor": 1, "#66969": 1, "L#": 0} {
		finds, err := d.Search(ctx, typed, 10, patient)
		if err != nil {
			t.Fatal(err)
		}
		got := 0
		for _, h := range finds.Hits {
			if h.Kind == "contact" {
				got++
			}
		}
		if got != want {
			t.Errorf("%q means %d contacts, want %d", typed, got, want)
		}
	}
}

// Whoever is misspelt is proposed, also where the name is short.
func TestNamesWithASlipAreAlike(t *testing.T) {
	d := atDesk(t)
	for _, name := range []string{"Ana García", "Lucía Núñez Sanz", "Bob Li", "Bernardo García"} {
		if _, err := d.SaveContact(ctx, data.Contact{Name: name}); err != nil {
			t.Fatal(err)
		}
	}
	for typed, want := range map[string]string{
		"Anna Garcia": "Ana García", "García, Ana": "Ana García", "Ana Gracia": "Ana García", "Lucia Nuñes": "Lucía Núñez Sanz",
		"Ana Núñez": "", "Bernado Garcia": "Bernardo García",
	} {
		list, err := d.AlikeContacts(ctx, data.Contact{Name: typed}, 5)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, a := range list {
			got += a.Contact.Name + " " + a.Reason
		}
		if want != "" {
			want += " similar_name"
		}
		if got != want {
			t.Errorf("%s is like %q, want %q", typed, got, want)
		}
	}
}
