import {
  type AnyMethod,
  type DeadLettersService,
  methods,
  type OperationsService,
  type QueuesService,
} from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** The queues of a fabric that has none: every call is refused with `capability_missing`. */
export const noQueues: QueuesService = refusing("QueuesService");

/** The operations of a fabric without queues. */
export const noOperations: OperationsService = refusing("OperationsService");

/** The dead letters of a fabric without queues. */
export const noDeadLetters: DeadLettersService = refusing("DeadLettersService");

function refusing<Service>(service: string): Service {
  const ofService = (Object.values(methods) as AnyMethod[]).filter((method) => method.service === service);
  return Object.fromEntries(ofService.map(({ property }) => [property, refuse])) as Service;
}

async function refuse(): Promise<never> {
  throw new FlowMeshError("capability_missing", { what: "queues" });
}
