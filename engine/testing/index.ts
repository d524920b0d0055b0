/** For FlowMesh's own packages: what tests of the engine and the simulation share. */
export { ScheduleRun } from "./schedule-run.ts";
