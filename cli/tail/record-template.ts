import type { Message } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";
import { escapeControls } from "../output/escape.ts";

type Part = (message: Message) => string | Uint8Array;

/** How a record is written as text. */
export interface RecordTemplate {
  /** The pieces of one record. On a terminal what comes from the record is escaped; else its bytes are as they are. */
  render(message: Message, pieces: (string | Uint8Array)[]): void;
}

const placeholders: Readonly<Record<string, (stream: string) => Part>> = {
  t: (stream) => () => stream,
  p: () => (message) => String(message.partition),
  o: () => (message) => String(message.offset),
  k: () => (message) => message.key ?? "",
  v: () => (message) => message.value ?? "",
  h: () => (message) => message.headers.map(({ name }) => `${name}=${message.header(name) ?? ""}`).join(","),
  T: () => (message) => message.timestamp.toISOString(),
  m: () => (message) => String(message.timestampMs),
  K: () => (message) => String(message.key?.length ?? 0),
  V: () => (message) => String(message.value?.length ?? 0),
};
const escapes: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", "0": "\0", "\\": "\\" };

/** The placeholders of `--format`, for help. */
export const placeholderHelp: string =
  "%t stream, %p partition, %o offset, %k key, %v value, %h headers, %T time, %m time in ms, %K and %V bytes of key and value, %%; \\n \\t \\r \\0 \\\\";

/**
 * Reads a template such as `%t/%p@%o %k %v\n`.
 * @throws FlowMeshError `field_invalid` for a placeholder that is not known
 */
export function recordTemplate(text: string, stream: string, isForTerminal: boolean): RecordTemplate {
  const parts: (string | Part)[] = [];
  for (const [token] of text.matchAll(/%.?|\\.?|[^%\\]+/gsu)) parts.push(partOf(token, stream));
  return {
    render(message, pieces) {
      for (const part of parts) {
        if (typeof part === "string") pieces.push(part);
        else pieces.push(isForTerminal ? shown(part(message)) : part(message));
      }
    },
  };
}

function partOf(token: string, stream: string): string | Part {
  const name = token.slice(1);
  if (token.startsWith("\\")) return escapes[name] ?? refuse(token);
  if (!token.startsWith("%")) return token;
  if (name === "%") return "%";
  const placeholder = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
  return placeholder === undefined ? refuse(token) : placeholder(stream);
}

function refuse(token: string): never {
  const problem = `has ${JSON.stringify(token)}, which means nothing there; known are ${placeholderHelp}`;
  throw new FlowMeshError("field_invalid", { field: "--format", problem });
}

function shown(content: string | Uint8Array): string {
  return escapeControls(typeof content === "string" ? content : asBuffer(content).toString());
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
