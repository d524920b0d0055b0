import { constants } from "node:fs";
import { access, stat } from "node:fs/promises";
import { onPath } from "../values/on-path.ts";

/** Whether the system would find a program of this name, and may run it: by its path, or in the folders of PATH. */
export async function isProgram(name: string, path: string = process.env.PATH ?? ""): Promise<boolean> {
  const places = name.includes("/") ? [name] : onPath(name, path);
  for (const place of places) if (await isExecutable(place)) return true;
  return false;
}

async function isExecutable(path: string): Promise<boolean> {
  try {
    await access(path, constants.X_OK);
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
