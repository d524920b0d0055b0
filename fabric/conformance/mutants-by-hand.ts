import type {
  AppendRequestInit,
  CallOptions,
  CommitRequestInit,
  CreateStreamResponse,
  FetchRequestInit,
  OperationInit,
  PublishRequestInit,
  ReadResponse,
  SubscribeResponse,
} from "@flowmesh/contract";
import { limits } from "@flowmesh/contract";
import { batchCount, batchProducerId, patchProducer } from "../batch/batch-header.ts";
import { isFlowMeshError } from "../errors.ts";
import type { Fabric } from "../fabric.ts";
import type { FabricUnderTest } from "./conformance-case.ts";
import { type Interceptor, interceptFabric, type StreamCall } from "./intercepted-fabric.ts";
import { type Mutant, onFabric, unary } from "./mutant.ts";

function subscription(change: (next: StreamCall) => StreamCall): Mutant["mutate"] {
  return onFabric((fabric) => interceptFabric(fabric, { stream: (_method, next) => change(next) }));
}

function answers(change: (responses: AsyncIterable<SubscribeResponse>) => AsyncIterable<object>): Mutant["mutate"] {
  return subscription(
    (next) => (request, options) => change(next(request, options) as AsyncIterable<SubscribeResponse>),
  );
}

function everywhere(interceptor: Interceptor): Mutant["mutate"] {
  return onFabric((fabric) => interceptFabric(fabric, interceptor));
}

/** The calls' options without some of them. */
function without(name: keyof CallOptions): Interceptor {
  const less = (options: CallOptions = {}): CallOptions => ({ ...options, [name]: undefined });
  return {
    unary: (_method, next) => (request, options) => next(request, less(options)),
    stream: (_method, next) => (request, options) => next(request, less(options)),
  };
}

