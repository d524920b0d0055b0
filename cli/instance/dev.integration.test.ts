import assert from "node:assert/strict";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { test } from "node:test";
import { damage, makeNewer } from "../testing/data-folder.ts";
import {
  type Finished,
  finished,
  flowmesh,
  flowmeshAlone,
  type Scope,
  ServerProcess,
  spawnFlowMesh,
  spawnProgram,
  temporaryFolder,
} from "../testing/flowmesh-process.ts";
import { OutputReader } from "../testing/output-reader.ts";
import { noTerminal, spawnOnTerminal } from "../testing/terminal.ts";

const dev = ["dev", "--port", "0", "--segment-size", "1MiB"];

async function ok(cwd: string, ...words: string[]): Promise<string> {
  const { code, stdout, stderr } = await flowmesh(words, { cwd });
  assert.deepEqual([code, stderr], [0, ""], words.join(" "));
  return stdout;
}

/** A server that must not start: it says why in three lines, and leaves nothing behind. */
async function refusal(cwd: string, words: readonly string[], env = {}): Promise<Finished> {
  const found = await flowmesh(words, { cwd, env });
  assert.equal(found.stdout, "");
  assert.match(found.stderr, /^error: .+\n {2}do: {2}.+\n {2}see: .+\n$/);
  return found;
}

/** A folder with a stream `kept` of three records, whose server has ended. */
async function usedFolder(t: Scope): Promise<string> {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  await flowmesh(["pub", "kept", "--create"], { cwd, input: "record 0\nrecord 1\nrecord 2" });
  await server.end("SIGTERM");
  return cwd;
}

test("in a fresh folder dev says where it is, where the data lie, what durability means and how long it took", async (t) => {
  const cwd = temporaryFolder(t);
  const child = spawnFlowMesh(dev, { cwd, isFromClone: true });
  t.after(() => void child.kill("SIGKILL"));
  const shown = (await new OutputReader(child.stdout!).until(/curl/)).join("\n");
  assert.match(shown, /^ {2}FlowMesh \d+\.\d+\.\d+, ready in \d+ ms$/m);
  const { 1: url } = /^ {2}url +(flowmesh:\/\/127\.0\.0\.1:\d+) /m.exec(shown)!;
  const { 1: http } = /^ {2}http +(http:\/\/127\.0\.0\.1:\d+) /m.exec(shown)!;
  assert.match(shown, new RegExp(`^ {2}data +${join(cwd, ".flowmesh")}$`, "m"));
  assert.match(shown, /^ {2}durability +always: a write is answered after its sync/m);
  assert.match(shown, new RegExp(`^ {2}process +${child.pid}$`, "m"));
  assert.ok(!shown.includes("\u001b"));
  assert.equal(new URL(url!).port, new URL(http!).port);
  assert.equal((await fetch(`${http}/health/ready`)).status, 200);
  // What it proposes to try is typed as it stands.
  const { 1: publish } = /^ {4}(.*flowmesh pub hello .*)$/m.exec(shown)!;
  const tried = await finished(spawnProgram(["sh", "-c", publish!], { cwd }));
  assert.deepEqual([tried.code, tried.stderr], [0, ""]);
  assert.match(await ok(cwd, "tail", "hello", "--no-follow"), /Hello, world/);
});

test("dev with a virtual clock says aloud that time stands still, since when, and what moves it", async (t) => {
  const words = [...dev, "--mem", "--clock", "virtual", "--now", "2030-01-01T00:00:00Z"];
  const child = spawnFlowMesh(words, { cwd: temporaryFolder(t) });
  t.after(() => void child.kill("SIGKILL"));
  const shown = (await new OutputReader(child.stdout!).until(/curl/)).join("\n");
  assert.match(shown, /^ {2}TIME STANDS STILL at 2030-01-01T00:00:00.000Z: .* clock advance <duration> moves it\.$/m);
});

test("what dev makes in a project stays out of git, and dev.json is for the owner alone and goes when it stops", async (t) => {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  assert.equal(readFileSync(join(cwd, ".flowmesh/.gitignore"), "utf8"), "*\n");
  const file = join(cwd, ".flowmesh/dev.json");
  assert.deepEqual(JSON.parse(readFileSync(file, "utf8")).url, server.ready.url);
  await server.end("SIGTERM");
  assert.ok(!existsSync(file));
});

