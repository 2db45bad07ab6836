package app

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"time"

	"fyne.io/fyne/v2"
)

// probeEvery is how often the probe asks for the UI goroutine.
const probeEvery = 20 * time.Millisecond

// probe measures how long the UI goroutine keeps others waiting, if
// FIRSTLINE_PROBE names a file: a line there for every time it was asked, the
// moment and the wait in microseconds.
func probe(ctx context.Context) {
	name := os.Getenv("FIRSTLINE_PROBE")
	if name == "" {
		return
	}
	f, err := os.Create(name)
	if err != nil {
		fyne.LogError("write what the probe measures", err)
		return
	}
	go func() {
		defer f.Close()
		w := bufio.NewWriter(f)
		defer w.Flush()
		every(ctx, probeEvery, func() {
			asked := time.Now()
			fyne.DoAndWait(func() {})
			fmt.Fprintln(w, asked.UnixMicro(), time.Since(asked).Microseconds())
			if w.Buffered() > 2048 {
				w.Flush()
			}
		})
	}()
}
