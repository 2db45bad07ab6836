//go:build !linux

package app

// onAssert does nothing: only X makes GLFW's assertions fail.
func onAssert(string) {}
