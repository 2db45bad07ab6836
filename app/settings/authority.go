package settings

import (
	"crypto/x509"
	"encoding/pem"
	"io"
	"os"
	"path/filepath"
	"strings"

	"firstline/data"
	"firstline/data/words"
)

// maxAuthority is how much is read of a file of certificates, in bytes.
const maxAuthority = 1 << 20

// readAuthority reads certificates from a file, as PEM or as the DER that Windows exports,
// and gives them as PEM.
func readAuthority(path string) (string, error) {
	name := filepath.Base(path)
	f, err := os.Open(path)
	if err != nil {
		return "", data.Fault("file", "file_unreadable", "name", name).Because(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, maxAuthority))
	if err != nil {
		return "", data.Fault("file", "file_unreadable", "name", name).Because(err)
	}
	if cert, err := x509.ParseCertificate(raw); err == nil {
		return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert.Raw})), nil
	}
	if len(certificates(string(raw))) == 0 {
		return "", data.Fault("file", "not_a_certificate", "name", name)
	}
	return string(raw), nil
}

// certificates are those in a PEM text that can be read.
func certificates(text string) []*x509.Certificate {
	var list []*x509.Certificate
	rest := []byte(text)
	for {
		var block *pem.Block
		if block, rest = pem.Decode(rest); block == nil {
			return list
		}
		if cert, err := x509.ParseCertificate(block.Bytes); err == nil {
			list = append(list, cert)
		}
	}
}

// authority says whose certificates are in a PEM text, and until when they are valid.
func authority(p *words.Printer, text string) string {
	var names []string
	for _, cert := range certificates(text) {
		name := cert.Subject.CommonName
		if name == "" {
			name = cert.Subject.String()
		}
		names = append(names, p.Say("settings.mail.ca.until", "name", name, "until", p.Date(cert.NotAfter)))
	}
	if len(names) == 0 {
		return p.Say("problem.post_bad_ca")
	}
	return strings.Join(names, "; ")
}
