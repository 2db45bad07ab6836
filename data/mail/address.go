package mail

import (
	"slices"
	"strings"
)

// mostAddresses is how many addresses of one header are read.
const mostAddresses = 5000

// writer is who wrote the message: who From names, or else the next header that names
// somebody.
func (r *reader) writer(h Header) []Address {
	for i, name := range []string{"From", "Reply-To", "Return-Path", "Sender", "Resent-From"} {
		found := addresses(h, name)
		if hasAddress(found) { // a name without an address did not write it
			found = slices.DeleteFunc(found, func(a Address) bool { return !strings.Contains(a.Address, "@") })
		}
		if len(found) > 0 && found[0].Address != "" && (i == 0 || hasAddress(found)) {
			if i > 0 {
				r.repair("no_sender")
			}
			return found
		}
	}
	r.repair("no_sender")
	return addresses(h, "From")
}

// addresses reads the addresses in all headers of a name.
func addresses(h Header, name string) []Address {
	found := []Address{}
	for _, f := range h {
		if strings.EqualFold(f.Name, name) && len(found) < mostAddresses {
			found = append(found, parseAddresses(f.raw)...)
		}
	}
	return found
}

// parseAddresses reads a list of addresses as programs write it (RFC 5322, and much that
// is not).
func parseAddresses(value string) []Address {
	found := people(value)
	if strings.Contains(value, "=?") && !hasAddress(found) { // all of it is encoded, addresses and all
		if decoded := people(plainText(decodeWords(value))); hasAddress(decoded) {
			return decoded
		}
	}
	return found
}

func hasAddress(list []Address) bool {
	for _, a := range list {
		if strings.Contains(a.Address, "@") {
			return true
		}
	}
	return false
}

// mention is one item of a list of addresses, taken apart.
type mention struct {
	words   strings.Builder // outside brackets, without quotes
	comment strings.Builder // in round brackets
	angle   strings.Builder // in angle brackets
	angled  bool
	quoted  bool // some of the words were in quotes
}

// people reads a list of addresses, none of which may be encoded.
func people(value string) []Address {
	var (
		found  []Address
		m      = &mention{}
		before string // what stood before a comma without an address: a surname
		depth  int
	)
	end := func() {
		name, address := m.person()
		quoted := m.quoted
		m = &mention{}
		if before != "" && name != "" {
			name = before + ", " + name
		} else if before != "" {
			found = append(found, Address{Name: before})
		}
		before = ""
		switch {
		case address == "" && name != "" && !quoted && len(name) < 100:
			before = name
		case address != "" || name != "":
			found = append(found, Address{Name: name, Address: address})
		}
	}
	for i := 0; i < len(value) && len(found) < mostAddresses; i++ {
		c := value[i]
		switch {
		case depth > 0:
			if c == '\\' && i+1 < len(value) {
				i++
				m.comment.WriteByte(value[i])
			} else if depth += nesting(c); depth > 0 {
				m.comment.WriteByte(c)
			}
		case c == '(' && strings.IndexByte(value[i:], ')') > 0:
			depth = 1
			m.comment.WriteByte(' ')
		case c == '"':
			text, rest, ok := cutQuoted(value[i:])
			if !ok { // a quote that is never closed is none
				continue
			}
			if rest != "" && rest[0] == '@' { // "a b"@example.com
				m.words.WriteString(value[i : len(value)-len(rest)])
			} else {
				m.words.WriteString(text)
				m.quoted = true
			}
			i = len(value) - len(rest) - 1
		case c == '<':
			close := strings.IndexByte(value[i:], '>')
			if close < 0 {
				close = len(value) - i
			}
			inner := value[i+1 : min(i+close, len(value))]
			if again := strings.LastIndexByte(inner, '<'); again >= 0 {
				m.words.WriteString(inner[:again])
				inner = inner[again+1:]
			}
			if m.angled && strings.Contains(m.angle.String(), "@") {
				end() // two addresses without a comma between
			}
			m.angle.Reset()
			m.angle.WriteString(inner)
			m.angled = true
			i += close
		case c == ',' || c == ';':
			end()
		case c == ':' && !m.angled && !strings.Contains(m.words.String(), "@") && !strings.HasSuffix(strings.ToLower(m.words.String()), "mailto"):
			m = &mention{} // the name of a group
		default:
			m.words.WriteByte(c)
		}
	}
	end()
	if before != "" {
		found = append(found, nameOrMailbox(before))
	}
	return found
}

func nesting(c byte) int {
	switch c {
	case '(':
		return 1
	case ')':
		return -1
	}
	return 0
}

// cutQuoted takes a quoted text off the beginning.
func cutQuoted(value string) (text, rest string, ok bool) {
	var b strings.Builder
	for i := 1; i < len(value); i++ {
		switch value[i] {
		case '\\':
			if i+1 < len(value) {
				i++
				b.WriteByte(value[i])
			}
		case '"':
			return b.String(), value[i+1:], true
		default:
			b.WriteByte(value[i])
		}
	}
	return "", value, false
}

// person is the name and the address of an item.
func (m *mention) person() (name, address string) {
	words := m.words.String()
	if m.angled {
		address = cleanAddress(m.angle.String())
	}
	if !strings.Contains(address, "@") && strings.Contains(words, "@") && !m.quoted {
		var names []string
		bare := ""
		for _, word := range strings.Fields(words) {
			if bare == "" && strings.Contains(word, "@") && !strings.Contains(word, "=?") {
				bare = cleanAddress(word)
			} else {
				names = append(names, word)
			}
		}
		if strings.Contains(bare, "@") {
			address, words = bare, strings.Join(names, " ")
		}
	}
	if !m.angled && address == "" && m.quoted && strings.Contains(words, "@") && !strings.ContainsAny(words, " \t=") {
		address, words = cleanAddress(words), "" // an address in quotes
	}
	name = personName(words)
	comment := personName(m.comment.String())
	switch {
	case name == "":
		name = comment
	case address == "" && comment != "" && !strings.Contains(name, " "): // a mailbox of the server itself, and its owner
		name, address = comment, name
	}
	return name, address
}

// personName is a name, decoded and without quotes around it.
func personName(text string) string {
	if strings.Contains(text, "=?") {
		text = decodeWords(text)
	}
	text = oneLine(plainText(text))
	for len(text) > 1 && (text[0] == '\'' && text[len(text)-1] == '\'' || text[0] == '"' && text[len(text)-1] == '"') {
		text = strings.TrimSpace(text[1 : len(text)-1])
	}
	return text
}

// cleanAddress is an address without what programs put around it.
func cleanAddress(address string) string {
	address = strings.TrimSpace(plainText(address))
	if strings.HasPrefix(strings.ToLower(address), "mailto:") {
		address = address[len("mailto:"):]
	}
	if !strings.HasPrefix(address, `"`) {
		address = oneLine(address)
		if at := strings.LastIndexByte(address, '@'); at >= 0 { // there may be blanks around the sign
			address = strings.TrimSpace(address[:at]) + "@" + strings.ReplaceAll(address[at+1:], " ", "")
		}
		if strings.HasPrefix(address, "@") && strings.Contains(address, ":") { // a route (RFC 822)
			address = address[strings.IndexByte(address, ':')+1:]
		}
	}
	return strings.Trim(address, "<>[]()'`,;")
}

// nameOrMailbox reads a word without an address: either a mailbox of the server itself
// or just a name.
func nameOrMailbox(word string) Address {
	switch strings.ToLower(word) {
	case "mailer-daemon", "postmaster", "root", "daemon", "nobody":
		return Address{Address: word}
	}
	return Address{Name: word}
}
