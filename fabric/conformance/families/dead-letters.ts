import type { ConformanceCase } from "../conformance-case.ts";
import { errorGroupCases } from "./dead-letters/error-groups.ts";
import { groupDeadLetterCases } from "./dead-letters/of-groups.ts";

const capability = { queues: true, groups: true, commitScope: "fabric" } as const;

/** Every promise of dead letters: those of queues and those of groups. */
export const deadLetterCases: readonly ConformanceCase[] = [...errorGroupCases, ...groupDeadLetterCases].map(
  (each) => ({
    ...each,
    capability: { ...each.capability, ...capability },
  }),
);
