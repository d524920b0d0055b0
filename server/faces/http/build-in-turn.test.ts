import assert from "node:assert/strict";
import type { IncomingMessage } from "node:http";
import { test } from "node:test";
import { SystemClock, WorkTurns } from "@flowmesh/engine";
import { type BodyWork, buildInTurn } from "./build-in-turn.ts";

const long = 100_000;

function workOf(build: () => object, parts: Partial<BodyWork> = {}, isGone = false): BodyWork {
  const raw = { socket: { destroyed: isGone } } as IncomingMessage;
  return { raw, bodyBytes: long, build, release: () => undefined, ...parts };
}

/** Longer than a turn may be. */
function buildSlowly(): object {
  for (const startedMs = performance.now(); performance.now() - startedMs < 6; );
  return {};
}

test("long bodies that came together are worked on in a turn each, with everything else in between", async () => {
  const turns = new WorkTurns(new SystemClock());
  const order: string[] = [];
  const other = (): void => {
    order.push("other");
    if (order.length < 12) setImmediate(other);
  };
  setImmediate(other);
  const build = (): object => {
    order.push("body");
    return buildSlowly();
  };
  await Promise.all(Array.from({ length: 5 }, () => buildInTurn(workOf(build), turns)));
  assert.ok(!order.join(" ").includes("body body"), order.join(" "));
});

test("a short body is not kept waiting, and what is wrong with a long one is thrown when it is taken", async () => {
  const turns = new WorkTurns(new SystemClock());
  const refuse = (): object => {
    throw new Error("wrong");
  };
  assert.equal(await buildInTurn(workOf(refuse, { bodyBytes: 10 }), turns), refuse);
  assert.throws(await buildInTurn(workOf(refuse), turns), /wrong/);
});

test("nothing is made of a long body whose client has gone", async () => {
  let released = 0;
  const build = (): object => assert.fail("nobody waits for it");
  const work = workOf(build, { release: () => released++ }, true);
  await assert.rejects(buildInTurn(work, new WorkTurns(new SystemClock())), { reason: "message_malformed" });
  assert.equal(released, 1);
});
