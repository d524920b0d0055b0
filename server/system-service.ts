import type { GetStatusResponse, ListDamageResponse, SystemService } from "@flowmesh/contract";
import type { ServedFabric } from "./served-fabric.ts";

export interface SystemFacts {
  readonly version: string;
  readonly startedAtMs: number;
  /** Empty when nothing is kept. */
  readonly dataDir: string;
}

/** The contract's system service: what runs, and how its log is. */
export function systemService(fabric: ServedFabric, facts: SystemFacts): SystemService {
  return {
    async getStatus(): Promise<GetStatusResponse> {
      const status = fabric.status();
      return {
        version: facts.version,
        startedAt: facts.startedAtMs,
        state: status.state,
        durability: status.durability,
        dataDir: facts.dataDir,
        visiblePosition: status.visiblePosition,
        streams: status.streams,
        log: {
          epoch: status.epoch,
          firstSegment: status.firstSegment,
          lastSegment: status.lastSegment,
          spareSegments: status.spareSegments,
          segmentBytes: status.segmentBytes,
          bytesOnDisk: (status.lastSegment - status.firstSegment + 1 + status.spareSegments) * status.segmentBytes,
        },
        damages: status.damages,
      };
    },
    async listDamage(): Promise<ListDamageResponse> {
      const damages = fabric.damages();
      return {
        damages: damages.map((damage) => ({ ...damage, offsets: damage.offsets.map((offsets) => ({ ...offsets })) })),
      };
    },
  };
}
