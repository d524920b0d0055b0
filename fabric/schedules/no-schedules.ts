import { type AnyMethod, methods, type SchedulesService } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** The schedules of a fabric that has none: every call is refused with `capability_missing`. */
export const noSchedules: SchedulesService = Object.fromEntries(
  (Object.values(methods) as AnyMethod[])
    .filter(({ service }) => service === "SchedulesService")
    .map(({ property }) => [property, refuse]),
) as unknown as SchedulesService;

async function refuse(): Promise<never> {
  throw new FlowMeshError("capability_missing", { what: "schedules" });
}
