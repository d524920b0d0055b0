import type { AnyMethod } from "@flowmesh/contract";

/**
 * Decides whether a caller may make a call: the method names the permission, the request the resource.
 * @throws FlowMeshError when it may not
 */
export type Access = (method: AnyMethod, request: object, caller: object) => void;

/** Everybody may do everything: right only while nothing but this machine can connect. */
export const allowAll: Access = () => {};
