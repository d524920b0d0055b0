// Generated from contract/ by `make generate`. Do not edit.

/** What kind of failure it is: a closed set, the same as gRPC's. Programs decide by it, or by the reason. */
export type ErrorCode =
  | "invalid_argument"
  | "not_found"
  | "already_exists"
  | "failed_precondition"
  | "aborted"
  | "out_of_range"
  | "resource_exhausted"
  | "unauthenticated"
  | "permission_denied"
  | "unavailable"
  | "deadline_exceeded"
  | "unimplemented"
  | "internal"
  | "data_loss";

/** The exact failure. New ones may be added; the code tells how to treat one that a program does not know. */
export type ErrorReason =
  | "name_invalid"
  | "field_invalid"
  | "field_unknown"
  | "value_not_json"
  | "event_attribute_missing"
  | "event_attribute_invalid"
  | "event_version_unknown"
  | "event_data_invalid"
  | "not_an_event"
  | "settings_invalid"
  | "expression_invalid"
  | "message_malformed"
  | "message_too_large"
  | "reply_too_large"
  | "page_token_invalid"
  | "stream_not_found"
  | "partition_not_found"
  | "stream_exists"
  | "partitions_shrink"
  | "revision_mismatch"
  | "limit_exceeded"
  | "record_too_large"
  | "commit_too_large"
  | "commit_empty"
  | "batch_malformed"
  | "batch_crc_mismatch"
  | "batch_codec_unknown"
  | "expected_offset_mismatch"
  | "partitions_changed"
  | "producer_fenced"
  | "producer_unknown"
  | "sequence_out_of_order"
  | "idempotency_key_reused"
  | "idempotency_full"
  | "offset_out_of_range"
  | "records_damaged"
  | "records_malformed"
  | "group_not_found"
  | "group_not_empty"
  | "member_unknown"
  | "member_fenced"
  | "nothing_to_undo"
  | "bucket_not_found"
  | "bucket_exists"
  | "key_invalid"
  | "value_too_large"
  | "key_not_found"
  | "revision_not_kept"
  | "revision_out_of_range"
  | "not_a_number"
  | "number_out_of_range"
  | "entry_not_json"
  | "answer_too_large"
  | "entry_damaged"
  | "queue_not_found"
  | "queue_exists"
  | "job_not_found"
  | "job_state_invalid"
  | "lineage_id_invalid"
  | "lineage_unknown"
  | "lease_lost"
  | "job_failed"
  | "job_not_json"
  | "job_damaged"
  | "operation_not_found"
  | "operation_ended"
  | "schedule_not_found"
  | "schedule_damaged"
  | "disk_full"
  | "overloaded"
  | "starting"
  | "stopping"
  | "log_failed"
  | "handler_ended"
  | "closed"
  | "connection_failed"
  | "deadline_exceeded"
  | "buffer_full"
  | "method_unknown"
  | "route_not_found"
  | "verb_not_allowed"
  | "media_type_unknown"
  | "host_not_allowed"
  | "origin_not_allowed"
  | "token_missing"
  | "token_invalid"
  | "certificate_unknown"
  | "permission_missing"
  | "tls_required"
  | "compression_unknown"
  | "capability_missing"
  | "clock_not_virtual"
  | "protocol_violation"
  | "internal"
  | "port_taken"
  | "data_dir_locked"
  | "data_dir_unusable"
  | "data_version_newer"
  | "data_index_newer"
  | "address_not_loopback"
  | "access_missing"
  | "tokens_file_invalid"
  | "token_name_taken"
  | "token_not_found"
  | "tls_invalid"
  | "configuration_invalid"
  | "usage_invalid"
  | "file_unreadable"
  | "line_too_long"
  | "instance_not_found";

/** What a reason means, on every face. */
export interface ErrorEntry {
  readonly reason: ErrorReason;
  readonly code: ErrorCode;
  /** HTTP status. */
  readonly http: number;
  /** gRPC's status code. */
  readonly grpc: number;
  /** Error number in the Kafka protocol. */
  readonly kafka: number;
  /** Exit code of the CLI. */
  readonly exit: number;
  /** Whether the same call may succeed later without a change. */
  readonly retry: boolean;
  /** What happened and why; `{name}` stands for a detail. */
  readonly message: string;
  /** What to do; `{name}` stands for a detail. */
  readonly fix: string;
  /** Names of the details that message and fix take. */
  readonly params: readonly string[];
}

