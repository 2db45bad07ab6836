package mail

import (
	"slices"
	"strings"
)

// Clues are what a message says about where it belongs. Reply codes are in the form that
// ParseToken gives; they need not be ours.
type Clues struct {
	Thread  []string // codes in the ids of the messages it answers, the nearest first
	Address []string // codes in the addresses it was sent to (local+code@domain)
	Subject []string // codes in the subject
	Text    []string // codes in the text, quoted or not
	Answers []string // ids of the messages it answers, the nearest first
	Numbers []string // ticket numbers in the subject, which are no more than a hint
	Base    string   // the subject without what answering and forwarding put before it
	Reply   bool     // there was such a thing before it
}

// longestClue is how much of a text is searched for codes, in bytes: codes stand at the
// end of a mail, and longer texts quote whole histories.
const longestClue = 512 << 10

var (
	codeForm   = compile(`(?i)[0-9a-z]{4}(?:[- ]?[0-9a-z]{4}){4}[- ]?[0-9a-z]{2}`)
	numberForm = compile(`\b[A-Za-z]{2,4}-[0-9]{1,9}\b`)
	// wrapped is where a mail program broke a line inside a code.
	wrapped = compile(`-[ \t]*\r?\n[> \t]*`)
	// before is what mail programs put before the subject of an answer.
	before = compile(`(?i)^\s*(?:re|aw|antw|antwort|sv|vs|svar|odp|rv|ref|res|rif|r|tr|fw|fwd|wg|enc|i|rép|回复|答复|回覆|答覆|转发|轉寄|返信|ответ)\s*(?:[\[(]\d+[\])])?\s*[:：]\s*`)
)

// CluesIn finds the clues of a message.
func CluesIn(m Message) Clues {
	var c Clues
	c.Answers = append(c.Answers, m.InReplyTo...)
	for i := len(m.References) - 1; i >= 0; i-- {
		c.Answers = append(c.Answers, m.References[i])
	}
	if m.Bounce != nil && m.Bounce.OriginalMessageID != "" {
		c.Answers = append([]string{m.Bounce.OriginalMessageID}, c.Answers...)
	}
	c.Answers = once(c.Answers)
	for _, id := range c.Answers {
		c.Thread = append(c.Thread, CodeOfID(id)...)
	}
	to := append(slices.Clone(m.To), m.CC...)
	for _, name := range []string{"Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To"} {
		for _, value := range m.Header.All(name) {
			to = append(to, Address{Address: strings.Trim(value, "<> ")})
		}
	}
	for _, a := range to {
		local, _, _ := strings.Cut(a.Address, "@")
		if _, plus, ok := strings.Cut(local, "+"); ok {
			c.Address = append(c.Address, codesIn(plus)...)
		}
	}
	c.Subject = codesIn(m.Subject)
	text := m.Text
	if len(text) > longestClue { // the new text comes first, the end of the mail it answers last
		text = text[:longestClue/2] + "\n" + text[len(text)-longestClue/2:]
	}
	c.Text = codesIn(text)
	for _, number := range numberForm.FindAllString(m.Subject, 20) {
		c.Numbers = append(c.Numbers, strings.ToUpper(number))
	}
	c.Base, c.Reply = base(m.Subject)
	for _, list := range []*[]string{&c.Thread, &c.Address, &c.Subject, &c.Text, &c.Numbers} {
		*list = once(*list)
	}
	return c
}

// All gives every code once, those from the surest places first.
func (c Clues) All() []string {
	return once(slices.Concat(c.Thread, c.Address, c.Subject, c.Text))
}

// CodeOfID gives the reply code in the id of a message that is ours or looks like it; nil
// if there is none.
func CodeOfID(id string) []string {
	rest, ok := strings.CutPrefix(strings.Trim(id, "<> "), "dp.")
	if !ok {
		return nil
	}
	code, _, _ := strings.Cut(rest, ".")
	if token, ok := ParseToken(code); ok {
		return []string{token}
	}
	return nil
}

// codesIn finds whatever has the form of a code and the right check letter.
func codesIn(text string) []string {
	var found []string
	text = wrapped.ReplaceAllString(text, "-")
	const most = 100
	for at := 0; at < len(text) && len(found) < most; {
		place := codeForm.FindStringIndex(text[at:])
		if place == nil {
			break
		}
		start, end := at+place[0], at+place[1]
		at = start + 1
		if start > 0 && alphanumeric(text[start-1]) { // part of a longer word: go on behind that
			for at < len(text) && alphanumeric(text[at]) {
				at++
			}
			continue
		}
		if end < len(text) && alphanumeric(text[end]) {
			continue
		}
		if token, ok := ParseToken(text[start:end]); ok {
			found = append(found, token)
			at = end
		}
	}
	return found
}

func alphanumeric(c byte) bool { return isLetter(c) || isDigit(c) }

// base is a subject without what answering and forwarding put before it; reply says
// whether there was any.
func base(subject string) (bare string, reply bool) {
	for range 20 {
		place := before.FindStringIndex(subject)
		if place == nil {
			break
		}
		subject, reply = subject[place[1]:], true
	}
	return strings.TrimSpace(subject), reply
}

// once is a list with each of its elements once.
func once(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		if !seen[s] {
			seen[s] = true
			out = append(out, s)
		}
	}
	return out
}

// SameParty says whether two addresses may well belong to one correspondent: they are the
// same or at the same domain. It proves nothing.
func SameParty(a, b string) bool {
	if strings.EqualFold(a, b) {
		return a != ""
	}
	_, here, ok := strings.Cut(a, "@")
	_, there, both := strings.Cut(b, "@")
	return ok && both && here != "" && strings.EqualFold(here, there)
}
