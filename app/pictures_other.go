//go:build gles || arm || arm64

package app

import "fyne.io/fyne/v2"

// plainPictures leaves pictures to Fyne: OpenGL is another here.
func plainPictures(fyne.Window) {}
