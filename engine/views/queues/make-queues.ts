import type { CallScope } from "../../call-scope.ts";
import type { Clock } from "../../clock/clock.ts";
import type { Commits, DurabilityMode } from "../../commit/commits.ts";
import type { Sequencer } from "../../commit/sequencer.ts";
import type { Log } from "../../log/log.ts";
import type { Random } from "../../random/random.ts";
import type { WorkTurns } from "../../work-turns.ts";
import type { GroupsTable } from "../groups/groups-table.ts";
import { OperationRunner } from "../operations/operation-runner.ts";
import { EngineOperations } from "../operations/operations-service.ts";
import type { StreamsView } from "../streams/streams-view.ts";
import type { Timers } from "../timers/timers.ts";
import { EngineDeadLetters } from "./dead-letters-service.ts";
import { JobReader } from "./job-reader.ts";
import { QueueClock } from "./queue-clock.ts";
import type { QueueHeads } from "./queue-intents.ts";
import { EngineQueues } from "./queues-service.ts";
import { ReserveWaiters } from "./reserve-waiters.ts";

/** What the queues of an engine stand on. */
export interface QueuesGround {
  readonly sequencer: Sequencer;
  readonly heads: QueueHeads & { readonly groups: GroupsTable };
  readonly view: StreamsView;
  readonly log: Log;
  readonly commits: Commits;
  readonly turns: WorkTurns;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly random: Random;
  readonly scope: CallScope;
  /** Where a request does not say. */
  readonly durability: DurabilityMode;
  /** Told of failures that are not the log's own. */
  readonly onError: (error: unknown) => void;
}

/** Queues and what is done with many of their jobs. */
export interface QueueServices {
  readonly queues: EngineQueues;
  readonly operations: EngineOperations;
  readonly deadLetters: EngineDeadLetters;
}

export function makeQueues(ground: QueuesGround): QueueServices {
  const { sequencer, heads, view, log, commits, turns, clock, timers, random, scope, durability, onError } = ground;
  const waiters = new ReserveWaiters(clock);
  const ends = new ReserveWaiters(clock);
  const reader = new JobReader(view, log.reader, log.damages);
  const runs = { heads, reader, sequencer, clock };
  const runner = new OperationRunner({ ...runs, onError });
  const onWoken = runner.look.bind(runner);
  const queueClock = new QueueClock({
    queues: heads.queues,
    waiters,
    ends,
    sequencer,
    clock,
    timers,
    onWoken,
    onError,
  });
  const operations = new EngineOperations({ ...runs, runner, ends, scope });
  const queues = new EngineQueues({
    sequencer,
    heads,
    reader,
    turns,
    waiters,
    ends,
    clock: queueClock,
    runner,
    commits,
    random,
    scope,
    durability,
  });
  return { queues, operations, deadLetters: new EngineDeadLetters(runs, scope) };
}