const writes: readonly Mutant[] = [
  {
    name: "a commit that is refused has written its first operation",
    fact: "commit",
    mutate: unary("commit", (next) => (request, options) => {
      const { operations = [] } = request as CommitRequestInit;
      return next(request, options).catch(async (error: unknown) => {
        if (operations.length > 1) await next({ operations: operations.slice(0, 1) }).catch(() => undefined);
        throw error;
      });
    }),
  },
  {
    name: "a commit is written one operation after the other",
    fact: "commit",
    mutate: unary("commit", (next) => async (request, options) => {
      const { operations = [], ...rest } = request as CommitRequestInit;
      if (operations.length < 2 || rest.idempotencyKey) return next(request, options);
      const results: unknown[] = [];
      let position = 0;
      for (const operation of operations as OperationInit[]) {
        const response = (await next({ operations: [operation] }, options)) as { position: number; results: unknown[] };
        position = response.position;
        results.push(...response.results);
      }
      return { position, results };
    }),
  },
  {
    name: "a commit lets go of none of the keys that are answered",
    fact: "commit",
    mutate: unary("commit", (next) => (request, options) => next({ ...request, answeredKeys: [] }, options)),
  },
  {
    name: "an append that is refused by its expectation is written all the same",
    fact: "append:expected_offset_mismatch",
    mutate: unary(
      "append",
      (next) => (request, options) =>
        next(request, options).catch(async (error: unknown) => {
          const again = { ...(request as AppendRequestInit), expectedOffset: undefined };
          if (isFlowMeshError(error, "expected_offset_mismatch")) await next(again);
          throw error;
        }),
    ),
  },
  {
    name: "a publish that is refused has written the records before the bad one",
    fact: "publish:record_too_large",
    mutate: unary(
      "publish",
      (next) => (request, options) =>
        next(request, options).catch(async (error: unknown) => {
          const { records = [], ...rest } = request as PublishRequestInit;
          if (isFlowMeshError(error, "record_too_large")) await next({ ...rest, records: records.slice(0, 1) });
          throw error;
        }),
    ),
  },
  {
    name: "a batch sent again by its producer is written again",
    fact: "append",
    mutate: unary("append", (next) => (request, options) => {
      const { batch, ...rest } = request as AppendRequestInit;
      if (batch === undefined || batch.length < 61 || batchProducerId(batch) < 0) return next(request, options);
      const anonymous = Uint8Array.from(batch);
      patchProducer(anonymous, 0, -1, -1, -1);
      return next({ ...rest, batch: anonymous }, options);
    }),
  },
  {
    name: "sequences wrap at 2147483647 instead of behind it",
    fact: "append",
    mutate: unary("append", (next) => async (request, options) => {
      const { batch } = request as AppendRequestInit;
      const response = await next(request, options);
      if (
        batch !== undefined &&
        batchProducerId(batch) >= 0 &&
        batchCount(batch) === 3 &&
        readSequence(batch) === 2 ** 31 - 1
      ) {
        throw new Error("refused at the wrap");
      }
      return response;
    }),
  },
  {
    name: "appends overtake each other",
    fact: "append",
    mutate: unary("append", (next) => {
      let isLate = false;
      return async (request, options) => {
        isLate = !isLate;
        if (isLate && options === undefined) await new Promise((resolve) => setImmediate(resolve));
        return next(request, options);
      };
    }),
  },
  {
    name: "records without a key all go to partition 0",
    fact: "publish",
    mutate: unary("publish", (next) => (request, options) => {
      const { records = [], ...rest } = request as PublishRequestInit;
      const placed = records.map((record) =>
        record.key === undefined ? { partition: 0, ...defined(record) } : record,
      );
      return next({ ...rest, records: placed }, options);
    }),
  },
  {
    name: "keys are spread by something else than murmur2",
    fact: "publish",
    mutate: unary("publish", (next) => async (request, options) => {
      const { records = [], stream = "", ...rest } = request as PublishRequestInit;
      const placed = records.map((record) =>
        record.key !== undefined && record.key.length < 3 && record.partition === undefined && records.length === 20
          ? { ...record, partition: (record.key[0] ?? 0) % 5 }
          : record,
      );
      return next({ ...rest, stream, records: placed }, options);
    }),
  },
  {
    name: "a commit may have one operation more than the limit",
    fact: "commit:commit_too_large",
    mutate: unary("commit", (next) => (request, options) => {
      const { operations = [], ...rest } = request as CommitRequestInit;
      const most = limits.commitOperations.value;
      return next({ ...rest, operations: operations.length === most + 1 ? operations.slice(1) : operations }, options);
    }),
  },
  {
    name: "a commit may have one operation less than the limit",
    fact: "commit",
    mutate: unary("commit", (next) => (request, options) => {
      const { operations = [], ...rest } = request as CommitRequestInit;
      const isMost = operations.length === limits.commitOperations.value;
      return next({ ...rest, operations: isMost ? [...operations, ...operations.slice(0, 1)] : operations }, options);
    }),
  },
];

