package holidays

import (
	"slices"
	"time"

	"github.com/rickar/cal/v2"
)

// noon is the time from midnight to noon of an ordinary day.
const noon = 12 * time.Hour

// fixed returns the holiday on the same date of every year.
func fixed(month time.Month, day int) *cal.Holiday {
	return &cal.Holiday{Month: month, Day: day, Func: cal.CalcDayOfMonth}
}

// easter returns the holiday that lies so many days after Easter Sunday.
func easter(days int) *cal.Holiday {
	return &cal.Holiday{Offset: days, Func: cal.CalcEasterOffset}
}

// since returns h for the years from first on.
func since(first int, h *cal.Holiday) *cal.Holiday {
	return h.Clone(&cal.Holiday{StartYear: first})
}

// once returns h for one year only.
func once(year int, h *cal.Holiday) *cal.Holiday {
	return h.Clone(&cal.Holiday{StartYear: year, EndYear: year})
}

// regions returns the holidays of every region.
func regions() map[string][]*cal.Holiday {
	all := map[string][]*cal.Holiday{
		"DE": germany(),
		"AT": austria(),
		"CH": switzerland(),
	}
	for state, own := range germanStates() {
		all["DE-"+state] = slices.Concat(germany(), own)
	}
	return all
}

// germany returns the days that all German states keep.
func germany() []*cal.Holiday {
	return []*cal.Holiday{
		fixed(time.January, 1),              // Neujahr
		easter(-2),                          // Karfreitag
		easter(1),                           // Ostermontag
		fixed(time.May, 1),                  // Tag der Arbeit
		easter(39),                          // Christi Himmelfahrt
		easter(50),                          // Pfingstmontag
		since(1990, fixed(time.October, 3)), // Tag der Deutschen Einheit
		fixed(time.December, 25),            // Weihnachten
		fixed(time.December, 26),
		once(2017, fixed(time.October, 31)), // 500 years of the Reformation
	}
}

// germanStates returns the days that each state keeps beyond those of germany.
func germanStates() map[string][]*cal.Holiday {
	var (
		epiphany     = fixed(time.January, 6)
		womensDay    = fixed(time.March, 8)
		corpusChrist = easter(60)
		assumption   = fixed(time.August, 15)
		reformation  = fixed(time.October, 31)
		allSaints    = fixed(time.November, 1)
		// Buß- und Bettag is the Wednesday before 23 November. All states but
		// Saxony gave it up in 1995.
		repentance = &cal.Holiday{Month: time.November, Day: 16, Weekday: time.Wednesday, Offset: 1, Func: cal.CalcWeekdayFrom}
	)
	type days = []*cal.Holiday
	return map[string]days{
		"BW": {epiphany, corpusChrist, allSaints},
		"BY": {epiphany, corpusChrist, assumption, allSaints},
		"BE": {
			since(2019, womensDay),
			once(2020, fixed(time.May, 8)),   // 75 years since the end of the war
			once(2025, fixed(time.May, 8)),   // 80 years since the end of the war
			once(2028, fixed(time.June, 17)), // 75 years since the rising of 1953
		},
		"BB": {easter(0), easter(49), reformation}, // the only state to name the two Sundays
		"HB": {since(2018, reformation)},
		"HH": {since(2018, reformation)},
		"HE": {corpusChrist},
		"MV": {since(2023, womensDay), reformation},
		"NI": {since(2018, reformation)},
		"NW": {corpusChrist, allSaints},
		"RP": {corpusChrist, allSaints},
		"SL": {corpusChrist, assumption, allSaints},
		"SN": {reformation, repentance},
		"ST": {epiphany, reformation},
		"SH": {since(2018, reformation)},
		"TH": {since(2019, fixed(time.September, 20)), reformation}, // Weltkindertag
	}
}

// austria returns the days of all Austria. Good Friday is none of them.
func austria() []*cal.Holiday {
	return []*cal.Holiday{
		fixed(time.January, 1),   // Neujahr
		fixed(time.January, 6),   // Heilige Drei Könige
		easter(1),                // Ostermontag
		fixed(time.May, 1),       // Staatsfeiertag
		easter(39),               // Christi Himmelfahrt
		easter(50),               // Pfingstmontag
		easter(60),               // Fronleichnam
		fixed(time.August, 15),   // Mariä Himmelfahrt
		fixed(time.October, 26),  // Nationalfeiertag
		fixed(time.November, 1),  // Allerheiligen
		fixed(time.December, 8),  // Mariä Empfängnis
		fixed(time.December, 25), // Christtag
		fixed(time.December, 26), // Stefanitag
	}
}

// switzerland returns the days that all 26 cantons keep.
func switzerland() []*cal.Holiday {
	return []*cal.Holiday{
		fixed(time.January, 1),   // Neujahr
		easter(39),               // Auffahrt
		fixed(time.August, 1),    // Bundesfeier
		fixed(time.December, 25), // Weihnachten
	}
}
