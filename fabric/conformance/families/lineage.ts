import { batchOf } from "../case-context.ts";
import type { ConformanceCase } from "../conformance-case.ts";
import { expectRefusal } from "../expect.ts";
import { whereCases } from "./lineage/where.ts";
import { whereAnswerCases } from "./lineage/where-answers.ts";

const named: readonly ConformanceCase[] = [
  {
    name: "every write refuses causes that name nothing, and too many of them",
    capability: { kv: true, queues: true },
    async run({ fabric, streams, kv, queues, stream: newStream, bucket: newBucket, queue: newQueue }) {
      const [stream, bucket, queue] = [await newStream(), await newBucket(), await newQueue()];
      const value = Buffer.from("v");
      type Origin = { readonly causation?: readonly string[]; readonly correlation?: string };
      const writes: readonly ((origin: Origin) => Promise<unknown>)[] = [
        (origin) => fabric.commit({ operations: [{ publish: { stream, records: [{}] } }], ...origin }),
        (origin) => streams.publish({ stream, records: [{}], ...origin }),
        (origin) => queues.enqueue({ queue, jobs: [{}], ...origin }),
      ];
      // What has a body of its own may have its causes in the address of a request, which has no room for so many.
      const withBody: typeof writes = [
        (origin) => streams.append({ stream, batch: batchOf(["a"]), ...origin }),
        (origin) => kv.put({ bucket, key: "k", value, ...origin }),
        (origin) => kv.delete({ bucket, key: "k", ...origin }),
        (origin) => kv.increment({ bucket, key: "n", ...origin }),
      ];
      for (const write of [...writes, ...withBody]) {
        await expectRefusal(write({ causation: ["a", "what/"] }), "lineage_id_invalid", {
          field: "causation[1]",
          id: "what/",
        });
        await expectRefusal(write({ causation: [""] }), "lineage_id_invalid", { field: "causation[0]" });
        await expectRefusal(write({ causation: ["812"] }), "lineage_id_invalid", { id: "812" });
        await expectRefusal(write({ correlation: "a\nb" }), "lineage_id_invalid", { field: "correlation" });
        await expectRefusal(write({ correlation: "x".repeat(256) }), "field_invalid", { field: "correlation" });
      }
      const many = Array.from({ length: 1001 }, (_, at) => `q#${at}`);
      for (const write of writes) {
        await expectRefusal(write({ causation: many }), "field_invalid", { field: "causation" });
        await write({ causation: many.slice(1), correlation: "x".repeat(255) });
      }
    },
  },
];

/** Lineage: what writes name as their causes, and what is told of it. */
export const lineageCases: readonly ConformanceCase[] = [...named, ...whereCases, ...whereAnswerCases];
