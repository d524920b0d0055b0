import type { CursorChange, Group, GroupCursor } from "@flowmesh/contract";
import type { Fabric } from "@flowmesh/fabric";
import type { Clock } from "@flowmesh/fabric/internal";
import { nameOf, type StreamRef } from "./definitions/definition.ts";
import { checkOptionNames } from "./known-options.ts";
import { type ResetPlace, resetGoal } from "./reset-goal.ts";
import { systemWorld } from "./world/system-world.ts";

/** A group with how far it has come. */
export interface GroupDetails extends Group {
  /** Of every partition that the group has a cursor in, or that a member names; by stream and partition. */
  readonly cursors: readonly GroupCursor[];
}

/** How cursors are moved. */
export interface ResetOptions {
  /** Only these partitions. Default: all of the stream. */
  readonly partitions?: readonly number[] | undefined;
  /** Says what would change, and changes nothing. Default false. */
  readonly preview?: boolean | undefined;
}

/** Shows groups, moves their cursors, pauses and deletes them. They come to be when a first member joins: by `mesh.consume`. */
export class GroupAdmin {
  readonly #fabric: Fabric;
  readonly #clock: Clock;

  constructor(fabric: Fabric, clock: Clock = systemWorld.clock) {
    this.#fabric = fabric;
    this.#clock = clock;
  }

  /** All groups with their members and lag, or those whose names begin with `prefix`, ordered by name. Pages are asked for as they are needed. @throws FlowMeshError from `next`: `field_unknown` */
  async *list(options: { readonly prefix?: string | undefined } = {}): AsyncGenerator<Group, void> {
    checkOptionNames(options, { prefix: true }, "list");
    let pageToken = "";
    do {
      const page = await this.#fabric.groups.listGroups({ prefix: options.prefix, pageToken, pageSize });
      yield* page.groups;
      pageToken = page.nextPageToken;
    } while (pageToken !== "");
  }

  /** A group with its members, its cursors, and its lag in records and milliseconds. @throws FlowMeshError `group_not_found` */
  async get(name: string): Promise<GroupDetails> {
    const { group, cursors } = await this.#fabric.groups.getGroup({ group: name });
    return { ...group!, cursors };
  }

  /**
   * Moves the group's cursors of a stream, all of them or none, also while members are at work: what they still commit of before is refused, and they go on from the
   * new cursors. Records behind a cursor that goes back are handed out again. `undo` takes the last reset back.
   *
   * @returns where each cursor was and where it is now, or would be
   * @throws FlowMeshError `group_not_found`, `stream_not_found`, `partition_not_found`, `offset_out_of_range`, `field_invalid`, `field_unknown`, `disk_full`; `connection_failed` or
   * `deadline_exceeded` when nobody knows whether it was done
   */
  async reset(name: string, stream: StreamRef, to: ResetPlace, options: ResetOptions = {}): Promise<CursorChange[]> {
    checkOptionNames(options, { partitions: true, preview: true }, "reset");
    const { partitions, preview } = options;
    const goal = resetGoal(to, "to", this.#clock.wallMs());
    const request = { group: name, stream: nameOf(stream), partitions, preview, ...goal };
    const { changes } = await this.#fabric.groups.resetGroup(request);
    return changes;
  }

  /**
   * Takes the last reset back: sets the cursors that it moved to where they were before it, with what had been finished ahead of them. Works once for each reset.
   *
   * @returns where each cursor was and where it is now
   * @throws FlowMeshError `group_not_found`, `nothing_to_undo`, `disk_full`; `connection_failed` or `deadline_exceeded` when nobody knows whether it was done
   */
  async undo(name: string): Promise<CursorChange[]> {
    const { changes } = await this.#fabric.groups.undoReset({ group: name });
    return changes;
  }

  /** Lets the members finish what they have begun, and take nothing more until `resume`. Pausing twice is no error. @throws FlowMeshError `group_not_found` */
  async pause(name: string): Promise<void> {
    await this.#fabric.groups.pauseGroup({ group: name });
  }

  /** Lets the members go on. @throws FlowMeshError `group_not_found` */
  async resume(name: string): Promise<void> {
    await this.#fabric.groups.resumeGroup({ group: name });
  }

  /** Deletes a group without members, and its cursors, for good. @throws FlowMeshError `group_not_found`, `group_not_empty` */
  async delete(name: string): Promise<void> {
    await this.#fabric.groups.deleteGroup({ group: name });
  }
}

const pageSize = 1000;
