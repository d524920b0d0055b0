import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";

const folder = join(import.meta.dirname, "../../.cache/promtool");
const unpacked = join(folder, "usr/bin/promtool");

/** The path of Prometheus' own checking tool: as it is installed, or out of Debian's package, fetched once into `.cache`. Undefined where neither is to be had. */
export function findPromtool(): string | undefined {
  if (runs("promtool")) return "promtool";
  if (!existsSync(unpacked)) fetchPackage();
  return runs(unpacked) ? unpacked : undefined;
}

function runs(path: string): boolean {
  try {
    execFileSync(path, ["--version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

function fetchPackage(): void {
  const making = `${folder}-${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    execFileSync("apt-get", ["download", "prometheus"], { cwd: making, stdio: "ignore", timeout: 60_000 });
    execFileSync("dpkg", ["-x", readdirSync(making)[0]!, "."], { cwd: making, stdio: "ignore" });
    renameSync(making, folder);
  } catch {
    rmSync(making, { recursive: true, force: true });
  }
}
