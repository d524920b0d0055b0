import { limits } from "@flowmesh/contract";
import { FlowMeshError } from "@flowmesh/fabric";
import { parseSize } from "../values/size.ts";

/** Reads `--size`, the size of a value. @throws FlowMeshError `field_invalid` */
export function parseValueSize(text: string): number {
  const size = parseSize(text, "--size");
  if (size <= limits.recordValueBytes.value) return size;
  const problem = `is ${text}, and a value may have ${limits.recordValueBytes.value} bytes at most`;
  throw new FlowMeshError("field_invalid", { field: "--size", problem });
}
