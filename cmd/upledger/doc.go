// Upledger is the uptime ledger: it reads probe and incident logs, gives every
// second of a month exactly one label, and draws the reports that follow.
//
// The command is wiring: flags, files, progress and exit codes. It uses only
// the public library and must not know SQL, date arithmetic or percentages.
// Every command has its own file.
package main
