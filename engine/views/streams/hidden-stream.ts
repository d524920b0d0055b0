const QUEUE_PREFIX = "queue/";

/** Name of the stream in which a queue's jobs lie. No stream of a user can have it, as names have no slash. */
export function queueStream(queue: string): string {
  return QUEUE_PREFIX + queue;
}

/** Whether a stream belongs to something else, and is no stream to its users. */
export function isHiddenStream(name: string): boolean {
  return name.includes("/");
}
