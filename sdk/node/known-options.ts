import { FlowMeshError } from "@flowmesh/fabric";
import { fieldInvalid } from "@flowmesh/fabric/internal";

/** Every name that the options may have. */
export type OptionNames<Options> = { readonly [Name in keyof Required<Options>]: true };

/**
 * JavaScript takes any name: what is misspelled would have no effect, and nobody would know.
 * @param of what the options are those of, as it stands in the message
 * @throws FlowMeshError `field_unknown`
 */
export function checkOptionNames<Options extends object>(
  options: Options,
  known: OptionNames<Options>,
  of: string,
): void {
  for (const name in options) {
    if (known[name] === true || options[name] === undefined) continue;
    const details = {
      field: JSON.stringify(name),
      message: `the options of ${of}`,
      known: Object.keys(known).join(", "),
    };
    throw new FlowMeshError("field_unknown", details);
  }
}

/**
 * What stands in a list of things to write: each an object that says what it is, and has options beside that.
 * @throws FlowMeshError `field_invalid`
 */
export function checkItems(field: string, items: readonly object[]): void {
  if (!Array.isArray(items)) throw fieldInvalid(field, "must be a list");
  const index = items.findIndex((item) => typeof item !== "object" || item === null || !("value" in item));
  if (index >= 0) throw fieldInvalid(`${field}[${index}]`, "must be an object with a value, as { value: ... }");
}

/** @throws FlowMeshError `field_invalid` */
export function checkFunction(field: string, given: unknown, hint: string = ""): void {
  if (typeof given !== "function") throw fieldInvalid(field, `must be a function${hint}`);
}
