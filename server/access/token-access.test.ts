import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { hashOfToken, newToken } from "./token.ts";
import { TokenAccess } from "./token-access.ts";
import type { TokenEntry } from "./tokens-file.ts";

const publish = methods.publish as unknown as AnyMethod;
const commit = methods.commit as unknown as AnyMethod;
const anybody = { certificate: undefined };

function entryOf(token: string, allow: readonly string[], on: readonly string[] = ["*"]): TokenEntry {
  const hash = `sha256:${hashOfToken(token).toString("hex")}`;
  return { name: `holder of ${allow}`, hash, subject: undefined, createdAt: undefined, grants: [{ allow, on }] };
}

function certificateEntry(name: string, subject: string): TokenEntry {
  return { name, hash: undefined, subject, createdAt: undefined, grants: [{ allow: ["*"], on: [`${name}-*`] }] };
}

test("a token comes as Bearer in the header, or bare; anything else is refused without showing it", () => {
  const token = newToken();
  const access = new TokenAccess([entryOf(token, ["*"])]);
  for (const header of [`Bearer ${token}`, `bearer ${token}`, `BEARER   ${token} `])
    access.authenticate(header, anybody);
  access.authenticateToken(token, anybody);
  assert.throws(() => access.authenticate(undefined, anybody), { reason: "token_missing" });
  const other = newToken();
  const wrong = [
    "",
    "Bearer",
    `Basic ${other}`,
    other,
    `Bearer ${other} x`,
    `Bearer ${other}`,
    "Bearer short",
    `Bearer ${"a".repeat(5000)}`,
  ];
  for (const header of wrong) {
    assert.throws(
      () => access.authenticate(header, anybody),
      (error: Error & { reason: string }) => {
        assert.equal(error.reason, "token_invalid", header);
        assert.ok(!JSON.stringify(error).includes(other) && !error.message.includes(other));
        return true;
      },
    );
  }
});

test("tokens are told apart although the first bytes of their hashes are the same", () => {
  const hash = hashOfToken(newToken());
  const twin = Buffer.from(hash);
  twin[31]! ^= 1;
  const token = newToken();
  const entries = [hash, twin, hashOfToken(token)].map((bytes, at) => {
    return { ...entryOf(token, ["*"]), name: `n${at}`, hash: `sha256:${bytes.toString("hex")}` };
  });
  const access = new TokenAccess(entries);
  access.authorize(publish, { stream: "s" }, access.authenticateToken(token, anybody));
});

test("a call without a credential is refused, whatever a face forgot", () => {
  const access = new TokenAccess([entryOf(newToken(), ["*"])]);
  assert.throws(() => access.authorize(publish, { stream: "s" }, undefined), { reason: "token_missing" });
});

test("a commit needs what each of its operations needs, on its own resource", () => {
  const token = newToken();
  const access = new TokenAccess([
    {
      ...entryOf(token, ["streams:publish"], ["orders-*"]),
      grants: [
        { allow: ["streams:publish"], on: ["orders-*"] },
        { allow: ["groups:join"], on: ["billing"] },
      ],
    },
  ]);
  const credential = access.authenticateToken(token, anybody);
  const mine = { publish: { stream: "orders-1" } };
  const mayCommit = (...operations: object[]) => access.authorize(commit, { operations }, credential);
  mayCommit(mine, { append: { stream: "orders-2" } }, { cursor: { group: "billing", stream: "orders-1" } });
  assert.throws(() => mayCommit(mine, { publish: { stream: "other" } }), {
    reason: "permission_missing",
    details: { identity: "holder of streams:publish", permission: "streams:publish", resource: "other" },
  });
  assert.throws(() => mayCommit(mine, { append: { stream: "other" } }), { reason: "permission_missing" });
  assert.throws(() => mayCommit(mine, { cursor: { group: "other", stream: "orders-1" } }), {
    details: { identity: "holder of streams:publish", permission: "groups:join", resource: "other" },
  });
});

test("who may manage a queue moves jobs into no queue where he may not enqueue, and sees none that he may not read", () => {
  const token = newToken();
  const grants = [
    { allow: ["queues:manage"], on: ["mine"] },
    { allow: ["queues:enqueue"], on: ["later"] },
    { allow: ["groups:join"], on: ["billing"] },
  ];
  const access = new TokenAccess([{ ...entryOf(token, []), grants }]);
  const credential = access.authenticateToken(token, anybody);
  const start = methods.startOperation as unknown as AnyMethod;
  const mayStart = (asked: object): void =>
    access.authorize(start, { queue: "mine", dryRun: false, toQueue: "", ...asked }, credential);
  mayStart({});
  mayStart({ toQueue: "later" });
  assert.throws(() => mayStart({ toQueue: "payroll" }), {
    reason: "permission_missing",
    message: /queues:enqueue.*payroll/,
  });
  assert.throws(() => mayStart({ dryRun: true }), { reason: "permission_missing", message: /queues:read.*mine/ });
});