test("restarted, it has what it had, also after SIGKILL, and a later FlowMesh is found in spite of the old dev.json", async (t) => {
  const cwd = await usedFolder(t);
  const killed = await ServerProcess.start(t, cwd);
  await ok(cwd, "pub", "kept", "record 3");
  await killed.end("SIGKILL");
  const told = await flowmesh(["stream", "ls"], { cwd });
  assert.equal(told.code, 5);
  assert.match(told.stderr, new RegExp(`process ${killed.ready.pid}, which wrote .*dev\\.json, has ended`));
  await ServerProcess.start(t, cwd);
  const shown = await ok(cwd, "tail", "kept", "--no-follow", "--format", "%o %v\\n");
  assert.equal(shown, "0 record 0\n1 record 1\n2 record 2\n3 record 3\n");
});

test("--mem keeps nothing, and leaves nothing", async (t) => {
  const cwd = temporaryFolder(t);
  const first = await ServerProcess.start(t, cwd, ["dev", "--mem"]);
  assert.equal(first.ready.dataDir, "");
  await ok(cwd, "pub", "s", "v", "--create");
  assert.match(await ok(cwd, "status", "-o", "table"), /^DATA +in memory$/m);
  await first.end("SIGINT");
  assert.deepEqual(readdirSync(cwd), []);
  await ServerProcess.start(t, cwd, ["dev", "--mem"]);
  assert.equal(await ok(cwd, "stream", "ls"), "");
});

