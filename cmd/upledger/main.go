package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // agreements name zones, and not every machine knows them
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}
