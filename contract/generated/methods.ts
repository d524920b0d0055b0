// Generated from contract/ by `make generate`. Do not edit.

import type { CallOptions } from "../call-options.ts";
import type { AnyMethod, CallStream, Method } from "../method.ts";
import {
  AdvanceClockRequest,
  type AdvanceClockRequestInit,
  AdvanceClockResponse,
  type AdvanceClockResponseInit,
  AppendRequest,
  type AppendRequestInit,
  AppendResponse,
  type AppendResponseInit,
  AppendStreamRequest,
  type AppendStreamRequestInit,
  AppendStreamResponse,
  type AppendStreamResponseInit,
  CancelJobRequest,
  type CancelJobRequestInit,
  CancelJobResponse,
  type CancelJobResponseInit,
  CommitCursorsRequest,
  type CommitCursorsRequestInit,
  CommitCursorsResponse,
  type CommitCursorsResponseInit,
  CommitRequest,
  type CommitRequestInit,
  CommitResponse,
  type CommitResponseInit,
  CreateBucketRequest,
  type CreateBucketRequestInit,
  CreateBucketResponse,
  type CreateBucketResponseInit,
  CreateQueueRequest,
  type CreateQueueRequestInit,
  CreateQueueResponse,
  type CreateQueueResponseInit,
  CreateStreamRequest,
  type CreateStreamRequestInit,
  CreateStreamResponse,
  type CreateStreamResponseInit,
  DeleteBucketRequest,
  type DeleteBucketRequestInit,
  DeleteBucketResponse,
  type DeleteBucketResponseInit,
  DeleteGroupRequest,
  type DeleteGroupRequestInit,
  DeleteGroupResponse,
  type DeleteGroupResponseInit,
  DeleteQueueRequest,
  type DeleteQueueRequestInit,
  DeleteQueueResponse,
  type DeleteQueueResponseInit,
  DeleteRequest,
  type DeleteRequestInit,
  DeleteResponse,
  type DeleteResponseInit,
  DeleteScheduleRequest,
  type DeleteScheduleRequestInit,
  DeleteScheduleResponse,
  type DeleteScheduleResponseInit,
  DeleteStreamRequest,
  type DeleteStreamRequestInit,
  DeleteStreamResponse,
  type DeleteStreamResponseInit,
  EnqueueRequest,
  type EnqueueRequestInit,
  EnqueueResponse,
  type EnqueueResponseInit,
  ExplainJobRequest,
  type ExplainJobRequestInit,
  ExplainJobResponse,
  type ExplainJobResponseInit,
  ExtendRequest,
  type ExtendRequestInit,
  ExtendResponse,
  type ExtendResponseInit,
  FetchRequest,
  type FetchRequestInit,
  FetchResponse,
  type FetchResponseInit,
  FindOffsetsRequest,
  type FindOffsetsRequestInit,
  FindOffsetsResponse,
  type FindOffsetsResponseInit,
  GetBucketRequest,
  type GetBucketRequestInit,
  GetBucketResponse,
  type GetBucketResponseInit,
  GetClockRequest,
  type GetClockRequestInit,
  GetClockResponse,
  type GetClockResponseInit,
  GetGroupRequest,
  type GetGroupRequestInit,
  GetGroupResponse,
  type GetGroupResponseInit,
  GetHistoryRequest,
  type GetHistoryRequestInit,
  GetHistoryResponse,
  type GetHistoryResponseInit,
  GetJobRequest,
  type GetJobRequestInit,
  GetJobResponse,
  type GetJobResponseInit,
  GetManyRequest,
  type GetManyRequestInit,
  GetManyResponse,
  type GetManyResponseInit,
  GetOperationRequest,
  type GetOperationRequestInit,
  GetOperationResponse,
  type GetOperationResponseInit,
  GetQueueRequest,
  type GetQueueRequestInit,
  GetQueueResponse,
  type GetQueueResponseInit,
  GetRequest,
  type GetRequestInit,
  GetResponse,
  type GetResponseInit,
  GetScheduleRequest,
  type GetScheduleRequestInit,
  GetScheduleResponse,
  type GetScheduleResponseInit,
  GetStatusRequest,
  type GetStatusRequestInit,
  GetStatusResponse,
  type GetStatusResponseInit,
  GetStreamRequest,
  type GetStreamRequestInit,
  GetStreamResponse,
  type GetStreamResponseInit,
  GroupErrorsRequest,
  type GroupErrorsRequestInit,
  GroupErrorsResponse,
  type GroupErrorsResponseInit,
  HeartbeatRequest,
  type HeartbeatRequestInit,
  HeartbeatResponse,
  type HeartbeatResponseInit,
  IncrementRequest,
  type IncrementRequestInit,
  IncrementResponse,
  type IncrementResponseInit,
  JoinGroupRequest,
  type JoinGroupRequestInit,
  JoinGroupResponse,
  type JoinGroupResponseInit,
  LeaveGroupRequest,
  type LeaveGroupRequestInit,
  LeaveGroupResponse,
  type LeaveGroupResponseInit,
  ListBucketsRequest,
  type ListBucketsRequestInit,
  ListBucketsResponse,
  type ListBucketsResponseInit,
  ListDamageRequest,
  type ListDamageRequestInit,
  ListDamageResponse,
  type ListDamageResponseInit,
  ListDeadLettersRequest,
  type ListDeadLettersRequestInit,
  ListDeadLettersResponse,
  type ListDeadLettersResponseInit,
  ListEntriesRequest,
  type ListEntriesRequestInit,
  ListEntriesResponse,
  type ListEntriesResponseInit,
  ListGroupsRequest,
  type ListGroupsRequestInit,
  ListGroupsResponse,
  type ListGroupsResponseInit,
  ListJobsRequest,
  type ListJobsRequestInit,
  ListJobsResponse,
  type ListJobsResponseInit,
  ListOperationsRequest,
  type ListOperationsRequestInit,
  ListOperationsResponse,
  type ListOperationsResponseInit,
  ListQueuesRequest,
  type ListQueuesRequestInit,
  ListQueuesResponse,
  type ListQueuesResponseInit,
  ListSchedulesRequest,
  type ListSchedulesRequestInit,
  ListSchedulesResponse,
  type ListSchedulesResponseInit,
  ListStreamsRequest,
  type ListStreamsRequestInit,
  ListStreamsResponse,
  type ListStreamsResponseInit,
  ListWorkersRequest,
  type ListWorkersRequestInit,
  ListWorkersResponse,
  type ListWorkersResponseInit,
  OpenProducerRequest,
  type OpenProducerRequestInit,
  OpenProducerResponse,
  type OpenProducerResponseInit,
  PauseGroupRequest,
  type PauseGroupRequestInit,
  PauseGroupResponse,
  type PauseGroupResponseInit,
  PauseOperationRequest,
  type PauseOperationRequestInit,
  PauseOperationResponse,
  type PauseOperationResponseInit,
  PauseQueueRequest,
  type PauseQueueRequestInit,
  PauseQueueResponse,
  type PauseQueueResponseInit,
  PauseScheduleRequest,
  type PauseScheduleRequestInit,
  PauseScheduleResponse,
  type PauseScheduleResponseInit,
  PreviewScheduleRequest,
  type PreviewScheduleRequestInit,
  PreviewScheduleResponse,
  type PreviewScheduleResponseInit,
  PublishRequest,
  type PublishRequestInit,
  PublishResponse,
  type PublishResponseInit,
  PurgeQueueRequest,
  type PurgeQueueRequestInit,
  PurgeQueueResponse,
  type PurgeQueueResponseInit,
  PutRequest,
  type PutRequestInit,
  PutResponse,
  type PutResponseInit,
  PutScheduleRequest,
  type PutScheduleRequestInit,
  PutScheduleResponse,
  type PutScheduleResponseInit,
  ReadRequest,
  type ReadRequestInit,
  ReadResponse,
  type ReadResponseInit,
  RemoveJobRequest,
  type RemoveJobRequestInit,
  RemoveJobResponse,
  type RemoveJobResponseInit,
  ReserveRequest,
  type ReserveRequestInit,
  ReserveResponse,
  type ReserveResponseInit,
  ResetGroupRequest,
  type ResetGroupRequestInit,
  ResetGroupResponse,
  type ResetGroupResponseInit,
  ResumeGroupRequest,
  type ResumeGroupRequestInit,
  ResumeGroupResponse,
  type ResumeGroupResponseInit,
  ResumeOperationRequest,
  type ResumeOperationRequestInit,
  ResumeOperationResponse,
  type ResumeOperationResponseInit,
  ResumeQueueRequest,
  type ResumeQueueRequestInit,
  ResumeQueueResponse,
  type ResumeQueueResponseInit,
  ResumeScheduleRequest,
  type ResumeScheduleRequestInit,
  ResumeScheduleResponse,
  type ResumeScheduleResponseInit,
  RetryJobRequest,
  type RetryJobRequestInit,
  RetryJobResponse,
  type RetryJobResponseInit,
  RunJobRequest,
  type RunJobRequestInit,
  RunJobResponse,
  type RunJobResponseInit,
  SettleRequest,
  type SettleRequestInit,
  SettleResponse,
  type SettleResponseInit,
  StartOperationRequest,
  type StartOperationRequestInit,
  StartOperationResponse,
  type StartOperationResponseInit,
  StopOperationRequest,
  type StopOperationRequestInit,
  StopOperationResponse,
  type StopOperationResponseInit,
  SubscribeRequest,
  type SubscribeRequestInit,
  SubscribeResponse,
  type SubscribeResponseInit,
  TriggerScheduleRequest,
  type TriggerScheduleRequestInit,
  TriggerScheduleResponse,
  type TriggerScheduleResponseInit,
  UndoResetRequest,
  type UndoResetRequestInit,
  UndoResetResponse,
  type UndoResetResponseInit,
  UpdateBucketRequest,
  type UpdateBucketRequestInit,
  UpdateBucketResponse,
  type UpdateBucketResponseInit,
  UpdateQueueRequest,
  type UpdateQueueRequestInit,
  UpdateQueueResponse,
  type UpdateQueueResponseInit,
  UpdateStreamRequest,
  type UpdateStreamRequestInit,
  UpdateStreamResponse,
  type UpdateStreamResponseInit,
  WatchRequest,
  type WatchRequestInit,
  WatchResponse,
  type WatchResponseInit,
  WhereRequest,
  type WhereRequestInit,
  WhereResponse,
  type WhereResponseInit,
} from "./messages.ts";

/**
 * Streams: partitioned logs of records.
 *
 * Batches are Kafka RecordBatch v2, encoded once by the client and never decoded on the way. `Publish` and `Read` carry single records for callers
 * that do not encode batches; `Append`, `Fetch` and `Subscribe` carry batches as opaque bytes.
 */
