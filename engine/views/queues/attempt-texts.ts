import type { PayloadPlace } from "../../log/log-reader.ts";

const FIRST_ROOM = 16;

/**
 * Where in the log it stands how attempts ended: error, stack, log lines, result. Each text knows the one before it of the same job, so that a job needs to know its last
 * one alone. A text is named by its place here + 1; 0: none.
 */
export class AttemptTexts {
  #segment = new Int32Array(FIRST_ROOM);
  #byte = new Uint32Array(FIRST_ROOM);
  #bytes = new Uint32Array(FIRST_ROOM);
  #crc = new Uint32Array(FIRST_ROOM);
  /** Of a free place the next free one. */
  #before = new Uint32Array(FIRST_ROOM);
  /** Bytes by segment or settled file, but of the place that was counted last, which mostly is the next one too. */
  readonly #bytesIn = new Map<number, number>();
  #lastPlace = Number.NaN;
  #lastBytes = 0;
  #unused = 0;
  #free = 0;

  /** Bytes of memory that they take. */
  get bytes(): number {
    return 20 * this.#segment.length;
  }

  /** Adds a text behind another one of its job; returns its name. */
  add({ segment, byte, payloadBytes, payloadCrc }: PayloadPlace, before: number): number {
    const at = this.#free === 0 ? this.#unused++ : this.#free - 1;
    if (at === this.#segment.length) this.#grow();
    if (this.#free !== 0) this.#free = this.#before[at] as number;
    this.#segment[at] = segment;
    this.#byte[at] = byte;
    this.#bytes[at] = payloadBytes;
    this.#crc[at] = payloadCrc;
    this.#before[at] = before;
    this.#count(segment, payloadBytes);
    return at + 1;
  }

  /** Bytes of texts that lie in a segment or settled file. */
  bytesIn(place: number): number {
    return place === this.#lastPlace ? this.#lastBytes : (this.#bytesIn.get(place) ?? 0);
  }

  /** Places of a text and those before it, oldest first; the last ones if there are more than `most`. */
  places(last: number, most: number): PayloadPlace[] {
    const places: PayloadPlace[] = [];
    for (let name = last; name !== 0 && places.length < most; name = this.#before[name - 1] as number) {
      const at = name - 1;
      places.push({
        segment: this.#segment[at] as number,
        byte: this.#byte[at] as number,
        payloadBytes: this.#bytes[at] as number,
        payloadCrc: this.#crc[at] as number,
      });
    }
    return places.reverse();
  }

  /** Forgets a text and those before it. */
  remove(last: number): void {
    for (let name = last; name !== 0; ) {
      const before = this.#before[name - 1] as number;
      this.#count(this.#segment[name - 1] as number, -(this.#bytes[name - 1] as number));
      this.#before[name - 1] = this.#free;
      this.#free = name;
      name = before;
    }
  }

  #count(place: number, by: number): void {
    if (place !== this.#lastPlace) {
      if (this.#lastBytes > 0) this.#bytesIn.set(this.#lastPlace, this.#lastBytes);
      this.#lastBytes = this.#bytesIn.get(place) ?? 0;
      this.#lastPlace = place;
      this.#bytesIn.delete(place);
    }
    this.#lastBytes += by;
  }

  #grow(): void {
    const length = this.#segment.length * 2;
    this.#segment = grown(this.#segment, new Int32Array(length));
    this.#byte = grown(this.#byte, new Uint32Array(length));
    this.#bytes = grown(this.#bytes, new Uint32Array(length));
    this.#crc = grown(this.#crc, new Uint32Array(length));
    this.#before = grown(this.#before, new Uint32Array(length));
  }
}

function grown<Column extends Uint32Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