test("--debug tells on standard error of each call, how it ended and how long it took", async (t) => {
  const cwd = temporaryFolder(t);
  const child = spawnFlowMesh([...dev, "--debug"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  await new OutputReader(child.stdout!).until(/curl/);
  const said = new OutputReader(child.stderr!);
  await ok(cwd, "pub", "s", "v", "--create");
  const lines = (await said.until(/ Append /)).join("\n");
  assert.match(lines, / debug CreateStream {2}stream=s {2}face=frames {2}outcome=ok {2}ms=\d/);
  assert.match(lines, / debug Append {2}stream=s {2}face=frames {2}outcome=ok {2}ms=\d/);
});

test("one Ctrl-C ends it in order with 0, and says so", async (t) => {
  const cwd = temporaryFolder(t);
  const child = spawnFlowMesh(dev, { cwd });
  t.after(() => void child.kill("SIGKILL"));
  await new OutputReader(child.stdout!).until(/curl/);
  const ended = finished(child);
  child.kill("SIGINT");
  const { code, stderr } = await ended;
  assert.deepEqual([code, stderr], [0, "stopping (SIGINT); again to end at once\n"]);
});

/** A server whose stop takes its time: somebody has asked it for more than the system buffers, and takes only the first bytes of that. */
async function busyServer(t: Scope, cwd: string): Promise<{ server: ServerProcess; leave: () => void }> {
  const server = await ServerProcess.start(t, cwd);
  const input = `${"x".repeat(500_000)}\n`.repeat(24);
  assert.equal((await flowmesh(["pub", "large", "--create"], { cwd, input })).code, 0);
  const { hostname, port } = new URL(server.ready.http);
  const socket = connect({ host: hostname, port: Number(port) });
  t.after(() => void socket.destroy());
  socket.on("error", () => undefined);
  // One answer may find room in the buffers of the system.
  const request = `GET /v1/streams/large/partitions/0/batches?maxBytes=8388608 HTTP/1.1\r\nHost: ${hostname}\r\n\r\n`;
  socket.write(request.repeat(6));
  await once(socket, "readable");
  return { server, leave: () => void socket.destroy() };
}

test("a second Ctrl-C ends it at once with 130, and dev.json is gone nevertheless", async (t) => {
  const cwd = temporaryFolder(t);
  const { server } = await busyServer(t, cwd);
  const ended = server.closed();
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  // Signals that come close together count as one. A command in between takes longer than that.
  for (let signals = 0; !isOver && signals < 20; signals += 1) {
    server.kill("SIGINT");
    await flowmeshAlone(["--version"], { cwd });
  }
  assert.deepEqual(await ended, { code: 130, signal: null });
  assert.ok(!existsSync(join(cwd, ".flowmesh/dev.json")));
  await ServerProcess.start(t, cwd);
  assert.equal(JSON.parse(await ok(cwd, "stream", "get", "large", "--json")).partitions[0].nextOffset, 24);
});

test("Ctrl-C on the terminal that it runs on ends it with 0", { skip: noTerminal }, async (t) => {
  const child = spawnOnTerminal(dev, { cwd: temporaryFolder(t) });
  t.after(() => void child.kill("SIGKILL"));
  await new OutputReader(child.stdout!).until(/curl/);
  child.stdin!.write("\u0003");
  const { code, stdout } = await finished(child);
  assert.equal(code, 0, stdout);
});

test("colours are for terminals: none elsewhere, with NO_COLOR or with --no-color", { skip: noTerminal }, async (t) => {
  const cases: [string[], Record<string, string>, boolean][] = [
    [[], { NO_COLOR: "" }, true],
    [[], { NO_COLOR: "1" }, false],
    [["--no-color"], { NO_COLOR: "" }, false],
  ];
  for (const [words, env, isColoured] of cases) {
    const child = spawnOnTerminal([...dev, "--mem", ...words], { cwd: temporaryFolder(t), env });
    t.after(() => void child.kill("SIGKILL"));
    const shown = (await new OutputReader(child.stdout!).until(/curl/)).join("\n");
    assert.equal(shown.includes("\u001b["), isColoured, JSON.stringify([words, env]));
    child.stdin!.write("\u0003");
    assert.equal((await finished(child)).code, 0);
  }
});

test("a port that was asked for and is taken is a conflict; without one dev takes another, and says so", async (t) => {
  const { port } = new URL((await ServerProcess.start(t, temporaryFolder(t), ["dev", "--mem"])).ready.http);
  for (const verb of [["dev"], ["start", "--insecure"]]) {
    const { code, stderr } = await refusal(temporaryFolder(t), [...verb, "--port", port]);
    assert.equal(code, 4);
    assert.match(stderr, new RegExp(`port ${port} on 127\\.0\\.0\\.1 is taken`));
  }
});

test("a data folder in use is a conflict that names the process and its address, and the process goes on", async (t) => {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  const { code, stderr } = await refusal(cwd, dev);
  assert.equal(code, 4);
  assert.match(stderr, new RegExp(`in use by process ${server.ready.pid}`));
  assert.match(stderr, new RegExp(`It listens at ${server.ready.url}`));
  assert.equal(JSON.parse(await ok(cwd, "status", "--json")).url, server.ready.url);
});

test("start beside the dev of this folder says that it is that one, by its process and address", async (t) => {
  const cwd = temporaryFolder(t);
  const own = await ServerProcess.start(t, cwd);
  const { port } = new URL(own.ready.http);
  const beside = await refusal(cwd, ["start", "--insecure", "--port", port]);
  assert.equal(beside.code, 4);
  assert.match(beside.stderr, new RegExp(`^error: the data folder .* is in use by process ${own.ready.pid}\n`));
  assert.match(beside.stderr, new RegExp(`It listens at ${own.ready.url}`));
  const elsewhere = await refusal(cwd, ["start", "--insecure", "--port", port, "--data-dir", "other"]);
  assert.match(
    elsewhere.stderr,
    new RegExp(`^error: port ${port} on .* is taken.*\n.*the FlowMesh of this folder, process ${own.ready.pid}`),
  );
});

test("--mem has no data folder, and refuses one", async (t) => {
  const { code, stderr } = await refusal(temporaryFolder(t), ["dev", "--mem", "--data-dir", "x"]);
  assert.equal(code, 2);
  assert.match(stderr, /^error: --mem keeps nothing, so there is no --data-dir\n/);
});

test("a second server with another data folder leaves the commands of this folder with the first, and says so", async (t) => {
  const cwd = temporaryFolder(t);
  const first = await ServerProcess.start(t, cwd);
  const second = await ServerProcess.start(t, cwd, ["dev", "--data-dir", "second"]);
  assert.equal(second.ready.otherUrl, first.ready.url);
  assert.equal(JSON.parse(await ok(cwd, "status", "--json")).url, first.ready.url);
  const third = spawnFlowMesh(["dev", "--data-dir", "third", "--port", "0"], { cwd });
  t.after(() => void third.kill("SIGKILL"));
  const welcome = (await new OutputReader(third.stdout!).until(/curl/)).join("\n");
  assert.match(welcome, new RegExp(`Commands and SDKs in this folder talk to ${first.ready.url}, which runs here too`));
  assert.match(welcome, /tail hello --url flowmesh:/);
  assert.doesNotMatch(welcome, /find it/);
  const { url } = JSON.parse(await ok(cwd, "stop", "--data-dir", "second", "--json"));
  assert.equal(url, second.ready.url);
  assert.deepEqual(await second.closed(), { code: 0, signal: null });
});

test("a data folder of a newer version is a conflict, and is left as it is", async (t) => {
  const cwd = await usedFolder(t);
  makeNewer(join(cwd, ".flowmesh"));
  const { code, stderr } = await refusal(cwd, dev);
  assert.equal(code, 4);
  assert.match(stderr, /format 99; this version knows formats up to/);
});

test("with a damaged file it starts, serves the rest, and tail tells what is lost", async (t) => {
  const cwd = await usedFolder(t);
  damage(join(cwd, ".flowmesh"), "record 1");
  const { ready } = await ServerProcess.start(t, cwd);
  assert.equal(ready.damages, 1);
  assert.match(await ok(cwd, "status", "-o", "table"), /^DAMAGE +1 ranges?; see \S*flowmesh doctor$/m);
  const { code, stdout, stderr } = await flowmesh(["tail", "kept", "--no-follow", "--format", "%v\\n"], { cwd });
  assert.equal(code, 1);
  assert.match(stderr, /offsets 0 to 2 of partition 0 of stream kept cannot be read back/);
  assert.equal(stdout, "");
});

test("a data folder that is a file is a conflict with what to do", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "file"), "");
  const { code, stderr } = await refusal(cwd, [...dev, "--data-dir", "file"]);
  assert.equal(code, 4);
  assert.match(stderr, /--data-dir/);
});

