package mail

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"strings"

	"firstline/data"
)

// A reply token is the code by which an answer finds its way back to its ticket,
// whatever happens to the mail's headers on the way (mail.md E6): 21 letters of
// Crockford's base 32 and a check letter, written in groups of four. The first
// five name the ticket, the other 16 are 80 bits of HMAC-SHA256 that only this
// desk can make.

const (
	shortLetters = 5  // 25 bits of the ticket's id: its last letters
	tokenLetters = 22 // 5 + 16 + check letter
)

// Token makes the code for one ticket and one correspondent (a mail address;
// case does not matter). Another nonce makes another code, so that one can be
// taken back.
func Token(secret []byte, ticket data.ID, correspondent, nonce string) string {
	mac := hmac.New(sha256.New, secret)
	for _, part := range []string{string(ticket), strings.ToLower(strings.TrimSpace(correspondent)), nonce} {
		var size [4]byte // parts have their length before them, so that none runs into the next
		binary.BigEndian.PutUint32(size[:], uint32(len(part)))
		mac.Write(size[:])
		mac.Write([]byte(part))
	}
	code := ShortID(ticket) + data.Base32(mac.Sum(nil)[:10])
	return grouped(code + string(data.Crockford[checksum(code)]))
}

// ShortID gives the five letters by which a token names a ticket: the last of
// its id, which differ even between ids of the same millisecond.
func ShortID(ticket data.ID) string {
	id := "00000" + string(ticket)
	short, ok := canonical(id[len(id)-shortLetters:])
	if !ok || len(short) != shortLetters { // not an id of ours; the HMAC decides anyway
		return "00000"
	}
	return short
}

// ParseToken reads a token as people and programs hand it on: in small letters,
// with or without groups, O for 0, I or L for 1. token is its one true form,
// short the last letters of the ticket's id. Any one wrong letter and any two
// that changed places are noticed. A token read is not yet one of ours: see
// CheckToken.
func ParseToken(text string) (token, short string, ok bool) {
	code, ok := canonical(strings.TrimSpace(text))
	if !ok || len(code) != tokenLetters || checksum(code) != 0 {
		return "", "", false
	}
	return grouped(code), code[:shortLetters], true
}

// MessageID makes the id of an escalation mail. It carries the token, because
// answers name it in their References. The domain is the sender's: anything else
// would tell what this computer is called.
func MessageID(token, from string) string {
	domain := from[strings.LastIndexByte(from, '@')+1:]
	if domain == "" {
		domain = "localhost"
	}
	return "<dp." + token + "." + strings.ToLower(rand.Text()[:16]) + "@" + domain + ">" // 80 random bits
}

// canonical puts a code into capitals without groups; false if a letter is none
// of base 32.
func canonical(code string) (string, bool) {
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

// checksum is a polynomial over GF(32) taken at a generator of the field
// (x^5+x^2+1): every letter up to the 31st has a weight of its own, so one wrong
// letter and two changed places never cancel out. Of a code with its check
// letter it is 0.
func checksum(code string) int {
	sum := 0
	for i := range len(code) {
		if sum <<= 1; sum&32 != 0 {
			sum ^= 0b100101
		}
		sum ^= strings.IndexByte(data.Crockford, code[i])
	}
	if len(code) < tokenLetters { // the check letter is still to come: find the one that makes 0
		if sum <<= 1; sum&32 != 0 {
			sum ^= 0b100101
		}
	}
	return sum
}
