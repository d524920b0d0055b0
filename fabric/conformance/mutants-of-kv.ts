import type {
  Change,
  Entry,
  GetHistoryResponse,
  GetManyRequestInit,
  GetRequestInit,
  IncrementRequestInit,
  ListEntriesResponse,
  PutRequestInit,
  WatchRequestInit,
  WatchResponse,
} from "@flowmesh/contract";
import { isFlowMeshError } from "../errors.ts";
import { text } from "./case-context.ts";
import { interceptFabric, type StreamCall } from "./intercepted-fabric.ts";
import { type Mutant, onFabric, unary } from "./mutant.ts";

function watch(change: (next: StreamCall) => StreamCall): Mutant["mutate"] {
  return onFabric((fabric) =>
    interceptFabric(fabric, { stream: (method, next) => (method.property === "watch" ? change(next) : next) }),
  );
}

function responses(change: (all: AsyncIterable<WatchResponse>) => AsyncIterable<object>): Mutant["mutate"] {
  return watch((next) => (request, options) => change(next(request, options) as AsyncIterable<WatchResponse>));
}

/** Every response with only the changes that are kept. */
function keeping(keep: (change: Change, response: WatchResponse) => boolean): Mutant["mutate"] {
  return responses(async function* (all) {
    for await (const response of all) {
      yield { ...response, changes: response.changes.filter((change) => keep(change, response)) };
    }
  });
}

const writes: readonly Mutant[] = [
  {
    name: "a put that is refused by its expectation is written all the same",
    fact: "put:revision_mismatch",
    mutate: unary(
      "put",
      (next) => (request, options) =>
        next(request, options).catch(async (error: unknown) => {
          const again = { ...(request as PutRequestInit), expectedRevision: undefined };
          if (isFlowMeshError(error, "revision_mismatch")) await next(again);
          throw error;
        }),
    ),
  },
  {
    name: "an increment reads, adds and puts, as if nobody else did",
    fact: "increment",
    mutate: unary("increment", (next, { kv }) => async (request, options) => {
      const { bucket, key, by = 1, ttlMs, idempotencyKey } = request as IncrementRequestInit;
      if (ttlMs !== undefined || idempotencyKey !== undefined) return next(request, options);
      const { entry } = await kv.get({ bucket, key }).catch(() => ({ entry: undefined }));
      const value = Number(text(entry?.value)) + by;
      if (entry?.expiresAt !== undefined || !Number.isSafeInteger(value)) return next(request, options);
      const written = await kv.put({ bucket, key, value: Buffer.from(String(value)) }, options);
      return { ...written, value };
    }),
  },
  {
    name: "a time that no timer of Node's takes is over at once",
    fact: "put<ttlMs",
    mutate: unary("put", (next) => (request, options) => {
      const { ttlMs = 0 } = request as PutRequestInit;
      return next(ttlMs >= 2 ** 31 ? { ...request, ttlMs: 1 } : request, options);
    }),
  },
];

const reads: readonly Mutant[] = [
  {
    name: "entries that are read at once are read one after the other",
    fact: "getMany",
    mutate: unary("getMany", (next, { kv }) => async (request, options) => {
      const { bucket, keys = [] } = request as GetManyRequestInit;
      const { entries: all, revision } = (await next(request, options)) as { entries: Entry[]; revision: number };
      if (keys.length !== 2) return { entries: all, revision };
      const entries: Entry[] = [];
      for (const key of keys) {
        const { entry } = await kv.get({ bucket, key }).catch(() => ({ entry: undefined }));
        if (entry !== undefined) entries.push(entry);
      }
      return { entries, revision: entries.at(-1)?.revision ?? revision };
    }),
  },
  {
    name: "keys are listed in the order of UTF-16",
    fact: "listEntries",
    mutate: unary("listEntries", (next) => async (request, options) => {
      const page = (await next(request, options)) as ListEntriesResponse;
      return { ...page, entries: page.entries.toSorted((a, b) => (a.key < b.key ? -1 : 1)) };
    }),
  },
  {
    name: "an older revision is read after the entry's time was over",
    fact: "get",
    mutate: unary("get", (next) => {
      const seen = new Map<string, object>();
      return async (request, options) => {
        const { bucket, key, revision } = request as GetRequestInit;
        try {
          const response = (await next(request, options)) as { entry?: Entry };
          seen.set(`${bucket} ${key} ${response.entry?.revision}`, response);
          return response;
        } catch (error) {
          const old = seen.get(`${bucket} ${key} ${revision}`);
          if (old === undefined) throw error;
          return old;
        }
      };
    }),
  },
  {
    name: "a history has no deletes",
    fact: "getHistory",
    mutate: unary("getHistory", (next) => async (request, options) => {
      const page = (await next(request, options)) as GetHistoryResponse;
      return { ...page, changes: page.changes.filter(({ kind }) => kind !== "deleted") };
    }),
  },
];

const watches: readonly Mutant[] = [
  {
    name: "a watch misses what changes between the entries that are there and its catching up",
    fact: "watch",
    mutate: watch((next) => {
      return async function* (request, options) {
        let hasSnapshot = false;
        let hasCaughtUp = false;
        for await (const response of next(request, options) as AsyncIterable<WatchResponse>) {
          hasSnapshot ||= response.snapshot;
          hasCaughtUp ||= response.caughtUp;
          const isBetween = hasSnapshot && !response.snapshot && !hasCaughtUp;
          yield isBetween ? { ...response, changes: [] } : response;
        }
      };
    }),
  },
  {
    name: "a watch gives its first changes twice",
    fact: "watch",
    mutate: responses(async function* (all) {
      let isFirst = true;
      for await (const response of all) {
        yield response;
        if (isFirst && response.changes.length > 0) yield response;
        isFirst = false;
      }
    }),
  },
  {
    name: "a watch does not tell of deletes",
    fact: "watch",
    mutate: keeping(({ kind }) => kind !== "deleted"),
  },
  {
    name: "a watch does not tell of expiries",
    fact: "watch",
    mutate: keeping(({ kind }) => kind !== "expired"),
  },
  {
    name: "a watch that goes on where it cannot has a gap, in silence",
    fact: "watch:revision_out_of_range",
    mutate: watch((next) => {
      return async function* (request, options) {
        try {
          yield* next(request, options);
        } catch (error) {
          if (!isFlowMeshError(error, "revision_out_of_range")) throw error;
          yield* next({ ...request, afterRevision: Number(error.details.earliest) } as WatchRequestInit, options);
        }
      };
    }),
  },
  {
    name: "a watch that goes on begins again with all that is there",
    fact: "watch<afterRevision",
    mutate: watch((next) => (request, options) => {
      const { afterRevision = 0, afterKey = "" } = request as WatchRequestInit;
      return next(afterRevision > 0 && afterKey === "" ? { ...request, afterRevision: undefined } : request, options);
    }),
  },
  {
    name: "a watch never says that it has caught up",
    fact: "watch",
    mutate: responses(async function* (all) {
      for await (const response of all) if (!response.caughtUp) yield response;
    }),
  },
  {
    name: "a watch says nothing while its keys do not change",
    fact: "watch",
    mutate: responses(async function* (all) {
      for await (const response of all) if (response.caughtUp || response.changes.length > 0) yield response;
    }),
  },
];

/** Fabrics whose KV breaks a promise that no single field shows. */
export const kvMutants: readonly Mutant[] = [...writes, ...reads, ...watches];
