// Generated from contract/ by `make generate`. Do not edit.

import type { CallOptions } from "../call-options.ts";
import type { AnyMethod, CallStream, Method } from "../method.ts";
import {
  AppendRequest,
  type AppendRequestInit,
  AppendResponse,
  type AppendResponseInit,
  AppendStreamRequest,
  type AppendStreamRequestInit,
  AppendStreamResponse,
  type AppendStreamResponseInit,
  CommitCursorsRequest,
  type CommitCursorsRequestInit,
  CommitCursorsResponse,
  type CommitCursorsResponseInit,
  CommitRequest,
  type CommitRequestInit,
  CommitResponse,
  type CommitResponseInit,
  CreateStreamRequest,
  type CreateStreamRequestInit,
  CreateStreamResponse,
  type CreateStreamResponseInit,
  DeleteGroupRequest,
  type DeleteGroupRequestInit,
  DeleteGroupResponse,
  type DeleteGroupResponseInit,
  DeleteStreamRequest,
  type DeleteStreamRequestInit,
  DeleteStreamResponse,
  type DeleteStreamResponseInit,
  FetchRequest,
  type FetchRequestInit,
  FetchResponse,
  type FetchResponseInit,
  FindOffsetsRequest,
  type FindOffsetsRequestInit,
  FindOffsetsResponse,
  type FindOffsetsResponseInit,
  GetGroupRequest,
  type GetGroupRequestInit,
  GetGroupResponse,
  type GetGroupResponseInit,
  GetStatusRequest,
  type GetStatusRequestInit,
  GetStatusResponse,
  type GetStatusResponseInit,
  GetStreamRequest,
  type GetStreamRequestInit,
  GetStreamResponse,
  type GetStreamResponseInit,
  HeartbeatRequest,
  type HeartbeatRequestInit,
  HeartbeatResponse,
  type HeartbeatResponseInit,
  JoinGroupRequest,
  type JoinGroupRequestInit,
  JoinGroupResponse,
  type JoinGroupResponseInit,
  LeaveGroupRequest,
  type LeaveGroupRequestInit,
  LeaveGroupResponse,
  type LeaveGroupResponseInit,
  ListDamageRequest,
  type ListDamageRequestInit,
  ListDamageResponse,
  type ListDamageResponseInit,
  ListGroupsRequest,
  type ListGroupsRequestInit,
  ListGroupsResponse,
  type ListGroupsResponseInit,
  ListStreamsRequest,
  type ListStreamsRequestInit,
  ListStreamsResponse,
  type ListStreamsResponseInit,
  OpenProducerRequest,
  type OpenProducerRequestInit,
  OpenProducerResponse,
  type OpenProducerResponseInit,
  PauseGroupRequest,
  type PauseGroupRequestInit,
  PauseGroupResponse,
  type PauseGroupResponseInit,
  PublishRequest,
  type PublishRequestInit,
  PublishResponse,
  type PublishResponseInit,
  ReadRequest,
  type ReadRequestInit,
  ReadResponse,
  type ReadResponseInit,
  ResetGroupRequest,
  type ResetGroupRequestInit,
  ResetGroupResponse,
  type ResetGroupResponseInit,
  ResumeGroupRequest,
  type ResumeGroupRequestInit,
  ResumeGroupResponse,
  type ResumeGroupResponseInit,
  SubscribeRequest,
  type SubscribeRequestInit,
  SubscribeResponse,
  type SubscribeResponseInit,
  UndoResetRequest,
  type UndoResetRequestInit,
  UndoResetResponse,
  type UndoResetResponseInit,
  UpdateStreamRequest,
  type UpdateStreamRequestInit,
  UpdateStreamResponse,
  type UpdateStreamResponseInit,
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
   * expected_offset_mismatch, idempotency_key_reused, idempotency_full, limit_exceeded, disk_full.
   */
  publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse>;
  /**
   * Appends one encoded batch to one partition as one commit. Errors: stream_not_found, partition_not_found, record_too_large,
   * commit_too_large, expected_offset_mismatch, idempotency_key_reused, idempotency_full, limit_exceeded, disk_full, batch_malformed (one without records
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

/** One atomic write across resources. */
export interface CommitsService {
  /**
   * All operations or none, at one position, visible together. An error of one operation names its index in `details.operation`. Each operation needs the
   * permission of the method that does the same alone: Append, Publish, CommitCursors.
   * Errors: as Append (of any operation), as Publish, as CommitCursors, commit_empty, commit_too_large, idempotency_key_reused, idempotency_full, disk_full.
   */
  commit(request: CommitRequestInit, options?: CallOptions): Promise<CommitResponse>;
}

/** The installation itself. */
export interface SystemService {
  /** What runs, where its data lies and how it is. Errors: none. */
  getStatus(request: GetStatusRequestInit, options?: CallOptions): Promise<GetStatusResponse>;
  /** Damage that was found in the log, with the places and offsets it covers. Errors: none. */
  listDamage(request: ListDamageRequestInit, options?: CallOptions): Promise<ListDamageResponse>;
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
  readonly commit: Method<CommitRequest, CommitRequestInit, CommitResponse, CommitResponseInit>;
  readonly getStatus: Method<GetStatusRequest, GetStatusRequestInit, GetStatusResponse, GetStatusResponseInit>;
  readonly listDamage: Method<ListDamageRequest, ListDamageRequestInit, ListDamageResponse, ListDamageResponseInit>;
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
    body: "*",
    permission: "streams:publish",
    resource: "stream",
    retry: "identified",
    serverStreaming: false,
    request: PublishRequest,
    response: PublishResponse,
    docs: "Publishes records as one commit: all or none. The server encodes them. A record without a partition goes where the key's murmur2 hash says,\none without a key too to the next partition in turn. Errors: stream_not_found, partition_not_found, commit_empty, record_too_large, commit_too_large,\nexpected_offset_mismatch, idempotency_key_reused, idempotency_full, limit_exceeded, disk_full.",
    errors: ["stream_not_found","partition_not_found","commit_empty","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","limit_exceeded","disk_full"],
  },
  append: {
    name: "Append",
    property: "append",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Append",
    number: 7,
    verb: "POST",
    path: "/v1/streams/{stream}/partitions/{partition}/batches",
    body: "batch",
    permission: "streams:publish",
    resource: "stream",
    retry: "identified",
    serverStreaming: false,
    request: AppendRequest,
    response: AppendResponse,
    docs: "Appends one encoded batch to one partition as one commit. Errors: stream_not_found, partition_not_found, record_too_large,\ncommit_too_large, expected_offset_mismatch, idempotency_key_reused, idempotency_full, limit_exceeded, disk_full, batch_malformed (one without records\ntoo), batch_crc_mismatch, batch_codec_unknown, producer_unknown (an id that OpenProducer did not hand out), producer_fenced, sequence_out_of_order,\npartitions_changed.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","limit_exceeded","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_unknown","producer_fenced","sequence_out_of_order","partitions_changed"],
  },
  read: {
    name: "Read",
    property: "read",
    service: "StreamsService",
    fullName: "flowmesh.v1.StreamsService/Read",
    number: 8,
    verb: "GET",
    path: "/v1/streams/{stream}/records",
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
  commit: {
    name: "Commit",
    property: "commit",
    service: "CommitsService",
    fullName: "flowmesh.v1.CommitsService/Commit",
    number: 20,
    verb: "POST",
    path: "/v1/commits",
    body: "*",
    permission: "",
    resource: "",
    retry: "identified",
    serverStreaming: false,
    request: CommitRequest,
    response: CommitResponse,
    docs: "All operations or none, at one position, visible together. An error of one operation names its index in `details.operation`. Each operation needs the\npermission of the method that does the same alone: Append, Publish, CommitCursors.\nErrors: as Append (of any operation), as Publish, as CommitCursors, commit_empty, commit_too_large, idempotency_key_reused, idempotency_full, disk_full.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","limit_exceeded","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_unknown","producer_fenced","sequence_out_of_order","partitions_changed","commit_empty","group_not_found","offset_out_of_range","member_unknown","member_fenced","group_not_empty"],
  },
  getStatus: {
    name: "GetStatus",
    property: "getStatus",
    service: "SystemService",
    fullName: "flowmesh.v1.SystemService/GetStatus",
    number: 40,
    verb: "GET",
    path: "/v1/status",
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
