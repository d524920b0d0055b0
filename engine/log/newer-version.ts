import { FlowMeshError } from "@flowmesh/fabric";
import { OperationUnknown } from "../commit/operation.ts";
import { SEGMENT_FORMAT } from "./segment-header.ts";

/** A file is whole, and its format newer than the one that is known here. */
export class FormatNewer extends Error {
  readonly found: number;
  readonly known: number;

  constructor(found: number, known: number) {
    super(`format ${found} is newer than ${known}`);
    this.found = found;
    this.known = known;
  }
}

/** What keeps a log from being opened, for who opens it: formats and operations that are whole and not known were written by a newer version. Any other error is given back as it is. */
export function asNewerVersion(error: unknown, path: string): unknown {
  if (error instanceof FormatNewer)
    return new FlowMeshError("data_version_newer", { path, found: error.found, known: error.known });
  if (!(error instanceof OperationUnknown)) return error;
  const found = `${SEGMENT_FORMAT}, with operations that are not known here (${error.message})`;
  return new FlowMeshError("data_version_newer", { path, found, known: SEGMENT_FORMAT }, { cause: error });
}
