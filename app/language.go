package app

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"firstline/data/words"
)

// language has Fyne's own few words spoken in a person's language. Fyne knows only the
// system's and reads that when translations are added (its issue 5333), so for
// that moment the system is made to speak it.
func language(p *words.Printer) {
	for _, name := range []string{"LC_ALL", "LANGUAGE"} {
		before, was := os.LookupEnv(name)
		os.Setenv(name, p.Base())
		defer func() {
			if was {
				os.Setenv(name, before)
			} else {
				os.Unsetenv(name)
			}
		}()
	}
	yes := fmt.Appendf(nil, `{"Yes": %q}`, p.Say("word.yes")) // in Spanish Fyne's says Si
	if err := lang.AddTranslationsForLocale(yes, fyne.Locale(p.Base())); err != nil {
		fyne.LogError("teach Fyne to say yes", err)
	}
}
