/** A thread that simulates what it is told to, one run after the other. */
import { parentPort } from "node:worker_threads";
import { simulate } from "./simulation.ts";
import { workloads } from "./workloads/all.ts";

/** A run as threads are told of it: the workload by its name. */
export interface SimulationRun {
  readonly workload: string;
  readonly seed: number;
}

parentPort?.on("message", async ({ workload: name, seed }: SimulationRun) => {
  const workload = workloads.find((known) => known.name === name);
  if (workload === undefined) throw new Error(`there is no workload ${name}`);
  parentPort?.postMessage(
    await simulate({ workload, seed, lives: workload.lives ?? 3, statesAMoment: 4, stopsEarly: true }),
  );
});
