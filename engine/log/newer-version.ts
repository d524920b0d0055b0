import { FlowMeshError } from "@flowmesh/fabric";
import { OperationUnknown } from "../commit/operation.ts";
import { SEGMENT_FORMAT } from "./segment-header.ts";

/** What keeps a log from being opened, for who opens it: operations that are whole and not known were written by a newer version. Any other error is given back as it is. */
export function asNewerVersion(error: unknown, path: string): unknown {
  if (!(error instanceof OperationUnknown)) return error;
  const found = `${SEGMENT_FORMAT}, with operations that are not known here (${error.message})`;
  return new FlowMeshError("data_version_newer", { path, found, known: SEGMENT_FORMAT }, { cause: error });
}
