import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";

import { AlertmanagerServer, type PostedAlert } from "./alertmanager-server.ts";
import { sampleNotifications, sampleRouting } from "./sample-notifications.ts";
import { ChatSink, MailSink, readMail } from "./sinks.ts";

const hostile = '<!channel> & "x" ``` *b* _i_ [x](y) {{DATE(1)}}\n  at 漢字 \\ `q`';
const links = {
  argocd_url: "https://argo.jclee.me/applications/argocd/a",
  dashboard_url: "https://grafana.jclee.me/d/p?var-environment=m&var-service=s",
  runbook_url: "https://k8s.jclee.me/docs/runbook#syncfailed",
};

/** Not begun yet: what began before its group waits for others would be told at once, and alone. */
const soon = Math.floor(Date.now() / 1000) + 60;

/** Told apart by their service, which is in every title. */
const alerts: readonly PostedAlert[] = [
  {
    labels: {
      ...{ alertname: "SyncFailed", event: "sync-failed", severity: "warning" },
      ...{ environment: "production", service: "full", team: "commerce", episode: "1" },
    },
    annotations: {
      summary: "Argo CD could not apply what is declared.",
      description: "Chart microservice 1.1.0.",
      ...{ version: "1.2.3", error: hostile },
      ...links,
    },
    startsAt: "2026-11-23T01:02:03Z",
  },
  {
    labels: {
      ...{ alertname: "HealthDegraded", event: "health-degraded", severity: "critical" },
      ...{ environment: "production", service: "sparse", team: "commerce" },
    },
    annotations: { version: "", error: "" },
    startsAt: "2026-11-23T01:02:03Z",
  },
  {
    labels: {
      ...{ alertname: "DeploymentComplete", event: "deployment-complete", severity: "info" },
      ...{ environment: "production", service: "deployed", team: "commerce" },
    },
    annotations: { version: "2.0.0", runbook_url: links.runbook_url },
    startsAt: "2026-11-23T01:02:03Z",
  },
  ...Array.from({ length: 12 }, (_, pod) => ({
    labels: {
      ...{ alertname: "ResourceLimitExceeded", event: "resource-limit-exceeded" },
      ...{ environment: "production", service: "limits", team: "commerce", resource: "memory" },
      ...{ severity: "warning", pod: `limits-${String(pod).padStart(2, "0")}` },
    },
    annotations: { summary: `Pod ${pod} is near its memory limit.`, description: "Of each." },
    startsAt: new Date((soon - pod) * 1000).toISOString(),
  })),
];

interface SlackMessage {
  readonly channel: string;
  readonly attachments: readonly Readonly<Record<string, string>>[];
}
interface TeamsMessage {
  readonly attachments: readonly {
    readonly content: { readonly body: readonly { readonly text: string }[] };
  }[];
}