export interface StreamsService {
  /** Creates a stream. Visible to every later call. Errors: name_invalid, settings_invalid, stream_exists, limit_exceeded. */
  createStream(request: CreateStreamRequestInit, options?: CallOptions): Promise<CreateStreamResponse>;
  /** One stream with its settings and the offsets of its partitions. Errors: stream_not_found. */
  getStream(request: GetStreamRequestInit, options?: CallOptions): Promise<GetStreamResponse>;
  /** Streams ordered by name, in pages. Errors: page_token_invalid. */
  listStreams(request: ListStreamsRequestInit, options?: CallOptions): Promise<ListStreamsResponse>;
  /**
   * Changes settings, or adds partitions; what is absent stays. Errors: stream_not_found, settings_invalid, partitions_shrink, limit_exceeded,
   * revision_mismatch.
   */
  updateStream(request: UpdateStreamRequestInit, options?: CallOptions): Promise<UpdateStreamResponse>;
  /** Deletes a stream and its records. Its name is free at once; its id is never used again. Errors: stream_not_found, revision_mismatch. */
  deleteStream(request: DeleteStreamRequestInit, options?: CallOptions): Promise<DeleteStreamResponse>;
  /**
   * Publishes records as one commit: all or none. The server encodes them. A record without a partition goes where the key's murmur2 hash says,
   * one without a key too to the next partition in turn. Errors: stream_not_found, partition_not_found, commit_empty, record_too_large, commit_too_large,
   * expected_offset_mismatch, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.
   */
  publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse>;
  /**
   * Appends one encoded batch to one partition as one commit. Errors: stream_not_found, partition_not_found, record_too_large,
   * commit_too_large, expected_offset_mismatch, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full, batch_malformed (one without records
   * too), batch_crc_mismatch, batch_codec_unknown, producer_unknown (an id that OpenProducer did not hand out), producer_fenced, sequence_out_of_order,
   * partitions_changed.
   */
  append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse>;
  /**
   * Reads single records of one partition or of all, a page at a time. A page ends before records that cannot be read; the next call names them, and
   * with the detail `next` the offset where reading can go on. Errors: stream_not_found, partition_not_found, offset_out_of_range,
   * page_token_invalid, records_damaged, records_malformed (its publisher encoded a batch that nobody can read), group_not_found.
   */
  read(request: ReadRequestInit, options?: CallOptions): Promise<ReadResponse>;
  /**
   * Reads whole batches of one partition, from the batch that holds `offset` on. The first batch is returned even if it is larger than `max_bytes`.
   * Errors: stream_not_found, partition_not_found, offset_out_of_range, records_damaged, group_not_found.
   */
  fetch(request: FetchRequestInit, options?: CallOptions): Promise<FetchResponse>;
  /**
   * Pushes batches of several partitions, in order within each, as they become visible. Ends by itself only when `live` is false and every cursor
   * has reached the end it saw at the start. Errors: as Fetch (at any time), stream_not_found when the stream is deleted meanwhile.
   */
  subscribe(request: SubscribeRequestInit, options?: CallOptions): AsyncIterable<SubscribeResponse>;
  /**
   * For each partition the offset of the first record whose timestamp is at or after a time, or the first or the next offset.
   * Errors: stream_not_found, partition_not_found.
   */
  findOffsets(request: FindOffsetsRequestInit, options?: CallOptions): Promise<FindOffsetsResponse>;
  /**
   * Hands out a producer id that was never used before. Batches that carry it and count their sequences may be sent again without doubles.
   * Only ids that were handed out are taken; it is not a secret, and whoever may publish can use it.
   * Errors: disk_full.
   */
  openProducer(request: OpenProducerRequestInit, options?: CallOptions): Promise<OpenProducerResponse>;
}

/**
 * Groups: consumers that share the partitions of streams, and remember how far they have come.
 *
 * The server assigns partitions. A member joins, sends heartbeats, and learns from their answers which partitions are its own; the others never stop when one
 * comes or goes. A partition that is to move is first taken from its member, which acknowledges with its next heartbeat that it has let go, and only then given
 * to the other, or once the member's rebalance time-out has passed. Each assignment carries an epoch, and a cursor is taken only from the member that holds the
 * partition.
 */
export interface GroupsService {
  /**
   * Joins a group as a member, or joins again after having been away; the group is created when it is not there. Errors: name_invalid, field_invalid,
   * stream_not_found, limit_exceeded, disk_full.
   */
  joinGroup(request: JoinGroupRequestInit, options?: CallOptions): Promise<JoinGroupResponse>;
  /** Says that a member is alive and which partitions it holds; returns those it may hold. Errors: group_not_found, member_unknown, member_fenced. */
  heartbeat(request: HeartbeatRequestInit, options?: CallOptions): Promise<HeartbeatResponse>;
  /** Leaves at once; the member's partitions go to others. Leaving twice is no error. Errors: group_not_found. */
  leaveGroup(request: LeaveGroupRequestInit, options?: CallOptions): Promise<LeaveGroupResponse>;
  /**
   * Says what is finished, all or none of it. It is added to what the cursors say already, so that one that comes late takes nothing back; only a reset goes
   * back. A member may do so for the partitions that it holds; without a member the group must have none that is alive. Errors: group_not_found,
   * stream_not_found, partition_not_found, offset_out_of_range, member_unknown, member_fenced, group_not_empty, limit_exceeded, disk_full.
   */
  commitCursors(request: CommitCursorsRequestInit, options?: CallOptions): Promise<CommitCursorsResponse>;
  /** One group with its members, its cursors and their lag. Errors: group_not_found. */
  getGroup(request: GetGroupRequestInit, options?: CallOptions): Promise<GetGroupResponse>;
  /** Groups ordered by name, in pages. Errors: page_token_invalid. */
  listGroups(request: ListGroupsRequestInit, options?: CallOptions): Promise<ListGroupsResponse>;
  /**
   * Moves cursors, also while members are at work: what they still commit of before is refused, and they go on from the new cursors. Errors: group_not_found,
   * stream_not_found, partition_not_found, offset_out_of_range, disk_full.
   */
  resetGroup(request: ResetGroupRequestInit, options?: CallOptions): Promise<ResetGroupResponse>;
  /** Takes the last reset back: the cursors that it moved are set to where they were before it. Errors: group_not_found, nothing_to_undo, disk_full. */
  undoReset(request: UndoResetRequestInit, options?: CallOptions): Promise<UndoResetResponse>;
  /** Members finish what they have begun and take nothing more. Pausing twice is no error. Errors: group_not_found. */
  pauseGroup(request: PauseGroupRequestInit, options?: CallOptions): Promise<PauseGroupResponse>;
  /** Members go on. Errors: group_not_found. */
  resumeGroup(request: ResumeGroupRequestInit, options?: CallOptions): Promise<ResumeGroupResponse>;
  /** Deletes a group without members, and its cursors. Errors: group_not_found, group_not_empty. */
  deleteGroup(request: DeleteGroupRequestInit, options?: CallOptions): Promise<DeleteGroupResponse>;
}

/**
 * Queues: jobs that are handed to workers, each to one at a time.
 *
 * A worker reserves jobs and gets a lease on each. While it works it extends its leases, and at the end it settles each job: done, failed, dead or released. What it
 * does not settle before the lease ends is handed out again, so a job is handed out at least once. A failed job is tried again after a time that grows from attempt to
 * attempt, until its attempts are used up; then it is dead, and stays listed with every attempt that was made. Jobs of a higher priority go first; within a priority the
 * one that was enqueued first does, also after a retry.
 *
 * A job's id is text, which the server chooses; within a queue ids are never used again.
 */
export interface QueuesService {
  /**
   * Creates a queue. Visible to every later call. Errors: name_invalid, settings_invalid, expression_invalid, queue_exists, limit_exceeded,
   * disk_full.
   */
  createQueue(request: CreateQueueRequestInit, options?: CallOptions): Promise<CreateQueueResponse>;
  /** One queue with its settings and how many jobs it has in each state. Errors: queue_not_found. */
  getQueue(request: GetQueueRequestInit, options?: CallOptions): Promise<GetQueueResponse>;
  /** Queues ordered by name, in pages. Errors: page_token_invalid. */
  listQueues(request: ListQueuesRequestInit, options?: CallOptions): Promise<ListQueuesResponse>;
  /**
   * Changes settings; what is absent stays. Jobs that are there follow the new settings from now on: one that has used more attempts than are allowed now is dead when it
   * fails the next time. Errors: queue_not_found, settings_invalid, expression_invalid, revision_mismatch, disk_full.
   */
  updateQueue(request: UpdateQueueRequestInit, options?: CallOptions): Promise<UpdateQueueResponse>;
  /** Deletes a queue and its jobs, whatever their state; leases on them are lost. Its name is free at once. Errors: queue_not_found, revision_mismatch. */
  deleteQueue(request: DeleteQueueRequestInit, options?: CallOptions): Promise<DeleteQueueResponse>;
  /** No job is handed out until the queue is resumed; those that are being worked on go on, and new ones are taken. Pausing twice is no error. Errors: queue_not_found. */
  pauseQueue(request: PauseQueueRequestInit, options?: CallOptions): Promise<PauseQueueResponse>;
  /** Jobs are handed out again. Resuming twice is no error. Errors: queue_not_found. */
  resumeQueue(request: ResumeQueueRequestInit, options?: CallOptions): Promise<ResumeQueueResponse>;
  /**
   * Removes all jobs in some states, those that wait, are delayed or are to be retried where nothing else is said. Jobs that are being worked on stay. Errors:
   * queue_not_found, field_invalid.
   */
  purgeQueue(request: PurgeQueueRequestInit, options?: CallOptions): Promise<PurgeQueueResponse>;
  /**
   * Adds jobs, all or none, as one commit. Errors: queue_not_found, field_invalid, expression_invalid (that of the queue takes too many steps of a job), record_too_large,
   * commit_empty, commit_too_large, limit_exceeded, idempotency_key_reused, idempotency_full, lineage_id_invalid, disk_full.
   */
  enqueue(request: EnqueueRequestInit, options?: CallOptions): Promise<EnqueueResponse>;
  /**
   * Takes jobs to work on, each with a lease; the leases are durable before they are told. When an answer is lost, so are its leases: the jobs are handed out again once
   * these end. A worker that ends says so with `leaving`, and loses none. Errors: queue_not_found (also when it is deleted meanwhile), field_invalid, overloaded, disk_full.
   */
  reserve(request: ReserveRequestInit, options?: CallOptions): Promise<ReserveResponse>;
  /**
   * Says what became of jobs, as one commit. Each outcome counts for itself: those whose lease is lost are named in the answer, and change nothing. An outcome that is told
   * again, with the same lease, is no error while the job is kept; one that says otherwise, that the work is done or that it is not, counts as lost. Errors: queue_not_found, field_invalid, lease_lost (when it is so of every outcome),
   * record_too_large, commit_empty, commit_too_large, disk_full.
   */
  settle(request: SettleRequestInit, options?: CallOptions): Promise<SettleResponse>;
  /**
   * Keeps leases from ending, and tells how far the work has come. The answer names the leases that are lost, and the jobs that are to be given up because they were
   * cancelled; with `wait_ms` it comes as soon as there is one. Errors: queue_not_found, field_invalid.
   */
  extend(request: ExtendRequestInit, options?: CallOptions): Promise<ExtendResponse>;
  /** One job with its attempts. Errors: queue_not_found, job_not_found, job_damaged. */
  getJob(request: GetJobRequestInit, options?: CallOptions): Promise<GetJobResponse>;
  /**
   * Jobs in the order of their ids, in pages. A page ends early when its jobs have 1 MiB together, or when so many jobs were looked at that others would wait, or
   * before a job that is damaged; one that would begin with it is refused and names it: from the id behind it on, the others are listed.
   * Errors: queue_not_found, field_invalid, expression_invalid, page_token_invalid, job_damaged.
   */
  listJobs(request: ListJobsRequestInit, options?: CallOptions): Promise<ListJobsResponse>;
  /**
   * Gives a job up. One that waits is cancelled at once; one that is being worked on once its worker, told by the answer to its next extend, or to one that waits, has settled it in any way, or its
   * lease has ended. Cancelling twice is no error. Errors: queue_not_found, job_not_found, job_state_invalid (done, dead).
   */
  cancelJob(request: CancelJobRequestInit, options?: CallOptions): Promise<CancelJobResponse>;
  /**
   * A job that is delayed, or waits for its next attempt, is handed out without waiting any longer. One that waits already stays as it is. Errors: queue_not_found,
   * job_not_found, job_state_invalid (done, dead, cancelled, being worked on).
   */
  runJob(request: RunJobRequestInit, options?: CallOptions): Promise<RunJobResponse>;
  /**
   * A job that is dead or cancelled is tried again, with all its attempts anew; those that were made stay listed. With new content it becomes a job of its own, which names
   * this one, and this one is removed. Errors: queue_not_found, job_not_found, job_state_invalid (any other state), field_invalid,
   * record_too_large, expression_invalid, limit_exceeded, job_damaged (with new content), disk_full.
   */
  retryJob(request: RetryJobRequestInit, options?: CallOptions): Promise<RetryJobResponse>;
  /** Removes a job that is not being worked on, whatever its state. Errors: queue_not_found, job_not_found, job_state_invalid (being worked on). */
  removeJob(request: RemoveJobRequestInit, options?: CallOptions): Promise<RemoveJobResponse>;
  /** Says what a job waits for at this moment. Errors: queue_not_found, job_not_found. */
  explainJob(request: ExplainJobRequestInit, options?: CallOptions): Promise<ExplainJobResponse>;
  /** Workers that hold jobs of the queue, or wait for some. Errors: queue_not_found. */
  listWorkers(request: ListWorkersRequestInit, options?: CallOptions): Promise<ListWorkersResponse>;
}

