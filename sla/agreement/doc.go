// Package agreement turns agreement files into agreements, or into every
// reason why it cannot, each with its line, column and path.
//
// A file is YAML (so it may be JSON) as described in the comments of Starter.
// Parse fills in every default, so that nothing after it needs to know them;
// Marshal writes one agreement back in the file's own words, which is the
// policy that a report carries and hashes.
//
// The package knows the file format and the domain types. It must not know the
// store, reports, or how figures are computed.
package agreement
