package chart

// A Scene is a drawing: shapes in the order in which they are painted. The
// origin is its top left corner, y grows downwards, all lengths are mm.
type Scene struct {
	Width  float64
	Height float64
	Left   float64 // how far axis labels hang out to the left of x = 0
	Shapes []Shape
	Spots  []Spot // places that answer to a pointer, in the same order as their data
}

// A Spot is a part of a scene that has more to tell.
type Spot struct {
	X, Y, W, H float64
	Key        string // stable name of what it shows, such as a date; "": none
	Href       string // where a click leads; "": nowhere
	Title      string // words for the box beside it
}

// A Shape is a Rect, a Line, a Path, a Circle or a Text.
type Shape interface{ shape() }

// A Role names what a colour is for. The zero Role paints nothing.
type Role string

// The roles of colours.
const (
	NoRole       Role = ""
	Paper        Role = "paper" // also text on filled shapes
	Ink          Role = "ink"
	Muted        Role = "muted"
	Rule         Role = "rule"
	Tint         Role = "tint"
	Hit          Role = "hit"
	Bar          Role = "bar"
	Bar2         Role = "bar2"
	Met          Role = "met"
	Breached     Role = "breached"
	Undetermined Role = "undetermined"
	Degraded     Role = "degraded"
	Maintenance  Role = "maintenance"
	NoData       Role = "nodata"
)

// A Pattern is a filling drawn as lines in the colour of its rectangle.
type Pattern string

// The patterns. All but Overspent stand on paper inside an outline.
const (
	Solid      Pattern = ""
	Vertical   Pattern = "vertical"   // excused maintenance
	Horizontal Pattern = "horizontal" // excluded
	Hatch      Pattern = "hatch"      // no data
	Overspent  Pattern = "overspent"  // filled, with lines in paper
)

// A Rect is a rectangle. With a pattern, Fill is the colour of the lines.
type Rect struct {
	X, Y, W, H  float64
	Fill        Role
	Stroke      Role
	StrokeWidth float64
	Pattern     Pattern
}

// A Line is a straight line.
type Line struct {
	X1, Y1, X2, Y2 float64
	Stroke         Role
	Width          float64
}

// A Path is a chain of points, or several, stroked, filled or both.
type Path struct {
	Segments [][]Point
	Closed   bool
	Fill     Role
	Stroke   Role
	Width    float64
	Round    bool // round ends and corners
}

// A Point is a place in a scene.
type Point struct{ X, Y float64 }

// A Circle is a circle, or its right half.
type Circle struct {
	X, Y, R   float64
	Fill      Role
	Stroke    Role
	Width     float64
	Dash, Gap float64 // mm along the circle; 0, 0: not dashed
	RightHalf bool    // only the right half is filled
}

// A Text is one line of text. Y is the baseline.
type Text struct {
	X, Y   float64
	Words  string
	Size   float64 // mm of the em, such as Small
	Bold   bool
	Fill   Role
	Anchor Anchor
}

// An Anchor says which part of a text stands at its X.
type Anchor string

// The anchors.
const (
	AtStart  Anchor = ""
	AtMiddle Anchor = "middle"
	AtEnd    Anchor = "end"
)

// Sizes of type, in mm of the em: 7.5 pt, 9.5 pt and 24 pt.
const (
	Small  = 2.6458
	Medium = 3.3514
	Large  = 8.4667
)

func (Rect) shape()   {}
func (Line) shape()   {}
func (Path) shape()   {}
func (Circle) shape() {}
func (Text) shape()   {}

// A Frame is the room that a chart gets.
type Frame struct {
	Width  float64 // mm of the content column
	Inside bool    // no room to the left: axis labels go inside
	Narrow bool    // labels are thinned out
}

// PixelsPerMM is the scale of a scene on a screen: small type is 13 px there.
const PixelsPerMM = 13 / Small

// OnPaper returns the frame of the content column of a page, 131 mm wide.
func OnPaper() Frame { return Frame{Width: 131} }

// OnScreen returns the frame of a chart that is 888 px wide.
func OnScreen() Frame { return Frame{Width: 888 / PixelsPerMM} }

// OnTablet returns the frame of a chart that is 680 px wide.
func OnTablet() Frame { return Frame{Width: 680 / PixelsPerMM, Inside: true} }

// OnPhone returns the frame of a chart that is 358 px wide.
func OnPhone() Frame { return Frame{Width: 358 / PixelsPerMM, Inside: true, Narrow: true} }
