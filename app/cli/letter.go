package cli

import (
	"firstline/data"
	"firstline/data/desk"
)

// attached finds a ticket's attachments by their names or hashes, and gives their
// hashes.
func (c *call) attached(ref string, files []string) ([]string, error) {
	if len(files) == 0 {
		return nil, nil
	}
	k, err := c.desk.Case(c.ctx, ref)
	if err != nil {
		return nil, err
	}
	var hashes []string
	for _, name := range files {
		hash := ""
		for _, a := range k.Attachments {
			if a.Name == name || a.SHA256 == name {
				hash = a.SHA256
			}
		}
		if hash == "" {
			return nil, data.Fault("files", "no_file", "name", name)
		}
		hashes = append(hashes, hash)
	}
	return hashes, nil
}

// writePreview writes a mail to a file as it would be sent, and says what it is.
// gaps are what a hand-over lacks.
func (c *call) writePreview(path string, p desk.Preview, gaps []string) error {
	if err := writeBytes(path, p.EML); err != nil {
		return err
	}
	return c.written(path, struct {
		Path    string            `json:"path"`
		From    string            `json:"from"`
		To      string            `json:"to"`
		Subject string            `json:"subject"`
		Text    string            `json:"text"`
		Parts   []data.Attachment `json:"parts"`
		Size    int               `json:"size"`
		Gaps    []string          `json:"gaps,omitempty"`
	}{path, p.From, p.To, p.Subject, p.Text, some(p.Parts), len(p.EML), gaps})
}
