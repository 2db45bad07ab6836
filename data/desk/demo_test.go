package desk_test

import (
	"testing"

	"firstline/assets"
	"firstline/data"
	"firstline/data/desk"
	"firstline/data/words"
)

func TestSampleDeskIsSoundInEveryLanguage(t *testing.T) {
	t.Setenv("FIRSTLINE_NO_KEYRING", "1")
	for _, lang := range words.Bases() {
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
		title := assets.Sample(lang).Articles[0].Title
		finds, err := d.Search(ctx, title, 5, patient)
		if err != nil {
			t.Fatal(err)
		}
		if len(finds.Hits) == 0 {
			t.Errorf("%s: nothing found for %s", lang, title)
		}
		sound(t, d)
		if err := d.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
