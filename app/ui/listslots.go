package ui

import (
	"math"
	"slices"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/theme"
)

// slot is where one cell of a row goes, relative to the row.
type slot struct {
	x, y, w float32
	align   fyne.TextAlign
	hidden  bool
	size    float32 // text size
	muted   bool
}

// slots lays out one row.
func (l *List) slots() []slot {
	width := l.rowsWidth() - 2*edge()
	y := (l.rowHeight() - lineHeight()) / 2
	if l.columns != nil {
		return columnSlots(l.wide(), width, y)
	}
	if !l.tall {
		tag := min(width*0.4, px(240))
		return []slot{
			{x: edge(), y: y, w: width - tag - gap(), size: em()},
			{x: edge() + width - tag, y: y, w: tag, align: fyne.TextAlignTrailing, size: em(), muted: true},
		}
	}
	top := px(3)
	tag := min(width*0.45, px(150))
	beside, title, text := top, width-tag-gap(), width
	if width < px(220) { // the title needs all of it
		beside, title, text = top+lineHeight(), width, title
	}
	return []slot{
		{x: edge(), y: top, w: title, size: em()},
		{x: edge(), y: top + lineHeight(), w: text, size: theme.CaptionTextSize(), muted: true},
		{x: edge() + width - tag, y: beside, w: tag, align: fyne.TextAlignTrailing, size: theme.CaptionTextSize(), muted: true},
	}
}

func columnSlots(columns []Column, width, y float32) []slot {
	slots := make([]slot, len(columns))
	need := func() (least, weight float32) {
		least = -gap()
		for i, c := range columns {
			if !slots[i].hidden {
				least += whole(px(c.Width)) + gap()
				weight += c.Weight
			}
		}
		return
	}
	least, weight := need()
	for least > width {
		i := leastNeeded(columns, slots)
		if i < 0 {
			break
		}
		slots[i].hidden = true
		least, weight = need()
	}
	most := widest(columns, slots, width)
	x := edge()
	for i, c := range columns {
		if slots[i].hidden {
			continue
		}
		w := min(whole(px(c.Width)), most)
		if weight > 0 && width > least {
			w += (width - least) * c.Weight / weight
		}
		slots[i] = slot{x: x, y: y, w: w, align: c.Align, size: em()}
		x += w + gap()
	}
	return slots
}

// leastNeeded is the column shown that can be done without first, -1 if all are
// needed.
func leastNeeded(columns []Column, slots []slot) int {
	found := -1
	for i, c := range columns {
		if c.Spare > 0 && !slots[i].hidden && (found < 0 || c.Spare < columns[found].Spare) {
			found = i
		}
	}
	return found
}

// besideTag gives the text beside a tag the room that this does not need.
func besideTag(slots []slot, cells []Cell) []slot {
	slots = slices.Clone(slots)
	last := len(slots) - 1
	tag := slots[last]
	var used float32
	if last < len(cells) && cells[last].Text != "" {
		used = min(advance(cells[last].Text, tag.size, fyne.TextStyle{Bold: cells[last].Bold})+gap(), tag.w+gap())
	}
	for i, s := range slots[:last] {
		if s.y == tag.y {
			slots[i].w = tag.x + tag.w - used - s.x
		}
	}
	return slots
}

// widest is the most a column may take where all of them do not fit: the wide
// ones give way first, so that a number or a priority stays readable.
func widest(columns []Column, slots []slot, width float32) float32 {
	var widths []float32
	for i, c := range columns {
		if !slots[i].hidden {
			widths = append(widths, whole(px(c.Width)))
			width -= gap()
		}
	}
	width += gap()
	slices.Sort(widths)
	for i, w := range widths {
		if share := width / float32(len(widths)-i); w > share {
			return max(share, 0)
		}
		width -= w
	}
	return math.MaxFloat32
}
