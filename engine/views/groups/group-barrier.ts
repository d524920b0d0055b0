import type { StreamsView } from "../streams/streams-view.ts";
import { openUntilOf } from "./describe-group.ts";
import type { GroupsTable } from "./groups-table.ts";

/** A partition as a group reads it. */
export interface GroupReading {
  readonly group: string;
  readonly stream: string;
  readonly partition: number;
}

/** Up to where partitions may be read for a group: not what was written behind a growth before the group has finished what was written until then. */
export class GroupBarrier {
  readonly #groups: GroupsTable;
  readonly #view: StreamsView;

  constructor(groups: GroupsTable, view: StreamsView) {
    this.#groups = groups;
    this.#view = view;
  }

  /**
   * The offset at which the partition ends for the group now; infinity: it is open. An empty name is no group.
   * @throws FlowMeshError group_not_found
   */
  openUntil({ group, stream, partition }: GroupReading): number {
    if (group === "") return Number.POSITIVE_INFINITY;
    const { cursors } = this.#groups.get(group);
    const visible = this.#view.find(stream);
    return visible === undefined ? Number.POSITIVE_INFINITY : openUntilOf(visible, partition, cursors);
  }

  /**
   * Calls `notify` when the partition ends elsewhere for the group, or the group is deleted.
   * @returns what lets go of it
   */
  watch(reading: GroupReading, notify: () => void): () => void {
    if (reading.group === "") return () => undefined;
    const group = this.#groups.get(reading.group);
    const before = this.openUntil(reading);
    const look = (): void => {
      if (this.#groups.find(reading.group) !== group || this.openUntil(reading) !== before) notify();
    };
    // What retention removes is not waited for.
    const partitions = this.#view.find(reading.stream)?.partitions ?? [];
    const watched = [group, ...partitions].map(({ watchers }) => watchers.add(look));
    return () => {
      for (const watchers of watched) watchers.delete(look);
    };
  }
}
