/** The contract suite that every implementation of `Fabric` passes, and the model that it was proven on. For tests of FlowMesh's own packages. */
export {
  type ConformanceCase,
  type FabricUnderTest,
  type Hook,
  type Hooks,
  smallLimits,
} from "./conformance-case.ts";
export { EntryHistory, type EntryState } from "./entry-history.ts";
export { type FabricSuite, fabricSuite } from "./fabric-suite.ts";
export { type ModelClock, SystemModelClock, VirtualModelClock } from "./model/model-clock.ts";
export { ModelTurns } from "./model/model-turns.ts";
export { ModelFabric, type ModelFabricOptions } from "./model-fabric.ts";
export type { OpenFabric, OpenOptions } from "./with-fabric.ts";
