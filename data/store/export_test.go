package store

// WalkIfMore has lists walked, so far, if a filter finds more than so many tickets,
// and however far if it finds more than are sortable.
func WalkIfMore(than, rows, most int) { tooMany, walked, sortable = than, rows, most }

// OrderBy has orders read so many rows at once.
func OrderBy(rows int) { perOrder = rows }

// LookSoon has a first look go through so many texts.
func LookSoon(texts int) { soonTexts = texts }

// ExcludeSoon has a first look go so far for what it excludes.
func ExcludeSoon(spare, tickets, places int) {
	soonSpare, soonLooked, soonPlaces = spare, tickets, places
}
