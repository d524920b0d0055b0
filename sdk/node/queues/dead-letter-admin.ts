import type { DeadLetterSource, GroupErrorsResponse } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import { nameOf, type QueueRef } from "../definitions/definition.ts";
import { checkOptionNames } from "../known-options.ts";

/** Which sources of dead letters are listed. */
export interface ListDeadLettersOptions {
  /** Only names that begin so; `@` for those of groups. Default: all. */
  readonly prefix?: string | undefined;
}

/** Dead letters of all queues and groups, seen together. What is done with them is an operation: `mesh.operations`. */
export class DeadLetterAdmin {
  readonly #fabric: Fabric;

  constructor(fabric: Fabric) {
    this.#fabric = fabric;
  }

  /** Queues and groups that have dead letters, by name. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: ListDeadLettersOptions = {}): AsyncGenerator<DeadLetterSource, undefined> {
    checkOptionNames(options, { prefix: true }, "list");
    const { prefix = "" } = options;
    for (let pageToken = ""; ; ) {
      const page = await this.#fabric.deadLetters.listDeadLetters({ prefix, pageToken });
      yield* page.sources;
      pageToken = page.nextPageToken;
      if (pageToken === "") return undefined;
    }
  }

  /** The dead jobs of one queue grouped by what went wrong, the largest groups first; `@` and a group's name for the group's. @throws FlowMeshError `queue_not_found` */
  errors(queue: QueueRef): Promise<GroupErrorsResponse> {
    return this.#fabric.deadLetters.groupErrors({ queue: nameOf(queue) });
  }
}
