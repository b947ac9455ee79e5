// Package calctest reads calculation scripts: tests that a customer can read.
//
// A script is a txtar archive. Its comment holds one command a line, its file
// "agreement.yaml" the agreement:
//
//	# The restart was not announced, so it counts.
//	period 2017-09
//	as-of  2017-10-01 00:00:00
//	checks web backbone from 2017-09-01 00:00:00 every 60s up*20525 down*15 gap*3 slow*2 up*5
//	log    web dtag 2017-09-01 00:00:00 up, 2017-09-02 10:00:00 down, …
//	incident i1 2017-09-21 14:05:00 to 2017-09-21 14:20:00 cause=deploy impact=0.4
//	maintenance m1 2017-09-21 14:35:00 to 2017-09-21 14:45:00 kind=emergency announced=2017-09-01T00:00:00
//	correction c1 2017-09-21 14:35:00 to 2017-09-21 14:45:00 as=up made=2017-09-30T00:00:00
//	change d1 2017-09-21 14:01:00
//	expect lost 1860s
//	-- agreement.yaml --
//	version: 1
//
// Times are local times of the agreement, or RFC 3339 with a zone. Facts of a
// command without service=… concern the service of the first objective.
//
// The package must not know the store or reports: whoever runs a script decides
// whether its facts go straight to sla.Evaluate or through files and a database.
package calctest
