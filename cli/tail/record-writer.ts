import type { Message } from "@flowmesh/client";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { yamlWriter } from "../output/yaml.ts";
import { recordFields, recordJson } from "./record-json.ts";
import { recordTemplate } from "./record-template.ts";

/** Writes records to standard output. */
export type RecordWriter = (messages: readonly Message[]) => Promise<void>;

interface RecordOutput extends OutputOptions {
  readonly format?: string | undefined;
}

const templates: Readonly<Record<string, string>> = {
  table: "%T  %p@%o  %k  %v\\n",
  wide: "%T  %t/%p@%o  %h  %k  %v\\n",
  tsv: "%T\\t%p\\t%o\\t%k\\t%v\\n",
  name: "%t/%p@%o\\n",
};

/**
 * The writer that the flags ask for: JSON is a line a record, YAML a document a record, all else a template. @throws FlowMeshError `configuration_invalid`,
 * `field_invalid`
 */
export async function recordWriter(stream: string, options: RecordOutput): Promise<RecordWriter> {
  const format = outputFormat(options);
  const isForTerminal = process.stdout.isTTY === true || format === "table" || format === "wide";
  if (options.format === undefined && (format === "json" || format === "ndjson")) {
    return (messages) => writeData(messages.map((message) => `${recordJson(message)}\n`).join(""));
  }
  if (options.format === undefined && format === "yaml") {
    const yamlOf = await yamlWriter();
    return (messages) => writeData(messages.map((message) => `---\n${yamlOf(recordFields(message))}`).join(""));
  }
  const template = recordTemplate(options.format ?? templates[format]!, stream, isForTerminal);
  return (messages) => {
    const pieces: (string | Uint8Array)[] = [];
    for (const message of messages) template.render(message, pieces);
    return writeData(Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece))));
  };
}
