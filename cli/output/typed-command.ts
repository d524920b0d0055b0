import { existsSync } from "node:fs";
import { join, relative } from "node:path";

/** How this command is typed in the working folder: by the path of the launcher where it runs from a clone, else by its name. */
export function typedCommand(): string {
  const launcher = join(import.meta.dirname, "../../flowmesh");
  if (!import.meta.filename.endsWith(".ts") || !existsSync(launcher)) return "flowmesh";
  const path = relative(process.cwd(), launcher);
  const typed = path.startsWith("..") ? launcher : `./${path}`;
  return typed.includes(" ") ? `"${typed}"` : typed;
}
