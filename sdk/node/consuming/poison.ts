import { limits } from "@flowmesh/contract";
import type { DecodedHeader } from "@flowmesh/fabric";
import { describeFailure } from "../queues/job-failure.ts";
import type { Message } from "../reading/message.ts";
import { thrownParts } from "../thrown-text.ts";
import type { Transaction } from "../transaction.ts";

/** Where a poison record comes from, and why it is one. */
export interface PoisonOrigin {
  readonly stream: string;
  readonly group: string;
  readonly attempts: number;
  readonly error: unknown;
}

/** What of an error's text a header takes. */
const errorBytesMax = 1024;

/** Publishes a poison record as it is, with headers that tell where it comes from. */
export function publishPoison(tx: Transaction, to: string, message: Message, origin: PoisonOrigin): void {
  const told = originHeaders(message, origin);
  const room = limits.recordHeaders.value - message.headers.length;
  const { key, value, timestampMs } = message;
  const headers = [...message.headers, ...told.slice(0, Math.max(0, room))];
  tx.publish(to, value ?? null, { key, timestamp: timestampMs, headers });
}

/** Moves a poison record into the dead letters of the group of a member. */
export function buryPoison(
  tx: Transaction,
  message: Message,
  { stream, group, attempts, error }: PoisonOrigin,
  member: GroupPlace,
): void {
  const { partition, offset, key, value, timestampMs: timestamp } = message;
  const headers = message.headers.map(({ name, value: of }) => ({ name, value: of ?? undefined }));
  const why = describeFailure(error);
  const tried = Math.min(attempts, limits.jobAttempts.max);
  tx.deadLetter({
    ...member,
    group,
    stream,
    partition,
    offset,
    key,
    value,
    headers,
    timestamp,
    attempts: tried,
    ...why,
  });
}

/** As who a member has a partition. */
export interface GroupPlace {
  readonly memberId: string;
  readonly epoch: number;
}

function originHeaders(
  { partition, offset }: Message,
  { stream, group, attempts, error }: PoisonOrigin,
): DecodedHeader[] {
  const { name, message } = thrownParts(error);
  const text = name === "" ? message : `${name}: ${message}`;
  const told: readonly [string, string][] = [
    ["stream", stream],
    ["partition", String(partition)],
    ["offset", String(offset)],
    ["error", text],
    ["group", group],
    ["attempts", String(attempts)],
  ];
  return told.map(([name, value]) => ({
    name: `flowmesh-${name}`,
    value: Buffer.from(value).subarray(0, errorBytesMax),
  }));
}
