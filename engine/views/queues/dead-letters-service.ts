import type {
  CallOptions,
  DeadLetterSource,
  DeadLettersService,
  GroupErrorsRequestInit,
  GroupErrorsResponse,
  ListDeadLettersRequestInit,
  ListDeadLettersResponse,
} from "@flowmesh/contract";
import {
  checkGetQueue,
  checkListStreams,
  ErrorGroups,
  groupOfDeadLetters,
  writeListToken,
} from "@flowmesh/fabric/internal";
import type { CallScope } from "../../call-scope.ts";
import { readJob } from "../operations/job-matcher.ts";
import type { RunGround } from "../operations/operation-run.ts";
import { REDRIVEN } from "./job-slots.ts";
import { DEAD_STATES } from "./job-state-numbers.ts";
import type { NamedQueue } from "./queue-table.ts";

/** Dead jobs that one call looks at, and how many of them at a time. */
const LOOKED_AT_MAX = 20_000;
const READ_AT_ONCE = 50;

/** The contract's dead letters on the engine. */
export class EngineDeadLetters implements DeadLettersService {
  readonly #ground: RunGround;
  readonly #scope: CallScope;

  constructor(ground: RunGround, scope: CallScope) {
    this.#ground = ground;
    this.#scope = scope;
  }

  listDeadLetters(request: ListDeadLettersRequestInit, options?: CallOptions): Promise<ListDeadLettersResponse> {
    return this.#scope.run(options, async (signal) => {
      const { pageSize, after, prefix, atLeast } = checkListStreams(request);
      const { queues } = this.#ground.heads;
      await this.#ground.sequencer.whenVisible(atLeast, signal);
      await this.#whenCurrent();
      const names = queues.names().filter((name) => name > after && name.startsWith(prefix));
      const sources = names.map((name) => queues.get(name)).filter(({ jobs }) => jobs.count("dead") > 0);
      const page = sources.slice(0, pageSize).map(sourceOf);
      const nextPageToken = sources.length > pageSize ? writeListToken(prefix, page.at(-1)?.queue ?? "") : "";
      return { sources: page, nextPageToken };
    });
  }

  groupErrors(request: GroupErrorsRequestInit, options?: CallOptions): Promise<GroupErrorsResponse> {
    return this.#scope.run(options, async (signal) => {
      const { queue: name, atLeast } = checkGetQueue(request);
      await this.#ground.sequencer.whenVisible(atLeast, signal);
      await this.#whenCurrent();
      const queue = this.#ground.heads.queues.get(name);
      const groups = new ErrorGroups();
      const lookedAt = await this.#look(queue, groups, signal);
      return { groups: groups.all(), lookedAt, dead: queue.jobs.count("dead") };
    });
  }

  #whenCurrent(): Promise<void> {
    const { sequencer, heads } = this.#ground;
    return sequencer.whenVisible(heads.queues.changed);
  }

  /** Reads the jobs that died last, a few at a time. Returns how many they were. */
  async #look(queue: NamedQueue, groups: ErrorGroups, signal: AbortSignal): Promise<number> {
    const { heads, reader, clock } = this.#ground;
    const { jobs } = queue;
    const { workers } = heads.queues;
    const ended = jobs.ended.dead.last(LOOKED_AT_MAX);
    const dead = ended.filter(({ offset, place }) => jobs.ended.isMeant(offset, place, DEAD_STATES));
    const offsets = dead.map(({ offset }) => offset);
    let lookedAt = 0;
    for (let from = 0; from < offsets.length; from += READ_AT_ONCE) {
      const read = await Promise.all(
        offsets.slice(from, from + READ_AT_ONCE).map((offset) => readJob(queue, offset, workers, reader)),
      );
      for (const job of read) {
        if (job?.state !== "dead") continue;
        const slot = jobs.slots.find(Number(job.job));
        groups.add(job, ((jobs.slots.flags[slot] as number) & REDRIVEN) !== 0);
        lookedAt++;
      }
      await new Promise<void>((resolve) => clock.soon(resolve));
      signal.throwIfAborted();
    }
    return lookedAt;
  }
}

function sourceOf({ state, jobs }: NamedQueue): DeadLetterSource {
  return {
    queue: state.name,
    group: groupOfDeadLetters(state.name) ?? "",
    dead: jobs.count("dead"),
    firstAt: jobs.ended.dead.firstMs,
    lastAt: jobs.ended.dead.lastMs,
  };
}
