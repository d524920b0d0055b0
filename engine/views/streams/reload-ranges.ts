import { payloadBytesOf } from "../../commit/operation.ts";
import type { AppendOperation } from "../../commit/stream-operation.ts";
import type { Log } from "../../log/log.ts";
import type { BatchEntries } from "./batch-entries.ts";
import { type IndexRange, newRange, type PartitionIndex } from "./partition-index.ts";
import type { StreamsView } from "./streams-view.ts";

/** Batches that follow one another without a gap, as they were found again. */
type Run = IndexRange & { readonly entries: BatchEntries };

/**
 * Reads the rows of all saved ranges from the log again, into memory, after the store that held them was found damaged. What the log cannot give back either
 * becomes a hole.
 */
export async function reloadRanges(log: Log, view: StreamsView, isStopped: () => boolean): Promise<void> {
  const end = log.writer.segment.number;
  for (let segment = log.firstSegment; segment < end && !isStopped(); segment++)
    await reloadSegment(log, view, segment);
  if (isStopped()) return;
  for (const { partitions } of view.all()) {
    for (const { index } of partitions) {
      for (const range of index.ranges.filter(({ entries, settled }) => entries === undefined && settled === undefined))
        view.replaceRange(index, range, []);
    }
  }
}

async function reloadSegment(log: Log, view: StreamsView, segment: number): Promise<void> {
  const found = new Map<IndexRange, { index: PartitionIndex; runs: Run[] }>();
  for (const { payloadByte, timeMs, operations } of await log.entriesOf(segment)) {
    let byte = payloadByte;
    for (const operation of operations) {
      if (operation.kind === "append") {
        const index = view.findById(operation.stream)?.partitions[operation.partition]?.index;
        const range = index?.rangeOf(segment, operation.baseOffset);
        if (index !== undefined && range !== undefined && range.entries === undefined) {
          const { runs } = found.get(range) ?? { runs: [] };
          found.set(range, { index, runs });
          addRow(runs, operation, segment, byte, timeMs);
        }
      }
      byte += payloadBytesOf(operation);
    }
  }
  for (const [range, { index, runs }] of found) view.replaceRange(index, range, runs);
}

function addRow(runs: Run[], operation: AppendOperation, segment: number, byte: number, timeMs: number): void {
  const { baseOffset, records, payloadBytes, payloadCrc, maxTimestampMs } = operation;
  let run = runs.at(-1);
  if (run === undefined || run.endOffset !== baseOffset) {
    run = newRange(segment, baseOffset);
    runs.push(run);
  }
  run.entries.push(baseOffset, byte, payloadBytes, payloadCrc, maxTimestampMs, timeMs);
  run.endOffset = baseOffset + records;
  run.bytes += payloadBytes;
  run.maxTimestampMs = Math.max(run.maxTimestampMs, maxTimestampMs);
  run.lastTimeMs = timeMs;
}
