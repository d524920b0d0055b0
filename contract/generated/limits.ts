// Generated from contract/ by `make generate`. Do not edit.

/** A limit: its default, how far it can be raised (`max`, where it can), and what happens beyond it. */
export interface Limit {
  readonly value: number;
  readonly max?: number;
  readonly unit: string;
  readonly beyond: string;
}

/** Names of the limits. */
export interface Limits {
  /** Length of the name of a stream or any other resource: 249 bytes. Beyond: name_invalid. */
  readonly nameBytes: Limit;
  /** Size of a record's value: 1048576 bytes, up to 8388608. Beyond: record_too_large. */
  readonly recordValueBytes: Limit & { readonly max: number };
  /** Size of a record's key: 4096 bytes. Beyond: record_too_large. */
  readonly recordKeyBytes: Limit;
  /** Headers of one record: 64 headers. Beyond: record_too_large. */
  readonly recordHeaders: Limit;
  /** Size of one header, name and value together: 4096 bytes. Beyond: record_too_large. */
  readonly recordHeaderBytes: Limit;
  /** What the records of one compressed batch may grow to when they are read: 16777216 bytes. Beyond: records_malformed. */
  readonly batchUncompressedBytes: Limit;
  /** Records that a batch says it has; a batch at its largest, uncompressed, of records without key, value and headers: 2396745 records. Beyond: batch_malformed. */
  readonly batchRecords: Limit;
  /** Operations in one commit: 1000 operations. Beyond: commit_too_large. */
  readonly commitOperations: Limit;
  /** Size of one commit: 16777216 bytes. Beyond: commit_too_large. */
  readonly commitBytes: Limit;
  /** Partitions of one stream: 1024 partitions. Beyond: settings_invalid. */
  readonly streamPartitions: Limit;
  /** Records that a partition takes in its life, those that were removed too: its offsets stay whole numbers in every language: 9000000000000000 records. Beyond: limit_exceeded. */
  readonly partitionOffsets: Limit;
  /** Partitions of all streams together: 200000 partitions. Beyond: limit_exceeded. */
  readonly partitions: Limit;
  /** Streams of the installation: 100000 streams. Beyond: limit_exceeded. */
  readonly streams: Limit;
  /** Length of a dedupe id: 255 bytes. Beyond: field_invalid. */
  readonly dedupeIdBytes: Limit;
  /** Time for which a stream remembers dedupe ids, where its settings say nothing: 120000 ms, up to 86400000. Beyond: settings_invalid. */
  readonly dedupeWindowMs: Limit & { readonly max: number };
  /** Dedupe ids remembered at one time, over all streams: 1000000 ids. Beyond: overloaded until older ones leave the window. */
  readonly dedupeIds: Limit;
  /** Length of an idempotency key: 255 bytes. Beyond: field_invalid. */
  readonly idempotencyKeyBytes: Limit;
  /** Idempotency keys that a commit lets go of: 1000 keys. Beyond: field_invalid. */
  readonly answeredKeys: Limit;
  /** For how long an idempotency key is remembered, at most, that a commit may let go of: 300000 ms. Beyond: the key stays, for others may rely on it. */
  readonly answeredKeyWindowMs: Limit;
  /** Idempotency keys remembered at one time; a tenth of them is left to keys that are remembered for at most five minutes, as clients make them for their own retries: 1000000 keys. Beyond: idempotency_full. */
  readonly idempotencyKeys: Limit;
  /** Time for which an idempotency key is remembered: 86400000 ms. Beyond: a repeated commit is taken as a new one. */
  readonly idempotencyWindowMs: Limit;
  /** Length of a correlation id: 255 bytes. Beyond: field_invalid. */
  readonly correlationBytes: Limit;
  /** Causes that one commit names: 1000 causes. Beyond: field_invalid. */
  readonly lineageCauses: Limit;
  /** Length of an id of lineage: 4096 bytes. Beyond: lineage_id_invalid. */
  readonly lineageIdBytes: Limit;
  /** Generations of causes and of effects that one answer shows, where the request says nothing: 16 generations, up to 64. Beyond: field_invalid. */
  readonly lineageDepth: Limit & { readonly max: number };
  /** Records, jobs and entries that one question about lineage looks at, over all its pages: 10000 nodes. Beyond: the answer says that it is cut short. */
  readonly lineageNodes: Limit;
  /** Latest batches of a producer that are recognised when they are sent again: 256 batches. Beyond: a batch sent again that is older is refused as sequence_out_of_order. */
  readonly producerBatches: Limit;
  /** Producers remembered for one partition: 10000 producers. Beyond: the one that was silent longest is forgotten. */
  readonly producersPerPartition: Limit;
  /** Groups of the installation: 10000 groups. Beyond: limit_exceeded. */
  readonly groups: Limit;
  /** Members of one group: 1000 members. Beyond: limit_exceeded. */
  readonly groupMembers: Limit;
  /** Streams that one member of a group names: 100 streams. Beyond: field_invalid. */
  readonly memberStreams: Limit;
  /** Length of a member's id: 64 bytes. Beyond: field_invalid. */
  readonly memberIdBytes: Limit;
  /** Length of a member's label: 255 bytes. Beyond: field_invalid. */
  readonly memberLabelBytes: Limit;
  /** Time after which a member without a heartbeat is taken for dead, where it says nothing: 45000 ms, up to 1800000. Beyond: field_invalid. */
  readonly sessionTimeoutMs: Limit & { readonly max: number };
  /** Time for which a member may hold on to a partition that is wanted back, where it says nothing: 300000 ms, up to 3600000. Beyond: field_invalid. */
  readonly rebalanceTimeoutMs: Limit & { readonly max: number };
  /** Time between two heartbeats of a member: 5000 ms. Beyond: the member is taken for dead once its session time-out has passed. */
  readonly heartbeatIntervalMs: Limit;
  /** Ranges that are finished above one cursor's offset: 1000 ranges. Beyond: field_invalid. */
  readonly finishedRanges: Limit;
  /** Cursors set by one call: 1000 cursors. Beyond: field_invalid. */
  readonly cursorsPerCommit: Limit;
  /** Buckets of the installation: 10000 buckets. Beyond: limit_exceeded. */
  readonly buckets: Limit;
  /** Length of a key of KV: 1024 bytes. Beyond: key_invalid. */
  readonly kvKeyBytes: Limit;
  /** Size of a value of KV: 1048576 bytes, up to 8388608. Beyond: value_too_large. */
  readonly kvValueBytes: Limit & { readonly max: number };
  /** Revisions that are kept of each key of a bucket, where its settings say nothing: 1 revisions, up to 64. Beyond: settings_invalid. */
  readonly kvHistory: Limit & { readonly max: number };
  /** Time that an entry lives, where it is to end: 3155760000000 ms. Beyond: field_invalid, in a bucket's settings settings_invalid. */
  readonly kvTtlMs: Limit;
  /** Writes that a bucket takes in its life: its revisions stay whole numbers in every language: 9000000000000000 revisions. Beyond: limit_exceeded. */
  readonly kvRevisions: Limit;
  /** Time for which deletes and expiries are remembered, so that a watch can go on behind older revisions: 3600000 ms. Beyond: they are forgotten with the next collection, and a watch that goes on behind an older revision is refused with revision_out_of_range. */
  readonly kvDeletesMs: Limit;
  /** Changes in one response to a watch: 1000 changes. Beyond: the others follow with the next response. */
  readonly kvWatchChanges: Limit;
  /** Time after which a watch is told how far the bucket has come, where nothing that it watches has changed: 10000 ms. Beyond: a response without changes. */
  readonly kvWatchProgressMs: Limit;
  /** Keys of one call that gets several entries: 1000 keys. Beyond: field_invalid. */
  readonly kvGetKeys: Limit;
  /** Bytes of the keys and values of one such call, together: 8388608 bytes. Beyond: answer_too_large. */
  readonly kvGetBytes: Limit;
  /** Length of an expression: 1024 bytes. Beyond: field_invalid. */
  readonly expressionBytes: Limit;
  /** Names, values and operators of an expression: 200 parts. Beyond: expression_invalid. */
  readonly expressionNodes: Limit;
  /** Parts of an expression that stand one in the other: 32 parts. Beyond: expression_invalid. */
  readonly expressionDepth: Limit;
  /** Steps of one evaluation of an expression: one for each part that is evaluated, and more where much text or many elements are looked at: 100000 steps. Beyond: expression_invalid. */
  readonly expressionSteps: Limit;
  /** Size of a value that an expression looks into: 1048576 bytes. Beyond: the expression sees no value. */
  readonly expressionValueBytes: Limit;
  /** Time by which a virtual clock is moved in one call: 315360000000 ms. Beyond: field_invalid. */
  readonly clockAdvanceMs: Limit;
  /** Queues of the installation: 10000 queues. Beyond: limit_exceeded. */
  readonly queues: Limit;
  /** Jobs of one enqueue, outcomes of one settle, leases of one extend, and jobs of one reserve: 1000 jobs. Beyond: field_invalid. */
  readonly queueJobs: Limit;
  /** Keys of one queue whose rate per key is remembered when its settings are changed, and when a part of the log is given back: 100000 keys. Beyond: those whose rate is unused again first are forgotten. */
  readonly limitKeyRates: Limit;
  /** Length of a job's ordering key: 255 bytes. Beyond: field_invalid. */
  readonly orderingKeyBytes: Limit;
  /** Length of a worker's id: 64 bytes. Beyond: field_invalid. */
  readonly workerIdBytes: Limit;
  /** Length of a worker's label: 255 bytes. Beyond: field_invalid. */
  readonly workerLabelBytes: Limit;
  /** Time that a worker has a job without extending its lease, where the queue's settings say nothing: 30000 ms, up to 43200000. Beyond: settings_invalid, in a call field_invalid. */
  readonly leaseMs: Limit & { readonly max: number };
  /** Attempts of a job, where neither it nor the queue's settings say how many: 5 attempts, up to 1000. Beyond: settings_invalid, in a call field_invalid. */
  readonly jobAttempts: Limit & { readonly max: number };
  /** Time before the second attempt, where the queue's settings say nothing: 1000 ms, up to 86400000. Beyond: settings_invalid. */
  readonly backoffInitialMs: Limit & { readonly max: number };
  /** Longest time between two attempts, where the queue's settings say nothing: 300000 ms, up to 86400000. Beyond: settings_invalid. */
  readonly backoffMaxMs: Limit & { readonly max: number };
  /** Schedules of the installation: 1000000 schedules. Beyond: limit_exceeded. */
  readonly schedules: Limit;
  /** What a schedule does, encoded: 262144 bytes. Beyond: commit_too_large. */
  readonly scheduleBytes: Limit;
  /** Length of a cron expression: 256 bytes. Beyond: settings_invalid. */
  readonly cronBytes: Limit;
  /** Time between two firings of an interval; at least 1000: 3155760000000 ms. Beyond: settings_invalid. */
  readonly scheduleEveryMs: Limit;
  /** Random time by which the firings of a schedule are late, where it asks for some: 86400000 ms. Beyond: settings_invalid. */
  readonly scheduleJitterMs: Limit;
  /** Age up to which missed times of a schedule still fire: 3155760000000 ms. Beyond: settings_invalid. */
  readonly scheduleWindowMs: Limit;
  /** Time for which a finished schedule is kept, where it says nothing: 86400000 ms, up to 315576000000. Beyond: it is removed. */
  readonly keepFinishedMs: Limit & { readonly max: number };
  /** Firings that are kept of all schedules together, at most 20 of each: 1000000 firings. Beyond: the oldest of each are forgotten, but for the last. */
  readonly scheduleFirings: Limit;
  /** Missed times of one schedule that fire one after the other, where it asks for that: 1000 times. Beyond: the others are skipped. */
  readonly scheduleMissed: Limit;
  /** Firings in a second that are late because nothing was running, of all schedules: 1000 firings. Beyond: they wait. */
  readonly scheduleLateFirings: Limit;
  /** Time for which a job is delayed: 3155760000000 ms. Beyond: field_invalid. */
  readonly jobDelayMs: Limit;
  /** Jobs of a queue, or of one key of it, that are worked on at a time, where its settings limit them: 1000000 jobs. Beyond: settings_invalid. */
  readonly queueConcurrency: Limit;
  /** Jobs that are kept after they are done or cancelled, where the queue's settings say nothing: 1000 jobs. Beyond: the oldest are removed. */
  readonly keepDoneJobs: Limit;
  /** Time for which they are kept, where the queue's settings say nothing: 86400000 ms, up to 315576000000. Beyond: they are removed. */
  readonly keepDoneMs: Limit & { readonly max: number };
  /** Time for which dead jobs are kept, where the queue's settings say nothing: 2592000000 ms, up to 315576000000. Beyond: they are removed. */
  readonly keepDeadMs: Limit & { readonly max: number };
  /** What is kept of an error that a worker tells: 4096 bytes. Beyond: the rest is left out. */
  readonly jobErrorBytes: Limit;
  /** What is kept of an error's stack: 16384 bytes. Beyond: the rest is left out. */
  readonly jobStackBytes: Limit;
  /** Log lines that are kept of an attempt: 100 lines. Beyond: the oldest are left out. */
  readonly jobLogLines: Limit;
  /** What is kept of a log line: 1024 bytes. Beyond: the rest is left out. */
  readonly jobLogLineBytes: Limit;
  /** Log lines of the attempts of one queue that are under way, together: 8388608 bytes. Beyond: the oldest of the attempt that has told more are left out. */
  readonly queueLogBytes: Limit;
  /** Log lines of all attempts that are under way, together: 67108864 bytes. Beyond: the oldest of the attempt that has told more are left out. */
  readonly jobLogsBytes: Limit;
  /** Attempts of a job that are listed: 100 attempts. Beyond: the oldest are left out. */
  readonly jobAttemptsKept: Limit;
  /** Reserves of one queue that wait for jobs at a time: 10000 calls. Beyond: overloaded. */
  readonly waitingReserves: Limit;
  /** Operations that have not ended, over all queues: 100 operations. Beyond: limit_exceeded. */
  readonly operationsRunning: Limit;
  /** Operations that are kept once they have ended, over all queues: 1000 operations. Beyond: the oldest are forgotten. */
  readonly operationsKept: Limit;
  /** New content that an operation gives to jobs: value, key and headers together: 65536 bytes. Beyond: field_invalid. */
  readonly operationEditBytes: Limit;
  /** Entries of one page, where the request says nothing: 100 items, up to 1000. Beyond: field_invalid. */
  readonly pageSize: Limit & { readonly max: number };
  /** Bytes of batches in one answer, where the request says nothing; of records in one page, which ends early: 1048576 bytes, up to 8388608. Beyond: field_invalid. */
  readonly readBytes: Limit & { readonly max: number };
  /** Time for which a read waits for a first record: 30000 ms. Beyond: field_invalid. */
  readonly waitMs: Limit;
  /** Time for a call, where the caller says nothing: 30000 ms, up to 300000. Beyond: deadline_exceeded. */
  readonly deadlineMs: Limit & { readonly max: number };
  /** Bytes written and synced together: 4194304 bytes. Beyond: the rest waits for the next group commit. */
  readonly groupBytes: Limit;
  /** Bytes that wait for a sync: 16777216 bytes. Beyond: connections are not read from until a sync frees room. */
  readonly unsyncedBytes: Limit;
  /** Commits that wait to be ordered or synced: 65536 commits. Beyond: overloaded. */
  readonly waitingCommits: Limit;
  /** Connections open at one time: 10000 connections. Beyond: overloaded, and the new connection is closed; also when a quarter of the file descriptors that the process may have (ulimit -n), or 256 of them, are all that is left. */
  readonly connections: Limit;
  /** Time until a new connection sends its first byte: 5000 ms. Beyond: the connection is closed. */
  readonly firstByteMs: Limit;
  /** Time until the TLS handshake of a connection is complete: 10000 ms. Beyond: the connection is closed. */
  readonly tlsHandshakeMs: Limit;
  /** TLS handshakes under way at one time: 512 handshakes. Beyond: the oldest is closed that has not said hello within a tenth of a second, or lasts longer than a second; if there is none, the new one. */
  readonly tlsHandshakes: Limit;
  /** Time between two looks at the files of tokens and certificates: 1000 ms. Beyond: a change counts after at most two looks. */
  readonly reloadCheckMs: Limit;
  /** Length of a token: 4096 bytes. Beyond: token_invalid. */
  readonly tokenBytes: Limit;
  /** Size of the first frame of a connection, which brings the token: 16384 bytes. Beyond: protocol_violation, and the connection is closed. */
  readonly helloBytes: Limit;
  /** Size of one frame: 17825792 bytes. Beyond: protocol_violation, and the connection is closed. */
  readonly frameBytes: Limit;
  /** Silence on a connection of frames: 60000 ms. Beyond: a ping is sent; without an answer within frame_stall_ms the connection is closed. */
  readonly frameIdleMs: Limit;
  /** Silence within a frame that has begun, or until a ping is answered: 10000 ms. Beyond: the connection is closed: half a frame and then silence. */
  readonly frameStallMs: Limit;
  /** Time until a frame that has begun is complete, however steadily its bytes come: 60000 ms. Beyond: the connection is closed. */
  readonly frameReceiveMs: Limit;
  /** Frames of which only a part has come, on all connections together: 268435456 bytes. Beyond: overloaded, and the connection is closed whose frame has more than 65536 bytes. */
  readonly halfFrameBytes: Limit;
  /** Calls and subscriptions under way at one time, of all connections together; fewer where the process's heap is small: one for each 24 KiB of it: 65536 calls. Beyond: overloaded. */
  readonly calls: Limit;
  /** Calls under way on one connection: 4096 calls. Beyond: overloaded. */
  readonly connectionCalls: Limit;
  /** Subscriptions open on one connection, such as one for each partition that a consumer holds: 1536 subscriptions. Beyond: overloaded. */
  readonly connectionSubscriptions: Limit;
  /** Answers that wait to be sent on one connection: 8388608 bytes. Beyond: no more calls are read from the connection until it reads its answers; closed after write_stall_ms. */
  readonly connectionUnsentBytes: Limit;
  /** What the reads on one connection that are being answered may return together, by their max_bytes: 67108864 bytes. Beyond: further reads wait for those before them. */
  readonly connectionResponseBytes: Limit;
  /** What reads on all connections that are being answered may return, and answers that wait to be sent, together: 536870912 bytes. Beyond: further reads wait: those of connections that have more than 65536 bytes unsent, or another read under way, already beyond unsent_bytes; those of connections that have not yet asked again behind an answer, beyond the middle between unsent_bytes and this. After crowded_stall_ms, connections that do not read make room. */
  readonly responseBytes: Limit;
  /** Answers that wait to be sent on all connections together: 268435456 bytes. Beyond: connections that have more than 65536 bytes unsent are treated as if they had reached connection_unsent_bytes. */
  readonly unsentBytes: Limit;
  /** Time in which a connection with unsent answers takes none of them: 30000 ms. Beyond: the connection is closed: a client that never reads. */
  readonly writeStallMs: Limit;
  /** Time in which a connection with more than 65536 unsent bytes takes no more than that, while reads of clients that take theirs wait for room in response_bytes: 2000 ms. Beyond: the connection is closed, the one that stands still longest first, until there is room; of gRPC, where only subscriptions stand still, those are ended. */
  readonly crowdedStallMs: Limit;
  /** Bytes that a subscription may send before the client grants more: 4194304 bytes. Beyond: the server sends no more until the client grants credit. */
  readonly subscriptionCreditBytes: Limit;
  /** Size of the head of an HTTP request: 16384 bytes. Beyond: HTTP 431. */
  readonly httpHeaderBytes: Limit;
  /** Header lines of an HTTP request: 100 headers. Beyond: HTTP 431. */
  readonly httpHeaders: Limit;
  /** Time until the head of an HTTP request is complete: 10000 ms. Beyond: HTTP 408. */
  readonly httpHeadersMs: Limit;
  /** Time until an HTTP request is complete: 30000 ms. Beyond: HTTP 408. */
  readonly httpRequestMs: Limit;
  /** Silence on an HTTP connection between two requests: 30000 ms. Beyond: the connection is closed. */
  readonly httpIdleMs: Limit;
  /** Silence in an answer that is lines of JSON: 15000 ms. Beyond: an empty line is sent; a client that got none for three times as long asks again. */
  readonly httpLineSilenceMs: Limit;
  /** Size of the body of an HTTP request: 17825792 bytes. Beyond: message_too_large. */
  readonly httpBodyBytes: Limit;
  /** Size of a JSON body, which is parsed in one go; also of a record's value that stands as JSON in an answer, a larger one stands as base64: 2097152 bytes. Beyond: message_too_large. */
  readonly httpJsonBytes: Limit;
  /** Bodies of all HTTP requests under way, together: 134217728 bytes. Beyond: overloaded. */
  readonly httpBodiesBytes: Limit;
  /** Calls and subscriptions open on one gRPC connection, which the client is told and keeps to: 2500 calls. Beyond: the client waits; a call that comes nevertheless is refused by HTTP/2. */
  readonly grpcStreams: Limit;
  /** Size of the metadata of a gRPC call: 16384 bytes. Beyond: the call is refused by HTTP/2. */
  readonly grpcHeaderBytes: Limit;
  /** Bytes that a client may send on one gRPC connection before the server has taken them: 8388608 bytes. Beyond: the client waits. */
  readonly grpcConnectionWindowBytes: Limit;
  /** The same of one call: 1048576 bytes. Beyond: the client waits. */
  readonly grpcStreamWindowBytes: Limit;
  /** The same of all calls of all gRPC connections together: 134217728 bytes. Beyond: calls may send less ahead, 65535 bytes each at least: those of connections that are opened then, and those of a connection that has more than eight. */
  readonly grpcWindowsBytes: Limit;
  /** Requests of one stream of calls, as AppendStream, that are begun and not yet answered: 128 calls. Beyond: the stream is not read from until one is answered. */
  readonly grpcStreamCalls: Limit;
  /** Bytes of such requests; one that is larger is taken alone: 8388608 bytes. Beyond: the stream is not read from until one is answered. */
  readonly grpcStreamCallBytes: Limit;
  /** Arrays and objects inside one another in JSON: 64 levels. Beyond: message_malformed. */
  readonly jsonDepth: Limit;
  /** Messages inside one another in protobuf: 32 levels. Beyond: message_malformed. */
  readonly messageDepth: Limit;
  /** Messages and elements of lists in one request, together; of lists of numbers each 16 bytes, in JSON each 16 numbers, count as one: 20000 items. Beyond: message_malformed; field_invalid in JSON. */
  readonly messageItems: Limit;
  /** Streams, and groups, of which /metrics shows each by itself, in the order of their names: 500 streams. Beyond: the others are not shown, and flowmesh_metrics_left_out is 1. */
  readonly metricsResources: Limit;
  /** Time from which on a call is logged as slow, unless it waits for something to happen: 1000 ms. Beyond: one line in the log, at most ten a second. */
  readonly slowCallMs: Limit;
  /** Spans of calls that wait to be sent: 4096 spans. Beyond: spans are dropped and counted; calls do not wait. */
  readonly spans: Limit;
  /** Time that calls under way are given when FlowMesh stops: 10000 ms. Beyond: calls that are still open are ended with stopping. */
  readonly drainMs: Limit;
  /** Bytes that wait to be sent in the SDK: 67108864 bytes. Beyond: publishing waits for room. */
  readonly clientBufferBytes: Limit;
}

