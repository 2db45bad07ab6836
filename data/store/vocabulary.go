package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"hash/fnv"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"firstline/data/search"
)

// The words of everything that can be found, as they are written, with how many
// texts have them: what is typed is completed and repaired from them, and a
// fragment of a serial or of a phone number leads to the whole. Their number
// grows with the desk much slower than its texts, and every question to it reads
// one stretch of one index.

// learnWords notes the words of a text that is findable: a new text counts, one
// that only changed makes known what is new in it.
func (t *Tx) learnWords(words []string, isNew bool) {
	if t.words == nil { // a save leaves them for later
		t.words = map[string]int{}
	}
	for _, w := range words {
		if isNew {
			t.words[w]++
		} else {
			t.words[w] += 0
		}
	}
}

// exact is up to which number of texts a word is counted one by one. Beyond, one
// text in so many counts for all of them (Morris's counter): a count says which
// word is meant, and the words that every note has would cost every save a page
// each.
const exact = 16

// keepWords writes what learnWords noted.
func (t *Tx) keepWords() error {
	for words := range slices.Chunk(slices.Sorted(maps.Keys(t.words)), 1000) {
		known, err := t.knownWords(words)
		if err != nil {
			return fmt.Errorf("look up words: %w", err)
		}
		for _, word := range words {
			more := t.words[word]
			k, ok := known[word]
			step := k.texts / exact
			switch {
			case !ok:
				err = t.addWord(word, max(more, 1))
			case more == 0 || more < step && t.chance(word)%uint32(step) != 0:
			default:
				err = t.exec("UPDATE words SET texts = texts + ? WHERE row = ?", max(more, step), k.row)
			}
			if err != nil {
				return fmt.Errorf("keep a word: %w", err)
			}
		}
	}
	clear(t.words)
	return nil
}

// knownWord is a word that is there already.
type knownWord struct {
	row   int64
	texts int
}

// knownWords finds words, all in one question: a note has some forty.
func (t *Tx) knownWords(words []string) (map[string]knownWord, error) {
	raw, err := json.Marshal(words)
	if err != nil {
		return nil, err
	}
	rows, err := t.tx.QueryContext(t.ctx, "SELECT w.word, w.row, w.texts FROM json_each(?) j CROSS JOIN words w ON w.word = j.value", string(raw))
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	known := map[string]knownWord{}
	for rows.Next() {
		var word string
		var k knownWord
		if err := rows.Scan(&word, &k.row, &k.texts); err != nil {
			return nil, err
		}
		known[word] = k
	}
	return known, rows.Err()
}

// chance is a number that differs from save to save and from word to word.
func (t *Tx) chance(word string) uint32 {
	h := fnv.New32a()
	fmt.Fprint(h, t.Act, word)
	return h.Sum32()
}

func (t *Tx) addWord(word string, texts int) error {
	back := "" // only words of letters are repaired
	if !strings.ContainsAny(word, "0123456789") {
		back = backwards(word)
	}
	row, err := t.add("INSERT INTO words (word, back, texts) VALUES (?,?,?)", word, back, texts)
	if err != nil {
		return err
	}
	return t.exec("INSERT INTO word_index (rowid, word) VALUES (?,?)", row, word)
}

func backwards(word string) string {
	runes := []rune(word)
	for i, j := 0, len(runes)-1; i < j; i, j = i+1, j-1 {
		runes[i], runes[j] = runes[j], runes[i]
	}
	return string(runes)
}

// lastRune ends the stretch of words with a beginning.
const lastRune = "\U0010FFFF"

// written says in how many texts a folded word occurs in just this form.
func (s *Store) written(ctx context.Context, word string) (int, error) {
	var texts int
	err := s.ro.QueryRowContext(ctx, "SELECT texts FROM words WHERE word = ?", word).Scan(&texts)
	if err == sql.ErrNoRows {
		return 0, nil
	}
	return texts, err
}

// completions gives the commonest words with a beginning.
func (s *Store) completions(ctx context.Context, beginning string, limit int) ([]string, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT word FROM words WHERE word > ? AND word < ? ORDER BY texts DESC LIMIT ?", beginning, beginning+lastRune, limit)
	if err != nil {
		return nil, err
	}
	return gather[string](rows)
}

// containing gives words that a fragment is a part of, the newest first.
func (s *Store) containing(ctx context.Context, fragment string, limit int) ([]string, error) {
	var grams []string
	runes := []rune(fragment)
	for i := 0; i+3 <= len(runes); i++ {
		grams = append(grams, `"`+strings.ReplaceAll(string(runes[i:i+3]), `"`, `""`)+`"`)
	}
	rows, err := s.ro.QueryContext(ctx, `SELECT word FROM (SELECT rowid FROM word_index WHERE word_index MATCH ? ORDER BY rowid DESC) f
		JOIN words w ON w.row = f.rowid WHERE instr(word, ?) > 0 AND word <> ? LIMIT ?`, strings.Join(grams, " AND "), fragment, fragment, limit)
	if err != nil {
		return nil, err
	}
	return gather[string](rows)
}

// pieces gives the words of this desk that one written together falls into, the
// fewest; nil where it does not.
func (s *Store) pieces(ctx context.Context, word string) ([]string, error) {
	const shortest = 3 // no shorter ones are known
	var parts []string
	for i := range word {
		for j := i + shortest; j <= len(word); j++ {
			parts = append(parts, word[i:j])
		}
	}
	raw, err := json.Marshal(parts)
	if err != nil || len(word) > mostTogether {
		return nil, err
	}
	rows, err := s.ro.QueryContext(ctx, "SELECT w.word FROM json_each(?) j CROSS JOIN words w ON w.word = j.value", string(raw))
	if err != nil {
		return nil, err
	}
	list, err := gather[string](rows)
	if err != nil {
		return nil, err
	}
	known := map[string]bool{}
	for _, w := range list {
		known[w] = true
	}
	upTo := map[int][]string{0: {}} // the fewest pieces that the word begins with
	for j := range len(word) + 1 {
		for i := range max(0, j-shortest+1) {
			if before, ok := upTo[i]; ok && known[word[i:j]] && (upTo[j] == nil || len(before)+1 < len(upTo[j])) {
				upTo[j] = append(slices.Clone(before), word[i:j])
			}
		}
	}
	return upTo[len(word)], nil
}

// mostTogether is how long a word may be that is taken apart: an account number.
const mostTogether = 40

// meant gives the words that one nobody wrote was most likely meant to be. An
// edit leaves one of the word's halves as it is, so those that begin or end the
// same are all there are to look at.
func (s *Store) meant(ctx context.Context, word string) ([]string, error) {
	n := utf8.RuneCountInString(word)
	if n < 4 || strings.ContainsAny(word, "0123456789") {
		return nil, nil
	}
	runes := []rune(word)
	head, tail := string(runes[:(n-1)/2]), backwards(string(runes[(n-1)/2+1:]))
	rows, err := s.ro.QueryContext(ctx, `SELECT word, texts FROM words WHERE word > ? AND word < ? AND length(word) BETWEEN ? AND ?
		UNION SELECT word, texts FROM words WHERE back <> '' AND back > ? AND back < ? AND length(back) BETWEEN ? AND ?`,
		head, head+lastRune, n-1, n+1, tail, tail+lastRune, n-1, n+1)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var known []search.Spelling
	for rows.Next() {
		var k search.Spelling
		if err := rows.Scan(&k.Word, &k.Texts); err != nil {
			return nil, err
		}
		known = append(known, k)
	}
	return search.Nearest(word, 1, known), rows.Err()
}
