/**
 * Calls of 64 bytes through writer and parser on one core, 64 in a write: frames a second written, parsed, and parsed with the request decoded.
 *
 *   node contract/frames/frames.bench.ts
 */
import { AppendRequest } from "../index.ts";
import { FrameParser } from "./frame-parser.ts";
import { FrameWriter } from "./frame-writer.ts";

const rounds = 9;
const writesPerRound = 10_000;
const framesPerWrite = 64;

const request = { stream: "orders", partition: 3, batch: Buffer.alloc(34, 0x5a) };
const writer = new FrameWriter();
const parser = new FrameParser();
const frameBytes = writer.call(7, 1, 1000, AppendRequest, request);
const [frame] = writer.take() as [Buffer];
const chunk = Buffer.concat(Array.from({ length: framesPerWrite }, () => frame));

function write(): number {
  for (let i = 0; i < framesPerWrite; i++) writer.call(7, i, 1000, AppendRequest, request);
  return writer.take().length;
}

function parse(): number {
  let frames = 0;
  parser.push(chunk);
  while (parser.next() !== undefined) frames++;
  return frames;
}

function parseAndDecode(): number {
  let sum = 0;
  parser.push(chunk);
  for (let next = parser.next(); next !== undefined; next = parser.next()) {
    sum += AppendRequest.decode(next.bytes, next.start, next.end).partition;
  }
  return sum;
}

const candidates = { write, parse, "parse and decode": parseAndDecode };
const times = new Map(Object.keys(candidates).map((name): [string, number[]] => [name, []]));
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(candidates)) {
    const start = process.hrtime.bigint();
    let sum = 0;
    for (let i = 0; i < writesPerRound; i++) sum += run();
    if (sum === 0) throw new Error("nothing was done");
    times.get(name)!.push(Number(process.hrtime.bigint() - start) / (writesPerRound * framesPerWrite));
  }
}
console.log(`frames of ${frameBytes} bytes, Node ${process.version}, median of ${rounds} rounds`);
for (const [name, nanoseconds] of times) {
  const median = nanoseconds.sort((a, b) => a - b)[rounds >> 1]!;
  console.log(`${name.padEnd(18)} ${median.toFixed(0).padStart(5)} ns  ${(1000 / median).toFixed(1).padStart(5)} M/s`);
}
