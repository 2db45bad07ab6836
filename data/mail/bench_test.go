package mail

import (
	"bytes"
	"io"
	"testing"

	"github.com/emersion/go-message"
	_ "github.com/emersion/go-message/charset" // its tables
	"github.com/jhillyerd/enmime/v2"
)

// BenchmarkRead reads the mails of other projects with this reader and with the
// two libraries that come closest, on the same files. They do less: neither
// tells history from what is new, nor bounces, nor automatic mail.
func BenchmarkRead(b *testing.B) {
	var raws [][]byte
	size := 0
	for _, path := range corpusMails(b) {
		raw := readFile(b, path)
		raws, size = append(raws, raw), size+len(raw)
	}
	for _, reader := range []struct {
		name string
		read func(raw []byte) error
	}{
		{"firstline", func(raw []byte) error { Read(raw, arrived); return nil }},
		{"go-message", readWithGoMessage},
		{"enmime", func(raw []byte) error { _, err := enmime.ReadEnvelope(bytes.NewReader(raw)); return err }},
	} {
		b.Run(reader.name, func(b *testing.B) {
			refused := 0
			b.SetBytes(int64(size))
			b.ReportAllocs()
			for b.Loop() {
				refused = 0
				for _, raw := range raws {
					if reader.read(raw) != nil {
						refused++
					}
				}
			}
			b.ReportMetric(float64(len(raws)*b.N)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(float64(refused), "refused")
		})
	}
}

// readWithGoMessage reads every part of a mail.
func readWithGoMessage(raw []byte) error {
	entity, err := message.Read(bytes.NewReader(raw))
	if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
		return err
	}
	return entity.Walk(func(_ []int, part *message.Entity, err error) error {
		if err != nil && !message.IsUnknownCharset(err) && !message.IsUnknownEncoding(err) {
			return err
		}
		if part.MultipartReader() != nil {
			return nil
		}
		_, err = io.Copy(io.Discard, part.Body)
		return err
	})
}
