package words

import (
	"testing"
	"time"
)

func berlin(t testing.TB, y int, m time.Month, d, h, min int) time.Time {
	t.Helper()
	zone, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		t.Fatal(err)
	}
	return time.Date(y, m, d, h, min, 0, 0, zone)
}

func TestDates(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	day := berlin(t, 2017, time.September, 21, 14, 5)
	check(t, "long", de.DateLong(day), "21. September 2017")
	check(t, "long en", en.DateLong(day), "21 September 2017")
	check(t, "table", de.DateTable(day, false), "Do 21.09.")
	check(t, "table en", en.DateTable(day, false), "Thu 21 Sep")
	check(t, "table with year", de.DateTable(day, true), "Do 21.09.2017")
	check(t, "weekday", de.DateWeekday(day), "Do, 21. September")
	check(t, "day", en.DateDay(day), "21 September")
	check(t, "letter", de.WeekdayLetter(day), "D")
	check(t, "letter en", en.WeekdayLetter(day), "T")
	check(t, "moment", de.Moment(day), "21. September 2017, 14:05 Uhr")
	check(t, "moment en", en.Moment(day), "21 September 2017, 14:05")
	check(t, "clock", de.Clock(day, true), "14:05:00")
	check(t, "text", de.ClockText(day), "14:05 Uhr")
	check(t, "range", en.ClockRange(day, day.Add(15*time.Minute)), "14:05–14:20")
	check(t, "decimals", en.Clock(day.Add(1500*time.Millisecond), true), "14:05:01.5")
}

func TestSpans(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	date := func(y int, m time.Month, d int) time.Time { return berlin(t, y, m, d, 0, 0) }
	for _, c := range []struct {
		start, end     time.Time
		wantDE, wantEN string
	}{
		{date(2017, 9, 1), date(2017, 10, 1), "1. bis 30. September 2017", "1 to 30 September 2017"},
		{date(2017, 7, 1), date(2017, 10, 1), "1. Juli bis 30. September 2017", "1 July to 30 September 2017"},
		{date(2017, 12, 25), date(2018, 1, 1), "25. bis 31. Dezember 2017", "25 to 31 December 2017"},
		{date(2017, 12, 25), date(2018, 1, 2), "25. Dezember 2017 bis 1. Januar 2018", "25 December 2017 to 1 January 2018"},
		{date(2017, 9, 1), date(2017, 9, 2), "1. September 2017", "1 September 2017"},
		{date(2017, 9, 1), berlin(t, 2017, 9, 2, 12, 0), "1. September 2017, 00:00 Uhr bis 2. September 2017, 12:00 Uhr",
			"1 September 2017, 00:00 to 2 September 2017, 12:00"},
	} {
		check(t, "de", de.Span(c.start, c.end), c.wantDE)
		check(t, "en", en.Span(c.start, c.end), c.wantEN)
	}
}

// On 29 October 2017 Berlin's clock reads 02:00 to 03:00 twice.
func TestRepeatedHour(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	first := berlin(t, 2017, time.October, 29, 0, 30).Add(2 * time.Hour)
	for _, c := range []struct {
		at     time.Time
		de, en string
	}{
		{first, "02:30_MESZ", "02:30_CEST"},
		{first.Add(time.Hour), "02:30_MEZ", "02:30_CET"},
		{first.Add(-31 * time.Minute), "01:59", "01:59"},
		{first.Add(-30 * time.Minute), "02:00_MESZ", "02:00_CEST"},
		{first.Add(29 * time.Minute), "02:59_MESZ", "02:59_CEST"},
		{first.Add(30 * time.Minute), "02:00_MEZ", "02:00_CET"},
		{first.Add(90 * time.Minute), "03:00", "03:00"},
	} {
		check(t, "de", de.Clock(c.at, false), c.de)
		check(t, "en", en.Clock(c.at, false), c.en)
	}
	spring := berlin(t, 2017, time.March, 26, 3, 30) // an hour is missing, none is twice
	check(t, "spring", de.Clock(spring, false), "03:30")
	check(t, "UTC", en.Clock(time.Date(2017, 10, 29, 2, 30, 0, 0, time.UTC), false), "02:30")
}

func TestPeriods(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	start := berlin(t, 2017, time.September, 1, 0, 0)
	for _, c := range []struct {
		kind                    PeriodKind
		start, end              time.Time
		name, inDE, inEN, sayDE string
	}{
		{Month, start, start.AddDate(0, 1, 0), "September 2017", "Im September 2017", "In September 2017", "Für September 2017"},
		{Quarter, berlin(t, 2017, 7, 1, 0, 0), start.AddDate(0, 1, 0), "3. Quartal 2017", "Im 3. Quartal 2017", "In Q3 2017", "Für das 3. Quartal 2017"},
		{Year, berlin(t, 2017, 1, 1, 0, 0), berlin(t, 2018, 1, 1, 0, 0), "2017", "Im Jahr 2017", "In 2017", "Für das Jahr 2017"},
		{Week, berlin(t, 2017, 9, 18, 0, 0), berlin(t, 2017, 9, 25, 0, 0), "Kalenderwoche 38/2017", "In der Kalenderwoche 38/2017", "In week 38 of 2017", "Für die Kalenderwoche 38/2017"},
		{Custom, start, start.AddDate(0, 0, 14), "1. bis 14. September 2017", "Vom 1. bis 14. September 2017", "From 1 to 14 September 2017", "Für die Zeit vom 1. bis 14. September 2017"},
	} {
		check(t, "name", de.Period(c.kind, c.start, c.end), c.name)
		check(t, "in de", de.PeriodIn(c.kind, c.start, c.end), c.inDE)
		check(t, "in en", en.PeriodIn(c.kind, c.start, c.end), c.inEN)
		check(t, "for", de.PeriodFor(c.kind, c.start, c.end), c.sayDE)
	}
	check(t, "axis", de.PeriodShort(Month, start, false), "Sep")
	check(t, "axis with year", en.PeriodShort(Month, berlin(t, 2016, 10, 1, 0, 0), true), "Oct_16")
	check(t, "axis quarter", de.PeriodShort(Quarter, start, false), "Q3 17")
}

func TestHours(t *testing.T) {
	de, en := in(t, "de"), in(t, "en")
	var office, daily, mixed, night [7][]Range
	for d := time.Monday; d <= time.Friday; d++ {
		office[d] = []Range{{8 * 60, 18 * 60}}
	}
	for d := range daily {
		daily[d] = []Range{{8*60 + 30, 12 * 60}, {13 * 60, 24 * 60}}
	}
	mixed = office
	mixed[time.Saturday] = []Range{{10 * 60, 14 * 60}}
	night[time.Sunday] = []Range{{22 * 60, 6 * 60}}
	check(t, "office", de.Hours(office), "Mo–Fr, 8–18 Uhr")
	check(t, "office en", en.Hours(office), "Mon–Fri, 08:00–18:00")
	check(t, "daily", de.Hours(daily), "täglich, 8:30–12 Uhr und 13–24 Uhr")
	check(t, "mixed", de.Hours(mixed), "Mo–Fr, 8–18 Uhr; Sa, 10–14 Uhr")
	check(t, "night", de.Hours(night), "So, 22–6 Uhr")
	check(t, "never", de.Hours([7][]Range{}), "")
}
