import type { Mesh, PublishRecord } from "@flowmesh/client";
import { errorCodes, methods, NewRecord } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { type FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { interruption } from "../instance/stop-signals.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { say, writeData, writeOne } from "../output/write.ts";
import { inputContents } from "../publishing/input-contents.ts";
import { type InputFormat, inputFormat, nounOf } from "../publishing/input-format.ts";
import {
  addPublishOptions,
  checkPublishFlags,
  checkSaidOnce,
  type PublishFlags,
  recordMaker,
} from "../publishing/publish-flags.ts";
import { atStream, PublishRun } from "../publishing/publish-run.ts";
import { placedShape, summaryShape } from "../publishing/publish-shapes.ts";
import { PublishTeller } from "../publishing/publish-teller.ts";
import type { Content } from "../publishing/split-records.ts";
import { lookForStream } from "../publishing/stream-of-records.ts";
import { parseDurability } from "../values/durability.ts";

type MakeRecord = (content: Buffer) => PublishRecord;

/** How records come to be, and where they go. */
interface Way {
  readonly format: InputFormat;
  readonly makeRecord: MakeRecord;
  readonly connection: ConnectionTalk;
}

/** What is published, record by record. */
interface Input {
  /** What the records are counted by. */
  readonly noun: string;
  readonly contents: AsyncIterable<readonly Content[]>;
  readonly makeRecord: MakeRecord;
  /** To be called before the first record is sent. */
  readonly makeStream: () => Promise<void>;
  /** Aborted when no more is to be sent. */
  readonly signal: AbortSignal;
}

export function pub(command: Command): void {
  addPublishOptions(command);
  command.action(async (stream: string, value: string | undefined) => {
    const flags = command.optsWithGlobals<PublishFlags>();
    checkPublishFlags(flags, value !== undefined, command);
    const format = inputFormat(flags);
    checkSaidOnce(flags, format, command);
    const makeRecord = recordMaker(flags, format);
    if (flags.curl) return writeData(`${curlOf(stream, makeRecord(Buffer.from(value!)), flags)}\n`);
    const durability = parseDurability(flags.durability);
    const connection = new ConnectionTalk();
    const use = (mesh: Mesh): Promise<void> => publish(mesh, stream, value, flags, { format, makeRecord, connection });
    await withMesh(flags.url, use, { durability, onConnection: connection.listen });
  });
}

async function publish(
  mesh: Mesh,
  stream: string,
  value: string | undefined,
  flags: PublishFlags,
  { format, makeRecord, connection }: Way,
): Promise<void> {
  if (value !== undefined && flags.count === undefined) {
    // Without --create it need not be looked for, which not everybody may do who may publish.
    if (flags.create) await (await lookForStream(mesh, stream, flags))();
    const { value: content, ...options } = makeRecord(Buffer.from(value));
    const result = await mesh.publish(stream, content, options).catch((error) => {
      throw atStream(stream, error);
    });
    return writeOne({ stream, ...result }, placedShape, flags);
  }
  const makeStream = await lookForStream(mesh, stream, flags);
  const signal = interruption();
  signal.addEventListener("abort", () => {
    if (connection.isLost) say("waiting for the server to take what was sent; once more ends at once");
  });
  const contents =
    value === undefined ? inputContents(flags.file, format, signal) : repeated(Buffer.from(value), flags.count!);
  const noun = value === undefined ? nounOf(format) : "record";
  await publishMany(mesh, stream, { noun, contents, makeRecord, makeStream, signal }, flags);
}

async function publishMany(mesh: Mesh, stream: string, input: Input, flags: PublishFlags): Promise<void> {
  const format = outputFormat(flags);
  const tellsPlacements = format === "ndjson";
  const asJson = flags.json === true || tellsPlacements;
  const teller = new PublishTeller({ noun: input.noun, tellsPlacements, asJson });
  const run = new PublishRun(mesh, stream, teller);
  const { unread, notSentBehind, isInterrupted } = await addAll(run, input, teller);
  const summary = await run.finish();
  await teller.told();
  const failure = unread ?? run.failure;
  if (!tellsPlacements && (summary.published > 0 || failure === undefined)) {
    await writeOne(summary, summaryShape, flags);
  }
  teller.tellRest(notSentBehind);
  if (isInterrupted === true) process.exitCode = exitCodes.interrupted;
  if (failure === undefined) return;
  // Those of records have been told with their lines.
  if (unread !== undefined || run.isHopeless) reportError(failure, flags.json === true);
  process.exitCode ??= summary.published > 0 ? exitCodes.partial : errorCodes[failure.code].exit;
}

/** How the input ended. */
interface InputEnd {
  /** Why the rest could not be read, or the stream not be made. */
  readonly unread?: FlowMeshError;
  /** The last line that was looked at before it was given up. */
  readonly notSentBehind?: number;
  /** Whether it is for Ctrl-C that nothing more was sent. */
  readonly isInterrupted?: boolean;
}

/** Sends all that can be sent. */
async function addAll(run: PublishRun, input: Input, teller: PublishTeller): Promise<InputEnd> {
  let last = 0;
  const interrupted = (): InputEnd => ({ isInterrupted: true, ...(last === 0 ? {} : { notSentBehind: last }) });
  try {
    for await (const lines of input.contents) {
      for (const { number, bytes } of lines) {
        if (run.isHopeless) return { notSentBehind: last };
        if (input.signal.aborted) return interrupted();
        last = number;
        await addOne(run, number, bytes, input);
      }
      await teller.told();
      if (run.isHopeless) return { notSentBehind: last };
    }
  } catch (error) {
    if (input.signal.aborted) return interrupted();
    if (isFlowMeshError(error)) return { unread: error };
    throw error;
  }
  return {};
}

/** @throws FlowMeshError why the stream cannot be made */
async function addOne(run: PublishRun, number: number, bytes: Buffer, input: Input): Promise<void> {
  let record: PublishRecord;
  try {
    record = input.makeRecord(bytes);
  } catch (error) {
    return run.refuse(number, error);
  }
  await input.makeStream();
  await run.add(number, record, bytes.length);
}

const repeatedAtOnce = 1000;

async function* repeated(bytes: Buffer, count: number): AsyncGenerator<readonly Content[], void> {
  for (let number = 1; number <= count; number += repeatedAtOnce) {
    const length = Math.min(repeatedAtOnce, count - number + 1);
    yield Array.from({ length }, (_, index) => ({ number: number + index, bytes }));
  }
}

function curlOf(stream: string, record: PublishRecord, flags: PublishFlags): string {
  const { key, value, headers, timestamp, partition, dedupeId, expectedOffset } = record;
  const json = toJson(NewRecord, {
    ...NewRecord.create(),
    key: key === undefined ? undefined : Buffer.from(key as string),
    value: value as Buffer,
    headers: Object.entries(headers ?? {}).map(([name, content]) => ({ name, value: Buffer.from(content as string) })),
    timestamp: timestamp as number | undefined,
    partition,
    dedupeId: dedupeId ?? "",
  });
  if (headers === undefined) delete json.headers;
  if (dedupeId === undefined) delete json.dedupeId;
  const records = Array.from({ length: flags.count ?? 1 }, () => json);
  const request = { stream, records, expectedOffset, durability: parseDurability(flags.durability) };
  return curlLine(serverAddress(flags.url), methods.publish, request);
}
