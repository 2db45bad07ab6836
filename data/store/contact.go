package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"firstline/data"
	"firstline/data/search"
)

// ContactCount is a contact with the number of its tickets, and of those not
// done.
type ContactCount struct {
	Contact data.Contact
	Tickets int
	Open    int
}

// FindContacts finds contacts that hold every word of a fragment in name,
// organisation, site, address or phone number; those whose name begins with it
// come first. Where very many do, the newest of them are looked at.
func (s *Store) FindContacts(ctx context.Context, fragment string, limit int) ([]ContactCount, error) {
	s.settled(ctx)
	limit = max(limit, 0)
	folded := search.Fold(strings.TrimSpace(fragment))
	order, err := s.contactsBeginning(ctx, folded, limit)
	if err != nil {
		return nil, err
	}
	if len(order) < limit && folded != "" {
		more, err := s.contactsWith(ctx, contactWords(fragment), max(limit, mostContacts))
		if err != nil {
			return nil, err
		}
		for _, row := range more {
			if !slices.Contains(order, row) {
				order = append(order, row)
			}
		}
	}
	return s.Contacts(ctx, order[:min(len(order), limit)])
}

// mostContacts is how many contacts are looked at for one question.
const mostContacts = 200

// contactWords are the words a contact must hold to be what a fragment means.
func contactWords(fragment string) []string {
	folded := search.Fold(apostrophes.Replace(strings.TrimSpace(fragment)))
	if d := digits(folded); len(d) >= 3 && strings.Trim(folded, "0123456789 +-./()") == "" {
		return []string{data.PhoneKey(d)} // a phone number, however it is spaced; the country may be missing
	}
	var words []string
	for _, w := range strings.Fields(folded) {
		w = strings.TrimLeft(strings.Trim(w, `.,;:!?()[]"'*`), "#") // #4417, but C# is no C
		if strings.Trim(w, "-abcdefghijklmnopqrstuvwxyz'") == "" {  // a name with a hyphen may be written without
			words = append(words, strings.FieldsFunc(w, func(r rune) bool { return r == '-' })...)
		} else if w != "" {
			words = append(words, w)
		}
	}
	return words
}

// apostrophes writes them as a keyboard does.
var apostrophes = strings.NewReplacer("’", "'", "‘", "'", "ʼ", "'", "`", "'", "´", "'")

// spellings are the ways a word of a name may be written in a contact: O'Brien,
// O’Brien, OBrien.
func spellings(word string) []string {
	bare := strings.ReplaceAll(word, "'", "")
	if bare == word {
		letter, size := utf8.DecodeRuneInString(word)
		if !unicode.IsLetter(letter) || len(word) <= size+trigram-1 {
			return []string{word}
		}
		word = word[:size] + "'" + word[size:]
	}
	return []string{bare, word, strings.ReplaceAll(word, "'", "’")}
}

// mostShort is how many contacts with the longer words are looked at for the
// short ones (measured: some ten milliseconds).
const mostShort = 5000

// trigram is how many letters of a word the index of contacts needs.
const trigram = 3

// contactMatch is the FTS5 expression for contacts with all of the words that the
// index knows; "" where there is none.
func contactMatch(words []string) string {
	var all []string
	for _, w := range words {
		if len([]rune(w)) >= trigram {
			var any []string
			for _, s := range spellings(w) {
				any = append(any, inContact(s))
			}
			all = append(all, "("+strings.Join(any, " OR ")+")")
		}
	}
	return strings.Join(all, " AND ")
}

// inContact is the FTS5 expression for contacts that hold a piece of a word.
func inContact(piece string) string { return `"` + strings.ReplaceAll(piece, `"`, `""`) + `"` }

// contactsBeginning gives the contacts whose name begins so, in order of name.
func (s *Store) contactsBeginning(ctx context.Context, folded string, limit int) ([]int64, error) {
	rows, err := s.ro.QueryContext(ctx, "SELECT row FROM contacts WHERE folded >= ? AND folded < ? ORDER BY folded LIMIT ?", folded, folded+lastRune, limit)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("find contacts: %w", err))
	}
	return gather[int64](rows)
}

// contactsWith gives contacts that hold every word, folded, the newest first.
// Words of less than three letters must begin a name.
func (s *Store) contactsWith(ctx context.Context, words []string, limit int) ([]int64, error) {
	return s.contactsMatching(ctx, words, contactMatch(words), limit)
}

