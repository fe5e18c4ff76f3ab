import { RandomStream } from "../core/random.ts";
import { draw } from "./draw.ts";
import { TaughtPairs } from "./numbers.ts";
import { scenes } from "./plain-words.ts";
import { isReserved } from "./reserved.ts";
import { conversation, type LabRow, type Turn } from "./row.ts";
import {
	type Allowed,
	drawTurn,
	exposed,
	type Saying,
	type Topic,
	topics,
} from "./turns.ts";
import type { Exposure, Fact, World } from "./world.ts";

const topicNames = Object.keys(topics) as Topic[];

interface Meeting {
	readonly fact: Fact;
	readonly exposure: Exposure;
}

const meetings = ({ facts }: World): Meeting[] =>
	facts.flatMap((fact) => fact.met.map((exposure) => ({ fact, exposure })));

/**
 * What the base model is trained on, every row once: stories that state facts, and conversations that ask for facts, do
 * sums and talk. Each fact occurs exactly as often, and in the wordings, that it records.
 */
export function pretrainingRows(world: World): LabRow[] {
	const facts = new RandomStream(world.seed, "lab/corpus/facts");
	const said = meetings(world).map(({ fact, exposure }) =>
		exposed(facts, fact, exposure),
	);
	const allowed = allowedIn(world.seed, "pretraining");
	const turns = topicNames.flatMap((topic) => {
		const random = new RandomStream(world.seed, `lab/corpus/${topic}`);
		return Array.from({ length: topics[topic] }, () =>
			drawTurn(random, topic, allowed),
		);
	});
	const order = new RandomStream(world.seed, "lab/corpus/order");
	return [
		...storiesOf(order, sentencesOf(said)),
		...conversationsOf(order, [...turnsOf(said), ...turns]),
	];
}

/** Rows like those of pre-training, of questions that are kept out of it if there are more than can be remembered. */
export function generalRows(
	world: World,
	name: string,
	count: number,
): LabRow[] {
	const random = new RandomStream(world.seed, `lab/general/${name}`);
	const met = meetings(world);
	const allowed = allowedIn(world.seed, "reserved");
	const fromTopics = topicNames.flatMap((topic) =>
		Array.from({ length: topics[topic] / 1000 }, () => topic),
	);
	const share = met.length / 1000;
	const said = Array.from({ length: 8 * count }, (): Saying => {
		if (random.integer(share + fromTopics.length) < share) {
			const { fact, exposure } = draw(random, met);
			return exposed(random, fact, exposure);
		}
		const topic = draw(random, fromTopics);
		return { kind: "turn", turn: drawTurn(random, topic, allowed) };
	});
	const rows = [
		...storiesOf(random, sentencesOf(said)),
		...conversationsOf(random, turnsOf(said)),
	];
	return random.shuffle(rows).slice(0, count);
}

/** What may be asked in pre-training, or is kept out of it. Pairs of numbers are taught ones in both. */
export function allowedIn(
	seed: number,
	side: "pretraining" | "reserved",
): Allowed {
	return {
		pairs: new TaughtPairs(seed),
		question: (question) =>
			isReserved(seed, question) === (side === "reserved"),
	};
}

const sentencesOf = (said: readonly Saying[]): string[] =>
	said.flatMap((saying) => (saying.kind === "sentence" ? saying.sentence : []));

const turnsOf = (said: readonly Saying[]): Turn[] =>
	said.flatMap((saying) => (saying.kind === "turn" ? saying.turn : []));

/**
 * Stories of two to five sentences: a scene, then one to four statements, among them perhaps another scene. No story
 * begins with a name, so that a name is always the same tokens.
 */
function storiesOf(random: RandomStream, sentences: string[]): LabRow[] {
	const scene = () =>
		`${draw(random, scenes.when)} ${draw(random, scenes.what)}.`;
	return parts(random, sentences, 4).map((stated) => {
		const opening = scene();
		const more = stated.length < 4 && random.uniform() < 0.3 ? [scene()] : [];
		const rest = random.shuffle([...stated, ...more]);
		return { text: [opening, ...rest].join(" ") };
	});
}

/** Conversations of one to four turns, in a drawn order. */
const conversationsOf = (random: RandomStream, turns: Turn[]): LabRow[] =>
	parts(random, turns, 4).map(conversation);

/** Shuffles, and cuts into pieces of one to `most`. */
function parts<T>(random: RandomStream, items: T[], most: number): T[][] {
	random.shuffle(items);
	const all: T[][] = [];
	let at = 0;
	while (at < items.length) {
		const size = 1 + random.integer(most);
		all.push(items.slice(at, at + size));
		at += size;
	}
	return all;
}
