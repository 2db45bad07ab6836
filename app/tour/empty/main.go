// Command empty is an empty Fyne window of Firstline's size: what the start of
// Firstline's is held to.
package main

import (
	"fmt"
	"image"
	"os"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/canvas"
)

func main() {
	w := app.NewWithID("app.firstline.Empty").NewWindow("Empty")
	drawn := sync.OnceFunc(func() {
		go fyne.Do(func() { fmt.Fprintln(os.Stderr, "empty: ready") }) // once the frame stands on the screen
	})
	w.SetContent(canvas.NewRaster(func(int, int) image.Image {
		drawn()
		return image.NewNRGBA(image.Rect(0, 0, 1, 1))
	}))
	w.Resize(fyne.NewSize(1366, 740))
	w.ShowAndRun()
}
