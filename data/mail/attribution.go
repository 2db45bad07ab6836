package mail

import (
	"strings"
	"unicode/utf8"
)

// What programs write before a text they quote, in the languages of Europe and a few
// more: "On Monday Ana wrote:", "Von: … Gesendet: …", "---- Original Message ----".

const (
	wroteVerbs = `wrote|writes|a écrit|écrit|escribió|escribio|escribe|ha escrito|va escriure|schrieb|schreibt|geschrieben|escreveu|ha scritto|scrive|scrisse|scritto|schreef|geschreven|skrev|napisał\(?a?\)?|napisała|pisze|napsala?|napsal\(a\)|kirjoitti|написала?|написал\(а\)|пишет|пише|писал|yazdı|írta|a scris|написав|đã viết|写道|寫道|书写|のメッセージ|書きました|작성`
	// opened are the words that attributions begin with.
	opened = `on|at|le|el|am|em|il|op|den|dne|dnia|w dniu|w|em|no|na|a|vào|pe|tarihinde|tirsdag|mandag|onsdag|torsdag|fredag|lørdag|søndag|på|в|do`
)

var (
	// "On … wrote:" with the verb at the end, on one line or several, joined
	wroteLast = compile(`(?i)^(.*?)(?:^|[\s>,"”'：)\]])(?:` + wroteVerbs + `)(?:\s*(?:le|am|el)?\s*:|\s*：|\s+the following\s*:|\s+lo siguiente\s*:|\s+folgendes\s*:)$`)
	// "Ana <ana@example.com> schrieb am Fr., 28. Apr. 2017 um 11:53 Uhr:"
	wroteThenDate = compile(`(?i)^.+?[\s>](?:` + wroteVerbs + `)\s.*\d.*:$`)
	// "Am 28. Apr. 2017 um 11:53 schrieb Ana:"
	wroteThenName = compile(`(?i)^.+?\s(?:` + wroteVerbs + `)\s.+:$`)
	// "---- On … wrote ----", and "On … wrote" with nothing after it
	dashedWrote = compile(`(?i)^-{2,}\s.{5,}[\s>](?:` + wroteVerbs + `)\s*-{2,}$`)
	bareWrote   = compile(`(?i)^(?:` + opened + `)[\s,].*\d.{5,}[\s>](?:` + wroteVerbs + `)$`)
	// "2013/7/20 Sam <sam@example.com>" and "30.09.2017, 18.30, "Sam" <sam@example.com>:", without a verb
	dateThenAddress = compile(`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\b.*<\s*[^<>\s]+@[^<>\s]+>:?$`)
	gmailDate       = compile(`^\d{4}-\d\d-\d\d \d{1,2}:\d\d GMT[+-]\d\d:\d\d .{1,80}$`)
	addressedEnd    = compile(`<\s*[^<>\s]+@[^<>\s]+\s*>\s*:$`)
	timed           = compile(`\b\d{1,2}[:.]\d\d\b`)
	starter         = compile(`(?i)^(?:(?:` + opened + `)[\s,]|\d)`)
	opensDate       = compile(`(?i)^(?:on|at|le|el|am|em|il|op|den|dnia)\s+(?:\S+\s+){0,3}\S*\d`)
	// attributionHead is how an attribution over several lines begins.
	attributionHead = compile(`(?i)^(?:(?:` + opened + `)[\s,].*\d|\d{1,4}\D.*\d|.+<|["“].{1,80}["”]|在|(?:` + opened + `)\s\S+\s*,?$)`)

	// "-----Original Message-----" and its like
	separatorWords = `original message|original appointment|original-nachricht|originalnachricht|ursprüngliche nachricht|ursprüngliche mail|weitergeleitete nachricht|urspr\. nachricht|mensaje original|mensaje reenviado|mensagem original|mensagem encaminhada|message d['’]origine|message original|message initial|courriel original|message transféré|message transmis|messaggio originale|messaggio inoltrato|messaggio di origine|oorspronkelijk bericht|doorgestuurd bericht|oprindelig meddelelse|original besked|oprindelig besked|opprinnelig e-post|opprinnelig melding|videresendt melding|videresendt meddelelse|ursprungligt meddelande|vidarebefordrat meddelande|alkuperäinen viesti|wiadomość oryginalna|oryginalna wiadomość|původní zpráva|исходное сообщение|пересылаемое сообщение|missatge original|forwarded message|forwarded by|reply message|reply above this line|please reply above this line|write your reply above|原始邮件|原邮件|邮件原件|転送`
	separator      = compile(`(?i)^[\s>*|]*(?:[-_=*~#–—]{2,}\s*(?:` + separatorWords + `)\b.{0,80}|[-_=*~#–—]*\s*(?:` + separatorWords + `)\s*[-_=*~#–—]{2,}|begin forwarded message\s*:|inicio del mensaje reenviado\s*:|début du message (?:réexpédié|transféré)\s*:|anfang der weitergeleiteten (?:e-mail|nachricht)\s*:|início da mensagem (?:re)?encaminhada\s*:|inizio messaggio inoltrato\s*:)\s*$`)
	rule           = compile(`^\s*(?:_{3,}|-{3,}|={3,}|\*{3,}|#{3,}|~{3,}|\+{3,}|ᐧ|–{5,}|—{3,}|(?:[-*_] ){3,}[-*_]?)\s*$`)
)

