import assert from "node:assert/strict";
import { test } from "node:test";
import { sparingStart } from "./spare-memory.ts";

const MIB = 2 ** 20;

test("where memory is plenty, or nobody limits it, a server begins as it always does", () => {
  for (const limit of [undefined, 0, 4096 * MIB, 2 ** 63]) assert.equal(sparingStart(limit, [], {}), undefined);
});

test("with little memory the heap gets a part of it, and what was freed is given back at once", () => {
  const start = sparingStart(256 * MIB, ["--disable-warning=ExperimentalWarning"], { HOME: "/root" });
  const bounds = ["--max-old-space-size=102", "--max-semi-space-size=2"];
  assert.deepEqual(start?.nodeFlags, ["--disable-warning=ExperimentalWarning", ...bounds]);
  assert.equal(start?.environment.HOME, "/root");
  assert.equal(start?.environment.MALLOC_ARENA_MAX, "1");
});

test("what somebody has set stays so, and nobody begins a third time", () => {
  assert.equal(sparingStart(256 * MIB, [], { MALLOC_ARENA_MAX: "4" }), undefined);
  assert.deepEqual(sparingStart(256 * MIB, ["--max-old-space-size=72"], {})?.nodeFlags, ["--max-old-space-size=72"]);
  assert.deepEqual(sparingStart(256 * MIB, [], { NODE_OPTIONS: "--max-old-space-size=72" })?.nodeFlags, []);
  const first = sparingStart(256 * MIB, [], {});
  assert.equal(sparingStart(256 * MIB, first?.nodeFlags ?? [], first?.environment ?? {}), undefined);
});
