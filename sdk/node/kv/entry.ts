import type { Change, ChangeKind, Entry as EntryMessage } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { type Codec, decoded } from "../definitions/codec.ts";

/** One revision of an entry, as it is read, listed or watched. */
export class Entry<Data = unknown> {
  readonly key: string;
  /** Number of the write in its bucket: pass it as `expectedRevision` to change only what was seen. */
  readonly revision: number;
  /** What the write was. Only a `put` has a value. */
  readonly kind: Exclude<ChangeKind, "unspecified">;
  /** Undefined: it was deleted or has expired, or only keys were asked for. */
  readonly value: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  readonly writtenMs: number;
  /** Milliseconds since 1970; undefined: never. */
  readonly expiresMs: number | undefined;
  readonly #codec: Codec<Data> | undefined;

  constructor({ key, revision, value, writtenAt, expiresAt, ...rest }: EntryMessage | Change, codec?: Codec<Data>) {
    this.key = key;
    this.revision = revision;
    this.kind = "kind" in rest && rest.kind !== "unspecified" ? rest.kind : "put";
    this.value = value;
    this.writtenMs = writtenAt ?? 0;
    this.expiresMs = expiresAt;
    this.#codec = codec;
  }

  /** What the value holds, as the definition of its bucket reads it; without one, parsed as JSON. Undefined without a value. @throws FlowMeshError `entry_not_json`, or what the definition's `parse` or `codec` throws */
  get data(): Data | undefined {
    if (this.#codec === undefined) return this.json<Data>();
    if (this.value === undefined) return undefined;
    return decoded(this.#codec, this.value, (problem, options) => this.#notJson(problem, options));
  }

  /** The value as text; empty without a value. */
  text(): string {
    const { value } = this;
    return value === undefined ? "" : Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString();
  }

  /** The value parsed as JSON; undefined without a value. @throws FlowMeshError `entry_not_json` */
  json<Content = unknown>(): Content | undefined {
    if (this.value === undefined) return undefined;
    try {
      return JSON.parse(this.text()) as Content;
    } catch (cause) {
      throw this.#notJson((cause as Error).message, { cause });
    }
  }

  #notJson(problem: string, options: ErrorOptions): FlowMeshError {
    const { key, revision } = this;
    return new FlowMeshError("entry_not_json", { key, revision, problem }, options);
  }
}
