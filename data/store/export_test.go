package store

// WalkIfMore has lists walked, so far, if a filter finds more than so many tickets.
func WalkIfMore(than, rows int) { tooMany, walked = than, rows }

// OrderBy has orders read so many rows at once.
func OrderBy(rows int) { perOrder = rows }
