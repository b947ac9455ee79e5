package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/upledger/upledger/sla/agreement"
)

func (a *app) initCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Write a commented agreement file to start from",
		Args:  cobra.MaximumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			return coded(codeData, a.init(dir))
		},
	}
}

// init writes the agreement file, and never over another one.
func (a *app) init(dir string) error {
	path := filepath.Join(dir, "upledger.yaml")
	if _, err := os.Stat(path); !errors.Is(err, fs.ErrNotExist) {
		if err != nil {
			return err
		}
		return fmt.Errorf("%s exists already; it was left alone", path)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	if err := writeFile(path, agreement.Starter()); err != nil {
		return err
	}
	a.say(path + " written; edit it, then 'upledger validate " + path + "'")
	return nil
}

// readHead returns the first 64 KiB of a file.
func readHead(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, 1<<16))
	return string(head), err
}
