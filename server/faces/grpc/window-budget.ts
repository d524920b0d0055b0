/** The least that a window of HTTP/2 is made. */
const LEAST_BYTES = 65_535;
/** A connection gets at most such a part of what is left, so that those behind it find some. */
const LEFT_SHARE = 1 / 8;
/** So many streams of a connection have windows of full size. */
const FULL_STREAMS = 8;

/**
 * What the clients of all gRPC connections together may send before it is taken. Of HTTP/2's two bounds only the window of a stream holds back what nobody reads: Node takes what comes off the
 * connection's at once. So the more connections there are, and the more streams a connection has, the smaller the windows of their streams.
 */
export class WindowBudget {
  readonly #bytesAll: number;
  readonly #streamBytes: number;
  #givenBytes = 0;

  /** @param streamBytes the window of a stream where there are few */
  constructor(bytesAll: number, streamBytes: number) {
    this.#bytesAll = bytesAll;
    this.#streamBytes = streamBytes;
  }

  /** The windows of one more connection, which are to be given back when it has closed. */
  take(): ConnectionWindows {
    const part = Math.floor((this.#bytesAll - this.#givenBytes) * LEFT_SHARE);
    const bytes = Math.min(FULL_STREAMS * this.#streamBytes, Math.max(part, LEAST_BYTES));
    this.#givenBytes += bytes;
    return new ConnectionWindows(bytes, this.#streamBytes);
  }

  give({ bytes }: ConnectionWindows): void {
    this.#givenBytes -= bytes;
  }
}

/** The windows of the streams of one connection. */
export class ConnectionWindows {
  /** Of all of them. */
  readonly bytes: number;
  readonly #streamBytesMax: number;
  /** Streams among which they are divided. */
  #streams = FULL_STREAMS;

  constructor(bytes: number, streamBytesMax: number) {
    this.bytes = bytes;
    this.#streamBytesMax = streamBytesMax;
  }

  /** The window of each stream. */
  get streamBytes(): number {
    return Math.min(this.#streamBytesMax, Math.max(Math.floor(this.bytes / this.#streams), LEAST_BYTES));
  }

  /** So many streams are open now; whether their windows are of another size by that. Sizes change when the number has doubled, or fallen to a quarter. */
  fit(streams: number): boolean {
    const before = this.streamBytes;
    while (streams > this.#streams) this.#streams *= 2;
    while (this.#streams > FULL_STREAMS && 4 * streams <= this.#streams) this.#streams /= 2;
    return this.streamBytes !== before;
  }
}
