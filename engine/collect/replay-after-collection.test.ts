import { test } from "node:test";
import fc from "fast-check";
import { Workload } from "../testing/workload.ts";
import { step } from "../testing/workload-steps.ts";

test("replaying the kept log gives the same views, whatever was written, collected and restarted before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 20, maxLength: 120, size: "max" }), async (steps) => {
      await new Workload({ segmentBytes: 32 * 1024 }).run([
        {
          kind: "create",
          stream: 0,
          partitions: 2,
          settings: { retentionMs: undefined, retentionBytes: 3000, dedupeWindowMs: undefined },
        },
        ...steps,
      ]);
    }),
    { numRuns: Number(process.env.RUNS ?? 20) },
  );
});
