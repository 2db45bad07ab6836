package spelling

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"unicode"
)

// Speller checks words in all the languages of a desk: what is right in one of
// them is right. It may be used by several goroutines. The zero Speller has no
// dictionary and knows nothing wrong.
type Speller struct {
	mu    sync.RWMutex
	dicts []*Dictionary
	names []string // of the dictionaries: "es_ES"
	own   map[string]bool
	turn  int
}

// Folders lists where dictionaries may lie, as the platforms and LibreOffice keep
// them; DICPATH comes first.
func Folders() []string {
	folders := filepath.SplitList(os.Getenv("DICPATH"))
	home, _ := os.UserHomeDir()
	switch runtime.GOOS {
	case "windows":
		folders = append(folders, filepath.Join(os.Getenv("APPDATA"), "hunspell"))
		office, _ := filepath.Glob(filepath.Join(os.Getenv("ProgramFiles"), "LibreOffice", "share", "extensions", "dict-*"))
		return append(folders, office...)
	case "darwin":
		return append(folders, filepath.Join(home, "Library", "Spelling"), "/Library/Spelling", "/opt/homebrew/share/hunspell")
	}
	return append(folders, filepath.Join(home, ".local", "share", "hunspell"), "/usr/local/share/hunspell", "/usr/share/hunspell", "/usr/share/myspell/dicts", "/usr/share/myspell")
}

// Load reads some dictionaries ("es_ES", "en_US") from the folders they may lie
// in, and takes the desk's own words. One that is not there is left out. It takes
// a while.
func (s *Speller) Load(folders, dictionaries, own []string) error {
	var dicts []*Dictionary
	var names []string
	var failed error
	for _, name := range dictionaries {
		base := find(folders, name)
		if base == "" || slices.Contains(names, filepath.Base(base)) {
			continue
		}
		d, err := open(base)
		if err != nil {
			failed = fmt.Errorf("open the dictionary %s: %w", base, err)
			continue
		}
		dicts, names = append(dicts, d), append(names, filepath.Base(base))
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.dicts, s.names, s.own = dicts, names, map[string]bool{}
	for _, w := range own {
		s.own[strings.ToLower(w)] = true
	}
	s.turn++
	return failed
}

// find is the path of a dictionary without its ending, "" without one. Another
// region's will do.
func find(folders []string, name string) string {
	lang, _, _ := strings.Cut(name, "_")
	for _, folder := range folders {
		files := []string{filepath.Join(folder, name+".dic"), filepath.Join(folder, lang+".dic")}
		for _, region := range []string{"_*.dic", "-*.dic"} {
			more, _ := filepath.Glob(filepath.Join(folder, lang+region))
			files = append(files, more...)
		}
		for _, file := range files {
			base := strings.TrimSuffix(file, ".dic")
			if isFile(file) && isFile(base+".aff") {
				return base
			}
		}
	}
	return ""
}

func isFile(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.Mode().IsRegular()
}

func open(base string) (*Dictionary, error) {
	aff, err := os.Open(base + ".aff")
	if err != nil {
		return nil, err
	}
	defer aff.Close()
	dic, err := os.Open(base + ".dic")
	if err != nil {
		return nil, err
	}
	defer dic.Close()
	return ReadDictionary(aff, dic)
}

// Dictionaries names those that were found: "es_ES", "en_US".
func (s *Speller) Dictionaries() []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return slices.Clone(s.names)
}

// Version is another number whenever what is right may have changed.
func (s *Speller) Version() int {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.turn
}

// Right says whether a word is spelled right. Without dictionaries all are; so
// are abbreviations and what has a figure in it.
func (s *Speller) Right(word string) bool {
	s.mu.RLock()
	defer s.mu.RUnlock()
	word = plain(word)
	if len(s.dicts) == 0 || !prose(word) || s.own[strings.ToLower(word)] {
		return true
	}
	for _, d := range s.dicts {
		if d.Has(word) {
			return true
		}
	}
	return false
}

// prose says whether a word is one that dictionaries know of.
func prose(word string) bool {
	lower, letters := false, 0
	for _, r := range word {
		if unicode.IsDigit(r) || r == '_' {
			return false
		}
		lower = lower || unicode.IsLower(r)
		letters++
	}
	return lower && letters > 1
}

// plain writes an apostrophe as dictionaries do.
func plain(word string) string { return strings.ReplaceAll(word, "’", "'") }

// Proposals gives right words like a wrong one, the likeliest first, those of
// the first language before the others'. It may take a while.
func (s *Speller) Proposals(word string, most int) []string {
	s.mu.RLock()
	defer s.mu.RUnlock()
	var found []string
	for _, d := range s.dicts {
		for _, w := range d.Proposals(plain(word), most) {
			if !slices.Contains(found, w) {
				found = append(found, w)
			}
		}
	}
	return found[:min(len(found), most)]
}

// Add takes a word as right from now on.
func (s *Speller) Add(word string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.own == nil {
		s.own = map[string]bool{}
	}
	s.own[strings.ToLower(plain(word))] = true
	s.turn++
}
