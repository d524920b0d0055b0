import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import type { Group, GroupCursor } from "@flowmesh/contract";
import { Mesh } from "../mesh.ts";
import { RemoteFabric } from "../remote/remote-fabric.ts";
import { CuttingProxy } from "../testing/cutting-proxy.ts";
import { type MemberEvent, MemberProcess } from "../testing/member-process.ts";
import { ServerProcess } from "../testing/server-process.ts";

const settings = { group: "workers", stream: "orders", effects: "effects", sessionTimeoutMs: 1500 };
const partitions = 6;
const partitionsLater = 12;
const perBatch = 60;
const keys = 12;

type Happening = "join" | "stop" | "kill" | "freeze" | "server" | "grow";
const happenings: readonly Happening[] = [
  ...(["join", "join", "kill", "join", "freeze", "stop", "join", "server"] as const),
  ...(["join", "kill", "freeze", "grow", "join", "stop", "join", "kill", "join"] as const),
  ...(["freeze", "server", "stop", "join", "kill", "join", "freeze", "stop"] as const),
];
/** A frozen member goes, and comes back. */
const rebalances: number = happenings.reduce(
  (sum, each) => sum + ({ freeze: 2, server: 0, grow: 1 }[each as "freeze"] ?? 1),
  0,
);

/** What the members of a run did, in the order in which it was heard. */
class Run {
  readonly events: (MemberEvent & { from: MemberProcess })[] = [];
  readonly members: MemberProcess[] = [];
  /** Members that were frozen, and since when; what they do until they have heard of it is stale. */
  readonly frozen: { member: MemberProcess; fromMs: number; untilMs: number }[] = [];
  readonly snapshots: { atMs: number; cursors: readonly GroupCursor[] }[] = [];
  published = 0;
  readonly #mesh: Mesh;
  /** Knows how many partitions there are. */
  #publisher: Mesh;
  readonly #server: ServerProcess;
  readonly #proxy: CuttingProxy;
  readonly #handled = new Set<string>();
  #onHandled: () => void = () => undefined;

  constructor(mesh: Mesh, server: ServerProcess, proxy: CuttingProxy) {
    this.#mesh = mesh;
    this.#publisher = mesh;
    this.#server = server;
    this.#proxy = proxy;
  }

  /** Every second member's connection is cut again and again. */
  join(): void {
    const address = this.members.length % 2 === 0 ? this.#server.address : this.#proxy.address;
    this.members.push(new MemberProcess(address, settings, (event, from) => this.#hear(event, from)));
  }

  async happen(what: Happening): Promise<void> {
    // Some of what is to be finished before the growth is written just before it.
    if (what === "grow") await this.#publish();
    if (what === "grow") await this.#grow();
    const written = this.#publish();
    const first = this.members[0]!;
    if (what === "join") this.join();
    if (what === "server") {
      await this.#server.end("SIGKILL");
      await this.#server.startAgain();
    }
    if (what === "stop") assert.equal(await this.members.shift()!.end("SIGTERM"), "0");
    if (what === "kill") await this.members.shift()!.end("SIGKILL");
    if (what === "freeze") {
      const frozen = { member: first, fromMs: nowMs(), untilMs: Number.POSITIVE_INFINITY };
      this.frozen.push(frozen);
      first.send("SIGSTOP");
      await written;
      await this.#allHandled();
      await this.#takenForDead();
      first.send("SIGCONT");
      await this.#allAreMembers();
      frozen.untilMs = nowMs();
    }
    await written;
    await this.#allHandled();
    await this.#look();
  }

  async #grow(): Promise<void> {
    await this.#mesh.streams.update(settings.stream, { partitions: partitionsLater });
    this.#publisher = new Mesh(this.#mesh.fabric);
  }

  /** In order of their keys' numbers; one key is refused by its handler at first. */
  async #publish(): Promise<void> {
    const records = Array.from({ length: perBatch }, () => {
      const number = this.published++;
      return { value: String(number), key: number % 7 === 3 ? "poison" : `key ${number % keys}` };
    });
    await this.#publisher.publishMany(settings.stream, records);
  }

  async #allHandled(): Promise<void> {
    while (this.#handled.size < this.published) await new Promise<void>((resolve) => (this.#onHandled = resolve));
  }

