import { JsonMappingError } from "@flowmesh/contract/internal";
import { FlowMeshError } from "@flowmesh/fabric";
import { interruption } from "../instance/stop-signals.ts";
import { inputContents } from "./input-contents.ts";

/**
 * What the JSON of a file means; `-` is standard input.
 * @param read makes something of it, and refuses what does not fit with a JsonMappingError
 * @throws FlowMeshError `message_malformed`
 */
export async function jsonInput<T>(file: string, read: (json: unknown) => T): Promise<T> {
  let text = "";
  for await (const [content] of inputContents(file === "-" ? undefined : file, { kind: "raw" }, interruption()))
    text = Buffer.from(content!.bytes).toString();
  try {
    return read(JSON.parse(text));
  } catch (error) {
    if (!(error instanceof SyntaxError) && !(error instanceof JsonMappingError)) throw error;
    const format = file === "-" ? "JSON of standard input" : `JSON of ${file}`;
    throw new FlowMeshError("message_malformed", { format, problem: error.message }, { cause: error });
  }
}