// attribution says how many lines, from the first on, say who wrote what is quoted below
// them; 0 if none do.
func attribution(lines []string) int {
	const most, longest = 6, 500
	if !mayAttribute(lines[0]) {
		return 0
	}
	joined := ""
	for n := 0; n < min(most, len(lines)); n++ {
		line := strings.TrimSpace(lines[n])
		if n > 0 && strings.ContainsAny(line, "0123456789") && opensDate.MatchString(line) {
			return 0 // another attribution begins here
		}
		if joined = strings.TrimSpace(joined + " " + line); len(joined) > longest {
			return 0
		}
		if says(joined, lines[n+1:]) {
			return n + 1
		}
		if n == 0 && !attributionHead.MatchString(joined) {
			return 0
		}
	}
	return 0
}

// mayAttribute spares most lines a closer look.
func mayAttribute(line string) bool {
	const longest, short = 500, 25
	if len(line) > longest {
		return false
	}
	line = strings.TrimSpace(line)
	return len(line) < short || strings.ContainsAny(line, `0123456789<"“:：`)
}

// says says whether a joined line is an attribution, given the lines after it.
func says(joined string, after []string) bool {
	last := joined[len(joined)-1]
	if last != ':' && last != '>' && last != '-' && !strings.HasSuffix(joined, "：") {
		return strings.Contains(joined, "@") && bareWrote.MatchString(joined) || strings.Contains(joined, " GMT") && gmailDate.MatchString(joined)
	}
	addressed, dated := strings.Contains(joined, "@"), strings.ContainsAny(joined, "0123456789")
	if addressed && dated && dateThenAddress.MatchString(joined) || addressed && dated && len(joined) < 250 && addressedEnd.MatchString(joined) && timed.MatchString(joined) {
		return true
	}
	if !saysWrote(joined) {
		return false
	}
	if strings.HasPrefix(joined, "--") && dashedWrote.MatchString(joined) || dated && opensDate.MatchString(joined) && wroteThenName.MatchString(joined) {
		return true
	}
	if dated && (addressed || quotedNext(after)) && wroteThenDate.MatchString(joined) {
		return true
	}
	found := wroteLast.FindStringSubmatch(joined)
	if found == nil || utf8.RuneCountInString(found[1]) < 2 {
		return false
	}
	return quotedNext(after) || dated && starter.MatchString(joined) || addressed && (dated || strings.Contains(joined, "<"))
}

// saysWrote says whether a text holds a piece of one of the verbs, which spares most
// lines a closer look.
func saysWrote(text string) bool {
	text = strings.ToLower(text)
	for _, piece := range []string{"wr", "crit", "escrev", "scri", "schr", "skre", "napis", "napsal", "pisze", "kirj", "напис", "пис", "пише", "yaz", "írta", "scris", "viết", "写", "寫", "メッセージ", "書", "작성"} {
		if strings.Contains(text, piece) {
			return true
		}
	}
	return false
}

