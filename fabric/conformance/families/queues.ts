import type { ConformanceCase } from "../conformance-case.ts";
import { queueAdminCases } from "./queues/admin.ts";
import { queueCommitCases } from "./queues/commits.ts";
import { queueEditCases } from "./queues/edits.ts";
import { queueInsightCases } from "./queues/insight.ts";
import { leaseNewsCases } from "./queues/lease-news.ts";
import { queueLeaseCases } from "./queues/leases.ts";
import { queueLimitsPerKeyCases } from "./queues/limits-per-key.ts";
import { noQueueCases } from "./queues/no-queues.ts";
import { queueOrderCases } from "./queues/order.ts";
import { queueReadCases } from "./queues/reads.ts";
import { queueRefusalCases } from "./queues/refusals.ts";
import { queueRestartCases } from "./queues/restarts.ts";
import { queueRetryCases } from "./queues/retries.ts";
import { queueSettingCases } from "./queues/settings.ts";
import { queueStateCases } from "./queues/states.ts";
import { queueWaitingCases } from "./queues/waiting.ts";
import { queueWorkCases } from "./queues/work.ts";

const families: readonly (readonly ConformanceCase[])[] = [
  queueAdminCases,
  queueWorkCases,
  queueOrderCases,
  queueLimitsPerKeyCases,
  queueEditCases,
  queueLeaseCases,
  leaseNewsCases,
  queueRetryCases,
  queueWaitingCases,
  queueCommitCases,
  queueInsightCases,
  queueRefusalCases,
  queueRestartCases,
  queueStateCases,
  queueReadCases,
  queueSettingCases,
];

/** Every promise of queues, and that they are refused where there are none. */
export const queueCases: readonly ConformanceCase[] = [
  ...families.flat().map((each) => ({ ...each, capability: { ...each.capability, queues: true } })),
  ...noQueueCases,
];