/** The details that each reason's texts take. */
export interface ErrorParams {
  readonly name_invalid: { readonly kind: string | number; readonly name: string | number };
  readonly field_invalid: { readonly field: string | number; readonly problem: string | number };
  readonly field_unknown: { readonly field: string | number; readonly message: string | number; readonly known: string | number };
  readonly value_not_json: { readonly offset: string | number; readonly partition: string | number; readonly problem: string | number };
  readonly event_attribute_missing: { readonly event: string | number; readonly attribute: string | number };
  readonly event_attribute_invalid: { readonly attribute: string | number; readonly event: string | number; readonly problem: string | number };
  readonly event_version_unknown: { readonly event: string | number; readonly specversion: string | number };
  readonly event_data_invalid: { readonly event: string | number; readonly problem: string | number };
  readonly not_an_event: { readonly offset: string | number; readonly partition: string | number; readonly stream: string | number };
  readonly settings_invalid: { readonly field: string | number; readonly problem: string | number };
  readonly expression_invalid: { readonly field: string | number; readonly problem: string | number; readonly at: string | number };
  readonly message_malformed: { readonly format: string | number; readonly problem: string | number };
  readonly message_too_large: { readonly size: string | number; readonly limit: string | number };
  readonly reply_too_large: { readonly size: string | number; readonly limit: string | number };
  readonly page_token_invalid: Readonly<Record<string, never>>;
  readonly stream_not_found: { readonly stream: string | number };
  readonly partition_not_found: { readonly stream: string | number; readonly partition: string | number; readonly partitions: string | number; readonly last: string | number };
  readonly stream_exists: { readonly stream: string | number };
  readonly partitions_shrink: { readonly stream: string | number; readonly partitions: string | number };
  readonly revision_mismatch: { readonly what: string | number; readonly actual: string | number; readonly expected: string | number };
  readonly limit_exceeded: { readonly what: string | number; readonly value: string | number; readonly limit: string | number; readonly name: string | number };
  readonly record_too_large: { readonly part: string | number; readonly index: string | number; readonly size: string | number; readonly unit: string | number; readonly limit: string | number };
  readonly commit_too_large: { readonly size: string | number; readonly unit: string | number; readonly limit: string | number };
  readonly commit_empty: { readonly what: string | number; readonly part: string | number };
  readonly batch_malformed: { readonly problem: string | number };
  readonly batch_crc_mismatch: { readonly actual: string | number; readonly expected: string | number };
  readonly batch_codec_unknown: { readonly codec: string | number };
  readonly expected_offset_mismatch: { readonly partition: string | number; readonly stream: string | number; readonly actual: string | number; readonly expected: string | number };
  readonly partitions_changed: { readonly stream: string | number; readonly partitions: string | number; readonly named: string | number };
  readonly producer_fenced: { readonly producer: string | number; readonly epoch: string | number; readonly current: string | number };
  readonly producer_unknown: { readonly producer: string | number };
  readonly sequence_out_of_order: { readonly producer: string | number; readonly sequence: string | number; readonly partition: string | number; readonly expected: string | number };
  readonly idempotency_key_reused: { readonly key: string | number };
  readonly idempotency_full: { readonly limit: string | number };
  readonly offset_out_of_range: { readonly offset: string | number; readonly partition: string | number; readonly stream: string | number; readonly earliest: string | number; readonly end: string | number };
  readonly records_damaged: { readonly first: string | number; readonly last: string | number; readonly partition: string | number; readonly stream: string | number; readonly problem: string | number; readonly next: string | number };
  readonly records_malformed: { readonly first: string | number; readonly last: string | number; readonly partition: string | number; readonly stream: string | number; readonly problem: string | number; readonly next: string | number };
  readonly group_not_found: { readonly group: string | number };
  readonly group_not_empty: { readonly group: string | number; readonly members: string | number };
  readonly member_unknown: { readonly group: string | number; readonly member: string | number };
  readonly member_fenced: { readonly member: string | number; readonly group: string | number; readonly epoch: string | number; readonly problem: string | number };
  readonly nothing_to_undo: { readonly group: string | number };
  readonly bucket_not_found: { readonly bucket: string | number };
  readonly bucket_exists: { readonly bucket: string | number };
  readonly key_invalid: { readonly field: string | number; readonly problem: string | number };
  readonly value_too_large: { readonly key: string | number; readonly size: string | number; readonly limit: string | number };
  readonly key_not_found: { readonly bucket: string | number; readonly key: string | number };
  readonly revision_not_kept: { readonly revision: string | number; readonly key: string | number; readonly bucket: string | number };
  readonly revision_out_of_range: { readonly bucket: string | number; readonly revision: string | number; readonly earliest: string | number; readonly latest: string | number };
  readonly not_a_number: { readonly key: string | number; readonly bucket: string | number };
  readonly number_out_of_range: { readonly by: string | number; readonly value: string | number; readonly key: string | number; readonly bucket: string | number; readonly limit: string | number };
  readonly entry_not_json: { readonly key: string | number; readonly revision: string | number; readonly problem: string | number };
  readonly answer_too_large: { readonly count: string | number; readonly what: string | number; readonly limit: string | number };
  readonly entry_damaged: { readonly revision: string | number; readonly key: string | number; readonly bucket: string | number; readonly problem: string | number };
  readonly queue_not_found: { readonly queue: string | number };
  readonly queue_exists: { readonly queue: string | number };
  readonly job_not_found: { readonly queue: string | number; readonly job: string | number };
  readonly job_state_invalid: { readonly job: string | number; readonly queue: string | number; readonly state: string | number; readonly wanted: string | number };
  readonly lineage_id_invalid: { readonly field: string | number; readonly id: string | number; readonly problem: string | number };
  readonly lineage_unknown: { readonly id: string | number; readonly problem: string | number };
  readonly lease_lost: { readonly lease: string | number; readonly job: string | number; readonly queue: string | number; readonly problem: string | number };
  readonly job_failed: { readonly job: string | number; readonly queue: string | number; readonly state: string | number; readonly problem: string | number };
  readonly job_not_json: { readonly part: string | number; readonly job: string | number; readonly queue: string | number; readonly problem: string | number };
  readonly job_damaged: { readonly job: string | number; readonly queue: string | number; readonly problem: string | number };
  readonly operation_not_found: { readonly queue: string | number; readonly operation: string | number };
  readonly operation_ended: { readonly operation: string | number; readonly queue: string | number; readonly state: string | number };
  readonly schedule_not_found: { readonly schedule: string | number };
  readonly schedule_damaged: { readonly schedule: string | number; readonly problem: string | number };
  readonly disk_full: { readonly path: string | number };
  readonly overloaded: { readonly what: string | number; readonly limit: string | number };
  readonly starting: { readonly state: string | number };
  readonly stopping: Readonly<Record<string, never>>;
  readonly log_failed: { readonly problem: string | number };
  readonly handler_ended: Readonly<Record<string, never>>;
  readonly closed: { readonly what: string | number };
  readonly connection_failed: { readonly address: string | number; readonly problem: string | number };
  readonly deadline_exceeded: { readonly what: string | number; readonly timeoutMs: string | number };
  readonly buffer_full: { readonly size: string | number };
  readonly method_unknown: { readonly method: string | number };
  readonly route_not_found: { readonly verb: string | number; readonly path: string | number };
  readonly verb_not_allowed: { readonly path: string | number; readonly verb: string | number; readonly allowed: string | number };
  readonly media_type_unknown: { readonly type: string | number; readonly accepted: string | number };
  readonly host_not_allowed: { readonly host: string | number };
  readonly origin_not_allowed: { readonly origin: string | number };
  readonly token_missing: Readonly<Record<string, never>>;
  readonly token_invalid: { readonly problem: string | number };
  readonly certificate_unknown: { readonly subject: string | number };
  readonly permission_missing: { readonly identity: string | number; readonly permission: string | number; readonly resource: string | number };
  readonly tls_required: Readonly<Record<string, never>>;
  readonly compression_unknown: { readonly codec: string | number; readonly accepted: string | number };
  readonly capability_missing: { readonly what: string | number };
  readonly clock_not_virtual: Readonly<Record<string, never>>;
  readonly protocol_violation: { readonly problem: string | number };
  readonly internal: { readonly reference: string | number };
  readonly port_taken: { readonly port: string | number; readonly host: string | number };
  readonly data_dir_locked: { readonly path: string | number; readonly pid: string | number };
  readonly data_dir_unusable: { readonly path: string | number; readonly problem: string | number };
  readonly data_version_newer: { readonly path: string | number; readonly found: string | number; readonly known: string | number };
  readonly data_index_newer: { readonly path: string | number; readonly position: string | number; readonly known: string | number };
  readonly address_not_loopback: { readonly host: string | number };
  readonly access_missing: { readonly problem: string | number; readonly path: string | number };
  readonly tokens_file_invalid: { readonly path: string | number; readonly problem: string | number };
  readonly token_name_taken: { readonly path: string | number; readonly name: string | number };
  readonly token_not_found: { readonly path: string | number; readonly name: string | number };
  readonly tls_invalid: { readonly path: string | number; readonly problem: string | number };
  readonly configuration_invalid: { readonly key: string | number; readonly origin: string | number; readonly problem: string | number };
  readonly usage_invalid: { readonly problem: string | number; readonly command: string | number };
  readonly file_unreadable: { readonly path: string | number; readonly problem: string | number };
  readonly line_too_long: { readonly line: string | number; readonly size: string | number; readonly limit: string | number };
  readonly instance_not_found: { readonly folder: string | number };
}

