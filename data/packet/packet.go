// Package packet makes and opens the packets desks hand to each other ("deskpost",
// version 1). A packet is the same bytes whatever carries it: a mail, a PDF, a
// folder, a stick.
package packet

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"firstline/data"
	"firstline/data/journal"
)

// Max is the longest packet that is read, in bytes.
const Max = 64 << 20

// version is the meaning of what we write, and the highest we understand.
const version = 1

// The kinds of packet.
const (
	Escalate = "escalate" // a case put before someone
	Report   = "report"   // a case for the record
)

// Packet is what one desk tells another. What a newer desk adds is ignored; keep
// the bytes to pass it on.
type Packet struct {
	Version int               `json:"v"`
	Min     int               `json:"min"`  // lowest version that can read it
	From    string            `json:"from"` // <desk id>.<epoch>
	To      []string          `json:"to"`   // desk ids; empty: whoever holds it
	Kind    string            `json:"kind"`
	Key     ed25519.PublicKey `json:"key"` // the sender's; its hash is the desk id
	Ticket  data.Case         `json:"ticket"`
}

// envelope carries the payload as signed, in the manner of DSSE: the signature
// is over the bytes, so no canonical JSON is needed.
type envelope struct {
	Type       string      `json:"pt"`
	Payload    []byte      `json:"p"`
	Signatures []signature `json:"sig"`
}

type signature struct {
	Desk string `json:"a"`
	Sign []byte `json:"s"`
}

// toSign is DSSE's pre-authentication encoding of a payload.
func toSign(payload []byte) []byte {
	return append([]byte("DSSEv1 "+strconv.Itoa(len(data.PacketType))+" "+data.PacketType+" "+strconv.Itoa(len(payload))+" "), payload...)
}

// Pack signs a case. from is the desk's author, "<desk id>.<epoch>", and must
// belong to the key. The same case gives the same bytes. The case goes as it is:
// clean it with Public first.
func Pack(key ed25519.PrivateKey, from, kind string, c data.Case) ([]byte, error) {
	public := key.Public().(ed25519.PublicKey)
	desk := journal.DeskID(public)
	if !strings.HasPrefix(from, desk+".") {
		return nil, fmt.Errorf("pack %s: author %s is not desk %s", c.Ticket.Number, from, desk)
	}
	payload, err := json.Marshal(Packet{Version: version, Min: version, From: from, To: []string{}, Kind: kind, Key: public, Ticket: c})
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", c.Ticket.Number, err)
	}
	packet, err := json.Marshal(envelope{data.PacketType, payload, []signature{{desk, ed25519.Sign(key, toSign(payload))}}})
	if err != nil {
		return nil, fmt.Errorf("pack %s: %w", c.Ticket.Number, err)
	}
	return append(packet, '\n'), nil
}

// Unpack opens a packet and proves that the desk it names as sender signed
// exactly this. Whether that desk is known and what it may do is another
// question. Problems: packet_unreadable, packet_forged, packet_newer.
func Unpack(raw []byte) (Packet, error) {
	var none Packet
	if len(raw) > Max {
		return none, data.Fault("", "packet_unreadable").Because(fmt.Errorf("%d bytes are too many", len(raw)))
	}
	var e envelope
	if err := json.Unmarshal(bytes.TrimSpace(raw), &e); err != nil {
		return none, data.Fault("", "packet_unreadable").Because(err)
	}
	if e.Type != data.PacketType {
		return none, data.Fault("", "packet_unreadable").Because(fmt.Errorf("type %q", e.Type))
	}
	// Who signed it comes before what it says: a version may change anything but this.
	var sender struct {
		Min  int               `json:"min"`
		From string            `json:"from"`
		Key  ed25519.PublicKey `json:"key"`
	}
	if err := json.Unmarshal(e.Payload, &sender); err != nil {
		return none, data.Fault("", "packet_unreadable").Because(err)
	}
	if len(sender.Key) != ed25519.PublicKeySize || !signed(e, sender.From, sender.Key) {
		return none, data.Fault("", "packet_forged")
	}
	if sender.Min > version {
		return none, data.Fault("", "packet_newer")
	}
	var p Packet
	if err := json.Unmarshal(e.Payload, &p); err != nil {
		return none, data.Fault("", "packet_unreadable").Because(err)
	}
	return p, nil
}

// signed says whether the desk named in from holds the key and signed.
func signed(e envelope, from string, key ed25519.PublicKey) bool {
	desk, epoch, _ := strings.Cut(from, ".")
	if epoch == "" || desk != journal.DeskID(key) {
		return false
	}
	for _, s := range e.Signatures {
		if s.Desk == desk && ed25519.Verify(key, toSign(e.Payload), s.Sign) {
			return true
		}
	}
	return false
}
