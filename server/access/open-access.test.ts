import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { SystemClock } from "@flowmesh/engine";
import { serverLimits } from "../server-limits.ts";
import { openLog } from "../telemetry/log.ts";
import { openAccess } from "./open-access.ts";
import { hashOfToken, newToken } from "./token.ts";
import { formatTokens, type TokenEntry } from "./tokens-file.ts";

const publish = methods.publish as unknown as AnyMethod;
const deleteStream = methods.deleteStream as unknown as AnyMethod;

function entryOf(name: string, token: string): TokenEntry {
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  const grants = [{ allow: ["streams:publish"], on: ["orders-*"] }];
  return { name, hash, subject: undefined, createdAt: undefined, grants };
}

/** A door with this token and a file of these entries, and how the file is written anew and read again. */
function setUp(t: TestContext, token: string, entries: readonly TokenEntry[]) {
  const folder = mkdtempSync(join(tmpdir(), "flowmesh-access-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const tokensFile = join(folder, "tokens.json");
  writeFileSync(tokensFile, formatTokens(entries));
  const log = openLog({ level: "info", isReadable: false, write: () => undefined });
  const limits = serverLimits({ reloadCheckMs: 2 });
  const opened = openAccess({ tokensFile, token }, { clock: new SystemClock(), limits, log });
  t.after(() => opened.close());
  let tell = (): void => undefined;
  opened.watch(() => tell());
  const rewrite = (changed: readonly TokenEntry[]): Promise<void> =>
    new Promise((resolve) => {
      tell = resolve;
      writeFileSync(tokensFile, formatTokens(changed));
    });
  const use = (shown: string, method: AnyMethod): void =>
    opened.access.authorize(
      method,
      { stream: "orders-1" },
      opened.access.authenticateToken(shown, { certificate: undefined }),
    );
  return { use, rewrite };
}

test("the one token may do everything beside those of the file, and stays when the file changes", async (t) => {
  const [own, shop] = [newToken(), newToken()];
  const { use, rewrite } = setUp(t, own, [entryOf("shop", shop)]);
  use(own, deleteStream);
  use(shop, publish);
  await rewrite([]);
  use(own, deleteStream);
  assert.throws(() => use(shop, publish), { reason: "token_invalid" });
});

test("a token of the file does not get more rights, nor a longer life, from being the server's FLOWMESH_TOKEN too", async (t) => {
  const [shop, other] = [newToken(), newToken()];
  const { use, rewrite } = setUp(t, shop, [entryOf("shop", shop), entryOf("other", other)]);
  use(shop, publish);
  assert.throws(() => use(shop, deleteStream), { reason: "permission_missing" });
  await rewrite([entryOf("other", other)]);
  assert.throws(() => use(shop, publish), { reason: "token_invalid" });
  await rewrite([]);
  assert.throws(() => use(shop, publish), { reason: "token_invalid" });
});