/** Every limit of FlowMesh. */
export const limits: Limits = {
  nameBytes: { value: 249, unit: "bytes", beyond: "name_invalid" },
  recordValueBytes: { value: 1048576, max: 8388608, unit: "bytes", beyond: "record_too_large" },
  recordKeyBytes: { value: 4096, unit: "bytes", beyond: "record_too_large" },
  recordHeaders: { value: 64, unit: "headers", beyond: "record_too_large" },
  recordHeaderBytes: { value: 4096, unit: "bytes", beyond: "record_too_large" },
  batchUncompressedBytes: { value: 16777216, unit: "bytes", beyond: "records_malformed" },
  batchRecords: { value: 2396745, unit: "records", beyond: "batch_malformed" },
  commitOperations: { value: 1000, unit: "operations", beyond: "commit_too_large" },
  commitBytes: { value: 16777216, unit: "bytes", beyond: "commit_too_large" },
  streamPartitions: { value: 1024, unit: "partitions", beyond: "settings_invalid" },
  partitionOffsets: { value: 9000000000000000, unit: "records", beyond: "limit_exceeded" },
  partitions: { value: 200000, unit: "partitions", beyond: "limit_exceeded" },
  streams: { value: 100000, unit: "streams", beyond: "limit_exceeded" },
  dedupeIdBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  dedupeWindowMs: { value: 120000, max: 86400000, unit: "ms", beyond: "settings_invalid" },
  dedupeIds: { value: 1000000, unit: "ids", beyond: "overloaded until older ones leave the window" },
  idempotencyKeyBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  answeredKeys: { value: 1000, unit: "keys", beyond: "field_invalid" },
  answeredKeyWindowMs: { value: 300000, unit: "ms", beyond: "the key stays, for others may rely on it" },
  idempotencyKeys: { value: 1000000, unit: "keys", beyond: "idempotency_full" },
  idempotencyWindowMs: { value: 86400000, unit: "ms", beyond: "a repeated commit is taken as a new one" },
  correlationBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  lineageCauses: { value: 1000, unit: "causes", beyond: "field_invalid" },
  lineageIdBytes: { value: 4096, unit: "bytes", beyond: "lineage_id_invalid" },
  lineageDepth: { value: 16, max: 64, unit: "generations", beyond: "field_invalid" },
  lineageNodes: { value: 10000, unit: "nodes", beyond: "the answer says that it is cut short" },
  producerBatches: { value: 256, unit: "batches", beyond: "a batch sent again that is older is refused as sequence_out_of_order" },
  producersPerPartition: { value: 10000, unit: "producers", beyond: "the one that was silent longest is forgotten" },
  groups: { value: 10000, unit: "groups", beyond: "limit_exceeded" },
  groupMembers: { value: 1000, unit: "members", beyond: "limit_exceeded" },
  memberStreams: { value: 100, unit: "streams", beyond: "field_invalid" },
  memberIdBytes: { value: 64, unit: "bytes", beyond: "field_invalid" },
  memberLabelBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  sessionTimeoutMs: { value: 45000, max: 1800000, unit: "ms", beyond: "field_invalid" },
  rebalanceTimeoutMs: { value: 300000, max: 3600000, unit: "ms", beyond: "field_invalid" },
  heartbeatIntervalMs: { value: 5000, unit: "ms", beyond: "the member is taken for dead once its session time-out has passed" },
  finishedRanges: { value: 1000, unit: "ranges", beyond: "field_invalid" },
  cursorsPerCommit: { value: 1000, unit: "cursors", beyond: "field_invalid" },
  buckets: { value: 10000, unit: "buckets", beyond: "limit_exceeded" },
  kvKeyBytes: { value: 1024, unit: "bytes", beyond: "key_invalid" },
  kvValueBytes: { value: 1048576, max: 8388608, unit: "bytes", beyond: "value_too_large" },
  kvHistory: { value: 1, max: 64, unit: "revisions", beyond: "settings_invalid" },
  kvTtlMs: { value: 3155760000000, unit: "ms", beyond: "field_invalid, in a bucket's settings settings_invalid" },
  kvRevisions: { value: 9000000000000000, unit: "revisions", beyond: "limit_exceeded" },
  kvDeletesMs: { value: 3600000, unit: "ms", beyond: "they are forgotten with the next collection, and a watch that goes on behind an older revision is refused with revision_out_of_range" },
  kvWatchChanges: { value: 1000, unit: "changes", beyond: "the others follow with the next response" },
  kvWatchProgressMs: { value: 10000, unit: "ms", beyond: "a response without changes" },
  kvGetKeys: { value: 1000, unit: "keys", beyond: "field_invalid" },
  kvGetBytes: { value: 8388608, unit: "bytes", beyond: "answer_too_large" },
  expressionBytes: { value: 1024, unit: "bytes", beyond: "field_invalid" },
  expressionNodes: { value: 200, unit: "parts", beyond: "expression_invalid" },
  expressionDepth: { value: 32, unit: "parts", beyond: "expression_invalid" },
  expressionSteps: { value: 100000, unit: "steps", beyond: "expression_invalid" },
  expressionValueBytes: { value: 1048576, unit: "bytes", beyond: "the expression sees no value" },
  clockAdvanceMs: { value: 315360000000, unit: "ms", beyond: "field_invalid" },
  queues: { value: 10000, unit: "queues", beyond: "limit_exceeded" },
  queueJobs: { value: 1000, unit: "jobs", beyond: "field_invalid" },
  limitKeyRates: { value: 100000, unit: "keys", beyond: "those whose rate is unused again first are forgotten" },
  orderingKeyBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  workerIdBytes: { value: 64, unit: "bytes", beyond: "field_invalid" },
  workerLabelBytes: { value: 255, unit: "bytes", beyond: "field_invalid" },
  leaseMs: { value: 30000, max: 43200000, unit: "ms", beyond: "settings_invalid, in a call field_invalid" },
  jobAttempts: { value: 5, max: 1000, unit: "attempts", beyond: "settings_invalid, in a call field_invalid" },
  backoffInitialMs: { value: 1000, max: 86400000, unit: "ms", beyond: "settings_invalid" },
  backoffMaxMs: { value: 300000, max: 86400000, unit: "ms", beyond: "settings_invalid" },
  schedules: { value: 1000000, unit: "schedules", beyond: "limit_exceeded" },
  scheduleBytes: { value: 262144, unit: "bytes", beyond: "commit_too_large" },
  cronBytes: { value: 256, unit: "bytes", beyond: "settings_invalid" },
  scheduleEveryMs: { value: 3155760000000, unit: "ms", beyond: "settings_invalid" },
  scheduleJitterMs: { value: 86400000, unit: "ms", beyond: "settings_invalid" },
  scheduleWindowMs: { value: 3155760000000, unit: "ms", beyond: "settings_invalid" },
  keepFinishedMs: { value: 86400000, max: 315576000000, unit: "ms", beyond: "it is removed" },
  scheduleFirings: { value: 1000000, unit: "firings", beyond: "the oldest of each are forgotten, but for the last" },
  scheduleMissed: { value: 1000, unit: "times", beyond: "the others are skipped" },
  scheduleLateFirings: { value: 1000, unit: "firings", beyond: "they wait" },
  jobDelayMs: { value: 3155760000000, unit: "ms", beyond: "field_invalid" },
  queueConcurrency: { value: 1000000, unit: "jobs", beyond: "settings_invalid" },
  keepDoneJobs: { value: 1000, unit: "jobs", beyond: "the oldest are removed" },
  keepDoneMs: { value: 86400000, max: 315576000000, unit: "ms", beyond: "they are removed" },
  keepDeadMs: { value: 2592000000, max: 315576000000, unit: "ms", beyond: "they are removed" },
  jobErrorBytes: { value: 4096, unit: "bytes", beyond: "the rest is left out" },
  jobStackBytes: { value: 16384, unit: "bytes", beyond: "the rest is left out" },
  jobLogLines: { value: 100, unit: "lines", beyond: "the oldest are left out" },
  jobLogLineBytes: { value: 1024, unit: "bytes", beyond: "the rest is left out" },
  queueLogBytes: { value: 8388608, unit: "bytes", beyond: "the oldest of the attempt that has told more are left out" },
  jobLogsBytes: { value: 67108864, unit: "bytes", beyond: "the oldest of the attempt that has told more are left out" },
  jobAttemptsKept: { value: 100, unit: "attempts", beyond: "the oldest are left out" },
  waitingReserves: { value: 10000, unit: "calls", beyond: "overloaded" },
  operationsRunning: { value: 100, unit: "operations", beyond: "limit_exceeded" },
  operationsKept: { value: 1000, unit: "operations", beyond: "the oldest are forgotten" },
  operationEditBytes: { value: 65536, unit: "bytes", beyond: "field_invalid" },
  pageSize: { value: 100, max: 1000, unit: "items", beyond: "field_invalid" },
  readBytes: { value: 1048576, max: 8388608, unit: "bytes", beyond: "field_invalid" },
  waitMs: { value: 30000, unit: "ms", beyond: "field_invalid" },
  deadlineMs: { value: 30000, max: 300000, unit: "ms", beyond: "deadline_exceeded" },
  groupBytes: { value: 4194304, unit: "bytes", beyond: "the rest waits for the next group commit" },
  unsyncedBytes: { value: 16777216, unit: "bytes", beyond: "connections are not read from until a sync frees room" },
  waitingCommits: { value: 65536, unit: "commits", beyond: "overloaded" },
  connections: { value: 10000, unit: "connections", beyond: "overloaded, and the new connection is closed; also when a quarter of the file descriptors that the process may have (ulimit -n), or 256 of them, are all that is left" },
  firstByteMs: { value: 5000, unit: "ms", beyond: "the connection is closed" },
  tlsHandshakeMs: { value: 10000, unit: "ms", beyond: "the connection is closed" },
  tlsHandshakes: { value: 512, unit: "handshakes", beyond: "the oldest is closed that has not said hello within a tenth of a second, or lasts longer than a second; if there is none, the new one" },
  reloadCheckMs: { value: 1000, unit: "ms", beyond: "a change counts after at most two looks" },
  tokenBytes: { value: 4096, unit: "bytes", beyond: "token_invalid" },
  helloBytes: { value: 16384, unit: "bytes", beyond: "protocol_violation, and the connection is closed" },
  frameBytes: { value: 17825792, unit: "bytes", beyond: "protocol_violation, and the connection is closed" },
  frameIdleMs: { value: 60000, unit: "ms", beyond: "a ping is sent; without an answer within frame_stall_ms the connection is closed" },
  frameStallMs: { value: 10000, unit: "ms", beyond: "the connection is closed: half a frame and then silence" },
  frameReceiveMs: { value: 60000, unit: "ms", beyond: "the connection is closed" },
  halfFrameBytes: { value: 268435456, unit: "bytes", beyond: "overloaded, and the connection is closed whose frame has more than 65536 bytes" },
  calls: { value: 65536, unit: "calls", beyond: "overloaded" },
  connectionCalls: { value: 4096, unit: "calls", beyond: "overloaded" },
  connectionSubscriptions: { value: 1536, unit: "subscriptions", beyond: "overloaded" },
  connectionUnsentBytes: { value: 8388608, unit: "bytes", beyond: "no more calls are read from the connection until it reads its answers; closed after write_stall_ms" },
  connectionResponseBytes: { value: 67108864, unit: "bytes", beyond: "further reads wait for those before them" },
  responseBytes: { value: 536870912, unit: "bytes", beyond: "further reads wait: those of connections that have more than 65536 bytes unsent, or another read under way, already beyond unsent_bytes; those of connections that have not yet asked again behind an answer, beyond the middle between unsent_bytes and this. After crowded_stall_ms, connections that do not read make room" },
  unsentBytes: { value: 268435456, unit: "bytes", beyond: "connections that have more than 65536 bytes unsent are treated as if they had reached connection_unsent_bytes" },
  writeStallMs: { value: 30000, unit: "ms", beyond: "the connection is closed: a client that never reads" },
  crowdedStallMs: { value: 2000, unit: "ms", beyond: "the connection is closed, the one that stands still longest first, until there is room; of gRPC, where only subscriptions stand still, those are ended" },
  subscriptionCreditBytes: { value: 4194304, unit: "bytes", beyond: "the server sends no more until the client grants credit" },
  httpHeaderBytes: { value: 16384, unit: "bytes", beyond: "HTTP 431" },
  httpHeaders: { value: 100, unit: "headers", beyond: "HTTP 431" },
  httpHeadersMs: { value: 10000, unit: "ms", beyond: "HTTP 408" },
  httpRequestMs: { value: 30000, unit: "ms", beyond: "HTTP 408" },
  httpIdleMs: { value: 30000, unit: "ms", beyond: "the connection is closed" },
  httpLineSilenceMs: { value: 15000, unit: "ms", beyond: "an empty line is sent; a client that got none for three times as long asks again" },
  httpBodyBytes: { value: 17825792, unit: "bytes", beyond: "message_too_large" },
  httpJsonBytes: { value: 2097152, unit: "bytes", beyond: "message_too_large" },
  httpBodiesBytes: { value: 134217728, unit: "bytes", beyond: "overloaded" },
  grpcStreams: { value: 2500, unit: "calls", beyond: "the client waits; a call that comes nevertheless is refused by HTTP/2" },
  grpcHeaderBytes: { value: 16384, unit: "bytes", beyond: "the call is refused by HTTP/2" },
  grpcConnectionWindowBytes: { value: 8388608, unit: "bytes", beyond: "the client waits" },
  grpcStreamWindowBytes: { value: 1048576, unit: "bytes", beyond: "the client waits" },
  grpcWindowsBytes: { value: 134217728, unit: "bytes", beyond: "calls may send less ahead, 65535 bytes each at least: those of connections that are opened then, and those of a connection that has more than eight" },
  grpcStreamCalls: { value: 128, unit: "calls", beyond: "the stream is not read from until one is answered" },
  grpcStreamCallBytes: { value: 8388608, unit: "bytes", beyond: "the stream is not read from until one is answered" },
  jsonDepth: { value: 64, unit: "levels", beyond: "message_malformed" },
  messageDepth: { value: 32, unit: "levels", beyond: "message_malformed" },
  messageItems: { value: 20000, unit: "items", beyond: "message_malformed; field_invalid in JSON" },
  metricsResources: { value: 500, unit: "streams", beyond: "the others are not shown, and flowmesh_metrics_left_out is 1" },
  slowCallMs: { value: 1000, unit: "ms", beyond: "one line in the log, at most ten a second" },
  spans: { value: 4096, unit: "spans", beyond: "spans are dropped and counted; calls do not wait" },
  drainMs: { value: 10000, unit: "ms", beyond: "calls that are still open are ended with stopping" },
  clientBufferBytes: { value: 67108864, unit: "bytes", beyond: "publishing waits for room" },
};
