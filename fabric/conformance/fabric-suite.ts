import type { Capabilities } from "../fabric.ts";
import { type ConformanceCase, commitBytes, type Hook } from "./conformance-case.ts";
import { appendCases } from "./families/append.ts";
import { commitCases } from "./families/commit.ts";
import { commitAtomicityCases } from "./families/commit-atomicity.ts";
import { commitPreconditionCases } from "./families/commit-preconditions.ts";
import { deadLetterCases } from "./families/dead-letters.ts";
import { dedupeCases } from "./families/dedupe.ts";
import { expectedOffsetCases } from "./families/expected-offset.ts";
import { fetchCases } from "./families/fetch.ts";
import { findOffsetsCases } from "./families/find-offsets.ts";
import { groupCases } from "./families/groups.ts";
import { idempotencyCases } from "./families/idempotency.ts";
import { kvCases } from "./families/kv.ts";
import { lifeCases } from "./families/life.ts";
import { lineageCases } from "./families/lineage.ts";
import { operationCases } from "./families/operations.ts";
import { producerCases } from "./families/producers.ts";
import { publishCases } from "./families/publish.ts";
import { queueCases } from "./families/queues.ts";
import { readCases } from "./families/read.ts";
import { retentionCases } from "./families/retention.ts";
import { scheduleCases } from "./families/schedules.ts";
import { streamAdminCases } from "./families/stream-admin.ts";
import { streamGrowthCases } from "./families/stream-growth.ts";
import { subscribeCases } from "./families/subscribe.ts";
import { unreadableCases } from "./families/unreadable.ts";
import { visibilityCases } from "./families/visibility.ts";
import { SharedReopen } from "./shared-reopen.ts";
import { type OpenFabric, withFabric } from "./with-fabric.ts";

/** Every promise of the interface, by the family of operations that it is about. */
export const families: Readonly<Record<string, readonly ConformanceCase[]>> = {
  streams: streamAdminCases,
  "streams that grow": streamGrowthCases,
  append: appendCases,
  publish: publishCases,
  read: readCases,
  unreadable: unreadableCases,
  fetch: fetchCases,
  "find offsets": findOffsetsCases,
  subscribe: subscribeCases,
  commit: commitCases,
  "what a commit rests on": commitPreconditionCases,
  "one commit over all": commitAtomicityCases,
  "expected offsets": expectedOffsetCases,
  dedupe: dedupeCases,
  producers: producerCases,
  idempotency: idempotencyCases,
  retention: retentionCases,
  visibility: visibilityCases,
  groups: groupCases,
  kv: kvCases,
  queues: queueCases,
  schedules: scheduleCases,
  lineage: lineageCases,
  operations: operationCases,
  deadLetters: deadLetterCases,
  life: lifeCases,
};

/** What the suite needs to test an implementation. */
export interface FabricSuite {
  /** Registers one test: the runner's own function. */
  readonly test: (name: string, run: () => Promise<void>) => unknown;
  /** What the implementation says that it can do. What it cannot is tested to be refused. */
  readonly capabilities: Capabilities;
  /** Which of the hooks `open` gives; cases that need others are left out. Default: none. */
  readonly hooks?: readonly Hook[];
  /** A fabric of its own for one case. It may share its data with those of other cases, unless it is to have small limits. */
  readonly open: OpenFabric;
}

/**
 * The contract suite: registers one test for each promise of `Fabric` that applies to the implementation. An implementation that passes keeps the interface. It knows no
 * runner: `test` may be that of `node:test` or of any other.
 */
export function fabricSuite(suite: FabricSuite): void {
  const shared = new SharedReopen(suite.open);
  const applying = Object.entries(families).flatMap(([family, cases]) =>
    cases.filter((each) => applies(each, suite)).map((each) => ({ family, each })),
  );
  // Where cases share their data, opening it again takes the longer the more cases have left something there.
  applying.sort((a, b) => Number(opensAgain(b.each)) - Number(opensAgain(a.each)));
  for (const { family, each } of applying) {
    const run = each.aroundReopen === undefined ? () => runCase(each, suite) : shared.add(each.aroundReopen);
    suite.test(`${family}: ${each.name}`, run);
  }
}

function opensAgain({ hooks = [] }: ConformanceCase): boolean {
  return hooks.includes("reopen") || hooks.includes("crash");
}

/** Whether a case says something about an implementation with these capabilities and hooks. */
export function applies(
  { capability = {}, hooks = [] }: ConformanceCase,
  { capabilities, hooks: offered = [] }: Pick<FabricSuite, "capabilities" | "hooks">,
): boolean {
  const wanted = Object.entries(capability) as [keyof Capabilities, unknown][];
  const isMet = ([name, value]: [keyof Capabilities, unknown]): boolean => [value].flat().includes(capabilities[name]);
  return hooks.every((hook) => offered.includes(hook)) && wanted.every(isMet);
}

/** Runs one case on a fabric of its own. */
export function runCase(
  { run, hooks = [], commits = "small" }: ConformanceCase,
  { open }: Pick<FabricSuite, "open">,
): Promise<void> {
  return withFabric(open, { smallLimits: hooks.includes("smallLimits"), commitBytes: commitBytes[commits] }, run);
}
