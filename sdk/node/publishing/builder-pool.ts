import { BatchBuilder } from "@flowmesh/fabric";

/** How much memory waits to be used again. */
const pooledBytesMax = 8 * 1024 * 1024;

/** Builders whose memory has grown to the size of a batch: making and growing it anew for each would cost as much as the encoding. */
export class BuilderPool {
  readonly #builders: BatchBuilder[] = [];
  readonly #sizes: number[] = [];
  #bytes = 0;

  /** A builder with room for at least `bytes`, or one that will grow. */
  take(bytes: number): BatchBuilder {
    const pooled = this.#builders.pop();
    if (pooled === undefined) return new BatchBuilder(bytes);
    this.#bytes -= this.#sizes.pop()!;
    return pooled;
  }

  /** Takes back an empty builder, and the batch that it gave, which nobody may read any more. */
  give(builder: BatchBuilder, batch: Uint8Array): void {
    const bytes = batch.buffer.byteLength;
    if (this.#bytes + bytes > pooledBytesMax) return;
    builder.reuse(batch);
    this.#builders.push(builder);
    this.#sizes.push(bytes);
    this.#bytes += bytes;
  }
}
