import { FlowMeshError } from "@flowmesh/fabric";

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