/** One atomic write across resources. */
export interface CommitsService {
  /**
   * All operations or none, at one position, visible together. An error of one of several operations names its index in `details.operation`. Each needs the
   * permission of the method that does the same alone: Append, Publish, CommitCursors, Put, Delete, Increment, Enqueue, Settle; a check that of Get, one of an offset that of
   * GetStream, one of a lease that of Settle. An operation sees
   * what those before it did.
   * Errors: as Append (of any operation), as Publish, as CommitCursors, as Put, as Delete, as Increment, as Enqueue, as Settle, commit_empty, commit_too_large, idempotency_key_reused,
   * idempotency_full, lineage_id_invalid, disk_full.
   */
  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse>;
}

/**
 * Dead letters, seen together: jobs whose attempts are used up, of queues and of groups.
 *
 * Dead jobs stay in their queue. A record on which the handler of a group failed too often is moved, with its error, into the dead letters of that group: a queue of the
 * name `@` and the group's, whose jobs are dead from the first. All that can be done to dead jobs can be done there too; one that is tried again is handed out to
 * consumers of that group alone.
 */
export interface DeadLettersService {
  /** Queues and groups that have dead letters, ordered by name, in pages. Errors: page_token_invalid. */
  listDeadLetters(request: ListDeadLettersRequestInit, options?: CallOptions): Promise<ListDeadLettersResponse>;
  /**
   * The dead jobs of one queue, grouped by what went wrong: errors that differ only in numbers, ids, paths or quoted text, in the same place of the code, are one group.
   * Largest groups first. Errors: queue_not_found.
   */
  groupErrors(request: GroupErrorsRequestInit, options?: CallOptions): Promise<GroupErrorsResponse>;
}

/**
 * KV: buckets of entries, each a key and its value.
 *
 * Keys are text of 1 to 1024 bytes in UTF-8 without NUL, in the order of their bytes. Every write to a bucket, be it a put, a delete or an expiry, gets the
 * bucket's next revision; revisions begin with 1 and are never used again. An entry whose time is over is hidden at once, and its older revisions with it; that it
 * expired is written, as a revision of its own, soon afterwards.
 */
export interface KvService {
  /** Creates a bucket. Visible to every later call. Errors: name_invalid, settings_invalid, bucket_exists, limit_exceeded, disk_full. */
  createBucket(request: CreateBucketRequestInit, options?: CallOptions): Promise<CreateBucketResponse>;
  /** One bucket with its settings and figures. Errors: bucket_not_found. */
  getBucket(request: GetBucketRequestInit, options?: CallOptions): Promise<GetBucketResponse>;
  /** Buckets ordered by name, in pages. Errors: page_token_invalid. */
  listBuckets(request: ListBucketsRequestInit, options?: CallOptions): Promise<ListBucketsResponse>;
  /** Changes settings; what is absent stays. Errors: bucket_not_found, settings_invalid, revision_mismatch, disk_full. */
  updateBucket(request: UpdateBucketRequestInit, options?: CallOptions): Promise<UpdateBucketResponse>;
  /** Deletes a bucket and its entries. Its name is free at once; its id is never used again. Errors: bucket_not_found, revision_mismatch. */
  deleteBucket(request: DeleteBucketRequestInit, options?: CallOptions): Promise<DeleteBucketResponse>;
  /**
   * Writes an entry, be it there or not, as one commit. Errors: bucket_not_found, key_invalid, value_too_large, revision_mismatch, idempotency_key_reused,
   * idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.
   */
  put(request: PutRequestInit, options?: CallOptions): Promise<PutResponse>;
  /**
   * Deletes an entry, as one commit. That there is none is no error, and then nothing is written. Errors: bucket_not_found, key_invalid, revision_mismatch,
   * idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.
   */
  delete(request: DeleteRequestInit, options?: CallOptions): Promise<DeleteResponse>;
  /**
   * Adds to the number that an entry holds as decimal text, as one commit; an entry that is not there counts as 0. Callers at the same time each add their part.
   * Errors: bucket_not_found, key_invalid, not_a_number, number_out_of_range, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.
   */
  increment(request: IncrementRequestInit, options?: CallOptions): Promise<IncrementResponse>;
  /** One entry, as it is now or as it was at one of the revisions kept. Errors: bucket_not_found, key_invalid, key_not_found, revision_not_kept, entry_damaged. */
  get(request: GetRequestInit, options?: CallOptions): Promise<GetResponse>;
  /** Several entries, all as they were at one moment; one that is asked for twice comes twice. Errors: bucket_not_found, key_invalid, answer_too_large, entry_damaged. */
  getMany(request: GetManyRequestInit, options?: CallOptions): Promise<GetManyResponse>;
  /**
   * Entries in the order of their keys, in pages. Each page is of one moment; what is written between two pages is seen by those that come later.
   * Errors: bucket_not_found, key_invalid, page_token_invalid, entry_damaged.
   */
  listEntries(request: ListEntriesRequestInit, options?: CallOptions): Promise<ListEntriesResponse>;
  /**
   * The revisions of a key that are kept, oldest first, in pages; deletes and expiries too. Errors: bucket_not_found, key_invalid, key_not_found (no revision is kept),
   * page_token_invalid, entry_damaged.
   */
  getHistory(request: GetHistoryRequestInit, options?: CallOptions): Promise<GetHistoryResponse>;
  /**
   * Pushes the entries that are there, then every change, until the caller ends it. A change that was replaced before it was sent, beyond the bucket's history, may be
   * left out; the last one of every key never is. Errors: bucket_not_found (also when the bucket is deleted meanwhile), key_invalid, revision_out_of_range (at any time),
   * entry_damaged.
   */
  watch(request: WatchRequestInit, options?: CallOptions): AsyncIterable<WatchResponse>;
}

/** What caused what: commits name their causes, and everything that they wrote can be traced up to what began it and down to what came of it. */
export interface LineageService {
  /**
   * The family of a record, a job, an entry, a commit or a correlation id: from what began it down to everything that came of it, in pages. Nodes come in the order of
   * a tree, each behind the one that it stands beneath. What the caller may not read is there without its id. Errors: lineage_id_invalid, lineage_unknown, field_invalid,
   * page_token_invalid.
   */
  where(request: WhereRequestInit, options?: CallOptions): Promise<WhereResponse>;
}

/**
 * Operations: something that is done to all jobs of a queue which a filter names, however many they are.
 *
 * An operation is an object of its own. It goes on without its caller and over restarts, can be watched, paused and stopped by everybody who may manage the queue, and is
 * kept for a while once it has ended. Each of its steps changes some jobs and notes that in one commit, so whenever it is cut off no job is lost, and none is changed
 * twice. What it is about are the jobs that were there when it began: one that a worker had, or that ended, since then is not its own any more, so that one which dies again after
 * it was retried is not retried again by the same operation. Jobs are taken in the order of their ids.
 */
export interface OperationsService {
  /**
   * Begins an operation, or, with `dry_run`, tells what it would be about and changes nothing. A dry run needs the permission of ListJobs too, as it shows jobs; a move that of
   * Enqueue on the other queue. It begins on a full disk too; one that makes new jobs of old ones waits for room. Errors: queue_not_found, name_invalid, field_invalid,
   * expression_invalid, record_too_large, limit_exceeded.
   */
  startOperation(request: StartOperationRequestInit, options?: CallOptions): Promise<StartOperationResponse>;
  /** One operation and how far it is. Errors: queue_not_found, operation_not_found. */
  getOperation(request: GetOperationRequestInit, options?: CallOptions): Promise<GetOperationResponse>;
  /**
   * Operations of all queues, or of one, newest first. Those on jobs of queues that the caller may not read are left out, so that a page may have fewer, and still not be the
   * last. Errors: page_token_invalid, queue_not_found.
   */
  listOperations(request: ListOperationsRequestInit, options?: CallOptions): Promise<ListOperationsResponse>;
  /** Changes no more jobs until it is resumed. Pausing twice is no error. Errors: queue_not_found, operation_not_found, operation_ended. */
  pauseOperation(request: PauseOperationRequestInit, options?: CallOptions): Promise<PauseOperationResponse>;
  /** Goes on. Resuming twice is no error. Errors: queue_not_found, operation_not_found, operation_ended. */
  resumeOperation(request: ResumeOperationRequestInit, options?: CallOptions): Promise<ResumeOperationResponse>;
  /** Ends it: jobs that it has not come to stay as they are. Stopping one that has ended is no error. Errors: queue_not_found, operation_not_found. */
  stopOperation(request: StopOperationRequestInit, options?: CallOptions): Promise<StopOperationResponse>;
}

/**
 * Schedules: commits that are made at their times.
 *
 * A schedule has times (a cron expression with a time zone, an interval, or one moment) and operations, as a commit has them. A firing is one commit: the operations,
 * and with them how far the schedule has come. So whatever happens in between, a time takes effect once or not at all. Records and jobs of a firing have the headers
 * `flowmesh-schedule`, its name, `flowmesh-scheduled-at`, the time that it was meant for, and `flowmesh-firing`, which counts the firings from 1 on.
 *
 * A firing that is refused (its queue was deleted, an entry is not as expected) is recorded with its error and tried again after 1, 4, 16 and 64 seconds, as long as
 * the next time has not come (where all missed times fire: also then); then its time is given up and the schedule goes on with the next one. While nothing can be written at all, it is tried again until something can.
 */
export interface SchedulesService {
  /**
   * Creates a schedule, or replaces the one of this name: what it did, and what is told of it, stays. If it has the same times as before, it goes on where it was;
   * nothing is written if nothing is other than before. The operations are checked as those of a commit, but for what depends on the moment. Each needs the permission
   * that it needs in a commit. Errors: name_invalid, settings_invalid, field_invalid, commit_empty, commit_too_large, record_too_large, stream_not_found,
   * partition_not_found, queue_not_found, bucket_not_found, key_invalid, expression_invalid, revision_mismatch, limit_exceeded, disk_full.
   */
  putSchedule(request: PutScheduleRequestInit, options?: CallOptions): Promise<PutScheduleResponse>;
  /** One schedule with its last firings. Errors: schedule_not_found, schedule_damaged. */
  getSchedule(request: GetScheduleRequestInit, options?: CallOptions): Promise<GetScheduleResponse>;
  /** Schedules ordered by name, in pages, without their operations and firings. Errors: page_token_invalid. */
  listSchedules(request: ListSchedulesRequestInit, options?: CallOptions): Promise<ListSchedulesResponse>;
  /** Deletes a schedule. What it did stays. Errors: schedule_not_found, revision_mismatch. */
  deleteSchedule(request: DeleteScheduleRequestInit, options?: CallOptions): Promise<DeleteScheduleResponse>;
  /** Lets times pass without firing until the schedule is resumed. Pausing twice is no error. Errors: schedule_not_found, disk_full. */
  pauseSchedule(request: PauseScheduleRequestInit, options?: CallOptions): Promise<PauseScheduleResponse>;
  /**
   * Goes on with the next time that is still to come; those that have passed are not made up for. A schedule of one moment that has passed fires now. Resuming twice is no
   * error. Errors: schedule_not_found, schedule_damaged, disk_full.
   */
  resumeSchedule(request: ResumeScheduleRequestInit, options?: CallOptions): Promise<ResumeScheduleResponse>;
  /**
   * Fires now, once, besides its times and whatever its state. A firing that is refused is the error of this call, and is not tried again. Errors: schedule_not_found,
   * schedule_damaged, stream_not_found, partition_not_found, queue_not_found, bucket_not_found, revision_mismatch, expected_offset_mismatch, not_a_number,
   * number_out_of_range, expression_invalid, disk_full.
   */
  triggerSchedule(request: TriggerScheduleRequestInit, options?: CallOptions): Promise<TriggerScheduleResponse>;
  /** The times that a schedule would have, without jitter. Changes nothing. Errors: settings_invalid, field_invalid. */
  previewSchedule(request: PreviewScheduleRequestInit, options?: CallOptions): Promise<PreviewScheduleResponse>;
}

