import { isFlowMeshError } from "@flowmesh/fabric";
import { say } from "./write.ts";

/** Tells people that the server is gone, and that it is back. `isEnding`: whether this command is about to close the connection by itself. */
export class ConnectionTalk {
  #isLost = false;
  readonly #isEnding: () => boolean;

  constructor(isEnding: () => boolean = () => false) {
    this.#isEnding = isEnding;
  }

  get isLost(): boolean {
    return this.#isLost;
  }

  /** To be given as `onConnection` of `connect`. A server that is still starting is back, however often it sends the client away until it is ready. */
  readonly listen: (isOpen: boolean, reason?: Error) => void = (isOpen, reason) => {
    if (isFlowMeshError(reason, "starting")) return;
    if (isOpen && this.#isLost) say("the connection is back");
    this.#isLost = !isOpen;
    if (this.#isLost && !this.#isEnding()) say("the connection was lost; trying again");
  };
}
