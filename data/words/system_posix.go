//go:build !windows && !darwin

package words

// platformLocale adds nothing here: the environment has said it all.
func platformLocale() string { return "" }
