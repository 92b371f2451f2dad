import { z } from "zod";
import { connect } from "./api.ts";
import type { Certificates } from "./certificates.ts";

const group = "/apis/argoproj.io/v1alpha1";
const source = z.object({ repoURL: z.string() });

const applications = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string(), namespace: z.string() }),
      spec: z.object({ source: source.optional(), sources: z.array(source).optional() }),
    }),
  ),
});

/**
 * Has Argo CD fetch and render again every Application, in whatever namespace, with a chart from `repository`.
 * On a cluster without Argo CD there is none.
 */
export async function refreshApplications(
  port: number,
  certificates: Certificates,
  repository: string,
): Promise<void> {
  const api = await connect(port, certificates);
  try {
    const answer = await api.send("GET", `${group}/applications`);
    const found = answer.code === 200 ? applications.parse(JSON.parse(answer.body)).items : [];
    const body = JSON.stringify({
      metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } },
    });
    for (const { metadata, spec } of found) {
      const sources = [spec.source, ...(spec.sources ?? [])];
      if (!sources.some((one) => one?.repoURL === repository)) continue;
      const path = `${group}/namespaces/${metadata.namespace}/applications/${metadata.name}`;
      await api.send("PATCH", path, body, "application/merge-patch+json");
    }
  } finally {
    api.close();
  }
}
