package ui

// Pick shows a few things to choose from over the window, with the cursor on
// one; Return and a click choose, typing goes to what begins so, Escape leaves.
func Pick(seat *Seat, title string, rows Rows, on int, do func(i int)) {
	list := NewNames(rows)
	list.OpenOnClick = true
	list.MinRows = min(len(rows), 16)
	list.Label = title
	var done func()
	list.OnOpen = func(i int) {
		done()
		do(i)
	}
	done = ShowDialog(seat.Window, Dialog{Title: title, Content: list, Cancel: seat.Words.Say("word.cancel"), Focus: list})
	list.Select(max(on, 0))
}
