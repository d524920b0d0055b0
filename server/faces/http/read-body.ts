import { isUtf8 } from "node:buffer";
import type { IncomingMessage } from "node:http";
import { limits } from "@flowmesh/contract";
import { parseJson } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import type { ByteBudget } from "../../dispatch/byte-budget.ts";
import { GatheredBytes } from "./gathered-bytes.ts";
import { malformedRequest } from "./malformed-request.ts";

/**
 * Reads a request's body whole. Its bytes count in `budget` until `release` is called.
 * @throws FlowMeshError `message_too_large`, `overloaded`, `message_malformed` when it is cut off
 */
export async function readBody(
  request: IncomingMessage,
  bytesMax: number,
  budget: ByteBudget,
): Promise<{ bytes: Buffer; release: () => void }> {
  const announced = Number(request.headers["content-length"] ?? 0);
  if (announced > bytesMax) throw tooLarge(announced, bytesMax);
  const gathered = new GatheredBytes();
  const release = (): void => budget.give(gathered.size);
  try {
    await receive(request, (chunk) => {
      if (budget.isFull)
        throw new FlowMeshError("overloaded", { what: "the bytes of requests under way", limit: budget.bytesMax });
      gathered.add(chunk);
      budget.take(chunk.length);
      if (gathered.areChunksTiny) throw malformedRequest("its body comes in too many chunks of a few bytes");
      if (gathered.size > bytesMax) throw tooLarge(gathered.size, bytesMax);
    });
  } catch (cause) {
    release();
    throw cause;
  }
  return { bytes: gathered.whole(), release };
}

/**
 * Gives each chunk of a body to `take` until it has ended. Where `take` throws, the rest is read and dropped: the connection stays whole for the answer, which an
 * async iterator, that destroys what was not read to its end, would not leave it.
 */
function receive(request: IncomingMessage, take: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const onClose = (): void => reject(malformedRequest("it was cut off"));
    if (request.destroyed) {
      onClose();
      return;
    }
    const onData = (chunk: Buffer): void => {
      try {
        take(chunk);
      } catch (cause) {
        request.off("data", onData);
        request.resume();
        reject(cause);
      }
    };
    request.once("end", resolve);
    request.once("error", reject);
    request.once("close", onClose);
    request.on("data", onData);
  });
}

/**
 * The JSON value in a body; of an empty one, an empty object.
 * @throws FlowMeshError `message_malformed`, or JsonMappingError
 */
export function jsonOf(bytes: Buffer): unknown {
  if (bytes.length === 0) return {};
  if (!isUtf8(bytes)) throw malformedJson("it is not UTF-8");
  if (bytes.length > unscannedBytes && isNestedDeeper(bytes, limits.jsonDepth.value)) {
    throw malformedJson(`it is nested deeper than ${limits.jsonDepth.value} levels`);
  }
  return parseJson(bytes.toString("utf8"));
}

/** Short text is parsed at once however deep it is; long text of brackets alone would hold the event loop. */
const unscannedBytes = 65_536;

/** A look at the brackets outside of strings; whether it is JSON at all is found out by the parser. */
function isNestedDeeper(bytes: Buffer, levels: number): boolean {
  // Most long text is long strings, with few brackets anywhere.
  if (countOf(openBracket, bytes, levels) + countOf(openBrace, bytes, levels) <= levels) return false;
  let depth = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === quote) {
      at = endOfString(bytes, at + 1);
    } else if (byte === openBracket || byte === openBrace) {
      if (++depth > levels) return true;
    } else if (byte === closeBracket || byte === closeBrace) {
      depth--;
    }
  }
  return false;
}

/** How often it stands there, counted no further than just beyond `most`. */
function countOf(byte: number, bytes: Buffer, most: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0 && count <= most; at = bytes.indexOf(byte, at + 1)) count++;
  return count;
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== quote) at += bytes[at] === backslash ? 2 : 1;
  return at;
}

const quote = 0x22;
const backslash = 0x5c;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const openBrace = 0x7b;
const closeBrace = 0x7d;

function tooLarge(size: number, limit: number): FlowMeshError {
  return new FlowMeshError("message_too_large", { size, limit });
}

function malformedJson(problem: string): FlowMeshError {
  return new FlowMeshError("message_malformed", { format: "JSON", problem });
}
