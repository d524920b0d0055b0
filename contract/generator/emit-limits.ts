import type { LimitModel } from "./read-limits.ts";
import { camelCase, docComment, type GeneratedFile, generatedHeader, quoted } from "./source.ts";

/** `generated/limits.ts`: every limit by its name. */
export function emitLimits(limits: readonly LimitModel[]): GeneratedFile {
  const content = `${generatedHeader}
/** A limit: its default, how far it can be raised (\`max\`, where it can), and what happens beyond it. */
export interface Limit {
  readonly value: number;
  readonly max?: number;
  readonly unit: string;
  readonly beyond: string;
}

/** Names of the limits. */
export interface Limits {
${limits.map(emitType).join("")}}

/** Every limit of FlowMesh. */
export const limits: Limits = {
${limits.map(emitLimit).join("")}};
`;
  return { path: "contract/generated/limits.ts", content };
}

function emitType(limit: LimitModel): string {
  const range =
    limit.max === undefined ? `${limit.value} ${limit.unit}` : `${limit.value} ${limit.unit}, up to ${limit.max}`;
  const docs = docComment(
    "  ",
    `${limit.about.charAt(0).toUpperCase()}${limit.about.slice(1)}: ${range}. Beyond: ${limit.beyond}.`,
  );
  return `${docs}  readonly ${camelCase(limit.name)}: Limit${limit.max === undefined ? "" : " & { readonly max: number }"};\n`;
}

function emitLimit(limit: LimitModel): string {
  const max = limit.max === undefined ? "" : ` max: ${limit.max},`;
  return `  ${camelCase(limit.name)}: { value: ${limit.value},${max} unit: ${quoted(limit.unit)}, beyond: ${quoted(limit.beyond)} },\n`;
}
