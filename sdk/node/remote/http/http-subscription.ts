import type { IncomingMessage } from "node:http";
import { limits } from "@flowmesh/contract";
import type { RemoteStream } from "../remote-stream.ts";
import { errorOfLine, errorOfProblem, readAnswer, responseOfText } from "./http-answer.ts";
import { readLines } from "./read-lines.ts";

/** What the reader of a stream may leave unread before nothing more is taken from the connection. */
const creditBytes = limits.subscriptionCreditBytes.value / 4;

/** A stream as HTTP carries it: lines of JSON, each one response, over one request after the other. */
export class HttpSubscription {
  readonly stream: RemoteStream;
  /** A request is under way, or waits for its turn. */
  isRunning = false;
  readonly #silenceMs: number;
  readonly #ending = new AbortController();
  #unreadBytes = 0;
  #wake: (() => void) | undefined;
  #deadline: NodeJS.Timeout | undefined;

  /** `silenceMs`: after so long without a byte the server is taken for lost; one that is there sends an empty line long before. */
  constructor(stream: RemoteStream, silenceMs: number) {
    this.stream = stream;
    this.#silenceMs = silenceMs;
  }

  /** Aborted when nobody reads it any more. */
  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  end(reason: unknown): void {
    this.reached();
    this.#ending.abort(reason);
    this.granted(this.#unreadBytes);
  }

  /** Calls `giveUp` when no server was reached until then. Who follows what is live waits for ever. */
  mustReach(giveUp: () => void): void {
    if (this.stream.isLive) return;
    this.#deadline ??= setTimeout(giveUp, limits.deadlineMs.value).unref();
  }

  reached(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  /** The reader has taken bytes. */
  granted(bytes: number): void {
    this.#unreadBytes -= bytes;
    if (this.#unreadBytes < creditBytes) this.#wake?.();
  }

  /**
   * Gives the reader every response of an answer. Returns when the server has sent all of them.
   * @throws FlowMeshError that the server gave; any other error when the answer was cut off
   */
  async read(answer: IncomingMessage): Promise<void> {
    if (answer.statusCode !== 200) throw errorOfProblem(answer.statusCode!, (await readAnswer(answer)).toString());
    this.#unreadBytes = 0;
    this.stream.sent(creditBytes);
    this.reached();
    const { socket } = answer;
    const onSilence = (): void => void (this.#wake === undefined && answer.destroy(new Error("it fell silent")));
    socket.setTimeout(this.#silenceMs).on("timeout", onSilence);
    try {
      for await (const line of readLines(answer)) {
        if (this.ending.aborted) return;
        await this.#take(line);
      }
    } finally {
      socket.setTimeout(0).off("timeout", onSilence);
    }
    if (!answer.complete) throw new Error("the answer was cut off");
  }

  /** Resolves when the reader has room for more. */
  async #take(line: string): Promise<void> {
    const error = errorOfLine(line);
    if (error !== undefined) throw error;
    this.#unreadBytes += line.length;
    this.stream.receive(responseOfText(this.stream.method, line), line.length);
    if (this.#unreadBytes < creditBytes) return;
    await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
  }
}
