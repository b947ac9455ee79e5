package main

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"github.com/go-fonts/liberation/liberationsansbold"
	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// demoLogo draws the logo of the demo's provider: an M in a square, and the name.
func demoLogo() ([]byte, error) {
	const height, width = 160, 800
	green := image.NewUniform(color.NRGBA{0x0b, 0x6e, 0x4f, 0xff})
	ink := image.NewUniform(color.NRGBA{0x1a, 0x22, 0x29, 0xff})
	img := image.NewNRGBA(image.Rect(0, 0, width, height))
	draw.Draw(img, image.Rect(0, 0, height, height), green, image.Point{}, draw.Src)

	m := vector.NewRasterizer(height, height)
	corners := [][2]float32{{28, 132}, {28, 28}, {56, 28}, {80, 72}, {104, 28}, {132, 28}, {132, 132}, {108, 132}, {108, 68}, {80, 118}, {52, 68}, {52, 132}}
	m.MoveTo(corners[0][0], corners[0][1])
	for _, c := range corners[1:] {
		m.LineTo(c[0], c[1])
	}
	m.ClosePath()
	m.Draw(img, image.Rect(0, 0, height, height), image.White, image.Point{})

	parsed, err := opentype.Parse(liberationsansbold.TTF)
	if err != nil {
		return nil, err
	}
	face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: 98, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, err
	}
	text := font.Drawer{Dst: img, Src: ink, Face: face, Dot: fixed.P(210, 114)}
	text.DrawString("MusterCRM")

	var b bytes.Buffer
	end := text.Dot.X.Ceil() + 2
	err = png.Encode(&b, img.SubImage(image.Rect(0, 0, min(end, width), height)))
	return b.Bytes(), err
}
