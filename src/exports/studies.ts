/**
 * Studies: pilots, which compare ways to tune, and the gate, which decides whether a run may ship.
 * @module
 */

// Pilots.
export {
	type ParsePilotOptions,
	type PilotArm,
	type PilotRecipe,
	parsePilot,
	readPilot,
} from "../recipes/parse/parse-pilot.ts";
export { type PilotOptions, pilot } from "../studies/pilot/pilot.ts";
export type { PilotEvent } from "../studies/pilot/pilot-event.ts";
export type { PilotResult } from "../studies/pilot/pilot-result.ts";

// The gate.
export { type GateRule, usualRule } from "../studies/gate/decide.ts";
export { type GateOptions, gate } from "../studies/gate/gate.ts";
export type { Evidence } from "../studies/gate/evidence.ts";
