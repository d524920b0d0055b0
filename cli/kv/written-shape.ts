import type { EntryWritten } from "@flowmesh/client";
import type { Shape } from "../output/format.ts";

/** Where an entry was written. */
interface Written extends EntryWritten {
  readonly bucket: string;
  readonly key: string;
}

/** How it is told that an entry was written. */
export const writtenShape: Shape<Written> = {
  columns: [
    { title: "KEY", value: ({ key }) => key },
    { title: "REVISION", value: ({ revision }) => revision },
    { title: "BUCKET", value: ({ bucket }) => bucket, isWide: true },
    { title: "POSITION", value: ({ position }) => position, isWide: true },
  ],
  toJson: ({ bucket, key, revision, position }) => ({ bucket, key, revision, position }),
};
