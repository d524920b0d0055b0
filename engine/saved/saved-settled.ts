import { type IndexChange, IndexDamaged, type IndexStore } from "../index-store/index-store.ts";
import type { SettledTable } from "../settled/settled-table.ts";
import { decodeSaved, encodeSaved, padded, scan } from "./rows.ts";

/** What of the manifest of settled files has changed behind `savedTo`. */
export function settledChanges(settled: SettledTable, savedTo: number): IndexChange[] {
  const changes: IndexChange[] = [...settled.deleted].map((file) => ({ key: `f/${padded(file)}`, value: undefined }));
  for (const { operation, home, changed } of settled.all())
    if (changed > savedTo)
      changes.push({ key: `f/${padded(operation.file)}`, value: encodeSaved({ operation, home, changed }) });
  return changes;
}

/** Gives the table the manifest as it was saved. */
export function restoreSettled(store: IndexStore, settled: SettledTable): void {
  for (const { key, value } of scan(store, "f/")) {
    const { operation, home, changed } = decodeSaved(key, value);
    if (operation.kind !== "settled") throw new IndexDamaged(`${key} is no settled file`);
    settled.restore({ operation, home, changed });
  }
}
