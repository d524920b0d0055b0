import { parseDocument } from "yaml";

/** Reads a YAML file of the contract. Duplicate keys and whatever else YAML itself refuses are errors that name file and line. */
export function readYaml(file: string, text: string): unknown {
  const document = parseDocument(text, { uniqueKeys: true, strict: true });
  const error = document.errors[0] ?? document.warnings[0];
  if (error) throw new Error(`${file}:${error.linePos?.[0].line ?? 0}: ${error.message.split("\n")[0]}`);
  return document.toJS();
}
