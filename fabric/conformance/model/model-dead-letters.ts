import type {
  CallOptions,
  DeadLettersService,
  GroupErrorsRequestInit,
  GroupErrorsResponse,
  ListDeadLettersRequestInit,
  ListDeadLettersResponse,
} from "@flowmesh/contract";
import { checkListStreams } from "../../check-requests.ts";
import { ErrorGroups } from "../../dead-letters/error-groups.ts";
import { writeListToken } from "../../page-token.ts";
import { groupOfDeadLetters } from "../../queues/check-job-operations.ts";
import { checkGetQueue } from "../../queues/check-queue-requests.ts";
import type { ModelCalls } from "./model-calls.ts";
import type { ModelJob } from "./model-job.ts";
import type { ModelQueue } from "./model-queue.ts";
import type { ModelQueues } from "./model-queues.ts";
import type { ModelState } from "./model-state.ts";

/** Dead letters of a model. */
export class ModelDeadLetters implements DeadLettersService {
  readonly #state: ModelState;
  readonly #calls: ModelCalls;
  readonly #queues: ModelQueues;

  constructor(state: ModelState, calls: ModelCalls, queues: ModelQueues) {
    this.#state = state;
    this.#calls = calls;
    this.#queues = queues;
  }

  listDeadLetters(request: ListDeadLettersRequestInit, options?: CallOptions): Promise<ListDeadLettersResponse> {
    return this.#calls.run("listDeadLetters", options, async (signal) => {
      const { pageSize, prefix, after, atLeast } = checkListStreams(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const names = [...this.#state.queues.keys()].filter((name) => name > after && name.startsWith(prefix)).sort();
      const sources = names
        .map((queue) => ({ queue, dead: deadOf(this.#queues.present(queue)) }))
        .filter(({ dead }) => dead.length > 0);
      const page = sources.slice(0, pageSize).map(({ queue, dead }) => ({
        queue,
        group: groupOfDeadLetters(queue) ?? "",
        dead: dead.length,
        firstAt: Math.min(...dead.map(({ ended }) => ended!.ms)),
        lastAt: Math.max(...dead.map(({ ended }) => ended!.ms)),
      }));
      const nextPageToken = sources.length > pageSize ? writeListToken(prefix, page.at(-1)!.queue) : "";
      return { sources: page, nextPageToken };
    });
  }

  groupErrors(request: GroupErrorsRequestInit, options?: CallOptions): Promise<GroupErrorsResponse> {
    return this.#calls.run("groupErrors", options, async (signal) => {
      const { queue: name, atLeast } = checkGetQueue(request);
      await this.#calls.until(() => this.#state.position >= atLeast, signal);
      const queue = this.#queues.present(name);
      const dead = deadOf(queue);
      const groups = new ErrorGroups();
      for (const job of dead) groups.add(queue.describeJob(job, this.#calls.clock.nowMs()), job.isRedriven);
      return { groups: groups.all(), lookedAt: dead.length, dead: dead.length };
    });
  }
}

/** The last ones to die first. */
function deadOf({ jobs }: ModelQueue): ModelJob[] {
  const dead = jobs.filter(({ ended }) => ended?.state === "dead");
  return dead.sort((a, b) => b.ended!.number - a.ended!.number);
}
