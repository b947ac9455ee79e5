package report

import (
	"bytes"
	"image"
	_ "image/jpeg" // logos are PNG or JPEG
	"image/png"

	"codeberg.org/go-pdf/fpdf"
	"golang.org/x/image/draw"
)

// The box of the logo, in mm, and what is too much or too flat for it.
const (
	logoTop, logoHigh, logoWide = 14.0, 8.0, 60.0
	leastLogo                   = 2.0
	mostPixels                  = 40_000_000
	dotsPerMM                   = 300 / 25.4
)

// A logo is the provider's picture, fitted into its box.
type logo struct{ w, h float64 }

const logoName = "logo"

// registerLogo embeds the logo. One that cannot be read, or would be too flat
// to be seen, is left out: the provider's name stands in type instead.
func (b *book) registerLogo() {
	cfg, _, err := image.DecodeConfig(bytes.NewReader(b.v.Logo))
	if err != nil || cfg.Width <= 0 || cfg.Height <= 0 || cfg.Width > mostPixels/cfg.Height {
		return
	}
	w, h := logoHigh*float64(cfg.Width)/float64(cfg.Height), logoHigh
	if w > logoWide {
		w, h = logoWide, logoWide*float64(cfg.Height)/float64(cfg.Width)
	}
	if h < leastLogo {
		return
	}
	picture, _, err := image.Decode(bytes.NewReader(b.v.Logo))
	if err != nil {
		return
	}
	buffer, err := forPrint(picture, w, h)
	if err != nil {
		return
	}
	b.pdf.RegisterImageOptionsReader(logoName, fpdf.ImageOptions{ImageType: "png"}, buffer)
	b.logo = &logo{w, h}
}

// forPrint draws a picture of w × h mm on paper, in the pixels that print can
// show, as a PNG without transparency. The PDF library reads plain PNG of 8 bits
// only, and splits and packs one with transparency anew, which took longer than
// the whole rest of a report.
func forPrint(picture image.Image, w, h float64) (*bytes.Buffer, error) {
	from := picture.Bounds()
	size := image.Point{min(from.Dx(), int(w*dotsPerMM)), min(from.Dy(), int(h*dotsPerMM))}
	flat := image.NewRGBA(image.Rectangle{Max: size})
	for i := range flat.Pix {
		flat.Pix[i] = 0xff // paper
	}
	switch {
	case size == from.Size():
		draw.Draw(flat, flat.Bounds(), picture, from.Min, draw.Over)
	case from.Dx() <= 2*size.X: // no pixel is passed over
		draw.ApproxBiLinear.Scale(flat, flat.Bounds(), picture, from, draw.Over, nil)
	default:
		draw.CatmullRom.Scale(flat, flat.Bounds(), picture, from, draw.Over, nil)
	}
	var buffer bytes.Buffer
	err := (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&buffer, flat)
	return &buffer, err
}

func (l *logo) draw(s *sheet) {
	s.pdf.ImageOptions(logoName, pageLeft, logoTop+(logoHigh-l.h)/2, l.w, l.h, false, fpdf.ImageOptions{ImageType: "png"}, 0, "")
}
