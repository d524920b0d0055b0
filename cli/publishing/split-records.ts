import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import type { TemplateReader } from "../record-formats/template-reader.ts";

/** A record as it stands in the input, and its number there. */
export interface Content {
  readonly number: number;
  readonly bytes: Buffer;
}

/**
 * The records of a source of bytes, each as it stands there, in arrays, as they come. What is left at the end is the last one.
 * @throws FlowMeshError `message_malformed` where nothing tells records apart any more, `record_too_large` for one beyond `bytesMax`
 */
export async function* splitRecords(
  source: AsyncIterable<Buffer>,
  template: TemplateReader,
  bytesMax: number,
): AsyncGenerator<Content[], void> {
  let number = 0;
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of source) {
    const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const contents: Content[] = [];
    let at = 0;
    let broken: FlowMeshError | undefined;
    while (at < bytes.length && broken === undefined) {
      const end = endOf(template, bytes, at, number + 1);
      if (end === undefined) break;
      if (isFlowMeshError(end)) broken = end;
      else {
        number += 1;
        contents.push({ number, bytes: bytes.subarray(at, end) });
        at = end;
      }
    }
    if (contents.length > 0) yield contents;
    if (broken !== undefined) throw broken;
    rest = bytes.subarray(at);
    if (rest.length > bytesMax) throw tooLarge(number + 1, rest.length, bytesMax);
  }
  if (rest.length > 0) yield [{ number: number + 1, bytes: rest }];
}

function endOf(
  template: TemplateReader,
  bytes: Buffer,
  at: number,
  number: number,
): number | FlowMeshError | undefined {
  try {
    return template.endOf(bytes, at);
  } catch (error) {
    if (!isFlowMeshError(error, "message_malformed")) throw error;
    const problem = `of record ${number}, ${String(error.details.problem)}; what comes behind cannot be told apart`;
    return new FlowMeshError("message_malformed", { format: "input", problem }, { cause: error });
  }
}

/** All of a source as one record. @throws FlowMeshError `record_too_large` */
export async function* wholeRecord(source: AsyncIterable<Buffer>, bytesMax: number): AsyncGenerator<Content[], void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source) {
    chunks.push(chunk);
    size += chunk.length;
    if (size > bytesMax) throw tooLarge(1, size, bytesMax);
  }
  yield [{ number: 1, bytes: Buffer.concat(chunks) }];
}

function tooLarge(index: number, size: number, limit: number): FlowMeshError {
  return new FlowMeshError("record_too_large", { part: "text", index, size, unit: "bytes or more", limit });
}
