import { FlowMeshError } from "@flowmesh/fabric";
import { escapeControls, escapeJson } from "./escape.ts";
import { yamlWriter } from "./yaml.ts";

/** How rows are written. `table` and `wide` are for people, the others for programs. */
export type OutputFormat = "table" | "wide" | "tsv" | "json" | "ndjson" | "yaml" | "name";

/** All of them, as they are typed. */
export const outputFormats: readonly OutputFormat[] = ["table", "wide", "tsv", "json", "ndjson", "yaml", "name"];

/** One column. The first one is the row's name. */
export interface Column<Row> {
  readonly title: string;
  readonly value: (row: Row) => string | number | boolean;
  /** How people are shown it, where that is not the value itself. */
  readonly shown?: (row: Row) => string;
  /** Only in `wide`. */
  readonly isWide?: boolean;
}

/** What a kind of thing looks like: its columns, and all of it as JSON. */
export interface Shape<Row> {
  readonly columns: readonly Column<Row>[];
  readonly toJson: (row: Row) => unknown;
}

/** What the user said of the output. */
export interface OutputOptions {
  readonly output?: string | undefined;
  readonly json?: boolean | undefined;
}

/**
 * The format that was asked for; else a table on a terminal and tab-separated values elsewhere.
 * @throws FlowMeshError `configuration_invalid`
 */
export function outputFormat(
  options: OutputOptions,
  isTerminal: boolean = process.stdout.isTTY === true,
): OutputFormat {
  if (options.json === true) return "json";
  if (options.output === undefined) return isTerminal ? "table" : "tsv";
  const format = outputFormats.find((known) => known === options.output);
  if (format !== undefined) return format;
  const problem = `is ${JSON.stringify(options.output)}; use one of ${outputFormats.join(", ")}`;
  throw new FlowMeshError("configuration_invalid", { key: "--output", origin: "the command line", problem });
}

/** Several things as text. JSON gives one list, NDJSON a line each. */
export async function formatRows<Row>(
  rows: readonly Row[],
  { columns, toJson }: Shape<Row>,
  format: OutputFormat,
): Promise<string> {
  switch (format) {
    case "json":
      return jsonText(rows.map(toJson), 2);
    case "ndjson":
      return rows.map((row) => jsonText(toJson(row))).join("");
    case "yaml":
      return (await yamlWriter())(rows.map(toJson));
    case "name":
      return rows.map((row) => `${cell(columns[0]!.value(row))}\n`).join("");
    case "tsv":
      return rows.map((row) => `${columns.map(({ value }) => cell(value(row))).join("\t")}\n`).join("");
    default:
      return table(rows, format === "wide" ? columns : columns.filter((column) => column.isWide !== true));
  }
}

/** One of several things that come one by one, as a line for people: without a heading, as nobody knows how wide the columns become. */
export function formatLine<Row>(row: Row, { columns }: Shape<Row>): string {
  return `${columns
    .map((column) => shownCell(column, row))
    .join("  ")
    .trimEnd()}\n`;
}

/** One thing as text: for people a line for each property that has a value, in JSON an object. */
export async function formatOne<Row>(row: Row, shape: Shape<Row>, format: OutputFormat): Promise<string> {
  switch (format) {
    case "json":
      return jsonText(shape.toJson(row), 2);
    case "yaml":
      return (await yamlWriter())(shape.toJson(row));
    case "table":
    case "wide": {
      const columns = shape.columns.filter((column) => format === "wide" || column.isWide !== true);
      const width = Math.max(...columns.map(({ title }) => title.length));
      return columns
        .map((column) => [column.title.padEnd(width), shownCell(column, row)])
        .filter(([, text]) => text !== "")
        .map((line) => `${line.join("  ")}\n`)
        .join("");
    }
    default:
      return formatRows([row], shape, format);
  }
}

function table<Row>(rows: readonly Row[], columns: readonly Column<Row>[]): string {
  const titles = columns.map(({ title }) => title);
  const lines = [titles, ...rows.map((row) => columns.map((column) => shownCell(column, row)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index]!.length)));
  return lines
    .map(
      (line) =>
        `${line
          .map((text, index) => text.padEnd(widths[index]!))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function shownCell<Row>(column: Column<Row>, row: Row): string {
  return cell(column.shown === undefined ? column.value(row) : column.shown(row));
}

function cell(value: string | number | boolean): string {
  return escapeControls(String(value));
}

function jsonText(value: unknown, indent?: number): string {
  return `${escapeJson(JSON.stringify(value, undefined, indent))}\n`;
}
