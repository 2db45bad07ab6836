//go:build !linux

package app

// spentSoFar is known on Linux only.
func spentSoFar() spent { return spent{} }
