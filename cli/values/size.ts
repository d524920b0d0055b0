import { FlowMeshError } from "@flowmesh/fabric";

const UNITS: ReadonlyMap<string, number> = new Map([
  ["", 1],
  ["b", 1],
  ["k", 1e3],
  ["kb", 1e3],
  ["kib", 2 ** 10],
  ["m", 1e6],
  ["mb", 1e6],
  ["mib", 2 ** 20],
  ["g", 1e9],
  ["gb", 1e9],
  ["gib", 2 ** 30],
  ["t", 1e12],
  ["tb", 1e12],
  ["tib", 2 ** 40],
]);

/**
 * Bytes of a size such as `512`, `64kb`, `1.5GB` or `32MiB`.
 * @throws FlowMeshError `field_invalid` naming `field`
 */
export function parseSize(text: string, field: string): number {
  const [, amount, unit = ""] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/.exec(text.trim().toLowerCase()) ?? [];
  const bytes = Math.round(Number(amount) * (UNITS.get(unit) ?? Number.NaN));
  if (Number.isSafeInteger(bytes)) return bytes;
  const problem = `is ${JSON.stringify(text)}, which is not a size like 512, 64kb or 32MiB`;
  throw new FlowMeshError("field_invalid", { field, problem });
}

/** A size for people: `0 B`, `1.5 MiB`. */
export function formatSize(bytes: number): string {
  const units = ["B", "KiB", "MiB", "GiB", "TiB"];
  const power = bytes < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log2(bytes) / 10));
  const value = bytes / 2 ** (10 * power);
  return `${power === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[power]}`;
}
