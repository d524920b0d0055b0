/** As it is when this is loaded: tests of programs put their own in the place of the global one. */
export const nextTick: typeof process.nextTick = process.nextTick;
