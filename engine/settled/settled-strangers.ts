import type { Log } from "../log/log.ts";
import type { SettledTable } from "./settled-table.ts";

/**
 * After damage of the log, which may have taken the commit that named a settled file, and of which a file that is gone may be all that tells: what is whole in the folder counts as named, and is named again with the rest that
 * stood in the damage. One that was never named, or is not needed any more, has nothing but copies.
 */
export async function adoptStrangers(log: Log, settled: SettledTable): Promise<void> {
  const named = settled.all().map(({ operation }) => operation.file);
  if (log.damages.all.length === 0 && !(await log.settled.isAnyGone(named))) return;
  for (const number of await log.settled.strangers((file) => settled.has(file))) {
    const content = await log.settled.inspect(number);
    if (content !== undefined) settled.restore({ operation: content.operation, home: 0, changed: 0 });
  }
}

/** Removes settled files that nothing names: what a crash left that were not finished, or not needed any more. While the log is damaged it is not known which. */
export async function removeStrangers(log: Log, settled: SettledTable): Promise<void> {
  const strangers = await log.settled.strangers((file) => settled.has(file));
  if (log.damages.all.length > 0) return;
  for (const number of strangers) await log.settled.removeStranger(number);
}
