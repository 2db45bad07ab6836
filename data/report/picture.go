package report

import (
	"bytes"
	"encoding/gob"
	"errors"
	"fmt"
	"image"
	_ "image/gif" // read, never written
	"image/jpeg"
	_ "image/png" // read, never written
	"sync"

	"github.com/jung-kurt/gofpdf"
	"golang.org/x/image/draw"

	"firstline/data"
)

// The most a picture may measure. A longer side is scaled down to maxSide, which leaves
// common screens sharp; a picture of more than maxPixels is not even unpacked, for a
// file of 40 kB can claim gigabytes.
const (
	maxSide   = 2000
	maxPixels = 50_000_000
)

// picture is a picture in the form in which a PDF holds it.
type picture struct {
	width, height int
	space         string // PDF colour space
	bits          int    // per component
	filter        string // PDF name of the compression
	params        string // of the compression
	palette       []byte
	pixels        []byte // compressed
}

var errPicture = errors.New("not a picture that can be shown")

// readPicture makes a picture of a PNG, JPEG or GIF file. What a PDF can hold goes in
// without being unpacked, but without the data about place and person that cameras
// add; everything else (transparent, interlaced, 16 bits, CMYK, turned, too large) is
// unpacked and made plain.
func readPicture(file []byte) (picture, error) {
	config, format, err := image.DecodeConfig(bytes.NewReader(file))
	switch {
	case err != nil:
		return picture{}, err
	case config.Width <= 0 || config.Height <= 0 || config.Width > maxPixels/config.Height:
		return picture{}, fmt.Errorf("%w: %d by %d pixels", errPicture, config.Width, config.Height)
	}
	small := max(config.Width, config.Height) <= maxSide
	turned := upright
	switch format {
	case "png":
		if p, ok, err := readPNG(file); err != nil || ok && small {
			return p, err
		}
	case "jpeg":
		p, how, ok, err := readJPEG(file)
		if err != nil || ok && small {
			return p, err
		}
		turned = how
	}
	decoded, _, err := image.Decode(bytes.NewReader(file))
	if err != nil {
		return picture{}, err
	}
	return pack(turned.apply(flatten(decoded)), format == "jpeg")
}

// onWhite lays a picture on white.
func onWhite(src image.Image) *image.RGBA {
	flat := image.NewRGBA(image.Rectangle{Max: src.Bounds().Size()})
	see, ok := src.(*image.NRGBA)
	if !ok {
		draw.Draw(flat, flat.Rect, image.White, image.Point{}, draw.Src)
		draw.Draw(flat, flat.Rect, src, src.Bounds().Min, draw.Over)
		return flat
	}
	// What pictures of screens mostly are takes a third of the time this way (measured).
	for y := range flat.Rect.Dy() {
		from, to := see.Pix[y*see.Stride:][:4*flat.Rect.Dx()], flat.Pix[y*flat.Stride:]
		for i := 0; i < len(from); i += 4 {
			alpha, white := opacity(from[i+3])
			for c := i; c < i+3; c++ {
				to[c] = seen(from[c], alpha, white)
			}
			to[i+3] = 0xff
		}
	}
	return flat
}

// opacity is how much of a pixel is seen and how much white that leaves, from its
// fourth byte; seen is then a colour of it on white. The sums are those of package
// draw.
func opacity(a byte) (alpha, white uint32) {
	alpha = uint32(a) * 0x101
	return alpha, 0xff * (0xffff - alpha) * 0x101 / 0xffff
}

func seen(colour byte, alpha, white uint32) byte {
	return byte((white + uint32(colour)*alpha/0xff) >> 8)
}

// flatten lays a picture on white and scales it down to what fits.
func flatten(src image.Image) *image.RGBA {
	flat := onWhite(src)
	size := flat.Rect
	for longest := max(size.Dx(), size.Dy()); longest > maxSide; longest = max(size.Dx(), size.Dy()) {
		if longest >= 2*maxSide && min(size.Dx(), size.Dy()) > 1 {
			flat = halve(flat)
		} else {
			fits := image.NewRGBA(image.Rect(0, 0, max(1, size.Dx()*maxSide/longest), max(1, size.Dy()*maxSide/longest)))
			draw.BiLinear.Scale(fits, fits.Rect, flat, size, draw.Src, nil)
			flat = fits
		}
		size = flat.Rect
	}
	return flat
}

// halve makes one pixel of every four, which for a photograph is ten times as fast as
// the scaling that follows.
func halve(src *image.RGBA) *image.RGBA {
	dst := image.NewRGBA(image.Rect(0, 0, src.Rect.Dx()/2, src.Rect.Dy()/2))
	for y := range dst.Rect.Dy() {
		upper, lower := src.Pix[2*y*src.Stride:], src.Pix[(2*y+1)*src.Stride:]
		row := dst.Pix[y*dst.Stride : (y+1)*dst.Stride]
		for i := range row {
			j := i/4*8 + i%4
			row[i] = byte((int(upper[j]) + int(upper[j+4]) + int(lower[j]) + int(lower[j+4]) + 2) / 4)
		}
	}
	return dst
}

