import assert from "node:assert/strict";
import { test } from "node:test";
import { isFlowMeshError } from "@flowmesh/fabric";
import { Grants } from "./grants.ts";
import { formatTokens, parseTokens, readTokensFile } from "./tokens-file.ts";

const hash = `sha256:${"ab".repeat(32)}`;
const grants = [{ allow: ["streams:read"], on: ["*"] }];
const whole = { name: "shop", hash, grants };

function textOf(...tokens: readonly unknown[]): string {
  return JSON.stringify({ tokens });
}

test("a token names who brings it, its hash, and what it may do; without names of resources on all", () => {
  const [entry] = parseTokens(textOf({ ...whole, grants: [{ allow: ["*"] }] }), "tokens.json");
  assert.deepEqual(entry, {
    name: "shop",
    hash,
    subject: undefined,
    createdAt: undefined,
    grants: [{ allow: ["*"], on: ["*"] }],
  });
  assert.deepEqual(parseTokens(formatTokens([entry!]), "tokens.json"), [entry]);
  assert.deepEqual(parseTokens(textOf(), "tokens.json"), []);
});

test("what is granted on the dead letters of one group is granted on no other queue", () => {
  const [entry] = parseTokens(textOf({ ...whole, grants: [{ allow: ["queues:read"], on: ["@billing"] }] }), "a");
  const granted = new Grants(entry!.grants);
  const may = (name: string): boolean => granted.permit({ permission: "queues:read", on: "one", name });
  assert.deepEqual(["@billing", "billing", "@billing2"].map(may), [true, false, false]);
});

/** A mistake, and the words by which whoever made it finds it. */
const mistakes: readonly [text: string, ...says: string[]][] = [
  ["", "not JSON"],
  ["{", "not JSON"],
  ["[]", "the content must be an object"],
  ["{}", 'no list "tokens"'],
  ['{"tokens":{}}', 'no list "tokens"'],
  ['{"tokens":[],"users":[]}', '"users"', "known are tokens"],
  [textOf(7), "tokens[0] must be an object"],
  [textOf(whole, { hash, grants }), "tokens[1].name"],
  [textOf({ ...whole, name: "a b" }), "tokens[0].name", "letters, digits"],
  [textOf({ ...whole, token: "fm_x" }), 'tokens[0] has "token"', "hash"],
  [textOf({ name: "shop", grants }), "tokens[0]", '"hash"', '"subject"'],
  [textOf({ ...whole, subject: "CN=a" }), "tokens[0]", "either"],
  [textOf({ ...whole, hash: "fm_secret" }), "tokens[0].hash", "sha256: and 64 hexadecimal digits"],
  [textOf({ name: "a", subject: "billing", grants }), "tokens[0].subject", "CN=name"],
  [textOf({ name: "shop", hash }), "tokens[0].grants"],
  [textOf({ ...whole, grants: [] }), "tokens[0].grants", "not empty"],
  [textOf({ ...whole, grants: [{ on: ["*"] }] }), "tokens[0].grants[0].allow"],
  [textOf({ ...whole, grants: [{ allow: "streams:read" }] }), "tokens[0].grants[0].allow", "list"],
  [textOf({ ...whole, grants: [{ allow: ["streams:raed"] }] }), '[0] is "streams:raed"', "streams:read"],
  [textOf({ ...whole, grants: [{ allow: ["streams"] }] }), "no permission"],
  [textOf({ ...whole, grants: [{ allow: ["streams:read"], on: ["a/b"] }] }), "on[0]", "no pattern"],
  [textOf({ ...whole, grants: [{ allow: ["streams:read"], on: ["a@b"] }] }), "on[0]", "no pattern"],
  [textOf({ ...whole, grants: [{ allow: ["streams:read"], off: [] }] }), '"off"'],
  [textOf({ ...whole, createdAt: 7 }), "createdAt"],
  [textOf(whole, { ...whole, hash: `sha256:${"cd".repeat(32)}` }), "tokens[1] has the same name as tokens[0]"],
  [textOf(whole, { ...whole, name: "b" }), "tokens[1] has the same hash as tokens[0]"],
];

for (const [text, ...says] of mistakes) {
  test(`a tokens file with ${text.slice(0, 100) || "nothing in it"} is refused, saying where and why`, () => {
    assert.throws(
      () => parseTokens(text, "/etc/tokens.json"),
      (error: unknown) => {
        assert.ok(isFlowMeshError(error, "tokens_file_invalid"));
        for (const words of ["/etc/tokens.json", ...says]) assert.ok(error.message.includes(words), error.message);
        assert.doesNotMatch(error.message, /fm_secret/);
        return true;
      },
    );
  });
}

test("no file is no tokens; a folder in its place is refused", () => {
  assert.equal(readTokensFile("/nowhere/tokens.json"), undefined);
  assert.throws(() => readTokensFile("/"), {
    reason: "tokens_file_invalid",
    message: /cannot be read: it is a folder/,
  });
});
