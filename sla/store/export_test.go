package store

import "github.com/upledger/upledger/sla"

// Fine makes reductions of db consist of parts of so few rows, and Facts read
// so little time around a window at first.
func Fine(db *DB, partRows int64, lookAround sla.Micros) {
	db.partRows, db.lookAround = partRows, lookAround
}
