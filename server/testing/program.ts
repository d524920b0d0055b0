import { join } from "node:path";

/** The file of one of the programs in this folder that tests start: of the sources, unless tools/run-tests.ts has bundled it. */
export function programFile(name: "serve" | "fuzz/watched-server"): string {
  const bundled = process.env.TESTED_PROGRAMS;
  return bundled === undefined
    ? join(import.meta.dirname, `${name}.ts`)
    : join(bundled, "server/testing", `${name}.js`);
}
