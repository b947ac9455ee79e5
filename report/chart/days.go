package chart

// DaysTop is the distance in mm from the top of the scene of a Days to the
// line of midnight.
const DaysTop = 1.6

const (
	dayFree = 0.25 // mm free on each side of a column
	dates   = 11.4 // mm from the last line to the baseline of the lost minutes
)

// DaysHeight returns the mm between the first and the last line.
func (d Days) DaysHeight() float64 { return 24 * d.perHour() }

func (d Days) perHour() float64 {
	if d.Low {
		return 1
	}
	return 1.5
}

// A dayGrid is where the columns of a block of days stand.
type dayGrid struct {
	left, slot float64 // mm
	mm         float64 // per microsecond
	bottom     float64 // the last line
}

func (d Days) grid(f Frame) dayGrid {
	g := dayGrid{mm: d.perHour() / hour}
	if f.Inside {
		g.left = inset
	}
	g.slot = (f.Width - g.left) / float64(max(len(d.Days), 1))
	longest := int64(24 * hour)
	for _, day := range d.Days {
		longest = max(longest, day.Length)
	}
	g.bottom = DaysTop + float64(longest)*g.mm
	return g
}

func (g dayGrid) y(t int64) float64 { return DaysTop + float64(t)*g.mm }

func (g dayGrid) column(i int) (x, w float64) {
	free := min(dayFree, g.slot/8)
	return g.left + float64(i)*g.slot + free, g.slot - 2*free
}

// Scene draws one column per day: what was promised as ground, what went wrong
// at its true time of day, as wide as the share of users.
func (d Days) Scene(f Frame) Scene {
	g := d.grid(f)
	s := Scene{Width: f.Width, Height: g.bottom + dates + 0.9}
	if f.Narrow {
		s.Height = g.bottom + 4.4
	}
	for i := range d.Days {
		x, w := g.column(i)
		d.Days[i].ground(&s, g, x, w)
	}
	d.lines(&s, f, g)
	for i, day := range d.Days {
		x, w := g.column(i)
		for _, m := range day.Marks {
			day.mark(&s, g, x, w, m)
		}
		s.Spots = append(s.Spots, Spot{X: g.left + float64(i)*g.slot, Y: DaysTop, W: g.slot, H: float64(day.Length) * g.mm,
			Key: day.Key, Title: day.Title, Href: day.Href})
	}
	if f.Narrow {
		d.fewDates(&s, g)
		return s
	}
	if lost := d.dates(&s, g); lost && f.Inside {
		s.text(0, s.Height+2.6, d.LostRow, Muted, AtStart)
		s.Height += lineHeight
	} else if lost {
		s.text(-hang, g.bottom+dates, d.LostRow, Muted, AtEnd)
	}
	return s
}

// ground draws the time of a day that the promise covers.
func (d Day) ground(s *Scene, g dayGrid, x, w float64) {
	role := Tint
	if d.Hit {
		role = Hit
	}
	for _, c := range d.Counted {
		s.fill(x, g.y(c.From), w, g.y(c.To)-g.y(c.From), role)
	}
}

func (d Day) mark(s *Scene, g dayGrid, x, w float64, m Stretch) {
	if m.Kind == KindCounted || m.To <= m.From {
		return
	}
	h := max(g.y(m.To)-g.y(m.From), leastSize)
	if m.Kind.loses() {
		w *= share(m.Share)
	}
	s.patch(x, g.y(m.From), w, h, m.Kind)
}

// lines draws the grid: in paper where it crosses counted time, as a rule
// where the column is blank.
func (d Days) lines(s *Scene, f Frame, g dayGrid) {
	right := g.left + g.slot*float64(len(d.Days))
	for h := int64(0); h <= 24; h += 6 {
		y := g.y(h * hour)
		label := number(h)
		if h == 0 && !f.Inside {
			label = d.Midnight
		}
		s.axisLabel(f, y, label)
		if h == 0 || h == 24 {
			s.line(g.left, y, right, y, Rule, thin)
			continue
		}
		for from := 0; from < len(d.Days); {
			to, role := from, d.Days[from].gridRole(h*hour)
			for to < len(d.Days) && d.Days[to].gridRole(h*hour) == role {
				to++
			}
			s.line(g.left+float64(from)*g.slot, y, g.left+float64(to)*g.slot, y, role, thin)
			from = to
		}
	}
}

func (d Day) gridRole(t int64) Role {
	for _, c := range d.Counted {
		if c.From < t && t < c.To {
			return Paper
		}
	}
	return Rule
}

// dates writes date, weekday and lost minutes under every column, and reports
// whether there were any.
func (d Days) dates(s *Scene, g dayGrid) (lost bool) {
	for i, day := range d.Days {
		x := g.left + (float64(i)+0.5)*g.slot
		role := Ink
		if day.Weekend && !day.Hit {
			role = Muted
		}
		s.add(Text{X: x, Y: g.bottom + 3.6, Words: day.Label, Size: Small, Bold: day.Hit, Fill: role, Anchor: AtMiddle})
		s.text(x, g.bottom+7.2, day.Weekday, Muted, AtMiddle)
		if day.Lost == "" {
			continue
		}
		lost = true
		role = Degraded
		if day.Down {
			role = Breached
		}
		size := Small * min(1, (g.slot-0.3)/TextWidth(day.Lost, Small, true))
		s.add(Text{X: x, Y: g.bottom + dates, Words: day.Lost, Size: size, Bold: true, Fill: role, Anchor: AtMiddle})
	}
	return lost
}

// fewDates writes every fifth date, which is all a narrow frame can hold.
func (d Days) fewDates(s *Scene, g dayGrid) {
	for i, day := range d.Days {
		if len(d.Days) > 10 && i != 0 && (i+1)%5 != 0 {
			continue
		}
		role := Ink
		if day.Weekend && !day.Hit {
			role = Muted
		}
		x := g.left + (float64(i)+0.5)*g.slot
		s.add(Text{X: x, Y: g.bottom + 3.6, Words: day.Label, Size: Small, Bold: day.Hit, Fill: role, Anchor: AtMiddle})
	}
}
