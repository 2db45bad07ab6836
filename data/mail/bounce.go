package mail

import (
	"bytes"
	"strings"
)

// bounceOf gives what a message says about another that was not delivered; nil if it says
// nothing of the kind. Mail servers say so in a report (RFC 3464), which is read first,
// or in words of their own.
func bounceOf(m Message) *Bounce {
	if report, action := m.report(); report != nil {
		if reached(action) {
			return nil
		}
		m.complete(report)
		return report
	}
	if !m.fromServer() || !m.saysFailed() {
		return nil
	}
	b := &Bounce{}
	m.complete(b)
	return b
}

// reached says whether what a server did with a message was to pass it on (RFC 3464, 2.3.3).
func reached(action string) bool {
	return action == "delivered" || action == "relayed" || action == "expanded"
}

// fromServer says whether a mail server wrote the message, not a person.
func (m Message) fromServer() bool {
	h := m.Header
	for _, path := range h.All("Return-Path") {
		if path = strings.TrimSpace(path); path == "<>" || strings.HasPrefix(strings.ToLower(path), "<mailer-daemon") {
			return true
		}
	}
	if strings.Contains(strings.ToLower(h.Get("Content-Type")), "delivery-status") || h.Get("X-Failed-Recipients") != "" {
		return true
	}
	for _, a := range m.From {
		if serverName.MatchString(a.Address) || serverName.MatchString(a.Name) {
			return true
		}
	}
	auto := strings.ToLower(h.Get("Auto-Submitted"))
	return auto != "" && auto != "no"
}

var (
	serverName    = compile(`(?i)^(?:mailer-?daemon|mail-?daemon|mdaemon|mailmaster|post[-_]?master|mail-delivery|mail delivery|microsoft exchange|system administrator|systemadministrator|administrateur|administrador del sistema|undeliver|bounce|mta|mmdf|info@ezweb|mail system|mail admin|delivery subsystem|no-?reply-?ses|.*amazonses)`)
	failedSubject = compile(`(?i)(?:メールエラー|エラー通知|配信不能|配信エラー|送信できません|退信|投递失败|\b(?:mail failed|undeliver\w*|non[- ]?deliver\w*|not? delivered|delivery (?:status|failure|failed|has failed|error|problem|notification|report|warning|delayed|unsuccessful)|failure (?:notice|delivery)|failed (?:mail|delivery)|fail(?:ed|ure) to deliver|mail (?:failure|could not be delivered|system error|delivery failed|delivery error)|(?:message|mail) delivery (?:failed|failure|has failed)|returned (?:mail|message|to sender)|return(?:ed)? to sender|could not (?:be delivered|send)|couldn't be delivered|bounced?|user unknown|nondeliverable|unzustellbar|nicht zustellbar|zustellung fehlgeschlagen|unzustellbarkeits\w*|no se (?:pudo|puede) entregar|no entregado|no entregable|fallo (?:de|en la) entrega|devuelto|non remis|non distribué|échec de (?:la )?remise|remise impossible|avis de non-?remise|não (?:entregue|foi entregue)|falha na entrega|mancato recapito|non recapitabile|impossibile recapitare|onbestelbaar|не доставлено|недоставленное))`)
	failedText    = compile(`(?i)(?:could ?n[o']t be delivered|could not deliver|(?:un|not )able to deliver|unable to be delivered|was not delivered|not be delivered|delivery (?:to the following|failed|has failed|error|problems|attempts? fail)|failed to deliver|permanent(?:ly)? (?:fatal )?error|did not reach|undeliverable|undelivered|returned to you|user unknown|unknown user|no such user|mailbox (?:is )?(?:full|unavailable|not found|disabled)|recipient address rejected|unrouteable|address(?:es)? (?:failed|had)|does ?n[o']t exist|wasn't able to|following (?:addresses|recipients?)|message (?:could not|has not)|unzustellbar|nicht zugestellt|no (?:se )?(?:ha podido|pudo|puede) (?:ser )?entrega|n'a pas pu être|não (?:pôde|pode) ser entregue|non (?:è stato|può essere|è stato possibile) )`)
)

// saysFailed says whether a server's message is about a delivery that failed.
func (m Message) saysFailed() bool {
	const head = 4000 // bytes of text in which it must be said
	text := m.Text[:min(len(m.Text), head)]
	if m.Header.Get("X-Failed-Recipients") != "" {
		return true
	}
	subject, body := failedSubject.MatchString(m.Subject), failedText.MatchString(text) || enhanced.MatchString(text)
	if vacation.MatchString(m.Subject) {
		return false
	}
	return subject && (body || m.returned() != nil || strings.TrimSpace(text) != "") || body && (m.returned() != nil || enhanced.MatchString(text) || replyCode.MatchString(text))
}

