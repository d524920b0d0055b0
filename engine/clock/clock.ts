export type { Clock, Timer } from "@flowmesh/fabric/internal";
