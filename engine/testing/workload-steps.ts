import fc from "fast-check";
import type { Step } from "./workload.ts";

const stream = fc.integer({ min: 0, max: 2 });
const partition = fc.integer({ min: 0, max: 2 });
const optional = <Value>(value: Value[]): fc.Arbitrary<Value | undefined> => fc.constantFrom(undefined, ...value);

const rarely = <Value>(value: Value[]): fc.Arbitrary<Value | undefined> =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: fc.constantFrom(...value) });

const settings = fc.record({
  retentionMs: optional([0, 1000, 60_000]),
  retentionBytes: optional([0, 3000, 40_000]),
  dedupeWindowMs: optional([0, 1000, 100_000]),
});

const bucket = fc.integer({ min: 0, max: 1 });
const entryWrite = fc.record({
  what: fc.constantFrom("put" as const, "put" as const, "delete" as const, "increment" as const),
  key: fc.integer({ min: 0, max: 4 }),
  bytes: fc.constantFrom(1, 50, 1000, 6000),
  ttlMs: optional([0, 500, 100_000]),
  expects: fc.constantFrom("anything" as const, "anything" as const, "nothing" as const, "what is there" as const),
});

/** Any step; writes are the most frequent. */
export const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom("create" as const, "update" as const),
      stream,
      partitions: fc.integer({ min: 1, max: 3 }),
      settings,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("delete" as const), stream }) },
  {
    weight: 20,
    arbitrary: fc.record({
      kind: fc.constant("publish" as const),
      stream,
      partition,
      records: fc.integer({ min: 1, max: 12 }),
      bytes: fc.constantFrom(1, 50, 1000, 2000),
      dedupeId: rarely([0, 1, 2]),
      idempotencyKey: rarely([0, 1, 2]),
      durability: fc.constantFrom("always" as const, "always" as const, "interval" as const, "memory" as const),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant("produce" as const),
      stream,
      partition,
      producer: fc.integer({ min: 0, max: 2 }),
      records: fc.integer({ min: 1, max: 3 }),
      again: fc.boolean(),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.oneof(
        { weight: 5, arbitrary: fc.constantFrom("join" as const, "cursor" as const, "cursor" as const) },
        {
          weight: 2,
          arbitrary: fc.constantFrom("leave" as const, "reset" as const, "undo" as const, "delete group" as const),
        },
      ),
      group: fc.integer({ min: 0, max: 1 }),
      member: fc.integer({ min: 0, max: 2 }),
      stream,
      ranges: fc.integer({ min: 0, max: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom(
        "make bucket" as const,
        "make bucket" as const,
        "make bucket" as const,
        "delete bucket" as const,
      ),
      bucket,
      history: fc.constantFrom(1, 1, 2, 3),
      ttlMs: fc.constantFrom(0, 0, 0, 1200),
    }),
  },
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constant("entries" as const),
      bucket,
      writes: fc.array(entryWrite, { minLength: 1, maxLength: 3 }),
      idempotencyKey: rarely([0, 1]),
      durability: fc.constantFrom("always" as const, "always" as const, "interval" as const, "memory" as const),
    }),
  },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "open producer" }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("wait" as const),
      ms: fc.constantFrom(1, 600, 1500, 120_000, 90_000_000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("clock set back" as const), ms: fc.constantFrom(1, 5000) }) },
  { weight: 3, arbitrary: fc.constant<Step>({ kind: "collect" }) },
  { weight: 1, arbitrary: fc.constant<Step>({ kind: "keep index" }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant("restart" as const),
      index: fc.constantFrom("kept" as const, "deleted" as const, "older" as const),
      how: fc.constantFrom("closed" as const, "killed" as const),
    }),
  },
);
