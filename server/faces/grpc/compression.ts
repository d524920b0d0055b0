import { constants, gunzip, gzip } from "node:zlib";
import { FlowMeshError } from "@flowmesh/fabric";

/** The codings of messages that are taken, as header `grpc-accept-encoding` names them. */
export const acceptedCodings = "identity,gzip";

/** Below this a message is not worth it. */
export const compressedBytesMin = 1024;

/** One message that is to be compressed or inflated. */
export interface CompressionTask {
  readonly bytes: Buffer;
  /** The connection that it came on, or leaves by. */
  readonly caller: object;
  /** Whether anybody still waits for it. */
  isWanted(): boolean;
}

export interface InflateTask extends CompressionTask {
  /** How much it may unfold to, asked when its turn has come. */
  bytesMax(): number;
}

/**
 * Compresses and inflates messages on the thread pool, one at a time over all connections: the other threads are there for the log, whose syncs must never wait
 * behind this. Connections take turns. What nobody waits for any more when its turn comes is given back empty.
 */
export class Compression {
  /** Of each connection what waits, in order; the first connection's turn is next. */
  readonly #waiting: Map<object, (() => void)[]> = new Map();
  #isBusy = false;

  /** @throws FlowMeshError `message_too_large` as soon as it is clear that there is more than `bytesMax`, `message_malformed` */
  inflate(task: InflateTask): Promise<Buffer> {
    return this.#next(task, (done) => {
      const { bytes } = task;
      const bytesMax = Math.max(1, task.bytesMax());
      gunzip(bytes, { maxOutputLength: bytesMax, chunkSize: chunkBytesFor(bytes) }, (cause, inflated) => {
        if (cause === null) done(undefined, inflated);
        else done(inflateError(cause, bytesMax), noBytes);
      });
    });
  }

  deflate(task: CompressionTask): Promise<Buffer> {
    const options = { level: constants.Z_BEST_SPEED, chunkSize: chunkBytesFor(task.bytes) };
    return this.#next(task, (done) => gzip(task.bytes, options, done));
  }

  #next(task: CompressionTask, work: (done: Done) => void): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        if (!task.isWanted()) {
          resolve(noBytes);
          return;
        }
        this.#isBusy = true;
        work((error, result) => {
          this.#isBusy = false;
          if (error) reject(error);
          else resolve(result);
          this.#goOn();
        });
      };
      this.#push(task.caller, begin);
      this.#goOn();
    });
  }

  #push(caller: object, begin: () => void): void {
    const queue = this.#waiting.get(caller);
    if (queue === undefined) this.#waiting.set(caller, [begin]);
    else queue.push(begin);
  }

  #goOn(): void {
    for (const [caller, queue] of this.#waiting) {
      if (this.#isBusy) return;
      const begin = queue.shift()!;
      this.#waiting.delete(caller);
      // Behind everybody else's, and so met again here.
      if (queue.length > 0) this.#waiting.set(caller, queue);
      begin();
    }
  }
}

type Done = (error: Error | null | undefined, result: Buffer) => void;

/** Large pieces cost the event loop a third as much; small ones are for messages of which they would be the greater part. */
function chunkBytesFor({ length }: Buffer): number {
  return length < 4096 ? 16_384 : 65_536;
}

function inflateError(cause: NodeJS.ErrnoException, limit: number): FlowMeshError {
  if (cause.code === "ERR_BUFFER_TOO_LARGE") {
    return new FlowMeshError("message_too_large", { size: `more than ${limit}`, limit }, { cause });
  }
  return new FlowMeshError("message_malformed", { format: "gzip", problem: cause.message }, { cause });
}

const noBytes = Buffer.alloc(0);
