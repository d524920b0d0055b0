export type { Random } from "@flowmesh/fabric/internal";
