/** For FlowMesh's own packages: the simulated world that engine and faces are tested in. */
export { allKept, allLost, type CrashChoice, describeChoice } from "./disk/crash-choice.ts";
export { DiskError, type DiskErrorCode } from "./disk/disk-error.ts";
export { SimulatedDisk } from "./disk/simulated-disk.ts";
export { IndexDamaged } from "./index-store/index-store.ts";
export { SimulatedIndexStore } from "./index-store/simulated-index-store.ts";
export { digestOf, type EngineImage, type EngineParts, imageOf } from "./inspect.ts";
