package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/agreement"
	"github.com/upledger/upledger/sla/store"
)

func (a *app) validateCommand() *cobra.Command {
	var f importFlags
	cmd := &cobra.Command{
		Use:   "validate FILE|GLOB|-...",
		Short: "Check agreement and log files, and list every problem at once",
		Long: "validate reads agreement files (.yaml with the key version) and log files without\n" +
			"importing them; - is a log file on standard input. Log files are held against the agreement\n" +
			"file of --config, if there is one.",
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.validate(cmd.Context(), args, f) },
	}
	f.register(cmd)
	return cmd
}

func (a *app) validate(ctx context.Context, args []string, f importFlags) error {
	files, err := logFiles(args)
	if err != nil {
		return err
	}
	var bad []error
	code := codeDone
	for _, path := range files {
		err := a.validateOne(ctx, path, f)
		if err == nil {
			a.say(path + ": in order")
			continue
		}
		bad = append(bad, err)
		code = max(code, codeOf(err))
	}
	return coded(code, errors.Join(bad...))
}

// validateOne checks one file of either sort.
func (a *app) validateOne(ctx context.Context, path string, f importFlags) error {
	isAgreement, err := looksLikeAgreement(path)
	if err != nil {
		return coded(codeData, err)
	}
	if isAgreement {
		_, err := agreement.Load(path)
		return coded(codeUsage, err)
	}
	opt, err := f.options(agreement.File{})
	if err != nil {
		return err
	}
	opt.Known, opt.Services = nil, nil
	if file, err := agreement.Load(a.config); err == nil {
		if opt, err = f.options(file); err != nil {
			return err
		}
	}
	db, err := store.Open(ctx, store.Temporary)
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = a.importOne(ctx, db, path, opt)
	return everyReject(err)
}

// everyReject lists all refused lines, where the error alone names the first.
func everyReject(err error) error {
	var rejects *store.RejectsError
	if !errors.As(err, &rejects) {
		return err
	}
	lines := []string{fmt.Sprintf("%s: %d refused", rejects.File, rejects.Total)}
	for _, r := range rejects.Rejects {
		lines = append(lines, r.String())
	}
	return errors.New(strings.Join(lines, "\n"))
}

// looksLikeAgreement tells agreement files from log files by the key "version"
// of their first lines.
func looksLikeAgreement(path string) (bool, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".yaml", ".yml", ".json":
	default:
		return false, nil
	}
	head, err := readHead(path)
	if err != nil {
		return false, err
	}
	for _, key := range []string{"\nversion:", "\nprovider:", "\nagreements:", `"agreements"`, `"provider"`} {
		if strings.Contains("\n"+head, key) {
			return true, nil
		}
	}
	return false, nil
}
