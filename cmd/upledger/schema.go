package main

import (
	"io"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/clickhouse"
)

func (a *app) schemaCommand() *cobra.Command {
	var cluster, syntax string
	cmd := &cobra.Command{
		Use:   "schema clickhouse [--cluster NAME] [--syntax current|18.16]",
		Short: "Print tables for checks in a ClickHouse cluster",
		Long: "schema prints the tables that upledger recommends for checks which outgrow one machine.\n" +
			"Tables of your own will do as well: --engine says which columns to read.",
		Example:   "  upledger schema clickhouse --cluster monitoring | clickhouse-client -mn",
		ValidArgs: []string{"clickhouse"},
		Args:      cobra.MatchAll(cobra.ExactArgs(1), cobra.OnlyValidArgs),
		RunE: func(*cobra.Command, []string) error {
			if syntax != "current" && syntax != "18.16" {
				return usage("--syntax %q: want current or 18.16", syntax)
			}
			_, err := io.WriteString(a.stdout, clickhouse.Schema{Cluster: cluster, Old: syntax == "18.16"}.SQL())
			return coded(codeData, err)
		},
	}
	cmd.Flags().StringVar(&cluster, "cluster", "", "`name` of the cluster in remote_servers (default: a single server)")
	cmd.Flags().StringVar(&syntax, "syntax", "current", "`version` whose statements are wanted: current or 18.16")
	return cmd
}
