package mail

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"firstline/data"
)

// A reply token is the code by which an answer finds its way back to its ticket, whatever
// happens to the headers of the mail on the way: 21 letters of Crockford's base 32 and a
// check letter, in groups of four. The first five name the ticket; the other 16 are 80
// bits of an HMAC-SHA256 that only this desk can make.

const (
	shortLetters = 5  // the last of the ticket's id, 25 bits
	tokenLetters = 22 // 5 + 16 + check letter
)

// Token makes the code for a ticket and a correspondent (a mail address, in capitals or
// not). Another nonce makes another code, so that a code can be taken back.
func Token(secret []byte, ticket data.ID, correspondent, nonce string) string {
	mac := hmac.New(sha256.New, secret)
	for _, part := range []string{string(ticket), strings.ToLower(strings.TrimSpace(correspondent)), nonce} {
		var size [4]byte // goes before each part, so that none runs into the next
		binary.BigEndian.PutUint32(size[:], uint32(len(part)))
		mac.Write(size[:])
		mac.Write([]byte(part))
	}
	code := shortID(ticket) + data.Base32(mac.Sum(nil)[:10])
	return grouped(code + string(data.Crockford[checksum(code)]))
}

// shortID is the five letters by which a token names a ticket: the last of its id, which
// differ even between ids of the same millisecond.
func shortID(ticket data.ID) string {
	id := "00000" + string(ticket)
	short, ok := canonical(id[len(id)-shortLetters:])
	if !ok || len(short) != shortLetters { // not an id of ours; the HMAC decides in any case
		return "00000"
	}
	return short
}

// ParseToken reads a token as people and programs pass it on: in small letters, with or
// without groups, with O for 0 and I or L for 1, and gives its proper form. Any wrong
// letter, and any two that changed places, are noticed. Whether a token is one of ours,
// only the desk that gave it out knows.
func ParseToken(text string) (token string, ok bool) {
	code, ok := canonical(strings.TrimSpace(text))
	if !ok || len(code) != tokenLetters || checksum(code) != 0 {
		return "", false
	}
	return grouped(code), true
}

// MessageID makes the id of a mail. It carries the token, because answers name it in their
// References. The domain is the sender's: any other would tell what this computer is
// called.
func MessageID(token, from string) string {
	domain := from[strings.LastIndexByte(from, '@')+1:]
	if domain == "" {
		domain = "localhost"
	}
	return "<dp." + token + "." + strings.ToLower(rand.Text()[:16]) + "@" + domain + ">" // 80 random bits
}

// canonical is a code in capitals and without groups; ok is false if a letter is not of
// base 32.
func canonical(code string) (plain string, ok bool) {
	var b strings.Builder
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch c {
		case '-', ' ':
			continue
		case 'o', 'O':
			c = '0'
		case 'i', 'I', 'l', 'L':
			c = '1'
		}
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		if strings.IndexByte(data.Crockford, c) < 0 {
			return "", false
		}
		b.WriteByte(c)
	}
	return b.String(), true
}

func grouped(code string) string {
	var b strings.Builder
	for i, c := range []byte(code) {
		if i > 0 && i%4 == 0 {
			b.WriteByte('-')
		}
		b.WriteByte(c)
	}
	return b.String()
}

// checksum is the letters of a code as a polynomial over GF(32) at a generator of that field
// (x^5+x^2+1): each of the first 31 letters has a weight of its own, so that one wrong
// letter or two that changed places never cancel out. It is 0 for a code with its check
// letter; for one without, it is that letter.
func checksum(code string) int {
	sum := 0
	for i := range len(code) {
		if sum <<= 1; sum&32 != 0 {
			sum ^= 0b100101
		}
		sum ^= strings.IndexByte(data.Crockford, code[i])
	}
	if len(code) < tokenLetters { // the check letter, which makes it 0, is still to come
		if sum <<= 1; sum&32 != 0 {
			sum ^= 0b100101
		}
	}
	return sum
}
