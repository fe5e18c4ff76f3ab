import type { Thinking } from "../text/turns/thoughts.ts";

/** An answer of the model, and what is known about the row it answers. */
export interface AnswerToJudge {
	/** `file:line` of the row. */
	readonly id: string;
	/** What the model was asked, as text. */
	readonly prompt: string;
	/** What the model answered, without its turn-ending token. Rewards that do not judge thoughts see it without them. */
	readonly completion: string;
	/** What the model wrote, including thoughts, which `completion` lacks. */
	readonly whole?: string;
	/** How thoughts are found: by the usual marks if left out; null if they count as part of the answer. */
	readonly thinking?: Thinking | null;
	/** The demonstration's answer, or null if the row has none. */
	readonly answer: string | null;
	/** The columns of the row, as the data file has them. */
	readonly row: Readonly<Record<string, unknown>>;
}

/** From an answer to a finite number; higher is better. */
export type Reward = (answer: AnswerToJudge) => number | Promise<number>;

/** A reward with a name, that ends: in a finite number, or in a `TemperError` that names itself and the row. */
export interface RewardFunction {
	readonly name: string;
	score(answer: AnswerToJudge): Promise<number>;
}

/** A weighted sum of rewards. `parts` are unweighted, by the rewards' names. */
export interface Judgement {
	readonly total: number;
	readonly parts: Readonly<Record<string, number>>;
}
