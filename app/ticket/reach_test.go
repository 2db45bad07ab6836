package ticket

import "testing"

func TestLinksToPeople(t *testing.T) {
	for to, want := range map[string]string{
		"+34 600 11 22-33 ext":         "tel:+34600112233",
		"lucia@example.org":            "mailto:lucia@example.org",
		"a?bcc=b@example.org":          "mailto:a%3Fbcc=b@example.org",
		"maría núñez&cc=x@example.org": "mailto:mar%C3%ADa%20n%C3%BA%C3%B1ez&cc=x@example.org",
	} {
		if got := reachable(to).String(); got != want {
			t.Errorf("%q is reached by %s, want %s", to, got, want)
		}
	}
}
