package app

import (
	"bytes"
	"io"
)

// chatter passes on what Fyne writes to its log, but for what mends itself and
// would only worry whoever started the program from a terminal.
type chatter struct {
	to      io.Writer
	skipped bool // the record begun is one of those: its cause and place follow
}

// mends are the beginnings of what Fyne says about things that mend themselves.
var mends = [][]byte{
	// It empties the file, tells itself that it did, and reads it before it is
	// written (app/preferences.go marks a save after opening the file).
	[]byte("Preferences load error:"),
	// Without a session bus, the look does not follow the desktop's at once.
	[]byte("failed to watch theme settings"),
	// A new account has no ~/.cache; icons are then made anew at each start.
	[]byte("Failed to create fyne cache space"),
	[]byte("Failed to create app cache space"),
}

// Write gets one line at a time: log calls it so.
func (c *chatter) Write(line []byte) (int, error) {
	follows := bytes.Contains(line, []byte("  Cause:")) || bytes.Contains(line, []byte("  At:"))
	if !follows {
		c.skipped = false
		for _, said := range mends {
			c.skipped = c.skipped || bytes.Contains(line, said)
		}
	}
	if c.skipped {
		return len(line), nil
	}
	return c.to.Write(line)
}
