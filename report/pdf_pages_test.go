package report

import (
	"bytes"
	"flag"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

var update = flag.Bool("update", false, "write the pages as they are drawn now to testdata/pages")

// The pages that are held against a picture, and what may differ: versions of
// poppler smooth edges in ways of their own, so that pictures are compared as
// means of squares of blur pixels.
const (
	pagesDPI = 50
	blur     = 4
	mostOne  = 28  // of 255, in any square
	mostAll  = 1.2 // of 255, on average
)

// Pages look like the pictures in testdata/pages, which were looked at when
// they were made. go test ./report -run TestPagesLook -update draws them anew.
func TestPagesLookAsTheyDid(t *testing.T) {
	english := withTrend(t, example1(t))
	english.Locale = "en"
	for _, c := range []struct {
		name string
		doc  Document
		page int
	}{
		{"met", withTrend(t, example1(t)), 1},
		{"breached", withTrend(t, example2(t)), 1},
		{"not-proven", gappy(t), 1},
		{"happened-en", english, 2},
		{"counted", example1(t), 3},
		{"summary", four(t), 1},
	} {
		got := drawPage(t, pdf(t, c.doc), c.page)
		file := filepath.Join("testdata", "pages", c.name+".png")
		if *update {
			writePage(t, file, got)
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		want, err := png.Decode(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		one, all := difference(t, got, want)
		if one > mostOne || all > mostAll {
			t.Errorf("%s: differs by up to %d in a square and %.2f on average, want at most %d and %.2f; see %s",
				c.name, one, all, mostOne, mostAll, saved(t, c.name, got))
		}
	}
}

// drawPage draws a page of a PDF in grey.
func drawPage(t *testing.T, data []byte, page int) image.Image {
	t.Helper()
	root := filepath.Join(t.TempDir(), "page")
	n := strconv.Itoa(page)
	tool(t, data, "pdftoppm", "-r", strconv.Itoa(pagesDPI), "-gray", "-png", "-singlefile", "-f", n, "-l", n, "FILE", root)
	drawn, err := os.ReadFile(root + ".png")
	if err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(bytes.NewReader(drawn))
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// writePage writes a picture in 16 shades of grey, which is enough to see what
// is where and keeps it small.
func writePage(t *testing.T, file string, img image.Image) {
	t.Helper()
	shades := make(color.Palette, 16)
	for i := range shades {
		shades[i] = color.Gray{uint8(i * 17)}
	}
	flat := image.NewPaletted(img.Bounds(), shades)
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			flat.SetColorIndex(x, y, uint8((int(grey(img, x, y))+8)/17))
		}
	}
	var b bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&b, flat); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
}

// saved keeps a page for people to look at and returns where.
func saved(t *testing.T, name string, img image.Image) string {
	file := filepath.Join(os.TempDir(), "upledger-"+name+".png")
	writePage(t, file, img)
	return file
}

func grey(img image.Image, x, y int) uint8 {
	return color.GrayModel.Convert(img.At(img.Bounds().Min.X+x, img.Bounds().Min.Y+y)).(color.Gray).Y
}

// difference compares two pictures square by square: the greatest difference
// of two means, and the mean of all.
func difference(t *testing.T, a, b image.Image) (one int, all float64) {
	t.Helper()
	w, h := a.Bounds().Dx(), a.Bounds().Dy()
	if dw, dh := b.Bounds().Dx()-w, b.Bounds().Dy()-h; dw*dw > 1 || dh*dh > 1 {
		t.Fatalf("the page is %v, the picture %v", a.Bounds().Size(), b.Bounds().Size())
	}
	sum, n := 0, 0
	for y := 0; y+blur < h; y += blur {
		for x := 0; x+blur < w; x += blur {
			d := mean(a, x, y) - mean(b, x, y)
			if d < 0 {
				d = -d
			}
			one = max(one, d)
			sum += d
			n++
		}
	}
	return one, float64(sum) / float64(n)
}

func mean(img image.Image, left, top int) int {
	sum := 0
	for y := top; y < top+blur; y++ {
		for x := left; x < left+blur; x++ {
			sum += int(grey(img, x, y))
		}
	}
	return sum / (blur * blur)
}

// The comparison must see what a reader would: another word, a bar that is
// gone.
func TestPageComparisonSees(t *testing.T) {
	doc := withTrend(t, example1(t))
	was := drawPage(t, pdf(t, doc), 1)
	same, _ := difference(t, was, was)
	check(t, "the same page", same, 0)
	doc.Result.Objectives[0].Outages[0].Counted = 0
	doc.Result.Agreement.Causes[0].Label = map[string]string{"": "Etwas ganz anderes"}
	if one, _ := difference(t, was, drawPage(t, pdf(t, doc), 1)); one <= mostOne {
		t.Errorf("another cause differs by %d only, and %d pass", one, mostOne)
	}
}
