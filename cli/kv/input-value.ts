import { limits } from "@flowmesh/contract";
import { FlowMeshError, isFlowMeshError } from "@flowmesh/fabric";
import { interruption } from "../instance/stop-signals.ts";
import { inputContents } from "../publishing/input-contents.ts";

/**
 * The value of an entry: what was typed, or all of a file or of standard input, byte for byte.
 * @throws FlowMeshError `file_unreadable`, and `value_too_large` before more is read than any server takes
 */
export async function inputValue(
  typed: string | undefined,
  { key, file }: { readonly key: string; readonly file: string | undefined },
): Promise<Uint8Array> {
  if (typed !== undefined && typed !== "-") return Buffer.from(typed);
  try {
    for await (const [content] of inputContents(file, { kind: "raw" }, interruption())) return content!.bytes;
  } catch (error) {
    if (!isFlowMeshError(error, "record_too_large")) throw error;
    const { size = 0 } = error.details as { readonly size?: number };
    throw new FlowMeshError("value_too_large", { key, size, limit: limits.kvValueBytes.max }, { cause: error });
  }
  return new Uint8Array(0);
}
