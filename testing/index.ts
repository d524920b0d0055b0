/** FlowMesh inside a test. */
export type { TestClock } from "./test-clock.ts";
export { type RestartOptions, TestMesh, type TestMeshOptions } from "./test-mesh.ts";
