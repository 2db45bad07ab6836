package ui

import (
	"testing"

	"pgregory.net/rapid"
)

// Whatever one does, what is shown lies within the list, and the cursor is in
// sight after it moved.
func TestPagingKeepsWithinBounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := paging{cursor: -1}
		p.count = rapid.IntRange(0, 2_000_000).Draw(t, "count")
		p.fit = rapid.IntRange(0, 60).Draw(t, "fit")
		p.clamp()
		for range rapid.IntRange(1, 30).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				p.scroll(rapid.IntRange(-3_000_000, 3_000_000).Draw(t, "rows"))
			case 1:
				p.reach(rapid.IntRange(-2, 3_000_000).Draw(t, "row"))
				if p.cursor >= 0 && (p.cursor < p.first || p.cursor >= p.end()) {
					t.Fatalf("cursor %d is out of sight of %d to %d", p.cursor, p.first, p.end())
				}
			case 2:
				p.drag(rapid.Float64Range(-100, 2000).Draw(t, "at"), 700, 28)
			case 3:
				p.count = rapid.IntRange(0, 2_000_000).Draw(t, "count")
				p.clamp()
			case 4:
				p.fit = rapid.IntRange(0, 60).Draw(t, "fit")
				p.clamp()
			}
			if p.first < 0 || p.end() > p.count || p.cursor >= p.count || p.count >= p.fit && p.end()-p.first != p.fit {
				t.Fatalf("out of bounds: %+v", p)
			}
			at, length := p.thumb(700, 28)
			if at < 0 || length < 28 || at+length > 700.0001 {
				t.Fatalf("thumb at %v, %v long: %+v", at, length, p)
			}
		}
	})
}

// Dragging the thumb to where it is leaves the list where it is, at the ends
// exactly, and within what one pixel of the track stands for in between.
func TestDraggingTheThumbIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := paging{cursor: -1, fit: 32}
		p.count = rapid.IntRange(33, 1_000_000).Draw(t, "count")
		first := rapid.IntRange(0, p.count-32).Draw(t, "first")
		p.first = first
		at, _ := p.thumb(700, 28)
		p.drag(at, 700, 28)
		if p.first != first {
			t.Fatalf("at %v: first %d, was %d", at, p.first, first)
		}
		p.drag(700, 700, 28)
		if p.end() != p.count {
			t.Fatalf("the end of the track is row %d of %d", p.end(), p.count)
		}
		p.drag(0, 700, 28)
		if p.first != 0 {
			t.Fatalf("the start of the track is row %d", p.first)
		}
	})
}
