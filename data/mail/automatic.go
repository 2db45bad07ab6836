package mail

import "strings"

// kindOf says whether a person wrote the message.
func kindOf(m Message) Kind {
	h := m.Header
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	switch {
	case m.Bounce != nil:
		return Bounced
	case auto != "" && auto != "no":
		return AutoReply
	case h.Get("List-Id") != "":
		return List
	}
	return Person
}
