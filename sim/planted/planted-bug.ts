/** A mistake put into the engine's source while it is loaded, to prove that the simulation would notice it. The files themselves stay as they are. */
export interface PlantedBug {
  readonly name: string;
  /** File below `engine/`. */
  readonly file: string;
  /** Text that stands there exactly once, and what is read in its place. */
  readonly changes: readonly { readonly from: string; readonly to: string }[];
  /** Workloads that must notice it; `damage at rest` is the search for lost and damaged bytes, `damage of settled files` the same where the oldest part of a log was carried and settled, `beside the model` compares without cutting the power at every moment; ` from 7` behind it begins with the seed of that number, where less is to be looked at. */
  readonly noticedBy: readonly string[];
}

/** @param noticedBy names of workloads, with commas between */
export function bug(
  name: string,
  file: string,
  noticedBy: string,
  ...changes: [from: string, to: string][]
): PlantedBug {
  return { name, file, noticedBy: noticedBy.split(", "), changes: changes.map(([from, to]) => ({ from, to })) };
}

/** The source with the bug in it. @throws Error when the text is not there once: the bug must be planted anew */
export function plant(bug: PlantedBug, source: string): string {
  return bug.changes.reduce((text, { from, to }) => {
    const parts = text.split(from);
    if (parts.length !== 2)
      throw new Error(
        `"${bug.name}": engine/${bug.file} has ${parts.length - 1} times ${JSON.stringify(from)}, not once`,
      );
    return parts.join(to);
  }, source);
}
