package store

import (
	"context"
	"slices"
	"strings"

	"firstline/data"
	"firstline/data/search"
)

// matching gives those of some tickets that have a text that matches. Where their
// texts lie together in the index it is quicker to look there, where they lie far
// apart to go through all that match (measured).
func matching(ctx context.Context, q querier, tickets []int64, match string) (rowSet, error) {
	const fewPlaces = 200
	if match == "" {
		return nil, nil
	}
	places, err := placesOf(ctx, q, tickets)
	if err != nil {
		return nil, err
	}
	if len(places) > fewPlaces {
		places = [][]int64{slices.Concat(places...)}
	}
	return matchingAt(ctx, q, places, match)
}

// placesOf gives the texts of some tickets, those together that lie close together
// in the index: FTS5 reads past many quicker than it looks one up (0.1 ms, measured).
func placesOf(ctx context.Context, q querier, tickets []int64) (places [][]int64, err error) {
	const many = 2_000
	texts, err := numbers(ctx, q, "SELECT row AS n FROM texts WHERE entity IN (SELECT value FROM json_each(?)) ORDER BY row", rowsParam(tickets))
	for start := 0; start < len(texts); {
		end := start + 1
		for end < len(texts) && texts[end]-texts[end-1] <= many {
			end++
		}
		places = append(places, texts[start:end])
		start = end
	}
	return places, err
}

// matchingAt gives the tickets of those of some texts that match.
func matchingAt(ctx context.Context, q querier, places [][]int64, match string) (rowSet, error) {
	set := rowSet{}
	if match == "" { // signs only: no text holds them
		return set, nil
	}
	for _, texts := range places {
		tickets, err := numbers(ctx, q, `SELECT x.entity AS n FROM (SELECT rowid FROM text_index
			WHERE text_index MATCH ? AND rowid BETWEEN ? AND ? AND +rowid IN (SELECT value FROM json_each(?))) f CROSS JOIN texts x ON x.row = f.rowid`,
			match, texts[0], texts[len(texts)-1], rowsParam(texts))
		if err != nil {
			return nil, err
		}
		set.add(tickets...)
	}
	return set, nil
}

// sieve lets through what holds nothing of what a first look excludes. It looks into
// no more tickets than it takes to fill a page, and gives up where most of them hold
// it, or sooner where their texts lie far apart.
type sieve struct {
	excluded       exclusion
	looked, places int // so far
}

// first gives the first of some tickets that go through, at most so many, and how many
// it looked into for that: fewer than all where the page is full or it gives up.
func (v *sieve) first(ctx context.Context, q querier, tickets []int64, most int) (list []int64, n int, err error) {
	if v.excluded.empty() {
		n = min(len(tickets), most)
		return tickets[:n], n, nil
	}
	for n < len(tickets) && len(list) < most && v.looked < soonLooked && v.places < soonPlaces {
		some := tickets[n:min(len(tickets), n+most-len(list)+soonSpare)]
		places, err := placesOf(ctx, q, some)
		if err != nil {
			return nil, 0, err
		}
		held, err := holding(ctx, q, v.excluded, some, places)
		if err != nil {
			return nil, 0, err
		}
		v.looked, v.places = v.looked+len(some), v.places+len(places)
		for _, row := range some {
			if len(list) == most {
				break
			}
			if n++; !held.has(row) {
				list = append(list, row)
			}
		}
	}
	return list, n, nil
}

// holding gives those of some tickets that hold what is excluded, as
// filtering.holders finds them among all; places are where their texts lie.
func holding(ctx context.Context, q querier, excluded exclusion, tickets []int64, places [][]int64) (rowSet, error) {
	held, err := matchingAt(ctx, q, places, search.Query{Without: excluded.words}.Excluded())
	if err != nil {
		return nil, err
	}
	var says []string
	args := []any{rowsParam(tickets)}
	var people [][]string
	for _, word := range excluded.words {
		for _, c := range rowSays(word) {
			says, args = append(says, c.where), append(args, c.args...)
		}
	}
	for _, fragment := range slices.Concat(excluded.words, excluded.callers) {
		people = append(people, contactWords(fragment))
	}
	if len(says) > 0 {
		rows, err := numbers(ctx, q, "SELECT row AS n FROM tickets NOT INDEXED WHERE row IN (SELECT value FROM json_each(?)) AND ("+strings.Join(says, " OR ")+")", args...)
		if err != nil {
			return nil, err
		}
		held.add(rows...)
	}
	return held, eachCaller(ctx, q, tickets, func(ticket int64, c data.Contact) {
		if slices.ContainsFunc(people, func(words []string) bool { return meantBy(c, words) }) {
			held.add(ticket)
		}
	})
}

// eachCaller hands over the callers of some tickets.
func eachCaller(ctx context.Context, q querier, tickets []int64, take func(ticket int64, c data.Contact)) error {
	rows, err := q.QueryContext(ctx, "SELECT t.row, c.fields FROM json_each(?) j CROSS JOIN tickets t ON t.row = j.value CROSS JOIN contacts c ON c.row = t.requester", rowsParam(tickets))
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var ticket int64
		var fields string
		var c data.Contact
		if err := rows.Scan(&ticket, &fields); err != nil {
			return err
		}
		if err := fill(&c, fields); err != nil {
			return err
		}
		take(ticket, c)
	}
	return rows.Err()
}
