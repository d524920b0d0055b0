import { ModelFabric } from "@flowmesh/fabric/conformance";
import type { ServedFabric } from "../served-fabric.ts";

/** The model as a fabric to serve, for tests of what a face makes of requests and answers. */
export async function openServedModel(): Promise<ServedFabric> {
  const status = { state: "serving", durability: "always", visiblePosition: 0, streams: 0, damages: 0 } as const;
  const log = { epoch: 1, firstSegment: 0, lastSegment: 0, spareSegments: 0, segmentBytes: 0 };
  const written = { acceptedBytes: 0, carriedBytes: 0, settledBytes: 0 };
  const settled = { settledFiles: 0, settledBytes: 0, written };
  const model = new ModelFabric();
  const noTimes = { boundsSeconds: [], counts: [0], seconds: 0 };
  const queues = Object.assign(model.queues, { counts: () => [], waitingTimes: () => noTimes });
  const figures = { fired: 0, refused: 0, passed: 0, lateMs: 0 };
  const schedules = Object.assign(model.schedules, { count: 0, figures });
  return Object.assign(model, {
    queues,
    schedules,
    status: () => ({ ...status, ...log, ...settled }),
    damages: () => [],
    syncTimes: () => noTimes,
    giveBack: () => undefined,
    failure: new Promise<never>(() => undefined),
  });
}
