/**
 * Writes `contract/generated/` and the reference pages in `docs/` from the proto files, errors.yaml and limits.yaml. Fails, and writes nothing, when the
 * contract breaks one of its own rules.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { generate } from "./generator/generate.ts";

const root = join(import.meta.dirname, "..");

try {
  const files = generate({
    protoFolder: join(import.meta.dirname, "proto"),
    standardProtoFolder: join(import.meta.dirname, "standard-proto"),
    errorsYaml: readFileSync(join(import.meta.dirname, "errors.yaml"), "utf8"),
    limitsYaml: readFileSync(join(import.meta.dirname, "limits.yaml"), "utf8"),
  });
  for (const { path, content } of files) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), content);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