// report reads a delivery status report: its first recipient that failed, and what the
// server did about that.
func (m Message) report() (b *Bounce, action string) {
	for _, a := range m.Attachments {
		if a.Type == "message/delivery-status" || a.Type == "message/global-delivery-status" {
			if b, action := readStatus(a.Content); b != nil {
				return b, action
			}
		}
	}
	// A report that lost its parts stands in the text.
	if at := strings.Index(m.Text, "Final-Recipient:"); at >= 0 && m.fromServer() {
		from := strings.LastIndex(m.Text[:at], "\n\n") + 1
		return readStatus([]byte(m.Text[from:]))
	}
	return nil, ""
}

// readStatus reads the fields of a delivery status report.
func readStatus(content []byte) (*Bounce, string) {
	const most = 200 // recipients
	var (
		best   *Bounce
		action string
	)
	silent := &reader{}
	for n := 0; len(bytes.TrimSpace(content)) > 0 && n < most; n++ {
		var h Header
		before := len(content)
		h, content = silent.header(content)
		if len(content) >= before {
			break
		}
		did := strings.ToLower(first(strings.Fields(h.Get("Action"))))
		b := &Bounce{Status: statusOf(h.Get("Status")), Reason: withoutType(h.Get("Diagnostic-Code"))}
		for _, name := range []string{"Final-Recipient", "Original-Recipient", "X-Actual-Recipient"} {
			if b.Recipient == "" || !strings.Contains(b.Recipient, "@") {
				if address := recipientOf(h.Get(name)); address != "" {
					b.Recipient = address
				}
			}
		}
		if b.Recipient == "" && b.Status == "" && did == "" {
			continue
		}
		failed := did == "failed" || did == "failure" || did == "delayed" || did == ""
		if best == nil || failed && reached(action) {
			best, action = b, did
		}
	}
	return best, action
}

// recipientOf takes the address out of "rfc822; ana@example.com".
func recipientOf(value string) string {
	if _, address, typed := strings.Cut(value, ";"); typed {
		value = address
	}
	for _, a := range parseAddresses(value) {
		if a.Address != "" {
			return a.Address
		}
	}
	return strings.Trim(strings.TrimSpace(value), "<>")
}

// withoutType takes "smtp;" off a diagnostic.
func withoutType(value string) string {
	if kind, rest, typed := strings.Cut(value, ";"); typed && !strings.ContainsAny(strings.TrimSpace(kind), " <") {
		value = rest
	}
	return oneLine(value)
}

// complete adds what the report left open, from the text and from the message that came
// back.
func (m Message) complete(b *Bounce) {
	original := m.returned()
	text := beforeReturned(m.Text)
	if b.Recipient == "" || !strings.Contains(b.Recipient, "@") {
		if address := m.failedRecipient(text, original); address != "" {
			b.Recipient = address
		}
	}
	if b.Reason == "" {
		b.Reason = reasonIn(text, b.Recipient)
	}
	if said := statusOf(b.Reason); said != "" && (b.Status == "" || !strings.HasSuffix(said, ".0.0")) {
		b.Status = said // the server that refused knows better than the one that reports
	}
	if b.Status == "" {
		b.Status = statusOf(text)
	}
	if b.Status == "" {
		b.Status = statusByWords(b.Reason, text)
	}
	b.OriginalMessageID = m.originalID(original)
}

// returned is the header of the message that came back, if one did.
func (m Message) returned() Header {
	silent := &reader{}
	for _, a := range m.Attachments {
		switch a.Type {
		case "message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global", "message/global-headers":
			if h, _ := silent.header(a.Content); h.Get("From") != "" || h.Get("Message-ID") != "" || h.Get("Subject") != "" {
				return h
			}
		}
	}
	if at := returnedIn(m.Text); at > 0 {
		if h, _ := silent.header([]byte(strings.TrimLeft(m.Text[at:], "\n"))); len(h) > 2 {
			return h
		}
	}
	return nil
}

// originalID is the Message-ID of the message that came back.
func (m Message) originalID(original Header) string {
	if id := first(ids(original.Get("Message-ID"))); id != "" {
		return id
	}
	for _, text := range []string{m.Text, m.attachedText()} {
		if found := idInText.FindStringSubmatch(text); found != nil {
			return found[1]
		}
	}
	for _, name := range []string{"X-Original-Message-ID", "Original-Message-ID", "In-Reply-To", "References"} {
		if found := ids(m.Header.Get(name)); len(found) > 0 {
			return found[len(found)-1]
		}
	}
	return ""
}

var idInText = compile(`(?im)^[>| \t]*(?:original-|internet-|x-original-)?message-?id\s*:\s*<?\s*([^<>\s]+@[^<>\s]+?)>?\s*$`)

// attachedText is the beginning of an attached text that holds a Message-ID: pieces of the
// message that came back may stand there.
func (m Message) attachedText() string {
	const most = 100 << 10
	for _, a := range m.Attachments {
		if strings.HasPrefix(a.Type, "text/") || strings.HasPrefix(a.Type, "message/") {
			text, _ := decodeText(upTo(most, a.Content), "")
			if text = plainText(text); idInText.MatchString(text) {
				return text
			}
		}
	}
	return ""
}