// contactsMatching is the same where match is how the index is asked for the words.
func (s *Store) contactsMatching(ctx context.Context, words []string, match string, limit int) ([]int64, error) {
	var short []string
	for _, w := range words {
		if len([]rune(w)) < trigram {
			short = append(short, w)
		}
	}
	if len(words) == 0 {
		return nil, nil
	}
	if match == "" { // too short for the index: the beginning of a name
		return s.contactsBeginning(ctx, strings.Join(words, " "), limit)
	}
	query, args := "SELECT rowid FROM contact_text WHERE contact_text MATCH ? ORDER BY rowid DESC LIMIT ?", []any{match, limit}
	if len(short) > 0 { // which the index does not know
		args[1] = max(limit, mostShort)
		query = "SELECT f.rowid FROM (SELECT rowid FROM contact_text WHERE contact_text MATCH ? ORDER BY rowid DESC LIMIT ?) f JOIN contacts c ON c.row = f.rowid WHERE 1"
		for _, w := range short {
			query += ` AND (folded LIKE ? ESCAPE '\' OR folded LIKE ? ESCAPE '\')`
			args = append(args, likeEscaper.Replace(w)+"%", "% "+likeEscaper.Replace(w)+"%")
		}
		query += " LIMIT ?"
		args = append(args, limit)
	}
	rows, err := s.ro.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("find contacts: %w", err))
	}
	return gather[int64](rows)
}

// meantBy says whether a contact is one that contactsWith gives for some words.
func meantBy(c data.Contact, words []string) bool {
	text, name := ContactText(c), search.Fold(c.Name)
	if contactMatch(words) == "" {
		return len(words) > 0 && strings.HasPrefix(name, strings.Join(words, " "))
	}
	return !slices.ContainsFunc(words, func(w string) bool {
		if len([]rune(w)) < trigram {
			return !strings.HasPrefix(name, w) && !strings.Contains(name, " "+w)
		}
		return !slices.ContainsFunc(spellings(w), func(s string) bool { return strings.Contains(text, s) })
	})
}

// likeEscaper writes a text for LIKE.
var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Contacts loads contacts by row with what they have on the desk, in the order
// given.
func (s *Store) Contacts(ctx context.Context, order []int64) ([]ContactCount, error) {
	var list []ContactCount
	for _, row := range order {
		var c ContactCount
		err := s.each(ctx, `SELECT e.id, c.fields,
				(SELECT count(*) FROM tickets WHERE requester = c.row),
				(SELECT count(*) FROM tickets WHERE requester = c.row AND done = 0)
			FROM contacts c JOIN entities e USING (row) WHERE c.row = ?`, []any{row},
			func(id data.ID, fields string) error {
				c.Contact = data.Contact{ID: id}
				return fill(&c.Contact, fields)
			}, &c.Tickets, &c.Open)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// NearlyNamed gives contacts that hold as many as possible of some words, and how
// many those are. Of a word that very many hold, the newest are looked at.
func (s *Store) NearlyNamed(ctx context.Context, words []string, limit int) (list []ContactCount, most int, err error) {
	s.settled(ctx)
	has := map[int64]int{}
	for _, w := range words {
		found, err := s.contactsWith(ctx, []string{w}, mostContacts)
		if err != nil {
			return nil, 0, err
		}
		for _, row := range found {
			has[row]++
			most = max(most, has[row])
		}
	}
	var rows []int64
	for row, n := range has {
		if n == most {
			rows = append(rows, row)
		}
	}
	slices.Sort(rows)
	slices.Reverse(rows)
	list, err = s.Contacts(ctx, rows[:min(len(rows), limit)])
	return list, most, err
}

// Namesakes gives the names of contacts that hold all of some pieces, by row;
// pieces lists which would do, limit how many contacts are looked at for each.
func (s *Store) Namesakes(ctx context.Context, pieces [][]string, limit int) (map[int64]string, error) {
	s.settled(ctx)
	names := map[int64]string{}
	for _, words := range pieces {
		var match []string
		for _, w := range words {
			if len([]rune(w)) >= trigram {
				match = append(match, inContact(w))
			}
		}
		found, err := s.contactsMatching(ctx, words, strings.Join(match, " AND "), limit)
		if err != nil {
			return nil, err
		}
		for _, row := range found {
			names[row] = ""
		}
	}
	rows, err := s.ro.QueryContext(ctx, "SELECT c.row, c.name FROM json_each(?) j CROSS JOIN contacts c ON c.row = j.value", rowsParam(slices.Collect(maps.Keys(names))))
	if err != nil {
		return nil, explain(s.dir, fmt.Errorf("find namesakes: %w", err))
	}
	defer rows.Close()
	for rows.Next() {
		var row int64
		var name string
		if err := rows.Scan(&row, &name); err != nil {
			return nil, err
		}
		names[row] = name
	}
	return names, explain(s.dir, rows.Err())
}

// ContactsNamed gives the contacts of exactly this name, folded.
func (s *Store) ContactsNamed(ctx context.Context, name string) ([]data.Contact, error) {
	var list []data.Contact
	err := s.each(ctx, "SELECT e.id, c.fields FROM contacts c JOIN entities e USING (row) WHERE c.folded = ?", []any{search.Fold(strings.TrimSpace(name))},
		func(id data.ID, fields string) error {
			c := data.Contact{ID: id}
			if err := fill(&c, fields); err != nil {
				return err
			}
			list = append(list, c)
			return nil
		})
	return list, err
}
