import { formatTime } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";

/** What time it is where it is virtual. */
export const clockShape: Shape<Date> = {
  columns: [{ title: "NOW", value: (now) => formatTime(now.getTime()) }],
  toJson: (now) => ({ now: formatTime(now.getTime()) }),
};
