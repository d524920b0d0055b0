import assert from "node:assert/strict";
import { test } from "node:test";
import type { CursorChange } from "@flowmesh/contract";
import { ModelFabric } from "@flowmesh/fabric/conformance";
import { Mesh } from "./mesh.ts";
import type { ResetPlace } from "./reset-goal.ts";
import { allOf } from "./testing/all-of.ts";

/** A mesh in memory with ten records in each of two partitions, a minute apart, and a group that has finished four of each. */
async function setUp() {
  const fabric = new ModelFabric();
  const mesh = new Mesh(fabric);
  await mesh.streams.create("events", { partitions: 2 });
  const records = [0, 1].flatMap((partition) =>
    Array.from({ length: 10 }, (_, at) => ({ value: String(at), partition, timestamp: firstMs + at * 60_000 })),
  );
  await mesh.publishMany("events", records);
  const member = await join(mesh, "g");
  await member.leave();
  const cursors = [0, 1].map((partition) => ({ stream: "events", partition, cursor: { offset: 4 } }));
  await mesh.fabric.groups.commitCursors({ group: "g", cursors });
  return { fabric, mesh };
}

const firstMs = Date.parse("2026-01-02T03:00:00Z");

async function join(mesh: Mesh, group: string): Promise<{ leave(): Promise<unknown> }> {
  const { memberId } = await mesh.fabric.groups.joinGroup({ group, streams: ["events"], label: "a test" });
  return { leave: () => mesh.fabric.groups.leaveGroup({ group, memberId }) };
}

async function offsetsOf(mesh: Mesh): Promise<unknown[]> {
  return (await mesh.groups.get("g")).cursors.map(({ cursor }) => cursor?.offset);
}

function movesOf(changes: readonly CursorChange[]): number[][] {
  return changes.map(({ partition, fromOffset, toOffset }) => [partition, fromOffset, toOffset]);
}

test("a group is shown with its members, its cursors and their lag", async () => {
  const { mesh } = await setUp();
  const member = await join(mesh, "g");
  const { group, members, lagRecords, cursors } = await mesh.groups.get("g");
  assert.deepEqual([group, members.map(({ label }) => label), lagRecords], ["g", ["a test"], 12]);
  assert.deepEqual(
    cursors.map(({ stream, partition, endOffset, lagRecords: lag }) => [stream, partition, endOffset, lag]),
    [
      ["events", 0, 10, 6],
      ["events", 1, 10, 6],
    ],
  );
  await member.leave();
  assert.equal((await mesh.groups.get("g")).state, "empty");
  await assert.rejects(mesh.groups.get("nowhere"), { reason: "group_not_found" });
});

test("a reset of which an option is misspelled is refused: without `preview` it would be done", async () => {
  const { mesh } = await setUp();
  const misspelled = { previw: true } as never;
  await assert.rejects(mesh.groups.reset("g", "events", "earliest", misspelled), { reason: "field_unknown" });
  await assert.rejects(allOf(mesh.groups.list({ prefx: "g" } as never)), { reason: "field_unknown" });
  assert.deepEqual(await offsetsOf(mesh), [4, 4]);
});

test("a list gives all groups by name, over as many pages as it takes", async () => {
  const { fabric, mesh } = await setUp();
  for (const name of ["b-2", "a", "b-1", "b-10"]) await join(mesh, name);
  const list = fabric.groups.listGroups.bind(fabric.groups);
  let pages = 0;
  fabric.groups.listGroups = (request) => {
    pages += 1;
    return list({ ...request, pageSize: 2 });
  };
  const names = (await allOf(mesh.groups.list())).map(({ group }) => group);
  assert.deepEqual(names, ["a", "b-1", "b-10", "b-2", "g"]);
  assert.equal(pages, 3);
  assert.deepEqual((await allOf(mesh.groups.list({ prefix: "b-1" }))).length, 2);
});

