import assert from "node:assert/strict";
import { decodeBatches, encodeBatch } from "@flowmesh/fabric";
import type { FramesClient } from "../frames-client.ts";

const stream = "untouched";

/** A client beside the attackers that must notice nothing of them: it publishes through both faces, and reads back what was acknowledged. */
export class HealthyClient {
  readonly #client: FramesClient;
  readonly #httpUrl: string;
  /** What was acknowledged, by its offset. */
  readonly #acknowledged: Map<number, string> = new Map();
  /** The longest that one round took. */
  slowestMs = 0;

  constructor(client: FramesClient, port: number) {
    this.#client = client;
    this.#httpUrl = `http://127.0.0.1:${port}/v1/streams/${stream}/records`;
  }

  async prepare(): Promise<void> {
    await this.#client.call("createStream", { stream });
    await this.#client.call("createStream", { stream: "target", partitions: 2 });
  }

  /** One record by frames, one by HTTP, and the first of them read back. */
  async round(): Promise<void> {
    const startedMs = performance.now();
    const value = `frames ${this.#acknowledged.size}`;
    const batch = encodeBatch([{ value: Buffer.from(value), timestampMs: 1_700_000_000_000 }]);
    const { offset } = await this.#client.call("append", { stream, batch });
    this.#acknowledged.set(offset, value);
    await this.#publishByHttp(`HTTP ${this.#acknowledged.size}`);
    const { batches } = await this.#client.call("fetch", { stream, offset, maxBytes: 1 });
    const [record] = [...decodeBatches(batches)];
    assert.equal(record?.offset, offset);
    assert.equal(Buffer.from(record.value!).toString(), value);
    this.slowestMs = Math.max(this.slowestMs, performance.now() - startedMs);
  }

  async #publishByHttp(value: string): Promise<void> {
    const response = await fetch(this.#httpUrl, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: value,
    });
    assert.equal(response.status, 200);
    const { placements } = (await response.json()) as { placements: { offset: number }[] };
    this.#acknowledged.set(placements[0]!.offset, value);
  }

  /** Reads everything back. */
  async checkAll(): Promise<void> {
    const found = new Map<number, string>();
    for (let offset = 0; ; ) {
      const { batches, nextOffset, endOffset } = await this.#client.call("fetch", { stream, offset });
      for (const record of decodeBatches(batches)) found.set(record.offset, Buffer.from(record.value!).toString());
      offset = nextOffset;
      if (offset >= endOffset) break;
    }
    assert.deepEqual(found, this.#acknowledged);
  }

  /** Deletes what the attackers have created. */
  async tidyUp(): Promise<void> {
    for (;;) {
      const { streams } = await this.#client.call("listStreams", { pageSize: 1000 });
      const others = streams.filter((entry) => entry.stream !== stream);
      if (others.length === 0) return;
      for (const other of others) await this.#client.call("deleteStream", { stream: other.stream });
    }
  }
}