test("a dead letter is given up only of a stream that its consumer may know of", () => {
  const token = newToken();
  const grants = [
    { allow: ["groups:join"], on: ["billing"] },
    { allow: ["streams:read"], on: ["orders"] },
  ];
  const access = new TokenAccess([{ ...entryOf(token, []), grants }]);
  const credential = access.authenticateToken(token, anybody);
  const giveUp = (stream: string): void =>
    access.authorize(commit, { operations: [{ deadLetter: { group: "billing", stream } }] }, credential);
  giveUp("orders");
  assert.throws(() => giveUp("secrets"), { reason: "permission_missing", message: /streams:get.*secrets/ });
});

test("who has a group of his own may put only such streams into it, and move cursors only in such, as he may know of", () => {
  const token = newToken();
  const access = new TokenAccess([
    {
      ...entryOf(token, []),
      grants: [
        { allow: ["groups:*"], on: ["*"] },
        { allow: ["streams:read"], on: ["mine-*"] },
        { allow: ["streams:publish"], on: ["out-*"] },
      ],
    },
  ]);
  const credential = access.authenticateToken(token, anybody);
  const cursorsOf = (stream: string): object => ({ group: "g", cursors: [{ stream: "mine-1" }, { stream }] });
  const cases: readonly [name: keyof typeof methods, allowed: object, refused: object, permission: string][] = [
    ["joinGroup", { streams: ["mine-1"] }, { streams: ["mine-1", "other"] }, "streams:read"],
    ["joinGroup", { streams: [] }, { streams: ["out-1"] }, "streams:read"],
    ["commitCursors", cursorsOf("out-1"), cursorsOf("other"), "streams:get"],
    ["resetGroup", { stream: "mine-1" }, { stream: "other" }, "streams:get"],
    ["resetGroup", { stream: "" }, { stream: "other", preview: true }, "streams:get"],
  ];
  for (const [name, allowed, refused, permission] of cases) {
    const method = methods[name] as unknown as AnyMethod;
    access.authorize(method, { group: "g", ...allowed }, credential);
    assert.throws(() => access.authorize(method, { group: "g", ...refused }, credential), {
      reason: "permission_missing",
      message: new RegExp(permission),
    });
  }
  const ofCommit = (stream: string): object => ({ operations: [{ cursor: { group: "g", stream } }] });
  access.authorize(commit, ofCommit("mine-1"), credential);
  assert.throws(() => access.authorize(commit, ofCommit("other"), credential), { reason: "permission_missing" });
});

test("who reads for a group needs to be one who may join it", () => {
  const token = newToken();
  const access = new TokenAccess([
    {
      ...entryOf(token, []),
      grants: [
        { allow: ["streams:read"], on: ["*"] },
        { allow: ["groups:join"], on: ["mine"] },
      ],
    },
  ]);
  const credential = access.authenticateToken(token, anybody);
  for (const method of [methods.read, methods.fetch, methods.subscribe] as unknown as AnyMethod[]) {
    for (const group of ["", "mine"]) access.authorize(method, { stream: "orders", group }, credential);
    assert.throws(() => access.authorize(method, { stream: "orders", group: "other" }, credential), {
      details: { identity: "holder of ", permission: "groups:join", resource: "other" },
    });
  }
});

test("when the list is replaced, credentials from before count by the new one", () => {
  const [kept, removed, added] = [newToken(), newToken(), newToken()];
  const access = new TokenAccess([entryOf(kept, ["streams:publish"]), entryOf(removed, ["*"])]);
  const credentials = [kept, removed].map((token) => access.authenticateToken(token, anybody));
  assert.throws(() => access.authenticateToken(added, anybody), { reason: "token_invalid" });
  access.replace([entryOf(kept, ["streams:read"]), entryOf(added, ["*"])]);
  assert.throws(() => access.authorize(publish, { stream: "s" }, credentials[0]), { reason: "permission_missing" });
  assert.throws(() => access.authorize(publish, { stream: "s" }, credentials[1]), { reason: "token_invalid" });
  access.authorize(publish, { stream: "s" }, access.authenticateToken(added, anybody));
});

test("a client certificate stands for the entry that names most of its subject, unless a token comes too", () => {
  const token = newToken();
  const access = new TokenAccess([
    certificateEntry("acme", "O=Acme"),
    certificateEntry("billing", "CN=billing,O=Acme"),
    entryOf(token, ["*"], ["token-*"]),
  ]);
  const peer = {
    certificate: new Map([
      ["CN", ["billing"]],
      ["O", ["Acme"]],
    ]),
  };
  const credential = access.authenticate(undefined, peer);
  access.authorize(publish, { stream: "billing-1" }, credential);
  assert.throws(() => access.authorize(publish, { stream: "acme-1" }, credential), { reason: "permission_missing" });
  access.authorize(publish, { stream: "token-1" }, access.authenticateToken(token, peer));
  const stranger = {
    certificate: new Map([
      ["CN", ["billing"]],
      ["O", ["Other"]],
    ]),
  };
  assert.throws(() => access.authenticate(undefined, stranger), {
    reason: "certificate_unknown",
    message: /CN=billing,O=Other/,
  });
});
