import type { CallScope } from "../../call-scope.ts";
import type { Clock } from "../../clock/clock.ts";
import type { Commits } from "../../commit/commits.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { LogReader } from "../../log/log-reader.ts";
import type { Random } from "../../random/random.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { Timers } from "../timers/timers.ts";
import { PlanReader } from "./plan-reader.ts";
import { ScheduleClock } from "./schedule-clock.ts";
import type { ScheduleTable } from "./schedule-table.ts";
import { EngineSchedules } from "./schedules-service.ts";

/** What the schedules of an engine stand on. */
export interface SchedulesGround {
  readonly sequencer: Sequencer;
  readonly table: ScheduleTable;
  readonly log: LogReader;
  readonly commits: Commits;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly turns: WorkTurns;
  readonly random: Random;
  readonly scope: CallScope;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

export function makeSchedules({ log, scope, ...ground }: SchedulesGround): EngineSchedules {
  const { table, sequencer, commits, random, turns } = ground;
  const reader = new PlanReader(log);
  const clock = new ScheduleClock({ ...ground, reader });
  return new EngineSchedules({ table, reader, sequencer, commits, clock, random, scope, turns });
}
