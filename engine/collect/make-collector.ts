import type { Clock } from "../clock/clock.ts";
import type { Sequencer } from "../commit/sequencer.ts";
import type { EngineState } from "../engine-state.ts";
import type { Log } from "../log/log.ts";
import type { ValueReader } from "../views/kv/value-reader.ts";
import { PlanReader } from "../views/schedules/plan-reader.ts";
import type { WorkTurns } from "../work-turns.ts";
import { CarryBudget } from "./carry-budget.ts";
import { CollectPace } from "./collect-pace.ts";
import { Collector } from "./collector.ts";
import { KvCarrier } from "./kv-carrier.ts";
import { LineageCarrier } from "./lineage-carrier.ts";
import { ScheduleCarrier } from "./schedule-carrier.ts";
import { Settler } from "./settler.ts";

export interface CollectingParts {
  readonly clock: Clock;
  readonly log: Log;
  readonly sequencer: Sequencer;
  readonly state: EngineState;
  readonly turns: WorkTurns;
  readonly values: ValueReader;
  readonly logSegments: number;
  /** Segments below are saved in the index store and may go. */
  readonly savedFloor: () => number;
  readonly whenMayTakeKeys: () => Promise<void>;
  readonly onEvent: (what: string, details: Readonly<Record<string, unknown>>) => void;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

/** What gives room back, put together. */
export interface Collecting {
  readonly collector: Collector;
  readonly settler: Settler;
  readonly budget: CarryBudget;
}

/**
 * Of what is committed at most these shares are carried: entries and jobs together, with where texts of attempts lie once they are settled; schedules; and lineage; each beside what others commit.
 */
const SHARES = { entriesAndJobs: 1 / 2, schedules: 1 / 3, lineage: 1 / 8 } as const;

export function makeCollector(parts: CollectingParts): Collecting {
  const { clock, log, sequencer, state, turns, values, logSegments, savedFloor, whenMayTakeKeys, onEvent, onError } =
    parts;
  const { heads, view, use } = state;
  const entriesAndJobsBytes = (): number => heads.kv.liveBytes + heads.queues.carriedBytes(() => true);
  const budget = new CarryBudget(log, sequencer, SHARES.entriesAndJobs, entriesAndJobsBytes);
  const pace = new CollectPace({ clock, log, logSegments, acceptedBytes: () => sequencer.bytes.accepted });
  const kv = new KvCarrier({ log, sequencer, table: heads.kv, reader: values, pace, budget, whenMayTakeKeys });
  const schedules = new ScheduleCarrier({
    log,
    table: heads.schedules,
    reader: new PlanReader(log.reader),
    budget: new CarryBudget(log, sequencer, SHARES.schedules),
  });
  const lineageBudget = new CarryBudget(log, sequencer, SHARES.lineage);
  const lineage = new LineageCarrier({ log, heads, view, table: state.lineage, pace, budget: lineageBudget });
  const settler = new Settler({ log, heads, view, use, logSegments, turns, pace, budget, onEvent });
  const collecting = { log, sequencer, heads, view, use, kv, settler, schedules, lineage, budget, pace };
  return { collector: new Collector({ clock, ...collecting, savedFloor, onError }), settler, budget };
}
