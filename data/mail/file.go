package mail

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"strings"
)

// attach keeps a file of the message under a name that is safe everywhere: its own, or else
// one made of its description or type.
func (r *reader) attach(a Attachment, description string) {
	if a.Name = strings.TrimSpace(a.Name); a.Name == "" {
		a.Name = nameFor(a, description)
	}
	if extension := extensions[a.Type]; path.Ext(a.Name) == "" && extension != "" {
		a.Name += extension
	}
	a.Name = fileName(a.Name)
	if disguised(a.Name) {
		r.repair("double_extension")
	}
	sum := sha256.Sum256(a.Content)
	a.Size, a.SHA256 = int64(len(a.Content)), hex.EncodeToString(sum[:])
	r.files = append(r.files, a)
}

var namedID = compile(`(?i)^([\w-]{1,60}\.[a-z][a-z0-9]{1,4})@`)

// nameFor makes a name for a file that has none.
func nameFor(a Attachment, description string) string {
	switch a.Type {
	case "message/rfc822", "message/global":
		silent := &reader{}
		h, _ := silent.header(a.Content)
		if subject := h.Get("Subject"); subject != "" {
			return strings.NewReplacer("/", "_", "\\", "_").Replace(subject) + ".eml"
		}
	}
	if named := namedID.FindStringSubmatch(a.ContentID); named != nil {
		return named[1]
	}
	if description != "" {
		return description
	}
	switch a.Type {
	case "message/rfc822", "message/global":
		return "message.eml"
	case "message/delivery-status":
		return "delivery-status.txt"
	case "message/disposition-notification":
		return "disposition-notification.txt"
	case "text/rfc822-headers":
		return "headers.txt"
	case "application/pgp-signature":
		return "signature.asc"
	case "application/pkcs7-mime", "application/x-pkcs7-mime":
		return "smime.p7m"
	case "application/pkcs7-signature", "application/x-pkcs7-signature":
		return "smime.p7s"
	}
	if strings.HasPrefix(a.Type, "image/") {
		return "image"
	}
	return "file"
}

// extensions are what the names of files end in, by their types.
var extensions = map[string]string{
	"text/plain": ".txt", "text/html": ".html", "text/calendar": ".ics", "text/csv": ".csv", "text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/xml": ".xml",
	"image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif", "image/bmp": ".bmp", "image/webp": ".webp", "image/tiff": ".tif", "image/svg+xml": ".svg",
	"application/pdf": ".pdf", "application/zip": ".zip", "application/json": ".json", "application/xml": ".xml", "application/msword": ".doc", "application/rtf": ".rtf",
	"application/vnd.ms-excel": ".xls", "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
	"audio/mpeg": ".mp3", "audio/wav": ".wav", "video/mp4": ".mp4", "message/rfc822": ".eml", "message/global": ".eml", "message/delivery-status": ".txt",
}

// disguised says whether a name shows one type and is of another that runs as a program:
// "invoice.pdf.exe".
func disguised(name string) bool {
	last := path.Ext(name)
	before := path.Ext(strings.TrimSuffix(name, last))
	runs := " .exe .scr .com .bat .cmd .pif .js .jse .vbs .vbe .wsf .hta .lnk .msi .ps1 .jar .cpl .iso "
	return len(before) >= 3 && len(before) <= 5 && strings.Contains(runs, " "+strings.ToLower(last)+" ")
}
