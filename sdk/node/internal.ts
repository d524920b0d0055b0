/** For FlowMesh's own packages: the command line, benchmarks, and whatever stands on a fabric that is far away. */
export { type Address, type DevFile, defaultPort, findAddress, findDevFile, formatUrl, parseUrl } from "./address.ts";
export { durationMs, type Moment, parseDurationMs, parseMoment, parseTimeMs } from "./moment.ts";
export { editedJob } from "./queues/enqueue-options.ts";
export { messagesOf } from "./reading/message-reader.ts";
export { type PartitionRange, readRange } from "./reading/read-range.ts";
export type { ChannelOptions } from "./remote/channel.ts";
export { isRepeatable } from "./remote/is-repeatable.ts";
export { RemoteFabric } from "./remote/remote-fabric.ts";
export type { Resume } from "./remote/remote-stream.ts";
export { resumeOf } from "./remote/resume-of.ts";
export { type ResetGoal, resetGoal } from "./reset-goal.ts";
export { systemWorld } from "./world/system-world.ts";
