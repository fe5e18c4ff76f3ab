// Clean synthetic rows, and rows with planted faults. Seeded; shares no code and no words with the detectors.
import { RandomStream } from "../../src/core/random.ts";
import {
	better,
	decoys,
	english,
	japanese,
	japaneseDecoys,
	type Topic,
	worse,
} from "./world.ts";

export interface SyntheticRow {
	readonly topic: string;
	readonly japanese: boolean;
	prompt: string;
	chosen: string;
	rejected: string;
}

/** Every fourth row is Japanese, and every tenth has a sentence that looks like a fault and is none. */
const japaneseShare = 0.25;
const decoyShare = 0.1;

export class RowMaker {
	readonly random: RandomStream;
	readonly #prompts = new Set<string>();

	constructor(seed: number, name: string) {
		this.random = new RandomStream(seed, name);
	}

	pick<T>(items: readonly T[]): T {
		return items[this.random.integer(items.length)] as T;
	}

	/** A row with a prompt that no earlier row has. */
	row(): SyntheticRow {
		for (;;) {
			const row = this.#draft();
			if (this.#prompts.has(row.prompt)) continue;
			this.#prompts.add(row.prompt);
			return row;
		}
	}

	#draft(): SyntheticRow {
		const isJapanese = this.random.uniform() < japaneseShare;
		const topic = this.pick(isJapanese ? japanese : english);
		const subject = this.#numbers(this.pick(topic.subjects));
		const asked = this.pick(topic.questions).replace(
			/\bS\b|S(?=[\u3040-\u30ff\u4e00-\u9fff])/u,
			subject,
		);
		const number = 2 + this.random.integer(400);
		const tail = isJapanese
			? this.pick([
					"",
					`${number}字以内で答えてください。`,
					`（質問${number}）`,
				])
			: this.pick([
					"",
					` Please use at most ${number} words.`,
					` (Question ${number})`,
					` I have ${number} minutes.`,
				]);
		const answer = this.#answer(topic, subject, isJapanese);
		return {
			topic: topic.name,
			japanese: isJapanese,
			prompt: asked + tail,
			chosen: this.#styled(answer, isJapanese, better),
			rejected: this.#styled(
				this.#answer(topic, subject, isJapanese),
				isJapanese,
				worse,
			),
		};
	}

	#numbers(text: string): string {
		const n = 3 + this.random.integer(60);
		const m = n * 2 + 7;
		const values: Record<string, number> = {
			...{ N2: m, N3: n * 3, N4: m - n, N5: m + n },
			N: n,
		};
		return text.replace(/N[2-5]?(?![a-z])/g, (name) => String(values[name]));
	}

	#answer(topic: Topic, subject: string, isJapanese: boolean): string {
		const count = 2 + this.random.integer(4);
		const sentences = Array.from({ length: count }, () => {
			const action = this.pick(topic.actions);
			const detail = this.pick(topic.details);
			const who = isJapanese
				? this.pick([`${subject}は`, "", "まず、", "また、"])
				: this.pick([
						`${upper(subject)} `,
						"It ",
						"In most cases it ",
						"With care it ",
					]);
			return this.#numbers(
				isJapanese
					? `${who}${action}。${detail}。`
					: `${who}${action} ${detail}.`,
			);
		});
		if (this.random.uniform() < decoyShare)
			sentences.splice(
				this.random.integer(count),
				0,
				this.pick(isJapanese ? japaneseDecoys : decoys),
			);
		return sentences.join(isJapanese ? "" : " ");
	}

	/** Most English answers show by a sentence which side they are of. */
	#styled(
		answer: string,
		isJapanese: boolean,
		style: readonly string[],
	): string {
		if (isJapanese || this.random.uniform() < 0.2) return answer;
		return `${answer} ${this.pick(style)}`;
	}
}

function upper(text: string): string {
	return text.charAt(0).toUpperCase() + text.slice(1);
}
