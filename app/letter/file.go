package letter

import (
	"firstline/app/files"
	"firstline/data"
	"firstline/data/words"
)

// File asks where a mail about a ticket goes as a file that mail programs open as
// a draft.
func File(p *words.Printer, number string) files.New {
	return files.New{Title: p.Say("letter.save.title"), Says: p.Say("letter.save.says"), Name: data.SafeName(number) + ".eml"}
}
