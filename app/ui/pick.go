package ui

import "fyne.io/fyne/v2"

// Pick shows a few things to choose from over the window, with the cursor on
// one; Return and a click choose, typing goes to what begins so, Escape leaves.
func Pick(seat *Seat, title string, rows Rows, on int, do func(i int)) {
	list := NewNames(rows)
	list.OpenOnClick = true
	list.MinRows = min(len(rows), 16)
	list.Label = title
	width := float32(0) // of the longest: what sets two choices apart may stand at their end
	for _, row := range rows {
		width = max(width, advance(row[0].Text, em(), fyne.TextStyle{})+2*edge())
	}
	var done func()
	list.OnOpen = func(i int) {
		done()
		do(i)
	}
	done = ShowDialog(seat.Window, Dialog{Title: title, Content: list, Width: min(max(width/px(1)+32, 440), 720), Cancel: seat.Words.Say("word.cancel"), Focus: list})
	list.Select(max(on, 0))
}
