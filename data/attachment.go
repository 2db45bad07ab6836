package data

import "strings"

// Attachment is a file kept with a ticket. Its bytes lie in the desk's folder
// under their hash, so the same file is kept once.
type Attachment struct {
	SHA256 string `json:"sha256"`
	Name   string `json:"name"`
	Type   string `json:"type"` // media type
	Size   int64  `json:"size"` // bytes

	Quarantined bool `json:"quarantined,omitempty"` // it came from a stranger and is opened with a warning
}

// PacketType is the media type of a packet: the machine-readable ticket that
// goes along with reports and escalations.
const PacketType = "application/vnd.deskpost.v1+json"

// MaxAttachment is the largest file a ticket takes, in bytes.
const MaxAttachment = 50 << 20

// IsPicture says whether the file can be shown as a picture.
func (a Attachment) IsPicture() bool {
	switch a.Type {
	case "image/png", "image/jpeg", "image/gif":
		return true
	}
	return false
}

// SafeName turns any text into a file name that is valid on every system: without a
// path, control characters or those that change the direction of writing, and none
// of the names Windows reserves.
func SafeName(name string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		switch {
		case r < 0x20, r == 0x7f, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069, r == 0xfffd:
			return -1
		case strings.ContainsRune(`<>:"|?*`, r):
			return '_'
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = strings.Trim(name, " .")
	stem, _, _ := strings.Cut(strings.ToUpper(name), ".")
	if reserved := " CON PRN AUX NUL COM1 COM2 COM3 COM4 COM5 COM6 COM7 COM8 COM9 LPT1 LPT2 LPT3 LPT4 LPT5 LPT6 LPT7 LPT8 LPT9 "; stem != "" && strings.Contains(reserved, " "+stem+" ") {
		name = "_" + name
	}
	if name == "" {
		return "file"
	}
	return name
}
