import type { AnyCodec } from "./codec.ts";

/** What a generic mapping, such as JSON's, must know about a field. */
export interface Field {
  /** `Message.field`, for messages of errors. */
  readonly name: string;
  /** Name in TypeScript and in JSON: lower camel case. */
  readonly property: string;
  /** Name in the proto file. */
  readonly protoName: string;
  readonly number: number;
  readonly kind: "int32" | "int64" | "bool" | "string" | "bytes" | "enum" | "message" | "time";
  readonly repeated: boolean;
  /** Whether absent differs from zero or empty. Always so for messages and times. */
  readonly optional: boolean;
  /** The choice of which it is one, if any: at most one of them is set. */
  readonly oneof: string | undefined;
  /** The values of an enum as strings. */
  readonly values: readonly string[] | undefined;
  /** The codec of a nested message. */
  readonly message: (() => AnyCodec) | undefined;
  /** How bytes stand in JSON. */
  readonly jsonBytes: "base64" | "value" | "text";
  /** Carried behind the rest without a copy. */
  readonly payload: boolean;
}
