package mail

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"firstline/data"
	"firstline/data/words"
)

// Reply is what a mail to a customer is made of.
type Reply struct {
	To, ToName string
	Subject    string // of the mail or ticket it answers
	Text       string // Markdown
	Code       string // by which the answer finds its way back
	Settings   data.Settings
	Words      *words.Printer
	Files      []File
	Hops       int  // how many desks the mail it answers went through
	Automatic  bool // a program wrote it (RFC 3834)
}

// mostReferences is how many ids of a thread are passed on: the first one and the newest.
const mostReferences = 20

// codeMark is a reply code as it stands in a subject.
var codeMark = compile(`\s*\[#[0-9A-Za-z -]*\]?`)

// ReplyLetter makes the letter, for Write to write, in the thread of the mail it answers
// (RFC 5322, 3.6.4; Outlook gets its own headers back).
func ReplyLetter(r Reply, answered Message, at time.Time) Letter {
	account := r.Settings.Mail
	headers := [][2]string{}
	add := func(name, value string) {
		if value = strings.TrimSpace(value); value != "" && len(value) < 2000 {
			headers = append(headers, [2]string{name, value})
		}
	}
	if answered.MessageID != "" {
		add("In-Reply-To", "<"+answered.MessageID+">")
		add("References", thread(answered))
	}
	add("Thread-Topic", answered.Header.Get("Thread-Topic"))
	add("Thread-Index", answered.Header.Get("Thread-Index"))
	auto := "no"
	if r.Automatic {
		auto = "auto-replied"
		add("X-Auto-Response-Suppress", "All")
	}
	add("Auto-Submitted", auto)
	add("X-Deskpost", "1")
	add("X-Deskpost-Hops", strconv.Itoa(r.Hops))
	bare, _ := base(codeMark.ReplaceAllString(r.Subject, ""))
	return Letter{
		From: account.From, FromName: account.FromName,
		To: r.To, ToName: r.ToName, ReplyTo: account.ReplyTo(r.Code),
		Date: at, MessageID: MessageID(r.Code, account.From),
		Subject: strings.TrimSpace("Re: "+oneLine(bare)) + " [#" + r.Code + "]", Text: replyText(r),
		Headers: headers, Files: r.Files,
	}
}

// replyText is the text, the signature, and the code, for those whose programs keep nothing
// but the text.
func replyText(r Reply) string {
	var p page
	p.paragraph(readable(r.Text, r.Files, r.Words))
	under := strings.TrimSpace(r.Settings.Signature)
	if under == "" {
		under = strings.Join(filled(r.Settings.Operator, r.Settings.Name), "\n")
		if r.Automatic {
			under = r.Settings.Name
		}
	}
	p.paragraph(strings.Join(filled(signature, under, r.Words.Say("mail.keep_code", "code", "[#"+r.Code+"]")), "\n"))
	return p.String()
}

// thread is the References header of an answer.
func thread(answered Message) string {
	ids := append(slices.Clone(answered.References), answered.MessageID)
	if len(answered.References) == 0 {
		ids = append(slices.Clone(answered.InReplyTo), answered.MessageID)
	}
	ids = once(ids)
	if len(ids) > mostReferences {
		ids = append(ids[:1:1], ids[len(ids)-mostReferences+1:]...)
	}
	var out []string
	for _, id := range ids {
		if !strings.ContainsAny(id, "<> \t") && len(id) < 300 {
			out = append(out, "<"+id+">")
		}
	}
	return strings.Join(out, " ")
}