/** The installation itself. */
export interface SystemService {
  /** What runs, where its data lies and how it is. Errors: none. */
  getStatus(request: GetStatusRequestInit, options?: CallOptions): Promise<GetStatusResponse>;
  /** Damage that was found in the log, with the places and offsets it covers. Errors: none. */
  listDamage(request: ListDamageRequestInit, options?: CallOptions): Promise<ListDamageResponse>;
  /** What time it is where `flowmesh dev --clock virtual` runs: time stands still there until it is told to go on. Errors: clock_not_virtual. */
  getClock(request: GetClockRequestInit, options?: CallOptions): Promise<GetClockResponse>;
  /**
   * Lets time pass there. Whatever becomes due on the way happens at its own moment, in order; answered when all of it has. Errors: clock_not_virtual,
   * field_invalid.
   */
  advanceClock(request: AdvanceClockRequestInit, options?: CallOptions): Promise<AdvanceClockResponse>;
}

/** The type of `methods`: what each method takes and gives. */
export interface Methods {
  readonly createStream: Method<CreateStreamRequest, CreateStreamRequestInit, CreateStreamResponse, CreateStreamResponseInit>;
  readonly getStream: Method<GetStreamRequest, GetStreamRequestInit, GetStreamResponse, GetStreamResponseInit>;
  readonly listStreams: Method<ListStreamsRequest, ListStreamsRequestInit, ListStreamsResponse, ListStreamsResponseInit>;
  readonly updateStream: Method<UpdateStreamRequest, UpdateStreamRequestInit, UpdateStreamResponse, UpdateStreamResponseInit>;
  readonly deleteStream: Method<DeleteStreamRequest, DeleteStreamRequestInit, DeleteStreamResponse, DeleteStreamResponseInit>;
  readonly publish: Method<PublishRequest, PublishRequestInit, PublishResponse, PublishResponseInit>;
  readonly append: Method<AppendRequest, AppendRequestInit, AppendResponse, AppendResponseInit>;
  readonly read: Method<ReadRequest, ReadRequestInit, ReadResponse, ReadResponseInit>;
  readonly fetch: Method<FetchRequest, FetchRequestInit, FetchResponse, FetchResponseInit>;
  readonly subscribe: Method<SubscribeRequest, SubscribeRequestInit, SubscribeResponse, SubscribeResponseInit>;
  readonly findOffsets: Method<FindOffsetsRequest, FindOffsetsRequestInit, FindOffsetsResponse, FindOffsetsResponseInit>;
  readonly openProducer: Method<OpenProducerRequest, OpenProducerRequestInit, OpenProducerResponse, OpenProducerResponseInit>;
  readonly joinGroup: Method<JoinGroupRequest, JoinGroupRequestInit, JoinGroupResponse, JoinGroupResponseInit>;
  readonly heartbeat: Method<HeartbeatRequest, HeartbeatRequestInit, HeartbeatResponse, HeartbeatResponseInit>;
  readonly leaveGroup: Method<LeaveGroupRequest, LeaveGroupRequestInit, LeaveGroupResponse, LeaveGroupResponseInit>;
  readonly commitCursors: Method<CommitCursorsRequest, CommitCursorsRequestInit, CommitCursorsResponse, CommitCursorsResponseInit>;
  readonly getGroup: Method<GetGroupRequest, GetGroupRequestInit, GetGroupResponse, GetGroupResponseInit>;
  readonly listGroups: Method<ListGroupsRequest, ListGroupsRequestInit, ListGroupsResponse, ListGroupsResponseInit>;
  readonly resetGroup: Method<ResetGroupRequest, ResetGroupRequestInit, ResetGroupResponse, ResetGroupResponseInit>;
  readonly undoReset: Method<UndoResetRequest, UndoResetRequestInit, UndoResetResponse, UndoResetResponseInit>;
  readonly pauseGroup: Method<PauseGroupRequest, PauseGroupRequestInit, PauseGroupResponse, PauseGroupResponseInit>;
  readonly resumeGroup: Method<ResumeGroupRequest, ResumeGroupRequestInit, ResumeGroupResponse, ResumeGroupResponseInit>;
  readonly deleteGroup: Method<DeleteGroupRequest, DeleteGroupRequestInit, DeleteGroupResponse, DeleteGroupResponseInit>;
  readonly createQueue: Method<CreateQueueRequest, CreateQueueRequestInit, CreateQueueResponse, CreateQueueResponseInit>;
  readonly getQueue: Method<GetQueueRequest, GetQueueRequestInit, GetQueueResponse, GetQueueResponseInit>;
  readonly listQueues: Method<ListQueuesRequest, ListQueuesRequestInit, ListQueuesResponse, ListQueuesResponseInit>;
  readonly updateQueue: Method<UpdateQueueRequest, UpdateQueueRequestInit, UpdateQueueResponse, UpdateQueueResponseInit>;
  readonly deleteQueue: Method<DeleteQueueRequest, DeleteQueueRequestInit, DeleteQueueResponse, DeleteQueueResponseInit>;
  readonly pauseQueue: Method<PauseQueueRequest, PauseQueueRequestInit, PauseQueueResponse, PauseQueueResponseInit>;
  readonly resumeQueue: Method<ResumeQueueRequest, ResumeQueueRequestInit, ResumeQueueResponse, ResumeQueueResponseInit>;
  readonly purgeQueue: Method<PurgeQueueRequest, PurgeQueueRequestInit, PurgeQueueResponse, PurgeQueueResponseInit>;
  readonly enqueue: Method<EnqueueRequest, EnqueueRequestInit, EnqueueResponse, EnqueueResponseInit>;
  readonly reserve: Method<ReserveRequest, ReserveRequestInit, ReserveResponse, ReserveResponseInit>;
  readonly settle: Method<SettleRequest, SettleRequestInit, SettleResponse, SettleResponseInit>;
  readonly extend: Method<ExtendRequest, ExtendRequestInit, ExtendResponse, ExtendResponseInit>;
  readonly getJob: Method<GetJobRequest, GetJobRequestInit, GetJobResponse, GetJobResponseInit>;
  readonly listJobs: Method<ListJobsRequest, ListJobsRequestInit, ListJobsResponse, ListJobsResponseInit>;
  readonly cancelJob: Method<CancelJobRequest, CancelJobRequestInit, CancelJobResponse, CancelJobResponseInit>;
  readonly runJob: Method<RunJobRequest, RunJobRequestInit, RunJobResponse, RunJobResponseInit>;
  readonly retryJob: Method<RetryJobRequest, RetryJobRequestInit, RetryJobResponse, RetryJobResponseInit>;
  readonly removeJob: Method<RemoveJobRequest, RemoveJobRequestInit, RemoveJobResponse, RemoveJobResponseInit>;
  readonly explainJob: Method<ExplainJobRequest, ExplainJobRequestInit, ExplainJobResponse, ExplainJobResponseInit>;
  readonly listWorkers: Method<ListWorkersRequest, ListWorkersRequestInit, ListWorkersResponse, ListWorkersResponseInit>;
  readonly commit: Method<CommitRequest, CommitRequestInit, CommitResponse, CommitResponseInit>;
  readonly listDeadLetters: Method<ListDeadLettersRequest, ListDeadLettersRequestInit, ListDeadLettersResponse, ListDeadLettersResponseInit>;
  readonly groupErrors: Method<GroupErrorsRequest, GroupErrorsRequestInit, GroupErrorsResponse, GroupErrorsResponseInit>;
  readonly createBucket: Method<CreateBucketRequest, CreateBucketRequestInit, CreateBucketResponse, CreateBucketResponseInit>;
  readonly getBucket: Method<GetBucketRequest, GetBucketRequestInit, GetBucketResponse, GetBucketResponseInit>;
  readonly listBuckets: Method<ListBucketsRequest, ListBucketsRequestInit, ListBucketsResponse, ListBucketsResponseInit>;
  readonly updateBucket: Method<UpdateBucketRequest, UpdateBucketRequestInit, UpdateBucketResponse, UpdateBucketResponseInit>;
  readonly deleteBucket: Method<DeleteBucketRequest, DeleteBucketRequestInit, DeleteBucketResponse, DeleteBucketResponseInit>;
  readonly put: Method<PutRequest, PutRequestInit, PutResponse, PutResponseInit>;
  readonly delete: Method<DeleteRequest, DeleteRequestInit, DeleteResponse, DeleteResponseInit>;
  readonly increment: Method<IncrementRequest, IncrementRequestInit, IncrementResponse, IncrementResponseInit>;
  readonly get: Method<GetRequest, GetRequestInit, GetResponse, GetResponseInit>;
  readonly getMany: Method<GetManyRequest, GetManyRequestInit, GetManyResponse, GetManyResponseInit>;
  readonly listEntries: Method<ListEntriesRequest, ListEntriesRequestInit, ListEntriesResponse, ListEntriesResponseInit>;
  readonly getHistory: Method<GetHistoryRequest, GetHistoryRequestInit, GetHistoryResponse, GetHistoryResponseInit>;
  readonly watch: Method<WatchRequest, WatchRequestInit, WatchResponse, WatchResponseInit>;
  readonly where: Method<WhereRequest, WhereRequestInit, WhereResponse, WhereResponseInit>;
  readonly startOperation: Method<StartOperationRequest, StartOperationRequestInit, StartOperationResponse, StartOperationResponseInit>;
  readonly getOperation: Method<GetOperationRequest, GetOperationRequestInit, GetOperationResponse, GetOperationResponseInit>;
  readonly listOperations: Method<ListOperationsRequest, ListOperationsRequestInit, ListOperationsResponse, ListOperationsResponseInit>;
  readonly pauseOperation: Method<PauseOperationRequest, PauseOperationRequestInit, PauseOperationResponse, PauseOperationResponseInit>;
  readonly resumeOperation: Method<ResumeOperationRequest, ResumeOperationRequestInit, ResumeOperationResponse, ResumeOperationResponseInit>;
  readonly stopOperation: Method<StopOperationRequest, StopOperationRequestInit, StopOperationResponse, StopOperationResponseInit>;
  readonly putSchedule: Method<PutScheduleRequest, PutScheduleRequestInit, PutScheduleResponse, PutScheduleResponseInit>;
  readonly getSchedule: Method<GetScheduleRequest, GetScheduleRequestInit, GetScheduleResponse, GetScheduleResponseInit>;
  readonly listSchedules: Method<ListSchedulesRequest, ListSchedulesRequestInit, ListSchedulesResponse, ListSchedulesResponseInit>;
  readonly deleteSchedule: Method<DeleteScheduleRequest, DeleteScheduleRequestInit, DeleteScheduleResponse, DeleteScheduleResponseInit>;
  readonly pauseSchedule: Method<PauseScheduleRequest, PauseScheduleRequestInit, PauseScheduleResponse, PauseScheduleResponseInit>;
  readonly resumeSchedule: Method<ResumeScheduleRequest, ResumeScheduleRequestInit, ResumeScheduleResponse, ResumeScheduleResponseInit>;
  readonly triggerSchedule: Method<TriggerScheduleRequest, TriggerScheduleRequestInit, TriggerScheduleResponse, TriggerScheduleResponseInit>;
  readonly previewSchedule: Method<PreviewScheduleRequest, PreviewScheduleRequestInit, PreviewScheduleResponse, PreviewScheduleResponseInit>;
  readonly getStatus: Method<GetStatusRequest, GetStatusRequestInit, GetStatusResponse, GetStatusResponseInit>;
  readonly listDamage: Method<ListDamageRequest, ListDamageRequestInit, ListDamageResponse, ListDamageResponseInit>;
  readonly getClock: Method<GetClockRequest, GetClockRequestInit, GetClockResponse, GetClockResponseInit>;
  readonly advanceClock: Method<AdvanceClockRequest, AdvanceClockRequestInit, AdvanceClockResponse, AdvanceClockResponseInit>;
}

