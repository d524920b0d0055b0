import assert from "node:assert/strict";
import { numbered } from "../../case-context.ts";
import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

const most = Number.MAX_SAFE_INTEGER;

export const kvCounterCases: readonly ConformanceCase[] = [
  {
    name: "a counter begins at 0, and is added 1 or what is said",
    async run({ kv, bucket: create, textOf }) {
      const bucket = await create();
      const first = await kv.increment({ bucket, key: "n" });
      assert.deepEqual([first.value, first.revision], [1, 1]);
      const second = await kv.increment({ bucket, key: "n", by: 41 });
      assert.deepEqual([second.value, second.revision], [42, 2]);
      assert.equal((await kv.increment({ bucket, key: "n", by: -50 })).value, -8);
      assert.equal((await kv.increment({ bucket, key: "n", by: 0 })).value, -8);
      assert.equal(await textOf(bucket, "n"), "-8");
      const { entry } = await kv.get({ bucket, key: "n", atLeast: second.position });
      assert.equal(entry?.revision, 4);
    },
  },
  {
    name: "increments at once are all counted, and each sees its own",
    async run({ kv, bucket: create, textOf }) {
      const bucket = await create();
      const answers = await Promise.all(numbered(50).map(() => kv.increment({ bucket, key: "n" })));
      assert.deepEqual(
        answers.map(({ value }) => value).sort((a, b) => a - b),
        numbered(50, 1).map(Number),
      );
      assert.equal(await textOf(bucket, "n"), "50");
    },
  },
  {
    name: "a number that was put is counted from, and an entry that was deleted from 0",
    async run({ kv, bucket: create, put }) {
      const bucket = await create();
      await put(bucket, "n", "-7");
      assert.equal((await kv.increment({ bucket, key: "n" })).value, -6);
      await kv.delete({ bucket, key: "n" });
      assert.equal((await kv.increment({ bucket, key: "n" })).value, 1);
    },
  },
  {
    name: "what is no whole number in decimal text is refused and stays",
    async run({ kv, bucket: create, put, textOf }) {
      const bucket = await create();
      for (const value of ["", "x", "1.0", "1e3", "+1", "01", " 1", "1\n", "-", '"1"', "9".repeat(40)]) {
        await put(bucket, "n", value);
        await expectRefusal(kv.increment({ bucket, key: "n" }), "not_a_number", { bucket, key: "n" });
        assert.equal(await textOf(bucket, "n"), value);
      }
    },
  },
  {
    name: "a counter does not go where numbers are not exact any more",
    async run({ kv, bucket: create, textOf, put }) {
      const bucket = await create();
      assert.equal((await kv.increment({ bucket, key: "n", by: most })).value, most);
      await expectRefusal(kv.increment({ bucket, key: "n" }), "number_out_of_range", { by: 1, limit: most });
      assert.equal(await textOf(bucket, "n"), String(most));
      assert.equal((await kv.increment({ bucket, key: "m", by: -most })).value, -most);
      await expectRefusal(kv.increment({ bucket, key: "m", by: -1 }), "number_out_of_range", { bucket, key: "m" });
      await put(bucket, "far", "9007199254740993");
      await expectRefusal(kv.increment({ bucket, key: "far" }), "number_out_of_range");
      assert.equal((await kv.increment({ bucket, key: "far", by: -2 })).value, most);
    },
  },
];