  /** What a handler threw at is tried again; a stop before that would leave it to the next member. */
  async allFinished(): Promise<void> {
    while ((await this.#group()).lagRecords > 0);
  }

  async #takenForDead(): Promise<void> {
    while ((await this.#group()).members.length >= this.members.length);
  }

  async #allAreMembers(): Promise<void> {
    while ((await this.#group()).members.length < this.members.length);
  }

  async #group(): Promise<Group> {
    return (await this.#mesh.fabric.groups.getGroup({ group: settings.group })).group!;
  }

  async #look(): Promise<void> {
    const { cursors } = await this.#mesh.fabric.groups.getGroup({ group: settings.group });
    this.snapshots.push({ atMs: nowMs(), cursors });
  }

  #hear(event: MemberEvent, from: MemberProcess): void {
    this.events.push({ ...event, from });
    if (event.what === "handled") this.#handled.add(event.value);
    this.#onHandled();
  }
}

function nowMs(): number {
  return Number(process.hrtime.bigint() / 1_000n) / 1000;
}

async function runOn(context: TestContext): Promise<{ run: Run; mesh: Mesh }> {
  const server = await ServerProcess.start();
  context.after(() => server.remove());
  let turn = 0;
  const proxy = await CuttingProxy.start(server.address, () => [20_000, 3000, 60_000, 9000][turn++ % 4]!);
  context.after(() => proxy.close());
  const mesh = new Mesh(new RemoteFabric(server.address));
  context.after(() => mesh.close());
  await mesh.streams.create(settings.stream, { partitions });
  await mesh.streams.create(settings.effects);
  const run = new Run(mesh, server, proxy);
  context.after(() => Promise.all(run.members.map((member) => member.end("SIGKILL"))));
  run.join();
  run.join();
  return { run, mesh };
}

/** Whatever was known to be finished is handed to nobody, but for members that cannot know yet. */
function checkDuplicates({ events, snapshots, frozen }: Run): void {
  const isStale = ({ from, atMs }: (typeof events)[number]): boolean =>
    frozen.some(({ member, fromMs, untilMs }) => member === from && atMs >= fromMs && atMs <= untilMs);
  const handled = events.filter((event) => event.what === "handled" && !isStale(event));
  const committed = new Map(events.filter(({ what }) => what === "committed").map((event) => [event.value, event]));
  for (const { value, atMs, partition, offset, from } of handled) {
    const commit = committed.get(value);
    assert.ok(commit === undefined || commit.atMs >= atMs, `${value} was committed and handed out again`);
    for (const { atMs: lookedMs, cursors } of snapshots) {
      const cursor = cursors.find((each) => each.partition === partition)?.cursor;
      const isFinished =
        cursor !== undefined &&
        (offset < cursor.offset ||
          cursor.finished.some(({ firstOffset, lastOffset }) => firstOffset <= offset && offset <= lastOffset));
      assert.ok(!isFinished || atMs <= lookedMs, `${value} was finished and handed out again to ${from}`);
    }
  }
}

/** A record is first handled when all before it of its key have been. */
function checkKeyOrder({ events }: Run): void {
  const last = new Map<string, number>();
  const inTime = events.filter(({ what }) => what === "handled").sort((a, b) => a.atMs - b.atMs);
  const seen = new Set<string>();
  for (const { key, value } of inTime) {
    if (seen.has(value)) continue;
    seen.add(value);
    assert.ok(Number(value) > (last.get(key) ?? -1), `${value} of ${key} came before one before it`);
    last.set(key, Number(value));
  }
}

async function checkEffects(mesh: Mesh, published: number): Promise<void> {
  const last = new Map<string, number>();
  const found: number[] = [];
  for await (const message of mesh.read(settings.effects)) {
    const [number, key] = [Number(message.text()), message.keyText() ?? ""];
    assert.ok(number > (last.get(key) ?? -1), `the effect of ${number} came before one before it`);
    last.set(key, number);
    found.push(number);
  }
  const even = Array.from({ length: published }, (_, number) => number).filter((number) => number % 2 === 0);
  assert.deepEqual(
    found.sort((a, b) => a - b),
    even,
  );
}

test(`${rebalances} rebalances of processes that come, stop, die and freeze, cut connections, a server that is killed, and partitions that are added: nothing lost, effects once, keys in order`, {
  timeout: 120_000,
}, async (context) => {
  const { run, mesh } = await runOn(context);
  for (const what of happenings) await run.happen(what);
  await run.allFinished();
  for (const code of await Promise.all(run.members.map((member) => member.end("SIGTERM")))) assert.equal(code, "0");
  run.members.length = 0;
  const { group } = await mesh.fabric.groups.getGroup({ group: settings.group });
  assert.equal(group?.lagRecords, 0);
  assert.deepEqual(group.members, []);
  assert.ok(rebalances >= 20);
  checkDuplicates(run);
  checkKeyOrder(run);
  await checkEffects(mesh, run.published);
});