const reads: readonly Mutant[] = [
  ...["fetch", "read", "getStream", "listStreams", "findOffsets"].map((property) => ({
    name: `${property} is a call behind`,
    fact: property,
    mutate: unary(property, (next) => {
      const last = new Map<string, object>();
      return async (request, options) => {
        const key = JSON.stringify({ ...request, atLeast: 0 });
        const stale = last.get(key);
        last.set(key, await next(request, options));
        return stale ?? last.get(key)!;
      };
    }),
  })),
  {
    name: "a fetch begins at the next batch when the offset lies within one",
    fact: "fetch",
    mutate: unary("fetch", (next) => async (request, options) => {
      const { offset = 0 } = request as FetchRequestInit;
      const whole = await next(request, options);
      if (offset !== 5) return whole;
      return next({ ...request, offset: 6 }, options).catch(() => whole);
    }),
  },
  {
    name: "a read fails with what is wrong with a batch, not with where to go on",
    fact: "read",
    mutate: unary("read", (next) => (request, options) => {
      return next(request, options).catch((error: unknown) => {
        throw isFlowMeshError(error, "records_malformed") ? ((error.cause as Error | undefined) ?? error) : error;
      });
    }),
  },
  {
    name: "a read tells damage before the records in front of it",
    fact: "read",
    mutate: unary("read", (next) => async (request, options) => {
      const page = (await next(request, options)) as ReadResponse;
      if (page.caughtUp || page.records.length === 0) return page;
      const behind = next({ ...request, pageToken: page.nextPageToken }, options).catch((error: unknown) => error);
      if (isFlowMeshError(await behind, "records_malformed")) throw await behind;
      return page;
    }),
  },
  {
    name: "a deleted stream's id is used again",
    fact: "createStream",
    mutate: unary("createStream", (next) => async (request, options) => {
      const response = (await next(request, options)) as CreateStreamResponse;
      const stream = response.stream && { ...response.stream, id: "00000000-0000-4000-8000-000000000000" };
      return { ...response, stream };
    }),
  },
  {
    name: "streams are listed as they come, not by name",
    fact: "listStreams",
    mutate: unary("listStreams", (next) => async (request, options) => {
      const response = (await next(request, options)) as { streams: object[] };
      return { ...response, streams: response.streams.toReversed() };
    }),
  },
  {
    name: "every producer gets the same id",
    fact: "openProducer",
    mutate: unary("openProducer", () => async () => ({ producerId: 7, producerEpoch: 0 })),
  },
];

const subscriptions: readonly Mutant[] = [
  {
    name: "a subscription gives an answer twice",
    fact: "subscribe",
    mutate: answers(async function* (responses) {
      for await (const response of responses) {
        yield response;
        if (response.batches.length > 0) yield response;
      }
    }),
  },
  {
    name: "a subscription leaves out every third answer",
    fact: "subscribe",
    mutate: answers(async function* (responses) {
      let count = 0;
      for await (const response of responses) if (++count % 3 !== 0 || response.caughtUp) yield response;
    }),
  },
  {
    name: "a subscription never ends",
    fact: "subscribe",
    mutate: answers(async function* (responses) {
      yield* responses;
      await new Promise(() => undefined);
    }),
  },
  {
    name: "a live subscription ends when it has caught up",
    fact: "subscribe<live",
    mutate: answers(async function* (responses) {
      for await (const response of responses) {
        yield response;
        if (response.caughtUp) return;
      }
    }),
  },
  {
    name: "a subscription goes on with a new stream of the same name",
    fact: "subscribe:stream_not_found",
    mutate: subscription(
      (next) =>
        async function* (request, options) {
          try {
            yield* next(request, options);
          } catch (error) {
            if (!isFlowMeshError(error, "stream_not_found")) throw error;
            yield* next(request, options);
          }
        },
    ),
  },
  {
    name: "a subscription jumps in silence over what retention took",
    fact: "subscribe:offset_out_of_range",
    mutate: subscription(
      (next) =>
        async function* (request, options) {
          try {
            yield* next(request, options);
          } catch (error) {
            if (!isFlowMeshError(error, "offset_out_of_range")) throw error;
            const cursors = [{ partition: 0, offset: Number(error.details.earliest) }];
            yield* next({ ...request, cursors }, options);
          }
        },
    ),
  },
  {
    name: "a subscription gives its partitions' records under each other's number",
    fact: "subscribe",
    mutate: answers(async function* (responses) {
      for await (const response of responses) yield { ...response, partition: response.partition ^ 1 };
    }),
  },
];

