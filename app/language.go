package app

import (
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"
)

// language has Fyne's own few words spoken in a language. Fyne knows only the
// system's and reads that when translations are added (its issue 5333), so for
// that moment the system is made to speak it.
func language(tag string) {
	for _, name := range []string{"LC_ALL", "LANGUAGE"} {
		before, was := os.LookupEnv(name)
		os.Setenv(name, tag)
		defer func() {
			if was {
				os.Setenv(name, before)
			} else {
				os.Unsetenv(name)
			}
		}()
	}
	err := lang.AddTranslationsForLocale([]byte(`{"Yes": "Sí"}`), "es") // Fyne's says Si
	if err != nil {
		fyne.LogError("teach Fyne to say yes", err)
	}
}
