package agreement_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/upledger/upledger/sla/agreement"
)

// No file may end the program, every refusal has a place, and what is accepted
// survives Marshal.
func FuzzParse(f *testing.F) {
	names, err := filepath.Glob("testdata/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, odd := range []string{"", "\xff", "{", "}", "a: b: c", "- - -", "? ?", "!!", "&a", "*", "%", "---\n---", "\t", "\"", "|", ">-", "<<:", "[{}: {}]"} {
		f.Add([]byte(odd))
	}
	f.Add(agreement.Starter())
	f.Fuzz(func(t *testing.T, src []byte) {
		file, err := agreement.Parse("f", src)
		if err != nil {
			checkProblems(t, err)
			return
		}
		for _, a := range file.Agreements {
			policy, err := agreement.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			again, err := agreement.Parse("policy", policy)
			if err != nil {
				t.Fatalf("%v\n%s", err, policy)
			}
			if diff := cmp.Diff(a, only(t, again, a.ID), equal); diff != "" {
				t.Errorf("-before +after:\n%s\n%s", diff, policy)
			}
		}
	})
}

func checkProblems(t *testing.T, err error) {
	var problems agreement.Problems
	if !errors.As(err, &problems) || len(problems) == 0 {
		t.Fatalf("error is %v, want Problems", err)
	}
	for i, p := range problems {
		if p.Line < 1 || p.Column < 1 || p.Message == "" || p.File != "f" {
			t.Errorf("problem without place or words: %+v", p)
		}
		if i > 0 && p.Line < problems[i-1].Line {
			t.Errorf("problem %d is out of order", i)
		}
	}
}
