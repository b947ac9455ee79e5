package report

import (
	"bytes"
	"image"
	_ "image/jpeg" // logos are PNG or JPEG
	"image/png"

	"codeberg.org/go-pdf/fpdf"
)

// The box of the logo, in mm, and what is too much or too flat for it.
const (
	logoTop, logoHigh, logoWide = 14.0, 8.0, 60.0
	leastLogo                   = 2.0
	mostPixels                  = 40_000_000
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
	picture, _, err := image.Decode(bytes.NewReader(b.v.Logo))
	if err != nil {
		return
	}
	w, h := logoHigh*float64(cfg.Width)/float64(cfg.Height), logoHigh
	if w > logoWide {
		w, h = logoWide, logoWide*float64(cfg.Height)/float64(cfg.Width)
	}
	if h < leastLogo {
		return
	}
	// The PDF library reads plain PNG of 8 bits only, so the picture is written
	// anew as that.
	plain := image.NewNRGBA(image.Rect(0, 0, cfg.Width, cfg.Height))
	for y := range cfg.Height {
		for x := range cfg.Width {
			plain.Set(x, y, picture.At(picture.Bounds().Min.X+x, picture.Bounds().Min.Y+y))
		}
	}
	var buffer bytes.Buffer
	if err := png.Encode(&buffer, plain); err != nil {
		return
	}
	b.pdf.RegisterImageOptionsReader(logoName, fpdf.ImageOptions{ImageType: "png"}, &buffer)
	b.logo = &logo{w, h}
}

func (l *logo) draw(s *sheet) {
	s.pdf.ImageOptions(logoName, pageLeft, logoTop+(logoHigh-l.h)/2, l.w, l.h, false, fpdf.ImageOptions{ImageType: "png"}, 0, "")
}
