package app

import (
	"os"
	"runtime"
)

// sparePlace lets one goroutine more run than there are processors, unless GOMAXPROCS
// says otherwise. Go takes its place from one that reckons, or is within SQLite, only
// after 10 ms: so long the window waited behind searches, where there are two
// processors. With two places to spare a collection of garbage waited up to 9 ms for
// who had none (measured).
func sparePlace() {
	if os.Getenv("GOMAXPROCS") == "" {
		runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1)
	}
}
