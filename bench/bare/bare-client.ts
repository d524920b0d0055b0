import { connect, type Socket } from "node:net";
import { requestHeadBytes, requestKinds, writeRequestHead } from "./bare-frame.ts";
import { batchCrc, encodeLeanBatch } from "./lean-batch.ts";
import { ReplyReader } from "./reply-reader.ts";

/** Called with the reply's body, which is valid only during the call. */
export type Answered = (body: Buffer) => void;

/** Room for the small requests of one turn. */
const outgoingBytes = 262_144;

/** A request of one small record. */
const singleBatchBytesMax = 2_048;

/** The leanest client that still encodes records and computes their checksum: callbacks, no promises, requests of one turn in one write. */
export class BareClient {
  readonly #socket: Socket;
  readonly #answers: (Answered | undefined)[] = [];
  readonly #freeIds: number[] = [];
  #outgoing: Buffer = Buffer.allocUnsafeSlow(outgoingBytes);
  #outgoingEnd = 0;
  #isFlushPlanned = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const reader = new ReplyReader((id, body) => this.#answer(id, body));
    socket.on("data", (chunk) => {
      reader.push(chunk);
      this.#flush();
    });
  }

  static connect(port: number): Promise<BareClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({ port, host: "127.0.0.1", noDelay: true });
      socket.once("error", reject);
      socket.once("connect", () => resolve(new BareClient(socket)));
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  /** Appends records as one request, encoded into `scratch` when given: memory that is free again with the answer. */
  append(values: readonly Uint8Array[], answered: Answered, scratch?: Buffer): void {
    if (scratch !== undefined) {
      this.#flush();
      this.#socket.write(scratch.subarray(0, this.#writeAppend(scratch, 0, values, answered)));
      return;
    }
    this.#makeRoom(singleBatchBytesMax);
    this.#outgoingEnd = this.#writeAppend(this.#outgoing, this.#outgoingEnd, values, answered);
  }

  fetch(place: number, bytes: number, answered: Answered): void {
    this.#makeRoom(requestHeadBytes + 12);
    const at = writeRequestHead(this.#outgoing, this.#outgoingEnd, requestKinds.fetch, this.#id(answered), 12, 0);
    this.#outgoing.writeDoubleLE(place, at);
    this.#outgoingEnd = this.#outgoing.writeUInt32LE(bytes, at + 8);
  }

  echo(body: Buffer, answered: Answered): void {
    this.#makeRoom(requestHeadBytes + body.length);
    const id = this.#id(answered);
    const at = writeRequestHead(this.#outgoing, this.#outgoingEnd, requestKinds.echo, id, body.length, 0);
    this.#outgoingEnd = at + body.copy(this.#outgoing, at);
  }

  #writeAppend(target: Buffer, start: number, values: readonly Uint8Array[], answered: Answered): number {
    const bodyStart = start + requestHeadBytes;
    const end = encodeLeanBatch(target, bodyStart, values, Date.now());
    const crc = batchCrc(target, bodyStart);
    writeRequestHead(target, start, requestKinds.append, this.#id(answered), end - bodyStart, crc);
    return end;
  }

  #id(answered: Answered): number {
    const id = this.#freeIds.pop() ?? this.#answers.length;
    this.#answers[id] = answered;
    return id;
  }

  #makeRoom(bytes: number): void {
    if (this.#outgoing.length - this.#outgoingEnd < bytes) {
      this.#flush();
      if (this.#outgoing.length < bytes) this.#outgoing = Buffer.allocUnsafeSlow(outgoingBytes);
    }
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    queueMicrotask(() => this.#flush());
  }

  #flush(): void {
    this.#isFlushPlanned = false;
    if (this.#outgoingEnd === 0) return;
    this.#socket.write(this.#outgoing.subarray(0, this.#outgoingEnd));
    this.#outgoing = this.#outgoing.subarray(this.#outgoingEnd);
    this.#outgoingEnd = 0;
  }

  #answer(id: number, body: Buffer): void {
    const answered = this.#answers[id];
    this.#answers[id] = undefined;
    this.#freeIds.push(id);
    answered?.(body);
  }
}
