import type { CursorChange } from "@flowmesh/client";
import { CursorChange as ChangeCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";

/** How cursors are shown that were moved, or would be. */
export function cursorMoveShape(group: string, isDryRun: boolean): Shape<CursorChange> {
  return {
    columns: [
      { title: "STREAM", value: ({ stream }) => stream },
      { title: "PARTITION", value: ({ partition }) => partition },
      { title: "FROM", value: ({ fromOffset }) => fromOffset },
      { title: "TO", value: ({ toOffset }) => toOffset },
      { title: "BY", value: ({ fromOffset, toOffset }) => signed(toOffset - fromOffset) },
    ],
    toJson: (change) => ({ group, ...toJson(ChangeCodec, change), dryRun: isDryRun }),
  };
}

function signed(offsets: number): string {
  return offsets > 0 ? `+${offsets}` : String(offsets);
}
