import type { PublisherOptions } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

/** The help of `--durability`. */
export function durabilityHelp(initial: string): string {
  return `when a write is answered: always (it is on the disk), interval (it will be soon) or memory (it is received) (default: ${initial})`;
}

/** Reads `--durability`. @throws FlowMeshError `field_invalid` */
export function parseDurability(text: string | undefined): PublisherOptions["durability"] {
  if (text === undefined || text === "always" || text === "interval" || text === "memory") return text;
  const problem = `is ${JSON.stringify(text)}; use always, interval or memory`;
  throw new FlowMeshError("field_invalid", { field: "--durability", problem });
}
