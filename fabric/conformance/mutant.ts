import type { Fabric } from "../fabric.ts";
import type { FabricUnderTest } from "./conformance-case.ts";
import type { Fact } from "./coverage.ts";
import { interceptFabric, type UnaryCall } from "./intercepted-fabric.ts";

/** A way to break a fabric. */
export interface Mutant {
  readonly name: string;
  /** Only a case that sees this can notice. Absent: any case may. */
  readonly fact?: Fact;
  readonly mutate: (under: FabricUnderTest) => FabricUnderTest;
}

/** A change of the fabric and of those that it is opened again as. */
export function onFabric(change: (fabric: Fabric) => Fabric): Mutant["mutate"] {
  return (under) => {
    const { reopen, opening, crash, damage, damageEntry, damageJob, damageSchedule } = under;
    return {
      ...under,
      fabric: change(under.fabric),
      ...(reopen && { reopen: async () => change(await reopen()) }),
      ...(opening && { opening: async () => change(await opening()) }),
      ...(crash && { crash: async () => change(await crash()) }),
      ...(damage && { damage: async (...place) => change(await damage(...place)) }),
      ...(damageEntry && { damageEntry: async (...place) => change(await damageEntry(...place)) }),
      ...(damageSchedule && { damageSchedule: async (schedule) => change(await damageSchedule(schedule)) }),
      ...(damageJob && { damageJob: async (...place) => change(await damageJob(...place)) }),
    };
  };
}

/** A fabric that does something else when one method is called. */
export function unary(property: string, change: (next: UnaryCall, fabric: Fabric) => UnaryCall): Mutant["mutate"] {
  return onFabric((fabric) =>
    interceptFabric(fabric, { unary: (method, next) => (method.property === property ? change(next, fabric) : next) }),
  );
}

/** A fabric to which something is done each time that one way of opening it again was gone. */
export function after(way: "reopen" | "crash", change: (fabric: Fabric) => Promise<void>): Mutant["mutate"] {
  return (under) => {
    const open = under[way];
    if (open === undefined) return under;
    const changed = async (): Promise<Fabric> => {
      const fabric = await open();
      await change(fabric);
      return fabric;
    };
    return { ...under, [way]: changed };
  };
}
