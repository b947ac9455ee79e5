package clickhouse

import (
	"context"

	"github.com/ClickHouse/clickhouse-go/v2/lib/driver"
)

// OpenOn is Open over a connection that the test brings.
func OpenOn(ctx context.Context, o Options, conn driver.Conn) (*Cluster, error) {
	return begin(ctx, o, []*node{{host: "test", conn: conn}})
}
