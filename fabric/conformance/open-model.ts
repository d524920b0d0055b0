import type { Capabilities } from "../fabric.ts";
import type { FabricUnderTest, Hook } from "./conformance-case.ts";
import { smallLimits } from "./conformance-case.ts";
import { VirtualModelClock } from "./model/model-clock.ts";
import { ModelFabric } from "./model-fabric.ts";
import type { OpenOptions } from "./with-fabric.ts";

/** All hooks: the model can be given everything. */
export const modelHooks: readonly Hook[] = [
  "clock",
  "reopen",
  "crash",
  "retain",
  "fillDisk",
  "damage",
  "damageEntry",
  "damageJob",
  "damageSchedule",
  "smallLimits",
  "opening",
  "callers",
];

const stepMs = 60_000;

/** Long times pass at once, as when a machine slept. */
function pass(clock: VirtualModelClock, ms: number): void {
  clock.jump(Math.max(0, ms - stepMs));
  clock.advance(Math.min(ms, stepMs));
}

/** A model with every hook, as the suite wants it. */
export async function openModel(
  options: OpenOptions,
  capabilities: Partial<Capabilities> = {},
): Promise<FabricUnderTest> {
  const clock = new VirtualModelClock();
  let fabric = new ModelFabric({ clock, capabilities, ...(options.smallLimits && { limits: smallLimits }) });
  const reopen = async (): Promise<ModelFabric> => {
    fabric = await fabric.reopen();
    return fabric;
  };
  const time = { nowMs: () => clock.nowMs(), advance: (ms: number) => pass(clock, ms) };
  return {
    fabric,
    clock: time,
    reopen,
    crash: reopen,
    retain: () => fabric.retain(),
    fillDisk: async (isFull) => fabric.fillDisk(isFull),
    damage: async (...place) => {
      fabric.damage(...place);
      return fabric;
    },
    damageEntry: async (...place) => {
      fabric.damageEntry(...place);
      return fabric;
    },
    damageSchedule: async (schedule) => {
      fabric.damageSchedule(schedule);
      return fabric;
    },
    damageJob: async (...place) => {
      fabric.damageJob(...place);
      return fabric;
    },
    smallLimits: true,
    callers: true,
    opening: reopen,
  };
}