test("the environment and flowmesh.yaml configure it, and flags win", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "flowmesh.yaml"), "dataDir: from-file\ndurability: interval\n");
  const env = { FLOWMESH_DATA_DIR: "from-environment" };
  const server = await ServerProcess.start(t, cwd, ["dev", "--durability", "memory"], env);
  assert.equal(server.ready.dataDir, join(cwd, "from-environment"));
  assert.equal(server.ready.durability, "memory");
});

test("a wrong variable or key is refused by name, before anything is made", async (t) => {
  const cwd = temporaryFolder(t);
  const byVariable = await refusal(cwd, dev, { FLOWMESH_DURABILTY: "always" });
  assert.equal(byVariable.code, 2);
  assert.match(byVariable.stderr, /FLOWMESH_DURABILTY .*not known.*FLOWMESH_DURABILITY/);
  writeFileSync(join(cwd, "flowmesh.yaml"), "prot: 7070\n");
  const byKey = await refusal(cwd, dev);
  assert.equal(byKey.code, 2);
  assert.match(byKey.stderr, /prot from flowmesh\.yaml .*not known.*port/);
  assert.deepEqual(readdirSync(cwd), ["flowmesh.yaml"]);
});

test("a server goes on when nobody reads what it prints any more", async (t) => {
  const cwd = temporaryFolder(t);
  const child = spawnFlowMesh([...dev, "--debug"], { cwd });
  t.after(() => void child.kill("SIGKILL"));
  await new OutputReader(child.stdout!).until(/curl/);
  child.stdout!.destroy();
  child.stderr!.destroy();
  for (let count = 0; count < 3; count += 1) await ok(cwd, "pub", "s", "v", "--create");
  await ok(cwd, "stop");
});

test("start logs JSON lines on standard error, and nothing else, from ready to stopped", async (t) => {
  const cwd = temporaryFolder(t);
  const child = spawnFlowMesh(["start", "--insecure", "--port", "0", "--segment-size", "1MiB", "--data-dir", "data"], {
    cwd,
  });
  t.after(() => void child.kill("SIGKILL"));
  const stderr = new OutputReader(child.stderr!);
  const ended = once(child, "close");
  const before = await stderr.until(/"ready"/);
  await ok(cwd, "stop", "--data-dir", "data");
  const lines = [...before, ...(await stderr.until(/"stopped"/))].map((line) => JSON.parse(line));
  assert.deepEqual(
    lines.map(({ msg }) => msg),
    ["ready", "stopping", "stopped"],
  );
  assert.deepEqual(await ended, [0, null]);
});

