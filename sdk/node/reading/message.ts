import { type BatchReader, type DecodedHeader, FlowMeshError } from "@flowmesh/fabric";
import { asText, headerText } from "./content.ts";

/** A record as it is read. Its bytes are views on what was received: copy them (`slice`) to keep a few of many for long. */
export class Message {
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
