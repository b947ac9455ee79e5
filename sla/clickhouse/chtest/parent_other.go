//go:build !linux

package chtest

import "syscall"

func withParent() *syscall.SysProcAttr { return nil }
