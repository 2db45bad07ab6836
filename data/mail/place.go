package mail

import (
	"slices"
	"strings"

	"firstline/data"
)

// Facts are what a desk knows about the clues of a message.
type Facts struct {
	Codes    map[string]Given    // codes this desk gave out and did not take back
	Mails    map[string][]Answer // by id: messages that are on tickets
	Numbers  map[string]data.ID  // ticket numbers that exist
	Packet   data.ID             // ticket named by a packet this desk signed, that came along
	Foreign  bool                // a packet of another desk came along
	Opened   data.ID             // the ticket that desk's case has here already
	Contact  bool                // the sender's address is a contact's
	Alike    data.ID             // an open ticket of the sender with the same subject
	Copy     data.ID             // ticket of a message with the same id and another body
	IsCopy   bool                // there is such a message
	Overflow bool                // strangers sent too much
}

// Given is a reply code that was given to a correspondent.
type Given struct {
	Ticket        data.ID
	Correspondent string
	Escalation    data.ID
}

// Answer is a message that may be answered: its ticket and the address at the
// other end.
type Answer struct {
	Ticket        data.ID
	Correspondent string
	Ours          bool // this desk wrote it
}

// Place is where a message belongs, and why: the word "placed." + Reason.
type Place struct {
	State      data.MailState // placed, triage or held
	Ticket     data.ID        // of one that is placed; "" opens one
	Proposed   data.ID        // of one that is not
	Escalation data.ID        // that the code was given out with
	Letter     data.ID        // of one of our own
	Reason     string
	Detail     string
	Trust      data.Trust
}

// Decide finds where a message belongs (mail.md E6): what was signed, then our
// codes from the surest place to the least, then messages we know from the same
// sender. A ticket number proposes and never places; so does whatever else is
// unsure.
func Decide(m Message, c Clues, f Facts) Place {
	sender := ""
	if len(m.From) > 0 {
		sender = m.From[0].Address
	}
	claim := data.TrustNone
	if f.Contact {
		claim = data.TrustContact
	}
	unsure := func(proposed data.ID, reason, detail string) Place {
		if f.Overflow && !f.Contact {
			return Place{State: data.MailHeld, Proposed: proposed, Reason: "too_many", Detail: sender, Trust: claim}
		}
		return Place{State: data.MailTriage, Proposed: proposed, Reason: reason, Detail: detail, Trust: claim}
	}
	if f.IsCopy {
		return unsure(f.Copy, "other_copy", "")
	}
	if f.Packet != "" {
		return Place{State: data.MailPlaced, Ticket: f.Packet, Reason: "packet", Trust: data.TrustPacket}
	}
	if p, found := byCode(c, f, sender); found {
		if p.State != data.MailPlaced {
			return unsure(p.Proposed, p.Reason, p.Detail)
		}
		return p
	}
	if p, found := byAnswer(m, c, f, sender); found {
		if p.State != data.MailPlaced {
			return unsure(p.Proposed, p.Reason, p.Detail)
		}
		p.Trust = claim
		return p
	}
	if f.Foreign && m.Kind == Person && (f.Contact || !f.Overflow) {
		return Place{State: data.MailPlaced, Ticket: f.Opened, Reason: "other_desk", Detail: sender, Trust: claim}
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
	case f.Overflow && !f.Contact:
		return unsure("", "", "")
	case f.Contact:
		return Place{State: data.MailPlaced, Reason: "contact", Detail: sender, Trust: claim}
	}
	return Place{State: data.MailPlaced, Reason: "stranger", Detail: sender, Trust: claim}
}

// byCode places by the first code of ours. Codes of different tickets, in places
// a person writes to, leave it unsure.
func byCode(c Clues, f Facts, sender string) (Place, bool) {
	var first Given
	reason := ""
	for _, level := range []struct {
		reason string
		codes  []string
	}{{"code_in_thread", c.Thread}, {"code_in_address", c.Address}, {"code_in_subject", c.Subject}, {"code_in_text", c.Text}} {
		for _, code := range level.codes {
			given, ours := f.Codes[code]
			switch {
			case !ours:
			case reason == "":
				first, reason = given, level.reason
			case given.Ticket != first.Ticket && (level.reason == "code_in_address" || level.reason == "code_in_subject" || reason == "code_in_text"):
				return Place{Proposed: first.Ticket, Reason: "codes_differ"}, true
			}
		}
	}
	if reason == "" {
		return Place{}, false
	}
	p := Place{State: data.MailPlaced, Ticket: first.Ticket, Escalation: first.Escalation, Reason: reason, Detail: first.Correspondent, Trust: data.TrustCode}
	if SameParty(sender, first.Correspondent) {
		p.Trust = data.TrustParty
	}
	return p, true
}

// byAnswer places an answer to a message we know if it comes from the same
// correspondent, or is the server's who could not deliver it to them; from
// another it is proposed.
func byAnswer(m Message, c Clues, f Facts, sender string) (Place, bool) {
	var other Place
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
			if other.Proposed == "" {
				other = Place{Proposed: a.Ticket, Reason: "answers_other", Detail: a.Correspondent}
			}
		}
	}
	return other, other.Proposed != ""
}

// Automatic says whether a message must never be answered by a program (RFC
// 3834, mail.md E8), whatever else it is.
func Automatic(m Message) bool {
	if m.Kind != Person {
		return true
	}
	h := m.Header
	for _, name := range []string{"List-Id", "List-Unsubscribe", "List-Post", "X-Autoreply", "X-Autorespond", "X-Auto-Response", "X-Autoreply-From",
		"X-Loop", "X-Deskpost", "Feedback-ID"} {
		if h.Get(name) != "" {
			return true
		}
	}
	auto := strings.ToLower(strings.TrimSpace(h.Get("Auto-Submitted")))
	precedence := strings.ToLower(strings.TrimSpace(h.Get("Precedence")))
	if auto != "" && auto != "no" || slices.Contains([]string{"bulk", "list", "junk", "auto_reply"}, precedence) ||
		h.Get("X-Auto-Response-Suppress") != "" || strings.TrimSpace(h.Get("Return-Path")) == "<>" || len(m.From) == 0 {
		return true
	}
	local, _, _ := strings.Cut(strings.ToLower(m.From[0].Address), "@")
	flat := strings.NewReplacer("-", "", "_", "", ".", "").Replace(local)
	return local == "" || slices.Contains([]string{"mailerdaemon", "postmaster", "noreply", "donotreply", "noresponder", "noresponda", "bounce", "bounces"}, flat)
}
