package data

import (
	"net/mail"
	"slices"
	"strings"
	"unicode"
)

// Contact is a person who calls, writes or is called.
type Contact struct {
	ID           ID       `json:"id"`
	Name         string   `json:"name"`
	Phones       []string `json:"phones,omitempty"` // as the person gave them; compared by PhoneKey
	Emails       []string `json:"emails,omitempty"`
	Organization string   `json:"organization,omitempty"`
	Site         string   `json:"site,omitempty"`
	Department   string   `json:"department,omitempty"`
	Kind         Relation `json:"kind,omitempty"`
	Language     string   `json:"language,omitempty"` // "en", "es", …; empty: the desk's
	Preferred    Channel  `json:"preferred,omitempty"`
	Notes        string   `json:"notes,omitempty"`
	Links        []Link   `json:"links,omitempty"` // to other records of the same person
}

// Line is what a contact can be told by besides the name, on one line.
func (c Contact) Line() string {
	parts := slices.Concat([]string{c.Organization, c.Site, c.Department}, c.Phones, c.Emails)
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" }), " · ")
}

// MergedInto gives the link to the contact this one was merged into, if it was.
func (c Contact) MergedInto() (Link, bool) { return mergedInto(c.Links) }

// Relation is what a contact is to the house.
type Relation string

// Choices lists the relations.
func (Relation) Choices() []string {
	return []string{"customer", "employee", "supplier", "second_line"}
}

// PhoneKey reduces a phone number to what two spellings of it share: the last
// nine digits, so that 0034 600 111 222, +34600111222 and 600-111-222 are one.
func PhoneKey(phone string) string {
	digits := strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return r
		}
		return -1
	}, phone)
	if len(digits) > 9 {
		digits = digits[len(digits)-9:]
	}
	return digits
}

// CheckAddress says what is wrong with a mail address (RFC 5322: one address, with a
// domain and without a name): a Problem of the given field, or nil.
func CheckAddress(field, address string) error {
	a, err := mail.ParseAddress(address)
	if err != nil || a.Address != strings.TrimSpace(address) || strings.ContainsAny(address, "\r\n") {
		return Fault(field, "bad_address", "value", address)
	}
	return nil
}

// CheckPhone says what is wrong with a phone number: a Problem of the given field, or
// nil where it has at least three digits, and besides digits only the signs people
// write between them.
func CheckPhone(field, phone string) error {
	digits := 0
	for _, r := range phone {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune(" +-./()#*x,;extEXT", r):
		default:
			return Fault(field, "bad_phone", "value", phone)
		}
	}
	if digits < 3 {
		return Fault(field, "bad_phone", "value", phone)
	}
	return nil
}
