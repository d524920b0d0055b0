import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const noQueueCases: readonly ConformanceCase[] = [
  {
    name: "where there are no queues, their methods and operations are refused",
    capability: { queues: false },
    async run({ queues, fabric, name }) {
      const queue = name();
      const calls = [
        queues.createQueue({ queue }),
        queues.getQueue({ queue }),
        queues.reserve({ queue, workerId: "worker" }),
        fabric.commit({ operations: [{ enqueue: { queue, jobs: [{}] } }] }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "capability_missing")));
    },
  },
];
