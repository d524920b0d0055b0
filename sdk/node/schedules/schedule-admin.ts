import type { HeaderInit, OperationInit, Schedule } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import { checkFunction, checkOptionNames } from "../known-options.ts";
import { Transaction } from "../transaction.ts";
import type { ClientWorld } from "../world/client-world.ts";
import {
  moment,
  putRequest,
  type ScheduleOptions,
  scheduleTimes,
  type TimesOptions,
  timesNames,
} from "./schedule-options.ts";

/** Which schedules are listed. */
export interface ListSchedulesOptions {
  /** Only names that begin so. Default: all. */
  readonly prefix?: string | undefined;
  /** Only those in this state. Default: any. */
  readonly state?: "active" | "paused" | "finished" | undefined;
}

/** Which times a preview tells. */
export interface PreviewOptions extends TimesOptions {
  /** How many: 1 to 100. Default 10. */
  readonly count?: number | undefined;
  /** Only times from here on. Default: from now. */
  readonly from?: Date | number | undefined;
}

/** Makes, shows, pauses, triggers and deletes schedules. */
export class ScheduleAdmin {
  readonly #fabric: Fabric;
  readonly #world: ClientWorld;

  constructor(fabric: Fabric, world: ClientWorld) {
    this.#fabric = fabric;
    this.#world = world;
  }

  /**
   * Creates a schedule, or replaces what the one of this name does. With the same times it goes on where it was, and with nothing changed nothing is written: so a program may put its
   * schedules each time that it starts. @throws FlowMeshError `name_invalid`, `settings_invalid`, `revision_mismatch`, `limit_exceeded`, `field_invalid`, `field_unknown`, and as `mesh.commit`
   */
  async put(name: string, options: ScheduleOptions): Promise<Schedule> {
    checkFunction("effect", options?.effect, "; it stands in the options");
    const request = putRequest(options);
    const tx = await Transaction.gather(this.#world.clock, options.effect);
    const operations = tx.operations.map(withoutTrace);
    const { schedule } = await this.#fabric.schedules.putSchedule({ ...request, schedule: name, operations });
    return schedule!;
  }

  /** A schedule with its last firings. @throws FlowMeshError `schedule_not_found`, `schedule_damaged` */
  async get(name: string): Promise<Schedule> {
    const { schedule } = await this.#fabric.schedules.getSchedule({ schedule: name });
    return schedule!;
  }

  /** Schedules ordered by name, without what they do and their firings. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListSchedulesOptions = {}): AsyncGenerator<Schedule, void> {
    checkOptionNames(options, { prefix: true, state: true }, "list");
    let pageToken = "";
    do {
      const page = await this.#fabric.schedules.listSchedules({ ...options, pageToken, pageSize });
      yield* page.schedules;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** Deletes a schedule. What it did stays. @throws FlowMeshError `schedule_not_found` */
  async delete(name: string): Promise<void> {
    await this.#fabric.schedules.deleteSchedule({ schedule: name });
  }

  /** Lets times pass without firing. @throws FlowMeshError `schedule_not_found` */
  async pause(name: string): Promise<void> {
    await this.#fabric.schedules.pauseSchedule({ schedule: name });
  }

  /** Goes on with the next time that is still to come. @throws FlowMeshError `schedule_not_found`, `schedule_damaged` */
  async resume(name: string): Promise<void> {
    await this.#fabric.schedules.resumeSchedule({ schedule: name });
  }

  /** Fires now, once, besides its times; gives the commit's position. @throws FlowMeshError `schedule_not_found`, and why the firing was refused */
  async trigger(name: string): Promise<number> {
    return (await this.#fabric.schedules.triggerSchedule({ schedule: name })).position;
  }

  /** The times that a schedule would have. @throws FlowMeshError `settings_invalid`, `field_invalid`, `field_unknown` */
  async preview(options: PreviewOptions): Promise<Date[]> {
    checkOptionNames(options, { ...timesNames, count: true, from: true }, "preview");
    const { count, from } = options;
    const request = { times: scheduleTimes(options), count, from: moment(from, "from") };
    return (await this.#fabric.schedules.previewSchedule(request)).at.map((at) => new Date(at));
  }
}

const pageSize = 1000;

/** The trace in which a schedule is put is over when it fires. */
function withoutTrace(operation: OperationInit): OperationInit {
  const { publish, enqueue } = operation;
  if (publish !== undefined) return { publish: { ...publish, records: publish.records?.map(traceless) } };
  if (enqueue !== undefined) return { enqueue: { ...enqueue, jobs: enqueue.jobs?.map(traceless) } };
  return operation;
}

function traceless<Item extends { readonly headers?: readonly HeaderInit[] | undefined }>(item: Item): Item {
  return { ...item, headers: item.headers?.filter(({ name }) => name !== "traceparent" && name !== "tracestate") };
}
