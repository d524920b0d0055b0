import { PutScheduleRequest } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkPlan, type SchedulePlan } from "@flowmesh/fabric/internal";
import type { LogReader, PayloadPlace } from "../../log/log-reader.ts";

/** Reads from the log what schedules do. */
export class PlanReader {
  readonly #log: LogReader;

  constructor(log: LogReader) {
    this.#log = log;
  }

  /**
   * What stands at these places; undefined where there is none, or damage has taken it. They must have been looked up in the same turn: what is at them stays there until
   * it is read.
   */
  async payloads(places: readonly (PayloadPlace | undefined)[]): Promise<(Uint8Array | undefined)[]> {
    const payloads: (Uint8Array | undefined)[] = [];
    while (payloads.length < places.length) {
      const rest = places.slice(payloads.length);
      const { bytes, whole } = await this.#log.read(rest.filter((place) => place !== undefined));
      let [at, read] = [0, 0];
      for (const place of rest) {
        if (place !== undefined && read === whole) break;
        payloads.push(place && bytes.subarray(at, at + place.payloadBytes));
        at += place?.payloadBytes ?? 0;
        read += place === undefined ? 0 : 1;
      }
      // Only what cannot be read back ends it before.
      if (payloads.length < places.length) payloads.push(undefined);
    }
    return payloads;
  }

  async plans(places: readonly (PayloadPlace | undefined)[]): Promise<(SchedulePlan | undefined)[]> {
    return (await this.payloads(places)).map((payload) => payload && this.planOf(payload));
  }

  planOf(payload: Uint8Array): SchedulePlan {
    const request = PutScheduleRequest.decode(payload);
    return checkPlan(request, request.operations);
  }
}

export function scheduleDamaged(schedule: string): FlowMeshError {
  return new FlowMeshError("schedule_damaged", { schedule, problem: "the segment that holds it is damaged" });
}
