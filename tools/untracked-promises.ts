/**
 * Loaded into each test file's process before node:test, which otherwise has every promise tracked from its making to its collection, to tell of an error that nobody
 * caught in which test it arose: half as much CPU time again for whatever works with promises. Without, such an error fails the file instead of the test.
 */
import asyncHooks, { type HookCallbacks } from "node:async_hooks";

const { createHook } = asyncHooks;
asyncHooks.createHook = (callbacks: HookCallbacks) => createHook({ ...callbacks, trackPromises: false });
