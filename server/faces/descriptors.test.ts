import assert from "node:assert/strict";
import { test } from "node:test";
import type { Log } from "../telemetry/log.ts";
import { warnOfFewDescriptors } from "./descriptors.ts";

function warningsAt(openFiles: number): string[] {
  const warnings: string[] = [];
  const log = { warn: (_fields: object, message: string) => warnings.push(message) };
  warnOfFewDescriptors(log as unknown as Log, openFiles);
  return warnings;
}

test("a limit of open files that is too low is told at the start, with what to do; an ordinary one is not", () => {
  assert.match(warningsAt(40).join(), /only 40 files and sockets .*ulimit -n/);
  assert.deepEqual(warningsAt(1024), []);
  assert.deepEqual(warningsAt(Number.POSITIVE_INFINITY), []);
});
