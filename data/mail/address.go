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
	angle   string          // in angle brackets
	angled  bool
	quoted  bool // some of the words were in quotes
}

// listReader reads a list of addresses.
type listReader struct {
	value  string
	at     int // how far it is read
	item   mention
	before string // what stood before a comma without an address: a surname
	found  []Address
}

// people reads a list of addresses, none of which may be encoded.
func people(value string) []Address {
	r := listReader{value: value}
	for r.at < len(value) && len(r.found) < mostAddresses {
		r.next()
	}
	r.end()
	if r.before != "" {
		r.found = append(r.found, nameOrMailbox(r.before))
	}
	return r.found
}

// next reads on by one sign: a letter, or all that stands in quotes or brackets.
func (r *listReader) next() {
	switch c := r.value[r.at]; {
	case c == '(' && strings.Contains(r.value[r.at:], ")"):
		r.comment()
	case c == '"':
		r.quoted()
	case c == '<':
		r.angle()
	case c == ',' || c == ';':
		r.end()
		r.at++
	case c == ':' && r.item.groups():
		r.item = mention{}
		r.at++
	default:
		r.item.words.WriteByte(c)
		r.at++
	}
}

// groups says whether what stands before a colon is the name of a group of addresses.
func (m *mention) groups() bool {
	words := m.words.String()
	return !m.angled && !strings.Contains(words, "@") && !strings.HasSuffix(strings.ToLower(words), "mailto")
}

// comment takes in what stands in round brackets, with brackets within them.
func (r *listReader) comment() {
	comment := &r.item.comment
	comment.WriteByte(' ')
	depth := 1
	for r.at++; r.at < len(r.value) && depth > 0; r.at++ {
		c := r.value[r.at]
		switch {
		case c == '\\' && r.at+1 < len(r.value):
			r.at++
			c = r.value[r.at]
		case c == '(':
			depth++
		case c == ')':
			depth--
		}
		if depth > 0 {
			comment.WriteByte(c)
		}
	}
}

// quoted takes in what stands in quotes.
func (r *listReader) quoted() {
	text, rest, ok := cutQuoted(r.value[r.at:])
	if !ok { // a quote that is never closed is none
		r.at++
		return
	}
	end := len(r.value) - len(rest)
	if strings.HasPrefix(rest, "@") { // "a b"@example.com
		r.item.words.WriteString(r.value[r.at:end])
	} else {
		r.item.words.WriteString(text)
		r.item.quoted = true
	}
	r.at = end
}

// angle takes in what stands in angle brackets, which may not be closed.
func (r *listReader) angle() {
	inner, rest, _ := strings.Cut(r.value[r.at+1:], ">")
	if again := strings.LastIndexByte(inner, '<'); again >= 0 {
		r.item.words.WriteString(inner[:again])
		inner = inner[again+1:]
	}
	if r.item.angled && strings.Contains(r.item.angle, "@") {
		r.end() // two addresses without a comma between
	}
	r.item.angle, r.item.angled = inner, true
	r.at = len(r.value) - len(rest)
}

// end ends an item. Words without an address may be a surname, whose name comes after
// the comma.
func (r *listReader) end() {
	name, address := r.item.person()
	quoted := r.item.quoted
	r.item = mention{}
	if r.before != "" && name != "" {
		name = r.before + ", " + name
	} else if r.before != "" {
		r.found = append(r.found, Address{Name: r.before})
	}
	r.before = ""
	switch {
	case address == "" && name != "" && !quoted && len(name) < 100:
		r.before = name
	case address != "" || name != "":
		r.found = append(r.found, Address{Name: name, Address: address})
	}
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
		address = cleanAddress(m.angle)
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
	text = oneLine(plainText(decodeWords(text)))
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
