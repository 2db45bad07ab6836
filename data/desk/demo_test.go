package desk_test

import (
	"testing"

	"firstline/data"
	"firstline/data/desk"
)

func TestSampleDeskIsSoundInBothLanguages(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	for _, lang := range []string{"en", "es"} {
		d, err := desk.CreateDemo(ctx, t.TempDir(), lang)
		if err != nil {
			t.Fatalf("%s: %v", lang, err)
		}
		counts, err := d.Counts(ctx)
		if err != nil {
			t.Fatal(err)
		}
		for _, view := range []data.View{data.OpenView, data.MineView, data.OverdueView, data.EscalatedView} {
			if counts[view] == 0 {
				t.Errorf("%s: nothing in view %s", lang, view)
			}
		}
		for _, q := range []string{"printer", "impresora"} {
			finds, err := d.Search(ctx, q, 5, desk.Near)
			if err != nil {
				t.Fatal(err)
			}
			if (q == "printer") == (lang == "en") && len(finds.Hits) == 0 {
				t.Errorf("%s: nothing found for %s", lang, q)
			}
		}
		sound(t, d)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
