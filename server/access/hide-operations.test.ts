import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import type { Handler } from "../dispatch/handlers.ts";
import { hideOperations } from "./hide-operations.ts";
import { hashOfToken, newToken } from "./token.ts";
import { TokenAccess } from "./token-access.ts";

const list = methods.listOperations as unknown as AnyMethod;
const all = [{ queue: "mails" }, { queue: "payments" }, { queue: "@mails" }];
const handlers = new Map<AnyMethod, Handler>([[list, async () => ({ operations: all, nextPageToken: "next" })]]);

function accessOf(token: string, allow: readonly string[]): TokenAccess {
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  const grants = [{ allow, on: ["mails"] }];
  return new TokenAccess([{ name: "n", hash, subject: undefined, createdAt: undefined, grants }]);
}

test("a token sees the operations on jobs of queues that it may read, and no others", async () => {
  const token = newToken();
  const access = accessOf(token, ["queues:read"]);
  const credential = access.authenticateToken(token, { certificate: undefined });
  access.authorize(list, { queue: "" }, credential);
  access.authorize(list, { queue: "mails" }, credential);
  assert.throws(() => access.authorize(list, { queue: "payments" }, credential), { reason: "permission_missing" });
  const answer = await hideOperations(handlers, access).get(list)!({}, { credential } as object);
  assert.deepEqual(answer, { operations: [{ queue: "mails" }], nextPageToken: "next" });
});

test("a token that may read no jobs lists no operations", () => {
  const token = newToken();
  const access = accessOf(token, ["queues:enqueue"]);
  const credential = access.authenticateToken(token, { certificate: undefined });
  assert.throws(() => access.authorize(list, { queue: "" }, credential), { reason: "permission_missing" });
});
