import assert from "node:assert/strict";
import { isFlowMeshError } from "@flowmesh/fabric";
import type { Engine } from "../engine.ts";
import { type ReadRecord, readInto } from "./engine-world.ts";

/** What was written, by stream and partition as `name/partition`; the place in the list is the offset. */
export type Written = ReadonlyMap<string, readonly string[]>;

/** What of it an engine still gives. */
export interface Survivors {
  readonly lost: readonly { readonly key: string; readonly offset: number }[];
  readonly kept: number;
}

/**
 * Reads everything that was written and checks what must hold whatever was damaged: no record is another one than was written, and what is lost is reported,
 * with its offsets, unless it lies behind the end.
 */
export async function checkSurvivors(engine: Engine, written: Written): Promise<Survivors> {
  const lost: { key: string; offset: number }[] = [];
  let kept = 0;
  for (const [key, values] of written) {
    const found = await readAround(engine, key);
    for (const { offset, value } of found)
      if (offset < values.length) assert.equal(value, values[offset], `${key}/${offset} is what was written`);
    const offsets = new Set(found.map(({ offset }) => offset));
    for (const offset of values.keys()) if (!offsets.has(offset)) lost.push({ key, offset });
    kept += values.length;
  }
  assert.ok(lost.length === 0 || engine.damages().length > 0, "no loss is silent");
  for (const each of lost) await checkReported(engine, each);
  return { lost, kept: kept - lost.length };
}

async function checkReported(engine: Engine, { key, offset }: { key: string; offset: number }): Promise<void> {
  const [stream = "", partition = ""] = key.split("/");
  const { cursors } = await engine.streams.findOffsets({ stream, partitions: [Number(partition)], anchor: "latest" });
  if (offset >= (cursors[0]?.offset ?? 0)) return;
  const reported = engine
    .damages()
    .flatMap(({ offsets }) => offsets)
    .filter((each) => each.stream === stream && each.partition === Number(partition));
  const isReported = reported.some(({ firstOffset, lastOffset }) => offset >= firstOffset && offset <= lastOffset);
  assert.ok(isReported, `the loss of ${key}/${offset} is reported: ${JSON.stringify(reported)}`);
}

/** All records of a partition, going on behind each stretch that is refused as damaged. */
async function readAround(engine: Engine, key: string): Promise<ReadRecord[]> {
  const [stream = "", partition = ""] = key.split("/");
  const records: ReadRecord[] = [];
  const { cursors } = await engine.streams.findOffsets({ stream, partitions: [Number(partition)], anchor: "earliest" });
  for (let from = cursors[0]?.offset ?? 0; ; ) {
    try {
      await readInto(records, engine, stream, Number(partition), from);
      return records;
    } catch (error) {
      if (!isFlowMeshError(error) || error.reason !== "records_damaged") throw error;
      const { first, last, next } = error.details as { first: number; last: number; next: number };
      assert.ok(next > from && last === next - 1 && first <= next, `damage leads on: ${JSON.stringify(error.details)}`);
      from = next;
    }
  }
}
