import { getHeapStatistics, setFlagsFromString } from "node:v8";

const flag = "external-memory-accounted-in-global-limit";
/** Above this V8 collects as it is used to, until it is below the other one. */
const MUCH_BYTES = 512 * 1_048_576;
const LITTLE_BYTES = 256 * 1_048_576;
/** Below this it is looked at more seldom, so that a server at rest seldom wakes. */
const NO_CONCERN_BYTES = 128 * 1_048_576;
const LOOK_MS = 25;
const LOOK_AT_REST_MS = 100;

/**
 * Call it first thing in a process that is a server. Received bytes lie outside the JavaScript heap, and each 64 MB of them make V8 collect the whole heap, many
 * times a second under load: measured, two thirds of the throughput. With this flag they count as part of the heap and go with the young generation, and on a machine with much memory
 * gigabytes of them may gather where many clients catch up: so it only holds while they are not much. It is known to V8 13, that of Node 24; elsewhere nothing is done.
 */
export function tuneGarbageCollection(v8Version: string = process.versions.v8): void {
  if (!v8Version.startsWith("13.")) return;
  let isOn = true;
  setFlagsFromString(`--${flag}`);
  const look = (): void => {
    const { external_memory: bytes } = getHeapStatistics();
    if (bytes < (isOn ? MUCH_BYTES : LITTLE_BYTES) !== isOn) {
      isOn = !isOn;
      setFlagsFromString(isOn ? `--${flag}` : `--no-${flag}`);
    }
    setTimeout(look, bytes < NO_CONCERN_BYTES ? LOOK_AT_REST_MS : LOOK_MS).unref();
  };
  look();
}
