package words

import (
	"os"
	"strings"
)

// System is the tag of the language the system is set to, such as "es-ES": by the first of
// LC_ALL, LC_MESSAGES, LANG and LANGUAGE that is set, else by what Windows or macOS say,
// else "en".
func System() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE"} {
		if tag := localeTag(os.Getenv(name)); tag != "" {
			return tag
		}
	}
	if tag := localeTag(platformLocale()); tag != "" {
		return tag
	}
	return "en"
}

// localeTag makes a language tag of a POSIX locale (es_ES.UTF-8@euro, es:en);
// "C" and "POSIX" are English.
func localeTag(locale string) string {
	if i := strings.IndexAny(locale, ".@:"); i >= 0 {
		locale = locale[:i]
	}
	switch locale = strings.TrimSpace(locale); locale {
	case "C", "POSIX":
		return "en"
	}
	return strings.ReplaceAll(locale, "_", "-")
}
