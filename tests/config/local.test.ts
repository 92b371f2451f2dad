import assert from "node:assert/strict";
import { ConfigError } from "../../config/config-error.ts";
import { joinLocal, parseLocal, type Local } from "../../config/local.ts";
import { parse } from "../../config/parse.ts";
import { configFromText } from "../../config/read-files.ts";
import { baseText } from "./fixture.ts";

const projectText = baseText("Pulumi.yaml");
const stackText = baseText("Pulumi.production.yaml");
const uid = "1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11";
const local: Local = { context: "msa-local", uid };

function joined(over: Partial<Local>, own = stackText) {
  const text = joinLocal({ stackText: own, projectText, local: { ...local, ...over } });
  return parse(configFromText({ projectText, stackText: text, stack: "production" }));
}

const committed = parse(configFromText({ projectText, stackText, stack: "production" }));

describe("joinLocal", () => {
  it("replaces the cluster and nothing else", () => {
    assert.deepEqual(joined({}), { ...committed, cluster: { context: "msa-local", uid } });
  });

  it("sends every chart to the mirror and keeps where the project has them", () => {
    const chartsMirror = "http://127.0.0.1:8879";
    const config = joined({ chartsMirror });
    assert.deepEqual(
      config.services.map(({ chart }) => chart.repository),
      [chartsMirror, chartsMirror],
    );
    const text = joinLocal({ stackText, projectText, local: { ...local, chartsMirror } });
    assert.match(text, /services: https:\/\/charts\.example\.org/);
  });

  it("runs the sample image in place of every service's, without its digest", () => {
    const own = stackText.replace(
      "{ version: 2.1.0 }",
      `{ version: 2.1.0, digest: "sha256:${"a".repeat(64)}", env: { A: b } }`,
    );
    const config = joined({ demo: { image: "ghcr.io/acme/sample:6.7.0", port: 9898 } }, own);
    assert.deepEqual(
      config.services.map(({ image, port, env }) => ({ image, port, env })),
      [{ A: "b" }, {}].map((env) => ({
        image: { registry: "ghcr.io", repository: "acme/sample", tag: "6.7.0" },
        port: 9898,
        env,
      })),
    );
  });

  it("has its own issuer of certificates, beside whatever else is said of cert-manager", () => {
    const own = `${stackText}  msa:addons: { grafana: { enabled: false }, certManager: { namespace: tls, issuer: { acme: { email: a@example.org } } } }\n`;
    const { addons } = joined({ certificateIssuer: { selfSigned: {} } }, own);
    assert.deepEqual(addons.certManager, {
      install: true,
      namespace: "tls",
      issuer: { kind: "selfSigned" },
    });
    assert.equal(addons.grafana, undefined);
    assert.deepEqual(
      joined({ certificateIssuer: { ca: { secretName: "mine" } } }).addons.certManager?.issuer,
      { kind: "ca", secretName: "mine" },
    );
  });

  it("leaves the issuer to the owner of the platform, where that is another stack", () => {
    const own = `${stackText}  msa:platform: { owner: staging }\n`;
    const text = joinLocal({
      stackText: own,
      projectText,
      local: { ...local, certificateIssuer: { selfSigned: {} } },
    });
    assert.doesNotMatch(text, /addons|issuer/);
    assert.match(text, /owner: staging/);
  });

  it("lets a run take over what it names, and nothing else", () => {
    assert.deepEqual(joined({ adopt: ["Namespace/shop"] }).adopt, ["Namespace/shop"]);
    assert.deepEqual(joined({}).adopt, []);
  });

  it("keeps comments", () => {
    const text = joinLocal({ stackText: `# Why.\n${stackText}`, projectText, local });
    assert.equal(text.split("\n")[0], "# Why.");
  });

  it("drops the committed encryption, and keeps that of the earlier local run", () => {
    const own = `encryptionsalt: committed\nsecretsprovider: awskms://key\n${stackText}`;
    const first = joinLocal({ stackText: own, projectText, local });
    assert.doesNotMatch(first, /encryptionsalt|secretsprovider/);
    const previousText = `${first}encryptionsalt: local\n`;
    const second = joinLocal({ stackText: own, projectText, local, previousText });
    assert.match(second, /^encryptionsalt: local$/m);
    assert.equal(joinLocal({ stackText: own, projectText, local, previousText: second }), second);
  });

  it("replaces the cluster also where it is written without a namespace", () => {
    const text = joinLocal({
      stackText: stackText.replace("msa:cluster:", "cluster:"),
      projectText,
      local,
    });
    assert.doesNotMatch(text, /^ +cluster:/m);
  });

  it("leaves a file of another shape for parse to refuse", () => {
    for (const odd of ["", "config: []\n", "config:\n"]) {
      assert.equal(joinLocal({ stackText: odd, projectText, local }), odd);
    }
  });
});

describe("parseLocal", () => {
  it("reads every key there is", () => {
    const text = `context: msa-local\nuid: ${uid}\nchartsMirror: http://localhost:1\ncertificateIssuer: { selfSigned: {} }\ndemo: { image: "ghcr.io/acme/sample:6.7.0", withoutAddons: [istio] }\nadopt: [Namespace/shop]\n`;
    assert.deepEqual(parseLocal(text), {
      context: "msa-local",
      uid,
      chartsMirror: "http://localhost:1",
      certificateIssuer: { selfSigned: {} },
      demo: { image: "ghcr.io/acme/sample:6.7.0", withoutAddons: ["istio"] },
      adopt: ["Namespace/shop"],
    });
  });

  it("lists everything that is wrong", () => {
    assert.throws(
      () => parseLocal("contxt: a\nuid: b\npassphrase: c\ndemo: { image: nginx:latest }\n"),
      (error: unknown) => {
        assert.ok(error instanceof ConfigError);
        assert.deepEqual(error.message.split("\n"), [
          "local.yaml has 5 problems:",
          "  context: is missing. Add it, for example `context: staging`.",
          '  contxt: there is no such key. Did you mean "context"?',
          '  demo.image: must be <registry>/<path>:<exact version> (found "nginx:latest"). For example `image: ghcr.io/a/b:1.2.3`.',
          "  passphrase: there is no such key. The keys here are context, uid, chartsMirror, certificateIssuer, demo and adopt.",
          '  uid: must be empty or a UID such as 1f0c2a9e-5b1d-4c54-9d0e-7a3a4f2b8c11 (found "b"). Read it with `kubectl get namespace kube-system -o jsonpath={.metadata.uid}`.',
        ]);
        return true;
      },
    );
  });

  it("takes exactly one issuer", () => {
    const text = `context: a\nuid: ""\ncertificateIssuer: { selfSigned: {}, existing: { name: b } }\n`;
    assert.throws(() => parseLocal(text), {
      message:
        "local.yaml has 1 problem:\n  certificateIssuer: must be exactly one of acme, ca, existing and selfSigned (found existing and selfSigned). Keep one.",
    });
  });

  it("refuses a file that is no map", () => {
    assert.throws(() => parseLocal(""), {
      message:
        "local.yaml has 1 problem:\n  whole file: must be a map of context, uid, chartsMirror, certificateIssuer, demo, adopt (found nothing).",
    });
  });
});
