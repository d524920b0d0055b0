import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { flowmesh, ServerProcess, temporaryFolder } from "../testing/flowmesh-process.ts";
import { noTerminal, onTerminal, spawnOnTerminal } from "../testing/terminal.ts";

const scope = { after };
const cwd = temporaryFolder(scope);
const server = await ServerProcess.start(scope, cwd, ["dev", "--mem"]);

async function ok(...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(words, { cwd });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

interface ShownGroup {
  readonly cursors: readonly { readonly cursor: { readonly offset: number } }[];
}

async function call(verb: string, path: string, request?: object): Promise<ShownGroup> {
  const headers = { "content-type": "application/json" };
  const body = request === undefined ? null : JSON.stringify(request);
  const response = await fetch(`${server.ready.http}/v1/${path}`, { method: verb, headers, body });
  const answer = (await response.json()) as ShownGroup;
  assert.equal(response.status, 200, JSON.stringify(answer));
  return answer;
}

const startMs = Date.parse("2026-01-02T03:00:00Z");

/** A stream of two partitions with ten records each, a minute apart, and a group that has finished four of each. */
async function aGroup(name: string): Promise<void> {
  await call("POST", "streams", { stream: name, partitions: 2 });
  const records = [0, 1].flatMap((partition) =>
    Array.from({ length: 10 }, (_, at) => ({ partition, value: at, timestamp: new Date(startMs + at * 60_000) })),
  );
  await call("POST", `streams/${name}/records`, { records });
  await call("POST", `groups/${name}/members`, { memberId: "one", label: "worker one", streams: [name] });
  await call("DELETE", `groups/${name}/members/one`);
  const cursors = [0, 1].map((partition) => ({ stream: name, partition, cursor: { offset: 4 } }));
  await call("POST", `groups/${name}/cursors`, { cursors });
}

async function offsetsOf(name: string): Promise<number[]> {
  const { cursors } = await call("GET", `groups/${name}`);
  return cursors.map(({ cursor }) => cursor.offset);
}

test("get shows a group's state, its members with what they hold, and its cursors with their lag", async () => {
  await aGroup("shown");
  await call("POST", "groups/shown/members", { memberId: "one", label: "worker\u001b[2J", streams: ["shown"] });
  const shown = await ok("group", "get", "shown", "-o", "table");
  assert.match(shown, /^STATE +stable$/m);
  assert.match(shown, /^LAG +12$/m);
  assert.match(shown, /^one +worker\\u001b\[2J +shown 0-1 +(\d+m?s)+ ago$/m);
  assert.match(shown, /^STREAM +PARTITION +OFFSET +AHEAD +END +LAG +LAG TIME +HELD BY$/m);
  assert.match(shown, /^shown +1 +4 +0 +10 +6 +(\d+m?s)+ +worker/m);
  const { group, members, cursors, lagRecords } = JSON.parse(await ok("group", "get", "shown", "--json"));
  assert.deepEqual([group, members[0].memberId, cursors.length, lagRecords], ["shown", "one", 2, 12]);
  const listed = (await ok("group", "ls", "--prefix", "sho")).split("\t");
  assert.deepEqual([...listed.slice(0, 5), listed[6]], ["shown", "stable", "false", "1", "12", "modern"]);
  // Durations are milliseconds for programs, and for people as they could be typed.
  assert.match(listed[5]!, /^[1-9]\d*$/);
  assert.match(await ok("group", "ls", "--prefix", "sho", "-o", "table"), /^GROUP.* LAG TIME\nshown .* (\d+m?s)+$/m);
  assert.equal(await ok("group", "ls", "--prefix", "sho", "-o", "name"), "shown\n");
});

test("reset says from where to where cursors go, --dry-run does nothing else, and undo sets them back", async () => {
  await aGroup("moved");
  const reset = (...words: string[]): Promise<string> => ok("group", "reset", "moved", "moved", ...words);
  assert.equal(await reset("--to", "earliest", "--dry-run"), "moved\t0\t4\t0\t-4\nmoved\t1\t4\t0\t-4\n");
  assert.deepEqual(await offsetsOf("moved"), [4, 4]);
  const places: [string, number, number][] = [
    ["-3", 1, 1],
    ["+2", 3, 3],
    ["2026-01-02T03:08:00Z", 8, 8],
    ["1h", 10, 10],
  ];
  for (const [to, ...offsets] of places) {
    await reset("--to", to, "--yes");
    assert.deepEqual(await offsetsOf("moved"), offsets, to);
  }
  const change = { group: "moved", stream: "moved", partition: 1, fromOffset: 10, toOffset: 9, dryRun: false };
  assert.deepEqual(JSON.parse(await reset("--to", "9", "--partition", "1", "--yes", "--json")), [change]);
  assert.deepEqual(await offsetsOf("moved"), [10, 9]);
  assert.equal(await ok("group", "undo", "moved"), "moved\t1\t9\t10\t+1\n");
  assert.deepEqual(await offsetsOf("moved"), [10, 10]);
  assert.equal((await flowmesh(["group", "undo", "moved"], { cwd })).code, 4);
});

test("what reset does not take is refused with its exit code, and nothing is moved", async () => {
  await aGroup("kept");
  const cases: [string[], number, RegExp][] = [
    [["--to", "earliest"], 2, /--yes/],
    [["--to", "soon", "--yes"], 2, /--to is "soon"/],
    [["--yes"], 2, /--to/],
    [["--to", "11", "--yes"], 4, /offset 11 of partition 0/],
    [["--to", "0", "--partition", "2", "--yes"], 3, /partition 2/],
  ];
  for (const [words, expected, message] of cases) {
    const { code, stdout, stderr } = await flowmesh(["group", "reset", "kept", "kept", ...words], {
      cwd,
      input: "y\n",
    });
    assert.deepEqual([code, stdout], [expected, ""], `${words.join(" ")} ${stderr}`);
    assert.match(stderr, message);
  }
  assert.deepEqual(await offsetsOf("kept"), [4, 4]);
});

test("for a group that there is not, the name that was probably meant is told", async () => {
  await aGroup("billing");
  const { code, stderr } = await flowmesh(["group", "pause", "biling"], { cwd });
  assert.equal(code, 3);
  assert.match(stderr, /there is no group biling\n.*Did you mean billing\?\n/);
});

test("on a terminal reset shows what it would move and asks, and tells how to take it back", {
  skip: noTerminal,
}, async () => {
  await aGroup("asked");
  const words = ["group", "reset", "asked", "asked", "--to", "earliest", "--partition", "1"];
  const refused = await onTerminal(words, { cwd, input: "n\n" });
  assert.match(refused.stdout, /asked +1 +4 +0 +-4\r\n.*Move 1 cursor of group asked\? \[y\/N\].*Nothing was moved/s);
  assert.deepEqual([refused.code, await offsetsOf("asked")], [1, [4, 4]]);
  const done = await onTerminal(words, { cwd, input: "y\n" });
  assert.match(done.stdout, /To take it back: \S+ group undo asked/);
  assert.deepEqual([done.code, await offsetsOf("asked")], [0, [4, 0]]);
});

test("Ctrl-C and Ctrl-D at the question are a no", { skip: noTerminal }, async (t) => {
  await aGroup("unsure");
  for (const key of ["\u0003", "\u0004"]) {
    const child = spawnOnTerminal(["group", "reset", "unsure", "unsure", "--to", "latest"], { cwd });
    t.after(() => void child.kill("SIGKILL"));
    let shown = "";
    for await (const chunk of child.stdout!) {
      const wasAsked = shown.includes("[y/N]");
      shown += chunk;
      if (!wasAsked && shown.includes("[y/N]")) child.stdin!.write(key);
    }
    assert.match(shown, /\[y\/N\].*\r\nNothing was moved\.\r\n$/s);
    assert.deepEqual(await offsetsOf("unsure"), [4, 4]);
  }
});

test("a group with members is not deleted, one without is; several end with 7 where not all could be", async () => {
  await aGroup("there");
  await aGroup("busy");
  await call("POST", "groups/busy/members", { memberId: "two", streams: ["busy"] });
  assert.equal(await ok("group", "rm", "there", "--dry-run"), "there\twould delete\t2 cursors\n");
  assert.equal((await flowmesh(["group", "rm", "there"], { cwd, input: "y\n" })).code, 2);
  assert.equal((await flowmesh(["group", "rm", "busy", "--dry-run"], { cwd })).code, 4);
  const some = await flowmesh(["group", "rm", "there", "busy", "--yes", "--json"], { cwd });
  assert.deepEqual([some.code, JSON.parse(some.stdout)[0].group], [7, "there"]);
  assert.equal(JSON.parse(some.stderr).error.reason, "group_not_empty");
  assert.equal(await ok("group", "ls", "--prefix", "there"), "");
});

test("the calls that --curl prints do what the commands do", async () => {
  await aGroup("curled");
  const shell = async (...words: string[]): Promise<string> =>
    (await promisify(execFile)("sh", ["-c", await ok("group", ...words, "--curl")])).stdout;
  await shell("reset", "curled", "curled", "--to", "2026-01-02T03:07:00Z", "--partition", "1");
  assert.deepEqual(await offsetsOf("curled"), [4, 7]);
  await shell("undo", "curled");
  assert.deepEqual(await offsetsOf("curled"), [4, 4]);
  await shell("pause", "curled");
  assert.match(await shell("get", "curled"), /"paused":true/);
  await shell("resume", "curled");
  assert.match(await shell("ls", "--prefix", "curled"), /"paused":false/);
  await shell("rm", "curled");
  assert.equal(await ok("group", "ls", "--prefix", "curled"), "");
});
