// Generated from contract/ by `make generate`. Do not edit.

import type { CallOptions } from "../call-options.ts";
import type { AnyMethod, Method } from "../method.ts";
import {
  AppendRequest,
  type AppendRequestInit,
  AppendResponse,
  type AppendResponseInit,
  CommitRequest,
  type CommitRequestInit,
  CommitResponse,
  type CommitResponseInit,
  CreateStreamRequest,
  type CreateStreamRequestInit,
  CreateStreamResponse,
  type CreateStreamResponseInit,
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
  GetStatusRequest,
  type GetStatusRequestInit,
  GetStatusResponse,
  type GetStatusResponseInit,
  GetStreamRequest,
  type GetStreamRequestInit,
  GetStreamResponse,
  type GetStreamResponseInit,
  ListDamageRequest,
  type ListDamageRequestInit,
  ListDamageResponse,
  type ListDamageResponseInit,
  ListStreamsRequest,
  type ListStreamsRequestInit,
  ListStreamsResponse,
  type ListStreamsResponseInit,
  OpenProducerRequest,
  type OpenProducerRequestInit,
  OpenProducerResponse,
  type OpenProducerResponseInit,
  PublishRequest,
  type PublishRequestInit,
  PublishResponse,
  type PublishResponseInit,
  ReadRequest,
  type ReadRequestInit,
  ReadResponse,
  type ReadResponseInit,
  SubscribeRequest,
  type SubscribeRequestInit,
  SubscribeResponse,
  type SubscribeResponseInit,
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
  /** Changes settings, or adds partitions; what is absent stays. Errors: stream_not_found, settings_invalid, partitions_shrink. */
  updateStream(request: UpdateStreamRequestInit, options?: CallOptions): Promise<UpdateStreamResponse>;
  /** Deletes a stream and its records. Its name is free at once; its id is never used again. Errors: stream_not_found. */
  deleteStream(request: DeleteStreamRequestInit, options?: CallOptions): Promise<DeleteStreamResponse>;
  /**
   * Publishes records as one commit: all or none. The server encodes them. A record without a partition goes where the key's murmur2 hash says,
   * one without a key too to the next partition in turn. Errors: stream_not_found, partition_not_found, record_too_large, commit_too_large,
   * expected_offset_mismatch, idempotency_key_reused, idempotency_full, disk_full.
   */
  publish(request: PublishRequestInit, options?: CallOptions): Promise<PublishResponse>;
  /**
   * Appends one encoded batch to one partition as one commit. Errors: as Publish, and batch_malformed, batch_crc_mismatch, batch_codec_unknown,
   * producer_fenced, sequence_out_of_order.
   */
  append(request: AppendRequestInit, options?: CallOptions): Promise<AppendResponse>;
  /**
   * Reads single records of one partition or of all, a page at a time. Errors: stream_not_found, partition_not_found, offset_out_of_range,
   * page_token_invalid, records_damaged.
   */
  read(request: ReadRequestInit, options?: CallOptions): Promise<ReadResponse>;
  /**
   * Reads whole batches of one partition, from the batch that holds `offset` on. The first batch is returned even if it is larger than `max_bytes`.
   * Errors: stream_not_found, partition_not_found, offset_out_of_range, records_damaged.
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
   * Errors: disk_full.
   */
  openProducer(request: OpenProducerRequestInit, options?: CallOptions): Promise<OpenProducerResponse>;
}

/** One atomic write across resources. */
export interface CommitsService {
  /**
   * All operations or none, at one position, visible together. An error of one operation names its index in `details.operation`.
   * Errors: as Append (of any operation), as Publish, commit_empty, commit_too_large, idempotency_key_reused, idempotency_full, disk_full.
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
    permission: "streams:read",
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
    docs: "Changes settings, or adds partitions; what is absent stays. Errors: stream_not_found, settings_invalid, partitions_shrink.",
    errors: ["stream_not_found","settings_invalid","partitions_shrink"],
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
    docs: "Deletes a stream and its records. Its name is free at once; its id is never used again. Errors: stream_not_found.",
    errors: ["stream_not_found"],
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
    docs: "Publishes records as one commit: all or none. The server encodes them. A record without a partition goes where the key's murmur2 hash says,\none without a key too to the next partition in turn. Errors: stream_not_found, partition_not_found, record_too_large, commit_too_large,\nexpected_offset_mismatch, idempotency_key_reused, idempotency_full, disk_full.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","disk_full"],
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
    docs: "Appends one encoded batch to one partition as one commit. Errors: as Publish, and batch_malformed, batch_crc_mismatch, batch_codec_unknown,\nproducer_fenced, sequence_out_of_order.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_fenced","sequence_out_of_order"],
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
    docs: "Reads single records of one partition or of all, a page at a time. Errors: stream_not_found, partition_not_found, offset_out_of_range,\npage_token_invalid, records_damaged.",
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","page_token_invalid","records_damaged"],
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
    docs: "Reads whole batches of one partition, from the batch that holds `offset` on. The first batch is returned even if it is larger than `max_bytes`.\nErrors: stream_not_found, partition_not_found, offset_out_of_range, records_damaged.",
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","records_damaged"],
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
    errors: ["stream_not_found","partition_not_found","offset_out_of_range","records_damaged"],
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
    resource: "",
    retry: "safe",
    serverStreaming: false,
    request: OpenProducerRequest,
    response: OpenProducerResponse,
    docs: "Hands out a producer id that was never used before. Batches that carry it and count their sequences may be sent again without doubles.\nErrors: disk_full.",
    errors: ["disk_full"],
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
    permission: "commits:write",
    resource: "",
    retry: "identified",
    serverStreaming: false,
    request: CommitRequest,
    response: CommitResponse,
    docs: "All operations or none, at one position, visible together. An error of one operation names its index in `details.operation`.\nErrors: as Append (of any operation), as Publish, commit_empty, commit_too_large, idempotency_key_reused, idempotency_full, disk_full.",
    errors: ["stream_not_found","partition_not_found","record_too_large","commit_too_large","expected_offset_mismatch","idempotency_key_reused","idempotency_full","disk_full","batch_malformed","batch_crc_mismatch","batch_codec_unknown","producer_fenced","sequence_out_of_order","commit_empty"],
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
