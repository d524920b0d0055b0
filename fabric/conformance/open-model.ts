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
  "smallLimits",
  "opening",
];

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
  return {
    fabric,
    clock,
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
    damageJob: async (...place) => {
      fabric.damageJob(...place);
      return fabric;
    },
    smallLimits: true,
    opening: reopen,
  };
}
