import assert from "node:assert/strict";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { formatTokens, hashOfToken, newToken } from "@flowmesh/server/internal";
import { readConfiguration } from "../configuration/configuration.ts";
import { days } from "../testing/certificates.ts";
import { temporaryFolder } from "../testing/flowmesh-process.ts";
import { TlsFolder } from "../testing/tls-folder.ts";
import { checkTls } from "./check-tls.ts";
import { checkTokens, type TokenSources } from "./check-tokens.ts";
import type { Finding } from "./finding.ts";

const dayMs = 86_400_000;

function assertFound(findings: readonly Finding[], state: Finding["state"], what: RegExp, fix: RegExp = /./): void {
  assert.deepEqual(
    findings.map((finding) => finding.state),
    [state],
    JSON.stringify(findings),
  );
  assert.match(findings[0]!.what, what);
  if (state === "ok") assert.equal(findings[0]!.fix, "");
  else assert.match(findings[0]!.fix, fix);
}

interface Written {
  readonly text?: string;
  readonly mode?: number;
  readonly sources?: Partial<TokenSources>;
}

async function tokensFinding(folder: string, { text, mode = 0o600, sources = {} }: Written): Promise<Finding[]> {
  const tokensFile = join(folder, "tokens.json");
  if (text !== undefined) writeFileSync(tokensFile, text);
  if (text !== undefined) chmodSync(tokensFile, mode);
  const configuration = await readConfiguration({ tokensFile }, {}, folder);
  return [checkTokens(configuration, { isNamed: false, token: undefined, ...sources })];
}

const token = newToken();
const hash = `sha256:${hashOfToken(token).toString("hex")}`;
const one = formatTokens([
  { name: "admin", hash, subject: undefined, createdAt: undefined, grants: [{ allow: ["*"], on: ["*"] }] },
]);

