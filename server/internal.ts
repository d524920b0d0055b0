/** For the command line, tests and benchmarks: what lies behind a server's doors. */
export { openEngineFabric } from "./open-engine-fabric.ts";
export { serverLimits } from "./server-limits.ts";
