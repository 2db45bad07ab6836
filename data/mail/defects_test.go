package mail

import (
	"encoding/base64"
	"slices"
	"strings"
	"testing"
)

// defect is a mail with one thing wrong that occurs in real mail, and what it
// is to be read as.
type defect struct {
	name   string
	raw    []byte
	text   string // the text, without blanks around it
	file   string // name of the only attachment
	repair string // what was mended
	check  func(m Message) bool
}

const sentence1 = "Läuft der Drucker?"

var defects = []defect{
	{name: "nothing", raw: nil},
	{name: "only text", raw: []byte("just words"), text: "just words", repair: "header_unended"},
	{name: "bare carriage returns", raw: []byte("From: a@example.com\rSubject: cr\r\rone\rtwo\r"), text: "one\ntwo", repair: "bare_cr",
		check: func(m Message) bool { return m.Subject == "cr" && m.From[0].Address == "a@example.com" }},
	{name: "an mbox line before it", raw: []byte("From a@example.com Thu Nov 26 09:00:00 2026\nSubject: mbox\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "mbox" }},
	{name: "a byte order mark", raw: []byte("\xef\xbb\xbfSubject: bom\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "bom" }},
	{name: "a stray line in the header", raw: []byte("Subject: stray\nthis is no header\nFrom: a@example.com\n\nx"), text: "x", repair: "header_stray_line",
		check: func(m Message) bool { return m.From[0].Address == "a@example.com" }},
	{name: "no empty line before the body", raw: []byte("Subject: glued\nFrom: a@example.com\nThe body begins.\n\nIt goes on."), text: "The body begins.\n\nIt goes on.", repair: "header_unended"},
	{name: "a boundary that lost its indent", raw: crlf("Content-Type: multipart/mixed;", "boundary=b", "Subject: s", "", "--b", "", "x", "--b--"), text: "x", repair: "header_lost_indent"},
	{name: "no boundary named", raw: crlf("Content-Type: multipart/mixed", "", "--bound", "Content-Type: text/plain", "", "x", "--bound", "Content-Type: text/plain", "", "y", "--bound--"), text: "x\n\ny", repair: "boundary_guessed"},
	{name: "another boundary named", raw: crlf("Content-Type: multipart/mixed; boundary=other", "", "--bound", "Content-Type: text/plain", "", "x", "--bound--"), text: "x", repair: "boundary_guessed"},
	{name: "never closed", raw: crlf("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "x", "--b", "Content-Type: application/pdf; name=a.pdf", "", "%PDF"), text: "x", file: "a.pdf", repair: "multipart_unclosed"},
	{name: "an inner multipart never closed", raw: crlf("Content-Type: multipart/mixed; boundary=a", "", "--a", "Content-Type: multipart/alternative; boundary=b", "", "--b", "", "x", "--a", "Content-Type: application/pdf; name=a.pdf", "", "%PDF", "--a--"), text: "x", file: "a.pdf"},
	{name: "parts after the end", raw: crlf("Content-Type: multipart/mixed; boundary=b", "", "--b", "", "x", "--b--", "--b", "", "y", "--b--"), text: "x\n\ny"},
	{name: "no parts", raw: crlf("Content-Type: multipart/mixed; boundary=b", "", "x"), text: "x", repair: "multipart_without_parts"},
	{name: "a digest", raw: crlf("Content-Type: multipart/digest; boundary=b", "", "--b", "", "Subject: inner", "", "y", "--b--"), file: "inner.eml"},
	{name: "base64 with junk", raw: crlf("Content-Transfer-Encoding: base64", "", "TMOkd", "*!*", "WZ0IGRlciBE", "cnVja2VyPw"), text: sentence1, repair: "base64"},
	{name: "base64 put together", raw: crlf("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "", "TMOkdWZ0IA==", base64.StdEncoding.EncodeToString([]byte("der Drucker?"))), text: sentence1},
	{name: "broken quoted-printable", raw: crlf("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: quoted-printable", "", "L=C3=A4uft =zz der=", " Drucker?="), text: "Läuft =zz der Drucker?", repair: "quoted_printable"},
	{name: "uuencoded body", raw: crlf("Content-Transfer-Encoding: x-uuencode", "", "begin 644 x.txt", "#0V%T", "`", "end"), text: "Cat"},
	{name: "uuencoded within", raw: crlf("Subject: uu", "", "See below.", "begin 644 cat.txt", "#0V%T", "`", "end", "Bye."), text: "See below.\nBye.", file: "cat.txt"},
	{name: "no charset named", raw: []byte("\nL\xe4uft der Drucker?"), text: sentence1},
	{name: "UTF-8 named, Latin 1 sent", raw: []byte("Content-Type: text/plain; charset=utf-8\n\nL\xe4uft der Drucker?"), text: sentence1, repair: "charset"},
	{name: "a charset that is none", raw: []byte("Content-Type: text/plain; charset=uft-9x\n\nL\xc3\xa4uft der Drucker?"), text: sentence1, repair: "charset"},
	{name: "UTF-7", raw: []byte("Content-Type: text/plain; charset=unicode-1-1-utf-7\n\nL+AOQ-uft der Drucker?"), text: sentence1},
	{name: "raw Shift-JIS in the subject", raw: []byte("Subject: \x83v\x83\x8a\x83\x93\x83^\x81[\x82\xaa\x93\xae\x82\xad\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "プリンターが動く" }},
	{name: "raw Windows-1251 in the subject", raw: []byte("Subject: \xcf\xf0\xe8\xed\xf2\xe5\xf0 \xed\xe5 \xf0\xe0\xe1\xee\xf2\xe0\xe5\xf2\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "Принтер не работает" }},
	{name: "raw GB 18030 in the subject", raw: []byte("Subject: \xb4\xf2\xd3\xa1\xbb\xfa\xb2\xbb\xb9\xa4\xd7\xf7\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "打印机不工作" }},
	{name: "ISO-2022-JP without a word", raw: []byte("Subject: \x1b$B%W%j%s%?!<\x1b(B\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "プリンター" }},
	{name: "a letter cut in two words", raw: []byte("Subject: =?utf-8?B?TMM=?=\n =?utf-8?B?pHVmdA==?=\n\nx"), text: "x", check: func(m Message) bool { return m.Subject == "Läuft" }},
	{name: "an encoded word with blanks and in quotes", raw: []byte("From: \"=?utf-8?q?L=C3=A4ufer, Ana?=\" <a@example.com>\n\nx"), text: "x", check: func(m Message) bool { return m.From[0] == Address{"Läufer, Ana", "a@example.com"} }},
	{name: "a comma in a name without quotes", raw: []byte("From: Ruiz, Ana <a@example.com>\n\nx"), text: "x", check: func(m Message) bool { return len(m.From) == 1 && m.From[0] == Address{"Ruiz, Ana", "a@example.com"} }},
	{name: "no brackets around the address", raw: []byte("From: Ana Ruiz a@example.com\n\nx"), text: "x", check: func(m Message) bool { return m.From[0] == Address{"Ana Ruiz", "a@example.com"} }},
	{name: "a name in a comment", raw: []byte("From: a@example.com (Ana (IT) Ruiz)\n\nx"), text: "x", check: func(m Message) bool { return m.From[0] == Address{"Ana (IT) Ruiz", "a@example.com"} }},
	{name: "a group", raw: []byte("To: desk: a@example.com, Bob <b@example.com>;\nCc: undisclosed-recipients:;\n\nx"), text: "x", check: func(m Message) bool { return len(m.To) == 2 && m.To[1].Name == "Bob" && len(m.CC) == 0 }},
	{name: "no From", raw: []byte("Reply-To: a@example.com\n\nx"), text: "x", repair: "no_sender", check: func(m Message) bool { return m.From[0].Address == "a@example.com" }},
	{name: "a date to come", raw: []byte("Date: Fri, 1 Jan 2038 00:00:00 +0000\n\nx"), text: "x", repair: "future_date", check: func(m Message) bool { return m.Date.Equal(arrived) }},
	{name: "no date but a server's", raw: []byte("Received: from x by y; Thu, 26 Nov 2026 08:00:00 +0100\n\nx"), text: "x", repair: "no_date", check: func(m Message) bool { return m.Date.Hour() == 7 }},
	{name: "a date in words of its own", raw: []byte("Date: Thursday, 26-Nov-2026 09:00:00 CET\n\nx"), text: "x", check: func(m Message) bool { return m.Date.Hour() == 8 && m.Date.Day() == 26 }},
	{name: "a path for a name", raw: crlf("Content-Type: application/x; name=\"..\\..\\win\\a.txt\"", "", "x"), file: "a.txt"},
	{name: "a name that turns around", raw: crlf("Content-Type: application/x; name=\"inv\u202etxt.exe\"", "", "x"), file: "invtxt.exe"},
	{name: "a name that Windows keeps for itself", raw: crlf("Content-Type: application/x; name=con.txt", "", "x"), file: "_con.txt"},
	{name: "a program behind a document", raw: crlf("Content-Type: application/x; name=\"invoice.pdf .exe\"", "", "x"), file: "invoice.pdf .exe", repair: "double_extension"},
	{name: "a name in pieces", raw: crlf("Content-Type: application/x; name*1*=%C3%A4.txt; name*0*=utf-8''L", "", "x"), file: "Lä.txt"},
	{name: "a name in an encoded word", raw: crlf("Content-Disposition: attachment; filename=\"=?utf-8?q?L=C3=A4.txt?=\"", "", "x"), file: "Lä.txt"},
	{name: "only HTML", raw: crlf("Content-Type: text/html; charset=utf-8", "", "<p>Läuft <b>der</b> Drucker?</p><style>p{}</style>"), text: sentence1},
	{name: "HTML that says it is plain", raw: crlf("Content-Type: text/plain; charset=utf-8", "", "<html><body>Läuft der Drucker?</body></html>"), text: sentence1},
	{name: "plain text that is none", raw: crlf("Content-Type: multipart/alternative; boundary=b", "", "--b", "", "Your mail client does not support HTML.", "--b", "Content-Type: text/html; charset=utf-8", "", "<p>Läuft der Drucker? Und noch viel mehr, und immer weiter, bis es lang genug ist, und noch viel mehr, und immer weiter.</p>", "--b--"),
		check: func(m Message) bool { return strings.HasPrefix(m.Text, sentence1) }},
	{name: "flowed text", raw: crlf("Content-Type: text/plain; format=flowed; charset=utf-8", "", "Läuft ", "der Drucker?"), text: sentence1},
	{name: "flowed text without the blanks", raw: crlf("Content-Type: text/plain; format=flowed; delsp=yes; charset=utf-8", "", "Läuft der Dru ", "cker?"), text: sentence1},
	{name: "signed S/MIME, closed", raw: crlf("Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m", "Content-Transfer-Encoding: base64", "", base64.StdEncoding.EncodeToString(signed("Content-Type: text/plain; charset=utf-8\r\n\r\nLäuft der Drucker?"))), text: sentence1},
	{name: "encrypted S/MIME", raw: crlf("Content-Type: application/pkcs7-mime; smime-type=enveloped-data", "Content-Transfer-Encoding: base64", "", "MIAGCSqGSIb3DQEHA6CA"), file: "smime.p7m"},
	{name: "winmail.dat", raw: crlf("Content-Type: application/ms-tnef; name=winmail.dat", "Content-Transfer-Encoding: base64", "", base64.StdEncoding.EncodeToString(tnef(sentence1, "a.txt", "content"))), text: sentence1, file: "a.txt", repair: "tnef_opened"},
	{name: "a nul in a type", raw: []byte("Content-Type: \x00/\n\nx"), file: "file", check: func(m Message) bool { return m.Attachments[0].Type == "/" }},
	{name: "a nul in the text", raw: []byte("\nLäuft \x00der Drucker?"), text: sentence1},
}

// signed wraps a message as signed-data, in pieces and without lengths, as
// programs that stream do.
func signed(message string) []byte {
	half := len(message) / 2
	piece := func(s string) []byte { return append([]byte{0x04, byte(len(s))}, s...) }
	return slices.Concat([]byte{0x30, 0x80, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02, 0xa0, 0x80, 0x30, 0x80, 0x02, 0x01, 0x01, 0x31, 0x00, 0x30, 0x80,
		0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x01, 0xa0, 0x80, 0x24, 0x80}, piece(message[:half]), piece(message[half:]), make([]byte, 12))
}

// tnef writes a winmail.dat with a text and one file.
func tnef(text, name, content string) []byte {
	out := []byte{0x78, 0x9f, 0x3e, 0x22, 1, 0}
	add := func(id uint32, value string) {
		n := len(value)
		out = append(out, 1, byte(id), byte(id>>8), byte(id>>16), byte(id>>24), byte(n), byte(n>>8), byte(n>>16), byte(n>>24))
		out = append(append(out, value...), 0, 0)
	}
	add(tnefBody, text+"\x00")
	add(tnefFileStart, "")
	add(tnefFileTitle, name+"\x00")
	add(tnefFileData, content)
	return out
}

func TestDefects(t *testing.T) {
	for _, d := range defects {
		m := Read(d.raw, arrived)
		sound(t, d.name, d.raw, m)
		if d.check == nil && strings.TrimSpace(m.Text) != d.text || d.text != "" && strings.TrimSpace(m.Text) != d.text {
			t.Errorf("%s: text %q, not %q", d.name, m.Text, d.text)
		}
		names := []string{}
		for _, a := range m.Attachments {
			names = append(names, a.Name)
		}
		if strings.Join(names, ", ") != d.file {
			t.Errorf("%s: files %q, not %q", d.name, names, d.file)
		}
		if d.repair != "" && !slices.Contains(m.Repairs, d.repair) {
			t.Errorf("%s: mended %q, not %q", d.name, m.Repairs, d.repair)
		}
		if d.check != nil && !d.check(m) {
			t.Errorf("%s: read %q from %v to %v, %v", d.name, m.Subject, m.From, m.To, m.Date)
		}
	}
}