const ofTokens: readonly [Written, Finding["state"], RegExp, RegExp?][] = [
  [{}, "ok", /there are none: dev asks for none, and start needs one/],
  [{ sources: { token: "t" } }, "ok", /that of FLOWMESH_TOKEN alone may call/],
  [
    { sources: { isNamed: true } },
    "fail",
    /tokens\.json does not exist, .*start refuses to run/,
    /token new --name admin .*tokens\.json/,
  ],
  [{ sources: { isNamed: true, token: "t" } }, "warn", /does not exist: only the token of FLOWMESH_TOKEN/],
  [{ text: one }, "ok", /tokens\.json has 1 token$/],
  [{ text: one, sources: { token: newToken() } }, "ok", /has 1 token; that of FLOWMESH_TOKEN counts too$/],
  [{ text: one, sources: { token } }, "ok", /has 1 token; that of FLOWMESH_TOKEN is admin's$/],
  [{ text: one, mode: 0o640 }, "ok", /has 1 token/],
  [{ text: formatTokens([]) }, "fail", /is empty, .*start refuses to run/, /token new/],
  [{ text: "{" }, "fail", /tokens\.json cannot be used: it is not JSON/, /docs\/security\.md/],
  [{ text: '{"tokens":[{"name":"a"}]}' }, "fail", /tokens\[0\] must have either "hash"/],
  [{ text: one, mode: 0o644 }, "warn", /can be read by other users/, /^chmod 600 \/.*tokens\.json/],
  [
    { text: one, mode: 0o660 },
    "fail",
    /can be written by other users of this machine, who can so let anybody in/,
    /^chmod 600/,
  ],
];

test("a tokens file is looked at: whether it is there, is read, lets anybody in, and who else can change it", async (t) => {
  for (const [written, state, what, fix] of ofTokens)
    assertFound(await tokensFinding(temporaryFolder(t), written), state, what, fix);
  const configuration = await readConfiguration({ insecure: true }, {}, temporaryFolder(t));
  assertFound([checkTokens(configuration, { isNamed: false, token: undefined })], "ok", /insecure is set/);
});

async function tlsFindings(tls: TlsFolder, settings = {}, nowMs?: number): Promise<Finding[]> {
  const files = { tlsCert: tls.certFile, tlsKey: tls.keyFile };
  return checkTls(await readConfiguration({ ...files, ...settings }, {}, tls.folder), nowMs);
}

test("without TLS it is told what that means", async (t) => {
  assertFound(
    checkTls(await readConfiguration({}, {}, temporaryFolder(t))),
    "ok",
    /not configured: start then speaks without/,
  );
});

test("a certificate that can be used is described, with the authority of clients", async (t) => {
  const tls = new TlsFolder(t);
  tls.renew({ until: days(200) });
  chmodSync(tls.keyFile, 0o640);
  assertFound(await tlsFindings(tls), "ok", /cert\.pem is for DNS:localhost, .*until 20.*, in (199|200) days$/);
  assertFound(
    await tlsFindings(tls, { tlsClientCa: tls.caFile }, Date.now() - dayMs / 2),
    "ok",
    /client certificates of .*ca\.pem are taken/,
  );
});

test("certificates that have expired, soon will, or do not count yet are named with the time", async (t) => {
  const tls = new TlsFolder(t);
  tls.renew({ until: days(20) });
  chmodSync(tls.keyFile, 0o600);
  assertFound(await tlsFindings(tls), "ok", /in (19|20) days$/);
  assertFound(
    await tlsFindings(tls, {}, Date.now() + 15 * dayMs),
    "warn",
    /CN=localhost in .*cert\.pem expires soon, 20.*Z$/,
    /renewed certificate/,
  );
  assertFound(
    await tlsFindings(tls, {}, Date.now() + 21 * dayMs),
    "fail",
    /has expired, 20.*Z: it is believed no more/,
    /renewed/,
  );
  assertFound(await tlsFindings(tls, {}, Date.now() - 3 * dayMs), "fail", /counts only from 20.*Z on/, /clock/);
});

test("one that expires of those behind the server's is found too, and so is that of the clients' authority", async (t) => {
  const tls = new TlsFolder(t);
  const cert = tls.renew({ until: days(200) });
  chmodSync(tls.keyFile, 0o600);
  tls.write("cert.pem", `${cert}${tls.authority.certificate}`);
  const later = Date.now() + 2 * dayMs;
  assertFound(await tlsFindings(tls, {}, later), "fail", /CN=FlowMesh test authority in .*cert\.pem has expired/);
  tls.write("cert.pem", cert);
  assertFound(await tlsFindings(tls, { tlsClientCa: tls.caFile }, later), "fail", /authority in .*ca\.pem has expired/);
});

test("files that are missing, not PEM, not a pair, or open to others are named with what to do", async (t) => {
  const tls = new TlsFolder(t);
  tls.renew({ until: days(200) });
  assertFound(
    await tlsFindings(tls),
    "warn",
    /key\.pem can be read by other users .*it is a private key/,
    /^chmod 600 .*key\.pem/,
  );
  chmodSync(tls.keyFile, 0o622);
  assertFound(await tlsFindings(tls), "fail", /key\.pem can be written by other users/, /chmod 600/);
  chmodSync(tls.keyFile, 0o600);
  tls.write("other.pem", tls.authority.issue().key);
  assertFound(
    await tlsFindings(tls, { tlsKey: join(tls.folder, "other.pem") }),
    "fail",
    /other\.pem: it is not the private key of the certificate in .*cert\.pem/,
    /its private key/,
  );
  tls.write("other.pem", "text");
  assertFound(await tlsFindings(tls, { tlsKey: join(tls.folder, "other.pem") }), "fail", /other\.pem: it is not PEM/);
  assertFound(
    await tlsFindings(tls, { tlsCert: join(tls.folder, "none.pem") }),
    "fail",
    /none\.pem: it cannot be read: there is no such file/,
  );
  assertFound(await tlsFindings(tls, { tlsKey: undefined }), "fail", /tlsCert .*needs tlsKey beside it/);
});
