import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * What Node is given for a process that tests or simulates. Threads that help to collect garbage take a fifth more of the CPU time than they save, where other tests wait for it. What
 * simulations leave behind is all collected young: V8 need not look at their whole heap, some seventy megabytes, each time that it has grown to twice that. And `test-process.ts`.
 */
export const testFlags: readonly string[] = [
  "--single-threaded-gc",
  "--initial-heap-size=400",
  "--import",
  pathToFileURL(join(import.meta.dirname, "test-process.ts")).href,
];
