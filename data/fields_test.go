package data_test

import (
	"testing"
	"time"

	"firstline/data"
)

// TestTypedInAnyLanguage reads what people type into fields as their language
// writes it.
func TestTypedInAnyLanguage(t *testing.T) {
	for text, want := range map[string]bool{"yes": true, "Sí": true, "ja": true, "oui": true, "sim": true, " on ": true, "no": false, "Nein": false, "non": false, "não": false, "0": false} {
		if yes, ok := data.YesOrNo(text); !ok || yes != want {
			t.Errorf("%q is %v (%v)", text, yes, ok)
		}
	}
	for _, text := range []string{"", "perhaps", "2"} {
		if _, ok := data.YesOrNo(text); ok {
			t.Errorf("%q is a yes or a no", text)
		}
	}
	want := time.Date(2026, 11, 23, 10, 30, 0, 0, time.Local)
	for _, text := range []string{"2026-11-23 10:30", "23/11/2026 10:30", "23.11.2026 10:30"} {
		if got, err := data.ParseTime(text); err != nil || !got.Equal(want) {
			t.Errorf("%q is %v (%v)", text, got, err)
		}
	}
}
