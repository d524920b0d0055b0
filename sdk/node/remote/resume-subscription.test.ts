import assert from "node:assert/strict";
import { test } from "node:test";
import type { SubscribeResponse } from "@flowmesh/contract";
import { resumeSubscription } from "./resume-subscription.ts";

function response(partition: number, nextOffset: number, more: Partial<SubscribeResponse> = {}): SubscribeResponse {
  return { partition, nextOffset, endOffset: 9, caughtUp: false, batches: new Uint8Array(1), streamId: "", ...more };
}

test("a subscription goes on where each partition's last batches ended, of the stream that it began with", () => {
  const request = { stream: "s", live: true, cursors: [{ partition: 0, offset: 3 }, { partition: 1 }] };
  const first = resumeSubscription(request, response(0, 5, { streamId: "id" }));
  const cursors = [{ partition: 0, offset: 5 }, { partition: 1 }];
  assert.deepEqual(first, { ...request, cursors, streamId: "id" });
  const second = resumeSubscription(first, response(2, 1));
  assert.deepEqual(second, { ...first, cursors: [...cursors, { partition: 2, offset: 1 }] });
});

test("a response without batches says that the end was reached, and of which stream", () => {
  const request = { stream: "s", live: true, followNewPartitions: true };
  const ended = response(0, 0, { streamId: "id", batches: new Uint8Array(0), caughtUp: true });
  assert.deepEqual(resumeSubscription(request, ended), { ...request, streamId: "id" });
});
