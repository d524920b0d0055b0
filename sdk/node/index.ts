/** The FlowMesh client for Node.js. */
export type {
  Bucket as BucketDetails,
  BulkOperation,
  CursorChange,
  DeadLetterSource,
  Durability,
  ErrorGroup,
  GetStatusResponse,
  Group,
  GroupCursor,
  Job as JobDetails,
  JobAttempt,
  LineageNode,
  Queue,
  QueueWorker,
  Stream,
} from "@flowmesh/contract";
export { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
export { type ConnectOptions, connect } from "./connect.ts";
export type {
  ConsumeBatchHandler,
  ConsumeBatchOptions,
  ConsumeContext,
  ConsumeHandler,
  ConsumeOptions,
  OnPoison,
} from "./consuming/consume-options.ts";
export type { Consumer } from "./consuming/consumer.ts";
export type { Codec } from "./definitions/codec.ts";
export {
  type BucketDefinition,
  type ContentOptions,
  defineBucket,
  defineQueue,
  defineStream,
  type QueueDefinition,
  type StreamDefinition,
} from "./definitions/definition.ts";
export type { GroupAdmin, GroupDetails, ResetOptions } from "./group-admin.ts";
export type { HandlerWrites } from "./handler-writes.ts";
export type { Bucket, EntryWritten, GetOptions, ListEntriesOptions } from "./kv/bucket.ts";
export type { BucketAdmin, ListBucketsOptions } from "./kv/bucket-admin.ts";
export type { BucketOptions } from "./kv/bucket-options.ts";
export type { Entry } from "./kv/entry.ts";
export type { DeleteOptions, IncrementOptions, PutOptions } from "./kv/entry-operations.ts";
export type { Watch, WatchOptions } from "./kv/watch.ts";
export { lineageId } from "./lineage/lineage-id.ts";
export type { Lineage, WhereOptions } from "./lineage/where.ts";
export { type CommitOptions, Mesh } from "./mesh.ts";
export type { MeshClock } from "./mesh-clock.ts";
export type { PublishHeader, PublishOptions, PublishRecord } from "./publishing/outgoing-record.ts";
export type { PublisherOptions } from "./publishing/publisher.ts";
export type { PublishResult } from "./publishing/receipt.ts";
export type { DeadLetterAdmin, ListDeadLettersOptions } from "./queues/dead-letter-admin.ts";
export type { EnqueueJob, EnqueueOptions, RetryEdit } from "./queues/enqueue-options.ts";
export type { Job, LeasedJob } from "./queues/job.ts";
export { Fatal, type RetryAfter, retryAfter } from "./queues/job-failure.ts";
export type { JobEdit, JobFilter } from "./queues/job-filter.ts";
export type { JobHandle } from "./queues/job-handle.ts";
export type { NackOptions } from "./queues/lease-operations.ts";
export type { ListOperationsOptions, OperationAdmin, OperationRequest } from "./queues/operation-admin.ts";
export type { JobState, ListJobsOptions, ListQueuesOptions, QueueAdmin, ResultOptions } from "./queues/queue-admin.ts";
export type { BackoffOptions, KeepOptions, QueueOptions, RateOptions } from "./queues/queue-options.ts";
export type { Chunk } from "./reading/chunks.ts";
export type { Message } from "./reading/message.ts";
export type { Place, ReadOptions } from "./reading/read-range.ts";
export type { Reading } from "./reading/reading.ts";
export type { TlsOptions } from "./remote/connection-security.ts";
export type { TransportName } from "./remote/transport.ts";
export type { ResetPlace } from "./reset-goal.ts";
export type { ListSchedulesOptions, PreviewOptions, ScheduleAdmin } from "./schedules/schedule-admin.ts";
export type { ScheduleOptions, TimesOptions } from "./schedules/schedule-options.ts";
export type { ListStreamsOptions, StreamAdmin } from "./stream-admin.ts";
export type { StreamOptions } from "./stream-options.ts";
export type { CommitResult, EntryOutcome, JobOutcome, Transaction } from "./transaction.ts";
export type { Key, Value } from "./value.ts";
export type { Worker } from "./working/worker.ts";
export type { WorkContext, WorkerOptions, WorkHandler } from "./working/worker-options.ts";
