import type { Message } from "../message.ts";
import { isVisible } from "../turns/visible.ts";
import { saidIn } from "./said-in.ts";

/** Whether a message of the assistant says nothing visible: no content, no thoughts and no calls. */
export function isSilent(message: Message): boolean {
	return saidIn(message).every(({ value }) => !isVisible(value));
}
