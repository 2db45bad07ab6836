package letter

import (
	"context"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"

	"firstline/app/ui"
)

// ShowOriginal shows a mail in front of the window, whole, and as it came byte
// for byte where one asks for that. raw gets its bytes, off the UI goroutine.
func ShowOriginal(seat *ui.Seat, title string, raw func(ctx context.Context) ([]byte, error)) {
	ui.Load(seat, new(ui.Slot), func(ctx context.Context) (Read, error) {
		bytes, err := raw(ctx)
		if err != nil {
			return Read{}, err
		}
		return Of(bytes), nil
	}, func(read Read) {
		view, bare := New(seat.Words), false
		room := canvas.NewRectangle(color.Transparent)
		room.SetMinSize(fyne.NewSize(ui.Px(720), ui.Px(480)))
		var source *ui.Button
		source = ui.NewButton(seat.Words.Say("letter.source"), nil, func() {
			bare = !bare
			source.SetOn(bare)
			if bare {
				view.Show(read.Source())
			} else {
				view.Show(read.Whole(seat.Words))
			}
		})
		view.Show(read.Whole(seat.Words))
		foot := container.NewHBox(source, layout.NewSpacer())
		ui.ShowDialog(seat.Window, ui.Dialog{Title: title, Width: 860, Focus: view.Scroll, Confirm: seat.Words.Say("word.close"),
			Content: ui.Border(nil, foot, nil, nil, container.NewStack(room, view.Content))})
	})
}
