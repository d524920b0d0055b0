import { type BatchReader, type DecodedHeader, FlowMeshError } from "@flowmesh/fabric";
import { type Codec, decoded, noValue } from "../definitions/codec.ts";
import { asText, headerText } from "./content.ts";

/** A record as it is read. Its bytes are views on what was received: copy them (`slice`) to keep a few of many for long. `Data`: what the definition of its stream says that it holds. */
export class Message<Data = unknown> {
  /** Undefined: the record has no value. */
  readonly value: Uint8Array | undefined;
  /** Undefined: the record has no key. */
  readonly key: Uint8Array | undefined;
  /** Milliseconds since 1970, as the publisher set it. */
  readonly timestampMs: number;
  readonly partition: number;
  readonly offset: number;
  /** Names may repeat. */
  readonly headers: readonly DecodedHeader[];
  #codec: Codec<Data> | undefined;

  constructor(partition: number, record: Pick<BatchReader, "offset" | "timestampMs" | "key" | "value" | "headers">) {
    this.value = record.value;
    this.key = record.key;
    this.timestampMs = record.timestampMs;
    this.partition = partition;
    this.offset = record.offset;
    this.headers = record.headers;
  }

  /** When it happened, as the publisher set it. */
  get timestamp(): Date {
    return new Date(this.timestampMs);
  }

  /** What the value holds, as the definition of its stream reads it; without one, parsed as JSON. @throws FlowMeshError `value_not_json`, or what the definition's `parse` or `codec` throws */
  get data(): Data {
    if (this.#codec === undefined) return this.json<Data>() as Data;
    const { partition, offset, value = noValue } = this;
    return decoded(
      this.#codec,
      value,
      (problem, options) => new FlowMeshError("value_not_json", { partition, offset, problem }, options),
    );
  }

  /** Lets `data` be read so from now on. */
  readBy<Other>(codec: Codec<Other> | undefined): Message<Other> {
    const message = this as unknown as Message<Other>;
    message.#codec = codec;
    return message;
  }

  /** The value as text; empty for a record without a value. */
  text(): string {
    return asText(this.value) ?? "";
  }

  /** The value parsed as JSON; undefined for a record without a value. @throws FlowMeshError `value_not_json`, with the details `partition` and `offset` */
  json<Content = unknown>(): Content | undefined {
    if (this.value === undefined) return undefined;
    try {
      return JSON.parse(this.text()) as Content;
    } catch (cause) {
      const { partition, offset } = this;
      throw new FlowMeshError("value_not_json", { partition, offset, problem: (cause as Error).message }, { cause });
    }
  }

  /** The key as text; undefined for a record without a key. */
  keyText(): string | undefined {
    return asText(this.key);
  }

  /** The last header of this name as text; undefined where there is none or it has no value. */
  header(name: string): string | undefined {
    return headerText(this.headers, name);
  }
}