const lives: readonly Mutant[] = [
  { name: "close does nothing", mutate: everywhere({ close: () => async () => undefined }) },
  {
    name: "close fails when it is called again",
    mutate: onFabric((fabric) => {
      let isClosed = false;
      const close = async (): Promise<void> => {
        if (isClosed) throw new Error("closed already");
        isClosed = true;
        await fabric.close();
      };
      return { ...interceptFabric(fabric, {}), close };
    }),
  },
  {
    name: "close takes effect a moment after it was called",
    mutate: everywhere({ close: (next) => () => new Promise((resolve) => setImmediate(() => resolve(next()))) }),
  },
  { name: "the caller's signal is not looked at", mutate: everywhere(without("signal")) },
  { name: "the caller's deadline is not looked at", mutate: everywhere(without("timeoutMs")) },
  { name: "who calls is not looked at", mutate: everywhere(without("who")) },
  {
    name: "a spent signal is noticed only after the write",
    mutate: unary("append", (next) => async (request, options) => {
      const response = await next(request, { ...options, signal: undefined });
      options?.signal?.throwIfAborted();
      return response;
    }),
  },
  {
    name: "opening again loses the last append",
    mutate: onReopen(async (fabric, stream) => {
      if (stream !== undefined) await fabric.streams.deleteStream({ stream }).catch(() => undefined);
    }),
  },
  {
    name: "opening again adds a record",
    mutate: onReopen(async (fabric, stream) => {
      if (stream !== undefined) await fabric.streams.publish({ stream, records: [{}] }).catch(() => undefined);
    }),
  },
  {
    name: "opening again adds a partition",
    mutate: onReopen(async (fabric, stream) => {
      if (stream !== undefined) await fabric.streams.updateStream({ stream, partitions: 9 }).catch(() => undefined);
    }),
  },
  {
    name: "a loss of power takes what was acknowledged",
    mutate: (under) => ({ ...under, ...(under.crash && { crash: () => withoutStreams(under.crash!()) }) }),
  },
  { name: "retention removes nothing", mutate: (under) => ({ ...under, retain: async () => undefined }) },
  {
    name: "retention removes everything",
    mutate: (under) => ({
      ...under,
      ...(under.clock && {
        retain: async () => {
          await under.clock!.advance(400 * 86_400_000);
          await under.retain!();
        },
      }),
    }),
  },
  {
    name: "a full disk refuses nothing",
    mutate: (under) => ({ ...under, ...(under.fillDisk && { fillDisk: async () => undefined }) }),
  },
  {
    name: "a full disk stays full when it has room again",
    mutate: ({ fillDisk, ...under }) => ({ ...under, ...(fillDisk && { fillDisk: () => fillDisk(true) }) }),
  },
  {
    name: "damage is passed over in silence",
    mutate: ({ damage, ...under }) => ({ ...under, ...(damage && { damage: async () => under.fabric }) }),
  },
];

/** What is done to the fabric once it has been opened again; it is told the stream that was created last. */
function onReopen(change: (fabric: Fabric, stream: string | undefined) => Promise<void>): Mutant["mutate"] {
  return (under: FabricUnderTest) => {
    let stream: string | undefined;
    const noting: Interceptor = {
      unary: (method, next) => (request, options) => {
        if (method.property === "append" || method.property === "publish")
          stream = (request as AppendRequestInit).stream;
        return next(request, options);
      },
    };
    const { reopen } = under;
    const changed = async (): Promise<Fabric> => {
      const fabric = await reopen!();
      await change(fabric, stream);
      return interceptFabric(fabric, noting);
    };
    return { ...under, fabric: interceptFabric(under.fabric, noting), ...(reopen && { reopen: changed }) };
  };
}

async function withoutStreams(opening: Promise<Fabric>): Promise<Fabric> {
  const fabric = await opening;
  for (const { stream } of (await fabric.streams.listStreams({})).streams)
    await fabric.streams.deleteStream({ stream });
  return fabric;
}

function readSequence(batch: Uint8Array): number {
  return new DataView(batch.buffer, batch.byteOffset).getInt32(53);
}

/** Only what is set, so that it overrides. */
function defined<Message extends object>(message: Message): Partial<Message> {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined)) as Partial<Message>;
}

export const mutantsByHand: readonly Mutant[] = [...writes, ...reads, ...subscriptions, ...lives];
