import assert from "node:assert/strict";
import type { LineageDirection } from "@flowmesh/contract";
import { batchOf } from "../../case-context.ts";
import { acrossReopen, type ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";
import { tellOrderStory } from "./order-story.ts";

const everything = { commitScope: "fabric", kv: true, queues: true, lineage: true } as const;

/** Which tree an id belongs to. */
export const whereCases: readonly ConformanceCase[] = [
  {
    name: "the whole family is found from any of its members, over every primitive",
    capability: everything,
    async run(context) {
      const { tree, correlation, totals } = await tellOrderStory(context);
      for (const line of tree) assert.deepEqual(await context.tree(line.trim()), tree, line);
      assert.deepEqual(await context.tree(correlation), tree);
      assert.deepEqual(await context.tree(`${totals}/alice`), tree);
    },
  },
  acrossReopen({
    name: "the family is there after a reopen",
    capability: everything,
    async aroundReopen(context) {
      const { tree, mails } = await tellOrderStory(context);
      return async () => assert.deepEqual(await context.tree(`${mails}/0@0`), tree);
    },
  }),
  {
    name: "the family is there after a loss of power",
    capability: everything,
    hooks: ["crash"],
    async run(context) {
      const { tree, mails } = await tellOrderStory(context);
      await context.crash();
      assert.deepEqual(await context.tree(`${mails}/0@0`), tree);
    },
  },
  {
    name: "causes alone, or effects alone, are told when they are asked for",
    capability: everything,
    async run(context) {
      const { tree, orders, emails, mails, totals, correlation } = await tellOrderStory(context);
      const down = [`${emails}#0`, `  ${mails}/0@0`, `  ${totals}/sent@2`];
      const up = [`${emails}#0`, `  ${orders}/0@0`, `    correlation:${correlation}`];
      const ask = (direction: LineageDirection) => context.tree(`${emails}#0`, { direction });
      assert.deepEqual(await ask("effects"), down);
      assert.deepEqual(await ask("causes"), up);
      assert.deepEqual(await ask("family"), tree);
      assert.deepEqual(await ask("unspecified"), tree);
    },
  },
  {
    name: "a tree is bounded in depth, and says that there is more",
    capability: everything,
    async run(context) {
      const { tree, correlation, orders } = await tellOrderStory(context);
      const id = `correlation:${correlation}`;
      const two = await context.fabric.lineage.where({ id, depth: 2 });
      assert.deepEqual([two.nodes.length, two.truncated], [4, true]);
      const three = await context.fabric.lineage.where({ id, depth: 3 });
      assert.deepEqual([three.nodes.length, three.truncated], [tree.length, false]);
      const up = await context.fabric.lineage.where({ id: `${orders}/0@0`, depth: 1, direction: "effects" });
      assert.deepEqual([up.nodes.length, up.truncated], [3, true]);
      await expectRefusal(context.fabric.lineage.where({ id, depth: 65 }), "field_invalid", { field: "depth" });
      await expectRefusal(context.fabric.lineage.where({ id, pageSize: 1001 }), "field_invalid", {
        field: "page_size",
      });
    },
  },
  {
    name: "a tree comes in pages, whose tokens count for their question alone",
    capability: everything,
    async run(context) {
      const { tree, emails } = await tellOrderStory(context);
      const id = `${emails}#0`;
      const lines: string[] = [];
      let pageToken = "";
      let pages = 0;
      do {
        const page = await context.fabric.lineage.where({ id, pageSize: 2, pageToken });
        assert.ok(page.nodes.length <= 2);
        lines.push(...page.nodes.map((node) => "  ".repeat(node.depth) + node.id));
        pageToken = page.nextPageToken;
        pages++;
      } while (pageToken !== "" && pages < 9);
      assert.deepEqual([lines, pages], [tree, 3]);
      const { nextPageToken } = await context.fabric.lineage.where({ id, pageSize: 2 });
      const other = { id, pageSize: 2, pageToken: nextPageToken, depth: 3 };
      await expectRefusal(context.fabric.lineage.where(other), "page_token_invalid");
      await expectRefusal(context.fabric.lineage.where({ id, pageToken: "nonsense" }), "page_token_invalid");
    },
  },
  {
    name: "an effect of several causes names them all, and stands in the tree once",
    capability: everything,
    async run({ fabric, streams, stream: create, publish, tree }) {
      const stream = await create();
      await publish(stream, ["a", "b"]);
      const causation = [`${stream}/0@1`, `${stream}/0@0`];
      const { placements } = await streams.publish({ stream, records: [{}], causation });
      assert.equal(placements[0]?.offset, 2);
      const lines = [`${stream}/0@1`, `  ${stream}/0@2`, `${stream}/0@0`];
      assert.deepEqual(await tree(`${stream}/0@2`), lines);
      const { nodes } = await fabric.lineage.where({ id: `${stream}/0@2` });
      assert.deepEqual(nodes[1]?.causes, causation);
    },
  },
  {
    name: "what names itself, or one another, as its cause is told with what it caused",
    capability: everything,
    async run({ streams, stream: create, tree }) {
      const stream = await create();
      const at = (offset: number): string => `${stream}/0@${offset}`;
      for (const cause of [0, 2, 1, 2])
        await streams.publish({ stream, records: [{ partition: 0 }], causation: [at(cause)] });
      assert.deepEqual(await tree(at(0)), [at(0)]);
      assert.deepEqual(await tree(at(1)), [at(1), `  ${at(2)}`, `    ${at(3)}`]);
      assert.deepEqual(await tree(at(3)), [at(3)]);
    },
  },
  {
    name: "an entry that a commit both names and writes is meant as it was before",
    capability: everything,
    async run({ fabric, kv, bucket: create, put, tree }) {
      const bucket = await create();
      await put(bucket, "counted", "one");
      const operations = [{ put: { bucket, key: "counted", value: Buffer.from("two") } }];
      await fabric.commit({ operations, causation: [`${bucket}/counted`] });
      await kv.increment({ bucket, key: "times", causation: [`${bucket}/counted`] });
      const lines = [`${bucket}/counted@1`, `  ${bucket}/counted@2`, `    ${bucket}/times@3`];
      assert.deepEqual(await tree(`${bucket}/times`), lines);
    },
  },
  {
    name: "every write can name a cause and a correlation id",
    capability: everything,
    async run({
      fabric,
      streams,
      kv,
      queues,
      name,
      stream: newStream,
      bucket: newBucket,
      queue: newQueue,
      publish,
      put,
    }) {
      const [stream, bucket, queue] = [await newStream(), await newBucket(), await newQueue()];
      await publish(stream, ["cause"]);
      await put(bucket, "gone", "v");
      type Origin = { readonly causation?: readonly string[]; readonly correlation?: string };
      const writes: readonly ((origin: Origin) => Promise<unknown>)[] = [
        (origin) => fabric.commit({ operations: [{ publish: { stream, records: [{}] } }], ...origin }),
        (origin) => streams.publish({ stream, records: [{}], ...origin }),
        (origin) => streams.append({ stream, batch: batchOf(["a"]), ...origin }),
        (origin) => kv.put({ bucket, key: "k", value: Buffer.from("v"), ...origin }),
        (origin) => kv.increment({ bucket, key: "n", ...origin }),
        (origin) => queues.enqueue({ queue, jobs: [{}], ...origin }),
      ];
      const correlations: string[] = [];
      for (const write of writes) {
        const correlation = name("correlation");
        correlations.push(correlation);
        await write({ causation: [`${stream}/0@0`], correlation });
      }
      const correlation = name("correlation");
      await kv.delete({ bucket, key: "gone", causation: [`${stream}/0@0`], correlation });
      const { nodes } = await fabric.lineage.where({ id: `${stream}/0@0` });
      assert.deepEqual(
        nodes.map((node) => [node.id, node.correlation]),
        [
          [`${stream}/0@0`, ""],
          [`${stream}/0@1`, correlations[0]],
          [`${stream}/0@2`, correlations[1]],
          [`${stream}/0@3`, correlations[2]],
          [`${bucket}/k@2`, correlations[3]],
          [`${bucket}/n@3`, correlations[4]],
          [`${queue}#0`, correlations[5]],
          [`${bucket}/gone@4`, correlation],
        ],
      );
    },
  },
  {
    name: "a position stands for everything that its commit wrote, also when that named no cause",
    capability: everything,
    async run({ fabric, stream: newStream, bucket: newBucket }) {
      const [stream, bucket] = [await newStream(), await newBucket()];
      const operations = [
        { publish: { stream, records: [{}, {}] } },
        { put: { bucket, key: "7", value: Buffer.from("v") } },
      ];
      for (const causation of [[], ["something"]]) {
        const { position } = await fabric.commit({ operations, causation });
        const { nodes } = await fabric.lineage.where({ id: String(position), direction: "effects" });
        const from = causation.length * 2;
        const ids = [`${stream}/0@${from}`, `${stream}/0@${from + 1}`, `kv:${bucket}/7@${causation.length + 1}`];
        assert.deepEqual(
          nodes.map(({ id }) => id),
          ids,
        );
        assert.ok(nodes.every(({ asked }) => asked));
        const same = await fabric.lineage.where({ id: `position:${position}`, direction: "effects" });
        assert.deepEqual(same, await fabric.lineage.where({ id: String(position), direction: "effects" }));
        await expectRefusal(fabric.lineage.where({ id: String(position + 1000) }), "lineage_unknown");
      }
    },
  },
  {
    name: "beneath a schedule stands only what leads to what was asked for",
    capability: everything,
    async run({ fabric, streams, name, stream: create, tree }) {
      const stream = await create();
      const schedule = `schedule:${name("nightly")}`;
      for (let firing = 0; firing < 3; firing++)
        await streams.publish({ stream, records: [{}], causation: [schedule] });
      await streams.publish({ stream, records: [{}], causation: [`${stream}/0@1`] });
      assert.deepEqual(await tree(`${stream}/0@3`), [schedule, `  ${stream}/0@1`, `    ${stream}/0@3`]);
      assert.equal((await fabric.lineage.where({ id: schedule, direction: "effects" })).nodes.length, 5);
    },
  },
  {
    name: "a schedule that is asked for itself tells all that it caused",
    capability: everything,
    async run({ streams, name, stream: create, tree }) {
      const stream = await create();
      const schedule = `schedule:${name("nightly")}`;
      for (let firing = 0; firing < 2; firing++)
        await streams.publish({ stream, records: [{}], causation: [schedule] });
      assert.deepEqual(await tree(schedule), [schedule, `  ${stream}/0@0`, `  ${stream}/0@1`]);
    },
  },
  {
    name: "what a schedule does names the schedule as its cause",
    capability: everything,
    async run({ schedules, name, stream: create, tree }) {
      const [schedule, stream] = [name("nightly"), await create(1)];
      const operations = [{ publish: { stream, records: [{}] } }];
      await schedules.putSchedule({ schedule, times: { cron: "0 3 1 1 *" }, operations });
      await schedules.triggerSchedule({ schedule });
      assert.deepEqual(await tree(`${stream}/0@0`), [`schedule:${schedule}`, `  ${stream}/0@0`]);
    },
  },
  {
    name: "a commit whose records were there already is no second effect",
    capability: { ...everything, dedupe: true },
    async run({ streams, stream: create, tree, publish }) {
      const stream = await create();
      await publish(stream, ["cause"]);
      const causation = [`${stream}/0@0`];
      for (let time = 0; time < 2; time++) await streams.publish({ stream, records: [{ dedupeId: "d" }], causation });
      assert.deepEqual(await tree(`${stream}/0@0`), [`${stream}/0@0`, `  ${stream}/0@1`]);
    },
  },
  {
    name: "a stream that is made anew has nothing to do with what the one before it caused",
    capability: everything,
    async run({ streams, kv, bucket: newBucket, stream: create, publish, tree }) {
      const [stream, bucket] = [await create(), await newBucket()];
      await publish(stream, ["old"]);
      await kv.put({ bucket, key: "k", value: Buffer.from("v"), causation: [`${stream}/0@0`] });
      await streams.deleteStream({ stream });
      await streams.createStream({ stream });
      await publish(stream, ["new"]);
      assert.deepEqual(await tree(`${stream}/0@0`), [`${stream}/0@0`]);
      assert.deepEqual(await tree(`${bucket}/k`), [`${stream}/0@0`, `  ${bucket}/k@1`]);
    },
  },
  {
    name: "ids that name nothing are refused, and say how they are written",
    capability: everything,
    async run({ fabric, stream: newStream, bucket: newBucket, queue: newQueue, name }) {
      const [stream, bucket, queue] = [await newStream(), await newBucket(), await newQueue()];
      const where = (id: string) => fabric.lineage.where({ id });
      for (const id of ["", "#3", "q#x", "/k@1", "record:q#1", "job:s/0@1", "schedule:", "a\u0001"])
        await expectRefusal(where(id), "lineage_id_invalid", { field: "id" });
      await expectRefusal(where("x".repeat(5000)), "lineage_id_invalid");
      const unknown = [
        `${name("none")}/0@0`,
        `${stream}/1@0`,
        `${stream}/0@0`,
        `${name("none")}#0`,
        `${queue}#0`,
        `${name("none")}/k`,
        `${bucket}/k`,
        `${bucket}/k@1`,
        name("correlation"),
        `schedule:${name("none")}`,
        "0",
      ];
      for (const id of unknown) await expectRefusal(where(id), "lineage_unknown");
    },
  },
  {
    name: "an answer waits for the position asked for",
    capability: everything,
    async run({ fabric, streams, stream: create, elapse }) {
      const stream = await create();
      const { position } = await streams.publish({ stream, records: [{}], durability: "memory" });
      const id = `${stream}/0@0`;
      assert.equal((await elapse(fabric.lineage.where({ id, atLeast: position }))).nodes.length, 1);
      const late = fabric.lineage.where({ id, atLeast: position + 1000 }, { timeoutMs: 20 });
      await elapse(expectRefusal(late, "deadline_exceeded"));
      await expectRefusal(fabric.lineage.where({ id, atLeast: -1 }), "field_invalid", { field: "at_least" });
    },
  },
];
