import { Redis } from "ioredis";
import { runCallLoop } from "../closed-loop.ts";
import type { Contender } from "../comparison.ts";
import { type EntryWork, entryKeys } from "../entry-work.ts";
import type { JobWork } from "../job-work.ts";
import type { RedisProcess } from "./redis-process.ts";

const stream = "jobs";
const group = "workers";
const consumer = "worker";

/** Jobs as entries of a stream: added in a pipeline, read by a group, and acknowledged, a batch at a time. */
export function redisJobs(server: RedisProcess, { value, batchJobs, inFlight }: JobWork): Contender {
  return {
    name: "Redis streams, XADD, XREADGROUP, XACK",
    settings: `${server.settings}; ioredis, 1 connection, the batch's XADD in one pipeline, one XACK`,
    run: (seconds) =>
      withRedis(server, {}, async (redis) => {
        await redis.del(stream);
        await redis.xgroup("CREATE", stream, group, "$", "MKSTREAM");
        const lifecycle = async (): Promise<number> => {
          const adding = redis.pipeline();
          for (let job = 0; job < batchJobs; job += 1) adding.xadd(stream, "*", "value", value);
          await adding.exec();
          const ids = await readIds(redis, batchJobs);
          return ids.length === 0 ? 0 : redis.xack(stream, group, ...ids);
        };
        return await runCallLoop(server, { inFlight, seconds, call: lifecycle, countOf: (jobs) => jobs });
      }),
  };
}

async function readIds(redis: Redis, count: number): Promise<Buffer[]> {
  const read = await redis.xreadgroupBuffer("GROUP", group, consumer, "COUNT", count, "STREAMS", stream, ">");
  const [[, entries] = []] = (read ?? []) as [Buffer, [Buffer, Buffer[]][]][];
  return (entries ?? []).map(([id]) => id);
}

/** How ioredis is told to send. */
export interface RedisWay {
  readonly name: string;
  readonly settings: string;
  readonly options: { readonly enableAutoPipelining?: boolean };
}

/** One command a write to the socket, as ioredis does by itself; and those of a turn together, which is what it calls auto-pipelining. */
export const redisWays: readonly RedisWay[] = [
  { name: "", settings: "each command sent by itself, the default", options: {} },
  {
    name: ", auto-pipelining",
    settings: "commands of one turn sent together",
    options: { enableAutoPipelining: true },
  },
];

export function redisPuts(server: RedisProcess, way: RedisWay, work: EntryWork): Contender {
  return redisCommands(server, way, work, "SET", (redis, key) => redis.set(key, work.value));
}

export function redisGets(server: RedisProcess, way: RedisWay, work: EntryWork): Contender {
  return redisCommands(server, way, work, "GET", (redis, key) => redis.getBuffer(key));
}

function redisCommands(
  server: RedisProcess,
  way: RedisWay,
  work: EntryWork,
  name: string,
  command: (redis: Redis, key: string) => Promise<unknown>,
): Contender {
  const keys = entryKeys(work);
  let turn = 0;
  return {
    name: `Redis, ${name}${way.name}`,
    settings: `${server.settings}; ioredis, ${way.settings}`,
    run: (seconds) =>
      withRedis(server, way.options, async (redis) => {
        await redis.mset(...keys.flatMap((key) => [key, work.value]));
        return await runCallLoop(server, {
          inFlight: work.inFlight,
          seconds,
          call: () => command(redis, keys[turn++ % keys.length]!),
        });
      }),
  };
}

async function withRedis<Result>(
  { host, port }: RedisProcess,
  options: RedisWay["options"],
  work: (redis: Redis) => Promise<Result>,
): Promise<Result> {
  const redis = new Redis({ ...options, host, port });
  try {
    return await work(redis);
  } finally {
    redis.disconnect();
  }
}
