package report

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/upledger/upledger/report/chart"
)

// palette holds the colours of the roles, in light and in dark.
var palette = map[chart.Role][2]string{
	chart.Paper: {"#ffffff", "#12171b"}, chart.Ink: {"#1a2229", "#e8ecef"}, chart.Muted: {"#56626c", "#a3aeb8"},
	chart.Rule: {"#c5ccd2", "#38434c"}, chart.Tint: {"#e7ebee", "#232c33"}, chart.Hit: {"#cdd5db", "#3a4751"},
	chart.Bar: {"#4a5660", "#b4bec6"}, chart.Bar2: {"#838f99", "#6b7882"}, chart.Met: {"#0a6872", "#6ccbd0"},
	chart.Breached: {"#b3261e", "#ff8f80"}, chart.Undetermined: {"#6a4a9c", "#c6abf2"}, chart.Degraded: {"#a65b00", "#f0b35a"},
	chart.Maintenance: {"#3d6a94", "#8db8e0"}, chart.NoData: {"#66717b", "#97a3ad"},
}

// rolesCSS defines the colour of every role as a variable, light and dark, and
// the provider's own as --accent. On paper it is always light.
func rolesCSS(brand string) string {
	light, dark := colourVars(0), colourVars(1)
	light += "--accent:" + lightAccent(brand)
	dark += "--accent:" + darkAccent(brand)
	return ":root{" + light + "}\n@media screen and (prefers-color-scheme:dark){:root{" + dark + "}}\n"
}

func colourVars(theme int) string {
	var b strings.Builder
	for _, role := range chart.Roles() {
		fmt.Fprintf(&b, "--%s:%s;", role, palette[role][theme])
	}
	return b.String()
}

// lightAccent returns the brand colour, or ink where the brand has none or one
// that hardly shows on paper.
func lightAccent(brand string) string {
	if brand == "" || contrast(brand, palette[chart.Paper][0]) < 3 {
		return palette[chart.Ink][0]
	}
	return brand
}

// darkAccent returns the brand colour, lightened in steps of 5 L* until its
// contrast to the dark page is 4.5.
func darkAccent(brand string) string {
	if brand == "" {
		return palette[chart.Ink][1]
	}
	c := brand
	for l := 5.0; contrast(c, palette[chart.Paper][1]) < 4.5 && l <= 100; l += 5 {
		c = lighten(brand, l)
	}
	return c
}

// contrast returns the contrast of two colours as WCAG defines it, 1 to 21.
func contrast(a, b string) float64 {
	la, lb := luminance(linear(a)), luminance(linear(b))
	return (max(la, lb) + 0.05) / (min(la, lb) + 0.05)
}

// linear returns the linear red, green and blue of "#rrggbb", 0 to 1.
func linear(color string) [3]float64 {
	var rgb [3]float64
	for i := range rgb {
		n, err := strconv.ParseUint(color[1+2*i:3+2*i], 16, 8)
		if err != nil {
			panic(err) // accent lets only hex digits through
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			rgb[i] = c / 12.92
		} else {
			rgb[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	return rgb
}

func luminance(rgb [3]float64) float64 { return 0.2126*rgb[0] + 0.7152*rgb[1] + 0.0722*rgb[2] }

// lighten raises the L* of a colour by so much. Its light grows in proportion,
// so that the hue stays, as far as the screen can; the rest comes from white.
func lighten(color string, by float64) string {
	rgb := linear(color)
	y := luminance(rgb)
	want := luminanceOf(min(100, lightness(y)+by))
	if strongest := max(rgb[0], rgb[1], rgb[2]); strongest > 0 {
		grow := min(want/y, 1/strongest)
		for i := range rgb {
			rgb[i] *= grow
		}
		y *= grow
	}
	share := 0.0
	if y < 1 {
		share = max(0, (want-y)/(1-y))
	}
	out := "#"
	for _, c := range rgb {
		out += fmt.Sprintf("%02x", int(math.Round(255*encode(c+(1-c)*share))))
	}
	return out
}

// lightness is L* of a luminance, luminanceOf its inverse (CIE 1976).
func lightness(y float64) float64 {
	if y <= 216.0/24389 {
		return y * 24389 / 27
	}
	return 116*math.Cbrt(y) - 16
}

func luminanceOf(l float64) float64 {
	if l <= 8 {
		return l * 27 / 24389
	}
	return math.Pow((l+16)/116, 3)
}

func encode(c float64) float64 {
	if c <= 0.0031308 {
		return 12.92 * c
	}
	return 1.055*math.Pow(c, 1/2.4) - 0.055
}
