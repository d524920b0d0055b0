import { type AnyMethod, methods, type QueuesService } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** The queues of a fabric that has none: every call is refused with `capability_missing`. */
export const noQueues: QueuesService = Object.fromEntries(
  (Object.values(methods) as AnyMethod[])
    .filter(({ service }) => service === "QueuesService")
    .map(({ property }) => [property, refuse]),
) as unknown as QueuesService;

async function refuse(): Promise<never> {
  throw new FlowMeshError("capability_missing", { what: "queues" });
}
