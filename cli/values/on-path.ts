import { delimiter, join } from "node:path";

/** Where a program of this name would be looked for, in this order. */
export function onPath(name: string, path: string = process.env.PATH ?? ""): string[] {
  return path.split(delimiter).map((folder) => join(folder, name));
}
