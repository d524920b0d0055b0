import assert from "node:assert/strict";
import type { Mesh } from "@flowmesh/client";
import type { Place } from "./curl-publisher.ts";

/** What was published to a stream and what was acknowledged, to be held against what the stream has. */
export class RecordLedger {
  readonly stream: string;
  /** Ids in the order of their publishing. */
  readonly #published: Map<string, number> = new Map();
  readonly #acknowledged: Map<string, Place> = new Map();

  constructor(stream: string) {
    this.stream = stream;
  }

  get publishedCount(): number {
    return this.#published.size;
  }

  get acknowledgedCount(): number {
    return this.#acknowledged.size;
  }

  published(id: string): void {
    if (!this.#published.has(id)) this.#published.set(id, this.#published.size);
  }

  acknowledged(id: string, { partition, offset }: Place): void {
    assert.ok(!this.#acknowledged.has(id), `${id} was acknowledged twice`);
    this.#acknowledged.set(id, { partition, offset });
  }

  /**
   * Reads the whole stream: everything acknowledged until now is there once, where its acknowledgement said; nothing is there twice; records of one key stand in
   * the order of their publishing. Returns how many records there are.
   */
  async check(mesh: Mesh): Promise<number> {
    const acknowledged = new Map(this.#acknowledged);
    const seen = new Set<string>();
    const lastOfKey = new Map<string, number>();
    for await (const messages of mesh.batches(this.stream)) {
      for (const message of messages) {
        const { id } = message.json<{ id: string }>()!;
        const order = this.#published.get(id);
        assert.ok(order !== undefined, `${id} was never published`);
        assert.ok(!seen.has(id), `${id} is there twice`);
        seen.add(id);
        const key = message.keyText()!;
        assert.ok((lastOfKey.get(key) ?? -1) < order, `${id} stands behind a later record of its key`);
        lastOfKey.set(key, order);
        const place = acknowledged.get(id);
        if (place === undefined) continue;
        assert.deepEqual({ partition: message.partition, offset: message.offset }, place, `${id} is elsewhere`);
        acknowledged.delete(id);
      }
    }
    assert.deepEqual([...acknowledged.keys()], [], "acknowledged, and not there");
    return seen.size;
  }
}
