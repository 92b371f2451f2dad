import { z } from "zod";
import { connect } from "./api.ts";
import type { Certificates } from "./certificates.ts";

const collection = "/apis/argoproj.io/v1alpha1/namespaces/argocd/applications";

const applications = z.object({
  items: z.array(
    z.object({
      metadata: z.object({ name: z.string() }),
      spec: z.object({ source: z.object({ repoURL: z.string() }).optional() }),
    }),
  ),
});

/** Has Argo CD fetch and render again every Application whose chart comes from `repository`. */
export async function refreshApplications(
  port: number,
  certificates: Certificates,
  repository: string,
): Promise<void> {
  const api = await connect(port, certificates);
  try {
    const answer = await api.send("GET", collection);
    const found = answer.code === 200 ? applications.parse(JSON.parse(answer.body)).items : [];
    const body = JSON.stringify({
      metadata: { annotations: { "argocd.argoproj.io/refresh": "hard" } },
    });
    for (const { metadata, spec } of found) {
      if (spec.source?.repoURL !== repository) continue;
      await api.send(
        "PATCH",
        `${collection}/${metadata.name}`,
        body,
        "application/merge-patch+json",
      );
    }
  } finally {
    api.close();
  }
}
