import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { startedServer } from "../testing/started-server.ts";
import { hashOfToken, newToken } from "./token.ts";
import { formatTokens, type TokenEntry } from "./tokens-file.ts";

function entryOf(name: string, token: string): TokenEntry {
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  return { name, hash, subject: undefined, createdAt: undefined, grants: [{ allow: ["*"], on: [`${name}-*`] }] };
}

test("a caller is neither given, nor kept from its own write by, what a caller with another token wrote with the same key", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-keys-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const tokens: Readonly<Record<string, string>> = { ann: newToken(), bob: newToken() };
  const tokensFile = join(folder, "tokens.json");
  writeFileSync(tokensFile, formatTokens(Object.entries(tokens).map(([name, token]) => entryOf(name, token))));
  const { httpUrl } = await startedServer(t, { access: { tokensFile } });
  const post = async (who: string, path: string, body: object) => {
    const headers = { authorization: `Bearer ${tokens[who]}`, "content-type": "application/json" };
    const response = await fetch(`${httpUrl}/v1/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as { readonly position: number; readonly details?: { readonly reason: string } };
  };
  const publish = (who: string, value: string) =>
    post(who, `streams/${who}-1/records`, { records: [{ value }], idempotencyKey: "order-7" });
  for (const who of Object.keys(tokens)) await post(who, "streams", { stream: `${who}-1` });
  const first = await publish("ann", "a");
  const second = await publish("bob", "b");
  assert.ok(second.position > first.position, JSON.stringify(second));
  assert.deepEqual([await publish("ann", "a"), await publish("bob", "b")], [first, second]);
});
