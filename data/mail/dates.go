package mail

import (
	netmail "net/mail"
	"strings"
	"time"
)

// date is when the message was written: its Date, or else when the last server took it,
// or else when it arrived.
func (r *reader) date(h Header, arrived time.Time) time.Time {
	date, ok := parseDate(h.Get("Date"))
	if !ok {
		r.repair("no_date")
		if received := h.Get("Received"); strings.Contains(received, ";") {
			date, ok = parseDate(received[strings.LastIndexByte(received, ';')+1:])
		}
	}
	if !ok {
		return arrived.UTC()
	}
	if !arrived.IsZero() && date.After(arrived) {
		if date.Sub(arrived) > time.Hour { // less only means a clock that is not quite right
			r.repair("future_date")
		}
		return arrived.UTC()
	}
	return date.UTC()
}

// layouts are seen in mail and not known to RFC 5322.
var layouts = []string{
	"2 Jan 2006 15:04:05 -0700", "2 Jan 2006 15:04:05", "2 Jan 06 15:04:05 -0700", "2 Jan 06 15:04:05", "2 Jan 2006 15:04 -0700", "2 Jan 2006 15:04",
	"2 January 2006 15:04:05 -0700", "2 January 2006 15:04:05",
	"Jan 2 15:04:05 2006", "Jan 2 15:04:05 2006 -0700", "Jan 2 15:04:05 -0700 2006", "Jan 2, 2006 15:04:05 -0700", "Jan 2, 2006 3:04:05 PM",
	"2006-01-02T15:04:05Z07:00", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05", "2006-01-02", "2 Jan 2006",
	"2-Jan-2006 15:04:05 -0700", "2-Jan-2006 15:04:05", "2-Jan-06 15:04:05", "2/1/2006 15:04:05", "2.1.2006 15:04:05", "2.1.2006 15:04",
}

// zones are the time zones whose names RFC 5322 gives a meaning, and other common ones.
var zones = map[string]string{
	"UT": "+0000", "GMT": "+0000", "UTC": "+0000", "Z": "+0000", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
	"MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700", "CET": "+0100", "MET": "+0100", "CEST": "+0200", "MEST": "+0200",
	"BST": "+0100", "WET": "+0000", "WEST": "+0100", "EET": "+0200", "EEST": "+0300", "MSK": "+0300", "JST": "+0900", "KST": "+0900",
}

// parseDate reads a date as it is found in mail.
func parseDate(value string) (time.Time, bool) {
	if len(value) > 200 {
		return time.Time{}, false
	}
	if t, err := netmail.ParseDate(value); err == nil && plausible(t) && !strings.ContainsAny(value, "(") {
		if _, named := zoneOf(value); !named {
			return t, true
		}
	}
	value = uncommented(value)
	words := strings.Fields(value)
	for i, w := range words { // without the weekday, which adds nothing
		w = strings.TrimSuffix(w, ",")
		if day, rest, cut := strings.Cut(w, ","); cut && isDay(day) { // "Mon,2"
			words[i] = rest
		} else if isDay(w) {
			words = append(words[:i:i], words[i+1:]...)
			break
		}
	}
	for i, w := range words {
		if offset, ok := zones[strings.ToUpper(w)]; ok {
			words[i] = offset
		}
		if len(w) > 3 && (strings.HasPrefix(w, "GMT") || strings.HasPrefix(w, "UTC")) {
			words[i] = w[3:]
		}
		if len(words[i]) == 6 && (words[i][0] == '+' || words[i][0] == '-') && words[i][3] == ':' {
			words[i] = words[i][:3] + words[i][4:]
		}
	}
	for n := len(words); n >= 1; n-- { // there may be words at the end that mean nothing
		text := strings.Join(words[:n], " ")
		for _, layout := range layouts {
			if t, err := time.Parse(layout, text); err == nil && plausible(t) {
				return t, true
			}
		}
		if n < len(words)-2 {
			break
		}
	}
	return time.Time{}, false
}

func plausible(t time.Time) bool { return t.Year() >= 1970 && t.Year() < 10000 }

func isDay(word string) bool {
	if len(word) < 3 {
		return false
	}
	switch strings.ToLower(word[:3]) {
	case "mon", "tue", "wed", "thu", "fri", "sat", "sun":
		return true
	}
	return false
}

// zoneOf is the offset of a zone that is written as a name.
func zoneOf(value string) (offset string, ok bool) {
	words := strings.Fields(value)
	if len(words) == 0 {
		return "", false
	}
	offset, ok = zones[strings.ToUpper(words[len(words)-1])]
	return offset, ok
}

// uncommented is a header without its comments, which stand in brackets.
func uncommented(value string) string {
	var b strings.Builder
	depth := 0
	for _, c := range value {
		switch {
		case c == '(':
			depth++
		case c == ')' && depth > 0:
			depth--
		case depth == 0:
			b.WriteRune(c)
		}
	}
	return b.String()
}
