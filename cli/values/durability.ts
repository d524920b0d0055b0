import type { PublisherOptions } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

/** Reads `--durability`. @throws FlowMeshError `field_invalid` */
export function parseDurability(text: string | undefined): PublisherOptions["durability"] {
  if (text === undefined || text === "always" || text === "interval" || text === "memory") return text;
  const problem = `is ${JSON.stringify(text)}; use always, interval or memory`;
  throw new FlowMeshError("field_invalid", { field: "--durability", problem });
}
