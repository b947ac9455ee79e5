package holidays_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rickar/cal/v2"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/holidays"
)

// in returns the holidays of region in year as "01-06 04-14 …".
func in(t *testing.T, region string, year int) string {
	t.Helper()
	isHoliday, err := holidays.In(region)
	if err != nil {
		t.Fatal(err)
	}
	var days []string
	for d := (sla.Date{Year: year, Month: time.January, Day: 1}); d.Year == year; d = d.Next(1) {
		if isHoliday(d) {
			days = append(days, d.String()[len("2017-"):])
		}
	}
	return strings.Join(days, " ")
}

// Easter Sunday: 2017-04-16, 2018-04-01, 2020-04-12, 2024-03-31, 2025-04-20.
func TestWholeYears(t *testing.T) {
	for _, test := range []struct {
		region string
		year   int
		want   string
	}{
		{"DE", 2017, "01-01 04-14 04-17 05-01 05-25 06-05 10-03 10-31 12-25 12-26"},
		{"DE", 2018, "01-01 03-30 04-02 05-01 05-10 05-21 10-03 12-25 12-26"},
		{"DE-NW", 2017, "01-01 04-14 04-17 05-01 05-25 06-05 06-15 10-03 10-31 11-01 12-25 12-26"},
		{"DE-BW", 2018, "01-01 01-06 03-30 04-02 05-01 05-10 05-21 05-31 10-03 11-01 12-25 12-26"},
		{"DE-BY", 2018, "01-01 01-06 03-30 04-02 05-01 05-10 05-21 05-31 08-15 10-03 11-01 12-25 12-26"},
		{"DE-BE", 2020, "01-01 03-08 04-10 04-13 05-01 05-08 05-21 06-01 10-03 12-25 12-26"},
		{"DE-BE", 2025, "01-01 03-08 04-18 04-21 05-01 05-08 05-29 06-09 10-03 12-25 12-26"},
		{"DE-BB", 2025, "01-01 04-18 04-20 04-21 05-01 05-29 06-08 06-09 10-03 10-31 12-25 12-26"},
		{"DE-HB", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 10-31 12-25 12-26"},
		{"DE-HH", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 10-31 12-25 12-26"},
		{"DE-HE", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 06-19 10-03 12-25 12-26"},
		{"DE-MV", 2024, "01-01 03-08 03-29 04-01 05-01 05-09 05-20 10-03 10-31 12-25 12-26"},
		{"DE-NI", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 10-31 12-25 12-26"},
		{"DE-RP", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 06-19 10-03 11-01 12-25 12-26"},
		{"DE-SL", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 06-19 08-15 10-03 11-01 12-25 12-26"},
		{"DE-SN", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 10-31 11-19 12-25 12-26"},
		{"DE-ST", 2025, "01-01 01-06 04-18 04-21 05-01 05-29 06-09 10-03 10-31 12-25 12-26"},
		{"DE-SH", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 10-03 10-31 12-25 12-26"},
		{"DE-TH", 2025, "01-01 04-18 04-21 05-01 05-29 06-09 09-20 10-03 10-31 12-25 12-26"},
		{"AT", 2025, "01-01 01-06 04-21 05-01 05-29 06-09 06-19 08-15 10-26 11-01 12-08 12-25 12-26"},
		{"CH", 2025, "01-01 05-29 08-01 12-25"},
	} {
		if diff := cmp.Diff(test.want, in(t, test.region, test.year)); diff != "" {
			t.Errorf("%s %d (-want +got):\n%s", test.region, test.year, diff)
		}
	}
}

// Laws that begin in some year, or hold for one.
func TestYearsOfValidity(t *testing.T) {
	day := func(y int, m time.Month, d int) sla.Date { return sla.Date{Year: y, Month: m, Day: d} }
	for _, test := range []struct {
		region string
		day    sla.Date
		want   bool
	}{
		{"DE-BE", day(2018, time.March, 8), false},
		{"DE-BE", day(2019, time.March, 8), true},
		{"DE-MV", day(2022, time.March, 8), false},
		{"DE-MV", day(2023, time.March, 8), true},
		{"DE-BE", day(2021, time.May, 8), false},
		{"DE-BE", day(2028, time.June, 17), true},
		{"DE-BE", day(2027, time.June, 17), false},
		{"DE-BB", day(2025, time.May, 8), false},
		{"DE-TH", day(2018, time.September, 20), false},
		{"DE-TH", day(2019, time.September, 20), true},
		{"DE-SH", day(2016, time.October, 31), false},
		{"DE-SH", day(2018, time.October, 31), true},
		{"DE-TH", day(2016, time.October, 31), true},
		{"DE-SN", day(2016, time.November, 16), true}, // the earliest date that it can have
		{"DE-SN", day(2017, time.November, 22), true}, // and the latest
		{"AT", day(2025, time.April, 18), false},      // Good Friday
	} {
		isHoliday, err := holidays.In(test.region)
		if err != nil {
			t.Fatal(err)
		}
		if got := isHoliday(test.day); got != test.want {
			t.Errorf("%s %s: got %v, want %v", test.region, test.day, got, test.want)
		}
	}
}

// 3 October each year, and 31 October 2017, were kept in every German state.
func TestDaysOfAllStates(t *testing.T) {
	states := 0
	for _, region := range holidays.Regions() {
		if !strings.HasPrefix(region, "DE-") {
			continue
		}
		states++
		isHoliday, err := holidays.In(region)
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []sla.Date{{Year: 2017, Month: time.October, Day: 31}, {Year: 2023, Month: time.October, Day: 3}} {
			if !isHoliday(d) {
				t.Errorf("%s: %s is no holiday", region, d)
			}
		}
	}
	if states != 16 {
		t.Errorf("%d German states, want 16", states)
	}
}

func TestUnknownRegion(t *testing.T) {
	_, err := holidays.In("DE-XX")
	want := `unknown region "DE-XX": want one of AT, CH, DE, DE-BB, DE-BE, DE-BW, DE-BY, DE-HB, DE-HE, DE-HH, DE-MV, DE-NI, DE-NW, DE-RP, DE-SH, DE-SL, DE-SN, DE-ST, DE-TH`
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

// The clocks of Havana skip the midnight of 2026-03-08, those of Beirut that of
// Easter Sunday 2024 (03-31). The zone of the machine must not move a holiday.
func TestZoneOfTheMachineDoesNotMatter(t *testing.T) {
	before := cal.DefaultLoc
	t.Cleanup(func() { cal.DefaultLoc = before })
	for zone, want := range map[string]sla.Date{
		"America/Havana": {Year: 2026, Month: time.March, Day: 8},
		"Asia/Beirut":    {Year: 2024, Month: time.April, Day: 1},
	} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		cal.DefaultLoc = loc
		isHoliday, err := holidays.In("DE-MV")
		if err != nil {
			t.Fatal(err)
		}
		if !isHoliday(want) || isHoliday(want.Next(-1)) && want.Month == time.March {
			t.Errorf("in %s %s is not the holiday", zone, want)
		}
	}
}
