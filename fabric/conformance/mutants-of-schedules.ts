import type { GetScheduleRequestInit, PutScheduleRequestInit } from "@flowmesh/contract";
import { isFlowMeshError } from "../errors.ts";
import type { Fabric } from "../fabric.ts";
import { interceptFabric, type UnaryCall } from "./intercepted-fabric.ts";
import { type Mutant, onFabric } from "./mutant.ts";

/** A fabric that calls of one method do something else on. */
function unary(property: string, change: (next: UnaryCall, fabric: Fabric) => UnaryCall): Mutant["mutate"] {
  return onFabric((fabric) =>
    interceptFabric(fabric, { unary: (method, next) => (method.property === property ? change(next, fabric) : next) }),
  );
}

/** Triggers every schedule that has fired by its times. */
async function fireAgain(fabric: Fabric): Promise<Fabric> {
  const { schedules } = await fabric.schedules.listSchedules({ pageSize: 1000 });
  for (const { schedule, fired } of schedules) if (fired > 0) await fabric.schedules.triggerSchedule({ schedule });
  return fabric;
}

export const scheduleMutants: readonly Mutant[] = [
  {
    name: "a time that has fired fires again after a reopen",
    fact: "putSchedule",
    mutate: (under) => ({
      ...under,
      ...(under.reopen && { reopen: async () => fireAgain(await under.reopen!()) }),
    }),
  },
  {
    name: "a moment that no timer of Node's holds is now",
    fact: "putSchedule<times.at",
    mutate: unary("putSchedule", (next) => (request, options) => {
      const { times } = request as PutScheduleRequestInit;
      const isFar = (times?.at ?? 0) > 2 ** 40 && (times?.at ?? 0) < Date.UTC(2090, 0, 1);
      return next(isFar ? { ...request, times: { at: 0 } } : request, options);
    }),
  },
  {
    name: "a put with the same times begins anew",
    fact: "putSchedule",
    mutate: unary("putSchedule", (next, { schedules }) => async (request, options) => {
      const { schedule, expectedRevision } = request as PutScheduleRequestInit;
      if (expectedRevision === undefined) await schedules.deleteSchedule({ schedule }).catch(() => undefined);
      return next(request, options);
    }),
  },
  {
    name: "a paused schedule goes on",
    fact: "pauseSchedule",
    mutate: unary("pauseSchedule", (next, { schedules }) => async (request, options) => {
      const paused = await next(request, options);
      await schedules.resumeSchedule(request as GetScheduleRequestInit);
      return paused;
    }),
  },
  {
    name: "of a firing that is refused the first operation is done",
    fact: "triggerSchedule",
    mutate: unary("triggerSchedule", (next, fabric) => async (request, options) => {
      try {
        return await next(request, options);
      } catch (error) {
        const found = await fabric.schedules.getSchedule(request as GetScheduleRequestInit).catch(() => undefined);
        const [first] = found?.schedule?.operations ?? [];
        if (isFlowMeshError(error) && first !== undefined)
          await fabric.commit({ operations: [first] }).catch(() => undefined);
        throw error;
      }
    }),
  },
];
