// Package holidays knows the public holidays of a region: the sixteen German
// states, Austria and Switzerland.
//
// The rules for a date (so many days after Easter, the Wednesday before the
// 23rd) come from a calendar library; which region keeps which day, and since
// when, is listed here, since such lists change by law. They are right for
// days from 1995 on.
//
// The package knows dates only. It must not know agreements, service hours,
// instants or zones.
package holidays
