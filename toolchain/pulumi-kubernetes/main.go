// Command pulumi-resource-kubernetes is the official Pulumi Kubernetes provider,
// built from its published Go module. Upstream's own main does the same with
// schemas that `make` generates; here schema.json is the module's own copy, which
// the toolchain build lays over this folder (toolchain/go-build.ts).
package main

import (
	_ "embed"

	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/provider"
	"github.com/pulumi/pulumi-kubernetes/provider/v4/pkg/version"
)

//go:embed schema.json
var schema []byte

func main() {
	provider.Serve("kubernetes", version.Version, schema, nil)
}
