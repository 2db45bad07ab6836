//go:build !gles && !arm && !arm64

package app

import (
	"strings"

	"fyne.io/fyne/v2"
	"github.com/go-gl/gl/v2.1/gl"
)

// asItIs paints a picture: a point of it for a point of the screen.
const asItIs = `#version 110
uniform sampler2D tex;
varying vec2 fragTexCoord;
void main() { gl_FragColor = texture2D(tex, fragTexCoord); }
` + "\x00"

// plainPictures has pictures painted as they are, once the window is made and before
// it is painted. Fyne's own program can round the corners of any and make it
// translucent, which no picture here is, and reckons that for every point: where
// OpenGL is software, in a third of the time a frame takes (measured).
func plainPictures(win fyne.Window) {
	w, ok := win.(interface{ RunWithContext(func()) })
	if !ok {
		return
	}
	w.RunWithContext(func() {
		if !strings.Contains(gl.GoStr(gl.GetString(gl.RENDERER)), "llvmpipe") {
			return
		}
		const programs = 64 // Fyne makes some ten, with two shaders each
		for program := uint32(1); program < programs; program++ {
			if gl.IsProgram(program) && takes(program, "tex") && takes(program, "inset") && takes(program, "cornerRadius") {
				paintBy(program, asItIs)
				return
			}
		}
	})
}

// takes says whether a program takes a value of that name.
func takes(program uint32, name string) bool {
	return gl.GetUniformLocation(program, gl.Str(name+"\x00")) >= 0
}

// paintBy gives a program another fragment shader, unless that does not work here.
func paintBy(program uint32, source string) {
	shader := gl.CreateShader(gl.FRAGMENT_SHADER)
	text, free := gl.Strs(source)
	defer free()
	gl.ShaderSource(shader, 1, text, nil)
	gl.CompileShader(shader)
	var done int32
	if gl.GetShaderiv(shader, gl.COMPILE_STATUS, &done); done == gl.FALSE {
		return
	}
	shaders := make([]uint32, 2)
	gl.GetAttachedShaders(program, int32(len(shaders)), nil, &shaders[0])
	for _, old := range shaders {
		var kind int32
		if gl.GetShaderiv(old, gl.SHADER_TYPE, &kind); kind != gl.FRAGMENT_SHADER {
			continue
		}
		gl.DetachShader(program, old)
		gl.AttachShader(program, shader)
		gl.LinkProgram(program)
		if gl.GetProgramiv(program, gl.LINK_STATUS, &done); done == gl.FALSE {
			gl.DetachShader(program, shader)
			gl.AttachShader(program, old)
			gl.LinkProgram(program)
		}
	}
}
