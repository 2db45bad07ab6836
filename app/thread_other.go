//go:build !linux

package app

import "time"

// busy is known on Linux only.
func busy() (ran, ready time.Duration) { return 0, 0 }
