/** Resolves behind what the event loop has ready: after one turn of it. */
export function eventLoopTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
