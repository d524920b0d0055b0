import assert from "node:assert/strict";
import { test } from "node:test";
import { repositoryOf } from "./repository.ts";
import { seams } from "./seams.ts";

const banned = `import { readFile } from "node:fs/promises";
import { createHash, randomBytes } from "node:crypto";
Date.now();
new Date();
performance.now();
setTimeout(work, 1);
Math.random();
console.log("x");
globalThis.setImmediate(work);
crypto.randomUUID();
import { DatabaseSync } from "node:sqlite";`;

function lines(path: string, text: string): number[] {
  return seams.check(repositoryOf({ [path]: text })).map(({ line }) => line);
}

test("refuses every banned call in the engine", () => {
  assert.deepEqual(
    lines("engine/log/log.ts", banned).sort((a, b) => a - b),
    [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
  );
});

test("accepts them in the seams, in tests and outside the engine", () => {
  for (const path of ["engine/clock/system-clock.ts", "engine/log/log.test.ts", "server/listen.ts"]) {
    assert.deepEqual(lines(path, banned), []);
  }
});

test("accepts what only looks like them: strings, comments, methods of the injected clock", () => {
  const text = `// Date.now() is banned
const text = "console.log";
clock.setTimeout(work, 1);
new Date(record.timestampMs);
import { createHash } from "node:crypto";`;
  assert.deepEqual(lines("engine/log/log.ts", text), []);
});

test("refuses time and randomness in the client above its connections, and leaves it files and the network", () => {
  const refused = [2, 3, 4, 5, 6, 7, 9, 10];
  assert.deepEqual(
    lines("sdk/node/publishing/lane.ts", banned).sort((a, b) => a - b),
    refused,
  );
  for (const path of ["sdk/node/world/system-world.ts", "sdk/node/remote/channel.ts", "sdk/node/mesh.test.ts"])
    assert.deepEqual(lines(path, banned), []);
});
