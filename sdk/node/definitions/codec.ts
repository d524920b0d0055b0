import type { FlowMeshError } from "@flowmesh/fabric";
import type { Value } from "../value.ts";

/** How the contents of a queue or a stream become bytes, and come back. */
export interface Codec<Data> {
  /** What is written; null for no value. */
  encode(data: Data): Value;
  /** What was written, empty where there is no value. What it throws, `data` of the job or the message throws. */
  decode(bytes: Uint8Array): Data;
}

/** What is written and read as JSON, and how it is looked at when it is read. */
export function jsonCodec<Data>(parse: (content: unknown) => Data = (content) => content as Data): Codec<Data> {
  return {
    // These would otherwise not come back as JSON.
    encode: (data) => (typeof data === "string" || data === null ? JSON.stringify(data) : (data as Value)),
    decode: (bytes) => parse(JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())),
  };
}

/** In place of a value that is not there. */
export const noValue: Uint8Array = new Uint8Array(0);

/** What bytes hold. `notJson`: the error of those that are no JSON. */
export function decoded<Data>(
  codec: Codec<Data>,
  bytes: Uint8Array,
  notJson: (problem: string, options: ErrorOptions) => FlowMeshError,
): Data {
  try {
    return codec.decode(bytes);
  } catch (cause) {
    if (cause instanceof SyntaxError) throw notJson(cause.message, { cause });
    throw cause;
  }
}
