package report_test

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/draw"
	"image/gif"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"firstline/data"
	"firstline/data/report"
	"firstline/data/words"
)

// withPictures is a paper with these files attached, in order.
func withPictures(names []string, files map[string][]byte) report.Paper {
	p := report.Paper{Words: words.For("en"), MadeAt: made, Case: data.Case{Ticket: data.Ticket{Number: "MAD-7", Subject: "Pictures"}},
		Files: func(a data.Attachment) ([]byte, error) {
			if f, ok := files[a.Name]; ok {
				return f, nil
			}
			return nil, os.ErrNotExist
		}}
	for _, n := range names {
		kind := map[string]string{".png": "image/png", ".gif": "image/gif"}[filepath.Ext(n)]
		if kind == "" {
			kind = "image/jpeg"
		}
		p.Case.Attachments = append(p.Case.Attachments, data.Attachment{SHA256: n, Name: n, Type: kind, Size: int64(len(files[n]))})
	}
	return p
}

// testdata are the pictures of the Go distribution: every kind of PNG, and
// JPEG in colours, grey, progressive and CMYK.
func testdata(t *testing.T) (names []string, files map[string][]byte) {
	t.Helper()
	files = map[string][]byte{}
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Skipf("no Go distribution here: %v", err)
	}
	for _, pattern := range []string{"image/png/testdata/pngsuite/*.png", "image/testdata/*.jpeg", "image/testdata/*.png", "image/testdata/*.gif"} {
		found, _ := filepath.Glob(filepath.Join(strings.TrimSpace(string(root)), "src", pattern))
		for _, f := range found {
			content, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			name := filepath.Base(f)
			if _, _, err := image.Decode(bytes.NewReader(content)); err == nil {
				names, files[name] = append(names, name), content
			}
		}
	}
	if len(names) < 40 {
		t.Skipf("only %d pictures in the Go distribution here", len(names))
	}
	return names, files
}

func TestEveryKindOfPictureIsShownAsItIs(t *testing.T) {
	names, files := testdata(t)
	pdf := reportOf(t, withPictures(names, files))
	run(t, pdf, "qpdf", "--check", "FILE")
	if _, err := exec.LookPath("pdfimages"); err != nil {
		t.Skip("pdfimages is not installed")
	}
	dir := t.TempDir()
	run(t, pdf, "pdfimages", "-png", "FILE", filepath.Join(dir, "p"))
	for i, name := range names {
		if name == "basn3p01.png" {
			continue // pdfimages writes pictures of one bit without their two colours
		}
		shown, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("p-%03d.png", i)))
		if err != nil {
			t.Fatalf("%s is not among the pictures: %v", name, err)
		}
		got, err := png.Decode(bytes.NewReader(shown))
		if err != nil {
			t.Fatal(err)
		}
		want, _, err := image.Decode(bytes.NewReader(files[name]))
		if err != nil {
			t.Fatal(err)
		}
		tolerance := 0.01
		if strings.HasSuffix(name, ".jpeg") {
			tolerance = 5 // other decoders smooth colours otherwise, and CMYK was packed again
		}
		if wrong := difference(want, got); wrong > tolerance {
			t.Errorf("%s is shown %.2f of 255 wrong", name, wrong)
		}
	}
}

// difference is how far two pictures are apart on average, the first laid on
// white; 999 if they are not of one size.
func difference(want, got image.Image) float64 {
	size := want.Bounds().Size()
	if got.Bounds().Size() != size {
		return 999
	}
	rect := image.Rectangle{Max: size}
	white := image.NewRGBA(rect)
	draw.Draw(white, rect, image.White, image.Point{}, draw.Src)
	draw.Draw(white, rect, want, want.Bounds().Min, draw.Over)
	sum := 0
	for y := range size.Y {
		for x := range size.X {
			a, b := white.RGBAAt(x, y), color.RGBAModel.Convert(got.At(got.Bounds().Min.X+x, got.Bounds().Min.Y+y)).(color.RGBA)
			for _, d := range []int{int(a.R) - int(b.R), int(a.G) - int(b.G), int(a.B) - int(b.B)} {
				sum += max(d, -d)
			}
		}
	}
	return float64(sum) / float64(3*size.X*size.Y)
}

