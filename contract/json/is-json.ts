/**
 * Whether UTF-8 bytes are one JSON text (RFC 8259) of at most so many arrays and objects inside one another. Unlike `JSON.parse` it makes nothing of them, so that its
 * time depends on their number alone, and it has no memory to give back.
 */
export function isJson(bytes: Uint8Array, levels: number): boolean {
  return new JsonScan(bytes).isOneValue(levels);
}

const [quote, comma, colon, backslash, openArray, openObject, closeObject] = [34, 44, 58, 92, 91, 123, 125] as const;
/** From the byte that opens an array or object to the one that closes it. */
const toClose = 2;
const nothing = -1;

class JsonScan {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  isOneValue(levels: number): boolean {
    /** What closes the arrays and objects that are open. */
    const open: number[] = [];
    for (;;) {
      const first = this.#peek();
      if (first === openArray || first === openObject) {
        if (open.length === levels) return false;
        this.#at++;
        open.push(first + toClose);
        if (this.#peek() !== first + toClose) {
          if (first === openObject && !this.#name()) return false;
          continue;
        }
      } else if (!this.#scalar(first)) return false;
      const end = this.#behindValue(open);
      if (end !== undefined) return end;
    }
  }

  /** Closes what ends here; undefined when another value must follow, else whether this was the end of the text. */
  #behindValue(open: number[]): boolean | undefined {
    for (;;) {
      const close = open[open.length - 1];
      const byte = this.#peek();
      if (close === undefined) return byte === nothing;
      this.#at++;
      if (byte === comma) return close === closeObject && !this.#name() ? false : undefined;
      if (byte !== close) return false;
      open.pop();
    }
  }

  /** The next byte that is no white space. */
  #peek(): number {
    const bytes = this.#bytes;
    for (; this.#at < bytes.length; this.#at++) {
      const byte = bytes[this.#at]!;
      if (byte !== 32 && byte !== 10 && byte !== 13 && byte !== 9) return byte;
    }
    return nothing;
  }

  #name(): boolean {
    if (this.#peek() !== quote || !this.#string() || this.#peek() !== colon) return false;
    this.#at++;
    return true;
  }

  #scalar(first: number): boolean {
    if (first === quote) return this.#string();
    if (first < 65) return this.#number();
    const word = words.get(first);
    if (word === undefined) return false;
    for (const byte of word) if (this.#bytes[this.#at++] !== byte) return false;
    return true;
  }

  #string(): boolean {
    const bytes = this.#bytes;
    for (let at = this.#at + 1; at < bytes.length; at++) {
      const byte = bytes[at]!;
      if (byte === quote) {
        this.#at = at + 1;
        return true;
      }
      if (byte < 32) return false;
      if (byte !== backslash) continue;
      at++;
      const escaped = bytes[at] ?? 0;
      if (escaped === 117) {
        for (const end = at + 4; at < end; ) if (!isHex(bytes[++at] ?? 0)) return false;
      } else if (!escapes.has(escaped)) return false;
    }
    return false;
  }

  #number(): boolean {
    const bytes = this.#bytes;
    if (bytes[this.#at] === 45) this.#at++;
    if (bytes[this.#at] === 48) this.#at++;
    else if (!this.#digits()) return false;
    if (bytes[this.#at] === 46) {
      this.#at++;
      if (!this.#digits()) return false;
    }
    const exponent = bytes[this.#at];
    if (exponent !== 69 && exponent !== 101) return true;
    this.#at++;
    const sign = bytes[this.#at];
    if (sign === 43 || sign === 45) this.#at++;
    return this.#digits();
  }

  /** Passes over one digit or more. */
  #digits(): boolean {
    const bytes = this.#bytes;
    const from = this.#at;
    while (isDigit(bytes[this.#at] ?? 0)) this.#at++;
    return this.#at > from;
  }
}

const words: ReadonlyMap<number, Uint8Array> = new Map(
  ["true", "false", "null"].map((word) => [word.charCodeAt(0), Buffer.from(word)]),
);
const escapes: ReadonlySet<number> = new Set(Buffer.from('"\\/bfnrt'));

function isDigit(byte: number): boolean {
  return byte >= 48 && byte <= 57;
}

function isHex(byte: number): boolean {
  return isDigit(byte) || (byte >= 65 && byte <= 70) || (byte >= 97 && byte <= 102);
}