/** Every method of the API by its name in TypeScript. */
export const methods: Methods = {
  createStream: {
    name: "CreateStream",
    property: "createStream",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/CreateStream",
    number: 1,
    verb: "POST",
    path: "/v1/streams",
    takesRest: false,
    body: "*",
    permission: "streams:create",
    resource: "stream",
    retry: "never",
    serverStreaming: false,
    request: CreateStreamRequest,
    response: CreateStreamResponse,
    docs: "Creates a stream. Visible to every later call. Errors: name_invalid, settings_invalid, stream_exists, limit_exceeded.",
    errors: ["name_invalid","settings_invalid","stream_exists","limit_exceeded"],
  },
  getStream: {
    name: "GetStream",
    property: "getStream",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/GetStream",
    number: 2,
    verb: "GET",
    path: "/v1/streams/{stream}",
    takesRest: false,
    body: "",
    permission: "streams:get",
    resource: "stream",
    retry: "safe",
    serverStreaming: false,
    request: GetStreamRequest,
    response: GetStreamResponse,
    docs: "One stream with its settings and the offsets of its partitions. Errors: stream_not_found.",
    errors: ["stream_not_found"],
  },
  listStreams: {
    name: "ListStreams",
    property: "listStreams",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/ListStreams",
    number: 3,
    verb: "GET",
    path: "/v1/streams",
    takesRest: false,
    body: "",
    permission: "streams:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListStreamsRequest,
    response: ListStreamsResponse,
    docs: "Streams ordered by name, in pages. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  updateStream: {
    name: "UpdateStream",
    property: "updateStream",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/UpdateStream",
    number: 4,
    verb: "PATCH",
    path: "/v1/streams/{stream}",
    takesRest: false,
    body: "*",
    permission: "streams:update",
    resource: "stream",
    retry: "safe",
    serverStreaming: false,
    request: UpdateStreamRequest,
    response: UpdateStreamResponse,
    docs: "Changes settings, or adds partitions; what is absent stays. Errors: stream_not_found, settings_invalid, partitions_shrink, limit_exceeded,\nrevision_mismatch.",
    errors: ["stream_not_found","settings_invalid","partitions_shrink","limit_exceeded","revision_mismatch"],
  },
  deleteStream: {
    name: "DeleteStream",
    property: "deleteStream",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/DeleteStream",
    number: 5,
    verb: "DELETE",
    path: "/v1/streams/{stream}",
    takesRest: false,
    body: "",
    permission: "streams:delete",
    resource: "stream",
    retry: "never",
    serverStreaming: false,
    request: DeleteStreamRequest,
    response: DeleteStreamResponse,
    docs: "Deletes a stream and its records. Its name is free at once; its id is never used again. Errors: stream_not_found, revision_mismatch.",
    errors: ["stream_not_found","revision_mismatch"],
  },
  publish: {
    name: "Publish",
    property: "publish",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Publish",
    number: 6,
    verb: "POST",
    path: "/v1/streams/{stream}/records",
    takesRest: false,
    body: "*",
    permission: "streams:publish",
    resource: "stream",
    retry: "identified",
    serverStreaming: false,
    request: PublishRequest,
    response: PublishResponse,
    docs: "Publishes records as one commit: all or none. The server encodes them. A record without a partition goes where the key's murmur2 hash says,\none without a key too to the next partition in turn. Errors: stream_not_found, partition_not_found, commit_empty, record_too_large, commit_too_large,\nexpected_offset_mismatch, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.",
    errors: ["stream_not_found","partition_not_found","commit_empty","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full"],
  },
  append: {
    name: "Append",
    property: "append",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Append",
    number: 7,
    verb: "POST",
    path: "/v1/streams/{stream}/partitions/{partition}/batches",
    takesRest: false,
    body: "batch",
    permission: "streams:publish",
    resource: "stream",
    retry: "identified",
    serverStreaming: false,
    request: AppendRequest,
    response: AppendResponse,
    docs: "Appends one encoded batch to one partition as one commit. Errors: stream_not_found, partition_not_found, record_too_large,\ncommit_too_large, expected_offset_mismatch, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full, batch_malformed (one without records\ntoo), batch_crc_mismatch, batch_codec_unknown, producer_unknown (an id that OpenProducer did not hand out), producer_fenced, sequence_out_of_order,\npartitions_changed.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_unknown","producer_fenced","sequence_out_of_order","partitions_changed"],
  },
  read: {
    name: "Read",
    property: "read",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Read",
    number: 8,
    verb: "GET",
    path: "/v1/streams/{stream}/records",
    takesRest: false,
    body: "",
    permission: "streams:read",
    resource: "stream",
    retry: "safe",
    serverStreaming: false,
    request: ReadRequest,
    response: ReadResponse,
    docs: "Reads single records of one partition or of all, a page at a time. A page ends before records that cannot be read; the next call names them, and\nwith the detail `next` the offset where reading can go on. Errors: stream_not_found, partition_not_found, offset_out_of_range,\npage_token_invalid, records_damaged, records_malformed (its publisher encoded a batch that nobody can read), group_not_found.",
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","page_token_invalid","records_damaged","records_malformed","group_not_found"],
  },
  fetch: {
    name: "Fetch",
    property: "fetch",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Fetch",
    number: 9,
    verb: "GET",
    path: "/v1/streams/{stream}/partitions/{partition}/batches",
    takesRest: false,
    body: "",
    permission: "streams:read",
    resource: "stream",
    retry: "safe",
    serverStreaming: false,
    request: FetchRequest,
    response: FetchResponse,
    docs: "Reads whole batches of one partition, from the batch that holds `offset` on. The first batch is returned even if it is larger than `max_bytes`.\nErrors: stream_not_found, partition_not_found, offset_out_of_range, records_damaged, group_not_found.",
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","records_damaged","group_not_found"],
  },
  subscribe: {
    name: "Subscribe",
    property: "subscribe",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Subscribe",
    number: 10,
    verb: "POST",
    path: "/v1/streams/{stream}/subscription",
    takesRest: false,
    body: "*",
    permission: "streams:read",
    resource: "stream",
    retry: "safe",
    serverStreaming: true,
    request: SubscribeRequest,
    response: SubscribeResponse,
    docs: "Pushes batches of several partitions, in order within each, as they become visible. Ends by itself only when `live` is false and every cursor\nhas reached the end it saw at the start. Errors: as Fetch (at any time), stream_not_found when the stream is deleted meanwhile.",
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","records_damaged","group_not_found"],
  },
  findOffsets: {
    name: "FindOffsets",
    property: "findOffsets",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/FindOffsets",
    number: 11,
    verb: "GET",
    path: "/v1/streams/{stream}/offsets",
    takesRest: false,
    body: "",
    permission: "streams:read",
    resource: "stream",
    retry: "safe",
    serverStreaming: false,
    request: FindOffsetsRequest,
    response: FindOffsetsResponse,
    docs: "For each partition the offset of the first record whose timestamp is at or after a time, or the first or the next offset.\nErrors: stream_not_found, partition_not_found.",
    errors: ["stream_not_found","partition_not_found"],
  },
  openProducer: {
    name: "OpenProducer",
    property: "openProducer",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/OpenProducer",
    number: 12,
    verb: "POST",
    path: "/v1/producers",
    takesRest: false,
    body: "*",
    permission: "streams:publish",
    resource: "*",
    retry: "safe",
    serverStreaming: false,
    request: OpenProducerRequest,
    response: OpenProducerResponse,
    docs: "Hands out a producer id that was never used before. Batches that carry it and count their sequences may be sent again without doubles.\nOnly ids that were handed out are taken; it is not a secret, and whoever may publish can use it.\nErrors: disk_full.",
    errors: ["disk_full"],
  },
  joinGroup: {
    name: "JoinGroup",
    property: "joinGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/JoinGroup",
    number: 60,
    verb: "POST",
    path: "/v1/groups/{group}/members",
    takesRest: false,
    body: "*",
    permission: "groups:join",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: JoinGroupRequest,
    response: JoinGroupResponse,
    docs: "Joins a group as a member, or joins again after having been away; the group is created when it is not there. Errors: name_invalid, field_invalid,\nstream_not_found, limit_exceeded, disk_full.",
    errors: ["name_invalid","field_invalid","stream_not_found","limit_exceeded","disk_full"],
  },
  heartbeat: {
    name: "Heartbeat",
    property: "heartbeat",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/Heartbeat",
    number: 61,
    verb: "POST",
    path: "/v1/groups/{group}/members/{member_id}/heartbeat",
    takesRest: false,
    body: "*",
    permission: "groups:join",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: HeartbeatRequest,
    response: HeartbeatResponse,
    docs: "Says that a member is alive and which partitions it holds; returns those it may hold. Errors: group_not_found, member_unknown, member_fenced.",
    errors: ["group_not_found","member_unknown","member_fenced"],
  },
  leaveGroup: {
    name: "LeaveGroup",
    property: "leaveGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/LeaveGroup",
    number: 62,
    verb: "DELETE",
    path: "/v1/groups/{group}/members/{member_id}",
    takesRest: false,
    body: "",
    permission: "groups:join",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: LeaveGroupRequest,
    response: LeaveGroupResponse,
    docs: "Leaves at once; the member's partitions go to others. Leaving twice is no error. Errors: group_not_found.",
    errors: ["group_not_found"],
  },
  commitCursors: {
    name: "CommitCursors",
    property: "commitCursors",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/CommitCursors",
    number: 63,
    verb: "POST",
    path: "/v1/groups/{group}/cursors",
    takesRest: false,
    body: "*",
    permission: "groups:join",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: CommitCursorsRequest,
    response: CommitCursorsResponse,
    docs: "Says what is finished, all or none of it. It is added to what the cursors say already, so that one that comes late takes nothing back; only a reset goes\nback. A member may do so for the partitions that it holds; without a member the group must have none that is alive. Errors: group_not_found,\nstream_not_found, partition_not_found, offset_out_of_range, member_unknown, member_fenced, group_not_empty, limit_exceeded, disk_full.",
    errors: ["group_not_found","stream_not_found","partition_not_found","offset_out_of_range","member_unknown","member_fenced","group_not_empty","limit_exceeded","disk_full"],
  },
  getGroup: {
    name: "GetGroup",
    property: "getGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/GetGroup",
    number: 64,
    verb: "GET",
    path: "/v1/groups/{group}",
    takesRest: false,
    body: "",
    permission: "groups:read",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: GetGroupRequest,
    response: GetGroupResponse,
    docs: "One group with its members, its cursors and their lag. Errors: group_not_found.",
    errors: ["group_not_found"],
  },
  listGroups: {
    name: "ListGroups",
    property: "listGroups",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/ListGroups",
    number: 65,
    verb: "GET",
    path: "/v1/groups",
    takesRest: false,
    body: "",
    permission: "groups:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListGroupsRequest,
    response: ListGroupsResponse,
    docs: "Groups ordered by name, in pages. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  resetGroup: {
    name: "ResetGroup",
    property: "resetGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/ResetGroup",
    number: 66,
    verb: "POST",
    path: "/v1/groups/{group}/reset",
    takesRest: false,
    body: "*",
    permission: "groups:reset",
    resource: "group",
    retry: "never",
    serverStreaming: false,
    request: ResetGroupRequest,
    response: ResetGroupResponse,
    docs: "Moves cursors, also while members are at work: what they still commit of before is refused, and they go on from the new cursors. Errors: group_not_found,\nstream_not_found, partition_not_found, offset_out_of_range, disk_full.",
    errors: ["group_not_found","stream_not_found","partition_not_found","offset_out_of_range","disk_full"],
  },
  undoReset: {
    name: "UndoReset",
    property: "undoReset",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/UndoReset",
    number: 67,
    verb: "POST",
    path: "/v1/groups/{group}/undo",
    takesRest: false,
    body: "*",
    permission: "groups:reset",
    resource: "group",
    retry: "never",
    serverStreaming: false,
    request: UndoResetRequest,
    response: UndoResetResponse,
    docs: "Takes the last reset back: the cursors that it moved are set to where they were before it. Errors: group_not_found, nothing_to_undo, disk_full.",
    errors: ["group_not_found","nothing_to_undo","disk_full"],
  },
  pauseGroup: {
    name: "PauseGroup",
    property: "pauseGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/PauseGroup",
    number: 68,
    verb: "POST",
    path: "/v1/groups/{group}/pause",
    takesRest: false,
    body: "*",
    permission: "groups:update",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: PauseGroupRequest,
    response: PauseGroupResponse,
    docs: "Members finish what they have begun and take nothing more. Pausing twice is no error. Errors: group_not_found.",
    errors: ["group_not_found"],
  },
  resumeGroup: {
    name: "ResumeGroup",
    property: "resumeGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/ResumeGroup",
    number: 69,
    verb: "POST",
    path: "/v1/groups/{group}/resume",
    takesRest: false,
    body: "*",
    permission: "groups:update",
    resource: "group",
    retry: "safe",
    serverStreaming: false,
    request: ResumeGroupRequest,
    response: ResumeGroupResponse,
    docs: "Members go on. Errors: group_not_found.",
    errors: ["group_not_found"],
  },
  deleteGroup: {
    name: "DeleteGroup",
    property: "deleteGroup",
    service: "GroupsService",
    fullName: "flowmesh.v1.GroupsService/DeleteGroup",
    number: 70,
    verb: "DELETE",
    path: "/v1/groups/{group}",
    takesRest: false,
    body: "",
    permission: "groups:delete",
    resource: "group",
    retry: "never",
    serverStreaming: false,
    request: DeleteGroupRequest,
    response: DeleteGroupResponse,
    docs: "Deletes a group without members, and its cursors. Errors: group_not_found, group_not_empty.",
    errors: ["group_not_found","group_not_empty"],
  },
  createQueue: {
    name: "CreateQueue",
    property: "createQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/CreateQueue",
    number: 100,
    verb: "POST",
    path: "/v1/queues",
    takesRest: false,
    body: "*",
    permission: "queues:create",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: CreateQueueRequest,
    response: CreateQueueResponse,
    docs: "Creates a queue. Visible to every later call. Errors: name_invalid, settings_invalid, expression_invalid, queue_exists, limit_exceeded,\ndisk_full.",
    errors: ["name_invalid","settings_invalid","expression_invalid","queue_exists","limit_exceeded","disk_full"],
  },
  getQueue: {
    name: "GetQueue",
    property: "getQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/GetQueue",
    number: 101,
    verb: "GET",
    path: "/v1/queues/{queue}",
    takesRest: false,
    body: "",
    permission: "queues:get",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: GetQueueRequest,
    response: GetQueueResponse,
    docs: "One queue with its settings and how many jobs it has in each state. Errors: queue_not_found.",
    errors: ["queue_not_found"],
  },
  listQueues: {
    name: "ListQueues",
    property: "listQueues",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/ListQueues",
    number: 102,
    verb: "GET",
    path: "/v1/queues",
    takesRest: false,
    body: "",
    permission: "queues:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListQueuesRequest,
    response: ListQueuesResponse,
    docs: "Queues ordered by name, in pages. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  updateQueue: {
    name: "UpdateQueue",
    property: "updateQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/UpdateQueue",
    number: 103,
    verb: "PATCH",
    path: "/v1/queues/{queue}",
    takesRest: false,
    body: "*",
    permission: "queues:update",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: UpdateQueueRequest,
    response: UpdateQueueResponse,
    docs: "Changes settings; what is absent stays. Jobs that are there follow the new settings from now on: one that has used more attempts than are allowed now is dead when it\nfails the next time. Errors: queue_not_found, settings_invalid, expression_invalid, revision_mismatch, disk_full.",
    errors: ["queue_not_found","settings_invalid","expression_invalid","revision_mismatch","disk_full"],
  },
  deleteQueue: {
    name: "DeleteQueue",
    property: "deleteQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/DeleteQueue",
    number: 104,
    verb: "DELETE",
    path: "/v1/queues/{queue}",
    takesRest: false,
    body: "",
    permission: "queues:delete",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: DeleteQueueRequest,
    response: DeleteQueueResponse,
    docs: "Deletes a queue and its jobs, whatever their state; leases on them are lost. Its name is free at once. Errors: queue_not_found, revision_mismatch.",
    errors: ["queue_not_found","revision_mismatch"],
  },
  pauseQueue: {
    name: "PauseQueue",
    property: "pauseQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/PauseQueue",
    number: 105,
    verb: "POST",
    path: "/v1/queues/{queue}/pause",
    takesRest: false,
    body: "*",
    permission: "queues:update",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: PauseQueueRequest,
    response: PauseQueueResponse,
    docs: "No job is handed out until the queue is resumed; those that are being worked on go on, and new ones are taken. Pausing twice is no error. Errors: queue_not_found.",
    errors: ["queue_not_found"],
  },
  resumeQueue: {
    name: "ResumeQueue",
    property: "resumeQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/ResumeQueue",
    number: 106,
    verb: "POST",
    path: "/v1/queues/{queue}/resume",
    takesRest: false,
    body: "*",
    permission: "queues:update",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ResumeQueueRequest,
    response: ResumeQueueResponse,
    docs: "Jobs are handed out again. Resuming twice is no error. Errors: queue_not_found.",
    errors: ["queue_not_found"],
  },
  purgeQueue: {
    name: "PurgeQueue",
    property: "purgeQueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/PurgeQueue",
    number: 107,
    verb: "POST",
    path: "/v1/queues/{queue}/purge",
    takesRest: false,
    body: "*",
    permission: "queues:purge",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: PurgeQueueRequest,
    response: PurgeQueueResponse,
    docs: "Removes all jobs in some states, those that wait, are delayed or are to be retried where nothing else is said. Jobs that are being worked on stay. Errors:\nqueue_not_found, field_invalid.",
    errors: ["queue_not_found","field_invalid"],
  },
  enqueue: {
    name: "Enqueue",
    property: "enqueue",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/Enqueue",
    number: 108,
    verb: "POST",
    path: "/v1/queues/{queue}/jobs",
    takesRest: false,
    body: "*",
    permission: "queues:enqueue",
    resource: "queue",
    retry: "identified",
    serverStreaming: false,
    request: EnqueueRequest,
    response: EnqueueResponse,
    docs: "Adds jobs, all or none, as one commit. Errors: queue_not_found, field_invalid, expression_invalid (that of the queue takes too many steps of a job), record_too_large,\ncommit_empty, commit_too_large, limit_exceeded, idempotency_key_reused, idempotency_full, lineage_id_invalid, disk_full.",
    errors: ["queue_not_found","field_invalid","expression_invalid","record_too_large","commit_empty","commit_too_large","limit_exceeded","idempotency_key_reused","idempotency_full","lineage_id_invalid","disk_full"],
  },
  reserve: {
    name: "Reserve",
    property: "reserve",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/Reserve",
    number: 109,
    verb: "POST",
    path: "/v1/queues/{queue}/reserve",
    takesRest: false,
    body: "*",
    permission: "queues:work",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: ReserveRequest,
    response: ReserveResponse,
    docs: "Takes jobs to work on, each with a lease; the leases are durable before they are told. When an answer is lost, so are its leases: the jobs are handed out again once\nthese end. A worker that ends says so with `leaving`, and loses none. Errors: queue_not_found (also when it is deleted meanwhile), field_invalid, overloaded, disk_full.",
    errors: ["queue_not_found","field_invalid","overloaded","disk_full"],
  },
  settle: {
    name: "Settle",
    property: "settle",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/Settle",
    number: 110,
    verb: "POST",
    path: "/v1/queues/{queue}/settle",
    takesRest: false,
    body: "*",
    permission: "queues:work",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: SettleRequest,
    response: SettleResponse,
    docs: "Says what became of jobs, as one commit. Each outcome counts for itself: those whose lease is lost are named in the answer, and change nothing. An outcome that is told\nagain, with the same lease, is no error while the job is kept; one that says otherwise, that the work is done or that it is not, counts as lost. Errors: queue_not_found, field_invalid, lease_lost (when it is so of every outcome),\nrecord_too_large, commit_empty, commit_too_large, disk_full.",
    errors: ["queue_not_found","field_invalid","lease_lost","record_too_large","commit_empty","commit_too_large","disk_full"],
  },
  extend: {
    name: "Extend",
    property: "extend",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/Extend",
    number: 111,
    verb: "POST",
    path: "/v1/queues/{queue}/extend",
    takesRest: false,
    body: "*",
    permission: "queues:work",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ExtendRequest,
    response: ExtendResponse,
    docs: "Keeps leases from ending, and tells how far the work has come. The answer names the leases that are lost, and the jobs that are to be given up because they were\ncancelled; with `wait_ms` it comes as soon as there is one. Errors: queue_not_found, field_invalid.",
    errors: ["queue_not_found","field_invalid"],
  },
  getJob: {
    name: "GetJob",
    property: "getJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/GetJob",
    number: 112,
    verb: "GET",
    path: "/v1/queues/{queue}/jobs/{job}",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: GetJobRequest,
    response: GetJobResponse,
    docs: "One job with its attempts. Errors: queue_not_found, job_not_found, job_damaged.",
    errors: ["queue_not_found","job_not_found","job_damaged"],
  },
  listJobs: {
    name: "ListJobs",
    property: "listJobs",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/ListJobs",
    number: 113,
    verb: "GET",
    path: "/v1/queues/{queue}/jobs",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ListJobsRequest,
    response: ListJobsResponse,
    docs: "Jobs in the order of their ids, in pages. A page ends early when its jobs have 1 MiB together, or when so many jobs were looked at that others would wait, or\nbefore a job that is damaged; one that would begin with it is refused and names it: from the id behind it on, the others are listed.\nErrors: queue_not_found, field_invalid, expression_invalid, page_token_invalid, job_damaged.",
    errors: ["queue_not_found","field_invalid","expression_invalid","page_token_invalid","job_damaged"],
  },
  cancelJob: {
    name: "CancelJob",
    property: "cancelJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/CancelJob",
    number: 114,
    verb: "POST",
    path: "/v1/queues/{queue}/jobs/{job}/cancel",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: CancelJobRequest,
    response: CancelJobResponse,
    docs: "Gives a job up. One that waits is cancelled at once; one that is being worked on once its worker, told by the answer to its next extend, or to one that waits, has settled it in any way, or its\nlease has ended. Cancelling twice is no error. Errors: queue_not_found, job_not_found, job_state_invalid (done, dead).",
    errors: ["queue_not_found","job_not_found","job_state_invalid"],
  },
  runJob: {
    name: "RunJob",
    property: "runJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/RunJob",
    number: 115,
    verb: "POST",
    path: "/v1/queues/{queue}/jobs/{job}/run",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: RunJobRequest,
    response: RunJobResponse,
    docs: "A job that is delayed, or waits for its next attempt, is handed out without waiting any longer. One that waits already stays as it is. Errors: queue_not_found,\njob_not_found, job_state_invalid (done, dead, cancelled, being worked on).",
    errors: ["queue_not_found","job_not_found","job_state_invalid"],
  },
  retryJob: {
    name: "RetryJob",
    property: "retryJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/RetryJob",
    number: 116,
    verb: "POST",
    path: "/v1/queues/{queue}/jobs/{job}/retry",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: RetryJobRequest,
    response: RetryJobResponse,
    docs: "A job that is dead or cancelled is tried again, with all its attempts anew; those that were made stay listed. With new content it becomes a job of its own, which names\nthis one, and this one is removed. Errors: queue_not_found, job_not_found, job_state_invalid (any other state), field_invalid,\nrecord_too_large, expression_invalid, limit_exceeded, job_damaged (with new content), disk_full.",
    errors: ["queue_not_found","job_not_found","job_state_invalid","field_invalid","record_too_large","expression_invalid","limit_exceeded","job_damaged","disk_full"],
  },
  removeJob: {
    name: "RemoveJob",
    property: "removeJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/RemoveJob",
    number: 117,
    verb: "DELETE",
    path: "/v1/queues/{queue}/jobs/{job}",
    takesRest: false,
    body: "",
    permission: "queues:manage",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: RemoveJobRequest,
    response: RemoveJobResponse,
    docs: "Removes a job that is not being worked on, whatever its state. Errors: queue_not_found, job_not_found, job_state_invalid (being worked on).",
    errors: ["queue_not_found","job_not_found","job_state_invalid"],
  },
  explainJob: {
    name: "ExplainJob",
    property: "explainJob",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/ExplainJob",
    number: 118,
    verb: "GET",
    path: "/v1/queues/{queue}/jobs/{job}/explain",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ExplainJobRequest,
    response: ExplainJobResponse,
    docs: "Says what a job waits for at this moment. Errors: queue_not_found, job_not_found.",
    errors: ["queue_not_found","job_not_found"],
  },
  listWorkers: {
    name: "ListWorkers",
    property: "listWorkers",
    service: "QueuesService",
    fullName: "flowmesh.v1.QueuesService/ListWorkers",
    number: 119,
    verb: "GET",
    path: "/v1/queues/{queue}/workers",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ListWorkersRequest,
    response: ListWorkersResponse,
    docs: "Workers that hold jobs of the queue, or wait for some. Errors: queue_not_found.",
    errors: ["queue_not_found"],
  },
  commit: {
    name: "Commit",
    property: "commit",
    service: "CommitsService",
    fullName: "flowmesh.v1.CommitsService/Commit",
    number: 20,
    verb: "POST",
    path: "/v1/commits",
    takesRest: false,
    body: "*",
    permission: "",
    resource: "",
    retry: "identified",
    serverStreaming: false,
    request: CommitRequest,
    response: CommitResponse,
    docs: "All operations or none, at one position, visible together. An error of one of several operations names its index in `details.operation`. Each needs the\npermission of the method that does the same alone: Append, Publish, CommitCursors, Put, Delete, Increment, Enqueue, Settle; a check that of Get, one of an offset that of\nGetStream, one of a lease that of Settle. An operation sees\nwhat those before it did.\nErrors: as Append (of any operation), as Publish, as CommitCursors, as Put, as Delete, as Increment, as Enqueue, as Settle, commit_empty, commit_too_large, idempotency_key_reused,\nidempotency_full, lineage_id_invalid, disk_full.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_unknown","producer_fenced","sequence_out_of_order","partitions_changed","commit_empty","group_not_found","offset_out_of_range","member_unknown","member_fenced","group_not_empty","bucket_not_found","key_invalid","value_too_large","revision_mismatch","not_a_number","number_out_of_range","queue_not_found","field_invalid","expression_invalid","lease_lost"],
  },
  listDeadLetters: {
    name: "ListDeadLetters",
    property: "listDeadLetters",
    service: "DeadLettersService",
    fullName: "flowmesh.v1.DeadLettersService/ListDeadLetters",
    number: 126,
    verb: "GET",
    path: "/v1/dead-letters",
    takesRest: false,
    body: "",
    permission: "queues:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListDeadLettersRequest,
    response: ListDeadLettersResponse,
    docs: "Queues and groups that have dead letters, ordered by name, in pages. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  groupErrors: {
    name: "GroupErrors",
    property: "groupErrors",
    service: "DeadLettersService",
    fullName: "flowmesh.v1.DeadLettersService/GroupErrors",
    number: 127,
    verb: "GET",
    path: "/v1/queues/{queue}/errors",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: GroupErrorsRequest,
    response: GroupErrorsResponse,
    docs: "The dead jobs of one queue, grouped by what went wrong: errors that differ only in numbers, ids, paths or quoted text, in the same place of the code, are one group.\nLargest groups first. Errors: queue_not_found.",
    errors: ["queue_not_found"],
  },
  createBucket: {
    name: "CreateBucket",
    property: "createBucket",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/CreateBucket",
    number: 80,
    verb: "POST",
    path: "/v1/buckets",
    takesRest: false,
    body: "*",
    permission: "kv:create",
    resource: "bucket",
    retry: "never",
    serverStreaming: false,
    request: CreateBucketRequest,
    response: CreateBucketResponse,
    docs: "Creates a bucket. Visible to every later call. Errors: name_invalid, settings_invalid, bucket_exists, limit_exceeded, disk_full.",
    errors: ["name_invalid","settings_invalid","bucket_exists","limit_exceeded","disk_full"],
  },
  getBucket: {
    name: "GetBucket",
    property: "getBucket",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/GetBucket",
    number: 81,
    verb: "GET",
    path: "/v1/buckets/{bucket}",
    takesRest: false,
    body: "",
    permission: "kv:get",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: GetBucketRequest,
    response: GetBucketResponse,
    docs: "One bucket with its settings and figures. Errors: bucket_not_found.",
    errors: ["bucket_not_found"],
  },
  listBuckets: {
    name: "ListBuckets",
    property: "listBuckets",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/ListBuckets",
    number: 82,
    verb: "GET",
    path: "/v1/buckets",
    takesRest: false,
    body: "",
    permission: "kv:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListBucketsRequest,
    response: ListBucketsResponse,
    docs: "Buckets ordered by name, in pages. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  updateBucket: {
    name: "UpdateBucket",
    property: "updateBucket",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/UpdateBucket",
    number: 83,
    verb: "PATCH",
    path: "/v1/buckets/{bucket}",
    takesRest: false,
    body: "*",
    permission: "kv:update",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: UpdateBucketRequest,
    response: UpdateBucketResponse,
    docs: "Changes settings; what is absent stays. Errors: bucket_not_found, settings_invalid, revision_mismatch, disk_full.",
    errors: ["bucket_not_found","settings_invalid","revision_mismatch","disk_full"],
  },
  deleteBucket: {
    name: "DeleteBucket",
    property: "deleteBucket",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/DeleteBucket",
    number: 84,
    verb: "DELETE",
    path: "/v1/buckets/{bucket}",
    takesRest: false,
    body: "",
    permission: "kv:delete",
    resource: "bucket",
    retry: "never",
    serverStreaming: false,
    request: DeleteBucketRequest,
    response: DeleteBucketResponse,
    docs: "Deletes a bucket and its entries. Its name is free at once; its id is never used again. Errors: bucket_not_found, revision_mismatch.",
    errors: ["bucket_not_found","revision_mismatch"],
  },
  put: {
    name: "Put",
    property: "put",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/Put",
    number: 85,
    verb: "PUT",
    path: "/v1/buckets/{bucket}/entries/{key}",
    takesRest: true,
    body: "*",
    permission: "kv:write",
    resource: "bucket",
    retry: "identified",
    serverStreaming: false,
    request: PutRequest,
    response: PutResponse,
    docs: "Writes an entry, be it there or not, as one commit. Errors: bucket_not_found, key_invalid, value_too_large, revision_mismatch, idempotency_key_reused,\nidempotency_full, lineage_id_invalid, limit_exceeded, disk_full.",
    errors: ["bucket_not_found","key_invalid","value_too_large","revision_mismatch","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full"],
  },
  delete: {
    name: "Delete",
    property: "delete",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/Delete",
    number: 86,
    verb: "DELETE",
    path: "/v1/buckets/{bucket}/entries/{key}",
    takesRest: true,
    body: "",
    permission: "kv:write",
    resource: "bucket",
    retry: "identified",
    serverStreaming: false,
    request: DeleteRequest,
    response: DeleteResponse,
    docs: "Deletes an entry, as one commit. That there is none is no error, and then nothing is written. Errors: bucket_not_found, key_invalid, revision_mismatch,\nidempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.",
    errors: ["bucket_not_found","key_invalid","revision_mismatch","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full"],
  },
  increment: {
    name: "Increment",
    property: "increment",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/Increment",
    number: 87,
    verb: "POST",
    path: "/v1/buckets/{bucket}/counters/{key}",
    takesRest: true,
    body: "*",
    permission: "kv:write",
    resource: "bucket",
    retry: "identified",
    serverStreaming: false,
    request: IncrementRequest,
    response: IncrementResponse,
    docs: "Adds to the number that an entry holds as decimal text, as one commit; an entry that is not there counts as 0. Callers at the same time each add their part.\nErrors: bucket_not_found, key_invalid, not_a_number, number_out_of_range, idempotency_key_reused, idempotency_full, lineage_id_invalid, limit_exceeded, disk_full.",
    errors: ["bucket_not_found","key_invalid","not_a_number","number_out_of_range","idempotency_key_reused","idempotency_full","lineage_id_invalid","limit_exceeded","disk_full"],
  },
  get: {
    name: "Get",
    property: "get",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/Get",
    number: 88,
    verb: "GET",
    path: "/v1/buckets/{bucket}/entries/{key}",
    takesRest: true,
    body: "",
    permission: "kv:read",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: GetRequest,
    response: GetResponse,
    docs: "One entry, as it is now or as it was at one of the revisions kept. Errors: bucket_not_found, key_invalid, key_not_found, revision_not_kept, entry_damaged.",
    errors: ["bucket_not_found","key_invalid","key_not_found","revision_not_kept","entry_damaged"],
  },
  getMany: {
    name: "GetMany",
    property: "getMany",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/GetMany",
    number: 89,
    verb: "POST",
    path: "/v1/buckets/{bucket}/get",
    takesRest: false,
    body: "*",
    permission: "kv:read",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: GetManyRequest,
    response: GetManyResponse,
    docs: "Several entries, all as they were at one moment; one that is asked for twice comes twice. Errors: bucket_not_found, key_invalid, answer_too_large, entry_damaged.",
    errors: ["bucket_not_found","key_invalid","answer_too_large","entry_damaged"],
  },
  listEntries: {
    name: "ListEntries",
    property: "listEntries",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/ListEntries",
    number: 90,
    verb: "GET",
    path: "/v1/buckets/{bucket}/entries",
    takesRest: false,
    body: "",
    permission: "kv:read",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: ListEntriesRequest,
    response: ListEntriesResponse,
    docs: "Entries in the order of their keys, in pages. Each page is of one moment; what is written between two pages is seen by those that come later.\nErrors: bucket_not_found, key_invalid, page_token_invalid, entry_damaged.",
    errors: ["bucket_not_found","key_invalid","page_token_invalid","entry_damaged"],
  },
  getHistory: {
    name: "GetHistory",
    property: "getHistory",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/GetHistory",
    number: 91,
    verb: "GET",
    path: "/v1/buckets/{bucket}/history/{key}",
    takesRest: true,
    body: "",
    permission: "kv:read",
    resource: "bucket",
    retry: "safe",
    serverStreaming: false,
    request: GetHistoryRequest,
    response: GetHistoryResponse,
    docs: "The revisions of a key that are kept, oldest first, in pages; deletes and expiries too. Errors: bucket_not_found, key_invalid, key_not_found (no revision is kept),\npage_token_invalid, entry_damaged.",
    errors: ["bucket_not_found","key_invalid","key_not_found","page_token_invalid","entry_damaged"],
  },
  watch: {
    name: "Watch",
    property: "watch",
    service: "KvService",
    fullName: "flowmesh.v1.KvService/Watch",
    number: 92,
    verb: "POST",
    path: "/v1/buckets/{bucket}/watch",
    takesRest: false,
    body: "*",
    permission: "kv:read",
    resource: "bucket",
    retry: "safe",
    serverStreaming: true,
    request: WatchRequest,
    response: WatchResponse,
    docs: "Pushes the entries that are there, then every change, until the caller ends it. A change that was replaced before it was sent, beyond the bucket's history, may be\nleft out; the last one of every key never is. Errors: bucket_not_found (also when the bucket is deleted meanwhile), key_invalid, revision_out_of_range (at any time),\nentry_damaged.",
    errors: ["bucket_not_found","key_invalid","revision_out_of_range","entry_damaged"],
  },
  where: {
    name: "Where",
    property: "where",
    service: "LineageService",
    fullName: "flowmesh.v1.LineageService/Where",
    number: 160,
    verb: "GET",
    path: "/v1/where",
    takesRest: false,
    body: "",
    permission: "lineage:read",
    resource: "*",
    retry: "safe",
    serverStreaming: false,
    request: WhereRequest,
    response: WhereResponse,
    docs: "The family of a record, a job, an entry, a commit or a correlation id: from what began it down to everything that came of it, in pages. Nodes come in the order of\na tree, each behind the one that it stands beneath. What the caller may not read is there without its id. Errors: lineage_id_invalid, lineage_unknown, field_invalid,\npage_token_invalid.",
    errors: ["lineage_id_invalid","lineage_unknown","field_invalid","page_token_invalid"],
  },
  startOperation: {
    name: "StartOperation",
    property: "startOperation",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/StartOperation",
    number: 120,
    verb: "POST",
    path: "/v1/queues/{queue}/operations",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "never",
    serverStreaming: false,
    request: StartOperationRequest,
    response: StartOperationResponse,
    docs: "Begins an operation, or, with `dry_run`, tells what it would be about and changes nothing. A dry run needs the permission of ListJobs too, as it shows jobs; a move that of\nEnqueue on the other queue. It begins on a full disk too; one that makes new jobs of old ones waits for room. Errors: queue_not_found, name_invalid, field_invalid,\nexpression_invalid, record_too_large, limit_exceeded.",
    errors: ["queue_not_found","name_invalid","field_invalid","expression_invalid","record_too_large","limit_exceeded"],
  },
  getOperation: {
    name: "GetOperation",
    property: "getOperation",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/GetOperation",
    number: 121,
    verb: "GET",
    path: "/v1/queues/{queue}/operations/{operation}",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: GetOperationRequest,
    response: GetOperationResponse,
    docs: "One operation and how far it is. Errors: queue_not_found, operation_not_found.",
    errors: ["queue_not_found","operation_not_found"],
  },
  listOperations: {
    name: "ListOperations",
    property: "listOperations",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/ListOperations",
    number: 122,
    verb: "GET",
    path: "/v1/operations",
    takesRest: false,
    body: "",
    permission: "queues:read",
    resource: "*",
    retry: "safe",
    serverStreaming: false,
    request: ListOperationsRequest,
    response: ListOperationsResponse,
    docs: "Operations of all queues, or of one, newest first. Those on jobs of queues that the caller may not read are left out, so that a page may have fewer, and still not be the\nlast. Errors: page_token_invalid, queue_not_found.",
    errors: ["page_token_invalid","queue_not_found"],
  },
  pauseOperation: {
    name: "PauseOperation",
    property: "pauseOperation",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/PauseOperation",
    number: 123,
    verb: "POST",
    path: "/v1/queues/{queue}/operations/{operation}/pause",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: PauseOperationRequest,
    response: PauseOperationResponse,
    docs: "Changes no more jobs until it is resumed. Pausing twice is no error. Errors: queue_not_found, operation_not_found, operation_ended.",
    errors: ["queue_not_found","operation_not_found","operation_ended"],
  },
  resumeOperation: {
    name: "ResumeOperation",
    property: "resumeOperation",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/ResumeOperation",
    number: 124,
    verb: "POST",
    path: "/v1/queues/{queue}/operations/{operation}/resume",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: ResumeOperationRequest,
    response: ResumeOperationResponse,
    docs: "Goes on. Resuming twice is no error. Errors: queue_not_found, operation_not_found, operation_ended.",
    errors: ["queue_not_found","operation_not_found","operation_ended"],
  },
  stopOperation: {
    name: "StopOperation",
    property: "stopOperation",
    service: "OperationsService",
    fullName: "flowmesh.v1.OperationsService/StopOperation",
    number: 125,
    verb: "POST",
    path: "/v1/queues/{queue}/operations/{operation}/stop",
    takesRest: false,
    body: "*",
    permission: "queues:manage",
    resource: "queue",
    retry: "safe",
    serverStreaming: false,
    request: StopOperationRequest,
    response: StopOperationResponse,
    docs: "Ends it: jobs that it has not come to stay as they are. Stopping one that has ended is no error. Errors: queue_not_found, operation_not_found.",
    errors: ["queue_not_found","operation_not_found"],
  },
  putSchedule: {
    name: "PutSchedule",
    property: "putSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/PutSchedule",
    number: 140,
    verb: "PUT",
    path: "/v1/schedules/{schedule}",
    takesRest: false,
    body: "*",
    permission: "schedules:write",
    resource: "schedule",
    retry: "safe",
    serverStreaming: false,
    request: PutScheduleRequest,
    response: PutScheduleResponse,
    docs: "Creates a schedule, or replaces the one of this name: what it did, and what is told of it, stays. If it has the same times as before, it goes on where it was;\nnothing is written if nothing is other than before. The operations are checked as those of a commit, but for what depends on the moment. Each needs the permission\nthat it needs in a commit. Errors: name_invalid, settings_invalid, field_invalid, commit_empty, commit_too_large, record_too_large, stream_not_found,\npartition_not_found, queue_not_found, bucket_not_found, key_invalid, expression_invalid, revision_mismatch, limit_exceeded, disk_full.",
    errors: ["name_invalid","settings_invalid","field_invalid","commit_empty","commit_too_large","record_too_large","stream_not_found","partition_not_found","queue_not_found","bucket_not_found","key_invalid","expression_invalid","revision_mismatch","limit_exceeded","disk_full"],
  },
  getSchedule: {
    name: "GetSchedule",
    property: "getSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/GetSchedule",
    number: 141,
    verb: "GET",
    path: "/v1/schedules/{schedule}",
    takesRest: false,
    body: "",
    permission: "schedules:get",
    resource: "schedule",
    retry: "safe",
    serverStreaming: false,
    request: GetScheduleRequest,
    response: GetScheduleResponse,
    docs: "One schedule with its last firings. Errors: schedule_not_found, schedule_damaged.",
    errors: ["schedule_not_found","schedule_damaged"],
  },
  listSchedules: {
    name: "ListSchedules",
    property: "listSchedules",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/ListSchedules",
    number: 142,
    verb: "GET",
    path: "/v1/schedules",
    takesRest: false,
    body: "",
    permission: "schedules:list",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListSchedulesRequest,
    response: ListSchedulesResponse,
    docs: "Schedules ordered by name, in pages, without their operations and firings. Errors: page_token_invalid.",
    errors: ["page_token_invalid"],
  },
  deleteSchedule: {
    name: "DeleteSchedule",
    property: "deleteSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/DeleteSchedule",
    number: 143,
    verb: "DELETE",
    path: "/v1/schedules/{schedule}",
    takesRest: false,
    body: "",
    permission: "schedules:delete",
    resource: "schedule",
    retry: "never",
    serverStreaming: false,
    request: DeleteScheduleRequest,
    response: DeleteScheduleResponse,
    docs: "Deletes a schedule. What it did stays. Errors: schedule_not_found, revision_mismatch.",
    errors: ["schedule_not_found","revision_mismatch"],
  },
  pauseSchedule: {
    name: "PauseSchedule",
    property: "pauseSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/PauseSchedule",
    number: 144,
    verb: "POST",
    path: "/v1/schedules/{schedule}/pause",
    takesRest: false,
    body: "*",
    permission: "schedules:write",
    resource: "schedule",
    retry: "safe",
    serverStreaming: false,
    request: PauseScheduleRequest,
    response: PauseScheduleResponse,
    docs: "Lets times pass without firing until the schedule is resumed. Pausing twice is no error. Errors: schedule_not_found, disk_full.",
    errors: ["schedule_not_found","disk_full"],
  },
  resumeSchedule: {
    name: "ResumeSchedule",
    property: "resumeSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/ResumeSchedule",
    number: 145,
    verb: "POST",
    path: "/v1/schedules/{schedule}/resume",
    takesRest: false,
    body: "*",
    permission: "schedules:write",
    resource: "schedule",
    retry: "safe",
    serverStreaming: false,
    request: ResumeScheduleRequest,
    response: ResumeScheduleResponse,
    docs: "Goes on with the next time that is still to come; those that have passed are not made up for. A schedule of one moment that has passed fires now. Resuming twice is no\nerror. Errors: schedule_not_found, schedule_damaged, disk_full.",
    errors: ["schedule_not_found","schedule_damaged","disk_full"],
  },
  triggerSchedule: {
    name: "TriggerSchedule",
    property: "triggerSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/TriggerSchedule",
    number: 146,
    verb: "POST",
    path: "/v1/schedules/{schedule}/trigger",
    takesRest: false,
    body: "*",
    permission: "schedules:trigger",
    resource: "schedule",
    retry: "never",
    serverStreaming: false,
    request: TriggerScheduleRequest,
    response: TriggerScheduleResponse,
    docs: "Fires now, once, besides its times and whatever its state. A firing that is refused is the error of this call, and is not tried again. Errors: schedule_not_found,\nschedule_damaged, stream_not_found, partition_not_found, queue_not_found, bucket_not_found, revision_mismatch, expected_offset_mismatch, not_a_number,\nnumber_out_of_range, expression_invalid, disk_full.",
    errors: ["schedule_not_found","schedule_damaged","stream_not_found","partition_not_found","queue_not_found","bucket_not_found","revision_mismatch","expected_offset_mismatch","not_a_number","number_out_of_range","expression_invalid","disk_full"],
  },
  previewSchedule: {
    name: "PreviewSchedule",
    property: "previewSchedule",
    service: "SchedulesService",
    fullName: "flowmesh.v1.SchedulesService/PreviewSchedule",
    number: 147,
    verb: "POST",
    path: "/v1/schedule-times",
    takesRest: false,
    body: "*",
    permission: "schedules:get",
    resource: "*",
    retry: "safe",
    serverStreaming: false,
    request: PreviewScheduleRequest,
    response: PreviewScheduleResponse,
    docs: "The times that a schedule would have, without jitter. Changes nothing. Errors: settings_invalid, field_invalid.",
    errors: ["settings_invalid","field_invalid"],
  },
  getStatus: {
    name: "GetStatus",
    property: "getStatus",
    service: "SystemService",
    fullName: "flowmesh.v1.SystemService/GetStatus",
    number: 40,
    verb: "GET",
    path: "/v1/status",
    takesRest: false,
    body: "",
    permission: "system:read",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: GetStatusRequest,
    response: GetStatusResponse,
    docs: "What runs, where its data lies and how it is. Errors: none.",
    errors: [],
  },
  listDamage: {
    name: "ListDamage",
    property: "listDamage",
    service: "SystemService",
    fullName: "flowmesh.v1.SystemService/ListDamage",
    number: 41,
    verb: "GET",
    path: "/v1/damage",
    takesRest: false,
    body: "",
    permission: "system:read",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: ListDamageRequest,
    response: ListDamageResponse,
    docs: "Damage that was found in the log, with the places and offsets it covers. Errors: none.",
    errors: [],
  },
  getClock: {
    name: "GetClock",
    property: "getClock",
    service: "SystemService",
    fullName: "flowmesh.v1.SystemService/GetClock",
    number: 42,
    verb: "GET",
    path: "/v1/clock",
    takesRest: false,
    body: "",
    permission: "system:read",
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: GetClockRequest,
    response: GetClockResponse,
    docs: "What time it is where `flowmesh dev --clock virtual` runs: time stands still there until it is told to go on. Errors: clock_not_virtual.",
    errors: ["clock_not_virtual"],
  },
  advanceClock: {
    name: "AdvanceClock",
    property: "advanceClock",
    service: "SystemService",
    fullName: "flowmesh.v1.SystemService/AdvanceClock",
    number: 43,
    verb: "POST",
    path: "/v1/clock/advance",
    takesRest: false,
    body: "*",
    permission: "system:advance",
    resource: "",
    retry: "never",
    serverStreaming: false,
    request: AdvanceClockRequest,
    response: AdvanceClockResponse,
    docs: "Lets time pass there. Whatever becomes due on the way happens at its own moment, in order; answered when all of it has. Errors: clock_not_virtual,\nfield_invalid.",
    errors: ["clock_not_virtual","field_invalid"],
  },
};

