//go:build windows || darwin

package words

import "github.com/jeandeaual/go-locale"

// platformLocale asks the system, whose programs start without LANG; empty
// where it does not answer.
func platformLocale() string {
	tag, err := locale.GetLocale()
	if err != nil {
		return ""
	}
	return tag
}
