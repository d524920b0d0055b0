import type { Disk } from "../disk/disk.ts";
import type { BlockCache } from "./block-cache.ts";
import { IndexDamaged } from "./index-store.ts";
import { type Manifest, manifestFileName, manifestNumber, readManifest } from "./manifest.ts";
import { Table, tableFileName, tableNumber } from "./table.ts";

/** What a folder held: the tables of its newest usable manifest, newest first, and the first numbers that are free. */
export interface StoredState {
  readonly tables: Table[];
  readonly manifest: number;
  readonly nextManifest: number;
  readonly nextTable: number;
}

/**
 * Finds the newest manifest that is whole and whose tables are all there. An older one counts where a crash came between the writing of a newer one and the
 * sync of the directory. Nothing usable, or nothing at all, is an empty store. Everything that the manifest does not name is removed, once it is sure to stay.
 */
export async function findStoredState(disk: Disk, cache: BlockCache): Promise<StoredState> {
  const names = await disk.list();
  const manifests = numbersOf(names, manifestNumber);
  const found = await firstUsable(disk, manifests, cache);
  if (found !== undefined) await makeDurable(disk, found.manifest.number);
  const kept = new Set(found?.tables.map((table) => tableFileName(table.identity.number)));
  if (found !== undefined) kept.add(manifestFileName(found.manifest.number));
  for (const name of names) {
    const isOurs = manifestNumber(name) !== undefined || tableNumber(name) !== undefined;
    if (isOurs && !kept.has(name)) await disk.remove(name);
  }
  return {
    tables: found?.tables ?? [],
    manifest: found?.manifest.number ?? 0,
    nextManifest: (manifests[0] ?? 0) + 1,
    nextTable: Math.max(found?.manifest.nextTable ?? 1, (numbersOf(names, tableNumber)[0] ?? 0) + 1),
  };
}

/** Highest first. */
function numbersOf(names: readonly string[], numberIn: (name: string) => number | undefined): number[] {
  const numbers = names.map(numberIn).filter((number) => number !== undefined);
  return numbers.sort((one, other) => other - one);
}

async function firstUsable(
  disk: Disk,
  numbers: readonly number[],
  cache: BlockCache,
): Promise<{ manifest: Manifest; tables: Table[] } | undefined> {
  for (const number of numbers) {
    const manifest = await readManifest(disk, manifestFileName(number));
    const tables = manifest && (await openTables(disk, manifest, cache));
    if (manifest !== undefined && tables !== undefined) return { manifest, tables };
  }
  return undefined;
}

async function openTables(disk: Disk, manifest: Manifest, cache: BlockCache): Promise<Table[] | undefined> {
  const tables: Table[] = [];
  try {
    for (const identity of manifest.tables) tables.push(await Table.open(disk, identity, cache));
    return tables;
  } catch (error) {
    for (const table of tables) await table.close();
    if (error instanceof IndexDamaged) return undefined;
    throw error;
  }
}

/** A killed process may have left what is found here unsynced. */
async function makeDurable(disk: Disk, manifest: number): Promise<void> {
  const file = await disk.open(manifestFileName(manifest));
  await file.sync();
  await file.close();
  await disk.syncDirectory();
}
