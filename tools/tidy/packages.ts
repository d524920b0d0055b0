import { posix } from "node:path";
import type { Repository } from "./repository.ts";

/** The layers: what each package may import. Sisters meet through a door of the package, never by path. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
  contract: [],
  fabric: ["contract"],
  engine: ["contract", "fabric"],
  "sdk/node": ["contract", "fabric"],
  server: ["contract", "fabric", "engine"],
  cli: ["contract", "fabric", "engine", "server", "sdk/node"],
  testing: ["contract", "fabric", "engine", "sdk/node"],
  sim: ["contract", "fabric", "engine", "sdk/node", "server", "cli"],
  bench: ["contract", "fabric", "engine", "sdk/node", "server", "cli"],
  examples: ["contract", "fabric", "engine", "sdk/node", "server", "cli", "testing"],
};

/** What of a package.json the rules read. */
export interface PackageManifest {
  readonly name: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
}

/** The folder of the package that a file belongs to, or undefined outside all packages. */
export function folderOf(path: string): string | undefined {
  return Object.keys(mayImport).find((folder) => path.startsWith(`${folder}/`));
}

export function isAllowed(from: string, to: string): boolean {
  return mayImport[from]?.includes(to) ?? false;
}

export function allowedFolders(from: string): readonly string[] {
  return mayImport[from] ?? [];
}

export function manifestOf(repository: Repository, folder: string): PackageManifest | undefined {
  const text = repository.texts.get(posix.join(folder, "package.json"));
  return text === undefined ? undefined : (JSON.parse(text) as PackageManifest);
}

/** Folder and manifest of every package that is there, by the package's name. */
export function sisterPackages(repository: Repository): Map<string, { folder: string; manifest: PackageManifest }> {
  const sisters = new Map<string, { folder: string; manifest: PackageManifest }>();
  for (const folder of Object.keys(mayImport)) {
    const manifest = manifestOf(repository, folder);
    if (manifest !== undefined) sisters.set(manifest.name, { folder, manifest });
  }
  return sisters;
}

/** Paths of a package's doors. */
export function doorPaths(folder: string, manifest: PackageManifest): string[] {
  return Object.values(manifest.exports ?? {}).map((door) => posix.join(folder, door));
}