/** Every method by its number in frames. */
export const methodsByNumber: ReadonlyMap<number, AnyMethod> = new Map(
  Object.values(methods as unknown as Record<string, AnyMethod>).map((method) => [method.number, method]),
);

/** Every method by its full name: `flowmesh.v1.StreamsService/Append`. */
export const methodsByFullName: ReadonlyMap<string, AnyMethod> = new Map(
  Object.values(methods as unknown as Record<string, AnyMethod>).map((method) => [method.fullName, method]),
);

/** The type of `callStreams`. */
export interface CallStreams {
  readonly appendStream: CallStream<AppendStreamRequest, AppendStreamRequestInit, AppendStreamResponse, AppendStreamResponseInit>;
}

/** Every stream of calls by its name in TypeScript. gRPC alone carries them. */
export const callStreams: CallStreams = {
  appendStream: {
    name: "AppendStream",
    fullName: "flowmesh.v1.StreamsService/AppendStream",
    carries: methods.append as unknown as AnyMethod,
    request: AppendStreamRequest,
    response: AppendStreamResponse,
    docs: "Appends batches one behind the other on one stream of gRPC: each request is a call of Append, with the same rights, limits and errors, and is answered in the\norder of the requests. An append that fails is answered with its error, and the stream goes on. Requests are begun in order and do not wait for one another;\nwhen too many are under way, the server reads no more until some are answered. The stream itself ends with an error when what comes on it is no gRPC or too\nlarge for a message, when its deadline has passed, and when FlowMesh stops: requests that came before are then answered first, and those without an answer were\nnot begun. Whoever loses the connection sends what was not answered once more, with the sequences of a producer so that nothing is written twice.",
  },
};
