import assert from "node:assert/strict";
import { test } from "node:test";
import { openLog } from "./log.ts";

test("writes one JSON object a line, with time and level in words", () => {
  const lines: string[] = [];
  const log = openLog({ level: "info", isReadable: false, write: (line) => lines.push(line) });
  log.info({ port: 7070 }, "ready");
  log.debug("not shown");
  assert.equal(lines.length, 1);
  const { time, ...rest } = JSON.parse(lines[0]!) as Record<string, unknown>;
  assert.deepEqual(rest, { level: "info", port: 7070, msg: "ready" });
  assert.match(String(time), /^\d{4}-\d\d-\d\dT/);
});

test("writes readable lines for a terminal, with the stack of an error behind", () => {
  const lines: string[] = [];
  const log = openLog({ level: "debug", isReadable: true, write: (line) => lines.push(line) });
  log.warn({ session: "frames-1", bytes: 3 }, "closing");
  log.error({ err: new Error("broken") }, "failed");
  assert.match(lines[0]!, /^\d\d:\d\d:\d\d\.\d{3} warn {2}closing {2}session=frames-1 {2}bytes=3\n$/);
  assert.match(lines[1]!, /error failed\nError: broken\n {4}at /);
});
