package mail

import (
	"strings"
)

// Bounces in free words, as qmail, Exim, Postfix, Sendmail, Exchange, Gmail, Courier,
// Domino and IMail write them, and as providers change those.

var (
	// enhanced is an enhanced status (RFC 3463) that is not part of a longer number
	enhanced = compile(`(?:^|[^\d.\w])([245]\.\d{1,3}\.\d{1,3})(?:$|[^\d.\w]|\.(?:\s|$))`)
	// replyCode is the code of an SMTP reply (RFC 5321)
	replyCode = compile(`(?:^|[\s:(\[<'"])([45][0-7]\d)(?:[\s-]+(?:\d\.\d\.\d|\S*[A-Za-z<])|$)`)

	returnedMark = compile(`(?im)^\W{0,12}(?:below this line is a copy of the message|this is a copy of (?:the|your) (?:\w+ )?message|copy of (?:the|your) (?:\w+ )?message|(?:unsent|original|returned|undelivered|bounced) (?:message|mail)(?: headers?)?(?: follows| below| is| text| body)?|(?:the )?(?:original |first \d+ lines of the original )?message (?:headers?|text|body|contents?)? ?(?:follows?|is included below|was received|:)|header of (?:the )?(?:original|message)|message header|headers? (?:follow|of)|your (?:original )?message|forwarded message|included is a copy|here is your|original message|the following is a copy)\b.{0,80}$`)
	returnedHead = compile(`(?im)^(?:received|return-path|message-id|from|date|x-[\w-]+|dkim-signature|mime-version|to|subject)\s*:`)
)

// statusOf finds an enhanced status in a text.
func statusOf(text string) string {
	const longest = 20000
	if found := enhanced.FindStringSubmatch(text[:min(len(text), longest)]); found != nil {
		return found[1]
	}
	return ""
}

// returnedIn is where in a text the message that came back begins; 0 if it is not there.
func returnedIn(text string) int {
	for _, at := range returnedMark.FindAllStringIndex(text[:min(len(text), 50000)], 20) {
		rest := text[at[1]:]
		if head := returnedHead.FindStringIndex(rest[:min(len(rest), 1000)]); head != nil && head[0] < 400 {
			return at[1] + head[0]
		}
	}
	if at := strings.Index(text, "\nReceived: from "); at > 0 {
		return at + 1
	}
	if at := strings.Index(text, "\nReturn-Path: <"); at > 0 {
		return at + 1
	}
	return 0
}

// beforeReturned is what the server itself says, before the message that came back.
func beforeReturned(text string) string {
	if at := returnedIn(text); at > 0 {
		return text[:at]
	}
	return text
}

var (
	address = `[A-Za-z0-9.!#$%&'*+/=?^_{|}~-]+@[A-Za-z0-9.-]*[A-Za-z0-9]`
	// recipientLines are how servers name who did not get the message, the surest first
	recipientLines = []pattern{
		compile(`(?im)^[\s*>]*(?:final-recipient|original-recipient|x-actual-recipient)\s*:[^;\n]*;\s*<?(` + address + `)`),
		compile(`(?im)^\s*<(` + address + `)>\s*(?:\(.*\))?\s*[:.]`),                                                                                                            // qmail, Postfix
		compile(`(?im)^\s*(?:\d\d\d\s|[-=*]+>?\s*)?<?(` + address + `)>?\s*(?:\.\.\.|:|$|\(|,|\s[-–]\s|\s+on\s+\d)`),                                                            // Exim, Sendmail
		compile(`(?i)(?:rcpt to|to=|for|recipient(?:\(s\))?(?: address)?|user|address|to the following|mailbox|to|an|para|à|a)\s*[:=]?\s*["'\[<(]*(?:smtp:)?(` + address + `)`), // sentences
		compile(`(?i)[<"'\s(:](` + address + `)`),
	}
)

// failedRecipient finds who did not get the message.
func (m Message) failedRecipient(text string, original Header) string {
	const longest = 20000
	for _, name := range []string{"X-Failed-Recipients", "X-Original-To-Failed"} {
		if found := parseAddresses(m.Header.Get(name)); hasAddress(found) {
			return found[0].Address
		}
	}
	own := map[string]bool{}
	for _, list := range [][]Address{m.From, m.To, addresses(original, "From")} {
		for _, a := range list {
			own[strings.ToLower(a.Address)] = true
		}
	}
	var sentTo []string
	for _, name := range []string{"To", "Cc", "X-Envelope-To", "Envelope-To"} {
		for _, a := range addresses(original, name) {
			sentTo = append(sentTo, a.Address)
		}
	}
	text = text[:min(len(text), longest)]
	var named []string
	for _, line := range recipientLines {
		for _, found := range line.FindAllStringSubmatch(text, 50) {
			if candidate := found[1]; !own[strings.ToLower(candidate)] && !serverName.MatchString(candidate) {
				named = append(named, candidate)
			}
		}
		if len(named) > 0 {
			break
		}
	}
	for _, candidate := range named { // the surest is one that the message was sent to
		for _, to := range sentTo {
			if strings.EqualFold(candidate, to) {
				return candidate
			}
		}
	}
	if len(named) > 0 {
		return named[0]
	}
	return first(sentTo)
}

