package mail

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"firstline/data"
)

var tokenForm = regexp.MustCompile(`^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{2}$`)

// The form is on the wire for ever: this one must never change.
const goldenToken = "KTSV-45JP-PTFC-G0AH-5MSX-0Y"

func TestGoldenToken(t *testing.T) {
	got := Token([]byte("secret"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "Second@Example.org ", "1")
	if got != goldenToken {
		t.Errorf("Token = %s, want %s", got, goldenToken)
	}
	if got != Token([]byte("secret"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "second@example.org", "1") {
		t.Error("the case of an address makes another token")
	}
}

func TestTokenIsOneDesksOneTicketsOneCorrespondents(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		secret := rapid.SliceOf(rapid.Byte()).Draw(r, "secret")
		id := data.NewID(time.UnixMilli(rapid.Int64Range(0, 1<<47).Draw(r, "born")))
		to := rapid.StringMatching(`[a-z]{1,8}@[a-z]{1,8}\.test`).Draw(r, "to")
		nonce := rapid.String().Draw(r, "nonce")
		token := Token(secret, id, to, nonce)
		if !tokenForm.MatchString(token) {
			r.Fatalf("%q has not the form", token)
		}
		if read, ok := ParseToken(token); !ok || read != token {
			r.Fatalf("ParseToken(%s) = %s, %v", token, read, ok)
		}
		if short := strings.ReplaceAll(token, "-", "")[:shortLetters]; !strings.HasSuffix(string(id), short) {
			r.Fatalf("%s does not name %s", token, id)
		}
		if token != Token(secret, id, to, nonce) {
			r.Fatal("its own desk makes another")
		}
		for _, other := range []string{Token(append(secret, 1), id, to, nonce), Token(secret, id, to+"x", nonce), Token(secret, id, to, nonce+"x"),
			Token(secret, data.NewID(time.UnixMilli(0)), to, nonce)} {
			if other == token {
				r.Fatal("the same as another's")
			}
		}
		// One part must not run into the next.
		if Token(secret, id, to+"a", "b") == Token(secret, id, to, "ab") {
			r.Fatal("correspondent and nonce run together")
		}
	})
}

func TestTokenReadAsPeopleWriteIt(t *testing.T) {
	token := Token([]byte("s"), "01JDBYJ6WJ5Q8Z3V0T9M2K10S4", "a@b.test", "")
	for _, written := range []string{
		strings.ToLower(token), strings.ReplaceAll(token, "-", ""), strings.ReplaceAll(token, "-", " "), " " + token + " ",
		strings.NewReplacer("0", "O", "1", "l").Replace(token), strings.NewReplacer("0", "o", "1", "I").Replace(token),
	} {
		if read, ok := ParseToken(written); !ok || read != token {
			t.Errorf("ParseToken(%q) = %q, %v", written, read, ok)
		}
	}
	for _, not := range []string{"", "MAD-1042", token[1:], token + "0", "#" + token, strings.Repeat("U", 22), "ñ" + token[2:]} {
		if _, ok := ParseToken(not); ok {
			t.Errorf("%q was taken for a token", not)
		}
	}
}

// Every single wrong letter and every swap of two letters is noticed.
func TestSlipsAreNoticed(t *testing.T) {
	code := strings.ReplaceAll(Token([]byte("s"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "a@b.test", "n"), "-", "")
	for i := range code {
		for _, l := range data.Crockford {
			if byte(l) == code[i] {
				continue
			}
			if _, ok := ParseToken(code[:i] + string(l) + code[i+1:]); ok {
				t.Errorf("letter %d wrong (%c) goes unnoticed", i, l)
			}
		}
		for j := i + 1; j < len(code); j++ {
			swapped := []byte(code)
			swapped[i], swapped[j] = swapped[j], swapped[i]
			if _, ok := ParseToken(string(swapped)); ok && code[i] != code[j] {
				t.Errorf("letters %d and %d swapped go unnoticed", i, j)
			}
		}
	}
}

func TestMessageID(t *testing.T) {
	token := Token([]byte("s"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "a@b.test", "n")
	a, b := MessageID(token, "desk@firma.test"), MessageID(token, "desk@firma.test")
	form := regexp.MustCompile(`^<dp\.` + token + `\.[a-z0-9]{16}@firma\.test>$`)
	if !form.MatchString(a) || a == b {
		t.Errorf("MessageID = %s, then %s", a, b)
	}
	if got := MessageID(token, ""); !strings.HasSuffix(got, "@localhost>") {
		t.Errorf("without a sender: %s", got)
	}
}

func FuzzParseToken(f *testing.F) {
	f.Add(Token([]byte("s"), "01JDBYJ6WJ5Q8Z3V0T9M2KTSV4", "a@b.test", "n"))
	f.Add("[#7F3K-9Q2M]")
	f.Fuzz(func(t *testing.T, text string) {
		token, ok := ParseToken(text)
		if !ok {
			return
		}
		if again, ok := ParseToken(token); !ok || again != token || !tokenForm.MatchString(token) {
			t.Errorf("ParseToken(%q) = %q, which reads as %q, %v", text, token, again, ok)
		}
	})
}
