package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"

	"github.com/jung-kurt/gofpdf"

	"firstline/data"
)

// The seal is the SHA-256 of the whole file: every page, picture, attachment
// and date in it. A file cannot hold its own hash, so the hash is taken with
// the 64 digits of the seal as zeros, and they are then written over them.
// Anyone can check it without us:
//
//	zeros=$(printf '%064d' 0)
//	sed -E "s/^BT \([0-9a-f]{64}\) Tj ET$/BT ($zeros) Tj ET/" REPORT.pdf | sha256sum
//
// It shows that a file is the one that was made, if its hash was noted
// elsewhere; it is no signature, since anyone can seal anything.
const (
	sealBefore = "%seal\nBT ("
	sealDigits = 2 * sha256.Size
)

// drawSeal puts an empty seal on the paper. To be writable afterwards it must
// lie uncompressed in the file, and so it is a drawing of its own. It is set in
// the face in hand when it is drawn, one that every reader of PDFs has.
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

// findSeal gives the place of the seal's digits, the last in the file.
func findSeal(pdf []byte) ([]byte, bool) {
	at := bytes.LastIndex(pdf, []byte(sealBefore))
	if at < 0 || at+len(sealBefore)+sealDigits > len(pdf) {
		return nil, false
	}
	return pdf[at+len(sealBefore):][:sealDigits], true
}

// seal writes the hash of a finished report over its zeros.
func seal(pdf []byte) error {
	digits, ok := findSeal(pdf)
	if !ok {
		return fmt.Errorf("seal report: no place for it")
	}
	sum := sha256.Sum256(pdf)
	hex.Encode(digits, sum[:])
	return nil
}

// Verify says whether a report is, byte for byte, the one that was made, and
// gives the hash printed on its last page. Problems: report_not_sealed,
// report_changed.
func Verify(pdf []byte) (hash string, err error) {
	digits, ok := findSeal(pdf)
	if !ok {
		return "", data.Fault("", "report_not_sealed")
	}
	hash = string(digits)
	blank := bytes.Clone(pdf)
	digits, _ = findSeal(blank)
	copy(digits, strings.Repeat("0", sealDigits))
	if sum := sha256.Sum256(blank); hex.EncodeToString(sum[:]) != hash {
		return hash, data.Fault("", "report_changed")
	}
	return hash, nil
}

// packetName is the name of the machine-readable ticket inside a report; in two
// parts, as it is no key of a sentence.
const packetName = "ticket" + ".dpk"
