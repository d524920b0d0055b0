// Generated from contract/ by `make generate`. Do not edit.

import * as bound from "../wire/bound.ts";
import { type AnyCodec, type Codec, MessageCodec, noBytes, type PayloadCodec } from "../wire/codec.ts";
import { EncodeError } from "../wire/encode-error.ts";
import type { FastBuffer } from "../wire/fast-buffer.ts";
import type { Field } from "../wire/field.ts";
import * as put from "../wire/put.ts";
import type { Reader } from "../wire/reader.ts";
import { boundTimestamp, putTimestamp, readTimestamp } from "../wire/timestamp.ts";
import { putInt64, putVarint, varintSize } from "../wire/varint.ts";

/**
 * Where to begin, or to end.
 *
 * - `earliest`: The first record kept.
 * - `latest`: Behind the last visible record.
 */
export type Anchor = "unspecified" | "earliest" | "latest";

const valuesAnchor: readonly Anchor[] = ["unspecified", "earliest", "latest"];

function numberAnchor(value: Anchor, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "earliest": return 1;
    case "latest": return 2;
    default: throw new EncodeError(field, "must be one of " + valuesAnchor.join(", "));
  }
}

function nameAnchor(reader: Reader, field: string): Anchor {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "earliest";
    case 2: return "latest";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * When the writer of a commit is answered. Readers see only what was synced, in every mode.
 *
 * - `unspecified`: The server's default: DURABILITY_ALWAYS unless it was started otherwise.
 * - `always`: After the sync: what was acknowledged survives a loss of power.
 * - `interval`: After the write; the sync follows within 100 ms. Survives the end of the process, not a loss of power.
 * - `memory`: When ordered. Survives neither.
 */
export type Durability = "unspecified" | "always" | "interval" | "memory";

const valuesDurability: readonly Durability[] = ["unspecified", "always", "interval", "memory"];

function numberDurability(value: Durability, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "always": return 1;
    case "interval": return 2;
    case "memory": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesDurability.join(", "));
  }
}

function nameDurability(reader: Reader, field: string): Durability {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "always";
    case 2: return "interval";
    case 3: return "memory";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * How members share the streams. A group's type never changes.
 *
 * - `modern`: The server assigns partitions, without stopping those who keep theirs.
 * - `classic`: Members agree on their assignment among themselves, as Kafka's older clients do. Not offered yet.
 * - `share`: Members share single records. Not offered yet.
 */
export type GroupType = "unspecified" | "modern" | "classic" | "share";

const valuesGroupType: readonly GroupType[] = ["unspecified", "modern", "classic", "share"];

function numberGroupType(value: GroupType, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "modern": return 1;
    case "classic": return 2;
    case "share": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesGroupType.join(", "));
  }
}

function nameGroupType(reader: Reader, field: string): GroupType {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "modern";
    case 2: return "classic";
    case 3: return "share";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `full`: A random time from 0 to the whole.
 * - `none`: The whole time.
 */
export type Jitter = "unspecified" | "full" | "none";

const valuesJitter: readonly Jitter[] = ["unspecified", "full", "none"];

function numberJitter(value: Jitter, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "full": return 1;
    case "none": return 2;
    default: throw new EncodeError(field, "must be one of " + valuesJitter.join(", "));
  }
}

function nameJitter(reader: Reader, field: string): Jitter {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "full";
    case 2: return "none";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `waiting`: May be handed out, or waits for its key or for a limit.
 * - `delayed`: Its time has not come.
 * - `active`: A worker holds a lease on it.
 * - `retrying`: Failed, and waits for the time of its next attempt.
 * - `dead`: Failed for the last time, or in a way that trying again does not mend.
 */
export type JobState = "unspecified" | "waiting" | "delayed" | "active" | "retrying" | "done" | "dead" | "cancelled";

const valuesJobState: readonly JobState[] = ["unspecified", "waiting", "delayed", "active", "retrying", "done", "dead", "cancelled"];

function numberJobState(value: JobState, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "waiting": return 1;
    case "delayed": return 2;
    case "active": return 3;
    case "retrying": return 4;
    case "done": return 5;
    case "dead": return 6;
    case "cancelled": return 7;
    default: throw new EncodeError(field, "must be one of " + valuesJobState.join(", "));
  }
}

function nameJobState(reader: Reader, field: string): JobState {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "waiting";
    case 2: return "delayed";
    case 3: return "active";
    case 4: return "retrying";
    case 5: return "done";
    case 6: return "dead";
    case 7: return "cancelled";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * How an attempt ended.
 *
 * - `lease_ended`: The lease ended before an outcome was told.
 */
export type AttemptEnd = "unspecified" | "done" | "failed" | "lease_ended" | "cancelled";

const valuesAttemptEnd: readonly AttemptEnd[] = ["unspecified", "done", "failed", "lease_ended", "cancelled"];

function numberAttemptEnd(value: AttemptEnd, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "done": return 1;
    case "failed": return 2;
    case "lease_ended": return 3;
    case "cancelled": return 4;
    default: throw new EncodeError(field, "must be one of " + valuesAttemptEnd.join(", "));
  }
}

function nameAttemptEnd(reader: Reader, field: string): AttemptEnd {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "done";
    case 2: return "failed";
    case 3: return "lease_ended";
    case 4: return "cancelled";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * Why a job is not being worked on.
 *
 * - `none`: It does not wait: it is being worked on, or has ended.
 * - `no_worker`: It could be handed out, and no worker asks for jobs.
 * - `behind_others`: Other jobs go first.
 * - `concurrency`: As many jobs are being worked on as the queue, or the key, allows.
 * - `rate`: As many jobs were handed out as the rate allows.
 * - `key_held`: Another job has its ordering key.
 * - `retry`: It failed, and its next attempt is due later.
 */
export type WaitReason = "unspecified" | "none" | "no_worker" | "behind_others" | "paused" | "concurrency" | "rate" | "key_held" | "retry" | "delayed";

const valuesWaitReason: readonly WaitReason[] = ["unspecified", "none", "no_worker", "behind_others", "paused", "concurrency", "rate", "key_held", "retry", "delayed"];

function numberWaitReason(value: WaitReason, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "none": return 1;
    case "no_worker": return 2;
    case "behind_others": return 3;
    case "paused": return 4;
    case "concurrency": return 5;
    case "rate": return 6;
    case "key_held": return 7;
    case "retry": return 8;
    case "delayed": return 9;
    default: throw new EncodeError(field, "must be one of " + valuesWaitReason.join(", "));
  }
}

function nameWaitReason(reader: Reader, field: string): WaitReason {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "none";
    case 2: return "no_worker";
    case 3: return "behind_others";
    case 4: return "paused";
    case 5: return "concurrency";
    case 6: return "rate";
    case 7: return "key_held";
    case 8: return "retry";
    case 9: return "delayed";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

export type ChangeKind = "unspecified" | "put" | "deleted" | "expired";

const valuesChangeKind: readonly ChangeKind[] = ["unspecified", "put", "deleted", "expired"];

function numberChangeKind(value: ChangeKind, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "put": return 1;
    case "deleted": return 2;
    case "expired": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesChangeKind.join(", "));
  }
}

function nameChangeKind(reader: Reader, field: string): ChangeKind {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "put";
    case 2: return "deleted";
    case 3: return "expired";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * Which way to look.
 *
 * - `family`: From what began it down to everything that came of it.
 * - `causes`: Its causes alone: what it was caused by stands beneath it.
 * - `effects`: What it caused alone.
 */
export type LineageDirection = "unspecified" | "family" | "causes" | "effects";

const valuesLineageDirection: readonly LineageDirection[] = ["unspecified", "family", "causes", "effects"];

function numberLineageDirection(value: LineageDirection, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "family": return 1;
    case "causes": return 2;
    case "effects": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesLineageDirection.join(", "));
  }
}

function nameLineageDirection(reader: Reader, field: string): LineageDirection {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "family";
    case 2: return "causes";
    case 3: return "effects";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/** - `correlation`: A correlation id, with everything that was written with it and named no other cause. */
export type LineageKind = "unspecified" | "record" | "job" | "entry" | "correlation" | "schedule" | "operation";

const valuesLineageKind: readonly LineageKind[] = ["unspecified", "record", "job", "entry", "correlation", "schedule", "operation"];

function numberLineageKind(value: LineageKind, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "record": return 1;
    case "job": return 2;
    case "entry": return 3;
    case "correlation": return 4;
    case "schedule": return 5;
    case "operation": return 6;
    default: throw new EncodeError(field, "must be one of " + valuesLineageKind.join(", "));
  }
}

function nameLineageKind(reader: Reader, field: string): LineageKind {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "record";
    case 2: return "job";
    case 3: return "entry";
    case 4: return "correlation";
    case 5: return "schedule";
    case 6: return "operation";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `gone`: It was removed; what is told is what is still known of it.
 * - `hidden`: The caller may not read it.
 */
export type LineagePresence = "unspecified" | "there" | "gone" | "hidden";

const valuesLineagePresence: readonly LineagePresence[] = ["unspecified", "there", "gone", "hidden"];

function numberLineagePresence(value: LineagePresence, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "there": return 1;
    case "gone": return 2;
    case "hidden": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesLineagePresence.join(", "));
  }
}

function nameLineagePresence(reader: Reader, field: string): LineagePresence {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "there";
    case 2: return "gone";
    case 3: return "hidden";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `done`: The group has finished it.
 * - `at_it`: It is the first that the group has not finished, and a member has its partition.
 * - `behind`: The group has not come to it.
 */
export type RecordState = "unspecified" | "done" | "at_it" | "behind";

const valuesRecordState: readonly RecordState[] = ["unspecified", "done", "at_it", "behind"];

function numberRecordState(value: RecordState, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "done": return 1;
    case "at_it": return 2;
    case "behind": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesRecordState.join(", "));
  }
}

function nameRecordState(reader: Reader, field: string): RecordState {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "done";
    case 2: return "at_it";
    case 3: return "behind";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `retry`: Tried again with all attempts anew, as RetryJob does: of jobs that are dead or cancelled. Priority, ordering key, attempts allowed, headers and history stay.
 * - `remove`: Removed, as RemoveJob does: of jobs in any state but active.
 * - `cancel`: Given up, as CancelJob does: of jobs that wait, are delayed, active or retrying.
 * - `run`: Handed out without waiting any longer, as RunJob does: of jobs that are delayed or retrying.
 * - `move`: Put into another queue, where each is a new job that names this one, and removed here: of jobs in any state but active.
 */
export type OperationAction = "unspecified" | "retry" | "remove" | "cancel" | "run" | "move";

const valuesOperationAction: readonly OperationAction[] = ["unspecified", "retry", "remove", "cancel", "run", "move"];

function numberOperationAction(value: OperationAction, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "retry": return 1;
    case "remove": return 2;
    case "cancel": return 3;
    case "run": return 4;
    case "move": return 5;
    default: throw new EncodeError(field, "must be one of " + valuesOperationAction.join(", "));
  }
}

function nameOperationAction(reader: Reader, field: string): OperationAction {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "retry";
    case 2: return "remove";
    case 3: return "cancel";
    case 4: return "run";
    case 5: return "move";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `done`: It came to all jobs.
 * - `stopped`: By hand, because too many jobs failed again, or because its target is gone; `state_reason` says which.
 */
export type OperationState = "unspecified" | "running" | "paused" | "done" | "stopped";

const valuesOperationState: readonly OperationState[] = ["unspecified", "running", "paused", "done", "stopped"];

function numberOperationState(value: OperationState, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "running": return 1;
    case "paused": return 2;
    case "done": return 3;
    case "stopped": return 4;
    default: throw new EncodeError(field, "must be one of " + valuesOperationState.join(", "));
  }
}

function nameOperationState(reader: Reader, field: string): OperationState {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "running";
    case 2: return "paused";
    case 3: return "done";
    case 4: return "stopped";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * What becomes of times at which nothing could fire, because nothing was running.
 *
 * - `one`: One firing, at once, stands for all that were missed. The default.
 * - `all`: All of them fire, oldest first, at most 1000, 100 ms apart.
 * - `skip`: None.
 */
export type MissedTimes = "unspecified" | "one" | "all" | "skip";

const valuesMissedTimes: readonly MissedTimes[] = ["unspecified", "one", "all", "skip"];

function numberMissedTimes(value: MissedTimes, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "one": return 1;
    case "all": return 2;
    case "skip": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesMissedTimes.join(", "));
  }
}

function nameMissedTimes(reader: Reader, field: string): MissedTimes {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "one";
    case 2: return "all";
    case 3: return "skip";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/**
 * - `active`: It has a time to come.
 * - `finished`: All its times have been.
 */
export type ScheduleState = "unspecified" | "active" | "paused" | "finished";

const valuesScheduleState: readonly ScheduleState[] = ["unspecified", "active", "paused", "finished"];

function numberScheduleState(value: ScheduleState, field: string): number {
  switch (value) {
    case "unspecified": return 0;
    case "active": return 1;
    case "paused": return 2;
    case "finished": return 3;
    default: throw new EncodeError(field, "must be one of " + valuesScheduleState.join(", "));
  }
}

function nameScheduleState(reader: Reader, field: string): ScheduleState {
  const number = reader.int64(field);
  switch (number) {
    case 0: return "unspecified";
    case 1: return "active";
    case 2: return "paused";
    case 3: return "finished";
    default: throw reader.fail(`${number} is none of its values`, field);
  }
}

/** First frame of both sides of a connection. */
export interface Hello {
  /** Version of the frames protocol. 1. */
  version: number;
  /** Name and version of the program, for logs: `flowmesh/0.1.0`. */
  software: string;
  /** Largest frame that the sender of this takes, in bytes behind its length field. */
  maxFrameBytes: number;
  /** From the server: id of this connection, for logs on both sides. */
  session: string;
  /** From the server: bytes that a subscription may send before the client grants more. */
  subscriptionCreditBytes: number;
  /** From the client: its token, where the server asks for one. */
  token: string;
}

/** Hello as it is given to encode: what is absent is zero, empty or not set. */
export interface HelloInit {
  /** Version of the frames protocol. 1. */
  version?: number | undefined;
  /** Name and version of the program, for logs: `flowmesh/0.1.0`. */
  software?: string | undefined;
  /** Largest frame that the sender of this takes, in bytes behind its length field. */
  maxFrameBytes?: number | undefined;
  /** From the server: id of this connection, for logs on both sides. */
  session?: string | undefined;
  /** From the server: bytes that a subscription may send before the client grants more. */
  subscriptionCreditBytes?: number | undefined;
  /** From the client: its token, where the server asks for one. */
  token?: string | undefined;
}

const fieldsHello: readonly Field[] = [
  { name: "Hello.version", property: "version", protoName: "version", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Hello.software", property: "software", protoName: "software", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Hello.max_frame_bytes", property: "maxFrameBytes", protoName: "max_frame_bytes", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Hello.session", property: "session", protoName: "session", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Hello.subscription_credit_bytes", property: "subscriptionCreditBytes", protoName: "subscription_credit_bytes", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Hello.token", property: "token", protoName: "token", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundHello(m: HelloInit, payloadBytes: number): number {
  let n = 0;
  if (m.version !== undefined && m.version !== null) { n += 1 + bound.boundInt32(m.version, "Hello.version"); }
  if (m.software !== undefined && m.software !== null) { n += 1 + bound.boundString(m.software, "Hello.software"); }
  if (m.maxFrameBytes !== undefined && m.maxFrameBytes !== null) { n += 1 + bound.boundInt32(m.maxFrameBytes, "Hello.max_frame_bytes"); }
  if (m.session !== undefined && m.session !== null) { n += 1 + bound.boundString(m.session, "Hello.session"); }
  if (m.subscriptionCreditBytes !== undefined && m.subscriptionCreditBytes !== null) { n += 1 + bound.boundInt64(m.subscriptionCreditBytes, "Hello.subscription_credit_bytes"); }
  if (m.token !== undefined && m.token !== null) { n += 1 + bound.boundString(m.token, "Hello.token"); }
  return n;
}

function putHello(m: HelloInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.version !== undefined && m.version !== null && m.version !== 0) { b[o++] = 8; o = putInt64(m.version, b, o); }
  if (m.software !== undefined && m.software !== null && m.software !== "") { b[o++] = 18; o = put.putString(m.software, b, o); }
  if (m.maxFrameBytes !== undefined && m.maxFrameBytes !== null && m.maxFrameBytes !== 0) { b[o++] = 24; o = putInt64(m.maxFrameBytes, b, o); }
  if (m.session !== undefined && m.session !== null && m.session !== "") { b[o++] = 34; o = put.putString(m.session, b, o); }
  if (m.subscriptionCreditBytes !== undefined && m.subscriptionCreditBytes !== null && m.subscriptionCreditBytes !== 0) { b[o++] = 40; o = putInt64(m.subscriptionCreditBytes, b, o); }
  if (m.token !== undefined && m.token !== null && m.token !== "") { b[o++] = 50; o = put.putString(m.token, b, o); }
  return o;
}

function createHello(): Hello {
  return { version: 0, software: "", maxFrameBytes: 0, session: "", subscriptionCreditBytes: 0, token: "" };
}

function readHello(r: Reader, m: Hello): Hello {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.version = r.int32("Hello.version");
        break;
      }
      case 18: {
        m.software = r.string("Hello.software");
        break;
      }
      case 24: {
        m.maxFrameBytes = r.int32("Hello.max_frame_bytes");
        break;
      }
      case 34: {
        m.session = r.string("Hello.session");
        break;
      }
      case 40: {
        m.subscriptionCreditBytes = r.int64("Hello.subscription_credit_bytes");
        break;
      }
      case 50: {
        m.token = r.string("Hello.token");
        break;
      }
      default:
        r.skip(tag, fieldsHello);
    }
  }
  return m;
}

/** Codec of Hello. */
export const Hello: Codec<Hello, HelloInit> = new MessageCodec<Hello, HelloInit>("flowmesh.v1.Hello", fieldsHello, createHello, boundHello, putHello, readHello);

/** Why a call failed, or why a connection ends. */
export interface CallError {
  /** Name in the list of errors: `stream_not_found`. */
  reason: string;
  /** One of the closed set of codes: `not_found`. */
  code: string;
  /** What happened and why. */
  message: string;
  /** What to do. */
  fix: string;
  details: ErrorDetail[];
  /** Whether the same call may succeed later without a change. */
  retryable: boolean;
}

/** CallError as it is given to encode: what is absent is zero, empty or not set. */
export interface CallErrorInit {
  /** Name in the list of errors: `stream_not_found`. */
  reason?: string | undefined;
  /** One of the closed set of codes: `not_found`. */
  code?: string | undefined;
  /** What happened and why. */
  message?: string | undefined;
  /** What to do. */
  fix?: string | undefined;
  details?: readonly ErrorDetailInit[] | undefined;
  /** Whether the same call may succeed later without a change. */
  retryable?: boolean | undefined;
}

const fieldsCallError: readonly Field[] = [
  { name: "CallError.reason", property: "reason", protoName: "reason", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CallError.code", property: "code", protoName: "code", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CallError.message", property: "message", protoName: "message", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CallError.fix", property: "fix", protoName: "fix", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CallError.details", property: "details", protoName: "details", number: 5, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => ErrorDetail, jsonBytes: "base64", payload: false },
  { name: "CallError.retryable", property: "retryable", protoName: "retryable", number: 6, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCallError(m: CallErrorInit, payloadBytes: number): number {
  let n = 0;
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundString(m.reason, "CallError.reason"); }
  if (m.code !== undefined && m.code !== null) { n += 1 + bound.boundString(m.code, "CallError.code"); }
  if (m.message !== undefined && m.message !== null) { n += 1 + bound.boundString(m.message, "CallError.message"); }
  if (m.fix !== undefined && m.fix !== null) { n += 1 + bound.boundString(m.fix, "CallError.fix"); }
  for (let i = 0, count = bound.listLength(m.details, "CallError.details"); i < count; i++) { const e = m.details![i]!; bound.checkMessage(e, "CallError.details"); n += 1 + 5 + boundErrorDetail(e, -1); }
  if (m.retryable !== undefined && m.retryable !== null) { n += 1 + bound.boundBool(m.retryable, "CallError.retryable"); }
  return n;
}

function putCallError(m: CallErrorInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.reason !== undefined && m.reason !== null && m.reason !== "") { b[o++] = 10; o = put.putString(m.reason, b, o); }
  if (m.code !== undefined && m.code !== null && m.code !== "") { b[o++] = 18; o = put.putString(m.code, b, o); }
  if (m.message !== undefined && m.message !== null && m.message !== "") { b[o++] = 26; o = put.putString(m.message, b, o); }
  if (m.fix !== undefined && m.fix !== null && m.fix !== "") { b[o++] = 34; o = put.putString(m.fix, b, o); }
  if (m.details !== undefined && m.details !== null) for (let i = 0; i < m.details.length; i++) { b[o++] = 42; o = putNestedErrorDetail(m.details[i]!, b, o); }
  if (m.retryable !== undefined && m.retryable !== null && m.retryable !== false) { b[o++] = 48; o = put.putBool(m.retryable, b, o); }
  return o;
}

// Bytes of the length of the CallError that was written last within another message: the next one is likely to need as many.
let lengthBytesCallError = 1;

function putNestedCallError(m: CallErrorInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCallError;
  const start = offset + reserved;
  const end = putCallError(m, b, start, -1);
  lengthBytesCallError = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCallError(): CallError {
  return { reason: "", code: "", message: "", fix: "", details: [], retryable: false };
}

function readCallError(r: Reader, m: CallError): CallError {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.reason = r.string("CallError.reason");
        break;
      }
      case 18: {
        m.code = r.string("CallError.code");
        break;
      }
      case 26: {
        m.message = r.string("CallError.message");
        break;
      }
      case 34: {
        m.fix = r.string("CallError.fix");
        break;
      }
      case 42: {
        const outer = r.enter("CallError.details");
        m.details.push(readErrorDetail(r, createErrorDetail()));
        r.leave(outer);
        break;
      }
      case 48: {
        m.retryable = r.bool("CallError.retryable");
        break;
      }
      default:
        r.skip(tag, fieldsCallError);
    }
  }
  return m;
}

/** Codec of CallError. */
export const CallError: Codec<CallError, CallErrorInit> = new MessageCodec<CallError, CallErrorInit>("flowmesh.v1.CallError", fieldsCallError, createCallError, boundCallError, putCallError, readCallError);

/** A fact that an error's texts speak of. */
export interface ErrorDetail {
  name: string;
  /** The value as JSON: a number, a string, true, false, null, or a list or object of such. */
  json: string;
}

/** ErrorDetail as it is given to encode: what is absent is zero, empty or not set. */
export interface ErrorDetailInit {
  name?: string | undefined;
  /** The value as JSON: a number, a string, true, false, null, or a list or object of such. */
  json?: string | undefined;
}

const fieldsErrorDetail: readonly Field[] = [
  { name: "ErrorDetail.name", property: "name", protoName: "name", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorDetail.json", property: "json", protoName: "json", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundErrorDetail(m: ErrorDetailInit, payloadBytes: number): number {
  let n = 0;
  if (m.name !== undefined && m.name !== null) { n += 1 + bound.boundString(m.name, "ErrorDetail.name"); }
  if (m.json !== undefined && m.json !== null) { n += 1 + bound.boundString(m.json, "ErrorDetail.json"); }
  return n;
}

function putErrorDetail(m: ErrorDetailInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.name !== undefined && m.name !== null && m.name !== "") { b[o++] = 10; o = put.putString(m.name, b, o); }
  if (m.json !== undefined && m.json !== null && m.json !== "") { b[o++] = 18; o = put.putString(m.json, b, o); }
  return o;
}

// Bytes of the length of the ErrorDetail that was written last within another message: the next one is likely to need as many.
let lengthBytesErrorDetail = 1;

function putNestedErrorDetail(m: ErrorDetailInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesErrorDetail;
  const start = offset + reserved;
  const end = putErrorDetail(m, b, start, -1);
  lengthBytesErrorDetail = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createErrorDetail(): ErrorDetail {
  return { name: "", json: "" };
}

function readErrorDetail(r: Reader, m: ErrorDetail): ErrorDetail {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.name = r.string("ErrorDetail.name");
        break;
      }
      case 18: {
        m.json = r.string("ErrorDetail.json");
        break;
      }
      default:
        r.skip(tag, fieldsErrorDetail);
    }
  }
  return m;
}

/** Codec of ErrorDetail. */
export const ErrorDetail: Codec<ErrorDetail, ErrorDetailInit> = new MessageCodec<ErrorDetail, ErrorDetailInit>("flowmesh.v1.ErrorDetail", fieldsErrorDetail, createErrorDetail, boundErrorDetail, putErrorDetail, readErrorDetail);

/** What a stream keeps, and for how long. */
export interface StreamSettings {
  /** Records written longer ago than this are removed. 0: kept for ever, the default. Age counts from the commit, not from the record's timestamp. */
  retentionMs?: number | undefined;
  /** Oldest records of a partition are removed while it holds more bytes than this. 0: no limit, the default. */
  retentionBytes?: number | undefined;
  /** How long a dedupe id is remembered. Default 120000; at most 86400000; 0 switches it off: ids from before and meanwhile are not known later. */
  dedupeWindowMs?: number | undefined;
}

/** StreamSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface StreamSettingsInit {
  /** Records written longer ago than this are removed. 0: kept for ever, the default. Age counts from the commit, not from the record's timestamp. */
  retentionMs?: number | undefined;
  /** Oldest records of a partition are removed while it holds more bytes than this. 0: no limit, the default. */
  retentionBytes?: number | undefined;
  /** How long a dedupe id is remembered. Default 120000; at most 86400000; 0 switches it off: ids from before and meanwhile are not known later. */
  dedupeWindowMs?: number | undefined;
}

const fieldsStreamSettings: readonly Field[] = [
  { name: "StreamSettings.retention_ms", property: "retentionMs", protoName: "retention_ms", number: 1, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StreamSettings.retention_bytes", property: "retentionBytes", protoName: "retention_bytes", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StreamSettings.dedupe_window_ms", property: "dedupeWindowMs", protoName: "dedupe_window_ms", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStreamSettings(m: StreamSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.retentionMs !== undefined && m.retentionMs !== null) { n += 1 + bound.boundInt64(m.retentionMs, "StreamSettings.retention_ms"); }
  if (m.retentionBytes !== undefined && m.retentionBytes !== null) { n += 1 + bound.boundInt64(m.retentionBytes, "StreamSettings.retention_bytes"); }
  if (m.dedupeWindowMs !== undefined && m.dedupeWindowMs !== null) { n += 1 + bound.boundInt64(m.dedupeWindowMs, "StreamSettings.dedupe_window_ms"); }
  return n;
}

function putStreamSettings(m: StreamSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.retentionMs !== undefined && m.retentionMs !== null) { b[o++] = 8; o = putInt64(m.retentionMs, b, o); }
  if (m.retentionBytes !== undefined && m.retentionBytes !== null) { b[o++] = 16; o = putInt64(m.retentionBytes, b, o); }
  if (m.dedupeWindowMs !== undefined && m.dedupeWindowMs !== null) { b[o++] = 24; o = putInt64(m.dedupeWindowMs, b, o); }
  return o;
}

// Bytes of the length of the StreamSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesStreamSettings = 1;

function putNestedStreamSettings(m: StreamSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesStreamSettings;
  const start = offset + reserved;
  const end = putStreamSettings(m, b, start, -1);
  lengthBytesStreamSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createStreamSettings(): StreamSettings {
  return { retentionMs: undefined, retentionBytes: undefined, dedupeWindowMs: undefined };
}

function readStreamSettings(r: Reader, m: StreamSettings): StreamSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.retentionMs = r.int64("StreamSettings.retention_ms");
        break;
      }
      case 16: {
        m.retentionBytes = r.int64("StreamSettings.retention_bytes");
        break;
      }
      case 24: {
        m.dedupeWindowMs = r.int64("StreamSettings.dedupe_window_ms");
        break;
      }
      default:
        r.skip(tag, fieldsStreamSettings);
    }
  }
  return m;
}

/** Codec of StreamSettings. */
export const StreamSettings: Codec<StreamSettings, StreamSettingsInit> = new MessageCodec<StreamSettings, StreamSettingsInit>("flowmesh.v1.StreamSettings", fieldsStreamSettings, createStreamSettings, boundStreamSettings, putStreamSettings, readStreamSettings);

export interface Stream {
  stream: string;
  /** UUID from the creation on, in its text form. */
  id: string;
  settings?: StreamSettings | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** In order of their numbers, 0 to n - 1. */
  partitions: PartitionOffsets[];
  /** Bytes of the records kept, as they are stored. */
  bytes: number;
  /** Position of the commit that last changed the settings. */
  revision: number;
}

/** Stream as it is given to encode: what is absent is zero, empty or not set. */
export interface StreamInit {
  stream?: string | undefined;
  /** UUID from the creation on, in its text form. */
  id?: string | undefined;
  settings?: StreamSettingsInit | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** In order of their numbers, 0 to n - 1. */
  partitions?: readonly PartitionOffsetsInit[] | undefined;
  /** Bytes of the records kept, as they are stored. */
  bytes?: number | undefined;
  /** Position of the commit that last changed the settings. */
  revision?: number | undefined;
}

const fieldsStream: readonly Field[] = [
  { name: "Stream.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Stream.id", property: "id", protoName: "id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Stream.settings", property: "settings", protoName: "settings", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => StreamSettings, jsonBytes: "base64", payload: false },
  { name: "Stream.created_at", property: "createdAt", protoName: "created_at", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Stream.partitions", property: "partitions", protoName: "partitions", number: 5, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => PartitionOffsets, jsonBytes: "base64", payload: false },
  { name: "Stream.bytes", property: "bytes", protoName: "bytes", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Stream.revision", property: "revision", protoName: "revision", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStream(m: StreamInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "Stream.stream"); }
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "Stream.id"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "Stream.settings"); n += 1 + 5 + boundStreamSettings(m.settings, -1); }
  if (m.createdAt !== undefined && m.createdAt !== null) { n += 1 + boundTimestamp(m.createdAt, "Stream.created_at"); }
  for (let i = 0, count = bound.listLength(m.partitions, "Stream.partitions"); i < count; i++) { const e = m.partitions![i]!; bound.checkMessage(e, "Stream.partitions"); n += 1 + 5 + boundPartitionOffsets(e, -1); }
  if (m.bytes !== undefined && m.bytes !== null) { n += 1 + bound.boundInt64(m.bytes, "Stream.bytes"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Stream.revision"); }
  return n;
}

function putStream(m: StreamInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 18; o = put.putString(m.id, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 26; o = putNestedStreamSettings(m.settings, b, o); }
  if (m.createdAt !== undefined && m.createdAt !== null) { b[o++] = 34; o = putTimestamp(m.createdAt, b, o); }
  if (m.partitions !== undefined && m.partitions !== null) for (let i = 0; i < m.partitions.length; i++) { b[o++] = 42; o = putNestedPartitionOffsets(m.partitions[i]!, b, o); }
  if (m.bytes !== undefined && m.bytes !== null && m.bytes !== 0) { b[o++] = 48; o = putInt64(m.bytes, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 56; o = putInt64(m.revision, b, o); }
  return o;
}

// Bytes of the length of the Stream that was written last within another message: the next one is likely to need as many.
let lengthBytesStream = 1;

function putNestedStream(m: StreamInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesStream;
  const start = offset + reserved;
  const end = putStream(m, b, start, -1);
  lengthBytesStream = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createStream(): Stream {
  return { stream: "", id: "", settings: undefined, createdAt: undefined, partitions: [], bytes: 0, revision: 0 };
}

function readStream(r: Reader, m: Stream): Stream {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("Stream.stream");
        break;
      }
      case 18: {
        m.id = r.string("Stream.id");
        break;
      }
      case 26: {
        const outer = r.enter("Stream.settings");
        m.settings = readStreamSettings(r, m.settings ?? createStreamSettings());
        r.leave(outer);
        break;
      }
      case 34: {
        m.createdAt = readTimestamp(r, "Stream.created_at");
        break;
      }
      case 42: {
        const outer = r.enter("Stream.partitions");
        m.partitions.push(readPartitionOffsets(r, createPartitionOffsets()));
        r.leave(outer);
        break;
      }
      case 48: {
        m.bytes = r.int64("Stream.bytes");
        break;
      }
      case 56: {
        m.revision = r.int64("Stream.revision");
        break;
      }
      default:
        r.skip(tag, fieldsStream);
    }
  }
  return m;
}

/** Codec of Stream. */
export const Stream: Codec<Stream, StreamInit> = new MessageCodec<Stream, StreamInit>("flowmesh.v1.Stream", fieldsStream, createStream, boundStream, putStream, readStream);

/** Where a partition begins and ends. */
export interface PartitionOffsets {
  partition: number;
  /** First offset that can be read. */
  earliestOffset: number;
  /** Offset that the next record will get. */
  nextOffset: number;
  bytes: number;
}

/** PartitionOffsets as it is given to encode: what is absent is zero, empty or not set. */
export interface PartitionOffsetsInit {
  partition?: number | undefined;
  /** First offset that can be read. */
  earliestOffset?: number | undefined;
  /** Offset that the next record will get. */
  nextOffset?: number | undefined;
  bytes?: number | undefined;
}

const fieldsPartitionOffsets: readonly Field[] = [
  { name: "PartitionOffsets.partition", property: "partition", protoName: "partition", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PartitionOffsets.earliest_offset", property: "earliestOffset", protoName: "earliest_offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PartitionOffsets.next_offset", property: "nextOffset", protoName: "next_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PartitionOffsets.bytes", property: "bytes", protoName: "bytes", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPartitionOffsets(m: PartitionOffsetsInit, payloadBytes: number): number {
  let n = 0;
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "PartitionOffsets.partition"); }
  if (m.earliestOffset !== undefined && m.earliestOffset !== null) { n += 1 + bound.boundInt64(m.earliestOffset, "PartitionOffsets.earliest_offset"); }
  if (m.nextOffset !== undefined && m.nextOffset !== null) { n += 1 + bound.boundInt64(m.nextOffset, "PartitionOffsets.next_offset"); }
  if (m.bytes !== undefined && m.bytes !== null) { n += 1 + bound.boundInt64(m.bytes, "PartitionOffsets.bytes"); }
  return n;
}

function putPartitionOffsets(m: PartitionOffsetsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 8; o = putInt64(m.partition, b, o); }
  if (m.earliestOffset !== undefined && m.earliestOffset !== null && m.earliestOffset !== 0) { b[o++] = 16; o = putInt64(m.earliestOffset, b, o); }
  if (m.nextOffset !== undefined && m.nextOffset !== null && m.nextOffset !== 0) { b[o++] = 24; o = putInt64(m.nextOffset, b, o); }
  if (m.bytes !== undefined && m.bytes !== null && m.bytes !== 0) { b[o++] = 32; o = putInt64(m.bytes, b, o); }
  return o;
}

// Bytes of the length of the PartitionOffsets that was written last within another message: the next one is likely to need as many.
let lengthBytesPartitionOffsets = 1;

function putNestedPartitionOffsets(m: PartitionOffsetsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesPartitionOffsets;
  const start = offset + reserved;
  const end = putPartitionOffsets(m, b, start, -1);
  lengthBytesPartitionOffsets = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createPartitionOffsets(): PartitionOffsets {
  return { partition: 0, earliestOffset: 0, nextOffset: 0, bytes: 0 };
}

function readPartitionOffsets(r: Reader, m: PartitionOffsets): PartitionOffsets {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.partition = r.int32("PartitionOffsets.partition");
        break;
      }
      case 16: {
        m.earliestOffset = r.int64("PartitionOffsets.earliest_offset");
        break;
      }
      case 24: {
        m.nextOffset = r.int64("PartitionOffsets.next_offset");
        break;
      }
      case 32: {
        m.bytes = r.int64("PartitionOffsets.bytes");
        break;
      }
      default:
        r.skip(tag, fieldsPartitionOffsets);
    }
  }
  return m;
}

/** Codec of PartitionOffsets. */
export const PartitionOffsets: Codec<PartitionOffsets, PartitionOffsetsInit> = new MessageCodec<PartitionOffsets, PartitionOffsetsInit>("flowmesh.v1.PartitionOffsets", fieldsPartitionOffsets, createPartitionOffsets, boundPartitionOffsets, putPartitionOffsets, readPartitionOffsets);

export interface CreateStreamRequest {
  stream: string;
  /** 1 to 1024. Default 1. */
  partitions?: number | undefined;
  settings?: StreamSettings | undefined;
}

/** CreateStreamRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateStreamRequestInit {
  stream?: string | undefined;
  /** 1 to 1024. Default 1. */
  partitions?: number | undefined;
  settings?: StreamSettingsInit | undefined;
}

const fieldsCreateStreamRequest: readonly Field[] = [
  { name: "CreateStreamRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CreateStreamRequest.partitions", property: "partitions", protoName: "partitions", number: 2, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CreateStreamRequest.settings", property: "settings", protoName: "settings", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => StreamSettings, jsonBytes: "base64", payload: false },
];

function boundCreateStreamRequest(m: CreateStreamRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "CreateStreamRequest.stream"); }
  if (m.partitions !== undefined && m.partitions !== null) { n += 1 + bound.boundInt32(m.partitions, "CreateStreamRequest.partitions"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "CreateStreamRequest.settings"); n += 1 + 5 + boundStreamSettings(m.settings, -1); }
  return n;
}

function putCreateStreamRequest(m: CreateStreamRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partitions !== undefined && m.partitions !== null) { b[o++] = 16; o = putInt64(m.partitions, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 26; o = putNestedStreamSettings(m.settings, b, o); }
  return o;
}

function createCreateStreamRequest(): CreateStreamRequest {
  return { stream: "", partitions: undefined, settings: undefined };
}

function readCreateStreamRequest(r: Reader, m: CreateStreamRequest): CreateStreamRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("CreateStreamRequest.stream");
        break;
      }
      case 16: {
        m.partitions = r.int32("CreateStreamRequest.partitions");
        break;
      }
      case 26: {
        const outer = r.enter("CreateStreamRequest.settings");
        m.settings = readStreamSettings(r, m.settings ?? createStreamSettings());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsCreateStreamRequest);
    }
  }
  return m;
}

/** Codec of CreateStreamRequest. */
export const CreateStreamRequest: Codec<CreateStreamRequest, CreateStreamRequestInit> = new MessageCodec<CreateStreamRequest, CreateStreamRequestInit>("flowmesh.v1.CreateStreamRequest", fieldsCreateStreamRequest, createCreateStreamRequest, boundCreateStreamRequest, putCreateStreamRequest, readCreateStreamRequest);

export interface CreateStreamResponse {
  stream?: Stream | undefined;
  position: number;
}

/** CreateStreamResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateStreamResponseInit {
  stream?: StreamInit | undefined;
  position?: number | undefined;
}

const fieldsCreateStreamResponse: readonly Field[] = [
  { name: "CreateStreamResponse.stream", property: "stream", protoName: "stream", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Stream, jsonBytes: "base64", payload: false },
  { name: "CreateStreamResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCreateStreamResponse(m: CreateStreamResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { bound.checkMessage(m.stream, "CreateStreamResponse.stream"); n += 1 + 5 + boundStream(m.stream, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CreateStreamResponse.position"); }
  return n;
}

function putCreateStreamResponse(m: CreateStreamResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null) { b[o++] = 10; o = putNestedStream(m.stream, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createCreateStreamResponse(): CreateStreamResponse {
  return { stream: undefined, position: 0 };
}

function readCreateStreamResponse(r: Reader, m: CreateStreamResponse): CreateStreamResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("CreateStreamResponse.stream");
        m.stream = readStream(r, m.stream ?? createStream());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("CreateStreamResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsCreateStreamResponse);
    }
  }
  return m;
}

/** Codec of CreateStreamResponse. */
export const CreateStreamResponse: Codec<CreateStreamResponse, CreateStreamResponseInit> = new MessageCodec<CreateStreamResponse, CreateStreamResponseInit>("flowmesh.v1.CreateStreamResponse", fieldsCreateStreamResponse, createCreateStreamResponse, boundCreateStreamResponse, putCreateStreamResponse, readCreateStreamResponse);

export interface GetStreamRequest {
  stream: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetStreamRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetStreamRequestInit {
  stream?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetStreamRequest: readonly Field[] = [
  { name: "GetStreamRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStreamRequest.at_least", property: "atLeast", protoName: "at_least", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetStreamRequest(m: GetStreamRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "GetStreamRequest.stream"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetStreamRequest.at_least"); }
  return n;
}

function putGetStreamRequest(m: GetStreamRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 16; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetStreamRequest(): GetStreamRequest {
  return { stream: "", atLeast: 0 };
}

function readGetStreamRequest(r: Reader, m: GetStreamRequest): GetStreamRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("GetStreamRequest.stream");
        break;
      }
      case 16: {
        m.atLeast = r.int64("GetStreamRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetStreamRequest);
    }
  }
  return m;
}

/** Codec of GetStreamRequest. */
export const GetStreamRequest: Codec<GetStreamRequest, GetStreamRequestInit> = new MessageCodec<GetStreamRequest, GetStreamRequestInit>("flowmesh.v1.GetStreamRequest", fieldsGetStreamRequest, createGetStreamRequest, boundGetStreamRequest, putGetStreamRequest, readGetStreamRequest);

export interface GetStreamResponse {
  stream?: Stream | undefined;
}

/** GetStreamResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetStreamResponseInit {
  stream?: StreamInit | undefined;
}

const fieldsGetStreamResponse: readonly Field[] = [
  { name: "GetStreamResponse.stream", property: "stream", protoName: "stream", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Stream, jsonBytes: "base64", payload: false },
];

function boundGetStreamResponse(m: GetStreamResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { bound.checkMessage(m.stream, "GetStreamResponse.stream"); n += 1 + 5 + boundStream(m.stream, -1); }
  return n;
}

function putGetStreamResponse(m: GetStreamResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null) { b[o++] = 10; o = putNestedStream(m.stream, b, o); }
  return o;
}

function createGetStreamResponse(): GetStreamResponse {
  return { stream: undefined };
}

function readGetStreamResponse(r: Reader, m: GetStreamResponse): GetStreamResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetStreamResponse.stream");
        m.stream = readStream(r, m.stream ?? createStream());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetStreamResponse);
    }
  }
  return m;
}

/** Codec of GetStreamResponse. */
export const GetStreamResponse: Codec<GetStreamResponse, GetStreamResponseInit> = new MessageCodec<GetStreamResponse, GetStreamResponseInit>("flowmesh.v1.GetStreamResponse", fieldsGetStreamResponse, createGetStreamResponse, boundGetStreamResponse, putGetStreamResponse, readGetStreamResponse);

export interface ListStreamsRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
}

/** ListStreamsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListStreamsRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
}

const fieldsListStreamsRequest: readonly Field[] = [
  { name: "ListStreamsRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListStreamsRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListStreamsRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListStreamsRequest(m: ListStreamsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListStreamsRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListStreamsRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListStreamsRequest.prefix"); }
  return n;
}

function putListStreamsRequest(m: ListStreamsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  return o;
}

function createListStreamsRequest(): ListStreamsRequest {
  return { pageSize: 0, pageToken: "", prefix: "" };
}

function readListStreamsRequest(r: Reader, m: ListStreamsRequest): ListStreamsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListStreamsRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListStreamsRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListStreamsRequest.prefix");
        break;
      }
      default:
        r.skip(tag, fieldsListStreamsRequest);
    }
  }
  return m;
}

/** Codec of ListStreamsRequest. */
export const ListStreamsRequest: Codec<ListStreamsRequest, ListStreamsRequestInit> = new MessageCodec<ListStreamsRequest, ListStreamsRequestInit>("flowmesh.v1.ListStreamsRequest", fieldsListStreamsRequest, createListStreamsRequest, boundListStreamsRequest, putListStreamsRequest, readListStreamsRequest);

export interface ListStreamsResponse {
  streams: Stream[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListStreamsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListStreamsResponseInit {
  streams?: readonly StreamInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListStreamsResponse: readonly Field[] = [
  { name: "ListStreamsResponse.streams", property: "streams", protoName: "streams", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Stream, jsonBytes: "base64", payload: false },
  { name: "ListStreamsResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListStreamsResponse(m: ListStreamsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.streams, "ListStreamsResponse.streams"); i < count; i++) { const e = m.streams![i]!; bound.checkMessage(e, "ListStreamsResponse.streams"); n += 1 + 5 + boundStream(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListStreamsResponse.next_page_token"); }
  return n;
}

function putListStreamsResponse(m: ListStreamsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.streams !== undefined && m.streams !== null) for (let i = 0; i < m.streams.length; i++) { b[o++] = 10; o = putNestedStream(m.streams[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListStreamsResponse(): ListStreamsResponse {
  return { streams: [], nextPageToken: "" };
}

function readListStreamsResponse(r: Reader, m: ListStreamsResponse): ListStreamsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListStreamsResponse.streams");
        m.streams.push(readStream(r, createStream()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListStreamsResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListStreamsResponse);
    }
  }
  return m;
}

/** Codec of ListStreamsResponse. */
export const ListStreamsResponse: Codec<ListStreamsResponse, ListStreamsResponseInit> = new MessageCodec<ListStreamsResponse, ListStreamsResponseInit>("flowmesh.v1.ListStreamsResponse", fieldsListStreamsResponse, createListStreamsResponse, boundListStreamsResponse, putListStreamsResponse, readListStreamsResponse);

export interface UpdateStreamRequest {
  stream: string;
  /** New number of partitions; never fewer than before. */
  partitions?: number | undefined;
  /** Only the settings that are present change. */
  settings?: StreamSettings | undefined;
  /** Refused with revision_mismatch unless the stream's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** UpdateStreamRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateStreamRequestInit {
  stream?: string | undefined;
  /** New number of partitions; never fewer than before. */
  partitions?: number | undefined;
  /** Only the settings that are present change. */
  settings?: StreamSettingsInit | undefined;
  /** Refused with revision_mismatch unless the stream's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsUpdateStreamRequest: readonly Field[] = [
  { name: "UpdateStreamRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "UpdateStreamRequest.partitions", property: "partitions", protoName: "partitions", number: 2, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "UpdateStreamRequest.settings", property: "settings", protoName: "settings", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => StreamSettings, jsonBytes: "base64", payload: false },
  { name: "UpdateStreamRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 4, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateStreamRequest(m: UpdateStreamRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "UpdateStreamRequest.stream"); }
  if (m.partitions !== undefined && m.partitions !== null) { n += 1 + bound.boundInt32(m.partitions, "UpdateStreamRequest.partitions"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "UpdateStreamRequest.settings"); n += 1 + 5 + boundStreamSettings(m.settings, -1); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "UpdateStreamRequest.expected_revision"); }
  return n;
}

function putUpdateStreamRequest(m: UpdateStreamRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partitions !== undefined && m.partitions !== null) { b[o++] = 16; o = putInt64(m.partitions, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 26; o = putNestedStreamSettings(m.settings, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 32; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createUpdateStreamRequest(): UpdateStreamRequest {
  return { stream: "", partitions: undefined, settings: undefined, expectedRevision: undefined };
}

function readUpdateStreamRequest(r: Reader, m: UpdateStreamRequest): UpdateStreamRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("UpdateStreamRequest.stream");
        break;
      }
      case 16: {
        m.partitions = r.int32("UpdateStreamRequest.partitions");
        break;
      }
      case 26: {
        const outer = r.enter("UpdateStreamRequest.settings");
        m.settings = readStreamSettings(r, m.settings ?? createStreamSettings());
        r.leave(outer);
        break;
      }
      case 32: {
        m.expectedRevision = r.int64("UpdateStreamRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateStreamRequest);
    }
  }
  return m;
}

/** Codec of UpdateStreamRequest. */
export const UpdateStreamRequest: Codec<UpdateStreamRequest, UpdateStreamRequestInit> = new MessageCodec<UpdateStreamRequest, UpdateStreamRequestInit>("flowmesh.v1.UpdateStreamRequest", fieldsUpdateStreamRequest, createUpdateStreamRequest, boundUpdateStreamRequest, putUpdateStreamRequest, readUpdateStreamRequest);

export interface UpdateStreamResponse {
  stream?: Stream | undefined;
  position: number;
}

/** UpdateStreamResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateStreamResponseInit {
  stream?: StreamInit | undefined;
  position?: number | undefined;
}

const fieldsUpdateStreamResponse: readonly Field[] = [
  { name: "UpdateStreamResponse.stream", property: "stream", protoName: "stream", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Stream, jsonBytes: "base64", payload: false },
  { name: "UpdateStreamResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateStreamResponse(m: UpdateStreamResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { bound.checkMessage(m.stream, "UpdateStreamResponse.stream"); n += 1 + 5 + boundStream(m.stream, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "UpdateStreamResponse.position"); }
  return n;
}

function putUpdateStreamResponse(m: UpdateStreamResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null) { b[o++] = 10; o = putNestedStream(m.stream, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createUpdateStreamResponse(): UpdateStreamResponse {
  return { stream: undefined, position: 0 };
}

function readUpdateStreamResponse(r: Reader, m: UpdateStreamResponse): UpdateStreamResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("UpdateStreamResponse.stream");
        m.stream = readStream(r, m.stream ?? createStream());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("UpdateStreamResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateStreamResponse);
    }
  }
  return m;
}

/** Codec of UpdateStreamResponse. */
export const UpdateStreamResponse: Codec<UpdateStreamResponse, UpdateStreamResponseInit> = new MessageCodec<UpdateStreamResponse, UpdateStreamResponseInit>("flowmesh.v1.UpdateStreamResponse", fieldsUpdateStreamResponse, createUpdateStreamResponse, boundUpdateStreamResponse, putUpdateStreamResponse, readUpdateStreamResponse);

export interface DeleteStreamRequest {
  stream: string;
  /** Refused with revision_mismatch unless the stream's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** DeleteStreamRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteStreamRequestInit {
  stream?: string | undefined;
  /** Refused with revision_mismatch unless the stream's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsDeleteStreamRequest: readonly Field[] = [
  { name: "DeleteStreamRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteStreamRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteStreamRequest(m: DeleteStreamRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "DeleteStreamRequest.stream"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteStreamRequest.expected_revision"); }
  return n;
}

function putDeleteStreamRequest(m: DeleteStreamRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 16; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createDeleteStreamRequest(): DeleteStreamRequest {
  return { stream: "", expectedRevision: undefined };
}

function readDeleteStreamRequest(r: Reader, m: DeleteStreamRequest): DeleteStreamRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("DeleteStreamRequest.stream");
        break;
      }
      case 16: {
        m.expectedRevision = r.int64("DeleteStreamRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteStreamRequest);
    }
  }
  return m;
}

/** Codec of DeleteStreamRequest. */
export const DeleteStreamRequest: Codec<DeleteStreamRequest, DeleteStreamRequestInit> = new MessageCodec<DeleteStreamRequest, DeleteStreamRequestInit>("flowmesh.v1.DeleteStreamRequest", fieldsDeleteStreamRequest, createDeleteStreamRequest, boundDeleteStreamRequest, putDeleteStreamRequest, readDeleteStreamRequest);

export interface DeleteStreamResponse {
  position: number;
}

/** DeleteStreamResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteStreamResponseInit {
  position?: number | undefined;
}

const fieldsDeleteStreamResponse: readonly Field[] = [
  { name: "DeleteStreamResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteStreamResponse(m: DeleteStreamResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteStreamResponse.position"); }
  return n;
}

function putDeleteStreamResponse(m: DeleteStreamResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteStreamResponse(): DeleteStreamResponse {
  return { position: 0 };
}

function readDeleteStreamResponse(r: Reader, m: DeleteStreamResponse): DeleteStreamResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("DeleteStreamResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteStreamResponse);
    }
  }
  return m;
}

/** Codec of DeleteStreamResponse. */
export const DeleteStreamResponse: Codec<DeleteStreamResponse, DeleteStreamResponseInit> = new MessageCodec<DeleteStreamResponse, DeleteStreamResponseInit>("flowmesh.v1.DeleteStreamResponse", fieldsDeleteStreamResponse, createDeleteStreamResponse, boundDeleteStreamResponse, putDeleteStreamResponse, readDeleteStreamResponse);

export interface Header {
  name: string;
  value: Uint8Array;
}

/** Header as it is given to encode: what is absent is zero, empty or not set. */
export interface HeaderInit {
  name?: string | undefined;
  value?: Uint8Array | undefined;
}

const fieldsHeader: readonly Field[] = [
  { name: "Header.name", property: "name", protoName: "name", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Header.value", property: "value", protoName: "value", number: 2, kind: "bytes", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
];

function boundHeader(m: HeaderInit, payloadBytes: number): number {
  let n = 0;
  if (m.name !== undefined && m.name !== null) { n += 1 + bound.boundString(m.name, "Header.name"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "Header.value"); }
  return n;
}

function putHeader(m: HeaderInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.name !== undefined && m.name !== null && m.name !== "") { b[o++] = 10; o = put.putString(m.name, b, o); }
  if (m.value !== undefined && m.value !== null && m.value.length !== 0) { b[o++] = 18; o = put.putBytes(m.value, b, o); }
  return o;
}

// Bytes of the length of the Header that was written last within another message: the next one is likely to need as many.
let lengthBytesHeader = 1;

function putNestedHeader(m: HeaderInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesHeader;
  const start = offset + reserved;
  const end = putHeader(m, b, start, -1);
  lengthBytesHeader = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createHeader(): Header {
  return { name: "", value: noBytes };
}

function readHeader(r: Reader, m: Header): Header {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.name = r.string("Header.name");
        break;
      }
      case 18: {
        m.value = r.bytes("Header.value");
        break;
      }
      default:
        r.skip(tag, fieldsHeader);
    }
  }
  return m;
}

/** Codec of Header. */
export const Header: Codec<Header, HeaderInit> = new MessageCodec<Header, HeaderInit>("flowmesh.v1.Header", fieldsHeader, createHeader, boundHeader, putHeader, readHeader);

/** A record as it is published. */
export interface NewRecord {
  /** Absent: no key. */
  key?: Uint8Array | undefined;
  /** Absent: a record without a value. */
  value?: Uint8Array | undefined;
  headers: Header[];
  /**
   * Default: the time at which the server takes it.
   *
   * Milliseconds since 1970.
   */
  timestamp?: number | undefined;
  /** Default: by the key. */
  partition?: number | undefined;
  /** A record with an id that the stream saw within its dedupe window is not written again. */
  dedupeId: string;
}

/** NewRecord as it is given to encode: what is absent is zero, empty or not set. */
export interface NewRecordInit {
  /** Absent: no key. */
  key?: Uint8Array | undefined;
  /** Absent: a record without a value. */
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
  /**
   * Default: the time at which the server takes it.
   *
   * Milliseconds since 1970.
   */
  timestamp?: number | undefined;
  /** Default: by the key. */
  partition?: number | undefined;
  /** A record with an id that the stream saw within its dedupe window is not written again. */
  dedupeId?: string | undefined;
}

const fieldsNewRecord: readonly Field[] = [
  { name: "NewRecord.key", property: "key", protoName: "key", number: 1, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "NewRecord.value", property: "value", protoName: "value", number: 2, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "NewRecord.headers", property: "headers", protoName: "headers", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
  { name: "NewRecord.timestamp", property: "timestamp", protoName: "timestamp", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewRecord.partition", property: "partition", protoName: "partition", number: 5, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewRecord.dedupe_id", property: "dedupeId", protoName: "dedupe_id", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundNewRecord(m: NewRecordInit, payloadBytes: number): number {
  let n = 0;
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "NewRecord.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "NewRecord.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "NewRecord.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "NewRecord.headers"); n += 1 + 5 + boundHeader(e, -1); }
  if (m.timestamp !== undefined && m.timestamp !== null) { n += 1 + boundTimestamp(m.timestamp, "NewRecord.timestamp"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "NewRecord.partition"); }
  if (m.dedupeId !== undefined && m.dedupeId !== null) { n += 1 + bound.boundString(m.dedupeId, "NewRecord.dedupe_id"); }
  return n;
}

function putNewRecord(m: NewRecordInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.key !== undefined && m.key !== null) { b[o++] = 10; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 18; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 26; o = putNestedHeader(m.headers[i]!, b, o); }
  if (m.timestamp !== undefined && m.timestamp !== null) { b[o++] = 34; o = putTimestamp(m.timestamp, b, o); }
  if (m.partition !== undefined && m.partition !== null) { b[o++] = 40; o = putInt64(m.partition, b, o); }
  if (m.dedupeId !== undefined && m.dedupeId !== null && m.dedupeId !== "") { b[o++] = 50; o = put.putString(m.dedupeId, b, o); }
  return o;
}

// Bytes of the length of the NewRecord that was written last within another message: the next one is likely to need as many.
let lengthBytesNewRecord = 1;

function putNestedNewRecord(m: NewRecordInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesNewRecord;
  const start = offset + reserved;
  const end = putNewRecord(m, b, start, -1);
  lengthBytesNewRecord = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createNewRecord(): NewRecord {
  return { key: undefined, value: undefined, headers: [], timestamp: undefined, partition: undefined, dedupeId: "" };
}

function readNewRecord(r: Reader, m: NewRecord): NewRecord {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.key = r.bytes("NewRecord.key");
        break;
      }
      case 18: {
        m.value = r.bytes("NewRecord.value");
        break;
      }
      case 26: {
        const outer = r.enter("NewRecord.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      case 34: {
        m.timestamp = readTimestamp(r, "NewRecord.timestamp");
        break;
      }
      case 40: {
        m.partition = r.int32("NewRecord.partition");
        break;
      }
      case 50: {
        m.dedupeId = r.string("NewRecord.dedupe_id");
        break;
      }
      default:
        r.skip(tag, fieldsNewRecord);
    }
  }
  return m;
}

/** Codec of NewRecord. */
export const NewRecord: Codec<NewRecord, NewRecordInit> = new MessageCodec<NewRecord, NewRecordInit>("flowmesh.v1.NewRecord", fieldsNewRecord, createNewRecord, boundNewRecord, putNewRecord, readNewRecord);

export interface PublishRequest {
  stream: string;
  records: NewRecord[];
  /** Refused with expected_offset_mismatch unless the first record gets this offset. All records must go to one partition. */
  expectedOffset?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey: string;
  durability: Durability;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
}

/** PublishRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PublishRequestInit {
  stream?: string | undefined;
  records?: readonly NewRecordInit[] | undefined;
  /** Refused with expected_offset_mismatch unless the first record gets this offset. All records must go to one partition. */
  expectedOffset?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
}

const fieldsPublishRequest: readonly Field[] = [
  { name: "PublishRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.records", property: "records", protoName: "records", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => NewRecord, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.expected_offset", property: "expectedOffset", protoName: "expected_offset", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.durability", property: "durability", protoName: "durability", number: 5, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.causation", property: "causation", protoName: "causation", number: 6, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishRequest.correlation", property: "correlation", protoName: "correlation", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPublishRequest(m: PublishRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "PublishRequest.stream"); }
  for (let i = 0, count = bound.listLength(m.records, "PublishRequest.records"); i < count; i++) { const e = m.records![i]!; bound.checkMessage(e, "PublishRequest.records"); n += 1 + 5 + boundNewRecord(e, -1); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { n += 1 + bound.boundInt64(m.expectedOffset, "PublishRequest.expected_offset"); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "PublishRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "PublishRequest.durability"), "PublishRequest.durability"); }
  for (let i = 0, count = bound.listLength(m.causation, "PublishRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "PublishRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "PublishRequest.correlation"); }
  return n;
}

function putPublishRequest(m: PublishRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.records !== undefined && m.records !== null) for (let i = 0; i < m.records.length; i++) { b[o++] = 18; o = putNestedNewRecord(m.records[i]!, b, o); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { b[o++] = 24; o = putInt64(m.expectedOffset, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 34; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 40; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 50; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 58; o = put.putString(m.correlation, b, o); }
  return o;
}

function createPublishRequest(): PublishRequest {
  return { stream: "", records: [], expectedOffset: undefined, idempotencyKey: "", durability: "unspecified", causation: [], correlation: "" };
}

function readPublishRequest(r: Reader, m: PublishRequest): PublishRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("PublishRequest.stream");
        break;
      }
      case 18: {
        const outer = r.enter("PublishRequest.records");
        m.records.push(readNewRecord(r, createNewRecord()));
        r.leave(outer);
        break;
      }
      case 24: {
        m.expectedOffset = r.int64("PublishRequest.expected_offset");
        break;
      }
      case 34: {
        m.idempotencyKey = r.string("PublishRequest.idempotency_key");
        break;
      }
      case 40: {
        m.durability = nameDurability(r, "PublishRequest.durability");
        break;
      }
      case 50: {
        r.item("PublishRequest.causation");
        m.causation.push(r.string("PublishRequest.causation"));
        break;
      }
      case 58: {
        m.correlation = r.string("PublishRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsPublishRequest);
    }
  }
  return m;
}

/** Codec of PublishRequest. */
export const PublishRequest: Codec<PublishRequest, PublishRequestInit> = new MessageCodec<PublishRequest, PublishRequestInit>("flowmesh.v1.PublishRequest", fieldsPublishRequest, createPublishRequest, boundPublishRequest, putPublishRequest, readPublishRequest);

/** Where a record, or the first one of a batch, was written. */
export interface Placement {
  partition: number;
  offset: number;
  /** The record was there already: this is where. */
  duplicate: boolean;
}

/** Placement as it is given to encode: what is absent is zero, empty or not set. */
export interface PlacementInit {
  partition?: number | undefined;
  offset?: number | undefined;
  /** The record was there already: this is where. */
  duplicate?: boolean | undefined;
}

const fieldsPlacement: readonly Field[] = [
  { name: "Placement.partition", property: "partition", protoName: "partition", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Placement.offset", property: "offset", protoName: "offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Placement.duplicate", property: "duplicate", protoName: "duplicate", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPlacement(m: PlacementInit, payloadBytes: number): number {
  let n = 0;
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "Placement.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "Placement.offset"); }
  if (m.duplicate !== undefined && m.duplicate !== null) { n += 1 + bound.boundBool(m.duplicate, "Placement.duplicate"); }
  return n;
}

function putPlacement(m: PlacementInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 8; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 16; o = putInt64(m.offset, b, o); }
  if (m.duplicate !== undefined && m.duplicate !== null && m.duplicate !== false) { b[o++] = 24; o = put.putBool(m.duplicate, b, o); }
  return o;
}

// Bytes of the length of the Placement that was written last within another message: the next one is likely to need as many.
let lengthBytesPlacement = 1;

function putNestedPlacement(m: PlacementInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesPlacement;
  const start = offset + reserved;
  const end = putPlacement(m, b, start, -1);
  lengthBytesPlacement = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createPlacement(): Placement {
  return { partition: 0, offset: 0, duplicate: false };
}

function readPlacement(r: Reader, m: Placement): Placement {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.partition = r.int32("Placement.partition");
        break;
      }
      case 16: {
        m.offset = r.int64("Placement.offset");
        break;
      }
      case 24: {
        m.duplicate = r.bool("Placement.duplicate");
        break;
      }
      default:
        r.skip(tag, fieldsPlacement);
    }
  }
  return m;
}

/** Codec of Placement. */
export const Placement: Codec<Placement, PlacementInit> = new MessageCodec<Placement, PlacementInit>("flowmesh.v1.Placement", fieldsPlacement, createPlacement, boundPlacement, putPlacement, readPlacement);

export interface PublishResponse {
  /** Position of the commit. */
  position: number;
  /** One for each record, in order. */
  placements: Placement[];
}

/** PublishResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PublishResponseInit {
  /** Position of the commit. */
  position?: number | undefined;
  /** One for each record, in order. */
  placements?: readonly PlacementInit[] | undefined;
}

const fieldsPublishResponse: readonly Field[] = [
  { name: "PublishResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishResponse.placements", property: "placements", protoName: "placements", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Placement, jsonBytes: "base64", payload: false },
];

function boundPublishResponse(m: PublishResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PublishResponse.position"); }
  for (let i = 0, count = bound.listLength(m.placements, "PublishResponse.placements"); i < count; i++) { const e = m.placements![i]!; bound.checkMessage(e, "PublishResponse.placements"); n += 1 + 5 + boundPlacement(e, -1); }
  return n;
}

function putPublishResponse(m: PublishResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  if (m.placements !== undefined && m.placements !== null) for (let i = 0; i < m.placements.length; i++) { b[o++] = 18; o = putNestedPlacement(m.placements[i]!, b, o); }
  return o;
}

function createPublishResponse(): PublishResponse {
  return { position: 0, placements: [] };
}

function readPublishResponse(r: Reader, m: PublishResponse): PublishResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("PublishResponse.position");
        break;
      }
      case 18: {
        const outer = r.enter("PublishResponse.placements");
        m.placements.push(readPlacement(r, createPlacement()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsPublishResponse);
    }
  }
  return m;
}

/** Codec of PublishResponse. */
export const PublishResponse: Codec<PublishResponse, PublishResponseInit> = new MessageCodec<PublishResponse, PublishResponseInit>("flowmesh.v1.PublishResponse", fieldsPublishResponse, createPublishResponse, boundPublishResponse, putPublishResponse, readPublishResponse);

export interface AppendRequest {
  stream: string;
  partition: number;
  /** Refused with expected_offset_mismatch unless the batch's first record gets this offset. */
  expectedOffset?: number | undefined;
  /** One id for the whole batch. */
  dedupeId: string;
  idempotencyKey: string;
  durability: Durability;
  /**
   * The number of partitions by which the records' keys were given this one. Refused with partitions_changed when the stream has another number by now, so
   * that a key's records stay in order while partitions are added. Absent: the partition was chosen otherwise.
   */
  partitionCount?: number | undefined;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
  /** One RecordBatch v2. */
  batch: Uint8Array;
}

/** AppendRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface AppendRequestInit {
  stream?: string | undefined;
  partition?: number | undefined;
  /** Refused with expected_offset_mismatch unless the batch's first record gets this offset. */
  expectedOffset?: number | undefined;
  /** One id for the whole batch. */
  dedupeId?: string | undefined;
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /**
   * The number of partitions by which the records' keys were given this one. Refused with partitions_changed when the stream has another number by now, so
   * that a key's records stay in order while partitions are added. Absent: the partition was chosen otherwise.
   */
  partitionCount?: number | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
  /** One RecordBatch v2. */
  batch?: Uint8Array | undefined;
}

const fieldsAppendRequest: readonly Field[] = [
  { name: "AppendRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.expected_offset", property: "expectedOffset", protoName: "expected_offset", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.dedupe_id", property: "dedupeId", protoName: "dedupe_id", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.durability", property: "durability", protoName: "durability", number: 6, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.partition_count", property: "partitionCount", protoName: "partition_count", number: 7, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.causation", property: "causation", protoName: "causation", number: 8, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.correlation", property: "correlation", protoName: "correlation", number: 9, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendRequest.batch", property: "batch", protoName: "batch", number: 15, kind: "bytes", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: true },
];

function boundAppendRequest(m: AppendRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "AppendRequest.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "AppendRequest.partition"); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { n += 1 + bound.boundInt64(m.expectedOffset, "AppendRequest.expected_offset"); }
  if (m.dedupeId !== undefined && m.dedupeId !== null) { n += 1 + bound.boundString(m.dedupeId, "AppendRequest.dedupe_id"); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "AppendRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "AppendRequest.durability"), "AppendRequest.durability"); }
  if (m.partitionCount !== undefined && m.partitionCount !== null) { n += 1 + bound.boundInt32(m.partitionCount, "AppendRequest.partition_count"); }
  for (let i = 0, count = bound.listLength(m.causation, "AppendRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "AppendRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "AppendRequest.correlation"); }
  if (payloadBytes >= 0) n += 6;
  else if (m.batch !== undefined && m.batch !== null) n += 1 + bound.boundBytes(m.batch, "AppendRequest.batch");
  return n;
}

function putAppendRequest(m: AppendRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { b[o++] = 24; o = putInt64(m.expectedOffset, b, o); }
  if (m.dedupeId !== undefined && m.dedupeId !== null && m.dedupeId !== "") { b[o++] = 34; o = put.putString(m.dedupeId, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 42; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 48; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.partitionCount !== undefined && m.partitionCount !== null) { b[o++] = 56; o = putInt64(m.partitionCount, b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 66; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 74; o = put.putString(m.correlation, b, o); }
  if (payloadBytes > 0) { b[o++] = 122; o = putVarint(payloadBytes, b, o); }
  else if (payloadBytes < 0 && m.batch !== undefined && m.batch !== null && m.batch.length !== 0) { b[o++] = 122; o = put.putBytes(m.batch, b, o); }
  return o;
}

// Bytes of the length of the AppendRequest that was written last within another message: the next one is likely to need as many.
let lengthBytesAppendRequest = 1;

function putNestedAppendRequest(m: AppendRequestInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesAppendRequest;
  const start = offset + reserved;
  const end = putAppendRequest(m, b, start, -1);
  lengthBytesAppendRequest = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createAppendRequest(): AppendRequest {
  return { stream: "", partition: 0, expectedOffset: undefined, dedupeId: "", idempotencyKey: "", durability: "unspecified", partitionCount: undefined, causation: [], correlation: "", batch: noBytes };
}

function readAppendRequest(r: Reader, m: AppendRequest): AppendRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("AppendRequest.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("AppendRequest.partition");
        break;
      }
      case 24: {
        m.expectedOffset = r.int64("AppendRequest.expected_offset");
        break;
      }
      case 34: {
        m.dedupeId = r.string("AppendRequest.dedupe_id");
        break;
      }
      case 42: {
        m.idempotencyKey = r.string("AppendRequest.idempotency_key");
        break;
      }
      case 48: {
        m.durability = nameDurability(r, "AppendRequest.durability");
        break;
      }
      case 56: {
        m.partitionCount = r.int32("AppendRequest.partition_count");
        break;
      }
      case 66: {
        r.item("AppendRequest.causation");
        m.causation.push(r.string("AppendRequest.causation"));
        break;
      }
      case 74: {
        m.correlation = r.string("AppendRequest.correlation");
        break;
      }
      case 122: {
        m.batch = r.bytes("AppendRequest.batch");
        break;
      }
      default:
        r.skip(tag, fieldsAppendRequest);
    }
  }
  return m;
}

/** Codec of AppendRequest. */
export const AppendRequest: PayloadCodec<AppendRequest, AppendRequestInit> = new MessageCodec<AppendRequest, AppendRequestInit>("flowmesh.v1.AppendRequest", fieldsAppendRequest, createAppendRequest, boundAppendRequest, putAppendRequest, readAppendRequest);

export interface AppendResponse {
  position: number;
  offset: number;
  duplicate: boolean;
}

/** AppendResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface AppendResponseInit {
  position?: number | undefined;
  offset?: number | undefined;
  duplicate?: boolean | undefined;
}

const fieldsAppendResponse: readonly Field[] = [
  { name: "AppendResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendResponse.offset", property: "offset", protoName: "offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendResponse.duplicate", property: "duplicate", protoName: "duplicate", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundAppendResponse(m: AppendResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "AppendResponse.position"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "AppendResponse.offset"); }
  if (m.duplicate !== undefined && m.duplicate !== null) { n += 1 + bound.boundBool(m.duplicate, "AppendResponse.duplicate"); }
  return n;
}

function putAppendResponse(m: AppendResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 16; o = putInt64(m.offset, b, o); }
  if (m.duplicate !== undefined && m.duplicate !== null && m.duplicate !== false) { b[o++] = 24; o = put.putBool(m.duplicate, b, o); }
  return o;
}

// Bytes of the length of the AppendResponse that was written last within another message: the next one is likely to need as many.
let lengthBytesAppendResponse = 1;

function putNestedAppendResponse(m: AppendResponseInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesAppendResponse;
  const start = offset + reserved;
  const end = putAppendResponse(m, b, start, -1);
  lengthBytesAppendResponse = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createAppendResponse(): AppendResponse {
  return { position: 0, offset: 0, duplicate: false };
}

function readAppendResponse(r: Reader, m: AppendResponse): AppendResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("AppendResponse.position");
        break;
      }
      case 16: {
        m.offset = r.int64("AppendResponse.offset");
        break;
      }
      case 24: {
        m.duplicate = r.bool("AppendResponse.duplicate");
        break;
      }
      default:
        r.skip(tag, fieldsAppendResponse);
    }
  }
  return m;
}

/** Codec of AppendResponse. */
export const AppendResponse: Codec<AppendResponse, AppendResponseInit> = new MessageCodec<AppendResponse, AppendResponseInit>("flowmesh.v1.AppendResponse", fieldsAppendResponse, createAppendResponse, boundAppendResponse, putAppendResponse, readAppendResponse);

export interface AppendStreamRequest {
  request?: AppendRequest | undefined;
  /** Time for this append once it is begun, in milliseconds. At most 300000. Default 30000. */
  timeoutMs: number;
}

/** AppendStreamRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface AppendStreamRequestInit {
  request?: AppendRequestInit | undefined;
  /** Time for this append once it is begun, in milliseconds. At most 300000. Default 30000. */
  timeoutMs?: number | undefined;
}

const fieldsAppendStreamRequest: readonly Field[] = [
  { name: "AppendStreamRequest.request", property: "request", protoName: "request", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => AppendRequest, jsonBytes: "base64", payload: false },
  { name: "AppendStreamRequest.timeout_ms", property: "timeoutMs", protoName: "timeout_ms", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundAppendStreamRequest(m: AppendStreamRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.request !== undefined && m.request !== null) { bound.checkMessage(m.request, "AppendStreamRequest.request"); n += 1 + 5 + boundAppendRequest(m.request, -1); }
  if (m.timeoutMs !== undefined && m.timeoutMs !== null) { n += 1 + bound.boundInt32(m.timeoutMs, "AppendStreamRequest.timeout_ms"); }
  return n;
}

function putAppendStreamRequest(m: AppendStreamRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.request !== undefined && m.request !== null) { b[o++] = 10; o = putNestedAppendRequest(m.request, b, o); }
  if (m.timeoutMs !== undefined && m.timeoutMs !== null && m.timeoutMs !== 0) { b[o++] = 16; o = putInt64(m.timeoutMs, b, o); }
  return o;
}

function createAppendStreamRequest(): AppendStreamRequest {
  return { request: undefined, timeoutMs: 0 };
}

function readAppendStreamRequest(r: Reader, m: AppendStreamRequest): AppendStreamRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("AppendStreamRequest.request");
        m.request = readAppendRequest(r, m.request ?? createAppendRequest());
        r.leave(outer);
        break;
      }
      case 16: {
        m.timeoutMs = r.int32("AppendStreamRequest.timeout_ms");
        break;
      }
      default:
        r.skip(tag, fieldsAppendStreamRequest);
    }
  }
  return m;
}

/** Codec of AppendStreamRequest. */
export const AppendStreamRequest: Codec<AppendStreamRequest, AppendStreamRequestInit> = new MessageCodec<AppendStreamRequest, AppendStreamRequestInit>("flowmesh.v1.AppendStreamRequest", fieldsAppendStreamRequest, createAppendStreamRequest, boundAppendStreamRequest, putAppendStreamRequest, readAppendStreamRequest);

/** The answer to one request of the stream: the first to the first, the second to the second. */
export interface AppendStreamResponse {
  /** One of `result`. */
  response?: AppendResponse | undefined;
  /**
   * The stream goes on.
   *
   * One of `result`.
   */
  error?: CallError | undefined;
}

/** AppendStreamResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface AppendStreamResponseInit {
  /** One of `result`. */
  response?: AppendResponseInit | undefined;
  /**
   * The stream goes on.
   *
   * One of `result`.
   */
  error?: CallErrorInit | undefined;
}

const fieldsAppendStreamResponse: readonly Field[] = [
  { name: "AppendStreamResponse.response", property: "response", protoName: "response", number: 1, kind: "message", repeated: false, optional: true, oneof: "result", values: undefined, message: (): AnyCodec => AppendResponse, jsonBytes: "base64", payload: false },
  { name: "AppendStreamResponse.error", property: "error", protoName: "error", number: 2, kind: "message", repeated: false, optional: true, oneof: "result", values: undefined, message: (): AnyCodec => CallError, jsonBytes: "base64", payload: false },
];

function boundAppendStreamResponse(m: AppendStreamResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.response !== undefined && m.response !== null) { bound.checkMessage(m.response, "AppendStreamResponse.response"); n += 1 + 5 + boundAppendResponse(m.response, -1); }
  if (m.error !== undefined && m.error !== null) { bound.checkMessage(m.error, "AppendStreamResponse.error"); n += 1 + 5 + boundCallError(m.error, -1); }
  return n;
}

function putAppendStreamResponse(m: AppendStreamResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.response !== undefined && m.response !== null) { b[o++] = 10; o = putNestedAppendResponse(m.response, b, o); }
  if (m.error !== undefined && m.error !== null) { b[o++] = 18; o = putNestedCallError(m.error, b, o); }
  return o;
}

function createAppendStreamResponse(): AppendStreamResponse {
  return { response: undefined, error: undefined };
}

function readAppendStreamResponse(r: Reader, m: AppendStreamResponse): AppendStreamResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("AppendStreamResponse.response");
        m.response = readAppendResponse(r, m.response ?? createAppendResponse());
        r.leave(outer);
        m.error = undefined;
        break;
      }
      case 18: {
        const outer = r.enter("AppendStreamResponse.error");
        m.error = readCallError(r, m.error ?? createCallError());
        r.leave(outer);
        m.response = undefined;
        break;
      }
      default:
        r.skip(tag, fieldsAppendStreamResponse);
    }
  }
  return m;
}

/** Codec of AppendStreamResponse. */
export const AppendStreamResponse: Codec<AppendStreamResponse, AppendStreamResponseInit> = new MessageCodec<AppendStreamResponse, AppendStreamResponseInit>("flowmesh.v1.AppendStreamResponse", fieldsAppendStreamResponse, createAppendStreamResponse, boundAppendStreamResponse, putAppendStreamResponse, readAppendStreamResponse);

/** A record as it is read. */
export interface Record {
  partition: number;
  offset: number;
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers: Header[];
}

/** Record as it is given to encode: what is absent is zero, empty or not set. */
export interface RecordInit {
  partition?: number | undefined;
  offset?: number | undefined;
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
}

const fieldsRecord: readonly Field[] = [
  { name: "Record.partition", property: "partition", protoName: "partition", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Record.offset", property: "offset", protoName: "offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Record.timestamp", property: "timestamp", protoName: "timestamp", number: 3, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Record.key", property: "key", protoName: "key", number: 4, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "Record.value", property: "value", protoName: "value", number: 5, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "Record.headers", property: "headers", protoName: "headers", number: 6, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
];

function boundRecord(m: RecordInit, payloadBytes: number): number {
  let n = 0;
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "Record.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "Record.offset"); }
  if (m.timestamp !== undefined && m.timestamp !== null) { n += 1 + boundTimestamp(m.timestamp, "Record.timestamp"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "Record.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "Record.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "Record.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "Record.headers"); n += 1 + 5 + boundHeader(e, -1); }
  return n;
}

function putRecord(m: RecordInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 8; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 16; o = putInt64(m.offset, b, o); }
  if (m.timestamp !== undefined && m.timestamp !== null) { b[o++] = 26; o = putTimestamp(m.timestamp, b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 34; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 42; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 50; o = putNestedHeader(m.headers[i]!, b, o); }
  return o;
}

// Bytes of the length of the Record that was written last within another message: the next one is likely to need as many.
let lengthBytesRecord = 1;

function putNestedRecord(m: RecordInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesRecord;
  const start = offset + reserved;
  const end = putRecord(m, b, start, -1);
  lengthBytesRecord = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createRecord(): Record {
  return { partition: 0, offset: 0, timestamp: undefined, key: undefined, value: undefined, headers: [] };
}

function readRecord(r: Reader, m: Record): Record {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.partition = r.int32("Record.partition");
        break;
      }
      case 16: {
        m.offset = r.int64("Record.offset");
        break;
      }
      case 26: {
        m.timestamp = readTimestamp(r, "Record.timestamp");
        break;
      }
      case 34: {
        m.key = r.bytes("Record.key");
        break;
      }
      case 42: {
        m.value = r.bytes("Record.value");
        break;
      }
      case 50: {
        const outer = r.enter("Record.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsRecord);
    }
  }
  return m;
}

/** Codec of Record. */
export const Record: Codec<Record, RecordInit> = new MessageCodec<Record, RecordInit>("flowmesh.v1.Record", fieldsRecord, createRecord, boundRecord, putRecord, readRecord);

export interface ReadRequest {
  stream: string;
  /** Absent: all partitions, one after the other within a page. */
  partition?: number | undefined;
  /** One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest. */
  offset?: number | undefined;
  /**
   * One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest.
   *
   * Milliseconds since 1970.
   */
  fromTime?: number | undefined;
  /** One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest. */
  anchor?: Anchor | undefined;
  /** One of `end`: Where to stop: before this offset (needs `partition`), or before the first record at or after this time. Default: the end visible now. */
  untilOffset?: number | undefined;
  /**
   * One of `end`: Where to stop: before this offset (needs `partition`), or before the first record at or after this time. Default: the end visible now.
   *
   * Milliseconds since 1970.
   */
  untilTime?: number | undefined;
  /** Records a page: at most 1000. Default 100. A page ends early when its records have 1 MiB together. */
  limit: number;
  /** `next_page_token` of the page before; `start` is then ignored. */
  pageToken: string;
  /** Waits this long for a first record when there is none yet. At most 30000. Default 0. */
  waitMs: number;
  atLeast: number;
  /** Reads for this group, as in a FetchRequest. What is held back from it counts as not there yet. */
  group: string;
}

/** ReadRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ReadRequestInit {
  stream?: string | undefined;
  /** Absent: all partitions, one after the other within a page. */
  partition?: number | undefined;
  /** One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest. */
  offset?: number | undefined;
  /**
   * One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest.
   *
   * Milliseconds since 1970.
   */
  fromTime?: number | undefined;
  /** One of `start`: Where to begin: an offset (needs `partition`), a time, or an anchor. Default: earliest. */
  anchor?: Anchor | undefined;
  /** One of `end`: Where to stop: before this offset (needs `partition`), or before the first record at or after this time. Default: the end visible now. */
  untilOffset?: number | undefined;
  /**
   * One of `end`: Where to stop: before this offset (needs `partition`), or before the first record at or after this time. Default: the end visible now.
   *
   * Milliseconds since 1970.
   */
  untilTime?: number | undefined;
  /** Records a page: at most 1000. Default 100. A page ends early when its records have 1 MiB together. */
  limit?: number | undefined;
  /** `next_page_token` of the page before; `start` is then ignored. */
  pageToken?: string | undefined;
  /** Waits this long for a first record when there is none yet. At most 30000. Default 0. */
  waitMs?: number | undefined;
  atLeast?: number | undefined;
  /** Reads for this group, as in a FetchRequest. What is held back from it counts as not there yet. */
  group?: string | undefined;
}

const fieldsReadRequest: readonly Field[] = [
  { name: "ReadRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.offset", property: "offset", protoName: "offset", number: 3, kind: "int64", repeated: false, optional: true, oneof: "start", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.from_time", property: "fromTime", protoName: "from_time", number: 4, kind: "time", repeated: false, optional: true, oneof: "start", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.anchor", property: "anchor", protoName: "anchor", number: 5, kind: "enum", repeated: false, optional: true, oneof: "start", values: valuesAnchor, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.until_offset", property: "untilOffset", protoName: "until_offset", number: 6, kind: "int64", repeated: false, optional: true, oneof: "end", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.until_time", property: "untilTime", protoName: "until_time", number: 7, kind: "time", repeated: false, optional: true, oneof: "end", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.limit", property: "limit", protoName: "limit", number: 8, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.page_token", property: "pageToken", protoName: "page_token", number: 9, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 10, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.at_least", property: "atLeast", protoName: "at_least", number: 11, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadRequest.group", property: "group", protoName: "group", number: 12, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundReadRequest(m: ReadRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "ReadRequest.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "ReadRequest.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "ReadRequest.offset"); }
  if (m.fromTime !== undefined && m.fromTime !== null) { n += 1 + boundTimestamp(m.fromTime, "ReadRequest.from_time"); }
  if (m.anchor !== undefined && m.anchor !== null) { n += 1 + bound.boundInt32(numberAnchor(m.anchor, "ReadRequest.anchor"), "ReadRequest.anchor"); }
  if (m.untilOffset !== undefined && m.untilOffset !== null) { n += 1 + bound.boundInt64(m.untilOffset, "ReadRequest.until_offset"); }
  if (m.untilTime !== undefined && m.untilTime !== null) { n += 1 + boundTimestamp(m.untilTime, "ReadRequest.until_time"); }
  if (m.limit !== undefined && m.limit !== null) { n += 1 + bound.boundInt32(m.limit, "ReadRequest.limit"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ReadRequest.page_token"); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "ReadRequest.wait_ms"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "ReadRequest.at_least"); }
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "ReadRequest.group"); }
  return n;
}

function putReadRequest(m: ReadRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null) { b[o++] = 24; o = putInt64(m.offset, b, o); }
  if (m.fromTime !== undefined && m.fromTime !== null) { b[o++] = 34; o = putTimestamp(m.fromTime, b, o); }
  if (m.anchor !== undefined && m.anchor !== null) { b[o++] = 40; o = putVarint(numberAnchor(m.anchor, ""), b, o); }
  if (m.untilOffset !== undefined && m.untilOffset !== null) { b[o++] = 48; o = putInt64(m.untilOffset, b, o); }
  if (m.untilTime !== undefined && m.untilTime !== null) { b[o++] = 58; o = putTimestamp(m.untilTime, b, o); }
  if (m.limit !== undefined && m.limit !== null && m.limit !== 0) { b[o++] = 64; o = putInt64(m.limit, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 74; o = put.putString(m.pageToken, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 80; o = putInt64(m.waitMs, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 88; o = putInt64(m.atLeast, b, o); }
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 98; o = put.putString(m.group, b, o); }
  return o;
}

function createReadRequest(): ReadRequest {
  return { stream: "", partition: undefined, offset: undefined, fromTime: undefined, anchor: undefined, untilOffset: undefined, untilTime: undefined, limit: 0, pageToken: "", waitMs: 0, atLeast: 0, group: "" };
}

function readReadRequest(r: Reader, m: ReadRequest): ReadRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("ReadRequest.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("ReadRequest.partition");
        break;
      }
      case 24: {
        m.offset = r.int64("ReadRequest.offset");
        m.fromTime = undefined;
        m.anchor = undefined;
        break;
      }
      case 34: {
        m.fromTime = readTimestamp(r, "ReadRequest.from_time");
        m.offset = undefined;
        m.anchor = undefined;
        break;
      }
      case 40: {
        m.anchor = nameAnchor(r, "ReadRequest.anchor");
        m.offset = undefined;
        m.fromTime = undefined;
        break;
      }
      case 48: {
        m.untilOffset = r.int64("ReadRequest.until_offset");
        m.untilTime = undefined;
        break;
      }
      case 58: {
        m.untilTime = readTimestamp(r, "ReadRequest.until_time");
        m.untilOffset = undefined;
        break;
      }
      case 64: {
        m.limit = r.int32("ReadRequest.limit");
        break;
      }
      case 74: {
        m.pageToken = r.string("ReadRequest.page_token");
        break;
      }
      case 80: {
        m.waitMs = r.int64("ReadRequest.wait_ms");
        break;
      }
      case 88: {
        m.atLeast = r.int64("ReadRequest.at_least");
        break;
      }
      case 98: {
        m.group = r.string("ReadRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsReadRequest);
    }
  }
  return m;
}

/** Codec of ReadRequest. */
export const ReadRequest: Codec<ReadRequest, ReadRequestInit> = new MessageCodec<ReadRequest, ReadRequestInit>("flowmesh.v1.ReadRequest", fieldsReadRequest, createReadRequest, boundReadRequest, putReadRequest, readReadRequest);

export interface ReadResponse {
  records: Record[];
  /** Goes on behind the last record of this page. Never empty, so that a reader can come back for what is published later. */
  nextPageToken: string;
  /** Everything visible at the time of the answer (or up to the end asked for) has been returned. */
  caughtUp: boolean;
}

/** ReadResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ReadResponseInit {
  records?: readonly RecordInit[] | undefined;
  /** Goes on behind the last record of this page. Never empty, so that a reader can come back for what is published later. */
  nextPageToken?: string | undefined;
  /** Everything visible at the time of the answer (or up to the end asked for) has been returned. */
  caughtUp?: boolean | undefined;
}

const fieldsReadResponse: readonly Field[] = [
  { name: "ReadResponse.records", property: "records", protoName: "records", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Record, jsonBytes: "base64", payload: false },
  { name: "ReadResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReadResponse.caught_up", property: "caughtUp", protoName: "caught_up", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundReadResponse(m: ReadResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.records, "ReadResponse.records"); i < count; i++) { const e = m.records![i]!; bound.checkMessage(e, "ReadResponse.records"); n += 1 + 5 + boundRecord(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ReadResponse.next_page_token"); }
  if (m.caughtUp !== undefined && m.caughtUp !== null) { n += 1 + bound.boundBool(m.caughtUp, "ReadResponse.caught_up"); }
  return n;
}

function putReadResponse(m: ReadResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.records !== undefined && m.records !== null) for (let i = 0; i < m.records.length; i++) { b[o++] = 10; o = putNestedRecord(m.records[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  if (m.caughtUp !== undefined && m.caughtUp !== null && m.caughtUp !== false) { b[o++] = 24; o = put.putBool(m.caughtUp, b, o); }
  return o;
}

function createReadResponse(): ReadResponse {
  return { records: [], nextPageToken: "", caughtUp: false };
}

function readReadResponse(r: Reader, m: ReadResponse): ReadResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ReadResponse.records");
        m.records.push(readRecord(r, createRecord()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ReadResponse.next_page_token");
        break;
      }
      case 24: {
        m.caughtUp = r.bool("ReadResponse.caught_up");
        break;
      }
      default:
        r.skip(tag, fieldsReadResponse);
    }
  }
  return m;
}

/** Codec of ReadResponse. */
export const ReadResponse: Codec<ReadResponse, ReadResponseInit> = new MessageCodec<ReadResponse, ReadResponseInit>("flowmesh.v1.ReadResponse", fieldsReadResponse, createReadResponse, boundReadResponse, putReadResponse, readReadResponse);

export interface FetchRequest {
  stream: string;
  partition: number;
  offset: number;
  /** At most 8388608. Default 1048576. */
  maxBytes: number;
  /** Waits this long for a first batch when there is none yet. At most 30000. Default 0. */
  waitMs: number;
  atLeast: number;
  /**
   * Reads for this group: what was written behind an addition of partitions is given only when the group has finished what was written before, so that a
   * key's records stay in order. Until then a partition ends there for it. Empty: for no group.
   */
  group: string;
}

/** FetchRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface FetchRequestInit {
  stream?: string | undefined;
  partition?: number | undefined;
  offset?: number | undefined;
  /** At most 8388608. Default 1048576. */
  maxBytes?: number | undefined;
  /** Waits this long for a first batch when there is none yet. At most 30000. Default 0. */
  waitMs?: number | undefined;
  atLeast?: number | undefined;
  /**
   * Reads for this group: what was written behind an addition of partitions is given only when the group has finished what was written before, so that a
   * key's records stay in order. Until then a partition ends there for it. Empty: for no group.
   */
  group?: string | undefined;
}

const fieldsFetchRequest: readonly Field[] = [
  { name: "FetchRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.offset", property: "offset", protoName: "offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.max_bytes", property: "maxBytes", protoName: "max_bytes", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.at_least", property: "atLeast", protoName: "at_least", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchRequest.group", property: "group", protoName: "group", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundFetchRequest(m: FetchRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "FetchRequest.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "FetchRequest.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "FetchRequest.offset"); }
  if (m.maxBytes !== undefined && m.maxBytes !== null) { n += 1 + bound.boundInt32(m.maxBytes, "FetchRequest.max_bytes"); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "FetchRequest.wait_ms"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "FetchRequest.at_least"); }
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "FetchRequest.group"); }
  return n;
}

function putFetchRequest(m: FetchRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 24; o = putInt64(m.offset, b, o); }
  if (m.maxBytes !== undefined && m.maxBytes !== null && m.maxBytes !== 0) { b[o++] = 32; o = putInt64(m.maxBytes, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 40; o = putInt64(m.waitMs, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 48; o = putInt64(m.atLeast, b, o); }
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 58; o = put.putString(m.group, b, o); }
  return o;
}

function createFetchRequest(): FetchRequest {
  return { stream: "", partition: 0, offset: 0, maxBytes: 0, waitMs: 0, atLeast: 0, group: "" };
}

function readFetchRequest(r: Reader, m: FetchRequest): FetchRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("FetchRequest.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("FetchRequest.partition");
        break;
      }
      case 24: {
        m.offset = r.int64("FetchRequest.offset");
        break;
      }
      case 32: {
        m.maxBytes = r.int32("FetchRequest.max_bytes");
        break;
      }
      case 40: {
        m.waitMs = r.int64("FetchRequest.wait_ms");
        break;
      }
      case 48: {
        m.atLeast = r.int64("FetchRequest.at_least");
        break;
      }
      case 58: {
        m.group = r.string("FetchRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsFetchRequest);
    }
  }
  return m;
}

/** Codec of FetchRequest. */
export const FetchRequest: Codec<FetchRequest, FetchRequestInit> = new MessageCodec<FetchRequest, FetchRequestInit>("flowmesh.v1.FetchRequest", fieldsFetchRequest, createFetchRequest, boundFetchRequest, putFetchRequest, readFetchRequest);

export interface FetchResponse {
  /** Offset behind the last record returned: where the next fetch goes on. */
  nextOffset: number;
  /** Offset that the next record of the partition will get, as visible now. */
  endOffset: number;
  earliestOffset: number;
  /** Whole batches, one behind the other. The first may begin before the offset asked for. */
  batches: Uint8Array;
}

/** FetchResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface FetchResponseInit {
  /** Offset behind the last record returned: where the next fetch goes on. */
  nextOffset?: number | undefined;
  /** Offset that the next record of the partition will get, as visible now. */
  endOffset?: number | undefined;
  earliestOffset?: number | undefined;
  /** Whole batches, one behind the other. The first may begin before the offset asked for. */
  batches?: Uint8Array | undefined;
}

const fieldsFetchResponse: readonly Field[] = [
  { name: "FetchResponse.next_offset", property: "nextOffset", protoName: "next_offset", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchResponse.end_offset", property: "endOffset", protoName: "end_offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchResponse.earliest_offset", property: "earliestOffset", protoName: "earliest_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FetchResponse.batches", property: "batches", protoName: "batches", number: 15, kind: "bytes", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: true },
];

function boundFetchResponse(m: FetchResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.nextOffset !== undefined && m.nextOffset !== null) { n += 1 + bound.boundInt64(m.nextOffset, "FetchResponse.next_offset"); }
  if (m.endOffset !== undefined && m.endOffset !== null) { n += 1 + bound.boundInt64(m.endOffset, "FetchResponse.end_offset"); }
  if (m.earliestOffset !== undefined && m.earliestOffset !== null) { n += 1 + bound.boundInt64(m.earliestOffset, "FetchResponse.earliest_offset"); }
  if (payloadBytes >= 0) n += 6;
  else if (m.batches !== undefined && m.batches !== null) n += 1 + bound.boundBytes(m.batches, "FetchResponse.batches");
  return n;
}

function putFetchResponse(m: FetchResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.nextOffset !== undefined && m.nextOffset !== null && m.nextOffset !== 0) { b[o++] = 8; o = putInt64(m.nextOffset, b, o); }
  if (m.endOffset !== undefined && m.endOffset !== null && m.endOffset !== 0) { b[o++] = 16; o = putInt64(m.endOffset, b, o); }
  if (m.earliestOffset !== undefined && m.earliestOffset !== null && m.earliestOffset !== 0) { b[o++] = 24; o = putInt64(m.earliestOffset, b, o); }
  if (payloadBytes > 0) { b[o++] = 122; o = putVarint(payloadBytes, b, o); }
  else if (payloadBytes < 0 && m.batches !== undefined && m.batches !== null && m.batches.length !== 0) { b[o++] = 122; o = put.putBytes(m.batches, b, o); }
  return o;
}

function createFetchResponse(): FetchResponse {
  return { nextOffset: 0, endOffset: 0, earliestOffset: 0, batches: noBytes };
}

function readFetchResponse(r: Reader, m: FetchResponse): FetchResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.nextOffset = r.int64("FetchResponse.next_offset");
        break;
      }
      case 16: {
        m.endOffset = r.int64("FetchResponse.end_offset");
        break;
      }
      case 24: {
        m.earliestOffset = r.int64("FetchResponse.earliest_offset");
        break;
      }
      case 122: {
        m.batches = r.bytes("FetchResponse.batches");
        break;
      }
      default:
        r.skip(tag, fieldsFetchResponse);
    }
  }
  return m;
}

/** Codec of FetchResponse. */
export const FetchResponse: PayloadCodec<FetchResponse, FetchResponseInit> = new MessageCodec<FetchResponse, FetchResponseInit>("flowmesh.v1.FetchResponse", fieldsFetchResponse, createFetchResponse, boundFetchResponse, putFetchResponse, readFetchResponse);

export interface PartitionCursor {
  partition: number;
  offset: number;
}

/** PartitionCursor as it is given to encode: what is absent is zero, empty or not set. */
export interface PartitionCursorInit {
  partition?: number | undefined;
  offset?: number | undefined;
}

const fieldsPartitionCursor: readonly Field[] = [
  { name: "PartitionCursor.partition", property: "partition", protoName: "partition", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PartitionCursor.offset", property: "offset", protoName: "offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPartitionCursor(m: PartitionCursorInit, payloadBytes: number): number {
  let n = 0;
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "PartitionCursor.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "PartitionCursor.offset"); }
  return n;
}

function putPartitionCursor(m: PartitionCursorInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 8; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 16; o = putInt64(m.offset, b, o); }
  return o;
}

// Bytes of the length of the PartitionCursor that was written last within another message: the next one is likely to need as many.
let lengthBytesPartitionCursor = 1;

function putNestedPartitionCursor(m: PartitionCursorInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesPartitionCursor;
  const start = offset + reserved;
  const end = putPartitionCursor(m, b, start, -1);
  lengthBytesPartitionCursor = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createPartitionCursor(): PartitionCursor {
  return { partition: 0, offset: 0 };
}

function readPartitionCursor(r: Reader, m: PartitionCursor): PartitionCursor {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.partition = r.int32("PartitionCursor.partition");
        break;
      }
      case 16: {
        m.offset = r.int64("PartitionCursor.offset");
        break;
      }
      default:
        r.skip(tag, fieldsPartitionCursor);
    }
  }
  return m;
}

/** Codec of PartitionCursor. */
export const PartitionCursor: Codec<PartitionCursor, PartitionCursorInit> = new MessageCodec<PartitionCursor, PartitionCursorInit>("flowmesh.v1.PartitionCursor", fieldsPartitionCursor, createPartitionCursor, boundPartitionCursor, putPartitionCursor, readPartitionCursor);

export interface SubscribeRequest {
  stream: string;
  cursors: PartitionCursor[];
  /** Also partitions that are added later, each from its first offset. */
  followNewPartitions: boolean;
  /** Goes on with what is published later. */
  live: boolean;
  /** Bytes of batches in one response. At most 8388608. Default 1048576. */
  maxBytes: number;
  /**
   * Reads for this group: what was written behind an addition of partitions is given only when the group has finished what was written before, so that a
   * key's records stay in order. Until then a partition ends there for it. Empty: for no group.
   */
  group: string;
}

/** SubscribeRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface SubscribeRequestInit {
  stream?: string | undefined;
  cursors?: readonly PartitionCursorInit[] | undefined;
  /** Also partitions that are added later, each from its first offset. */
  followNewPartitions?: boolean | undefined;
  /** Goes on with what is published later. */
  live?: boolean | undefined;
  /** Bytes of batches in one response. At most 8388608. Default 1048576. */
  maxBytes?: number | undefined;
  /**
   * Reads for this group: what was written behind an addition of partitions is given only when the group has finished what was written before, so that a
   * key's records stay in order. Until then a partition ends there for it. Empty: for no group.
   */
  group?: string | undefined;
}

const fieldsSubscribeRequest: readonly Field[] = [
  { name: "SubscribeRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeRequest.cursors", property: "cursors", protoName: "cursors", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => PartitionCursor, jsonBytes: "base64", payload: false },
  { name: "SubscribeRequest.follow_new_partitions", property: "followNewPartitions", protoName: "follow_new_partitions", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeRequest.live", property: "live", protoName: "live", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeRequest.max_bytes", property: "maxBytes", protoName: "max_bytes", number: 5, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeRequest.group", property: "group", protoName: "group", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundSubscribeRequest(m: SubscribeRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "SubscribeRequest.stream"); }
  for (let i = 0, count = bound.listLength(m.cursors, "SubscribeRequest.cursors"); i < count; i++) { const e = m.cursors![i]!; bound.checkMessage(e, "SubscribeRequest.cursors"); n += 1 + 5 + boundPartitionCursor(e, -1); }
  if (m.followNewPartitions !== undefined && m.followNewPartitions !== null) { n += 1 + bound.boundBool(m.followNewPartitions, "SubscribeRequest.follow_new_partitions"); }
  if (m.live !== undefined && m.live !== null) { n += 1 + bound.boundBool(m.live, "SubscribeRequest.live"); }
  if (m.maxBytes !== undefined && m.maxBytes !== null) { n += 1 + bound.boundInt32(m.maxBytes, "SubscribeRequest.max_bytes"); }
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "SubscribeRequest.group"); }
  return n;
}

function putSubscribeRequest(m: SubscribeRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.cursors !== undefined && m.cursors !== null) for (let i = 0; i < m.cursors.length; i++) { b[o++] = 18; o = putNestedPartitionCursor(m.cursors[i]!, b, o); }
  if (m.followNewPartitions !== undefined && m.followNewPartitions !== null && m.followNewPartitions !== false) { b[o++] = 24; o = put.putBool(m.followNewPartitions, b, o); }
  if (m.live !== undefined && m.live !== null && m.live !== false) { b[o++] = 32; o = put.putBool(m.live, b, o); }
  if (m.maxBytes !== undefined && m.maxBytes !== null && m.maxBytes !== 0) { b[o++] = 40; o = putInt64(m.maxBytes, b, o); }
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 50; o = put.putString(m.group, b, o); }
  return o;
}

function createSubscribeRequest(): SubscribeRequest {
  return { stream: "", cursors: [], followNewPartitions: false, live: false, maxBytes: 0, group: "" };
}

function readSubscribeRequest(r: Reader, m: SubscribeRequest): SubscribeRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("SubscribeRequest.stream");
        break;
      }
      case 18: {
        const outer = r.enter("SubscribeRequest.cursors");
        m.cursors.push(readPartitionCursor(r, createPartitionCursor()));
        r.leave(outer);
        break;
      }
      case 24: {
        m.followNewPartitions = r.bool("SubscribeRequest.follow_new_partitions");
        break;
      }
      case 32: {
        m.live = r.bool("SubscribeRequest.live");
        break;
      }
      case 40: {
        m.maxBytes = r.int32("SubscribeRequest.max_bytes");
        break;
      }
      case 50: {
        m.group = r.string("SubscribeRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsSubscribeRequest);
    }
  }
  return m;
}

/** Codec of SubscribeRequest. */
export const SubscribeRequest: Codec<SubscribeRequest, SubscribeRequestInit> = new MessageCodec<SubscribeRequest, SubscribeRequestInit>("flowmesh.v1.SubscribeRequest", fieldsSubscribeRequest, createSubscribeRequest, boundSubscribeRequest, putSubscribeRequest, readSubscribeRequest);

export interface SubscribeResponse {
  partition: number;
  /** Where this partition goes on after these batches. */
  nextOffset: number;
  endOffset: number;
  /** All cursors have reached the end that was visible now. Sent at least once, also with empty batches. */
  caughtUp: boolean;
  batches: Uint8Array;
}

/** SubscribeResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface SubscribeResponseInit {
  partition?: number | undefined;
  /** Where this partition goes on after these batches. */
  nextOffset?: number | undefined;
  endOffset?: number | undefined;
  /** All cursors have reached the end that was visible now. Sent at least once, also with empty batches. */
  caughtUp?: boolean | undefined;
  batches?: Uint8Array | undefined;
}

const fieldsSubscribeResponse: readonly Field[] = [
  { name: "SubscribeResponse.partition", property: "partition", protoName: "partition", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeResponse.next_offset", property: "nextOffset", protoName: "next_offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeResponse.end_offset", property: "endOffset", protoName: "end_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeResponse.caught_up", property: "caughtUp", protoName: "caught_up", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SubscribeResponse.batches", property: "batches", protoName: "batches", number: 15, kind: "bytes", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: true },
];

function boundSubscribeResponse(m: SubscribeResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "SubscribeResponse.partition"); }
  if (m.nextOffset !== undefined && m.nextOffset !== null) { n += 1 + bound.boundInt64(m.nextOffset, "SubscribeResponse.next_offset"); }
  if (m.endOffset !== undefined && m.endOffset !== null) { n += 1 + bound.boundInt64(m.endOffset, "SubscribeResponse.end_offset"); }
  if (m.caughtUp !== undefined && m.caughtUp !== null) { n += 1 + bound.boundBool(m.caughtUp, "SubscribeResponse.caught_up"); }
  if (payloadBytes >= 0) n += 6;
  else if (m.batches !== undefined && m.batches !== null) n += 1 + bound.boundBytes(m.batches, "SubscribeResponse.batches");
  return n;
}

function putSubscribeResponse(m: SubscribeResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 8; o = putInt64(m.partition, b, o); }
  if (m.nextOffset !== undefined && m.nextOffset !== null && m.nextOffset !== 0) { b[o++] = 16; o = putInt64(m.nextOffset, b, o); }
  if (m.endOffset !== undefined && m.endOffset !== null && m.endOffset !== 0) { b[o++] = 24; o = putInt64(m.endOffset, b, o); }
  if (m.caughtUp !== undefined && m.caughtUp !== null && m.caughtUp !== false) { b[o++] = 32; o = put.putBool(m.caughtUp, b, o); }
  if (payloadBytes > 0) { b[o++] = 122; o = putVarint(payloadBytes, b, o); }
  else if (payloadBytes < 0 && m.batches !== undefined && m.batches !== null && m.batches.length !== 0) { b[o++] = 122; o = put.putBytes(m.batches, b, o); }
  return o;
}

function createSubscribeResponse(): SubscribeResponse {
  return { partition: 0, nextOffset: 0, endOffset: 0, caughtUp: false, batches: noBytes };
}

function readSubscribeResponse(r: Reader, m: SubscribeResponse): SubscribeResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.partition = r.int32("SubscribeResponse.partition");
        break;
      }
      case 16: {
        m.nextOffset = r.int64("SubscribeResponse.next_offset");
        break;
      }
      case 24: {
        m.endOffset = r.int64("SubscribeResponse.end_offset");
        break;
      }
      case 32: {
        m.caughtUp = r.bool("SubscribeResponse.caught_up");
        break;
      }
      case 122: {
        m.batches = r.bytes("SubscribeResponse.batches");
        break;
      }
      default:
        r.skip(tag, fieldsSubscribeResponse);
    }
  }
  return m;
}

/** Codec of SubscribeResponse. */
export const SubscribeResponse: PayloadCodec<SubscribeResponse, SubscribeResponseInit> = new MessageCodec<SubscribeResponse, SubscribeResponseInit>("flowmesh.v1.SubscribeResponse", fieldsSubscribeResponse, createSubscribeResponse, boundSubscribeResponse, putSubscribeResponse, readSubscribeResponse);

export interface FindOffsetsRequest {
  stream: string;
  /** Empty: all. */
  partitions: number[];
  /**
   * One of `at`.
   *
   * Milliseconds since 1970.
   */
  time?: number | undefined;
  /** One of `at`. */
  anchor?: Anchor | undefined;
}

/** FindOffsetsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface FindOffsetsRequestInit {
  stream?: string | undefined;
  /** Empty: all. */
  partitions?: readonly number[] | undefined;
  /**
   * One of `at`.
   *
   * Milliseconds since 1970.
   */
  time?: number | undefined;
  /** One of `at`. */
  anchor?: Anchor | undefined;
}

const fieldsFindOffsetsRequest: readonly Field[] = [
  { name: "FindOffsetsRequest.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FindOffsetsRequest.partitions", property: "partitions", protoName: "partitions", number: 2, kind: "int32", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FindOffsetsRequest.time", property: "time", protoName: "time", number: 3, kind: "time", repeated: false, optional: true, oneof: "at", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "FindOffsetsRequest.anchor", property: "anchor", protoName: "anchor", number: 4, kind: "enum", repeated: false, optional: true, oneof: "at", values: valuesAnchor, message: undefined, jsonBytes: "base64", payload: false },
];

function boundFindOffsetsRequest(m: FindOffsetsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "FindOffsetsRequest.stream"); }
  if (bound.listLength(m.partitions, "FindOffsetsRequest.partitions") !== 0) n += 1 + bound.boundPacked(m.partitions!, "FindOffsetsRequest.partitions", bound.boundInt32);
  if (m.time !== undefined && m.time !== null) { n += 1 + boundTimestamp(m.time, "FindOffsetsRequest.time"); }
  if (m.anchor !== undefined && m.anchor !== null) { n += 1 + bound.boundInt32(numberAnchor(m.anchor, "FindOffsetsRequest.anchor"), "FindOffsetsRequest.anchor"); }
  return n;
}

function putFindOffsetsRequest(m: FindOffsetsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partitions !== undefined && m.partitions !== null && m.partitions.length !== 0) { b[o++] = 18; o = put.putPackedInts(m.partitions, b, o); }
  if (m.time !== undefined && m.time !== null) { b[o++] = 26; o = putTimestamp(m.time, b, o); }
  if (m.anchor !== undefined && m.anchor !== null) { b[o++] = 32; o = putVarint(numberAnchor(m.anchor, ""), b, o); }
  return o;
}

function createFindOffsetsRequest(): FindOffsetsRequest {
  return { stream: "", partitions: [], time: undefined, anchor: undefined };
}

function readFindOffsetsRequest(r: Reader, m: FindOffsetsRequest): FindOffsetsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("FindOffsetsRequest.stream");
        break;
      }
      case 16: {
        r.item("FindOffsetsRequest.partitions");
        m.partitions.push(r.int32("FindOffsetsRequest.partitions"));
        break;
      }
      case 18: {
        const outer = r.enterPacked("FindOffsetsRequest.partitions");
        while (r.position < r.end) m.partitions.push(r.int32("FindOffsetsRequest.partitions"));
        r.leavePacked(outer);
        break;
      }
      case 26: {
        m.time = readTimestamp(r, "FindOffsetsRequest.time");
        m.anchor = undefined;
        break;
      }
      case 32: {
        m.anchor = nameAnchor(r, "FindOffsetsRequest.anchor");
        m.time = undefined;
        break;
      }
      default:
        r.skip(tag, fieldsFindOffsetsRequest);
    }
  }
  return m;
}

/** Codec of FindOffsetsRequest. */
export const FindOffsetsRequest: Codec<FindOffsetsRequest, FindOffsetsRequestInit> = new MessageCodec<FindOffsetsRequest, FindOffsetsRequestInit>("flowmesh.v1.FindOffsetsRequest", fieldsFindOffsetsRequest, createFindOffsetsRequest, boundFindOffsetsRequest, putFindOffsetsRequest, readFindOffsetsRequest);

export interface FindOffsetsResponse {
  cursors: PartitionCursor[];
}

/** FindOffsetsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface FindOffsetsResponseInit {
  cursors?: readonly PartitionCursorInit[] | undefined;
}

const fieldsFindOffsetsResponse: readonly Field[] = [
  { name: "FindOffsetsResponse.cursors", property: "cursors", protoName: "cursors", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => PartitionCursor, jsonBytes: "base64", payload: false },
];

function boundFindOffsetsResponse(m: FindOffsetsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.cursors, "FindOffsetsResponse.cursors"); i < count; i++) { const e = m.cursors![i]!; bound.checkMessage(e, "FindOffsetsResponse.cursors"); n += 1 + 5 + boundPartitionCursor(e, -1); }
  return n;
}

function putFindOffsetsResponse(m: FindOffsetsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.cursors !== undefined && m.cursors !== null) for (let i = 0; i < m.cursors.length; i++) { b[o++] = 10; o = putNestedPartitionCursor(m.cursors[i]!, b, o); }
  return o;
}

function createFindOffsetsResponse(): FindOffsetsResponse {
  return { cursors: [] };
}

function readFindOffsetsResponse(r: Reader, m: FindOffsetsResponse): FindOffsetsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("FindOffsetsResponse.cursors");
        m.cursors.push(readPartitionCursor(r, createPartitionCursor()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsFindOffsetsResponse);
    }
  }
  return m;
}

/** Codec of FindOffsetsResponse. */
export const FindOffsetsResponse: Codec<FindOffsetsResponse, FindOffsetsResponseInit> = new MessageCodec<FindOffsetsResponse, FindOffsetsResponseInit>("flowmesh.v1.FindOffsetsResponse", fieldsFindOffsetsResponse, createFindOffsetsResponse, boundFindOffsetsResponse, putFindOffsetsResponse, readFindOffsetsResponse);

export interface OpenProducerRequest {
}

/** OpenProducerRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface OpenProducerRequestInit {
}

const fieldsOpenProducerRequest: readonly Field[] = [
];

function boundOpenProducerRequest(m: OpenProducerRequestInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putOpenProducerRequest(m: OpenProducerRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

function createOpenProducerRequest(): OpenProducerRequest {
  return {};
}

function readOpenProducerRequest(r: Reader, m: OpenProducerRequest): OpenProducerRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsOpenProducerRequest);
    }
  }
  return m;
}

/** Codec of OpenProducerRequest. */
export const OpenProducerRequest: Codec<OpenProducerRequest, OpenProducerRequestInit> = new MessageCodec<OpenProducerRequest, OpenProducerRequestInit>("flowmesh.v1.OpenProducerRequest", fieldsOpenProducerRequest, createOpenProducerRequest, boundOpenProducerRequest, putOpenProducerRequest, readOpenProducerRequest);

export interface OpenProducerResponse {
  producerId: number;
  producerEpoch: number;
}

/** OpenProducerResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface OpenProducerResponseInit {
  producerId?: number | undefined;
  producerEpoch?: number | undefined;
}

const fieldsOpenProducerResponse: readonly Field[] = [
  { name: "OpenProducerResponse.producer_id", property: "producerId", protoName: "producer_id", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "OpenProducerResponse.producer_epoch", property: "producerEpoch", protoName: "producer_epoch", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundOpenProducerResponse(m: OpenProducerResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.producerId !== undefined && m.producerId !== null) { n += 1 + bound.boundInt64(m.producerId, "OpenProducerResponse.producer_id"); }
  if (m.producerEpoch !== undefined && m.producerEpoch !== null) { n += 1 + bound.boundInt32(m.producerEpoch, "OpenProducerResponse.producer_epoch"); }
  return n;
}

function putOpenProducerResponse(m: OpenProducerResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.producerId !== undefined && m.producerId !== null && m.producerId !== 0) { b[o++] = 8; o = putInt64(m.producerId, b, o); }
  if (m.producerEpoch !== undefined && m.producerEpoch !== null && m.producerEpoch !== 0) { b[o++] = 16; o = putInt64(m.producerEpoch, b, o); }
  return o;
}

function createOpenProducerResponse(): OpenProducerResponse {
  return { producerId: 0, producerEpoch: 0 };
}

function readOpenProducerResponse(r: Reader, m: OpenProducerResponse): OpenProducerResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.producerId = r.int64("OpenProducerResponse.producer_id");
        break;
      }
      case 16: {
        m.producerEpoch = r.int32("OpenProducerResponse.producer_epoch");
        break;
      }
      default:
        r.skip(tag, fieldsOpenProducerResponse);
    }
  }
  return m;
}

/** Codec of OpenProducerResponse. */
export const OpenProducerResponse: Codec<OpenProducerResponse, OpenProducerResponseInit> = new MessageCodec<OpenProducerResponse, OpenProducerResponseInit>("flowmesh.v1.OpenProducerResponse", fieldsOpenProducerResponse, createOpenProducerResponse, boundOpenProducerResponse, putOpenProducerResponse, readOpenProducerResponse);

export interface JoinGroupRequest {
  group: string;
  /** At least one. Those that the member named before are replaced. */
  streams: string[];
  /** Chosen by the member, unique among all: a UUID. At most 64 bytes. The same id joins again, and keeps what it held. Empty: the server chooses. */
  memberId: string;
  /** For people: what the member is. At most 255 bytes. */
  label: string;
  /** Where the group begins in streams that it has no cursors for. Default: earliest. Partitions that are added later are read from their first record. */
  start: Anchor;
  /** Without a heartbeat for so long, the member is taken for dead. 1000 to 1800000. Default 45000. */
  sessionTimeoutMs: number;
  /** How long the member may hold on to a partition that is wanted back; then it is taken from it. 1000 to 3600000. Default 300000. */
  rebalanceTimeoutMs: number;
}

/** JoinGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface JoinGroupRequestInit {
  group?: string | undefined;
  /** At least one. Those that the member named before are replaced. */
  streams?: readonly string[] | undefined;
  /** Chosen by the member, unique among all: a UUID. At most 64 bytes. The same id joins again, and keeps what it held. Empty: the server chooses. */
  memberId?: string | undefined;
  /** For people: what the member is. At most 255 bytes. */
  label?: string | undefined;
  /** Where the group begins in streams that it has no cursors for. Default: earliest. Partitions that are added later are read from their first record. */
  start?: Anchor | undefined;
  /** Without a heartbeat for so long, the member is taken for dead. 1000 to 1800000. Default 45000. */
  sessionTimeoutMs?: number | undefined;
  /** How long the member may hold on to a partition that is wanted back; then it is taken from it. 1000 to 3600000. Default 300000. */
  rebalanceTimeoutMs?: number | undefined;
}

const fieldsJoinGroupRequest: readonly Field[] = [
  { name: "JoinGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.streams", property: "streams", protoName: "streams", number: 2, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.member_id", property: "memberId", protoName: "member_id", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.label", property: "label", protoName: "label", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.start", property: "start", protoName: "start", number: 5, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesAnchor, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.session_timeout_ms", property: "sessionTimeoutMs", protoName: "session_timeout_ms", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupRequest.rebalance_timeout_ms", property: "rebalanceTimeoutMs", protoName: "rebalance_timeout_ms", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJoinGroupRequest(m: JoinGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "JoinGroupRequest.group"); }
  for (let i = 0, count = bound.listLength(m.streams, "JoinGroupRequest.streams"); i < count; i++) { const e = m.streams![i]!; n += 1 + bound.boundString(e, "JoinGroupRequest.streams"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "JoinGroupRequest.member_id"); }
  if (m.label !== undefined && m.label !== null) { n += 1 + bound.boundString(m.label, "JoinGroupRequest.label"); }
  if (m.start !== undefined && m.start !== null) { n += 1 + bound.boundInt32(numberAnchor(m.start, "JoinGroupRequest.start"), "JoinGroupRequest.start"); }
  if (m.sessionTimeoutMs !== undefined && m.sessionTimeoutMs !== null) { n += 1 + bound.boundInt64(m.sessionTimeoutMs, "JoinGroupRequest.session_timeout_ms"); }
  if (m.rebalanceTimeoutMs !== undefined && m.rebalanceTimeoutMs !== null) { n += 1 + bound.boundInt64(m.rebalanceTimeoutMs, "JoinGroupRequest.rebalance_timeout_ms"); }
  return n;
}

function putJoinGroupRequest(m: JoinGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.streams !== undefined && m.streams !== null) for (let i = 0; i < m.streams.length; i++) { b[o++] = 18; o = put.putString(m.streams[i]!, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 26; o = put.putString(m.memberId, b, o); }
  if (m.label !== undefined && m.label !== null && m.label !== "") { b[o++] = 34; o = put.putString(m.label, b, o); }
  if (m.start !== undefined && m.start !== null && m.start !== "unspecified") { b[o++] = 40; o = putVarint(numberAnchor(m.start, ""), b, o); }
  if (m.sessionTimeoutMs !== undefined && m.sessionTimeoutMs !== null && m.sessionTimeoutMs !== 0) { b[o++] = 48; o = putInt64(m.sessionTimeoutMs, b, o); }
  if (m.rebalanceTimeoutMs !== undefined && m.rebalanceTimeoutMs !== null && m.rebalanceTimeoutMs !== 0) { b[o++] = 56; o = putInt64(m.rebalanceTimeoutMs, b, o); }
  return o;
}

function createJoinGroupRequest(): JoinGroupRequest {
  return { group: "", streams: [], memberId: "", label: "", start: "unspecified", sessionTimeoutMs: 0, rebalanceTimeoutMs: 0 };
}

function readJoinGroupRequest(r: Reader, m: JoinGroupRequest): JoinGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("JoinGroupRequest.group");
        break;
      }
      case 18: {
        r.item("JoinGroupRequest.streams");
        m.streams.push(r.string("JoinGroupRequest.streams"));
        break;
      }
      case 26: {
        m.memberId = r.string("JoinGroupRequest.member_id");
        break;
      }
      case 34: {
        m.label = r.string("JoinGroupRequest.label");
        break;
      }
      case 40: {
        m.start = nameAnchor(r, "JoinGroupRequest.start");
        break;
      }
      case 48: {
        m.sessionTimeoutMs = r.int64("JoinGroupRequest.session_timeout_ms");
        break;
      }
      case 56: {
        m.rebalanceTimeoutMs = r.int64("JoinGroupRequest.rebalance_timeout_ms");
        break;
      }
      default:
        r.skip(tag, fieldsJoinGroupRequest);
    }
  }
  return m;
}

/** Codec of JoinGroupRequest. */
export const JoinGroupRequest: Codec<JoinGroupRequest, JoinGroupRequestInit> = new MessageCodec<JoinGroupRequest, JoinGroupRequestInit>("flowmesh.v1.JoinGroupRequest", fieldsJoinGroupRequest, createJoinGroupRequest, boundJoinGroupRequest, putJoinGroupRequest, readJoinGroupRequest);

export interface JoinGroupResponse {
  memberId: string;
  memberEpoch: number;
  /** How often the member should send heartbeats. */
  heartbeatIntervalMs: number;
  partitions: AssignedPartition[];
  paused: boolean;
  /** As in the answer to a heartbeat. */
  releasing: StreamPartitions[];
}

/** JoinGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface JoinGroupResponseInit {
  memberId?: string | undefined;
  memberEpoch?: number | undefined;
  /** How often the member should send heartbeats. */
  heartbeatIntervalMs?: number | undefined;
  partitions?: readonly AssignedPartitionInit[] | undefined;
  paused?: boolean | undefined;
  /** As in the answer to a heartbeat. */
  releasing?: readonly StreamPartitionsInit[] | undefined;
}

const fieldsJoinGroupResponse: readonly Field[] = [
  { name: "JoinGroupResponse.member_id", property: "memberId", protoName: "member_id", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupResponse.member_epoch", property: "memberEpoch", protoName: "member_epoch", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupResponse.heartbeat_interval_ms", property: "heartbeatIntervalMs", protoName: "heartbeat_interval_ms", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupResponse.partitions", property: "partitions", protoName: "partitions", number: 4, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => AssignedPartition, jsonBytes: "base64", payload: false },
  { name: "JoinGroupResponse.paused", property: "paused", protoName: "paused", number: 5, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JoinGroupResponse.releasing", property: "releasing", protoName: "releasing", number: 6, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => StreamPartitions, jsonBytes: "base64", payload: false },
];

function boundJoinGroupResponse(m: JoinGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "JoinGroupResponse.member_id"); }
  if (m.memberEpoch !== undefined && m.memberEpoch !== null) { n += 1 + bound.boundInt64(m.memberEpoch, "JoinGroupResponse.member_epoch"); }
  if (m.heartbeatIntervalMs !== undefined && m.heartbeatIntervalMs !== null) { n += 1 + bound.boundInt64(m.heartbeatIntervalMs, "JoinGroupResponse.heartbeat_interval_ms"); }
  for (let i = 0, count = bound.listLength(m.partitions, "JoinGroupResponse.partitions"); i < count; i++) { const e = m.partitions![i]!; bound.checkMessage(e, "JoinGroupResponse.partitions"); n += 1 + 5 + boundAssignedPartition(e, -1); }
  if (m.paused !== undefined && m.paused !== null) { n += 1 + bound.boundBool(m.paused, "JoinGroupResponse.paused"); }
  for (let i = 0, count = bound.listLength(m.releasing, "JoinGroupResponse.releasing"); i < count; i++) { const e = m.releasing![i]!; bound.checkMessage(e, "JoinGroupResponse.releasing"); n += 1 + 5 + boundStreamPartitions(e, -1); }
  return n;
}

function putJoinGroupResponse(m: JoinGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 10; o = put.putString(m.memberId, b, o); }
  if (m.memberEpoch !== undefined && m.memberEpoch !== null && m.memberEpoch !== 0) { b[o++] = 16; o = putInt64(m.memberEpoch, b, o); }
  if (m.heartbeatIntervalMs !== undefined && m.heartbeatIntervalMs !== null && m.heartbeatIntervalMs !== 0) { b[o++] = 24; o = putInt64(m.heartbeatIntervalMs, b, o); }
  if (m.partitions !== undefined && m.partitions !== null) for (let i = 0; i < m.partitions.length; i++) { b[o++] = 34; o = putNestedAssignedPartition(m.partitions[i]!, b, o); }
  if (m.paused !== undefined && m.paused !== null && m.paused !== false) { b[o++] = 40; o = put.putBool(m.paused, b, o); }
  if (m.releasing !== undefined && m.releasing !== null) for (let i = 0; i < m.releasing.length; i++) { b[o++] = 50; o = putNestedStreamPartitions(m.releasing[i]!, b, o); }
  return o;
}

function createJoinGroupResponse(): JoinGroupResponse {
  return { memberId: "", memberEpoch: 0, heartbeatIntervalMs: 0, partitions: [], paused: false, releasing: [] };
}

function readJoinGroupResponse(r: Reader, m: JoinGroupResponse): JoinGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.memberId = r.string("JoinGroupResponse.member_id");
        break;
      }
      case 16: {
        m.memberEpoch = r.int64("JoinGroupResponse.member_epoch");
        break;
      }
      case 24: {
        m.heartbeatIntervalMs = r.int64("JoinGroupResponse.heartbeat_interval_ms");
        break;
      }
      case 34: {
        const outer = r.enter("JoinGroupResponse.partitions");
        m.partitions.push(readAssignedPartition(r, createAssignedPartition()));
        r.leave(outer);
        break;
      }
      case 40: {
        m.paused = r.bool("JoinGroupResponse.paused");
        break;
      }
      case 50: {
        const outer = r.enter("JoinGroupResponse.releasing");
        m.releasing.push(readStreamPartitions(r, createStreamPartitions()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsJoinGroupResponse);
    }
  }
  return m;
}

/** Codec of JoinGroupResponse. */
export const JoinGroupResponse: Codec<JoinGroupResponse, JoinGroupResponseInit> = new MessageCodec<JoinGroupResponse, JoinGroupResponseInit>("flowmesh.v1.JoinGroupResponse", fieldsJoinGroupResponse, createJoinGroupResponse, boundJoinGroupResponse, putJoinGroupResponse, readJoinGroupResponse);

/** A partition that a member may hold. */
export interface AssignedPartition {
  stream: string;
  partition: number;
  /** When it was given to the member, as an epoch of the group. A new epoch for a partition that the member holds already means that its cursor was moved: go on from there. */
  epoch: number;
  /** Where to go on. Taken when the answer was made; only the holder changes it. */
  cursor?: Cursor | undefined;
}

/** AssignedPartition as it is given to encode: what is absent is zero, empty or not set. */
export interface AssignedPartitionInit {
  stream?: string | undefined;
  partition?: number | undefined;
  /** When it was given to the member, as an epoch of the group. A new epoch for a partition that the member holds already means that its cursor was moved: go on from there. */
  epoch?: number | undefined;
  /** Where to go on. Taken when the answer was made; only the holder changes it. */
  cursor?: CursorInit | undefined;
}

const fieldsAssignedPartition: readonly Field[] = [
  { name: "AssignedPartition.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AssignedPartition.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AssignedPartition.epoch", property: "epoch", protoName: "epoch", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AssignedPartition.cursor", property: "cursor", protoName: "cursor", number: 4, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Cursor, jsonBytes: "base64", payload: false },
];

function boundAssignedPartition(m: AssignedPartitionInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "AssignedPartition.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "AssignedPartition.partition"); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "AssignedPartition.epoch"); }
  if (m.cursor !== undefined && m.cursor !== null) { bound.checkMessage(m.cursor, "AssignedPartition.cursor"); n += 1 + 5 + boundCursor(m.cursor, -1); }
  return n;
}

function putAssignedPartition(m: AssignedPartitionInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 24; o = putInt64(m.epoch, b, o); }
  if (m.cursor !== undefined && m.cursor !== null) { b[o++] = 34; o = putNestedCursor(m.cursor, b, o); }
  return o;
}

// Bytes of the length of the AssignedPartition that was written last within another message: the next one is likely to need as many.
let lengthBytesAssignedPartition = 1;

function putNestedAssignedPartition(m: AssignedPartitionInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesAssignedPartition;
  const start = offset + reserved;
  const end = putAssignedPartition(m, b, start, -1);
  lengthBytesAssignedPartition = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createAssignedPartition(): AssignedPartition {
  return { stream: "", partition: 0, epoch: 0, cursor: undefined };
}

function readAssignedPartition(r: Reader, m: AssignedPartition): AssignedPartition {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("AssignedPartition.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("AssignedPartition.partition");
        break;
      }
      case 24: {
        m.epoch = r.int64("AssignedPartition.epoch");
        break;
      }
      case 34: {
        const outer = r.enter("AssignedPartition.cursor");
        m.cursor = readCursor(r, m.cursor ?? createCursor());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsAssignedPartition);
    }
  }
  return m;
}

/** Codec of AssignedPartition. */
export const AssignedPartition: Codec<AssignedPartition, AssignedPartitionInit> = new MessageCodec<AssignedPartition, AssignedPartitionInit>("flowmesh.v1.AssignedPartition", fieldsAssignedPartition, createAssignedPartition, boundAssignedPartition, putAssignedPartition, readAssignedPartition);

export interface Cursor {
  /** First record that is not finished. */
  offset: number;
  /** Ranges above `offset` that are finished out of order. In order, without overlap. At most 1000. */
  finished: OffsetRange[];
}

/** Cursor as it is given to encode: what is absent is zero, empty or not set. */
export interface CursorInit {
  /** First record that is not finished. */
  offset?: number | undefined;
  /** Ranges above `offset` that are finished out of order. In order, without overlap. At most 1000. */
  finished?: readonly OffsetRangeInit[] | undefined;
}

const fieldsCursor: readonly Field[] = [
  { name: "Cursor.offset", property: "offset", protoName: "offset", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Cursor.finished", property: "finished", protoName: "finished", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => OffsetRange, jsonBytes: "base64", payload: false },
];

function boundCursor(m: CursorInit, payloadBytes: number): number {
  let n = 0;
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "Cursor.offset"); }
  for (let i = 0, count = bound.listLength(m.finished, "Cursor.finished"); i < count; i++) { const e = m.finished![i]!; bound.checkMessage(e, "Cursor.finished"); n += 1 + 5 + boundOffsetRange(e, -1); }
  return n;
}

function putCursor(m: CursorInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 8; o = putInt64(m.offset, b, o); }
  if (m.finished !== undefined && m.finished !== null) for (let i = 0; i < m.finished.length; i++) { b[o++] = 18; o = putNestedOffsetRange(m.finished[i]!, b, o); }
  return o;
}

// Bytes of the length of the Cursor that was written last within another message: the next one is likely to need as many.
let lengthBytesCursor = 1;

function putNestedCursor(m: CursorInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCursor;
  const start = offset + reserved;
  const end = putCursor(m, b, start, -1);
  lengthBytesCursor = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCursor(): Cursor {
  return { offset: 0, finished: [] };
}

function readCursor(r: Reader, m: Cursor): Cursor {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.offset = r.int64("Cursor.offset");
        break;
      }
      case 18: {
        const outer = r.enter("Cursor.finished");
        m.finished.push(readOffsetRange(r, createOffsetRange()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsCursor);
    }
  }
  return m;
}

/** Codec of Cursor. */
export const Cursor: Codec<Cursor, CursorInit> = new MessageCodec<Cursor, CursorInit>("flowmesh.v1.Cursor", fieldsCursor, createCursor, boundCursor, putCursor, readCursor);

export interface OffsetRange {
  firstOffset: number;
  /** The last one in the range. */
  lastOffset: number;
}

/** OffsetRange as it is given to encode: what is absent is zero, empty or not set. */
export interface OffsetRangeInit {
  firstOffset?: number | undefined;
  /** The last one in the range. */
  lastOffset?: number | undefined;
}

const fieldsOffsetRange: readonly Field[] = [
  { name: "OffsetRange.first_offset", property: "firstOffset", protoName: "first_offset", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "OffsetRange.last_offset", property: "lastOffset", protoName: "last_offset", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundOffsetRange(m: OffsetRangeInit, payloadBytes: number): number {
  let n = 0;
  if (m.firstOffset !== undefined && m.firstOffset !== null) { n += 1 + bound.boundInt64(m.firstOffset, "OffsetRange.first_offset"); }
  if (m.lastOffset !== undefined && m.lastOffset !== null) { n += 1 + bound.boundInt64(m.lastOffset, "OffsetRange.last_offset"); }
  return n;
}

function putOffsetRange(m: OffsetRangeInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.firstOffset !== undefined && m.firstOffset !== null && m.firstOffset !== 0) { b[o++] = 8; o = putInt64(m.firstOffset, b, o); }
  if (m.lastOffset !== undefined && m.lastOffset !== null && m.lastOffset !== 0) { b[o++] = 16; o = putInt64(m.lastOffset, b, o); }
  return o;
}

// Bytes of the length of the OffsetRange that was written last within another message: the next one is likely to need as many.
let lengthBytesOffsetRange = 1;

function putNestedOffsetRange(m: OffsetRangeInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesOffsetRange;
  const start = offset + reserved;
  const end = putOffsetRange(m, b, start, -1);
  lengthBytesOffsetRange = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createOffsetRange(): OffsetRange {
  return { firstOffset: 0, lastOffset: 0 };
}

function readOffsetRange(r: Reader, m: OffsetRange): OffsetRange {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.firstOffset = r.int64("OffsetRange.first_offset");
        break;
      }
      case 16: {
        m.lastOffset = r.int64("OffsetRange.last_offset");
        break;
      }
      default:
        r.skip(tag, fieldsOffsetRange);
    }
  }
  return m;
}

/** Codec of OffsetRange. */
export const OffsetRange: Codec<OffsetRange, OffsetRangeInit> = new MessageCodec<OffsetRange, OffsetRangeInit>("flowmesh.v1.OffsetRange", fieldsOffsetRange, createOffsetRange, boundOffsetRange, putOffsetRange, readOffsetRange);

export interface StreamPartitions {
  stream: string;
  partitions: number[];
}

/** StreamPartitions as it is given to encode: what is absent is zero, empty or not set. */
export interface StreamPartitionsInit {
  stream?: string | undefined;
  partitions?: readonly number[] | undefined;
}

const fieldsStreamPartitions: readonly Field[] = [
  { name: "StreamPartitions.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StreamPartitions.partitions", property: "partitions", protoName: "partitions", number: 2, kind: "int32", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStreamPartitions(m: StreamPartitionsInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "StreamPartitions.stream"); }
  if (bound.listLength(m.partitions, "StreamPartitions.partitions") !== 0) n += 1 + bound.boundPacked(m.partitions!, "StreamPartitions.partitions", bound.boundInt32);
  return n;
}

function putStreamPartitions(m: StreamPartitionsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partitions !== undefined && m.partitions !== null && m.partitions.length !== 0) { b[o++] = 18; o = put.putPackedInts(m.partitions, b, o); }
  return o;
}

// Bytes of the length of the StreamPartitions that was written last within another message: the next one is likely to need as many.
let lengthBytesStreamPartitions = 1;

function putNestedStreamPartitions(m: StreamPartitionsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesStreamPartitions;
  const start = offset + reserved;
  const end = putStreamPartitions(m, b, start, -1);
  lengthBytesStreamPartitions = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createStreamPartitions(): StreamPartitions {
  return { stream: "", partitions: [] };
}

function readStreamPartitions(r: Reader, m: StreamPartitions): StreamPartitions {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("StreamPartitions.stream");
        break;
      }
      case 16: {
        r.item("StreamPartitions.partitions");
        m.partitions.push(r.int32("StreamPartitions.partitions"));
        break;
      }
      case 18: {
        const outer = r.enterPacked("StreamPartitions.partitions");
        while (r.position < r.end) m.partitions.push(r.int32("StreamPartitions.partitions"));
        r.leavePacked(outer);
        break;
      }
      default:
        r.skip(tag, fieldsStreamPartitions);
    }
  }
  return m;
}

/** Codec of StreamPartitions. */
export const StreamPartitions: Codec<StreamPartitions, StreamPartitionsInit> = new MessageCodec<StreamPartitions, StreamPartitionsInit>("flowmesh.v1.StreamPartitions", fieldsStreamPartitions, createStreamPartitions, boundStreamPartitions, putStreamPartitions, readStreamPartitions);

export interface HeartbeatRequest {
  group: string;
  memberId: string;
  /** As the last answer said. */
  memberEpoch: number;
  /** Partitions that the member still works on. What the server wants back and is not among them can be given to others. */
  holding: StreamPartitions[];
  /** Answers when there is news since the answer that gave `member_epoch`, or after this time. At most 30000, and less than the session time-out. Default 0: at once. */
  waitMs: number;
}

/** HeartbeatRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface HeartbeatRequestInit {
  group?: string | undefined;
  memberId?: string | undefined;
  /** As the last answer said. */
  memberEpoch?: number | undefined;
  /** Partitions that the member still works on. What the server wants back and is not among them can be given to others. */
  holding?: readonly StreamPartitionsInit[] | undefined;
  /** Answers when there is news since the answer that gave `member_epoch`, or after this time. At most 30000, and less than the session time-out. Default 0: at once. */
  waitMs?: number | undefined;
}

const fieldsHeartbeatRequest: readonly Field[] = [
  { name: "HeartbeatRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "HeartbeatRequest.member_id", property: "memberId", protoName: "member_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "HeartbeatRequest.member_epoch", property: "memberEpoch", protoName: "member_epoch", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "HeartbeatRequest.holding", property: "holding", protoName: "holding", number: 4, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => StreamPartitions, jsonBytes: "base64", payload: false },
  { name: "HeartbeatRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundHeartbeatRequest(m: HeartbeatRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "HeartbeatRequest.group"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "HeartbeatRequest.member_id"); }
  if (m.memberEpoch !== undefined && m.memberEpoch !== null) { n += 1 + bound.boundInt64(m.memberEpoch, "HeartbeatRequest.member_epoch"); }
  for (let i = 0, count = bound.listLength(m.holding, "HeartbeatRequest.holding"); i < count; i++) { const e = m.holding![i]!; bound.checkMessage(e, "HeartbeatRequest.holding"); n += 1 + 5 + boundStreamPartitions(e, -1); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "HeartbeatRequest.wait_ms"); }
  return n;
}

function putHeartbeatRequest(m: HeartbeatRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 18; o = put.putString(m.memberId, b, o); }
  if (m.memberEpoch !== undefined && m.memberEpoch !== null && m.memberEpoch !== 0) { b[o++] = 24; o = putInt64(m.memberEpoch, b, o); }
  if (m.holding !== undefined && m.holding !== null) for (let i = 0; i < m.holding.length; i++) { b[o++] = 34; o = putNestedStreamPartitions(m.holding[i]!, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 40; o = putInt64(m.waitMs, b, o); }
  return o;
}

function createHeartbeatRequest(): HeartbeatRequest {
  return { group: "", memberId: "", memberEpoch: 0, holding: [], waitMs: 0 };
}

function readHeartbeatRequest(r: Reader, m: HeartbeatRequest): HeartbeatRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("HeartbeatRequest.group");
        break;
      }
      case 18: {
        m.memberId = r.string("HeartbeatRequest.member_id");
        break;
      }
      case 24: {
        m.memberEpoch = r.int64("HeartbeatRequest.member_epoch");
        break;
      }
      case 34: {
        const outer = r.enter("HeartbeatRequest.holding");
        m.holding.push(readStreamPartitions(r, createStreamPartitions()));
        r.leave(outer);
        break;
      }
      case 40: {
        m.waitMs = r.int64("HeartbeatRequest.wait_ms");
        break;
      }
      default:
        r.skip(tag, fieldsHeartbeatRequest);
    }
  }
  return m;
}

/** Codec of HeartbeatRequest. */
export const HeartbeatRequest: Codec<HeartbeatRequest, HeartbeatRequestInit> = new MessageCodec<HeartbeatRequest, HeartbeatRequestInit>("flowmesh.v1.HeartbeatRequest", fieldsHeartbeatRequest, createHeartbeatRequest, boundHeartbeatRequest, putHeartbeatRequest, readHeartbeatRequest);

export interface HeartbeatResponse {
  memberEpoch: number;
  /** All that the member may hold. It must let go of any other, finish or drop what it has begun there, and say so with its next heartbeat. */
  partitions: AssignedPartition[];
  paused: boolean;
  /**
   * Of the others, those that are still its own until it lets go of them, or the rebalance time-out has passed. What the member works on and is in neither list
   * is lost: it may be somebody else's, and what is committed for it is refused.
   */
  releasing: StreamPartitions[];
}

/** HeartbeatResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface HeartbeatResponseInit {
  memberEpoch?: number | undefined;
  /** All that the member may hold. It must let go of any other, finish or drop what it has begun there, and say so with its next heartbeat. */
  partitions?: readonly AssignedPartitionInit[] | undefined;
  paused?: boolean | undefined;
  /**
   * Of the others, those that are still its own until it lets go of them, or the rebalance time-out has passed. What the member works on and is in neither list
   * is lost: it may be somebody else's, and what is committed for it is refused.
   */
  releasing?: readonly StreamPartitionsInit[] | undefined;
}

const fieldsHeartbeatResponse: readonly Field[] = [
  { name: "HeartbeatResponse.member_epoch", property: "memberEpoch", protoName: "member_epoch", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "HeartbeatResponse.partitions", property: "partitions", protoName: "partitions", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => AssignedPartition, jsonBytes: "base64", payload: false },
  { name: "HeartbeatResponse.paused", property: "paused", protoName: "paused", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "HeartbeatResponse.releasing", property: "releasing", protoName: "releasing", number: 4, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => StreamPartitions, jsonBytes: "base64", payload: false },
];

function boundHeartbeatResponse(m: HeartbeatResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.memberEpoch !== undefined && m.memberEpoch !== null) { n += 1 + bound.boundInt64(m.memberEpoch, "HeartbeatResponse.member_epoch"); }
  for (let i = 0, count = bound.listLength(m.partitions, "HeartbeatResponse.partitions"); i < count; i++) { const e = m.partitions![i]!; bound.checkMessage(e, "HeartbeatResponse.partitions"); n += 1 + 5 + boundAssignedPartition(e, -1); }
  if (m.paused !== undefined && m.paused !== null) { n += 1 + bound.boundBool(m.paused, "HeartbeatResponse.paused"); }
  for (let i = 0, count = bound.listLength(m.releasing, "HeartbeatResponse.releasing"); i < count; i++) { const e = m.releasing![i]!; bound.checkMessage(e, "HeartbeatResponse.releasing"); n += 1 + 5 + boundStreamPartitions(e, -1); }
  return n;
}

function putHeartbeatResponse(m: HeartbeatResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.memberEpoch !== undefined && m.memberEpoch !== null && m.memberEpoch !== 0) { b[o++] = 8; o = putInt64(m.memberEpoch, b, o); }
  if (m.partitions !== undefined && m.partitions !== null) for (let i = 0; i < m.partitions.length; i++) { b[o++] = 18; o = putNestedAssignedPartition(m.partitions[i]!, b, o); }
  if (m.paused !== undefined && m.paused !== null && m.paused !== false) { b[o++] = 24; o = put.putBool(m.paused, b, o); }
  if (m.releasing !== undefined && m.releasing !== null) for (let i = 0; i < m.releasing.length; i++) { b[o++] = 34; o = putNestedStreamPartitions(m.releasing[i]!, b, o); }
  return o;
}

function createHeartbeatResponse(): HeartbeatResponse {
  return { memberEpoch: 0, partitions: [], paused: false, releasing: [] };
}

function readHeartbeatResponse(r: Reader, m: HeartbeatResponse): HeartbeatResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.memberEpoch = r.int64("HeartbeatResponse.member_epoch");
        break;
      }
      case 18: {
        const outer = r.enter("HeartbeatResponse.partitions");
        m.partitions.push(readAssignedPartition(r, createAssignedPartition()));
        r.leave(outer);
        break;
      }
      case 24: {
        m.paused = r.bool("HeartbeatResponse.paused");
        break;
      }
      case 34: {
        const outer = r.enter("HeartbeatResponse.releasing");
        m.releasing.push(readStreamPartitions(r, createStreamPartitions()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsHeartbeatResponse);
    }
  }
  return m;
}

/** Codec of HeartbeatResponse. */
export const HeartbeatResponse: Codec<HeartbeatResponse, HeartbeatResponseInit> = new MessageCodec<HeartbeatResponse, HeartbeatResponseInit>("flowmesh.v1.HeartbeatResponse", fieldsHeartbeatResponse, createHeartbeatResponse, boundHeartbeatResponse, putHeartbeatResponse, readHeartbeatResponse);

export interface LeaveGroupRequest {
  group: string;
  memberId: string;
}

/** LeaveGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface LeaveGroupRequestInit {
  group?: string | undefined;
  memberId?: string | undefined;
}

const fieldsLeaveGroupRequest: readonly Field[] = [
  { name: "LeaveGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LeaveGroupRequest.member_id", property: "memberId", protoName: "member_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundLeaveGroupRequest(m: LeaveGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "LeaveGroupRequest.group"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "LeaveGroupRequest.member_id"); }
  return n;
}

function putLeaveGroupRequest(m: LeaveGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 18; o = put.putString(m.memberId, b, o); }
  return o;
}

function createLeaveGroupRequest(): LeaveGroupRequest {
  return { group: "", memberId: "" };
}

function readLeaveGroupRequest(r: Reader, m: LeaveGroupRequest): LeaveGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("LeaveGroupRequest.group");
        break;
      }
      case 18: {
        m.memberId = r.string("LeaveGroupRequest.member_id");
        break;
      }
      default:
        r.skip(tag, fieldsLeaveGroupRequest);
    }
  }
  return m;
}

/** Codec of LeaveGroupRequest. */
export const LeaveGroupRequest: Codec<LeaveGroupRequest, LeaveGroupRequestInit> = new MessageCodec<LeaveGroupRequest, LeaveGroupRequestInit>("flowmesh.v1.LeaveGroupRequest", fieldsLeaveGroupRequest, createLeaveGroupRequest, boundLeaveGroupRequest, putLeaveGroupRequest, readLeaveGroupRequest);

export interface LeaveGroupResponse {
}

/** LeaveGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface LeaveGroupResponseInit {
}

const fieldsLeaveGroupResponse: readonly Field[] = [
];

function boundLeaveGroupResponse(m: LeaveGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putLeaveGroupResponse(m: LeaveGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

function createLeaveGroupResponse(): LeaveGroupResponse {
  return {};
}

function readLeaveGroupResponse(r: Reader, m: LeaveGroupResponse): LeaveGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsLeaveGroupResponse);
    }
  }
  return m;
}

/** Codec of LeaveGroupResponse. */
export const LeaveGroupResponse: Codec<LeaveGroupResponse, LeaveGroupResponseInit> = new MessageCodec<LeaveGroupResponse, LeaveGroupResponseInit>("flowmesh.v1.LeaveGroupResponse", fieldsLeaveGroupResponse, createLeaveGroupResponse, boundLeaveGroupResponse, putLeaveGroupResponse, readLeaveGroupResponse);

export interface NewCursor {
  stream: string;
  partition: number;
  cursor?: Cursor | undefined;
  /** Of the assignment, as the member was told. A cursor that belongs to an earlier assignment is refused. */
  epoch: number;
}

/** NewCursor as it is given to encode: what is absent is zero, empty or not set. */
export interface NewCursorInit {
  stream?: string | undefined;
  partition?: number | undefined;
  cursor?: CursorInit | undefined;
  /** Of the assignment, as the member was told. A cursor that belongs to an earlier assignment is refused. */
  epoch?: number | undefined;
}

const fieldsNewCursor: readonly Field[] = [
  { name: "NewCursor.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewCursor.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewCursor.cursor", property: "cursor", protoName: "cursor", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Cursor, jsonBytes: "base64", payload: false },
  { name: "NewCursor.epoch", property: "epoch", protoName: "epoch", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundNewCursor(m: NewCursorInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "NewCursor.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "NewCursor.partition"); }
  if (m.cursor !== undefined && m.cursor !== null) { bound.checkMessage(m.cursor, "NewCursor.cursor"); n += 1 + 5 + boundCursor(m.cursor, -1); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "NewCursor.epoch"); }
  return n;
}

function putNewCursor(m: NewCursorInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.cursor !== undefined && m.cursor !== null) { b[o++] = 26; o = putNestedCursor(m.cursor, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 32; o = putInt64(m.epoch, b, o); }
  return o;
}

// Bytes of the length of the NewCursor that was written last within another message: the next one is likely to need as many.
let lengthBytesNewCursor = 1;

function putNestedNewCursor(m: NewCursorInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesNewCursor;
  const start = offset + reserved;
  const end = putNewCursor(m, b, start, -1);
  lengthBytesNewCursor = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createNewCursor(): NewCursor {
  return { stream: "", partition: 0, cursor: undefined, epoch: 0 };
}

function readNewCursor(r: Reader, m: NewCursor): NewCursor {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("NewCursor.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("NewCursor.partition");
        break;
      }
      case 26: {
        const outer = r.enter("NewCursor.cursor");
        m.cursor = readCursor(r, m.cursor ?? createCursor());
        r.leave(outer);
        break;
      }
      case 32: {
        m.epoch = r.int64("NewCursor.epoch");
        break;
      }
      default:
        r.skip(tag, fieldsNewCursor);
    }
  }
  return m;
}

/** Codec of NewCursor. */
export const NewCursor: Codec<NewCursor, NewCursorInit> = new MessageCodec<NewCursor, NewCursorInit>("flowmesh.v1.NewCursor", fieldsNewCursor, createNewCursor, boundNewCursor, putNewCursor, readNewCursor);

export interface CommitCursorsRequest {
  group: string;
  /** Empty: somebody who is no member. */
  memberId: string;
  cursors: NewCursor[];
  durability: Durability;
}

/** CommitCursorsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CommitCursorsRequestInit {
  group?: string | undefined;
  /** Empty: somebody who is no member. */
  memberId?: string | undefined;
  cursors?: readonly NewCursorInit[] | undefined;
  durability?: Durability | undefined;
}

const fieldsCommitCursorsRequest: readonly Field[] = [
  { name: "CommitCursorsRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitCursorsRequest.member_id", property: "memberId", protoName: "member_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitCursorsRequest.cursors", property: "cursors", protoName: "cursors", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => NewCursor, jsonBytes: "base64", payload: false },
  { name: "CommitCursorsRequest.durability", property: "durability", protoName: "durability", number: 4, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCommitCursorsRequest(m: CommitCursorsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "CommitCursorsRequest.group"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "CommitCursorsRequest.member_id"); }
  for (let i = 0, count = bound.listLength(m.cursors, "CommitCursorsRequest.cursors"); i < count; i++) { const e = m.cursors![i]!; bound.checkMessage(e, "CommitCursorsRequest.cursors"); n += 1 + 5 + boundNewCursor(e, -1); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "CommitCursorsRequest.durability"), "CommitCursorsRequest.durability"); }
  return n;
}

function putCommitCursorsRequest(m: CommitCursorsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 18; o = put.putString(m.memberId, b, o); }
  if (m.cursors !== undefined && m.cursors !== null) for (let i = 0; i < m.cursors.length; i++) { b[o++] = 26; o = putNestedNewCursor(m.cursors[i]!, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 32; o = putVarint(numberDurability(m.durability, ""), b, o); }
  return o;
}

function createCommitCursorsRequest(): CommitCursorsRequest {
  return { group: "", memberId: "", cursors: [], durability: "unspecified" };
}

function readCommitCursorsRequest(r: Reader, m: CommitCursorsRequest): CommitCursorsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("CommitCursorsRequest.group");
        break;
      }
      case 18: {
        m.memberId = r.string("CommitCursorsRequest.member_id");
        break;
      }
      case 26: {
        const outer = r.enter("CommitCursorsRequest.cursors");
        m.cursors.push(readNewCursor(r, createNewCursor()));
        r.leave(outer);
        break;
      }
      case 32: {
        m.durability = nameDurability(r, "CommitCursorsRequest.durability");
        break;
      }
      default:
        r.skip(tag, fieldsCommitCursorsRequest);
    }
  }
  return m;
}

/** Codec of CommitCursorsRequest. */
export const CommitCursorsRequest: Codec<CommitCursorsRequest, CommitCursorsRequestInit> = new MessageCodec<CommitCursorsRequest, CommitCursorsRequestInit>("flowmesh.v1.CommitCursorsRequest", fieldsCommitCursorsRequest, createCommitCursorsRequest, boundCommitCursorsRequest, putCommitCursorsRequest, readCommitCursorsRequest);

export interface CommitCursorsResponse {
  position: number;
}

/** CommitCursorsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CommitCursorsResponseInit {
  position?: number | undefined;
}

const fieldsCommitCursorsResponse: readonly Field[] = [
  { name: "CommitCursorsResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCommitCursorsResponse(m: CommitCursorsResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CommitCursorsResponse.position"); }
  return n;
}

function putCommitCursorsResponse(m: CommitCursorsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createCommitCursorsResponse(): CommitCursorsResponse {
  return { position: 0 };
}

function readCommitCursorsResponse(r: Reader, m: CommitCursorsResponse): CommitCursorsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("CommitCursorsResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsCommitCursorsResponse);
    }
  }
  return m;
}

/** Codec of CommitCursorsResponse. */
export const CommitCursorsResponse: Codec<CommitCursorsResponse, CommitCursorsResponseInit> = new MessageCodec<CommitCursorsResponse, CommitCursorsResponseInit>("flowmesh.v1.CommitCursorsResponse", fieldsCommitCursorsResponse, createCommitCursorsResponse, boundCommitCursorsResponse, putCommitCursorsResponse, readCommitCursorsResponse);

export interface Group {
  group: string;
  type: GroupType;
  /** `empty`, `stable`, or `moving` while partitions go from member to member. */
  state: string;
  paused: boolean;
  /** Rises with every change of the members, of what they hold, or by a reset. */
  epoch: number;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** In order of their ids. */
  members: Member[];
  /** Records that are not finished, over all cursors. */
  lagRecords: number;
  /** Age of the oldest record that is not finished, in milliseconds, counted from its commit. 0 without one. */
  lagMs: number;
}

/** Group as it is given to encode: what is absent is zero, empty or not set. */
export interface GroupInit {
  group?: string | undefined;
  type?: GroupType | undefined;
  /** `empty`, `stable`, or `moving` while partitions go from member to member. */
  state?: string | undefined;
  paused?: boolean | undefined;
  /** Rises with every change of the members, of what they hold, or by a reset. */
  epoch?: number | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** In order of their ids. */
  members?: readonly MemberInit[] | undefined;
  /** Records that are not finished, over all cursors. */
  lagRecords?: number | undefined;
  /** Age of the oldest record that is not finished, in milliseconds, counted from its commit. 0 without one. */
  lagMs?: number | undefined;
}

const fieldsGroup: readonly Field[] = [
  { name: "Group.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.type", property: "type", protoName: "type", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesGroupType, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.state", property: "state", protoName: "state", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.paused", property: "paused", protoName: "paused", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.epoch", property: "epoch", protoName: "epoch", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.created_at", property: "createdAt", protoName: "created_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.members", property: "members", protoName: "members", number: 7, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Member, jsonBytes: "base64", payload: false },
  { name: "Group.lag_records", property: "lagRecords", protoName: "lag_records", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Group.lag_ms", property: "lagMs", protoName: "lag_ms", number: 9, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGroup(m: GroupInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "Group.group"); }
  if (m.type !== undefined && m.type !== null) { n += 1 + bound.boundInt32(numberGroupType(m.type, "Group.type"), "Group.type"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundString(m.state, "Group.state"); }
  if (m.paused !== undefined && m.paused !== null) { n += 1 + bound.boundBool(m.paused, "Group.paused"); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "Group.epoch"); }
  if (m.createdAt !== undefined && m.createdAt !== null) { n += 1 + boundTimestamp(m.createdAt, "Group.created_at"); }
  for (let i = 0, count = bound.listLength(m.members, "Group.members"); i < count; i++) { const e = m.members![i]!; bound.checkMessage(e, "Group.members"); n += 1 + 5 + boundMember(e, -1); }
  if (m.lagRecords !== undefined && m.lagRecords !== null) { n += 1 + bound.boundInt64(m.lagRecords, "Group.lag_records"); }
  if (m.lagMs !== undefined && m.lagMs !== null) { n += 1 + bound.boundInt64(m.lagMs, "Group.lag_ms"); }
  return n;
}

function putGroup(m: GroupInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.type !== undefined && m.type !== null && m.type !== "unspecified") { b[o++] = 16; o = putVarint(numberGroupType(m.type, ""), b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "") { b[o++] = 26; o = put.putString(m.state, b, o); }
  if (m.paused !== undefined && m.paused !== null && m.paused !== false) { b[o++] = 32; o = put.putBool(m.paused, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 40; o = putInt64(m.epoch, b, o); }
  if (m.createdAt !== undefined && m.createdAt !== null) { b[o++] = 50; o = putTimestamp(m.createdAt, b, o); }
  if (m.members !== undefined && m.members !== null) for (let i = 0; i < m.members.length; i++) { b[o++] = 58; o = putNestedMember(m.members[i]!, b, o); }
  if (m.lagRecords !== undefined && m.lagRecords !== null && m.lagRecords !== 0) { b[o++] = 64; o = putInt64(m.lagRecords, b, o); }
  if (m.lagMs !== undefined && m.lagMs !== null && m.lagMs !== 0) { b[o++] = 72; o = putInt64(m.lagMs, b, o); }
  return o;
}

// Bytes of the length of the Group that was written last within another message: the next one is likely to need as many.
let lengthBytesGroup = 1;

function putNestedGroup(m: GroupInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesGroup;
  const start = offset + reserved;
  const end = putGroup(m, b, start, -1);
  lengthBytesGroup = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createGroup(): Group {
  return { group: "", type: "unspecified", state: "", paused: false, epoch: 0, createdAt: undefined, members: [], lagRecords: 0, lagMs: 0 };
}

function readGroup(r: Reader, m: Group): Group {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("Group.group");
        break;
      }
      case 16: {
        m.type = nameGroupType(r, "Group.type");
        break;
      }
      case 26: {
        m.state = r.string("Group.state");
        break;
      }
      case 32: {
        m.paused = r.bool("Group.paused");
        break;
      }
      case 40: {
        m.epoch = r.int64("Group.epoch");
        break;
      }
      case 50: {
        m.createdAt = readTimestamp(r, "Group.created_at");
        break;
      }
      case 58: {
        const outer = r.enter("Group.members");
        m.members.push(readMember(r, createMember()));
        r.leave(outer);
        break;
      }
      case 64: {
        m.lagRecords = r.int64("Group.lag_records");
        break;
      }
      case 72: {
        m.lagMs = r.int64("Group.lag_ms");
        break;
      }
      default:
        r.skip(tag, fieldsGroup);
    }
  }
  return m;
}

/** Codec of Group. */
export const Group: Codec<Group, GroupInit> = new MessageCodec<Group, GroupInit>("flowmesh.v1.Group", fieldsGroup, createGroup, boundGroup, putGroup, readGroup);

export interface Member {
  memberId: string;
  label: string;
  epoch: number;
  streams: string[];
  /** What it holds, in the order of the streams' names. */
  holding: StreamPartitions[];
  /** Milliseconds since 1970. */
  joinedAt?: number | undefined;
  /** Milliseconds since 1970. */
  lastHeartbeatAt?: number | undefined;
  sessionTimeoutMs: number;
  rebalanceTimeoutMs: number;
}

/** Member as it is given to encode: what is absent is zero, empty or not set. */
export interface MemberInit {
  memberId?: string | undefined;
  label?: string | undefined;
  epoch?: number | undefined;
  streams?: readonly string[] | undefined;
  /** What it holds, in the order of the streams' names. */
  holding?: readonly StreamPartitionsInit[] | undefined;
  /** Milliseconds since 1970. */
  joinedAt?: number | undefined;
  /** Milliseconds since 1970. */
  lastHeartbeatAt?: number | undefined;
  sessionTimeoutMs?: number | undefined;
  rebalanceTimeoutMs?: number | undefined;
}

const fieldsMember: readonly Field[] = [
  { name: "Member.member_id", property: "memberId", protoName: "member_id", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.label", property: "label", protoName: "label", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.epoch", property: "epoch", protoName: "epoch", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.streams", property: "streams", protoName: "streams", number: 4, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.holding", property: "holding", protoName: "holding", number: 5, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => StreamPartitions, jsonBytes: "base64", payload: false },
  { name: "Member.joined_at", property: "joinedAt", protoName: "joined_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.last_heartbeat_at", property: "lastHeartbeatAt", protoName: "last_heartbeat_at", number: 7, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.session_timeout_ms", property: "sessionTimeoutMs", protoName: "session_timeout_ms", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Member.rebalance_timeout_ms", property: "rebalanceTimeoutMs", protoName: "rebalance_timeout_ms", number: 9, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundMember(m: MemberInit, payloadBytes: number): number {
  let n = 0;
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "Member.member_id"); }
  if (m.label !== undefined && m.label !== null) { n += 1 + bound.boundString(m.label, "Member.label"); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "Member.epoch"); }
  for (let i = 0, count = bound.listLength(m.streams, "Member.streams"); i < count; i++) { const e = m.streams![i]!; n += 1 + bound.boundString(e, "Member.streams"); }
  for (let i = 0, count = bound.listLength(m.holding, "Member.holding"); i < count; i++) { const e = m.holding![i]!; bound.checkMessage(e, "Member.holding"); n += 1 + 5 + boundStreamPartitions(e, -1); }
  if (m.joinedAt !== undefined && m.joinedAt !== null) { n += 1 + boundTimestamp(m.joinedAt, "Member.joined_at"); }
  if (m.lastHeartbeatAt !== undefined && m.lastHeartbeatAt !== null) { n += 1 + boundTimestamp(m.lastHeartbeatAt, "Member.last_heartbeat_at"); }
  if (m.sessionTimeoutMs !== undefined && m.sessionTimeoutMs !== null) { n += 1 + bound.boundInt64(m.sessionTimeoutMs, "Member.session_timeout_ms"); }
  if (m.rebalanceTimeoutMs !== undefined && m.rebalanceTimeoutMs !== null) { n += 1 + bound.boundInt64(m.rebalanceTimeoutMs, "Member.rebalance_timeout_ms"); }
  return n;
}

function putMember(m: MemberInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 10; o = put.putString(m.memberId, b, o); }
  if (m.label !== undefined && m.label !== null && m.label !== "") { b[o++] = 18; o = put.putString(m.label, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 24; o = putInt64(m.epoch, b, o); }
  if (m.streams !== undefined && m.streams !== null) for (let i = 0; i < m.streams.length; i++) { b[o++] = 34; o = put.putString(m.streams[i]!, b, o); }
  if (m.holding !== undefined && m.holding !== null) for (let i = 0; i < m.holding.length; i++) { b[o++] = 42; o = putNestedStreamPartitions(m.holding[i]!, b, o); }
  if (m.joinedAt !== undefined && m.joinedAt !== null) { b[o++] = 50; o = putTimestamp(m.joinedAt, b, o); }
  if (m.lastHeartbeatAt !== undefined && m.lastHeartbeatAt !== null) { b[o++] = 58; o = putTimestamp(m.lastHeartbeatAt, b, o); }
  if (m.sessionTimeoutMs !== undefined && m.sessionTimeoutMs !== null && m.sessionTimeoutMs !== 0) { b[o++] = 64; o = putInt64(m.sessionTimeoutMs, b, o); }
  if (m.rebalanceTimeoutMs !== undefined && m.rebalanceTimeoutMs !== null && m.rebalanceTimeoutMs !== 0) { b[o++] = 72; o = putInt64(m.rebalanceTimeoutMs, b, o); }
  return o;
}

// Bytes of the length of the Member that was written last within another message: the next one is likely to need as many.
let lengthBytesMember = 1;

function putNestedMember(m: MemberInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesMember;
  const start = offset + reserved;
  const end = putMember(m, b, start, -1);
  lengthBytesMember = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createMember(): Member {
  return { memberId: "", label: "", epoch: 0, streams: [], holding: [], joinedAt: undefined, lastHeartbeatAt: undefined, sessionTimeoutMs: 0, rebalanceTimeoutMs: 0 };
}

function readMember(r: Reader, m: Member): Member {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.memberId = r.string("Member.member_id");
        break;
      }
      case 18: {
        m.label = r.string("Member.label");
        break;
      }
      case 24: {
        m.epoch = r.int64("Member.epoch");
        break;
      }
      case 34: {
        r.item("Member.streams");
        m.streams.push(r.string("Member.streams"));
        break;
      }
      case 42: {
        const outer = r.enter("Member.holding");
        m.holding.push(readStreamPartitions(r, createStreamPartitions()));
        r.leave(outer);
        break;
      }
      case 50: {
        m.joinedAt = readTimestamp(r, "Member.joined_at");
        break;
      }
      case 58: {
        m.lastHeartbeatAt = readTimestamp(r, "Member.last_heartbeat_at");
        break;
      }
      case 64: {
        m.sessionTimeoutMs = r.int64("Member.session_timeout_ms");
        break;
      }
      case 72: {
        m.rebalanceTimeoutMs = r.int64("Member.rebalance_timeout_ms");
        break;
      }
      default:
        r.skip(tag, fieldsMember);
    }
  }
  return m;
}

/** Codec of Member. */
export const Member: Codec<Member, MemberInit> = new MessageCodec<Member, MemberInit>("flowmesh.v1.Member", fieldsMember, createMember, boundMember, putMember, readMember);

export interface GroupCursor {
  stream: string;
  partition: number;
  cursor?: Cursor | undefined;
  /** Offset that the next record of the partition will get. */
  endOffset: number;
  lagRecords: number;
  lagMs: number;
  /** Of the member that holds it; empty: nobody. */
  memberId: string;
  /**
   * Absent: never set.
   *
   * Milliseconds since 1970.
   */
  committedAt?: number | undefined;
  /** Partitions were added, and nobody of the group is given what lies here, or the rest of it, before the group has finished what was written until then. */
  heldBack: boolean;
}

/** GroupCursor as it is given to encode: what is absent is zero, empty or not set. */
export interface GroupCursorInit {
  stream?: string | undefined;
  partition?: number | undefined;
  cursor?: CursorInit | undefined;
  /** Offset that the next record of the partition will get. */
  endOffset?: number | undefined;
  lagRecords?: number | undefined;
  lagMs?: number | undefined;
  /** Of the member that holds it; empty: nobody. */
  memberId?: string | undefined;
  /**
   * Absent: never set.
   *
   * Milliseconds since 1970.
   */
  committedAt?: number | undefined;
  /** Partitions were added, and nobody of the group is given what lies here, or the rest of it, before the group has finished what was written until then. */
  heldBack?: boolean | undefined;
}

const fieldsGroupCursor: readonly Field[] = [
  { name: "GroupCursor.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.cursor", property: "cursor", protoName: "cursor", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Cursor, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.end_offset", property: "endOffset", protoName: "end_offset", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.lag_records", property: "lagRecords", protoName: "lag_records", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.lag_ms", property: "lagMs", protoName: "lag_ms", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.member_id", property: "memberId", protoName: "member_id", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.committed_at", property: "committedAt", protoName: "committed_at", number: 8, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupCursor.held_back", property: "heldBack", protoName: "held_back", number: 9, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGroupCursor(m: GroupCursorInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "GroupCursor.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "GroupCursor.partition"); }
  if (m.cursor !== undefined && m.cursor !== null) { bound.checkMessage(m.cursor, "GroupCursor.cursor"); n += 1 + 5 + boundCursor(m.cursor, -1); }
  if (m.endOffset !== undefined && m.endOffset !== null) { n += 1 + bound.boundInt64(m.endOffset, "GroupCursor.end_offset"); }
  if (m.lagRecords !== undefined && m.lagRecords !== null) { n += 1 + bound.boundInt64(m.lagRecords, "GroupCursor.lag_records"); }
  if (m.lagMs !== undefined && m.lagMs !== null) { n += 1 + bound.boundInt64(m.lagMs, "GroupCursor.lag_ms"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "GroupCursor.member_id"); }
  if (m.committedAt !== undefined && m.committedAt !== null) { n += 1 + boundTimestamp(m.committedAt, "GroupCursor.committed_at"); }
  if (m.heldBack !== undefined && m.heldBack !== null) { n += 1 + bound.boundBool(m.heldBack, "GroupCursor.held_back"); }
  return n;
}

function putGroupCursor(m: GroupCursorInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.cursor !== undefined && m.cursor !== null) { b[o++] = 26; o = putNestedCursor(m.cursor, b, o); }
  if (m.endOffset !== undefined && m.endOffset !== null && m.endOffset !== 0) { b[o++] = 32; o = putInt64(m.endOffset, b, o); }
  if (m.lagRecords !== undefined && m.lagRecords !== null && m.lagRecords !== 0) { b[o++] = 40; o = putInt64(m.lagRecords, b, o); }
  if (m.lagMs !== undefined && m.lagMs !== null && m.lagMs !== 0) { b[o++] = 48; o = putInt64(m.lagMs, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 58; o = put.putString(m.memberId, b, o); }
  if (m.committedAt !== undefined && m.committedAt !== null) { b[o++] = 66; o = putTimestamp(m.committedAt, b, o); }
  if (m.heldBack !== undefined && m.heldBack !== null && m.heldBack !== false) { b[o++] = 72; o = put.putBool(m.heldBack, b, o); }
  return o;
}

// Bytes of the length of the GroupCursor that was written last within another message: the next one is likely to need as many.
let lengthBytesGroupCursor = 1;

function putNestedGroupCursor(m: GroupCursorInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesGroupCursor;
  const start = offset + reserved;
  const end = putGroupCursor(m, b, start, -1);
  lengthBytesGroupCursor = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createGroupCursor(): GroupCursor {
  return { stream: "", partition: 0, cursor: undefined, endOffset: 0, lagRecords: 0, lagMs: 0, memberId: "", committedAt: undefined, heldBack: false };
}

function readGroupCursor(r: Reader, m: GroupCursor): GroupCursor {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("GroupCursor.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("GroupCursor.partition");
        break;
      }
      case 26: {
        const outer = r.enter("GroupCursor.cursor");
        m.cursor = readCursor(r, m.cursor ?? createCursor());
        r.leave(outer);
        break;
      }
      case 32: {
        m.endOffset = r.int64("GroupCursor.end_offset");
        break;
      }
      case 40: {
        m.lagRecords = r.int64("GroupCursor.lag_records");
        break;
      }
      case 48: {
        m.lagMs = r.int64("GroupCursor.lag_ms");
        break;
      }
      case 58: {
        m.memberId = r.string("GroupCursor.member_id");
        break;
      }
      case 66: {
        m.committedAt = readTimestamp(r, "GroupCursor.committed_at");
        break;
      }
      case 72: {
        m.heldBack = r.bool("GroupCursor.held_back");
        break;
      }
      default:
        r.skip(tag, fieldsGroupCursor);
    }
  }
  return m;
}

/** Codec of GroupCursor. */
export const GroupCursor: Codec<GroupCursor, GroupCursorInit> = new MessageCodec<GroupCursor, GroupCursorInit>("flowmesh.v1.GroupCursor", fieldsGroupCursor, createGroupCursor, boundGroupCursor, putGroupCursor, readGroupCursor);

export interface GetGroupRequest {
  group: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetGroupRequestInit {
  group?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetGroupRequest: readonly Field[] = [
  { name: "GetGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetGroupRequest.at_least", property: "atLeast", protoName: "at_least", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetGroupRequest(m: GetGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "GetGroupRequest.group"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetGroupRequest.at_least"); }
  return n;
}

function putGetGroupRequest(m: GetGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 16; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetGroupRequest(): GetGroupRequest {
  return { group: "", atLeast: 0 };
}

function readGetGroupRequest(r: Reader, m: GetGroupRequest): GetGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("GetGroupRequest.group");
        break;
      }
      case 16: {
        m.atLeast = r.int64("GetGroupRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetGroupRequest);
    }
  }
  return m;
}

/** Codec of GetGroupRequest. */
export const GetGroupRequest: Codec<GetGroupRequest, GetGroupRequestInit> = new MessageCodec<GetGroupRequest, GetGroupRequestInit>("flowmesh.v1.GetGroupRequest", fieldsGetGroupRequest, createGetGroupRequest, boundGetGroupRequest, putGetGroupRequest, readGetGroupRequest);

export interface GetGroupResponse {
  group?: Group | undefined;
  /** Of every partition that the group has a cursor in, or that a member names; in order. */
  cursors: GroupCursor[];
}

/** GetGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetGroupResponseInit {
  group?: GroupInit | undefined;
  /** Of every partition that the group has a cursor in, or that a member names; in order. */
  cursors?: readonly GroupCursorInit[] | undefined;
}

const fieldsGetGroupResponse: readonly Field[] = [
  { name: "GetGroupResponse.group", property: "group", protoName: "group", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Group, jsonBytes: "base64", payload: false },
  { name: "GetGroupResponse.cursors", property: "cursors", protoName: "cursors", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => GroupCursor, jsonBytes: "base64", payload: false },
];

function boundGetGroupResponse(m: GetGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { bound.checkMessage(m.group, "GetGroupResponse.group"); n += 1 + 5 + boundGroup(m.group, -1); }
  for (let i = 0, count = bound.listLength(m.cursors, "GetGroupResponse.cursors"); i < count; i++) { const e = m.cursors![i]!; bound.checkMessage(e, "GetGroupResponse.cursors"); n += 1 + 5 + boundGroupCursor(e, -1); }
  return n;
}

function putGetGroupResponse(m: GetGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null) { b[o++] = 10; o = putNestedGroup(m.group, b, o); }
  if (m.cursors !== undefined && m.cursors !== null) for (let i = 0; i < m.cursors.length; i++) { b[o++] = 18; o = putNestedGroupCursor(m.cursors[i]!, b, o); }
  return o;
}

function createGetGroupResponse(): GetGroupResponse {
  return { group: undefined, cursors: [] };
}

function readGetGroupResponse(r: Reader, m: GetGroupResponse): GetGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetGroupResponse.group");
        m.group = readGroup(r, m.group ?? createGroup());
        r.leave(outer);
        break;
      }
      case 18: {
        const outer = r.enter("GetGroupResponse.cursors");
        m.cursors.push(readGroupCursor(r, createGroupCursor()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetGroupResponse);
    }
  }
  return m;
}

/** Codec of GetGroupResponse. */
export const GetGroupResponse: Codec<GetGroupResponse, GetGroupResponseInit> = new MessageCodec<GetGroupResponse, GetGroupResponseInit>("flowmesh.v1.GetGroupResponse", fieldsGetGroupResponse, createGetGroupResponse, boundGetGroupResponse, putGetGroupResponse, readGetGroupResponse);

export interface ListGroupsRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
}

/** ListGroupsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListGroupsRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
}

const fieldsListGroupsRequest: readonly Field[] = [
  { name: "ListGroupsRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListGroupsRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListGroupsRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListGroupsRequest(m: ListGroupsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListGroupsRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListGroupsRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListGroupsRequest.prefix"); }
  return n;
}

function putListGroupsRequest(m: ListGroupsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  return o;
}

function createListGroupsRequest(): ListGroupsRequest {
  return { pageSize: 0, pageToken: "", prefix: "" };
}

function readListGroupsRequest(r: Reader, m: ListGroupsRequest): ListGroupsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListGroupsRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListGroupsRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListGroupsRequest.prefix");
        break;
      }
      default:
        r.skip(tag, fieldsListGroupsRequest);
    }
  }
  return m;
}

/** Codec of ListGroupsRequest. */
export const ListGroupsRequest: Codec<ListGroupsRequest, ListGroupsRequestInit> = new MessageCodec<ListGroupsRequest, ListGroupsRequestInit>("flowmesh.v1.ListGroupsRequest", fieldsListGroupsRequest, createListGroupsRequest, boundListGroupsRequest, putListGroupsRequest, readListGroupsRequest);

export interface ListGroupsResponse {
  groups: Group[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListGroupsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListGroupsResponseInit {
  groups?: readonly GroupInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListGroupsResponse: readonly Field[] = [
  { name: "ListGroupsResponse.groups", property: "groups", protoName: "groups", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Group, jsonBytes: "base64", payload: false },
  { name: "ListGroupsResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListGroupsResponse(m: ListGroupsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.groups, "ListGroupsResponse.groups"); i < count; i++) { const e = m.groups![i]!; bound.checkMessage(e, "ListGroupsResponse.groups"); n += 1 + 5 + boundGroup(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListGroupsResponse.next_page_token"); }
  return n;
}

function putListGroupsResponse(m: ListGroupsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.groups !== undefined && m.groups !== null) for (let i = 0; i < m.groups.length; i++) { b[o++] = 10; o = putNestedGroup(m.groups[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListGroupsResponse(): ListGroupsResponse {
  return { groups: [], nextPageToken: "" };
}

function readListGroupsResponse(r: Reader, m: ListGroupsResponse): ListGroupsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListGroupsResponse.groups");
        m.groups.push(readGroup(r, createGroup()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListGroupsResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListGroupsResponse);
    }
  }
  return m;
}

/** Codec of ListGroupsResponse. */
export const ListGroupsResponse: Codec<ListGroupsResponse, ListGroupsResponseInit> = new MessageCodec<ListGroupsResponse, ListGroupsResponseInit>("flowmesh.v1.ListGroupsResponse", fieldsListGroupsResponse, createListGroupsResponse, boundListGroupsResponse, putListGroupsResponse, readListGroupsResponse);

export interface ResetGroupRequest {
  group: string;
  stream: string;
  /** Empty: all. */
  partitions: number[];
  /** One of `to`. */
  offset?: number | undefined;
  /**
   * The first record whose timestamp is at or after it.
   *
   * One of `to`.
   *
   * Milliseconds since 1970.
   */
  time?: number | undefined;
  /** One of `to`. */
  anchor?: Anchor | undefined;
  /**
   * By so many records, backwards when negative; not beyond what is kept.
   *
   * One of `to`.
   */
  shift?: number | undefined;
  /** Only says what would change. */
  preview: boolean;
}

/** ResetGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ResetGroupRequestInit {
  group?: string | undefined;
  stream?: string | undefined;
  /** Empty: all. */
  partitions?: readonly number[] | undefined;
  /** One of `to`. */
  offset?: number | undefined;
  /**
   * The first record whose timestamp is at or after it.
   *
   * One of `to`.
   *
   * Milliseconds since 1970.
   */
  time?: number | undefined;
  /** One of `to`. */
  anchor?: Anchor | undefined;
  /**
   * By so many records, backwards when negative; not beyond what is kept.
   *
   * One of `to`.
   */
  shift?: number | undefined;
  /** Only says what would change. */
  preview?: boolean | undefined;
}

const fieldsResetGroupRequest: readonly Field[] = [
  { name: "ResetGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.stream", property: "stream", protoName: "stream", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.partitions", property: "partitions", protoName: "partitions", number: 3, kind: "int32", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.offset", property: "offset", protoName: "offset", number: 4, kind: "int64", repeated: false, optional: true, oneof: "to", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.time", property: "time", protoName: "time", number: 5, kind: "time", repeated: false, optional: true, oneof: "to", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.anchor", property: "anchor", protoName: "anchor", number: 6, kind: "enum", repeated: false, optional: true, oneof: "to", values: valuesAnchor, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.shift", property: "shift", protoName: "shift", number: 7, kind: "int64", repeated: false, optional: true, oneof: "to", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResetGroupRequest.preview", property: "preview", protoName: "preview", number: 8, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResetGroupRequest(m: ResetGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "ResetGroupRequest.group"); }
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "ResetGroupRequest.stream"); }
  if (bound.listLength(m.partitions, "ResetGroupRequest.partitions") !== 0) n += 1 + bound.boundPacked(m.partitions!, "ResetGroupRequest.partitions", bound.boundInt32);
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "ResetGroupRequest.offset"); }
  if (m.time !== undefined && m.time !== null) { n += 1 + boundTimestamp(m.time, "ResetGroupRequest.time"); }
  if (m.anchor !== undefined && m.anchor !== null) { n += 1 + bound.boundInt32(numberAnchor(m.anchor, "ResetGroupRequest.anchor"), "ResetGroupRequest.anchor"); }
  if (m.shift !== undefined && m.shift !== null) { n += 1 + bound.boundInt64(m.shift, "ResetGroupRequest.shift"); }
  if (m.preview !== undefined && m.preview !== null) { n += 1 + bound.boundBool(m.preview, "ResetGroupRequest.preview"); }
  return n;
}

function putResetGroupRequest(m: ResetGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 18; o = put.putString(m.stream, b, o); }
  if (m.partitions !== undefined && m.partitions !== null && m.partitions.length !== 0) { b[o++] = 26; o = put.putPackedInts(m.partitions, b, o); }
  if (m.offset !== undefined && m.offset !== null) { b[o++] = 32; o = putInt64(m.offset, b, o); }
  if (m.time !== undefined && m.time !== null) { b[o++] = 42; o = putTimestamp(m.time, b, o); }
  if (m.anchor !== undefined && m.anchor !== null) { b[o++] = 48; o = putVarint(numberAnchor(m.anchor, ""), b, o); }
  if (m.shift !== undefined && m.shift !== null) { b[o++] = 56; o = putInt64(m.shift, b, o); }
  if (m.preview !== undefined && m.preview !== null && m.preview !== false) { b[o++] = 64; o = put.putBool(m.preview, b, o); }
  return o;
}

function createResetGroupRequest(): ResetGroupRequest {
  return { group: "", stream: "", partitions: [], offset: undefined, time: undefined, anchor: undefined, shift: undefined, preview: false };
}

function readResetGroupRequest(r: Reader, m: ResetGroupRequest): ResetGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("ResetGroupRequest.group");
        break;
      }
      case 18: {
        m.stream = r.string("ResetGroupRequest.stream");
        break;
      }
      case 24: {
        r.item("ResetGroupRequest.partitions");
        m.partitions.push(r.int32("ResetGroupRequest.partitions"));
        break;
      }
      case 26: {
        const outer = r.enterPacked("ResetGroupRequest.partitions");
        while (r.position < r.end) m.partitions.push(r.int32("ResetGroupRequest.partitions"));
        r.leavePacked(outer);
        break;
      }
      case 32: {
        m.offset = r.int64("ResetGroupRequest.offset");
        m.time = undefined;
        m.anchor = undefined;
        m.shift = undefined;
        break;
      }
      case 42: {
        m.time = readTimestamp(r, "ResetGroupRequest.time");
        m.offset = undefined;
        m.anchor = undefined;
        m.shift = undefined;
        break;
      }
      case 48: {
        m.anchor = nameAnchor(r, "ResetGroupRequest.anchor");
        m.offset = undefined;
        m.time = undefined;
        m.shift = undefined;
        break;
      }
      case 56: {
        m.shift = r.int64("ResetGroupRequest.shift");
        m.offset = undefined;
        m.time = undefined;
        m.anchor = undefined;
        break;
      }
      case 64: {
        m.preview = r.bool("ResetGroupRequest.preview");
        break;
      }
      default:
        r.skip(tag, fieldsResetGroupRequest);
    }
  }
  return m;
}

/** Codec of ResetGroupRequest. */
export const ResetGroupRequest: Codec<ResetGroupRequest, ResetGroupRequestInit> = new MessageCodec<ResetGroupRequest, ResetGroupRequestInit>("flowmesh.v1.ResetGroupRequest", fieldsResetGroupRequest, createResetGroupRequest, boundResetGroupRequest, putResetGroupRequest, readResetGroupRequest);

export interface ResetGroupResponse {
  changes: CursorChange[];
  /** 0 for a preview. */
  position: number;
}

/** ResetGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ResetGroupResponseInit {
  changes?: readonly CursorChangeInit[] | undefined;
  /** 0 for a preview. */
  position?: number | undefined;
}

const fieldsResetGroupResponse: readonly Field[] = [
  { name: "ResetGroupResponse.changes", property: "changes", protoName: "changes", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => CursorChange, jsonBytes: "base64", payload: false },
  { name: "ResetGroupResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResetGroupResponse(m: ResetGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.changes, "ResetGroupResponse.changes"); i < count; i++) { const e = m.changes![i]!; bound.checkMessage(e, "ResetGroupResponse.changes"); n += 1 + 5 + boundCursorChange(e, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ResetGroupResponse.position"); }
  return n;
}

function putResetGroupResponse(m: ResetGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.changes !== undefined && m.changes !== null) for (let i = 0; i < m.changes.length; i++) { b[o++] = 10; o = putNestedCursorChange(m.changes[i]!, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createResetGroupResponse(): ResetGroupResponse {
  return { changes: [], position: 0 };
}

function readResetGroupResponse(r: Reader, m: ResetGroupResponse): ResetGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ResetGroupResponse.changes");
        m.changes.push(readCursorChange(r, createCursorChange()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("ResetGroupResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsResetGroupResponse);
    }
  }
  return m;
}

/** Codec of ResetGroupResponse. */
export const ResetGroupResponse: Codec<ResetGroupResponse, ResetGroupResponseInit> = new MessageCodec<ResetGroupResponse, ResetGroupResponseInit>("flowmesh.v1.ResetGroupResponse", fieldsResetGroupResponse, createResetGroupResponse, boundResetGroupResponse, putResetGroupResponse, readResetGroupResponse);

export interface CursorChange {
  stream: string;
  partition: number;
  fromOffset: number;
  toOffset: number;
}

/** CursorChange as it is given to encode: what is absent is zero, empty or not set. */
export interface CursorChangeInit {
  stream?: string | undefined;
  partition?: number | undefined;
  fromOffset?: number | undefined;
  toOffset?: number | undefined;
}

const fieldsCursorChange: readonly Field[] = [
  { name: "CursorChange.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorChange.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorChange.from_offset", property: "fromOffset", protoName: "from_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorChange.to_offset", property: "toOffset", protoName: "to_offset", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCursorChange(m: CursorChangeInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "CursorChange.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "CursorChange.partition"); }
  if (m.fromOffset !== undefined && m.fromOffset !== null) { n += 1 + bound.boundInt64(m.fromOffset, "CursorChange.from_offset"); }
  if (m.toOffset !== undefined && m.toOffset !== null) { n += 1 + bound.boundInt64(m.toOffset, "CursorChange.to_offset"); }
  return n;
}

function putCursorChange(m: CursorChangeInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.fromOffset !== undefined && m.fromOffset !== null && m.fromOffset !== 0) { b[o++] = 24; o = putInt64(m.fromOffset, b, o); }
  if (m.toOffset !== undefined && m.toOffset !== null && m.toOffset !== 0) { b[o++] = 32; o = putInt64(m.toOffset, b, o); }
  return o;
}

// Bytes of the length of the CursorChange that was written last within another message: the next one is likely to need as many.
let lengthBytesCursorChange = 1;

function putNestedCursorChange(m: CursorChangeInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCursorChange;
  const start = offset + reserved;
  const end = putCursorChange(m, b, start, -1);
  lengthBytesCursorChange = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCursorChange(): CursorChange {
  return { stream: "", partition: 0, fromOffset: 0, toOffset: 0 };
}

function readCursorChange(r: Reader, m: CursorChange): CursorChange {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("CursorChange.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("CursorChange.partition");
        break;
      }
      case 24: {
        m.fromOffset = r.int64("CursorChange.from_offset");
        break;
      }
      case 32: {
        m.toOffset = r.int64("CursorChange.to_offset");
        break;
      }
      default:
        r.skip(tag, fieldsCursorChange);
    }
  }
  return m;
}

/** Codec of CursorChange. */
export const CursorChange: Codec<CursorChange, CursorChangeInit> = new MessageCodec<CursorChange, CursorChangeInit>("flowmesh.v1.CursorChange", fieldsCursorChange, createCursorChange, boundCursorChange, putCursorChange, readCursorChange);

export interface UndoResetRequest {
  group: string;
}

/** UndoResetRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface UndoResetRequestInit {
  group?: string | undefined;
}

const fieldsUndoResetRequest: readonly Field[] = [
  { name: "UndoResetRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUndoResetRequest(m: UndoResetRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "UndoResetRequest.group"); }
  return n;
}

function putUndoResetRequest(m: UndoResetRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  return o;
}

function createUndoResetRequest(): UndoResetRequest {
  return { group: "" };
}

function readUndoResetRequest(r: Reader, m: UndoResetRequest): UndoResetRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("UndoResetRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsUndoResetRequest);
    }
  }
  return m;
}

/** Codec of UndoResetRequest. */
export const UndoResetRequest: Codec<UndoResetRequest, UndoResetRequestInit> = new MessageCodec<UndoResetRequest, UndoResetRequestInit>("flowmesh.v1.UndoResetRequest", fieldsUndoResetRequest, createUndoResetRequest, boundUndoResetRequest, putUndoResetRequest, readUndoResetRequest);

export interface UndoResetResponse {
  changes: CursorChange[];
  position: number;
}

/** UndoResetResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface UndoResetResponseInit {
  changes?: readonly CursorChangeInit[] | undefined;
  position?: number | undefined;
}

const fieldsUndoResetResponse: readonly Field[] = [
  { name: "UndoResetResponse.changes", property: "changes", protoName: "changes", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => CursorChange, jsonBytes: "base64", payload: false },
  { name: "UndoResetResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUndoResetResponse(m: UndoResetResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.changes, "UndoResetResponse.changes"); i < count; i++) { const e = m.changes![i]!; bound.checkMessage(e, "UndoResetResponse.changes"); n += 1 + 5 + boundCursorChange(e, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "UndoResetResponse.position"); }
  return n;
}

function putUndoResetResponse(m: UndoResetResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.changes !== undefined && m.changes !== null) for (let i = 0; i < m.changes.length; i++) { b[o++] = 10; o = putNestedCursorChange(m.changes[i]!, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createUndoResetResponse(): UndoResetResponse {
  return { changes: [], position: 0 };
}

function readUndoResetResponse(r: Reader, m: UndoResetResponse): UndoResetResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("UndoResetResponse.changes");
        m.changes.push(readCursorChange(r, createCursorChange()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("UndoResetResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsUndoResetResponse);
    }
  }
  return m;
}

/** Codec of UndoResetResponse. */
export const UndoResetResponse: Codec<UndoResetResponse, UndoResetResponseInit> = new MessageCodec<UndoResetResponse, UndoResetResponseInit>("flowmesh.v1.UndoResetResponse", fieldsUndoResetResponse, createUndoResetResponse, boundUndoResetResponse, putUndoResetResponse, readUndoResetResponse);

export interface PauseGroupRequest {
  group: string;
}

/** PauseGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseGroupRequestInit {
  group?: string | undefined;
}

const fieldsPauseGroupRequest: readonly Field[] = [
  { name: "PauseGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseGroupRequest(m: PauseGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "PauseGroupRequest.group"); }
  return n;
}

function putPauseGroupRequest(m: PauseGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  return o;
}

function createPauseGroupRequest(): PauseGroupRequest {
  return { group: "" };
}

function readPauseGroupRequest(r: Reader, m: PauseGroupRequest): PauseGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("PauseGroupRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsPauseGroupRequest);
    }
  }
  return m;
}

/** Codec of PauseGroupRequest. */
export const PauseGroupRequest: Codec<PauseGroupRequest, PauseGroupRequestInit> = new MessageCodec<PauseGroupRequest, PauseGroupRequestInit>("flowmesh.v1.PauseGroupRequest", fieldsPauseGroupRequest, createPauseGroupRequest, boundPauseGroupRequest, putPauseGroupRequest, readPauseGroupRequest);

export interface PauseGroupResponse {
  position: number;
}

/** PauseGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseGroupResponseInit {
  position?: number | undefined;
}

const fieldsPauseGroupResponse: readonly Field[] = [
  { name: "PauseGroupResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseGroupResponse(m: PauseGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PauseGroupResponse.position"); }
  return n;
}

function putPauseGroupResponse(m: PauseGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createPauseGroupResponse(): PauseGroupResponse {
  return { position: 0 };
}

function readPauseGroupResponse(r: Reader, m: PauseGroupResponse): PauseGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("PauseGroupResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPauseGroupResponse);
    }
  }
  return m;
}

/** Codec of PauseGroupResponse. */
export const PauseGroupResponse: Codec<PauseGroupResponse, PauseGroupResponseInit> = new MessageCodec<PauseGroupResponse, PauseGroupResponseInit>("flowmesh.v1.PauseGroupResponse", fieldsPauseGroupResponse, createPauseGroupResponse, boundPauseGroupResponse, putPauseGroupResponse, readPauseGroupResponse);

export interface ResumeGroupRequest {
  group: string;
}

/** ResumeGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeGroupRequestInit {
  group?: string | undefined;
}

const fieldsResumeGroupRequest: readonly Field[] = [
  { name: "ResumeGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeGroupRequest(m: ResumeGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "ResumeGroupRequest.group"); }
  return n;
}

function putResumeGroupRequest(m: ResumeGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  return o;
}

function createResumeGroupRequest(): ResumeGroupRequest {
  return { group: "" };
}

function readResumeGroupRequest(r: Reader, m: ResumeGroupRequest): ResumeGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("ResumeGroupRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsResumeGroupRequest);
    }
  }
  return m;
}

/** Codec of ResumeGroupRequest. */
export const ResumeGroupRequest: Codec<ResumeGroupRequest, ResumeGroupRequestInit> = new MessageCodec<ResumeGroupRequest, ResumeGroupRequestInit>("flowmesh.v1.ResumeGroupRequest", fieldsResumeGroupRequest, createResumeGroupRequest, boundResumeGroupRequest, putResumeGroupRequest, readResumeGroupRequest);

export interface ResumeGroupResponse {
  position: number;
}

/** ResumeGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeGroupResponseInit {
  position?: number | undefined;
}

const fieldsResumeGroupResponse: readonly Field[] = [
  { name: "ResumeGroupResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeGroupResponse(m: ResumeGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ResumeGroupResponse.position"); }
  return n;
}

function putResumeGroupResponse(m: ResumeGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createResumeGroupResponse(): ResumeGroupResponse {
  return { position: 0 };
}

function readResumeGroupResponse(r: Reader, m: ResumeGroupResponse): ResumeGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("ResumeGroupResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsResumeGroupResponse);
    }
  }
  return m;
}

/** Codec of ResumeGroupResponse. */
export const ResumeGroupResponse: Codec<ResumeGroupResponse, ResumeGroupResponseInit> = new MessageCodec<ResumeGroupResponse, ResumeGroupResponseInit>("flowmesh.v1.ResumeGroupResponse", fieldsResumeGroupResponse, createResumeGroupResponse, boundResumeGroupResponse, putResumeGroupResponse, readResumeGroupResponse);

export interface DeleteGroupRequest {
  group: string;
}

/** DeleteGroupRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteGroupRequestInit {
  group?: string | undefined;
}

const fieldsDeleteGroupRequest: readonly Field[] = [
  { name: "DeleteGroupRequest.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteGroupRequest(m: DeleteGroupRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "DeleteGroupRequest.group"); }
  return n;
}

function putDeleteGroupRequest(m: DeleteGroupRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  return o;
}

function createDeleteGroupRequest(): DeleteGroupRequest {
  return { group: "" };
}

function readDeleteGroupRequest(r: Reader, m: DeleteGroupRequest): DeleteGroupRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("DeleteGroupRequest.group");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteGroupRequest);
    }
  }
  return m;
}

/** Codec of DeleteGroupRequest. */
export const DeleteGroupRequest: Codec<DeleteGroupRequest, DeleteGroupRequestInit> = new MessageCodec<DeleteGroupRequest, DeleteGroupRequestInit>("flowmesh.v1.DeleteGroupRequest", fieldsDeleteGroupRequest, createDeleteGroupRequest, boundDeleteGroupRequest, putDeleteGroupRequest, readDeleteGroupRequest);

export interface DeleteGroupResponse {
  position: number;
}

/** DeleteGroupResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteGroupResponseInit {
  position?: number | undefined;
}

const fieldsDeleteGroupResponse: readonly Field[] = [
  { name: "DeleteGroupResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteGroupResponse(m: DeleteGroupResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteGroupResponse.position"); }
  return n;
}

function putDeleteGroupResponse(m: DeleteGroupResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteGroupResponse(): DeleteGroupResponse {
  return { position: 0 };
}

function readDeleteGroupResponse(r: Reader, m: DeleteGroupResponse): DeleteGroupResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("DeleteGroupResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteGroupResponse);
    }
  }
  return m;
}

/** Codec of DeleteGroupResponse. */
export const DeleteGroupResponse: Codec<DeleteGroupResponse, DeleteGroupResponseInit> = new MessageCodec<DeleteGroupResponse, DeleteGroupResponseInit>("flowmesh.v1.DeleteGroupResponse", fieldsDeleteGroupResponse, createDeleteGroupResponse, boundDeleteGroupResponse, putDeleteGroupResponse, readDeleteGroupResponse);

/** How a queue hands out its jobs. What is absent in a new queue has its default, and stays as it is in an update. */
export interface QueueSettings {
  /** How long a worker has a job without extending its lease, where it does not ask for another time. 1000 to 43200000. Default 30000. A change counts for later leases. */
  leaseMs?: number | undefined;
  /** How many attempts a job has that does not say so itself. 1 to 1000. Default 5. */
  maxAttempts?: number | undefined;
  /** How long a failed job waits for its next attempt. Replaced as a whole. */
  backoff?: BackoffSettings | undefined;
  /** How many jobs are worked on at a time, over all workers. At most 1000000. 0: any number, the default. */
  concurrency?: number | undefined;
  /**
   * How many jobs of the same key are worked on at a time; jobs without a key are not limited so. At most 1000000. 0: any number, the default. A job's key is looked at when it
   * is enqueued: a limit per key counts for jobs that are enqueued while this one or `rate_per_key` is set. Their keys take turns, so that none keeps the others from going:
   * in each turn every key that its limits let go hands out one job, the first one of it by priority and then by when it was enqueued, and within a turn keys go in the order of
   * these jobs. Jobs without a key take their turn together, as one key. Turns begin anew when the server is started.
   */
  concurrencyPerKey?: number | undefined;
  /** How many jobs are handed out in a time. Replaced as a whole. Default: no limit. */
  rate?: RateSettings | undefined;
  /** The same for the jobs of one key. Replaced as a whole. Default: no limit. */
  ratePerKey?: RateSettings | undefined;
  /** Jobs that are done or cancelled. Replaced as a whole. Default: the last 1000, for a day. */
  keepDone?: KeepSettings | undefined;
  /** Dead jobs. Replaced as a whole. Default: any number, for 30 days. */
  keepDead?: KeepSettings | undefined;
  /** For how long a dedupe id is remembered after its job was enqueued. At most 86400000. 0: not at all, nor once it is longer again. Default 120000. */
  dedupeWindowMs?: number | undefined;
  /**
   * What of a job is its key for the limits per key: an expression in the syntax of CEL, such as `value.customer` or `headers["tenant"]`, that sees `value`, `key`,
   * `headers`, `priority` and `ordering_key`. A job of which it is missing, or is no text, number, true or false, has no key. At most 1024 bytes. Empty: the job's key, the default.
   */
  keyExpression?: string | undefined;
}

/** QueueSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface QueueSettingsInit {
  /** How long a worker has a job without extending its lease, where it does not ask for another time. 1000 to 43200000. Default 30000. A change counts for later leases. */
  leaseMs?: number | undefined;
  /** How many attempts a job has that does not say so itself. 1 to 1000. Default 5. */
  maxAttempts?: number | undefined;
  /** How long a failed job waits for its next attempt. Replaced as a whole. */
  backoff?: BackoffSettingsInit | undefined;
  /** How many jobs are worked on at a time, over all workers. At most 1000000. 0: any number, the default. */
  concurrency?: number | undefined;
  /**
   * How many jobs of the same key are worked on at a time; jobs without a key are not limited so. At most 1000000. 0: any number, the default. A job's key is looked at when it
   * is enqueued: a limit per key counts for jobs that are enqueued while this one or `rate_per_key` is set. Their keys take turns, so that none keeps the others from going:
   * in each turn every key that its limits let go hands out one job, the first one of it by priority and then by when it was enqueued, and within a turn keys go in the order of
   * these jobs. Jobs without a key take their turn together, as one key. Turns begin anew when the server is started.
   */
  concurrencyPerKey?: number | undefined;
  /** How many jobs are handed out in a time. Replaced as a whole. Default: no limit. */
  rate?: RateSettingsInit | undefined;
  /** The same for the jobs of one key. Replaced as a whole. Default: no limit. */
  ratePerKey?: RateSettingsInit | undefined;
  /** Jobs that are done or cancelled. Replaced as a whole. Default: the last 1000, for a day. */
  keepDone?: KeepSettingsInit | undefined;
  /** Dead jobs. Replaced as a whole. Default: any number, for 30 days. */
  keepDead?: KeepSettingsInit | undefined;
  /** For how long a dedupe id is remembered after its job was enqueued. At most 86400000. 0: not at all, nor once it is longer again. Default 120000. */
  dedupeWindowMs?: number | undefined;
  /**
   * What of a job is its key for the limits per key: an expression in the syntax of CEL, such as `value.customer` or `headers["tenant"]`, that sees `value`, `key`,
   * `headers`, `priority` and `ordering_key`. A job of which it is missing, or is no text, number, true or false, has no key. At most 1024 bytes. Empty: the job's key, the default.
   */
  keyExpression?: string | undefined;
}

const fieldsQueueSettings: readonly Field[] = [
  { name: "QueueSettings.lease_ms", property: "leaseMs", protoName: "lease_ms", number: 1, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.max_attempts", property: "maxAttempts", protoName: "max_attempts", number: 2, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.backoff", property: "backoff", protoName: "backoff", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BackoffSettings, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.concurrency", property: "concurrency", protoName: "concurrency", number: 4, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.concurrency_per_key", property: "concurrencyPerKey", protoName: "concurrency_per_key", number: 5, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.rate", property: "rate", protoName: "rate", number: 6, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => RateSettings, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.rate_per_key", property: "ratePerKey", protoName: "rate_per_key", number: 7, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => RateSettings, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.keep_done", property: "keepDone", protoName: "keep_done", number: 8, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => KeepSettings, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.keep_dead", property: "keepDead", protoName: "keep_dead", number: 9, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => KeepSettings, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.dedupe_window_ms", property: "dedupeWindowMs", protoName: "dedupe_window_ms", number: 10, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueSettings.key_expression", property: "keyExpression", protoName: "key_expression", number: 11, kind: "string", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundQueueSettings(m: QueueSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.leaseMs !== undefined && m.leaseMs !== null) { n += 1 + bound.boundInt64(m.leaseMs, "QueueSettings.lease_ms"); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { n += 1 + bound.boundInt32(m.maxAttempts, "QueueSettings.max_attempts"); }
  if (m.backoff !== undefined && m.backoff !== null) { bound.checkMessage(m.backoff, "QueueSettings.backoff"); n += 1 + 5 + boundBackoffSettings(m.backoff, -1); }
  if (m.concurrency !== undefined && m.concurrency !== null) { n += 1 + bound.boundInt32(m.concurrency, "QueueSettings.concurrency"); }
  if (m.concurrencyPerKey !== undefined && m.concurrencyPerKey !== null) { n += 1 + bound.boundInt32(m.concurrencyPerKey, "QueueSettings.concurrency_per_key"); }
  if (m.rate !== undefined && m.rate !== null) { bound.checkMessage(m.rate, "QueueSettings.rate"); n += 1 + 5 + boundRateSettings(m.rate, -1); }
  if (m.ratePerKey !== undefined && m.ratePerKey !== null) { bound.checkMessage(m.ratePerKey, "QueueSettings.rate_per_key"); n += 1 + 5 + boundRateSettings(m.ratePerKey, -1); }
  if (m.keepDone !== undefined && m.keepDone !== null) { bound.checkMessage(m.keepDone, "QueueSettings.keep_done"); n += 1 + 5 + boundKeepSettings(m.keepDone, -1); }
  if (m.keepDead !== undefined && m.keepDead !== null) { bound.checkMessage(m.keepDead, "QueueSettings.keep_dead"); n += 1 + 5 + boundKeepSettings(m.keepDead, -1); }
  if (m.dedupeWindowMs !== undefined && m.dedupeWindowMs !== null) { n += 1 + bound.boundInt64(m.dedupeWindowMs, "QueueSettings.dedupe_window_ms"); }
  if (m.keyExpression !== undefined && m.keyExpression !== null) { n += 1 + bound.boundString(m.keyExpression, "QueueSettings.key_expression"); }
  return n;
}

function putQueueSettings(m: QueueSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.leaseMs !== undefined && m.leaseMs !== null) { b[o++] = 8; o = putInt64(m.leaseMs, b, o); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { b[o++] = 16; o = putInt64(m.maxAttempts, b, o); }
  if (m.backoff !== undefined && m.backoff !== null) { b[o++] = 26; o = putNestedBackoffSettings(m.backoff, b, o); }
  if (m.concurrency !== undefined && m.concurrency !== null) { b[o++] = 32; o = putInt64(m.concurrency, b, o); }
  if (m.concurrencyPerKey !== undefined && m.concurrencyPerKey !== null) { b[o++] = 40; o = putInt64(m.concurrencyPerKey, b, o); }
  if (m.rate !== undefined && m.rate !== null) { b[o++] = 50; o = putNestedRateSettings(m.rate, b, o); }
  if (m.ratePerKey !== undefined && m.ratePerKey !== null) { b[o++] = 58; o = putNestedRateSettings(m.ratePerKey, b, o); }
  if (m.keepDone !== undefined && m.keepDone !== null) { b[o++] = 66; o = putNestedKeepSettings(m.keepDone, b, o); }
  if (m.keepDead !== undefined && m.keepDead !== null) { b[o++] = 74; o = putNestedKeepSettings(m.keepDead, b, o); }
  if (m.dedupeWindowMs !== undefined && m.dedupeWindowMs !== null) { b[o++] = 80; o = putInt64(m.dedupeWindowMs, b, o); }
  if (m.keyExpression !== undefined && m.keyExpression !== null) { b[o++] = 90; o = put.putString(m.keyExpression, b, o); }
  return o;
}

// Bytes of the length of the QueueSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesQueueSettings = 1;

function putNestedQueueSettings(m: QueueSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesQueueSettings;
  const start = offset + reserved;
  const end = putQueueSettings(m, b, start, -1);
  lengthBytesQueueSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createQueueSettings(): QueueSettings {
  return { leaseMs: undefined, maxAttempts: undefined, backoff: undefined, concurrency: undefined, concurrencyPerKey: undefined, rate: undefined, ratePerKey: undefined, keepDone: undefined, keepDead: undefined, dedupeWindowMs: undefined, keyExpression: undefined };
}

function readQueueSettings(r: Reader, m: QueueSettings): QueueSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.leaseMs = r.int64("QueueSettings.lease_ms");
        break;
      }
      case 16: {
        m.maxAttempts = r.int32("QueueSettings.max_attempts");
        break;
      }
      case 26: {
        const outer = r.enter("QueueSettings.backoff");
        m.backoff = readBackoffSettings(r, m.backoff ?? createBackoffSettings());
        r.leave(outer);
        break;
      }
      case 32: {
        m.concurrency = r.int32("QueueSettings.concurrency");
        break;
      }
      case 40: {
        m.concurrencyPerKey = r.int32("QueueSettings.concurrency_per_key");
        break;
      }
      case 50: {
        const outer = r.enter("QueueSettings.rate");
        m.rate = readRateSettings(r, m.rate ?? createRateSettings());
        r.leave(outer);
        break;
      }
      case 58: {
        const outer = r.enter("QueueSettings.rate_per_key");
        m.ratePerKey = readRateSettings(r, m.ratePerKey ?? createRateSettings());
        r.leave(outer);
        break;
      }
      case 66: {
        const outer = r.enter("QueueSettings.keep_done");
        m.keepDone = readKeepSettings(r, m.keepDone ?? createKeepSettings());
        r.leave(outer);
        break;
      }
      case 74: {
        const outer = r.enter("QueueSettings.keep_dead");
        m.keepDead = readKeepSettings(r, m.keepDead ?? createKeepSettings());
        r.leave(outer);
        break;
      }
      case 80: {
        m.dedupeWindowMs = r.int64("QueueSettings.dedupe_window_ms");
        break;
      }
      case 90: {
        m.keyExpression = r.string("QueueSettings.key_expression");
        break;
      }
      default:
        r.skip(tag, fieldsQueueSettings);
    }
  }
  return m;
}

/** Codec of QueueSettings. */
export const QueueSettings: Codec<QueueSettings, QueueSettingsInit> = new MessageCodec<QueueSettings, QueueSettingsInit>("flowmesh.v1.QueueSettings", fieldsQueueSettings, createQueueSettings, boundQueueSettings, putQueueSettings, readQueueSettings);

/** The time before attempt n + 1 is `initial_ms` times `factor` to the power of n - 1, at most `max_ms`; with jitter a random time from 0 to that. */
export interface BackoffSettings {
  /** 0 to 86400000. Default 1000. */
  initialMs?: number | undefined;
  /** 1 to 100; 1: always the same time. Default 2. */
  factor?: number | undefined;
  /** 0 to 86400000, and not below `initial_ms`. Default 300000. */
  maxMs?: number | undefined;
  /** Default: full. */
  jitter: Jitter;
}

/** BackoffSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface BackoffSettingsInit {
  /** 0 to 86400000. Default 1000. */
  initialMs?: number | undefined;
  /** 1 to 100; 1: always the same time. Default 2. */
  factor?: number | undefined;
  /** 0 to 86400000, and not below `initial_ms`. Default 300000. */
  maxMs?: number | undefined;
  /** Default: full. */
  jitter?: Jitter | undefined;
}

const fieldsBackoffSettings: readonly Field[] = [
  { name: "BackoffSettings.initial_ms", property: "initialMs", protoName: "initial_ms", number: 1, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BackoffSettings.factor", property: "factor", protoName: "factor", number: 2, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BackoffSettings.max_ms", property: "maxMs", protoName: "max_ms", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BackoffSettings.jitter", property: "jitter", protoName: "jitter", number: 4, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJitter, message: undefined, jsonBytes: "base64", payload: false },
];

function boundBackoffSettings(m: BackoffSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.initialMs !== undefined && m.initialMs !== null) { n += 1 + bound.boundInt64(m.initialMs, "BackoffSettings.initial_ms"); }
  if (m.factor !== undefined && m.factor !== null) { n += 1 + bound.boundInt32(m.factor, "BackoffSettings.factor"); }
  if (m.maxMs !== undefined && m.maxMs !== null) { n += 1 + bound.boundInt64(m.maxMs, "BackoffSettings.max_ms"); }
  if (m.jitter !== undefined && m.jitter !== null) { n += 1 + bound.boundInt32(numberJitter(m.jitter, "BackoffSettings.jitter"), "BackoffSettings.jitter"); }
  return n;
}

function putBackoffSettings(m: BackoffSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.initialMs !== undefined && m.initialMs !== null) { b[o++] = 8; o = putInt64(m.initialMs, b, o); }
  if (m.factor !== undefined && m.factor !== null) { b[o++] = 16; o = putInt64(m.factor, b, o); }
  if (m.maxMs !== undefined && m.maxMs !== null) { b[o++] = 24; o = putInt64(m.maxMs, b, o); }
  if (m.jitter !== undefined && m.jitter !== null && m.jitter !== "unspecified") { b[o++] = 32; o = putVarint(numberJitter(m.jitter, ""), b, o); }
  return o;
}

// Bytes of the length of the BackoffSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesBackoffSettings = 1;

function putNestedBackoffSettings(m: BackoffSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesBackoffSettings;
  const start = offset + reserved;
  const end = putBackoffSettings(m, b, start, -1);
  lengthBytesBackoffSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createBackoffSettings(): BackoffSettings {
  return { initialMs: undefined, factor: undefined, maxMs: undefined, jitter: "unspecified" };
}

function readBackoffSettings(r: Reader, m: BackoffSettings): BackoffSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.initialMs = r.int64("BackoffSettings.initial_ms");
        break;
      }
      case 16: {
        m.factor = r.int32("BackoffSettings.factor");
        break;
      }
      case 24: {
        m.maxMs = r.int64("BackoffSettings.max_ms");
        break;
      }
      case 32: {
        m.jitter = nameJitter(r, "BackoffSettings.jitter");
        break;
      }
      default:
        r.skip(tag, fieldsBackoffSettings);
    }
  }
  return m;
}

/** Codec of BackoffSettings. */
export const BackoffSettings: Codec<BackoffSettings, BackoffSettingsInit> = new MessageCodec<BackoffSettings, BackoffSettingsInit>("flowmesh.v1.BackoffSettings", fieldsBackoffSettings, createBackoffSettings, boundBackoffSettings, putBackoffSettings, readBackoffSettings);

/** On average at most `limit` jobs in `per_ms`; up to `limit` at once after a time without any. What was handed out counts over a restart too. */
export interface RateSettings {
  /** 1 to 1000000. 0: no limit. */
  limit: number;
  /** 1 to 86400000. Default 1000. */
  perMs: number;
}

/** RateSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface RateSettingsInit {
  /** 1 to 1000000. 0: no limit. */
  limit?: number | undefined;
  /** 1 to 86400000. Default 1000. */
  perMs?: number | undefined;
}

const fieldsRateSettings: readonly Field[] = [
  { name: "RateSettings.limit", property: "limit", protoName: "limit", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RateSettings.per_ms", property: "perMs", protoName: "per_ms", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRateSettings(m: RateSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.limit !== undefined && m.limit !== null) { n += 1 + bound.boundInt32(m.limit, "RateSettings.limit"); }
  if (m.perMs !== undefined && m.perMs !== null) { n += 1 + bound.boundInt64(m.perMs, "RateSettings.per_ms"); }
  return n;
}

function putRateSettings(m: RateSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.limit !== undefined && m.limit !== null && m.limit !== 0) { b[o++] = 8; o = putInt64(m.limit, b, o); }
  if (m.perMs !== undefined && m.perMs !== null && m.perMs !== 0) { b[o++] = 16; o = putInt64(m.perMs, b, o); }
  return o;
}

// Bytes of the length of the RateSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesRateSettings = 1;

function putNestedRateSettings(m: RateSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesRateSettings;
  const start = offset + reserved;
  const end = putRateSettings(m, b, start, -1);
  lengthBytesRateSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createRateSettings(): RateSettings {
  return { limit: 0, perMs: 0 };
}

function readRateSettings(r: Reader, m: RateSettings): RateSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.limit = r.int32("RateSettings.limit");
        break;
      }
      case 16: {
        m.perMs = r.int64("RateSettings.per_ms");
        break;
      }
      default:
        r.skip(tag, fieldsRateSettings);
    }
  }
  return m;
}

/** Codec of RateSettings. */
export const RateSettings: Codec<RateSettings, RateSettingsInit> = new MessageCodec<RateSettings, RateSettingsInit>("flowmesh.v1.RateSettings", fieldsRateSettings, createRateSettings, boundRateSettings, putRateSettings, readRateSettings);

/** Jobs that are finished are kept, so that they can be looked at, until one of both is exceeded; then the oldest are removed. */
export interface KeepSettings {
  /** How many. 0: none. Absent: any number. */
  count?: number | undefined;
  /** For how long after they ended, in milliseconds. At most 315576000000, ten years. Absent: as long as their number allows. */
  ageMs?: number | undefined;
}

/** KeepSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface KeepSettingsInit {
  /** How many. 0: none. Absent: any number. */
  count?: number | undefined;
  /** For how long after they ended, in milliseconds. At most 315576000000, ten years. Absent: as long as their number allows. */
  ageMs?: number | undefined;
}

const fieldsKeepSettings: readonly Field[] = [
  { name: "KeepSettings.count", property: "count", protoName: "count", number: 1, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "KeepSettings.age_ms", property: "ageMs", protoName: "age_ms", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundKeepSettings(m: KeepSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.count !== undefined && m.count !== null) { n += 1 + bound.boundInt64(m.count, "KeepSettings.count"); }
  if (m.ageMs !== undefined && m.ageMs !== null) { n += 1 + bound.boundInt64(m.ageMs, "KeepSettings.age_ms"); }
  return n;
}

function putKeepSettings(m: KeepSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.count !== undefined && m.count !== null) { b[o++] = 8; o = putInt64(m.count, b, o); }
  if (m.ageMs !== undefined && m.ageMs !== null) { b[o++] = 16; o = putInt64(m.ageMs, b, o); }
  return o;
}

// Bytes of the length of the KeepSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesKeepSettings = 1;

function putNestedKeepSettings(m: KeepSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesKeepSettings;
  const start = offset + reserved;
  const end = putKeepSettings(m, b, start, -1);
  lengthBytesKeepSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createKeepSettings(): KeepSettings {
  return { count: undefined, ageMs: undefined };
}

function readKeepSettings(r: Reader, m: KeepSettings): KeepSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.count = r.int64("KeepSettings.count");
        break;
      }
      case 16: {
        m.ageMs = r.int64("KeepSettings.age_ms");
        break;
      }
      default:
        r.skip(tag, fieldsKeepSettings);
    }
  }
  return m;
}

/** Codec of KeepSettings. */
export const KeepSettings: Codec<KeepSettings, KeepSettingsInit> = new MessageCodec<KeepSettings, KeepSettingsInit>("flowmesh.v1.KeepSettings", fieldsKeepSettings, createKeepSettings, boundKeepSettings, putKeepSettings, readKeepSettings);

export interface Queue {
  queue: string;
  /** UUID from the creation on, in its text form. */
  id: string;
  settings?: QueueSettings | undefined;
  paused: boolean;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed the settings, or paused or resumed it. */
  revision: number;
  counts?: JobCounts | undefined;
  /**
   * When the job was enqueued that waits longest of those that could be handed out. Absent: none waits.
   *
   * Milliseconds since 1970.
   */
  oldestWaitingAt?: number | undefined;
}

/** Queue as it is given to encode: what is absent is zero, empty or not set. */
export interface QueueInit {
  queue?: string | undefined;
  /** UUID from the creation on, in its text form. */
  id?: string | undefined;
  settings?: QueueSettingsInit | undefined;
  paused?: boolean | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed the settings, or paused or resumed it. */
  revision?: number | undefined;
  counts?: JobCountsInit | undefined;
  /**
   * When the job was enqueued that waits longest of those that could be handed out. Absent: none waits.
   *
   * Milliseconds since 1970.
   */
  oldestWaitingAt?: number | undefined;
}

const fieldsQueue: readonly Field[] = [
  { name: "Queue.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Queue.id", property: "id", protoName: "id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Queue.settings", property: "settings", protoName: "settings", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => QueueSettings, jsonBytes: "base64", payload: false },
  { name: "Queue.paused", property: "paused", protoName: "paused", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Queue.created_at", property: "createdAt", protoName: "created_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Queue.revision", property: "revision", protoName: "revision", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Queue.counts", property: "counts", protoName: "counts", number: 7, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobCounts, jsonBytes: "base64", payload: false },
  { name: "Queue.oldest_waiting_at", property: "oldestWaitingAt", protoName: "oldest_waiting_at", number: 8, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundQueue(m: QueueInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "Queue.queue"); }
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "Queue.id"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "Queue.settings"); n += 1 + 5 + boundQueueSettings(m.settings, -1); }
  if (m.paused !== undefined && m.paused !== null) { n += 1 + bound.boundBool(m.paused, "Queue.paused"); }
  if (m.createdAt !== undefined && m.createdAt !== null) { n += 1 + boundTimestamp(m.createdAt, "Queue.created_at"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Queue.revision"); }
  if (m.counts !== undefined && m.counts !== null) { bound.checkMessage(m.counts, "Queue.counts"); n += 1 + 5 + boundJobCounts(m.counts, -1); }
  if (m.oldestWaitingAt !== undefined && m.oldestWaitingAt !== null) { n += 1 + boundTimestamp(m.oldestWaitingAt, "Queue.oldest_waiting_at"); }
  return n;
}

function putQueue(m: QueueInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 18; o = put.putString(m.id, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 26; o = putNestedQueueSettings(m.settings, b, o); }
  if (m.paused !== undefined && m.paused !== null && m.paused !== false) { b[o++] = 32; o = put.putBool(m.paused, b, o); }
  if (m.createdAt !== undefined && m.createdAt !== null) { b[o++] = 42; o = putTimestamp(m.createdAt, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 48; o = putInt64(m.revision, b, o); }
  if (m.counts !== undefined && m.counts !== null) { b[o++] = 58; o = putNestedJobCounts(m.counts, b, o); }
  if (m.oldestWaitingAt !== undefined && m.oldestWaitingAt !== null) { b[o++] = 66; o = putTimestamp(m.oldestWaitingAt, b, o); }
  return o;
}

// Bytes of the length of the Queue that was written last within another message: the next one is likely to need as many.
let lengthBytesQueue = 1;

function putNestedQueue(m: QueueInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesQueue;
  const start = offset + reserved;
  const end = putQueue(m, b, start, -1);
  lengthBytesQueue = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createQueue(): Queue {
  return { queue: "", id: "", settings: undefined, paused: false, createdAt: undefined, revision: 0, counts: undefined, oldestWaitingAt: undefined };
}

function readQueue(r: Reader, m: Queue): Queue {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("Queue.queue");
        break;
      }
      case 18: {
        m.id = r.string("Queue.id");
        break;
      }
      case 26: {
        const outer = r.enter("Queue.settings");
        m.settings = readQueueSettings(r, m.settings ?? createQueueSettings());
        r.leave(outer);
        break;
      }
      case 32: {
        m.paused = r.bool("Queue.paused");
        break;
      }
      case 42: {
        m.createdAt = readTimestamp(r, "Queue.created_at");
        break;
      }
      case 48: {
        m.revision = r.int64("Queue.revision");
        break;
      }
      case 58: {
        const outer = r.enter("Queue.counts");
        m.counts = readJobCounts(r, m.counts ?? createJobCounts());
        r.leave(outer);
        break;
      }
      case 66: {
        m.oldestWaitingAt = readTimestamp(r, "Queue.oldest_waiting_at");
        break;
      }
      default:
        r.skip(tag, fieldsQueue);
    }
  }
  return m;
}

/** Codec of Queue. */
export const Queue: Codec<Queue, QueueInit> = new MessageCodec<Queue, QueueInit>("flowmesh.v1.Queue", fieldsQueue, createQueue, boundQueue, putQueue, readQueue);

/** How many jobs there are in each state. */
export interface JobCounts {
  waiting: number;
  delayed: number;
  active: number;
  retrying: number;
  done: number;
  dead: number;
  cancelled: number;
}

/** JobCounts as it is given to encode: what is absent is zero, empty or not set. */
export interface JobCountsInit {
  waiting?: number | undefined;
  delayed?: number | undefined;
  active?: number | undefined;
  retrying?: number | undefined;
  done?: number | undefined;
  dead?: number | undefined;
  cancelled?: number | undefined;
}

const fieldsJobCounts: readonly Field[] = [
  { name: "JobCounts.waiting", property: "waiting", protoName: "waiting", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.delayed", property: "delayed", protoName: "delayed", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.active", property: "active", protoName: "active", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.retrying", property: "retrying", protoName: "retrying", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.done", property: "done", protoName: "done", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.dead", property: "dead", protoName: "dead", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobCounts.cancelled", property: "cancelled", protoName: "cancelled", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobCounts(m: JobCountsInit, payloadBytes: number): number {
  let n = 0;
  if (m.waiting !== undefined && m.waiting !== null) { n += 1 + bound.boundInt64(m.waiting, "JobCounts.waiting"); }
  if (m.delayed !== undefined && m.delayed !== null) { n += 1 + bound.boundInt64(m.delayed, "JobCounts.delayed"); }
  if (m.active !== undefined && m.active !== null) { n += 1 + bound.boundInt64(m.active, "JobCounts.active"); }
  if (m.retrying !== undefined && m.retrying !== null) { n += 1 + bound.boundInt64(m.retrying, "JobCounts.retrying"); }
  if (m.done !== undefined && m.done !== null) { n += 1 + bound.boundInt64(m.done, "JobCounts.done"); }
  if (m.dead !== undefined && m.dead !== null) { n += 1 + bound.boundInt64(m.dead, "JobCounts.dead"); }
  if (m.cancelled !== undefined && m.cancelled !== null) { n += 1 + bound.boundInt64(m.cancelled, "JobCounts.cancelled"); }
  return n;
}

function putJobCounts(m: JobCountsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.waiting !== undefined && m.waiting !== null && m.waiting !== 0) { b[o++] = 8; o = putInt64(m.waiting, b, o); }
  if (m.delayed !== undefined && m.delayed !== null && m.delayed !== 0) { b[o++] = 16; o = putInt64(m.delayed, b, o); }
  if (m.active !== undefined && m.active !== null && m.active !== 0) { b[o++] = 24; o = putInt64(m.active, b, o); }
  if (m.retrying !== undefined && m.retrying !== null && m.retrying !== 0) { b[o++] = 32; o = putInt64(m.retrying, b, o); }
  if (m.done !== undefined && m.done !== null && m.done !== 0) { b[o++] = 40; o = putInt64(m.done, b, o); }
  if (m.dead !== undefined && m.dead !== null && m.dead !== 0) { b[o++] = 48; o = putInt64(m.dead, b, o); }
  if (m.cancelled !== undefined && m.cancelled !== null && m.cancelled !== 0) { b[o++] = 56; o = putInt64(m.cancelled, b, o); }
  return o;
}

// Bytes of the length of the JobCounts that was written last within another message: the next one is likely to need as many.
let lengthBytesJobCounts = 1;

function putNestedJobCounts(m: JobCountsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobCounts;
  const start = offset + reserved;
  const end = putJobCounts(m, b, start, -1);
  lengthBytesJobCounts = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobCounts(): JobCounts {
  return { waiting: 0, delayed: 0, active: 0, retrying: 0, done: 0, dead: 0, cancelled: 0 };
}

function readJobCounts(r: Reader, m: JobCounts): JobCounts {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.waiting = r.int64("JobCounts.waiting");
        break;
      }
      case 16: {
        m.delayed = r.int64("JobCounts.delayed");
        break;
      }
      case 24: {
        m.active = r.int64("JobCounts.active");
        break;
      }
      case 32: {
        m.retrying = r.int64("JobCounts.retrying");
        break;
      }
      case 40: {
        m.done = r.int64("JobCounts.done");
        break;
      }
      case 48: {
        m.dead = r.int64("JobCounts.dead");
        break;
      }
      case 56: {
        m.cancelled = r.int64("JobCounts.cancelled");
        break;
      }
      default:
        r.skip(tag, fieldsJobCounts);
    }
  }
  return m;
}

/** Codec of JobCounts. */
export const JobCounts: Codec<JobCounts, JobCountsInit> = new MessageCodec<JobCounts, JobCountsInit>("flowmesh.v1.JobCounts", fieldsJobCounts, createJobCounts, boundJobCounts, putJobCounts, readJobCounts);

export interface CreateQueueRequest {
  queue: string;
  settings?: QueueSettings | undefined;
}

/** CreateQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateQueueRequestInit {
  queue?: string | undefined;
  settings?: QueueSettingsInit | undefined;
}

const fieldsCreateQueueRequest: readonly Field[] = [
  { name: "CreateQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CreateQueueRequest.settings", property: "settings", protoName: "settings", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => QueueSettings, jsonBytes: "base64", payload: false },
];

function boundCreateQueueRequest(m: CreateQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "CreateQueueRequest.queue"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "CreateQueueRequest.settings"); n += 1 + 5 + boundQueueSettings(m.settings, -1); }
  return n;
}

function putCreateQueueRequest(m: CreateQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 18; o = putNestedQueueSettings(m.settings, b, o); }
  return o;
}

function createCreateQueueRequest(): CreateQueueRequest {
  return { queue: "", settings: undefined };
}

function readCreateQueueRequest(r: Reader, m: CreateQueueRequest): CreateQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("CreateQueueRequest.queue");
        break;
      }
      case 18: {
        const outer = r.enter("CreateQueueRequest.settings");
        m.settings = readQueueSettings(r, m.settings ?? createQueueSettings());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsCreateQueueRequest);
    }
  }
  return m;
}

/** Codec of CreateQueueRequest. */
export const CreateQueueRequest: Codec<CreateQueueRequest, CreateQueueRequestInit> = new MessageCodec<CreateQueueRequest, CreateQueueRequestInit>("flowmesh.v1.CreateQueueRequest", fieldsCreateQueueRequest, createCreateQueueRequest, boundCreateQueueRequest, putCreateQueueRequest, readCreateQueueRequest);

export interface CreateQueueResponse {
  queue?: Queue | undefined;
  position: number;
}

/** CreateQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateQueueResponseInit {
  queue?: QueueInit | undefined;
  position?: number | undefined;
}

const fieldsCreateQueueResponse: readonly Field[] = [
  { name: "CreateQueueResponse.queue", property: "queue", protoName: "queue", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Queue, jsonBytes: "base64", payload: false },
  { name: "CreateQueueResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCreateQueueResponse(m: CreateQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { bound.checkMessage(m.queue, "CreateQueueResponse.queue"); n += 1 + 5 + boundQueue(m.queue, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CreateQueueResponse.position"); }
  return n;
}

function putCreateQueueResponse(m: CreateQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null) { b[o++] = 10; o = putNestedQueue(m.queue, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createCreateQueueResponse(): CreateQueueResponse {
  return { queue: undefined, position: 0 };
}

function readCreateQueueResponse(r: Reader, m: CreateQueueResponse): CreateQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("CreateQueueResponse.queue");
        m.queue = readQueue(r, m.queue ?? createQueue());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("CreateQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsCreateQueueResponse);
    }
  }
  return m;
}

/** Codec of CreateQueueResponse. */
export const CreateQueueResponse: Codec<CreateQueueResponse, CreateQueueResponseInit> = new MessageCodec<CreateQueueResponse, CreateQueueResponseInit>("flowmesh.v1.CreateQueueResponse", fieldsCreateQueueResponse, createCreateQueueResponse, boundCreateQueueResponse, putCreateQueueResponse, readCreateQueueResponse);

export interface GetQueueRequest {
  queue: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetQueueRequestInit {
  queue?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetQueueRequest: readonly Field[] = [
  { name: "GetQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetQueueRequest.at_least", property: "atLeast", protoName: "at_least", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetQueueRequest(m: GetQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "GetQueueRequest.queue"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetQueueRequest.at_least"); }
  return n;
}

function putGetQueueRequest(m: GetQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 16; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetQueueRequest(): GetQueueRequest {
  return { queue: "", atLeast: 0 };
}

function readGetQueueRequest(r: Reader, m: GetQueueRequest): GetQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("GetQueueRequest.queue");
        break;
      }
      case 16: {
        m.atLeast = r.int64("GetQueueRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetQueueRequest);
    }
  }
  return m;
}

/** Codec of GetQueueRequest. */
export const GetQueueRequest: Codec<GetQueueRequest, GetQueueRequestInit> = new MessageCodec<GetQueueRequest, GetQueueRequestInit>("flowmesh.v1.GetQueueRequest", fieldsGetQueueRequest, createGetQueueRequest, boundGetQueueRequest, putGetQueueRequest, readGetQueueRequest);

export interface GetQueueResponse {
  queue?: Queue | undefined;
}

/** GetQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetQueueResponseInit {
  queue?: QueueInit | undefined;
}

const fieldsGetQueueResponse: readonly Field[] = [
  { name: "GetQueueResponse.queue", property: "queue", protoName: "queue", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Queue, jsonBytes: "base64", payload: false },
];

function boundGetQueueResponse(m: GetQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { bound.checkMessage(m.queue, "GetQueueResponse.queue"); n += 1 + 5 + boundQueue(m.queue, -1); }
  return n;
}

function putGetQueueResponse(m: GetQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null) { b[o++] = 10; o = putNestedQueue(m.queue, b, o); }
  return o;
}

function createGetQueueResponse(): GetQueueResponse {
  return { queue: undefined };
}

function readGetQueueResponse(r: Reader, m: GetQueueResponse): GetQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetQueueResponse.queue");
        m.queue = readQueue(r, m.queue ?? createQueue());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetQueueResponse);
    }
  }
  return m;
}

/** Codec of GetQueueResponse. */
export const GetQueueResponse: Codec<GetQueueResponse, GetQueueResponseInit> = new MessageCodec<GetQueueResponse, GetQueueResponseInit>("flowmesh.v1.GetQueueResponse", fieldsGetQueueResponse, createGetQueueResponse, boundGetQueueResponse, putGetQueueResponse, readGetQueueResponse);

export interface ListQueuesRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
}

/** ListQueuesRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListQueuesRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
}

const fieldsListQueuesRequest: readonly Field[] = [
  { name: "ListQueuesRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListQueuesRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListQueuesRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListQueuesRequest(m: ListQueuesRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListQueuesRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListQueuesRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListQueuesRequest.prefix"); }
  return n;
}

function putListQueuesRequest(m: ListQueuesRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  return o;
}

function createListQueuesRequest(): ListQueuesRequest {
  return { pageSize: 0, pageToken: "", prefix: "" };
}

function readListQueuesRequest(r: Reader, m: ListQueuesRequest): ListQueuesRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListQueuesRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListQueuesRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListQueuesRequest.prefix");
        break;
      }
      default:
        r.skip(tag, fieldsListQueuesRequest);
    }
  }
  return m;
}

/** Codec of ListQueuesRequest. */
export const ListQueuesRequest: Codec<ListQueuesRequest, ListQueuesRequestInit> = new MessageCodec<ListQueuesRequest, ListQueuesRequestInit>("flowmesh.v1.ListQueuesRequest", fieldsListQueuesRequest, createListQueuesRequest, boundListQueuesRequest, putListQueuesRequest, readListQueuesRequest);

export interface ListQueuesResponse {
  queues: Queue[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListQueuesResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListQueuesResponseInit {
  queues?: readonly QueueInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListQueuesResponse: readonly Field[] = [
  { name: "ListQueuesResponse.queues", property: "queues", protoName: "queues", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Queue, jsonBytes: "base64", payload: false },
  { name: "ListQueuesResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListQueuesResponse(m: ListQueuesResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.queues, "ListQueuesResponse.queues"); i < count; i++) { const e = m.queues![i]!; bound.checkMessage(e, "ListQueuesResponse.queues"); n += 1 + 5 + boundQueue(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListQueuesResponse.next_page_token"); }
  return n;
}

function putListQueuesResponse(m: ListQueuesResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queues !== undefined && m.queues !== null) for (let i = 0; i < m.queues.length; i++) { b[o++] = 10; o = putNestedQueue(m.queues[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListQueuesResponse(): ListQueuesResponse {
  return { queues: [], nextPageToken: "" };
}

function readListQueuesResponse(r: Reader, m: ListQueuesResponse): ListQueuesResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListQueuesResponse.queues");
        m.queues.push(readQueue(r, createQueue()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListQueuesResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListQueuesResponse);
    }
  }
  return m;
}

/** Codec of ListQueuesResponse. */
export const ListQueuesResponse: Codec<ListQueuesResponse, ListQueuesResponseInit> = new MessageCodec<ListQueuesResponse, ListQueuesResponseInit>("flowmesh.v1.ListQueuesResponse", fieldsListQueuesResponse, createListQueuesResponse, boundListQueuesResponse, putListQueuesResponse, readListQueuesResponse);

export interface UpdateQueueRequest {
  queue: string;
  /** Only the settings that are present change. */
  settings?: QueueSettings | undefined;
  /** Refused with revision_mismatch unless the queue's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** UpdateQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateQueueRequestInit {
  queue?: string | undefined;
  /** Only the settings that are present change. */
  settings?: QueueSettingsInit | undefined;
  /** Refused with revision_mismatch unless the queue's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsUpdateQueueRequest: readonly Field[] = [
  { name: "UpdateQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "UpdateQueueRequest.settings", property: "settings", protoName: "settings", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => QueueSettings, jsonBytes: "base64", payload: false },
  { name: "UpdateQueueRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateQueueRequest(m: UpdateQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "UpdateQueueRequest.queue"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "UpdateQueueRequest.settings"); n += 1 + 5 + boundQueueSettings(m.settings, -1); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "UpdateQueueRequest.expected_revision"); }
  return n;
}

function putUpdateQueueRequest(m: UpdateQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 18; o = putNestedQueueSettings(m.settings, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 24; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createUpdateQueueRequest(): UpdateQueueRequest {
  return { queue: "", settings: undefined, expectedRevision: undefined };
}

function readUpdateQueueRequest(r: Reader, m: UpdateQueueRequest): UpdateQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("UpdateQueueRequest.queue");
        break;
      }
      case 18: {
        const outer = r.enter("UpdateQueueRequest.settings");
        m.settings = readQueueSettings(r, m.settings ?? createQueueSettings());
        r.leave(outer);
        break;
      }
      case 24: {
        m.expectedRevision = r.int64("UpdateQueueRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateQueueRequest);
    }
  }
  return m;
}

/** Codec of UpdateQueueRequest. */
export const UpdateQueueRequest: Codec<UpdateQueueRequest, UpdateQueueRequestInit> = new MessageCodec<UpdateQueueRequest, UpdateQueueRequestInit>("flowmesh.v1.UpdateQueueRequest", fieldsUpdateQueueRequest, createUpdateQueueRequest, boundUpdateQueueRequest, putUpdateQueueRequest, readUpdateQueueRequest);

export interface UpdateQueueResponse {
  queue?: Queue | undefined;
  position: number;
}

/** UpdateQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateQueueResponseInit {
  queue?: QueueInit | undefined;
  position?: number | undefined;
}

const fieldsUpdateQueueResponse: readonly Field[] = [
  { name: "UpdateQueueResponse.queue", property: "queue", protoName: "queue", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Queue, jsonBytes: "base64", payload: false },
  { name: "UpdateQueueResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateQueueResponse(m: UpdateQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { bound.checkMessage(m.queue, "UpdateQueueResponse.queue"); n += 1 + 5 + boundQueue(m.queue, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "UpdateQueueResponse.position"); }
  return n;
}

function putUpdateQueueResponse(m: UpdateQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null) { b[o++] = 10; o = putNestedQueue(m.queue, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createUpdateQueueResponse(): UpdateQueueResponse {
  return { queue: undefined, position: 0 };
}

function readUpdateQueueResponse(r: Reader, m: UpdateQueueResponse): UpdateQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("UpdateQueueResponse.queue");
        m.queue = readQueue(r, m.queue ?? createQueue());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("UpdateQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateQueueResponse);
    }
  }
  return m;
}

/** Codec of UpdateQueueResponse. */
export const UpdateQueueResponse: Codec<UpdateQueueResponse, UpdateQueueResponseInit> = new MessageCodec<UpdateQueueResponse, UpdateQueueResponseInit>("flowmesh.v1.UpdateQueueResponse", fieldsUpdateQueueResponse, createUpdateQueueResponse, boundUpdateQueueResponse, putUpdateQueueResponse, readUpdateQueueResponse);

export interface DeleteQueueRequest {
  queue: string;
  /** Refused with revision_mismatch unless the queue's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** DeleteQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteQueueRequestInit {
  queue?: string | undefined;
  /** Refused with revision_mismatch unless the queue's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsDeleteQueueRequest: readonly Field[] = [
  { name: "DeleteQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteQueueRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteQueueRequest(m: DeleteQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "DeleteQueueRequest.queue"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteQueueRequest.expected_revision"); }
  return n;
}

function putDeleteQueueRequest(m: DeleteQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 16; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createDeleteQueueRequest(): DeleteQueueRequest {
  return { queue: "", expectedRevision: undefined };
}

function readDeleteQueueRequest(r: Reader, m: DeleteQueueRequest): DeleteQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("DeleteQueueRequest.queue");
        break;
      }
      case 16: {
        m.expectedRevision = r.int64("DeleteQueueRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteQueueRequest);
    }
  }
  return m;
}

/** Codec of DeleteQueueRequest. */
export const DeleteQueueRequest: Codec<DeleteQueueRequest, DeleteQueueRequestInit> = new MessageCodec<DeleteQueueRequest, DeleteQueueRequestInit>("flowmesh.v1.DeleteQueueRequest", fieldsDeleteQueueRequest, createDeleteQueueRequest, boundDeleteQueueRequest, putDeleteQueueRequest, readDeleteQueueRequest);

export interface DeleteQueueResponse {
  position: number;
}

/** DeleteQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteQueueResponseInit {
  position?: number | undefined;
}

const fieldsDeleteQueueResponse: readonly Field[] = [
  { name: "DeleteQueueResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteQueueResponse(m: DeleteQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteQueueResponse.position"); }
  return n;
}

function putDeleteQueueResponse(m: DeleteQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteQueueResponse(): DeleteQueueResponse {
  return { position: 0 };
}

function readDeleteQueueResponse(r: Reader, m: DeleteQueueResponse): DeleteQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("DeleteQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteQueueResponse);
    }
  }
  return m;
}

/** Codec of DeleteQueueResponse. */
export const DeleteQueueResponse: Codec<DeleteQueueResponse, DeleteQueueResponseInit> = new MessageCodec<DeleteQueueResponse, DeleteQueueResponseInit>("flowmesh.v1.DeleteQueueResponse", fieldsDeleteQueueResponse, createDeleteQueueResponse, boundDeleteQueueResponse, putDeleteQueueResponse, readDeleteQueueResponse);

export interface PauseQueueRequest {
  queue: string;
}

/** PauseQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseQueueRequestInit {
  queue?: string | undefined;
}

const fieldsPauseQueueRequest: readonly Field[] = [
  { name: "PauseQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseQueueRequest(m: PauseQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "PauseQueueRequest.queue"); }
  return n;
}

function putPauseQueueRequest(m: PauseQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  return o;
}

function createPauseQueueRequest(): PauseQueueRequest {
  return { queue: "" };
}

function readPauseQueueRequest(r: Reader, m: PauseQueueRequest): PauseQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("PauseQueueRequest.queue");
        break;
      }
      default:
        r.skip(tag, fieldsPauseQueueRequest);
    }
  }
  return m;
}

/** Codec of PauseQueueRequest. */
export const PauseQueueRequest: Codec<PauseQueueRequest, PauseQueueRequestInit> = new MessageCodec<PauseQueueRequest, PauseQueueRequestInit>("flowmesh.v1.PauseQueueRequest", fieldsPauseQueueRequest, createPauseQueueRequest, boundPauseQueueRequest, putPauseQueueRequest, readPauseQueueRequest);

export interface PauseQueueResponse {
  position: number;
}

/** PauseQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseQueueResponseInit {
  position?: number | undefined;
}

const fieldsPauseQueueResponse: readonly Field[] = [
  { name: "PauseQueueResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseQueueResponse(m: PauseQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PauseQueueResponse.position"); }
  return n;
}

function putPauseQueueResponse(m: PauseQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createPauseQueueResponse(): PauseQueueResponse {
  return { position: 0 };
}

function readPauseQueueResponse(r: Reader, m: PauseQueueResponse): PauseQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("PauseQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPauseQueueResponse);
    }
  }
  return m;
}

/** Codec of PauseQueueResponse. */
export const PauseQueueResponse: Codec<PauseQueueResponse, PauseQueueResponseInit> = new MessageCodec<PauseQueueResponse, PauseQueueResponseInit>("flowmesh.v1.PauseQueueResponse", fieldsPauseQueueResponse, createPauseQueueResponse, boundPauseQueueResponse, putPauseQueueResponse, readPauseQueueResponse);

export interface ResumeQueueRequest {
  queue: string;
}

/** ResumeQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeQueueRequestInit {
  queue?: string | undefined;
}

const fieldsResumeQueueRequest: readonly Field[] = [
  { name: "ResumeQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeQueueRequest(m: ResumeQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ResumeQueueRequest.queue"); }
  return n;
}

function putResumeQueueRequest(m: ResumeQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  return o;
}

function createResumeQueueRequest(): ResumeQueueRequest {
  return { queue: "" };
}

function readResumeQueueRequest(r: Reader, m: ResumeQueueRequest): ResumeQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ResumeQueueRequest.queue");
        break;
      }
      default:
        r.skip(tag, fieldsResumeQueueRequest);
    }
  }
  return m;
}

/** Codec of ResumeQueueRequest. */
export const ResumeQueueRequest: Codec<ResumeQueueRequest, ResumeQueueRequestInit> = new MessageCodec<ResumeQueueRequest, ResumeQueueRequestInit>("flowmesh.v1.ResumeQueueRequest", fieldsResumeQueueRequest, createResumeQueueRequest, boundResumeQueueRequest, putResumeQueueRequest, readResumeQueueRequest);

export interface ResumeQueueResponse {
  position: number;
}

/** ResumeQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeQueueResponseInit {
  position?: number | undefined;
}

const fieldsResumeQueueResponse: readonly Field[] = [
  { name: "ResumeQueueResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeQueueResponse(m: ResumeQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ResumeQueueResponse.position"); }
  return n;
}

function putResumeQueueResponse(m: ResumeQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createResumeQueueResponse(): ResumeQueueResponse {
  return { position: 0 };
}

function readResumeQueueResponse(r: Reader, m: ResumeQueueResponse): ResumeQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("ResumeQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsResumeQueueResponse);
    }
  }
  return m;
}

/** Codec of ResumeQueueResponse. */
export const ResumeQueueResponse: Codec<ResumeQueueResponse, ResumeQueueResponseInit> = new MessageCodec<ResumeQueueResponse, ResumeQueueResponseInit>("flowmesh.v1.ResumeQueueResponse", fieldsResumeQueueResponse, createResumeQueueResponse, boundResumeQueueResponse, putResumeQueueResponse, readResumeQueueResponse);

export interface PurgeQueueRequest {
  queue: string;
  /** Which jobs go; `active` is refused. Absent: those that wait, are delayed or are to be retried. */
  state: JobState;
}

/** PurgeQueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PurgeQueueRequestInit {
  queue?: string | undefined;
  /** Which jobs go; `active` is refused. Absent: those that wait, are delayed or are to be retried. */
  state?: JobState | undefined;
}

const fieldsPurgeQueueRequest: readonly Field[] = [
  { name: "PurgeQueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PurgeQueueRequest.state", property: "state", protoName: "state", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPurgeQueueRequest(m: PurgeQueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "PurgeQueueRequest.queue"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "PurgeQueueRequest.state"), "PurgeQueueRequest.state"); }
  return n;
}

function putPurgeQueueRequest(m: PurgeQueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 16; o = putVarint(numberJobState(m.state, ""), b, o); }
  return o;
}

function createPurgeQueueRequest(): PurgeQueueRequest {
  return { queue: "", state: "unspecified" };
}

function readPurgeQueueRequest(r: Reader, m: PurgeQueueRequest): PurgeQueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("PurgeQueueRequest.queue");
        break;
      }
      case 16: {
        m.state = nameJobState(r, "PurgeQueueRequest.state");
        break;
      }
      default:
        r.skip(tag, fieldsPurgeQueueRequest);
    }
  }
  return m;
}

/** Codec of PurgeQueueRequest. */
export const PurgeQueueRequest: Codec<PurgeQueueRequest, PurgeQueueRequestInit> = new MessageCodec<PurgeQueueRequest, PurgeQueueRequestInit>("flowmesh.v1.PurgeQueueRequest", fieldsPurgeQueueRequest, createPurgeQueueRequest, boundPurgeQueueRequest, putPurgeQueueRequest, readPurgeQueueRequest);

export interface PurgeQueueResponse {
  /** How many went. */
  jobs: number;
  position: number;
}

/** PurgeQueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PurgeQueueResponseInit {
  /** How many went. */
  jobs?: number | undefined;
  position?: number | undefined;
}

const fieldsPurgeQueueResponse: readonly Field[] = [
  { name: "PurgeQueueResponse.jobs", property: "jobs", protoName: "jobs", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PurgeQueueResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPurgeQueueResponse(m: PurgeQueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.jobs !== undefined && m.jobs !== null) { n += 1 + bound.boundInt64(m.jobs, "PurgeQueueResponse.jobs"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PurgeQueueResponse.position"); }
  return n;
}

function putPurgeQueueResponse(m: PurgeQueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.jobs !== undefined && m.jobs !== null && m.jobs !== 0) { b[o++] = 8; o = putInt64(m.jobs, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createPurgeQueueResponse(): PurgeQueueResponse {
  return { jobs: 0, position: 0 };
}

function readPurgeQueueResponse(r: Reader, m: PurgeQueueResponse): PurgeQueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.jobs = r.int64("PurgeQueueResponse.jobs");
        break;
      }
      case 16: {
        m.position = r.int64("PurgeQueueResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPurgeQueueResponse);
    }
  }
  return m;
}

/** Codec of PurgeQueueResponse. */
export const PurgeQueueResponse: Codec<PurgeQueueResponse, PurgeQueueResponseInit> = new MessageCodec<PurgeQueueResponse, PurgeQueueResponseInit>("flowmesh.v1.PurgeQueueResponse", fieldsPurgeQueueResponse, createPurgeQueueResponse, boundPurgeQueueResponse, putPurgeQueueResponse, readPurgeQueueResponse);

export interface NewJob {
  /** What the job is about, for limits per key and for searching. Absent: no key. At most 4096 bytes. */
  key?: Uint8Array | undefined;
  /** Absent: a job without a value. */
  value?: Uint8Array | undefined;
  headers: Header[];
  /** 0 to 9; higher goes first. Default 5. */
  priority?: number | undefined;
  /** Is not handed out before so much time has passed. At most 3155760000000, a hundred years. Not together with `run_at`. Default 0. */
  delayMs: number;
  /**
   * Is not handed out before; a time that is over means at once.
   *
   * Milliseconds since 1970.
   */
  runAt?: number | undefined;
  /**
   * Jobs of one ordering key are handed out in the order in which they were enqueued, each once the one before it is done, dead, cancelled or removed: priority and delay
   * of one hold up those behind it. One that is retried goes before those that were enqueued later, but for one that is being worked on. At most 255 bytes. Empty: no order.
   */
  orderingKey: string;
  /** A job with an id that was enqueued within the queue's dedupe window is not enqueued again. At most 255 bytes. */
  dedupeId: string;
  /** 1 to 1000. Default 0: as the queue's settings say. */
  maxAttempts: number;
}

/** NewJob as it is given to encode: what is absent is zero, empty or not set. */
export interface NewJobInit {
  /** What the job is about, for limits per key and for searching. Absent: no key. At most 4096 bytes. */
  key?: Uint8Array | undefined;
  /** Absent: a job without a value. */
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
  /** 0 to 9; higher goes first. Default 5. */
  priority?: number | undefined;
  /** Is not handed out before so much time has passed. At most 3155760000000, a hundred years. Not together with `run_at`. Default 0. */
  delayMs?: number | undefined;
  /**
   * Is not handed out before; a time that is over means at once.
   *
   * Milliseconds since 1970.
   */
  runAt?: number | undefined;
  /**
   * Jobs of one ordering key are handed out in the order in which they were enqueued, each once the one before it is done, dead, cancelled or removed: priority and delay
   * of one hold up those behind it. One that is retried goes before those that were enqueued later, but for one that is being worked on. At most 255 bytes. Empty: no order.
   */
  orderingKey?: string | undefined;
  /** A job with an id that was enqueued within the queue's dedupe window is not enqueued again. At most 255 bytes. */
  dedupeId?: string | undefined;
  /** 1 to 1000. Default 0: as the queue's settings say. */
  maxAttempts?: number | undefined;
}

const fieldsNewJob: readonly Field[] = [
  { name: "NewJob.key", property: "key", protoName: "key", number: 1, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "NewJob.value", property: "value", protoName: "value", number: 2, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "NewJob.headers", property: "headers", protoName: "headers", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
  { name: "NewJob.priority", property: "priority", protoName: "priority", number: 4, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewJob.delay_ms", property: "delayMs", protoName: "delay_ms", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewJob.run_at", property: "runAt", protoName: "run_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewJob.ordering_key", property: "orderingKey", protoName: "ordering_key", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewJob.dedupe_id", property: "dedupeId", protoName: "dedupe_id", number: 8, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "NewJob.max_attempts", property: "maxAttempts", protoName: "max_attempts", number: 9, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundNewJob(m: NewJobInit, payloadBytes: number): number {
  let n = 0;
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "NewJob.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "NewJob.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "NewJob.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "NewJob.headers"); n += 1 + 5 + boundHeader(e, -1); }
  if (m.priority !== undefined && m.priority !== null) { n += 1 + bound.boundInt32(m.priority, "NewJob.priority"); }
  if (m.delayMs !== undefined && m.delayMs !== null) { n += 1 + bound.boundInt64(m.delayMs, "NewJob.delay_ms"); }
  if (m.runAt !== undefined && m.runAt !== null) { n += 1 + boundTimestamp(m.runAt, "NewJob.run_at"); }
  if (m.orderingKey !== undefined && m.orderingKey !== null) { n += 1 + bound.boundString(m.orderingKey, "NewJob.ordering_key"); }
  if (m.dedupeId !== undefined && m.dedupeId !== null) { n += 1 + bound.boundString(m.dedupeId, "NewJob.dedupe_id"); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { n += 1 + bound.boundInt32(m.maxAttempts, "NewJob.max_attempts"); }
  return n;
}

function putNewJob(m: NewJobInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.key !== undefined && m.key !== null) { b[o++] = 10; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 18; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 26; o = putNestedHeader(m.headers[i]!, b, o); }
  if (m.priority !== undefined && m.priority !== null) { b[o++] = 32; o = putInt64(m.priority, b, o); }
  if (m.delayMs !== undefined && m.delayMs !== null && m.delayMs !== 0) { b[o++] = 40; o = putInt64(m.delayMs, b, o); }
  if (m.runAt !== undefined && m.runAt !== null) { b[o++] = 50; o = putTimestamp(m.runAt, b, o); }
  if (m.orderingKey !== undefined && m.orderingKey !== null && m.orderingKey !== "") { b[o++] = 58; o = put.putString(m.orderingKey, b, o); }
  if (m.dedupeId !== undefined && m.dedupeId !== null && m.dedupeId !== "") { b[o++] = 66; o = put.putString(m.dedupeId, b, o); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null && m.maxAttempts !== 0) { b[o++] = 72; o = putInt64(m.maxAttempts, b, o); }
  return o;
}

// Bytes of the length of the NewJob that was written last within another message: the next one is likely to need as many.
let lengthBytesNewJob = 1;

function putNestedNewJob(m: NewJobInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesNewJob;
  const start = offset + reserved;
  const end = putNewJob(m, b, start, -1);
  lengthBytesNewJob = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createNewJob(): NewJob {
  return { key: undefined, value: undefined, headers: [], priority: undefined, delayMs: 0, runAt: undefined, orderingKey: "", dedupeId: "", maxAttempts: 0 };
}

function readNewJob(r: Reader, m: NewJob): NewJob {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.key = r.bytes("NewJob.key");
        break;
      }
      case 18: {
        m.value = r.bytes("NewJob.value");
        break;
      }
      case 26: {
        const outer = r.enter("NewJob.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      case 32: {
        m.priority = r.int32("NewJob.priority");
        break;
      }
      case 40: {
        m.delayMs = r.int64("NewJob.delay_ms");
        break;
      }
      case 50: {
        m.runAt = readTimestamp(r, "NewJob.run_at");
        break;
      }
      case 58: {
        m.orderingKey = r.string("NewJob.ordering_key");
        break;
      }
      case 66: {
        m.dedupeId = r.string("NewJob.dedupe_id");
        break;
      }
      case 72: {
        m.maxAttempts = r.int32("NewJob.max_attempts");
        break;
      }
      default:
        r.skip(tag, fieldsNewJob);
    }
  }
  return m;
}

/** Codec of NewJob. */
export const NewJob: Codec<NewJob, NewJobInit> = new MessageCodec<NewJob, NewJobInit>("flowmesh.v1.NewJob", fieldsNewJob, createNewJob, boundNewJob, putNewJob, readNewJob);

export interface EnqueueRequest {
  queue: string;
  /** 1 to 1000. */
  jobs: NewJob[];
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey: string;
  durability: Durability;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
}

/** EnqueueRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface EnqueueRequestInit {
  queue?: string | undefined;
  /** 1 to 1000. */
  jobs?: readonly NewJobInit[] | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
}

const fieldsEnqueueRequest: readonly Field[] = [
  { name: "EnqueueRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueRequest.jobs", property: "jobs", protoName: "jobs", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => NewJob, jsonBytes: "base64", payload: false },
  { name: "EnqueueRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueRequest.durability", property: "durability", protoName: "durability", number: 4, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueRequest.causation", property: "causation", protoName: "causation", number: 5, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueRequest.correlation", property: "correlation", protoName: "correlation", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundEnqueueRequest(m: EnqueueRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "EnqueueRequest.queue"); }
  for (let i = 0, count = bound.listLength(m.jobs, "EnqueueRequest.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "EnqueueRequest.jobs"); n += 1 + 5 + boundNewJob(e, -1); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "EnqueueRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "EnqueueRequest.durability"), "EnqueueRequest.durability"); }
  for (let i = 0, count = bound.listLength(m.causation, "EnqueueRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "EnqueueRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "EnqueueRequest.correlation"); }
  return n;
}

function putEnqueueRequest(m: EnqueueRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 18; o = putNestedNewJob(m.jobs[i]!, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 26; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 32; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 42; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 50; o = put.putString(m.correlation, b, o); }
  return o;
}

function createEnqueueRequest(): EnqueueRequest {
  return { queue: "", jobs: [], idempotencyKey: "", durability: "unspecified", causation: [], correlation: "" };
}

function readEnqueueRequest(r: Reader, m: EnqueueRequest): EnqueueRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("EnqueueRequest.queue");
        break;
      }
      case 18: {
        const outer = r.enter("EnqueueRequest.jobs");
        m.jobs.push(readNewJob(r, createNewJob()));
        r.leave(outer);
        break;
      }
      case 26: {
        m.idempotencyKey = r.string("EnqueueRequest.idempotency_key");
        break;
      }
      case 32: {
        m.durability = nameDurability(r, "EnqueueRequest.durability");
        break;
      }
      case 42: {
        r.item("EnqueueRequest.causation");
        m.causation.push(r.string("EnqueueRequest.causation"));
        break;
      }
      case 50: {
        m.correlation = r.string("EnqueueRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsEnqueueRequest);
    }
  }
  return m;
}

/** Codec of EnqueueRequest. */
export const EnqueueRequest: Codec<EnqueueRequest, EnqueueRequestInit> = new MessageCodec<EnqueueRequest, EnqueueRequestInit>("flowmesh.v1.EnqueueRequest", fieldsEnqueueRequest, createEnqueueRequest, boundEnqueueRequest, putEnqueueRequest, readEnqueueRequest);

/** What a new job was given. */
export interface EnqueuedJob {
  job: string;
  /** The job was there already: this is its id. */
  duplicate: boolean;
}

/** EnqueuedJob as it is given to encode: what is absent is zero, empty or not set. */
export interface EnqueuedJobInit {
  job?: string | undefined;
  /** The job was there already: this is its id. */
  duplicate?: boolean | undefined;
}

const fieldsEnqueuedJob: readonly Field[] = [
  { name: "EnqueuedJob.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueuedJob.duplicate", property: "duplicate", protoName: "duplicate", number: 2, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundEnqueuedJob(m: EnqueuedJobInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "EnqueuedJob.job"); }
  if (m.duplicate !== undefined && m.duplicate !== null) { n += 1 + bound.boundBool(m.duplicate, "EnqueuedJob.duplicate"); }
  return n;
}

function putEnqueuedJob(m: EnqueuedJobInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.duplicate !== undefined && m.duplicate !== null && m.duplicate !== false) { b[o++] = 16; o = put.putBool(m.duplicate, b, o); }
  return o;
}

// Bytes of the length of the EnqueuedJob that was written last within another message: the next one is likely to need as many.
let lengthBytesEnqueuedJob = 1;

function putNestedEnqueuedJob(m: EnqueuedJobInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesEnqueuedJob;
  const start = offset + reserved;
  const end = putEnqueuedJob(m, b, start, -1);
  lengthBytesEnqueuedJob = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createEnqueuedJob(): EnqueuedJob {
  return { job: "", duplicate: false };
}

function readEnqueuedJob(r: Reader, m: EnqueuedJob): EnqueuedJob {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("EnqueuedJob.job");
        break;
      }
      case 16: {
        m.duplicate = r.bool("EnqueuedJob.duplicate");
        break;
      }
      default:
        r.skip(tag, fieldsEnqueuedJob);
    }
  }
  return m;
}

/** Codec of EnqueuedJob. */
export const EnqueuedJob: Codec<EnqueuedJob, EnqueuedJobInit> = new MessageCodec<EnqueuedJob, EnqueuedJobInit>("flowmesh.v1.EnqueuedJob", fieldsEnqueuedJob, createEnqueuedJob, boundEnqueuedJob, putEnqueuedJob, readEnqueuedJob);

export interface EnqueueResponse {
  /** Position of the commit. */
  position: number;
  /** One for each job, in order. */
  jobs: EnqueuedJob[];
}

/** EnqueueResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface EnqueueResponseInit {
  /** Position of the commit. */
  position?: number | undefined;
  /** One for each job, in order. */
  jobs?: readonly EnqueuedJobInit[] | undefined;
}

const fieldsEnqueueResponse: readonly Field[] = [
  { name: "EnqueueResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueResponse.jobs", property: "jobs", protoName: "jobs", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => EnqueuedJob, jsonBytes: "base64", payload: false },
];

function boundEnqueueResponse(m: EnqueueResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "EnqueueResponse.position"); }
  for (let i = 0, count = bound.listLength(m.jobs, "EnqueueResponse.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "EnqueueResponse.jobs"); n += 1 + 5 + boundEnqueuedJob(e, -1); }
  return n;
}

function putEnqueueResponse(m: EnqueueResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 18; o = putNestedEnqueuedJob(m.jobs[i]!, b, o); }
  return o;
}

function createEnqueueResponse(): EnqueueResponse {
  return { position: 0, jobs: [] };
}

function readEnqueueResponse(r: Reader, m: EnqueueResponse): EnqueueResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("EnqueueResponse.position");
        break;
      }
      case 18: {
        const outer = r.enter("EnqueueResponse.jobs");
        m.jobs.push(readEnqueuedJob(r, createEnqueuedJob()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsEnqueueResponse);
    }
  }
  return m;
}

/** Codec of EnqueueResponse. */
export const EnqueueResponse: Codec<EnqueueResponse, EnqueueResponseInit> = new MessageCodec<EnqueueResponse, EnqueueResponseInit>("flowmesh.v1.EnqueueResponse", fieldsEnqueueResponse, createEnqueueResponse, boundEnqueueResponse, putEnqueueResponse, readEnqueueResponse);

export interface ReserveRequest {
  queue: string;
  /** Who works, unique among all: a UUID. 1 to 64 bytes. */
  workerId: string;
  /** For people: what the worker is. At most 255 bytes. */
  label: string;
  /** At most 1000. Default 1. */
  maxJobs: number;
  /** Without jobs, waits so long for some. At most 30000. Default 0: answers at once. */
  waitMs: number;
  /** How long the leases last if they are not extended. 1000 to 43200000. Default 0: as the queue's settings say. */
  leaseMs: number;
  /** The worker takes them in advance: an attempt begins only when an extend says so. Until then a lease that ends costs the job no attempt. */
  ahead: boolean;
  /** Bytes of the jobs together, as far as their queue's largest job tells; one is returned in any case. At most 8388608. Default 1048576. */
  maxBytes: number;
}

/** ReserveRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ReserveRequestInit {
  queue?: string | undefined;
  /** Who works, unique among all: a UUID. 1 to 64 bytes. */
  workerId?: string | undefined;
  /** For people: what the worker is. At most 255 bytes. */
  label?: string | undefined;
  /** At most 1000. Default 1. */
  maxJobs?: number | undefined;
  /** Without jobs, waits so long for some. At most 30000. Default 0: answers at once. */
  waitMs?: number | undefined;
  /** How long the leases last if they are not extended. 1000 to 43200000. Default 0: as the queue's settings say. */
  leaseMs?: number | undefined;
  /** The worker takes them in advance: an attempt begins only when an extend says so. Until then a lease that ends costs the job no attempt. */
  ahead?: boolean | undefined;
  /** Bytes of the jobs together, as far as their queue's largest job tells; one is returned in any case. At most 8388608. Default 1048576. */
  maxBytes?: number | undefined;
}

const fieldsReserveRequest: readonly Field[] = [
  { name: "ReserveRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.worker_id", property: "workerId", protoName: "worker_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.label", property: "label", protoName: "label", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.max_jobs", property: "maxJobs", protoName: "max_jobs", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.lease_ms", property: "leaseMs", protoName: "lease_ms", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.ahead", property: "ahead", protoName: "ahead", number: 7, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveRequest.max_bytes", property: "maxBytes", protoName: "max_bytes", number: 8, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundReserveRequest(m: ReserveRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ReserveRequest.queue"); }
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "ReserveRequest.worker_id"); }
  if (m.label !== undefined && m.label !== null) { n += 1 + bound.boundString(m.label, "ReserveRequest.label"); }
  if (m.maxJobs !== undefined && m.maxJobs !== null) { n += 1 + bound.boundInt32(m.maxJobs, "ReserveRequest.max_jobs"); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "ReserveRequest.wait_ms"); }
  if (m.leaseMs !== undefined && m.leaseMs !== null) { n += 1 + bound.boundInt64(m.leaseMs, "ReserveRequest.lease_ms"); }
  if (m.ahead !== undefined && m.ahead !== null) { n += 1 + bound.boundBool(m.ahead, "ReserveRequest.ahead"); }
  if (m.maxBytes !== undefined && m.maxBytes !== null) { n += 1 + bound.boundInt32(m.maxBytes, "ReserveRequest.max_bytes"); }
  return n;
}

function putReserveRequest(m: ReserveRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 18; o = put.putString(m.workerId, b, o); }
  if (m.label !== undefined && m.label !== null && m.label !== "") { b[o++] = 26; o = put.putString(m.label, b, o); }
  if (m.maxJobs !== undefined && m.maxJobs !== null && m.maxJobs !== 0) { b[o++] = 32; o = putInt64(m.maxJobs, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 40; o = putInt64(m.waitMs, b, o); }
  if (m.leaseMs !== undefined && m.leaseMs !== null && m.leaseMs !== 0) { b[o++] = 48; o = putInt64(m.leaseMs, b, o); }
  if (m.ahead !== undefined && m.ahead !== null && m.ahead !== false) { b[o++] = 56; o = put.putBool(m.ahead, b, o); }
  if (m.maxBytes !== undefined && m.maxBytes !== null && m.maxBytes !== 0) { b[o++] = 64; o = putInt64(m.maxBytes, b, o); }
  return o;
}

function createReserveRequest(): ReserveRequest {
  return { queue: "", workerId: "", label: "", maxJobs: 0, waitMs: 0, leaseMs: 0, ahead: false, maxBytes: 0 };
}

function readReserveRequest(r: Reader, m: ReserveRequest): ReserveRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ReserveRequest.queue");
        break;
      }
      case 18: {
        m.workerId = r.string("ReserveRequest.worker_id");
        break;
      }
      case 26: {
        m.label = r.string("ReserveRequest.label");
        break;
      }
      case 32: {
        m.maxJobs = r.int32("ReserveRequest.max_jobs");
        break;
      }
      case 40: {
        m.waitMs = r.int64("ReserveRequest.wait_ms");
        break;
      }
      case 48: {
        m.leaseMs = r.int64("ReserveRequest.lease_ms");
        break;
      }
      case 56: {
        m.ahead = r.bool("ReserveRequest.ahead");
        break;
      }
      case 64: {
        m.maxBytes = r.int32("ReserveRequest.max_bytes");
        break;
      }
      default:
        r.skip(tag, fieldsReserveRequest);
    }
  }
  return m;
}

/** Codec of ReserveRequest. */
export const ReserveRequest: Codec<ReserveRequest, ReserveRequestInit> = new MessageCodec<ReserveRequest, ReserveRequestInit>("flowmesh.v1.ReserveRequest", fieldsReserveRequest, createReserveRequest, boundReserveRequest, putReserveRequest, readReserveRequest);

export interface ReserveResponse {
  /** In the order in which they should be worked on. Empty: there was none in time. */
  jobs: ReservedJob[];
  /** Position of the commit that made the leases; 0 without any. */
  position: number;
  paused: boolean;
  /** How long the leases last from now on if they are not extended; 0 without any. */
  leaseMs: number;
}

/** ReserveResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ReserveResponseInit {
  /** In the order in which they should be worked on. Empty: there was none in time. */
  jobs?: readonly ReservedJobInit[] | undefined;
  /** Position of the commit that made the leases; 0 without any. */
  position?: number | undefined;
  paused?: boolean | undefined;
  /** How long the leases last from now on if they are not extended; 0 without any. */
  leaseMs?: number | undefined;
}

const fieldsReserveResponse: readonly Field[] = [
  { name: "ReserveResponse.jobs", property: "jobs", protoName: "jobs", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => ReservedJob, jsonBytes: "base64", payload: false },
  { name: "ReserveResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveResponse.paused", property: "paused", protoName: "paused", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReserveResponse.lease_ms", property: "leaseMs", protoName: "lease_ms", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundReserveResponse(m: ReserveResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.jobs, "ReserveResponse.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "ReserveResponse.jobs"); n += 1 + 5 + boundReservedJob(e, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ReserveResponse.position"); }
  if (m.paused !== undefined && m.paused !== null) { n += 1 + bound.boundBool(m.paused, "ReserveResponse.paused"); }
  if (m.leaseMs !== undefined && m.leaseMs !== null) { n += 1 + bound.boundInt64(m.leaseMs, "ReserveResponse.lease_ms"); }
  return n;
}

function putReserveResponse(m: ReserveResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 10; o = putNestedReservedJob(m.jobs[i]!, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  if (m.paused !== undefined && m.paused !== null && m.paused !== false) { b[o++] = 24; o = put.putBool(m.paused, b, o); }
  if (m.leaseMs !== undefined && m.leaseMs !== null && m.leaseMs !== 0) { b[o++] = 32; o = putInt64(m.leaseMs, b, o); }
  return o;
}

function createReserveResponse(): ReserveResponse {
  return { jobs: [], position: 0, paused: false, leaseMs: 0 };
}

function readReserveResponse(r: Reader, m: ReserveResponse): ReserveResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ReserveResponse.jobs");
        m.jobs.push(readReservedJob(r, createReservedJob()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("ReserveResponse.position");
        break;
      }
      case 24: {
        m.paused = r.bool("ReserveResponse.paused");
        break;
      }
      case 32: {
        m.leaseMs = r.int64("ReserveResponse.lease_ms");
        break;
      }
      default:
        r.skip(tag, fieldsReserveResponse);
    }
  }
  return m;
}

/** Codec of ReserveResponse. */
export const ReserveResponse: Codec<ReserveResponse, ReserveResponseInit> = new MessageCodec<ReserveResponse, ReserveResponseInit>("flowmesh.v1.ReserveResponse", fieldsReserveResponse, createReserveResponse, boundReserveResponse, putReserveResponse, readReserveResponse);

/** A job as its worker gets it. */
export interface ReservedJob {
  job: string;
  /** Names this lease alone; every outcome and extend must come with it. */
  lease: string;
  /** Counts from 1. More than 1: it was begun before. */
  attempt: number;
  /** Those that it has in all. */
  maxAttempts: number;
  /** Milliseconds since 1970. */
  enqueuedAt?: number | undefined;
  /** Milliseconds since 1970. */
  leaseEndsAt?: number | undefined;
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers: Header[];
  priority: number;
  orderingKey: string;
  /** Of a dead letter of a group: the record that it was. */
  origin?: JobOrigin | undefined;
}

/** ReservedJob as it is given to encode: what is absent is zero, empty or not set. */
export interface ReservedJobInit {
  job?: string | undefined;
  /** Names this lease alone; every outcome and extend must come with it. */
  lease?: string | undefined;
  /** Counts from 1. More than 1: it was begun before. */
  attempt?: number | undefined;
  /** Those that it has in all. */
  maxAttempts?: number | undefined;
  /** Milliseconds since 1970. */
  enqueuedAt?: number | undefined;
  /** Milliseconds since 1970. */
  leaseEndsAt?: number | undefined;
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
  priority?: number | undefined;
  orderingKey?: string | undefined;
  /** Of a dead letter of a group: the record that it was. */
  origin?: JobOriginInit | undefined;
}

const fieldsReservedJob: readonly Field[] = [
  { name: "ReservedJob.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.lease", property: "lease", protoName: "lease", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.attempt", property: "attempt", protoName: "attempt", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.max_attempts", property: "maxAttempts", protoName: "max_attempts", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.enqueued_at", property: "enqueuedAt", protoName: "enqueued_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.lease_ends_at", property: "leaseEndsAt", protoName: "lease_ends_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.key", property: "key", protoName: "key", number: 7, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "ReservedJob.value", property: "value", protoName: "value", number: 8, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "ReservedJob.headers", property: "headers", protoName: "headers", number: 9, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.priority", property: "priority", protoName: "priority", number: 10, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.ordering_key", property: "orderingKey", protoName: "ordering_key", number: 11, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ReservedJob.origin", property: "origin", protoName: "origin", number: 12, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobOrigin, jsonBytes: "base64", payload: false },
];

function boundReservedJob(m: ReservedJobInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "ReservedJob.job"); }
  if (m.lease !== undefined && m.lease !== null) { n += 1 + bound.boundString(m.lease, "ReservedJob.lease"); }
  if (m.attempt !== undefined && m.attempt !== null) { n += 1 + bound.boundInt32(m.attempt, "ReservedJob.attempt"); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { n += 1 + bound.boundInt32(m.maxAttempts, "ReservedJob.max_attempts"); }
  if (m.enqueuedAt !== undefined && m.enqueuedAt !== null) { n += 1 + boundTimestamp(m.enqueuedAt, "ReservedJob.enqueued_at"); }
  if (m.leaseEndsAt !== undefined && m.leaseEndsAt !== null) { n += 1 + boundTimestamp(m.leaseEndsAt, "ReservedJob.lease_ends_at"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "ReservedJob.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "ReservedJob.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "ReservedJob.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "ReservedJob.headers"); n += 1 + 5 + boundHeader(e, -1); }
  if (m.priority !== undefined && m.priority !== null) { n += 1 + bound.boundInt32(m.priority, "ReservedJob.priority"); }
  if (m.orderingKey !== undefined && m.orderingKey !== null) { n += 1 + bound.boundString(m.orderingKey, "ReservedJob.ordering_key"); }
  if (m.origin !== undefined && m.origin !== null) { bound.checkMessage(m.origin, "ReservedJob.origin"); n += 1 + 5 + boundJobOrigin(m.origin, -1); }
  return n;
}

function putReservedJob(m: ReservedJobInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.lease !== undefined && m.lease !== null && m.lease !== "") { b[o++] = 18; o = put.putString(m.lease, b, o); }
  if (m.attempt !== undefined && m.attempt !== null && m.attempt !== 0) { b[o++] = 24; o = putInt64(m.attempt, b, o); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null && m.maxAttempts !== 0) { b[o++] = 32; o = putInt64(m.maxAttempts, b, o); }
  if (m.enqueuedAt !== undefined && m.enqueuedAt !== null) { b[o++] = 42; o = putTimestamp(m.enqueuedAt, b, o); }
  if (m.leaseEndsAt !== undefined && m.leaseEndsAt !== null) { b[o++] = 50; o = putTimestamp(m.leaseEndsAt, b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 58; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 66; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 74; o = putNestedHeader(m.headers[i]!, b, o); }
  if (m.priority !== undefined && m.priority !== null && m.priority !== 0) { b[o++] = 80; o = putInt64(m.priority, b, o); }
  if (m.orderingKey !== undefined && m.orderingKey !== null && m.orderingKey !== "") { b[o++] = 90; o = put.putString(m.orderingKey, b, o); }
  if (m.origin !== undefined && m.origin !== null) { b[o++] = 98; o = putNestedJobOrigin(m.origin, b, o); }
  return o;
}

// Bytes of the length of the ReservedJob that was written last within another message: the next one is likely to need as many.
let lengthBytesReservedJob = 1;

function putNestedReservedJob(m: ReservedJobInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesReservedJob;
  const start = offset + reserved;
  const end = putReservedJob(m, b, start, -1);
  lengthBytesReservedJob = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createReservedJob(): ReservedJob {
  return { job: "", lease: "", attempt: 0, maxAttempts: 0, enqueuedAt: undefined, leaseEndsAt: undefined, key: undefined, value: undefined, headers: [], priority: 0, orderingKey: "", origin: undefined };
}

function readReservedJob(r: Reader, m: ReservedJob): ReservedJob {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("ReservedJob.job");
        break;
      }
      case 18: {
        m.lease = r.string("ReservedJob.lease");
        break;
      }
      case 24: {
        m.attempt = r.int32("ReservedJob.attempt");
        break;
      }
      case 32: {
        m.maxAttempts = r.int32("ReservedJob.max_attempts");
        break;
      }
      case 42: {
        m.enqueuedAt = readTimestamp(r, "ReservedJob.enqueued_at");
        break;
      }
      case 50: {
        m.leaseEndsAt = readTimestamp(r, "ReservedJob.lease_ends_at");
        break;
      }
      case 58: {
        m.key = r.bytes("ReservedJob.key");
        break;
      }
      case 66: {
        m.value = r.bytes("ReservedJob.value");
        break;
      }
      case 74: {
        const outer = r.enter("ReservedJob.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      case 80: {
        m.priority = r.int32("ReservedJob.priority");
        break;
      }
      case 90: {
        m.orderingKey = r.string("ReservedJob.ordering_key");
        break;
      }
      case 98: {
        const outer = r.enter("ReservedJob.origin");
        m.origin = readJobOrigin(r, m.origin ?? createJobOrigin());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsReservedJob);
    }
  }
  return m;
}

/** Codec of ReservedJob. */
export const ReservedJob: Codec<ReservedJob, ReservedJobInit> = new MessageCodec<ReservedJob, ReservedJobInit>("flowmesh.v1.ReservedJob", fieldsReservedJob, createReservedJob, boundReservedJob, putReservedJob, readReservedJob);

/** The record that a dead letter of a group was. */
export interface JobOrigin {
  stream: string;
  partition: number;
  offset: number;
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
}

/** JobOrigin as it is given to encode: what is absent is zero, empty or not set. */
export interface JobOriginInit {
  stream?: string | undefined;
  partition?: number | undefined;
  offset?: number | undefined;
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
}

const fieldsJobOrigin: readonly Field[] = [
  { name: "JobOrigin.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobOrigin.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobOrigin.offset", property: "offset", protoName: "offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobOrigin.timestamp", property: "timestamp", protoName: "timestamp", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobOrigin(m: JobOriginInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "JobOrigin.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "JobOrigin.partition"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "JobOrigin.offset"); }
  if (m.timestamp !== undefined && m.timestamp !== null) { n += 1 + boundTimestamp(m.timestamp, "JobOrigin.timestamp"); }
  return n;
}

function putJobOrigin(m: JobOriginInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 24; o = putInt64(m.offset, b, o); }
  if (m.timestamp !== undefined && m.timestamp !== null) { b[o++] = 34; o = putTimestamp(m.timestamp, b, o); }
  return o;
}

// Bytes of the length of the JobOrigin that was written last within another message: the next one is likely to need as many.
let lengthBytesJobOrigin = 1;

function putNestedJobOrigin(m: JobOriginInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobOrigin;
  const start = offset + reserved;
  const end = putJobOrigin(m, b, start, -1);
  lengthBytesJobOrigin = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobOrigin(): JobOrigin {
  return { stream: "", partition: 0, offset: 0, timestamp: undefined };
}

function readJobOrigin(r: Reader, m: JobOrigin): JobOrigin {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("JobOrigin.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("JobOrigin.partition");
        break;
      }
      case 24: {
        m.offset = r.int64("JobOrigin.offset");
        break;
      }
      case 34: {
        m.timestamp = readTimestamp(r, "JobOrigin.timestamp");
        break;
      }
      default:
        r.skip(tag, fieldsJobOrigin);
    }
  }
  return m;
}

/** Codec of JobOrigin. */
export const JobOrigin: Codec<JobOrigin, JobOriginInit> = new MessageCodec<JobOrigin, JobOriginInit>("flowmesh.v1.JobOrigin", fieldsJobOrigin, createJobOrigin, boundJobOrigin, putJobOrigin, readJobOrigin);

/** What became of a job. */
export interface JobOutcome {
  job: string;
  /** As it was reserved with. */
  lease: string;
  /** One of `outcome`. */
  done?: JobDone | undefined;
  /** One of `outcome`. */
  failed?: JobFailed | undefined;
  /** One of `outcome`. */
  dead?: JobDead | undefined;
  /** One of `outcome`. */
  released?: JobReleased | undefined;
}

/** JobOutcome as it is given to encode: what is absent is zero, empty or not set. */
export interface JobOutcomeInit {
  job?: string | undefined;
  /** As it was reserved with. */
  lease?: string | undefined;
  /** One of `outcome`. */
  done?: JobDoneInit | undefined;
  /** One of `outcome`. */
  failed?: JobFailedInit | undefined;
  /** One of `outcome`. */
  dead?: JobDeadInit | undefined;
  /** One of `outcome`. */
  released?: JobReleasedInit | undefined;
}

const fieldsJobOutcome: readonly Field[] = [
  { name: "JobOutcome.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobOutcome.lease", property: "lease", protoName: "lease", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobOutcome.done", property: "done", protoName: "done", number: 3, kind: "message", repeated: false, optional: true, oneof: "outcome", values: undefined, message: (): AnyCodec => JobDone, jsonBytes: "base64", payload: false },
  { name: "JobOutcome.failed", property: "failed", protoName: "failed", number: 4, kind: "message", repeated: false, optional: true, oneof: "outcome", values: undefined, message: (): AnyCodec => JobFailed, jsonBytes: "base64", payload: false },
  { name: "JobOutcome.dead", property: "dead", protoName: "dead", number: 5, kind: "message", repeated: false, optional: true, oneof: "outcome", values: undefined, message: (): AnyCodec => JobDead, jsonBytes: "base64", payload: false },
  { name: "JobOutcome.released", property: "released", protoName: "released", number: 6, kind: "message", repeated: false, optional: true, oneof: "outcome", values: undefined, message: (): AnyCodec => JobReleased, jsonBytes: "base64", payload: false },
];

function boundJobOutcome(m: JobOutcomeInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "JobOutcome.job"); }
  if (m.lease !== undefined && m.lease !== null) { n += 1 + bound.boundString(m.lease, "JobOutcome.lease"); }
  if (m.done !== undefined && m.done !== null) { bound.checkMessage(m.done, "JobOutcome.done"); n += 1 + 5 + boundJobDone(m.done, -1); }
  if (m.failed !== undefined && m.failed !== null) { bound.checkMessage(m.failed, "JobOutcome.failed"); n += 1 + 5 + boundJobFailed(m.failed, -1); }
  if (m.dead !== undefined && m.dead !== null) { bound.checkMessage(m.dead, "JobOutcome.dead"); n += 1 + 5 + boundJobDead(m.dead, -1); }
  if (m.released !== undefined && m.released !== null) { bound.checkMessage(m.released, "JobOutcome.released"); n += 1 + 5 + boundJobReleased(m.released, -1); }
  return n;
}

function putJobOutcome(m: JobOutcomeInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.lease !== undefined && m.lease !== null && m.lease !== "") { b[o++] = 18; o = put.putString(m.lease, b, o); }
  if (m.done !== undefined && m.done !== null) { b[o++] = 26; o = putNestedJobDone(m.done, b, o); }
  if (m.failed !== undefined && m.failed !== null) { b[o++] = 34; o = putNestedJobFailed(m.failed, b, o); }
  if (m.dead !== undefined && m.dead !== null) { b[o++] = 42; o = putNestedJobDead(m.dead, b, o); }
  if (m.released !== undefined && m.released !== null) { b[o++] = 50; o = putNestedJobReleased(m.released, b, o); }
  return o;
}

// Bytes of the length of the JobOutcome that was written last within another message: the next one is likely to need as many.
let lengthBytesJobOutcome = 1;

function putNestedJobOutcome(m: JobOutcomeInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobOutcome;
  const start = offset + reserved;
  const end = putJobOutcome(m, b, start, -1);
  lengthBytesJobOutcome = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobOutcome(): JobOutcome {
  return { job: "", lease: "", done: undefined, failed: undefined, dead: undefined, released: undefined };
}

function readJobOutcome(r: Reader, m: JobOutcome): JobOutcome {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("JobOutcome.job");
        break;
      }
      case 18: {
        m.lease = r.string("JobOutcome.lease");
        break;
      }
      case 26: {
        const outer = r.enter("JobOutcome.done");
        m.done = readJobDone(r, m.done ?? createJobDone());
        r.leave(outer);
        m.failed = undefined;
        m.dead = undefined;
        m.released = undefined;
        break;
      }
      case 34: {
        const outer = r.enter("JobOutcome.failed");
        m.failed = readJobFailed(r, m.failed ?? createJobFailed());
        r.leave(outer);
        m.done = undefined;
        m.dead = undefined;
        m.released = undefined;
        break;
      }
      case 42: {
        const outer = r.enter("JobOutcome.dead");
        m.dead = readJobDead(r, m.dead ?? createJobDead());
        r.leave(outer);
        m.done = undefined;
        m.failed = undefined;
        m.released = undefined;
        break;
      }
      case 50: {
        const outer = r.enter("JobOutcome.released");
        m.released = readJobReleased(r, m.released ?? createJobReleased());
        r.leave(outer);
        m.done = undefined;
        m.failed = undefined;
        m.dead = undefined;
        break;
      }
      default:
        r.skip(tag, fieldsJobOutcome);
    }
  }
  return m;
}

/** Codec of JobOutcome. */
export const JobOutcome: Codec<JobOutcome, JobOutcomeInit> = new MessageCodec<JobOutcome, JobOutcomeInit>("flowmesh.v1.JobOutcome", fieldsJobOutcome, createJobOutcome, boundJobOutcome, putJobOutcome, readJobOutcome);

/** The work is finished. */
export interface JobDone {
  /** Kept with the job. At most 1048576 bytes. */
  result?: Uint8Array | undefined;
}

/** JobDone as it is given to encode: what is absent is zero, empty or not set. */
export interface JobDoneInit {
  /** Kept with the job. At most 1048576 bytes. */
  result?: Uint8Array | undefined;
}

const fieldsJobDone: readonly Field[] = [
  { name: "JobDone.result", property: "result", protoName: "result", number: 1, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
];

function boundJobDone(m: JobDoneInit, payloadBytes: number): number {
  let n = 0;
  if (m.result !== undefined && m.result !== null) { n += 1 + bound.boundBytes(m.result, "JobDone.result"); }
  return n;
}

function putJobDone(m: JobDoneInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.result !== undefined && m.result !== null) { b[o++] = 10; o = put.putBytes(m.result, b, o); }
  return o;
}

// Bytes of the length of the JobDone that was written last within another message: the next one is likely to need as many.
let lengthBytesJobDone = 1;

function putNestedJobDone(m: JobDoneInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobDone;
  const start = offset + reserved;
  const end = putJobDone(m, b, start, -1);
  lengthBytesJobDone = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobDone(): JobDone {
  return { result: undefined };
}

function readJobDone(r: Reader, m: JobDone): JobDone {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.result = r.bytes("JobDone.result");
        break;
      }
      default:
        r.skip(tag, fieldsJobDone);
    }
  }
  return m;
}

/** Codec of JobDone. */
export const JobDone: Codec<JobDone, JobDoneInit> = new MessageCodec<JobDone, JobDoneInit>("flowmesh.v1.JobDone", fieldsJobDone, createJobDone, boundJobDone, putJobDone, readJobDone);

/** The attempt failed; the job is tried again, unless this was its last attempt. */
export interface JobFailed {
  /** What went wrong, for people. At most 4096 bytes are kept. */
  error: string;
  /** At most 16384 bytes are kept. */
  stack: string;
  /** How long the job waits for its next attempt, instead of the queue's backoff. At most 3155760000000. */
  retryAfterMs?: number | undefined;
}

/** JobFailed as it is given to encode: what is absent is zero, empty or not set. */
export interface JobFailedInit {
  /** What went wrong, for people. At most 4096 bytes are kept. */
  error?: string | undefined;
  /** At most 16384 bytes are kept. */
  stack?: string | undefined;
  /** How long the job waits for its next attempt, instead of the queue's backoff. At most 3155760000000. */
  retryAfterMs?: number | undefined;
}

const fieldsJobFailed: readonly Field[] = [
  { name: "JobFailed.error", property: "error", protoName: "error", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFailed.stack", property: "stack", protoName: "stack", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFailed.retry_after_ms", property: "retryAfterMs", protoName: "retry_after_ms", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobFailed(m: JobFailedInit, payloadBytes: number): number {
  let n = 0;
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "JobFailed.error"); }
  if (m.stack !== undefined && m.stack !== null) { n += 1 + bound.boundString(m.stack, "JobFailed.stack"); }
  if (m.retryAfterMs !== undefined && m.retryAfterMs !== null) { n += 1 + bound.boundInt64(m.retryAfterMs, "JobFailed.retry_after_ms"); }
  return n;
}

function putJobFailed(m: JobFailedInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 10; o = put.putString(m.error, b, o); }
  if (m.stack !== undefined && m.stack !== null && m.stack !== "") { b[o++] = 18; o = put.putString(m.stack, b, o); }
  if (m.retryAfterMs !== undefined && m.retryAfterMs !== null) { b[o++] = 24; o = putInt64(m.retryAfterMs, b, o); }
  return o;
}

// Bytes of the length of the JobFailed that was written last within another message: the next one is likely to need as many.
let lengthBytesJobFailed = 1;

function putNestedJobFailed(m: JobFailedInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobFailed;
  const start = offset + reserved;
  const end = putJobFailed(m, b, start, -1);
  lengthBytesJobFailed = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobFailed(): JobFailed {
  return { error: "", stack: "", retryAfterMs: undefined };
}

function readJobFailed(r: Reader, m: JobFailed): JobFailed {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.error = r.string("JobFailed.error");
        break;
      }
      case 18: {
        m.stack = r.string("JobFailed.stack");
        break;
      }
      case 24: {
        m.retryAfterMs = r.int64("JobFailed.retry_after_ms");
        break;
      }
      default:
        r.skip(tag, fieldsJobFailed);
    }
  }
  return m;
}

/** Codec of JobFailed. */
export const JobFailed: Codec<JobFailed, JobFailedInit> = new MessageCodec<JobFailed, JobFailedInit>("flowmesh.v1.JobFailed", fieldsJobFailed, createJobFailed, boundJobFailed, putJobFailed, readJobFailed);

/** The attempt failed, and trying again would not help. */
export interface JobDead {
  error: string;
  stack: string;
}

/** JobDead as it is given to encode: what is absent is zero, empty or not set. */
export interface JobDeadInit {
  error?: string | undefined;
  stack?: string | undefined;
}

const fieldsJobDead: readonly Field[] = [
  { name: "JobDead.error", property: "error", protoName: "error", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobDead.stack", property: "stack", protoName: "stack", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobDead(m: JobDeadInit, payloadBytes: number): number {
  let n = 0;
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "JobDead.error"); }
  if (m.stack !== undefined && m.stack !== null) { n += 1 + bound.boundString(m.stack, "JobDead.stack"); }
  return n;
}

function putJobDead(m: JobDeadInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 10; o = put.putString(m.error, b, o); }
  if (m.stack !== undefined && m.stack !== null && m.stack !== "") { b[o++] = 18; o = put.putString(m.stack, b, o); }
  return o;
}

// Bytes of the length of the JobDead that was written last within another message: the next one is likely to need as many.
let lengthBytesJobDead = 1;

function putNestedJobDead(m: JobDeadInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobDead;
  const start = offset + reserved;
  const end = putJobDead(m, b, start, -1);
  lengthBytesJobDead = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobDead(): JobDead {
  return { error: "", stack: "" };
}

function readJobDead(r: Reader, m: JobDead): JobDead {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.error = r.string("JobDead.error");
        break;
      }
      case 18: {
        m.stack = r.string("JobDead.stack");
        break;
      }
      default:
        r.skip(tag, fieldsJobDead);
    }
  }
  return m;
}

/** Codec of JobDead. */
export const JobDead: Codec<JobDead, JobDeadInit> = new MessageCodec<JobDead, JobDeadInit>("flowmesh.v1.JobDead", fieldsJobDead, createJobDead, boundJobDead, putJobDead, readJobDead);

/** The worker gives the job back without having worked on it, or because it is shut down: that is no attempt, and the job waits at its old place. */
export interface JobReleased {
}

/** JobReleased as it is given to encode: what is absent is zero, empty or not set. */
export interface JobReleasedInit {
}

const fieldsJobReleased: readonly Field[] = [
];

function boundJobReleased(m: JobReleasedInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putJobReleased(m: JobReleasedInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

// Bytes of the length of the JobReleased that was written last within another message: the next one is likely to need as many.
let lengthBytesJobReleased = 1;

function putNestedJobReleased(m: JobReleasedInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobReleased;
  const start = offset + reserved;
  const end = putJobReleased(m, b, start, -1);
  lengthBytesJobReleased = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobReleased(): JobReleased {
  return {};
}

function readJobReleased(r: Reader, m: JobReleased): JobReleased {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsJobReleased);
    }
  }
  return m;
}

/** Codec of JobReleased. */
export const JobReleased: Codec<JobReleased, JobReleasedInit> = new MessageCodec<JobReleased, JobReleasedInit>("flowmesh.v1.JobReleased", fieldsJobReleased, createJobReleased, boundJobReleased, putJobReleased, readJobReleased);

export interface SettleRequest {
  queue: string;
  /** 1 to 1000. */
  outcomes: JobOutcome[];
  durability: Durability;
}

/** SettleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface SettleRequestInit {
  queue?: string | undefined;
  /** 1 to 1000. */
  outcomes?: readonly JobOutcomeInit[] | undefined;
  durability?: Durability | undefined;
}

const fieldsSettleRequest: readonly Field[] = [
  { name: "SettleRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SettleRequest.outcomes", property: "outcomes", protoName: "outcomes", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => JobOutcome, jsonBytes: "base64", payload: false },
  { name: "SettleRequest.durability", property: "durability", protoName: "durability", number: 3, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
];

function boundSettleRequest(m: SettleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "SettleRequest.queue"); }
  for (let i = 0, count = bound.listLength(m.outcomes, "SettleRequest.outcomes"); i < count; i++) { const e = m.outcomes![i]!; bound.checkMessage(e, "SettleRequest.outcomes"); n += 1 + 5 + boundJobOutcome(e, -1); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "SettleRequest.durability"), "SettleRequest.durability"); }
  return n;
}

function putSettleRequest(m: SettleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.outcomes !== undefined && m.outcomes !== null) for (let i = 0; i < m.outcomes.length; i++) { b[o++] = 18; o = putNestedJobOutcome(m.outcomes[i]!, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 24; o = putVarint(numberDurability(m.durability, ""), b, o); }
  return o;
}

function createSettleRequest(): SettleRequest {
  return { queue: "", outcomes: [], durability: "unspecified" };
}

function readSettleRequest(r: Reader, m: SettleRequest): SettleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("SettleRequest.queue");
        break;
      }
      case 18: {
        const outer = r.enter("SettleRequest.outcomes");
        m.outcomes.push(readJobOutcome(r, createJobOutcome()));
        r.leave(outer);
        break;
      }
      case 24: {
        m.durability = nameDurability(r, "SettleRequest.durability");
        break;
      }
      default:
        r.skip(tag, fieldsSettleRequest);
    }
  }
  return m;
}

/** Codec of SettleRequest. */
export const SettleRequest: Codec<SettleRequest, SettleRequestInit> = new MessageCodec<SettleRequest, SettleRequestInit>("flowmesh.v1.SettleRequest", fieldsSettleRequest, createSettleRequest, boundSettleRequest, putSettleRequest, readSettleRequest);

export interface SettleResponse {
  /** Position of the commit, or one at which all was so. */
  position: number;
  /** Jobs whose lease is lost: what was told of them counts for nothing. */
  lost: string[];
}

/** SettleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface SettleResponseInit {
  /** Position of the commit, or one at which all was so. */
  position?: number | undefined;
  /** Jobs whose lease is lost: what was told of them counts for nothing. */
  lost?: readonly string[] | undefined;
}

const fieldsSettleResponse: readonly Field[] = [
  { name: "SettleResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SettleResponse.lost", property: "lost", protoName: "lost", number: 2, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundSettleResponse(m: SettleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "SettleResponse.position"); }
  for (let i = 0, count = bound.listLength(m.lost, "SettleResponse.lost"); i < count; i++) { const e = m.lost![i]!; n += 1 + bound.boundString(e, "SettleResponse.lost"); }
  return n;
}

function putSettleResponse(m: SettleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  if (m.lost !== undefined && m.lost !== null) for (let i = 0; i < m.lost.length; i++) { b[o++] = 18; o = put.putString(m.lost[i]!, b, o); }
  return o;
}

function createSettleResponse(): SettleResponse {
  return { position: 0, lost: [] };
}

function readSettleResponse(r: Reader, m: SettleResponse): SettleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("SettleResponse.position");
        break;
      }
      case 18: {
        r.item("SettleResponse.lost");
        m.lost.push(r.string("SettleResponse.lost"));
        break;
      }
      default:
        r.skip(tag, fieldsSettleResponse);
    }
  }
  return m;
}

/** Codec of SettleResponse. */
export const SettleResponse: Codec<SettleResponse, SettleResponseInit> = new MessageCodec<SettleResponse, SettleResponseInit>("flowmesh.v1.SettleResponse", fieldsSettleResponse, createSettleResponse, boundSettleResponse, putSettleResponse, readSettleResponse);

/** What is told of a lease while it lasts. */
export interface LeaseExtension {
  job: string;
  lease: string;
  /** How far the work has come, in percent: 0 to 100. Absent: as it was. */
  progress?: number | undefined;
  /** Kept with the attempt. At most 100 lines of 1024 bytes are kept of an attempt, the last ones. */
  log: string[];
}

/** LeaseExtension as it is given to encode: what is absent is zero, empty or not set. */
export interface LeaseExtensionInit {
  job?: string | undefined;
  lease?: string | undefined;
  /** How far the work has come, in percent: 0 to 100. Absent: as it was. */
  progress?: number | undefined;
  /** Kept with the attempt. At most 100 lines of 1024 bytes are kept of an attempt, the last ones. */
  log?: readonly string[] | undefined;
}

const fieldsLeaseExtension: readonly Field[] = [
  { name: "LeaseExtension.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LeaseExtension.lease", property: "lease", protoName: "lease", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LeaseExtension.progress", property: "progress", protoName: "progress", number: 3, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LeaseExtension.log", property: "log", protoName: "log", number: 4, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundLeaseExtension(m: LeaseExtensionInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "LeaseExtension.job"); }
  if (m.lease !== undefined && m.lease !== null) { n += 1 + bound.boundString(m.lease, "LeaseExtension.lease"); }
  if (m.progress !== undefined && m.progress !== null) { n += 1 + bound.boundInt32(m.progress, "LeaseExtension.progress"); }
  for (let i = 0, count = bound.listLength(m.log, "LeaseExtension.log"); i < count; i++) { const e = m.log![i]!; n += 1 + bound.boundString(e, "LeaseExtension.log"); }
  return n;
}

function putLeaseExtension(m: LeaseExtensionInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.lease !== undefined && m.lease !== null && m.lease !== "") { b[o++] = 18; o = put.putString(m.lease, b, o); }
  if (m.progress !== undefined && m.progress !== null) { b[o++] = 24; o = putInt64(m.progress, b, o); }
  if (m.log !== undefined && m.log !== null) for (let i = 0; i < m.log.length; i++) { b[o++] = 34; o = put.putString(m.log[i]!, b, o); }
  return o;
}

// Bytes of the length of the LeaseExtension that was written last within another message: the next one is likely to need as many.
let lengthBytesLeaseExtension = 1;

function putNestedLeaseExtension(m: LeaseExtensionInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesLeaseExtension;
  const start = offset + reserved;
  const end = putLeaseExtension(m, b, start, -1);
  lengthBytesLeaseExtension = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createLeaseExtension(): LeaseExtension {
  return { job: "", lease: "", progress: undefined, log: [] };
}

function readLeaseExtension(r: Reader, m: LeaseExtension): LeaseExtension {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("LeaseExtension.job");
        break;
      }
      case 18: {
        m.lease = r.string("LeaseExtension.lease");
        break;
      }
      case 24: {
        m.progress = r.int32("LeaseExtension.progress");
        break;
      }
      case 34: {
        r.item("LeaseExtension.log");
        m.log.push(r.string("LeaseExtension.log"));
        break;
      }
      default:
        r.skip(tag, fieldsLeaseExtension);
    }
  }
  return m;
}

/** Codec of LeaseExtension. */
export const LeaseExtension: Codec<LeaseExtension, LeaseExtensionInit> = new MessageCodec<LeaseExtension, LeaseExtensionInit>("flowmesh.v1.LeaseExtension", fieldsLeaseExtension, createLeaseExtension, boundLeaseExtension, putLeaseExtension, readLeaseExtension);

export interface ExtendRequest {
  queue: string;
  workerId: string;
  /** 1 to 1000. A job that was taken in advance is begun by it. */
  leases: LeaseExtension[];
  /** From now on. 1000 to 43200000, and at most what it was reserved for. Default 0: as it was reserved. */
  leaseMs: number;
}

/** ExtendRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ExtendRequestInit {
  queue?: string | undefined;
  workerId?: string | undefined;
  /** 1 to 1000. A job that was taken in advance is begun by it. */
  leases?: readonly LeaseExtensionInit[] | undefined;
  /** From now on. 1000 to 43200000, and at most what it was reserved for. Default 0: as it was reserved. */
  leaseMs?: number | undefined;
}

const fieldsExtendRequest: readonly Field[] = [
  { name: "ExtendRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExtendRequest.worker_id", property: "workerId", protoName: "worker_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExtendRequest.leases", property: "leases", protoName: "leases", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => LeaseExtension, jsonBytes: "base64", payload: false },
  { name: "ExtendRequest.lease_ms", property: "leaseMs", protoName: "lease_ms", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundExtendRequest(m: ExtendRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ExtendRequest.queue"); }
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "ExtendRequest.worker_id"); }
  for (let i = 0, count = bound.listLength(m.leases, "ExtendRequest.leases"); i < count; i++) { const e = m.leases![i]!; bound.checkMessage(e, "ExtendRequest.leases"); n += 1 + 5 + boundLeaseExtension(e, -1); }
  if (m.leaseMs !== undefined && m.leaseMs !== null) { n += 1 + bound.boundInt64(m.leaseMs, "ExtendRequest.lease_ms"); }
  return n;
}

function putExtendRequest(m: ExtendRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 18; o = put.putString(m.workerId, b, o); }
  if (m.leases !== undefined && m.leases !== null) for (let i = 0; i < m.leases.length; i++) { b[o++] = 26; o = putNestedLeaseExtension(m.leases[i]!, b, o); }
  if (m.leaseMs !== undefined && m.leaseMs !== null && m.leaseMs !== 0) { b[o++] = 32; o = putInt64(m.leaseMs, b, o); }
  return o;
}

function createExtendRequest(): ExtendRequest {
  return { queue: "", workerId: "", leases: [], leaseMs: 0 };
}

function readExtendRequest(r: Reader, m: ExtendRequest): ExtendRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ExtendRequest.queue");
        break;
      }
      case 18: {
        m.workerId = r.string("ExtendRequest.worker_id");
        break;
      }
      case 26: {
        const outer = r.enter("ExtendRequest.leases");
        m.leases.push(readLeaseExtension(r, createLeaseExtension()));
        r.leave(outer);
        break;
      }
      case 32: {
        m.leaseMs = r.int64("ExtendRequest.lease_ms");
        break;
      }
      default:
        r.skip(tag, fieldsExtendRequest);
    }
  }
  return m;
}

/** Codec of ExtendRequest. */
export const ExtendRequest: Codec<ExtendRequest, ExtendRequestInit> = new MessageCodec<ExtendRequest, ExtendRequestInit>("flowmesh.v1.ExtendRequest", fieldsExtendRequest, createExtendRequest, boundExtendRequest, putExtendRequest, readExtendRequest);

export interface ExtendResponse {
  /** Jobs whose lease is lost: they may be somebody else's. */
  lost: string[];
  /** Jobs that were cancelled: the worker should stop, and settle them in any way. */
  cancelled: string[];
  /**
   * When the earliest of the leases ends.
   *
   * Milliseconds since 1970.
   */
  leasesEndAt?: number | undefined;
}

/** ExtendResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ExtendResponseInit {
  /** Jobs whose lease is lost: they may be somebody else's. */
  lost?: readonly string[] | undefined;
  /** Jobs that were cancelled: the worker should stop, and settle them in any way. */
  cancelled?: readonly string[] | undefined;
  /**
   * When the earliest of the leases ends.
   *
   * Milliseconds since 1970.
   */
  leasesEndAt?: number | undefined;
}

const fieldsExtendResponse: readonly Field[] = [
  { name: "ExtendResponse.lost", property: "lost", protoName: "lost", number: 1, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExtendResponse.cancelled", property: "cancelled", protoName: "cancelled", number: 2, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExtendResponse.leases_end_at", property: "leasesEndAt", protoName: "leases_end_at", number: 3, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundExtendResponse(m: ExtendResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.lost, "ExtendResponse.lost"); i < count; i++) { const e = m.lost![i]!; n += 1 + bound.boundString(e, "ExtendResponse.lost"); }
  for (let i = 0, count = bound.listLength(m.cancelled, "ExtendResponse.cancelled"); i < count; i++) { const e = m.cancelled![i]!; n += 1 + bound.boundString(e, "ExtendResponse.cancelled"); }
  if (m.leasesEndAt !== undefined && m.leasesEndAt !== null) { n += 1 + boundTimestamp(m.leasesEndAt, "ExtendResponse.leases_end_at"); }
  return n;
}

function putExtendResponse(m: ExtendResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.lost !== undefined && m.lost !== null) for (let i = 0; i < m.lost.length; i++) { b[o++] = 10; o = put.putString(m.lost[i]!, b, o); }
  if (m.cancelled !== undefined && m.cancelled !== null) for (let i = 0; i < m.cancelled.length; i++) { b[o++] = 18; o = put.putString(m.cancelled[i]!, b, o); }
  if (m.leasesEndAt !== undefined && m.leasesEndAt !== null) { b[o++] = 26; o = putTimestamp(m.leasesEndAt, b, o); }
  return o;
}

function createExtendResponse(): ExtendResponse {
  return { lost: [], cancelled: [], leasesEndAt: undefined };
}

function readExtendResponse(r: Reader, m: ExtendResponse): ExtendResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        r.item("ExtendResponse.lost");
        m.lost.push(r.string("ExtendResponse.lost"));
        break;
      }
      case 18: {
        r.item("ExtendResponse.cancelled");
        m.cancelled.push(r.string("ExtendResponse.cancelled"));
        break;
      }
      case 26: {
        m.leasesEndAt = readTimestamp(r, "ExtendResponse.leases_end_at");
        break;
      }
      default:
        r.skip(tag, fieldsExtendResponse);
    }
  }
  return m;
}

/** Codec of ExtendResponse. */
export const ExtendResponse: Codec<ExtendResponse, ExtendResponseInit> = new MessageCodec<ExtendResponse, ExtendResponseInit>("flowmesh.v1.ExtendResponse", fieldsExtendResponse, createExtendResponse, boundExtendResponse, putExtendResponse, readExtendResponse);

export interface JobAttempt {
  /** Counts from 1, and from 1 again after a retry by hand. */
  attempt: number;
  workerId: string;
  workerLabel: string;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /**
   * Absent: it is under way.
   *
   * Milliseconds since 1970.
   */
  endedAt?: number | undefined;
  end: AttemptEnd;
  error: string;
  stack: string;
  log: string[];
}

/** JobAttempt as it is given to encode: what is absent is zero, empty or not set. */
export interface JobAttemptInit {
  /** Counts from 1, and from 1 again after a retry by hand. */
  attempt?: number | undefined;
  workerId?: string | undefined;
  workerLabel?: string | undefined;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /**
   * Absent: it is under way.
   *
   * Milliseconds since 1970.
   */
  endedAt?: number | undefined;
  end?: AttemptEnd | undefined;
  error?: string | undefined;
  stack?: string | undefined;
  log?: readonly string[] | undefined;
}

const fieldsJobAttempt: readonly Field[] = [
  { name: "JobAttempt.attempt", property: "attempt", protoName: "attempt", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.worker_id", property: "workerId", protoName: "worker_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.worker_label", property: "workerLabel", protoName: "worker_label", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.started_at", property: "startedAt", protoName: "started_at", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.ended_at", property: "endedAt", protoName: "ended_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.end", property: "end", protoName: "end", number: 6, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesAttemptEnd, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.error", property: "error", protoName: "error", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.stack", property: "stack", protoName: "stack", number: 8, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobAttempt.log", property: "log", protoName: "log", number: 9, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobAttempt(m: JobAttemptInit, payloadBytes: number): number {
  let n = 0;
  if (m.attempt !== undefined && m.attempt !== null) { n += 1 + bound.boundInt32(m.attempt, "JobAttempt.attempt"); }
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "JobAttempt.worker_id"); }
  if (m.workerLabel !== undefined && m.workerLabel !== null) { n += 1 + bound.boundString(m.workerLabel, "JobAttempt.worker_label"); }
  if (m.startedAt !== undefined && m.startedAt !== null) { n += 1 + boundTimestamp(m.startedAt, "JobAttempt.started_at"); }
  if (m.endedAt !== undefined && m.endedAt !== null) { n += 1 + boundTimestamp(m.endedAt, "JobAttempt.ended_at"); }
  if (m.end !== undefined && m.end !== null) { n += 1 + bound.boundInt32(numberAttemptEnd(m.end, "JobAttempt.end"), "JobAttempt.end"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "JobAttempt.error"); }
  if (m.stack !== undefined && m.stack !== null) { n += 1 + bound.boundString(m.stack, "JobAttempt.stack"); }
  for (let i = 0, count = bound.listLength(m.log, "JobAttempt.log"); i < count; i++) { const e = m.log![i]!; n += 1 + bound.boundString(e, "JobAttempt.log"); }
  return n;
}

function putJobAttempt(m: JobAttemptInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.attempt !== undefined && m.attempt !== null && m.attempt !== 0) { b[o++] = 8; o = putInt64(m.attempt, b, o); }
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 18; o = put.putString(m.workerId, b, o); }
  if (m.workerLabel !== undefined && m.workerLabel !== null && m.workerLabel !== "") { b[o++] = 26; o = put.putString(m.workerLabel, b, o); }
  if (m.startedAt !== undefined && m.startedAt !== null) { b[o++] = 34; o = putTimestamp(m.startedAt, b, o); }
  if (m.endedAt !== undefined && m.endedAt !== null) { b[o++] = 42; o = putTimestamp(m.endedAt, b, o); }
  if (m.end !== undefined && m.end !== null && m.end !== "unspecified") { b[o++] = 48; o = putVarint(numberAttemptEnd(m.end, ""), b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 58; o = put.putString(m.error, b, o); }
  if (m.stack !== undefined && m.stack !== null && m.stack !== "") { b[o++] = 66; o = put.putString(m.stack, b, o); }
  if (m.log !== undefined && m.log !== null) for (let i = 0; i < m.log.length; i++) { b[o++] = 74; o = put.putString(m.log[i]!, b, o); }
  return o;
}

// Bytes of the length of the JobAttempt that was written last within another message: the next one is likely to need as many.
let lengthBytesJobAttempt = 1;

function putNestedJobAttempt(m: JobAttemptInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobAttempt;
  const start = offset + reserved;
  const end = putJobAttempt(m, b, start, -1);
  lengthBytesJobAttempt = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobAttempt(): JobAttempt {
  return { attempt: 0, workerId: "", workerLabel: "", startedAt: undefined, endedAt: undefined, end: "unspecified", error: "", stack: "", log: [] };
}

function readJobAttempt(r: Reader, m: JobAttempt): JobAttempt {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.attempt = r.int32("JobAttempt.attempt");
        break;
      }
      case 18: {
        m.workerId = r.string("JobAttempt.worker_id");
        break;
      }
      case 26: {
        m.workerLabel = r.string("JobAttempt.worker_label");
        break;
      }
      case 34: {
        m.startedAt = readTimestamp(r, "JobAttempt.started_at");
        break;
      }
      case 42: {
        m.endedAt = readTimestamp(r, "JobAttempt.ended_at");
        break;
      }
      case 48: {
        m.end = nameAttemptEnd(r, "JobAttempt.end");
        break;
      }
      case 58: {
        m.error = r.string("JobAttempt.error");
        break;
      }
      case 66: {
        m.stack = r.string("JobAttempt.stack");
        break;
      }
      case 74: {
        r.item("JobAttempt.log");
        m.log.push(r.string("JobAttempt.log"));
        break;
      }
      default:
        r.skip(tag, fieldsJobAttempt);
    }
  }
  return m;
}

/** Codec of JobAttempt. */
export const JobAttempt: Codec<JobAttempt, JobAttemptInit> = new MessageCodec<JobAttempt, JobAttemptInit>("flowmesh.v1.JobAttempt", fieldsJobAttempt, createJobAttempt, boundJobAttempt, putJobAttempt, readJobAttempt);

export interface Job {
  job: string;
  state: JobState;
  key?: Uint8Array | undefined;
  /** Absent also when values were not asked for. */
  value?: Uint8Array | undefined;
  headers: Header[];
  priority: number;
  orderingKey: string;
  /** Attempts used, the one under way included. */
  attemptsUsed: number;
  maxAttempts: number;
  /** Milliseconds since 1970. */
  enqueuedAt?: number | undefined;
  /**
   * Of a delayed or retrying job: when it may be handed out.
   *
   * Milliseconds since 1970.
   */
  dueAt?: number | undefined;
  /**
   * Of one that is done, dead or cancelled.
   *
   * Milliseconds since 1970.
   */
  endedAt?: number | undefined;
  /** Of one that is being worked on: how far it has come, in percent, as its worker last said. */
  progress: number;
  /** Milliseconds since 1970. */
  leaseEndsAt?: number | undefined;
  /** Of one that is being worked on, or the last one that did. */
  workerId: string;
  /** Of one that is done. */
  result?: Uint8Array | undefined;
  /** Of the last attempt that failed. */
  error: string;
  /** Oldest first; the last 100. Absent in lists. */
  attempts: JobAttempt[];
  /** It is to be cancelled as soon as its worker lets go of it. */
  cancelling: boolean;
  /** The job whose place it took when that was retried with new content. */
  retryOf: string;
  /** Of a dead letter of a group: the record that it was. */
  origin?: JobOrigin | undefined;
}

/** Job as it is given to encode: what is absent is zero, empty or not set. */
export interface JobInit {
  job?: string | undefined;
  state?: JobState | undefined;
  key?: Uint8Array | undefined;
  /** Absent also when values were not asked for. */
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
  priority?: number | undefined;
  orderingKey?: string | undefined;
  /** Attempts used, the one under way included. */
  attemptsUsed?: number | undefined;
  maxAttempts?: number | undefined;
  /** Milliseconds since 1970. */
  enqueuedAt?: number | undefined;
  /**
   * Of a delayed or retrying job: when it may be handed out.
   *
   * Milliseconds since 1970.
   */
  dueAt?: number | undefined;
  /**
   * Of one that is done, dead or cancelled.
   *
   * Milliseconds since 1970.
   */
  endedAt?: number | undefined;
  /** Of one that is being worked on: how far it has come, in percent, as its worker last said. */
  progress?: number | undefined;
  /** Milliseconds since 1970. */
  leaseEndsAt?: number | undefined;
  /** Of one that is being worked on, or the last one that did. */
  workerId?: string | undefined;
  /** Of one that is done. */
  result?: Uint8Array | undefined;
  /** Of the last attempt that failed. */
  error?: string | undefined;
  /** Oldest first; the last 100. Absent in lists. */
  attempts?: readonly JobAttemptInit[] | undefined;
  /** It is to be cancelled as soon as its worker lets go of it. */
  cancelling?: boolean | undefined;
  /** The job whose place it took when that was retried with new content. */
  retryOf?: string | undefined;
  /** Of a dead letter of a group: the record that it was. */
  origin?: JobOriginInit | undefined;
}

const fieldsJob: readonly Field[] = [
  { name: "Job.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.state", property: "state", protoName: "state", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.key", property: "key", protoName: "key", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "Job.value", property: "value", protoName: "value", number: 4, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "Job.headers", property: "headers", protoName: "headers", number: 5, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
  { name: "Job.priority", property: "priority", protoName: "priority", number: 6, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.ordering_key", property: "orderingKey", protoName: "ordering_key", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.attempts_used", property: "attemptsUsed", protoName: "attempts_used", number: 8, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.max_attempts", property: "maxAttempts", protoName: "max_attempts", number: 9, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.enqueued_at", property: "enqueuedAt", protoName: "enqueued_at", number: 10, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.due_at", property: "dueAt", protoName: "due_at", number: 11, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.ended_at", property: "endedAt", protoName: "ended_at", number: 12, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.progress", property: "progress", protoName: "progress", number: 13, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.lease_ends_at", property: "leaseEndsAt", protoName: "lease_ends_at", number: 14, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.worker_id", property: "workerId", protoName: "worker_id", number: 15, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.result", property: "result", protoName: "result", number: 16, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "Job.error", property: "error", protoName: "error", number: 17, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.attempts", property: "attempts", protoName: "attempts", number: 18, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => JobAttempt, jsonBytes: "base64", payload: false },
  { name: "Job.cancelling", property: "cancelling", protoName: "cancelling", number: 19, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.retry_of", property: "retryOf", protoName: "retry_of", number: 20, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Job.origin", property: "origin", protoName: "origin", number: 21, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobOrigin, jsonBytes: "base64", payload: false },
];

function boundJob(m: JobInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "Job.job"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "Job.state"), "Job.state"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "Job.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "Job.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "Job.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "Job.headers"); n += 1 + 5 + boundHeader(e, -1); }
  if (m.priority !== undefined && m.priority !== null) { n += 1 + bound.boundInt32(m.priority, "Job.priority"); }
  if (m.orderingKey !== undefined && m.orderingKey !== null) { n += 1 + bound.boundString(m.orderingKey, "Job.ordering_key"); }
  if (m.attemptsUsed !== undefined && m.attemptsUsed !== null) { n += 1 + bound.boundInt32(m.attemptsUsed, "Job.attempts_used"); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { n += 1 + bound.boundInt32(m.maxAttempts, "Job.max_attempts"); }
  if (m.enqueuedAt !== undefined && m.enqueuedAt !== null) { n += 1 + boundTimestamp(m.enqueuedAt, "Job.enqueued_at"); }
  if (m.dueAt !== undefined && m.dueAt !== null) { n += 1 + boundTimestamp(m.dueAt, "Job.due_at"); }
  if (m.endedAt !== undefined && m.endedAt !== null) { n += 1 + boundTimestamp(m.endedAt, "Job.ended_at"); }
  if (m.progress !== undefined && m.progress !== null) { n += 1 + bound.boundInt32(m.progress, "Job.progress"); }
  if (m.leaseEndsAt !== undefined && m.leaseEndsAt !== null) { n += 1 + boundTimestamp(m.leaseEndsAt, "Job.lease_ends_at"); }
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "Job.worker_id"); }
  if (m.result !== undefined && m.result !== null) { n += 2 + bound.boundBytes(m.result, "Job.result"); }
  if (m.error !== undefined && m.error !== null) { n += 2 + bound.boundString(m.error, "Job.error"); }
  for (let i = 0, count = bound.listLength(m.attempts, "Job.attempts"); i < count; i++) { const e = m.attempts![i]!; bound.checkMessage(e, "Job.attempts"); n += 2 + 5 + boundJobAttempt(e, -1); }
  if (m.cancelling !== undefined && m.cancelling !== null) { n += 2 + bound.boundBool(m.cancelling, "Job.cancelling"); }
  if (m.retryOf !== undefined && m.retryOf !== null) { n += 2 + bound.boundString(m.retryOf, "Job.retry_of"); }
  if (m.origin !== undefined && m.origin !== null) { bound.checkMessage(m.origin, "Job.origin"); n += 2 + 5 + boundJobOrigin(m.origin, -1); }
  return n;
}

function putJob(m: JobInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 16; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 26; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 34; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 42; o = putNestedHeader(m.headers[i]!, b, o); }
  if (m.priority !== undefined && m.priority !== null && m.priority !== 0) { b[o++] = 48; o = putInt64(m.priority, b, o); }
  if (m.orderingKey !== undefined && m.orderingKey !== null && m.orderingKey !== "") { b[o++] = 58; o = put.putString(m.orderingKey, b, o); }
  if (m.attemptsUsed !== undefined && m.attemptsUsed !== null && m.attemptsUsed !== 0) { b[o++] = 64; o = putInt64(m.attemptsUsed, b, o); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null && m.maxAttempts !== 0) { b[o++] = 72; o = putInt64(m.maxAttempts, b, o); }
  if (m.enqueuedAt !== undefined && m.enqueuedAt !== null) { b[o++] = 82; o = putTimestamp(m.enqueuedAt, b, o); }
  if (m.dueAt !== undefined && m.dueAt !== null) { b[o++] = 90; o = putTimestamp(m.dueAt, b, o); }
  if (m.endedAt !== undefined && m.endedAt !== null) { b[o++] = 98; o = putTimestamp(m.endedAt, b, o); }
  if (m.progress !== undefined && m.progress !== null && m.progress !== 0) { b[o++] = 104; o = putInt64(m.progress, b, o); }
  if (m.leaseEndsAt !== undefined && m.leaseEndsAt !== null) { b[o++] = 114; o = putTimestamp(m.leaseEndsAt, b, o); }
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 122; o = put.putString(m.workerId, b, o); }
  if (m.result !== undefined && m.result !== null) { b[o++] = 130; b[o++] = 1; o = put.putBytes(m.result, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 138; b[o++] = 1; o = put.putString(m.error, b, o); }
  if (m.attempts !== undefined && m.attempts !== null) for (let i = 0; i < m.attempts.length; i++) { b[o++] = 146; b[o++] = 1; o = putNestedJobAttempt(m.attempts[i]!, b, o); }
  if (m.cancelling !== undefined && m.cancelling !== null && m.cancelling !== false) { b[o++] = 152; b[o++] = 1; o = put.putBool(m.cancelling, b, o); }
  if (m.retryOf !== undefined && m.retryOf !== null && m.retryOf !== "") { b[o++] = 162; b[o++] = 1; o = put.putString(m.retryOf, b, o); }
  if (m.origin !== undefined && m.origin !== null) { b[o++] = 170; b[o++] = 1; o = putNestedJobOrigin(m.origin, b, o); }
  return o;
}

// Bytes of the length of the Job that was written last within another message: the next one is likely to need as many.
let lengthBytesJob = 1;

function putNestedJob(m: JobInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJob;
  const start = offset + reserved;
  const end = putJob(m, b, start, -1);
  lengthBytesJob = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJob(): Job {
  return { job: "", state: "unspecified", key: undefined, value: undefined, headers: [], priority: 0, orderingKey: "", attemptsUsed: 0, maxAttempts: 0, enqueuedAt: undefined, dueAt: undefined, endedAt: undefined, progress: 0, leaseEndsAt: undefined, workerId: "", result: undefined, error: "", attempts: [], cancelling: false, retryOf: "", origin: undefined };
}

function readJob(r: Reader, m: Job): Job {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("Job.job");
        break;
      }
      case 16: {
        m.state = nameJobState(r, "Job.state");
        break;
      }
      case 26: {
        m.key = r.bytes("Job.key");
        break;
      }
      case 34: {
        m.value = r.bytes("Job.value");
        break;
      }
      case 42: {
        const outer = r.enter("Job.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      case 48: {
        m.priority = r.int32("Job.priority");
        break;
      }
      case 58: {
        m.orderingKey = r.string("Job.ordering_key");
        break;
      }
      case 64: {
        m.attemptsUsed = r.int32("Job.attempts_used");
        break;
      }
      case 72: {
        m.maxAttempts = r.int32("Job.max_attempts");
        break;
      }
      case 82: {
        m.enqueuedAt = readTimestamp(r, "Job.enqueued_at");
        break;
      }
      case 90: {
        m.dueAt = readTimestamp(r, "Job.due_at");
        break;
      }
      case 98: {
        m.endedAt = readTimestamp(r, "Job.ended_at");
        break;
      }
      case 104: {
        m.progress = r.int32("Job.progress");
        break;
      }
      case 114: {
        m.leaseEndsAt = readTimestamp(r, "Job.lease_ends_at");
        break;
      }
      case 122: {
        m.workerId = r.string("Job.worker_id");
        break;
      }
      case 130: {
        m.result = r.bytes("Job.result");
        break;
      }
      case 138: {
        m.error = r.string("Job.error");
        break;
      }
      case 146: {
        const outer = r.enter("Job.attempts");
        m.attempts.push(readJobAttempt(r, createJobAttempt()));
        r.leave(outer);
        break;
      }
      case 152: {
        m.cancelling = r.bool("Job.cancelling");
        break;
      }
      case 162: {
        m.retryOf = r.string("Job.retry_of");
        break;
      }
      case 170: {
        const outer = r.enter("Job.origin");
        m.origin = readJobOrigin(r, m.origin ?? createJobOrigin());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsJob);
    }
  }
  return m;
}

/** Codec of Job. */
export const Job: Codec<Job, JobInit> = new MessageCodec<Job, JobInit>("flowmesh.v1.Job", fieldsJob, createJob, boundJob, putJob, readJob);

export interface GetJobRequest {
  queue: string;
  job: string;
  /** Waits so long for the job to end: to be done, dead, cancelled or removed. At most 30000. Default 0: answers at once. */
  waitMs: number;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
  /** Waits so long for the job to end: to be done, dead, cancelled or removed. At most 30000. Default 0: answers at once. */
  waitMs?: number | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetJobRequest: readonly Field[] = [
  { name: "GetJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetJobRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetJobRequest.at_least", property: "atLeast", protoName: "at_least", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetJobRequest(m: GetJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "GetJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "GetJobRequest.job"); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "GetJobRequest.wait_ms"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetJobRequest.at_least"); }
  return n;
}

function putGetJobRequest(m: GetJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 24; o = putInt64(m.waitMs, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 32; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetJobRequest(): GetJobRequest {
  return { queue: "", job: "", waitMs: 0, atLeast: 0 };
}

function readGetJobRequest(r: Reader, m: GetJobRequest): GetJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("GetJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("GetJobRequest.job");
        break;
      }
      case 24: {
        m.waitMs = r.int64("GetJobRequest.wait_ms");
        break;
      }
      case 32: {
        m.atLeast = r.int64("GetJobRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetJobRequest);
    }
  }
  return m;
}

/** Codec of GetJobRequest. */
export const GetJobRequest: Codec<GetJobRequest, GetJobRequestInit> = new MessageCodec<GetJobRequest, GetJobRequestInit>("flowmesh.v1.GetJobRequest", fieldsGetJobRequest, createGetJobRequest, boundGetJobRequest, putGetJobRequest, readGetJobRequest);

export interface GetJobResponse {
  job?: Job | undefined;
}

/** GetJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetJobResponseInit {
  job?: JobInit | undefined;
}

const fieldsGetJobResponse: readonly Field[] = [
  { name: "GetJobResponse.job", property: "job", protoName: "job", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Job, jsonBytes: "base64", payload: false },
];

function boundGetJobResponse(m: GetJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { bound.checkMessage(m.job, "GetJobResponse.job"); n += 1 + 5 + boundJob(m.job, -1); }
  return n;
}

function putGetJobResponse(m: GetJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null) { b[o++] = 10; o = putNestedJob(m.job, b, o); }
  return o;
}

function createGetJobResponse(): GetJobResponse {
  return { job: undefined };
}

function readGetJobResponse(r: Reader, m: GetJobResponse): GetJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetJobResponse.job");
        m.job = readJob(r, m.job ?? createJob());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetJobResponse);
    }
  }
  return m;
}

/** Codec of GetJobResponse. */
export const GetJobResponse: Codec<GetJobResponse, GetJobResponseInit> = new MessageCodec<GetJobResponse, GetJobResponseInit>("flowmesh.v1.GetJobResponse", fieldsGetJobResponse, createGetJobResponse, boundGetJobResponse, putGetJobResponse, readGetJobResponse);

export interface ListJobsRequest {
  queue: string;
  /** Only jobs in this state. Absent: in any. */
  state: JobState;
  /** Only jobs of this key. */
  key?: Uint8Array | undefined;
  /** Only jobs whose last error has this in it, capitals or not. */
  error: string;
  /** Only jobs from this id on. */
  fromJob: string;
  /** Only jobs before this id. */
  toJob: string;
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Leaves values, headers and results out. */
  withoutValues: boolean;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
  /** Only jobs whose last error is of this group of errors, by its id. */
  errorGroup: string;
  /** Only jobs of which this expression (CEL) is true, such as `value.total > 100 && attempts >= 5`; what it knows is told at JobFilter. At most 1024 bytes. */
  where: string;
}

/** ListJobsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListJobsRequestInit {
  queue?: string | undefined;
  /** Only jobs in this state. Absent: in any. */
  state?: JobState | undefined;
  /** Only jobs of this key. */
  key?: Uint8Array | undefined;
  /** Only jobs whose last error has this in it, capitals or not. */
  error?: string | undefined;
  /** Only jobs from this id on. */
  fromJob?: string | undefined;
  /** Only jobs before this id. */
  toJob?: string | undefined;
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Leaves values, headers and results out. */
  withoutValues?: boolean | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
  /** Only jobs whose last error is of this group of errors, by its id. */
  errorGroup?: string | undefined;
  /** Only jobs of which this expression (CEL) is true, such as `value.total > 100 && attempts >= 5`; what it knows is told at JobFilter. At most 1024 bytes. */
  where?: string | undefined;
}

const fieldsListJobsRequest: readonly Field[] = [
  { name: "ListJobsRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.state", property: "state", protoName: "state", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.key", property: "key", protoName: "key", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "ListJobsRequest.error", property: "error", protoName: "error", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.from_job", property: "fromJob", protoName: "from_job", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.to_job", property: "toJob", protoName: "to_job", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.page_size", property: "pageSize", protoName: "page_size", number: 7, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.page_token", property: "pageToken", protoName: "page_token", number: 8, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.without_values", property: "withoutValues", protoName: "without_values", number: 9, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.at_least", property: "atLeast", protoName: "at_least", number: 10, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.error_group", property: "errorGroup", protoName: "error_group", number: 11, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListJobsRequest.where", property: "where", protoName: "where", number: 12, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListJobsRequest(m: ListJobsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ListJobsRequest.queue"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "ListJobsRequest.state"), "ListJobsRequest.state"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "ListJobsRequest.key"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "ListJobsRequest.error"); }
  if (m.fromJob !== undefined && m.fromJob !== null) { n += 1 + bound.boundString(m.fromJob, "ListJobsRequest.from_job"); }
  if (m.toJob !== undefined && m.toJob !== null) { n += 1 + bound.boundString(m.toJob, "ListJobsRequest.to_job"); }
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListJobsRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListJobsRequest.page_token"); }
  if (m.withoutValues !== undefined && m.withoutValues !== null) { n += 1 + bound.boundBool(m.withoutValues, "ListJobsRequest.without_values"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "ListJobsRequest.at_least"); }
  if (m.errorGroup !== undefined && m.errorGroup !== null) { n += 1 + bound.boundString(m.errorGroup, "ListJobsRequest.error_group"); }
  if (m.where !== undefined && m.where !== null) { n += 1 + bound.boundString(m.where, "ListJobsRequest.where"); }
  return n;
}

function putListJobsRequest(m: ListJobsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 16; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 26; o = put.putBytes(m.key, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 34; o = put.putString(m.error, b, o); }
  if (m.fromJob !== undefined && m.fromJob !== null && m.fromJob !== "") { b[o++] = 42; o = put.putString(m.fromJob, b, o); }
  if (m.toJob !== undefined && m.toJob !== null && m.toJob !== "") { b[o++] = 50; o = put.putString(m.toJob, b, o); }
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 56; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 66; o = put.putString(m.pageToken, b, o); }
  if (m.withoutValues !== undefined && m.withoutValues !== null && m.withoutValues !== false) { b[o++] = 72; o = put.putBool(m.withoutValues, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 80; o = putInt64(m.atLeast, b, o); }
  if (m.errorGroup !== undefined && m.errorGroup !== null && m.errorGroup !== "") { b[o++] = 90; o = put.putString(m.errorGroup, b, o); }
  if (m.where !== undefined && m.where !== null && m.where !== "") { b[o++] = 98; o = put.putString(m.where, b, o); }
  return o;
}

function createListJobsRequest(): ListJobsRequest {
  return { queue: "", state: "unspecified", key: undefined, error: "", fromJob: "", toJob: "", pageSize: 0, pageToken: "", withoutValues: false, atLeast: 0, errorGroup: "", where: "" };
}

function readListJobsRequest(r: Reader, m: ListJobsRequest): ListJobsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ListJobsRequest.queue");
        break;
      }
      case 16: {
        m.state = nameJobState(r, "ListJobsRequest.state");
        break;
      }
      case 26: {
        m.key = r.bytes("ListJobsRequest.key");
        break;
      }
      case 34: {
        m.error = r.string("ListJobsRequest.error");
        break;
      }
      case 42: {
        m.fromJob = r.string("ListJobsRequest.from_job");
        break;
      }
      case 50: {
        m.toJob = r.string("ListJobsRequest.to_job");
        break;
      }
      case 56: {
        m.pageSize = r.int32("ListJobsRequest.page_size");
        break;
      }
      case 66: {
        m.pageToken = r.string("ListJobsRequest.page_token");
        break;
      }
      case 72: {
        m.withoutValues = r.bool("ListJobsRequest.without_values");
        break;
      }
      case 80: {
        m.atLeast = r.int64("ListJobsRequest.at_least");
        break;
      }
      case 90: {
        m.errorGroup = r.string("ListJobsRequest.error_group");
        break;
      }
      case 98: {
        m.where = r.string("ListJobsRequest.where");
        break;
      }
      default:
        r.skip(tag, fieldsListJobsRequest);
    }
  }
  return m;
}

/** Codec of ListJobsRequest. */
export const ListJobsRequest: Codec<ListJobsRequest, ListJobsRequestInit> = new MessageCodec<ListJobsRequest, ListJobsRequestInit>("flowmesh.v1.ListJobsRequest", fieldsListJobsRequest, createListJobsRequest, boundListJobsRequest, putListJobsRequest, readListJobsRequest);

export interface ListJobsResponse {
  jobs: Job[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListJobsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListJobsResponseInit {
  jobs?: readonly JobInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListJobsResponse: readonly Field[] = [
  { name: "ListJobsResponse.jobs", property: "jobs", protoName: "jobs", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Job, jsonBytes: "base64", payload: false },
  { name: "ListJobsResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListJobsResponse(m: ListJobsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.jobs, "ListJobsResponse.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "ListJobsResponse.jobs"); n += 1 + 5 + boundJob(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListJobsResponse.next_page_token"); }
  return n;
}

function putListJobsResponse(m: ListJobsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 10; o = putNestedJob(m.jobs[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListJobsResponse(): ListJobsResponse {
  return { jobs: [], nextPageToken: "" };
}

function readListJobsResponse(r: Reader, m: ListJobsResponse): ListJobsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListJobsResponse.jobs");
        m.jobs.push(readJob(r, createJob()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListJobsResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListJobsResponse);
    }
  }
  return m;
}

/** Codec of ListJobsResponse. */
export const ListJobsResponse: Codec<ListJobsResponse, ListJobsResponseInit> = new MessageCodec<ListJobsResponse, ListJobsResponseInit>("flowmesh.v1.ListJobsResponse", fieldsListJobsResponse, createListJobsResponse, boundListJobsResponse, putListJobsResponse, readListJobsResponse);

export interface CancelJobRequest {
  queue: string;
  job: string;
}

/** CancelJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CancelJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
}

const fieldsCancelJobRequest: readonly Field[] = [
  { name: "CancelJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CancelJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCancelJobRequest(m: CancelJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "CancelJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "CancelJobRequest.job"); }
  return n;
}

function putCancelJobRequest(m: CancelJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  return o;
}

function createCancelJobRequest(): CancelJobRequest {
  return { queue: "", job: "" };
}

function readCancelJobRequest(r: Reader, m: CancelJobRequest): CancelJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("CancelJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("CancelJobRequest.job");
        break;
      }
      default:
        r.skip(tag, fieldsCancelJobRequest);
    }
  }
  return m;
}

/** Codec of CancelJobRequest. */
export const CancelJobRequest: Codec<CancelJobRequest, CancelJobRequestInit> = new MessageCodec<CancelJobRequest, CancelJobRequestInit>("flowmesh.v1.CancelJobRequest", fieldsCancelJobRequest, createCancelJobRequest, boundCancelJobRequest, putCancelJobRequest, readCancelJobRequest);

export interface CancelJobResponse {
  /** `cancelled`, or `active` while its worker is still to let go of it. */
  state: JobState;
  position: number;
}

/** CancelJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CancelJobResponseInit {
  /** `cancelled`, or `active` while its worker is still to let go of it. */
  state?: JobState | undefined;
  position?: number | undefined;
}

const fieldsCancelJobResponse: readonly Field[] = [
  { name: "CancelJobResponse.state", property: "state", protoName: "state", number: 1, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CancelJobResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCancelJobResponse(m: CancelJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "CancelJobResponse.state"), "CancelJobResponse.state"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CancelJobResponse.position"); }
  return n;
}

function putCancelJobResponse(m: CancelJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 8; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createCancelJobResponse(): CancelJobResponse {
  return { state: "unspecified", position: 0 };
}

function readCancelJobResponse(r: Reader, m: CancelJobResponse): CancelJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.state = nameJobState(r, "CancelJobResponse.state");
        break;
      }
      case 16: {
        m.position = r.int64("CancelJobResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsCancelJobResponse);
    }
  }
  return m;
}

/** Codec of CancelJobResponse. */
export const CancelJobResponse: Codec<CancelJobResponse, CancelJobResponseInit> = new MessageCodec<CancelJobResponse, CancelJobResponseInit>("flowmesh.v1.CancelJobResponse", fieldsCancelJobResponse, createCancelJobResponse, boundCancelJobResponse, putCancelJobResponse, readCancelJobResponse);

export interface RunJobRequest {
  queue: string;
  job: string;
}

/** RunJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface RunJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
}

const fieldsRunJobRequest: readonly Field[] = [
  { name: "RunJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RunJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRunJobRequest(m: RunJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "RunJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "RunJobRequest.job"); }
  return n;
}

function putRunJobRequest(m: RunJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  return o;
}

function createRunJobRequest(): RunJobRequest {
  return { queue: "", job: "" };
}

function readRunJobRequest(r: Reader, m: RunJobRequest): RunJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("RunJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("RunJobRequest.job");
        break;
      }
      default:
        r.skip(tag, fieldsRunJobRequest);
    }
  }
  return m;
}

/** Codec of RunJobRequest. */
export const RunJobRequest: Codec<RunJobRequest, RunJobRequestInit> = new MessageCodec<RunJobRequest, RunJobRequestInit>("flowmesh.v1.RunJobRequest", fieldsRunJobRequest, createRunJobRequest, boundRunJobRequest, putRunJobRequest, readRunJobRequest);

export interface RunJobResponse {
  position: number;
}

/** RunJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface RunJobResponseInit {
  position?: number | undefined;
}

const fieldsRunJobResponse: readonly Field[] = [
  { name: "RunJobResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRunJobResponse(m: RunJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "RunJobResponse.position"); }
  return n;
}

function putRunJobResponse(m: RunJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createRunJobResponse(): RunJobResponse {
  return { position: 0 };
}

function readRunJobResponse(r: Reader, m: RunJobResponse): RunJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("RunJobResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsRunJobResponse);
    }
  }
  return m;
}

/** Codec of RunJobResponse. */
export const RunJobResponse: Codec<RunJobResponse, RunJobResponseInit> = new MessageCodec<RunJobResponse, RunJobResponseInit>("flowmesh.v1.RunJobResponse", fieldsRunJobResponse, createRunJobResponse, boundRunJobResponse, putRunJobResponse, readRunJobResponse);

export interface RetryJobRequest {
  queue: string;
  job: string;
  /** What is other than it was: what is absent or empty in it stays, its priority, ordering key and attempts too. Not with `dedupe_id`. Default: as it is. */
  edit?: NewJob | undefined;
}

/** RetryJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface RetryJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
  /** What is other than it was: what is absent or empty in it stays, its priority, ordering key and attempts too. Not with `dedupe_id`. Default: as it is. */
  edit?: NewJobInit | undefined;
}

const fieldsRetryJobRequest: readonly Field[] = [
  { name: "RetryJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RetryJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RetryJobRequest.edit", property: "edit", protoName: "edit", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => NewJob, jsonBytes: "base64", payload: false },
];

function boundRetryJobRequest(m: RetryJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "RetryJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "RetryJobRequest.job"); }
  if (m.edit !== undefined && m.edit !== null) { bound.checkMessage(m.edit, "RetryJobRequest.edit"); n += 1 + 5 + boundNewJob(m.edit, -1); }
  return n;
}

function putRetryJobRequest(m: RetryJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  if (m.edit !== undefined && m.edit !== null) { b[o++] = 26; o = putNestedNewJob(m.edit, b, o); }
  return o;
}

function createRetryJobRequest(): RetryJobRequest {
  return { queue: "", job: "", edit: undefined };
}

function readRetryJobRequest(r: Reader, m: RetryJobRequest): RetryJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("RetryJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("RetryJobRequest.job");
        break;
      }
      case 26: {
        const outer = r.enter("RetryJobRequest.edit");
        m.edit = readNewJob(r, m.edit ?? createNewJob());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsRetryJobRequest);
    }
  }
  return m;
}

/** Codec of RetryJobRequest. */
export const RetryJobRequest: Codec<RetryJobRequest, RetryJobRequestInit> = new MessageCodec<RetryJobRequest, RetryJobRequestInit>("flowmesh.v1.RetryJobRequest", fieldsRetryJobRequest, createRetryJobRequest, boundRetryJobRequest, putRetryJobRequest, readRetryJobRequest);

export interface RetryJobResponse {
  /** Its id from now on: another one only when it was edited. */
  job: string;
  position: number;
}

/** RetryJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface RetryJobResponseInit {
  /** Its id from now on: another one only when it was edited. */
  job?: string | undefined;
  position?: number | undefined;
}

const fieldsRetryJobResponse: readonly Field[] = [
  { name: "RetryJobResponse.job", property: "job", protoName: "job", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RetryJobResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRetryJobResponse(m: RetryJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "RetryJobResponse.job"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "RetryJobResponse.position"); }
  return n;
}

function putRetryJobResponse(m: RetryJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 10; o = put.putString(m.job, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createRetryJobResponse(): RetryJobResponse {
  return { job: "", position: 0 };
}

function readRetryJobResponse(r: Reader, m: RetryJobResponse): RetryJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.job = r.string("RetryJobResponse.job");
        break;
      }
      case 16: {
        m.position = r.int64("RetryJobResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsRetryJobResponse);
    }
  }
  return m;
}

/** Codec of RetryJobResponse. */
export const RetryJobResponse: Codec<RetryJobResponse, RetryJobResponseInit> = new MessageCodec<RetryJobResponse, RetryJobResponseInit>("flowmesh.v1.RetryJobResponse", fieldsRetryJobResponse, createRetryJobResponse, boundRetryJobResponse, putRetryJobResponse, readRetryJobResponse);

export interface RemoveJobRequest {
  queue: string;
  job: string;
}

/** RemoveJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface RemoveJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
}

const fieldsRemoveJobRequest: readonly Field[] = [
  { name: "RemoveJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RemoveJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRemoveJobRequest(m: RemoveJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "RemoveJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "RemoveJobRequest.job"); }
  return n;
}

function putRemoveJobRequest(m: RemoveJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  return o;
}

function createRemoveJobRequest(): RemoveJobRequest {
  return { queue: "", job: "" };
}

function readRemoveJobRequest(r: Reader, m: RemoveJobRequest): RemoveJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("RemoveJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("RemoveJobRequest.job");
        break;
      }
      default:
        r.skip(tag, fieldsRemoveJobRequest);
    }
  }
  return m;
}

/** Codec of RemoveJobRequest. */
export const RemoveJobRequest: Codec<RemoveJobRequest, RemoveJobRequestInit> = new MessageCodec<RemoveJobRequest, RemoveJobRequestInit>("flowmesh.v1.RemoveJobRequest", fieldsRemoveJobRequest, createRemoveJobRequest, boundRemoveJobRequest, putRemoveJobRequest, readRemoveJobRequest);

export interface RemoveJobResponse {
  position: number;
}

/** RemoveJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface RemoveJobResponseInit {
  position?: number | undefined;
}

const fieldsRemoveJobResponse: readonly Field[] = [
  { name: "RemoveJobResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRemoveJobResponse(m: RemoveJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "RemoveJobResponse.position"); }
  return n;
}

function putRemoveJobResponse(m: RemoveJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createRemoveJobResponse(): RemoveJobResponse {
  return { position: 0 };
}

function readRemoveJobResponse(r: Reader, m: RemoveJobResponse): RemoveJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("RemoveJobResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsRemoveJobResponse);
    }
  }
  return m;
}

/** Codec of RemoveJobResponse. */
export const RemoveJobResponse: Codec<RemoveJobResponse, RemoveJobResponseInit> = new MessageCodec<RemoveJobResponse, RemoveJobResponseInit>("flowmesh.v1.RemoveJobResponse", fieldsRemoveJobResponse, createRemoveJobResponse, boundRemoveJobResponse, putRemoveJobResponse, readRemoveJobResponse);

export interface ExplainJobRequest {
  queue: string;
  job: string;
}

/** ExplainJobRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ExplainJobRequestInit {
  queue?: string | undefined;
  job?: string | undefined;
}

const fieldsExplainJobRequest: readonly Field[] = [
  { name: "ExplainJobRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobRequest.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundExplainJobRequest(m: ExplainJobRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ExplainJobRequest.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "ExplainJobRequest.job"); }
  return n;
}

function putExplainJobRequest(m: ExplainJobRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  return o;
}

function createExplainJobRequest(): ExplainJobRequest {
  return { queue: "", job: "" };
}

function readExplainJobRequest(r: Reader, m: ExplainJobRequest): ExplainJobRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ExplainJobRequest.queue");
        break;
      }
      case 18: {
        m.job = r.string("ExplainJobRequest.job");
        break;
      }
      default:
        r.skip(tag, fieldsExplainJobRequest);
    }
  }
  return m;
}

/** Codec of ExplainJobRequest. */
export const ExplainJobRequest: Codec<ExplainJobRequest, ExplainJobRequestInit> = new MessageCodec<ExplainJobRequest, ExplainJobRequestInit>("flowmesh.v1.ExplainJobRequest", fieldsExplainJobRequest, createExplainJobRequest, boundExplainJobRequest, putExplainJobRequest, readExplainJobRequest);

export interface ExplainJobResponse {
  state: JobState;
  reason: WaitReason;
  /** The reason in words. */
  text: string;
  /** The job that holds the key. */
  heldBy: string;
  /**
   * When it may go on, where that is known.
   *
   * Milliseconds since 1970.
   */
  until?: number | undefined;
  /** How many jobs go first; of a job with a limit per key those of its key, at most 10000 of which are counted. */
  ahead: number;
}

/** ExplainJobResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ExplainJobResponseInit {
  state?: JobState | undefined;
  reason?: WaitReason | undefined;
  /** The reason in words. */
  text?: string | undefined;
  /** The job that holds the key. */
  heldBy?: string | undefined;
  /**
   * When it may go on, where that is known.
   *
   * Milliseconds since 1970.
   */
  until?: number | undefined;
  /** How many jobs go first; of a job with a limit per key those of its key, at most 10000 of which are counted. */
  ahead?: number | undefined;
}

const fieldsExplainJobResponse: readonly Field[] = [
  { name: "ExplainJobResponse.state", property: "state", protoName: "state", number: 1, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobResponse.reason", property: "reason", protoName: "reason", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesWaitReason, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobResponse.text", property: "text", protoName: "text", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobResponse.held_by", property: "heldBy", protoName: "held_by", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobResponse.until", property: "until", protoName: "until", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ExplainJobResponse.ahead", property: "ahead", protoName: "ahead", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundExplainJobResponse(m: ExplainJobResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "ExplainJobResponse.state"), "ExplainJobResponse.state"); }
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundInt32(numberWaitReason(m.reason, "ExplainJobResponse.reason"), "ExplainJobResponse.reason"); }
  if (m.text !== undefined && m.text !== null) { n += 1 + bound.boundString(m.text, "ExplainJobResponse.text"); }
  if (m.heldBy !== undefined && m.heldBy !== null) { n += 1 + bound.boundString(m.heldBy, "ExplainJobResponse.held_by"); }
  if (m.until !== undefined && m.until !== null) { n += 1 + boundTimestamp(m.until, "ExplainJobResponse.until"); }
  if (m.ahead !== undefined && m.ahead !== null) { n += 1 + bound.boundInt64(m.ahead, "ExplainJobResponse.ahead"); }
  return n;
}

function putExplainJobResponse(m: ExplainJobResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 8; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.reason !== undefined && m.reason !== null && m.reason !== "unspecified") { b[o++] = 16; o = putVarint(numberWaitReason(m.reason, ""), b, o); }
  if (m.text !== undefined && m.text !== null && m.text !== "") { b[o++] = 26; o = put.putString(m.text, b, o); }
  if (m.heldBy !== undefined && m.heldBy !== null && m.heldBy !== "") { b[o++] = 34; o = put.putString(m.heldBy, b, o); }
  if (m.until !== undefined && m.until !== null) { b[o++] = 42; o = putTimestamp(m.until, b, o); }
  if (m.ahead !== undefined && m.ahead !== null && m.ahead !== 0) { b[o++] = 48; o = putInt64(m.ahead, b, o); }
  return o;
}

function createExplainJobResponse(): ExplainJobResponse {
  return { state: "unspecified", reason: "unspecified", text: "", heldBy: "", until: undefined, ahead: 0 };
}

function readExplainJobResponse(r: Reader, m: ExplainJobResponse): ExplainJobResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.state = nameJobState(r, "ExplainJobResponse.state");
        break;
      }
      case 16: {
        m.reason = nameWaitReason(r, "ExplainJobResponse.reason");
        break;
      }
      case 26: {
        m.text = r.string("ExplainJobResponse.text");
        break;
      }
      case 34: {
        m.heldBy = r.string("ExplainJobResponse.held_by");
        break;
      }
      case 42: {
        m.until = readTimestamp(r, "ExplainJobResponse.until");
        break;
      }
      case 48: {
        m.ahead = r.int64("ExplainJobResponse.ahead");
        break;
      }
      default:
        r.skip(tag, fieldsExplainJobResponse);
    }
  }
  return m;
}

/** Codec of ExplainJobResponse. */
export const ExplainJobResponse: Codec<ExplainJobResponse, ExplainJobResponseInit> = new MessageCodec<ExplainJobResponse, ExplainJobResponseInit>("flowmesh.v1.ExplainJobResponse", fieldsExplainJobResponse, createExplainJobResponse, boundExplainJobResponse, putExplainJobResponse, readExplainJobResponse);

export interface ListWorkersRequest {
  queue: string;
}

/** ListWorkersRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListWorkersRequestInit {
  queue?: string | undefined;
}

const fieldsListWorkersRequest: readonly Field[] = [
  { name: "ListWorkersRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListWorkersRequest(m: ListWorkersRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ListWorkersRequest.queue"); }
  return n;
}

function putListWorkersRequest(m: ListWorkersRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  return o;
}

function createListWorkersRequest(): ListWorkersRequest {
  return { queue: "" };
}

function readListWorkersRequest(r: Reader, m: ListWorkersRequest): ListWorkersRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ListWorkersRequest.queue");
        break;
      }
      default:
        r.skip(tag, fieldsListWorkersRequest);
    }
  }
  return m;
}

/** Codec of ListWorkersRequest. */
export const ListWorkersRequest: Codec<ListWorkersRequest, ListWorkersRequestInit> = new MessageCodec<ListWorkersRequest, ListWorkersRequestInit>("flowmesh.v1.ListWorkersRequest", fieldsListWorkersRequest, createListWorkersRequest, boundListWorkersRequest, putListWorkersRequest, readListWorkersRequest);

export interface QueueWorker {
  workerId: string;
  label: string;
  /** Its jobs, at most 1000, in the order of their ids. */
  jobs: string[];
  /** It waits for jobs at this moment. */
  waiting: boolean;
  /**
   * When it last reserved, settled or extended. Absent: not since the server was started.
   *
   * Milliseconds since 1970.
   */
  lastSeenAt?: number | undefined;
}

/** QueueWorker as it is given to encode: what is absent is zero, empty or not set. */
export interface QueueWorkerInit {
  workerId?: string | undefined;
  label?: string | undefined;
  /** Its jobs, at most 1000, in the order of their ids. */
  jobs?: readonly string[] | undefined;
  /** It waits for jobs at this moment. */
  waiting?: boolean | undefined;
  /**
   * When it last reserved, settled or extended. Absent: not since the server was started.
   *
   * Milliseconds since 1970.
   */
  lastSeenAt?: number | undefined;
}

const fieldsQueueWorker: readonly Field[] = [
  { name: "QueueWorker.worker_id", property: "workerId", protoName: "worker_id", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueWorker.label", property: "label", protoName: "label", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueWorker.jobs", property: "jobs", protoName: "jobs", number: 3, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueWorker.waiting", property: "waiting", protoName: "waiting", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "QueueWorker.last_seen_at", property: "lastSeenAt", protoName: "last_seen_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundQueueWorker(m: QueueWorkerInit, payloadBytes: number): number {
  let n = 0;
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "QueueWorker.worker_id"); }
  if (m.label !== undefined && m.label !== null) { n += 1 + bound.boundString(m.label, "QueueWorker.label"); }
  for (let i = 0, count = bound.listLength(m.jobs, "QueueWorker.jobs"); i < count; i++) { const e = m.jobs![i]!; n += 1 + bound.boundString(e, "QueueWorker.jobs"); }
  if (m.waiting !== undefined && m.waiting !== null) { n += 1 + bound.boundBool(m.waiting, "QueueWorker.waiting"); }
  if (m.lastSeenAt !== undefined && m.lastSeenAt !== null) { n += 1 + boundTimestamp(m.lastSeenAt, "QueueWorker.last_seen_at"); }
  return n;
}

function putQueueWorker(m: QueueWorkerInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 10; o = put.putString(m.workerId, b, o); }
  if (m.label !== undefined && m.label !== null && m.label !== "") { b[o++] = 18; o = put.putString(m.label, b, o); }
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 26; o = put.putString(m.jobs[i]!, b, o); }
  if (m.waiting !== undefined && m.waiting !== null && m.waiting !== false) { b[o++] = 32; o = put.putBool(m.waiting, b, o); }
  if (m.lastSeenAt !== undefined && m.lastSeenAt !== null) { b[o++] = 42; o = putTimestamp(m.lastSeenAt, b, o); }
  return o;
}

// Bytes of the length of the QueueWorker that was written last within another message: the next one is likely to need as many.
let lengthBytesQueueWorker = 1;

function putNestedQueueWorker(m: QueueWorkerInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesQueueWorker;
  const start = offset + reserved;
  const end = putQueueWorker(m, b, start, -1);
  lengthBytesQueueWorker = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createQueueWorker(): QueueWorker {
  return { workerId: "", label: "", jobs: [], waiting: false, lastSeenAt: undefined };
}

function readQueueWorker(r: Reader, m: QueueWorker): QueueWorker {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.workerId = r.string("QueueWorker.worker_id");
        break;
      }
      case 18: {
        m.label = r.string("QueueWorker.label");
        break;
      }
      case 26: {
        r.item("QueueWorker.jobs");
        m.jobs.push(r.string("QueueWorker.jobs"));
        break;
      }
      case 32: {
        m.waiting = r.bool("QueueWorker.waiting");
        break;
      }
      case 42: {
        m.lastSeenAt = readTimestamp(r, "QueueWorker.last_seen_at");
        break;
      }
      default:
        r.skip(tag, fieldsQueueWorker);
    }
  }
  return m;
}

/** Codec of QueueWorker. */
export const QueueWorker: Codec<QueueWorker, QueueWorkerInit> = new MessageCodec<QueueWorker, QueueWorkerInit>("flowmesh.v1.QueueWorker", fieldsQueueWorker, createQueueWorker, boundQueueWorker, putQueueWorker, readQueueWorker);

export interface ListWorkersResponse {
  /** In order of their ids. At most 1000. */
  workers: QueueWorker[];
}

/** ListWorkersResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListWorkersResponseInit {
  /** In order of their ids. At most 1000. */
  workers?: readonly QueueWorkerInit[] | undefined;
}

const fieldsListWorkersResponse: readonly Field[] = [
  { name: "ListWorkersResponse.workers", property: "workers", protoName: "workers", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => QueueWorker, jsonBytes: "base64", payload: false },
];

function boundListWorkersResponse(m: ListWorkersResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.workers, "ListWorkersResponse.workers"); i < count; i++) { const e = m.workers![i]!; bound.checkMessage(e, "ListWorkersResponse.workers"); n += 1 + 5 + boundQueueWorker(e, -1); }
  return n;
}

function putListWorkersResponse(m: ListWorkersResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.workers !== undefined && m.workers !== null) for (let i = 0; i < m.workers.length; i++) { b[o++] = 10; o = putNestedQueueWorker(m.workers[i]!, b, o); }
  return o;
}

function createListWorkersResponse(): ListWorkersResponse {
  return { workers: [] };
}

function readListWorkersResponse(r: Reader, m: ListWorkersResponse): ListWorkersResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListWorkersResponse.workers");
        m.workers.push(readQueueWorker(r, createQueueWorker()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsListWorkersResponse);
    }
  }
  return m;
}

/** Codec of ListWorkersResponse. */
export const ListWorkersResponse: Codec<ListWorkersResponse, ListWorkersResponseInit> = new MessageCodec<ListWorkersResponse, ListWorkersResponseInit>("flowmesh.v1.ListWorkersResponse", fieldsListWorkersResponse, createListWorkersResponse, boundListWorkersResponse, putListWorkersResponse, readListWorkersResponse);

export interface CommitRequest {
  /** 1 to 1000, applied in order. */
  operations: Operation[];
  /** The same key makes a repeated commit return the first one's result; with other operations it is refused. At most 255 bytes. */
  idempotencyKey: string;
  durability: Durability;
  /**
   * How long the key is remembered, in milliseconds. At most and by default 86400000, a day. A client that only wants its own retries to be safe asks for
   * little, so that its keys do not fill the memory for them.
   */
  idempotencyWindowMs: number;
  /** What caused it, as `stream/partition@offset`, `queue#job` or `bucket/key@revision`; anything else counts as a correlation id. At most 1000. Where shows it. */
  causation: string[];
  /** What it belongs to, for instance an order: Where finds everything that was written with the same id, and what that caused. At most 255 bytes. */
  correlation: string;
}

/** CommitRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CommitRequestInit {
  /** 1 to 1000, applied in order. */
  operations?: readonly OperationInit[] | undefined;
  /** The same key makes a repeated commit return the first one's result; with other operations it is refused. At most 255 bytes. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /**
   * How long the key is remembered, in milliseconds. At most and by default 86400000, a day. A client that only wants its own retries to be safe asks for
   * little, so that its keys do not fill the memory for them.
   */
  idempotencyWindowMs?: number | undefined;
  /** What caused it, as `stream/partition@offset`, `queue#job` or `bucket/key@revision`; anything else counts as a correlation id. At most 1000. Where shows it. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, for instance an order: Where finds everything that was written with the same id, and what that caused. At most 255 bytes. */
  correlation?: string | undefined;
}

const fieldsCommitRequest: readonly Field[] = [
  { name: "CommitRequest.operations", property: "operations", protoName: "operations", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Operation, jsonBytes: "base64", payload: false },
  { name: "CommitRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitRequest.durability", property: "durability", protoName: "durability", number: 3, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitRequest.idempotency_window_ms", property: "idempotencyWindowMs", protoName: "idempotency_window_ms", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitRequest.causation", property: "causation", protoName: "causation", number: 5, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitRequest.correlation", property: "correlation", protoName: "correlation", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCommitRequest(m: CommitRequestInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.operations, "CommitRequest.operations"); i < count; i++) { const e = m.operations![i]!; bound.checkMessage(e, "CommitRequest.operations"); n += 1 + 5 + boundOperation(e, -1); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "CommitRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "CommitRequest.durability"), "CommitRequest.durability"); }
  if (m.idempotencyWindowMs !== undefined && m.idempotencyWindowMs !== null) { n += 1 + bound.boundInt64(m.idempotencyWindowMs, "CommitRequest.idempotency_window_ms"); }
  for (let i = 0, count = bound.listLength(m.causation, "CommitRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "CommitRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "CommitRequest.correlation"); }
  return n;
}

function putCommitRequest(m: CommitRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operations !== undefined && m.operations !== null) for (let i = 0; i < m.operations.length; i++) { b[o++] = 10; o = putNestedOperation(m.operations[i]!, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 18; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 24; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.idempotencyWindowMs !== undefined && m.idempotencyWindowMs !== null && m.idempotencyWindowMs !== 0) { b[o++] = 32; o = putInt64(m.idempotencyWindowMs, b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 42; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 50; o = put.putString(m.correlation, b, o); }
  return o;
}

function createCommitRequest(): CommitRequest {
  return { operations: [], idempotencyKey: "", durability: "unspecified", idempotencyWindowMs: 0, causation: [], correlation: "" };
}

function readCommitRequest(r: Reader, m: CommitRequest): CommitRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("CommitRequest.operations");
        m.operations.push(readOperation(r, createOperation()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.idempotencyKey = r.string("CommitRequest.idempotency_key");
        break;
      }
      case 24: {
        m.durability = nameDurability(r, "CommitRequest.durability");
        break;
      }
      case 32: {
        m.idempotencyWindowMs = r.int64("CommitRequest.idempotency_window_ms");
        break;
      }
      case 42: {
        r.item("CommitRequest.causation");
        m.causation.push(r.string("CommitRequest.causation"));
        break;
      }
      case 50: {
        m.correlation = r.string("CommitRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsCommitRequest);
    }
  }
  return m;
}

/** Codec of CommitRequest. */
export const CommitRequest: Codec<CommitRequest, CommitRequestInit> = new MessageCodec<CommitRequest, CommitRequestInit>("flowmesh.v1.CommitRequest", fieldsCommitRequest, createCommitRequest, boundCommitRequest, putCommitRequest, readCommitRequest);

export interface Operation {
  /**
   * One encoded batch to one partition.
   *
   * One of `operation`.
   */
  append?: AppendOperation | undefined;
  /**
   * Single records to one stream; the server encodes them.
   *
   * One of `operation`.
   */
  publish?: PublishOperation | undefined;
  /**
   * How far a member of a group has come.
   *
   * One of `operation`.
   */
  cursor?: CursorOperation | undefined;
  /**
   * An entry of a bucket is written.
   *
   * One of `operation`.
   */
  put?: PutOperation | undefined;
  /**
   * An entry of a bucket is deleted, if it is there.
   *
   * One of `operation`.
   */
  delete?: DeleteOperation | undefined;
  /**
   * The number in an entry of a bucket is added to.
   *
   * One of `operation`.
   */
  increment?: IncrementOperation | undefined;
  /**
   * An entry of a bucket must be as expected. Writes nothing.
   *
   * One of `operation`.
   */
  check?: CheckOperation | undefined;
  /**
   * Jobs are added to a queue.
   *
   * One of `operation`.
   */
  enqueue?: EnqueueOperation | undefined;
  /**
   * What became of one job. Its lease must still be held: lost, it refuses the commit with lease_lost.
   *
   * One of `operation`.
   */
  settle?: SettleOperation | undefined;
  /**
   * A record on which a member of a group failed too often is moved into the group's dead letters. The partition must be the member's.
   *
   * One of `operation`.
   */
  deadLetter?: DeadLetterOperation | undefined;
  /**
   * A partition must end where the caller believes. Writes nothing.
   *
   * One of `operation`.
   */
  checkOffset?: CheckOffsetOperation | undefined;
  /**
   * A lease must still be held. Writes nothing, and the work goes on.
   *
   * One of `operation`.
   */
  checkLease?: CheckLeaseOperation | undefined;
}

/** Operation as it is given to encode: what is absent is zero, empty or not set. */
export interface OperationInit {
  /**
   * One encoded batch to one partition.
   *
   * One of `operation`.
   */
  append?: AppendOperationInit | undefined;
  /**
   * Single records to one stream; the server encodes them.
   *
   * One of `operation`.
   */
  publish?: PublishOperationInit | undefined;
  /**
   * How far a member of a group has come.
   *
   * One of `operation`.
   */
  cursor?: CursorOperationInit | undefined;
  /**
   * An entry of a bucket is written.
   *
   * One of `operation`.
   */
  put?: PutOperationInit | undefined;
  /**
   * An entry of a bucket is deleted, if it is there.
   *
   * One of `operation`.
   */
  delete?: DeleteOperationInit | undefined;
  /**
   * The number in an entry of a bucket is added to.
   *
   * One of `operation`.
   */
  increment?: IncrementOperationInit | undefined;
  /**
   * An entry of a bucket must be as expected. Writes nothing.
   *
   * One of `operation`.
   */
  check?: CheckOperationInit | undefined;
  /**
   * Jobs are added to a queue.
   *
   * One of `operation`.
   */
  enqueue?: EnqueueOperationInit | undefined;
  /**
   * What became of one job. Its lease must still be held: lost, it refuses the commit with lease_lost.
   *
   * One of `operation`.
   */
  settle?: SettleOperationInit | undefined;
  /**
   * A record on which a member of a group failed too often is moved into the group's dead letters. The partition must be the member's.
   *
   * One of `operation`.
   */
  deadLetter?: DeadLetterOperationInit | undefined;
  /**
   * A partition must end where the caller believes. Writes nothing.
   *
   * One of `operation`.
   */
  checkOffset?: CheckOffsetOperationInit | undefined;
  /**
   * A lease must still be held. Writes nothing, and the work goes on.
   *
   * One of `operation`.
   */
  checkLease?: CheckLeaseOperationInit | undefined;
}

const fieldsOperation: readonly Field[] = [
  { name: "Operation.append", property: "append", protoName: "append", number: 1, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => AppendOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.publish", property: "publish", protoName: "publish", number: 2, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => PublishOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.cursor", property: "cursor", protoName: "cursor", number: 3, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => CursorOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.put", property: "put", protoName: "put", number: 4, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => PutOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.delete", property: "delete", protoName: "delete", number: 5, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => DeleteOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.increment", property: "increment", protoName: "increment", number: 6, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => IncrementOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.check", property: "check", protoName: "check", number: 7, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => CheckOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.enqueue", property: "enqueue", protoName: "enqueue", number: 8, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => EnqueueOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.settle", property: "settle", protoName: "settle", number: 9, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => SettleOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.dead_letter", property: "deadLetter", protoName: "dead_letter", number: 10, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => DeadLetterOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.check_offset", property: "checkOffset", protoName: "check_offset", number: 20, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => CheckOffsetOperation, jsonBytes: "base64", payload: false },
  { name: "Operation.check_lease", property: "checkLease", protoName: "check_lease", number: 21, kind: "message", repeated: false, optional: true, oneof: "operation", values: undefined, message: (): AnyCodec => CheckLeaseOperation, jsonBytes: "base64", payload: false },
];

function boundOperation(m: OperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.append !== undefined && m.append !== null) { bound.checkMessage(m.append, "Operation.append"); n += 1 + 5 + boundAppendOperation(m.append, -1); }
  if (m.publish !== undefined && m.publish !== null) { bound.checkMessage(m.publish, "Operation.publish"); n += 1 + 5 + boundPublishOperation(m.publish, -1); }
  if (m.cursor !== undefined && m.cursor !== null) { bound.checkMessage(m.cursor, "Operation.cursor"); n += 1 + 5 + boundCursorOperation(m.cursor, -1); }
  if (m.put !== undefined && m.put !== null) { bound.checkMessage(m.put, "Operation.put"); n += 1 + 5 + boundPutOperation(m.put, -1); }
  if (m.delete !== undefined && m.delete !== null) { bound.checkMessage(m.delete, "Operation.delete"); n += 1 + 5 + boundDeleteOperation(m.delete, -1); }
  if (m.increment !== undefined && m.increment !== null) { bound.checkMessage(m.increment, "Operation.increment"); n += 1 + 5 + boundIncrementOperation(m.increment, -1); }
  if (m.check !== undefined && m.check !== null) { bound.checkMessage(m.check, "Operation.check"); n += 1 + 5 + boundCheckOperation(m.check, -1); }
  if (m.enqueue !== undefined && m.enqueue !== null) { bound.checkMessage(m.enqueue, "Operation.enqueue"); n += 1 + 5 + boundEnqueueOperation(m.enqueue, -1); }
  if (m.settle !== undefined && m.settle !== null) { bound.checkMessage(m.settle, "Operation.settle"); n += 1 + 5 + boundSettleOperation(m.settle, -1); }
  if (m.deadLetter !== undefined && m.deadLetter !== null) { bound.checkMessage(m.deadLetter, "Operation.dead_letter"); n += 1 + 5 + boundDeadLetterOperation(m.deadLetter, -1); }
  if (m.checkOffset !== undefined && m.checkOffset !== null) { bound.checkMessage(m.checkOffset, "Operation.check_offset"); n += 2 + 5 + boundCheckOffsetOperation(m.checkOffset, -1); }
  if (m.checkLease !== undefined && m.checkLease !== null) { bound.checkMessage(m.checkLease, "Operation.check_lease"); n += 2 + 5 + boundCheckLeaseOperation(m.checkLease, -1); }
  return n;
}

function putOperation(m: OperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.append !== undefined && m.append !== null) { b[o++] = 10; o = putNestedAppendOperation(m.append, b, o); }
  if (m.publish !== undefined && m.publish !== null) { b[o++] = 18; o = putNestedPublishOperation(m.publish, b, o); }
  if (m.cursor !== undefined && m.cursor !== null) { b[o++] = 26; o = putNestedCursorOperation(m.cursor, b, o); }
  if (m.put !== undefined && m.put !== null) { b[o++] = 34; o = putNestedPutOperation(m.put, b, o); }
  if (m.delete !== undefined && m.delete !== null) { b[o++] = 42; o = putNestedDeleteOperation(m.delete, b, o); }
  if (m.increment !== undefined && m.increment !== null) { b[o++] = 50; o = putNestedIncrementOperation(m.increment, b, o); }
  if (m.check !== undefined && m.check !== null) { b[o++] = 58; o = putNestedCheckOperation(m.check, b, o); }
  if (m.enqueue !== undefined && m.enqueue !== null) { b[o++] = 66; o = putNestedEnqueueOperation(m.enqueue, b, o); }
  if (m.settle !== undefined && m.settle !== null) { b[o++] = 74; o = putNestedSettleOperation(m.settle, b, o); }
  if (m.deadLetter !== undefined && m.deadLetter !== null) { b[o++] = 82; o = putNestedDeadLetterOperation(m.deadLetter, b, o); }
  if (m.checkOffset !== undefined && m.checkOffset !== null) { b[o++] = 162; b[o++] = 1; o = putNestedCheckOffsetOperation(m.checkOffset, b, o); }
  if (m.checkLease !== undefined && m.checkLease !== null) { b[o++] = 170; b[o++] = 1; o = putNestedCheckLeaseOperation(m.checkLease, b, o); }
  return o;
}

// Bytes of the length of the Operation that was written last within another message: the next one is likely to need as many.
let lengthBytesOperation = 1;

function putNestedOperation(m: OperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesOperation;
  const start = offset + reserved;
  const end = putOperation(m, b, start, -1);
  lengthBytesOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createOperation(): Operation {
  return { append: undefined, publish: undefined, cursor: undefined, put: undefined, delete: undefined, increment: undefined, check: undefined, enqueue: undefined, settle: undefined, deadLetter: undefined, checkOffset: undefined, checkLease: undefined };
}

function readOperation(r: Reader, m: Operation): Operation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("Operation.append");
        m.append = readAppendOperation(r, m.append ?? createAppendOperation());
        r.leave(outer);
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 18: {
        const outer = r.enter("Operation.publish");
        m.publish = readPublishOperation(r, m.publish ?? createPublishOperation());
        r.leave(outer);
        m.append = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 26: {
        const outer = r.enter("Operation.cursor");
        m.cursor = readCursorOperation(r, m.cursor ?? createCursorOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 34: {
        const outer = r.enter("Operation.put");
        m.put = readPutOperation(r, m.put ?? createPutOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 42: {
        const outer = r.enter("Operation.delete");
        m.delete = readDeleteOperation(r, m.delete ?? createDeleteOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 50: {
        const outer = r.enter("Operation.increment");
        m.increment = readIncrementOperation(r, m.increment ?? createIncrementOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 58: {
        const outer = r.enter("Operation.check");
        m.check = readCheckOperation(r, m.check ?? createCheckOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 66: {
        const outer = r.enter("Operation.enqueue");
        m.enqueue = readEnqueueOperation(r, m.enqueue ?? createEnqueueOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 74: {
        const outer = r.enter("Operation.settle");
        m.settle = readSettleOperation(r, m.settle ?? createSettleOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 82: {
        const outer = r.enter("Operation.dead_letter");
        m.deadLetter = readDeadLetterOperation(r, m.deadLetter ?? createDeadLetterOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.checkOffset = undefined;
        m.checkLease = undefined;
        break;
      }
      case 162: {
        const outer = r.enter("Operation.check_offset");
        m.checkOffset = readCheckOffsetOperation(r, m.checkOffset ?? createCheckOffsetOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkLease = undefined;
        break;
      }
      case 170: {
        const outer = r.enter("Operation.check_lease");
        m.checkLease = readCheckLeaseOperation(r, m.checkLease ?? createCheckLeaseOperation());
        r.leave(outer);
        m.append = undefined;
        m.publish = undefined;
        m.cursor = undefined;
        m.put = undefined;
        m.delete = undefined;
        m.increment = undefined;
        m.check = undefined;
        m.enqueue = undefined;
        m.settle = undefined;
        m.deadLetter = undefined;
        m.checkOffset = undefined;
        break;
      }
      default:
        r.skip(tag, fieldsOperation);
    }
  }
  return m;
}

/** Codec of Operation. */
export const Operation: Codec<Operation, OperationInit> = new MessageCodec<Operation, OperationInit>("flowmesh.v1.Operation", fieldsOperation, createOperation, boundOperation, putOperation, readOperation);

export interface AppendOperation {
  stream: string;
  partition: number;
  expectedOffset?: number | undefined;
  dedupeId: string;
  batch: Uint8Array;
  /** As in an AppendRequest. */
  partitionCount?: number | undefined;
}

/** AppendOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface AppendOperationInit {
  stream?: string | undefined;
  partition?: number | undefined;
  expectedOffset?: number | undefined;
  dedupeId?: string | undefined;
  batch?: Uint8Array | undefined;
  /** As in an AppendRequest. */
  partitionCount?: number | undefined;
}

const fieldsAppendOperation: readonly Field[] = [
  { name: "AppendOperation.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendOperation.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendOperation.expected_offset", property: "expectedOffset", protoName: "expected_offset", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendOperation.dedupe_id", property: "dedupeId", protoName: "dedupe_id", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendOperation.batch", property: "batch", protoName: "batch", number: 5, kind: "bytes", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "AppendOperation.partition_count", property: "partitionCount", protoName: "partition_count", number: 6, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundAppendOperation(m: AppendOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "AppendOperation.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "AppendOperation.partition"); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { n += 1 + bound.boundInt64(m.expectedOffset, "AppendOperation.expected_offset"); }
  if (m.dedupeId !== undefined && m.dedupeId !== null) { n += 1 + bound.boundString(m.dedupeId, "AppendOperation.dedupe_id"); }
  if (m.batch !== undefined && m.batch !== null) { n += 1 + bound.boundBytes(m.batch, "AppendOperation.batch"); }
  if (m.partitionCount !== undefined && m.partitionCount !== null) { n += 1 + bound.boundInt32(m.partitionCount, "AppendOperation.partition_count"); }
  return n;
}

function putAppendOperation(m: AppendOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { b[o++] = 24; o = putInt64(m.expectedOffset, b, o); }
  if (m.dedupeId !== undefined && m.dedupeId !== null && m.dedupeId !== "") { b[o++] = 34; o = put.putString(m.dedupeId, b, o); }
  if (m.batch !== undefined && m.batch !== null && m.batch.length !== 0) { b[o++] = 42; o = put.putBytes(m.batch, b, o); }
  if (m.partitionCount !== undefined && m.partitionCount !== null) { b[o++] = 48; o = putInt64(m.partitionCount, b, o); }
  return o;
}

// Bytes of the length of the AppendOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesAppendOperation = 1;

function putNestedAppendOperation(m: AppendOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesAppendOperation;
  const start = offset + reserved;
  const end = putAppendOperation(m, b, start, -1);
  lengthBytesAppendOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createAppendOperation(): AppendOperation {
  return { stream: "", partition: 0, expectedOffset: undefined, dedupeId: "", batch: noBytes, partitionCount: undefined };
}

function readAppendOperation(r: Reader, m: AppendOperation): AppendOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("AppendOperation.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("AppendOperation.partition");
        break;
      }
      case 24: {
        m.expectedOffset = r.int64("AppendOperation.expected_offset");
        break;
      }
      case 34: {
        m.dedupeId = r.string("AppendOperation.dedupe_id");
        break;
      }
      case 42: {
        m.batch = r.bytes("AppendOperation.batch");
        break;
      }
      case 48: {
        m.partitionCount = r.int32("AppendOperation.partition_count");
        break;
      }
      default:
        r.skip(tag, fieldsAppendOperation);
    }
  }
  return m;
}

/** Codec of AppendOperation. */
export const AppendOperation: Codec<AppendOperation, AppendOperationInit> = new MessageCodec<AppendOperation, AppendOperationInit>("flowmesh.v1.AppendOperation", fieldsAppendOperation, createAppendOperation, boundAppendOperation, putAppendOperation, readAppendOperation);

export interface PublishOperation {
  stream: string;
  records: NewRecord[];
  expectedOffset?: number | undefined;
}

/** PublishOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface PublishOperationInit {
  stream?: string | undefined;
  records?: readonly NewRecordInit[] | undefined;
  expectedOffset?: number | undefined;
}

const fieldsPublishOperation: readonly Field[] = [
  { name: "PublishOperation.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PublishOperation.records", property: "records", protoName: "records", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => NewRecord, jsonBytes: "base64", payload: false },
  { name: "PublishOperation.expected_offset", property: "expectedOffset", protoName: "expected_offset", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPublishOperation(m: PublishOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "PublishOperation.stream"); }
  for (let i = 0, count = bound.listLength(m.records, "PublishOperation.records"); i < count; i++) { const e = m.records![i]!; bound.checkMessage(e, "PublishOperation.records"); n += 1 + 5 + boundNewRecord(e, -1); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { n += 1 + bound.boundInt64(m.expectedOffset, "PublishOperation.expected_offset"); }
  return n;
}

function putPublishOperation(m: PublishOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.records !== undefined && m.records !== null) for (let i = 0; i < m.records.length; i++) { b[o++] = 18; o = putNestedNewRecord(m.records[i]!, b, o); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { b[o++] = 24; o = putInt64(m.expectedOffset, b, o); }
  return o;
}

// Bytes of the length of the PublishOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesPublishOperation = 1;

function putNestedPublishOperation(m: PublishOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesPublishOperation;
  const start = offset + reserved;
  const end = putPublishOperation(m, b, start, -1);
  lengthBytesPublishOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createPublishOperation(): PublishOperation {
  return { stream: "", records: [], expectedOffset: undefined };
}

function readPublishOperation(r: Reader, m: PublishOperation): PublishOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("PublishOperation.stream");
        break;
      }
      case 18: {
        const outer = r.enter("PublishOperation.records");
        m.records.push(readNewRecord(r, createNewRecord()));
        r.leave(outer);
        break;
      }
      case 24: {
        m.expectedOffset = r.int64("PublishOperation.expected_offset");
        break;
      }
      default:
        r.skip(tag, fieldsPublishOperation);
    }
  }
  return m;
}

/** Codec of PublishOperation. */
export const PublishOperation: Codec<PublishOperation, PublishOperationInit> = new MessageCodec<PublishOperation, PublishOperationInit>("flowmesh.v1.PublishOperation", fieldsPublishOperation, createPublishOperation, boundPublishOperation, putPublishOperation, readPublishOperation);

export interface CursorOperation {
  group: string;
  /** Empty: somebody who is no member, while the group has none that is alive. */
  memberId: string;
  stream: string;
  partition: number;
  cursor?: Cursor | undefined;
  /** Of the assignment, as the member was told. */
  epoch: number;
}

/** CursorOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface CursorOperationInit {
  group?: string | undefined;
  /** Empty: somebody who is no member, while the group has none that is alive. */
  memberId?: string | undefined;
  stream?: string | undefined;
  partition?: number | undefined;
  cursor?: CursorInit | undefined;
  /** Of the assignment, as the member was told. */
  epoch?: number | undefined;
}

const fieldsCursorOperation: readonly Field[] = [
  { name: "CursorOperation.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorOperation.member_id", property: "memberId", protoName: "member_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorOperation.stream", property: "stream", protoName: "stream", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorOperation.partition", property: "partition", protoName: "partition", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CursorOperation.cursor", property: "cursor", protoName: "cursor", number: 5, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Cursor, jsonBytes: "base64", payload: false },
  { name: "CursorOperation.epoch", property: "epoch", protoName: "epoch", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCursorOperation(m: CursorOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "CursorOperation.group"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "CursorOperation.member_id"); }
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "CursorOperation.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "CursorOperation.partition"); }
  if (m.cursor !== undefined && m.cursor !== null) { bound.checkMessage(m.cursor, "CursorOperation.cursor"); n += 1 + 5 + boundCursor(m.cursor, -1); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "CursorOperation.epoch"); }
  return n;
}

function putCursorOperation(m: CursorOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 18; o = put.putString(m.memberId, b, o); }
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 26; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 32; o = putInt64(m.partition, b, o); }
  if (m.cursor !== undefined && m.cursor !== null) { b[o++] = 42; o = putNestedCursor(m.cursor, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 48; o = putInt64(m.epoch, b, o); }
  return o;
}

// Bytes of the length of the CursorOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesCursorOperation = 1;

function putNestedCursorOperation(m: CursorOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCursorOperation;
  const start = offset + reserved;
  const end = putCursorOperation(m, b, start, -1);
  lengthBytesCursorOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCursorOperation(): CursorOperation {
  return { group: "", memberId: "", stream: "", partition: 0, cursor: undefined, epoch: 0 };
}

function readCursorOperation(r: Reader, m: CursorOperation): CursorOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("CursorOperation.group");
        break;
      }
      case 18: {
        m.memberId = r.string("CursorOperation.member_id");
        break;
      }
      case 26: {
        m.stream = r.string("CursorOperation.stream");
        break;
      }
      case 32: {
        m.partition = r.int32("CursorOperation.partition");
        break;
      }
      case 42: {
        const outer = r.enter("CursorOperation.cursor");
        m.cursor = readCursor(r, m.cursor ?? createCursor());
        r.leave(outer);
        break;
      }
      case 48: {
        m.epoch = r.int64("CursorOperation.epoch");
        break;
      }
      default:
        r.skip(tag, fieldsCursorOperation);
    }
  }
  return m;
}

/** Codec of CursorOperation. */
export const CursorOperation: Codec<CursorOperation, CursorOperationInit> = new MessageCodec<CursorOperation, CursorOperationInit>("flowmesh.v1.CursorOperation", fieldsCursorOperation, createCursorOperation, boundCursorOperation, putCursorOperation, readCursorOperation);

/** The cursor is no part of it: the same commit should set one that has the record finished. */
export interface DeadLetterOperation {
  group: string;
  memberId: string;
  stream: string;
  partition: number;
  /** Of the assignment, as the member was told. */
  epoch: number;
  /** Of the record. */
  offset: number;
  /** What it carries, as it was read. */
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers: Header[];
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
  /** How often its handler was tried. 1 to 1000. */
  attempts: number;
  /** What went wrong, for people. At most 4096 bytes are kept. */
  error: string;
  /** At most 16384 bytes are kept. */
  stack: string;
}

/** DeadLetterOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface DeadLetterOperationInit {
  group?: string | undefined;
  memberId?: string | undefined;
  stream?: string | undefined;
  partition?: number | undefined;
  /** Of the assignment, as the member was told. */
  epoch?: number | undefined;
  /** Of the record. */
  offset?: number | undefined;
  /** What it carries, as it was read. */
  key?: Uint8Array | undefined;
  value?: Uint8Array | undefined;
  headers?: readonly HeaderInit[] | undefined;
  /** Milliseconds since 1970. */
  timestamp?: number | undefined;
  /** How often its handler was tried. 1 to 1000. */
  attempts?: number | undefined;
  /** What went wrong, for people. At most 4096 bytes are kept. */
  error?: string | undefined;
  /** At most 16384 bytes are kept. */
  stack?: string | undefined;
}

const fieldsDeadLetterOperation: readonly Field[] = [
  { name: "DeadLetterOperation.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.member_id", property: "memberId", protoName: "member_id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.stream", property: "stream", protoName: "stream", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.partition", property: "partition", protoName: "partition", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.epoch", property: "epoch", protoName: "epoch", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.offset", property: "offset", protoName: "offset", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.key", property: "key", protoName: "key", number: 7, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "DeadLetterOperation.value", property: "value", protoName: "value", number: 8, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "DeadLetterOperation.headers", property: "headers", protoName: "headers", number: 9, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.timestamp", property: "timestamp", protoName: "timestamp", number: 10, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.attempts", property: "attempts", protoName: "attempts", number: 11, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.error", property: "error", protoName: "error", number: 12, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterOperation.stack", property: "stack", protoName: "stack", number: 13, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeadLetterOperation(m: DeadLetterOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "DeadLetterOperation.group"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "DeadLetterOperation.member_id"); }
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "DeadLetterOperation.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "DeadLetterOperation.partition"); }
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "DeadLetterOperation.epoch"); }
  if (m.offset !== undefined && m.offset !== null) { n += 1 + bound.boundInt64(m.offset, "DeadLetterOperation.offset"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "DeadLetterOperation.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "DeadLetterOperation.value"); }
  for (let i = 0, count = bound.listLength(m.headers, "DeadLetterOperation.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "DeadLetterOperation.headers"); n += 1 + 5 + boundHeader(e, -1); }
  if (m.timestamp !== undefined && m.timestamp !== null) { n += 1 + boundTimestamp(m.timestamp, "DeadLetterOperation.timestamp"); }
  if (m.attempts !== undefined && m.attempts !== null) { n += 1 + bound.boundInt32(m.attempts, "DeadLetterOperation.attempts"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "DeadLetterOperation.error"); }
  if (m.stack !== undefined && m.stack !== null) { n += 1 + bound.boundString(m.stack, "DeadLetterOperation.stack"); }
  return n;
}

function putDeadLetterOperation(m: DeadLetterOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 18; o = put.putString(m.memberId, b, o); }
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 26; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 32; o = putInt64(m.partition, b, o); }
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 40; o = putInt64(m.epoch, b, o); }
  if (m.offset !== undefined && m.offset !== null && m.offset !== 0) { b[o++] = 48; o = putInt64(m.offset, b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 58; o = put.putBytes(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 66; o = put.putBytes(m.value, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 74; o = putNestedHeader(m.headers[i]!, b, o); }
  if (m.timestamp !== undefined && m.timestamp !== null) { b[o++] = 82; o = putTimestamp(m.timestamp, b, o); }
  if (m.attempts !== undefined && m.attempts !== null && m.attempts !== 0) { b[o++] = 88; o = putInt64(m.attempts, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 98; o = put.putString(m.error, b, o); }
  if (m.stack !== undefined && m.stack !== null && m.stack !== "") { b[o++] = 106; o = put.putString(m.stack, b, o); }
  return o;
}

// Bytes of the length of the DeadLetterOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesDeadLetterOperation = 1;

function putNestedDeadLetterOperation(m: DeadLetterOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesDeadLetterOperation;
  const start = offset + reserved;
  const end = putDeadLetterOperation(m, b, start, -1);
  lengthBytesDeadLetterOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createDeadLetterOperation(): DeadLetterOperation {
  return { group: "", memberId: "", stream: "", partition: 0, epoch: 0, offset: 0, key: undefined, value: undefined, headers: [], timestamp: undefined, attempts: 0, error: "", stack: "" };
}

function readDeadLetterOperation(r: Reader, m: DeadLetterOperation): DeadLetterOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("DeadLetterOperation.group");
        break;
      }
      case 18: {
        m.memberId = r.string("DeadLetterOperation.member_id");
        break;
      }
      case 26: {
        m.stream = r.string("DeadLetterOperation.stream");
        break;
      }
      case 32: {
        m.partition = r.int32("DeadLetterOperation.partition");
        break;
      }
      case 40: {
        m.epoch = r.int64("DeadLetterOperation.epoch");
        break;
      }
      case 48: {
        m.offset = r.int64("DeadLetterOperation.offset");
        break;
      }
      case 58: {
        m.key = r.bytes("DeadLetterOperation.key");
        break;
      }
      case 66: {
        m.value = r.bytes("DeadLetterOperation.value");
        break;
      }
      case 74: {
        const outer = r.enter("DeadLetterOperation.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      case 82: {
        m.timestamp = readTimestamp(r, "DeadLetterOperation.timestamp");
        break;
      }
      case 88: {
        m.attempts = r.int32("DeadLetterOperation.attempts");
        break;
      }
      case 98: {
        m.error = r.string("DeadLetterOperation.error");
        break;
      }
      case 106: {
        m.stack = r.string("DeadLetterOperation.stack");
        break;
      }
      default:
        r.skip(tag, fieldsDeadLetterOperation);
    }
  }
  return m;
}

/** Codec of DeadLetterOperation. */
export const DeadLetterOperation: Codec<DeadLetterOperation, DeadLetterOperationInit> = new MessageCodec<DeadLetterOperation, DeadLetterOperationInit>("flowmesh.v1.DeadLetterOperation", fieldsDeadLetterOperation, createDeadLetterOperation, boundDeadLetterOperation, putDeadLetterOperation, readDeadLetterOperation);

export interface PutOperation {
  bucket: string;
  key: string;
  value?: Uint8Array | undefined;
  expectedRevision?: number | undefined;
  ttlMs?: number | undefined;
}

/** PutOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface PutOperationInit {
  bucket?: string | undefined;
  key?: string | undefined;
  value?: Uint8Array | undefined;
  expectedRevision?: number | undefined;
  ttlMs?: number | undefined;
}

const fieldsPutOperation: readonly Field[] = [
  { name: "PutOperation.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutOperation.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutOperation.value", property: "value", protoName: "value", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "PutOperation.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 4, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutOperation.ttl_ms", property: "ttlMs", protoName: "ttl_ms", number: 5, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPutOperation(m: PutOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "PutOperation.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "PutOperation.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "PutOperation.value"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "PutOperation.expected_revision"); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { n += 1 + bound.boundInt64(m.ttlMs, "PutOperation.ttl_ms"); }
  return n;
}

function putPutOperation(m: PutOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 26; o = put.putBytes(m.value, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 32; o = putInt64(m.expectedRevision, b, o); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { b[o++] = 40; o = putInt64(m.ttlMs, b, o); }
  return o;
}

// Bytes of the length of the PutOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesPutOperation = 1;

function putNestedPutOperation(m: PutOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesPutOperation;
  const start = offset + reserved;
  const end = putPutOperation(m, b, start, -1);
  lengthBytesPutOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createPutOperation(): PutOperation {
  return { bucket: "", key: "", value: undefined, expectedRevision: undefined, ttlMs: undefined };
}

function readPutOperation(r: Reader, m: PutOperation): PutOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("PutOperation.bucket");
        break;
      }
      case 18: {
        m.key = r.string("PutOperation.key");
        break;
      }
      case 26: {
        m.value = r.bytes("PutOperation.value");
        break;
      }
      case 32: {
        m.expectedRevision = r.int64("PutOperation.expected_revision");
        break;
      }
      case 40: {
        m.ttlMs = r.int64("PutOperation.ttl_ms");
        break;
      }
      default:
        r.skip(tag, fieldsPutOperation);
    }
  }
  return m;
}

/** Codec of PutOperation. */
export const PutOperation: Codec<PutOperation, PutOperationInit> = new MessageCodec<PutOperation, PutOperationInit>("flowmesh.v1.PutOperation", fieldsPutOperation, createPutOperation, boundPutOperation, putPutOperation, readPutOperation);

export interface DeleteOperation {
  bucket: string;
  key: string;
  expectedRevision?: number | undefined;
}

/** DeleteOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteOperationInit {
  bucket?: string | undefined;
  key?: string | undefined;
  expectedRevision?: number | undefined;
}

const fieldsDeleteOperation: readonly Field[] = [
  { name: "DeleteOperation.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteOperation.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteOperation.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteOperation(m: DeleteOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "DeleteOperation.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "DeleteOperation.key"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteOperation.expected_revision"); }
  return n;
}

function putDeleteOperation(m: DeleteOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 24; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

// Bytes of the length of the DeleteOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesDeleteOperation = 1;

function putNestedDeleteOperation(m: DeleteOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesDeleteOperation;
  const start = offset + reserved;
  const end = putDeleteOperation(m, b, start, -1);
  lengthBytesDeleteOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createDeleteOperation(): DeleteOperation {
  return { bucket: "", key: "", expectedRevision: undefined };
}

function readDeleteOperation(r: Reader, m: DeleteOperation): DeleteOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("DeleteOperation.bucket");
        break;
      }
      case 18: {
        m.key = r.string("DeleteOperation.key");
        break;
      }
      case 24: {
        m.expectedRevision = r.int64("DeleteOperation.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteOperation);
    }
  }
  return m;
}

/** Codec of DeleteOperation. */
export const DeleteOperation: Codec<DeleteOperation, DeleteOperationInit> = new MessageCodec<DeleteOperation, DeleteOperationInit>("flowmesh.v1.DeleteOperation", fieldsDeleteOperation, createDeleteOperation, boundDeleteOperation, putDeleteOperation, readDeleteOperation);

export interface IncrementOperation {
  bucket: string;
  key: string;
  by?: number | undefined;
  ttlMs?: number | undefined;
}

/** IncrementOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface IncrementOperationInit {
  bucket?: string | undefined;
  key?: string | undefined;
  by?: number | undefined;
  ttlMs?: number | undefined;
}

const fieldsIncrementOperation: readonly Field[] = [
  { name: "IncrementOperation.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementOperation.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementOperation.by", property: "by", protoName: "by", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementOperation.ttl_ms", property: "ttlMs", protoName: "ttl_ms", number: 4, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundIncrementOperation(m: IncrementOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "IncrementOperation.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "IncrementOperation.key"); }
  if (m.by !== undefined && m.by !== null) { n += 1 + bound.boundInt64(m.by, "IncrementOperation.by"); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { n += 1 + bound.boundInt64(m.ttlMs, "IncrementOperation.ttl_ms"); }
  return n;
}

function putIncrementOperation(m: IncrementOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.by !== undefined && m.by !== null) { b[o++] = 24; o = putInt64(m.by, b, o); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { b[o++] = 32; o = putInt64(m.ttlMs, b, o); }
  return o;
}

// Bytes of the length of the IncrementOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesIncrementOperation = 1;

function putNestedIncrementOperation(m: IncrementOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesIncrementOperation;
  const start = offset + reserved;
  const end = putIncrementOperation(m, b, start, -1);
  lengthBytesIncrementOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createIncrementOperation(): IncrementOperation {
  return { bucket: "", key: "", by: undefined, ttlMs: undefined };
}

function readIncrementOperation(r: Reader, m: IncrementOperation): IncrementOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("IncrementOperation.bucket");
        break;
      }
      case 18: {
        m.key = r.string("IncrementOperation.key");
        break;
      }
      case 24: {
        m.by = r.int64("IncrementOperation.by");
        break;
      }
      case 32: {
        m.ttlMs = r.int64("IncrementOperation.ttl_ms");
        break;
      }
      default:
        r.skip(tag, fieldsIncrementOperation);
    }
  }
  return m;
}

/** Codec of IncrementOperation. */
export const IncrementOperation: Codec<IncrementOperation, IncrementOperationInit> = new MessageCodec<IncrementOperation, IncrementOperationInit>("flowmesh.v1.IncrementOperation", fieldsIncrementOperation, createIncrementOperation, boundIncrementOperation, putIncrementOperation, readIncrementOperation);

export interface CheckOperation {
  bucket: string;
  key: string;
  /** The entry's revision must be this one. 0, the default: there must be none. */
  expectedRevision: number;
}

/** CheckOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface CheckOperationInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** The entry's revision must be this one. 0, the default: there must be none. */
  expectedRevision?: number | undefined;
}

const fieldsCheckOperation: readonly Field[] = [
  { name: "CheckOperation.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckOperation.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckOperation.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCheckOperation(m: CheckOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "CheckOperation.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "CheckOperation.key"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "CheckOperation.expected_revision"); }
  return n;
}

function putCheckOperation(m: CheckOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null && m.expectedRevision !== 0) { b[o++] = 24; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

// Bytes of the length of the CheckOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesCheckOperation = 1;

function putNestedCheckOperation(m: CheckOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCheckOperation;
  const start = offset + reserved;
  const end = putCheckOperation(m, b, start, -1);
  lengthBytesCheckOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCheckOperation(): CheckOperation {
  return { bucket: "", key: "", expectedRevision: 0 };
}

function readCheckOperation(r: Reader, m: CheckOperation): CheckOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("CheckOperation.bucket");
        break;
      }
      case 18: {
        m.key = r.string("CheckOperation.key");
        break;
      }
      case 24: {
        m.expectedRevision = r.int64("CheckOperation.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsCheckOperation);
    }
  }
  return m;
}

/** Codec of CheckOperation. */
export const CheckOperation: Codec<CheckOperation, CheckOperationInit> = new MessageCodec<CheckOperation, CheckOperationInit>("flowmesh.v1.CheckOperation", fieldsCheckOperation, createCheckOperation, boundCheckOperation, putCheckOperation, readCheckOperation);

export interface CheckOffsetOperation {
  stream: string;
  partition: number;
  /** The partition's next record must get this offset: nothing was written behind what the caller has seen. Else the commit is refused with expected_offset_mismatch. */
  expectedOffset: number;
}

/** CheckOffsetOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface CheckOffsetOperationInit {
  stream?: string | undefined;
  partition?: number | undefined;
  /** The partition's next record must get this offset: nothing was written behind what the caller has seen. Else the commit is refused with expected_offset_mismatch. */
  expectedOffset?: number | undefined;
}

const fieldsCheckOffsetOperation: readonly Field[] = [
  { name: "CheckOffsetOperation.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckOffsetOperation.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckOffsetOperation.expected_offset", property: "expectedOffset", protoName: "expected_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCheckOffsetOperation(m: CheckOffsetOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "CheckOffsetOperation.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "CheckOffsetOperation.partition"); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null) { n += 1 + bound.boundInt64(m.expectedOffset, "CheckOffsetOperation.expected_offset"); }
  return n;
}

function putCheckOffsetOperation(m: CheckOffsetOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.expectedOffset !== undefined && m.expectedOffset !== null && m.expectedOffset !== 0) { b[o++] = 24; o = putInt64(m.expectedOffset, b, o); }
  return o;
}

// Bytes of the length of the CheckOffsetOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesCheckOffsetOperation = 1;

function putNestedCheckOffsetOperation(m: CheckOffsetOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCheckOffsetOperation;
  const start = offset + reserved;
  const end = putCheckOffsetOperation(m, b, start, -1);
  lengthBytesCheckOffsetOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCheckOffsetOperation(): CheckOffsetOperation {
  return { stream: "", partition: 0, expectedOffset: 0 };
}

function readCheckOffsetOperation(r: Reader, m: CheckOffsetOperation): CheckOffsetOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("CheckOffsetOperation.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("CheckOffsetOperation.partition");
        break;
      }
      case 24: {
        m.expectedOffset = r.int64("CheckOffsetOperation.expected_offset");
        break;
      }
      default:
        r.skip(tag, fieldsCheckOffsetOperation);
    }
  }
  return m;
}

/** Codec of CheckOffsetOperation. */
export const CheckOffsetOperation: Codec<CheckOffsetOperation, CheckOffsetOperationInit> = new MessageCodec<CheckOffsetOperation, CheckOffsetOperationInit>("flowmesh.v1.CheckOffsetOperation", fieldsCheckOffsetOperation, createCheckOffsetOperation, boundCheckOffsetOperation, putCheckOffsetOperation, readCheckOffsetOperation);

export interface CheckLeaseOperation {
  queue: string;
  job: string;
  /** As the job was reserved with. Lost, it refuses the commit with lease_lost. */
  lease: string;
}

/** CheckLeaseOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface CheckLeaseOperationInit {
  queue?: string | undefined;
  job?: string | undefined;
  /** As the job was reserved with. Lost, it refuses the commit with lease_lost. */
  lease?: string | undefined;
}

const fieldsCheckLeaseOperation: readonly Field[] = [
  { name: "CheckLeaseOperation.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckLeaseOperation.job", property: "job", protoName: "job", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CheckLeaseOperation.lease", property: "lease", protoName: "lease", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCheckLeaseOperation(m: CheckLeaseOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "CheckLeaseOperation.queue"); }
  if (m.job !== undefined && m.job !== null) { n += 1 + bound.boundString(m.job, "CheckLeaseOperation.job"); }
  if (m.lease !== undefined && m.lease !== null) { n += 1 + bound.boundString(m.lease, "CheckLeaseOperation.lease"); }
  return n;
}

function putCheckLeaseOperation(m: CheckLeaseOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.job !== undefined && m.job !== null && m.job !== "") { b[o++] = 18; o = put.putString(m.job, b, o); }
  if (m.lease !== undefined && m.lease !== null && m.lease !== "") { b[o++] = 26; o = put.putString(m.lease, b, o); }
  return o;
}

// Bytes of the length of the CheckLeaseOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesCheckLeaseOperation = 1;

function putNestedCheckLeaseOperation(m: CheckLeaseOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesCheckLeaseOperation;
  const start = offset + reserved;
  const end = putCheckLeaseOperation(m, b, start, -1);
  lengthBytesCheckLeaseOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createCheckLeaseOperation(): CheckLeaseOperation {
  return { queue: "", job: "", lease: "" };
}

function readCheckLeaseOperation(r: Reader, m: CheckLeaseOperation): CheckLeaseOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("CheckLeaseOperation.queue");
        break;
      }
      case 18: {
        m.job = r.string("CheckLeaseOperation.job");
        break;
      }
      case 26: {
        m.lease = r.string("CheckLeaseOperation.lease");
        break;
      }
      default:
        r.skip(tag, fieldsCheckLeaseOperation);
    }
  }
  return m;
}

/** Codec of CheckLeaseOperation. */
export const CheckLeaseOperation: Codec<CheckLeaseOperation, CheckLeaseOperationInit> = new MessageCodec<CheckLeaseOperation, CheckLeaseOperationInit>("flowmesh.v1.CheckLeaseOperation", fieldsCheckLeaseOperation, createCheckLeaseOperation, boundCheckLeaseOperation, putCheckLeaseOperation, readCheckLeaseOperation);

export interface EnqueueOperation {
  queue: string;
  /** 1 to 1000. */
  jobs: NewJob[];
}

/** EnqueueOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface EnqueueOperationInit {
  queue?: string | undefined;
  /** 1 to 1000. */
  jobs?: readonly NewJobInit[] | undefined;
}

const fieldsEnqueueOperation: readonly Field[] = [
  { name: "EnqueueOperation.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EnqueueOperation.jobs", property: "jobs", protoName: "jobs", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => NewJob, jsonBytes: "base64", payload: false },
];

function boundEnqueueOperation(m: EnqueueOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "EnqueueOperation.queue"); }
  for (let i = 0, count = bound.listLength(m.jobs, "EnqueueOperation.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "EnqueueOperation.jobs"); n += 1 + 5 + boundNewJob(e, -1); }
  return n;
}

function putEnqueueOperation(m: EnqueueOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 18; o = putNestedNewJob(m.jobs[i]!, b, o); }
  return o;
}

// Bytes of the length of the EnqueueOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesEnqueueOperation = 1;

function putNestedEnqueueOperation(m: EnqueueOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesEnqueueOperation;
  const start = offset + reserved;
  const end = putEnqueueOperation(m, b, start, -1);
  lengthBytesEnqueueOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createEnqueueOperation(): EnqueueOperation {
  return { queue: "", jobs: [] };
}

function readEnqueueOperation(r: Reader, m: EnqueueOperation): EnqueueOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("EnqueueOperation.queue");
        break;
      }
      case 18: {
        const outer = r.enter("EnqueueOperation.jobs");
        m.jobs.push(readNewJob(r, createNewJob()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsEnqueueOperation);
    }
  }
  return m;
}

/** Codec of EnqueueOperation. */
export const EnqueueOperation: Codec<EnqueueOperation, EnqueueOperationInit> = new MessageCodec<EnqueueOperation, EnqueueOperationInit>("flowmesh.v1.EnqueueOperation", fieldsEnqueueOperation, createEnqueueOperation, boundEnqueueOperation, putEnqueueOperation, readEnqueueOperation);

export interface SettleOperation {
  queue: string;
  outcome?: JobOutcome | undefined;
}

/** SettleOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface SettleOperationInit {
  queue?: string | undefined;
  outcome?: JobOutcomeInit | undefined;
}

const fieldsSettleOperation: readonly Field[] = [
  { name: "SettleOperation.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "SettleOperation.outcome", property: "outcome", protoName: "outcome", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobOutcome, jsonBytes: "base64", payload: false },
];

function boundSettleOperation(m: SettleOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "SettleOperation.queue"); }
  if (m.outcome !== undefined && m.outcome !== null) { bound.checkMessage(m.outcome, "SettleOperation.outcome"); n += 1 + 5 + boundJobOutcome(m.outcome, -1); }
  return n;
}

function putSettleOperation(m: SettleOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.outcome !== undefined && m.outcome !== null) { b[o++] = 18; o = putNestedJobOutcome(m.outcome, b, o); }
  return o;
}

// Bytes of the length of the SettleOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesSettleOperation = 1;

function putNestedSettleOperation(m: SettleOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesSettleOperation;
  const start = offset + reserved;
  const end = putSettleOperation(m, b, start, -1);
  lengthBytesSettleOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createSettleOperation(): SettleOperation {
  return { queue: "", outcome: undefined };
}

function readSettleOperation(r: Reader, m: SettleOperation): SettleOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("SettleOperation.queue");
        break;
      }
      case 18: {
        const outer = r.enter("SettleOperation.outcome");
        m.outcome = readJobOutcome(r, m.outcome ?? createJobOutcome());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsSettleOperation);
    }
  }
  return m;
}

/** Codec of SettleOperation. */
export const SettleOperation: Codec<SettleOperation, SettleOperationInit> = new MessageCodec<SettleOperation, SettleOperationInit>("flowmesh.v1.SettleOperation", fieldsSettleOperation, createSettleOperation, boundSettleOperation, putSettleOperation, readSettleOperation);

export interface CommitResponse {
  position: number;
  /** One for each operation, in order. */
  results: OperationResult[];
}

/** CommitResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CommitResponseInit {
  position?: number | undefined;
  /** One for each operation, in order. */
  results?: readonly OperationResultInit[] | undefined;
}

const fieldsCommitResponse: readonly Field[] = [
  { name: "CommitResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CommitResponse.results", property: "results", protoName: "results", number: 2, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => OperationResult, jsonBytes: "base64", payload: false },
];

function boundCommitResponse(m: CommitResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CommitResponse.position"); }
  for (let i = 0, count = bound.listLength(m.results, "CommitResponse.results"); i < count; i++) { const e = m.results![i]!; bound.checkMessage(e, "CommitResponse.results"); n += 1 + 5 + boundOperationResult(e, -1); }
  return n;
}

function putCommitResponse(m: CommitResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  if (m.results !== undefined && m.results !== null) for (let i = 0; i < m.results.length; i++) { b[o++] = 18; o = putNestedOperationResult(m.results[i]!, b, o); }
  return o;
}

function createCommitResponse(): CommitResponse {
  return { position: 0, results: [] };
}

function readCommitResponse(r: Reader, m: CommitResponse): CommitResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("CommitResponse.position");
        break;
      }
      case 18: {
        const outer = r.enter("CommitResponse.results");
        m.results.push(readOperationResult(r, createOperationResult()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsCommitResponse);
    }
  }
  return m;
}

/** Codec of CommitResponse. */
export const CommitResponse: Codec<CommitResponse, CommitResponseInit> = new MessageCodec<CommitResponse, CommitResponseInit>("flowmesh.v1.CommitResponse", fieldsCommitResponse, createCommitResponse, boundCommitResponse, putCommitResponse, readCommitResponse);

export interface OperationResult {
  /** For an append one placement, for a publish one for each record, for any other none. */
  placements: Placement[];
  /** For a put, a delete, an increment and a check. */
  entry?: EntryResult | undefined;
  /** For an enqueue one for each job. */
  jobs: EnqueuedJob[];
}

/** OperationResult as it is given to encode: what is absent is zero, empty or not set. */
export interface OperationResultInit {
  /** For an append one placement, for a publish one for each record, for any other none. */
  placements?: readonly PlacementInit[] | undefined;
  /** For a put, a delete, an increment and a check. */
  entry?: EntryResultInit | undefined;
  /** For an enqueue one for each job. */
  jobs?: readonly EnqueuedJobInit[] | undefined;
}

const fieldsOperationResult: readonly Field[] = [
  { name: "OperationResult.placements", property: "placements", protoName: "placements", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Placement, jsonBytes: "base64", payload: false },
  { name: "OperationResult.entry", property: "entry", protoName: "entry", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => EntryResult, jsonBytes: "base64", payload: false },
  { name: "OperationResult.jobs", property: "jobs", protoName: "jobs", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => EnqueuedJob, jsonBytes: "base64", payload: false },
];

function boundOperationResult(m: OperationResultInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.placements, "OperationResult.placements"); i < count; i++) { const e = m.placements![i]!; bound.checkMessage(e, "OperationResult.placements"); n += 1 + 5 + boundPlacement(e, -1); }
  if (m.entry !== undefined && m.entry !== null) { bound.checkMessage(m.entry, "OperationResult.entry"); n += 1 + 5 + boundEntryResult(m.entry, -1); }
  for (let i = 0, count = bound.listLength(m.jobs, "OperationResult.jobs"); i < count; i++) { const e = m.jobs![i]!; bound.checkMessage(e, "OperationResult.jobs"); n += 1 + 5 + boundEnqueuedJob(e, -1); }
  return n;
}

function putOperationResult(m: OperationResultInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.placements !== undefined && m.placements !== null) for (let i = 0; i < m.placements.length; i++) { b[o++] = 10; o = putNestedPlacement(m.placements[i]!, b, o); }
  if (m.entry !== undefined && m.entry !== null) { b[o++] = 18; o = putNestedEntryResult(m.entry, b, o); }
  if (m.jobs !== undefined && m.jobs !== null) for (let i = 0; i < m.jobs.length; i++) { b[o++] = 26; o = putNestedEnqueuedJob(m.jobs[i]!, b, o); }
  return o;
}

// Bytes of the length of the OperationResult that was written last within another message: the next one is likely to need as many.
let lengthBytesOperationResult = 1;

function putNestedOperationResult(m: OperationResultInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesOperationResult;
  const start = offset + reserved;
  const end = putOperationResult(m, b, start, -1);
  lengthBytesOperationResult = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createOperationResult(): OperationResult {
  return { placements: [], entry: undefined, jobs: [] };
}

function readOperationResult(r: Reader, m: OperationResult): OperationResult {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("OperationResult.placements");
        m.placements.push(readPlacement(r, createPlacement()));
        r.leave(outer);
        break;
      }
      case 18: {
        const outer = r.enter("OperationResult.entry");
        m.entry = readEntryResult(r, m.entry ?? createEntryResult());
        r.leave(outer);
        break;
      }
      case 26: {
        const outer = r.enter("OperationResult.jobs");
        m.jobs.push(readEnqueuedJob(r, createEnqueuedJob()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsOperationResult);
    }
  }
  return m;
}

/** Codec of OperationResult. */
export const OperationResult: Codec<OperationResult, OperationResultInit> = new MessageCodec<OperationResult, OperationResultInit>("flowmesh.v1.OperationResult", fieldsOperationResult, createOperationResult, boundOperationResult, putOperationResult, readOperationResult);

/** What became of an entry. */
export interface EntryResult {
  /** Of the write. For a delete of what was not there 0; for a check the revision expected. */
  revision: number;
  /** For an increment: the number after it. */
  value: number;
  /** For a delete: there was an entry. */
  deleted: boolean;
}

/** EntryResult as it is given to encode: what is absent is zero, empty or not set. */
export interface EntryResultInit {
  /** Of the write. For a delete of what was not there 0; for a check the revision expected. */
  revision?: number | undefined;
  /** For an increment: the number after it. */
  value?: number | undefined;
  /** For a delete: there was an entry. */
  deleted?: boolean | undefined;
}

const fieldsEntryResult: readonly Field[] = [
  { name: "EntryResult.revision", property: "revision", protoName: "revision", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EntryResult.value", property: "value", protoName: "value", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EntryResult.deleted", property: "deleted", protoName: "deleted", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundEntryResult(m: EntryResultInit, payloadBytes: number): number {
  let n = 0;
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "EntryResult.revision"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundInt64(m.value, "EntryResult.value"); }
  if (m.deleted !== undefined && m.deleted !== null) { n += 1 + bound.boundBool(m.deleted, "EntryResult.deleted"); }
  return n;
}

function putEntryResult(m: EntryResultInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 8; o = putInt64(m.revision, b, o); }
  if (m.value !== undefined && m.value !== null && m.value !== 0) { b[o++] = 16; o = putInt64(m.value, b, o); }
  if (m.deleted !== undefined && m.deleted !== null && m.deleted !== false) { b[o++] = 24; o = put.putBool(m.deleted, b, o); }
  return o;
}

// Bytes of the length of the EntryResult that was written last within another message: the next one is likely to need as many.
let lengthBytesEntryResult = 1;

function putNestedEntryResult(m: EntryResultInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesEntryResult;
  const start = offset + reserved;
  const end = putEntryResult(m, b, start, -1);
  lengthBytesEntryResult = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createEntryResult(): EntryResult {
  return { revision: 0, value: 0, deleted: false };
}

function readEntryResult(r: Reader, m: EntryResult): EntryResult {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.revision = r.int64("EntryResult.revision");
        break;
      }
      case 16: {
        m.value = r.int64("EntryResult.value");
        break;
      }
      case 24: {
        m.deleted = r.bool("EntryResult.deleted");
        break;
      }
      default:
        r.skip(tag, fieldsEntryResult);
    }
  }
  return m;
}

/** Codec of EntryResult. */
export const EntryResult: Codec<EntryResult, EntryResultInit> = new MessageCodec<EntryResult, EntryResultInit>("flowmesh.v1.EntryResult", fieldsEntryResult, createEntryResult, boundEntryResult, putEntryResult, readEntryResult);

/** A queue, or the dead letters of a group, with jobs that are dead. */
export interface DeadLetterSource {
  /** To be used wherever a queue is named; `@` and the group's name for a group. */
  queue: string;
  /** Empty: it is a queue of its own. */
  group: string;
  dead: number;
  /**
   * When the one that is dead the longest died, as far as is known.
   *
   * Milliseconds since 1970.
   */
  firstAt?: number | undefined;
  /**
   * When the last one died.
   *
   * Milliseconds since 1970.
   */
  lastAt?: number | undefined;
}

/** DeadLetterSource as it is given to encode: what is absent is zero, empty or not set. */
export interface DeadLetterSourceInit {
  /** To be used wherever a queue is named; `@` and the group's name for a group. */
  queue?: string | undefined;
  /** Empty: it is a queue of its own. */
  group?: string | undefined;
  dead?: number | undefined;
  /**
   * When the one that is dead the longest died, as far as is known.
   *
   * Milliseconds since 1970.
   */
  firstAt?: number | undefined;
  /**
   * When the last one died.
   *
   * Milliseconds since 1970.
   */
  lastAt?: number | undefined;
}

const fieldsDeadLetterSource: readonly Field[] = [
  { name: "DeadLetterSource.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterSource.group", property: "group", protoName: "group", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterSource.dead", property: "dead", protoName: "dead", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterSource.first_at", property: "firstAt", protoName: "first_at", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeadLetterSource.last_at", property: "lastAt", protoName: "last_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeadLetterSource(m: DeadLetterSourceInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "DeadLetterSource.queue"); }
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "DeadLetterSource.group"); }
  if (m.dead !== undefined && m.dead !== null) { n += 1 + bound.boundInt64(m.dead, "DeadLetterSource.dead"); }
  if (m.firstAt !== undefined && m.firstAt !== null) { n += 1 + boundTimestamp(m.firstAt, "DeadLetterSource.first_at"); }
  if (m.lastAt !== undefined && m.lastAt !== null) { n += 1 + boundTimestamp(m.lastAt, "DeadLetterSource.last_at"); }
  return n;
}

function putDeadLetterSource(m: DeadLetterSourceInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 18; o = put.putString(m.group, b, o); }
  if (m.dead !== undefined && m.dead !== null && m.dead !== 0) { b[o++] = 24; o = putInt64(m.dead, b, o); }
  if (m.firstAt !== undefined && m.firstAt !== null) { b[o++] = 34; o = putTimestamp(m.firstAt, b, o); }
  if (m.lastAt !== undefined && m.lastAt !== null) { b[o++] = 42; o = putTimestamp(m.lastAt, b, o); }
  return o;
}

// Bytes of the length of the DeadLetterSource that was written last within another message: the next one is likely to need as many.
let lengthBytesDeadLetterSource = 1;

function putNestedDeadLetterSource(m: DeadLetterSourceInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesDeadLetterSource;
  const start = offset + reserved;
  const end = putDeadLetterSource(m, b, start, -1);
  lengthBytesDeadLetterSource = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createDeadLetterSource(): DeadLetterSource {
  return { queue: "", group: "", dead: 0, firstAt: undefined, lastAt: undefined };
}

function readDeadLetterSource(r: Reader, m: DeadLetterSource): DeadLetterSource {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("DeadLetterSource.queue");
        break;
      }
      case 18: {
        m.group = r.string("DeadLetterSource.group");
        break;
      }
      case 24: {
        m.dead = r.int64("DeadLetterSource.dead");
        break;
      }
      case 34: {
        m.firstAt = readTimestamp(r, "DeadLetterSource.first_at");
        break;
      }
      case 42: {
        m.lastAt = readTimestamp(r, "DeadLetterSource.last_at");
        break;
      }
      default:
        r.skip(tag, fieldsDeadLetterSource);
    }
  }
  return m;
}

/** Codec of DeadLetterSource. */
export const DeadLetterSource: Codec<DeadLetterSource, DeadLetterSourceInit> = new MessageCodec<DeadLetterSource, DeadLetterSourceInit>("flowmesh.v1.DeadLetterSource", fieldsDeadLetterSource, createDeadLetterSource, boundDeadLetterSource, putDeadLetterSource, readDeadLetterSource);

export interface ListDeadLettersRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
}

/** ListDeadLettersRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListDeadLettersRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
}

const fieldsListDeadLettersRequest: readonly Field[] = [
  { name: "ListDeadLettersRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListDeadLettersRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListDeadLettersRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListDeadLettersRequest(m: ListDeadLettersRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListDeadLettersRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListDeadLettersRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListDeadLettersRequest.prefix"); }
  return n;
}

function putListDeadLettersRequest(m: ListDeadLettersRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  return o;
}

function createListDeadLettersRequest(): ListDeadLettersRequest {
  return { pageSize: 0, pageToken: "", prefix: "" };
}

function readListDeadLettersRequest(r: Reader, m: ListDeadLettersRequest): ListDeadLettersRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListDeadLettersRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListDeadLettersRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListDeadLettersRequest.prefix");
        break;
      }
      default:
        r.skip(tag, fieldsListDeadLettersRequest);
    }
  }
  return m;
}

/** Codec of ListDeadLettersRequest. */
export const ListDeadLettersRequest: Codec<ListDeadLettersRequest, ListDeadLettersRequestInit> = new MessageCodec<ListDeadLettersRequest, ListDeadLettersRequestInit>("flowmesh.v1.ListDeadLettersRequest", fieldsListDeadLettersRequest, createListDeadLettersRequest, boundListDeadLettersRequest, putListDeadLettersRequest, readListDeadLettersRequest);

export interface ListDeadLettersResponse {
  sources: DeadLetterSource[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListDeadLettersResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListDeadLettersResponseInit {
  sources?: readonly DeadLetterSourceInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListDeadLettersResponse: readonly Field[] = [
  { name: "ListDeadLettersResponse.sources", property: "sources", protoName: "sources", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => DeadLetterSource, jsonBytes: "base64", payload: false },
  { name: "ListDeadLettersResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListDeadLettersResponse(m: ListDeadLettersResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.sources, "ListDeadLettersResponse.sources"); i < count; i++) { const e = m.sources![i]!; bound.checkMessage(e, "ListDeadLettersResponse.sources"); n += 1 + 5 + boundDeadLetterSource(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListDeadLettersResponse.next_page_token"); }
  return n;
}

function putListDeadLettersResponse(m: ListDeadLettersResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.sources !== undefined && m.sources !== null) for (let i = 0; i < m.sources.length; i++) { b[o++] = 10; o = putNestedDeadLetterSource(m.sources[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListDeadLettersResponse(): ListDeadLettersResponse {
  return { sources: [], nextPageToken: "" };
}

function readListDeadLettersResponse(r: Reader, m: ListDeadLettersResponse): ListDeadLettersResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListDeadLettersResponse.sources");
        m.sources.push(readDeadLetterSource(r, createDeadLetterSource()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListDeadLettersResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListDeadLettersResponse);
    }
  }
  return m;
}

/** Codec of ListDeadLettersResponse. */
export const ListDeadLettersResponse: Codec<ListDeadLettersResponse, ListDeadLettersResponseInit> = new MessageCodec<ListDeadLettersResponse, ListDeadLettersResponseInit>("flowmesh.v1.ListDeadLettersResponse", fieldsListDeadLettersResponse, createListDeadLettersResponse, boundListDeadLettersResponse, putListDeadLettersResponse, readListDeadLettersResponse);

export interface GroupErrorsRequest {
  queue: string;
}

/** GroupErrorsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GroupErrorsRequestInit {
  queue?: string | undefined;
}

const fieldsGroupErrorsRequest: readonly Field[] = [
  { name: "GroupErrorsRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGroupErrorsRequest(m: GroupErrorsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "GroupErrorsRequest.queue"); }
  return n;
}

function putGroupErrorsRequest(m: GroupErrorsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  return o;
}

function createGroupErrorsRequest(): GroupErrorsRequest {
  return { queue: "" };
}

function readGroupErrorsRequest(r: Reader, m: GroupErrorsRequest): GroupErrorsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("GroupErrorsRequest.queue");
        break;
      }
      default:
        r.skip(tag, fieldsGroupErrorsRequest);
    }
  }
  return m;
}

/** Codec of GroupErrorsRequest. */
export const GroupErrorsRequest: Codec<GroupErrorsRequest, GroupErrorsRequestInit> = new MessageCodec<GroupErrorsRequest, GroupErrorsRequestInit>("flowmesh.v1.GroupErrorsRequest", fieldsGroupErrorsRequest, createGroupErrorsRequest, boundGroupErrorsRequest, putGroupErrorsRequest, readGroupErrorsRequest);

/** Jobs that died of the same thing. */
export interface ErrorGroup {
  /** Names it in the filter of an operation: the same error has the same name in all queues. */
  errorGroup: string;
  /** The error, with `*` in the place of what differs. */
  error: string;
  /** The first line of the stack that names a place in the code, without line numbers. Empty without a stack. */
  frame: string;
  jobs: number;
  /** Of them, those that had been tried again before and died once more. */
  repeated: number;
  /** Milliseconds since 1970. */
  firstAt?: number | undefined;
  /** Milliseconds since 1970. */
  lastAt?: number | undefined;
  /** The last job that died of it, without value, headers and attempts. */
  sample?: Job | undefined;
}

/** ErrorGroup as it is given to encode: what is absent is zero, empty or not set. */
export interface ErrorGroupInit {
  /** Names it in the filter of an operation: the same error has the same name in all queues. */
  errorGroup?: string | undefined;
  /** The error, with `*` in the place of what differs. */
  error?: string | undefined;
  /** The first line of the stack that names a place in the code, without line numbers. Empty without a stack. */
  frame?: string | undefined;
  jobs?: number | undefined;
  /** Of them, those that had been tried again before and died once more. */
  repeated?: number | undefined;
  /** Milliseconds since 1970. */
  firstAt?: number | undefined;
  /** Milliseconds since 1970. */
  lastAt?: number | undefined;
  /** The last job that died of it, without value, headers and attempts. */
  sample?: JobInit | undefined;
}

const fieldsErrorGroup: readonly Field[] = [
  { name: "ErrorGroup.error_group", property: "errorGroup", protoName: "error_group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.error", property: "error", protoName: "error", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.frame", property: "frame", protoName: "frame", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.jobs", property: "jobs", protoName: "jobs", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.repeated", property: "repeated", protoName: "repeated", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.first_at", property: "firstAt", protoName: "first_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.last_at", property: "lastAt", protoName: "last_at", number: 7, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ErrorGroup.sample", property: "sample", protoName: "sample", number: 8, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Job, jsonBytes: "base64", payload: false },
];

function boundErrorGroup(m: ErrorGroupInit, payloadBytes: number): number {
  let n = 0;
  if (m.errorGroup !== undefined && m.errorGroup !== null) { n += 1 + bound.boundString(m.errorGroup, "ErrorGroup.error_group"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "ErrorGroup.error"); }
  if (m.frame !== undefined && m.frame !== null) { n += 1 + bound.boundString(m.frame, "ErrorGroup.frame"); }
  if (m.jobs !== undefined && m.jobs !== null) { n += 1 + bound.boundInt64(m.jobs, "ErrorGroup.jobs"); }
  if (m.repeated !== undefined && m.repeated !== null) { n += 1 + bound.boundInt64(m.repeated, "ErrorGroup.repeated"); }
  if (m.firstAt !== undefined && m.firstAt !== null) { n += 1 + boundTimestamp(m.firstAt, "ErrorGroup.first_at"); }
  if (m.lastAt !== undefined && m.lastAt !== null) { n += 1 + boundTimestamp(m.lastAt, "ErrorGroup.last_at"); }
  if (m.sample !== undefined && m.sample !== null) { bound.checkMessage(m.sample, "ErrorGroup.sample"); n += 1 + 5 + boundJob(m.sample, -1); }
  return n;
}

function putErrorGroup(m: ErrorGroupInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.errorGroup !== undefined && m.errorGroup !== null && m.errorGroup !== "") { b[o++] = 10; o = put.putString(m.errorGroup, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 18; o = put.putString(m.error, b, o); }
  if (m.frame !== undefined && m.frame !== null && m.frame !== "") { b[o++] = 26; o = put.putString(m.frame, b, o); }
  if (m.jobs !== undefined && m.jobs !== null && m.jobs !== 0) { b[o++] = 32; o = putInt64(m.jobs, b, o); }
  if (m.repeated !== undefined && m.repeated !== null && m.repeated !== 0) { b[o++] = 40; o = putInt64(m.repeated, b, o); }
  if (m.firstAt !== undefined && m.firstAt !== null) { b[o++] = 50; o = putTimestamp(m.firstAt, b, o); }
  if (m.lastAt !== undefined && m.lastAt !== null) { b[o++] = 58; o = putTimestamp(m.lastAt, b, o); }
  if (m.sample !== undefined && m.sample !== null) { b[o++] = 66; o = putNestedJob(m.sample, b, o); }
  return o;
}

// Bytes of the length of the ErrorGroup that was written last within another message: the next one is likely to need as many.
let lengthBytesErrorGroup = 1;

function putNestedErrorGroup(m: ErrorGroupInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesErrorGroup;
  const start = offset + reserved;
  const end = putErrorGroup(m, b, start, -1);
  lengthBytesErrorGroup = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createErrorGroup(): ErrorGroup {
  return { errorGroup: "", error: "", frame: "", jobs: 0, repeated: 0, firstAt: undefined, lastAt: undefined, sample: undefined };
}

function readErrorGroup(r: Reader, m: ErrorGroup): ErrorGroup {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.errorGroup = r.string("ErrorGroup.error_group");
        break;
      }
      case 18: {
        m.error = r.string("ErrorGroup.error");
        break;
      }
      case 26: {
        m.frame = r.string("ErrorGroup.frame");
        break;
      }
      case 32: {
        m.jobs = r.int64("ErrorGroup.jobs");
        break;
      }
      case 40: {
        m.repeated = r.int64("ErrorGroup.repeated");
        break;
      }
      case 50: {
        m.firstAt = readTimestamp(r, "ErrorGroup.first_at");
        break;
      }
      case 58: {
        m.lastAt = readTimestamp(r, "ErrorGroup.last_at");
        break;
      }
      case 66: {
        const outer = r.enter("ErrorGroup.sample");
        m.sample = readJob(r, m.sample ?? createJob());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsErrorGroup);
    }
  }
  return m;
}

/** Codec of ErrorGroup. */
export const ErrorGroup: Codec<ErrorGroup, ErrorGroupInit> = new MessageCodec<ErrorGroup, ErrorGroupInit>("flowmesh.v1.ErrorGroup", fieldsErrorGroup, createErrorGroup, boundErrorGroup, putErrorGroup, readErrorGroup);

export interface GroupErrorsResponse {
  /** At most 1000. */
  groups: ErrorGroup[];
  /** Dead jobs that were looked at, the last ones to die first: at most 20000. */
  lookedAt: number;
  /** Dead jobs in all. */
  dead: number;
}

/** GroupErrorsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GroupErrorsResponseInit {
  /** At most 1000. */
  groups?: readonly ErrorGroupInit[] | undefined;
  /** Dead jobs that were looked at, the last ones to die first: at most 20000. */
  lookedAt?: number | undefined;
  /** Dead jobs in all. */
  dead?: number | undefined;
}

const fieldsGroupErrorsResponse: readonly Field[] = [
  { name: "GroupErrorsResponse.groups", property: "groups", protoName: "groups", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => ErrorGroup, jsonBytes: "base64", payload: false },
  { name: "GroupErrorsResponse.looked_at", property: "lookedAt", protoName: "looked_at", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GroupErrorsResponse.dead", property: "dead", protoName: "dead", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGroupErrorsResponse(m: GroupErrorsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.groups, "GroupErrorsResponse.groups"); i < count; i++) { const e = m.groups![i]!; bound.checkMessage(e, "GroupErrorsResponse.groups"); n += 1 + 5 + boundErrorGroup(e, -1); }
  if (m.lookedAt !== undefined && m.lookedAt !== null) { n += 1 + bound.boundInt64(m.lookedAt, "GroupErrorsResponse.looked_at"); }
  if (m.dead !== undefined && m.dead !== null) { n += 1 + bound.boundInt64(m.dead, "GroupErrorsResponse.dead"); }
  return n;
}

function putGroupErrorsResponse(m: GroupErrorsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.groups !== undefined && m.groups !== null) for (let i = 0; i < m.groups.length; i++) { b[o++] = 10; o = putNestedErrorGroup(m.groups[i]!, b, o); }
  if (m.lookedAt !== undefined && m.lookedAt !== null && m.lookedAt !== 0) { b[o++] = 16; o = putInt64(m.lookedAt, b, o); }
  if (m.dead !== undefined && m.dead !== null && m.dead !== 0) { b[o++] = 24; o = putInt64(m.dead, b, o); }
  return o;
}

function createGroupErrorsResponse(): GroupErrorsResponse {
  return { groups: [], lookedAt: 0, dead: 0 };
}

function readGroupErrorsResponse(r: Reader, m: GroupErrorsResponse): GroupErrorsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GroupErrorsResponse.groups");
        m.groups.push(readErrorGroup(r, createErrorGroup()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.lookedAt = r.int64("GroupErrorsResponse.looked_at");
        break;
      }
      case 24: {
        m.dead = r.int64("GroupErrorsResponse.dead");
        break;
      }
      default:
        r.skip(tag, fieldsGroupErrorsResponse);
    }
  }
  return m;
}

/** Codec of GroupErrorsResponse. */
export const GroupErrorsResponse: Codec<GroupErrorsResponse, GroupErrorsResponseInit> = new MessageCodec<GroupErrorsResponse, GroupErrorsResponseInit>("flowmesh.v1.GroupErrorsResponse", fieldsGroupErrorsResponse, createGroupErrorsResponse, boundGroupErrorsResponse, putGroupErrorsResponse, readGroupErrorsResponse);

/** How a bucket keeps its entries. */
export interface BucketSettings {
  /**
   * How many revisions of each key are kept, the latest included. 1 to 64. Default 1. When it is lowered, older revisions are not returned any more, and removed with
   * the key's next write.
   */
  history?: number | undefined;
  /** How long an entry lives whose write says nothing. 0: for ever, the default. At most 3155760000000, a hundred years. A change counts for later writes. */
  ttlMs?: number | undefined;
}

/** BucketSettings as it is given to encode: what is absent is zero, empty or not set. */
export interface BucketSettingsInit {
  /**
   * How many revisions of each key are kept, the latest included. 1 to 64. Default 1. When it is lowered, older revisions are not returned any more, and removed with
   * the key's next write.
   */
  history?: number | undefined;
  /** How long an entry lives whose write says nothing. 0: for ever, the default. At most 3155760000000, a hundred years. A change counts for later writes. */
  ttlMs?: number | undefined;
}

const fieldsBucketSettings: readonly Field[] = [
  { name: "BucketSettings.history", property: "history", protoName: "history", number: 1, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BucketSettings.ttl_ms", property: "ttlMs", protoName: "ttl_ms", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundBucketSettings(m: BucketSettingsInit, payloadBytes: number): number {
  let n = 0;
  if (m.history !== undefined && m.history !== null) { n += 1 + bound.boundInt32(m.history, "BucketSettings.history"); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { n += 1 + bound.boundInt64(m.ttlMs, "BucketSettings.ttl_ms"); }
  return n;
}

function putBucketSettings(m: BucketSettingsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.history !== undefined && m.history !== null) { b[o++] = 8; o = putInt64(m.history, b, o); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { b[o++] = 16; o = putInt64(m.ttlMs, b, o); }
  return o;
}

// Bytes of the length of the BucketSettings that was written last within another message: the next one is likely to need as many.
let lengthBytesBucketSettings = 1;

function putNestedBucketSettings(m: BucketSettingsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesBucketSettings;
  const start = offset + reserved;
  const end = putBucketSettings(m, b, start, -1);
  lengthBytesBucketSettings = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createBucketSettings(): BucketSettings {
  return { history: undefined, ttlMs: undefined };
}

function readBucketSettings(r: Reader, m: BucketSettings): BucketSettings {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.history = r.int32("BucketSettings.history");
        break;
      }
      case 16: {
        m.ttlMs = r.int64("BucketSettings.ttl_ms");
        break;
      }
      default:
        r.skip(tag, fieldsBucketSettings);
    }
  }
  return m;
}

/** Codec of BucketSettings. */
export const BucketSettings: Codec<BucketSettings, BucketSettingsInit> = new MessageCodec<BucketSettings, BucketSettingsInit>("flowmesh.v1.BucketSettings", fieldsBucketSettings, createBucketSettings, boundBucketSettings, putBucketSettings, readBucketSettings);

export interface Bucket {
  bucket: string;
  /** UUID from the creation on, in its text form. */
  id: string;
  settings?: BucketSettings | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed the settings. */
  revision: number;
  /** Revision of the last write; 0: none yet. */
  lastRevision: number;
  /** Watches can go on behind this revision, and behind every later one. */
  watchFloor: number;
  /** Entries that are there. One whose time is over counts until its expiry is written. */
  entries: number;
  /** Bytes of the keys and values of all revisions kept. */
  bytes: number;
}

/** Bucket as it is given to encode: what is absent is zero, empty or not set. */
export interface BucketInit {
  bucket?: string | undefined;
  /** UUID from the creation on, in its text form. */
  id?: string | undefined;
  settings?: BucketSettingsInit | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed the settings. */
  revision?: number | undefined;
  /** Revision of the last write; 0: none yet. */
  lastRevision?: number | undefined;
  /** Watches can go on behind this revision, and behind every later one. */
  watchFloor?: number | undefined;
  /** Entries that are there. One whose time is over counts until its expiry is written. */
  entries?: number | undefined;
  /** Bytes of the keys and values of all revisions kept. */
  bytes?: number | undefined;
}

const fieldsBucket: readonly Field[] = [
  { name: "Bucket.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.id", property: "id", protoName: "id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.settings", property: "settings", protoName: "settings", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BucketSettings, jsonBytes: "base64", payload: false },
  { name: "Bucket.created_at", property: "createdAt", protoName: "created_at", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.revision", property: "revision", protoName: "revision", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.last_revision", property: "lastRevision", protoName: "last_revision", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.watch_floor", property: "watchFloor", protoName: "watch_floor", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.entries", property: "entries", protoName: "entries", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Bucket.bytes", property: "bytes", protoName: "bytes", number: 9, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundBucket(m: BucketInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "Bucket.bucket"); }
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "Bucket.id"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "Bucket.settings"); n += 1 + 5 + boundBucketSettings(m.settings, -1); }
  if (m.createdAt !== undefined && m.createdAt !== null) { n += 1 + boundTimestamp(m.createdAt, "Bucket.created_at"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Bucket.revision"); }
  if (m.lastRevision !== undefined && m.lastRevision !== null) { n += 1 + bound.boundInt64(m.lastRevision, "Bucket.last_revision"); }
  if (m.watchFloor !== undefined && m.watchFloor !== null) { n += 1 + bound.boundInt64(m.watchFloor, "Bucket.watch_floor"); }
  if (m.entries !== undefined && m.entries !== null) { n += 1 + bound.boundInt64(m.entries, "Bucket.entries"); }
  if (m.bytes !== undefined && m.bytes !== null) { n += 1 + bound.boundInt64(m.bytes, "Bucket.bytes"); }
  return n;
}

function putBucket(m: BucketInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 18; o = put.putString(m.id, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 26; o = putNestedBucketSettings(m.settings, b, o); }
  if (m.createdAt !== undefined && m.createdAt !== null) { b[o++] = 34; o = putTimestamp(m.createdAt, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 40; o = putInt64(m.revision, b, o); }
  if (m.lastRevision !== undefined && m.lastRevision !== null && m.lastRevision !== 0) { b[o++] = 48; o = putInt64(m.lastRevision, b, o); }
  if (m.watchFloor !== undefined && m.watchFloor !== null && m.watchFloor !== 0) { b[o++] = 56; o = putInt64(m.watchFloor, b, o); }
  if (m.entries !== undefined && m.entries !== null && m.entries !== 0) { b[o++] = 64; o = putInt64(m.entries, b, o); }
  if (m.bytes !== undefined && m.bytes !== null && m.bytes !== 0) { b[o++] = 72; o = putInt64(m.bytes, b, o); }
  return o;
}

// Bytes of the length of the Bucket that was written last within another message: the next one is likely to need as many.
let lengthBytesBucket = 1;

function putNestedBucket(m: BucketInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesBucket;
  const start = offset + reserved;
  const end = putBucket(m, b, start, -1);
  lengthBytesBucket = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createBucket(): Bucket {
  return { bucket: "", id: "", settings: undefined, createdAt: undefined, revision: 0, lastRevision: 0, watchFloor: 0, entries: 0, bytes: 0 };
}

function readBucket(r: Reader, m: Bucket): Bucket {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("Bucket.bucket");
        break;
      }
      case 18: {
        m.id = r.string("Bucket.id");
        break;
      }
      case 26: {
        const outer = r.enter("Bucket.settings");
        m.settings = readBucketSettings(r, m.settings ?? createBucketSettings());
        r.leave(outer);
        break;
      }
      case 34: {
        m.createdAt = readTimestamp(r, "Bucket.created_at");
        break;
      }
      case 40: {
        m.revision = r.int64("Bucket.revision");
        break;
      }
      case 48: {
        m.lastRevision = r.int64("Bucket.last_revision");
        break;
      }
      case 56: {
        m.watchFloor = r.int64("Bucket.watch_floor");
        break;
      }
      case 64: {
        m.entries = r.int64("Bucket.entries");
        break;
      }
      case 72: {
        m.bytes = r.int64("Bucket.bytes");
        break;
      }
      default:
        r.skip(tag, fieldsBucket);
    }
  }
  return m;
}

/** Codec of Bucket. */
export const Bucket: Codec<Bucket, BucketInit> = new MessageCodec<Bucket, BucketInit>("flowmesh.v1.Bucket", fieldsBucket, createBucket, boundBucket, putBucket, readBucket);

export interface CreateBucketRequest {
  bucket: string;
  settings?: BucketSettings | undefined;
}

/** CreateBucketRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateBucketRequestInit {
  bucket?: string | undefined;
  settings?: BucketSettingsInit | undefined;
}

const fieldsCreateBucketRequest: readonly Field[] = [
  { name: "CreateBucketRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "CreateBucketRequest.settings", property: "settings", protoName: "settings", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BucketSettings, jsonBytes: "base64", payload: false },
];

function boundCreateBucketRequest(m: CreateBucketRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "CreateBucketRequest.bucket"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "CreateBucketRequest.settings"); n += 1 + 5 + boundBucketSettings(m.settings, -1); }
  return n;
}

function putCreateBucketRequest(m: CreateBucketRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 18; o = putNestedBucketSettings(m.settings, b, o); }
  return o;
}

function createCreateBucketRequest(): CreateBucketRequest {
  return { bucket: "", settings: undefined };
}

function readCreateBucketRequest(r: Reader, m: CreateBucketRequest): CreateBucketRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("CreateBucketRequest.bucket");
        break;
      }
      case 18: {
        const outer = r.enter("CreateBucketRequest.settings");
        m.settings = readBucketSettings(r, m.settings ?? createBucketSettings());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsCreateBucketRequest);
    }
  }
  return m;
}

/** Codec of CreateBucketRequest. */
export const CreateBucketRequest: Codec<CreateBucketRequest, CreateBucketRequestInit> = new MessageCodec<CreateBucketRequest, CreateBucketRequestInit>("flowmesh.v1.CreateBucketRequest", fieldsCreateBucketRequest, createCreateBucketRequest, boundCreateBucketRequest, putCreateBucketRequest, readCreateBucketRequest);

export interface CreateBucketResponse {
  bucket?: Bucket | undefined;
  position: number;
}

/** CreateBucketResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface CreateBucketResponseInit {
  bucket?: BucketInit | undefined;
  position?: number | undefined;
}

const fieldsCreateBucketResponse: readonly Field[] = [
  { name: "CreateBucketResponse.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Bucket, jsonBytes: "base64", payload: false },
  { name: "CreateBucketResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundCreateBucketResponse(m: CreateBucketResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { bound.checkMessage(m.bucket, "CreateBucketResponse.bucket"); n += 1 + 5 + boundBucket(m.bucket, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "CreateBucketResponse.position"); }
  return n;
}

function putCreateBucketResponse(m: CreateBucketResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null) { b[o++] = 10; o = putNestedBucket(m.bucket, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createCreateBucketResponse(): CreateBucketResponse {
  return { bucket: undefined, position: 0 };
}

function readCreateBucketResponse(r: Reader, m: CreateBucketResponse): CreateBucketResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("CreateBucketResponse.bucket");
        m.bucket = readBucket(r, m.bucket ?? createBucket());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("CreateBucketResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsCreateBucketResponse);
    }
  }
  return m;
}

/** Codec of CreateBucketResponse. */
export const CreateBucketResponse: Codec<CreateBucketResponse, CreateBucketResponseInit> = new MessageCodec<CreateBucketResponse, CreateBucketResponseInit>("flowmesh.v1.CreateBucketResponse", fieldsCreateBucketResponse, createCreateBucketResponse, boundCreateBucketResponse, putCreateBucketResponse, readCreateBucketResponse);

export interface GetBucketRequest {
  bucket: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetBucketRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetBucketRequestInit {
  bucket?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetBucketRequest: readonly Field[] = [
  { name: "GetBucketRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetBucketRequest.at_least", property: "atLeast", protoName: "at_least", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetBucketRequest(m: GetBucketRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "GetBucketRequest.bucket"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetBucketRequest.at_least"); }
  return n;
}

function putGetBucketRequest(m: GetBucketRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 16; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetBucketRequest(): GetBucketRequest {
  return { bucket: "", atLeast: 0 };
}

function readGetBucketRequest(r: Reader, m: GetBucketRequest): GetBucketRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("GetBucketRequest.bucket");
        break;
      }
      case 16: {
        m.atLeast = r.int64("GetBucketRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetBucketRequest);
    }
  }
  return m;
}

/** Codec of GetBucketRequest. */
export const GetBucketRequest: Codec<GetBucketRequest, GetBucketRequestInit> = new MessageCodec<GetBucketRequest, GetBucketRequestInit>("flowmesh.v1.GetBucketRequest", fieldsGetBucketRequest, createGetBucketRequest, boundGetBucketRequest, putGetBucketRequest, readGetBucketRequest);

export interface GetBucketResponse {
  bucket?: Bucket | undefined;
}

/** GetBucketResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetBucketResponseInit {
  bucket?: BucketInit | undefined;
}

const fieldsGetBucketResponse: readonly Field[] = [
  { name: "GetBucketResponse.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Bucket, jsonBytes: "base64", payload: false },
];

function boundGetBucketResponse(m: GetBucketResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { bound.checkMessage(m.bucket, "GetBucketResponse.bucket"); n += 1 + 5 + boundBucket(m.bucket, -1); }
  return n;
}

function putGetBucketResponse(m: GetBucketResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null) { b[o++] = 10; o = putNestedBucket(m.bucket, b, o); }
  return o;
}

function createGetBucketResponse(): GetBucketResponse {
  return { bucket: undefined };
}

function readGetBucketResponse(r: Reader, m: GetBucketResponse): GetBucketResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetBucketResponse.bucket");
        m.bucket = readBucket(r, m.bucket ?? createBucket());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetBucketResponse);
    }
  }
  return m;
}

/** Codec of GetBucketResponse. */
export const GetBucketResponse: Codec<GetBucketResponse, GetBucketResponseInit> = new MessageCodec<GetBucketResponse, GetBucketResponseInit>("flowmesh.v1.GetBucketResponse", fieldsGetBucketResponse, createGetBucketResponse, boundGetBucketResponse, putGetBucketResponse, readGetBucketResponse);

export interface ListBucketsRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
}

/** ListBucketsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListBucketsRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
}

const fieldsListBucketsRequest: readonly Field[] = [
  { name: "ListBucketsRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListBucketsRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListBucketsRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListBucketsRequest(m: ListBucketsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListBucketsRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListBucketsRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListBucketsRequest.prefix"); }
  return n;
}

function putListBucketsRequest(m: ListBucketsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  return o;
}

function createListBucketsRequest(): ListBucketsRequest {
  return { pageSize: 0, pageToken: "", prefix: "" };
}

function readListBucketsRequest(r: Reader, m: ListBucketsRequest): ListBucketsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListBucketsRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListBucketsRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListBucketsRequest.prefix");
        break;
      }
      default:
        r.skip(tag, fieldsListBucketsRequest);
    }
  }
  return m;
}

/** Codec of ListBucketsRequest. */
export const ListBucketsRequest: Codec<ListBucketsRequest, ListBucketsRequestInit> = new MessageCodec<ListBucketsRequest, ListBucketsRequestInit>("flowmesh.v1.ListBucketsRequest", fieldsListBucketsRequest, createListBucketsRequest, boundListBucketsRequest, putListBucketsRequest, readListBucketsRequest);

export interface ListBucketsResponse {
  buckets: Bucket[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListBucketsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListBucketsResponseInit {
  buckets?: readonly BucketInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListBucketsResponse: readonly Field[] = [
  { name: "ListBucketsResponse.buckets", property: "buckets", protoName: "buckets", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Bucket, jsonBytes: "base64", payload: false },
  { name: "ListBucketsResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListBucketsResponse(m: ListBucketsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.buckets, "ListBucketsResponse.buckets"); i < count; i++) { const e = m.buckets![i]!; bound.checkMessage(e, "ListBucketsResponse.buckets"); n += 1 + 5 + boundBucket(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListBucketsResponse.next_page_token"); }
  return n;
}

function putListBucketsResponse(m: ListBucketsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.buckets !== undefined && m.buckets !== null) for (let i = 0; i < m.buckets.length; i++) { b[o++] = 10; o = putNestedBucket(m.buckets[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListBucketsResponse(): ListBucketsResponse {
  return { buckets: [], nextPageToken: "" };
}

function readListBucketsResponse(r: Reader, m: ListBucketsResponse): ListBucketsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListBucketsResponse.buckets");
        m.buckets.push(readBucket(r, createBucket()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListBucketsResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListBucketsResponse);
    }
  }
  return m;
}

/** Codec of ListBucketsResponse. */
export const ListBucketsResponse: Codec<ListBucketsResponse, ListBucketsResponseInit> = new MessageCodec<ListBucketsResponse, ListBucketsResponseInit>("flowmesh.v1.ListBucketsResponse", fieldsListBucketsResponse, createListBucketsResponse, boundListBucketsResponse, putListBucketsResponse, readListBucketsResponse);

export interface UpdateBucketRequest {
  bucket: string;
  /** Only the settings that are present change. */
  settings?: BucketSettings | undefined;
  /** Refused with revision_mismatch unless the bucket's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** UpdateBucketRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateBucketRequestInit {
  bucket?: string | undefined;
  /** Only the settings that are present change. */
  settings?: BucketSettingsInit | undefined;
  /** Refused with revision_mismatch unless the bucket's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsUpdateBucketRequest: readonly Field[] = [
  { name: "UpdateBucketRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "UpdateBucketRequest.settings", property: "settings", protoName: "settings", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BucketSettings, jsonBytes: "base64", payload: false },
  { name: "UpdateBucketRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateBucketRequest(m: UpdateBucketRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "UpdateBucketRequest.bucket"); }
  if (m.settings !== undefined && m.settings !== null) { bound.checkMessage(m.settings, "UpdateBucketRequest.settings"); n += 1 + 5 + boundBucketSettings(m.settings, -1); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "UpdateBucketRequest.expected_revision"); }
  return n;
}

function putUpdateBucketRequest(m: UpdateBucketRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.settings !== undefined && m.settings !== null) { b[o++] = 18; o = putNestedBucketSettings(m.settings, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 24; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createUpdateBucketRequest(): UpdateBucketRequest {
  return { bucket: "", settings: undefined, expectedRevision: undefined };
}

function readUpdateBucketRequest(r: Reader, m: UpdateBucketRequest): UpdateBucketRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("UpdateBucketRequest.bucket");
        break;
      }
      case 18: {
        const outer = r.enter("UpdateBucketRequest.settings");
        m.settings = readBucketSettings(r, m.settings ?? createBucketSettings());
        r.leave(outer);
        break;
      }
      case 24: {
        m.expectedRevision = r.int64("UpdateBucketRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateBucketRequest);
    }
  }
  return m;
}

/** Codec of UpdateBucketRequest. */
export const UpdateBucketRequest: Codec<UpdateBucketRequest, UpdateBucketRequestInit> = new MessageCodec<UpdateBucketRequest, UpdateBucketRequestInit>("flowmesh.v1.UpdateBucketRequest", fieldsUpdateBucketRequest, createUpdateBucketRequest, boundUpdateBucketRequest, putUpdateBucketRequest, readUpdateBucketRequest);

export interface UpdateBucketResponse {
  bucket?: Bucket | undefined;
  position: number;
}

/** UpdateBucketResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface UpdateBucketResponseInit {
  bucket?: BucketInit | undefined;
  position?: number | undefined;
}

const fieldsUpdateBucketResponse: readonly Field[] = [
  { name: "UpdateBucketResponse.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Bucket, jsonBytes: "base64", payload: false },
  { name: "UpdateBucketResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundUpdateBucketResponse(m: UpdateBucketResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { bound.checkMessage(m.bucket, "UpdateBucketResponse.bucket"); n += 1 + 5 + boundBucket(m.bucket, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "UpdateBucketResponse.position"); }
  return n;
}

function putUpdateBucketResponse(m: UpdateBucketResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null) { b[o++] = 10; o = putNestedBucket(m.bucket, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createUpdateBucketResponse(): UpdateBucketResponse {
  return { bucket: undefined, position: 0 };
}

function readUpdateBucketResponse(r: Reader, m: UpdateBucketResponse): UpdateBucketResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("UpdateBucketResponse.bucket");
        m.bucket = readBucket(r, m.bucket ?? createBucket());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("UpdateBucketResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsUpdateBucketResponse);
    }
  }
  return m;
}

/** Codec of UpdateBucketResponse. */
export const UpdateBucketResponse: Codec<UpdateBucketResponse, UpdateBucketResponseInit> = new MessageCodec<UpdateBucketResponse, UpdateBucketResponseInit>("flowmesh.v1.UpdateBucketResponse", fieldsUpdateBucketResponse, createUpdateBucketResponse, boundUpdateBucketResponse, putUpdateBucketResponse, readUpdateBucketResponse);

export interface DeleteBucketRequest {
  bucket: string;
  /** Refused with revision_mismatch unless the bucket's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** DeleteBucketRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteBucketRequestInit {
  bucket?: string | undefined;
  /** Refused with revision_mismatch unless the bucket's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsDeleteBucketRequest: readonly Field[] = [
  { name: "DeleteBucketRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteBucketRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteBucketRequest(m: DeleteBucketRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "DeleteBucketRequest.bucket"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteBucketRequest.expected_revision"); }
  return n;
}

function putDeleteBucketRequest(m: DeleteBucketRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 16; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createDeleteBucketRequest(): DeleteBucketRequest {
  return { bucket: "", expectedRevision: undefined };
}

function readDeleteBucketRequest(r: Reader, m: DeleteBucketRequest): DeleteBucketRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("DeleteBucketRequest.bucket");
        break;
      }
      case 16: {
        m.expectedRevision = r.int64("DeleteBucketRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteBucketRequest);
    }
  }
  return m;
}

/** Codec of DeleteBucketRequest. */
export const DeleteBucketRequest: Codec<DeleteBucketRequest, DeleteBucketRequestInit> = new MessageCodec<DeleteBucketRequest, DeleteBucketRequestInit>("flowmesh.v1.DeleteBucketRequest", fieldsDeleteBucketRequest, createDeleteBucketRequest, boundDeleteBucketRequest, putDeleteBucketRequest, readDeleteBucketRequest);

export interface DeleteBucketResponse {
  position: number;
}

/** DeleteBucketResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteBucketResponseInit {
  position?: number | undefined;
}

const fieldsDeleteBucketResponse: readonly Field[] = [
  { name: "DeleteBucketResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteBucketResponse(m: DeleteBucketResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteBucketResponse.position"); }
  return n;
}

function putDeleteBucketResponse(m: DeleteBucketResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteBucketResponse(): DeleteBucketResponse {
  return { position: 0 };
}

function readDeleteBucketResponse(r: Reader, m: DeleteBucketResponse): DeleteBucketResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("DeleteBucketResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteBucketResponse);
    }
  }
  return m;
}

/** Codec of DeleteBucketResponse. */
export const DeleteBucketResponse: Codec<DeleteBucketResponse, DeleteBucketResponseInit> = new MessageCodec<DeleteBucketResponse, DeleteBucketResponseInit>("flowmesh.v1.DeleteBucketResponse", fieldsDeleteBucketResponse, createDeleteBucketResponse, boundDeleteBucketResponse, putDeleteBucketResponse, readDeleteBucketResponse);

/** An entry as it is read. */
export interface Entry {
  key: string;
  revision: number;
  /** Absent: only keys were asked for. */
  value?: Uint8Array | undefined;
  /**
   * When this revision was written.
   *
   * Milliseconds since 1970.
   */
  writtenAt?: number | undefined;
  /**
   * Absent: never.
   *
   * Milliseconds since 1970.
   */
  expiresAt?: number | undefined;
}

/** Entry as it is given to encode: what is absent is zero, empty or not set. */
export interface EntryInit {
  key?: string | undefined;
  revision?: number | undefined;
  /** Absent: only keys were asked for. */
  value?: Uint8Array | undefined;
  /**
   * When this revision was written.
   *
   * Milliseconds since 1970.
   */
  writtenAt?: number | undefined;
  /**
   * Absent: never.
   *
   * Milliseconds since 1970.
   */
  expiresAt?: number | undefined;
}

const fieldsEntry: readonly Field[] = [
  { name: "Entry.key", property: "key", protoName: "key", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Entry.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Entry.value", property: "value", protoName: "value", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "Entry.written_at", property: "writtenAt", protoName: "written_at", number: 4, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Entry.expires_at", property: "expiresAt", protoName: "expires_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundEntry(m: EntryInit, payloadBytes: number): number {
  let n = 0;
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "Entry.key"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Entry.revision"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "Entry.value"); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { n += 1 + boundTimestamp(m.writtenAt, "Entry.written_at"); }
  if (m.expiresAt !== undefined && m.expiresAt !== null) { n += 1 + boundTimestamp(m.expiresAt, "Entry.expires_at"); }
  return n;
}

function putEntry(m: EntryInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 10; o = put.putString(m.key, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 26; o = put.putBytes(m.value, b, o); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { b[o++] = 34; o = putTimestamp(m.writtenAt, b, o); }
  if (m.expiresAt !== undefined && m.expiresAt !== null) { b[o++] = 42; o = putTimestamp(m.expiresAt, b, o); }
  return o;
}

// Bytes of the length of the Entry that was written last within another message: the next one is likely to need as many.
let lengthBytesEntry = 1;

function putNestedEntry(m: EntryInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesEntry;
  const start = offset + reserved;
  const end = putEntry(m, b, start, -1);
  lengthBytesEntry = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createEntry(): Entry {
  return { key: "", revision: 0, value: undefined, writtenAt: undefined, expiresAt: undefined };
}

function readEntry(r: Reader, m: Entry): Entry {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.key = r.string("Entry.key");
        break;
      }
      case 16: {
        m.revision = r.int64("Entry.revision");
        break;
      }
      case 26: {
        m.value = r.bytes("Entry.value");
        break;
      }
      case 34: {
        m.writtenAt = readTimestamp(r, "Entry.written_at");
        break;
      }
      case 42: {
        m.expiresAt = readTimestamp(r, "Entry.expires_at");
        break;
      }
      default:
        r.skip(tag, fieldsEntry);
    }
  }
  return m;
}

/** Codec of Entry. */
export const Entry: Codec<Entry, EntryInit> = new MessageCodec<Entry, EntryInit>("flowmesh.v1.Entry", fieldsEntry, createEntry, boundEntry, putEntry, readEntry);

/** One revision of a bucket: what became of an entry. */
export interface Change {
  key: string;
  revision: number;
  kind: ChangeKind;
  /** Of a put. */
  value?: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  writtenAt?: number | undefined;
  /**
   * Of a put. Absent: never.
   *
   * Milliseconds since 1970.
   */
  expiresAt?: number | undefined;
}

/** Change as it is given to encode: what is absent is zero, empty or not set. */
export interface ChangeInit {
  key?: string | undefined;
  revision?: number | undefined;
  kind?: ChangeKind | undefined;
  /** Of a put. */
  value?: Uint8Array | undefined;
  /** Milliseconds since 1970. */
  writtenAt?: number | undefined;
  /**
   * Of a put. Absent: never.
   *
   * Milliseconds since 1970.
   */
  expiresAt?: number | undefined;
}

const fieldsChange: readonly Field[] = [
  { name: "Change.key", property: "key", protoName: "key", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Change.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Change.kind", property: "kind", protoName: "kind", number: 3, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesChangeKind, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Change.value", property: "value", protoName: "value", number: 4, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "Change.written_at", property: "writtenAt", protoName: "written_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Change.expires_at", property: "expiresAt", protoName: "expires_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundChange(m: ChangeInit, payloadBytes: number): number {
  let n = 0;
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "Change.key"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Change.revision"); }
  if (m.kind !== undefined && m.kind !== null) { n += 1 + bound.boundInt32(numberChangeKind(m.kind, "Change.kind"), "Change.kind"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "Change.value"); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { n += 1 + boundTimestamp(m.writtenAt, "Change.written_at"); }
  if (m.expiresAt !== undefined && m.expiresAt !== null) { n += 1 + boundTimestamp(m.expiresAt, "Change.expires_at"); }
  return n;
}

function putChange(m: ChangeInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 10; o = put.putString(m.key, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  if (m.kind !== undefined && m.kind !== null && m.kind !== "unspecified") { b[o++] = 24; o = putVarint(numberChangeKind(m.kind, ""), b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 34; o = put.putBytes(m.value, b, o); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { b[o++] = 42; o = putTimestamp(m.writtenAt, b, o); }
  if (m.expiresAt !== undefined && m.expiresAt !== null) { b[o++] = 50; o = putTimestamp(m.expiresAt, b, o); }
  return o;
}

// Bytes of the length of the Change that was written last within another message: the next one is likely to need as many.
let lengthBytesChange = 1;

function putNestedChange(m: ChangeInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesChange;
  const start = offset + reserved;
  const end = putChange(m, b, start, -1);
  lengthBytesChange = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createChange(): Change {
  return { key: "", revision: 0, kind: "unspecified", value: undefined, writtenAt: undefined, expiresAt: undefined };
}

function readChange(r: Reader, m: Change): Change {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.key = r.string("Change.key");
        break;
      }
      case 16: {
        m.revision = r.int64("Change.revision");
        break;
      }
      case 24: {
        m.kind = nameChangeKind(r, "Change.kind");
        break;
      }
      case 34: {
        m.value = r.bytes("Change.value");
        break;
      }
      case 42: {
        m.writtenAt = readTimestamp(r, "Change.written_at");
        break;
      }
      case 50: {
        m.expiresAt = readTimestamp(r, "Change.expires_at");
        break;
      }
      default:
        r.skip(tag, fieldsChange);
    }
  }
  return m;
}

/** Codec of Change. */
export const Change: Codec<Change, ChangeInit> = new MessageCodec<Change, ChangeInit>("flowmesh.v1.Change", fieldsChange, createChange, boundChange, putChange, readChange);

export interface PutRequest {
  bucket: string;
  key: string;
  /** May be empty, but must be there. */
  value?: Uint8Array | undefined;
  /** Refused with revision_mismatch unless the entry's revision is this one. 0: only when there is none. */
  expectedRevision?: number | undefined;
  /** How long the entry lives. 0: for ever. Absent: as the bucket's settings say. At most 3155760000000, a hundred years. */
  ttlMs?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey: string;
  durability: Durability;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
}

/** PutRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PutRequestInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** May be empty, but must be there. */
  value?: Uint8Array | undefined;
  /** Refused with revision_mismatch unless the entry's revision is this one. 0: only when there is none. */
  expectedRevision?: number | undefined;
  /** How long the entry lives. 0: for ever. Absent: as the bucket's settings say. At most 3155760000000, a hundred years. */
  ttlMs?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
}

const fieldsPutRequest: readonly Field[] = [
  { name: "PutRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.value", property: "value", protoName: "value", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "PutRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 4, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.ttl_ms", property: "ttlMs", protoName: "ttl_ms", number: 5, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.durability", property: "durability", protoName: "durability", number: 7, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.causation", property: "causation", protoName: "causation", number: 8, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutRequest.correlation", property: "correlation", protoName: "correlation", number: 9, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPutRequest(m: PutRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "PutRequest.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "PutRequest.key"); }
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "PutRequest.value"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "PutRequest.expected_revision"); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { n += 1 + bound.boundInt64(m.ttlMs, "PutRequest.ttl_ms"); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "PutRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "PutRequest.durability"), "PutRequest.durability"); }
  for (let i = 0, count = bound.listLength(m.causation, "PutRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "PutRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "PutRequest.correlation"); }
  return n;
}

function putPutRequest(m: PutRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.value !== undefined && m.value !== null) { b[o++] = 26; o = put.putBytes(m.value, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 32; o = putInt64(m.expectedRevision, b, o); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { b[o++] = 40; o = putInt64(m.ttlMs, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 50; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 56; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 66; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 74; o = put.putString(m.correlation, b, o); }
  return o;
}

function createPutRequest(): PutRequest {
  return { bucket: "", key: "", value: undefined, expectedRevision: undefined, ttlMs: undefined, idempotencyKey: "", durability: "unspecified", causation: [], correlation: "" };
}

function readPutRequest(r: Reader, m: PutRequest): PutRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("PutRequest.bucket");
        break;
      }
      case 18: {
        m.key = r.string("PutRequest.key");
        break;
      }
      case 26: {
        m.value = r.bytes("PutRequest.value");
        break;
      }
      case 32: {
        m.expectedRevision = r.int64("PutRequest.expected_revision");
        break;
      }
      case 40: {
        m.ttlMs = r.int64("PutRequest.ttl_ms");
        break;
      }
      case 50: {
        m.idempotencyKey = r.string("PutRequest.idempotency_key");
        break;
      }
      case 56: {
        m.durability = nameDurability(r, "PutRequest.durability");
        break;
      }
      case 66: {
        r.item("PutRequest.causation");
        m.causation.push(r.string("PutRequest.causation"));
        break;
      }
      case 74: {
        m.correlation = r.string("PutRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsPutRequest);
    }
  }
  return m;
}

/** Codec of PutRequest. */
export const PutRequest: Codec<PutRequest, PutRequestInit> = new MessageCodec<PutRequest, PutRequestInit>("flowmesh.v1.PutRequest", fieldsPutRequest, createPutRequest, boundPutRequest, putPutRequest, readPutRequest);

export interface PutResponse {
  revision: number;
  /** Position of the commit. */
  position: number;
}

/** PutResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PutResponseInit {
  revision?: number | undefined;
  /** Position of the commit. */
  position?: number | undefined;
}

const fieldsPutResponse: readonly Field[] = [
  { name: "PutResponse.revision", property: "revision", protoName: "revision", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPutResponse(m: PutResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "PutResponse.revision"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PutResponse.position"); }
  return n;
}

function putPutResponse(m: PutResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 8; o = putInt64(m.revision, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createPutResponse(): PutResponse {
  return { revision: 0, position: 0 };
}

function readPutResponse(r: Reader, m: PutResponse): PutResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.revision = r.int64("PutResponse.revision");
        break;
      }
      case 16: {
        m.position = r.int64("PutResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPutResponse);
    }
  }
  return m;
}

/** Codec of PutResponse. */
export const PutResponse: Codec<PutResponse, PutResponseInit> = new MessageCodec<PutResponse, PutResponseInit>("flowmesh.v1.PutResponse", fieldsPutResponse, createPutResponse, boundPutResponse, putPutResponse, readPutResponse);

export interface DeleteRequest {
  bucket: string;
  key: string;
  /** Refused with revision_mismatch unless the entry's revision is this one. 0: there must be none. */
  expectedRevision?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey: string;
  durability: Durability;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
}

/** DeleteRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteRequestInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** Refused with revision_mismatch unless the entry's revision is this one. 0: there must be none. */
  expectedRevision?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
}

const fieldsDeleteRequest: readonly Field[] = [
  { name: "DeleteRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.durability", property: "durability", protoName: "durability", number: 5, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.causation", property: "causation", protoName: "causation", number: 6, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteRequest.correlation", property: "correlation", protoName: "correlation", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteRequest(m: DeleteRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "DeleteRequest.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "DeleteRequest.key"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteRequest.expected_revision"); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "DeleteRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "DeleteRequest.durability"), "DeleteRequest.durability"); }
  for (let i = 0, count = bound.listLength(m.causation, "DeleteRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "DeleteRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "DeleteRequest.correlation"); }
  return n;
}

function putDeleteRequest(m: DeleteRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 24; o = putInt64(m.expectedRevision, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 34; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 40; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 50; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 58; o = put.putString(m.correlation, b, o); }
  return o;
}

function createDeleteRequest(): DeleteRequest {
  return { bucket: "", key: "", expectedRevision: undefined, idempotencyKey: "", durability: "unspecified", causation: [], correlation: "" };
}

function readDeleteRequest(r: Reader, m: DeleteRequest): DeleteRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("DeleteRequest.bucket");
        break;
      }
      case 18: {
        m.key = r.string("DeleteRequest.key");
        break;
      }
      case 24: {
        m.expectedRevision = r.int64("DeleteRequest.expected_revision");
        break;
      }
      case 34: {
        m.idempotencyKey = r.string("DeleteRequest.idempotency_key");
        break;
      }
      case 40: {
        m.durability = nameDurability(r, "DeleteRequest.durability");
        break;
      }
      case 50: {
        r.item("DeleteRequest.causation");
        m.causation.push(r.string("DeleteRequest.causation"));
        break;
      }
      case 58: {
        m.correlation = r.string("DeleteRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteRequest);
    }
  }
  return m;
}

/** Codec of DeleteRequest. */
export const DeleteRequest: Codec<DeleteRequest, DeleteRequestInit> = new MessageCodec<DeleteRequest, DeleteRequestInit>("flowmesh.v1.DeleteRequest", fieldsDeleteRequest, createDeleteRequest, boundDeleteRequest, putDeleteRequest, readDeleteRequest);

export interface DeleteResponse {
  /** There was an entry. */
  deleted: boolean;
  /** Of the delete; 0 when nothing was deleted. */
  revision: number;
  /** Position of the commit, or one at which there was no entry. */
  position: number;
}

/** DeleteResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteResponseInit {
  /** There was an entry. */
  deleted?: boolean | undefined;
  /** Of the delete; 0 when nothing was deleted. */
  revision?: number | undefined;
  /** Position of the commit, or one at which there was no entry. */
  position?: number | undefined;
}

const fieldsDeleteResponse: readonly Field[] = [
  { name: "DeleteResponse.deleted", property: "deleted", protoName: "deleted", number: 1, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteResponse.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteResponse.position", property: "position", protoName: "position", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteResponse(m: DeleteResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.deleted !== undefined && m.deleted !== null) { n += 1 + bound.boundBool(m.deleted, "DeleteResponse.deleted"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "DeleteResponse.revision"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteResponse.position"); }
  return n;
}

function putDeleteResponse(m: DeleteResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.deleted !== undefined && m.deleted !== null && m.deleted !== false) { b[o++] = 8; o = put.putBool(m.deleted, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 24; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteResponse(): DeleteResponse {
  return { deleted: false, revision: 0, position: 0 };
}

function readDeleteResponse(r: Reader, m: DeleteResponse): DeleteResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.deleted = r.bool("DeleteResponse.deleted");
        break;
      }
      case 16: {
        m.revision = r.int64("DeleteResponse.revision");
        break;
      }
      case 24: {
        m.position = r.int64("DeleteResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteResponse);
    }
  }
  return m;
}

/** Codec of DeleteResponse. */
export const DeleteResponse: Codec<DeleteResponse, DeleteResponseInit> = new MessageCodec<DeleteResponse, DeleteResponseInit>("flowmesh.v1.DeleteResponse", fieldsDeleteResponse, createDeleteResponse, boundDeleteResponse, putDeleteResponse, readDeleteResponse);

export interface IncrementRequest {
  bucket: string;
  key: string;
  /** What is added; may be negative. Default 1. */
  by?: number | undefined;
  /** How long the entry lives from now on. 0: for ever. Absent: an entry that is there keeps its time, a new one gets it as the bucket's settings say. */
  ttlMs?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey: string;
  durability: Durability;
  /** What caused it, as in a CommitRequest. */
  causation: string[];
  /** What it belongs to, as in a CommitRequest. */
  correlation: string;
}

/** IncrementRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface IncrementRequestInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** What is added; may be negative. Default 1. */
  by?: number | undefined;
  /** How long the entry lives from now on. 0: for ever. Absent: an entry that is there keeps its time, a new one gets it as the bucket's settings say. */
  ttlMs?: number | undefined;
  /** The same key makes a repeated call return the first one's result. Kept 24 hours. */
  idempotencyKey?: string | undefined;
  durability?: Durability | undefined;
  /** What caused it, as in a CommitRequest. */
  causation?: readonly string[] | undefined;
  /** What it belongs to, as in a CommitRequest. */
  correlation?: string | undefined;
}

const fieldsIncrementRequest: readonly Field[] = [
  { name: "IncrementRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.by", property: "by", protoName: "by", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.ttl_ms", property: "ttlMs", protoName: "ttl_ms", number: 4, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.idempotency_key", property: "idempotencyKey", protoName: "idempotency_key", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.durability", property: "durability", protoName: "durability", number: 6, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesDurability, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.causation", property: "causation", protoName: "causation", number: 7, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementRequest.correlation", property: "correlation", protoName: "correlation", number: 8, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundIncrementRequest(m: IncrementRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "IncrementRequest.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "IncrementRequest.key"); }
  if (m.by !== undefined && m.by !== null) { n += 1 + bound.boundInt64(m.by, "IncrementRequest.by"); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { n += 1 + bound.boundInt64(m.ttlMs, "IncrementRequest.ttl_ms"); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null) { n += 1 + bound.boundString(m.idempotencyKey, "IncrementRequest.idempotency_key"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundInt32(numberDurability(m.durability, "IncrementRequest.durability"), "IncrementRequest.durability"); }
  for (let i = 0, count = bound.listLength(m.causation, "IncrementRequest.causation"); i < count; i++) { const e = m.causation![i]!; n += 1 + bound.boundString(e, "IncrementRequest.causation"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "IncrementRequest.correlation"); }
  return n;
}

function putIncrementRequest(m: IncrementRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.by !== undefined && m.by !== null) { b[o++] = 24; o = putInt64(m.by, b, o); }
  if (m.ttlMs !== undefined && m.ttlMs !== null) { b[o++] = 32; o = putInt64(m.ttlMs, b, o); }
  if (m.idempotencyKey !== undefined && m.idempotencyKey !== null && m.idempotencyKey !== "") { b[o++] = 42; o = put.putString(m.idempotencyKey, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "unspecified") { b[o++] = 48; o = putVarint(numberDurability(m.durability, ""), b, o); }
  if (m.causation !== undefined && m.causation !== null) for (let i = 0; i < m.causation.length; i++) { b[o++] = 58; o = put.putString(m.causation[i]!, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 66; o = put.putString(m.correlation, b, o); }
  return o;
}

function createIncrementRequest(): IncrementRequest {
  return { bucket: "", key: "", by: undefined, ttlMs: undefined, idempotencyKey: "", durability: "unspecified", causation: [], correlation: "" };
}

function readIncrementRequest(r: Reader, m: IncrementRequest): IncrementRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("IncrementRequest.bucket");
        break;
      }
      case 18: {
        m.key = r.string("IncrementRequest.key");
        break;
      }
      case 24: {
        m.by = r.int64("IncrementRequest.by");
        break;
      }
      case 32: {
        m.ttlMs = r.int64("IncrementRequest.ttl_ms");
        break;
      }
      case 42: {
        m.idempotencyKey = r.string("IncrementRequest.idempotency_key");
        break;
      }
      case 48: {
        m.durability = nameDurability(r, "IncrementRequest.durability");
        break;
      }
      case 58: {
        r.item("IncrementRequest.causation");
        m.causation.push(r.string("IncrementRequest.causation"));
        break;
      }
      case 66: {
        m.correlation = r.string("IncrementRequest.correlation");
        break;
      }
      default:
        r.skip(tag, fieldsIncrementRequest);
    }
  }
  return m;
}

/** Codec of IncrementRequest. */
export const IncrementRequest: Codec<IncrementRequest, IncrementRequestInit> = new MessageCodec<IncrementRequest, IncrementRequestInit>("flowmesh.v1.IncrementRequest", fieldsIncrementRequest, createIncrementRequest, boundIncrementRequest, putIncrementRequest, readIncrementRequest);

export interface IncrementResponse {
  /** The number after it. */
  value: number;
  revision: number;
  /** Position of the commit. */
  position: number;
}

/** IncrementResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface IncrementResponseInit {
  /** The number after it. */
  value?: number | undefined;
  revision?: number | undefined;
  /** Position of the commit. */
  position?: number | undefined;
}

const fieldsIncrementResponse: readonly Field[] = [
  { name: "IncrementResponse.value", property: "value", protoName: "value", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementResponse.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "IncrementResponse.position", property: "position", protoName: "position", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundIncrementResponse(m: IncrementResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundInt64(m.value, "IncrementResponse.value"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "IncrementResponse.revision"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "IncrementResponse.position"); }
  return n;
}

function putIncrementResponse(m: IncrementResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.value !== undefined && m.value !== null && m.value !== 0) { b[o++] = 8; o = putInt64(m.value, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 24; o = putInt64(m.position, b, o); }
  return o;
}

function createIncrementResponse(): IncrementResponse {
  return { value: 0, revision: 0, position: 0 };
}

function readIncrementResponse(r: Reader, m: IncrementResponse): IncrementResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.value = r.int64("IncrementResponse.value");
        break;
      }
      case 16: {
        m.revision = r.int64("IncrementResponse.revision");
        break;
      }
      case 24: {
        m.position = r.int64("IncrementResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsIncrementResponse);
    }
  }
  return m;
}

/** Codec of IncrementResponse. */
export const IncrementResponse: Codec<IncrementResponse, IncrementResponseInit> = new MessageCodec<IncrementResponse, IncrementResponseInit>("flowmesh.v1.IncrementResponse", fieldsIncrementResponse, createIncrementResponse, boundIncrementResponse, putIncrementResponse, readIncrementResponse);

export interface GetRequest {
  bucket: string;
  key: string;
  /** The entry as it was at this revision of its own, which must be kept. Default: as it is now. */
  revision?: number | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetRequestInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** The entry as it was at this revision of its own, which must be kept. Default: as it is now. */
  revision?: number | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetRequest: readonly Field[] = [
  { name: "GetRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetRequest.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetRequest.revision", property: "revision", protoName: "revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetRequest.at_least", property: "atLeast", protoName: "at_least", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetRequest(m: GetRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "GetRequest.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "GetRequest.key"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "GetRequest.revision"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetRequest.at_least"); }
  return n;
}

function putGetRequest(m: GetRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.revision !== undefined && m.revision !== null) { b[o++] = 24; o = putInt64(m.revision, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 32; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetRequest(): GetRequest {
  return { bucket: "", key: "", revision: undefined, atLeast: 0 };
}

function readGetRequest(r: Reader, m: GetRequest): GetRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("GetRequest.bucket");
        break;
      }
      case 18: {
        m.key = r.string("GetRequest.key");
        break;
      }
      case 24: {
        m.revision = r.int64("GetRequest.revision");
        break;
      }
      case 32: {
        m.atLeast = r.int64("GetRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetRequest);
    }
  }
  return m;
}

/** Codec of GetRequest. */
export const GetRequest: Codec<GetRequest, GetRequestInit> = new MessageCodec<GetRequest, GetRequestInit>("flowmesh.v1.GetRequest", fieldsGetRequest, createGetRequest, boundGetRequest, putGetRequest, readGetRequest);

export interface GetResponse {
  entry?: Entry | undefined;
}

/** GetResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetResponseInit {
  entry?: EntryInit | undefined;
}

const fieldsGetResponse: readonly Field[] = [
  { name: "GetResponse.entry", property: "entry", protoName: "entry", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Entry, jsonBytes: "base64", payload: false },
];

function boundGetResponse(m: GetResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.entry !== undefined && m.entry !== null) { bound.checkMessage(m.entry, "GetResponse.entry"); n += 1 + 5 + boundEntry(m.entry, -1); }
  return n;
}

function putGetResponse(m: GetResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.entry !== undefined && m.entry !== null) { b[o++] = 10; o = putNestedEntry(m.entry, b, o); }
  return o;
}

function createGetResponse(): GetResponse {
  return { entry: undefined };
}

function readGetResponse(r: Reader, m: GetResponse): GetResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetResponse.entry");
        m.entry = readEntry(r, m.entry ?? createEntry());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetResponse);
    }
  }
  return m;
}

/** Codec of GetResponse. */
export const GetResponse: Codec<GetResponse, GetResponseInit> = new MessageCodec<GetResponse, GetResponseInit>("flowmesh.v1.GetResponse", fieldsGetResponse, createGetResponse, boundGetResponse, putGetResponse, readGetResponse);

export interface GetManyRequest {
  bucket: string;
  /** 1 to 1000. */
  keys: string[];
  atLeast: number;
}

/** GetManyRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetManyRequestInit {
  bucket?: string | undefined;
  /** 1 to 1000. */
  keys?: readonly string[] | undefined;
  atLeast?: number | undefined;
}

const fieldsGetManyRequest: readonly Field[] = [
  { name: "GetManyRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetManyRequest.keys", property: "keys", protoName: "keys", number: 2, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetManyRequest.at_least", property: "atLeast", protoName: "at_least", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetManyRequest(m: GetManyRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "GetManyRequest.bucket"); }
  for (let i = 0, count = bound.listLength(m.keys, "GetManyRequest.keys"); i < count; i++) { const e = m.keys![i]!; n += 1 + bound.boundString(e, "GetManyRequest.keys"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetManyRequest.at_least"); }
  return n;
}

function putGetManyRequest(m: GetManyRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.keys !== undefined && m.keys !== null) for (let i = 0; i < m.keys.length; i++) { b[o++] = 18; o = put.putString(m.keys[i]!, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 24; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetManyRequest(): GetManyRequest {
  return { bucket: "", keys: [], atLeast: 0 };
}

function readGetManyRequest(r: Reader, m: GetManyRequest): GetManyRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("GetManyRequest.bucket");
        break;
      }
      case 18: {
        r.item("GetManyRequest.keys");
        m.keys.push(r.string("GetManyRequest.keys"));
        break;
      }
      case 24: {
        m.atLeast = r.int64("GetManyRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetManyRequest);
    }
  }
  return m;
}

/** Codec of GetManyRequest. */
export const GetManyRequest: Codec<GetManyRequest, GetManyRequestInit> = new MessageCodec<GetManyRequest, GetManyRequestInit>("flowmesh.v1.GetManyRequest", fieldsGetManyRequest, createGetManyRequest, boundGetManyRequest, putGetManyRequest, readGetManyRequest);

export interface GetManyResponse {
  /** Those that are there, in the order asked. Together at most 8388608 bytes of keys and values. */
  entries: Entry[];
  /** Revision of the bucket's last write that they show. */
  revision: number;
}

/** GetManyResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetManyResponseInit {
  /** Those that are there, in the order asked. Together at most 8388608 bytes of keys and values. */
  entries?: readonly EntryInit[] | undefined;
  /** Revision of the bucket's last write that they show. */
  revision?: number | undefined;
}

const fieldsGetManyResponse: readonly Field[] = [
  { name: "GetManyResponse.entries", property: "entries", protoName: "entries", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Entry, jsonBytes: "base64", payload: false },
  { name: "GetManyResponse.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetManyResponse(m: GetManyResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.entries, "GetManyResponse.entries"); i < count; i++) { const e = m.entries![i]!; bound.checkMessage(e, "GetManyResponse.entries"); n += 1 + 5 + boundEntry(e, -1); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "GetManyResponse.revision"); }
  return n;
}

function putGetManyResponse(m: GetManyResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.entries !== undefined && m.entries !== null) for (let i = 0; i < m.entries.length; i++) { b[o++] = 10; o = putNestedEntry(m.entries[i]!, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  return o;
}

function createGetManyResponse(): GetManyResponse {
  return { entries: [], revision: 0 };
}

function readGetManyResponse(r: Reader, m: GetManyResponse): GetManyResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetManyResponse.entries");
        m.entries.push(readEntry(r, createEntry()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.revision = r.int64("GetManyResponse.revision");
        break;
      }
      default:
        r.skip(tag, fieldsGetManyResponse);
    }
  }
  return m;
}

/** Codec of GetManyResponse. */
export const GetManyResponse: Codec<GetManyResponse, GetManyResponseInit> = new MessageCodec<GetManyResponse, GetManyResponseInit>("flowmesh.v1.GetManyResponse", fieldsGetManyResponse, createGetManyResponse, boundGetManyResponse, putGetManyResponse, readGetManyResponse);

export interface ListEntriesRequest {
  bucket: string;
  /** Only keys that begin so. */
  prefix: string;
  /** Only keys from this one on. Not together with `prefix`. */
  fromKey: string;
  /** Only keys before this one. Not together with `prefix`. */
  toKey: string;
  /** Entries a page: at most 1000. Default 100. A page ends early when its entries have 1 MiB together. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Leaves the values out. */
  keysOnly: boolean;
  atLeast: number;
}

/** ListEntriesRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListEntriesRequestInit {
  bucket?: string | undefined;
  /** Only keys that begin so. */
  prefix?: string | undefined;
  /** Only keys from this one on. Not together with `prefix`. */
  fromKey?: string | undefined;
  /** Only keys before this one. Not together with `prefix`. */
  toKey?: string | undefined;
  /** Entries a page: at most 1000. Default 100. A page ends early when its entries have 1 MiB together. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Leaves the values out. */
  keysOnly?: boolean | undefined;
  atLeast?: number | undefined;
}

const fieldsListEntriesRequest: readonly Field[] = [
  { name: "ListEntriesRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.prefix", property: "prefix", protoName: "prefix", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.from_key", property: "fromKey", protoName: "from_key", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.to_key", property: "toKey", protoName: "to_key", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.page_size", property: "pageSize", protoName: "page_size", number: 5, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.page_token", property: "pageToken", protoName: "page_token", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.keys_only", property: "keysOnly", protoName: "keys_only", number: 7, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesRequest.at_least", property: "atLeast", protoName: "at_least", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListEntriesRequest(m: ListEntriesRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "ListEntriesRequest.bucket"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListEntriesRequest.prefix"); }
  if (m.fromKey !== undefined && m.fromKey !== null) { n += 1 + bound.boundString(m.fromKey, "ListEntriesRequest.from_key"); }
  if (m.toKey !== undefined && m.toKey !== null) { n += 1 + bound.boundString(m.toKey, "ListEntriesRequest.to_key"); }
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListEntriesRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListEntriesRequest.page_token"); }
  if (m.keysOnly !== undefined && m.keysOnly !== null) { n += 1 + bound.boundBool(m.keysOnly, "ListEntriesRequest.keys_only"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "ListEntriesRequest.at_least"); }
  return n;
}

function putListEntriesRequest(m: ListEntriesRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 18; o = put.putString(m.prefix, b, o); }
  if (m.fromKey !== undefined && m.fromKey !== null && m.fromKey !== "") { b[o++] = 26; o = put.putString(m.fromKey, b, o); }
  if (m.toKey !== undefined && m.toKey !== null && m.toKey !== "") { b[o++] = 34; o = put.putString(m.toKey, b, o); }
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 40; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 50; o = put.putString(m.pageToken, b, o); }
  if (m.keysOnly !== undefined && m.keysOnly !== null && m.keysOnly !== false) { b[o++] = 56; o = put.putBool(m.keysOnly, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 64; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createListEntriesRequest(): ListEntriesRequest {
  return { bucket: "", prefix: "", fromKey: "", toKey: "", pageSize: 0, pageToken: "", keysOnly: false, atLeast: 0 };
}

function readListEntriesRequest(r: Reader, m: ListEntriesRequest): ListEntriesRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("ListEntriesRequest.bucket");
        break;
      }
      case 18: {
        m.prefix = r.string("ListEntriesRequest.prefix");
        break;
      }
      case 26: {
        m.fromKey = r.string("ListEntriesRequest.from_key");
        break;
      }
      case 34: {
        m.toKey = r.string("ListEntriesRequest.to_key");
        break;
      }
      case 40: {
        m.pageSize = r.int32("ListEntriesRequest.page_size");
        break;
      }
      case 50: {
        m.pageToken = r.string("ListEntriesRequest.page_token");
        break;
      }
      case 56: {
        m.keysOnly = r.bool("ListEntriesRequest.keys_only");
        break;
      }
      case 64: {
        m.atLeast = r.int64("ListEntriesRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsListEntriesRequest);
    }
  }
  return m;
}

/** Codec of ListEntriesRequest. */
export const ListEntriesRequest: Codec<ListEntriesRequest, ListEntriesRequestInit> = new MessageCodec<ListEntriesRequest, ListEntriesRequestInit>("flowmesh.v1.ListEntriesRequest", fieldsListEntriesRequest, createListEntriesRequest, boundListEntriesRequest, putListEntriesRequest, readListEntriesRequest);

export interface ListEntriesResponse {
  entries: Entry[];
  /** Empty on the last page. */
  nextPageToken: string;
  /** Revision of the bucket's last write that the page shows. */
  revision: number;
}

/** ListEntriesResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListEntriesResponseInit {
  entries?: readonly EntryInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
  /** Revision of the bucket's last write that the page shows. */
  revision?: number | undefined;
}

const fieldsListEntriesResponse: readonly Field[] = [
  { name: "ListEntriesResponse.entries", property: "entries", protoName: "entries", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Entry, jsonBytes: "base64", payload: false },
  { name: "ListEntriesResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListEntriesResponse.revision", property: "revision", protoName: "revision", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListEntriesResponse(m: ListEntriesResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.entries, "ListEntriesResponse.entries"); i < count; i++) { const e = m.entries![i]!; bound.checkMessage(e, "ListEntriesResponse.entries"); n += 1 + 5 + boundEntry(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListEntriesResponse.next_page_token"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "ListEntriesResponse.revision"); }
  return n;
}

function putListEntriesResponse(m: ListEntriesResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.entries !== undefined && m.entries !== null) for (let i = 0; i < m.entries.length; i++) { b[o++] = 10; o = putNestedEntry(m.entries[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 24; o = putInt64(m.revision, b, o); }
  return o;
}

function createListEntriesResponse(): ListEntriesResponse {
  return { entries: [], nextPageToken: "", revision: 0 };
}

function readListEntriesResponse(r: Reader, m: ListEntriesResponse): ListEntriesResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListEntriesResponse.entries");
        m.entries.push(readEntry(r, createEntry()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListEntriesResponse.next_page_token");
        break;
      }
      case 24: {
        m.revision = r.int64("ListEntriesResponse.revision");
        break;
      }
      default:
        r.skip(tag, fieldsListEntriesResponse);
    }
  }
  return m;
}

/** Codec of ListEntriesResponse. */
export const ListEntriesResponse: Codec<ListEntriesResponse, ListEntriesResponseInit> = new MessageCodec<ListEntriesResponse, ListEntriesResponseInit>("flowmesh.v1.ListEntriesResponse", fieldsListEntriesResponse, createListEntriesResponse, boundListEntriesResponse, putListEntriesResponse, readListEntriesResponse);

export interface GetHistoryRequest {
  bucket: string;
  key: string;
  /** Revisions a page: at most 1000. Default 100. A page ends early when its revisions have 1 MiB together. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the oldest. */
  pageToken: string;
  atLeast: number;
}

/** GetHistoryRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetHistoryRequestInit {
  bucket?: string | undefined;
  key?: string | undefined;
  /** Revisions a page: at most 1000. Default 100. A page ends early when its revisions have 1 MiB together. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the oldest. */
  pageToken?: string | undefined;
  atLeast?: number | undefined;
}

const fieldsGetHistoryRequest: readonly Field[] = [
  { name: "GetHistoryRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetHistoryRequest.key", property: "key", protoName: "key", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetHistoryRequest.page_size", property: "pageSize", protoName: "page_size", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetHistoryRequest.page_token", property: "pageToken", protoName: "page_token", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetHistoryRequest.at_least", property: "atLeast", protoName: "at_least", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetHistoryRequest(m: GetHistoryRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "GetHistoryRequest.bucket"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundString(m.key, "GetHistoryRequest.key"); }
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "GetHistoryRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "GetHistoryRequest.page_token"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetHistoryRequest.at_least"); }
  return n;
}

function putGetHistoryRequest(m: GetHistoryRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.key !== undefined && m.key !== null && m.key !== "") { b[o++] = 18; o = put.putString(m.key, b, o); }
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 24; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 34; o = put.putString(m.pageToken, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 40; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetHistoryRequest(): GetHistoryRequest {
  return { bucket: "", key: "", pageSize: 0, pageToken: "", atLeast: 0 };
}

function readGetHistoryRequest(r: Reader, m: GetHistoryRequest): GetHistoryRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("GetHistoryRequest.bucket");
        break;
      }
      case 18: {
        m.key = r.string("GetHistoryRequest.key");
        break;
      }
      case 24: {
        m.pageSize = r.int32("GetHistoryRequest.page_size");
        break;
      }
      case 34: {
        m.pageToken = r.string("GetHistoryRequest.page_token");
        break;
      }
      case 40: {
        m.atLeast = r.int64("GetHistoryRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetHistoryRequest);
    }
  }
  return m;
}

/** Codec of GetHistoryRequest. */
export const GetHistoryRequest: Codec<GetHistoryRequest, GetHistoryRequestInit> = new MessageCodec<GetHistoryRequest, GetHistoryRequestInit>("flowmesh.v1.GetHistoryRequest", fieldsGetHistoryRequest, createGetHistoryRequest, boundGetHistoryRequest, putGetHistoryRequest, readGetHistoryRequest);

export interface GetHistoryResponse {
  changes: Change[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** GetHistoryResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetHistoryResponseInit {
  changes?: readonly ChangeInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsGetHistoryResponse: readonly Field[] = [
  { name: "GetHistoryResponse.changes", property: "changes", protoName: "changes", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Change, jsonBytes: "base64", payload: false },
  { name: "GetHistoryResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetHistoryResponse(m: GetHistoryResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.changes, "GetHistoryResponse.changes"); i < count; i++) { const e = m.changes![i]!; bound.checkMessage(e, "GetHistoryResponse.changes"); n += 1 + 5 + boundChange(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "GetHistoryResponse.next_page_token"); }
  return n;
}

function putGetHistoryResponse(m: GetHistoryResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.changes !== undefined && m.changes !== null) for (let i = 0; i < m.changes.length; i++) { b[o++] = 10; o = putNestedChange(m.changes[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createGetHistoryResponse(): GetHistoryResponse {
  return { changes: [], nextPageToken: "" };
}

function readGetHistoryResponse(r: Reader, m: GetHistoryResponse): GetHistoryResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetHistoryResponse.changes");
        m.changes.push(readChange(r, createChange()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("GetHistoryResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsGetHistoryResponse);
    }
  }
  return m;
}

/** Codec of GetHistoryResponse. */
export const GetHistoryResponse: Codec<GetHistoryResponse, GetHistoryResponseInit> = new MessageCodec<GetHistoryResponse, GetHistoryResponseInit>("flowmesh.v1.GetHistoryResponse", fieldsGetHistoryResponse, createGetHistoryResponse, boundGetHistoryResponse, putGetHistoryResponse, readGetHistoryResponse);

export interface WatchRequest {
  bucket: string;
  /** Only keys that begin so. */
  prefix: string;
  /** Only the changes behind this revision of the bucket: goes on where another watch was. Default: the entries that are there come first. */
  afterRevision?: number | undefined;
  /** With `after_revision`, both as the last response said: goes on in the midst of the entries that come first, behind this key. */
  afterKey: string;
  /** Only changes that are written from now on. */
  onlyNew: boolean;
  /** Bytes of keys and values in one response, which holds one change in any case and at most 1000. At most 8388608. Default 1048576. */
  maxBytes: number;
}

/** WatchRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface WatchRequestInit {
  bucket?: string | undefined;
  /** Only keys that begin so. */
  prefix?: string | undefined;
  /** Only the changes behind this revision of the bucket: goes on where another watch was. Default: the entries that are there come first. */
  afterRevision?: number | undefined;
  /** With `after_revision`, both as the last response said: goes on in the midst of the entries that come first, behind this key. */
  afterKey?: string | undefined;
  /** Only changes that are written from now on. */
  onlyNew?: boolean | undefined;
  /** Bytes of keys and values in one response, which holds one change in any case and at most 1000. At most 8388608. Default 1048576. */
  maxBytes?: number | undefined;
}

const fieldsWatchRequest: readonly Field[] = [
  { name: "WatchRequest.bucket", property: "bucket", protoName: "bucket", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchRequest.prefix", property: "prefix", protoName: "prefix", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchRequest.after_revision", property: "afterRevision", protoName: "after_revision", number: 3, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchRequest.after_key", property: "afterKey", protoName: "after_key", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchRequest.only_new", property: "onlyNew", protoName: "only_new", number: 5, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchRequest.max_bytes", property: "maxBytes", protoName: "max_bytes", number: 6, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundWatchRequest(m: WatchRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.bucket !== undefined && m.bucket !== null) { n += 1 + bound.boundString(m.bucket, "WatchRequest.bucket"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "WatchRequest.prefix"); }
  if (m.afterRevision !== undefined && m.afterRevision !== null) { n += 1 + bound.boundInt64(m.afterRevision, "WatchRequest.after_revision"); }
  if (m.afterKey !== undefined && m.afterKey !== null) { n += 1 + bound.boundString(m.afterKey, "WatchRequest.after_key"); }
  if (m.onlyNew !== undefined && m.onlyNew !== null) { n += 1 + bound.boundBool(m.onlyNew, "WatchRequest.only_new"); }
  if (m.maxBytes !== undefined && m.maxBytes !== null) { n += 1 + bound.boundInt32(m.maxBytes, "WatchRequest.max_bytes"); }
  return n;
}

function putWatchRequest(m: WatchRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.bucket !== undefined && m.bucket !== null && m.bucket !== "") { b[o++] = 10; o = put.putString(m.bucket, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 18; o = put.putString(m.prefix, b, o); }
  if (m.afterRevision !== undefined && m.afterRevision !== null) { b[o++] = 24; o = putInt64(m.afterRevision, b, o); }
  if (m.afterKey !== undefined && m.afterKey !== null && m.afterKey !== "") { b[o++] = 34; o = put.putString(m.afterKey, b, o); }
  if (m.onlyNew !== undefined && m.onlyNew !== null && m.onlyNew !== false) { b[o++] = 40; o = put.putBool(m.onlyNew, b, o); }
  if (m.maxBytes !== undefined && m.maxBytes !== null && m.maxBytes !== 0) { b[o++] = 48; o = putInt64(m.maxBytes, b, o); }
  return o;
}

function createWatchRequest(): WatchRequest {
  return { bucket: "", prefix: "", afterRevision: undefined, afterKey: "", onlyNew: false, maxBytes: 0 };
}

function readWatchRequest(r: Reader, m: WatchRequest): WatchRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.bucket = r.string("WatchRequest.bucket");
        break;
      }
      case 18: {
        m.prefix = r.string("WatchRequest.prefix");
        break;
      }
      case 24: {
        m.afterRevision = r.int64("WatchRequest.after_revision");
        break;
      }
      case 34: {
        m.afterKey = r.string("WatchRequest.after_key");
        break;
      }
      case 40: {
        m.onlyNew = r.bool("WatchRequest.only_new");
        break;
      }
      case 48: {
        m.maxBytes = r.int32("WatchRequest.max_bytes");
        break;
      }
      default:
        r.skip(tag, fieldsWatchRequest);
    }
  }
  return m;
}

/** Codec of WatchRequest. */
export const WatchRequest: Codec<WatchRequest, WatchRequestInit> = new MessageCodec<WatchRequest, WatchRequestInit>("flowmesh.v1.WatchRequest", fieldsWatchRequest, createWatchRequest, boundWatchRequest, putWatchRequest, readWatchRequest);

export interface WatchResponse {
  /** While `snapshot` is set entries that are there, as puts in the order of their keys; then every change, in the order of the revisions. */
  changes: Change[];
  /** Where to go on: `after_revision` of another watch. Also told without changes, at most 10 seconds after it rose by changes of other keys. While `snapshot` is set, with the key of the last change as its `after_key`. */
  revision: number;
  /** These are entries that are there, and there may be more of them. Those that were changed behind `revision` are not among them: they come as changes afterwards. */
  snapshot: boolean;
  /**
   * All that is visible now has been sent, up to `revision`. The first response that says so, maybe without changes, comes behind the entries that were there and what
   * changed meanwhile; later ones say so whenever it is true again.
   */
  caughtUp: boolean;
}

/** WatchResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface WatchResponseInit {
  /** While `snapshot` is set entries that are there, as puts in the order of their keys; then every change, in the order of the revisions. */
  changes?: readonly ChangeInit[] | undefined;
  /** Where to go on: `after_revision` of another watch. Also told without changes, at most 10 seconds after it rose by changes of other keys. While `snapshot` is set, with the key of the last change as its `after_key`. */
  revision?: number | undefined;
  /** These are entries that are there, and there may be more of them. Those that were changed behind `revision` are not among them: they come as changes afterwards. */
  snapshot?: boolean | undefined;
  /**
   * All that is visible now has been sent, up to `revision`. The first response that says so, maybe without changes, comes behind the entries that were there and what
   * changed meanwhile; later ones say so whenever it is true again.
   */
  caughtUp?: boolean | undefined;
}

const fieldsWatchResponse: readonly Field[] = [
  { name: "WatchResponse.changes", property: "changes", protoName: "changes", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Change, jsonBytes: "base64", payload: false },
  { name: "WatchResponse.revision", property: "revision", protoName: "revision", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchResponse.snapshot", property: "snapshot", protoName: "snapshot", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WatchResponse.caught_up", property: "caughtUp", protoName: "caught_up", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundWatchResponse(m: WatchResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.changes, "WatchResponse.changes"); i < count; i++) { const e = m.changes![i]!; bound.checkMessage(e, "WatchResponse.changes"); n += 1 + 5 + boundChange(e, -1); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "WatchResponse.revision"); }
  if (m.snapshot !== undefined && m.snapshot !== null) { n += 1 + bound.boundBool(m.snapshot, "WatchResponse.snapshot"); }
  if (m.caughtUp !== undefined && m.caughtUp !== null) { n += 1 + bound.boundBool(m.caughtUp, "WatchResponse.caught_up"); }
  return n;
}

function putWatchResponse(m: WatchResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.changes !== undefined && m.changes !== null) for (let i = 0; i < m.changes.length; i++) { b[o++] = 10; o = putNestedChange(m.changes[i]!, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 16; o = putInt64(m.revision, b, o); }
  if (m.snapshot !== undefined && m.snapshot !== null && m.snapshot !== false) { b[o++] = 24; o = put.putBool(m.snapshot, b, o); }
  if (m.caughtUp !== undefined && m.caughtUp !== null && m.caughtUp !== false) { b[o++] = 32; o = put.putBool(m.caughtUp, b, o); }
  return o;
}

function createWatchResponse(): WatchResponse {
  return { changes: [], revision: 0, snapshot: false, caughtUp: false };
}

function readWatchResponse(r: Reader, m: WatchResponse): WatchResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("WatchResponse.changes");
        m.changes.push(readChange(r, createChange()));
        r.leave(outer);
        break;
      }
      case 16: {
        m.revision = r.int64("WatchResponse.revision");
        break;
      }
      case 24: {
        m.snapshot = r.bool("WatchResponse.snapshot");
        break;
      }
      case 32: {
        m.caughtUp = r.bool("WatchResponse.caught_up");
        break;
      }
      default:
        r.skip(tag, fieldsWatchResponse);
    }
  }
  return m;
}

/** Codec of WatchResponse. */
export const WatchResponse: Codec<WatchResponse, WatchResponseInit> = new MessageCodec<WatchResponse, WatchResponseInit>("flowmesh.v1.WatchResponse", fieldsWatchResponse, createWatchResponse, boundWatchResponse, putWatchResponse, readWatchResponse);

export interface WhereRequest {
  /**
   * `stream/partition@offset`, `queue#job`, `bucket/key@revision` or `bucket/key`, a position, or a correlation id. A kind in front says what is meant where it could be
   * two things: `kv:bucket/7`, `position:812`, `correlation:order-4711`.
   */
  id: string;
  /** Default: the family. */
  direction: LineageDirection;
  /** Generations from the first node on. At most 64. Default 16. */
  depth: number;
  /** Nodes a page: at most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** WhereRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface WhereRequestInit {
  /**
   * `stream/partition@offset`, `queue#job`, `bucket/key@revision` or `bucket/key`, a position, or a correlation id. A kind in front says what is meant where it could be
   * two things: `kv:bucket/7`, `position:812`, `correlation:order-4711`.
   */
  id?: string | undefined;
  /** Default: the family. */
  direction?: LineageDirection | undefined;
  /** Generations from the first node on. At most 64. Default 16. */
  depth?: number | undefined;
  /** Nodes a page: at most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsWhereRequest: readonly Field[] = [
  { name: "WhereRequest.id", property: "id", protoName: "id", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereRequest.direction", property: "direction", protoName: "direction", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesLineageDirection, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereRequest.depth", property: "depth", protoName: "depth", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereRequest.page_size", property: "pageSize", protoName: "page_size", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereRequest.page_token", property: "pageToken", protoName: "page_token", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereRequest.at_least", property: "atLeast", protoName: "at_least", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundWhereRequest(m: WhereRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "WhereRequest.id"); }
  if (m.direction !== undefined && m.direction !== null) { n += 1 + bound.boundInt32(numberLineageDirection(m.direction, "WhereRequest.direction"), "WhereRequest.direction"); }
  if (m.depth !== undefined && m.depth !== null) { n += 1 + bound.boundInt32(m.depth, "WhereRequest.depth"); }
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "WhereRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "WhereRequest.page_token"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "WhereRequest.at_least"); }
  return n;
}

function putWhereRequest(m: WhereRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 10; o = put.putString(m.id, b, o); }
  if (m.direction !== undefined && m.direction !== null && m.direction !== "unspecified") { b[o++] = 16; o = putVarint(numberLineageDirection(m.direction, ""), b, o); }
  if (m.depth !== undefined && m.depth !== null && m.depth !== 0) { b[o++] = 24; o = putInt64(m.depth, b, o); }
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 32; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 42; o = put.putString(m.pageToken, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 48; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createWhereRequest(): WhereRequest {
  return { id: "", direction: "unspecified", depth: 0, pageSize: 0, pageToken: "", atLeast: 0 };
}

function readWhereRequest(r: Reader, m: WhereRequest): WhereRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.id = r.string("WhereRequest.id");
        break;
      }
      case 16: {
        m.direction = nameLineageDirection(r, "WhereRequest.direction");
        break;
      }
      case 24: {
        m.depth = r.int32("WhereRequest.depth");
        break;
      }
      case 32: {
        m.pageSize = r.int32("WhereRequest.page_size");
        break;
      }
      case 42: {
        m.pageToken = r.string("WhereRequest.page_token");
        break;
      }
      case 48: {
        m.atLeast = r.int64("WhereRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsWhereRequest);
    }
  }
  return m;
}

/** Codec of WhereRequest. */
export const WhereRequest: Codec<WhereRequest, WhereRequestInit> = new MessageCodec<WhereRequest, WhereRequestInit>("flowmesh.v1.WhereRequest", fieldsWhereRequest, createWhereRequest, boundWhereRequest, putWhereRequest, readWhereRequest);

export interface WhereResponse {
  nodes: LineageNode[];
  /** Empty on the last page. */
  nextPageToken: string;
  /** There is more, which is deeper than asked for, or beyond what one question looks at. */
  truncated: boolean;
}

/** WhereResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface WhereResponseInit {
  nodes?: readonly LineageNodeInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
  /** There is more, which is deeper than asked for, or beyond what one question looks at. */
  truncated?: boolean | undefined;
}

const fieldsWhereResponse: readonly Field[] = [
  { name: "WhereResponse.nodes", property: "nodes", protoName: "nodes", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => LineageNode, jsonBytes: "base64", payload: false },
  { name: "WhereResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "WhereResponse.truncated", property: "truncated", protoName: "truncated", number: 3, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundWhereResponse(m: WhereResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.nodes, "WhereResponse.nodes"); i < count; i++) { const e = m.nodes![i]!; bound.checkMessage(e, "WhereResponse.nodes"); n += 1 + 5 + boundLineageNode(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "WhereResponse.next_page_token"); }
  if (m.truncated !== undefined && m.truncated !== null) { n += 1 + bound.boundBool(m.truncated, "WhereResponse.truncated"); }
  return n;
}

function putWhereResponse(m: WhereResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.nodes !== undefined && m.nodes !== null) for (let i = 0; i < m.nodes.length; i++) { b[o++] = 10; o = putNestedLineageNode(m.nodes[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  if (m.truncated !== undefined && m.truncated !== null && m.truncated !== false) { b[o++] = 24; o = put.putBool(m.truncated, b, o); }
  return o;
}

function createWhereResponse(): WhereResponse {
  return { nodes: [], nextPageToken: "", truncated: false };
}

function readWhereResponse(r: Reader, m: WhereResponse): WhereResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("WhereResponse.nodes");
        m.nodes.push(readLineageNode(r, createLineageNode()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("WhereResponse.next_page_token");
        break;
      }
      case 24: {
        m.truncated = r.bool("WhereResponse.truncated");
        break;
      }
      default:
        r.skip(tag, fieldsWhereResponse);
    }
  }
  return m;
}

/** Codec of WhereResponse. */
export const WhereResponse: Codec<WhereResponse, WhereResponseInit> = new MessageCodec<WhereResponse, WhereResponseInit>("flowmesh.v1.WhereResponse", fieldsWhereResponse, createWhereResponse, boundWhereResponse, putWhereResponse, readWhereResponse);

/** Something that was written, or that caused it. */
export interface LineageNode {
  /** Names it: another question may begin here. Empty when it is hidden. */
  id: string;
  kind: LineageKind;
  presence: LineagePresence;
  /** Generations from the first node: 0 for that. */
  depth: number;
  /** Ids of what its commit named as causes; those that the caller may not read are left out. */
  causes: string[];
  /** It was asked for. */
  asked: boolean;
  /** Position of the commit that wrote it; 0 when that named no causes and nothing more is known of it. */
  position: number;
  /**
   * When it was written, where that is known.
   *
   * Milliseconds since 1970.
   */
  writtenAt?: number | undefined;
  /** Correlation id that its commit named. */
  correlation: string;
  /** Of a record: the groups that read its stream, in the order of their names. */
  groups: RecordProgress[];
  /** Of a job. */
  job?: JobProgress | undefined;
  /** Of an entry. */
  entry?: EntryStanding | undefined;
}

/** LineageNode as it is given to encode: what is absent is zero, empty or not set. */
export interface LineageNodeInit {
  /** Names it: another question may begin here. Empty when it is hidden. */
  id?: string | undefined;
  kind?: LineageKind | undefined;
  presence?: LineagePresence | undefined;
  /** Generations from the first node: 0 for that. */
  depth?: number | undefined;
  /** Ids of what its commit named as causes; those that the caller may not read are left out. */
  causes?: readonly string[] | undefined;
  /** It was asked for. */
  asked?: boolean | undefined;
  /** Position of the commit that wrote it; 0 when that named no causes and nothing more is known of it. */
  position?: number | undefined;
  /**
   * When it was written, where that is known.
   *
   * Milliseconds since 1970.
   */
  writtenAt?: number | undefined;
  /** Correlation id that its commit named. */
  correlation?: string | undefined;
  /** Of a record: the groups that read its stream, in the order of their names. */
  groups?: readonly RecordProgressInit[] | undefined;
  /** Of a job. */
  job?: JobProgressInit | undefined;
  /** Of an entry. */
  entry?: EntryStandingInit | undefined;
}

const fieldsLineageNode: readonly Field[] = [
  { name: "LineageNode.id", property: "id", protoName: "id", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.kind", property: "kind", protoName: "kind", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesLineageKind, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.presence", property: "presence", protoName: "presence", number: 3, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesLineagePresence, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.depth", property: "depth", protoName: "depth", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.causes", property: "causes", protoName: "causes", number: 5, kind: "string", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.asked", property: "asked", protoName: "asked", number: 6, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.position", property: "position", protoName: "position", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.written_at", property: "writtenAt", protoName: "written_at", number: 8, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.correlation", property: "correlation", protoName: "correlation", number: 9, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LineageNode.groups", property: "groups", protoName: "groups", number: 10, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => RecordProgress, jsonBytes: "base64", payload: false },
  { name: "LineageNode.job", property: "job", protoName: "job", number: 11, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobProgress, jsonBytes: "base64", payload: false },
  { name: "LineageNode.entry", property: "entry", protoName: "entry", number: 12, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => EntryStanding, jsonBytes: "base64", payload: false },
];

function boundLineageNode(m: LineageNodeInit, payloadBytes: number): number {
  let n = 0;
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "LineageNode.id"); }
  if (m.kind !== undefined && m.kind !== null) { n += 1 + bound.boundInt32(numberLineageKind(m.kind, "LineageNode.kind"), "LineageNode.kind"); }
  if (m.presence !== undefined && m.presence !== null) { n += 1 + bound.boundInt32(numberLineagePresence(m.presence, "LineageNode.presence"), "LineageNode.presence"); }
  if (m.depth !== undefined && m.depth !== null) { n += 1 + bound.boundInt32(m.depth, "LineageNode.depth"); }
  for (let i = 0, count = bound.listLength(m.causes, "LineageNode.causes"); i < count; i++) { const e = m.causes![i]!; n += 1 + bound.boundString(e, "LineageNode.causes"); }
  if (m.asked !== undefined && m.asked !== null) { n += 1 + bound.boundBool(m.asked, "LineageNode.asked"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "LineageNode.position"); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { n += 1 + boundTimestamp(m.writtenAt, "LineageNode.written_at"); }
  if (m.correlation !== undefined && m.correlation !== null) { n += 1 + bound.boundString(m.correlation, "LineageNode.correlation"); }
  for (let i = 0, count = bound.listLength(m.groups, "LineageNode.groups"); i < count; i++) { const e = m.groups![i]!; bound.checkMessage(e, "LineageNode.groups"); n += 1 + 5 + boundRecordProgress(e, -1); }
  if (m.job !== undefined && m.job !== null) { bound.checkMessage(m.job, "LineageNode.job"); n += 1 + 5 + boundJobProgress(m.job, -1); }
  if (m.entry !== undefined && m.entry !== null) { bound.checkMessage(m.entry, "LineageNode.entry"); n += 1 + 5 + boundEntryStanding(m.entry, -1); }
  return n;
}

function putLineageNode(m: LineageNodeInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 10; o = put.putString(m.id, b, o); }
  if (m.kind !== undefined && m.kind !== null && m.kind !== "unspecified") { b[o++] = 16; o = putVarint(numberLineageKind(m.kind, ""), b, o); }
  if (m.presence !== undefined && m.presence !== null && m.presence !== "unspecified") { b[o++] = 24; o = putVarint(numberLineagePresence(m.presence, ""), b, o); }
  if (m.depth !== undefined && m.depth !== null && m.depth !== 0) { b[o++] = 32; o = putInt64(m.depth, b, o); }
  if (m.causes !== undefined && m.causes !== null) for (let i = 0; i < m.causes.length; i++) { b[o++] = 42; o = put.putString(m.causes[i]!, b, o); }
  if (m.asked !== undefined && m.asked !== null && m.asked !== false) { b[o++] = 48; o = put.putBool(m.asked, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 56; o = putInt64(m.position, b, o); }
  if (m.writtenAt !== undefined && m.writtenAt !== null) { b[o++] = 66; o = putTimestamp(m.writtenAt, b, o); }
  if (m.correlation !== undefined && m.correlation !== null && m.correlation !== "") { b[o++] = 74; o = put.putString(m.correlation, b, o); }
  if (m.groups !== undefined && m.groups !== null) for (let i = 0; i < m.groups.length; i++) { b[o++] = 82; o = putNestedRecordProgress(m.groups[i]!, b, o); }
  if (m.job !== undefined && m.job !== null) { b[o++] = 90; o = putNestedJobProgress(m.job, b, o); }
  if (m.entry !== undefined && m.entry !== null) { b[o++] = 98; o = putNestedEntryStanding(m.entry, b, o); }
  return o;
}

// Bytes of the length of the LineageNode that was written last within another message: the next one is likely to need as many.
let lengthBytesLineageNode = 1;

function putNestedLineageNode(m: LineageNodeInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesLineageNode;
  const start = offset + reserved;
  const end = putLineageNode(m, b, start, -1);
  lengthBytesLineageNode = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createLineageNode(): LineageNode {
  return { id: "", kind: "unspecified", presence: "unspecified", depth: 0, causes: [], asked: false, position: 0, writtenAt: undefined, correlation: "", groups: [], job: undefined, entry: undefined };
}

function readLineageNode(r: Reader, m: LineageNode): LineageNode {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.id = r.string("LineageNode.id");
        break;
      }
      case 16: {
        m.kind = nameLineageKind(r, "LineageNode.kind");
        break;
      }
      case 24: {
        m.presence = nameLineagePresence(r, "LineageNode.presence");
        break;
      }
      case 32: {
        m.depth = r.int32("LineageNode.depth");
        break;
      }
      case 42: {
        r.item("LineageNode.causes");
        m.causes.push(r.string("LineageNode.causes"));
        break;
      }
      case 48: {
        m.asked = r.bool("LineageNode.asked");
        break;
      }
      case 56: {
        m.position = r.int64("LineageNode.position");
        break;
      }
      case 66: {
        m.writtenAt = readTimestamp(r, "LineageNode.written_at");
        break;
      }
      case 74: {
        m.correlation = r.string("LineageNode.correlation");
        break;
      }
      case 82: {
        const outer = r.enter("LineageNode.groups");
        m.groups.push(readRecordProgress(r, createRecordProgress()));
        r.leave(outer);
        break;
      }
      case 90: {
        const outer = r.enter("LineageNode.job");
        m.job = readJobProgress(r, m.job ?? createJobProgress());
        r.leave(outer);
        break;
      }
      case 98: {
        const outer = r.enter("LineageNode.entry");
        m.entry = readEntryStanding(r, m.entry ?? createEntryStanding());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsLineageNode);
    }
  }
  return m;
}

/** Codec of LineageNode. */
export const LineageNode: Codec<LineageNode, LineageNodeInit> = new MessageCodec<LineageNode, LineageNodeInit>("flowmesh.v1.LineageNode", fieldsLineageNode, createLineageNode, boundLineageNode, putLineageNode, readLineageNode);

/** How far a group is with a record. */
export interface RecordProgress {
  group: string;
  state: RecordState;
  /** Member that the record's partition is assigned to. Empty: none. */
  memberId: string;
}

/** RecordProgress as it is given to encode: what is absent is zero, empty or not set. */
export interface RecordProgressInit {
  group?: string | undefined;
  state?: RecordState | undefined;
  /** Member that the record's partition is assigned to. Empty: none. */
  memberId?: string | undefined;
}

const fieldsRecordProgress: readonly Field[] = [
  { name: "RecordProgress.group", property: "group", protoName: "group", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RecordProgress.state", property: "state", protoName: "state", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesRecordState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "RecordProgress.member_id", property: "memberId", protoName: "member_id", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundRecordProgress(m: RecordProgressInit, payloadBytes: number): number {
  let n = 0;
  if (m.group !== undefined && m.group !== null) { n += 1 + bound.boundString(m.group, "RecordProgress.group"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberRecordState(m.state, "RecordProgress.state"), "RecordProgress.state"); }
  if (m.memberId !== undefined && m.memberId !== null) { n += 1 + bound.boundString(m.memberId, "RecordProgress.member_id"); }
  return n;
}

function putRecordProgress(m: RecordProgressInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.group !== undefined && m.group !== null && m.group !== "") { b[o++] = 10; o = put.putString(m.group, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 16; o = putVarint(numberRecordState(m.state, ""), b, o); }
  if (m.memberId !== undefined && m.memberId !== null && m.memberId !== "") { b[o++] = 26; o = put.putString(m.memberId, b, o); }
  return o;
}

// Bytes of the length of the RecordProgress that was written last within another message: the next one is likely to need as many.
let lengthBytesRecordProgress = 1;

function putNestedRecordProgress(m: RecordProgressInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesRecordProgress;
  const start = offset + reserved;
  const end = putRecordProgress(m, b, start, -1);
  lengthBytesRecordProgress = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createRecordProgress(): RecordProgress {
  return { group: "", state: "unspecified", memberId: "" };
}

function readRecordProgress(r: Reader, m: RecordProgress): RecordProgress {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.group = r.string("RecordProgress.group");
        break;
      }
      case 16: {
        m.state = nameRecordState(r, "RecordProgress.state");
        break;
      }
      case 26: {
        m.memberId = r.string("RecordProgress.member_id");
        break;
      }
      default:
        r.skip(tag, fieldsRecordProgress);
    }
  }
  return m;
}

/** Codec of RecordProgress. */
export const RecordProgress: Codec<RecordProgress, RecordProgressInit> = new MessageCodec<RecordProgress, RecordProgressInit>("flowmesh.v1.RecordProgress", fieldsRecordProgress, createRecordProgress, boundRecordProgress, putRecordProgress, readRecordProgress);

/** How far the work on a job is. */
export interface JobProgress {
  state: JobState;
  /** Used so far, the one under way included. */
  attemptsUsed: number;
  maxAttempts: number;
  /** Of one that is being worked on, or the last one that did. */
  workerId: string;
  /** Of the last attempt that failed. */
  error: string;
}

/** JobProgress as it is given to encode: what is absent is zero, empty or not set. */
export interface JobProgressInit {
  state?: JobState | undefined;
  /** Used so far, the one under way included. */
  attemptsUsed?: number | undefined;
  maxAttempts?: number | undefined;
  /** Of one that is being worked on, or the last one that did. */
  workerId?: string | undefined;
  /** Of the last attempt that failed. */
  error?: string | undefined;
}

const fieldsJobProgress: readonly Field[] = [
  { name: "JobProgress.state", property: "state", protoName: "state", number: 1, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobProgress.attempts_used", property: "attemptsUsed", protoName: "attempts_used", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobProgress.max_attempts", property: "maxAttempts", protoName: "max_attempts", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobProgress.worker_id", property: "workerId", protoName: "worker_id", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobProgress.error", property: "error", protoName: "error", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobProgress(m: JobProgressInit, payloadBytes: number): number {
  let n = 0;
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "JobProgress.state"), "JobProgress.state"); }
  if (m.attemptsUsed !== undefined && m.attemptsUsed !== null) { n += 1 + bound.boundInt32(m.attemptsUsed, "JobProgress.attempts_used"); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null) { n += 1 + bound.boundInt32(m.maxAttempts, "JobProgress.max_attempts"); }
  if (m.workerId !== undefined && m.workerId !== null) { n += 1 + bound.boundString(m.workerId, "JobProgress.worker_id"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "JobProgress.error"); }
  return n;
}

function putJobProgress(m: JobProgressInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 8; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.attemptsUsed !== undefined && m.attemptsUsed !== null && m.attemptsUsed !== 0) { b[o++] = 16; o = putInt64(m.attemptsUsed, b, o); }
  if (m.maxAttempts !== undefined && m.maxAttempts !== null && m.maxAttempts !== 0) { b[o++] = 24; o = putInt64(m.maxAttempts, b, o); }
  if (m.workerId !== undefined && m.workerId !== null && m.workerId !== "") { b[o++] = 34; o = put.putString(m.workerId, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 42; o = put.putString(m.error, b, o); }
  return o;
}

// Bytes of the length of the JobProgress that was written last within another message: the next one is likely to need as many.
let lengthBytesJobProgress = 1;

function putNestedJobProgress(m: JobProgressInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobProgress;
  const start = offset + reserved;
  const end = putJobProgress(m, b, start, -1);
  lengthBytesJobProgress = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobProgress(): JobProgress {
  return { state: "unspecified", attemptsUsed: 0, maxAttempts: 0, workerId: "", error: "" };
}

function readJobProgress(r: Reader, m: JobProgress): JobProgress {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.state = nameJobState(r, "JobProgress.state");
        break;
      }
      case 16: {
        m.attemptsUsed = r.int32("JobProgress.attempts_used");
        break;
      }
      case 24: {
        m.maxAttempts = r.int32("JobProgress.max_attempts");
        break;
      }
      case 34: {
        m.workerId = r.string("JobProgress.worker_id");
        break;
      }
      case 42: {
        m.error = r.string("JobProgress.error");
        break;
      }
      default:
        r.skip(tag, fieldsJobProgress);
    }
  }
  return m;
}

/** Codec of JobProgress. */
export const JobProgress: Codec<JobProgress, JobProgressInit> = new MessageCodec<JobProgress, JobProgressInit>("flowmesh.v1.JobProgress", fieldsJobProgress, createJobProgress, boundJobProgress, putJobProgress, readJobProgress);

/** What a revision of an entry is by now. */
export interface EntryStanding {
  /** It is the entry's latest revision. */
  latest: boolean;
  /** What this revision did. Absent: not known any more. */
  kind: ChangeKind;
}

/** EntryStanding as it is given to encode: what is absent is zero, empty or not set. */
export interface EntryStandingInit {
  /** It is the entry's latest revision. */
  latest?: boolean | undefined;
  /** What this revision did. Absent: not known any more. */
  kind?: ChangeKind | undefined;
}

const fieldsEntryStanding: readonly Field[] = [
  { name: "EntryStanding.latest", property: "latest", protoName: "latest", number: 1, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "EntryStanding.kind", property: "kind", protoName: "kind", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesChangeKind, message: undefined, jsonBytes: "base64", payload: false },
];

function boundEntryStanding(m: EntryStandingInit, payloadBytes: number): number {
  let n = 0;
  if (m.latest !== undefined && m.latest !== null) { n += 1 + bound.boundBool(m.latest, "EntryStanding.latest"); }
  if (m.kind !== undefined && m.kind !== null) { n += 1 + bound.boundInt32(numberChangeKind(m.kind, "EntryStanding.kind"), "EntryStanding.kind"); }
  return n;
}

function putEntryStanding(m: EntryStandingInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.latest !== undefined && m.latest !== null && m.latest !== false) { b[o++] = 8; o = put.putBool(m.latest, b, o); }
  if (m.kind !== undefined && m.kind !== null && m.kind !== "unspecified") { b[o++] = 16; o = putVarint(numberChangeKind(m.kind, ""), b, o); }
  return o;
}

// Bytes of the length of the EntryStanding that was written last within another message: the next one is likely to need as many.
let lengthBytesEntryStanding = 1;

function putNestedEntryStanding(m: EntryStandingInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesEntryStanding;
  const start = offset + reserved;
  const end = putEntryStanding(m, b, start, -1);
  lengthBytesEntryStanding = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createEntryStanding(): EntryStanding {
  return { latest: false, kind: "unspecified" };
}

function readEntryStanding(r: Reader, m: EntryStanding): EntryStanding {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.latest = r.bool("EntryStanding.latest");
        break;
      }
      case 16: {
        m.kind = nameChangeKind(r, "EntryStanding.kind");
        break;
      }
      default:
        r.skip(tag, fieldsEntryStanding);
    }
  }
  return m;
}

/** Codec of EntryStanding. */
export const EntryStanding: Codec<EntryStanding, EntryStandingInit> = new MessageCodec<EntryStanding, EntryStandingInit>("flowmesh.v1.EntryStanding", fieldsEntryStanding, createEntryStanding, boundEntryStanding, putEntryStanding, readEntryStanding);

/** Which jobs are meant: those of which all holds that is given. */
export interface JobFilter {
  /** Default: that which the action is mostly for: dead (retry, move), waiting (cancel), delayed (run). To be given for remove. */
  state: JobState;
  key?: Uint8Array | undefined;
  /** Their last error has this in it, capitals or not. At most 4096 bytes. */
  error: string;
  /** Their last error is of this group of errors, by its id. */
  errorGroup: string;
  /** From this id on. */
  fromJob: string;
  /** Before this id. */
  toJob: string;
  /**
   * Ended at this time or later; of jobs that have not ended, enqueued then.
   *
   * Milliseconds since 1970.
   */
  fromTime?: number | undefined;
  /**
   * Before this time.
   *
   * Milliseconds since 1970.
   */
  toTime?: number | undefined;
  /**
   * Of which this expression (CEL) is true, such as `value.total > 100 && attempts >= 5`: it knows value, key, headers, state, priority, orderingKey, attempts, maxAttempts,
   * error, worker, enqueuedAt, endedAt and job. What has no value for a job is not true of it. At most 1024 bytes.
   */
  where: string;
}

/** JobFilter as it is given to encode: what is absent is zero, empty or not set. */
export interface JobFilterInit {
  /** Default: that which the action is mostly for: dead (retry, move), waiting (cancel), delayed (run). To be given for remove. */
  state?: JobState | undefined;
  key?: Uint8Array | undefined;
  /** Their last error has this in it, capitals or not. At most 4096 bytes. */
  error?: string | undefined;
  /** Their last error is of this group of errors, by its id. */
  errorGroup?: string | undefined;
  /** From this id on. */
  fromJob?: string | undefined;
  /** Before this id. */
  toJob?: string | undefined;
  /**
   * Ended at this time or later; of jobs that have not ended, enqueued then.
   *
   * Milliseconds since 1970.
   */
  fromTime?: number | undefined;
  /**
   * Before this time.
   *
   * Milliseconds since 1970.
   */
  toTime?: number | undefined;
  /**
   * Of which this expression (CEL) is true, such as `value.total > 100 && attempts >= 5`: it knows value, key, headers, state, priority, orderingKey, attempts, maxAttempts,
   * error, worker, enqueuedAt, endedAt and job. What has no value for a job is not true of it. At most 1024 bytes.
   */
  where?: string | undefined;
}

const fieldsJobFilter: readonly Field[] = [
  { name: "JobFilter.state", property: "state", protoName: "state", number: 1, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesJobState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.key", property: "key", protoName: "key", number: 2, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "JobFilter.error", property: "error", protoName: "error", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.error_group", property: "errorGroup", protoName: "error_group", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.from_job", property: "fromJob", protoName: "from_job", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.to_job", property: "toJob", protoName: "to_job", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.from_time", property: "fromTime", protoName: "from_time", number: 7, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.to_time", property: "toTime", protoName: "to_time", number: 8, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "JobFilter.where", property: "where", protoName: "where", number: 9, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundJobFilter(m: JobFilterInit, payloadBytes: number): number {
  let n = 0;
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberJobState(m.state, "JobFilter.state"), "JobFilter.state"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "JobFilter.key"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "JobFilter.error"); }
  if (m.errorGroup !== undefined && m.errorGroup !== null) { n += 1 + bound.boundString(m.errorGroup, "JobFilter.error_group"); }
  if (m.fromJob !== undefined && m.fromJob !== null) { n += 1 + bound.boundString(m.fromJob, "JobFilter.from_job"); }
  if (m.toJob !== undefined && m.toJob !== null) { n += 1 + bound.boundString(m.toJob, "JobFilter.to_job"); }
  if (m.fromTime !== undefined && m.fromTime !== null) { n += 1 + boundTimestamp(m.fromTime, "JobFilter.from_time"); }
  if (m.toTime !== undefined && m.toTime !== null) { n += 1 + boundTimestamp(m.toTime, "JobFilter.to_time"); }
  if (m.where !== undefined && m.where !== null) { n += 1 + bound.boundString(m.where, "JobFilter.where"); }
  return n;
}

function putJobFilter(m: JobFilterInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 8; o = putVarint(numberJobState(m.state, ""), b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 18; o = put.putBytes(m.key, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 26; o = put.putString(m.error, b, o); }
  if (m.errorGroup !== undefined && m.errorGroup !== null && m.errorGroup !== "") { b[o++] = 34; o = put.putString(m.errorGroup, b, o); }
  if (m.fromJob !== undefined && m.fromJob !== null && m.fromJob !== "") { b[o++] = 42; o = put.putString(m.fromJob, b, o); }
  if (m.toJob !== undefined && m.toJob !== null && m.toJob !== "") { b[o++] = 50; o = put.putString(m.toJob, b, o); }
  if (m.fromTime !== undefined && m.fromTime !== null) { b[o++] = 58; o = putTimestamp(m.fromTime, b, o); }
  if (m.toTime !== undefined && m.toTime !== null) { b[o++] = 66; o = putTimestamp(m.toTime, b, o); }
  if (m.where !== undefined && m.where !== null && m.where !== "") { b[o++] = 74; o = put.putString(m.where, b, o); }
  return o;
}

// Bytes of the length of the JobFilter that was written last within another message: the next one is likely to need as many.
let lengthBytesJobFilter = 1;

function putNestedJobFilter(m: JobFilterInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobFilter;
  const start = offset + reserved;
  const end = putJobFilter(m, b, start, -1);
  lengthBytesJobFilter = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobFilter(): JobFilter {
  return { state: "unspecified", key: undefined, error: "", errorGroup: "", fromJob: "", toJob: "", fromTime: undefined, toTime: undefined, where: "" };
}

function readJobFilter(r: Reader, m: JobFilter): JobFilter {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.state = nameJobState(r, "JobFilter.state");
        break;
      }
      case 18: {
        m.key = r.bytes("JobFilter.key");
        break;
      }
      case 26: {
        m.error = r.string("JobFilter.error");
        break;
      }
      case 34: {
        m.errorGroup = r.string("JobFilter.error_group");
        break;
      }
      case 42: {
        m.fromJob = r.string("JobFilter.from_job");
        break;
      }
      case 50: {
        m.toJob = r.string("JobFilter.to_job");
        break;
      }
      case 58: {
        m.fromTime = readTimestamp(r, "JobFilter.from_time");
        break;
      }
      case 66: {
        m.toTime = readTimestamp(r, "JobFilter.to_time");
        break;
      }
      case 74: {
        m.where = r.string("JobFilter.where");
        break;
      }
      default:
        r.skip(tag, fieldsJobFilter);
    }
  }
  return m;
}

/** Codec of JobFilter. */
export const JobFilter: Codec<JobFilter, JobFilterInit> = new MessageCodec<JobFilter, JobFilterInit>("flowmesh.v1.JobFilter", fieldsJobFilter, createJobFilter, boundJobFilter, putJobFilter, readJobFilter);

/** New content for each job. With it a job becomes a new one, which names the old one and takes its place. */
export interface JobEdit {
  /** The whole value. Not together with `merge_patch`. At most 65536 bytes. */
  value?: Uint8Array | undefined;
  /**
   * Changes the value, which must be JSON, as a JSON merge patch (RFC 7396) does; a job whose value is no JSON stays as it is and is counted as `skipped`. At most 65536
   * bytes.
   */
  mergePatch?: Uint8Array | undefined;
  key?: Uint8Array | undefined;
  /** In the place of those of the same name, which go. At most 64. */
  headers: Header[];
}

/** JobEdit as it is given to encode: what is absent is zero, empty or not set. */
export interface JobEditInit {
  /** The whole value. Not together with `merge_patch`. At most 65536 bytes. */
  value?: Uint8Array | undefined;
  /**
   * Changes the value, which must be JSON, as a JSON merge patch (RFC 7396) does; a job whose value is no JSON stays as it is and is counted as `skipped`. At most 65536
   * bytes.
   */
  mergePatch?: Uint8Array | undefined;
  key?: Uint8Array | undefined;
  /** In the place of those of the same name, which go. At most 64. */
  headers?: readonly HeaderInit[] | undefined;
}

const fieldsJobEdit: readonly Field[] = [
  { name: "JobEdit.value", property: "value", protoName: "value", number: 1, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "JobEdit.merge_patch", property: "mergePatch", protoName: "merge_patch", number: 2, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "value", payload: false },
  { name: "JobEdit.key", property: "key", protoName: "key", number: 3, kind: "bytes", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "text", payload: false },
  { name: "JobEdit.headers", property: "headers", protoName: "headers", number: 4, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Header, jsonBytes: "base64", payload: false },
];

function boundJobEdit(m: JobEditInit, payloadBytes: number): number {
  let n = 0;
  if (m.value !== undefined && m.value !== null) { n += 1 + bound.boundBytes(m.value, "JobEdit.value"); }
  if (m.mergePatch !== undefined && m.mergePatch !== null) { n += 1 + bound.boundBytes(m.mergePatch, "JobEdit.merge_patch"); }
  if (m.key !== undefined && m.key !== null) { n += 1 + bound.boundBytes(m.key, "JobEdit.key"); }
  for (let i = 0, count = bound.listLength(m.headers, "JobEdit.headers"); i < count; i++) { const e = m.headers![i]!; bound.checkMessage(e, "JobEdit.headers"); n += 1 + 5 + boundHeader(e, -1); }
  return n;
}

function putJobEdit(m: JobEditInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.value !== undefined && m.value !== null) { b[o++] = 10; o = put.putBytes(m.value, b, o); }
  if (m.mergePatch !== undefined && m.mergePatch !== null) { b[o++] = 18; o = put.putBytes(m.mergePatch, b, o); }
  if (m.key !== undefined && m.key !== null) { b[o++] = 26; o = put.putBytes(m.key, b, o); }
  if (m.headers !== undefined && m.headers !== null) for (let i = 0; i < m.headers.length; i++) { b[o++] = 34; o = putNestedHeader(m.headers[i]!, b, o); }
  return o;
}

// Bytes of the length of the JobEdit that was written last within another message: the next one is likely to need as many.
let lengthBytesJobEdit = 1;

function putNestedJobEdit(m: JobEditInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesJobEdit;
  const start = offset + reserved;
  const end = putJobEdit(m, b, start, -1);
  lengthBytesJobEdit = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createJobEdit(): JobEdit {
  return { value: undefined, mergePatch: undefined, key: undefined, headers: [] };
}

function readJobEdit(r: Reader, m: JobEdit): JobEdit {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.value = r.bytes("JobEdit.value");
        break;
      }
      case 18: {
        m.mergePatch = r.bytes("JobEdit.merge_patch");
        break;
      }
      case 26: {
        m.key = r.bytes("JobEdit.key");
        break;
      }
      case 34: {
        const outer = r.enter("JobEdit.headers");
        m.headers.push(readHeader(r, createHeader()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsJobEdit);
    }
  }
  return m;
}

/** Codec of JobEdit. */
export const JobEdit: Codec<JobEdit, JobEditInit> = new MessageCodec<JobEdit, JobEditInit>("flowmesh.v1.JobEdit", fieldsJobEdit, createJobEdit, boundJobEdit, putJobEdit, readJobEdit);

export interface StartOperationRequest {
  queue: string;
  action: OperationAction;
  filter?: JobFilter | undefined;
  /** Only tells how many jobs match, and shows some. */
  dryRun: boolean;
  /** For retry and move. */
  edit?: JobEdit | undefined;
  /** Of a move: the queue into which they go. */
  toQueue: string;
  /** How many jobs are changed in a time. Default: as fast as it goes. */
  rate?: RateSettings | undefined;
  /**
   * For retry: how many jobs go at first, then, and so on, each time once those before have ended: done, dead again or cancelled. 0, the last one, means all that are
   * left; without it the operation ends behind the last number. At most 10 numbers. Empty: all at once.
   */
  ramp: number[];
  /**
   * For retry: the operation stops by itself once more than this share of a step of the ramp has died again, in percent: 0 to 100. Of `all` it is looked at once 100 jobs
   * have ended. Absent: it never does.
   */
  stopOnFailurePercent?: number | undefined;
  /** For people: why. At most 1024 bytes. */
  reason: string;
}

/** StartOperationRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface StartOperationRequestInit {
  queue?: string | undefined;
  action?: OperationAction | undefined;
  filter?: JobFilterInit | undefined;
  /** Only tells how many jobs match, and shows some. */
  dryRun?: boolean | undefined;
  /** For retry and move. */
  edit?: JobEditInit | undefined;
  /** Of a move: the queue into which they go. */
  toQueue?: string | undefined;
  /** How many jobs are changed in a time. Default: as fast as it goes. */
  rate?: RateSettingsInit | undefined;
  /**
   * For retry: how many jobs go at first, then, and so on, each time once those before have ended: done, dead again or cancelled. 0, the last one, means all that are
   * left; without it the operation ends behind the last number. At most 10 numbers. Empty: all at once.
   */
  ramp?: readonly number[] | undefined;
  /**
   * For retry: the operation stops by itself once more than this share of a step of the ramp has died again, in percent: 0 to 100. Of `all` it is looked at once 100 jobs
   * have ended. Absent: it never does.
   */
  stopOnFailurePercent?: number | undefined;
  /** For people: why. At most 1024 bytes. */
  reason?: string | undefined;
}

const fieldsStartOperationRequest: readonly Field[] = [
  { name: "StartOperationRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.action", property: "action", protoName: "action", number: 2, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesOperationAction, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.filter", property: "filter", protoName: "filter", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobFilter, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.dry_run", property: "dryRun", protoName: "dry_run", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.edit", property: "edit", protoName: "edit", number: 5, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobEdit, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.to_queue", property: "toQueue", protoName: "to_queue", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.rate", property: "rate", protoName: "rate", number: 7, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => RateSettings, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.ramp", property: "ramp", protoName: "ramp", number: 8, kind: "int32", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.stop_on_failure_percent", property: "stopOnFailurePercent", protoName: "stop_on_failure_percent", number: 9, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationRequest.reason", property: "reason", protoName: "reason", number: 10, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStartOperationRequest(m: StartOperationRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "StartOperationRequest.queue"); }
  if (m.action !== undefined && m.action !== null) { n += 1 + bound.boundInt32(numberOperationAction(m.action, "StartOperationRequest.action"), "StartOperationRequest.action"); }
  if (m.filter !== undefined && m.filter !== null) { bound.checkMessage(m.filter, "StartOperationRequest.filter"); n += 1 + 5 + boundJobFilter(m.filter, -1); }
  if (m.dryRun !== undefined && m.dryRun !== null) { n += 1 + bound.boundBool(m.dryRun, "StartOperationRequest.dry_run"); }
  if (m.edit !== undefined && m.edit !== null) { bound.checkMessage(m.edit, "StartOperationRequest.edit"); n += 1 + 5 + boundJobEdit(m.edit, -1); }
  if (m.toQueue !== undefined && m.toQueue !== null) { n += 1 + bound.boundString(m.toQueue, "StartOperationRequest.to_queue"); }
  if (m.rate !== undefined && m.rate !== null) { bound.checkMessage(m.rate, "StartOperationRequest.rate"); n += 1 + 5 + boundRateSettings(m.rate, -1); }
  if (bound.listLength(m.ramp, "StartOperationRequest.ramp") !== 0) n += 1 + bound.boundPacked(m.ramp!, "StartOperationRequest.ramp", bound.boundInt32);
  if (m.stopOnFailurePercent !== undefined && m.stopOnFailurePercent !== null) { n += 1 + bound.boundInt32(m.stopOnFailurePercent, "StartOperationRequest.stop_on_failure_percent"); }
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundString(m.reason, "StartOperationRequest.reason"); }
  return n;
}

function putStartOperationRequest(m: StartOperationRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.action !== undefined && m.action !== null && m.action !== "unspecified") { b[o++] = 16; o = putVarint(numberOperationAction(m.action, ""), b, o); }
  if (m.filter !== undefined && m.filter !== null) { b[o++] = 26; o = putNestedJobFilter(m.filter, b, o); }
  if (m.dryRun !== undefined && m.dryRun !== null && m.dryRun !== false) { b[o++] = 32; o = put.putBool(m.dryRun, b, o); }
  if (m.edit !== undefined && m.edit !== null) { b[o++] = 42; o = putNestedJobEdit(m.edit, b, o); }
  if (m.toQueue !== undefined && m.toQueue !== null && m.toQueue !== "") { b[o++] = 50; o = put.putString(m.toQueue, b, o); }
  if (m.rate !== undefined && m.rate !== null) { b[o++] = 58; o = putNestedRateSettings(m.rate, b, o); }
  if (m.ramp !== undefined && m.ramp !== null && m.ramp.length !== 0) { b[o++] = 66; o = put.putPackedInts(m.ramp, b, o); }
  if (m.stopOnFailurePercent !== undefined && m.stopOnFailurePercent !== null) { b[o++] = 72; o = putInt64(m.stopOnFailurePercent, b, o); }
  if (m.reason !== undefined && m.reason !== null && m.reason !== "") { b[o++] = 82; o = put.putString(m.reason, b, o); }
  return o;
}

function createStartOperationRequest(): StartOperationRequest {
  return { queue: "", action: "unspecified", filter: undefined, dryRun: false, edit: undefined, toQueue: "", rate: undefined, ramp: [], stopOnFailurePercent: undefined, reason: "" };
}

function readStartOperationRequest(r: Reader, m: StartOperationRequest): StartOperationRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("StartOperationRequest.queue");
        break;
      }
      case 16: {
        m.action = nameOperationAction(r, "StartOperationRequest.action");
        break;
      }
      case 26: {
        const outer = r.enter("StartOperationRequest.filter");
        m.filter = readJobFilter(r, m.filter ?? createJobFilter());
        r.leave(outer);
        break;
      }
      case 32: {
        m.dryRun = r.bool("StartOperationRequest.dry_run");
        break;
      }
      case 42: {
        const outer = r.enter("StartOperationRequest.edit");
        m.edit = readJobEdit(r, m.edit ?? createJobEdit());
        r.leave(outer);
        break;
      }
      case 50: {
        m.toQueue = r.string("StartOperationRequest.to_queue");
        break;
      }
      case 58: {
        const outer = r.enter("StartOperationRequest.rate");
        m.rate = readRateSettings(r, m.rate ?? createRateSettings());
        r.leave(outer);
        break;
      }
      case 64: {
        r.item("StartOperationRequest.ramp");
        m.ramp.push(r.int32("StartOperationRequest.ramp"));
        break;
      }
      case 66: {
        const outer = r.enterPacked("StartOperationRequest.ramp");
        while (r.position < r.end) m.ramp.push(r.int32("StartOperationRequest.ramp"));
        r.leavePacked(outer);
        break;
      }
      case 72: {
        m.stopOnFailurePercent = r.int32("StartOperationRequest.stop_on_failure_percent");
        break;
      }
      case 82: {
        m.reason = r.string("StartOperationRequest.reason");
        break;
      }
      default:
        r.skip(tag, fieldsStartOperationRequest);
    }
  }
  return m;
}

/** Codec of StartOperationRequest. */
export const StartOperationRequest: Codec<StartOperationRequest, StartOperationRequestInit> = new MessageCodec<StartOperationRequest, StartOperationRequestInit>("flowmesh.v1.StartOperationRequest", fieldsStartOperationRequest, createStartOperationRequest, boundStartOperationRequest, putStartOperationRequest, readStartOperationRequest);

export interface StartOperationResponse {
  /** Absent for a dry run. */
  operation?: BulkOperation | undefined;
  /** Of a dry run: jobs that match. */
  matched: number;
  /** Of a dry run: some of them, at most 10, without their attempts. */
  samples: Job[];
  /** Of a dry run: so many jobs were looked at that others would wait, so that more may match. */
  isPartial: boolean;
  position: number;
}

/** StartOperationResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface StartOperationResponseInit {
  /** Absent for a dry run. */
  operation?: BulkOperationInit | undefined;
  /** Of a dry run: jobs that match. */
  matched?: number | undefined;
  /** Of a dry run: some of them, at most 10, without their attempts. */
  samples?: readonly JobInit[] | undefined;
  /** Of a dry run: so many jobs were looked at that others would wait, so that more may match. */
  isPartial?: boolean | undefined;
  position?: number | undefined;
}

const fieldsStartOperationResponse: readonly Field[] = [
  { name: "StartOperationResponse.operation", property: "operation", protoName: "operation", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
  { name: "StartOperationResponse.matched", property: "matched", protoName: "matched", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationResponse.samples", property: "samples", protoName: "samples", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Job, jsonBytes: "base64", payload: false },
  { name: "StartOperationResponse.is_partial", property: "isPartial", protoName: "is_partial", number: 4, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StartOperationResponse.position", property: "position", protoName: "position", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStartOperationResponse(m: StartOperationResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.operation !== undefined && m.operation !== null) { bound.checkMessage(m.operation, "StartOperationResponse.operation"); n += 1 + 5 + boundBulkOperation(m.operation, -1); }
  if (m.matched !== undefined && m.matched !== null) { n += 1 + bound.boundInt64(m.matched, "StartOperationResponse.matched"); }
  for (let i = 0, count = bound.listLength(m.samples, "StartOperationResponse.samples"); i < count; i++) { const e = m.samples![i]!; bound.checkMessage(e, "StartOperationResponse.samples"); n += 1 + 5 + boundJob(e, -1); }
  if (m.isPartial !== undefined && m.isPartial !== null) { n += 1 + bound.boundBool(m.isPartial, "StartOperationResponse.is_partial"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "StartOperationResponse.position"); }
  return n;
}

function putStartOperationResponse(m: StartOperationResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operation !== undefined && m.operation !== null) { b[o++] = 10; o = putNestedBulkOperation(m.operation, b, o); }
  if (m.matched !== undefined && m.matched !== null && m.matched !== 0) { b[o++] = 16; o = putInt64(m.matched, b, o); }
  if (m.samples !== undefined && m.samples !== null) for (let i = 0; i < m.samples.length; i++) { b[o++] = 26; o = putNestedJob(m.samples[i]!, b, o); }
  if (m.isPartial !== undefined && m.isPartial !== null && m.isPartial !== false) { b[o++] = 32; o = put.putBool(m.isPartial, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 40; o = putInt64(m.position, b, o); }
  return o;
}

function createStartOperationResponse(): StartOperationResponse {
  return { operation: undefined, matched: 0, samples: [], isPartial: false, position: 0 };
}

function readStartOperationResponse(r: Reader, m: StartOperationResponse): StartOperationResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("StartOperationResponse.operation");
        m.operation = readBulkOperation(r, m.operation ?? createBulkOperation());
        r.leave(outer);
        break;
      }
      case 16: {
        m.matched = r.int64("StartOperationResponse.matched");
        break;
      }
      case 26: {
        const outer = r.enter("StartOperationResponse.samples");
        m.samples.push(readJob(r, createJob()));
        r.leave(outer);
        break;
      }
      case 32: {
        m.isPartial = r.bool("StartOperationResponse.is_partial");
        break;
      }
      case 40: {
        m.position = r.int64("StartOperationResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsStartOperationResponse);
    }
  }
  return m;
}

/** Codec of StartOperationResponse. */
export const StartOperationResponse: Codec<StartOperationResponse, StartOperationResponseInit> = new MessageCodec<StartOperationResponse, StartOperationResponseInit>("flowmesh.v1.StartOperationResponse", fieldsStartOperationResponse, createStartOperationResponse, boundStartOperationResponse, putStartOperationResponse, readStartOperationResponse);

/** An operation and how far it is. */
export interface BulkOperation {
  queue: string;
  /** Within its queue. */
  operation: string;
  action: OperationAction;
  filter?: JobFilter | undefined;
  /** Not in lists. */
  edit?: JobEdit | undefined;
  toQueue: string;
  rate?: RateSettings | undefined;
  ramp: number[];
  stopOnFailurePercent?: number | undefined;
  reason: string;
  state: OperationState;
  /** What it waits for, or why it stopped, in words. */
  stateReason: string;
  /** Who began it, as their credential names them; empty where nobody must say who they are. */
  startedBy: string;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /** Milliseconds since 1970. */
  endedAt?: number | undefined;
  /** Jobs in the state that is meant when it began. */
  total: number;
  /** Jobs that were changed: each was so once. */
  changed: number;
  /** Of them, those that were done since. */
  succeeded: number;
  /** Of them, those that are dead again. */
  failedAgain: number;
  /** Of them, those that were cancelled or removed since. */
  givenUp: number;
  /** Jobs that match but could not be changed. */
  skipped: number;
  /** Jobs that it has not looked at, as far as is known; 0 once it is done. */
  left: number;
  /** Which number of the ramp it is at, from 1. 0 without a ramp. */
  step: number;
}

/** BulkOperation as it is given to encode: what is absent is zero, empty or not set. */
export interface BulkOperationInit {
  queue?: string | undefined;
  /** Within its queue. */
  operation?: string | undefined;
  action?: OperationAction | undefined;
  filter?: JobFilterInit | undefined;
  /** Not in lists. */
  edit?: JobEditInit | undefined;
  toQueue?: string | undefined;
  rate?: RateSettingsInit | undefined;
  ramp?: readonly number[] | undefined;
  stopOnFailurePercent?: number | undefined;
  reason?: string | undefined;
  state?: OperationState | undefined;
  /** What it waits for, or why it stopped, in words. */
  stateReason?: string | undefined;
  /** Who began it, as their credential names them; empty where nobody must say who they are. */
  startedBy?: string | undefined;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /** Milliseconds since 1970. */
  endedAt?: number | undefined;
  /** Jobs in the state that is meant when it began. */
  total?: number | undefined;
  /** Jobs that were changed: each was so once. */
  changed?: number | undefined;
  /** Of them, those that were done since. */
  succeeded?: number | undefined;
  /** Of them, those that are dead again. */
  failedAgain?: number | undefined;
  /** Of them, those that were cancelled or removed since. */
  givenUp?: number | undefined;
  /** Jobs that match but could not be changed. */
  skipped?: number | undefined;
  /** Jobs that it has not looked at, as far as is known; 0 once it is done. */
  left?: number | undefined;
  /** Which number of the ramp it is at, from 1. 0 without a ramp. */
  step?: number | undefined;
}

const fieldsBulkOperation: readonly Field[] = [
  { name: "BulkOperation.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.operation", property: "operation", protoName: "operation", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.action", property: "action", protoName: "action", number: 3, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesOperationAction, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.filter", property: "filter", protoName: "filter", number: 4, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobFilter, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.edit", property: "edit", protoName: "edit", number: 5, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => JobEdit, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.to_queue", property: "toQueue", protoName: "to_queue", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.rate", property: "rate", protoName: "rate", number: 7, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => RateSettings, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.ramp", property: "ramp", protoName: "ramp", number: 8, kind: "int32", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.stop_on_failure_percent", property: "stopOnFailurePercent", protoName: "stop_on_failure_percent", number: 9, kind: "int32", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.reason", property: "reason", protoName: "reason", number: 10, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.state", property: "state", protoName: "state", number: 11, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesOperationState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.state_reason", property: "stateReason", protoName: "state_reason", number: 12, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.started_by", property: "startedBy", protoName: "started_by", number: 13, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.started_at", property: "startedAt", protoName: "started_at", number: 14, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.ended_at", property: "endedAt", protoName: "ended_at", number: 15, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.total", property: "total", protoName: "total", number: 16, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.changed", property: "changed", protoName: "changed", number: 17, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.succeeded", property: "succeeded", protoName: "succeeded", number: 18, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.failed_again", property: "failedAgain", protoName: "failed_again", number: 19, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.given_up", property: "givenUp", protoName: "given_up", number: 20, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.skipped", property: "skipped", protoName: "skipped", number: 21, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.left", property: "left", protoName: "left", number: 22, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "BulkOperation.step", property: "step", protoName: "step", number: 23, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundBulkOperation(m: BulkOperationInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "BulkOperation.queue"); }
  if (m.operation !== undefined && m.operation !== null) { n += 1 + bound.boundString(m.operation, "BulkOperation.operation"); }
  if (m.action !== undefined && m.action !== null) { n += 1 + bound.boundInt32(numberOperationAction(m.action, "BulkOperation.action"), "BulkOperation.action"); }
  if (m.filter !== undefined && m.filter !== null) { bound.checkMessage(m.filter, "BulkOperation.filter"); n += 1 + 5 + boundJobFilter(m.filter, -1); }
  if (m.edit !== undefined && m.edit !== null) { bound.checkMessage(m.edit, "BulkOperation.edit"); n += 1 + 5 + boundJobEdit(m.edit, -1); }
  if (m.toQueue !== undefined && m.toQueue !== null) { n += 1 + bound.boundString(m.toQueue, "BulkOperation.to_queue"); }
  if (m.rate !== undefined && m.rate !== null) { bound.checkMessage(m.rate, "BulkOperation.rate"); n += 1 + 5 + boundRateSettings(m.rate, -1); }
  if (bound.listLength(m.ramp, "BulkOperation.ramp") !== 0) n += 1 + bound.boundPacked(m.ramp!, "BulkOperation.ramp", bound.boundInt32);
  if (m.stopOnFailurePercent !== undefined && m.stopOnFailurePercent !== null) { n += 1 + bound.boundInt32(m.stopOnFailurePercent, "BulkOperation.stop_on_failure_percent"); }
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundString(m.reason, "BulkOperation.reason"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberOperationState(m.state, "BulkOperation.state"), "BulkOperation.state"); }
  if (m.stateReason !== undefined && m.stateReason !== null) { n += 1 + bound.boundString(m.stateReason, "BulkOperation.state_reason"); }
  if (m.startedBy !== undefined && m.startedBy !== null) { n += 1 + bound.boundString(m.startedBy, "BulkOperation.started_by"); }
  if (m.startedAt !== undefined && m.startedAt !== null) { n += 1 + boundTimestamp(m.startedAt, "BulkOperation.started_at"); }
  if (m.endedAt !== undefined && m.endedAt !== null) { n += 1 + boundTimestamp(m.endedAt, "BulkOperation.ended_at"); }
  if (m.total !== undefined && m.total !== null) { n += 2 + bound.boundInt64(m.total, "BulkOperation.total"); }
  if (m.changed !== undefined && m.changed !== null) { n += 2 + bound.boundInt64(m.changed, "BulkOperation.changed"); }
  if (m.succeeded !== undefined && m.succeeded !== null) { n += 2 + bound.boundInt64(m.succeeded, "BulkOperation.succeeded"); }
  if (m.failedAgain !== undefined && m.failedAgain !== null) { n += 2 + bound.boundInt64(m.failedAgain, "BulkOperation.failed_again"); }
  if (m.givenUp !== undefined && m.givenUp !== null) { n += 2 + bound.boundInt64(m.givenUp, "BulkOperation.given_up"); }
  if (m.skipped !== undefined && m.skipped !== null) { n += 2 + bound.boundInt64(m.skipped, "BulkOperation.skipped"); }
  if (m.left !== undefined && m.left !== null) { n += 2 + bound.boundInt64(m.left, "BulkOperation.left"); }
  if (m.step !== undefined && m.step !== null) { n += 2 + bound.boundInt32(m.step, "BulkOperation.step"); }
  return n;
}

function putBulkOperation(m: BulkOperationInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.operation !== undefined && m.operation !== null && m.operation !== "") { b[o++] = 18; o = put.putString(m.operation, b, o); }
  if (m.action !== undefined && m.action !== null && m.action !== "unspecified") { b[o++] = 24; o = putVarint(numberOperationAction(m.action, ""), b, o); }
  if (m.filter !== undefined && m.filter !== null) { b[o++] = 34; o = putNestedJobFilter(m.filter, b, o); }
  if (m.edit !== undefined && m.edit !== null) { b[o++] = 42; o = putNestedJobEdit(m.edit, b, o); }
  if (m.toQueue !== undefined && m.toQueue !== null && m.toQueue !== "") { b[o++] = 50; o = put.putString(m.toQueue, b, o); }
  if (m.rate !== undefined && m.rate !== null) { b[o++] = 58; o = putNestedRateSettings(m.rate, b, o); }
  if (m.ramp !== undefined && m.ramp !== null && m.ramp.length !== 0) { b[o++] = 66; o = put.putPackedInts(m.ramp, b, o); }
  if (m.stopOnFailurePercent !== undefined && m.stopOnFailurePercent !== null) { b[o++] = 72; o = putInt64(m.stopOnFailurePercent, b, o); }
  if (m.reason !== undefined && m.reason !== null && m.reason !== "") { b[o++] = 82; o = put.putString(m.reason, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 88; o = putVarint(numberOperationState(m.state, ""), b, o); }
  if (m.stateReason !== undefined && m.stateReason !== null && m.stateReason !== "") { b[o++] = 98; o = put.putString(m.stateReason, b, o); }
  if (m.startedBy !== undefined && m.startedBy !== null && m.startedBy !== "") { b[o++] = 106; o = put.putString(m.startedBy, b, o); }
  if (m.startedAt !== undefined && m.startedAt !== null) { b[o++] = 114; o = putTimestamp(m.startedAt, b, o); }
  if (m.endedAt !== undefined && m.endedAt !== null) { b[o++] = 122; o = putTimestamp(m.endedAt, b, o); }
  if (m.total !== undefined && m.total !== null && m.total !== 0) { b[o++] = 128; b[o++] = 1; o = putInt64(m.total, b, o); }
  if (m.changed !== undefined && m.changed !== null && m.changed !== 0) { b[o++] = 136; b[o++] = 1; o = putInt64(m.changed, b, o); }
  if (m.succeeded !== undefined && m.succeeded !== null && m.succeeded !== 0) { b[o++] = 144; b[o++] = 1; o = putInt64(m.succeeded, b, o); }
  if (m.failedAgain !== undefined && m.failedAgain !== null && m.failedAgain !== 0) { b[o++] = 152; b[o++] = 1; o = putInt64(m.failedAgain, b, o); }
  if (m.givenUp !== undefined && m.givenUp !== null && m.givenUp !== 0) { b[o++] = 160; b[o++] = 1; o = putInt64(m.givenUp, b, o); }
  if (m.skipped !== undefined && m.skipped !== null && m.skipped !== 0) { b[o++] = 168; b[o++] = 1; o = putInt64(m.skipped, b, o); }
  if (m.left !== undefined && m.left !== null && m.left !== 0) { b[o++] = 176; b[o++] = 1; o = putInt64(m.left, b, o); }
  if (m.step !== undefined && m.step !== null && m.step !== 0) { b[o++] = 184; b[o++] = 1; o = putInt64(m.step, b, o); }
  return o;
}

// Bytes of the length of the BulkOperation that was written last within another message: the next one is likely to need as many.
let lengthBytesBulkOperation = 1;

function putNestedBulkOperation(m: BulkOperationInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesBulkOperation;
  const start = offset + reserved;
  const end = putBulkOperation(m, b, start, -1);
  lengthBytesBulkOperation = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createBulkOperation(): BulkOperation {
  return { queue: "", operation: "", action: "unspecified", filter: undefined, edit: undefined, toQueue: "", rate: undefined, ramp: [], stopOnFailurePercent: undefined, reason: "", state: "unspecified", stateReason: "", startedBy: "", startedAt: undefined, endedAt: undefined, total: 0, changed: 0, succeeded: 0, failedAgain: 0, givenUp: 0, skipped: 0, left: 0, step: 0 };
}

function readBulkOperation(r: Reader, m: BulkOperation): BulkOperation {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("BulkOperation.queue");
        break;
      }
      case 18: {
        m.operation = r.string("BulkOperation.operation");
        break;
      }
      case 24: {
        m.action = nameOperationAction(r, "BulkOperation.action");
        break;
      }
      case 34: {
        const outer = r.enter("BulkOperation.filter");
        m.filter = readJobFilter(r, m.filter ?? createJobFilter());
        r.leave(outer);
        break;
      }
      case 42: {
        const outer = r.enter("BulkOperation.edit");
        m.edit = readJobEdit(r, m.edit ?? createJobEdit());
        r.leave(outer);
        break;
      }
      case 50: {
        m.toQueue = r.string("BulkOperation.to_queue");
        break;
      }
      case 58: {
        const outer = r.enter("BulkOperation.rate");
        m.rate = readRateSettings(r, m.rate ?? createRateSettings());
        r.leave(outer);
        break;
      }
      case 64: {
        r.item("BulkOperation.ramp");
        m.ramp.push(r.int32("BulkOperation.ramp"));
        break;
      }
      case 66: {
        const outer = r.enterPacked("BulkOperation.ramp");
        while (r.position < r.end) m.ramp.push(r.int32("BulkOperation.ramp"));
        r.leavePacked(outer);
        break;
      }
      case 72: {
        m.stopOnFailurePercent = r.int32("BulkOperation.stop_on_failure_percent");
        break;
      }
      case 82: {
        m.reason = r.string("BulkOperation.reason");
        break;
      }
      case 88: {
        m.state = nameOperationState(r, "BulkOperation.state");
        break;
      }
      case 98: {
        m.stateReason = r.string("BulkOperation.state_reason");
        break;
      }
      case 106: {
        m.startedBy = r.string("BulkOperation.started_by");
        break;
      }
      case 114: {
        m.startedAt = readTimestamp(r, "BulkOperation.started_at");
        break;
      }
      case 122: {
        m.endedAt = readTimestamp(r, "BulkOperation.ended_at");
        break;
      }
      case 128: {
        m.total = r.int64("BulkOperation.total");
        break;
      }
      case 136: {
        m.changed = r.int64("BulkOperation.changed");
        break;
      }
      case 144: {
        m.succeeded = r.int64("BulkOperation.succeeded");
        break;
      }
      case 152: {
        m.failedAgain = r.int64("BulkOperation.failed_again");
        break;
      }
      case 160: {
        m.givenUp = r.int64("BulkOperation.given_up");
        break;
      }
      case 168: {
        m.skipped = r.int64("BulkOperation.skipped");
        break;
      }
      case 176: {
        m.left = r.int64("BulkOperation.left");
        break;
      }
      case 184: {
        m.step = r.int32("BulkOperation.step");
        break;
      }
      default:
        r.skip(tag, fieldsBulkOperation);
    }
  }
  return m;
}

/** Codec of BulkOperation. */
export const BulkOperation: Codec<BulkOperation, BulkOperationInit> = new MessageCodec<BulkOperation, BulkOperationInit>("flowmesh.v1.BulkOperation", fieldsBulkOperation, createBulkOperation, boundBulkOperation, putBulkOperation, readBulkOperation);

export interface GetOperationRequest {
  queue: string;
  operation: string;
  /** Waits so long for it to end. At most 30000. Default 0: answers at once. */
  waitMs: number;
}

/** GetOperationRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetOperationRequestInit {
  queue?: string | undefined;
  operation?: string | undefined;
  /** Waits so long for it to end. At most 30000. Default 0: answers at once. */
  waitMs?: number | undefined;
}

const fieldsGetOperationRequest: readonly Field[] = [
  { name: "GetOperationRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetOperationRequest.operation", property: "operation", protoName: "operation", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetOperationRequest.wait_ms", property: "waitMs", protoName: "wait_ms", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetOperationRequest(m: GetOperationRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "GetOperationRequest.queue"); }
  if (m.operation !== undefined && m.operation !== null) { n += 1 + bound.boundString(m.operation, "GetOperationRequest.operation"); }
  if (m.waitMs !== undefined && m.waitMs !== null) { n += 1 + bound.boundInt64(m.waitMs, "GetOperationRequest.wait_ms"); }
  return n;
}

function putGetOperationRequest(m: GetOperationRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.operation !== undefined && m.operation !== null && m.operation !== "") { b[o++] = 18; o = put.putString(m.operation, b, o); }
  if (m.waitMs !== undefined && m.waitMs !== null && m.waitMs !== 0) { b[o++] = 24; o = putInt64(m.waitMs, b, o); }
  return o;
}

function createGetOperationRequest(): GetOperationRequest {
  return { queue: "", operation: "", waitMs: 0 };
}

function readGetOperationRequest(r: Reader, m: GetOperationRequest): GetOperationRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("GetOperationRequest.queue");
        break;
      }
      case 18: {
        m.operation = r.string("GetOperationRequest.operation");
        break;
      }
      case 24: {
        m.waitMs = r.int64("GetOperationRequest.wait_ms");
        break;
      }
      default:
        r.skip(tag, fieldsGetOperationRequest);
    }
  }
  return m;
}

/** Codec of GetOperationRequest. */
export const GetOperationRequest: Codec<GetOperationRequest, GetOperationRequestInit> = new MessageCodec<GetOperationRequest, GetOperationRequestInit>("flowmesh.v1.GetOperationRequest", fieldsGetOperationRequest, createGetOperationRequest, boundGetOperationRequest, putGetOperationRequest, readGetOperationRequest);

export interface GetOperationResponse {
  operation?: BulkOperation | undefined;
}

/** GetOperationResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetOperationResponseInit {
  operation?: BulkOperationInit | undefined;
}

const fieldsGetOperationResponse: readonly Field[] = [
  { name: "GetOperationResponse.operation", property: "operation", protoName: "operation", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
];

function boundGetOperationResponse(m: GetOperationResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.operation !== undefined && m.operation !== null) { bound.checkMessage(m.operation, "GetOperationResponse.operation"); n += 1 + 5 + boundBulkOperation(m.operation, -1); }
  return n;
}

function putGetOperationResponse(m: GetOperationResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operation !== undefined && m.operation !== null) { b[o++] = 10; o = putNestedBulkOperation(m.operation, b, o); }
  return o;
}

function createGetOperationResponse(): GetOperationResponse {
  return { operation: undefined };
}

function readGetOperationResponse(r: Reader, m: GetOperationResponse): GetOperationResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetOperationResponse.operation");
        m.operation = readBulkOperation(r, m.operation ?? createBulkOperation());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetOperationResponse);
    }
  }
  return m;
}

/** Codec of GetOperationResponse. */
export const GetOperationResponse: Codec<GetOperationResponse, GetOperationResponseInit> = new MessageCodec<GetOperationResponse, GetOperationResponseInit>("flowmesh.v1.GetOperationResponse", fieldsGetOperationResponse, createGetOperationResponse, boundGetOperationResponse, putGetOperationResponse, readGetOperationResponse);

export interface ListOperationsRequest {
  /** Only those of this queue. */
  queue: string;
  /** Only those that have not ended. */
  running: boolean;
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
}

/** ListOperationsRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListOperationsRequestInit {
  /** Only those of this queue. */
  queue?: string | undefined;
  /** Only those that have not ended. */
  running?: boolean | undefined;
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
}

const fieldsListOperationsRequest: readonly Field[] = [
  { name: "ListOperationsRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListOperationsRequest.running", property: "running", protoName: "running", number: 2, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListOperationsRequest.page_size", property: "pageSize", protoName: "page_size", number: 3, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListOperationsRequest.page_token", property: "pageToken", protoName: "page_token", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListOperationsRequest(m: ListOperationsRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ListOperationsRequest.queue"); }
  if (m.running !== undefined && m.running !== null) { n += 1 + bound.boundBool(m.running, "ListOperationsRequest.running"); }
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListOperationsRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListOperationsRequest.page_token"); }
  return n;
}

function putListOperationsRequest(m: ListOperationsRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.running !== undefined && m.running !== null && m.running !== false) { b[o++] = 16; o = put.putBool(m.running, b, o); }
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 24; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 34; o = put.putString(m.pageToken, b, o); }
  return o;
}

function createListOperationsRequest(): ListOperationsRequest {
  return { queue: "", running: false, pageSize: 0, pageToken: "" };
}

function readListOperationsRequest(r: Reader, m: ListOperationsRequest): ListOperationsRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ListOperationsRequest.queue");
        break;
      }
      case 16: {
        m.running = r.bool("ListOperationsRequest.running");
        break;
      }
      case 24: {
        m.pageSize = r.int32("ListOperationsRequest.page_size");
        break;
      }
      case 34: {
        m.pageToken = r.string("ListOperationsRequest.page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListOperationsRequest);
    }
  }
  return m;
}

/** Codec of ListOperationsRequest. */
export const ListOperationsRequest: Codec<ListOperationsRequest, ListOperationsRequestInit> = new MessageCodec<ListOperationsRequest, ListOperationsRequestInit>("flowmesh.v1.ListOperationsRequest", fieldsListOperationsRequest, createListOperationsRequest, boundListOperationsRequest, putListOperationsRequest, readListOperationsRequest);

export interface ListOperationsResponse {
  operations: BulkOperation[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListOperationsResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListOperationsResponseInit {
  operations?: readonly BulkOperationInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListOperationsResponse: readonly Field[] = [
  { name: "ListOperationsResponse.operations", property: "operations", protoName: "operations", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
  { name: "ListOperationsResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListOperationsResponse(m: ListOperationsResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.operations, "ListOperationsResponse.operations"); i < count; i++) { const e = m.operations![i]!; bound.checkMessage(e, "ListOperationsResponse.operations"); n += 1 + 5 + boundBulkOperation(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListOperationsResponse.next_page_token"); }
  return n;
}

function putListOperationsResponse(m: ListOperationsResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operations !== undefined && m.operations !== null) for (let i = 0; i < m.operations.length; i++) { b[o++] = 10; o = putNestedBulkOperation(m.operations[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListOperationsResponse(): ListOperationsResponse {
  return { operations: [], nextPageToken: "" };
}

function readListOperationsResponse(r: Reader, m: ListOperationsResponse): ListOperationsResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListOperationsResponse.operations");
        m.operations.push(readBulkOperation(r, createBulkOperation()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListOperationsResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListOperationsResponse);
    }
  }
  return m;
}

/** Codec of ListOperationsResponse. */
export const ListOperationsResponse: Codec<ListOperationsResponse, ListOperationsResponseInit> = new MessageCodec<ListOperationsResponse, ListOperationsResponseInit>("flowmesh.v1.ListOperationsResponse", fieldsListOperationsResponse, createListOperationsResponse, boundListOperationsResponse, putListOperationsResponse, readListOperationsResponse);

export interface PauseOperationRequest {
  queue: string;
  operation: string;
}

/** PauseOperationRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseOperationRequestInit {
  queue?: string | undefined;
  operation?: string | undefined;
}

const fieldsPauseOperationRequest: readonly Field[] = [
  { name: "PauseOperationRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PauseOperationRequest.operation", property: "operation", protoName: "operation", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseOperationRequest(m: PauseOperationRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "PauseOperationRequest.queue"); }
  if (m.operation !== undefined && m.operation !== null) { n += 1 + bound.boundString(m.operation, "PauseOperationRequest.operation"); }
  return n;
}

function putPauseOperationRequest(m: PauseOperationRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.operation !== undefined && m.operation !== null && m.operation !== "") { b[o++] = 18; o = put.putString(m.operation, b, o); }
  return o;
}

function createPauseOperationRequest(): PauseOperationRequest {
  return { queue: "", operation: "" };
}

function readPauseOperationRequest(r: Reader, m: PauseOperationRequest): PauseOperationRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("PauseOperationRequest.queue");
        break;
      }
      case 18: {
        m.operation = r.string("PauseOperationRequest.operation");
        break;
      }
      default:
        r.skip(tag, fieldsPauseOperationRequest);
    }
  }
  return m;
}

/** Codec of PauseOperationRequest. */
export const PauseOperationRequest: Codec<PauseOperationRequest, PauseOperationRequestInit> = new MessageCodec<PauseOperationRequest, PauseOperationRequestInit>("flowmesh.v1.PauseOperationRequest", fieldsPauseOperationRequest, createPauseOperationRequest, boundPauseOperationRequest, putPauseOperationRequest, readPauseOperationRequest);

export interface PauseOperationResponse {
  operation?: BulkOperation | undefined;
  position: number;
}

/** PauseOperationResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseOperationResponseInit {
  operation?: BulkOperationInit | undefined;
  position?: number | undefined;
}

const fieldsPauseOperationResponse: readonly Field[] = [
  { name: "PauseOperationResponse.operation", property: "operation", protoName: "operation", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
  { name: "PauseOperationResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseOperationResponse(m: PauseOperationResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.operation !== undefined && m.operation !== null) { bound.checkMessage(m.operation, "PauseOperationResponse.operation"); n += 1 + 5 + boundBulkOperation(m.operation, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PauseOperationResponse.position"); }
  return n;
}

function putPauseOperationResponse(m: PauseOperationResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operation !== undefined && m.operation !== null) { b[o++] = 10; o = putNestedBulkOperation(m.operation, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createPauseOperationResponse(): PauseOperationResponse {
  return { operation: undefined, position: 0 };
}

function readPauseOperationResponse(r: Reader, m: PauseOperationResponse): PauseOperationResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("PauseOperationResponse.operation");
        m.operation = readBulkOperation(r, m.operation ?? createBulkOperation());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("PauseOperationResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPauseOperationResponse);
    }
  }
  return m;
}

/** Codec of PauseOperationResponse. */
export const PauseOperationResponse: Codec<PauseOperationResponse, PauseOperationResponseInit> = new MessageCodec<PauseOperationResponse, PauseOperationResponseInit>("flowmesh.v1.PauseOperationResponse", fieldsPauseOperationResponse, createPauseOperationResponse, boundPauseOperationResponse, putPauseOperationResponse, readPauseOperationResponse);

export interface ResumeOperationRequest {
  queue: string;
  operation: string;
}

/** ResumeOperationRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeOperationRequestInit {
  queue?: string | undefined;
  operation?: string | undefined;
}

const fieldsResumeOperationRequest: readonly Field[] = [
  { name: "ResumeOperationRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ResumeOperationRequest.operation", property: "operation", protoName: "operation", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeOperationRequest(m: ResumeOperationRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "ResumeOperationRequest.queue"); }
  if (m.operation !== undefined && m.operation !== null) { n += 1 + bound.boundString(m.operation, "ResumeOperationRequest.operation"); }
  return n;
}

function putResumeOperationRequest(m: ResumeOperationRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.operation !== undefined && m.operation !== null && m.operation !== "") { b[o++] = 18; o = put.putString(m.operation, b, o); }
  return o;
}

function createResumeOperationRequest(): ResumeOperationRequest {
  return { queue: "", operation: "" };
}

function readResumeOperationRequest(r: Reader, m: ResumeOperationRequest): ResumeOperationRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("ResumeOperationRequest.queue");
        break;
      }
      case 18: {
        m.operation = r.string("ResumeOperationRequest.operation");
        break;
      }
      default:
        r.skip(tag, fieldsResumeOperationRequest);
    }
  }
  return m;
}

/** Codec of ResumeOperationRequest. */
export const ResumeOperationRequest: Codec<ResumeOperationRequest, ResumeOperationRequestInit> = new MessageCodec<ResumeOperationRequest, ResumeOperationRequestInit>("flowmesh.v1.ResumeOperationRequest", fieldsResumeOperationRequest, createResumeOperationRequest, boundResumeOperationRequest, putResumeOperationRequest, readResumeOperationRequest);

export interface ResumeOperationResponse {
  operation?: BulkOperation | undefined;
  position: number;
}

/** ResumeOperationResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeOperationResponseInit {
  operation?: BulkOperationInit | undefined;
  position?: number | undefined;
}

const fieldsResumeOperationResponse: readonly Field[] = [
  { name: "ResumeOperationResponse.operation", property: "operation", protoName: "operation", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
  { name: "ResumeOperationResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeOperationResponse(m: ResumeOperationResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.operation !== undefined && m.operation !== null) { bound.checkMessage(m.operation, "ResumeOperationResponse.operation"); n += 1 + 5 + boundBulkOperation(m.operation, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ResumeOperationResponse.position"); }
  return n;
}

function putResumeOperationResponse(m: ResumeOperationResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operation !== undefined && m.operation !== null) { b[o++] = 10; o = putNestedBulkOperation(m.operation, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createResumeOperationResponse(): ResumeOperationResponse {
  return { operation: undefined, position: 0 };
}

function readResumeOperationResponse(r: Reader, m: ResumeOperationResponse): ResumeOperationResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ResumeOperationResponse.operation");
        m.operation = readBulkOperation(r, m.operation ?? createBulkOperation());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("ResumeOperationResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsResumeOperationResponse);
    }
  }
  return m;
}

/** Codec of ResumeOperationResponse. */
export const ResumeOperationResponse: Codec<ResumeOperationResponse, ResumeOperationResponseInit> = new MessageCodec<ResumeOperationResponse, ResumeOperationResponseInit>("flowmesh.v1.ResumeOperationResponse", fieldsResumeOperationResponse, createResumeOperationResponse, boundResumeOperationResponse, putResumeOperationResponse, readResumeOperationResponse);

export interface StopOperationRequest {
  queue: string;
  operation: string;
  /** For people: why. At most 1024 bytes. */
  reason: string;
}

/** StopOperationRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface StopOperationRequestInit {
  queue?: string | undefined;
  operation?: string | undefined;
  /** For people: why. At most 1024 bytes. */
  reason?: string | undefined;
}

const fieldsStopOperationRequest: readonly Field[] = [
  { name: "StopOperationRequest.queue", property: "queue", protoName: "queue", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StopOperationRequest.operation", property: "operation", protoName: "operation", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "StopOperationRequest.reason", property: "reason", protoName: "reason", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStopOperationRequest(m: StopOperationRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.queue !== undefined && m.queue !== null) { n += 1 + bound.boundString(m.queue, "StopOperationRequest.queue"); }
  if (m.operation !== undefined && m.operation !== null) { n += 1 + bound.boundString(m.operation, "StopOperationRequest.operation"); }
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundString(m.reason, "StopOperationRequest.reason"); }
  return n;
}

function putStopOperationRequest(m: StopOperationRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.queue !== undefined && m.queue !== null && m.queue !== "") { b[o++] = 10; o = put.putString(m.queue, b, o); }
  if (m.operation !== undefined && m.operation !== null && m.operation !== "") { b[o++] = 18; o = put.putString(m.operation, b, o); }
  if (m.reason !== undefined && m.reason !== null && m.reason !== "") { b[o++] = 26; o = put.putString(m.reason, b, o); }
  return o;
}

function createStopOperationRequest(): StopOperationRequest {
  return { queue: "", operation: "", reason: "" };
}

function readStopOperationRequest(r: Reader, m: StopOperationRequest): StopOperationRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.queue = r.string("StopOperationRequest.queue");
        break;
      }
      case 18: {
        m.operation = r.string("StopOperationRequest.operation");
        break;
      }
      case 26: {
        m.reason = r.string("StopOperationRequest.reason");
        break;
      }
      default:
        r.skip(tag, fieldsStopOperationRequest);
    }
  }
  return m;
}

/** Codec of StopOperationRequest. */
export const StopOperationRequest: Codec<StopOperationRequest, StopOperationRequestInit> = new MessageCodec<StopOperationRequest, StopOperationRequestInit>("flowmesh.v1.StopOperationRequest", fieldsStopOperationRequest, createStopOperationRequest, boundStopOperationRequest, putStopOperationRequest, readStopOperationRequest);

export interface StopOperationResponse {
  operation?: BulkOperation | undefined;
  position: number;
}

/** StopOperationResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface StopOperationResponseInit {
  operation?: BulkOperationInit | undefined;
  position?: number | undefined;
}

const fieldsStopOperationResponse: readonly Field[] = [
  { name: "StopOperationResponse.operation", property: "operation", protoName: "operation", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => BulkOperation, jsonBytes: "base64", payload: false },
  { name: "StopOperationResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundStopOperationResponse(m: StopOperationResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.operation !== undefined && m.operation !== null) { bound.checkMessage(m.operation, "StopOperationResponse.operation"); n += 1 + 5 + boundBulkOperation(m.operation, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "StopOperationResponse.position"); }
  return n;
}

function putStopOperationResponse(m: StopOperationResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.operation !== undefined && m.operation !== null) { b[o++] = 10; o = putNestedBulkOperation(m.operation, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createStopOperationResponse(): StopOperationResponse {
  return { operation: undefined, position: 0 };
}

function readStopOperationResponse(r: Reader, m: StopOperationResponse): StopOperationResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("StopOperationResponse.operation");
        m.operation = readBulkOperation(r, m.operation ?? createBulkOperation());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("StopOperationResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsStopOperationResponse);
    }
  }
  return m;
}

/** Codec of StopOperationResponse. */
export const StopOperationResponse: Codec<StopOperationResponse, StopOperationResponseInit> = new MessageCodec<StopOperationResponse, StopOperationResponseInit>("flowmesh.v1.StopOperationResponse", fieldsStopOperationResponse, createStopOperationResponse, boundStopOperationResponse, putStopOperationResponse, readStopOperationResponse);

/** When a schedule fires. */
export interface ScheduleTimes {
  /**
   * Five fields (minute, hour, day of the month, month, day of the week) or six, seconds first. Names (JAN, MON), lists, ranges, steps, `L` (the last day of the month),
   * `LW`, `15W` (the weekday nearest to the 15th), `MON#2` (the second Monday), `MON#L` (the last one), and @yearly, @monthly, @weekly, @daily, @hourly. At most 256
   * bytes. Of day of the month and day of the week one is enough, if both are given.
   *
   * One of `times`.
   */
  cron?: string | undefined;
  /**
   * A fixed time from one firing to the next. 1000 to 3155760000000, a hundred years.
   *
   * One of `times`.
   */
  everyMs?: number | undefined;
  /**
   * Once, at this moment; at once if it has passed.
   *
   * One of `times`.
   *
   * Milliseconds since 1970.
   */
  at?: number | undefined;
  /**
   * Time zone of the cron expression, such as `Europe/Berlin`. Default UTC. A time that the clocks jump over becomes the first one behind the jump, and one that they
   * show twice counts once; but an expression for every hour goes on evenly.
   */
  zone: string;
  /**
   * No firing before. An interval counts from here. Default: from now on, an interval with its first firing after one.
   *
   * Milliseconds since 1970.
   */
  startAt?: number | undefined;
  /**
   * No firing after. Default: for ever.
   *
   * Milliseconds since 1970.
   */
  endAt?: number | undefined;
  /** At how many of its times it fires. 0: any number, the default. */
  maxFirings: number;
  /** Each firing is late by a random time up to this one, but never by more than the time to the next. At most 86400000. Default 0. */
  jitterMs: number;
}

/** ScheduleTimes as it is given to encode: what is absent is zero, empty or not set. */
export interface ScheduleTimesInit {
  /**
   * Five fields (minute, hour, day of the month, month, day of the week) or six, seconds first. Names (JAN, MON), lists, ranges, steps, `L` (the last day of the month),
   * `LW`, `15W` (the weekday nearest to the 15th), `MON#2` (the second Monday), `MON#L` (the last one), and @yearly, @monthly, @weekly, @daily, @hourly. At most 256
   * bytes. Of day of the month and day of the week one is enough, if both are given.
   *
   * One of `times`.
   */
  cron?: string | undefined;
  /**
   * A fixed time from one firing to the next. 1000 to 3155760000000, a hundred years.
   *
   * One of `times`.
   */
  everyMs?: number | undefined;
  /**
   * Once, at this moment; at once if it has passed.
   *
   * One of `times`.
   *
   * Milliseconds since 1970.
   */
  at?: number | undefined;
  /**
   * Time zone of the cron expression, such as `Europe/Berlin`. Default UTC. A time that the clocks jump over becomes the first one behind the jump, and one that they
   * show twice counts once; but an expression for every hour goes on evenly.
   */
  zone?: string | undefined;
  /**
   * No firing before. An interval counts from here. Default: from now on, an interval with its first firing after one.
   *
   * Milliseconds since 1970.
   */
  startAt?: number | undefined;
  /**
   * No firing after. Default: for ever.
   *
   * Milliseconds since 1970.
   */
  endAt?: number | undefined;
  /** At how many of its times it fires. 0: any number, the default. */
  maxFirings?: number | undefined;
  /** Each firing is late by a random time up to this one, but never by more than the time to the next. At most 86400000. Default 0. */
  jitterMs?: number | undefined;
}

const fieldsScheduleTimes: readonly Field[] = [
  { name: "ScheduleTimes.cron", property: "cron", protoName: "cron", number: 1, kind: "string", repeated: false, optional: true, oneof: "times", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.every_ms", property: "everyMs", protoName: "every_ms", number: 2, kind: "int64", repeated: false, optional: true, oneof: "times", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.at", property: "at", protoName: "at", number: 3, kind: "time", repeated: false, optional: true, oneof: "times", values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.zone", property: "zone", protoName: "zone", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.start_at", property: "startAt", protoName: "start_at", number: 5, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.end_at", property: "endAt", protoName: "end_at", number: 6, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.max_firings", property: "maxFirings", protoName: "max_firings", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ScheduleTimes.jitter_ms", property: "jitterMs", protoName: "jitter_ms", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundScheduleTimes(m: ScheduleTimesInit, payloadBytes: number): number {
  let n = 0;
  if (m.cron !== undefined && m.cron !== null) { n += 1 + bound.boundString(m.cron, "ScheduleTimes.cron"); }
  if (m.everyMs !== undefined && m.everyMs !== null) { n += 1 + bound.boundInt64(m.everyMs, "ScheduleTimes.every_ms"); }
  if (m.at !== undefined && m.at !== null) { n += 1 + boundTimestamp(m.at, "ScheduleTimes.at"); }
  if (m.zone !== undefined && m.zone !== null) { n += 1 + bound.boundString(m.zone, "ScheduleTimes.zone"); }
  if (m.startAt !== undefined && m.startAt !== null) { n += 1 + boundTimestamp(m.startAt, "ScheduleTimes.start_at"); }
  if (m.endAt !== undefined && m.endAt !== null) { n += 1 + boundTimestamp(m.endAt, "ScheduleTimes.end_at"); }
  if (m.maxFirings !== undefined && m.maxFirings !== null) { n += 1 + bound.boundInt64(m.maxFirings, "ScheduleTimes.max_firings"); }
  if (m.jitterMs !== undefined && m.jitterMs !== null) { n += 1 + bound.boundInt64(m.jitterMs, "ScheduleTimes.jitter_ms"); }
  return n;
}

function putScheduleTimes(m: ScheduleTimesInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.cron !== undefined && m.cron !== null) { b[o++] = 10; o = put.putString(m.cron, b, o); }
  if (m.everyMs !== undefined && m.everyMs !== null) { b[o++] = 16; o = putInt64(m.everyMs, b, o); }
  if (m.at !== undefined && m.at !== null) { b[o++] = 26; o = putTimestamp(m.at, b, o); }
  if (m.zone !== undefined && m.zone !== null && m.zone !== "") { b[o++] = 34; o = put.putString(m.zone, b, o); }
  if (m.startAt !== undefined && m.startAt !== null) { b[o++] = 42; o = putTimestamp(m.startAt, b, o); }
  if (m.endAt !== undefined && m.endAt !== null) { b[o++] = 50; o = putTimestamp(m.endAt, b, o); }
  if (m.maxFirings !== undefined && m.maxFirings !== null && m.maxFirings !== 0) { b[o++] = 56; o = putInt64(m.maxFirings, b, o); }
  if (m.jitterMs !== undefined && m.jitterMs !== null && m.jitterMs !== 0) { b[o++] = 64; o = putInt64(m.jitterMs, b, o); }
  return o;
}

// Bytes of the length of the ScheduleTimes that was written last within another message: the next one is likely to need as many.
let lengthBytesScheduleTimes = 1;

function putNestedScheduleTimes(m: ScheduleTimesInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesScheduleTimes;
  const start = offset + reserved;
  const end = putScheduleTimes(m, b, start, -1);
  lengthBytesScheduleTimes = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createScheduleTimes(): ScheduleTimes {
  return { cron: undefined, everyMs: undefined, at: undefined, zone: "", startAt: undefined, endAt: undefined, maxFirings: 0, jitterMs: 0 };
}

function readScheduleTimes(r: Reader, m: ScheduleTimes): ScheduleTimes {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.cron = r.string("ScheduleTimes.cron");
        m.everyMs = undefined;
        m.at = undefined;
        break;
      }
      case 16: {
        m.everyMs = r.int64("ScheduleTimes.every_ms");
        m.cron = undefined;
        m.at = undefined;
        break;
      }
      case 26: {
        m.at = readTimestamp(r, "ScheduleTimes.at");
        m.cron = undefined;
        m.everyMs = undefined;
        break;
      }
      case 34: {
        m.zone = r.string("ScheduleTimes.zone");
        break;
      }
      case 42: {
        m.startAt = readTimestamp(r, "ScheduleTimes.start_at");
        break;
      }
      case 50: {
        m.endAt = readTimestamp(r, "ScheduleTimes.end_at");
        break;
      }
      case 56: {
        m.maxFirings = r.int64("ScheduleTimes.max_firings");
        break;
      }
      case 64: {
        m.jitterMs = r.int64("ScheduleTimes.jitter_ms");
        break;
      }
      default:
        r.skip(tag, fieldsScheduleTimes);
    }
  }
  return m;
}

/** Codec of ScheduleTimes. */
export const ScheduleTimes: Codec<ScheduleTimes, ScheduleTimesInit> = new MessageCodec<ScheduleTimes, ScheduleTimesInit>("flowmesh.v1.ScheduleTimes", fieldsScheduleTimes, createScheduleTimes, boundScheduleTimes, putScheduleTimes, readScheduleTimes);

/** One time at which a schedule fired, or should have. */
export interface Firing {
  /**
   * What it was meant for; of a trigger the moment of the call.
   *
   * Milliseconds since 1970.
   */
  scheduledAt?: number | undefined;
  /**
   * When it was committed, or last refused.
   *
   * Milliseconds since 1970.
   */
  firedAt?: number | undefined;
  /** Of the commit. 0: it was refused. */
  position: number;
  /** Times before this one that it stands for as well. At most 1000 are counted. */
  missed: number;
  /** Which attempt it was, from 1 on. */
  attempt: number;
  /** Why it was refused: a reason of the list of errors. Empty: it was not. */
  error: string;
  /** The same for people. */
  message: string;
  /** It was asked for by TriggerSchedule. */
  triggered: boolean;
}

/** Firing as it is given to encode: what is absent is zero, empty or not set. */
export interface FiringInit {
  /**
   * What it was meant for; of a trigger the moment of the call.
   *
   * Milliseconds since 1970.
   */
  scheduledAt?: number | undefined;
  /**
   * When it was committed, or last refused.
   *
   * Milliseconds since 1970.
   */
  firedAt?: number | undefined;
  /** Of the commit. 0: it was refused. */
  position?: number | undefined;
  /** Times before this one that it stands for as well. At most 1000 are counted. */
  missed?: number | undefined;
  /** Which attempt it was, from 1 on. */
  attempt?: number | undefined;
  /** Why it was refused: a reason of the list of errors. Empty: it was not. */
  error?: string | undefined;
  /** The same for people. */
  message?: string | undefined;
  /** It was asked for by TriggerSchedule. */
  triggered?: boolean | undefined;
}

const fieldsFiring: readonly Field[] = [
  { name: "Firing.scheduled_at", property: "scheduledAt", protoName: "scheduled_at", number: 1, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.fired_at", property: "firedAt", protoName: "fired_at", number: 2, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.position", property: "position", protoName: "position", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.missed", property: "missed", protoName: "missed", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.attempt", property: "attempt", protoName: "attempt", number: 5, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.error", property: "error", protoName: "error", number: 6, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.message", property: "message", protoName: "message", number: 7, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Firing.triggered", property: "triggered", protoName: "triggered", number: 8, kind: "bool", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundFiring(m: FiringInit, payloadBytes: number): number {
  let n = 0;
  if (m.scheduledAt !== undefined && m.scheduledAt !== null) { n += 1 + boundTimestamp(m.scheduledAt, "Firing.scheduled_at"); }
  if (m.firedAt !== undefined && m.firedAt !== null) { n += 1 + boundTimestamp(m.firedAt, "Firing.fired_at"); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "Firing.position"); }
  if (m.missed !== undefined && m.missed !== null) { n += 1 + bound.boundInt64(m.missed, "Firing.missed"); }
  if (m.attempt !== undefined && m.attempt !== null) { n += 1 + bound.boundInt32(m.attempt, "Firing.attempt"); }
  if (m.error !== undefined && m.error !== null) { n += 1 + bound.boundString(m.error, "Firing.error"); }
  if (m.message !== undefined && m.message !== null) { n += 1 + bound.boundString(m.message, "Firing.message"); }
  if (m.triggered !== undefined && m.triggered !== null) { n += 1 + bound.boundBool(m.triggered, "Firing.triggered"); }
  return n;
}

function putFiring(m: FiringInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.scheduledAt !== undefined && m.scheduledAt !== null) { b[o++] = 10; o = putTimestamp(m.scheduledAt, b, o); }
  if (m.firedAt !== undefined && m.firedAt !== null) { b[o++] = 18; o = putTimestamp(m.firedAt, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 24; o = putInt64(m.position, b, o); }
  if (m.missed !== undefined && m.missed !== null && m.missed !== 0) { b[o++] = 32; o = putInt64(m.missed, b, o); }
  if (m.attempt !== undefined && m.attempt !== null && m.attempt !== 0) { b[o++] = 40; o = putInt64(m.attempt, b, o); }
  if (m.error !== undefined && m.error !== null && m.error !== "") { b[o++] = 50; o = put.putString(m.error, b, o); }
  if (m.message !== undefined && m.message !== null && m.message !== "") { b[o++] = 58; o = put.putString(m.message, b, o); }
  if (m.triggered !== undefined && m.triggered !== null && m.triggered !== false) { b[o++] = 64; o = put.putBool(m.triggered, b, o); }
  return o;
}

// Bytes of the length of the Firing that was written last within another message: the next one is likely to need as many.
let lengthBytesFiring = 1;

function putNestedFiring(m: FiringInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesFiring;
  const start = offset + reserved;
  const end = putFiring(m, b, start, -1);
  lengthBytesFiring = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createFiring(): Firing {
  return { scheduledAt: undefined, firedAt: undefined, position: 0, missed: 0, attempt: 0, error: "", message: "", triggered: false };
}

function readFiring(r: Reader, m: Firing): Firing {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.scheduledAt = readTimestamp(r, "Firing.scheduled_at");
        break;
      }
      case 18: {
        m.firedAt = readTimestamp(r, "Firing.fired_at");
        break;
      }
      case 24: {
        m.position = r.int64("Firing.position");
        break;
      }
      case 32: {
        m.missed = r.int64("Firing.missed");
        break;
      }
      case 40: {
        m.attempt = r.int32("Firing.attempt");
        break;
      }
      case 50: {
        m.error = r.string("Firing.error");
        break;
      }
      case 58: {
        m.message = r.string("Firing.message");
        break;
      }
      case 64: {
        m.triggered = r.bool("Firing.triggered");
        break;
      }
      default:
        r.skip(tag, fieldsFiring);
    }
  }
  return m;
}

/** Codec of Firing. */
export const Firing: Codec<Firing, FiringInit> = new MessageCodec<Firing, FiringInit>("flowmesh.v1.Firing", fieldsFiring, createFiring, boundFiring, putFiring, readFiring);

export interface Schedule {
  schedule: string;
  /** UUID from the creation on, in its text form. */
  id: string;
  times?: ScheduleTimes | undefined;
  /** Not in lists. */
  operations: Operation[];
  missed: MissedTimes;
  /** 0: any. */
  missedWindowMs: number;
  keepFinishedMs: number;
  state: ScheduleState;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed what it does, or paused or resumed it. */
  revision: number;
  /**
   * The time that it fires for next. Absent: none, or it is paused.
   *
   * Milliseconds since 1970.
   */
  nextAt?: number | undefined;
  /** Firings that were committed. */
  fired: number;
  /** Times that were given up because their firing was refused. */
  failed: number;
  /** Times that were missed and did not fire for themselves. */
  skipped: number;
  /** Newest first, at most 20; with more than 50000 schedules fewer. Not in lists. */
  firings: Firing[];
}

/** Schedule as it is given to encode: what is absent is zero, empty or not set. */
export interface ScheduleInit {
  schedule?: string | undefined;
  /** UUID from the creation on, in its text form. */
  id?: string | undefined;
  times?: ScheduleTimesInit | undefined;
  /** Not in lists. */
  operations?: readonly OperationInit[] | undefined;
  missed?: MissedTimes | undefined;
  /** 0: any. */
  missedWindowMs?: number | undefined;
  keepFinishedMs?: number | undefined;
  state?: ScheduleState | undefined;
  /** Milliseconds since 1970. */
  createdAt?: number | undefined;
  /** Position of the commit that last changed what it does, or paused or resumed it. */
  revision?: number | undefined;
  /**
   * The time that it fires for next. Absent: none, or it is paused.
   *
   * Milliseconds since 1970.
   */
  nextAt?: number | undefined;
  /** Firings that were committed. */
  fired?: number | undefined;
  /** Times that were given up because their firing was refused. */
  failed?: number | undefined;
  /** Times that were missed and did not fire for themselves. */
  skipped?: number | undefined;
  /** Newest first, at most 20; with more than 50000 schedules fewer. Not in lists. */
  firings?: readonly FiringInit[] | undefined;
}

const fieldsSchedule: readonly Field[] = [
  { name: "Schedule.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.id", property: "id", protoName: "id", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.times", property: "times", protoName: "times", number: 3, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => ScheduleTimes, jsonBytes: "base64", payload: false },
  { name: "Schedule.operations", property: "operations", protoName: "operations", number: 4, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Operation, jsonBytes: "base64", payload: false },
  { name: "Schedule.missed", property: "missed", protoName: "missed", number: 5, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesMissedTimes, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.missed_window_ms", property: "missedWindowMs", protoName: "missed_window_ms", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.keep_finished_ms", property: "keepFinishedMs", protoName: "keep_finished_ms", number: 7, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.state", property: "state", protoName: "state", number: 8, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesScheduleState, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.created_at", property: "createdAt", protoName: "created_at", number: 9, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.revision", property: "revision", protoName: "revision", number: 10, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.next_at", property: "nextAt", protoName: "next_at", number: 11, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.fired", property: "fired", protoName: "fired", number: 12, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.failed", property: "failed", protoName: "failed", number: 13, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.skipped", property: "skipped", protoName: "skipped", number: 14, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Schedule.firings", property: "firings", protoName: "firings", number: 15, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Firing, jsonBytes: "base64", payload: false },
];

function boundSchedule(m: ScheduleInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "Schedule.schedule"); }
  if (m.id !== undefined && m.id !== null) { n += 1 + bound.boundString(m.id, "Schedule.id"); }
  if (m.times !== undefined && m.times !== null) { bound.checkMessage(m.times, "Schedule.times"); n += 1 + 5 + boundScheduleTimes(m.times, -1); }
  for (let i = 0, count = bound.listLength(m.operations, "Schedule.operations"); i < count; i++) { const e = m.operations![i]!; bound.checkMessage(e, "Schedule.operations"); n += 1 + 5 + boundOperation(e, -1); }
  if (m.missed !== undefined && m.missed !== null) { n += 1 + bound.boundInt32(numberMissedTimes(m.missed, "Schedule.missed"), "Schedule.missed"); }
  if (m.missedWindowMs !== undefined && m.missedWindowMs !== null) { n += 1 + bound.boundInt64(m.missedWindowMs, "Schedule.missed_window_ms"); }
  if (m.keepFinishedMs !== undefined && m.keepFinishedMs !== null) { n += 1 + bound.boundInt64(m.keepFinishedMs, "Schedule.keep_finished_ms"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberScheduleState(m.state, "Schedule.state"), "Schedule.state"); }
  if (m.createdAt !== undefined && m.createdAt !== null) { n += 1 + boundTimestamp(m.createdAt, "Schedule.created_at"); }
  if (m.revision !== undefined && m.revision !== null) { n += 1 + bound.boundInt64(m.revision, "Schedule.revision"); }
  if (m.nextAt !== undefined && m.nextAt !== null) { n += 1 + boundTimestamp(m.nextAt, "Schedule.next_at"); }
  if (m.fired !== undefined && m.fired !== null) { n += 1 + bound.boundInt64(m.fired, "Schedule.fired"); }
  if (m.failed !== undefined && m.failed !== null) { n += 1 + bound.boundInt64(m.failed, "Schedule.failed"); }
  if (m.skipped !== undefined && m.skipped !== null) { n += 1 + bound.boundInt64(m.skipped, "Schedule.skipped"); }
  for (let i = 0, count = bound.listLength(m.firings, "Schedule.firings"); i < count; i++) { const e = m.firings![i]!; bound.checkMessage(e, "Schedule.firings"); n += 1 + 5 + boundFiring(e, -1); }
  return n;
}

function putSchedule(m: ScheduleInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  if (m.id !== undefined && m.id !== null && m.id !== "") { b[o++] = 18; o = put.putString(m.id, b, o); }
  if (m.times !== undefined && m.times !== null) { b[o++] = 26; o = putNestedScheduleTimes(m.times, b, o); }
  if (m.operations !== undefined && m.operations !== null) for (let i = 0; i < m.operations.length; i++) { b[o++] = 34; o = putNestedOperation(m.operations[i]!, b, o); }
  if (m.missed !== undefined && m.missed !== null && m.missed !== "unspecified") { b[o++] = 40; o = putVarint(numberMissedTimes(m.missed, ""), b, o); }
  if (m.missedWindowMs !== undefined && m.missedWindowMs !== null && m.missedWindowMs !== 0) { b[o++] = 48; o = putInt64(m.missedWindowMs, b, o); }
  if (m.keepFinishedMs !== undefined && m.keepFinishedMs !== null && m.keepFinishedMs !== 0) { b[o++] = 56; o = putInt64(m.keepFinishedMs, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 64; o = putVarint(numberScheduleState(m.state, ""), b, o); }
  if (m.createdAt !== undefined && m.createdAt !== null) { b[o++] = 74; o = putTimestamp(m.createdAt, b, o); }
  if (m.revision !== undefined && m.revision !== null && m.revision !== 0) { b[o++] = 80; o = putInt64(m.revision, b, o); }
  if (m.nextAt !== undefined && m.nextAt !== null) { b[o++] = 90; o = putTimestamp(m.nextAt, b, o); }
  if (m.fired !== undefined && m.fired !== null && m.fired !== 0) { b[o++] = 96; o = putInt64(m.fired, b, o); }
  if (m.failed !== undefined && m.failed !== null && m.failed !== 0) { b[o++] = 104; o = putInt64(m.failed, b, o); }
  if (m.skipped !== undefined && m.skipped !== null && m.skipped !== 0) { b[o++] = 112; o = putInt64(m.skipped, b, o); }
  if (m.firings !== undefined && m.firings !== null) for (let i = 0; i < m.firings.length; i++) { b[o++] = 122; o = putNestedFiring(m.firings[i]!, b, o); }
  return o;
}

// Bytes of the length of the Schedule that was written last within another message: the next one is likely to need as many.
let lengthBytesSchedule = 1;

function putNestedSchedule(m: ScheduleInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesSchedule;
  const start = offset + reserved;
  const end = putSchedule(m, b, start, -1);
  lengthBytesSchedule = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createSchedule(): Schedule {
  return { schedule: "", id: "", times: undefined, operations: [], missed: "unspecified", missedWindowMs: 0, keepFinishedMs: 0, state: "unspecified", createdAt: undefined, revision: 0, nextAt: undefined, fired: 0, failed: 0, skipped: 0, firings: [] };
}

function readSchedule(r: Reader, m: Schedule): Schedule {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("Schedule.schedule");
        break;
      }
      case 18: {
        m.id = r.string("Schedule.id");
        break;
      }
      case 26: {
        const outer = r.enter("Schedule.times");
        m.times = readScheduleTimes(r, m.times ?? createScheduleTimes());
        r.leave(outer);
        break;
      }
      case 34: {
        const outer = r.enter("Schedule.operations");
        m.operations.push(readOperation(r, createOperation()));
        r.leave(outer);
        break;
      }
      case 40: {
        m.missed = nameMissedTimes(r, "Schedule.missed");
        break;
      }
      case 48: {
        m.missedWindowMs = r.int64("Schedule.missed_window_ms");
        break;
      }
      case 56: {
        m.keepFinishedMs = r.int64("Schedule.keep_finished_ms");
        break;
      }
      case 64: {
        m.state = nameScheduleState(r, "Schedule.state");
        break;
      }
      case 74: {
        m.createdAt = readTimestamp(r, "Schedule.created_at");
        break;
      }
      case 80: {
        m.revision = r.int64("Schedule.revision");
        break;
      }
      case 90: {
        m.nextAt = readTimestamp(r, "Schedule.next_at");
        break;
      }
      case 96: {
        m.fired = r.int64("Schedule.fired");
        break;
      }
      case 104: {
        m.failed = r.int64("Schedule.failed");
        break;
      }
      case 112: {
        m.skipped = r.int64("Schedule.skipped");
        break;
      }
      case 122: {
        const outer = r.enter("Schedule.firings");
        m.firings.push(readFiring(r, createFiring()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsSchedule);
    }
  }
  return m;
}

/** Codec of Schedule. */
export const Schedule: Codec<Schedule, ScheduleInit> = new MessageCodec<Schedule, ScheduleInit>("flowmesh.v1.Schedule", fieldsSchedule, createSchedule, boundSchedule, putSchedule, readSchedule);

export interface PutScheduleRequest {
  schedule: string;
  times?: ScheduleTimes | undefined;
  /** As those of a commit: `publish`, `enqueue`, `put`, `delete`, `increment`, `check` and `check_offset`. At most 262144 bytes together. */
  operations: Operation[];
  missed: MissedTimes;
  /**
   * Times that were missed by more do not fire; 0: any fires. Default: of ONE any, of ALL a day (86400000), of SKIP a minute (60000). At most 3155760000000, a hundred
   * years.
   */
  missedWindowMs?: number | undefined;
  /** How long it is kept after its last firing; 0: not at all. Default a day (86400000). At most 315576000000, ten years. */
  keepFinishedMs?: number | undefined;
  /** Refused with revision_mismatch unless the schedule's `revision` is this one. 0: only when there is none. */
  expectedRevision?: number | undefined;
}

/** PutScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PutScheduleRequestInit {
  schedule?: string | undefined;
  times?: ScheduleTimesInit | undefined;
  /** As those of a commit: `publish`, `enqueue`, `put`, `delete`, `increment`, `check` and `check_offset`. At most 262144 bytes together. */
  operations?: readonly OperationInit[] | undefined;
  missed?: MissedTimes | undefined;
  /**
   * Times that were missed by more do not fire; 0: any fires. Default: of ONE any, of ALL a day (86400000), of SKIP a minute (60000). At most 3155760000000, a hundred
   * years.
   */
  missedWindowMs?: number | undefined;
  /** How long it is kept after its last firing; 0: not at all. Default a day (86400000). At most 315576000000, ten years. */
  keepFinishedMs?: number | undefined;
  /** Refused with revision_mismatch unless the schedule's `revision` is this one. 0: only when there is none. */
  expectedRevision?: number | undefined;
}

const fieldsPutScheduleRequest: readonly Field[] = [
  { name: "PutScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.times", property: "times", protoName: "times", number: 2, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => ScheduleTimes, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.operations", property: "operations", protoName: "operations", number: 3, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Operation, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.missed", property: "missed", protoName: "missed", number: 4, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesMissedTimes, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.missed_window_ms", property: "missedWindowMs", protoName: "missed_window_ms", number: 5, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.keep_finished_ms", property: "keepFinishedMs", protoName: "keep_finished_ms", number: 6, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PutScheduleRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 7, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPutScheduleRequest(m: PutScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "PutScheduleRequest.schedule"); }
  if (m.times !== undefined && m.times !== null) { bound.checkMessage(m.times, "PutScheduleRequest.times"); n += 1 + 5 + boundScheduleTimes(m.times, -1); }
  for (let i = 0, count = bound.listLength(m.operations, "PutScheduleRequest.operations"); i < count; i++) { const e = m.operations![i]!; bound.checkMessage(e, "PutScheduleRequest.operations"); n += 1 + 5 + boundOperation(e, -1); }
  if (m.missed !== undefined && m.missed !== null) { n += 1 + bound.boundInt32(numberMissedTimes(m.missed, "PutScheduleRequest.missed"), "PutScheduleRequest.missed"); }
  if (m.missedWindowMs !== undefined && m.missedWindowMs !== null) { n += 1 + bound.boundInt64(m.missedWindowMs, "PutScheduleRequest.missed_window_ms"); }
  if (m.keepFinishedMs !== undefined && m.keepFinishedMs !== null) { n += 1 + bound.boundInt64(m.keepFinishedMs, "PutScheduleRequest.keep_finished_ms"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "PutScheduleRequest.expected_revision"); }
  return n;
}

function putPutScheduleRequest(m: PutScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  if (m.times !== undefined && m.times !== null) { b[o++] = 18; o = putNestedScheduleTimes(m.times, b, o); }
  if (m.operations !== undefined && m.operations !== null) for (let i = 0; i < m.operations.length; i++) { b[o++] = 26; o = putNestedOperation(m.operations[i]!, b, o); }
  if (m.missed !== undefined && m.missed !== null && m.missed !== "unspecified") { b[o++] = 32; o = putVarint(numberMissedTimes(m.missed, ""), b, o); }
  if (m.missedWindowMs !== undefined && m.missedWindowMs !== null) { b[o++] = 40; o = putInt64(m.missedWindowMs, b, o); }
  if (m.keepFinishedMs !== undefined && m.keepFinishedMs !== null) { b[o++] = 48; o = putInt64(m.keepFinishedMs, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 56; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createPutScheduleRequest(): PutScheduleRequest {
  return { schedule: "", times: undefined, operations: [], missed: "unspecified", missedWindowMs: undefined, keepFinishedMs: undefined, expectedRevision: undefined };
}

function readPutScheduleRequest(r: Reader, m: PutScheduleRequest): PutScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("PutScheduleRequest.schedule");
        break;
      }
      case 18: {
        const outer = r.enter("PutScheduleRequest.times");
        m.times = readScheduleTimes(r, m.times ?? createScheduleTimes());
        r.leave(outer);
        break;
      }
      case 26: {
        const outer = r.enter("PutScheduleRequest.operations");
        m.operations.push(readOperation(r, createOperation()));
        r.leave(outer);
        break;
      }
      case 32: {
        m.missed = nameMissedTimes(r, "PutScheduleRequest.missed");
        break;
      }
      case 40: {
        m.missedWindowMs = r.int64("PutScheduleRequest.missed_window_ms");
        break;
      }
      case 48: {
        m.keepFinishedMs = r.int64("PutScheduleRequest.keep_finished_ms");
        break;
      }
      case 56: {
        m.expectedRevision = r.int64("PutScheduleRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsPutScheduleRequest);
    }
  }
  return m;
}

/** Codec of PutScheduleRequest. */
export const PutScheduleRequest: Codec<PutScheduleRequest, PutScheduleRequestInit> = new MessageCodec<PutScheduleRequest, PutScheduleRequestInit>("flowmesh.v1.PutScheduleRequest", fieldsPutScheduleRequest, createPutScheduleRequest, boundPutScheduleRequest, putPutScheduleRequest, readPutScheduleRequest);

export interface PutScheduleResponse {
  schedule?: Schedule | undefined;
  position: number;
}

/** PutScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PutScheduleResponseInit {
  schedule?: ScheduleInit | undefined;
  position?: number | undefined;
}

const fieldsPutScheduleResponse: readonly Field[] = [
  { name: "PutScheduleResponse.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Schedule, jsonBytes: "base64", payload: false },
  { name: "PutScheduleResponse.position", property: "position", protoName: "position", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPutScheduleResponse(m: PutScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { bound.checkMessage(m.schedule, "PutScheduleResponse.schedule"); n += 1 + 5 + boundSchedule(m.schedule, -1); }
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PutScheduleResponse.position"); }
  return n;
}

function putPutScheduleResponse(m: PutScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null) { b[o++] = 10; o = putNestedSchedule(m.schedule, b, o); }
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 16; o = putInt64(m.position, b, o); }
  return o;
}

function createPutScheduleResponse(): PutScheduleResponse {
  return { schedule: undefined, position: 0 };
}

function readPutScheduleResponse(r: Reader, m: PutScheduleResponse): PutScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("PutScheduleResponse.schedule");
        m.schedule = readSchedule(r, m.schedule ?? createSchedule());
        r.leave(outer);
        break;
      }
      case 16: {
        m.position = r.int64("PutScheduleResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPutScheduleResponse);
    }
  }
  return m;
}

/** Codec of PutScheduleResponse. */
export const PutScheduleResponse: Codec<PutScheduleResponse, PutScheduleResponseInit> = new MessageCodec<PutScheduleResponse, PutScheduleResponseInit>("flowmesh.v1.PutScheduleResponse", fieldsPutScheduleResponse, createPutScheduleResponse, boundPutScheduleResponse, putPutScheduleResponse, readPutScheduleResponse);

export interface GetScheduleRequest {
  schedule: string;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast: number;
}

/** GetScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetScheduleRequestInit {
  schedule?: string | undefined;
  /** Answers once this position is visible. Default 0: at once. */
  atLeast?: number | undefined;
}

const fieldsGetScheduleRequest: readonly Field[] = [
  { name: "GetScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetScheduleRequest.at_least", property: "atLeast", protoName: "at_least", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetScheduleRequest(m: GetScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "GetScheduleRequest.schedule"); }
  if (m.atLeast !== undefined && m.atLeast !== null) { n += 1 + bound.boundInt64(m.atLeast, "GetScheduleRequest.at_least"); }
  return n;
}

function putGetScheduleRequest(m: GetScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  if (m.atLeast !== undefined && m.atLeast !== null && m.atLeast !== 0) { b[o++] = 16; o = putInt64(m.atLeast, b, o); }
  return o;
}

function createGetScheduleRequest(): GetScheduleRequest {
  return { schedule: "", atLeast: 0 };
}

function readGetScheduleRequest(r: Reader, m: GetScheduleRequest): GetScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("GetScheduleRequest.schedule");
        break;
      }
      case 16: {
        m.atLeast = r.int64("GetScheduleRequest.at_least");
        break;
      }
      default:
        r.skip(tag, fieldsGetScheduleRequest);
    }
  }
  return m;
}

/** Codec of GetScheduleRequest. */
export const GetScheduleRequest: Codec<GetScheduleRequest, GetScheduleRequestInit> = new MessageCodec<GetScheduleRequest, GetScheduleRequestInit>("flowmesh.v1.GetScheduleRequest", fieldsGetScheduleRequest, createGetScheduleRequest, boundGetScheduleRequest, putGetScheduleRequest, readGetScheduleRequest);

export interface GetScheduleResponse {
  schedule?: Schedule | undefined;
}

/** GetScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetScheduleResponseInit {
  schedule?: ScheduleInit | undefined;
}

const fieldsGetScheduleResponse: readonly Field[] = [
  { name: "GetScheduleResponse.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => Schedule, jsonBytes: "base64", payload: false },
];

function boundGetScheduleResponse(m: GetScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { bound.checkMessage(m.schedule, "GetScheduleResponse.schedule"); n += 1 + 5 + boundSchedule(m.schedule, -1); }
  return n;
}

function putGetScheduleResponse(m: GetScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null) { b[o++] = 10; o = putNestedSchedule(m.schedule, b, o); }
  return o;
}

function createGetScheduleResponse(): GetScheduleResponse {
  return { schedule: undefined };
}

function readGetScheduleResponse(r: Reader, m: GetScheduleResponse): GetScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("GetScheduleResponse.schedule");
        m.schedule = readSchedule(r, m.schedule ?? createSchedule());
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsGetScheduleResponse);
    }
  }
  return m;
}

/** Codec of GetScheduleResponse. */
export const GetScheduleResponse: Codec<GetScheduleResponse, GetScheduleResponseInit> = new MessageCodec<GetScheduleResponse, GetScheduleResponseInit>("flowmesh.v1.GetScheduleResponse", fieldsGetScheduleResponse, createGetScheduleResponse, boundGetScheduleResponse, putGetScheduleResponse, readGetScheduleResponse);

export interface ListSchedulesRequest {
  /** At most 1000. Default 100. */
  pageSize: number;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken: string;
  /** Only names that begin so. */
  prefix: string;
  /** Only those in this state; a page may have fewer then, and still not be the last. */
  state: ScheduleState;
}

/** ListSchedulesRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListSchedulesRequestInit {
  /** At most 1000. Default 100. */
  pageSize?: number | undefined;
  /** `next_page_token` of the page before. Empty: from the start. */
  pageToken?: string | undefined;
  /** Only names that begin so. */
  prefix?: string | undefined;
  /** Only those in this state; a page may have fewer then, and still not be the last. */
  state?: ScheduleState | undefined;
}

const fieldsListSchedulesRequest: readonly Field[] = [
  { name: "ListSchedulesRequest.page_size", property: "pageSize", protoName: "page_size", number: 1, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListSchedulesRequest.page_token", property: "pageToken", protoName: "page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListSchedulesRequest.prefix", property: "prefix", protoName: "prefix", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "ListSchedulesRequest.state", property: "state", protoName: "state", number: 4, kind: "enum", repeated: false, optional: false, oneof: undefined, values: valuesScheduleState, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListSchedulesRequest(m: ListSchedulesRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.pageSize !== undefined && m.pageSize !== null) { n += 1 + bound.boundInt32(m.pageSize, "ListSchedulesRequest.page_size"); }
  if (m.pageToken !== undefined && m.pageToken !== null) { n += 1 + bound.boundString(m.pageToken, "ListSchedulesRequest.page_token"); }
  if (m.prefix !== undefined && m.prefix !== null) { n += 1 + bound.boundString(m.prefix, "ListSchedulesRequest.prefix"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundInt32(numberScheduleState(m.state, "ListSchedulesRequest.state"), "ListSchedulesRequest.state"); }
  return n;
}

function putListSchedulesRequest(m: ListSchedulesRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.pageSize !== undefined && m.pageSize !== null && m.pageSize !== 0) { b[o++] = 8; o = putInt64(m.pageSize, b, o); }
  if (m.pageToken !== undefined && m.pageToken !== null && m.pageToken !== "") { b[o++] = 18; o = put.putString(m.pageToken, b, o); }
  if (m.prefix !== undefined && m.prefix !== null && m.prefix !== "") { b[o++] = 26; o = put.putString(m.prefix, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "unspecified") { b[o++] = 32; o = putVarint(numberScheduleState(m.state, ""), b, o); }
  return o;
}

function createListSchedulesRequest(): ListSchedulesRequest {
  return { pageSize: 0, pageToken: "", prefix: "", state: "unspecified" };
}

function readListSchedulesRequest(r: Reader, m: ListSchedulesRequest): ListSchedulesRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.pageSize = r.int32("ListSchedulesRequest.page_size");
        break;
      }
      case 18: {
        m.pageToken = r.string("ListSchedulesRequest.page_token");
        break;
      }
      case 26: {
        m.prefix = r.string("ListSchedulesRequest.prefix");
        break;
      }
      case 32: {
        m.state = nameScheduleState(r, "ListSchedulesRequest.state");
        break;
      }
      default:
        r.skip(tag, fieldsListSchedulesRequest);
    }
  }
  return m;
}

/** Codec of ListSchedulesRequest. */
export const ListSchedulesRequest: Codec<ListSchedulesRequest, ListSchedulesRequestInit> = new MessageCodec<ListSchedulesRequest, ListSchedulesRequestInit>("flowmesh.v1.ListSchedulesRequest", fieldsListSchedulesRequest, createListSchedulesRequest, boundListSchedulesRequest, putListSchedulesRequest, readListSchedulesRequest);

export interface ListSchedulesResponse {
  schedules: Schedule[];
  /** Empty on the last page. */
  nextPageToken: string;
}

/** ListSchedulesResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListSchedulesResponseInit {
  schedules?: readonly ScheduleInit[] | undefined;
  /** Empty on the last page. */
  nextPageToken?: string | undefined;
}

const fieldsListSchedulesResponse: readonly Field[] = [
  { name: "ListSchedulesResponse.schedules", property: "schedules", protoName: "schedules", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Schedule, jsonBytes: "base64", payload: false },
  { name: "ListSchedulesResponse.next_page_token", property: "nextPageToken", protoName: "next_page_token", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundListSchedulesResponse(m: ListSchedulesResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.schedules, "ListSchedulesResponse.schedules"); i < count; i++) { const e = m.schedules![i]!; bound.checkMessage(e, "ListSchedulesResponse.schedules"); n += 1 + 5 + boundSchedule(e, -1); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null) { n += 1 + bound.boundString(m.nextPageToken, "ListSchedulesResponse.next_page_token"); }
  return n;
}

function putListSchedulesResponse(m: ListSchedulesResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedules !== undefined && m.schedules !== null) for (let i = 0; i < m.schedules.length; i++) { b[o++] = 10; o = putNestedSchedule(m.schedules[i]!, b, o); }
  if (m.nextPageToken !== undefined && m.nextPageToken !== null && m.nextPageToken !== "") { b[o++] = 18; o = put.putString(m.nextPageToken, b, o); }
  return o;
}

function createListSchedulesResponse(): ListSchedulesResponse {
  return { schedules: [], nextPageToken: "" };
}

function readListSchedulesResponse(r: Reader, m: ListSchedulesResponse): ListSchedulesResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListSchedulesResponse.schedules");
        m.schedules.push(readSchedule(r, createSchedule()));
        r.leave(outer);
        break;
      }
      case 18: {
        m.nextPageToken = r.string("ListSchedulesResponse.next_page_token");
        break;
      }
      default:
        r.skip(tag, fieldsListSchedulesResponse);
    }
  }
  return m;
}

/** Codec of ListSchedulesResponse. */
export const ListSchedulesResponse: Codec<ListSchedulesResponse, ListSchedulesResponseInit> = new MessageCodec<ListSchedulesResponse, ListSchedulesResponseInit>("flowmesh.v1.ListSchedulesResponse", fieldsListSchedulesResponse, createListSchedulesResponse, boundListSchedulesResponse, putListSchedulesResponse, readListSchedulesResponse);

export interface DeleteScheduleRequest {
  schedule: string;
  /** Refused with revision_mismatch unless the schedule's `revision` is this one. */
  expectedRevision?: number | undefined;
}

/** DeleteScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteScheduleRequestInit {
  schedule?: string | undefined;
  /** Refused with revision_mismatch unless the schedule's `revision` is this one. */
  expectedRevision?: number | undefined;
}

const fieldsDeleteScheduleRequest: readonly Field[] = [
  { name: "DeleteScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DeleteScheduleRequest.expected_revision", property: "expectedRevision", protoName: "expected_revision", number: 2, kind: "int64", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteScheduleRequest(m: DeleteScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "DeleteScheduleRequest.schedule"); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { n += 1 + bound.boundInt64(m.expectedRevision, "DeleteScheduleRequest.expected_revision"); }
  return n;
}

function putDeleteScheduleRequest(m: DeleteScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  if (m.expectedRevision !== undefined && m.expectedRevision !== null) { b[o++] = 16; o = putInt64(m.expectedRevision, b, o); }
  return o;
}

function createDeleteScheduleRequest(): DeleteScheduleRequest {
  return { schedule: "", expectedRevision: undefined };
}

function readDeleteScheduleRequest(r: Reader, m: DeleteScheduleRequest): DeleteScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("DeleteScheduleRequest.schedule");
        break;
      }
      case 16: {
        m.expectedRevision = r.int64("DeleteScheduleRequest.expected_revision");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteScheduleRequest);
    }
  }
  return m;
}

/** Codec of DeleteScheduleRequest. */
export const DeleteScheduleRequest: Codec<DeleteScheduleRequest, DeleteScheduleRequestInit> = new MessageCodec<DeleteScheduleRequest, DeleteScheduleRequestInit>("flowmesh.v1.DeleteScheduleRequest", fieldsDeleteScheduleRequest, createDeleteScheduleRequest, boundDeleteScheduleRequest, putDeleteScheduleRequest, readDeleteScheduleRequest);

export interface DeleteScheduleResponse {
  position: number;
}

/** DeleteScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface DeleteScheduleResponseInit {
  position?: number | undefined;
}

const fieldsDeleteScheduleResponse: readonly Field[] = [
  { name: "DeleteScheduleResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDeleteScheduleResponse(m: DeleteScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "DeleteScheduleResponse.position"); }
  return n;
}

function putDeleteScheduleResponse(m: DeleteScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createDeleteScheduleResponse(): DeleteScheduleResponse {
  return { position: 0 };
}

function readDeleteScheduleResponse(r: Reader, m: DeleteScheduleResponse): DeleteScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("DeleteScheduleResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsDeleteScheduleResponse);
    }
  }
  return m;
}

/** Codec of DeleteScheduleResponse. */
export const DeleteScheduleResponse: Codec<DeleteScheduleResponse, DeleteScheduleResponseInit> = new MessageCodec<DeleteScheduleResponse, DeleteScheduleResponseInit>("flowmesh.v1.DeleteScheduleResponse", fieldsDeleteScheduleResponse, createDeleteScheduleResponse, boundDeleteScheduleResponse, putDeleteScheduleResponse, readDeleteScheduleResponse);

export interface PauseScheduleRequest {
  schedule: string;
}

/** PauseScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseScheduleRequestInit {
  schedule?: string | undefined;
}

const fieldsPauseScheduleRequest: readonly Field[] = [
  { name: "PauseScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseScheduleRequest(m: PauseScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "PauseScheduleRequest.schedule"); }
  return n;
}

function putPauseScheduleRequest(m: PauseScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  return o;
}

function createPauseScheduleRequest(): PauseScheduleRequest {
  return { schedule: "" };
}

function readPauseScheduleRequest(r: Reader, m: PauseScheduleRequest): PauseScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("PauseScheduleRequest.schedule");
        break;
      }
      default:
        r.skip(tag, fieldsPauseScheduleRequest);
    }
  }
  return m;
}

/** Codec of PauseScheduleRequest. */
export const PauseScheduleRequest: Codec<PauseScheduleRequest, PauseScheduleRequestInit> = new MessageCodec<PauseScheduleRequest, PauseScheduleRequestInit>("flowmesh.v1.PauseScheduleRequest", fieldsPauseScheduleRequest, createPauseScheduleRequest, boundPauseScheduleRequest, putPauseScheduleRequest, readPauseScheduleRequest);

export interface PauseScheduleResponse {
  position: number;
}

/** PauseScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PauseScheduleResponseInit {
  position?: number | undefined;
}

const fieldsPauseScheduleResponse: readonly Field[] = [
  { name: "PauseScheduleResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPauseScheduleResponse(m: PauseScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "PauseScheduleResponse.position"); }
  return n;
}

function putPauseScheduleResponse(m: PauseScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createPauseScheduleResponse(): PauseScheduleResponse {
  return { position: 0 };
}

function readPauseScheduleResponse(r: Reader, m: PauseScheduleResponse): PauseScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("PauseScheduleResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsPauseScheduleResponse);
    }
  }
  return m;
}

/** Codec of PauseScheduleResponse. */
export const PauseScheduleResponse: Codec<PauseScheduleResponse, PauseScheduleResponseInit> = new MessageCodec<PauseScheduleResponse, PauseScheduleResponseInit>("flowmesh.v1.PauseScheduleResponse", fieldsPauseScheduleResponse, createPauseScheduleResponse, boundPauseScheduleResponse, putPauseScheduleResponse, readPauseScheduleResponse);

export interface ResumeScheduleRequest {
  schedule: string;
}

/** ResumeScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeScheduleRequestInit {
  schedule?: string | undefined;
}

const fieldsResumeScheduleRequest: readonly Field[] = [
  { name: "ResumeScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeScheduleRequest(m: ResumeScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "ResumeScheduleRequest.schedule"); }
  return n;
}

function putResumeScheduleRequest(m: ResumeScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  return o;
}

function createResumeScheduleRequest(): ResumeScheduleRequest {
  return { schedule: "" };
}

function readResumeScheduleRequest(r: Reader, m: ResumeScheduleRequest): ResumeScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("ResumeScheduleRequest.schedule");
        break;
      }
      default:
        r.skip(tag, fieldsResumeScheduleRequest);
    }
  }
  return m;
}

/** Codec of ResumeScheduleRequest. */
export const ResumeScheduleRequest: Codec<ResumeScheduleRequest, ResumeScheduleRequestInit> = new MessageCodec<ResumeScheduleRequest, ResumeScheduleRequestInit>("flowmesh.v1.ResumeScheduleRequest", fieldsResumeScheduleRequest, createResumeScheduleRequest, boundResumeScheduleRequest, putResumeScheduleRequest, readResumeScheduleRequest);

export interface ResumeScheduleResponse {
  position: number;
}

/** ResumeScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ResumeScheduleResponseInit {
  position?: number | undefined;
}

const fieldsResumeScheduleResponse: readonly Field[] = [
  { name: "ResumeScheduleResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundResumeScheduleResponse(m: ResumeScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "ResumeScheduleResponse.position"); }
  return n;
}

function putResumeScheduleResponse(m: ResumeScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createResumeScheduleResponse(): ResumeScheduleResponse {
  return { position: 0 };
}

function readResumeScheduleResponse(r: Reader, m: ResumeScheduleResponse): ResumeScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("ResumeScheduleResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsResumeScheduleResponse);
    }
  }
  return m;
}

/** Codec of ResumeScheduleResponse. */
export const ResumeScheduleResponse: Codec<ResumeScheduleResponse, ResumeScheduleResponseInit> = new MessageCodec<ResumeScheduleResponse, ResumeScheduleResponseInit>("flowmesh.v1.ResumeScheduleResponse", fieldsResumeScheduleResponse, createResumeScheduleResponse, boundResumeScheduleResponse, putResumeScheduleResponse, readResumeScheduleResponse);

export interface TriggerScheduleRequest {
  schedule: string;
}

/** TriggerScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface TriggerScheduleRequestInit {
  schedule?: string | undefined;
}

const fieldsTriggerScheduleRequest: readonly Field[] = [
  { name: "TriggerScheduleRequest.schedule", property: "schedule", protoName: "schedule", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundTriggerScheduleRequest(m: TriggerScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.schedule !== undefined && m.schedule !== null) { n += 1 + bound.boundString(m.schedule, "TriggerScheduleRequest.schedule"); }
  return n;
}

function putTriggerScheduleRequest(m: TriggerScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.schedule !== undefined && m.schedule !== null && m.schedule !== "") { b[o++] = 10; o = put.putString(m.schedule, b, o); }
  return o;
}

function createTriggerScheduleRequest(): TriggerScheduleRequest {
  return { schedule: "" };
}

function readTriggerScheduleRequest(r: Reader, m: TriggerScheduleRequest): TriggerScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.schedule = r.string("TriggerScheduleRequest.schedule");
        break;
      }
      default:
        r.skip(tag, fieldsTriggerScheduleRequest);
    }
  }
  return m;
}

/** Codec of TriggerScheduleRequest. */
export const TriggerScheduleRequest: Codec<TriggerScheduleRequest, TriggerScheduleRequestInit> = new MessageCodec<TriggerScheduleRequest, TriggerScheduleRequestInit>("flowmesh.v1.TriggerScheduleRequest", fieldsTriggerScheduleRequest, createTriggerScheduleRequest, boundTriggerScheduleRequest, putTriggerScheduleRequest, readTriggerScheduleRequest);

export interface TriggerScheduleResponse {
  /** Of the commit. */
  position: number;
}

/** TriggerScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface TriggerScheduleResponseInit {
  /** Of the commit. */
  position?: number | undefined;
}

const fieldsTriggerScheduleResponse: readonly Field[] = [
  { name: "TriggerScheduleResponse.position", property: "position", protoName: "position", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundTriggerScheduleResponse(m: TriggerScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.position !== undefined && m.position !== null) { n += 1 + bound.boundInt64(m.position, "TriggerScheduleResponse.position"); }
  return n;
}

function putTriggerScheduleResponse(m: TriggerScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.position !== undefined && m.position !== null && m.position !== 0) { b[o++] = 8; o = putInt64(m.position, b, o); }
  return o;
}

function createTriggerScheduleResponse(): TriggerScheduleResponse {
  return { position: 0 };
}

function readTriggerScheduleResponse(r: Reader, m: TriggerScheduleResponse): TriggerScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.position = r.int64("TriggerScheduleResponse.position");
        break;
      }
      default:
        r.skip(tag, fieldsTriggerScheduleResponse);
    }
  }
  return m;
}

/** Codec of TriggerScheduleResponse. */
export const TriggerScheduleResponse: Codec<TriggerScheduleResponse, TriggerScheduleResponseInit> = new MessageCodec<TriggerScheduleResponse, TriggerScheduleResponseInit>("flowmesh.v1.TriggerScheduleResponse", fieldsTriggerScheduleResponse, createTriggerScheduleResponse, boundTriggerScheduleResponse, putTriggerScheduleResponse, readTriggerScheduleResponse);

export interface PreviewScheduleRequest {
  times?: ScheduleTimes | undefined;
  /** How many. 1 to 100. Default 10. */
  count: number;
  /**
   * Only times from here on; a moment that has passed will do. Default: from now.
   *
   * Milliseconds since 1970.
   */
  from?: number | undefined;
}

/** PreviewScheduleRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface PreviewScheduleRequestInit {
  times?: ScheduleTimesInit | undefined;
  /** How many. 1 to 100. Default 10. */
  count?: number | undefined;
  /**
   * Only times from here on; a moment that has passed will do. Default: from now.
   *
   * Milliseconds since 1970.
   */
  from?: number | undefined;
}

const fieldsPreviewScheduleRequest: readonly Field[] = [
  { name: "PreviewScheduleRequest.times", property: "times", protoName: "times", number: 1, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => ScheduleTimes, jsonBytes: "base64", payload: false },
  { name: "PreviewScheduleRequest.count", property: "count", protoName: "count", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "PreviewScheduleRequest.from", property: "from", protoName: "from", number: 3, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPreviewScheduleRequest(m: PreviewScheduleRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.times !== undefined && m.times !== null) { bound.checkMessage(m.times, "PreviewScheduleRequest.times"); n += 1 + 5 + boundScheduleTimes(m.times, -1); }
  if (m.count !== undefined && m.count !== null) { n += 1 + bound.boundInt32(m.count, "PreviewScheduleRequest.count"); }
  if (m.from !== undefined && m.from !== null) { n += 1 + boundTimestamp(m.from, "PreviewScheduleRequest.from"); }
  return n;
}

function putPreviewScheduleRequest(m: PreviewScheduleRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.times !== undefined && m.times !== null) { b[o++] = 10; o = putNestedScheduleTimes(m.times, b, o); }
  if (m.count !== undefined && m.count !== null && m.count !== 0) { b[o++] = 16; o = putInt64(m.count, b, o); }
  if (m.from !== undefined && m.from !== null) { b[o++] = 26; o = putTimestamp(m.from, b, o); }
  return o;
}

function createPreviewScheduleRequest(): PreviewScheduleRequest {
  return { times: undefined, count: 0, from: undefined };
}

function readPreviewScheduleRequest(r: Reader, m: PreviewScheduleRequest): PreviewScheduleRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("PreviewScheduleRequest.times");
        m.times = readScheduleTimes(r, m.times ?? createScheduleTimes());
        r.leave(outer);
        break;
      }
      case 16: {
        m.count = r.int32("PreviewScheduleRequest.count");
        break;
      }
      case 26: {
        m.from = readTimestamp(r, "PreviewScheduleRequest.from");
        break;
      }
      default:
        r.skip(tag, fieldsPreviewScheduleRequest);
    }
  }
  return m;
}

/** Codec of PreviewScheduleRequest. */
export const PreviewScheduleRequest: Codec<PreviewScheduleRequest, PreviewScheduleRequestInit> = new MessageCodec<PreviewScheduleRequest, PreviewScheduleRequestInit>("flowmesh.v1.PreviewScheduleRequest", fieldsPreviewScheduleRequest, createPreviewScheduleRequest, boundPreviewScheduleRequest, putPreviewScheduleRequest, readPreviewScheduleRequest);

export interface PreviewScheduleResponse {
  /**
   * Fewer than asked for when there are no more.
   *
   * Milliseconds since 1970.
   */
  at: number[];
}

/** PreviewScheduleResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface PreviewScheduleResponseInit {
  /**
   * Fewer than asked for when there are no more.
   *
   * Milliseconds since 1970.
   */
  at?: readonly number[] | undefined;
}

const fieldsPreviewScheduleResponse: readonly Field[] = [
  { name: "PreviewScheduleResponse.at", property: "at", protoName: "at", number: 1, kind: "time", repeated: true, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundPreviewScheduleResponse(m: PreviewScheduleResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.at, "PreviewScheduleResponse.at"); i < count; i++) { const e = m.at![i]!; n += 1 + boundTimestamp(e, "PreviewScheduleResponse.at"); }
  return n;
}

function putPreviewScheduleResponse(m: PreviewScheduleResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.at !== undefined && m.at !== null) for (let i = 0; i < m.at.length; i++) { b[o++] = 10; o = putTimestamp(m.at[i]!, b, o); }
  return o;
}

function createPreviewScheduleResponse(): PreviewScheduleResponse {
  return { at: [] };
}

function readPreviewScheduleResponse(r: Reader, m: PreviewScheduleResponse): PreviewScheduleResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        r.item("PreviewScheduleResponse.at");
        m.at.push(readTimestamp(r, "PreviewScheduleResponse.at"));
        break;
      }
      default:
        r.skip(tag, fieldsPreviewScheduleResponse);
    }
  }
  return m;
}

/** Codec of PreviewScheduleResponse. */
export const PreviewScheduleResponse: Codec<PreviewScheduleResponse, PreviewScheduleResponseInit> = new MessageCodec<PreviewScheduleResponse, PreviewScheduleResponseInit>("flowmesh.v1.PreviewScheduleResponse", fieldsPreviewScheduleResponse, createPreviewScheduleResponse, boundPreviewScheduleResponse, putPreviewScheduleResponse, readPreviewScheduleResponse);

export interface GetStatusRequest {
}

/** GetStatusRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetStatusRequestInit {
}

const fieldsGetStatusRequest: readonly Field[] = [
];

function boundGetStatusRequest(m: GetStatusRequestInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putGetStatusRequest(m: GetStatusRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

function createGetStatusRequest(): GetStatusRequest {
  return {};
}

function readGetStatusRequest(r: Reader, m: GetStatusRequest): GetStatusRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsGetStatusRequest);
    }
  }
  return m;
}

/** Codec of GetStatusRequest. */
export const GetStatusRequest: Codec<GetStatusRequest, GetStatusRequestInit> = new MessageCodec<GetStatusRequest, GetStatusRequestInit>("flowmesh.v1.GetStatusRequest", fieldsGetStatusRequest, createGetStatusRequest, boundGetStatusRequest, putGetStatusRequest, readGetStatusRequest);

export interface GetStatusResponse {
  version: string;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /** `serving`, `disk_full`, `stopping` or `failed`. */
  state: string;
  /** Durability in force where a commit does not say: `always`, `interval` or `memory`. */
  durability: string;
  /** Empty when nothing is kept. */
  dataDir: string;
  /** Position of the last commit that readers see. */
  visiblePosition: number;
  streams: number;
  log?: LogStatus | undefined;
  damages: number;
}

/** GetStatusResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetStatusResponseInit {
  version?: string | undefined;
  /** Milliseconds since 1970. */
  startedAt?: number | undefined;
  /** `serving`, `disk_full`, `stopping` or `failed`. */
  state?: string | undefined;
  /** Durability in force where a commit does not say: `always`, `interval` or `memory`. */
  durability?: string | undefined;
  /** Empty when nothing is kept. */
  dataDir?: string | undefined;
  /** Position of the last commit that readers see. */
  visiblePosition?: number | undefined;
  streams?: number | undefined;
  log?: LogStatusInit | undefined;
  damages?: number | undefined;
}

const fieldsGetStatusResponse: readonly Field[] = [
  { name: "GetStatusResponse.version", property: "version", protoName: "version", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.started_at", property: "startedAt", protoName: "started_at", number: 2, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.state", property: "state", protoName: "state", number: 3, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.durability", property: "durability", protoName: "durability", number: 4, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.data_dir", property: "dataDir", protoName: "data_dir", number: 5, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.visible_position", property: "visiblePosition", protoName: "visible_position", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.streams", property: "streams", protoName: "streams", number: 7, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.log", property: "log", protoName: "log", number: 8, kind: "message", repeated: false, optional: true, oneof: undefined, values: undefined, message: (): AnyCodec => LogStatus, jsonBytes: "base64", payload: false },
  { name: "GetStatusResponse.damages", property: "damages", protoName: "damages", number: 9, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetStatusResponse(m: GetStatusResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.version !== undefined && m.version !== null) { n += 1 + bound.boundString(m.version, "GetStatusResponse.version"); }
  if (m.startedAt !== undefined && m.startedAt !== null) { n += 1 + boundTimestamp(m.startedAt, "GetStatusResponse.started_at"); }
  if (m.state !== undefined && m.state !== null) { n += 1 + bound.boundString(m.state, "GetStatusResponse.state"); }
  if (m.durability !== undefined && m.durability !== null) { n += 1 + bound.boundString(m.durability, "GetStatusResponse.durability"); }
  if (m.dataDir !== undefined && m.dataDir !== null) { n += 1 + bound.boundString(m.dataDir, "GetStatusResponse.data_dir"); }
  if (m.visiblePosition !== undefined && m.visiblePosition !== null) { n += 1 + bound.boundInt64(m.visiblePosition, "GetStatusResponse.visible_position"); }
  if (m.streams !== undefined && m.streams !== null) { n += 1 + bound.boundInt32(m.streams, "GetStatusResponse.streams"); }
  if (m.log !== undefined && m.log !== null) { bound.checkMessage(m.log, "GetStatusResponse.log"); n += 1 + 5 + boundLogStatus(m.log, -1); }
  if (m.damages !== undefined && m.damages !== null) { n += 1 + bound.boundInt32(m.damages, "GetStatusResponse.damages"); }
  return n;
}

function putGetStatusResponse(m: GetStatusResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.version !== undefined && m.version !== null && m.version !== "") { b[o++] = 10; o = put.putString(m.version, b, o); }
  if (m.startedAt !== undefined && m.startedAt !== null) { b[o++] = 18; o = putTimestamp(m.startedAt, b, o); }
  if (m.state !== undefined && m.state !== null && m.state !== "") { b[o++] = 26; o = put.putString(m.state, b, o); }
  if (m.durability !== undefined && m.durability !== null && m.durability !== "") { b[o++] = 34; o = put.putString(m.durability, b, o); }
  if (m.dataDir !== undefined && m.dataDir !== null && m.dataDir !== "") { b[o++] = 42; o = put.putString(m.dataDir, b, o); }
  if (m.visiblePosition !== undefined && m.visiblePosition !== null && m.visiblePosition !== 0) { b[o++] = 48; o = putInt64(m.visiblePosition, b, o); }
  if (m.streams !== undefined && m.streams !== null && m.streams !== 0) { b[o++] = 56; o = putInt64(m.streams, b, o); }
  if (m.log !== undefined && m.log !== null) { b[o++] = 66; o = putNestedLogStatus(m.log, b, o); }
  if (m.damages !== undefined && m.damages !== null && m.damages !== 0) { b[o++] = 72; o = putInt64(m.damages, b, o); }
  return o;
}

function createGetStatusResponse(): GetStatusResponse {
  return { version: "", startedAt: undefined, state: "", durability: "", dataDir: "", visiblePosition: 0, streams: 0, log: undefined, damages: 0 };
}

function readGetStatusResponse(r: Reader, m: GetStatusResponse): GetStatusResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.version = r.string("GetStatusResponse.version");
        break;
      }
      case 18: {
        m.startedAt = readTimestamp(r, "GetStatusResponse.started_at");
        break;
      }
      case 26: {
        m.state = r.string("GetStatusResponse.state");
        break;
      }
      case 34: {
        m.durability = r.string("GetStatusResponse.durability");
        break;
      }
      case 42: {
        m.dataDir = r.string("GetStatusResponse.data_dir");
        break;
      }
      case 48: {
        m.visiblePosition = r.int64("GetStatusResponse.visible_position");
        break;
      }
      case 56: {
        m.streams = r.int32("GetStatusResponse.streams");
        break;
      }
      case 66: {
        const outer = r.enter("GetStatusResponse.log");
        m.log = readLogStatus(r, m.log ?? createLogStatus());
        r.leave(outer);
        break;
      }
      case 72: {
        m.damages = r.int32("GetStatusResponse.damages");
        break;
      }
      default:
        r.skip(tag, fieldsGetStatusResponse);
    }
  }
  return m;
}

/** Codec of GetStatusResponse. */
export const GetStatusResponse: Codec<GetStatusResponse, GetStatusResponseInit> = new MessageCodec<GetStatusResponse, GetStatusResponseInit>("flowmesh.v1.GetStatusResponse", fieldsGetStatusResponse, createGetStatusResponse, boundGetStatusResponse, putGetStatusResponse, readGetStatusResponse);

export interface LogStatus {
  epoch: number;
  firstSegment: number;
  lastSegment: number;
  spareSegments: number;
  segmentBytes: number;
  /** Bytes that the log's files take on the disk, spare segments included. */
  bytesOnDisk: number;
  /** Files of what is kept for long, and the bytes that they take on the disk beside the log. */
  settledFiles: number;
  settledBytes: number;
  /** Bytes since the start: of commits that somebody asked for, of commits that write again what stood in segments to be freed, and of settled files. */
  acceptedBytes: number;
  carriedBytes: number;
  settledWrittenBytes: number;
}

/** LogStatus as it is given to encode: what is absent is zero, empty or not set. */
export interface LogStatusInit {
  epoch?: number | undefined;
  firstSegment?: number | undefined;
  lastSegment?: number | undefined;
  spareSegments?: number | undefined;
  segmentBytes?: number | undefined;
  /** Bytes that the log's files take on the disk, spare segments included. */
  bytesOnDisk?: number | undefined;
  /** Files of what is kept for long, and the bytes that they take on the disk beside the log. */
  settledFiles?: number | undefined;
  settledBytes?: number | undefined;
  /** Bytes since the start: of commits that somebody asked for, of commits that write again what stood in segments to be freed, and of settled files. */
  acceptedBytes?: number | undefined;
  carriedBytes?: number | undefined;
  settledWrittenBytes?: number | undefined;
}

const fieldsLogStatus: readonly Field[] = [
  { name: "LogStatus.epoch", property: "epoch", protoName: "epoch", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.first_segment", property: "firstSegment", protoName: "first_segment", number: 2, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.last_segment", property: "lastSegment", protoName: "last_segment", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.spare_segments", property: "spareSegments", protoName: "spare_segments", number: 4, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.segment_bytes", property: "segmentBytes", protoName: "segment_bytes", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.bytes_on_disk", property: "bytesOnDisk", protoName: "bytes_on_disk", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.settled_files", property: "settledFiles", protoName: "settled_files", number: 7, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.settled_bytes", property: "settledBytes", protoName: "settled_bytes", number: 8, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.accepted_bytes", property: "acceptedBytes", protoName: "accepted_bytes", number: 9, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.carried_bytes", property: "carriedBytes", protoName: "carried_bytes", number: 10, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "LogStatus.settled_written_bytes", property: "settledWrittenBytes", protoName: "settled_written_bytes", number: 11, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundLogStatus(m: LogStatusInit, payloadBytes: number): number {
  let n = 0;
  if (m.epoch !== undefined && m.epoch !== null) { n += 1 + bound.boundInt64(m.epoch, "LogStatus.epoch"); }
  if (m.firstSegment !== undefined && m.firstSegment !== null) { n += 1 + bound.boundInt64(m.firstSegment, "LogStatus.first_segment"); }
  if (m.lastSegment !== undefined && m.lastSegment !== null) { n += 1 + bound.boundInt64(m.lastSegment, "LogStatus.last_segment"); }
  if (m.spareSegments !== undefined && m.spareSegments !== null) { n += 1 + bound.boundInt32(m.spareSegments, "LogStatus.spare_segments"); }
  if (m.segmentBytes !== undefined && m.segmentBytes !== null) { n += 1 + bound.boundInt64(m.segmentBytes, "LogStatus.segment_bytes"); }
  if (m.bytesOnDisk !== undefined && m.bytesOnDisk !== null) { n += 1 + bound.boundInt64(m.bytesOnDisk, "LogStatus.bytes_on_disk"); }
  if (m.settledFiles !== undefined && m.settledFiles !== null) { n += 1 + bound.boundInt32(m.settledFiles, "LogStatus.settled_files"); }
  if (m.settledBytes !== undefined && m.settledBytes !== null) { n += 1 + bound.boundInt64(m.settledBytes, "LogStatus.settled_bytes"); }
  if (m.acceptedBytes !== undefined && m.acceptedBytes !== null) { n += 1 + bound.boundInt64(m.acceptedBytes, "LogStatus.accepted_bytes"); }
  if (m.carriedBytes !== undefined && m.carriedBytes !== null) { n += 1 + bound.boundInt64(m.carriedBytes, "LogStatus.carried_bytes"); }
  if (m.settledWrittenBytes !== undefined && m.settledWrittenBytes !== null) { n += 1 + bound.boundInt64(m.settledWrittenBytes, "LogStatus.settled_written_bytes"); }
  return n;
}

function putLogStatus(m: LogStatusInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.epoch !== undefined && m.epoch !== null && m.epoch !== 0) { b[o++] = 8; o = putInt64(m.epoch, b, o); }
  if (m.firstSegment !== undefined && m.firstSegment !== null && m.firstSegment !== 0) { b[o++] = 16; o = putInt64(m.firstSegment, b, o); }
  if (m.lastSegment !== undefined && m.lastSegment !== null && m.lastSegment !== 0) { b[o++] = 24; o = putInt64(m.lastSegment, b, o); }
  if (m.spareSegments !== undefined && m.spareSegments !== null && m.spareSegments !== 0) { b[o++] = 32; o = putInt64(m.spareSegments, b, o); }
  if (m.segmentBytes !== undefined && m.segmentBytes !== null && m.segmentBytes !== 0) { b[o++] = 40; o = putInt64(m.segmentBytes, b, o); }
  if (m.bytesOnDisk !== undefined && m.bytesOnDisk !== null && m.bytesOnDisk !== 0) { b[o++] = 48; o = putInt64(m.bytesOnDisk, b, o); }
  if (m.settledFiles !== undefined && m.settledFiles !== null && m.settledFiles !== 0) { b[o++] = 56; o = putInt64(m.settledFiles, b, o); }
  if (m.settledBytes !== undefined && m.settledBytes !== null && m.settledBytes !== 0) { b[o++] = 64; o = putInt64(m.settledBytes, b, o); }
  if (m.acceptedBytes !== undefined && m.acceptedBytes !== null && m.acceptedBytes !== 0) { b[o++] = 72; o = putInt64(m.acceptedBytes, b, o); }
  if (m.carriedBytes !== undefined && m.carriedBytes !== null && m.carriedBytes !== 0) { b[o++] = 80; o = putInt64(m.carriedBytes, b, o); }
  if (m.settledWrittenBytes !== undefined && m.settledWrittenBytes !== null && m.settledWrittenBytes !== 0) { b[o++] = 88; o = putInt64(m.settledWrittenBytes, b, o); }
  return o;
}

// Bytes of the length of the LogStatus that was written last within another message: the next one is likely to need as many.
let lengthBytesLogStatus = 1;

function putNestedLogStatus(m: LogStatusInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesLogStatus;
  const start = offset + reserved;
  const end = putLogStatus(m, b, start, -1);
  lengthBytesLogStatus = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createLogStatus(): LogStatus {
  return { epoch: 0, firstSegment: 0, lastSegment: 0, spareSegments: 0, segmentBytes: 0, bytesOnDisk: 0, settledFiles: 0, settledBytes: 0, acceptedBytes: 0, carriedBytes: 0, settledWrittenBytes: 0 };
}

function readLogStatus(r: Reader, m: LogStatus): LogStatus {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.epoch = r.int64("LogStatus.epoch");
        break;
      }
      case 16: {
        m.firstSegment = r.int64("LogStatus.first_segment");
        break;
      }
      case 24: {
        m.lastSegment = r.int64("LogStatus.last_segment");
        break;
      }
      case 32: {
        m.spareSegments = r.int32("LogStatus.spare_segments");
        break;
      }
      case 40: {
        m.segmentBytes = r.int64("LogStatus.segment_bytes");
        break;
      }
      case 48: {
        m.bytesOnDisk = r.int64("LogStatus.bytes_on_disk");
        break;
      }
      case 56: {
        m.settledFiles = r.int32("LogStatus.settled_files");
        break;
      }
      case 64: {
        m.settledBytes = r.int64("LogStatus.settled_bytes");
        break;
      }
      case 72: {
        m.acceptedBytes = r.int64("LogStatus.accepted_bytes");
        break;
      }
      case 80: {
        m.carriedBytes = r.int64("LogStatus.carried_bytes");
        break;
      }
      case 88: {
        m.settledWrittenBytes = r.int64("LogStatus.settled_written_bytes");
        break;
      }
      default:
        r.skip(tag, fieldsLogStatus);
    }
  }
  return m;
}

/** Codec of LogStatus. */
export const LogStatus: Codec<LogStatus, LogStatusInit> = new MessageCodec<LogStatus, LogStatusInit>("flowmesh.v1.LogStatus", fieldsLogStatus, createLogStatus, boundLogStatus, putLogStatus, readLogStatus);

export interface GetClockRequest {
}

/** GetClockRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface GetClockRequestInit {
}

const fieldsGetClockRequest: readonly Field[] = [
];

function boundGetClockRequest(m: GetClockRequestInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putGetClockRequest(m: GetClockRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

function createGetClockRequest(): GetClockRequest {
  return {};
}

function readGetClockRequest(r: Reader, m: GetClockRequest): GetClockRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsGetClockRequest);
    }
  }
  return m;
}

/** Codec of GetClockRequest. */
export const GetClockRequest: Codec<GetClockRequest, GetClockRequestInit> = new MessageCodec<GetClockRequest, GetClockRequestInit>("flowmesh.v1.GetClockRequest", fieldsGetClockRequest, createGetClockRequest, boundGetClockRequest, putGetClockRequest, readGetClockRequest);

export interface GetClockResponse {
  /** Milliseconds since 1970. */
  now?: number | undefined;
}

/** GetClockResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface GetClockResponseInit {
  /** Milliseconds since 1970. */
  now?: number | undefined;
}

const fieldsGetClockResponse: readonly Field[] = [
  { name: "GetClockResponse.now", property: "now", protoName: "now", number: 1, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundGetClockResponse(m: GetClockResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.now !== undefined && m.now !== null) { n += 1 + boundTimestamp(m.now, "GetClockResponse.now"); }
  return n;
}

function putGetClockResponse(m: GetClockResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.now !== undefined && m.now !== null) { b[o++] = 10; o = putTimestamp(m.now, b, o); }
  return o;
}

function createGetClockResponse(): GetClockResponse {
  return { now: undefined };
}

function readGetClockResponse(r: Reader, m: GetClockResponse): GetClockResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.now = readTimestamp(r, "GetClockResponse.now");
        break;
      }
      default:
        r.skip(tag, fieldsGetClockResponse);
    }
  }
  return m;
}

/** Codec of GetClockResponse. */
export const GetClockResponse: Codec<GetClockResponse, GetClockResponseInit> = new MessageCodec<GetClockResponse, GetClockResponseInit>("flowmesh.v1.GetClockResponse", fieldsGetClockResponse, createGetClockResponse, boundGetClockResponse, putGetClockResponse, readGetClockResponse);

export interface AdvanceClockRequest {
  /** 0 to 315360000000, ten years. */
  durationMs: number;
}

/** AdvanceClockRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface AdvanceClockRequestInit {
  /** 0 to 315360000000, ten years. */
  durationMs?: number | undefined;
}

const fieldsAdvanceClockRequest: readonly Field[] = [
  { name: "AdvanceClockRequest.duration_ms", property: "durationMs", protoName: "duration_ms", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundAdvanceClockRequest(m: AdvanceClockRequestInit, payloadBytes: number): number {
  let n = 0;
  if (m.durationMs !== undefined && m.durationMs !== null) { n += 1 + bound.boundInt64(m.durationMs, "AdvanceClockRequest.duration_ms"); }
  return n;
}

function putAdvanceClockRequest(m: AdvanceClockRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.durationMs !== undefined && m.durationMs !== null && m.durationMs !== 0) { b[o++] = 8; o = putInt64(m.durationMs, b, o); }
  return o;
}

function createAdvanceClockRequest(): AdvanceClockRequest {
  return { durationMs: 0 };
}

function readAdvanceClockRequest(r: Reader, m: AdvanceClockRequest): AdvanceClockRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.durationMs = r.int64("AdvanceClockRequest.duration_ms");
        break;
      }
      default:
        r.skip(tag, fieldsAdvanceClockRequest);
    }
  }
  return m;
}

/** Codec of AdvanceClockRequest. */
export const AdvanceClockRequest: Codec<AdvanceClockRequest, AdvanceClockRequestInit> = new MessageCodec<AdvanceClockRequest, AdvanceClockRequestInit>("flowmesh.v1.AdvanceClockRequest", fieldsAdvanceClockRequest, createAdvanceClockRequest, boundAdvanceClockRequest, putAdvanceClockRequest, readAdvanceClockRequest);

export interface AdvanceClockResponse {
  /**
   * What time it is then.
   *
   * Milliseconds since 1970.
   */
  now?: number | undefined;
}

/** AdvanceClockResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface AdvanceClockResponseInit {
  /**
   * What time it is then.
   *
   * Milliseconds since 1970.
   */
  now?: number | undefined;
}

const fieldsAdvanceClockResponse: readonly Field[] = [
  { name: "AdvanceClockResponse.now", property: "now", protoName: "now", number: 1, kind: "time", repeated: false, optional: true, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundAdvanceClockResponse(m: AdvanceClockResponseInit, payloadBytes: number): number {
  let n = 0;
  if (m.now !== undefined && m.now !== null) { n += 1 + boundTimestamp(m.now, "AdvanceClockResponse.now"); }
  return n;
}

function putAdvanceClockResponse(m: AdvanceClockResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.now !== undefined && m.now !== null) { b[o++] = 10; o = putTimestamp(m.now, b, o); }
  return o;
}

function createAdvanceClockResponse(): AdvanceClockResponse {
  return { now: undefined };
}

function readAdvanceClockResponse(r: Reader, m: AdvanceClockResponse): AdvanceClockResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.now = readTimestamp(r, "AdvanceClockResponse.now");
        break;
      }
      default:
        r.skip(tag, fieldsAdvanceClockResponse);
    }
  }
  return m;
}

/** Codec of AdvanceClockResponse. */
export const AdvanceClockResponse: Codec<AdvanceClockResponse, AdvanceClockResponseInit> = new MessageCodec<AdvanceClockResponse, AdvanceClockResponseInit>("flowmesh.v1.AdvanceClockResponse", fieldsAdvanceClockResponse, createAdvanceClockResponse, boundAdvanceClockResponse, putAdvanceClockResponse, readAdvanceClockResponse);

export interface ListDamageRequest {
}

/** ListDamageRequest as it is given to encode: what is absent is zero, empty or not set. */
export interface ListDamageRequestInit {
}

const fieldsListDamageRequest: readonly Field[] = [
];

function boundListDamageRequest(m: ListDamageRequestInit, payloadBytes: number): number {
  let n = 0;
  return n;
}

function putListDamageRequest(m: ListDamageRequestInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  return o;
}

function createListDamageRequest(): ListDamageRequest {
  return {};
}

function readListDamageRequest(r: Reader, m: ListDamageRequest): ListDamageRequest {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      default:
        r.skip(tag, fieldsListDamageRequest);
    }
  }
  return m;
}

/** Codec of ListDamageRequest. */
export const ListDamageRequest: Codec<ListDamageRequest, ListDamageRequestInit> = new MessageCodec<ListDamageRequest, ListDamageRequestInit>("flowmesh.v1.ListDamageRequest", fieldsListDamageRequest, createListDamageRequest, boundListDamageRequest, putListDamageRequest, readListDamageRequest);

export interface ListDamageResponse {
  damages: Damage[];
}

/** ListDamageResponse as it is given to encode: what is absent is zero, empty or not set. */
export interface ListDamageResponseInit {
  damages?: readonly DamageInit[] | undefined;
}

const fieldsListDamageResponse: readonly Field[] = [
  { name: "ListDamageResponse.damages", property: "damages", protoName: "damages", number: 1, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => Damage, jsonBytes: "base64", payload: false },
];

function boundListDamageResponse(m: ListDamageResponseInit, payloadBytes: number): number {
  let n = 0;
  for (let i = 0, count = bound.listLength(m.damages, "ListDamageResponse.damages"); i < count; i++) { const e = m.damages![i]!; bound.checkMessage(e, "ListDamageResponse.damages"); n += 1 + 5 + boundDamage(e, -1); }
  return n;
}

function putListDamageResponse(m: ListDamageResponseInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.damages !== undefined && m.damages !== null) for (let i = 0; i < m.damages.length; i++) { b[o++] = 10; o = putNestedDamage(m.damages[i]!, b, o); }
  return o;
}

function createListDamageResponse(): ListDamageResponse {
  return { damages: [] };
}

function readListDamageResponse(r: Reader, m: ListDamageResponse): ListDamageResponse {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        const outer = r.enter("ListDamageResponse.damages");
        m.damages.push(readDamage(r, createDamage()));
        r.leave(outer);
        break;
      }
      default:
        r.skip(tag, fieldsListDamageResponse);
    }
  }
  return m;
}

/** Codec of ListDamageResponse. */
export const ListDamageResponse: Codec<ListDamageResponse, ListDamageResponseInit> = new MessageCodec<ListDamageResponse, ListDamageResponseInit>("flowmesh.v1.ListDamageResponse", fieldsListDamageResponse, createListDamageResponse, boundListDamageResponse, putListDamageResponse, readListDamageResponse);

/** A range of the log that cannot be read back. */
export interface Damage {
  segment: number;
  /** Name of the file in the data folder. */
  file: string;
  firstByte: number;
  lastByte: number;
  firstPosition: number;
  lastPosition: number;
  /** What was lost, as far as its neighbours tell. */
  offsets: DamagedOffsets[];
  reason: string;
}

/** Damage as it is given to encode: what is absent is zero, empty or not set. */
export interface DamageInit {
  segment?: number | undefined;
  /** Name of the file in the data folder. */
  file?: string | undefined;
  firstByte?: number | undefined;
  lastByte?: number | undefined;
  firstPosition?: number | undefined;
  lastPosition?: number | undefined;
  /** What was lost, as far as its neighbours tell. */
  offsets?: readonly DamagedOffsetsInit[] | undefined;
  reason?: string | undefined;
}

const fieldsDamage: readonly Field[] = [
  { name: "Damage.segment", property: "segment", protoName: "segment", number: 1, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.file", property: "file", protoName: "file", number: 2, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.first_byte", property: "firstByte", protoName: "first_byte", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.last_byte", property: "lastByte", protoName: "last_byte", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.first_position", property: "firstPosition", protoName: "first_position", number: 5, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.last_position", property: "lastPosition", protoName: "last_position", number: 6, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "Damage.offsets", property: "offsets", protoName: "offsets", number: 7, kind: "message", repeated: true, optional: false, oneof: undefined, values: undefined, message: (): AnyCodec => DamagedOffsets, jsonBytes: "base64", payload: false },
  { name: "Damage.reason", property: "reason", protoName: "reason", number: 8, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDamage(m: DamageInit, payloadBytes: number): number {
  let n = 0;
  if (m.segment !== undefined && m.segment !== null) { n += 1 + bound.boundInt64(m.segment, "Damage.segment"); }
  if (m.file !== undefined && m.file !== null) { n += 1 + bound.boundString(m.file, "Damage.file"); }
  if (m.firstByte !== undefined && m.firstByte !== null) { n += 1 + bound.boundInt64(m.firstByte, "Damage.first_byte"); }
  if (m.lastByte !== undefined && m.lastByte !== null) { n += 1 + bound.boundInt64(m.lastByte, "Damage.last_byte"); }
  if (m.firstPosition !== undefined && m.firstPosition !== null) { n += 1 + bound.boundInt64(m.firstPosition, "Damage.first_position"); }
  if (m.lastPosition !== undefined && m.lastPosition !== null) { n += 1 + bound.boundInt64(m.lastPosition, "Damage.last_position"); }
  for (let i = 0, count = bound.listLength(m.offsets, "Damage.offsets"); i < count; i++) { const e = m.offsets![i]!; bound.checkMessage(e, "Damage.offsets"); n += 1 + 5 + boundDamagedOffsets(e, -1); }
  if (m.reason !== undefined && m.reason !== null) { n += 1 + bound.boundString(m.reason, "Damage.reason"); }
  return n;
}

function putDamage(m: DamageInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.segment !== undefined && m.segment !== null && m.segment !== 0) { b[o++] = 8; o = putInt64(m.segment, b, o); }
  if (m.file !== undefined && m.file !== null && m.file !== "") { b[o++] = 18; o = put.putString(m.file, b, o); }
  if (m.firstByte !== undefined && m.firstByte !== null && m.firstByte !== 0) { b[o++] = 24; o = putInt64(m.firstByte, b, o); }
  if (m.lastByte !== undefined && m.lastByte !== null && m.lastByte !== 0) { b[o++] = 32; o = putInt64(m.lastByte, b, o); }
  if (m.firstPosition !== undefined && m.firstPosition !== null && m.firstPosition !== 0) { b[o++] = 40; o = putInt64(m.firstPosition, b, o); }
  if (m.lastPosition !== undefined && m.lastPosition !== null && m.lastPosition !== 0) { b[o++] = 48; o = putInt64(m.lastPosition, b, o); }
  if (m.offsets !== undefined && m.offsets !== null) for (let i = 0; i < m.offsets.length; i++) { b[o++] = 58; o = putNestedDamagedOffsets(m.offsets[i]!, b, o); }
  if (m.reason !== undefined && m.reason !== null && m.reason !== "") { b[o++] = 66; o = put.putString(m.reason, b, o); }
  return o;
}

// Bytes of the length of the Damage that was written last within another message: the next one is likely to need as many.
let lengthBytesDamage = 1;

function putNestedDamage(m: DamageInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesDamage;
  const start = offset + reserved;
  const end = putDamage(m, b, start, -1);
  lengthBytesDamage = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createDamage(): Damage {
  return { segment: 0, file: "", firstByte: 0, lastByte: 0, firstPosition: 0, lastPosition: 0, offsets: [], reason: "" };
}

function readDamage(r: Reader, m: Damage): Damage {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 8: {
        m.segment = r.int64("Damage.segment");
        break;
      }
      case 18: {
        m.file = r.string("Damage.file");
        break;
      }
      case 24: {
        m.firstByte = r.int64("Damage.first_byte");
        break;
      }
      case 32: {
        m.lastByte = r.int64("Damage.last_byte");
        break;
      }
      case 40: {
        m.firstPosition = r.int64("Damage.first_position");
        break;
      }
      case 48: {
        m.lastPosition = r.int64("Damage.last_position");
        break;
      }
      case 58: {
        const outer = r.enter("Damage.offsets");
        m.offsets.push(readDamagedOffsets(r, createDamagedOffsets()));
        r.leave(outer);
        break;
      }
      case 66: {
        m.reason = r.string("Damage.reason");
        break;
      }
      default:
        r.skip(tag, fieldsDamage);
    }
  }
  return m;
}

/** Codec of Damage. */
export const Damage: Codec<Damage, DamageInit> = new MessageCodec<Damage, DamageInit>("flowmesh.v1.Damage", fieldsDamage, createDamage, boundDamage, putDamage, readDamage);

export interface DamagedOffsets {
  stream: string;
  partition: number;
  firstOffset: number;
  lastOffset: number;
}

/** DamagedOffsets as it is given to encode: what is absent is zero, empty or not set. */
export interface DamagedOffsetsInit {
  stream?: string | undefined;
  partition?: number | undefined;
  firstOffset?: number | undefined;
  lastOffset?: number | undefined;
}

const fieldsDamagedOffsets: readonly Field[] = [
  { name: "DamagedOffsets.stream", property: "stream", protoName: "stream", number: 1, kind: "string", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DamagedOffsets.partition", property: "partition", protoName: "partition", number: 2, kind: "int32", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DamagedOffsets.first_offset", property: "firstOffset", protoName: "first_offset", number: 3, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
  { name: "DamagedOffsets.last_offset", property: "lastOffset", protoName: "last_offset", number: 4, kind: "int64", repeated: false, optional: false, oneof: undefined, values: undefined, message: undefined, jsonBytes: "base64", payload: false },
];

function boundDamagedOffsets(m: DamagedOffsetsInit, payloadBytes: number): number {
  let n = 0;
  if (m.stream !== undefined && m.stream !== null) { n += 1 + bound.boundString(m.stream, "DamagedOffsets.stream"); }
  if (m.partition !== undefined && m.partition !== null) { n += 1 + bound.boundInt32(m.partition, "DamagedOffsets.partition"); }
  if (m.firstOffset !== undefined && m.firstOffset !== null) { n += 1 + bound.boundInt64(m.firstOffset, "DamagedOffsets.first_offset"); }
  if (m.lastOffset !== undefined && m.lastOffset !== null) { n += 1 + bound.boundInt64(m.lastOffset, "DamagedOffsets.last_offset"); }
  return n;
}

function putDamagedOffsets(m: DamagedOffsetsInit, b: FastBuffer, offset: number, payloadBytes: number): number {
  let o = offset;
  if (m.stream !== undefined && m.stream !== null && m.stream !== "") { b[o++] = 10; o = put.putString(m.stream, b, o); }
  if (m.partition !== undefined && m.partition !== null && m.partition !== 0) { b[o++] = 16; o = putInt64(m.partition, b, o); }
  if (m.firstOffset !== undefined && m.firstOffset !== null && m.firstOffset !== 0) { b[o++] = 24; o = putInt64(m.firstOffset, b, o); }
  if (m.lastOffset !== undefined && m.lastOffset !== null && m.lastOffset !== 0) { b[o++] = 32; o = putInt64(m.lastOffset, b, o); }
  return o;
}

// Bytes of the length of the DamagedOffsets that was written last within another message: the next one is likely to need as many.
let lengthBytesDamagedOffsets = 1;

function putNestedDamagedOffsets(m: DamagedOffsetsInit, b: FastBuffer, offset: number): number {
  const reserved = lengthBytesDamagedOffsets;
  const start = offset + reserved;
  const end = putDamagedOffsets(m, b, start, -1);
  lengthBytesDamagedOffsets = varintSize(end - start);
  return put.putLength(b, offset, reserved, end);
}

function createDamagedOffsets(): DamagedOffsets {
  return { stream: "", partition: 0, firstOffset: 0, lastOffset: 0 };
}

function readDamagedOffsets(r: Reader, m: DamagedOffsets): DamagedOffsets {
  while (r.position < r.end) {
    const tag = r.tag();
    switch (tag) {
      case 10: {
        m.stream = r.string("DamagedOffsets.stream");
        break;
      }
      case 16: {
        m.partition = r.int32("DamagedOffsets.partition");
        break;
      }
      case 24: {
        m.firstOffset = r.int64("DamagedOffsets.first_offset");
        break;
      }
      case 32: {
        m.lastOffset = r.int64("DamagedOffsets.last_offset");
        break;
      }
      default:
        r.skip(tag, fieldsDamagedOffsets);
    }
  }
  return m;
}

/** Codec of DamagedOffsets. */
export const DamagedOffsets: Codec<DamagedOffsets, DamagedOffsetsInit> = new MessageCodec<DamagedOffsets, DamagedOffsetsInit>("flowmesh.v1.DamagedOffsets", fieldsDamagedOffsets, createDamagedOffsets, boundDamagedOffsets, putDamagedOffsets, readDamagedOffsets);
