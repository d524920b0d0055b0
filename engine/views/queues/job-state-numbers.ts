import { jobStates } from "@flowmesh/fabric/internal";

const numberOf = (state: (typeof jobStates)[number]): number => jobStates.indexOf(state);

/** States of jobs as their slots hold them. Those above RETRYING are ends. */
export const WAITING: number = numberOf("waiting");
export const DELAYED: number = numberOf("delayed");
export const ACTIVE: number = numberOf("active");
export const RETRYING: number = numberOf("retrying");
export const DEAD: number = numberOf("dead");
export const CANCELLED: number = numberOf("cancelled");

/** Ends that are not deaths. */
export const FINISHED_STATES: readonly number[] = [numberOf("done"), CANCELLED];
export const DEAD_STATES: readonly number[] = [DEAD];
