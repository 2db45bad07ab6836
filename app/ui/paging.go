package ui

// paging is where one stands in a long list: the first row shown, the row one
// is on, how many rows there are and how many fit. All of it is whole numbers,
// so that row 1,000,000 is as exact as row 1.
type paging struct {
	count  int // rows there are
	fit    int // whole rows that fit, at least 1
	first  int // first row shown
	cursor int // row one is on; -1: none
}

// clamp puts everything back within bounds after count or fit changed.
func (p *paging) clamp() {
	p.fit = max(p.fit, 1)
	p.cursor = min(p.cursor, p.count-1)
	p.first = max(min(p.first, p.count-p.fit), 0)
}

// last is the row after the last one shown.
func (p *paging) end() int { return min(p.first+p.fit, p.count) }

// scroll moves what is shown by rows, not the cursor.
func (p *paging) scroll(rows int) {
	p.first += rows
	p.clamp()
}

// reach puts the cursor on a row and shows it.
func (p *paging) reach(row int) {
	p.cursor = max(min(row, p.count-1), -1)
	if p.cursor >= 0 {
		p.first = min(p.first, p.cursor)
		p.first = max(p.first, p.cursor-p.fit+1)
	}
	p.clamp()
}

// thumb is where the scroll bar's thumb lies on a track of the given length:
// its start and its length, never shorter than least.
func (p *paging) thumb(track, least float64) (at, length float64) {
	if p.count <= p.fit {
		return 0, track
	}
	length = max(track*float64(p.fit)/float64(p.count), min(least, track))
	return (track - length) * float64(p.first) / float64(p.count-p.fit), length
}

// drag shows the rows that belong to a thumb starting at a place on the track.
func (p *paging) drag(at, track, least float64) {
	_, length := p.thumb(track, least)
	if room := track - length; room > 0 {
		p.first = int(at/room*float64(p.count-p.fit) + 0.5)
	}
	p.clamp()
}
