package mail

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"time"

	"firstline/data"
)

// Identity is what tells a message from all others before it is read.
type Identity struct {
	Key       string // Message-ID and sender; without an id, a hash of sender, recipient, date, subject and body
	Body      string // hash of the body alone, whatever its lines end with
	MessageID string
	From      Address
	Subject   string
	Date      time.Time // when it says it was written, or when the last server took it; zero if neither is said
}

// Identify finds a message's identity. Like Read it never fails, and it makes do with the
// header where that is all there is.
func Identify(raw []byte) (id Identity) {
	defer func() {
		if recover() != nil { // a message whose header cannot be read is known by its bytes
			id = Identity{Key: "raw " + hash(raw), Body: hash(raw)}
		}
	}()
	r := &reader{}
	h, body := r.header(r.lineEnds(raw))
	id.Body = bodyHash(body)
	id.MessageID = first(ids(h.Get("Message-ID")))
	if from := r.writer(h); len(from) > 0 {
		id.From = from[0]
	}
	id.Subject, id.Date = h.Get("Subject"), r.date(h, time.Time{})
	sender := strings.ToLower(id.From.Address)
	if id.MessageID != "" {
		id.Key = KeyOf(id.MessageID, sender)
		return id
	}
	id.Key = "hash " + hash([]byte(strings.Join([]string{sender, h.Get("To"), h.Get("Date"), id.Subject, id.Body}, "\n")))
	return id
}

// KeyOf is the key of a message with an id, from a sender's address.
func KeyOf(messageID, sender string) string { return "id " + messageID + " " + strings.ToLower(sender) }

// MailID is the id, on every desk, of the message with a key.
func MailID(key string) data.ID { return data.IDOf(time.Time{}, "mail", key) }

func hash(raw []byte) string {
	sum := sha256.Sum256(raw)
	return hex.EncodeToString(sum[:])
}

// bodyHash is the same for copies of a message in which relays changed line ends or lost
// spaces at the ends of lines.
func bodyHash(body []byte) string {
	sum := sha256.New()
	empty := 0
	for len(body) > 0 {
		line, rest, _ := bytes.Cut(body, []byte("\n"))
		body = rest
		line = bytes.TrimRight(line, " \t\r")
		if len(line) == 0 {
			empty++
			continue
		}
		for ; empty > 0; empty-- {
			sum.Write([]byte("\n"))
		}
		sum.Write(line)
		sum.Write([]byte("\n"))
	}
	return hex.EncodeToString(sum.Sum(nil))
}
