// The modules whose files hold the CustomResourceDefinitions of the local cluster. Nothing here is
// compiled: toolchain/crds.ts downloads exactly these five, checked against go.sum, and copies YAML.
module example.invalid/toolchain/crds

go 1.26

require (
	github.com/argoproj/argo-cd/v3 v3.5.7
	github.com/cert-manager/cert-manager v1.21.1
	github.com/prometheus-operator/prometheus-operator v0.93.1
	istio.io/api v1.31.1
	k8s.io/autoscaler/vertical-pod-autoscaler v1.7.3
)
