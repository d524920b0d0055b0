import { existsSync, realpathSync } from "node:fs";
import { join, relative } from "node:path";
import { onPath } from "../values/on-path.ts";

const commandName = "flowmesh";
/** The name as the first word of a command line within a text: not within a path or a file's name. */
const named = /(?<![\w./-])flowmesh (?=[a-z<[-])/g;

/** How this command is typed in the working folder: by its name where the PATH leads to it, else by the path of the launcher of the clone it runs from. */
export function typedCommand(): string {
  const launcher = launcherOff();
  if (launcher === undefined) return commandName;
  const path = relative(process.cwd(), launcher);
  return quoted(path.startsWith("..") ? launcher : `./${path}`);
}

/** The same for files and folders elsewhere: by the name, or by the absolute path. */
export function commandAnywhere(): string {
  const launcher = launcherOff();
  return launcher === undefined ? commandName : quoted(launcher);
}

/** A text with commands such as `flowmesh stop` as they are typed in the working folder. */
export function asTyped(text: string): string {
  return text.replaceAll(named, () => `${typedCommand()} `);
}

/** The launcher, unless the PATH leads to it. */
function launcherOff(): string | undefined {
  const launcher = join(import.meta.dirname, "../..", commandName);
  if (!import.meta.filename.endsWith(".ts") || !existsSync(launcher)) return undefined;
  return isOnPath(realpathSync(launcher)) ? undefined : launcher;
}

/** Whether it is what a shell runs for the name. */
function isOnPath(launcher: string): boolean {
  for (const place of onPath(commandName)) {
    try {
      return realpathSync(place) === launcher;
    } catch {
      // Not in this one.
    }
  }
  return false;
}

function quoted(path: string): string {
  return path.includes(" ") ? `"${path}"` : path;
}
