package store

import (
	"context"
	"errors"
	"fmt"
	"unsafe"

	bindings "github.com/duckdb/duckdb-go-bindings"
	"github.com/duckdb/duckdb-go/v2"
)

// A reader is a connection to the store's own instance of DuckDB that hands out
// DuckDB's chunks as they are, without a copy. database/sql would make an
// interface value of every number. It is for one goroutine.
//
// It finds the instance in the driver's cache, by path and configuration: both
// must be what the connector of database/sql used, or DuckDB refuses.
type reader struct {
	db   bindings.Database
	conn bindings.Connection
}

// newReader connects to the instance that db has open.
func (db *DB) newReader() (*reader, error) {
	var config bindings.Config
	if bindings.CreateConfig(&config) == bindings.StateError {
		return nil, errors.New("DuckDB takes no configuration")
	}
	defer bindings.DestroyConfig(&config)
	options := [][2]string{{"duckdb_api", "go"}}
	if db.readOnly {
		options = append(options, [2]string{"access_mode", "READ_ONLY"})
	}
	for _, o := range options {
		if bindings.SetConfig(config, o[0], o[1]) == bindings.StateError {
			return nil, fmt.Errorf("DuckDB refuses the option %s = %s", o[0], o[1])
		}
	}
	r := &reader{}
	var message string
	if bindings.GetOrCreateFromCache(duckdb.GetInstanceCache(), db.file, &r.db, config, &message) == bindings.StateError {
		return nil, errors.New(message)
	}
	if bindings.Connect(r.db, &r.conn) == bindings.StateError {
		bindings.Close(&r.db)
		return nil, errors.New("DuckDB allows no further connection")
	}
	return r, nil
}

func (r *reader) close() {
	bindings.Disconnect(&r.conn)
	bindings.Close(&r.db)
}

// A chunk is some rows of a result. Its columns are valid until the next chunk
// is asked for.
type chunk struct {
	data bindings.DataChunk
	rows int
}

// column returns the values of a column of the type that the query gives it.
// Where it may hold NULL, the values there mean nothing: see valid.
func column[T int32 | int64 | uint8](c chunk, i int) []T {
	vector := bindings.DataChunkGetVector(c.data, bindings.IdxT(i))
	return unsafe.Slice((*T)(bindings.VectorGetData(vector)), c.rows)
}

// A validity is which rows of a column are not NULL; nil: all.
type validity []uint64

func (c chunk) validity(i int) validity {
	mask := bindings.VectorGetValidity(bindings.DataChunkGetVector(c.data, bindings.IdxT(i)))
	if mask == nil {
		return nil
	}
	return unsafe.Slice((*uint64)(mask), (c.rows+63)/64)
}

func (v validity) at(row int) bool { return v == nil || v[row>>6]>>(row&63)&1 == 1 }

// stream runs a query and calls take with every chunk of its result, in order.
// It ends early with an error of take's, of DuckDB's or of ctx.
func (r *reader) stream(ctx context.Context, query string, take func(chunk) error) error {
	stop := context.AfterFunc(ctx, func() { bindings.Interrupt(r.conn) })
	defer stop()
	var statement bindings.PreparedStatement
	defer bindings.DestroyPrepare(&statement)
	if bindings.Prepare(r.conn, query, &statement) == bindings.StateError {
		return errors.New(bindings.PrepareError(statement))
	}
	var result bindings.Result
	defer bindings.DestroyResult(&result)
	if bindings.ExecutePreparedStreaming(statement, &result) == bindings.StateError {
		return ended(ctx, bindings.ResultError(&result))
	}
	for {
		data := bindings.FetchChunk(result)
		if data.Ptr == nil {
			// The end of the rows and an error look alike.
			return ended(ctx, bindings.ResultError(&result))
		}
		err := take(chunk{data, int(bindings.DataChunkGetSize(data))})
		bindings.DestroyDataChunk(&data)
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return err
		}
	}
}

// ended returns why a query ended: the context, DuckDB's message, or nothing.
func ended(ctx context.Context, message string) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if message != "" {
		return errors.New(message)
	}
	return nil
}
