package cli

import (
	"crypto/sha256"
	"encoding/hex"
)

func report(c *call) error {
	path := c.flags.String("o", "", "")
	var lang string
	c.language("lang", &lang)
	internal := c.flags.Bool("internal", false, "")
	if err := c.parse(1, 1, "o"); err != nil {
		return err
	}
	pdf, err := c.desk.Report(c.ctx, c.args[0], lang, *internal)
	if err != nil {
		return err
	}
	if *path == "-" {
		_, err := c.out.Write(pdf)
		return err
	}
	if err := writeBytes(*path, pdf); err != nil {
		return err
	}
	sum := sha256.Sum256(pdf)
	return c.written(*path, struct {
		Path   string `json:"path"`
		Size   int    `json:"size"`
		SHA256 string `json:"sha256"`
	}{*path, len(pdf), hex.EncodeToString(sum[:])})
}