// segment is one marker segment of a JPEG.
func segment(marker byte, content string) []byte {
	return append(binary.BigEndian.AppendUint16([]byte{0xff, marker}, uint16(len(content)+2)), content...)
}

// held is a JPEG as a camera held in one of EXIF's eight ways writes it, with
// what it knows about the place.
func held(m image.Image, orientation byte) []byte {
	exif := "Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + string(orientation) + "\x00\x00\x00\x00\x00\x00GPSSECRET"
	file := asJPEG(m)
	return bytes.Join([][]byte{file[:2], segment(0xe1, exif), segment(0xfe, "COMMENTSECRET"), file[2:], []byte("TRAILERSECRET")}, nil)
}

func TestPhotographsStandUprightAndTellNothing(t *testing.T) {
	m := image.NewRGBA(image.Rect(0, 0, 64, 32)) // red above left, green above right, blue below
	draw.Draw(m, m.Rect, image.NewUniform(color.RGBA{0, 0, 255, 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(0, 0, 32, 16), image.NewUniform(color.RGBA{255, 0, 0, 255}), image.Point{}, draw.Src)
	draw.Draw(m, image.Rect(32, 0, 64, 16), image.NewUniform(color.RGBA{0, 255, 0, 255}), image.Point{}, draw.Src)
	var names []string
	files := map[string][]byte{}
	for o := byte(1); o <= 8; o++ {
		name := fmt.Sprintf("held%d.jpg", o)
		names, files[name] = append(names, name), held(m, o)
	}
	pdf := reportOf(t, withPictures(names, files))
	for _, secret := range []string{"GPSSECRET", "COMMENTSECRET", "TRAILERSECRET"} {
		if bytes.Contains(pdf, []byte(secret)) {
			t.Errorf("%s is in the report", secret)
		}
	}
	if _, err := exec.LookPath("pdfimages"); err != nil {
		t.Skip("pdfimages is not installed")
	}
	dir := t.TempDir()
	run(t, pdf, "pdfimages", "-png", "FILE", filepath.Join(dir, "p"))
	// What stands above left, above right, below left and below right (r, g, b).
	for i, want := range []string{"rgbb", "grbb", "bbgr", "bbrg", "rbgb", "brbg", "bgbr", "gbrb"} {
		shown, err := os.ReadFile(filepath.Join(dir, fmt.Sprintf("p-%03d.png", i)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := png.Decode(bytes.NewReader(shown))
		if err != nil {
			t.Fatal(err)
		}
		w, h := got.Bounds().Dx(), got.Bounds().Dy()
		var corners strings.Builder
		for _, at := range []image.Point{{w / 4, h / 4}, {w * 3 / 4, h / 4}, {w / 4, h * 3 / 4}, {w * 3 / 4, h * 3 / 4}} {
			r, g, b, _ := got.At(at.X, at.Y).RGBA()
			switch max(r, g, b) {
			case r:
				corners.WriteByte('r')
			case g:
				corners.WriteByte('g')
			default:
				corners.WriteByte('b')
			}
		}
		if corners.String() != want || (w < h) != (i >= 4) {
			t.Errorf("%s: %d by %d with corners %s, want %s", names[i], w, h, corners.String(), want)
		}
	}
}

func TestPicturesThatCannotBeShownAreNamed(t *testing.T) {
	good := asPNG(drawing(60, 40, 1))
	jpeg := asJPEG(drawing(60, 40, 1))
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 0x55
	bomb := bytes.Clone(good) // claims to be 65,536 by 65,536 pixels
	binary.BigEndian.PutUint32(bomb[16:], 1<<16)
	binary.BigEndian.PutUint32(bomb[20:], 1<<16)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	files := map[string][]byte{
		"good.png": good, "empty.png": {}, "short.png": good[:len(good)-20], "flipped.png": flipped, "bomb.png": bomb, "text.png": []byte("not a picture"),
		"short.jpg": jpeg[:len(jpeg)-30], "head.jpg": jpeg[:30], "good.jpg": jpeg,
	}
	names := []string{"good.png", "empty.png", "short.png", "flipped.png", "bomb.png", "text.png", "missing.png", "short.jpg", "head.jpg", "good.jpg"}
	got := strings.Join(strings.Fields(text(t, reportOf(t, withPictures(names, files)))), " ")
	for _, n := range names {
		said := strings.Contains(got, "“"+n+"” cannot be shown here")
		if good := strings.HasPrefix(n, "good"); said == good {
			t.Errorf("%s: said to be missing or damaged: %v", n, said)
		}
	}
}

func TestLargePicturesAreScaledDown(t *testing.T) {
	var turning bytes.Buffer
	if err := gif.Encode(&turning, drawing(2500, 40, 1), nil); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"screen.png": asPNG(drawing(1920, 1080, 1)), "photo.jpg": asJPEG(drawing(4400, 3300, 1)),
		"poster.png": asPNG(drawing(2600, 1300, 1)), "strip.gif": turning.Bytes(), "line.png": asPNG(drawing(9000, 1, 1))}
	pdf := reportOf(t, withPictures([]string{"screen.png", "photo.jpg", "poster.png", "strip.gif", "line.png"}, files))
	run(t, pdf, "qpdf", "--check", "FILE")
	for _, size := range []string{"/Width 1920\n/Height 1080", "/Width 2000\n/Height 1500", "/Width 2000\n/Height 1000", "/Width 2000\n/Height 32", "/Width 2000\n/Height 1\n"} {
		if !bytes.Contains(pdf, []byte(size)) {
			t.Errorf("no picture with %q", size)
		}
	}
}

// A damaged picture is named or shown, whatever is damaged.
func TestDamagedPicturesDoNoHarm(t *testing.T) {
	whole := map[string][]byte{"a.png": asPNG(drawing(40, 30, 1)), "b.jpg": held(drawing(40, 30, 2), 6), "c.jpg": asJPEG(drawing(40, 30, 3))}
	names, suite := testdata(t)
	for _, n := range names {
		if len(suite[n]) < 2000 {
			whole[n] = suite[n]
		}
	}
	names = names[:0]
	for n := range whole {
		names = append(names, n)
	}
	rapid.Check(t, func(t *rapid.T) {
		files := map[string][]byte{}
		for _, n := range names {
			f := bytes.Clone(whole[n])
			for range rapid.IntRange(0, 3).Draw(t, "places") {
				f[rapid.IntRange(0, len(f)-1).Draw(t, "at")] = rapid.Byte().Draw(t, "byte")
			}
			if rapid.IntRange(0, 3).Draw(t, "cut") == 0 {
				f = f[:rapid.IntRange(0, len(f)).Draw(t, "length")]
			}
			files[n] = f
		}
		reportOf(t, withPictures(names, files))
	})
}

func TestTheLogoIsShown(t *testing.T) {
	p := sample("en", 3, 0)
	for name, logo := range map[string][]byte{"png": asPNG(drawing(300, 80, 1)), "jpeg": asJPEG(drawing(80, 300, 1))} {
		p.Logo = logo
		if !bytes.Contains(reportOf(t, p), []byte("/Subtype /Image")) {
			t.Errorf("no picture in the report with a %s logo", name)
		}
	}
	p.Logo = []byte("no picture")
	if pdf := reportOf(t, p); bytes.Contains(pdf, []byte("/Subtype /Image")) || !holds(pdf, "Meseta") {
		t.Error("a broken logo is not left out")
	}
}
