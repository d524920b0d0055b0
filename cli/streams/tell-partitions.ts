import { typedCommand } from "../output/typed-command.ts";
import { say } from "../output/write.ts";
import { counted } from "../values/counted.ts";

/** A stream that is there stays as it is: says so where another number of partitions was asked for. */
export function tellPartitions(stream: string, found: number, wanted: number | undefined): void {
  if (wanted === undefined || wanted === found) return;
  const more = `; to add some: ${typedCommand()} stream edit ${stream} --partitions ${wanted}`;
  const isThere = `stream ${stream} is there already, with ${counted(found, "partition")}`;
  say(`${isThere}: --partitions ${wanted} changes nothing${wanted > found ? more : ""}`);
}
