import type { ComparisonResult, ContenderResult, TargetResult } from "./comparison.ts";
import { median } from "./comparison.ts";

/** The results as text: one block a comparison, medians over the rounds with the lowest and highest behind them. */
export function formatSummary(results: readonly ComparisonResult[]): string {
  return results.map(formatComparison).join("\n");
}

function formatComparison({ name, unit, settings, contenders, targets }: ComparisonResult): string {
  const rows = contenders.map((contender, index) => [
    contender.name,
    spread(
      contender.runs.map(({ value }) => value),
      formatNumber,
    ),
    index === 0 ? "" : spread(contender.ratios, formatShare),
    othersOf(contender),
    contender.settings,
  ]);
  const table = alignRows([["", unit, "of the ceiling", "beside it (median)", "settings"], ...rows]);
  return [`${name}  (${settings})`, ...table.map((row) => `  ${row}`), ...targets.map(formatTarget), ""].join("\n");
}

function formatTarget(target: TargetResult): string {
  const bounds = [
    target.ratioMin === undefined ? [] : `at least ${formatShare(target.ratioMin)} of ${target.of ?? "the ceiling"}`,
    target.valueMin === undefined ? [] : `at least ${formatNumber(target.valueMin)}`,
    target.valueMax === undefined ? [] : `at most ${formatNumber(target.valueMax)}`,
  ].flat();
  return `  ${target.isMet ? "met" : "MISSED"}: ${target.contender}, ${bounds.join(", ")}`;
}

function othersOf({ runs }: ContenderResult): string {
  const names = Object.keys(runs[0]?.others ?? {});
  return names.map((name) => `${name} ${formatNumber(median(runs.map(({ others }) => others[name]!)))}`).join(", ");
}

function spread(values: readonly number[], format: (value: number) => string): string {
  if (values.length === 1) return format(values[0]!);
  return `${format(median(values))} (${format(Math.min(...values))} to ${format(Math.max(...values))})`;
}

/** Whole numbers with separators from a thousand on, two places below. */
export function formatNumber(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString("en-US") : value.toFixed(2);
}

function formatShare(ratio: number): string {
  return `${Math.round(ratio * 100)} %`;
}

/** Columns of equal width, two spaces apart. */
export function alignRows(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join("  ")
      .trimEnd(),
  );
}
