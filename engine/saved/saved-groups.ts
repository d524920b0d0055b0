import { groupStateOperation } from "../commit/group-operation.ts";
import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import { cursorOperation, type GroupsTable, type TableGroup } from "../views/groups/groups-table.ts";
import { decodeSaved, encodeSaved, padded, scan } from "./rows.ts";

/** What of the groups has changed behind `savedTo`, and what was deleted since, of them or of the streams that they had cursors in. */
export function groupChanges(
  store: IndexStore,
  groups: GroupsTable,
  savedTo: number,
  deletedStreams: readonly number[],
): IndexChange[] {
  const changes: IndexChange[] = [];
  for (const id of groups.deleted) changes.push(...removalOf(store, id));
  for (const group of groups.all()) changes.push(...changesOf(store, group, savedTo, deletedStreams));
  return changes;
}

/** Gives every table what was saved of the groups. */
export function restoreGroups(store: IndexStore, tables: readonly GroupsTable[]): void {
  for (const prefix of ["g/", "c/"]) {
    for (const { key, value } of scan(store, prefix)) {
      const { operation, home, changed } = decodeSaved(key, value);
      if (operation.kind !== "group" && operation.kind !== "cursor") throw new IndexDamaged(`${key} is not of a group`);
      for (const table of tables) table.apply(operation, changed, home);
    }
  }
}

function changesOf(
  store: IndexStore,
  { state, home, changed, cursors }: TableGroup,
  savedTo: number,
  deletedStreams: readonly number[],
): IndexChange[] {
  const changes: IndexChange[] = [];
  const id = padded(state.id);
  if (changed > savedTo)
    changes.push({ key: `g/${id}`, value: encodeSaved({ operation: groupStateOperation(state), home, changed }) });
  for (const cursor of cursors.values()) {
    if (cursor.changed <= savedTo) continue;
    const operation = cursorOperation(state.id, cursor);
    const key = `c/${id}/${padded(cursor.stream)}/${cursor.partition}`;
    changes.push({ key, value: encodeSaved({ operation, home: cursor.home, changed: cursor.changed }) });
  }
  for (const stream of deletedStreams)
    for (const { key } of scan(store, `c/${id}/${padded(stream)}/`)) changes.push({ key, value: undefined });
  return changes;
}

function removalOf(store: IndexStore, id: number): IndexChange[] {
  const keys = [`g/${padded(id)}`, ...[...scan(store, `c/${padded(id)}/`)].map(({ key }) => key)];
  return keys.map((key) => ({ key, value: undefined }));
}
