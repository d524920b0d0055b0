import type { TokenEntry } from "@flowmesh/server/internal";
import type { Shape } from "../output/format.ts";

/** A token without what would let anybody in. */
export const tokenShape: Shape<TokenEntry> = {
  columns: [
    { title: "NAME", value: ({ name }) => name },
    {
      title: "MAY",
      value: ({ grants }) => grants.map(({ allow, on }) => `${allow.join(",")} on ${on.join(",")}`).join("; "),
    },
    {
      title: "SHOWN BY",
      value: ({ subject }) => (subject === undefined ? "token" : `certificate ${subject}`),
    },
    { title: "MADE", value: ({ createdAt }) => createdAt ?? "" },
  ],
  toJson: ({ name, subject, createdAt, grants }) => ({ name, subject, createdAt, grants }),
};