describe("the messages, as the real Alertmanager sends them", function () {
  this.timeout(60_000);
  const chat = new ChatSink();
  const mail = new MailSink();
  const server = new AlertmanagerServer();

  before(async () => {
    const [url, port] = await Promise.all([chat.start(), mail.start()]);
    const notifications = sampleNotifications({
      transports: {
        slack: { apiUrl: `${url}/api/chat.postMessage` },
        email: { host: "127.0.0.1", port, from: "msa@jclee.me", tls: "starttls" },
        teams: ["commerce"],
      },
      environments: [sampleRouting({ onCall: { email: [] } })],
    });
    await server.start(notifications, [], url);
    await server.post(alerts);
    // Four to Slack, four to Teams and, but for the deployment, three mails.
    const isDone = () => chat.posted.length >= 8 && mail.mails.length >= 3;
    for (let tries = 0; !isDone() && tries < 600; tries += 1) await sleep(50);
  });
  after(async () => {
    await server.stop();
    chat.close();
    mail.close();
  });

  function slack(service: string): Readonly<Record<string, string>> {
    const all = chat.posted
      .filter(({ path }) => path === "/api/chat.postMessage")
      .flatMap(({ body }) => (body as SlackMessage).attachments)
      .filter(({ title }) => title?.includes(`: ${service}`) === true);
    assert.equal(all.length, 1, service);
    return all[0] ?? {};
  }

  function teams(service: string): readonly string[] {
    const all = chat.posted
      .filter(({ path }) => path === "/commerce")
      .flatMap(({ body }) => (body as TeamsMessage).attachments)
      .map(({ content }) => content.body.map(({ text }) => text))
      .filter(([title]) => title?.includes(`: ${service}`) === true);
    assert.equal(all.length, 1, service);
    return all[0] ?? [];
  }

  function mailed(service: string): ReturnType<typeof readMail> {
    const all = mail.mails.map(readMail).filter(({ subject }) => subject.includes(`: ${service}`));
    assert.equal(all.length, 1, service);
    return all[0] ?? { subject: "", text: "", html: "" };
  }

  it("carry the credential of their channel, which is only in a file", () => {
    const [posted] = chat.posted.filter(({ path }) => path === "/api/chat.postMessage");
    assert.equal(posted?.authorization, "Bearer xoxb-sample");
    assert.equal((posted.body as SlackMessage).channel, "#msa-support");
  });

  it("say everything in Slack, where no text can mention a channel or leave its block", () => {
    const message = slack("full");
    assert.equal(message["title"], "[PRODUCTION] Sync failed: full");
    assert.equal(message["title_link"], links.argocd_url);
    assert.equal(message["color"], "#ecb22e");
    assert.deepEqual(message["text"]?.split("\n"), [
      "Argo CD could not apply what is declared.",
      "Chart microservice 1.1.0.",
      "*Service:* full",
      "*Environment:* production",
      "*Version:* 1.2.3",
      "*Team:* commerce",
      "*Since:* <!date^1795395723^{date_short} {time_secs}|2026-11-23 01:02:03 UTC>",
      "```",
      "&lt;!channel&gt; &amp; \"x\" ''' *b* _i_ [x](y) {{DATE(1)}}",
      "  at 漢字 \\ `q`",
      "```",
      `<${links.argocd_url}|Argo CD> · <${links.dashboard_url.replace("&", "&amp;")}|Dashboard> · <${links.runbook_url}|Runbook>`,
    ]);
  });

  it("say everything in Teams, where no text is taken for Markdown or a function of the card", () => {
    const [title, text] = teams("full");
    assert.equal(title, "[PRODUCTION] Sync failed: full");
    assert.deepEqual(text?.split("\n\n"), [
      "Argo CD could not apply what is declared.",
      "Chart microservice 1.1.0.",
      "**Service:** full",
      "**Environment:** production",
      "**Version:** 1.2.3",
      "**Team:** commerce",
      "**Since:** 2026-11-23 01:02:03 UTC",
      '**Error:** <!channel> & "x" \\`\\`\\` \\*b\\* \\_i\\_ \\[x\\](y) { {DATE(1)}}',
      "at 漢字 \\\\ \\`q\\`",
      `[Argo CD](${links.argocd_url}) · [Dashboard](${links.dashboard_url}) · [Runbook](${links.runbook_url})`,
    ]);
  });

  it("say everything in a mail, as text and as HTML in which no text is an element", () => {
    const { subject, text, html } = mailed("full");
    assert.equal(subject, "[PRODUCTION] Sync failed: full");
    assert.deepEqual(text.split("\n"), [
      "[PRODUCTION] Sync failed: full",
      "",
      "Argo CD could not apply what is declared.",
      "Chart microservice 1.1.0.",
      "",
      "Service: full",
      "Environment: production",
      "Version: 1.2.3",
      "Team: commerce",
      "Since: 2026-11-23 01:02:03 UTC",
      "",
      "Error:",
      ...hostile.split("\n"),
      "",
      `Argo CD: ${links.argocd_url}`,
      `Dashboard: ${links.dashboard_url}`,
      `Runbook: ${links.runbook_url}`,
    ]);
    assert.ok(
      html.includes(
        ">&lt;!channel&gt; &amp; &#34;x&#34; ``` *b* _i_ [x](y) {{DATE(1)}}\n  at 漢字 \\ `q`</pre>",
      ),
      html,
    );
    assert.ok(
      html.includes(`<a href="${links.dashboard_url.replace("&", "&amp;")}">Dashboard</a>`),
    );
    assert.deepEqual(
      [...html.matchAll(/<th[^>]*>([^<]*)<\/th><td[^>]*>([^<]*)</g)].map(([, th, td]) => [th, td]),
      [
        ["Service", "full"],
        ["Environment", "production"],
        ["Version", "1.2.3"],
        ["Team", "commerce"],
        ["Since", "2026-11-23 01:02:03 UTC"],
      ],
    );
  });

  it("have no empty line, row or link for what nobody knows", () => {
    assert.equal(slack("sparse")["color"], "#e01e5a");
    assert.equal(slack("sparse")["title_link"], undefined);
    assert.deepEqual(slack("sparse")["text"]?.trim().split("\n"), [
      "*Service:* sparse",
      "*Environment:* production",
      "*Team:* commerce",
      "*Since:* <!date^1795395723^{date_short} {time_secs}|2026-11-23 01:02:03 UTC>",
    ]);
    assert.deepEqual(teams("sparse")[1]?.trim().split("\n\n"), [
      "**Service:** sparse",
      "**Environment:** production",
      "**Team:** commerce",
      "**Since:** 2026-11-23 01:02:03 UTC",
    ]);
    const { text, html } = mailed("sparse");
    assert.deepEqual(text.split("\n"), [
      "[PRODUCTION] Health degraded: sparse",
      "",
      "Service: sparse",
      "Environment: production",
      "Team: commerce",
      "Since: 2026-11-23 01:02:03 UTC",
    ]);
    assert.doesNotMatch(html, /<(p|pre|td|a)[^>]*><\/|<p|<pre|<a /);
    assert.doesNotMatch(JSON.stringify([chat.posted, mail.mails]), /no value/);
  });

  it("are green for what went well, and have the one link there is", () => {
    assert.equal(slack("deployed")["color"], "#2eb67d");
    assert.equal(slack("deployed")["title"], "[PRODUCTION] Deployment complete: deployed");
    assert.equal(slack("deployed")["text"]?.split("\n").at(-1), `<${links.runbook_url}|Runbook>`);
  });

  it("are one for the pods of a service at the same limit: ten by name, since the first of them", () => {
    assert.equal(slack("limits")["title"], "[PRODUCTION] Resource limit exceeded: limits (memory)");
    const since = new Date((soon - 11) * 1000).toISOString().slice(0, 19).replace("T", " ");
    assert.deepEqual(slack("limits")["text"]?.trim().split("\n"), [
      ...Array.from({ length: 10 }, (_, pod) => `• Pod ${pod} is near its memory limit.`),
      "• … 12 in all",
      "*Service:* limits",
      "*Environment:* production",
      "*Team:* commerce",
      `*Since:* <!date^${soon - 11}^{date_short} {time_secs}|${since} UTC>`,
    ]);
  });
});
