// Package report draws a sla.Result: as PDF, as one HTML file and as JSON.
//
// Every format is drawn from one view of ready-made words and numbers, so that
// no two formats can disagree. The package decides nothing: it words, rounds
// and places what the result holds. It knows no store, no agreement files, no
// clock and no network.
package report
