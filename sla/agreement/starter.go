package agreement

import _ "embed"

//go:embed starter.yaml
var starter string

// Starter returns an agreement file to start from. It shows every key that the
// format has, with a comment; optional ones are commented out by a "#" without
// a space behind it.
func Starter() []byte { return []byte(starter) }
