package store_test

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla"
	"github.com/upledger/upledger/sla/store"
)

// What was imported comes out again, file by file, whichever way it lay in it.
func TestChecksOf(t *testing.T) {
	db := mustOpen(t)
	mustImport(t, db, "a.csv", "time,monitor,state,vantage,latency_ms,detail\n"+
		"2017-09-01T00:01:00Z,web,down,dtag,,\n2017-09-01T00:00:00Z,web,up,dtag,1.5,fine\n", store.Import{})
	mustImport(t, db, "b.csv", "time,monitor,state\n2017-09-01T00:02:00,api,slow\n", store.Import{Zone: time.UTC})
	mustImport(t, db, "log.csv", "time,monitor,state\n2017-09-01T00:02:00Z,door,down\n", store.Import{Kind: store.Transitions})
	files, err := db.CheckFiles(context.Background())
	if err != nil || len(files) != 2 || files[0].File != "a.csv" || files[0].Rows != 2 || files[1].File != "b.csv" || files[0].ID == files[1].ID {
		t.Fatalf("CheckFiles = %+v, %v", files, err)
	}
	var got []sla.Check
	for _, f := range files {
		for c, err := range db.ChecksOf(context.Background(), f) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, c)
		}
	}
	want := []sla.Check{
		{Time: at(t, "00:00:00"), Monitor: "web", Vantage: "dtag", State: sla.Up, Latency: 1500, Detail: "fine"},
		{Time: at(t, "00:01:00"), Monitor: "web", Vantage: "dtag", State: sla.Down},
		{Time: at(t, "00:02:00"), Monitor: "api", State: sla.Slow},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
