package main

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"os"
	"time"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"github.com/upledger/upledger/sla/clickhouse"
)

// An app is one call of the command: where it reads and writes, what time it
// is, and the global flags.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	now            time.Time

	config, db, engine, asOf, logFormat string
	quiet, noColor                      bool
	formats                             map[string]format // of report

	cluster *clickhouse.Cluster // of engine; nil: not needed yet
}

// run carries out one call and returns its exit code. It is the only place
// that asks for the time.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	a := &app{stdin: stdin, stdout: stdout, stderr: stderr, now: time.Now(), formats: formats(false)}
	root := a.root()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	a.closeCluster()
	if err == nil {
		return codeDone
	}
	if ctx.Err() != nil {
		err = coded(codeInterrupted, errors.New("interrupted"))
	}
	if text := err.Error(); text != "" {
		a.log(slog.LevelError, text)
	}
	return codeOf(err)
}

// root builds the tree of commands.
func (a *app) root() *cobra.Command {
	root := &cobra.Command{
		Use:   "upledger",
		Short: "The uptime ledger: prove an SLA, second by second",
		Long: "upledger reads probe and incident logs, gives every second of a period exactly one\n" +
			"label, and reports availability, repair times and downtime per cause from them.",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.NoArgs,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	flags := root.PersistentFlags()
	flags.StringVar(&a.config, "config", orDefault(os.Getenv("UPLEDGER_CONFIG"), "upledger.yaml"), "agreement `file` ($UPLEDGER_CONFIG)")
	flags.StringVar(&a.db, "db", orDefault(os.Getenv("UPLEDGER_DB"), "upledger.duckdb"), "store `file` ($UPLEDGER_DB)")
	// Not as the default of the flag: help would print it, with its password.
	flags.StringVar(&a.engine, "engine", "", "`address` of the cluster that has the checks, clickhouse://... ($UPLEDGER_ENGINE; default: the store)")
	flags.StringVar(&a.asOf, "as-of", "", "evaluate what was known at this `time` (RFC 3339 or a date; default: now)")
	flags.BoolVar(&a.quiet, "quiet", false, "say nothing but errors")
	flags.BoolVar(&a.noColor, "no-color", false, "no colours on the terminal")
	flags.StringVar(&a.logFormat, "log-format", "text", "messages as `text` or json")
	root.PersistentPreRunE = func(*cobra.Command, []string) error {
		a.engine = orDefault(a.engine, os.Getenv("UPLEDGER_ENGINE"))
		if a.logFormat != "text" && a.logFormat != "json" {
			return usage("--log-format %q: want text or json", a.logFormat)
		}
		return nil
	}
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return coded(codeUsage, err) })
	root.AddCommand(a.demoCommand(), a.initCommand(), a.validateCommand(), a.importCommand(), a.reportCommand(),
		a.checkCommand(), a.explainCommand(), a.reconcileCommand(), a.compareCommand(), a.sqlCommand(),
		a.pruneCommand(), a.statsCommand(), a.rebuildCommand(),
		a.schemaCommand(), a.copyCommand(), a.versionCommand(), a.manCommand())
	for _, c := range root.Commands() {
		c.Args = usageArgs(c.Args)
	}
	return root
}

// usageArgs makes wrong arguments an error of usage.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check == nil {
			return nil
		}
		return coded(codeUsage, check(cmd, args))
	}
}

func orDefault(text, standard string) string {
	if text == "" {
		return standard
	}
	return text
}

// say tells the user how things go, on standard error.
func (a *app) say(text string) {
	if !a.quiet {
		a.log(slog.LevelInfo, text)
	}
}

// log writes one message, as text or as a JSON object.
func (a *app) log(level slog.Level, text string) {
	if a.logFormat == "json" {
		slog.New(slog.NewJSONHandler(a.stderr, nil)).Log(context.Background(), level, text)
		return
	}
	prefix := ""
	if level == slog.LevelError {
		prefix = "upledger: "
		if a.onTerminal() && !a.noColor && os.Getenv("NO_COLOR") == "" {
			prefix = "\x1b[31mupledger:\x1b[0m "
		}
	}
	io.WriteString(a.stderr, prefix+text+"\n")
}

// onTerminal reports whether standard error is a terminal.
func (a *app) onTerminal() bool {
	f, ok := a.stderr.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
