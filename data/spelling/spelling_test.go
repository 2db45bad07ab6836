package spelling_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"firstline/data/spelling"
)

// small is a dictionary with every kind of rule in it.
const small = `SET UTF-8
TRY aeroinsctldumpbghvfzñjqáéíóúü
REP 2
REP k c
REP ala a_la
FORBIDDENWORD !
NEEDAFFIX ~
ONLYINCOMPOUND o
COMPOUNDBEGIN x
COMPOUNDEND z
COMPOUNDMIN 3

SFX S Y 2
SFX S 0 s [aeiou]
SFX S z ces z

SFX V Y 2
SFX V ar o/P ar
SFX V ar ando ar

SFX P N 1
SFX P 0 me o

PFX D Y 1
PFX D 0 des [^h]
`

const words = `12
impresora/S
luz/S
instalar/VD
raro/~
casa/S
Madrid
feo/!
haus/xz
tür/z
camión
papel/o
error
erro
eros
la
a
`

func desk(t *testing.T, own ...string) *spelling.Speller {
	t.Helper()
	dir := t.TempDir()
	for name, text := range map[string]string{"es_ES.aff": small, "es_ES.dic": words} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var s spelling.Speller
	if err := s.Load([]string{filepath.Join(dir, "none"), dir}, []string{"es_MX", "en_US", "es"}, own); err != nil {
		t.Fatal(err)
	}
	if got := s.Dictionaries(); !slices.Equal(got, []string{"es_ES"}) {
		t.Fatalf("dictionaries %v", got)
	}
	return &s
}

func TestRight(t *testing.T) {
	s := desk(t, "Firstline")
	for _, w := range strings.Fields("impresora impresoras Impresora IMPRESORAS luces instalo instalando desinstalo desinstalando instalome Madrid casas haustür firstline FIRSTLINE USB x86 cola_1 HP y") {
		if !s.Right(w) {
			t.Errorf("%s is wrong", w)
		}
	}
	for _, w := range strings.Fields("impresoraz luzs instal desimpresora madrid feo raro türhaus qu Casass") {
		if s.Right(w) {
			t.Errorf("%s is right", w)
		}
	}
	s.Add("Impresoraz")
	if v := s.Version(); !s.Right("impresoraz") || v != 2 {
		t.Errorf("added, it is still wrong; version %d", v)
	}
	if none := new(spelling.Speller); !none.Right("xyzzy") {
		t.Error("without dictionaries there are wrong words")
	}
}

func TestProposals(t *testing.T) {
	s := desk(t)
	for word, want := range map[string]string{"camion": "camión", "kasa": "casa", "impersora": "impresora", "Imprsora": "Impresora", "madrid": "Madrid",
		"impresoa": "impresora", "ipmresoar": "impresora", "lacasa": "la casa", "eror": "error", "cassa": "casa"} {
		got := s.Proposals(word, 3)
		if len(got) == 0 || got[0] != want {
			t.Errorf("for %q it proposes %q, want %q", word, got, want)
		}
	}
}

// With the dictionaries of the platform, if they are there.
func TestRealDictionaries(t *testing.T) {
	var s spelling.Speller
	if err := s.Load(spelling.Folders(), []string{"es_ES"}, nil); err != nil {
		t.Fatal(err)
	}
	if len(s.Dictionaries()) == 0 {
		t.Skip("no Spanish Hunspell dictionary on this machine (hunspell-es)")
	}
	for _, w := range strings.Fields("impresoras llamábamos llamándoselo reiniciarlo Valencia desinstalamos usuarios corrección ordenador había") {
		if !s.Right(w) {
			t.Errorf("%s is wrong", w)
		}
	}
	for word, want := range map[string]string{"camion": "camión", "impersora": "impresora", "correccion": "corrección"} {
		if s.Right(word) {
			t.Errorf("%s is right", word)
		}
		if got := s.Proposals(word, 8); !slices.Contains(got, want) {
			t.Errorf("for %s it proposes %q, not %s", word, got, want)
		}
	}
}

func BenchmarkReal(b *testing.B) {
	for _, lang := range []string{"es_ES", "en_US", "de_DE"} {
		var s spelling.Speller
		if err := s.Load(spelling.Folders(), []string{lang}, nil); err != nil {
			b.Fatal(err)
		}
		if len(s.Dictionaries()) == 0 {
			continue
		}
		b.Run(lang+"/load", func(b *testing.B) {
			for b.Loop() {
				if err := s.Load(spelling.Folders(), []string{lang}, nil); err != nil {
					b.Fatal(err)
				}
			}
		})
		b.Run(lang+"/right", func(b *testing.B) {
			for b.Loop() {
				s.Right("desinstalándoselo")
			}
		})
		b.Run(lang+"/proposals", func(b *testing.B) {
			for b.Loop() {
				s.Proposals("impersora", 6)
			}
		})
	}
}
