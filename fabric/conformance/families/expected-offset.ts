import assert from "node:assert/strict";
import { batchOf } from "../case-context.ts";
import { type ConformanceCase, severalOperations } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";

const honoured: readonly ConformanceCase[] = [
  {
    name: "a write that expects the offset it gets is taken, for an append, a publish and a commit",
    async run({ fabric, streams, stream: create, values }) {
      const stream = await create();
      const records = [{ value: Buffer.from("b") }, { value: Buffer.from("c") }];
      await streams.append({ stream, batch: batchOf(["a"]), expectedOffset: 0 });
      await streams.publish({ stream, records, expectedOffset: 1 });
      await fabric.commit({ operations: [{ publish: { stream, records, expectedOffset: 3 } }] });
      assert.deepEqual(await values(stream), ["a", "b", "c", "b", "c"]);
    },
  },
  {
    name: "a write that expects another offset is refused with both, and writes nothing",
    async run({ fabric, streams, stream: create, append, values }) {
      const stream = await create(2);
      await append(stream, ["a", "b"], 1);
      const batch = batchOf(["x"]);
      const records = [{ partition: 1 }];
      for (const expected of [0, 1, 3]) {
        const details = { stream, partition: 1, actual: 2, expected };
        const operation = { publish: { stream, records, expectedOffset: expected } };
        await expectRefusal(
          streams.append({ stream, partition: 1, batch, expectedOffset: expected }),
          "expected_offset_mismatch",
          details,
        );
        await expectRefusal(
          streams.publish({ stream, records, expectedOffset: expected }),
          "expected_offset_mismatch",
          details,
        );
        await expectRefusal(fabric.commit({ operations: [operation] }), "expected_offset_mismatch", details);
      }
      assert.deepEqual(await values(stream, 1), ["a", "b"]);
    },
  },
  {
    name: "of several who expect the same offset at once, exactly one succeeds",
    async run({ streams, stream: create, values }) {
      const stream = await create();
      const attempts = ["a", "b", "c", "d", "e"].map((value) =>
        streams.append({ stream, batch: batchOf([value]), expectedOffset: 0 }),
      );
      const outcomes = await Promise.allSettled(attempts);
      const failures = outcomes.filter(({ status }) => status === "rejected");
      assert.equal(failures.length, 4);
      for (const attempt of attempts.filter((_, index) => outcomes[index]?.status === "rejected")) {
        await expectRefusal(attempt, "expected_offset_mismatch", { actual: 1 });
      }
      assert.equal((await values(stream)).length, 1);
    },
  },
  {
    name: "an expectation is about one partition, so records for several are refused",
    async run({ streams, stream: create, nextOffset }) {
      const stream = await create(2);
      const records = [{ partition: 0 }, { partition: 1 }];
      await expectRefusal(streams.publish({ stream, records, expectedOffset: 0 }), "field_invalid", {
        field: "expected_offset",
      });
      assert.deepEqual([await nextOffset(stream, 0), await nextOffset(stream, 1)], [0, 0]);
      await expectRefusal(streams.publish({ stream, records: [{}], expectedOffset: -1 }), "field_invalid", {
        field: "expected_offset",
      });
    },
  },
  {
    name: "within a commit an expectation counts what the operations before it write",
    capability: severalOperations,
    async run({ fabric, stream: create, values }) {
      const stream = await create();
      const operations = ["a", "b", "c"].map((value, expectedOffset) => ({
        append: { stream, batch: batchOf([value]), expectedOffset },
      }));
      await fabric.commit({ operations });
      assert.deepEqual(await values(stream), ["a", "b", "c"]);
    },
  },
];

const lacking: readonly ConformanceCase[] = [
  {
    name: "an expected offset is refused where it is not honoured",
    capability: { expectedOffset: false },
    async run({ fabric, streams, stream: create, nextOffset }) {
      const stream = await create();
      const batch = batchOf(["a"]);
      await expectRefusal(streams.append({ stream, batch, expectedOffset: 0 }), "capability_missing");
      await expectRefusal(streams.publish({ stream, records: [{}], expectedOffset: 0 }), "capability_missing");
      const operations = [{ append: { stream, batch, expectedOffset: 0 } }];
      await expectRefusal(fabric.commit({ operations }), "capability_missing");
      assert.equal(await nextOffset(stream), 0);
    },
  },
];

export const expectedOffsetCases: readonly ConformanceCase[] = [
  ...honoured.map((each) => ({ ...each, capability: { ...each.capability, expectedOffset: true } })),
  ...lacking,
];
