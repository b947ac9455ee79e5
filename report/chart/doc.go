// Package chart turns numbers and ready-made labels into scenes: rectangles,
// lines, paths, circles and text in millimetres, drawn with colour roles
// instead of colours. A scene knows neither its medium nor its language; SVG
// draws it for a page on a screen, package report draws it on paper. From the
// same numbers come the options with which Apache ECharts draws a chart that can
// be pointed at.
//
// The package must not know agreements, ledgers, languages or files. Lengths
// of time are microseconds, shares of users parts per million. Geometry is
// float64 millimetres, and nothing but geometry is.
package chart
