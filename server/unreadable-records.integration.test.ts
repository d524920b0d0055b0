import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { limits } from "@flowmesh/contract";
import { encodeBatch } from "@flowmesh/fabric";
import { compressBatch } from "@flowmesh/fabric/internal";
import type { RunningServer } from "./server-options.ts";
import { startedServer } from "./testing/started-server.ts";

interface Page {
  readonly records: readonly { readonly offset: number }[];
  readonly nextPageToken: string;
  readonly caughtUp: boolean;
}

interface Problem {
  readonly reason: string;
  readonly details: { readonly first: number; readonly last: number; readonly next: number };
}

/** A packed batch of so many MiB of zeros, one record each. */
function zeros(mebibytes: number): Uint8Array {
  const record = { timestampMs: 0, value: Buffer.alloc(limits.recordValueBytes.value) };
  return compressBatch(encodeBatch(Array.from({ length: mebibytes }, () => record)), "zstd");
}

async function served(t: TestContext, batches: readonly Uint8Array[]): Promise<RunningServer> {
  const server = await startedServer(t);
  await fetch(`${server.httpUrl}/v1/streams`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: '{"stream":"s"}',
  });
  for (const batch of batches) {
    const url = `${server.httpUrl}/v1/streams/s/partitions/0/batches`;
    const headers = { "content-type": "application/octet-stream" };
    assert.equal((await fetch(url, { method: "POST", headers, body: Buffer.from(batch) })).status, 200);
  }
  return server;
}

async function read(server: RunningServer, query: string): Promise<{ status: number; text: string }> {
  const response = await fetch(`${server.httpUrl}/v1/streams/s/records?partition=0&limit=1000&${query}`);
  return { status: response.status, text: await response.text() };
}

test("over REST, whoever reads small batches that grow without bound is told where to go on, and gets what is around them", async (t) => {
  const plain = encodeBatch([{ timestampMs: 0, value: Buffer.from("1") }]);
  const server = await served(t, [plain, zeros(64), plain, zeros(64), zeros(64), plain]);
  const offsets: number[] = [];
  const damages: number[][] = [];
  for (let query = "offset=0", isDone = false; !isDone; ) {
    const { status, text } = await read(server, query);
    if (status === 200) {
      const { records, nextPageToken, caughtUp } = JSON.parse(text) as Page;
      offsets.push(...records.map(({ offset }) => offset));
      query = `pageToken=${encodeURIComponent(nextPageToken)}`;
      isDone = caughtUp;
    } else {
      const { reason, details } = JSON.parse(text) as Problem;
      assert.deepEqual([status, reason], [412, "records_malformed"]);
      damages.push([details.first, details.last]);
      query = `offset=${details.next}`;
    }
  }
  assert.deepEqual(offsets, [0, 65, 194]);
  assert.deepEqual(damages, [
    [1, 64],
    [66, 129],
    [130, 193],
  ]);
});

test("over REST, a page of small batches that grow within bounds stays small, and nothing is left out", async (t) => {
  const server = await served(t, [zeros(3), zeros(15), zeros(2)]);
  const offsets: number[] = [];
  for (let query = "offset=0", isDone = false; !isDone; ) {
    const { status, text } = await read(server, query);
    assert.equal(status, 200);
    assert.ok(text.length < 2 * limits.readBytes.value, `${text.length} bytes`);
    const { records, nextPageToken, caughtUp } = JSON.parse(text) as Page;
    offsets.push(...records.map(({ offset }) => offset));
    query = `pageToken=${encodeURIComponent(nextPageToken)}`;
    isDone = caughtUp;
  }
  assert.deepEqual(
    offsets,
    Array.from({ length: 20 }, (_, offset) => offset),
  );
});
