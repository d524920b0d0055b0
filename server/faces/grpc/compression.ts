import { constants, gunzip, gzip } from "node:zlib";
import { FlowMeshError } from "@flowmesh/fabric";

/** The codings of messages that are taken, as header `grpc-accept-encoding` names them. */
export const acceptedCodings = "identity,gzip";

/** Below this a message is not worth it. */
export const compressedBytesMin = 1024;

/**
 * Compresses and inflates messages on the thread pool, one at a time over all connections: the other threads are there for the log, whose syncs must never wait
 * behind this.
 */
export class Compression {
  readonly #waiting: (() => void)[] = [];
  #isBusy = false;

  /** @throws FlowMeshError `message_too_large` as soon as it is clear that there is more than `bytesMax`, `message_malformed` */
  inflate(bytes: Buffer, bytesMax: number): Promise<Buffer> {
    return this.#next((done) => {
      gunzip(bytes, { maxOutputLength: Math.max(1, bytesMax) }, (cause, inflated) => {
        if (cause === null) done(undefined, inflated);
        else done(inflateError(cause, bytesMax), noBytes);
      });
    });
  }

  deflate(bytes: Buffer): Promise<Buffer> {
    return this.#next((done) => gzip(bytes, { level: constants.Z_BEST_SPEED }, done));
  }

  #next(work: (done: (error: Error | null | undefined, result: Buffer) => void) => void): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      const begin = (): void => {
        this.#isBusy = true;
        work((error, result) => {
          this.#isBusy = false;
          this.#waiting.shift()?.();
          if (error) reject(error);
          else resolve(result);
        });
      };
      if (this.#isBusy) this.#waiting.push(begin);
      else begin();
    });
  }
}

function inflateError(cause: NodeJS.ErrnoException, limit: number): FlowMeshError {
  if (cause.code === "ERR_BUFFER_TOO_LARGE") {
    return new FlowMeshError("message_too_large", { size: `more than ${limit}`, limit }, { cause });
  }
  return new FlowMeshError("message_malformed", { format: "gzip", problem: cause.message }, { cause });
}

const noBytes = Buffer.alloc(0);
