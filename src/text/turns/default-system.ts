import { TemperError } from "../../core/error.ts";
import type { ChatTemplate } from "../template/template.ts";

/** Texts that no template writes by itself. */
const [system, user] = ["\u2063temper system\u2063", "\u2063temper user\u2063"];

/**
 * The system message that a template writes of its own if a conversation has none; null if it writes none, or takes
 * no system message.
 */
export function defaultSystem(template: ChatTemplate): string | null {
	const options = { addGenerationPrompt: true };
	const asked = { role: "user", content: user };
	try {
		const told = template.render(
			[{ role: "system", content: system }, asked],
			options,
		);
		const plain = template.render([asked], options);
		const at = told.indexOf(system);
		if (at < 0) return null;
		const before = told.slice(0, at);
		const after = told.slice(at + system.length);
		if (!plain.startsWith(before) || !plain.endsWith(after)) return null;
		const own = plain.slice(before.length, plain.length - after.length).trim();
		return own === "" ? null : own;
	} catch (error) {
		if (error instanceof TemperError) return null;
		throw error;
	}
}
