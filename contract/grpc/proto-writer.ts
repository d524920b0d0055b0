import { putVarint } from "../wire/varint.ts";

/** Writes messages that are not the contract's own: those of gRPC's standard services, and the status of a failure. Fields go out in the order of the calls. */
export class ProtoWriter {
  readonly #parts: Buffer[] = [];

  varint(field: number, value: number): this {
    if (value !== 0) this.#parts.push(varintOf(field * 8), varintOf(value));
    return this;
  }

  string(field: number, text: string): this {
    return text === "" ? this : this.message(field, Buffer.from(text));
  }

  /** A nested message, or bytes; also when it is empty. */
  message(field: number, bytes: Uint8Array): this {
    this.#parts.push(varintOf(field * 8 + 2), varintOf(bytes.length), bytes as Buffer);
    return this;
  }

  finish(): Buffer {
    return Buffer.concat(this.#parts);
  }
}

function varintOf(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(10);
  return bytes.subarray(0, putVarint(value, bytes, 0));
}
