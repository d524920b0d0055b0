import type { ConformanceCase } from "../../conformance-case.ts";
import { expectRefusal } from "../../expect.ts";

export const noScheduleCases: readonly ConformanceCase[] = [
  {
    name: "where there are no schedules, their methods are refused",
    capability: { schedules: false },
    async run({ schedules, name }) {
      const schedule = name();
      const calls = [
        schedules.putSchedule({ schedule, times: { everyMs: 5000 }, operations: [{}] }),
        schedules.getSchedule({ schedule }),
        schedules.listSchedules({}),
        schedules.previewSchedule({ times: { everyMs: 5000 } }),
      ];
      await Promise.all(calls.map((call) => expectRefusal(call, "capability_missing")));
    },
  },
];
