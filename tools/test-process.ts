/**
 * Loaded into each test file's process before node:test, which otherwise has every promise tracked from its making to its collection, to tell of an error that nobody
 * caught in which test it arose: half as much CPU time again for whatever works with promises. Without, such an error fails the file instead of the test.
 *
 * And as in a server (see `tuneGarbageCollection`, whose package would be loaded with it), bytes outside the heap do not make V8 13 collect all of it again and again:
 * a tenth of the time of the simulations.
 *
 * TEST_NICENESS says how much it gives way to other processes.
 */
import asyncHooks, { type HookCallbacks } from "node:async_hooks";
import { getPriority, setPriority } from "node:os";
import { setFlagsFromString } from "node:v8";

const { createHook } = asyncHooks;
asyncHooks.createHook = (callbacks: HookCallbacks) => createHook({ ...callbacks, trackPromises: false });
if (process.versions.v8.startsWith("13.")) setFlagsFromString("--external-memory-accounted-in-global-limit");
const niceness = Number(process.env.TEST_NICENESS ?? 0);
if (niceness > getPriority()) setPriority(niceness);
