package app

import (
	"os"
	"runtime"
	"strconv"

	"github.com/go-gl/glfw/v3.4/glfw"
)

// sparing asks, before the window is made, for no more of OpenGL than Fyne paints
// with: neither depth nor stencil. Where OpenGL is software (Mesa's llvmpipe),
// clearing them took 2 ms of every frame, half of what an empty one costs. And it
// paints with four threads a processor: with one each, both often came to run on the
// same, and of the frames in which a note is typed one in twenty took 17 ms, not 11
// (measured on two processors).
func sparing() {
	const threads = "LP_NUM_THREADS" // of Mesa
	glfw.WindowHint(glfw.DepthBits, 0)
	glfw.WindowHint(glfw.StencilBits, 0)
	if os.Getenv(threads) == "" {
		os.Setenv(threads, strconv.Itoa(4*runtime.NumCPU()))
	}
}
