import { createReadStream } from "node:fs";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Mesh, PublishRecord } from "@flowmesh/client";
import { errorCodes, limits, methods, NewRecord } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { Command } from "commander";
import { serverAddress } from "../instance/server-address.ts";
import { withMesh } from "../instance/with-mesh.ts";
import { curlLine } from "../output/curl.ts";
import { escapeControls } from "../output/escape.ts";
import { exitCodes } from "../output/exit-codes.ts";
import { outputFormat } from "../output/format.ts";
import { reportError } from "../output/report-error.ts";
import { say, writeData, writeOne } from "../output/write.ts";
import { addPublishOptions, checkPublishFlags, type PublishFlags, recordMaker } from "../publishing/publish-flags.ts";
import { isOfPlace, PublishRun, type PublishWatcher } from "../publishing/publish-run.ts";
import { placedShape, summaryShape } from "../publishing/publish-shapes.ts";
import { splitLines } from "../publishing/split-lines.ts";
import { parseDurability } from "../values/durability.ts";

interface Content {
  readonly number: number;
  readonly bytes: Buffer;
}

const failuresTold = 10;
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
    await withMesh(flags.url, (mesh) => publish(mesh, stream, value, flags, makeRecord), { durability });
  });
}

async function publish(
  mesh: Mesh,
  stream: string,
  value: string | undefined,
  flags: PublishFlags,
  makeRecord: (content: Buffer) => PublishRecord,
): Promise<void> {
  if (flags.create) await mesh.streams.ensure(stream, { partitions: flags.partitions });
  if (value !== undefined && flags.count === undefined) {
    const { value: content, ...options } = makeRecord(Buffer.from(value));
    const result = await mesh.publish(stream, content, options);
    return writeOne({ stream, ...result }, placedShape, flags);
  }
  // Told before somebody types the first line.
  if (!flags.create) await mesh.streams.get(stream);
  const contents = value === undefined ? linesOf(flags.file) : repeated(Buffer.from(value), flags.count!);
  await publishMany(mesh, stream, contents, flags, makeRecord);
}

async function publishMany(
  mesh: Mesh,
  stream: string,
  contents: AsyncIterable<readonly Content[]>,
  flags: PublishFlags,
  makeRecord: (content: Buffer) => PublishRecord,
): Promise<void> {
  const format = outputFormat(flags);
  const teller = new Teller(format === "ndjson", flags.json === true);
  const run = new PublishRun(mesh, stream, teller);
  const unread = await addAll(run, contents, makeRecord, teller);
  const summary = await run.finish();
  await teller.told();
  const failure = unread ?? run.failure;
  if (format !== "ndjson" && (summary.published > 0 || failure === undefined)) {
    await writeOne(summary, summaryShape, flags);
  }
  if (failure === undefined) return;
  if (unread !== undefined || run.isHopeless || summary.published === 0) reportError(failure, flags.json === true);
  process.exitCode = summary.published > 0 ? exitCodes.partial : errorCodes[failure.code].exit;
}

/** Sends all that can be sent. Gives why the rest of the input could not be read, when that is so. */
async function addAll(
  run: PublishRun,
  contents: AsyncIterable<readonly Content[]>,
  makeRecord: (content: Buffer) => PublishRecord,
  teller: Teller,
): Promise<FlowMeshError | undefined> {
  try {
    for await (const lines of contents) {
      for (const { number, bytes } of lines) {
        if (run.isHopeless) break;
        await addOne(run, number, bytes, makeRecord);
      }
      await teller.told();
      if (run.isHopeless) break;
    }
  } catch (error) {
    if (isFlowMeshError(error)) return error;
    throw error;
  }
  return undefined;
}

async function addOne(
  run: PublishRun,
  number: number,
  bytes: Buffer,
  makeRecord: (content: Buffer) => PublishRecord,
): Promise<void> {
  try {
    await run.add(number, makeRecord(bytes), bytes.length);
  } catch (error) {
    run.refuse(number, error);
  }
}

/**
 * Tells what became of records: placements as NDJSON on standard output, where that is asked for, and failures on standard error. What failed for a reason of
 * the place would be the same for every line, so people are told of it once, at the end.
 */
class Teller implements PublishWatcher {
  readonly #tellsPlacements: boolean;
  readonly #asJson: boolean;
  readonly #placements: string[] = [];
  #telling: Promise<void> | undefined;
  #failures = 0;

  constructor(tellsPlacements: boolean, asJson: boolean) {
    this.#tellsPlacements = tellsPlacements;
    this.#asJson = asJson || tellsPlacements;
  }

  written(line: number, placement: { partition: number; offset: number; duplicate: boolean }): void {
    if (!this.#tellsPlacements) return;
    this.#placements.push(`${JSON.stringify({ line, ...placement })}\n`);
    this.#telling ??= this.#tellPlacements();
  }

  failed(line: number, error: FlowMeshError): void {
    if (this.#asJson) say(JSON.stringify({ line, error: error.toWire() }));
    else if (!isOfPlace(error)) this.#tellFailure(line, error);
  }

  /** Waits until what is known has been written, which a slow reader holds up. */
  async told(): Promise<void> {
    await this.#telling;
  }

  /** At once, as who writes the lines may wait for it; those that become known together are written together. */
  async #tellPlacements(): Promise<void> {
    await nextTurn();
    while (this.#placements.length > 0) await writeData(this.#placements.splice(0).join(""));
    this.#telling = undefined;
  }

  #tellFailure(line: number, error: FlowMeshError): void {
    this.#failures += 1;
    if (this.#failures <= failuresTold) say(`line ${line}: ${escapeControls(error.message)}`);
    else if (this.#failures === failuresTold + 1) say("further failures are only counted");
  }
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
    const problem = `cannot be read: ${error.message}`;
    throw new FlowMeshError("configuration_invalid", { key: "--file", origin: "the command line", problem });
  }
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