test("where data lie whose FlowMesh was stopped, a command says that it goes elsewhere", async (t) => {
  const cwd = await usedFolder(t);
  const { stderr } = await flowmesh(["status"], { cwd });
  assert.match(
    stderr,
    /^note: no FlowMesh runs on the data in .*\.flowmesh, so this goes to flowmesh:\/\/127\.0\.0\.1:7070$/m,
  );
  const named = await flowmesh(["status"], { cwd, env: { FLOWMESH_URL: "flowmesh://127.0.0.1:1" } });
  assert.doesNotMatch(named.stderr, /note:/);
});

test("stop ends the server of the folder above, and ends with 3 where none runs", async (t) => {
  const cwd = temporaryFolder(t);
  const below = join(cwd, "below");
  mkdirSync(below);
  const server = await ServerProcess.start(t, cwd);
  await ok(below, "stop");
  assert.deepEqual(await server.closed(), { code: 0, signal: null });
  const { code, stderr } = await refusal(below, ["stop"]);
  assert.equal(code, 3);
  assert.match(stderr, /no FlowMesh runs for/);
});

test("a stop that takes longer than --timeout ends with 5, and is not taken back", async (t) => {
  const cwd = temporaryFolder(t);
  const { server, leave } = await busyServer(t, cwd);
  const { code, stderr } = await refusal(cwd, ["stop", "--timeout", "50ms"]);
  assert.equal(code, 5);
  assert.match(stderr, new RegExp(`the stop of process ${server.ready.pid} took longer than 50 ms`));
  leave();
  assert.deepEqual(await server.closed(), { code: 0, signal: null });
});

test("a copy of the folder of a server that runs is nobody's: stop and doctor leave the original alone", async (t) => {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  await ok(cwd, "pub", "kept", "record", "--create");
  const copy = join(temporaryFolder(t), "copy");
  cpSync(cwd, copy, { recursive: true });
  for (const words of [["stop"], ["stop", "--data-dir", ".flowmesh"]]) {
    assert.equal((await refusal(copy, words)).code, 3, words.join(" "));
  }
  const { stdout } = await flowmesh(["doctor", "--data-dir", ".flowmesh", "-o", "tsv"], { cwd: copy });
  assert.match(stdout, /^server\tok\tnone runs/m);
  assert.match(stdout, /^log\tok\t.*every checksum holds/m);
  assert.equal(JSON.parse(await ok(cwd, "status", "--json")).url, server.ready.url);
});

test("start too is found from the folder it is started in, wherever its data lies", async (t) => {
  const cwd = temporaryFolder(t);
  writeFileSync(join(cwd, "flowmesh.yaml"), "dataDir: elsewhere\n");
  const server = await ServerProcess.start(t, cwd, ["start", "--insecure"]);
  const { url, dataDir } = JSON.parse(await ok(cwd, "status", "--json"));
  assert.deepEqual([url, dataDir], [server.ready.url, join(cwd, "elsewhere")]);
  await ok(cwd, "stop");
  assert.deepEqual(await server.closed(), { code: 0, signal: null });
  assert.deepEqual(readdirSync(cwd).sort(), ["elsewhere", "flowmesh.yaml"]);
});

test("stop, dev and start are about this machine: they refuse --url, and their help does not name it", async (t) => {
  const cwd = temporaryFolder(t);
  const server = await ServerProcess.start(t, cwd);
  for (const verb of ["stop", "dev", "start"]) {
    const { code, stderr } = await refusal(cwd, [verb, "--url", "flowmesh://127.0.0.1:1"]);
    assert.equal(code, 2, verb);
    assert.match(stderr, /--url is not for this command: it st/);
    assert.doesNotMatch(await ok(cwd, verb, "--help"), /--url/);
  }
  assert.equal(JSON.parse(await ok(cwd, "status", "--json")).url, server.ready.url);
});

test("stop leaves alone a process that got the id of a server that has ended", async (t) => {
  const cwd = temporaryFolder(t);
  mkdirSync(join(cwd, ".flowmesh"));
  const content = { url: "flowmesh://127.0.0.1:7070", http: "", pid: process.pid, dataDir: "", startedAt: "" };
  writeFileSync(join(cwd, ".flowmesh/dev.json"), JSON.stringify(content));
  assert.equal((await refusal(cwd, ["stop"])).code, 3);
});
