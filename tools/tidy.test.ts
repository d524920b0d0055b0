import { test } from "node:test";
import { closures } from "./tidy/closures.ts";
import { docstrings } from "./tidy/docstrings.ts";
import { errorList } from "./tidy/error-list.ts";
import { layers } from "./tidy/layers.ts";
import { leftovers } from "./tidy/leftovers.ts";
import { links } from "./tidy/links.ts";
import { names } from "./tidy/names.ts";
import { orphans } from "./tidy/orphans.ts";
import { readRepository } from "./tidy/repository.ts";
import { describeFinding, type Rule } from "./tidy/rule.ts";
import { seams } from "./tidy/seams.ts";
import { sizes } from "./tidy/sizes.ts";

const rules: readonly Rule[] = [
  layers,
  orphans,
  names,
  seams,
  docstrings,
  sizes,
  errorList,
  links,
  leftovers,
  closures,
];
const repository = readRepository(`${import.meta.dirname}/..`);

for (const { promise, check } of rules) {
  test(promise, () => {
    const findings = check(repository).map(describeFinding);
    if (findings.length > 0) throw withoutStack(`\n${findings.join("\n")}\n`);
  });
}

/** The places that matter are in the message. */
function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
