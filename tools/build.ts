/**
 * `make build`: writes to dist/ what is published, each a folder for `npm publish`: `flowmesh`, the command with the server in one file, and
 * `client`, for Node.js, and `testing`, which stands on it, with type declarations. Packages that carry native code stay dependencies; all else is bundled.
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  globSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import type { Plugin } from "esbuild";
import { bundle, bundleCommand, commandBundle, nativePackages, versionCheck } from "./bundle.ts";

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly description: string;
  readonly exports?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

const root = join(import.meta.dirname, "..");
const dist = join(root, "dist");
const sisterFolders = ["contract", "fabric", "engine", "sdk/node", "server", "cli", "testing"];

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
}

/** Which packages with native code a bundle loads, with the versions that our packages declare. */
function nativeDependencies(code: string): Record<string, string> {
  const declared: Record<string, string> = Object.assign(
    {},
    ...sisterFolders.map((folder) => readManifest(folder).dependencies ?? {}),
  );
  const used = nativePackages.filter((name) => code.includes(`"${name}"`));
  return Object.fromEntries(used.map((name) => [name, declared[name] ?? "*"]));
}

/** What every published folder has: manifest, licence, and a README for who uses it. */
function finish(target: string, source: string, code: string, fields: Readonly<Record<string, unknown>>): void {
  const { name, version, description } = readManifest(source);
  const manifest = {
    name,
    version,
    description,
    license: "Apache-2.0",
    type: "module",
    engines: { node: ">=22.18" },
    ...fields,
    dependencies: nativeDependencies(readFileSync(join(target, code), "utf8")),
  };
  writeFileSync(join(target, "package.json"), `${JSON.stringify(manifest, null, 2)}\n`);
  copyFileSync(join(root, "LICENSE"), join(target, "LICENSE"));
  copyFileSync(join(import.meta.dirname, "published", `${basename(target)}.md`), join(target, "README.md"));
}

/** A test's mesh is one of the very client that the code under test imports; what stands behind the client's door for sisters is bundled. */
const clientApart: Plugin = {
  name: "the client stays a package",
  setup: ({ onResolve }) => onResolve({ filter: /^@flowmesh\/client$/ }, ({ path }) => ({ path, external: true })),
};

async function buildCommand(): Promise<void> {
  const target = join(dist, "flowmesh");
  await bundleCommand(target);
  finish(target, "cli", commandBundle, { bin: { flowmesh: "./main.js" } });
}

async function buildClient(): Promise<void> {
  const target = join(dist, "client");
  const refuse = "throw new Error(problem);";
  await bundle("sdk/node/index.ts", join(target, "index.js"), versionCheck("@flowmesh/client", refuse));
  emitTypes(target, "sdk/node", []);
  finish(target, "sdk/node", "index.js", door("./types/sdk/node/index.d.ts"));
}

async function buildTesting(): Promise<void> {
  const target = join(dist, "testing");
  const refuse = "throw new Error(problem);";
  const banner = versionCheck("@flowmesh/testing", refuse);
  await bundle("testing/index.ts", join(target, "index.js"), banner, [clientApart]);
  emitTypes(target, "testing", ["@flowmesh/client"]);
  const { version } = readManifest("sdk/node");
  const peerDependencies = { "@flowmesh/client": version };
  finish(target, "testing", "index.js", { ...door("./types/testing/index.d.ts"), peerDependencies });
  // For projects that link to both folders: beyond a link Node.js looks for packages from where the folder really is.
  const beside = join(dist, "node_modules/@flowmesh");
  mkdirSync(beside, { recursive: true });
  symlinkSync("../../client", join(beside, "client"));
}

/** Where a library is entered. Compilers that look for packages as Node 10 did, which are many under CommonJS, read `main` and `types`; the others read `exports`. */
function door(types: string): Readonly<Record<string, unknown>> {
  const code = "./index.js";
  return { main: code, types, exports: { ".": { types, default: code } } };
}

/** Declarations of a package and of the sisters that it shows to users, which become files of the same package, but for those that users have `apart`. */
function emitTypes(target: string, folder: string, apart: readonly string[]): void {
  const config = join(dist, "tsconfig.json");
  const compilerOptions = {
    noEmit: false,
    emitDeclarationOnly: true,
    // The declarations stand in the sources, which `make verify` checks.
    noCheck: true,
    outDir: "types",
    rootDir: "..",
    paths: sisterPaths(),
  };
  const files = [`../${folder}/index.ts`];
  writeFileSync(config, JSON.stringify({ extends: "../tsconfig.json", compilerOptions, files, include: [] }));
  const compiler = join(root, "node_modules/typescript/bin/tsc");
  const { status } = spawnSync(process.execPath, [compiler, "-p", config], { stdio: "inherit" });
  if (status !== 0) throw new Error(`The declarations of ${folder} could not be made.`);
  const emitted = join(dist, "types");
  for (const file of globSync("**/*.d.ts", { cwd: emitted })) {
    const text = readFileSync(join(emitted, file), "utf8");
    writeFileSync(join(emitted, file), withRelativeImports(file, text, apart));
  }
  cpSync(emitted, join(target, "types"), { recursive: true });
  rmSync(emitted, { recursive: true });
  rmSync(config);
}

/** Found as files of this project, sisters are emitted too; found in node_modules they would not be. */
function sisterPaths(): Record<string, readonly string[]> {
  const doors = sisterFolders.flatMap((folder) => {
    const { name, exports = {} } = readManifest(folder);
    return Object.entries(exports).map(([door, file]) => [name + door.slice(1), [`../${join(folder, file)}`]] as const);
  });
  return Object.fromEntries(doors);
}

function withRelativeImports(file: string, text: string, apart: readonly string[]): string {
  return text.replace(/(from |import\()"(@flowmesh\/[^"]+|\.[^"]+)"/g, (as, before: string, specifier: string) => {
    if (apart.includes(specifier)) return as;
    const path = specifier.startsWith(".") ? specifier : doorPath(file, specifier);
    return `${before}"${path.replace(/\.ts$/, ".js")}"`;
  });
}

/** The relative path from an emitted file to a sister's door. */
function doorPath(file: string, specifier: string): string {
  for (const folder of sisterFolders) {
    const { name, exports = {} } = readManifest(folder);
    const door =
      specifier === name || specifier.startsWith(`${name}/`) ? exports[`.${specifier.slice(name.length)}`] : undefined;
    if (door !== undefined) return relative(dirname(file), join(folder, door)).replace(/^(?!\.)/, "./");
  }
  throw new Error(`${file} shows ${specifier}, which is no door of a package.`);
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await buildCommand();
await buildClient();
await buildTesting();
for (const file of [`flowmesh/${commandBundle}`, "client/index.js", "testing/index.js"]) {
  console.log(`dist/${file}: ${(statSync(join(dist, file)).size / 1024).toFixed(0)} KiB`);
}