// pack compresses a picture: a photograph as JPEG, drawings and screens without loss.
func pack(flat *image.RGBA, photograph bool) (picture, error) {
	p := picture{width: flat.Rect.Dx(), height: flat.Rect.Dy(), space: "DeviceRGB", bits: 8}
	var packed bytes.Buffer
	if photograph {
		if err := jpeg.Encode(&packed, flat, &jpeg.Options{Quality: 85}); err != nil {
			return picture{}, fmt.Errorf("pack picture: %w", err)
		}
		p.filter, p.pixels = "DCTDecode", packed.Bytes()
		return p, nil
	}
	rgb := make([]byte, 0, 3*p.width*p.height)
	for i := 0; i < len(flat.Pix); i += 4 {
		rgb = append(rgb, flat.Pix[i], flat.Pix[i+1], flat.Pix[i+2])
	}
	z := newPacker(&packed)
	defer packers.Put(z)
	if _, err := z.Write(rgb); err != nil {
		return picture{}, fmt.Errorf("pack picture: %w", err)
	}
	if err := z.Close(); err != nil {
		return picture{}, fmt.Errorf("pack picture: %w", err)
	}
	p.filter, p.pixels = "FlateDecode", packed.Bytes()
	return p, nil
}

// album holds the pictures of a report by the hash of their files.
type album struct {
	pictures map[string]picture
	reading  sync.WaitGroup // goes on while the text is set
	placed   int            // how many are in the PDF
}

// openAlbum begins to read the pictures among the attachments, two at a time. Those that
// cannot be read are left out.
func openAlbum(attachments []data.Attachment, read func(data.Attachment) ([]byte, error)) *album {
	a := &album{pictures: map[string]picture{}}
	var lock sync.Mutex
	turns := make(chan struct{}, 2) // unpacked pictures are large
	started := map[string]bool{}
	for _, attachment := range attachments {
		if !attachment.IsPicture() || read == nil || started[attachment.SHA256] {
			continue
		}
		started[attachment.SHA256] = true
		a.reading.Go(func() {
			turns <- struct{}{}
			defer func() { <-turns }()
			file, err := read(attachment)
			if err != nil {
				return
			}
			if p, err := readPicture(file); err == nil {
				lock.Lock()
				a.pictures[attachment.SHA256] = p
				lock.Unlock()
			}
		})
	}
	return a
}

// find gives the picture in a file; ok is false if there is none that can be shown.
func (a *album) find(sha256 string) (p picture, ok bool) {
	a.reading.Wait()
	p, ok = a.pictures[sha256]
	return p, ok
}

// place puts a picture on the paper.
func (a *album) place(pdf *gofpdf.Fpdf, name string, p picture, x, y, w, h float64) {
	if info := pdf.GetImageInfo(name); info == nil {
		a.placed++
		*pdf.RegisterImageOptionsReader(name, gofpdf.ImageOptions{ImageType: "png"}, bytes.NewReader(placeholder)) = *p.info(a.placed)
	}
	pdf.ImageOptions(name, x, y, w, h, false, gofpdf.ImageOptions{}, 0, "")
}

// placeholder is the smallest PNG there is: gofpdf registers only pictures it has read
// itself, and the real picture then takes the place of this one.
var placeholder = []byte("\x89PNG\r\n\x1a\n" +
	"\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cc\xf8\x0f\x00\x01\x01\x01\x00\xb18\xf6\x14" +
	"\x00\x00\x00\x00IEND\xaeB`\x82")

// info is the picture as gofpdf keeps it, made by way of the form in which gofpdf stores
// pictures. gofpdf writes pictures out by their width, those of equal width in random
// order; an invisible fraction of the width, from order, makes the same report the same
// bytes every time.
func (p picture) info(order int) *gofpdf.ImageInfoType {
	var stored bytes.Buffer
	e := gob.NewEncoder(&stored)
	for _, field := range []any{p.pixels, []byte(nil), 0, float64(p.width) + float64(order)*1e-6, float64(p.height),
		p.space, p.palette, p.bits, p.filter, p.params, []int(nil), 1.0, 72.0} {
		if err := e.Encode(field); err != nil {
			panic(fmt.Sprintf("store a picture's %T: %v", field, err)) // plain values into memory
		}
	}
	info := new(gofpdf.ImageInfoType)
	if err := info.GobDecode(stored.Bytes()); err != nil {
		panic(fmt.Sprintf("read back a picture: %v", err)) // it was written above
	}
	return info
}
