//go:build !windows && !darwin

package words

// platformLocale is "" here: the environment has said everything.
func platformLocale() string { return "" }
