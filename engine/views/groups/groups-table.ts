import { FlowMeshError } from "@flowmesh/fabric";
import { type CursorState, type GroupState, newGroup } from "@flowmesh/fabric/internal";
import { type GroupCursorOperation, type GroupOperation, groupStateOperation } from "../../commit/group-operation.ts";
import type { LogOperation } from "../../commit/operation.ts";

/** A group with its cursors. `home` is the segment of the last operation with the full state, `changed` the position of that operation. */
export interface TableGroup {
  state: GroupState;
  home: number;
  changed: number;
  /** By `cursorKey`. */
  readonly cursors: Map<string, TableCursor>;
  /** Called whenever one of its cursors was set, and when it is deleted. */
  readonly watchers: Set<() => void>;
}

export interface TableCursor {
  readonly stream: number;
  readonly partition: number;
  readonly cursor: CursorState;
  /** When it was committed. */
  readonly timeMs: number;
  readonly home: number;
  readonly changed: number;
}

export function cursorKey(stream: number, partition: number): string {
  return `${stream}/${partition}`;
}

const NOWHERE: CursorState = { offset: 0, finished: [] };

/** Told of every group that changes, and of every cursor that is set. */
export interface GroupsListener {
  readonly changed: (group: TableGroup) => void;
  readonly cursorSet: (group: TableGroup) => void;
}

/**
 * Groups as commits have made them. The engine has two: the sequencer's, which knows all that was ordered, and the readers', which follows once it is durable.
 * Every operation carries full state, so applying one again changes nothing.
 */
export class GroupsTable {
  readonly #byName = new Map<string, TableGroup>();
  readonly #byId = new Map<number, TableGroup>();
  nextGroupId: number = 1;
  /** Ids of groups deleted since they were last asked for. */
  readonly deleted: Set<number> = new Set();
  #listener: GroupsListener | undefined;

  /** Tells one listener from now on. */
  listen(listener: GroupsListener): void {
    this.#listener = listener;
  }

  find(name: string): TableGroup | undefined {
    return this.#byName.get(name);
  }

  findById(id: number): TableGroup | undefined {
    return this.#byId.get(id);
  }

  /** @throws FlowMeshError group_not_found */
  get(name: string): TableGroup {
    const group = this.#byName.get(name);
    if (group === undefined) throw new FlowMeshError("group_not_found", { group: name });
    return group;
  }

  get count(): number {
    return this.#byName.size;
  }

  all(): IterableIterator<TableGroup> {
    return this.#byId.values();
  }

  names(): string[] {
    return [...this.#byName.keys()].sort();
  }

  /** How far the group has come; at the very beginning where it never said. */
  cursor(group: TableGroup | undefined, stream: number, partition: number): CursorState {
    return group?.cursors.get(cursorKey(stream, partition))?.cursor ?? NOWHERE;
  }

  apply(operation: LogOperation, position: number, segment: number): void {
    switch (operation.kind) {
      case "group":
        this.#set(operation.state, position, segment);
        break;
      case "cursor":
        this.#setCursor(operation, position, segment);
        break;
      case "ungroup":
        this.#delete(operation.group);
        break;
      case "groups":
        this.nextGroupId = Math.max(this.nextGroupId, operation.nextGroupId);
        break;
      case "delete":
        this.#forgetStream(operation.stream);
        break;
    }
  }

  /** Operations with the present state of what stands in a segment that is meant. */
  *carried(isMeant: (segment: number) => boolean): Generator<GroupOperation> {
    for (const { state, home, cursors } of this.#byId.values()) {
      if (isMeant(home)) yield groupStateOperation(state);
      for (const each of cursors.values()) if (isMeant(each.home)) yield cursorOperation(state.id, each);
    }
  }

  #set(state: GroupState, position: number, segment: number): void {
    const known = this.#shell(state.id, segment);
    this.#byName.set(state.name, known);
    known.state = state;
    known.home = segment;
    known.changed = position;
    this.#listener?.changed(known);
  }

  #setCursor(
    { group: id, stream, partition, cursor, timeMs }: GroupCursorOperation,
    position: number,
    segment: number,
  ): void {
    const group = this.#shell(id, segment);
    const key = cursorKey(stream, partition);
    group.cursors.set(key, { stream, partition, cursor, timeMs, home: segment, changed: position });
    this.#listener?.cursorSet(group);
    for (const notify of group.watchers) notify();
  }

  #delete(id: number): void {
    const group = this.#byId.get(id);
    if (group === undefined) return;
    this.#byId.delete(id);
    if (this.#byName.get(group.state.name) === group) this.#byName.delete(group.state.name);
    this.deleted.add(id);
    this.#listener?.changed(group);
    for (const notify of group.watchers) notify();
  }

  #forgetStream(id: number): void {
    for (const { cursors } of this.#byId.values())
      for (const [key, { stream }] of cursors) if (stream === id) cursors.delete(key);
  }

  /** The group, without a name if replay meets its cursors before its state, which was carried forward. */
  #shell(id: number, segment: number): TableGroup {
    let group = this.#byId.get(id);
    if (group === undefined) {
      group = { state: newGroup(id, "", 0), home: segment, changed: 0, cursors: new Map(), watchers: new Set() };
      this.#byId.set(id, group);
      this.nextGroupId = Math.max(this.nextGroupId, id + 1);
    }
    return group;
  }
}

export function cursorOperation(group: number, each: Omit<TableCursor, "home" | "changed">): GroupCursorOperation {
  return {
    kind: "cursor",
    group,
    stream: each.stream,
    partition: each.partition,
    cursor: each.cursor,
    timeMs: each.timeMs,
  };
}
