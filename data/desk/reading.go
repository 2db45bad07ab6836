package desk

import (
	"time"

	"firstline/data/mail"
)

// ReadMail reads the bytes of a mail as every part of the desk does, without a
// desk: see mail.Read.
func ReadMail(raw []byte) mail.Message { return mail.Read(raw, time.Now()) }
