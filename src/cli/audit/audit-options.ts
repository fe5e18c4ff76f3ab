import { InvalidArgumentError } from "commander";
import type { Severity } from "../../audit/audit-result.ts";
import {
	type AuditSettings,
	auditDefaults,
} from "../../audit/audit-settings.ts";
import type { ModelOptions } from "./audited-model.ts";

export interface AuditOptions extends ModelOptions {
	readonly topic?: string;
	readonly group?: readonly string[];
	readonly position?: string;
	readonly nearDuplicate: number;
	readonly alpha: number;
	readonly seed: number;
	readonly limit: number;
	readonly swaps?: string;
	readonly json?: boolean;
	readonly out?: string;
	readonly failOn: Severity | "never";
}

/** A number above 0 and at most 1. */
export function similarityOption(text: string): number {
	const value = Number(text);
	if (text.trim() !== "" && value > 0 && value <= 1) return value;
	throw new InvalidArgumentError("It must be a number above 0 and at most 1.");
}

/** A number between 0 and 1. */
export function levelOption(text: string): number {
	const value = Number(text);
	if (value > 0 && value < 1) return value;
	throw new InvalidArgumentError("It must be a number between 0 and 1.");
}

export function settingsOf(options: AuditOptions): AuditSettings {
	const { nearDuplicate, alpha, seed, failOn } = options;
	return {
		topic: options.topic ?? auditDefaults.topic,
		groups: [...new Set(options.group ?? auditDefaults.groups)],
		position: options.position ?? auditDefaults.position,
		...{ nearDuplicate, alpha, seed, failOn },
	};
}
