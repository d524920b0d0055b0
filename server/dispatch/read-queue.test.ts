import assert from "node:assert/strict";
import { test } from "node:test";
import { type AnyMethod, methods } from "@flowmesh/contract";
import { VirtualClock } from "@flowmesh/engine";
import { serverLimits } from "../server-limits.ts";
import { ByteBudget } from "./byte-budget.ts";
import { Call } from "./call.ts";
import { Caller } from "./caller.ts";
import { ReadQueue } from "./read-queue.ts";
import { ResponseRoom } from "./response-room.ts";

const megabyte = 1_048_576;

class Read extends Call {
  hasBegun = false;
  readonly #unsentBytes: number;

  constructor(caller: Caller, unsentBytes: number) {
    super(methods.fetch as unknown as AnyMethod, "frames", caller, undefined);
    this.#unsentBytes = unsentBytes;
    this.responseBytes = 2 * megabyte;
    this.state = "open";
  }

  override get unsentBytes(): number {
    return this.#unsentBytes;
  }

  override reply(): void {}
  override fail(): void {}
  override item(): void {}
  override end(): void {}
  override room(): undefined {
    return undefined;
  }
  override released(): void {}
}

/** A caller that has taken an answer before. */
function listening(): Caller {
  const caller = new Caller(serverLimits());
  for (let calls = 0; calls < 2; calls++) {
    assert.equal(caller.listens, false);
    caller.add(false);
    caller.remove(false);
  }
  assert.equal(caller.listens, true);
  return caller;
}

function setUp(roomBytes: number = 8 * megabyte, callerBytes: number = 64 * megabyte) {
  const clock = new VirtualClock();
  const responseBytes = new ResponseRoom(roomBytes, roomBytes / 2);
  const unsentBytes = new ByteBudget(4 * megabyte, responseBytes);
  const reads = new ReadQueue({ clock, responseBytes, callerBytes });
  const start = (unsent: number, caller = listening()): Read => {
    const read = new Read(caller, unsent);
    read.hasBegun = reads.take(read);
    if (!read.hasBegun) {
      reads.park(read, () => {
        read.hasBegun = true;
      });
    }
    return read;
  };
  return { clock, responseBytes, unsentBytes, reads, start };
}

test("who has not taken its answers gets the first part of the room, who has gets all of it, and nobody more", async () => {
  const { clock, responseBytes, reads, start } = setUp();
  const deaf = Array.from({ length: 5 }, () => start(5 * megabyte));
  const taking = Array.from({ length: 5 }, () => start(0));
  await clock.settle();
  assert.deepEqual(
    deaf.map(({ hasBegun }) => hasBegun),
    [true, true, false, false, false],
  );
  assert.deepEqual(
    taking.map(({ hasBegun }) => hasBegun),
    [true, true, false, false, false],
  );
  assert.equal(responseBytes.bytes, responseBytes.bytesMax);
  reads.giveBack(deaf[0]!);
  await clock.settle();
  assert.deepEqual(
    deaf.map(({ hasBegun }) => hasBegun),
    [true, true, false, false, false],
  );
  assert.deepEqual(
    taking.map(({ hasBegun }) => hasBegun),
    [true, true, true, false, false],
  );
});

test("answers that wait in sockets count, so that no read begins for which there would be no room", async () => {
  const { clock, responseBytes, unsentBytes, start } = setUp();
  unsentBytes.take(7 * megabyte);
  const read = start(0);
  await clock.settle();
  assert.equal(read.hasBegun, false);
  unsentBytes.give(2 * megabyte);
  await clock.settle();
  assert.equal(read.hasBegun, true);
  assert.equal(responseBytes.bytes, 7 * megabyte);
});

test("a second read of a caller counts as one of who has not taken its answers, and keeps its place", async () => {
  const { clock, unsentBytes, reads, start } = setUp();
  unsentBytes.take(3 * megabyte);
  const caller = listening();
  const [first, second, third] = [start(0, caller), start(0, caller), start(0, caller)];
  await clock.settle();
  assert.deepEqual([first.hasBegun, second.hasBegun, third.hasBegun], [true, false, false]);
  reads.giveBack(first);
  await clock.settle();
  assert.deepEqual([second.hasBegun, third.hasBegun], [true, false]);
});

test("one caller's reads together hold no more than is given to one, and go on in their order", async () => {
  const { clock, reads, start } = setUp(64 * megabyte, 5 * megabyte);
  const caller = listening();
  const [first, second, third] = [start(0, caller), start(0, caller), start(0, caller)];
  const other = start(0);
  await clock.settle();
  assert.deepEqual(
    [first, second, third, other].map(({ hasBegun }) => hasBegun),
    [true, true, false, true],
    "there is room for others, but one caller has five megabytes",
  );
  reads.giveBack(second);
  await clock.settle();
  assert.equal(third.hasBegun, true);
  const again = reads.retake(second);
  let isBack = false;
  void again.then(() => {
    isBack = true;
  });
  await clock.settle();
  assert.equal(isBack, false);
  reads.giveBack(first);
  await again;
  assert.equal(caller.heldBytes, 4 * megabyte);
});

test("a read larger than what is given to one caller begins when no other of that caller is under way", async () => {
  const { clock, responseBytes } = setUp();
  const reads = new ReadQueue({ clock, responseBytes, callerBytes: megabyte });
  const caller = listening();
  const [first, second] = [new Read(caller, 0), new Read(caller, 0)];
  assert.equal(reads.take(first), true);
  assert.equal(reads.take(second), false);
  reads.giveBack(first);
  assert.equal(reads.take(second), true);
});

test("a read that was given up while it waited is let go at the next look, and holds nothing", async () => {
  const { clock, responseBytes, unsentBytes, reads, start } = setUp();
  unsentBytes.take(8 * megabyte);
  const read = start(0);
  read.state = "settled";
  reads.wakeSoon();
  await clock.settle();
  assert.equal(read.hasBegun, true, "it was told");
  assert.equal(responseBytes.bytes, 8 * megabyte);
});

test("callers that have never asked again behind an answer leave a part of the room to those that have", async () => {
  const { clock, start } = setUp();
  const strangers = Array.from({ length: 5 }, () => start(0, new Caller(serverLimits())));
  await clock.settle();
  assert.deepEqual(
    strangers.map(({ hasBegun }) => hasBegun),
    [true, true, true, false, false],
  );
  assert.equal(start(0).hasBegun, true);
});
