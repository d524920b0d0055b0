import { deepEqual, equal, notEqual } from "node:assert/strict";
import { test } from "node:test";
import { ReadBuffers } from "./read-buffers.ts";

const mebibyte = 2 ** 20;

test("a buffer that was given back serves the next read of about its size, and only one", () => {
  const buffers = new ReadBuffers(4 * mebibyte);
  const first = buffers.take(mebibyte);
  buffers.giveBack(first.subarray(10, 20));
  const second = buffers.take(mebibyte - 100);
  equal(second.buffer, first.buffer);
  equal(second.length, mebibyte - 100);
  notEqual(buffers.take(mebibyte).buffer, first.buffer);
});

test("a buffer that is lent is never lent again before it comes back", () => {
  const buffers = new ReadBuffers(64 * mebibyte);
  const lent = new Set<ArrayBufferLike>();
  for (let round = 0; round < 200; round++) {
    const buffer = buffers.take(70_000 + ((round * 7919) % mebibyte));
    equal(lent.has(buffer.buffer), false);
    lent.add(buffer.buffer);
    if (round % 3 === 0) continue;
    lent.delete(buffer.buffer);
    buffers.giveBack(buffer);
  }
});

test("what is given back twice, or came from elsewhere, is not lent to two readers", () => {
  const buffers = new ReadBuffers(8 * mebibyte);
  const first = buffers.take(mebibyte);
  buffers.giveBack(first);
  buffers.giveBack(first);
  buffers.giveBack(Buffer.alloc(mebibyte));
  equal(buffers.freeBytes, first.buffer.byteLength);
  notEqual(buffers.take(mebibyte).buffer, buffers.take(mebibyte).buffer);
});

test("no more lies unused than was allowed, and small reads keep no large buffer busy", () => {
  const buffers = new ReadBuffers(2 * mebibyte);
  const taken = [1, 2, 3].map(() => buffers.take(mebibyte));
  for (const buffer of taken) buffers.giveBack(buffer);
  equal(buffers.freeBytes, 2 * mebibyte);
  deepEqual([buffers.take(100).length, buffers.take(mebibyte / 8).length], [100, mebibyte / 8]);
  equal(buffers.freeBytes, 2 * mebibyte);
});
