import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Files of a chart that renders one ConfigMap from `value`. */
export const smallChart = {
  "Chart.yaml":
    'apiVersion: v2\nname: small\ndescription: A small chart.\nversion: 1.0.0\nkubeVersion: ">=1.31.0-0"\n',
  "values.yaml": "# The one value.\nvalue: one\n",
  "values.schema.json": JSON.stringify({
    type: "object",
    properties: { value: { type: "string", description: "Anything." } },
  }),
  "templates/configmap.yaml": [
    "apiVersion: v1",
    "kind: ConfigMap",
    "metadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}",
    "data:",
    "  value: {{ .Values.value | quote }}",
    "  kubernetes: {{ .Capabilities.KubeVersion.Version }}",
    '  monitored: "{{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1" }}"',
    '{{- if eq .Values.value "wrong" }}{{ fail "value: is wrong. Choose another." }}{{ end }}',
    "",
  ].join("\n"),
  "crds/things.yaml":
    "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: things.example.com}\n",
} as const;

/** A new folder below the system's temporary one. The caller removes it. */
export function temporaryFolder(): string {
  return mkdtempSync(path.join(tmpdir(), "manifests-"));
}

/** Writes files below `folder`, over those that are there. */
export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
    writeFileSync(path.join(folder, file), content);
  }
}

/** Removes a folder and all below it. */
export function remove(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}
