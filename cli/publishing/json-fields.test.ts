import assert from "node:assert/strict";
import { test } from "node:test";
import { keyIn, timestampIn } from "./json-fields.ts";

const value = {
  id: 7,
  ok: true,
  who: { name: "alice", "": "empty" },
  none: null,
  list: [1],
  at: "2026-01-01T00:00:00Z",
  ms: 1_767_225_600_000.9,
  seconds: 1_767_225_600,
  microseconds: 1_767_225_600_000_000,
  zero: 0,
};

test("a key is text, a number or a truth value of a field, however deep; null is no key", () => {
  assert.equal(keyIn(value, "who.name"), "alice");
  assert.equal(keyIn(value, "id"), "7");
  assert.equal(keyIn(value, "ok"), "true");
  assert.equal(keyIn(value, "none"), undefined);
});

test("a field that is not there or holds more than one value is no key", () => {
  for (const path of ["missing", "who.missing", "id.deeper", "none.deeper", "list.0", "constructor", "__proto__", ""]) {
    assert.throws(() => keyIn(value, path), /is not there/, path);
  }
  for (const none of [null, "text", 1, [value]]) assert.throws(() => keyIn(none, "id"), /is not there/);
  for (const path of ["who", "list"]) assert.throws(() => keyIn(value, path), /a list or an object/);
});

test("a timestamp is RFC 3339 or milliseconds since 1970", () => {
  assert.equal(timestampIn(value, "at"), Date.parse(value.at));
  assert.equal(timestampIn(value, "ms"), 1_767_225_600_000);
  for (const path of ["ok", "none", "list", "who.name"])
    assert.throws(() => timestampIn(value, path), /neither a time/);
});

test("a number that can only be seconds, microseconds or nothing at all is no timestamp", () => {
  for (const path of ["seconds", "zero"])
    assert.throws(() => timestampIn(value, path), /milliseconds since 1970.*seconds times 1000/);
  assert.throws(() => timestampIn(value, "microseconds"), /beyond the year 9999/);
});
