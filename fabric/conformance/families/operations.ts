import type { ConformanceCase } from "../conformance-case.ts";
import { operationActionCases } from "./operations/actions.ts";
import { operationAdminCases } from "./operations/admin.ts";
import { operationEditCases } from "./operations/edits.ts";
import { operationFilterCases } from "./operations/filters.ts";
import { noOperationCases } from "./operations/no-operations.ts";
import { operationOwnJobCases } from "./operations/own-jobs.ts";
import { operationPaceCases } from "./operations/pace.ts";
import { redriveCases } from "./operations/redrives.ts";
import { operationTellingCases } from "./operations/telling.ts";

const families: readonly (readonly ConformanceCase[])[] = [
  operationActionCases,
  operationAdminCases,
  operationEditCases,
  operationFilterCases,
  operationOwnJobCases,
  operationPaceCases,
  redriveCases,
  operationTellingCases,
];

/** Every promise of operations on many jobs, and that they are refused where there are no queues. */
export const operationCases: readonly ConformanceCase[] = [
  ...families.flat().map((each) => ({ ...each, capability: { ...each.capability, queues: true } })),
  ...noOperationCases,
];
