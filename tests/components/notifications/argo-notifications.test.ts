import assert from "node:assert/strict";

import { notificationAnnotations } from "../../../components/notifications/application-annotations.ts";
import { notificationValues } from "../../../components/notifications/argo-notifications.ts";
import { type DeliveryTemplate, templates } from "../../../components/notifications/events.ts";
import { sampleService } from "../../support/sample-config.ts";
import { defined, installingConfig } from "../addons/record-addons.ts";
import { AlertmanagerServer, type PostedAlert } from "./alertmanager-server.ts";
import { ArgoAdmin } from "./argo-admin.ts";
import { bareApplication, sampleApplication } from "./sample-application.ts";
import { sampleNotifications } from "./sample-notifications.ts";

const large = installingConfig("large");
const config = { ...large, domain: "jclee.me" };

describe("the notifications of Argo CD", function () {
  this.timeout(60_000);
  let admin: ArgoAdmin;
  before(() => {
    admin = new ArgoAdmin(notificationValues(config));
  });
  after(() => {
    admin.close();
  });

  const alertOf = async (event: string, application: object) => {
    const { webhook } = await admin.render(event, application);
    const [alert, ...more] = JSON.parse(webhook["alertmanager-0"]?.body ?? "") as PostedAlert[];
    assert.deepEqual(more, []);
    return defined(alert);
  };

  it("are three triggers and four templates, which the controller itself finds sound", async () => {
    assert.deepEqual(await admin.names("template"), Object.keys(templates).sort());
    assert.deepEqual(await admin.names("trigger"), [
      "on-deployed",
      "on-health-degraded",
      "on-sync-failed",
    ]);
  });

  it("go to each Alertmanager there is, by the operator's names for its pods", async () => {
    const { notifiers } = notificationValues(config);
    const url = (index: number) =>
      `url: http://alertmanager-prometheus-alertmanager-${index}.alertmanager-operated.monitoring.svc:9093/api/v2/alerts`;
    assert.deepEqual(
      Object.entries(notifiers as Record<string, string>).map(([name, text]) => [
        name,
        text.split("\n")[0],
      ]),
      [0, 1, 2].map((index) => [`service.webhook.alertmanager-${index}`, url(index)]),
    );
    const { webhook } = await admin.render("sync-failed", sampleApplication());
    const [first] = Object.values(webhook);
    assert.deepEqual(
      Object.entries(webhook),
      [0, 1, 2].map((index) => [`alertmanager-${index}`, first]),
    );
  });

  it("subscribe an Application to what exists, and to all of it", async () => {
    const annotations = notificationAnnotations(sampleService(), config);
    const { notifiers } = notificationValues(config);
    const services = Object.keys(notifiers as object).map((key) => key.split(".").at(-1));
    const triggers = await admin.names("trigger");
    const wanted = triggers.flatMap((trigger) =>
      services.map((service) => `notifications.argoproj.io/subscribe.${trigger}.${service ?? ""}`),
    );
    assert.deepEqual(Object.keys(annotations).sort(), [
      "msa-gitops/team",
      "msa-gitops/version",
      ...wanted.sort(),
    ]);
    assert.equal(annotations["msa-gitops/team"], "commerce");
    assert.equal(annotations["msa-gitops/version"], "1.2.3");
  });

  it("are the owner's for a tenant, and none where Argo CD or Alertmanager is not the platform's", () => {
    const { prometheus, ...others } = config.addons;
    const there = { ...others, prometheus: { ...defined(prometheus), install: false } };
    const tenant = { ...config, addons: there, platform: { ...config.platform, isOwn: false } };
    assert.equal(Object.keys(notificationAnnotations(sampleService(), tenant)).length, 11);
    const untold = { ...config.platform, tellsEvents: false };
    for (const without of [
      { ...config, platform: untold },
      { ...tenant, platform: { ...untold, isOwn: false } },
      { ...config, addons: others },
    ]) {
      assert.deepEqual(notificationValues(without), {});
      assert.deepEqual(notificationAnnotations(sampleService(), without), {});
    }
  });

  it("say of a failed sync what failed, where, since when and where to look", async () => {
    assert.deepEqual(await alertOf("sync-failed", sampleApplication()), {
      labels: {
        alertname: "SyncFailed",
        application: "order-service-production",
        environment: "production",
        episode: "2026-11-23T01:02:00Z",
        event: "sync-failed",
        service: "order-service",
        severity: "warning",
        team: "commerce",
      },
      annotations: {
        summary: "Argo CD could not apply what is declared.",
        description: "Chart microservice 1.1.0, synced by alice.",
        version: "1.2.3",
        since: "2026-11-23T01:02:00Z",
        error:
          "one or more objects failed to apply, reason: no such kind\nJob/migrate: backoff limit",
        argocd_url: "https://argo-dev.example.com/applications/argocd/order-service-production",
        dashboard_url:
          "https://grafana-dev.example.com/d/service-performance?var-environment=microservices&var-service=order-service",
        runbook_url: "https://k8s.jclee.me/docs/runbook#syncfailed",
      },
      generatorURL: "https://argo-dev.example.com/applications/argocd/order-service-production",
      startsAt: "2026-11-23T01:02:00Z",
    });
  });

  it("say of an Application that cannot be compared that its sync fails, with all that Argo CD says", async () => {
    const at = "2026-11-23T02:00:00Z";
    const conditions = [
      { type: "ComparisonError", message: "chart 9.9.9 not found", lastTransitionTime: at },
      { type: "OrphanedResourceWarning", message: "orphaned", lastTransitionTime: at },
      { type: "InvalidSpecError", message: "no project", lastTransitionTime: at },
    ];
    const application = sampleApplication({ conditions, operationState: undefined });
    const { labels, annotations } = await alertOf("not-compared", application);
    assert.equal(labels["alertname"], "SyncFailed");
    assert.equal(labels["event"], "sync-failed");
    assert.equal(labels["episode"], at);
    assert.equal(
      annotations?.["summary"],
      "Argo CD cannot tell what is declared, so nothing is applied.",
    );
    assert.equal(annotations["error"], "chart 9.9.9 not found\nno project");
    assert.match(annotations["runbook_url"] ?? "", /#syncfailed$/);
  });

  it("say of a sample that it is one, go to the channel it is for, and end", async () => {
    const sample = sampleApplication();
    const annotations = {
      ...sample.metadata.annotations,
      "msa-gitops/test-channel": "slack",
      "msa-gitops/test-until": "2026-11-23T03:00:00Z",
    };
    const application = { ...sample, metadata: { ...sample.metadata, annotations } };
    const alert = await alertOf("sync-failed", application);
    assert.equal(alert.labels["channel"], "slack");
    assert.equal(
      alert.annotations?.["summary"],
      "TEST, nothing has happened: Argo CD could not apply what is declared.",
    );
    assert.equal(alert.endsAt, "2026-11-23T03:00:00Z");
  });

  it("say of a degraded service which objects are, and page for it", async () => {
    const { labels, annotations, startsAt } = await alertOf("health-degraded", sampleApplication());
    assert.equal(labels["severity"], "critical");
    assert.equal(labels["episode"], "2026-11-23T01:02:03Z");
    assert.equal(
      annotations?.["error"],
      "Deployment/order-service: exceeded its progress deadline",
    );
    assert.equal(startsAt, "2026-11-23T01:02:03Z");
  });

  it("say of a deployment which version runs, since its own sync and not an older one", async () => {
    const { labels, annotations } = await alertOf("deployment-complete", sampleApplication());
    assert.equal(labels["severity"], "info");
    assert.equal(labels["episode"], "2026-11-23T00:00:00Z");
    assert.equal(annotations?.["version"], "1.2.3");
    assert.equal(annotations["error"], undefined);
  });

  it("cut an error of 10 KB short, between two characters, and take out what a terminal obeys", async () => {
    const operationState = {
      phase: "Failed",
      message: `\u001b[31mbad\u001b[0m\u0007 "${"漢".repeat(10_000)}`,
    };
    const { annotations } = await alertOf("sync-failed", sampleApplication({ operationState }));
    assert.equal(annotations?.["error"], `bad "${"漢".repeat(1495)} …`);
  });

  it("are taken by the real Alertmanager, whatever is missing and whatever the text", async () => {
    const message =
      "\"quotes\", 'these', \\ back\\slashes, {{ braces }}, <no value>, 漢字 🚨\n\tline\r\n";
    const at = "2026-11-23T02:00:00Z";
    const applications = [
      bareApplication,
      sampleApplication(),
      sampleApplication({
        operationState: { phase: "Error", message, finishedAt: at },
        conditions: [{ type: "ComparisonError", message, lastTransitionTime: at }],
      }),
      sampleApplication({ history: [], resources: [{ health: { status: "Degraded" } }] }),
    ];
    const server = new AlertmanagerServer();
    try {
      await server.start(sampleNotifications({ environments: [] }), [], "http://127.0.0.1:1");
      for (const event of Object.keys(templates) as DeliveryTemplate[]) {
        for (const application of applications) {
          const { webhook } = await admin.render(event, application);
          await server.post(webhook["alertmanager-0"]?.body ?? "");
        }
      }
      const taken = await server.alerts();
      const texts = taken.flatMap(({ annotations = {} }) => Object.values(annotations));
      assert.ok(texts.includes(message.replace("\r", "").trim()));
      assert.ok(texts.every((text) => text !== ""));
      const names = taken.map(({ labels }) => labels["application"]);
      assert.deepEqual([...new Set(names)].sort(), ["bare", "order-service-production"]);
    } finally {
      await server.stop();
    }
  });
});
