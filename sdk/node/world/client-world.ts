import type { Clock, Random } from "@flowmesh/fabric/internal";

/** Where what stands above the connections takes time and randomness from: publishing, consuming, reading and commits. Connections themselves live by the machine's clock. */
export interface ClientWorld {
  readonly clock: Clock;
  readonly random: Random;
}