const places: readonly { readonly to: ResetPlace; readonly offset: number }[] = [
  { to: "earliest", offset: 0 },
  { to: "latest", offset: 10 },
  { to: 7, offset: 7 },
  { to: "7", offset: 7 },
  { to: { shift: -3 }, offset: 1 },
  { to: { shift: 2 }, offset: 6 },
  { to: "-3", offset: 1 },
  { to: "+2", offset: 6 },
  { to: "-1000", offset: 0 },
  { to: "-0", offset: 4 },
  { to: new Date(firstMs + 90_000), offset: 2 },
  { to: "2026-01-02T03:05:00Z", offset: 5 },
  { to: "1m ago", offset: 10 },
];

test("a reset moves the cursors to each kind of place, and undo sets them back", async () => {
  const { mesh } = await setUp();
  for (const { to, offset } of places) {
    const expected = [
      [0, 4, offset],
      [1, 4, offset],
    ];
    assert.deepEqual(movesOf(await mesh.groups.reset("g", "events", to)), expected, String(to));
    assert.deepEqual(await offsetsOf(mesh), [offset, offset], String(to));
    await mesh.groups.undo("g");
    assert.deepEqual(await offsetsOf(mesh), [4, 4], String(to));
  }
  await assert.rejects(mesh.groups.undo("g"), { reason: "nothing_to_undo" });
});

test("a preview says what would change, and changes nothing", async () => {
  const { mesh } = await setUp();
  assert.deepEqual(movesOf(await mesh.groups.reset("g", "events", "earliest", { partitions: [1], preview: true })), [
    [1, 4, 0],
  ]);
  assert.deepEqual(await offsetsOf(mesh), [4, 4]);
  await assert.rejects(mesh.groups.undo("g"), { reason: "nothing_to_undo" });
});

test("only the partitions that are named are moved", async () => {
  const { mesh } = await setUp();
  assert.deepEqual(movesOf(await mesh.groups.reset("g", "events", 9, { partitions: [1] })), [[1, 4, 9]]);
  assert.deepEqual(await offsetsOf(mesh), [4, 9]);
});

test("what is no place is refused before anything is sent, and what is not there by the server", async () => {
  const { fabric, mesh } = await setUp();
  await assert.rejects(mesh.groups.reset("g", "events", 11), { reason: "offset_out_of_range" });
  await assert.rejects(mesh.groups.reset("g", "nowhere", 0), { reason: "stream_not_found" });
  await assert.rejects(mesh.groups.reset("nowhere", "events", 0), { reason: "group_not_found" });
  await assert.rejects(mesh.groups.reset("g", "events", 0, { partitions: [2] }), { reason: "partition_not_found" });
  fabric.groups.resetGroup = () => assert.fail("it was sent");
  const wrong = [
    undefined as never,
    null as never,
    { shft: 1 } as never,
    "",
    "soon",
    "+-1",
    "+9999999999999999",
    "9999999999999999",
    1.5,
    -1,
    { shift: 0.5 },
    new Date("x"),
  ];
  for (const to of wrong) {
    await assert.rejects(mesh.groups.reset("g", "events", to), { reason: "field_invalid" }, String(to));
  }
});

test("a paused group is shown as such until it goes on", async () => {
  const { mesh } = await setUp();
  for (const _ of ["once", "twice"]) await mesh.groups.pause("g");
  assert.equal((await mesh.groups.get("g")).paused, true);
  await mesh.groups.resume("g");
  assert.equal((await mesh.groups.get("g")).paused, false);
  await assert.rejects(mesh.groups.pause("nowhere"), { reason: "group_not_found" });
  await assert.rejects(mesh.groups.resume("nowhere"), { reason: "group_not_found" });
});

test("what is deleted is gone, which a group with members cannot be", async () => {
  const { mesh } = await setUp();
  const member = await join(mesh, "g");
  await assert.rejects(mesh.groups.delete("g"), { reason: "group_not_empty" });
  await member.leave();
  await mesh.groups.delete("g");
  await assert.rejects(mesh.groups.get("g"), { reason: "group_not_found" });
  await assert.rejects(mesh.groups.delete("g"), { reason: "group_not_found" });
});
