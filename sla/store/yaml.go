package store

import (
	"errors"
	"fmt"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// yamlTree reads one YAML document. Anchors, aliases, tags and merge keys are
// refused: a log says plainly what it says.
func yamlTree(data []byte) (node, error) {
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return node{}, yamlError(err)
	}
	var root ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if root != nil {
			at := doc.Body.GetToken().Position
			return node{}, &placedError{at.Line, at.Column, "is a second document; a log is one"}
		}
		root = doc.Body
	}
	if root == nil {
		return node{}, nil
	}
	return yamlNode(root)
}

func yamlError(err error) error {
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) && syntax.Token != nil {
		return &placedError{syntax.Token.Position.Line, syntax.Token.Position.Column, syntax.Message}
	}
	return &placedError{1, 1, err.Error()}
}

func yamlNode(y ast.Node) (node, error) {
	var n node
	if t := y.GetToken(); t != nil && t.Position != nil {
		n.line, n.column = t.Position.Line, t.Position.Column
	}
	switch y := y.(type) {
	case *ast.NullNode:
		return n, nil
	case *ast.StringNode:
		n.kind, n.text = nodeText, y.Value
	case *ast.LiteralNode:
		n.kind, n.text = nodeText, y.Value.Value
	case *ast.IntegerNode, *ast.FloatNode, *ast.BoolNode:
		n.kind, n.text = nodeText, y.GetToken().Value
	case *ast.SequenceNode:
		return yamlList(n, y)
	case *ast.MappingNode:
		return yamlMap(n, y.Values)
	case *ast.MappingValueNode:
		return yamlMap(n, []*ast.MappingValueNode{y})
	default:
		return n, &placedError{n.line, n.column, fmt.Sprintf("YAML's %s are not allowed in a log", yamlWord(y))}
	}
	return n, nil
}

func yamlWord(y ast.Node) string {
	switch y.Type() {
	case ast.AnchorType:
		return "anchors (&)"
	case ast.AliasType:
		return "aliases (*)"
	case ast.TagType:
		return "tags (!)"
	case ast.MergeKeyType:
		return "merge keys (<<)"
	}
	return y.Type().String() + " values"
}

func yamlList(n node, y *ast.SequenceNode) (node, error) {
	n.kind = nodeList
	for _, v := range y.Values {
		item, err := yamlNode(v)
		if err != nil {
			return n, err
		}
		n.items = append(n.items, item)
	}
	return n, nil
}

func yamlMap(n node, values []*ast.MappingValueNode) (node, error) {
	n.kind = nodeMap
	if len(values) > 0 { // else the place would be that of the first colon
		n.line, n.column = start(values[0].Key.GetToken())
	}
	for _, v := range values {
		key, err := yamlNode(v.Key)
		if err != nil {
			return n, err
		}
		value, err := yamlNode(v.Value)
		if err != nil {
			return n, err
		}
		if value.line == 0 {
			value.line, value.column = key.line, key.column
		}
		if _, twice := n.get(key.text); twice {
			return n, &placedError{key.line, key.column, fmt.Sprintf("the key %q is there twice", key.text)}
		}
		n.fields = append(n.fields, field{key, value})
	}
	return n, nil
}

func start(t *token.Token) (line, column int) { return t.Position.Line, t.Position.Column }
