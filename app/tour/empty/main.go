// Command empty is an empty Fyne window of Firstline's size: what the start of
// Firstline's is held to.
package main

import (
	"fmt"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
)

func main() {
	a := app.NewWithID("app.firstline.Empty")
	a.Lifecycle().SetOnStarted(func() { fmt.Fprintln(os.Stderr, "empty: ready") }) // after the first frame
	w := a.NewWindow("Empty")
	w.Resize(fyne.NewSize(1366, 740))
	w.ShowAndRun()
}
