package mail

import (
	"encoding/base64"
	"strings"
	"unicode/utf16"
)

// decodeUTF7 reads UTF-7 (RFC 2152), in which everything is as it is but for runs of UTF-16
// in base64, between "+" and "-".
func decodeUTF7(raw []byte) string {
	var b strings.Builder
	for i := 0; i < len(raw); i++ {
		if raw[i] != '+' {
			b.WriteByte(raw[i])
			continue
		}
		end := i + 1
		for end < len(raw) && sextet[raw[end]] < 64 && raw[end] != '-' && raw[end] != '_' {
			end++
		}
		if end == i+1 {
			b.WriteByte('+')
			if end < len(raw) && raw[end] == '-' {
				i++
			}
			continue
		}
		code := raw[i+1 : end]
		if len(code)%4 == 1 {
			code = code[:len(code)-1]
		}
		bytes, _ := base64.RawStdEncoding.DecodeString(string(code)) // spare bits do not matter
		units := make([]uint16, 0, len(bytes)/2)
		for ; len(bytes) > 1; bytes = bytes[2:] {
			units = append(units, uint16(bytes[0])<<8|uint16(bytes[1]))
		}
		b.WriteString(string(utf16.Decode(units)))
		if i = end - 1; end < len(raw) && raw[end] == '-' {
			i++
		}
	}
	return strings.ToValidUTF8(b.String(), "\uFFFD")
}
