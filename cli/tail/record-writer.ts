import type { Message } from "@flowmesh/client";
import { type OutputOptions, outputFormat } from "../output/format.ts";
import { writeData } from "../output/write.ts";
import { yamlWriter } from "../output/yaml.ts";
import { recordFormat, tsvTemplate } from "../record-formats/record-format.ts";
import { recordFields, recordJson } from "../record-formats/record-json.ts";
import { recordTemplate } from "../record-formats/record-template.ts";

/** Writes records to standard output. */
export type RecordWriter = (messages: readonly Message[]) => Promise<void>;

interface RecordOutput extends OutputOptions {
  readonly format?: string | undefined;
}

const templates: Readonly<Record<string, string>> = {
  table: "%T  %p@%o  %k  %v\\n",
  wide: "%T  %t/%p@%o  %h  %k  %v\\n",
  tsv: tsvTemplate,
  name: "%t/%p@%o\\n",
};

/**
 * The writer that the flags ask for: JSON is a line a record, YAML a document a record, all else a template. @throws FlowMeshError `configuration_invalid`,
 * `field_invalid`
 */
export async function recordWriter(stream: string, options: RecordOutput): Promise<RecordWriter> {
  const output = outputFormat(options);
  if (options.format === undefined && output === "yaml") {
    const yamlOf = await yamlWriter();
    return (messages) => writeData(messages.map((message) => `---\n${yamlOf(recordFields(message))}`).join(""));
  }
  const template = options.format === undefined ? templates[output] : templateOf(options.format);
  if (template === undefined) {
    return (messages) => writeData(messages.map((message) => `${recordJson(message)}\n`).join(""));
  }
  const isForTerminal = process.stdout.isTTY === true || output === "table" || output === "wide";
  const { render } = recordTemplate(template, stream, isForTerminal);
  return (messages) => {
    const pieces: (string | Uint8Array)[] = [];
    for (const message of messages) render(message, pieces);
    return writeData(Buffer.concat(pieces.map((piece) => (typeof piece === "string" ? Buffer.from(piece) : piece))));
  };
}

/** Undefined for JSON. */
function templateOf(text: string): string | undefined {
  const format = recordFormat(text);
  if (format.kind === "ndjson") return undefined;
  return format.kind === "template" ? format.template : templatesOfValues[format.kind];
}

const templatesOfValues = { lines: "%v\\n", raw: "%v" } as const;
