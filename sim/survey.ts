import type { Engine } from "@flowmesh/engine";
import { BatchReader, isFlowMeshError } from "@flowmesh/fabric";
import type { StreamSettings } from "./ledger.ts";
import { onceReady } from "./patience.ts";

/** Everything that a client can see of an engine, read from end to end. */
export interface Survey {
  readonly visiblePosition: number;
  readonly streams: ReadonlyMap<string, SurveyedStream>;
  /** What must not be seen whatever was written: gaps, unreadable records, reports of damage. */
  readonly anomalies: readonly string[];
}

export interface SurveyedStream {
  readonly uuid: string;
  readonly settings: StreamSettings;
  readonly revision: number;
  readonly createdMs: number;
  readonly partitions: readonly SurveyedPartition[];
}

export interface SurveyedPartition {
  readonly earliest: number;
  readonly end: number;
  readonly bytes: number;
  /** Ids of the records from `earliest` on; undefined where reading says that damage took them. */
  readonly ids: readonly (string | undefined)[];
}

const fetchBytes = 256 * 1024;
const surveysMax = 5;

/** Reads all of it. No writes may be under way; when retention takes away what is just being read, it is read anew. */
export async function survey(engine: Engine): Promise<Survey> {
  for (let tries = 1; ; tries++) {
    try {
      return await surveyOnce(engine);
    } catch (error) {
      if (!(error instanceof TrimmedMeanwhile) || tries === surveysMax) throw error;
    }
  }
}

class TrimmedMeanwhile extends Error {}

async function surveyOnce(engine: Engine): Promise<Survey> {
  const anomalies = engine.damages().map(({ file, reason }) => `false damage: ${file}: ${reason}`);
  const streams = new Map<string, SurveyedStream>();
  const { streams: listed } = await onceReady(() => engine.streams.listStreams({ pageSize: 1000 }), aTurn);
  for (const { stream, id, settings, revision, createdAt, partitions } of listed) {
    const surveyed: SurveyedPartition[] = [];
    for (const { partition, earliestOffset, nextOffset, bytes } of partitions) {
      const ids = await readIds(engine, stream, partition, earliestOffset, nextOffset, anomalies);
      surveyed.push({ earliest: earliestOffset, end: nextOffset, bytes, ids });
    }
    const { retentionMs = 0, retentionBytes = 0 } = settings ?? {};
    streams.set(stream, {
      uuid: id,
      settings: { partitions: partitions.length, retentionMs, retentionBytes },
      revision,
      createdMs: createdAt ?? 0,
      partitions: surveyed,
    });
  }
  return { visiblePosition: engine.status().visiblePosition, streams, anomalies };
}

const aTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

async function readIds(
  engine: Engine,
  stream: string,
  partition: number,
  earliest: number,
  end: number,
  anomalies: string[],
): Promise<(string | undefined)[]> {
  const ids: (string | undefined)[] = [];
  const where = `${stream}/${partition}`;
  while (earliest + ids.length < end) {
    const offset = earliest + ids.length;
    try {
      const { batches } = await onceReady(
        () => engine.streams.fetch({ stream, partition, offset, maxBytes: fetchBytes }),
        aTurn,
      );
      takeIds(batches, offset, ids, where, anomalies);
      if (earliest + ids.length === offset) throw new Error("a fetch below the end gave nothing");
    } catch (error) {
      if (isFlowMeshError(error, "offset_out_of_range") && Number(error.details.earliest) > offset)
        throw new TrimmedMeanwhile(`${where} begins behind ${offset} now`, { cause: error });
      const next = isFlowMeshError(error, "records_damaged") ? Number(error.details.next) : offset;
      anomalies.push(
        `unreadable: ${where} at offset ${offset}: ${isFlowMeshError(error) ? error.reason : String(error)}`,
      );
      if (!(next > offset)) return ids;
      ids.length = Math.min(next, end) - earliest;
    }
  }
  return ids;
}

function takeIds(
  batches: Uint8Array,
  offset: number,
  ids: (string | undefined)[],
  where: string,
  anomalies: string[],
): void {
  const earliest = offset - ids.length;
  const reader = new BatchReader(batches, { fromOffset: offset });
  while (reader.next()) {
    const expected = earliest + ids.length;
    if (reader.offset !== expected)
      anomalies.push(`gap: ${where} has offset ${reader.offset} where ${expected} should be`);
    ids.length = reader.offset - earliest;
    ids.push(recordId(reader.value));
  }
}

/** A record's value begins with its id and a blank. */
export function recordId(value: Uint8Array | undefined): string {
  if (value === undefined) return "(none)";
  const end = value.indexOf(32);
  return Buffer.from(value.buffer, value.byteOffset, end < 0 ? value.length : end).toString("latin1");
}

/** What differs between two surveys that should be equal, if anything does. */
export function difference(one: Survey, other: Survey): string | undefined {
  const [left, right] = [describe(one), describe(other)];
  const line = left.findIndex((text, index) => text !== right[index]);
  if (line < 0 && left.length === right.length) return undefined;
  return `${left[line] ?? left.at(-1)} against ${right[line] ?? right.at(-1)}`;
}

function describe({ streams, anomalies }: Survey): string[] {
  const lines: string[] = [];
  for (const [name, { uuid, settings, revision, createdMs, partitions }] of streams) {
    lines.push(`${name} ${uuid} ${JSON.stringify(settings)} revision ${revision} created ${createdMs}`);
    for (const [number, { earliest, end, bytes, ids }] of partitions.entries()) {
      lines.push(`${name}/${number} ${earliest} to ${end}, ${bytes} bytes: ${ids.join(" ")}`);
    }
  }
  return [...lines, ...anomalies];
}
