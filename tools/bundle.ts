import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type BuildOptions, build, type Plugin } from "esbuild";

const root = join(import.meta.dirname, "..");

/** Packages with native code, which a bundle loads from where they are installed. */
export const nativePackages: readonly string[] = ["@node-rs/crc32"];

/** What the command's `main.js` loads. */
export const commandBundle = "flowmesh.cjs";

const bundling: BuildOptions = {
  bundle: true,
  platform: "node",
  target: "node22.18",
  external: [...nativePackages],
  // Not minified: of an error that nobody catches Node prints the line that it came from.
  keepNames: true,
  legalComments: "none",
  logLevel: "warning",
};

/** What stands before a bundle that is an ES module. Bundled CommonJS packages call require. */
const requireLine = 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);';

/** Tells in one line, instead of failing somewhere, that this Node is too old. */
export function versionCheck(name: string, refuse: string): string {
  const isOld =
    "const [major, minor] = process.versions.node.split('.').map(Number); if (major < 22 || (major === 22 && minor < 18))";
  return `{ ${isOld} { const problem = "${name} needs Node 22.18 or later; this is " + process.version; ${refuse} } }`;
}

/** Bundles what a file of this repository leads to. The line goes before it. */
export async function bundle(
  entry: string,
  outfile: string,
  line: string = "",
  plugins: readonly Plugin[] = [],
): Promise<void> {
  const banner = { js: `${requireLine} ${line}` };
  await build({ ...bundling, format: "esm", plugins: [...plugins], banner, entryPoints: [join(root, entry)], outfile });
}

/** Bundles programs of this repository into a folder in which they have the same places, and what several of them lead to once. */
export async function bundlePrograms(entries: readonly string[], target: string): Promise<void> {
  await build({
    ...bundling,
    format: "esm",
    splitting: true,
    banner: { js: requireLine },
    entryPoints: entries.map((entry) => join(root, entry)),
    outbase: root,
    outdir: target,
  });
}

/** Writes the command to a folder, as `main.js` and what it loads. */
export async function bundleCommand(target: string): Promise<void> {
  await build({
    ...bundling,
    format: "cjs",
    // Only its own kind of module knows them.
    define: { "import.meta.dirname": "__dirname", "import.meta.filename": "__filename" },
    entryPoints: [join(root, "cli/run-command.ts")],
    outfile: join(target, commandBundle),
  });
  // An old Node would already fail while it loads the bundle.
  const refuse = 'process.stderr.write("error: " + problem + "\\n"); process.exit(1);';
  const lines = [
    "#!/usr/bin/env node",
    versionCheck("flowmesh", refuse),
    // To import the module would make all that is seldom used of it too.
    'const { createRequire } = process.getBuiltinModule("node:module");',
    `const { runCommand } = createRequire(import.meta.url)("./${commandBundle}");`,
    "await runCommand(process.argv.slice(2));",
    "",
  ];
  writeFileSync(join(target, "main.js"), lines.join("\n"), { mode: 0o755 });
}
