import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import type { Mesh, PublishRecord } from "@flowmesh/client";
import { errorCodes, limits, methods, NewRecord } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { ConnectionTalk } from "../output/connection-talk.ts";
import { curlLine } from "../output/curl.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { say, writeData, writeOne } from "../output/write.ts";
import { addPublishOptions, checkPublishFlags, type PublishFlags, recordMaker } from "../publishing/publish-flags.ts";
import { PublishRun } from "../publishing/publish-run.ts";
import { placedShape, summaryShape } from "../publishing/publish-shapes.ts";
import { PublishTeller } from "../publishing/publish-teller.ts";
import { splitLines } from "../publishing/split-lines.ts";
import { lookForStream } from "../publishing/stream-of-records.ts";
import { parseDurability } from "../values/durability.ts";

interface Content {
  readonly number: number;
  readonly bytes: Buffer;
}

type MakeRecord = (content: Buffer) => PublishRecord;

/** What is published, line by line. */
interface Input {
  readonly contents: AsyncIterable<readonly Content[]>;
  readonly makeRecord: MakeRecord;
  /** To be called before the first record is sent. */
  readonly makeStream: () => Promise<void>;
}

/** A line may be an envelope around the largest value in base64. */
const lineBytesMax = limits.recordValueBytes.max * 2;

export function pub(command: Command): void {
  addPublishOptions(command);
  command.action(async (stream: string, value: string | undefined) => {
    const flags = command.optsWithGlobals<PublishFlags>();
    checkPublishFlags(flags, value !== undefined, command);
    const makeRecord = recordMaker(flags);
    if (flags.curl) return writeData(`${curlOf(stream, makeRecord(Buffer.from(value!)), flags)}\n`);
    const durability = parseDurability(flags.durability);
    const { listen: onConnection } = new ConnectionTalk();
    await withMesh(flags.url, (mesh) => publish(mesh, stream, value, flags, makeRecord), { durability, onConnection });
  });
}

async function publish(
  mesh: Mesh,
  stream: string,
  value: string | undefined,
  flags: PublishFlags,
  makeRecord: MakeRecord,
): Promise<void> {
  if (value !== undefined && flags.count === undefined) {
    // Without --create it need not be looked for, which not everybody may do who may publish.
    if (flags.create) await (await lookForStream(mesh, stream, flags))();
    const { value: content, ...options } = makeRecord(Buffer.from(value));
    const result = await mesh.publish(stream, content, options);
    return writeOne({ stream, ...result }, placedShape, flags);
  }
  const makeStream = await lookForStream(mesh, stream, flags);
  const contents = value === undefined ? linesOf(flags.file) : repeated(Buffer.from(value), flags.count!);
  await publishMany(mesh, stream, { contents, makeRecord, makeStream }, flags);
}

async function publishMany(mesh: Mesh, stream: string, input: Input, flags: PublishFlags): Promise<void> {
  const format = outputFormat(flags);
  const tellsPlacements = format === "ndjson";
  const asJson = flags.json === true || tellsPlacements;
  const teller = new PublishTeller({ noun: flags.count === undefined ? "line" : "record", tellsPlacements, asJson });
  const run = new PublishRun(mesh, stream, teller);
  const { unread, notSentBehind } = await addAll(run, input, teller);
  const summary = await run.finish();
  await teller.told();
  const failure = unread ?? run.failure;
  if (!tellsPlacements && (summary.published > 0 || failure === undefined)) {
    await writeOne(summary, summaryShape, flags);
  }
  if (failure === undefined) return;
  teller.tellRest(notSentBehind);
  // Those of records have been told with their lines.
  if (unread !== undefined || run.isHopeless) reportError(failure, flags.json === true);
  process.exitCode = summary.published > 0 ? exitCodes.partial : errorCodes[failure.code].exit;
}

/** How the input ended. */
interface InputEnd {
  /** Why the rest could not be read, or the stream not be made. */
  readonly unread?: FlowMeshError;
  /** The last line that was looked at before it was given up. */
  readonly notSentBehind?: number;
}

/** Sends all that can be sent. */
async function addAll(run: PublishRun, input: Input, teller: PublishTeller): Promise<InputEnd> {
  let last = 0;
  try {
    for await (const lines of input.contents) {
      for (const { number, bytes } of lines) {
        if (run.isHopeless) return { notSentBehind: last };
        last = number;
        await addOne(run, number, bytes, input);
      }
      await teller.told();
      if (run.isHopeless) return { notSentBehind: last };
    }
  } catch (error) {
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

async function* linesOf(path: string | undefined): AsyncGenerator<readonly Content[], void> {
  if (path === undefined || path === "-") {
    if (process.stdin.isTTY) say("Each line becomes a record; end with Ctrl-D.");
    yield* splitLines(process.stdin, lineBytesMax);
    return;
  }
  try {
    yield* splitLines(createReadStream(path, { highWaterMark: 1024 * 1024 }), lineBytesMax);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new FlowMeshError("file_unreadable", { path: resolve(path), problem: problemOf(error as Error) });
  }
}

function problemOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === "ENOENT") return "there is no such file";
  if (code === "EISDIR") return "it is a folder";
  return code === "EACCES" ? "this user may not read it" : message;
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
