import type { Log } from "../../log/log.ts";
import type { IndexSaver } from "../../saved/index-saver.ts";
import type { LineageTable } from "../lineage/lineage-table.ts";
import type { KvTable } from "./kv-table.ts";

/**
 * Reads all entries, and the lineage, from the log again, after the index store that held them was found damaged. Nothing of them may be written meanwhile, and everything that was
 * must be durable.
 * @param saver saves what would fill the memory
 */
export async function reloadEntries(
  log: Log,
  table: KvTable,
  lineage: LineageTable,
  saver: Pick<IndexSaver, "isHeavy" | "relieve">,
  isStopped: () => boolean,
): Promise<void> {
  for (let segment = log.firstSegment; segment <= log.writer.segment.number && !isStopped(); segment++) {
    for (const entry of await log.entriesOf(segment)) {
      table.reload({ ...entry, segment });
      lineage.replay(entry);
      if (saver.isHeavy) await saver.relieve();
    }
    await saver.relieve();
  }
}
