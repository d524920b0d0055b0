import type { ConformanceCase } from "../conformance-case.ts";
import { kvAdminCases } from "./kv/admin.ts";
import { kvCommitCases } from "./kv/commits.ts";
import { kvConditionCases } from "./kv/conditions.ts";
import { kvCounterCases } from "./kv/counters.ts";
import { kvEntryCases } from "./kv/entries.ts";
import { kvExpiryCases } from "./kv/expiry.ts";
import { kvHistoryCases } from "./kv/history.ts";
import { kvLifeCases, noKvCases } from "./kv/life.ts";
import { kvListingCases } from "./kv/listing.ts";
import { kvWatchCases } from "./kv/watch.ts";

const families: readonly (readonly ConformanceCase[])[] = [
  kvAdminCases,
  kvEntryCases,
  kvConditionCases,
  kvCounterCases,
  kvListingCases,
  kvHistoryCases,
  kvExpiryCases,
  kvWatchCases,
  kvCommitCases,
  kvLifeCases,
];

/** Every promise of KV, and that it is refused where there is none. */
export const kvCases: readonly ConformanceCase[] = [
  ...families.flat().map((each) => ({ ...each, capability: { ...each.capability, kv: true } })),
  ...noKvCases,
];
