package data_test

import (
	"encoding/json"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"firstline/data"
	"pgregory.net/rapid"
)

// Fields read any object as JSON does, however it is written, and refuse what is
// none.
func TestFieldsAreJSON(t *testing.T) {
	name := rapid.SampledFrom([]string{`""`, `"subject"`, `"a b"`, `"é"`, `"\u00e9"`, `"q\"uo"`, `"back\\"`, `"{"`, `"x:y,"`, "\"\xff\""})
	value := rapid.SampledFrom([]string{`null`, `true`, `-1.5e3`, `"text"`, `"a\"b"`, `"}],"`, `"\\"`, `{"a":[1,{"b":"}"}]}`, `[]`, `["x","]"]`, `{}`})
	space := rapid.SampledFrom([]string{"", "", " ", "\n\t", "\r "})
	rapid.Check(t, func(t *rapid.T) {
		var b strings.Builder
		gap := func() { b.WriteString(space.Draw(t, "space")) }
		gap()
		b.WriteString("{")
		for i := range rapid.IntRange(0, 5).Draw(t, "fields") {
			if i > 0 {
				b.WriteString(",")
			}
			gap()
			b.WriteString(name.Draw(t, "name"))
			gap()
			b.WriteString(":")
			gap()
			b.WriteString(value.Draw(t, "value"))
			gap()
		}
		b.WriteString("}")
		gap()
		raw := b.String()
		if rapid.IntRange(0, 9).Draw(t, "damage") == 0 && len(raw) > 2 {
			at := rapid.IntRange(0, len(raw)-1).Draw(t, "at")
			raw = raw[:at] + raw[at+1:]
		}
		var got data.Fields
		var want map[string]json.RawMessage
		gotErr, wantErr := json.Unmarshal([]byte(raw), &got), json.Unmarshal([]byte(raw), &want)
		if (gotErr == nil) != (wantErr == nil) || wantErr == nil && !reflect.DeepEqual(map[string]json.RawMessage(got), want) {
			t.Fatalf("%q\ngot  %q, %v\nwant %q, %v", raw, got, gotErr, want, wantErr)
		}
	})
	for raw, want := range map[string]bool{"null": true, "[]": false, `"x"`: false, "7": false} {
		var f data.Fields
		if err := json.Unmarshal([]byte(raw), &f); (err == nil) != want || f != nil {
			t.Errorf("%s: %v, %v", raw, f, err)
		}
	}
}

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

// What is written and taken apart without package json is what json would make of it.
func TestJSONWithoutThePackage(t *testing.T) {
	text := rapid.OneOf(rapid.SampledFrom([]string{"", "ana", "Lucía", `a"b`, `a\b`, "a\nb", "<&>", "a\u2028b", "a]", "\x80", "\x7f"}), rapid.String())
	rapid.Check(t, func(t *rapid.T) {
		texts := rapid.SliceOf(text).Draw(t, "texts")
		for _, s := range texts {
			want, err := json.Marshal(s)
			if err != nil {
				t.Fatal(err)
			}
			if got := data.AppendText([]byte("x"), s); string(got) != "x"+string(want) {
				t.Fatalf("%q is written %s", s, got)
			}
			loose := json.RawMessage(`"` + s + `"`)
			if tight, err := json.Marshal(loose); err == nil && data.IsCompact(loose) && string(tight) != string(loose) {
				t.Fatalf("%q is not what json writes", loose)
			}
		}
		list, err := json.MarshalIndent(texts, "", rapid.SampledFrom([]string{"", " "}).Draw(t, "indent"))
		if err != nil || texts == nil {
			return
		}
		var want []json.RawMessage
		if err := json.Unmarshal(list, &want); err != nil {
			t.Fatal(err)
		}
		if got := data.Elements(list); !slices.EqualFunc(got, want, func(a, b json.RawMessage) bool { return string(a) == string(b) }) {
			t.Fatalf("%s falls into %s", list, got)
		}
	})
}
