// Package words holds every word that a report prints, and how numbers, money,
// lengths and dates look, in each language that a report can be written in.
//
// A language is one catalogue file, such as de.txt. A third language is a third
// file and no code. The package takes integers and instants and rounds them as
// it is told; it knows no agreements, results or formats.
package words
