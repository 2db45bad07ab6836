//go:build windows || darwin

package words

import "github.com/jeandeaual/go-locale"

// platformLocale asks the system, which starts programs without LANG; "" if it does not
// answer.
func platformLocale() string {
	tag, err := locale.GetLocale()
	if err != nil {
		return ""
	}
	return tag
}
