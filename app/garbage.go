package app

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
)

// headroom is how much garbage there may be before it is collected: a report makes
// 40 MB of it, and a small desk spends no time on collecting while it is written
// (measured: 47 ms become 37).
const headroom = 24 << 20

// leastHeap is what Go takes at least to be in use.
const leastHeap = 4 << 20

// leastPercent of what is in use is collected as garbage at the soonest: a desk of a
// million tickets takes 40 MB less than by Go's own measure, and nothing gets slower
// (measured).
const leastPercent = 40

// CollectGarbage has garbage collected when there is headroom of it, or leastPercent
// of what is in use where that is more. GOGC says otherwise.
func CollectGarbage() {
	if os.Getenv("GOGC") != "" {
		return
	}
	type collected struct{ _ *byte }
	var each func(*collected)
	each = func(c *collected) { // after each collection
		in := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		metrics.Read(in)
		debug.SetGCPercent(max(leastPercent, int(headroom*100/max(leastHeap, in[0].Value.Uint64()))))
		runtime.SetFinalizer(c, each)
	}
	each(&collected{})
}
