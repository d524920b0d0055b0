import type { ConformanceCase } from "../conformance-case.ts";
import { scheduleAdminCases } from "./schedules/admin.ts";
import { scheduleFaultCases } from "./schedules/faults.ts";
import { scheduleFiringCases } from "./schedules/firing.ts";
import { noScheduleCases } from "./schedules/no-schedules.ts";

const families: readonly (readonly ConformanceCase[])[] = [scheduleAdminCases, scheduleFiringCases, scheduleFaultCases];

/** Every promise of schedules, and that they are refused where there are none. */
export const scheduleCases: readonly ConformanceCase[] = [
  ...families.flat().map((each) => ({ ...each, capability: { ...each.capability, schedules: true } })),
  ...noScheduleCases,
];
