import {
  type AdvanceClockRequestInit,
  type AdvanceClockResponse,
  type GetClockResponse,
  type GetStatusResponse,
  type ListDamageResponse,
  limits,
  type SystemService,
} from "@flowmesh/contract";
import type { VirtualClock } from "@flowmesh/engine";
import { FlowMeshError } from "@flowmesh/fabric";
import { checkWhole } from "@flowmesh/fabric/internal";
import type { ServedFabric } from "./served-fabric.ts";

export interface SystemFacts {
  readonly version: string;
  readonly startedAtMs: number;
  /** Empty when nothing is kept. */
  readonly dataDir: string;
}

/** The contract's system service: what runs, how its log is, and what time it is where that is virtual. */
export function systemService(
  fabric: ServedFabric,
  facts: SystemFacts,
  virtualClock: VirtualClock | undefined,
): SystemService {
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
          settledFiles: status.settledFiles,
          settledBytes: status.settledBytes,
          acceptedBytes: status.written.acceptedBytes,
          carriedBytes: status.written.carriedBytes,
          settledWrittenBytes: status.written.settledBytes,
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
    async getClock(): Promise<GetClockResponse> {
      return { now: present(virtualClock).wallMs() };
    },
    async advanceClock({ durationMs = 0 }: AdvanceClockRequestInit): Promise<AdvanceClockResponse> {
      const clock = present(virtualClock);
      await clock.advance(checkWhole("duration_ms", durationMs, { min: 0, max: limits.clockAdvanceMs.value }));
      return { now: clock.wallMs() };
    },
  };
}

function present(clock: VirtualClock | undefined): VirtualClock {
  if (clock === undefined) throw new FlowMeshError("clock_not_virtual");
  return clock;
}
