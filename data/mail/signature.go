package mail

import (
	"strings"
	"unicode/utf8"
)

var (
	// device is what phones and programs write under a mail, without links.
	device = compile(`(?i)^\W{0,4}(?:` +
		`sent (?:from|via|with|by|using) (?:my |a |an |the )?` + things + `|from my ` + things + `|someone from mobile|` +
		`enviad[oa] (?:desde|de|do|da|pelo|por|a partir d[eo]|con|mediante|com|via) (?:mi |meu |minha |el |la |o |a )?` + things + `|` +
		`envoyé (?:depuis|de|à partir de|à partir d['’]|avec|via|par|d['’])\s?(?:mon |ma |un |l['’])?` + things + `|provenance\s*: .{2,40}|` +
		`(?:von|aus) meine[mr]? .{2,40} (?:gesendet|geschickt|verschickt)|gesendet (?:von|mit|über|aus|vom) (?:meinem |meiner )?` + things + `|diese (?:nachricht|mail|e-mail) wurde (?:von|mit) .{2,80} (?:gesendet|verschickt)|` +
		`inviato (?:da|dal|dalla|con|tramite)\s?(?:mio |mia |il mio )?` + things + `|verzonden (?:vanaf|van|met|via|vanuit) (?:mijn )?` + things + `|verstuurd vanaf (?:mijn )?` + things + `|` +
		`skickat från (?:min |mitt )?` + things + `|sendt fra (?:min |mit )?` + things + `|lähetetty .{2,40}|wysłan[eoy] z (?:mojego |mojej )?` + things + `|отправлено (?:с|из|от) .{2,40}|` +
		`從我的 .{2,20} 傳送|发自我的.{2,20}|我的.{2,20}发出|iphoneから送信|` +
		`(?:(?:get|obtener|obtén|obtenga|télécharger|obtenir|obter|obtenha|scarica|ottieni|holen sie sich|laden sie) )?outlook (?:for|para|pour|für|per) (?:ios|android|mac|iphone|windows)\b.{0,20}|` +
		`(?:this message|this email|this e-mail) was sent (?:from|by|using) .{2,60}` +
		`)\W{0,4}$`)
	excuse = compile(`(?i)[.,;]?\s*(?:please\s+)?(?:excuse|forgive|pardon|sorry for)\b.*$`)
	link   = compile(`<[^<>\s]{4,300}>|\(https?:[^()\s]{4,300}\)|https?://\S{4,300}`)
)

var brackets = strings.NewReplacer("[", "", "]", "")

// things are what a mail may be sent from: a few words without punctuation.
const things = `[^,;!?]{2,50}?`

// deviceLine says whether a line is one that phones add.
func deviceLine(line string) bool {
	const longest, words = 400, 11
	line = strings.TrimSpace(line)
	if line == "" || len(line) > longest || strings.Count(line, " ") > 2*words {
		return false
	}
	if !mayBeDevice(line) {
		return false
	}
	if strings.ContainsAny(line, "[<(:") {
		line = brackets.Replace(link.ReplaceAllString(line, ""))
	}
	line = excuse.ReplaceAllString(strings.Trim(line, "<>()*_ "), "")
	return len(strings.Fields(line)) <= words && device.MatchString(line)
}

// mayBeDevice spares most lines a closer look: it says whether one begins as those of phones
// do.
func mayBeDevice(line string) bool {
	line = strings.ToLower(strings.TrimLeft(line, "<>()[]*_—–-. "))
	for _, start := range []string{"sent ", "from my ", "someone from", "enviad", "envoyé", "provenance", "von meine", "aus meine", "gesendet", "diese ", "inviato", "verzonden", "verstuurd",
		"skickat", "sendt ", "lähetetty", "wysłan", "отправлено", "從", "发自", "我的", "iphone", "get ", "obte", "obté", "télécharger", "scarica", "ottieni", "holen sie", "laden sie", "outlook", "this "} {
		if strings.HasPrefix(line, start) {
			return true
		}
	}
	return false
}

// underlined are lines of dashes or underscores over a signature, in place of the mark of
// RFC 3676.
var underlined = compile(`^\s*(?:_{2,}|-{2,}|[—–]{2,})\s*$`)

// shortLines says whether lines may be a signature: few, and none of them long.
func shortLines(lines []string) bool {
	const most, longest = 8, 90
	count := 0
	for _, line := range lines {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if count++; count > most || utf8.RuneCountInString(line) > longest {
			return false
		}
	}
	return true
}
