import type { SeededRandom } from "@flowmesh/engine";

type Mutation = (bytes: Buffer, random: SeededRandom, donor: (random: SeededRandom) => Buffer) => Buffer;

/** What parsers of these protocols stumble over, as bytes. */
const tokens: readonly Buffer[] = [
  ...[
    "\r\n",
    "\r\n\r\n",
    "\n",
    "\0",
    " ",
    ":",
    "%",
    "%2F",
    "%00",
    "../",
    "?",
    "&",
    "#",
    '"',
    "\\",
    "\\ud800",
    "{",
    "[",
    "]",
    "}",
  ],
  ...["__proto__", "constructor", "null", "-1", "1e999", "9007199254740993", "[".repeat(100), "\ufeff", "\u2028"],
  ...[
    "Content-Length: 5\r\n",
    "Transfer-Encoding: chunked\r\n",
    "Expect: 100-continue\r\n",
    "0\r\n\r\n",
    "FFFFFFFF\r\n",
  ],
  ...["GET /v1/streams HTTP/1.1\r\nHost: localhost\r\n\r\n", "HTTP/1.0", "HTTP/2.0", "CONNECT ", "HEAD "],
].map((text) => Buffer.from(text));

const lies: readonly Buffer[] = [
  "ffffffffffffffffff01",
  "ffffffffffffffffffff01",
  "80",
  "8080808010",
  "00000000",
  "07000000",
  "ffffff7f",
  "ffffffff",
  "0000000000000000",
  "ffffffffffffffff",
  "f5464d4652000001",
].map((hex) => Buffer.from(hex, "hex"));

const mutations: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  addToByte,
  cut,
  remove,
  duplicate,
  (bytes, random) => insert(bytes, random, randomBytes(random)),
  (bytes, random) => insert(bytes, random, random.pick(tokens)),
  (bytes, random) => insert(bytes, random, random.pick(lies)),
  (bytes, random) => overwrite(bytes, random, random.pick(lies)),
  (bytes, random) => overwrite(bytes, random, random.pick(tokens)),
  swap,
  splice,
];

/** The same bytes with one to four things wrong. `donor` gives the other half when two are spliced. */
export function mutate(
  bytes: Buffer,
  random: SeededRandom,
  donor: (random: SeededRandom) => Buffer = () => bytes,
): Buffer {
  let mutated = bytes;
  for (let left = 1 + random.integer(4); left > 0; left--) mutated = random.pick(mutations)(mutated, random, donor);
  return mutated;
}

/** A place in the bytes, or right behind them. */
function place(bytes: Buffer, random: SeededRandom): number {
  return random.integer(bytes.length + 1);
}

function flipBit(bytes: Buffer, random: SeededRandom): Buffer {
  if (bytes.length === 0) return bytes;
  const flipped = Buffer.from(bytes);
  flipped[random.integer(bytes.length)]! ^= 1 << random.integer(8);
  return flipped;
}

function setByte(bytes: Buffer, random: SeededRandom): Buffer {
  return overwrite(bytes, random, Buffer.of(random.pick([0, 1, 0x7f, 0x80, 0xff, random.integer(256)])));
}

function addToByte(bytes: Buffer, random: SeededRandom): Buffer {
  if (bytes.length === 0) return bytes;
  const changed = Buffer.from(bytes);
  changed[random.integer(bytes.length)]! += random.pick([1, -1, 16]);
  return changed;
}

function cut(bytes: Buffer, random: SeededRandom): Buffer {
  return bytes.subarray(0, place(bytes, random));
}

function remove(bytes: Buffer, random: SeededRandom): Buffer {
  const start = place(bytes, random);
  return Buffer.concat([bytes.subarray(0, start), bytes.subarray(start + 1 + random.integer(16))]);
}

function duplicate(bytes: Buffer, random: SeededRandom): Buffer {
  const start = place(bytes, random);
  const end = Math.min(start + 1 + random.integer(200), bytes.length);
  return Buffer.concat([bytes.subarray(0, end), bytes.subarray(start)]);
}

function insert(bytes: Buffer, random: SeededRandom, inserted: Buffer): Buffer {
  const at = place(bytes, random);
  return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
}

function overwrite(bytes: Buffer, random: SeededRandom, written: Buffer): Buffer {
  const changed = Buffer.from(bytes);
  written.copy(changed, place(bytes, random));
  return changed;
}

function swap(bytes: Buffer, random: SeededRandom): Buffer {
  const [first, second] = [place(bytes, random), place(bytes, random)].sort((a, b) => a - b) as [number, number];
  return Buffer.concat([bytes.subarray(0, first), bytes.subarray(second), bytes.subarray(first, second)]);
}

function splice(bytes: Buffer, random: SeededRandom, donor: (random: SeededRandom) => Buffer): Buffer {
  const other = donor(random);
  return Buffer.concat([bytes.subarray(0, place(bytes, random)), other.subarray(place(other, random))]);
}

export function randomBytes(random: SeededRandom): Buffer {
  const bytes = Buffer.alloc(random.integer(24));
  random.fill(bytes);
  return bytes;
}

/** Cuts bytes as a network might: in one piece, in a few, or in drops. */
export function fragments(bytes: Buffer, random: SeededRandom): Buffer[] {
  const pieceBytesMax = random.pick([bytes.length, bytes.length, Math.ceil(bytes.length / 2), 100, 7, 1]);
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const isLast = pieces.length === 40;
    const size = isLast ? bytes.length : 1 + random.integer(Math.max(pieceBytesMax, 1));
    pieces.push(bytes.subarray(at, at + size));
    at += size;
  }
  return pieces;
}
