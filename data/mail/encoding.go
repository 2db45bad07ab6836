package mail

import "bytes"

// sextet gives the value of a letter of base64 (of the URL alphabet, too), 64 for any other
// byte, and 65 for the padding.
var sextet = func() (table [256]byte) {
	for i := range table {
		table[i] = 64
	}
	for i, c := range "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/" {
		table[c] = byte(i)
	}
	table['-'], table['_'] = 62, 63
	table['='] = 65
	return table
}()

// decodeBase64 reads base64 whatever stands in between: line ends, blanks, junk, or padding
// in the middle where pieces were put together. clean says whether no junk had to be
// skipped.
func decodeBase64(raw []byte) (decoded []byte, clean bool) {
	out := make([]byte, 0, len(raw)/4*3+3)
	var bits uint32
	have, padded := 0, false
	clean = true
	flush := func() {
		if have == 2 {
			out = append(out, byte(bits>>4))
		} else if have == 3 {
			out = append(out, byte(bits>>10), byte(bits>>2))
		}
		bits, have = 0, 0
	}
	for i := 0; i < len(raw); i++ {
		if have == 0 && i+4 <= len(raw) {
			a, b, c, d := sextet[raw[i]], sextet[raw[i+1]], sextet[raw[i+2]], sextet[raw[i+3]]
			if a|b|c|d < 64 {
				out = append(out, a<<2|b>>4, b<<4|c>>2, c<<6|d)
				i += 3
				continue
			}
		}
		switch v := sextet[raw[i]]; v {
		case 64:
			if padded && (raw[i] == ' ' || raw[i] == '\t') { // what comes after the end does not belong to it
				if end := bytes.IndexByte(raw[i:], '\n'); end >= 0 {
					i += end
				} else {
					i = len(raw)
				}
				padded = false
				continue
			}
			padded = padded && raw[i] != '\n'
			clean = clean && (raw[i] == '\n' || raw[i] == '\r' || raw[i] == ' ' || raw[i] == '\t')
		case 65:
			flush()
			padded = true
		default:
			padded = false
			bits = bits<<6 | uint32(v)
			if have++; have == 4 {
				out = append(out, byte(bits>>16), byte(bits>>8), byte(bits))
				bits, have = 0, 0
			}
		}
	}
	if have == 1 {
		clean = false
	}
	flush()
	return out, clean
}

// decodeQuotedPrintable reads quoted-printable (RFC 2045). An equals sign without a meaning
// stays as it is; clean says whether there was none.
func decodeQuotedPrintable(raw []byte) (decoded []byte, clean bool) {
	out := make([]byte, 0, len(raw))
	clean = true
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if c == ' ' || c == '\t' { // at the end of a line they were added in transit
			end := i
			for end < len(raw) && (raw[end] == ' ' || raw[end] == '\t') {
				end++
			}
			if end == len(raw) || raw[end] != '\n' && raw[end] != '\r' {
				out = append(out, raw[i:end]...)
			}
			i = end - 1
			continue
		}
		if c != '=' {
			out = append(out, c)
			continue
		}
		if i+2 < len(raw) {
			if hi, lo := nibble(raw[i+1]), nibble(raw[i+2]); hi < 16 && lo < 16 {
				out = append(out, hi<<4|lo)
				i += 2
				continue
			}
		}
		end := i + 1
		for end < len(raw) && (raw[end] == ' ' || raw[end] == '\t' || raw[end] == '\r') {
			end++
		}
		if end == len(raw) || raw[end] == '\n' { // a line that goes on
			i = end
			continue
		}
		clean = false
		out = append(out, c)
	}
	return out, clean
}

// nibble is the value of a hexadecimal digit, 16 for any other byte.
func nibble(c byte) byte {
	switch {
	case c >= '0' && c <= '9':
		return c - '0'
	case c >= 'A' && c <= 'F':
		return c - 'A' + 10
	case c >= 'a' && c <= 'f':
		return c - 'a' + 10
	}
	return 16
}

// decodeBody decodes a part's transfer encoding.
func (r *reader) decodeBody(raw []byte, encoding string) []byte {
	switch encoding {
	case "base64":
		decoded, clean := decodeBase64(raw)
		if !clean {
			r.repair("base64")
		}
		if len(decoded) == 0 && len(bytes.TrimSpace(raw)) > 0 {
			return raw
		}
		return decoded
	case "quoted-printable":
		decoded, clean := decodeQuotedPrintable(raw)
		if !clean {
			r.repair("quoted_printable")
		}
		return decoded
	case "x-uuencode", "uuencode", "x-uue", "uue":
		if _, files := cutUU(raw); len(files) > 0 {
			return files[0].content
		}
		if content, _, _ := decodeUU(raw); len(content) > 0 { // its first line is missing
			return content
		}
		r.repair("uuencode")
	}
	return raw
}
