import assert from "node:assert/strict";
import { test } from "node:test";
import { type GroupRun, type HandledEvent, judge } from "./judge.ts";

function handled(id: string, offset: number, worker: string, atMs: number): HandledEvent {
  return { id, key: "ci", partition: 0, offset, worker, atMs };
}

/** Worker 1 handles three events and dies when two are committed; worker 2 goes on. */
const good: GroupRun = {
  published: ["a", "b", "c", "d"],
  killed: "worker 1",
  cursors: [{ partition: 0, cursor: { offset: 2, finished: [] } }] as never,
  handled: [
    handled("a", 0, "worker 1", 1),
    handled("b", 1, "worker 1", 2),
    handled("c", 2, "worker 1", 3),
    handled("c", 2, "worker 2", 5),
    handled("d", 3, "worker 2", 6),
  ],
};

test("a run in which only uncommitted events of the killed worker come twice is good", () => {
  assert.deepEqual(judge(good), { problems: [], duplicates: 1 });
});

test("an event that nobody handled is found", () => {
  const { problems } = judge({ ...good, handled: good.handled.slice(0, -1) });
  assert.deepEqual(problems, ["d was not handled"]);
});

test("an event that was committed and came again is found", () => {
  const { problems } = judge({ ...good, handled: [...good.handled, handled("b", 1, "worker 2", 4)] });
  assert.deepEqual(problems, ["b was handled twice, though it was committed"]);
  const cursors = [{ partition: 0, cursor: { offset: 0, finished: [{ firstOffset: 2, lastOffset: 2 }] } }] as never;
  assert.deepEqual(judge({ ...good, cursors }).problems, ["c was handled twice, though it was committed"]);
});

test("an event that came twice though its worker lived is found", () => {
  const { problems } = judge({ ...good, handled: [...good.handled, handled("d", 3, "worker 3", 7)] });
  assert.deepEqual(problems, ["d was handled twice, though worker 2 lived"]);
});

test("an event that came before one before it is found", () => {
  const swapped = good.handled.map((event) => (event.id === "d" ? { ...event, atMs: 2.5 } : event));
  assert.deepEqual(judge({ ...good, handled: swapped }).problems, ["c was handled after a later event of ci"]);
});
