/**
 * Nanoseconds to encode and decode one message of 5 fields and 285 bytes: this package's codec beside @bufbuild/protobuf, in turns within one run, after a
 * warm-up. Prints the median and the best of the rounds.
 *
 *   node contract/wire/codec.bench.ts
 */
import { join } from "node:path";
import { createFileRegistry, fromBinary, toBinary } from "@bufbuild/protobuf";
import { FileDescriptorSetSchema } from "@bufbuild/protobuf/wkt";
import { buildDescriptors } from "../generator/read-protos.ts";
import { AppendRequest } from "../index.ts";

const rounds = 9;
const callsPerRound = 200_000;

// The stream is the same in every message, the dedupe id is not.
const messages = Array.from({ length: 1024 }, (_, i) => ({
  stream: "earthquakes.recorded",
  partition: 7,
  expectedOffset: 1_234_567,
  dedupeId: `us7000${1_000_000 + i}`,
  batch: Buffer.alloc(239, 0x5a),
}));
const encoded = messages.map((message) => AppendRequest.encode(message));
const registry = createFileRegistry(
  fromBinary(FileDescriptorSetSchema, buildDescriptors(join(import.meta.dirname, "../proto"))),
);
const schema = registry.getMessage("flowmesh.v1.AppendRequest")!;
const references = encoded.map((bytes) => fromBinary(schema, bytes));

const candidates: Readonly<Record<string, (index: number) => number>> = {
  "encode, flowmesh": (index) => AppendRequest.encode(messages[index]!).length,
  "encode, @bufbuild/protobuf": (index) => toBinary(schema, references[index]!).length,
  "decode, flowmesh": (index) => AppendRequest.decode(encoded[index]!).partition,
  "decode, same id again": () => AppendRequest.decode(encoded[0]!).partition,
  "decode, @bufbuild/protobuf": (index) =>
    (fromBinary(schema, encoded[index]!) as unknown as { partition: number }).partition,
};

function nanosecondsPerCall(run: (index: number) => number, calls: number): number {
  const start = process.hrtime.bigint();
  let sum = 0;
  for (let i = 0; i < calls; i++) sum += run(i & 1023);
  if (sum === 0) throw new Error("nothing was done");
  return Number(process.hrtime.bigint() - start) / calls;
}

const figures = new Map(Object.keys(candidates).map((name): [string, number[]] => [name, []]));
for (const run of Object.values(candidates)) nanosecondsPerCall(run, callsPerRound / 10);
for (let round = 0; round < rounds; round++) {
  for (const [name, run] of Object.entries(candidates)) figures.get(name)!.push(nanosecondsPerCall(run, callsPerRound));
}
console.log(
  `${encoded[0]!.length} bytes, Node ${process.version}, ${rounds} rounds of ${callsPerRound} calls, in turns`,
);
console.log(`${"".padEnd(28)} median     best`);
for (const [name, times] of figures) {
  times.sort((a, b) => a - b);
  const columns = [times[rounds >> 1]!, times[0]!].map((time) => `${time.toFixed(0)} ns`.padStart(8));
  console.log(`${name.padEnd(26)} ${columns.join(" ")}`);
}
