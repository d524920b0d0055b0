import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const noOperationCases: readonly ConformanceCase[] = [
  {
    name: "where there are no queues, operations on them are refused",
    capability: { queues: false },
    async run({ operations, name }) {
      const queue = name();
      await expectRefusal(operations.startOperation({ queue, action: "retry" }), "capability_missing");
      await expectRefusal(operations.listOperations({}), "capability_missing");
    },
  },
];
