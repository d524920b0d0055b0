import type { Group } from "@flowmesh/client";
import { Member as MemberCodec } from "@flowmesh/contract";
import { toJson } from "@flowmesh/contract/internal";
import type { Shape } from "../output/format.ts";
import { formatAge } from "../values/age.ts";
import { formatDuration } from "../values/duration.ts";

type Member = Group["members"][number];

/** How the members of a group are shown, at a time that ages are counted up to. */
export function memberShape(nowMs: number): Shape<Member> {
  const isoOf = (ms: number | undefined): string => new Date(ms ?? 0).toISOString();
  return {
    columns: [
      { title: "MEMBER", value: ({ memberId }) => memberId },
      { title: "LABEL", value: ({ label }) => label },
      { title: "HOLDS", value: ({ holding }) => holdingText(holding) },
      {
        title: "LAST HEARTBEAT",
        value: ({ lastHeartbeatAt }) => isoOf(lastHeartbeatAt),
        // The server's clock may be ahead of ours.
        shown: ({ lastHeartbeatAt }) => `${formatAge(Math.max(0, nowMs - (lastHeartbeatAt ?? nowMs)))} ago`,
      },
      { title: "JOINED", value: ({ joinedAt }) => isoOf(joinedAt), isWide: true },
      {
        title: "SESSION",
        value: ({ sessionTimeoutMs }) => sessionTimeoutMs,
        shown: ({ sessionTimeoutMs }) => formatDuration(sessionTimeoutMs),
        isWide: true,
      },
      { title: "STREAMS", value: ({ streams }) => streams.join(", "), isWide: true },
    ],
    toJson: (member) => toJson(MemberCodec, member),
  };
}

/** `orders 0-3,7; bills 1`: partitions that follow one another are one range. */
export function holdingText(holding: Member["holding"]): string {
  if (holding.length === 0) return "nothing";
  return holding.map(({ stream, partitions }) => `${stream} ${rangesOf(partitions)}`).join("; ");
}

function rangesOf(numbers: readonly number[]): string {
  const ranges: [number, number][] = [];
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1);
    if (last?.[1] === number - 1) last[1] = number;
    else ranges.push([number, number]);
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}-${last}`)).join(",");
}
