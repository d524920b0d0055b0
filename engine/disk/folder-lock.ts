/**
 * Keeps a second process out of a data folder.
 *
 * The lock is the operating system's own (an fcntl range lock), taken through SQLite, which ships with Node: an open `BEGIN EXCLUSIVE` on an otherwise empty
 * database file. So it is held by the process and not by the file's existence: it ends with the process however that ends, a process id that comes back
 * means nothing, of two that start at once exactly one gets it, and it reaches across containers that share the volume. The file itself is never removed,
 * because a lock on a removed file excludes nobody.
 *
 * Nothing else in this process may open the lock file: closing any descriptor of it would drop the lock.
 */
import type { DatabaseSync } from "node:sqlite";

/** How long two that start in the same moment may dispute the lock before both would give up. */
const disputeMs = 250;
const sqliteBusy = 5;

export interface FolderLock {
  release(): void;
}

/** Takes the lock, or gives undefined when another holder has it. Throws when the file cannot be used. */
export async function acquireFolderLock(lockFile: string): Promise<FolderLock | undefined> {
  const { DatabaseSync } = await import("node:sqlite");
  const database = new DatabaseSync(lockFile, { timeout: disputeMs });
  try {
    database.exec("PRAGMA journal_mode = OFF; BEGIN EXCLUSIVE");
  } catch (error) {
    database.close();
    if (isBusy(error)) return undefined;
    throw error;
  }
  return new SqliteFolderLock(database);
}

class SqliteFolderLock implements FolderLock {
  /** Held for the lock's sake: a collected database would close, and with it goes the lock. */
  #database: DatabaseSync | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  release(): void {
    this.#database?.close();
    this.#database = undefined;
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && "errcode" in error && error.errcode === sqliteBusy;
}
