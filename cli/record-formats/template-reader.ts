import { FlowMeshError } from "@flowmesh/fabric";
import {
  type FieldTexts,
  malformed,
  recordOf,
  shownText,
  sizeIn,
  sizeOf,
  type TemplateRecord,
} from "./template-fields.ts";
import { type ByteText, type FieldLetter, type TemplatePart, templateParts } from "./template-parts.ts";

interface Field {
  readonly letter: FieldLetter;
  readonly byteText: ByteText | undefined;
  /** The text behind it, which ends it where its size is not known. */
  readonly until: Buffer;
}

/**
 * Reads records that are written as a template says, as `flowmesh tail --format` writes them. A field ends where the text behind it in the template begins. Behind
 * its size (`%K`, `%V`) a key or value has so many bytes, whatever they are, and may be missing (-1); without it, an empty key is no key.
 */
export class TemplateReader {
  readonly letters: ReadonlySet<FieldLetter>;
  /** Ends each record. */
  readonly #terminator: Buffer;
  /** Whether the end of a record is known only by reading all of it. What is not well-formed then spoils all that comes behind. */
  readonly #isSequential: boolean;
  readonly #steps: readonly (Buffer | Field)[];

  /** @throws FlowMeshError `field_invalid` for a template that nothing can be read by */
  constructor(text: string) {
    const parts = templateParts(text);
    this.letters = lettersOf(parts);
    this.#steps = parts.map((part, at) => stepOf(part, parts[at + 1], this.letters));
    const last = this.#steps.at(-1);
    this.#terminator = Buffer.isBuffer(last) ? last : nothing;
    const isSized = this.letters.has("K") || this.letters.has("V");
    this.#isSequential =
      isSized || parts.slice(0, -1).some((part) => "literal" in part && part.literal.includes(this.#terminator));
  }

  /** Whether each record is a line. */
  get isByLine(): boolean {
    return !this.#isSequential && this.#terminator.at(-1) === lineFeed;
  }

  /** Where the record that begins at `from` ends; undefined when the bytes do not reach so far. @throws FlowMeshError `message_malformed` */
  endOf(bytes: Buffer, from: number): number | undefined {
    if (this.#isSequential) return this.#walk(bytes, from).end;
    const at = bytes.indexOf(this.#terminator, from);
    return at < 0 ? undefined : at + this.#terminator.length;
  }

  /** Reads one record; at the end of the input the line break, or what blanks else end the template, may be missing. @throws FlowMeshError `message_malformed`, `field_invalid` */
  read(bytes: Buffer): TemplateRecord {
    const { end, fields, lacks } = this.#walk(bytes, 0);
    if (end !== undefined) return recordOf(fields);
    const completed = this.#walk(ended(bytes, this.#terminator), 0);
    if (completed.end === undefined) throw malformed(lacks);
    return recordOf(completed.fields);
  }

  #walk(bytes: Buffer, from: number): Walk {
    const fields: FieldTexts = new Map();
    let at = from;
    for (const step of this.#steps) {
      const end = Buffer.isBuffer(step) ? endOfLiteral(step, bytes, at) : endOfField(step, bytes, at, fields);
      if (end === undefined || end > bytes.length) return { end: undefined, fields, lacks: lackOf(step, end) };
      if (!Buffer.isBuffer(step)) fields.set(step.letter, { ...step, text: bytes.subarray(at, end) });
      at = end;
    }
    return { end: at, fields, lacks: "" };
  }
}

interface Walk {
  readonly end: number | undefined;
  readonly fields: FieldTexts;
  /** What the bytes lack, for people. */
  readonly lacks: string;
}

const lineFeed = 10;
const nothing = Buffer.alloc(0);

function lettersOf(parts: readonly TemplatePart[]): Set<FieldLetter> {
  const letters = new Set<FieldLetter>();
  for (const part of parts) {
    if ("literal" in part) continue;
    const { letter } = part;
    if (letters.has(letter)) throw unreadable(`has %${letter} twice`);
    if (letter === "K" && letters.has("k")) throw unreadable("has %K behind %k, whose size must stand before it");
    if (letter === "V" && letters.has("v")) throw unreadable("has %V behind %v, whose size must stand before it");
    letters.add(letter);
  }
  if (!letters.has("v")) throw unreadable("has no %v, the value of a record");
  if (letters.has("T") && letters.has("m")) throw unreadable("has %T and %m, and a record has one time");
  return letters;
}

function stepOf(part: TemplatePart, next: TemplatePart | undefined, letters: ReadonlySet<FieldLetter>): Buffer | Field {
  if ("literal" in part) return part.literal;
  const { letter, byteText } = part;
  const until = next !== undefined && "literal" in next ? next.literal : nothing;
  const size = sizeOf[letter];
  if (until.length > 0 || (size !== undefined && letters.has(size))) return { letter, byteText, until };
  const remedy = size === undefined ? "" : `, or its size %${size} before it`;
  throw unreadable(`does not say where %${letter} ends: put text behind it, as \\n or \\t${remedy}`);
}

function endOfLiteral(literal: Buffer, bytes: Buffer, at: number): number | undefined {
  const found = bytes.subarray(at, at + literal.length);
  if (literal.subarray(0, found.length).equals(found)) return at + literal.length;
  throw malformed(`it has ${shownText(found)} where ${shownText(literal)} must stand`);
}

function endOfField(
  { letter, byteText, until }: Field,
  bytes: Buffer,
  at: number,
  fields: FieldTexts,
): number | undefined {
  const size = sizeIn(fields, letter);
  if (size !== undefined) return at + textLength(Math.max(0, size), byteText);
  const end = bytes.indexOf(until, at);
  return end < 0 ? undefined : end;
}

/** The bytes with what they lack of the blanks at the end of the text that ends records. */
function ended(bytes: Buffer, terminator: Buffer): Buffer {
  const least = terminator.toString("latin1").replace(/[\s\0]+$/, "").length;
  for (let present = terminator.length - 1; present >= least; present -= 1) {
    const isThere = bytes.subarray(Math.max(0, bytes.length - present)).equals(terminator.subarray(0, present));
    if (isThere) return Buffer.concat([bytes, terminator.subarray(present)]);
  }
  return bytes;
}

/** How many characters so many bytes have. */
function textLength(bytes: number, byteText: ByteText | undefined): number {
  if (byteText === undefined) return bytes;
  return byteText === "hex" ? bytes * 2 : Math.ceil(bytes / 3) * 4;
}

function lackOf(step: Buffer | Field, end: number | undefined): string {
  if (Buffer.isBuffer(step)) return `it ends before ${shownText(step)}`;
  if (end === undefined) return `it has no ${shownText(step.until)} behind %${step.letter}`;
  return `it ends within %${step.letter}`;
}

function unreadable(problem: string): FlowMeshError {
  return new FlowMeshError("field_invalid", { field: "--format", problem });
}
