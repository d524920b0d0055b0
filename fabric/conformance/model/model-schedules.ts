import {
  type CallOptions,
  type CommitRequestInit,
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
import { FlowMeshError, isFlowMeshError } from "../../errors.ts";
import { writeListToken } from "../../page-token.ts";
import { checkRevision, limitExceeded } from "../../refusals.ts";
import {
  checkDeleteSchedule,
  checkGetSchedule,
  checkListSchedules,
  checkPreviewSchedule,
  checkPutSchedule,
  checkScheduleName,
  type SchedulePlan,
} from "../../schedules/check-schedule-requests.ts";
import { stateOfSchedule } from "../../schedules/describe-schedule.ts";
import { firingCommit, firingOperations } from "../../schedules/firing-operations.ts";
import { isLasting } from "../../schedules/lasting-refusal.ts";
import { firstTime, previewTimes } from "../../schedules/schedule-times.ts";
import type { ModelCalls } from "./model-calls.ts";
import { ModelSchedule } from "./model-schedule.ts";
import type { ModelState } from "./model-state.ts";

/** How the schedules of a model commit. */
export interface ModelCommits {
  /** Commits at once; gives the position. */
  readonly commit: (request: CommitRequestInit) => number;
  /** Throws what a commit of this would be refused for. */
  readonly check: (request: CommitRequestInit) => void;
}

/** Schedules of a model. */
export class ModelSchedules implements SchedulesService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #commits: ModelCommits;
  #cancel: () => void = () => undefined;

  constructor(state: ModelState, calls: ModelCalls, commits: ModelCommits) {
    this.#state = state;
    this.#calls = calls;
    this.#commits = commits;
    this.#arm();
  }

  putSchedule(request: PutScheduleRequestInit, options?: CallOptions): Promise<PutScheduleResponse> {
    return this.#calls.run("putSchedule", options, async () => {
      const { schedule: name, plan, expectedRevision } = checkPutSchedule(request);
      const { schedules } = this.#state;
      const operations = firingOperations(plan.operations, { schedule: name, scheduledMs: 0, number: 1 });
      const before = schedules.get(name);
      this.#expect(name, expectedRevision);
      if (before !== undefined && !before.isDamaged && contentOf(name, before.plan) === contentOf(name, plan))
        return { schedule: before.describeWhole(), position: this.#state.position };
      if (before === undefined) this.#checkLimit();
      this.#check(operations);
      if (firstTime({ times: plan.times, anchorMs: this.#nowMs }) === undefined)
        throw new FlowMeshError("settings_invalid", { field: "times", problem: "must have a time to come" });
      this.#state.takePosition(true);
      if (before !== undefined) before.replace(plan, this.#state.position, this.#nowMs);
      else schedules.set(name, new ModelSchedule(name, plan, this.#state.position, this.#nowMs));
      this.#changed();
      return { schedule: this.#schedule(name).describeWhole(), position: this.#state.position };
    });
  }

  getSchedule(request: GetScheduleRequestInit, options?: CallOptions): Promise<GetScheduleResponse> {
    return this.#calls.run("getSchedule", options, async (signal) => {
      const { schedule, atLeast } = checkGetSchedule(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      return { schedule: this.#whole(schedule).describeWhole() };
    });
  }

  listSchedules(request: ListSchedulesRequestInit, options?: CallOptions): Promise<ListSchedulesResponse> {
    return this.#calls.run("listSchedules", options, async (signal) => {
      const { pageSize, prefix, after, state, atLeast } = checkListSchedules(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const isAsked = (schedule: ModelSchedule): boolean => state === undefined || stateOfSchedule(schedule) === state;
      const all = [...this.#state.schedules.values()].filter(
        (schedule) => schedule.name > after && schedule.name.startsWith(prefix) && isAsked(schedule),
      );
      all.sort((a, b) => (a.name < b.name ? -1 : 1));
      const page = all.slice(0, pageSize);
      const nextPageToken = all.length > page.length ? writeListToken(prefix, page.at(-1)!.name) : "";
      return { schedules: page.map((schedule) => schedule.describe()), nextPageToken };
    });
  }

  deleteSchedule(request: DeleteScheduleRequestInit, options?: CallOptions): Promise<DeleteScheduleResponse> {
    return this.#calls.run("deleteSchedule", options, async () => {
      const { schedule: name, expectedRevision } = checkDeleteSchedule(request);
      this.#schedule(name);
      this.#expect(name, expectedRevision);
      this.#state.schedules.delete(name);
      return { position: this.#written() };
    });
  }

  pauseSchedule(request: PauseScheduleRequestInit, options?: CallOptions): Promise<PauseScheduleResponse> {
    return this.#calls.run("pauseSchedule", options, async () => this.#setPaused(request, true));
  }

  resumeSchedule(request: ResumeScheduleRequestInit, options?: CallOptions): Promise<ResumeScheduleResponse> {
    return this.#calls.run("resumeSchedule", options, async () => this.#setPaused(request, false));
  }

  triggerSchedule(request: TriggerScheduleRequestInit, options?: CallOptions): Promise<TriggerScheduleResponse> {
    return this.#calls.run("triggerSchedule", options, async () => {
      const schedule = this.#whole(checkScheduleName(request.schedule));
      const position = schedule.trigger(this.#firing(schedule.name), this.#nowMs);
      this.#changed();
      return { position };
    });
  }

  previewSchedule(request: PreviewScheduleRequestInit, options?: CallOptions): Promise<PreviewScheduleResponse> {
    return this.#calls.run("previewSchedule", options, async () => ({
      at: previewTimes(checkPreviewSchedule(request), this.#nowMs),
    }));
  }

  get #nowMs(): number {
    return this.#calls.clock.nowMs();
  }

  #schedule(name: string): ModelSchedule {
    const schedule = this.#state.schedules.get(name);
    if (schedule === undefined) throw new FlowMeshError("schedule_not_found", { schedule: name });
    return schedule;
  }

  /** @throws FlowMeshError schedule_not_found, schedule_damaged */
  #whole(name: string): ModelSchedule {
    const schedule = this.#schedule(name);
    if (schedule.isDamaged) throw new FlowMeshError("schedule_damaged", { schedule: name, problem: "it was damaged" });
    return schedule;
  }

  #expect(name: string, expected: number | undefined): void {
    checkRevision("schedule", name, this.#state.schedules.get(name)?.revision ?? 0, expected);
  }

  #checkLimit(): void {
    const [value, limit] = [this.#state.schedules.size + 1, this.#state.limits.schedules];
    if (value > limit) throw limitExceeded("schedules", "the number of schedules", value, limit);
  }

  #check(operations: CommitRequestInit["operations"]): void {
    try {
      this.#commits.check({ operations });
    } catch (error) {
      if (!isFlowMeshError(error) || isLasting(error)) throw error;
    }
  }

  #setPaused(request: PauseScheduleRequestInit, paused: boolean): { position: number } {
    const name = checkScheduleName(request.schedule);
    const schedule = paused ? this.#schedule(name) : this.#whole(name);
    const isFinished = schedule.nextMs === Number.POSITIVE_INFINITY;
    if (schedule.paused === paused || isFinished) return { position: this.#state.position };
    this.#state.takePosition(true);
    schedule.setPaused(paused, this.#state.position, this.#nowMs);
    this.#changed();
    return { position: this.#state.position };
  }

  /** Position of what was just written. */
  #written(): number {
    this.#state.takePosition(false);
    this.#changed();
    return this.#state.position;
  }

  #changed(): void {
    this.#calls.changed();
    this.#arm();
  }

  #firing(schedule: string) {
    return ({ operations }: SchedulePlan, facts: { scheduledMs: number; number: number }): number => {
      const before = this.#state.position;
      this.#commits.commit(firingCommit(operations, { schedule, ...facts }));
      if (this.#state.position === before) this.#state.takePosition(true);
      return this.#state.position;
    };
  }

  #arm(): void {
    this.#cancel();
    const nextMs = Math.min(...[...this.#state.schedules.values()].map(({ dueMs }) => dueMs));
    if (nextMs === Number.POSITIVE_INFINITY) return;
    const delayMs = Math.min(Math.max(0, nextMs - this.#nowMs), delayMsMax);
    this.#cancel = this.#calls.clock.after(delayMs, () => this.#ring());
  }

  #ring(): void {
    if (this.#calls.isClosed) return;
    const due = [...this.#state.schedules.values()].filter(({ dueMs }) => dueMs <= this.#nowMs);
    for (const schedule of due.sort((a, b) => a.dueMs - b.dueMs)) {
      const written = (): void => this.#state.takePosition(false);
      const outcome = schedule.pass(this.#firing(schedule.name), written, this.#nowMs);
      if (outcome === "gone") this.#state.schedules.delete(schedule.name);
    }
    this.#changed();
  }
}

/** All that a put says, as text that is the same for the same. */
function contentOf(schedule: string, { times, operations, ...plan }: SchedulePlan): string {
  const encoded = PutScheduleRequest.encode({ schedule, operations });
  return JSON.stringify([times, plan, Buffer.from(encoded).toString("base64")]);
}

/** The longest time that Node's timers take. */
const delayMsMax = 2 ** 31 - 1;
