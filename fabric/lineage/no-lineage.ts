import type { LineageService } from "@flowmesh/contract";
import { FlowMeshError } from "../errors.ts";

/** The lineage of a fabric that keeps none: every question is refused with `capability_missing`. */
export const noLineage: LineageService = {
  where: async () => {
    throw new FlowMeshError("capability_missing", { what: "lineage" });
  },
};
