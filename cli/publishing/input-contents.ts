import { createReadStream } from "node:fs";
import { resolve } from "node:path";
import { addAbortSignal } from "node:stream";
import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { fileProblem } from "@flowmesh/fabric/internal";
import { say } from "../output/write.ts";
import type { InputFormat } from "./input-format.ts";
import { splitLines } from "./split-lines.ts";
import { type Content, splitRecords, wholeRecord } from "./split-records.ts";

/** A record may stand in the input with its value in base64, and much beside it. */
const bytesMax = limits.recordValueBytes.max * 2;
const fileChunkBytes = 1024 * 1024;

/**
 * The records of a file, or of standard input, as they stand there. Throws once the signal is aborted.
 * @throws FlowMeshError `file_unreadable`, and as `splitLines` and `splitRecords`
 */
export async function* inputContents(
  path: string | undefined,
  input: InputFormat,
  signal: AbortSignal,
): AsyncGenerator<readonly Content[], void> {
  if (path === undefined || path === "-") {
    if (process.stdin.isTTY) say(`${promptOf(input)}; end with Ctrl-D.`);
    yield* contentsOf(addAbortSignal(signal, process.stdin), input);
    return;
  }
  try {
    yield* contentsOf(createReadStream(path, { highWaterMark: fileChunkBytes, signal }), input);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new FlowMeshError("file_unreadable", { path: resolve(path), problem: fileProblem(error) });
  }
}

function contentsOf(source: AsyncIterable<Buffer>, input: InputFormat): AsyncIterable<readonly Content[]> {
  if (input.kind === "template") return splitRecords(source, input.reader, bytesMax);
  return input.kind === "raw" ? wholeRecord(source, bytesMax) : splitLines(source, bytesMax);
}

function promptOf(input: InputFormat): string {
  if (input.kind === "raw") return "All of the input becomes one value";
  return input.kind === "template" ? "What is typed as --format says becomes records" : "Each line becomes a record";
}
