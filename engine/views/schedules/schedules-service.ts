import {
  type CallOptions,
  type DeleteScheduleRequestInit,
  type DeleteScheduleResponse,
  type GetScheduleRequestInit,
  type GetScheduleResponse,
  type ListSchedulesRequestInit,
  type ListSchedulesResponse,
  type PauseScheduleRequestInit,
  type PauseScheduleResponse,
  type PreviewScheduleRequestInit,
  type PreviewScheduleResponse,
  PutScheduleRequest,
  type PutScheduleRequestInit,
  type PutScheduleResponse,
  type ResumeScheduleRequestInit,
  type ResumeScheduleResponse,
  type SchedulesService,
  type TriggerScheduleRequestInit,
  type TriggerScheduleResponse,
} from "@flowmesh/contract";
import {
  type CheckedPutSchedule,
  checkDeleteSchedule,
  checkGetSchedule,
  checkListSchedules,
  checkPreviewSchedule,
  checkPutSchedule,
  checkScheduleName,
  describeSchedule,
  describeWholeSchedule,
  firingCommit,
  firingOperations,
  previewTimes,
  type SchedulePlan,
  stateOfSchedule,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import type { Commits } from "../../commit/commits.ts";
import type { Intent, Sequencer } from "../../commit/sequencer.ts";
import type { Random } from "../../random/random.ts";
import type { WorkTurns } from "../../work-turns.ts";
import { factsOf } from "./describe-record.ts";
import { knownSchedule, TriggerIntent } from "./fire-intent.ts";
import { type PlanReader, scheduleDamaged } from "./plan-reader.ts";
import type { FiringFigures, ScheduleClock } from "./schedule-clock.ts";
import {
  type AskedSchedule,
  DeleteScheduleIntent,
  type FoundSchedule,
  PauseScheduleIntent,
  PutScheduleIntent,
  ResumeScheduleIntent,
} from "./schedule-intents.ts";
import type { ScheduleTable } from "./schedule-table.ts";

export interface SchedulesParts {
  readonly table: ScheduleTable;
  readonly reader: PlanReader;
  readonly sequencer: Sequencer;
  readonly commits: Commits;
  readonly clock: ScheduleClock;
  readonly random: Random;
  readonly scope: CallScope;
  readonly turns: WorkTurns;
}

/** Names that are looked at for one page of schedules in a state, at most. */
const LOOKED_AT_MAX = 10_000;

/** Schedules of the engine. */
export class EngineSchedules implements SchedulesService {
  readonly #parts: SchedulesParts;

  constructor(parts: SchedulesParts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.clock.start();
  }

  stop(): void {
    this.#parts.clock.stop();
  }

  /** What schedules came to since the engine was opened. */
  get figures(): FiringFigures {
    return this.#parts.clock.figures;
  }

  /** How many schedules there are. */
  get count(): number {
    return this.#parts.table.count;
  }

  putSchedule(request: PutScheduleRequestInit, options?: CallOptions): Promise<PutScheduleResponse> {
    return this.#parts.scope.run(options, async () => {
      const checked = checkPutSchedule(request);
      const asked = await this.#asked(request, checked);
      const { table, random } = this.#parts;
      const { position, record } = await this.#untilFound(checked.schedule, options, (found) => {
        return new PutScheduleIntent(table, asked, found, random);
      });
      return { schedule: describeWholeSchedule(factsOf(record), checked.plan), position };
    });
  }

  getSchedule(request: GetScheduleRequestInit, options?: CallOptions): Promise<GetScheduleResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { schedule: name, atLeast } = checkGetSchedule(request);
      const { table, reader } = this.#parts;
      return this.#read(atLeast, signal, async () => {
        const slot = table.get(name);
        const record = table.recordOf(slot);
        const [plan] = await reader.plans([table.placeOf(slot)]);
        if (plan === undefined) throw scheduleDamaged(name);
        return { schedule: describeWholeSchedule(factsOf(record), plan) };
      });
    });
  }

  listSchedules(request: ListSchedulesRequestInit, options?: CallOptions): Promise<ListSchedulesResponse> {
    return this.#parts.scope.run(options, async (signal) => {
      const { pageSize, prefix, after, state, atLeast } = checkListSchedules(request);
      return this.#read(atLeast, signal, async () => {
        const { names, next } = this.#page(prefix, after, pageSize, state);
        const { table, reader } = this.#parts;
        const slots = names.map((name) => table.get(name));
        const records = slots.map((slot) => table.recordOf(slot));
        const plans = await reader.plans(slots.map((slot) => table.placeOf(slot)));
        const schedules = records.map((record, index) => describeSchedule(factsOf(record), plans[index]));
        return { schedules, nextPageToken: next === undefined ? "" : writeListToken(prefix, next) };
      });
    });
  }

  deleteSchedule(request: DeleteScheduleRequestInit, options?: CallOptions): Promise<DeleteScheduleResponse> {
    return this.#parts.scope.run(options, async () => {
      const { schedule, expectedRevision } = checkDeleteSchedule(request);
      const intent = new DeleteScheduleIntent(this.#parts.table, schedule, expectedRevision);
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  pauseSchedule(request: PauseScheduleRequestInit, options?: CallOptions): Promise<PauseScheduleResponse> {
    return this.#parts.scope.run(options, async () => {
      const intent = new PauseScheduleIntent(this.#parts.table, checkScheduleName(request.schedule));
      return this.#parts.sequencer.submit(intent, options?.caller);
    });
  }

  resumeSchedule(request: ResumeScheduleRequestInit, options?: CallOptions): Promise<ResumeScheduleResponse> {
    return this.#parts.scope.run(options, async () => {
      const name = checkScheduleName(request.schedule);
      const { table, random } = this.#parts;
      return this.#untilFound(name, options, (found) => {
        return new ResumeScheduleIntent(table, name, wholeOf(table, name, found), random);
      });
    });
  }

  triggerSchedule(request: TriggerScheduleRequestInit, options?: CallOptions): Promise<TriggerScheduleResponse> {
    return this.#parts.scope.run(options, async () => {
      const schedule = checkScheduleName(request.schedule);
      const { table, commits, sequencer } = this.#parts;
      return this.#untilFound(schedule, options, async (found) => {
        const { slot, known, plan } = wholeOf(table, schedule, found);
        const scheduledMs = sequencer.nowMs();
        const number = (table.slots.fired[slot] as number) + 1;
        const commit = firingCommit(plan.operations, { schedule, scheduledMs, number });
        return new TriggerIntent(table, known, await commits.prepare(commit), scheduledMs);
      });
    });
  }

  previewSchedule(request: PreviewScheduleRequestInit, options?: CallOptions): Promise<PreviewScheduleResponse> {
    const { scope, turns, sequencer } = this.#parts;
    const preview = (): number[] => previewTimes(checkPreviewSchedule(request), sequencer.nowMs());
    return scope.run(options, async () => ({ at: await turns.run(preview) }));
  }

  /** What a put asks for, with its operations checked as far as that goes beforehand. */
  async #asked(
    request: PutScheduleRequestInit,
    { schedule, plan, expectedRevision }: CheckedPutSchedule,
  ): Promise<AskedSchedule> {
    const operations = firingOperations(plan.operations, { schedule, scheduledMs: 0, number: 1 });
    const { times, missed, missedWindowMs, keepFinishedMs } = request;
    const content = { schedule, times, operations: plan.operations, missed, missedWindowMs, keepFinishedMs };
    const payload = PutScheduleRequest.encode(content);
    const effect = await this.#parts.commits.prepare({ operations });
    return { name: schedule, plan, payload, expectedRevision, effect };
  }

  /** Decides with what was found of a schedule, again while it is changed meanwhile. */
  async #untilFound<Outcome>(
    name: string,
    options: CallOptions | undefined,
    intentFor: (found: FoundSchedule | undefined) => Intent<Outcome> | Promise<Intent<Outcome>>,
  ): Promise<Exclude<Outcome, undefined>> {
    for (;;) {
      const found = await this.#find(name);
      const outcome = await this.#parts.sequencer.submit(await intentFor(found), options?.caller);
      if (outcome !== undefined) return outcome as Exclude<Outcome, undefined>;
    }
  }

  async #find(name: string): Promise<FoundSchedule | undefined> {
    const { table, reader } = this.#parts;
    const slot = table.find(name);
    if (slot === undefined) return undefined;
    const [known, place] = [knownSchedule(table, slot), table.placeOf(slot)];
    const [payload] = await reader.payloads([place]);
    return { slot, known, place, payload, plan: payload && reader.planOf(payload) };
  }

  #page(
    prefix: string,
    after: string,
    pageSize: number,
    state: ReturnType<typeof checkListSchedules>["state"],
  ): { names: string[]; next: string | undefined } {
    const { table } = this.#parts;
    const { paused, nextMs } = table.slots;
    const names: string[] = [];
    let [last, lookedAt] = [after, 0];
    for (const name of table.namesFrom(after > prefix ? after : prefix)) {
      if (name === after) continue;
      if (!name.startsWith(prefix)) break;
      if (names.length === pageSize || lookedAt++ === LOOKED_AT_MAX) return { names, next: last };
      last = name;
      const slot = table.get(name);
      const stateNow = stateOfSchedule({ paused: paused[slot] === 1, nextMs: nextMs[slot] as number });
      if (state === undefined || state === stateNow) names.push(name);
    }
    return { names, next: undefined };
  }

  /** What is read of the table is told once everything that was ordered before is durable. */
  async #read<Answer>(atLeast: number, signal: AbortSignal, read: () => Promise<Answer>): Promise<Answer> {
    const { sequencer, table } = this.#parts;
    await sequencer.whenVisible(atLeast, signal);
    await sequencer.whenVisible(table.changed);
    return read();
  }
}

/** @throws FlowMeshError schedule_not_found, schedule_damaged */
function wholeOf(
  table: ScheduleTable,
  name: string,
  found: FoundSchedule | undefined,
): FoundSchedule & { readonly plan: SchedulePlan } {
  if (found === undefined) {
    table.get(name);
    throw scheduleDamaged(name);
  }
  if (found.plan === undefined) throw scheduleDamaged(name);
  return { ...found, plan: found.plan };
}