// quotedNext says whether the first line that is not empty is quoted.
func quotedNext(lines []string) bool {
	for i, line := range lines {
		if strings.TrimSpace(line) != "" {
			return quoteDepth(line) > 0
		}
		if i > 3 {
			break
		}
	}
	return false
}

// quoteDepth is how often a line is quoted: "> > text" is twice. A line with initials
// before the mark ("C> text") is quoted, too.
func quoteDepth(line string) int {
	line = strings.TrimLeft(line, " \t")
	if i := strings.IndexByte(line, '>'); i > 0 && i <= 3 && strings.ToUpper(line[:i]) == line[:i] && strings.Trim(line[:i], "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == "" {
		line = line[i:]
	}
	depth := 0
	for strings.HasPrefix(line, ">") {
		depth++
		line = strings.TrimLeft(line[1:], " ")
	}
	return depth
}

// isSeparator says whether a line announces an earlier mail.
func isSeparator(line string) bool {
	const longest = 200
	return len(line) < longest && strings.ContainsAny(line, "-_=*~#–—:") && separator.MatchString(line)
}

// quotedHeader says how many lines, from the first on, are the header of an earlier mail
// as Outlook and others put it before its text; 0 if none are.
func quotedHeader(lines []string) int {
	var seen [headerOther + 1]bool
	first := headerClass(lines[0])
	if first == headerNone || first == headerOther {
		return 0
	}
	count, last := 0, 0
	for n := 0; n < min(len(lines), 16); n++ {
		class := headerClass(lines[n])
		switch {
		case class != headerNone:
			if !seen[class] {
				count++
			}
			seen[class] = true
			last = n + 1
		case n-last >= 3: // a long list of people may go on for two lines
			n = len(lines)
		}
	}
	if count >= 3 && (seen[headerFrom] || seen[headerDate] && seen[headerSubject]) || count == 2 && first == headerFrom && seen[headerDate] {
		return last
	}
	return 0
}

// What a line of a header is about.
const (
	headerNone = iota
	headerFrom
	headerDate
	headerTo
	headerSubject
	headerOther
)

// headerNames are what programs call the lines in the header of an earlier mail, with
// what each is about.
var headerNames = func() map[string]int {
	table := map[string]int{}
	for class, names := range map[int]string{
		headerFrom:    "from|de|von|da|van|fra|från|od|lähettäjä|от|от кого|发件人|寄件者|差出人|보낸 사람",
		headerDate:    "sent|date|message du|enviado el|enviado|enviada em|enviada|enviado em|fecha|gesendet|datum|envoyé|data|inviato|verzonden|skickat|sendt|dato|wysłano|odesláno|päiväys|lähetetty|дата|отправлено|发送时间|日期|送信日時|date d'envoi",
		headerTo:      "to|para|an|à|a|aan|til|till|do|komu|vastaanottaja|кому|收件人|宛先|reply-to|répondre à|antwort an|responder a|risposta|rispondi a",
		headerSubject: "subject|asunto|betreff|objet|sujet|assunto|oggetto|onderwerp|emne|ämne|temat|předmět|aihe|тема|主题|件名",
		headerOther:   "cc|copie à|kopie|kopi|copia|dw|копия|抄送|attachments|adjuntos|anlagen|pièces jointes|importance|importancia",
	} {
		for _, name := range strings.Split(names, "|") {
			table[name] = class
		}
	}
	return table
}()

// headerClass says what a line of a header is about.
func headerClass(line string) int {
	const longest = 40 // bytes before the colon
	head := line[:min(len(line), longest)]
	colon := strings.IndexAny(head, ":：")
	if colon < 0 {
		return headerNone
	}
	name := strings.ToLower(strings.Trim(head[:colon], " \t>*|"))
	return headerNames[strings.ReplaceAll(name, "’", "'")]
}
