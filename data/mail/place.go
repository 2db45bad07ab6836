package mail

import (
	"strings"

	"firstline/data"
)

// Facts are what a desk knows about the clues of a message.
type Facts struct {
	Codes    map[string]Given    // codes that this desk gave out and did not take back
	Mails    map[string][]Answer // messages on tickets, by their ids
	Numbers  map[string]data.ID  // tickets by their numbers
	Packet   data.ID             // the ticket of a packet that came along and that this desk signed
	Foreign  bool                // a packet of another desk came along
	Opened   data.ID             // the ticket that other desk's case already has here
	Contact  bool                // the sender's address is a contact's
	Alike    data.ID             // an open ticket of the sender with the same subject
	Copy     data.ID             // the ticket of a message with the same id and another body
	IsCopy   bool                // there is such a message
	Overflow bool                // strangers have sent too much
}

// Given is a reply code that was given to a correspondent.
type Given struct {
	Ticket        data.ID
	Correspondent string
	Escalation    data.ID
}

// Answer is a message that may have been answered: its ticket, and the address at the other
// end.
type Answer struct {
	Ticket        data.ID
	Correspondent string
	Ours          bool // this desk sent it
}

// Place is where a message belongs, and why, in the words of "placed." + Reason.
type Place struct {
	State      data.MailState // placed, triage or held
	Ticket     data.ID        // if it is placed; "": it opens one
	Proposed   data.ID        // the ticket proposed, if it is not placed
	Escalation data.ID        // with which the code was given out
	Letter     data.ID        // the letter of ours it is a copy of
	Reason     string
	Detail     string
	Trust      data.Trust
}

// Decide finds where a message belongs: by what this desk signed, then by our codes, from
// the surest place to the least sure, then by the messages we know that the sender
// answers. A ticket number, like anything else that is unsure, proposes a ticket and
// never places the message. What strangers send is held once they have sent too much,
// unless it is sure.
func Decide(m Message, c Clues, f Facts) Place {
	sender := ""
	if len(m.From) > 0 {
		sender = m.From[0].Address
	}
	p := decide(m, c, f, sender)
	sure := p.State == data.MailPlaced && p.Ticket != ""
	if f.Overflow && !f.Contact && !sure {
		p = Place{State: data.MailHeld, Proposed: p.Proposed, Reason: "too_many", Detail: sender}
	}
	if p.Trust == "" {
		p.Trust = data.TrustNone
		if f.Contact {
			p.Trust = data.TrustContact
		}
	}
	return p
}

// decide goes through what places a message or proposes a ticket for it, the surest first.
// A place without a trust is as good as the sender's claim to be who they are.
func decide(m Message, c Clues, f Facts, sender string) Place {
	if f.IsCopy {
		return unsure(f.Copy, "other_copy", "")
	}
	if f.Packet != "" {
		return Place{State: data.MailPlaced, Ticket: f.Packet, Reason: "packet", Trust: data.TrustPacket}
	}
	if p, found := byCode(c, f, sender); found {
		return p
	}
	if p, found := byAnswer(m, c, f, sender); found {
		return p
	}
	if f.Foreign && m.Kind == Person && (f.Contact || !f.Overflow) {
		return Place{State: data.MailPlaced, Ticket: f.Opened, Reason: "other_desk", Detail: sender}
	}
	for _, number := range c.Numbers {
		if id := f.Numbers[number]; id != "" {
			return unsure(id, "number_only", number)
		}
	}
	switch {
	case m.Kind == Bounced:
		return unsure("", "bounce", "")
	case m.Kind == AutoReply:
		return unsure(f.Alike, "automatic", "")
	case len(c.Subject) > 0:
		return unsure(f.Alike, "code_unknown", c.Subject[0])
	case m.Kind == List && !f.Contact:
		return unsure("", "list", "")
	case sender == "":
		return unsure("", "no_sender", "")
	case c.Reply && f.Alike != "":
		return unsure(f.Alike, "same_subject", c.Base)
	case f.Contact:
		return Place{State: data.MailPlaced, Reason: "contact", Detail: sender}
	}
	return Place{State: data.MailPlaced, Reason: "stranger", Detail: sender}
}

// unsure leaves a message to a person, with a ticket proposed or "".
func unsure(proposed data.ID, reason, detail string) Place {
	return Place{State: data.MailTriage, Proposed: proposed, Reason: reason, Detail: detail}
}

// byCode places a message by the first code of ours. Codes of different tickets leave it
// unsure if they stand where a person writes them.
func byCode(c Clues, f Facts, sender string) (p Place, found bool) {
	var first Given
	reason := ""
	for _, level := range []struct {
		reason string
		codes  []string
		typed  bool // by a person
	}{
		{"code_in_thread", c.Thread, false},
		{"code_in_address", c.Address, true},
		{"code_in_subject", c.Subject, true},
		{"code_in_text", c.Text, false}, // it may be quoted
	} {
		for _, code := range level.codes {
			given, ours := f.Codes[code]
			switch {
			case !ours:
			case reason == "":
				first, reason = given, level.reason
			case given.Ticket != first.Ticket && (level.typed || reason == "code_in_text"):
				return unsure(first.Ticket, "codes_differ", ""), true
			}
		}
	}
	if reason == "" {
		return Place{}, false
	}
	p = Place{State: data.MailPlaced, Ticket: first.Ticket, Escalation: first.Escalation, Reason: reason, Detail: first.Correspondent, Trust: data.TrustCode}
	if SameParty(sender, first.Correspondent) {
		p.Trust = data.TrustParty
	}
	return p, true
}

// byAnswer places an answer to a message we know, if it comes from the same correspondent or
// from the server that could not deliver it to them. From anybody else it proposes the
// ticket.
func byAnswer(m Message, c Clues, f Facts, sender string) (p Place, found bool) {
	for _, id := range c.Answers {
		for _, a := range f.Mails[id] {
			if a.Ticket == "" {
				continue
			}
			from := sender
			if a.Ours && m.Bounce != nil {
				from = m.Bounce.Recipient
			}
			if from != "" && strings.EqualFold(a.Correspondent, from) {
				reason := "answers_known"
				if a.Ours {
					reason = "answers_ours"
				}
				return Place{State: data.MailPlaced, Ticket: a.Ticket, Reason: reason, Detail: from}, true
			}
			if !found {
				p, found = unsure(a.Ticket, "answers_other", a.Correspondent), true
			}
		}
	}
	return p, found
}
