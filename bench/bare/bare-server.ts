import { createServer, type Server, type Socket } from "node:net";
import { crc32c } from "@flowmesh/fabric/internal";
import { replyHeadBytes, requestKinds, writeReplyHead } from "./bare-frame.ts";
import type { BareLog } from "./bare-log.ts";
import { batchCrcFrom } from "./lean-batch.ts";
import { RequestReader } from "./request-reader.ts";

const socketBufferBytes = 1_048_576;

/** Serves a bare log over TCP. What it lacks on purpose: an index, names, access control, limits, time-outs, metrics. */
export function createBareServer(log: BareLog): Server {
  return createServer({ noDelay: true, highWaterMark: socketBufferBytes }, (socket) => {
    const connection = new BareConnection(socket, log);
    const reader = new RequestReader(connection);
    socket.on("data", (chunk) => {
      reader.push(chunk);
      connection.flush();
    });
    socket.on("error", () => socket.destroy());
  });
}

class BareConnection {
  readonly #socket: Socket;
  readonly #log: BareLog;
  readonly #fetchBuffers: Buffer[] = [];
  #kind = 0;
  #id = 0;
  #crcExpected = 0;
  #crc = 0;
  #bytes = 0;
  #slices: Buffer[] = [];
  /** Answers that leave together at the end of this turn. */
  #replies: Buffer = Buffer.allocUnsafeSlow(65_536);
  #repliesEnd = 0;
  #isFlushPlanned = false;

  constructor(socket: Socket, log: BareLog) {
    this.#socket = socket;
    this.#log = log;
  }

  begin(kind: number, id: number, _bodyBytes: number, crc: number): void {
    this.#kind = kind;
    this.#id = id;
    this.#crcExpected = crc;
    this.#crc = 0;
    this.#bytes = 0;
    this.#slices = [];
  }

  body(chunk: Buffer, from: number, to: number): void {
    if (this.#kind === requestKinds.append) {
      const covered = from + Math.max(0, batchCrcFrom - this.#bytes);
      if (covered < to) this.#crc = crc32c(chunk, covered, to, this.#crc);
    }
    this.#slices.push(chunk.subarray(from, to));
    this.#bytes += to - from;
  }

  end(): void {
    if (this.#kind === requestKinds.append) this.#append();
    else if (this.#kind === requestKinds.fetch) this.#fetch();
    else this.#reply(this.#id, Buffer.concat(this.#slices));
  }

  flush(): void {
    this.#isFlushPlanned = false;
    if (this.#repliesEnd === 0) return;
    this.#socket.write(this.#replies.subarray(0, this.#repliesEnd));
    this.#replies = this.#replies.subarray(this.#repliesEnd);
    this.#repliesEnd = 0;
  }

  #append(): void {
    if (this.#crc !== this.#crcExpected) throw new Error("a batch came with a wrong checksum");
    const id = this.#id;
    this.#log.append(this.#slices, this.#bytes, (place) => {
      this.#makeRoom(replyHeadBytes + 8);
      const at = writeReplyHead(this.#replies, this.#repliesEnd, id, 8);
      this.#repliesEnd = this.#replies.writeDoubleLE(place, at);
      this.#planFlush();
    });
  }

  #fetch(): void {
    const id = this.#id;
    const body = this.#slices.length === 1 ? this.#slices[0]! : Buffer.concat(this.#slices);
    const bytes = body.readUInt32LE(8);
    const target = this.#fetchBuffers.pop() ?? Buffer.allocUnsafeSlow(replyHeadBytes + bytes);
    this.#log.read(target.subarray(replyHeadBytes), body.readDoubleLE(0), (bytesRead) => {
      writeReplyHead(target, 0, id, bytesRead);
      this.#socket.write(target.subarray(0, replyHeadBytes + bytesRead), () => this.#fetchBuffers.push(target));
    });
  }

  #reply(id: number, body: Buffer): void {
    this.#makeRoom(replyHeadBytes + body.length);
    const at = writeReplyHead(this.#replies, this.#repliesEnd, id, body.length);
    this.#repliesEnd = at + body.copy(this.#replies, at);
  }

  #makeRoom(bytes: number): void {
    if (this.#replies.length - this.#repliesEnd >= bytes) return;
    this.flush();
    if (this.#replies.length < bytes) this.#replies = Buffer.allocUnsafeSlow(Math.max(bytes, 65_536));
  }

  #planFlush(): void {
    if (this.#isFlushPlanned) return;
    this.#isFlushPlanned = true;
    queueMicrotask(() => this.flush());
  }
}
