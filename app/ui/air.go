package ui

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/layout"
)

// Air leaves room around content, in pixels at 100 % text. Unlike Fyne's padded
// layout it follows when the text becomes larger or smaller.
func Air(top, bottom, left, right float32, content ...fyne.CanvasObject) *fyne.Container {
	return container.New(air{top, bottom, left, right}, content...)
}

// Pile puts objects one below the other, gap pixels at 100 % text apart.
func Pile(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(pile(gap), objects...)
}

// Row puts objects beside each other, gap pixels at 100 % text apart.
func Row(gap float32, objects ...fyne.CanvasObject) *fyne.Container {
	return container.New(row(gap), objects...)
}

type air struct{ top, bottom, left, right float32 }

func (a air) now() layout.CustomPaddedLayout {
	return layout.CustomPaddedLayout{TopPadding: px(a.top), BottomPadding: px(a.bottom), LeftPadding: px(a.left), RightPadding: px(a.right)}
}

func (a air) MinSize(objects []fyne.CanvasObject) fyne.Size { return a.now().MinSize(objects) }

func (a air) Layout(objects []fyne.CanvasObject, size fyne.Size) { a.now().Layout(objects, size) }

type pile float32

func (gap pile) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewCustomPaddedVBoxLayout(px(float32(gap))).MinSize(objects)
}

func (gap pile) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewCustomPaddedVBoxLayout(px(float32(gap))).Layout(objects, size)
}

type row float32

func (gap row) MinSize(objects []fyne.CanvasObject) fyne.Size {
	return layout.NewCustomPaddedHBoxLayout(px(float32(gap))).MinSize(objects)
}

func (gap row) Layout(objects []fyne.CanvasObject, size fyne.Size) {
	layout.NewCustomPaddedHBoxLayout(px(float32(gap))).Layout(objects, size)
}
