/** `FLOWMESH_FUZZ_SEED`: another sequence of inputs than the usual one. */
export const fuzzSeed: string = process.env.FLOWMESH_FUZZ_SEED ?? "1";

/** `FLOWMESH_FUZZ_TIMES`: how many times as many inputs as usual; `make soak` takes many. */
export const fuzzTimes: number = Number(process.env.FLOWMESH_FUZZ_TIMES ?? 1);
