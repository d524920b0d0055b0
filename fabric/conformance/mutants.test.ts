import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { families } from "./fabric-suite.ts";
import type { MutationReport } from "./mutants-worker.ts";

async function runMutants(): Promise<MutationReport> {
  const worker = new Worker(new URL("./mutants-worker.ts", import.meta.url), { execArgv: ["--no-warnings"] });
  const ended = once(worker, "exit").then(([code]) =>
    Promise.reject(new Error(`the worker ended with ${code}, without a report`)),
  );
  const [report] = await Promise.race([once(worker, "message"), ended]);
  await worker.terminate();
  await ended.catch(() => undefined);
  return report;
}

const reported = runMutants();

test("every method and every documented reason of the interface has a case that meets it", async () => {
  assert.deepEqual((await reported).missing, []);
});

test("every capability has a case for those who lack it", () => {
  const all = Object.values(families).flat();
  const lacking = new Set(
    all.flatMap(({ capability = {} }) => Object.entries(capability).map(([name, value]) => `${name} ${value}`)),
  );
  const expected = [
    "idempotencyKeys false",
    "dedupe false",
    "producers false",
    "expectedOffset false",
    "kv false",
    "schedules false",
    "queues false",
    "commitScope resource",
    "commitScope operation",
  ];
  for (const each of expected) assert.ok(lacking.has(each), `no case for ${each}`);
});

test("the suite fails on every fabric that breaks a promise", async () => {
  const { killers } = await reported;
  const survivors = killers.filter(([, killer]) => killer === undefined).map(([mutant]) => mutant);
  assert.deepEqual(survivors, []);
  assert.ok(killers.length >= 500, `${killers.length} mutants are too few`);
  assert.equal(new Set(killers.map(([mutant]) => mutant)).size, killers.length, "mutants have names of their own");
});
