import { TemperError } from "../../core/error.ts";
import type { Message } from "../message.ts";
import type { Conversation, Turn } from "../turns/turn.ts";
import { refuseUnwritten } from "./check-prompt.ts";
import { unwritten } from "./piece.ts";
import { saidIn } from "./said-in.ts";

/** A rendered conversation and turns of it. */
interface Shown {
	readonly text: string;
	readonly turns: readonly Turn[];
}

/**
 * The turns that show all that their messages say. A turn that would show it as the last one of a conversation is
 * rewritten by the template because others follow: it is left out. `renderLast` renders the conversation up to a
 * message and finds that message's turn. Throws `data` if a turn never shows what its message says.
 */
export function keepWritten(
	shown: Shown,
	conversation: Conversation,
	renderLast: (message: number) => Shown,
): readonly Turn[] {
	const { messages, where } = conversation;
	if (shown.turns.some(({ message }) => message === null)) {
		requireTogether(shown, conversation);
		return shown.turns;
	}
	return shown.turns.filter((turn) => {
		const i = turn.message as number;
		const message = messages[i] as Message;
		const missing = missingIn(shown.text, turn, message);
		if (missing === null) return true;
		const isLast = i === messages.length - 1;
		if (isLast || !showsAsLast(() => renderLast(i), message))
			refuseUnwritten(missing, `${where}, messages[${i}]`, "rendered turn");
		return false;
	});
}

function missingIn(text: string, { start, end }: Turn, message: Message) {
	return unwritten(text.slice(start, end), saidIn(message));
}

function showsAsLast(render: () => Shown, message: Message): boolean {
	try {
		const { text, turns } = render();
		const [turn] = turns;
		return turn !== undefined && missingIn(text, turn, message) === null;
	} catch (error) {
		if (error instanceof TemperError && error.code === "data") return false;
		throw error;
	}
}

/** If marks cannot be distinguished by message, all of them together must show what all messages say. */
function requireTogether({ text, turns }: Shown, conversation: Conversation) {
	const { messages, taught, where } = conversation;
	const said = taught.map((i) => ({
		i,
		pieces: saidIn(messages[i] as Message),
	}));
	const missing = unwritten(
		turns.map(({ start, end }) => text.slice(start, end)).join("\n"),
		said.flatMap(({ pieces }) => pieces),
	);
	if (missing === null) return;
	const { i } = said.find(({ pieces }) => pieces.includes(missing)) ?? { i: 0 };
	refuseUnwritten(missing, `${where}, messages[${i}]`, "rendered turn");
}
