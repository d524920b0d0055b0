import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { ServerProcess } from "../../testing/server-process.ts";

const clone = join(import.meta.dirname, "../../..");

/** What curl prints for the command that holds these words; every other command of the guide must succeed. */
const expectations: readonly (readonly [words: string, check: (answer: Answer) => void])[] = [
  ["/openapi.json", ({ openapi }) => assert.equal(openapi, "3.1.0")],
  ['--json \'{"stream":"shipments"', ({ stream }) => assert.equal(stream.partitions.length, 2)],
  ["-X PATCH", ({ stream }) => assert.equal(stream.settings.retentionMs, 86_400_000)],
  ['"valueBase64":"aGVsbG8="', ({ placements }) => assert.equal(placements.length, 2)],
  ["-d 'text, as it is'", ({ placements }) => assert.equal(placements[0].offset, 1)],
  ["dedupeId=scan-17", ({ placements }) => assert.equal(placements[0].duplicate, false)],
  ["limit=2", ({ records, nextPageToken }) => assert.deepEqual([records.length, nextPageToken === ""], [2, false])],
  ["fromTime=2026", ({ records }) => assert.ok(records.some(({ value }: Answer) => value?.id === 1))],
  ["anchor=latest&waitMs", ({ records }) => assert.deepEqual(records, [])],
  ["time=2026-01-01", ({ cursors }) => assert.equal(cursors.length, 2)],
  ['"idempotencyKey":"order-7"', ({ results }) => assert.equal(results.length, 2)],
  ["/subscription", ({ batches }) => assert.ok(Buffer.from(batches, "base64").length > 61)],
  ["Accept: application/json", ({ batches }) => assert.ok(Buffer.from(batches, "base64").length > 61)],
  ["packing/members --json", ({ partitions }) => assert.equal(partitions.length, 2)],
  ["/heartbeat", ({ partitions }) => assert.equal(partitions.length, 2)],
  ["packing/cursors", ({ position }) => assert.ok(position > 0)],
  ['"preview":true', ({ changes, position }) => assert.deepEqual([changes[0].toOffset, position], [0, 0])],
  ["packing/undo", ({ changes }) => assert.equal(changes[0].toOffset, 1)],
  ["where=value.parcel", ({ jobs }) => assert.deepEqual(jobs[0].value, { parcel: 2 })],
  ['"dryRun":true', ({ matched }) => assert.equal(matched, 1)],
  ["id=labels#2", ({ nodes }) => assert.equal(nodes[0].id, "schedule:labels-at-night")],
  ["packing/resume", ({ position }) => assert.ok(position > 0)],
];

// biome-ignore lint/suspicious/noExplicitAny: the checks say what there is
type Answer = any;

test("curl does what the guide to REST says, command by command", async (t) => {
  const { port } = await ServerProcess.start(t, ["--port", "0"]);
  const commands = commandsOf(readFileSync(join(clone, "docs/rest-guide.md"), "utf8"));
  assert.ok(commands.length >= 30, "the guide has its commands");
  const unmet = new Map(expectations);
  const answers: string[] = [];
  for (const command of commands) {
    const answer = await run(command.replaceAll("127.0.0.1:7070", `127.0.0.1:${port}`));
    answers.push(answer);
    for (const [words, check] of unmet) {
      if (!command.includes(words)) continue;
      unmet.delete(words);
      check(JSON.parse(words === "/subscription" ? firstLine(answer) : answer));
    }
  }
  assert.deepEqual([...unmet.keys()], [], "each expectation met its command");
  const sentTwice = commands.flatMap((command, index) => (command.includes("scan-18") ? [answers[index]] : []));
  assert.equal(sentTwice.length, 2);
  assert.equal(sentTwice[0], sentTwice[1], "what was sent again got the first answer");
});

function commandsOf(guide: string): string[] {
  const blocks = [...guide.matchAll(/^```sh\n(.*?)^```$/gms)];
  return blocks.flatMap(([, block = ""]) => block.split("\n").filter((line) => line !== ""));
}

function firstLine(answer: string): string {
  return answer.slice(0, answer.indexOf("\n"));
}

/** What the command prints. It must succeed, and so must the request. */
async function run(command: string): Promise<string> {
  const script = `curl() { command curl --silent --noproxy '*' --fail-with-body "$@"; }\n${command}`;
  const child = spawn("sh", ["-ec", script], { cwd: clone, stdio: ["ignore", "pipe", "inherit"] });
  const [output, code] = await Promise.all([
    text(child.stdout),
    new Promise((resolve) => child.once("close", resolve)),
  ]);
  assert.equal(code, 0, `${command}\n${output}`);
  return output;
}
