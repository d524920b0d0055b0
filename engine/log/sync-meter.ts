import { DurationMeter, type Durations } from "../duration-meter.ts";

/** Upper bounds of the buckets, in seconds: from a disk with a safe cache to one that is in trouble. */
const boundsSeconds: readonly number[] = [
  0.00005, 0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5,
];

/** How long syncs took since the log was opened. */
export type SyncTimes = Durations;

/** Counts the syncs that writers wait for. */
export class SyncMeter extends DurationMeter {
  constructor() {
    super(boundsSeconds);
  }
}
