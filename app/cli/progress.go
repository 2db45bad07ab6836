package cli

import (
	"fmt"
	"os"
	"time"
)

// telling gives what shows on a terminal how far long work has come, four times a second, on
// a line that the next output overwrites. Into a file or a pipe it writes nothing.
func (c *call) telling() func(done, total int) {
	f, ok := c.err.(*os.File)
	if !ok || !isTerminal(f) {
		return func(int, int) {}
	}
	var last time.Time
	return func(done, total int) {
		if total > 0 && time.Since(last) > 250*time.Millisecond {
			last = time.Now()
			fmt.Fprintf(f, "%3d %%\r", 100*done/total)
		}
	}
}

func isTerminal(f *os.File) bool {
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