/** Every error that FlowMesh gives, by its reason. */
export const errors: Readonly<Record<ErrorReason, ErrorEntry>> = {
  /** the {kind} name "{name}" is not allowed: use 1 to 249 of the characters A-Z a-z 0-9 . _ - and neither . nor .. alone. */
  name_invalid: {
    reason: "name_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 17,
    exit: 2,
    retry: false,
    message: "the {kind} name \"{name}\" is not allowed",
    fix: "use 1 to 249 of the characters A-Z a-z 0-9 . _ - and neither . nor .. alone",
    params: ["kind","name"],
  },
  /** field {field} {problem}: correct it, and try again. */
  field_invalid: {
    reason: "field_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "field {field} {problem}",
    fix: "correct it, and try again",
    params: ["field","problem"],
  },
  /** there is no field {field} in {message}: check the spelling against the reference; the fields are: {known}. */
  field_unknown: {
    reason: "field_unknown",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "there is no field {field} in {message}",
    fix: "check the spelling against the reference; the fields are: {known}",
    params: ["field","message","known"],
  },
  /** the value at offset {offset} of partition {partition} is no JSON: {problem}: take it as text or bytes, or publish JSON. */
  value_not_json: {
    reason: "value_not_json",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the value at offset {offset} of partition {partition} is no JSON: {problem}",
    fix: "take it as text or bytes, or publish JSON",
    params: ["offset","partition","problem"],
  },
  /** CloudEvent {event} has no {attribute}: give specversion, id, source and type: as members of the JSON object, or as the headers ce-specversion, ce-id, ce-source and ce-type. */
  event_attribute_missing: {
    reason: "event_attribute_missing",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "CloudEvent {event} has no {attribute}",
    fix: "give specversion, id, source and type: as members of the JSON object, or as the headers ce-specversion, ce-id, ce-source and ce-type",
    params: ["event","attribute"],
  },
  /** the attribute {attribute} of CloudEvent {event} {problem}: correct the attribute as CloudEvents 1.0 describes it, and send the events again. */
  event_attribute_invalid: {
    reason: "event_attribute_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the attribute {attribute} of CloudEvent {event} {problem}",
    fix: "correct the attribute as CloudEvents 1.0 describes it, and send the events again",
    params: ["attribute","event","problem"],
  },
  /** CloudEvent {event} is of version {specversion}; only 1.0 is taken: send it as CloudEvents 1.0, with specversion 1.0. */
  event_version_unknown: {
    reason: "event_version_unknown",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "CloudEvent {event} is of version {specversion}; only 1.0 is taken",
    fix: "send it as CloudEvents 1.0, with specversion 1.0",
    params: ["event","specversion"],
  },
  /** the data of CloudEvent {event} {problem}: give the data once: in data as JSON or text as its content type says, or in data_base64 as base64. */
  event_data_invalid: {
    reason: "event_data_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the data of CloudEvent {event} {problem}",
    fix: "give the data once: in data as JSON or text as its content type says, or in data_base64 as base64",
    params: ["event","problem"],
  },
  /** there is no CloudEvent at offset {offset} of partition {partition} of {stream}: look at what is there with GET /v1/streams/{stream}/records; a CloudEvent has the headers ce_specversion, ce_id, ce_source and ce_type. */
  not_an_event: {
    reason: "not_an_event",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "there is no CloudEvent at offset {offset} of partition {partition} of {stream}",
    fix: "look at what is there with GET /v1/streams/{stream}/records; a CloudEvent has the headers ce_specversion, ce_id, ce_source and ce_type",
    params: ["offset","partition","stream"],
  },
  /** setting {field} {problem}: give a value that this setting takes. */
  settings_invalid: {
    reason: "settings_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 40,
    exit: 2,
    retry: false,
    message: "setting {field} {problem}",
    fix: "give a value that this setting takes",
    params: ["field","problem"],
  },
  /** the expression in {field} {problem} (character {at}): correct the expression there; it has the syntax of CEL, such as value.customer or attempts > 2 && error.contains("timeout"). */
  expression_invalid: {
    reason: "expression_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the expression in {field} {problem} (character {at})",
    fix: "correct the expression there; it has the syntax of CEL, such as value.customer or attempts > 2 && error.contains(\"timeout\")",
    params: ["field","problem","at"],
  },
  /** the {format} could not be read: {problem}: send a well-formed message. */
  message_malformed: {
    reason: "message_malformed",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the {format} could not be read: {problem}",
    fix: "send a well-formed message",
    params: ["format","problem"],
  },
  /** the message has {size} bytes; at most {limit} are taken: send less at once. */
  message_too_large: {
    reason: "message_too_large",
    code: "invalid_argument",
    http: 413,
    grpc: 3,
    kafka: 10,
    exit: 2,
    retry: false,
    message: "the message has {size} bytes; at most {limit} are taken",
    fix: "send less at once",
    params: ["size","limit"],
  },
  /** the answer has {size} bytes, and the client takes at most {limit}; what was to be written is written: take larger frames (max_frame_bytes in HELLO), or ask for less at once. */
  reply_too_large: {
    reason: "reply_too_large",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 10,
    exit: 2,
    retry: false,
    message: "the answer has {size} bytes, and the client takes at most {limit}; what was to be written is written",
    fix: "take larger frames (max_frame_bytes in HELLO), or ask for less at once",
    params: ["size","limit"],
  },
  /** the page token was not made by this server for this call: pass next_page_token of the page before as it is, or start without one. */
  page_token_invalid: {
    reason: "page_token_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the page token was not made by this server for this call",
    fix: "pass next_page_token of the page before as it is, or start without one",
    params: [],
  },
  /** there is no stream {stream}: create it, or check the name with the list of streams. */
  stream_not_found: {
    reason: "stream_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 3,
    exit: 3,
    retry: false,
    message: "there is no stream {stream}",
    fix: "create it, or check the name with the list of streams",
    params: ["stream"],
  },
  /** stream {stream} has no partition {partition}; it has {partitions}: use a partition from 0 to {last}. */
  partition_not_found: {
    reason: "partition_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 3,
    exit: 3,
    retry: false,
    message: "stream {stream} has no partition {partition}; it has {partitions}",
    fix: "use a partition from 0 to {last}",
    params: ["stream","partition","partitions","last"],
  },
  /** stream {stream} exists already: use it, choose another name, or update its settings. */
  stream_exists: {
    reason: "stream_exists",
    code: "already_exists",
    http: 409,
    grpc: 6,
    kafka: 36,
    exit: 4,
    retry: false,
    message: "stream {stream} exists already",
    fix: "use it, choose another name, or update its settings",
    params: ["stream"],
  },
  /** stream {stream} has {partitions} partitions and cannot have fewer: give a number of at least {partitions}. */
  partitions_shrink: {
    reason: "partitions_shrink",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 37,
    exit: 4,
    retry: false,
    message: "stream {stream} has {partitions} partitions and cannot have fewer",
    fix: "give a number of at least {partitions}",
    params: ["stream","partitions"],
  },
  /** {what} was changed meanwhile: its revision is {actual}, not {expected}: look at it again, decide again, and send the change with the new revision. */
  revision_mismatch: {
    reason: "revision_mismatch",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "{what} was changed meanwhile: its revision is {actual}, not {expected}",
    fix: "look at it again, decide again, and send the change with the new revision",
    params: ["what","actual","expected"],
  },
  /** {what} would be {value}; the limit is {limit}: remove what is not needed, or raise the limit {name}. */
  limit_exceeded: {
    reason: "limit_exceeded",
    code: "resource_exhausted",
    http: 429,
    grpc: 8,
    kafka: 44,
    exit: 1,
    retry: false,
    message: "{what} would be {value}; the limit is {limit}",
    fix: "remove what is not needed, or raise the limit {name}",
    params: ["what","value","limit","name"],
  },
  /** the {part} of record {index} has {size} {unit}; at most {limit} are taken: make it smaller, or store the content elsewhere and publish a reference. */
  record_too_large: {
    reason: "record_too_large",
    code: "invalid_argument",
    http: 413,
    grpc: 3,
    kafka: 10,
    exit: 2,
    retry: false,
    message: "the {part} of record {index} has {size} {unit}; at most {limit} are taken",
    fix: "make it smaller, or store the content elsewhere and publish a reference",
    params: ["part","index","size","unit","limit"],
  },
  /** the commit has {size} {unit}; at most {limit} are taken: split it into several commits. */
  commit_too_large: {
    reason: "commit_too_large",
    code: "invalid_argument",
    http: 413,
    grpc: 3,
    kafka: 10,
    exit: 2,
    retry: false,
    message: "the commit has {size} {unit}; at most {limit} are taken",
    fix: "split it into several commits",
    params: ["size","unit","limit"],
  },
  /** the {what} has no {part}: give at least one. */
  commit_empty: {
    reason: "commit_empty",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the {what} has no {part}",
    fix: "give at least one",
    params: ["what","part"],
  },
  /** the batch is not a RecordBatch v2: {problem}: encode it again; see the batch format. */
  batch_malformed: {
    reason: "batch_malformed",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 87,
    exit: 2,
    retry: false,
    message: "the batch is not a RecordBatch v2: {problem}",
    fix: "encode it again; see the batch format",
    params: ["problem"],
  },
  /** the batch's CRC32C is {actual}, its header says {expected}: send it again; if it stays, the encoder or the network path changes bytes. */
  batch_crc_mismatch: {
    reason: "batch_crc_mismatch",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 2,
    exit: 2,
    retry: true,
    message: "the batch's CRC32C is {actual}, its header says {expected}",
    fix: "send it again; if it stays, the encoder or the network path changes bytes",
    params: ["actual","expected"],
  },
  /** the batch uses compression codec {codec}, which is not known: use none, gzip, snappy, lz4 or zstd (0 to 4). */
  batch_codec_unknown: {
    reason: "batch_codec_unknown",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 76,
    exit: 2,
    retry: false,
    message: "the batch uses compression codec {codec}, which is not known",
    fix: "use none, gzip, snappy, lz4 or zstd (0 to 4)",
    params: ["codec"],
  },
  /** partition {partition} of stream {stream} is at offset {actual}, not at {expected}: read what was written meanwhile, decide again, and publish with the new offset. */
  expected_offset_mismatch: {
    reason: "expected_offset_mismatch",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "partition {partition} of stream {stream} is at offset {actual}, not at {expected}",
    fix: "read what was written meanwhile, decide again, and publish with the new offset",
    params: ["partition","stream","actual","expected"],
  },
  /** stream {stream} has {partitions} partitions, not the {named} by which the keys of the batch were given one; nothing of it was written: choose the partitions of its records again by the new number, and keep the order of each key. */
  partitions_changed: {
    reason: "partitions_changed",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 6,
    exit: 4,
    retry: false,
    message: "stream {stream} has {partitions} partitions, not the {named} by which the keys of the batch were given one; nothing of it was written",
    fix: "choose the partitions of its records again by the new number, and keep the order of each key",
    params: ["stream","partitions","named"],
  },
  /** producer {producer} with epoch {epoch} was replaced by epoch {current}: open a producer again. */
  producer_fenced: {
    reason: "producer_fenced",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 47,
    exit: 4,
    retry: false,
    message: "producer {producer} with epoch {epoch} was replaced by epoch {current}",
    fix: "open a producer again",
    params: ["producer","epoch","current"],
  },
  /** producer {producer} was never opened here: open a producer, and send the batches under its id. */
  producer_unknown: {
    reason: "producer_unknown",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 59,
    exit: 4,
    retry: false,
    message: "producer {producer} was never opened here",
    fix: "open a producer, and send the batches under its id",
    params: ["producer"],
  },
  /** producer {producer} sent sequence {sequence} to partition {partition}; {expected} was next: send the missing batches first, or open a producer again. */
  sequence_out_of_order: {
    reason: "sequence_out_of_order",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 45,
    exit: 4,
    retry: false,
    message: "producer {producer} sent sequence {sequence} to partition {partition}; {expected} was next",
    fix: "send the missing batches first, or open a producer again",
    params: ["producer","sequence","partition","expected"],
  },
  /** idempotency key {key} was used for another commit: use a new key for each different commit. */
  idempotency_key_reused: {
    reason: "idempotency_key_reused",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "idempotency key {key} was used for another commit",
    fix: "use a new key for each different commit",
    params: ["key"],
  },
  /** {limit} idempotency keys are remembered, which is the limit: wait until older ones expire, use fewer keys, or have them remembered for a shorter time (idempotency_window_ms; room is kept for five minutes and less). */
  idempotency_full: {
    reason: "idempotency_full",
    code: "resource_exhausted",
    http: 429,
    grpc: 8,
    kafka: 89,
    exit: 1,
    retry: true,
    message: "{limit} idempotency keys are remembered, which is the limit",
    fix: "wait until older ones expire, use fewer keys, or have them remembered for a shorter time (idempotency_window_ms; room is kept for five minutes and less)",
    params: ["limit"],
  },
  /** offset {offset} of partition {partition} of stream {stream} is not between {earliest} and {end}: start from the earliest or the latest offset. */
  offset_out_of_range: {
    reason: "offset_out_of_range",
    code: "out_of_range",
    http: 416,
    grpc: 11,
    kafka: 1,
    exit: 4,
    retry: false,
    message: "offset {offset} of partition {partition} of stream {stream} is not between {earliest} and {end}",
    fix: "start from the earliest or the latest offset",
    params: ["offset","partition","stream","earliest","end"],
  },
  /** offsets {first} to {last} of partition {partition} of stream {stream} cannot be read back: {problem}: go on from offset {next}; flowmesh doctor tells what is damaged on disk. */
  records_damaged: {
    reason: "records_damaged",
    code: "data_loss",
    http: 500,
    grpc: 15,
    kafka: 56,
    exit: 1,
    retry: false,
    message: "offsets {first} to {last} of partition {partition} of stream {stream} cannot be read back: {problem}",
    fix: "go on from offset {next}; flowmesh doctor tells what is damaged on disk",
    params: ["first","last","partition","stream","problem","next"],
  },
  /** offsets {first} to {last} of partition {partition} of stream {stream} were published as a batch that cannot be read: {problem}: go on from offset {next}, and mend the client that encoded the batch. */
  records_malformed: {
    reason: "records_malformed",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 2,
    exit: 4,
    retry: false,
    message: "offsets {first} to {last} of partition {partition} of stream {stream} were published as a batch that cannot be read: {problem}",
    fix: "go on from offset {next}, and mend the client that encoded the batch",
    params: ["first","last","partition","stream","problem","next"],
  },
  /** there is no group {group}: join it, which creates it, or check the name with the list of groups. */
  group_not_found: {
    reason: "group_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 69,
    exit: 3,
    retry: false,
    message: "there is no group {group}",
    fix: "join it, which creates it, or check the name with the list of groups",
    params: ["group"],
  },
  /** group {group} has {members} members that are alive: stop them first, or reset the group, which works while they run. */
  group_not_empty: {
    reason: "group_not_empty",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 68,
    exit: 4,
    retry: false,
    message: "group {group} has {members} members that are alive",
    fix: "stop them first, or reset the group, which works while they run",
    params: ["group","members"],
  },
  /** group {group} has no member {member}: it left, or sent no heartbeat in time: join again; what it had not committed goes to others. */
  member_unknown: {
    reason: "member_unknown",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 25,
    exit: 3,
    retry: false,
    message: "group {group} has no member {member}: it left, or sent no heartbeat in time",
    fix: "join again; what it had not committed goes to others",
    params: ["group","member"],
  },
  /** member {member} of group {group} with epoch {epoch} may not do this: {problem}: take the partitions from the next heartbeat's answer, and go on from their cursors. */
  member_fenced: {
    reason: "member_fenced",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 110,
    exit: 4,
    retry: false,
    message: "member {member} of group {group} with epoch {epoch} may not do this: {problem}",
    fix: "take the partitions from the next heartbeat's answer, and go on from their cursors",
    params: ["member","group","epoch","problem"],
  },
  /** group {group} has no reset that could be undone: reset it to the wanted offsets instead. */
  nothing_to_undo: {
    reason: "nothing_to_undo",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "group {group} has no reset that could be undone",
    fix: "reset it to the wanted offsets instead",
    params: ["group"],
  },
  /** there is no bucket {bucket}: create it, or check the name with the list of buckets. */
  bucket_not_found: {
    reason: "bucket_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "there is no bucket {bucket}",
    fix: "create it, or check the name with the list of buckets",
    params: ["bucket"],
  },
  /** bucket {bucket} exists already: use it, choose another name, or update its settings. */
  bucket_exists: {
    reason: "bucket_exists",
    code: "already_exists",
    http: 409,
    grpc: 6,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "bucket {bucket} exists already",
    fix: "use it, choose another name, or update its settings",
    params: ["bucket"],
  },
  /** the {field} {problem}: use 1 to 1024 bytes of text in UTF-8, without NUL. */
  key_invalid: {
    reason: "key_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the {field} {problem}",
    fix: "use 1 to 1024 bytes of text in UTF-8, without NUL",
    params: ["field","problem"],
  },
  /** the value of {key} has {size} bytes; at most {limit} are taken: make it smaller, or store the content elsewhere and put a reference. */
  value_too_large: {
    reason: "value_too_large",
    code: "invalid_argument",
    http: 413,
    grpc: 3,
    kafka: 10,
    exit: 2,
    retry: false,
    message: "the value of {key} has {size} bytes; at most {limit} are taken",
    fix: "make it smaller, or store the content elsewhere and put a reference",
    params: ["key","size","limit"],
  },
  /** bucket {bucket} has no entry {key}: put it first, or check the key with the list of entries; deleted and expired ones are not found either. */
  key_not_found: {
    reason: "key_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "bucket {bucket} has no entry {key}",
    fix: "put it first, or check the key with the list of entries; deleted and expired ones are not found either",
    params: ["bucket","key"],
  },
  /** revision {revision} of {key} in bucket {bucket} is not kept: see the key's history for those that are; the bucket's setting history says how many are kept. */
  revision_not_kept: {
    reason: "revision_not_kept",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "revision {revision} of {key} in bucket {bucket} is not kept",
    fix: "see the key's history for those that are; the bucket's setting history says how many are kept",
    params: ["revision","key","bucket"],
  },
  /** bucket {bucket} cannot be watched behind revision {revision}: what changed is known behind revisions {earliest} to {latest}: watch it without a revision, so that the entries that are there come first. */
  revision_out_of_range: {
    reason: "revision_out_of_range",
    code: "out_of_range",
    http: 416,
    grpc: 11,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "bucket {bucket} cannot be watched behind revision {revision}: what changed is known behind revisions {earliest} to {latest}",
    fix: "watch it without a revision, so that the entries that are there come first",
    params: ["bucket","revision","earliest","latest"],
  },
  /** the value of {key} in bucket {bucket} is no whole number in decimal text: use another key for the counter, or put a number first. */
  not_a_number: {
    reason: "not_a_number",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "the value of {key} in bucket {bucket} is no whole number in decimal text",
    fix: "use another key for the counter, or put a number first",
    params: ["key","bucket"],
  },
  /** adding {by} to {value} in {key} of bucket {bucket} goes beyond {limit}, where whole numbers are not exact any more: put a smaller number first, or count in several keys. */
  number_out_of_range: {
    reason: "number_out_of_range",
    code: "out_of_range",
    http: 409,
    grpc: 11,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "adding {by} to {value} in {key} of bucket {bucket} goes beyond {limit}, where whole numbers are not exact any more",
    fix: "put a smaller number first, or count in several keys",
    params: ["by","value","key","bucket","limit"],
  },
  /** the value of {key} at revision {revision} is no JSON: {problem}: take it as text or bytes, or put JSON. */
  entry_not_json: {
    reason: "entry_not_json",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the value of {key} at revision {revision} is no JSON: {problem}",
    fix: "take it as text or bytes, or put JSON",
    params: ["key","revision","problem"],
  },
  /** the {count} {what} asked for have more than {limit} bytes together: ask for fewer at once. */
  answer_too_large: {
    reason: "answer_too_large",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the {count} {what} asked for have more than {limit} bytes together",
    fix: "ask for fewer at once",
    params: ["count","what","limit"],
  },
  /** revision {revision} of {key} in bucket {bucket} cannot be read back: {problem}: put the entry again, or read an older revision; flowmesh doctor tells what is damaged on disk. */
  entry_damaged: {
    reason: "entry_damaged",
    code: "data_loss",
    http: 500,
    grpc: 15,
    kafka: 56,
    exit: 1,
    retry: false,
    message: "revision {revision} of {key} in bucket {bucket} cannot be read back: {problem}",
    fix: "put the entry again, or read an older revision; flowmesh doctor tells what is damaged on disk",
    params: ["revision","key","bucket","problem"],
  },
  /** there is no queue {queue}: create it, or check the name with the list of queues. */
  queue_not_found: {
    reason: "queue_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "there is no queue {queue}",
    fix: "create it, or check the name with the list of queues",
    params: ["queue"],
  },
  /** queue {queue} exists already: use it, choose another name, or update its settings. */
  queue_exists: {
    reason: "queue_exists",
    code: "already_exists",
    http: 409,
    grpc: 6,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "queue {queue} exists already",
    fix: "use it, choose another name, or update its settings",
    params: ["queue"],
  },
  /** queue {queue} has no job {job}: check the id with the list of jobs; those that ended are kept only as long as the queue's settings keepDone and keepDead say, also for who waits for their results. */
  job_not_found: {
    reason: "job_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "queue {queue} has no job {job}",
    fix: "check the id with the list of jobs; those that ended are kept only as long as the queue's settings keepDone and keepDead say, also for who waits for their results",
    params: ["queue","job"],
  },
  /** job {job} of queue {queue} is {state}: it cannot be {wanted}: look at the job again; a dead or cancelled job can be retried, one that waits can be cancelled. */
  job_state_invalid: {
    reason: "job_state_invalid",
    code: "failed_precondition",
    http: 409,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "job {job} of queue {queue} is {state}: it cannot be {wanted}",
    fix: "look at the job again; a dead or cancelled job can be retried, one that waits can be cancelled",
    params: ["job","queue","state","wanted"],
  },
  /** {field} {id} names nothing that lineage knows: {problem}: write stream/partition@offset, queue#job, bucket/key or bucket/key@revision, a position, or correlation:<id>; an entry whose key is a number is written kv:bucket/7. */
  lineage_id_invalid: {
    reason: "lineage_id_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "{field} {id} names nothing that lineage knows: {problem}",
    fix: "write stream/partition@offset, queue#job, bucket/key or bucket/key@revision, a position, or correlation:<id>; an entry whose key is a number is written kv:bucket/7",
    params: ["field","id","problem"],
  },
  /** nothing is known of {id}: {problem}: check the id; what was removed is known only as long as something that it caused is there. */
  lineage_unknown: {
    reason: "lineage_unknown",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "nothing is known of {id}: {problem}",
    fix: "check the id; what was removed is known only as long as something that it caused is there",
    params: ["id","problem"],
  },
  /** the lease {lease} on job {job} of queue {queue} is lost: {problem}: drop the work, for another worker has the job or will have it; extend leases before they end, or ask for longer ones. */
  lease_lost: {
    reason: "lease_lost",
    code: "aborted",
    http: 409,
    grpc: 10,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "the lease {lease} on job {job} of queue {queue} is lost: {problem}",
    fix: "drop the work, for another worker has the job or will have it; extend leases before they end, or ask for longer ones",
    params: ["lease","job","queue","problem"],
  },
  /** job {job} of queue {queue} is {state}: {problem}: look at its attempts, mend what made it fail, and retry the job. */
  job_failed: {
    reason: "job_failed",
    code: "aborted",
    http: 409,
    grpc: 10,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "job {job} of queue {queue} is {state}: {problem}",
    fix: "look at its attempts, mend what made it fail, and retry the job",
    params: ["job","queue","state","problem"],
  },
  /** the {part} of job {job} of queue {queue} is no JSON: {problem}: take it as text or bytes, or write JSON. */
  job_not_json: {
    reason: "job_not_json",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the {part} of job {job} of queue {queue} is no JSON: {problem}",
    fix: "take it as text or bytes, or write JSON",
    params: ["part","job","queue","problem"],
  },
  /** job {job} of queue {queue} cannot be read back: {problem}: cancel it and enqueue it again; to list those behind it, begin from the next id; flowmesh doctor tells what is damaged on disk. */
  job_damaged: {
    reason: "job_damaged",
    code: "data_loss",
    http: 500,
    grpc: 15,
    kafka: 56,
    exit: 1,
    retry: false,
    message: "job {job} of queue {queue} cannot be read back: {problem}",
    fix: "cancel it and enqueue it again; to list those behind it, begin from the next id; flowmesh doctor tells what is damaged on disk",
    params: ["job","queue","problem"],
  },
  /** queue {queue} has no operation {operation}: check the id with the list of operations; of those that ended the last 1000 are kept. */
  operation_not_found: {
    reason: "operation_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "queue {queue} has no operation {operation}",
    fix: "check the id with the list of operations; of those that ended the last 1000 are kept",
    params: ["queue","operation"],
  },
  /** operation {operation} of queue {queue} has ended: it is {state}: start another one for the jobs that are left. */
  operation_ended: {
    reason: "operation_ended",
    code: "failed_precondition",
    http: 409,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "operation {operation} of queue {queue} has ended: it is {state}",
    fix: "start another one for the jobs that are left",
    params: ["operation","queue","state"],
  },
  /** there is no schedule {schedule}: create it, or check the name with the list of schedules; one that is finished is kept only as long as its setting keepFinishedMs says. */
  schedule_not_found: {
    reason: "schedule_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 42,
    exit: 3,
    retry: false,
    message: "there is no schedule {schedule}",
    fix: "create it, or check the name with the list of schedules; one that is finished is kept only as long as its setting keepFinishedMs says",
    params: ["schedule"],
  },
  /** what schedule {schedule} does cannot be read back: {problem}: put the schedule again; flowmesh doctor tells what is damaged on disk. */
  schedule_damaged: {
    reason: "schedule_damaged",
    code: "data_loss",
    http: 500,
    grpc: 15,
    kafka: 56,
    exit: 1,
    retry: false,
    message: "what schedule {schedule} does cannot be read back: {problem}",
    fix: "put the schedule again; flowmesh doctor tells what is damaged on disk",
    params: ["schedule","problem"],
  },
  /** the disk that holds {path} is full, so nothing more can be written: free space; writing resumes by itself, reading goes on. */
  disk_full: {
    reason: "disk_full",
    code: "resource_exhausted",
    http: 507,
    grpc: 8,
    kafka: 56,
    exit: 1,
    retry: true,
    message: "the disk that holds {path} is full, so nothing more can be written",
    fix: "free space; writing resumes by itself, reading goes on",
    params: ["path"],
  },
  /** {what} has reached its limit of {limit}: wait a moment and try again, with fewer calls at once. */
  overloaded: {
    reason: "overloaded",
    code: "resource_exhausted",
    http: 429,
    grpc: 8,
    kafka: 89,
    exit: 1,
    retry: true,
    message: "{what} has reached its limit of {limit}",
    fix: "wait a moment and try again, with fewer calls at once",
    params: ["what","limit"],
  },
  /** FlowMesh is starting: {state}: try again in a moment. */
  starting: {
    reason: "starting",
    code: "unavailable",
    http: 503,
    grpc: 14,
    kafka: 14,
    exit: 5,
    retry: true,
    message: "FlowMesh is starting: {state}",
    fix: "try again in a moment",
    params: ["state"],
  },
  /** FlowMesh is stopping and takes no more calls: connect again when it is back. */
  stopping: {
    reason: "stopping",
    code: "unavailable",
    http: 503,
    grpc: 14,
    kafka: 14,
    exit: 5,
    retry: true,
    message: "FlowMesh is stopping and takes no more calls",
    fix: "connect again when it is back",
    params: [],
  },
  /** the log could not be written: {problem}: the process ends so that nothing is acknowledged falsely; check the disk, then start it again. */
  log_failed: {
    reason: "log_failed",
    code: "unavailable",
    http: 503,
    grpc: 14,
    kafka: 56,
    exit: 5,
    retry: false,
    message: "the log could not be written: {problem}",
    fix: "the process ends so that nothing is acknowledged falsely; check the disk, then start it again",
    params: ["problem"],
  },
  /** the handler, or the function that gathers a commit, has returned, thrown or committed already: this write would be lost: write before it returns or commits, and await all that it begins. */
  handler_ended: {
    reason: "handler_ended",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "the handler, or the function that gathers a commit, has returned, thrown or committed already: this write would be lost",
    fix: "write before it returns or commits, and await all that it begins",
    params: [],
  },
  /** this {what} was closed: open a new one. */
  closed: {
    reason: "closed",
    code: "unavailable",
    http: 503,
    grpc: 14,
    kafka: 14,
    exit: 5,
    retry: false,
    message: "this {what} was closed",
    fix: "open a new one",
    params: ["what"],
  },
  /** no connection to {address}: {problem}: start FlowMesh if nothing runs there (flowmesh dev), or correct the address or what the problem names. */
  connection_failed: {
    reason: "connection_failed",
    code: "unavailable",
    http: 503,
    grpc: 14,
    kafka: 13,
    exit: 5,
    retry: true,
    message: "no connection to {address}: {problem}",
    fix: "start FlowMesh if nothing runs there (flowmesh dev), or correct the address or what the problem names",
    params: ["address","problem"],
  },
  /** {what} took longer than {timeoutMs} ms: try again, or give it more time; a write may still have taken effect. */
  deadline_exceeded: {
    reason: "deadline_exceeded",
    code: "deadline_exceeded",
    http: 504,
    grpc: 4,
    kafka: 7,
    exit: 5,
    retry: true,
    message: "{what} took longer than {timeoutMs} ms",
    fix: "try again, or give it more time; a write may still have taken effect",
    params: ["what","timeoutMs"],
  },
  /** {size} bytes wait to be sent, which is the limit of this client: await earlier publishes before adding more. */
  buffer_full: {
    reason: "buffer_full",
    code: "resource_exhausted",
    http: 429,
    grpc: 8,
    kafka: 89,
    exit: 1,
    retry: true,
    message: "{size} bytes wait to be sent, which is the limit of this client",
    fix: "await earlier publishes before adding more",
    params: ["size"],
  },
  /** there is no method {method}: check the reference; client and server may be of different versions. */
  method_unknown: {
    reason: "method_unknown",
    code: "unimplemented",
    http: 501,
    grpc: 12,
    kafka: 35,
    exit: 1,
    retry: false,
    message: "there is no method {method}",
    fix: "check the reference; client and server may be of different versions",
    params: ["method"],
  },
  /** there is no {verb} {path}: /docs lists the routes. */
  route_not_found: {
    reason: "route_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: 35,
    exit: 3,
    retry: false,
    message: "there is no {verb} {path}",
    fix: "/docs lists the routes",
    params: ["verb","path"],
  },
  /** {path} does not take {verb}: use one of: {allowed}. */
  verb_not_allowed: {
    reason: "verb_not_allowed",
    code: "unimplemented",
    http: 405,
    grpc: 12,
    kafka: 35,
    exit: 1,
    retry: false,
    message: "{path} does not take {verb}",
    fix: "use one of: {allowed}",
    params: ["path","verb","allowed"],
  },
  /** content type {type} is not taken here: send {accepted}. */
  media_type_unknown: {
    reason: "media_type_unknown",
    code: "invalid_argument",
    http: 415,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "content type {type} is not taken here",
    fix: "send {accepted}",
    params: ["type","accepted"],
  },
  /** a request for host {host} is not taken here, as a page that pretends to be on this machine could send it: use localhost, 127.0.0.1 or [::1]. */
  host_not_allowed: {
    reason: "host_not_allowed",
    code: "permission_denied",
    http: 403,
    grpc: 7,
    kafka: -1,
    exit: 6,
    retry: false,
    message: "a request for host {host} is not taken here, as a page that pretends to be on this machine could send it",
    fix: "use localhost, 127.0.0.1 or [::1]",
    params: ["host"],
  },
  /** pages of {origin} may not call this server: serve the page from this machine, or call from a program. */
  origin_not_allowed: {
    reason: "origin_not_allowed",
    code: "permission_denied",
    http: 403,
    grpc: 7,
    kafka: -1,
    exit: 6,
    retry: false,
    message: "pages of {origin} may not call this server",
    fix: "serve the page from this machine, or call from a program",
    params: ["origin"],
  },
  /** this FlowMesh asks for a token, and none came: bring one: header Authorization: Bearer, token in the options of the SDK, --token or FLOWMESH_TOKEN for the command; flowmesh token new makes one. */
  token_missing: {
    reason: "token_missing",
    code: "unauthenticated",
    http: 401,
    grpc: 16,
    kafka: 58,
    exit: 6,
    retry: false,
    message: "this FlowMesh asks for a token, and none came",
    fix: "bring one: header Authorization: Bearer, token in the options of the SDK, --token or FLOWMESH_TOKEN for the command; flowmesh token new makes one",
    params: [],
  },
  /** the token is not valid here: {problem}: check that it is whole, and meant for this FlowMesh; flowmesh token ls shows which there are, flowmesh token new makes one. */
  token_invalid: {
    reason: "token_invalid",
    code: "unauthenticated",
    http: 401,
    grpc: 16,
    kafka: 58,
    exit: 6,
    retry: false,
    message: "the token is not valid here: {problem}",
    fix: "check that it is whole, and meant for this FlowMesh; flowmesh token ls shows which there are, flowmesh token new makes one",
    params: ["problem"],
  },
  /** the client certificate of {subject} stands for nobody here, and no token came: add an entry with this subject to the tokens file, or bring a token. */
  certificate_unknown: {
    reason: "certificate_unknown",
    code: "unauthenticated",
    http: 401,
    grpc: 16,
    kafka: 58,
    exit: 6,
    retry: false,
    message: "the client certificate of {subject} stands for nobody here, and no token came",
    fix: "add an entry with this subject to the tokens file, or bring a token",
    params: ["subject"],
  },
  /** {identity} has no permission {permission} on {resource}: use a token that has it, such as flowmesh token new --allow {permission} --on '{resource}' makes. */
  permission_missing: {
    reason: "permission_missing",
    code: "permission_denied",
    http: 403,
    grpc: 7,
    kafka: 29,
    exit: 6,
    retry: false,
    message: "{identity} has no permission {permission} on {resource}",
    fix: "use a token that has it, such as flowmesh token new --allow {permission} --on '{resource}' makes",
    params: ["identity","permission","resource"],
  },
  /** this port takes TLS only, and the connection is not encrypted: use flowmeshs:// or https://. */
  tls_required: {
    reason: "tls_required",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "this port takes TLS only, and the connection is not encrypted",
    fix: "use flowmeshs:// or https://",
    params: [],
  },
  /** messages compressed with {codec} are not taken here: send {accepted}. */
  compression_unknown: {
    reason: "compression_unknown",
    code: "unimplemented",
    http: 501,
    grpc: 12,
    kafka: 76,
    exit: 1,
    retry: false,
    message: "messages compressed with {codec} are not taken here",
    fix: "send {accepted}",
    params: ["codec","accepted"],
  },
  /** {what} is not offered by this fabric: see its capabilities. */
  capability_missing: {
    reason: "capability_missing",
    code: "unimplemented",
    http: 501,
    grpc: 12,
    kafka: 35,
    exit: 1,
    retry: false,
    message: "{what} is not offered by this fabric",
    fix: "see its capabilities",
    params: ["what"],
  },
  /** this FlowMesh lives by the machine's clock, which nobody moves: start one whose time is yours: flowmesh dev --clock virtual. */
  clock_not_virtual: {
    reason: "clock_not_virtual",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: 42,
    exit: 4,
    retry: false,
    message: "this FlowMesh lives by the machine's clock, which nobody moves",
    fix: "start one whose time is yours: flowmesh dev --clock virtual",
    params: [],
  },
  /** the connection broke the protocol: {problem}: close it and connect again with a client of a matching version. */
  protocol_violation: {
    reason: "protocol_violation",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: 42,
    exit: 2,
    retry: false,
    message: "the connection broke the protocol: {problem}",
    fix: "close it and connect again with a client of a matching version",
    params: ["problem"],
  },
  /** something failed inside FlowMesh (reference {reference}): report it with the reference; the server's log has the cause. */
  internal: {
    reason: "internal",
    code: "internal",
    http: 500,
    grpc: 13,
    kafka: -1,
    exit: 1,
    retry: false,
    message: "something failed inside FlowMesh (reference {reference})",
    fix: "report it with the reference; the server's log has the cause",
    params: ["reference"],
  },
  /** port {port} on {host} is taken by another process: stop that process, or choose another port with --port. */
  port_taken: {
    reason: "port_taken",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "port {port} on {host} is taken by another process",
    fix: "stop that process, or choose another port with --port",
    params: ["port","host"],
  },
  /** the data folder {path} is in use by process {pid}: use the FlowMesh that runs there (flowmesh status), stop it (flowmesh stop), or choose another folder with --data-dir. */
  data_dir_locked: {
    reason: "data_dir_locked",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "the data folder {path} is in use by process {pid}",
    fix: "use the FlowMesh that runs there (flowmesh status), stop it (flowmesh stop), or choose another folder with --data-dir",
    params: ["path","pid"],
  },
  /** the data folder {path} cannot be used: {problem}: correct the folder's owner or mode, or choose another with --data-dir. */
  data_dir_unusable: {
    reason: "data_dir_unusable",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "the data folder {path} cannot be used: {problem}",
    fix: "correct the folder's owner or mode, or choose another with --data-dir",
    params: ["path","problem"],
  },
  /** the data folder {path} has format {found}; this version knows formats up to {known}: start it with the version that wrote it. */
  data_version_newer: {
    reason: "data_version_newer",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "the data folder {path} has format {found}; this version knows formats up to {known}",
    fix: "start it with the version that wrote it",
    params: ["path","found","known"],
  },
  /** the log in {path} ends at position {position}, and the index beside it was saved at {known}: the log is an older copy than the index: put the index of the same copy beside it, or move index/ out of the data folder: it is made again from the log. */
  data_index_newer: {
    reason: "data_index_newer",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "the log in {path} ends at position {position}, and the index beside it was saved at {known}: the log is an older copy than the index",
    fix: "put the index of the same copy beside it, or move index/ out of the data folder: it is made again from the log",
    params: ["path","position","known"],
  },
  /** {host} can be reached from other machines, and access control is off: use flowmesh start with a token (flowmesh token new --name admin --allow '*') and without --insecure, or bind 127.0.0.1 or ::1. */
  address_not_loopback: {
    reason: "address_not_loopback",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "{host} can be reached from other machines, and access control is off",
    fix: "use flowmesh start with a token (flowmesh token new --name admin --allow '*') and without --insecure, or bind 127.0.0.1 or ::1",
    params: ["host"],
  },
  /** callers must bring a token here, and there is none: {problem}: make one with flowmesh token new --name admin --allow '*' --tokens {path}; for this machine alone, start with --insecure. */
  access_missing: {
    reason: "access_missing",
    code: "failed_precondition",
    http: 412,
    grpc: 9,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "callers must bring a token here, and there is none: {problem}",
    fix: "make one with flowmesh token new --name admin --allow '*' --tokens {path}; for this machine alone, start with --insecure",
    params: ["problem","path"],
  },
  /** the tokens file {path} cannot be used: {problem}: correct it; docs/security.md shows its form, and flowmesh token new and rm change it. */
  tokens_file_invalid: {
    reason: "tokens_file_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "the tokens file {path} cannot be used: {problem}",
    fix: "correct it; docs/security.md shows its form, and flowmesh token new and rm change it",
    params: ["path","problem"],
  },
  /** {path} has a token with the name {name} already: choose another name, or remove that one first (flowmesh token rm {name}). */
  token_name_taken: {
    reason: "token_name_taken",
    code: "already_exists",
    http: 409,
    grpc: 6,
    kafka: -1,
    exit: 4,
    retry: false,
    message: "{path} has a token with the name {name} already",
    fix: "choose another name, or remove that one first (flowmesh token rm {name})",
    params: ["path","name"],
  },
  /** {path} has no token with the name {name}: see flowmesh token ls. */
  token_not_found: {
    reason: "token_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: -1,
    exit: 3,
    retry: false,
    message: "{path} has no token with the name {name}",
    fix: "see flowmesh token ls",
    params: ["path","name"],
  },
  /** TLS cannot be offered with {path}: {problem}: give a certificate (with those between it and its authority behind it) and its private key, both as PEM. */
  tls_invalid: {
    reason: "tls_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "TLS cannot be offered with {path}: {problem}",
    fix: "give a certificate (with those between it and its authority behind it) and its private key, both as PEM",
    params: ["path","problem"],
  },
  /** {key} from {origin} {problem}: correct it; flowmesh --help lists what is known. */
  configuration_invalid: {
    reason: "configuration_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "{key} from {origin} {problem}",
    fix: "correct it; flowmesh --help lists what is known",
    params: ["key","origin","problem"],
  },
  /** {problem}: {command} --help shows what it takes. */
  usage_invalid: {
    reason: "usage_invalid",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "{problem}",
    fix: "{command} --help shows what it takes",
    params: ["problem","command"],
  },
  /** {path} cannot be read: {problem}: check the path, and that you may read what is there. */
  file_unreadable: {
    reason: "file_unreadable",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "{path} cannot be read: {problem}",
    fix: "check the path, and that you may read what is there",
    params: ["path","problem"],
  },
  /** line {line} has {size} bytes or more; at most {limit} are taken: check that each record stands on a line of its own; store larger content elsewhere and publish a reference. */
  line_too_long: {
    reason: "line_too_long",
    code: "invalid_argument",
    http: 400,
    grpc: 3,
    kafka: -1,
    exit: 2,
    retry: false,
    message: "line {line} has {size} bytes or more; at most {limit} are taken",
    fix: "check that each record stands on a line of its own; store larger content elsewhere and publish a reference",
    params: ["line","size","limit"],
  },
  /** no FlowMesh runs for {folder}: start one there with flowmesh dev, or name another data folder with --data-dir. */
  instance_not_found: {
    reason: "instance_not_found",
    code: "not_found",
    http: 404,
    grpc: 5,
    kafka: -1,
    exit: 3,
    retry: false,
    message: "no FlowMesh runs for {folder}",
    fix: "start one there with flowmesh dev, or name another data folder with --data-dir",
    params: ["folder"],
  },
};

/** What a code means where only the code is known. */
export const errorCodes: Readonly<Record<ErrorCode, { readonly http: number; readonly grpc: number; readonly exit: number }>> = {
  invalid_argument: { http: 400, grpc: 3, exit: 2 },
  not_found: { http: 404, grpc: 5, exit: 3 },
  already_exists: { http: 409, grpc: 6, exit: 4 },
  failed_precondition: { http: 412, grpc: 9, exit: 4 },
  aborted: { http: 409, grpc: 10, exit: 4 },
  out_of_range: { http: 416, grpc: 11, exit: 4 },
  resource_exhausted: { http: 429, grpc: 8, exit: 1 },
  unauthenticated: { http: 401, grpc: 16, exit: 6 },
  permission_denied: { http: 403, grpc: 7, exit: 6 },
  unavailable: { http: 503, grpc: 14, exit: 5 },
  deadline_exceeded: { http: 504, grpc: 4, exit: 5 },
  unimplemented: { http: 501, grpc: 12, exit: 1 },
  internal: { http: 500, grpc: 13, exit: 1 },
  data_loss: { http: 500, grpc: 15, exit: 1 },
};
