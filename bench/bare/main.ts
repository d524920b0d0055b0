/** The bare log server as a process of its own: `node bench/bare/main.ts <folder> <segments> <segment bytes>`. Says on which port it is ready. */
import type { AddressInfo } from "node:net";
import { BareLog } from "./bare-log.ts";
import { createBareServer } from "./bare-server.ts";

const [folder = ".", segments = "8", segmentBytes = "67108864"] = process.argv.slice(2);
const log = new BareLog(folder, Number(segments), Number(segmentBytes));
const server = createBareServer(log);
server.listen(0, "127.0.0.1", () => {
  console.log(`ready on port ${(server.address() as AddressInfo).port}`);
});
process.on("SIGTERM", () => process.exit(0));
