import type { PublisherOptions } from "@flowmesh/client";
import { FlowMeshError } from "@flowmesh/fabric";

type Durability = NonNullable<PublisherOptions["durability"]>;

/** What `--durability` takes. */
export const durabilities: readonly Durability[] = ["always", "interval", "memory"];

/** The help of `--durability`. */
export function durabilityHelp(initial: string): string {
  return `when a write is answered: always (it is on the disk), interval (it will be soon) or memory (it is received) (default: ${initial})`;
}

/** Reads `--durability`. @throws FlowMeshError `field_invalid` */
export function parseDurability(text: string | undefined): Durability | undefined {
  if (text === undefined) return undefined;
  const durability = durabilities.find((known) => known === text);
  if (durability !== undefined) return durability;
  const problem = `is ${JSON.stringify(text)}; use always, interval or memory`;
  throw new FlowMeshError("field_invalid", { field: "--durability", problem });
}