var saidBy = compile(`(?i)(?:said|says|response|reason|error|because|remote host|diagnostic|generated|host .{1,80}|output|transcript|returned|rejected|responded|reply|details?|grund|motivo|raison|causa)\b.{0,60}?:\s*$`)

// reasonIn finds the server's own words: the line with its reply and those that continue
// it, or else the line with the recipient or after it.
func reasonIn(text, recipient string) string {
	const longest = 500
	lines := strings.Split(text[:min(len(text), 20000)], "\n")
	at := -1
	for i, line := range lines {
		if enhanced.MatchString(line) || replyCode.MatchString(line) && strings.ContainsAny(line, " ") {
			at = i
			break
		}
	}
	if at < 0 && recipient != "" {
		for i, line := range lines {
			if strings.Contains(line, recipient) {
				if at = i; len(strings.TrimSpace(line)) < len(recipient)+10 {
					for at++; at < len(lines) && strings.TrimSpace(lines[at]) == ""; at++ {
					}
				}
				break
			}
		}
	}
	if at < 0 || at >= len(lines) {
		for i, line := range lines {
			if failedText.MatchString(line) || saidBy.MatchString(line) {
				at = i
				break
			}
		}
	}
	if at < 0 || at >= len(lines) {
		return ""
	}
	var said []string
	size := 0
	for _, line := range lines[at:] {
		if line = strings.Trim(strings.TrimSpace(line), "-_=*"); line == "" || size > longest {
			break
		}
		said = append(said, line)
		size += len(line)
	}
	return oneLine(strings.Join(said, " "))
}

// meanings are the words of servers that give no status, with the status they stand for.
var meanings = []struct {
	words  pattern
	status string // without its class
}{
	{compile(`(?i)nxdomain|domain (?:name )?not found|dns (?:error|type)|null mx|host or domain name not found`), ".1.2"},
	{compile(`(?i)over ?quota|quota exceeded|exceed(?:s|ed|ing)? .{0,30}quota|(?:mail)?box (?:is |was )?full|mail ?box .{0,30}full|insufficient (?:disk )?space|disk ?quota|not enough (?:storage )?space|out of storage|too much mail|capacity`), ".2.2"},
	{compile(`(?i)(?:user|account|mailbox|recipient|address).{0,30}(?:disabled|inactive|suspended|deactivated|closed|locked|expired|not active)|(?:disabled|inactive) (?:user|account|mailbox)`), ".2.1"},
	{compile(`(?i)(?:user|recipient|mailbox|account|address|addressee|person|alias|name)s?.{0,40}(?:unknown|not? ?found|does ?n[o']t exist|did not exist|not exist|invalid|not? listed|non-?existent|not known|unavailable|not recognized|doesn't have|could ?n[o']t be found|not in|not valid|rejected)|(?:unknown|no such|invalid|bad|nonexistent|not a valid|not a known|non-existent|unrouteable|no mailbox|no account|isn't a valid)\s.{0,20}(?:user|recipient|mailbox|account|address|person|alias|name|destination|local)|no (?:mailbox|account) here|unrouteable address|not our customer|can't create output|doesn't like recipient|user .{0,60}does not exist|unbekannt|desconocid|inconnu|destinatario .{0,30}(?:no existe|inesistente)`), ".1.1"},
	{compile(`(?i)(?:host|domain|site|server|mx).{0,40}(?:unknown|not? ?found|does ?n[o']t exist|no such|lookup (?:failed|error)|invalid|unresolv|couldn't find|could not be found|no mail server|does not (?:accept|receive))|(?:unknown|no such|couldn't find any|cannot find|can't find|unable to (?:find|resolve)) (?:host|domain|mail ?server|mx)|no route to host|name service error|name server|dns fail`), ".1.2"},
	{compile(`(?i)(?:message|mail|size|e-?mail).{0,40}(?:too (?:large|big)|exceed|size limit|over the (?:maximum|limit))|(?:too (?:large|big)|exceeds? .{0,30}(?:size|limit))`), ".3.4"},
	{compile(`(?i)relay(?:ing)?.{0,30}(?:denied|prohibited|not permitted|not allowed|access)|unable to relay|we do not relay`), ".7.1"},
	{compile(`(?i)spam|black ?list|block ?list|blocked|denied|not permitted|not allowed|prohibited|policy|reputation|rejected (?:by|for)|authenticat|virus|banned|forbidden|refused to accept|dmarc|dkim|\bspf\b|unsolicited|content filter|access`), ".7.1"},
	{compile(`(?i)time(?:d)? ?out|too long|expired|retry (?:time|timeout)|deferred|could not connect|couldn't connect|connection (?:refused|closed|lost|dropped|reset|timed|attempt)|unreachable|no answer|not responding|try again|unable to connect|temporar|still (?:being )?(?:trying|retried)|delayed|hops|loop`), ".4.7"},
}

// statusByWords makes a status of what a server says in words, in the class of its reply.
func statusByWords(reason, text string) string {
	const longest = 4000
	text = text[:min(len(text), longest)]
	class := "5"
	if code := replyCode.FindStringSubmatch(reason + " \n" + text); code != nil {
		class = code[1][:1]
	}
	for _, said := range []string{reason, text} {
		for _, meaning := range meanings {
			if meaning.words.MatchString(said) {
				return class + meaning.status
			}
		}
	}
	return class + ".0.0"
}
