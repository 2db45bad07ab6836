package report

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/draw"
	"image/png"
	"io"
	"testing"

	"pgregory.net/rapid"
)

// Whatever picture it is, and however its rows are filtered, it lies on white as
// package draw lays it.
func TestLaidOnWhiteAsByPackageDraw(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := image.Rect(0, 0, rapid.IntRange(1, 40).Draw(t, "width"), rapid.IntRange(1, 12).Draw(t, "height"))
		seen := image.NewNRGBA(size)
		step, noise := rapid.IntRange(0, 9).Draw(t, "step"), rapid.SliceOfN(rapid.Byte(), 1, 50).Draw(t, "noise")
		for i := range seen.Pix {
			seen.Pix[i] = byte(i/4*step) + noise[i%len(noise)]
		}
		seen.Pix[3] = 0x80 // else it might be written without what is seen of it
		var file bytes.Buffer
		if err := png.Encode(&file, seen); err != nil {
			t.Fatal(err)
		}
		p, ok, err := readPNG(file.Bytes())
		if err != nil || !ok {
			t.Fatal(ok, err)
		}
		packed, err := zlib.NewReader(bytes.NewReader(p.pixels))
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(packed)
		if err != nil {
			t.Fatal(err)
		}
		flat := image.NewRGBA(size)
		draw.Draw(flat, size, image.White, image.Point{}, draw.Src)
		draw.Draw(flat, size, seen, image.Point{}, draw.Over)
		var want []byte
		for i := 0; i < len(flat.Pix); i += 4 {
			want = append(want, flat.Pix[i:i+3]...)
		}
		if !bytes.Equal(got, want) {
			t.Fatalf("%v\nlies %v\nwant %v", seen.Pix, got, want)
		}
	})
}
