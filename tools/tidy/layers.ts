import { builtinModules } from "node:module";
import { posix } from "node:path";
import { type ImportedModule, importedModules } from "./imported-modules.ts";
import { allowedFolders, folderOf, isAllowed, manifestOf, type PackageManifest, sisterPackages } from "./packages.ts";
import { isTestCode, type Repository } from "./repository.ts";
import type { Finding, Rule } from "./rule.ts";

type Problem = Pick<Finding, "problem" | "remedy">;

export const layers: Rule = {
  promise: "a package imports only what stands above it, through doors, and declares what it imports",
  check(repository) {
    const sisters = sisterPackages(repository);
    const root = manifestOf(repository, "");
    return repository.sourcePaths.flatMap((path) => {
      const source = repository.source(path);
      return importedModules(source).flatMap((imported) => {
        const problem = judge(repository, path, imported, sisters, root);
        return problem ? [{ path, line: source.lineAt(imported.offset), ...problem }] : [];
      });
    });
  },
};

function judge(
  repository: Repository,
  path: string,
  { specifier }: ImportedModule,
  sisters: ReturnType<typeof sisterPackages>,
  root: PackageManifest | undefined,
): Problem | undefined {
  const folder = folderOf(path);
  if (specifier.startsWith(".")) return judgeRelative(path, folder, specifier);
  if (specifier.startsWith("node:")) return undefined;
  if (builtinModules.includes(specifier)) {
    return { problem: `built-in module "${specifier}" without node:`, remedy: `Write "node:${specifier}"` };
  }
  const name = packageName(specifier);
  const sister = sisters.get(name);
  if (folder !== undefined && sister !== undefined) {
    const problem = judgeSister(folder, specifier, name, sister);
    if (problem) return problem;
  }
  return judgeDeclared(repository, path, folder, name, root);
}

function judgeRelative(path: string, folder: string | undefined, specifier: string): Problem | undefined {
  const target = posix.join(posix.dirname(path), specifier);
  if (folderOf(target) === folder && !target.startsWith("..")) return undefined;
  return {
    problem: `"${specifier}" reaches into another package by path`,
    remedy: "Import it by the package's name, through one of its doors",
  };
}

function judgeSister(
  folder: string,
  specifier: string,
  name: string,
  sister: { folder: string; manifest: PackageManifest },
): Problem | undefined {
  if (sister.folder !== folder && !isAllowed(folder, sister.folder)) {
    const allowed = allowedFolders(folder).join(", ") || "no other package";
    return { problem: `${folder} imports ${sister.folder}`, remedy: `${folder} may import ${allowed}. Move the code` };
  }
  const door = `.${specifier.slice(name.length)}`;
  if (sister.manifest.exports?.[door] !== undefined) return undefined;
  return {
    problem: `"${specifier}" is no door of ${name}`,
    remedy: "Import from a door, and export there what sisters need",
  };
}

function judgeDeclared(
  repository: Repository,
  path: string,
  folder: string | undefined,
  name: string,
  root: PackageManifest | undefined,
): Problem | undefined {
  const own = folder === undefined ? undefined : manifestOf(repository, folder);
  const declared = {
    ...own?.dependencies,
    ...(isTooling(path) ? { ...own?.devDependencies, ...root?.devDependencies } : {}),
  };
  if (name in declared || name === own?.name) return undefined;
  return {
    problem: `"${name}" is not declared in ${folder ?? "the root"}'s package.json`,
    remedy: "Add it there, or do without it",
  };
}

/** Files that never run in a user's process may use the toolchain of the root. */
function isTooling(path: string): boolean {
  return (
    isTestCode(path) || folderOf(path) === undefined || /^bench\/|^contract\/(generate\.ts$|generator\/)/.test(path)
  );
}

function packageName(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
